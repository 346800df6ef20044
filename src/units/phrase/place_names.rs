//! Names of places in a group: what governs them, and what one of them lends to those before
//! and behind it.

use super::resolve::Raw;
use crate::grammar::phrase::PhraseWords;
use crate::grammar::{Grammar, phrase as phrase_words};
use crate::units::organs::{self, Organs};
use crate::units::places::Places;
use crate::units::register::Register;

/// The place of a committee of the party, where what governs alone follows it:
/// 高新区党工委、管委会.
pub(super) fn committee_place<'n>(before: &'n str, name: &str) -> Option<&'n str> {
    let words = PhraseWords::get();
    let committee = phrase_words::ends(before, &words.committees)?;
    let place = &before[..before.len() - committee.len()];
    let alone = words.governs.iter().any(|g| g == name);
    (alone && !place.is_empty()).then_some(place)
}

/// What governs the places behind a place, as far as they are of its rank:
/// 经开区、高新区管委会.
pub(super) fn place_suffix(name: &str, later: &[Raw]) -> Option<&'static str> {
    let words = PhraseWords::get();
    let rank = rank(name)?;
    for next in later.iter().take_while(|next| !next.collective) {
        if let Some(governs) = phrase_words::ends(&next.text, &words.governs) {
            let place = &next.text[..next.text.len() - governs.len()];
            // 高新区、东湖—西山管委会: whatever such a committee governs is a zone.
            // 市市场监督管理委员会 is a department.
            let of_level = words.begins_with_level(place);
            let known = of_level || Organs::get().find(&next.text).is_some();
            let zone = !known && words.zone_governs.iter().any(|w| w == governs);
            let its = self::rank(place).or(zone.then_some(Rank::Zone));
            return (its == Some(rank)).then_some(governs);
        }
        if self::rank(&next.text) != Some(rank) {
            return None;
        }
    }
    None
}

/// Whether a name is that of a zone, or of what governs one.
pub(super) fn is_zone(name: &str) -> bool {
    rank(without_governs(name)) == Some(Rank::Zone)
}

/// The place of the first of those that stand side by side at the head of a place:
/// 昆明 of 昆明市委、市政府. Where the issuer is a place of the same level, only the
/// committee of another has its fellows without their place: in a city's notice 市监委 behind
/// 石桥市人民政府 is the city's own.
pub(super) fn leading_place<'n>(
    earlier: &'n [Raw],
    name: &str,
    register: &Register,
) -> Option<&'n str> {
    let ("", level) = leading(name)? else {
        return None;
    };
    for before in earlier.iter().rev() {
        // 团市委 carries its level inside: 团 is no place.
        let known = Organs::get().find(&before.text);
        if known.is_some_and(|k| k.head.is_empty() && k.organ.own_level) {
            return None;
        }
        let (place, its) = leading(&before.text)?;
        // 石桥市人民政府、市政府办公室: an office does not stand beside a government.
        let office = |name: &str| {
            let ends = &PhraseWords::get().offices;
            phrase_words::ends(name, ends).is_some()
        };
        if its != level || office(&before.text) != office(name) {
            return None;
        }
        if !place.is_empty() {
            let (whole, body) = before.text.split_at(place.len() + level.len());
            let issuer = register.jurisdiction.as_str();
            let own = issuer == whole || !issuer.ends_with(level);
            let committee = body.starts_with('委') || body.starts_with("党委");
            return (organs::is_place(whole) && (own || committee)).then_some(place);
        }
    }
    None
}

/// The place and the word of its level before one of the bodies at its head.
fn leading(name: &str) -> Option<(&str, &'static str)> {
    let body = phrase_words::ends(name, &PhraseWords::get().leading)?;
    let whole = &name[..name.len() - body.len()];
    let (level, _) = organs::level_word(whole)?;
    Some((&whole[..whole.len() - level.len()], level))
}

/// The kind and what governs it, where a place without its kind stands before one that has
/// them: 郑州、洛阳、新乡市政府. A zone has a kind of its own, which says nothing of the
/// places before it.
pub(super) fn bare_suffix<'n>(name: &str, later: &'n [Raw]) -> Option<&'n str> {
    let (place, suffix) = kind_behind(name, later)?;
    if rank(place) == Some(Rank::Zone) {
        // 经开、高新区管委会
        let zone = PhraseWords::get().zones.contains(&format!("{name}区"));
        return (zone && suffix.starts_with('区')).then_some(suffix);
    }
    // 吴中、昆山、姑苏区政府: where the gazetteer has the last, it has the others too.
    let places = Places::get();
    let full = format!("{name}{suffix}");
    let stands = places.kind(place).is_none() || places.kind(without_governs(&full)).is_some();
    let governed = without_governs(suffix).len() < suffix.len();
    (stands || governed && places.stem(name).is_none()).then_some(suffix)
}

/// A place without what governs it.
pub(super) fn without_governs(name: &str) -> &str {
    let governs = phrase_words::ends(name, &PhraseWords::get().governs);
    &name[..name.len() - governs.map_or(0, str::len)]
}

/// The next place with its kind behind places without it, and its kind with what governs it.
pub(super) fn kind_behind<'n>(name: &str, later: &'n [Raw]) -> Option<(&'n str, &'n str)> {
    if !may_be_bare(name) {
        return None;
    }
    for next in later.iter().take_while(|next| !next.collective) {
        let text = next.text.as_str();
        if let Some(suffix) = kind_of_place(text) {
            return Some((without_governs(text), suffix));
        }
        if !may_be_bare(text) {
            return None;
        }
    }
    None
}

/// Whether there is a place with the kind that was lent to it; towns are not listed.
pub(super) fn is_sure(full: &str) -> bool {
    let place = without_governs(full);
    Places::get().kind(place).is_some() || PhraseWords::get().zones.iter().any(|z| z == place)
}

/// Whether a name may be that of a place without its kind.
pub(super) fn may_be_bare(name: &str) -> bool {
    if !name.chars().all(crate::source::is_han) || organs::level_of_head(name).is_some() {
        return false;
    }
    let places = Places::get();
    let listed = places.stem(name).is_some();
    if listed && !places.is_word(name) {
        return true;
    }
    let ends = |list: &[String]| phrase_words::ends(name, list).is_some();
    // 东关 is no body, though 海关 ends so.
    let whole = |list: &[String]| list.iter().any(|word| word == name);
    let least = |list: &[String]| {
        if name.chars().count() > 2 {
            ends(list)
        } else {
            whole(list)
        }
    };
    let body = || least(&PhraseWords::get().endings) || least(&Grammar::get().words.endings);
    let short = (2..=3).contains(&name.chars().count());
    if !listed && (!short || body()) {
        return false;
    }
    let organs = Organs::get();
    // 民政、河东区: a department without its last word.
    let department = || organs.anywhere(&format!("{name}局")).is_some();
    organs.find(name).is_none() && !department()
}

/// The kind of a place at the end of a name, with what governs it where something does:
/// 市政府 of 新乡市政府, 区 of 河东区.
pub(super) fn kind_of_place(name: &str) -> Option<&str> {
    if let Some(kind) = governed_kind(name).or_else(|| village_kind(name)) {
        return Some(kind);
    }
    rank(name)?;
    let (kind, _) = organs::level_word(name)?;
    // 胜利社区 is no 区.
    let ending = phrase_words::ends(name, &PhraseWords::get().endings).map_or(0, str::len);
    (ending <= kind.len()).then(|| &name[name.len() - kind.len()..])
}

/// The kind of one of the smallest places: 社区 of 红星社区.
fn village_kind(name: &str) -> Option<&str> {
    let kind = phrase_words::ends(name, &PhraseWords::get().villages)?;
    let stem = &name[..name.len() - kind.len()];
    let short = (2..=3).contains(&stem.chars().count());
    (short && Organs::get().find(name).is_none()).then(|| &name[stem.len()..])
}

/// The kind of a place, with what governs it, at the end of a name: 市政府 of 新乡市政府.
pub(super) fn governed_kind(name: &str) -> Option<&str> {
    let words = PhraseWords::get();
    let governs = phrase_words::ends(name, &words.governs)?;
    let place = &name[..name.len() - governs.len()];
    // 街道办事处 is both.
    let street = governs.starts_with("街道");
    let kind = match organs::level_word(place) {
        Some((kind, _)) => kind.len(),
        None if street => 0,
        None => return None,
    };
    (place.len() > kind).then(|| &name[place.len() - kind..])
}

/// Places that one word can govern together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    Province,
    /// 市, 县, 区: a city's notice names districts and county-level cities alike.
    County,
    Town,
    Street,
    Zone,
}

pub(super) fn rank(name: &str) -> Option<Rank> {
    let words = PhraseWords::get();
    let listed = Places::get().kind(name).is_some();
    if !listed && phrase_words::ends(name, &words.zones).is_some() {
        return Some(Rank::Zone);
    }
    let (word, _) = organs::level_word(name)?;
    // 东陵军分区 ends like a place and is none.
    let standing = &Grammar::get().words.standing;
    if standing.iter().any(|w| name.ends_with(w.as_str())) {
        return None;
    }
    // 亳州 is a place without its kind.
    organs::level_of_head(name)?;
    if word.len() == name.len() || Organs::get().find(name).is_some() {
        return None;
    }
    Some(match word {
        "省" | "自治区" => Rank::Province,
        "镇" | "乡" => Rank::Town,
        "街道" => Rank::Street,
        _ => Rank::County,
    })
}
