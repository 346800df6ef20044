//! Names out of a register of the repository.

use gongwen::units::register::Known;

use super::dice::Dice;
use super::names::{Name, Sort};
use super::world::World;
use crate::run;

/// A unit of the world's register, by its canonical name.
pub fn body(world: &World, dice: &mut Dice) -> Name {
    let register = run::load(world.register);
    let name = &dice.of(&register.units).name;
    // 市政府 and the name of the place lend in ways of their own, which the cases have.
    let own = ["市政府", "市委市政府"].iter().any(|p| name.starts_with(p));
    let (sort, short) = match (
        name.strip_prefix(world.party),
        name.strip_prefix(world.word),
    ) {
        _ if own => (Sort::Own, None),
        (Some(behind), _) => (Sort::Party, Some(behind)),
        (None, Some(behind)) => (Sort::Government, Some(behind)),
        (None, None) => (Sort::Own, None),
    };
    // A short name that is two units', or one alone, is none.
    let known = |name: String| matches!(register.lookup(&name), Some(Known::Unit(_)));
    let alone = |short: &&str| {
        let both =
            known(format!("{}{short}", world.party)) && known(format!("{}{short}", world.word));
        !both && register.lookup(short).is_none()
    };
    let short = short.filter(alone).map(str::to_owned);
    let prefix = if sort == Sort::Own { "" } else { world.word };
    Name {
        text: name.clone(),
        prefix: prefix.to_owned(),
        short,
        sort,
    }
}
