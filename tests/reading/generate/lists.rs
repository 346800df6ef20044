//! Lists of names as they are printed: with lent levels, commas, 和, 等, collectives.

use super::dice::Dice;
use super::duty::{Duty, Role, Said};
use super::names::{self, Name};
use super::world::World;

/// What all lists of one statement share.
pub struct Writer<'w> {
    pub world: &'w World,
    /// Names that the statement has said already; none is said twice.
    used: Vec<String>,
    /// What stands before its bodies: the word of the level, or the whole place.
    prefix: &'static str,
    /// Of a body in brackets behind a name nothing is known; where marks of roles stand
    /// in brackets there are none.
    pub qualifiers: bool,
    /// `，` may part names, and `；` too. Before a word of a role they would leave open
    /// how far it reaches back: 市教育局，市财政局牵头.
    pub commas: bool,
    pub stops: bool,
}

/// A list as printed, with what it says.
#[derive(Debug, Default)]
pub struct List {
    pub text: String,
    pub said: Vec<Said>,
}

impl List {
    /// What the list says in a role.
    pub fn duty(&self, role: Role) -> Duty {
        let said = self.said.iter().cloned();
        let said = said.map(|said| Said { role, ..said });
        Duty {
            said: said.collect(),
            ..Duty::default()
        }
    }
}

/// Words before 有关部门 and the like make it follow on 等.
const OPEN: &[&str] = &["有关", "相关"];

impl<'w> Writer<'w> {
    /// A statement of which nothing is said yet.
    pub fn new(world: &'w World, dice: &mut Dice) -> Self {
        Writer {
            world,
            used: Vec::new(),
            prefix: names::prefix(world, dice),
            qualifiers: true,
            commas: true,
            stops: false,
        }
    }

    /// A list of one to `most` names, with a collective behind it now and then.
    pub fn list(&mut self, dice: &mut Dice, most: usize) -> List {
        let mut list = List::default();
        if self.commas && dice.one_in(12) {
            self.collective(dice, &mut list);
            if dice.one_in(2) {
                return list;
            }
            list.text.push('，');
        }
        self.names(dice, most, &mut list);
        if dice.one_in(4) {
            self.join_collective(dice, &mut list);
        } else if dice.one_in(10) {
            list.text += dice.pick(&["等", "等部门", "等单位", "等部门和单位", "等有关方面"][..4]);
        }
        list
    }

    /// A list of a few bodies and nothing else.
    pub fn bodies(&mut self, dice: &mut Dice, most: usize) -> List {
        let mut list = List::default();
        self.names(dice, most, &mut list);
        list
    }

    /// A collective alone.
    pub fn several(&mut self, dice: &mut Dice) -> List {
        let mut list = List::default();
        self.collective(dice, &mut list);
        list
    }

    fn names(&mut self, dice: &mut Dice, most: usize, list: &mut List) {
        // Few more often than many.
        let count = 1 + dice.roll(most).min(dice.roll(most));
        let mut first: Option<Name> = None;
        // Behind a body of another place nothing is lent: whose 财政局 stands there in
        // 市教育局、白马区人民政府、财政局 cannot be known. Nor is anything lent over a
        // comma: 市教育局，财政局 is left out.
        let mut lends = true;
        for at in 0..count {
            if at > 0 {
                let last = at + 1 == count;
                list.text += match dice.roll(16) {
                    0 | 1 if last => dice.pick(&["和", "及", "与", "以及"]),
                    2 if self.commas => {
                        (first, lends) = (None, true);
                        "，"
                    }
                    3 if self.stops && dice.one_in(3) => {
                        (first, lends) = (None, true);
                        "；"
                    }
                    _ => "、",
                };
            }
            if dice.one_in(10)
                && let Some((text, names)) = names::below(self.world, dice)
                && !names.iter().any(|n| self.used.contains(&n.0))
                && !reached_by(&list.text, &names[0].0)
            {
                list.text += &text;
                self.used.extend(names.iter().map(|n| n.0.clone()));
                list.said.extend(names.into_iter().map(|(name, also)| Said {
                    also,
                    ..said(name, false)
                }));
                lends = false;
                continue;
            }
            let (printed, name) = self.name(dice, first.as_ref().filter(|_| lends), &list.text);
            list.text += &printed;
            list.said.push(said(name.text.clone(), false));
            if self.qualifiers && dice.one_in(40) {
                let other = names::body(self.world, self.prefix, dice);
                list.text += &format!("（{}）", other.text);
            }
            if first.is_none() && lends {
                first = Some(name);
            }
        }
    }

    /// A body that was not said yet, behind the first of its group.
    fn name(&mut self, dice: &mut Dice, first: Option<&Name>, before: &str) -> (String, Name) {
        loop {
            let mut name = names::body(self.world, self.prefix, dice);
            let mut printed = name.text.clone();
            if let Some(full) = first.and_then(|f| name.behind(f, self.world))
                && !dice.one_in(3)
            {
                printed = name.short.clone().unwrap_or_default();
                name.text = full;
            }
            if !self.used.contains(&name.text) && !reached_by(before, &name.text) {
                self.used.push(name.text.clone());
                return (printed, name);
            }
        }
    }

    /// A collective that was not said yet; where all were, a body.
    fn collective(&mut self, dice: &mut Dice, list: &mut List) {
        let used = |name: &&&str| !self.used.iter().any(|u| u == **name);
        let fresh: Vec<&&str> = self.world.collectives.iter().filter(used).collect();
        if fresh.is_empty() {
            let (printed, _) = self.name(dice, None, "");
            list.text += &printed;
            list.said.push(said(printed, false));
            return;
        }
        let name = **dice.of(&fresh);
        self.used.push(name.to_owned());
        list.text += name;
        list.said.push(said(name.to_owned(), true));
    }

    fn join_collective(&mut self, dice: &mut Dice, list: &mut List) {
        let mut behind = List::default();
        self.collective(dice, &mut behind);
        let open = OPEN.iter().any(|w| behind.text.contains(w));
        list.text += match dice.roll(8) {
            0 | 1 => "、",
            2 | 3 if self.commas => "，",
            4 => "和",
            5 => ["及", "与", "等和"][dice.roll(3)],
            6 if open => "等",
            6 => "以及",
            _ if open && dice.one_in(2) => "等部门及",
            _ => "、",
        };
        list.text += &behind.text;
        list.said.extend(behind.said);
    }
}

/// Whether a zone stands right before the zones of a list, whose 管委会 may be its own as
/// well: 市生态新城、高新区、经开区管委会.
fn reached_by(before: &str, place: &str) -> bool {
    let zone = |text: &str| ["区", "城", "园"].iter().any(|end| text.ends_with(end));
    let before = before.trim_end_matches(['、', '和', '及', '与', '以']);
    let committee = ["管委会", "管理委员会"]
        .iter()
        .any(|end| place.ends_with(end));
    committee && zone(before)
}

fn said(name: String, collective: bool) -> Said {
    Said {
        name,
        also: None,
        collective,
        role: Role::Plain,
    }
}
