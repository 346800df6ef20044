//! What a name means: the register disposes; where there is none, the grammar
//! does its best.

use super::super::units::{Known, Register};
use super::cut::Raw;
use super::{Meaning, Slip};

/// What one name means, by the order of trust: as it stands, with the prefix of
/// its group, with the suffix of a later name, as an alias, with the prefix of an
/// earlier group.
pub(super) fn mean(
    name: &str,
    lent: &[&str],
    later: &[Raw<'_>],
    lent_before: &[&str],
    register: &Register,
) -> (Meaning, Option<Slip>) {
    let with_prefix = |prefix: &&str| format!("{prefix}{name}");
    let unit = |known: Known<'_>| Meaning::Unit(known.unit().name.clone());
    let canonical = |full: &String| matches!(register.lookup(full), Some(Known::Unit(_)));

    if canonical(&name.to_owned()) {
        return (Meaning::Unit(name.to_owned()), None);
    }
    if let Some(full) = lent.iter().map(with_prefix).find(canonical) {
        return (Meaning::Unit(full), None);
    }
    let suffix = later.iter().find_map(|l| suffix_of(l.text, register));
    if let Some(full) = suffix.map(|s| format!("{name}{s}")).filter(canonical) {
        return (Meaning::Unit(full), None);
    }
    let mut forms = std::iter::once(name.to_owned()).chain(lent.iter().map(with_prefix));
    if let Some(known) = forms.find_map(|form| register.lookup(&form)) {
        return (unit(known), Some(Slip::Alias));
    }
    let mut before = lent_before.iter().map(with_prefix);
    if let Some(known) = before.find_map(|form| register.lookup(&form)) {
        return (unit(known), Some(Slip::PrefixFromBefore));
    }
    let has_word = |w: &String| name.contains(w.as_str());
    if register.collective_words.iter().any(has_word) {
        let slip = (!register.bare).then_some(Slip::NewCollective);
        return (Meaning::Collective(name.to_owned()), slip);
    }
    if register.bare {
        return (Meaning::Unknown(guess(name, lent, suffix, register)), None);
    }
    // Print the name as it stands: a prefix that no register confirms is a guess.
    (Meaning::Unknown(name.to_owned()), None)
}

/// Without a register: a place takes the suffix of a later name, any other name
/// without a prefix takes that of its group, unless it stands on its own.
fn guess(name: &str, lent: &[&str], suffix: Option<&str>, register: &Register) -> String {
    let words = &register.words;
    let is_place = words.place_kinds.iter().any(|k| name.ends_with(k.as_str()));
    if let Some(suffix) = suffix.filter(|_| is_place) {
        return format!("{name}{suffix}");
    }
    let governs = register.suffixes.iter().any(|s| name.ends_with(s.as_str()));
    let stands = words.standing.iter().any(|w| name.contains(w.as_str()));
    let has_prefix = register
        .prefixes
        .iter()
        .any(|p| name.starts_with(p.as_str()) && !doubled(name, p));
    match lent.first() {
        Some(prefix) if !(is_place || governs || stands || has_prefix) => format!("{prefix}{name}"),
        _ => name.to_owned(),
    }
}

/// 市容市政局, 区划办: the prefix is the head of the name's own first word, so it
/// is no prefix of the name. Only a register can really tell; these are the cases
/// in which a name would be left with next to nothing.
fn doubled(name: &str, prefix: &str) -> bool {
    name[prefix.len()..].chars().count() < 2
}

/// The prefixes that a name begins with, longest first.
pub(super) fn prefixes_of<'r>(name: &str, register: &'r Register) -> Vec<&'r str> {
    let begins = |p: &&str| name.len() > p.len() && name.starts_with(p);
    let prefixes = register.prefixes.iter().map(String::as_str);
    let mut found: Vec<&str> = prefixes.filter(begins).collect();
    found.sort_by_key(|p| std::cmp::Reverse(p.len()));
    found
}

fn suffix_of<'r>(name: &str, register: &'r Register) -> Option<&'r str> {
    let mut suffixes = register.suffixes.iter().map(String::as_str);
    suffixes.find(|s| name.len() > s.len() && name.ends_with(s))
}
