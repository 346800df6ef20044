//! A phrase of responsible units → the units it names.
//!
//! Names are found first, longest and likeliest (`lattice`); then each gets its meaning
//! (`resolve`): `，` parts groups and `、` parts names; the first name of a group lends
//! its prefix, a later one its suffix; a name counts when the register has it, or when
//! it is known in general. Nothing is dropped: a name that nobody knows stays a name,
//! with a warning, and words that are no name are said to be unread.

mod collective;
mod form;
mod labels;
mod lattice;
mod names;
mod number;
mod persons;
mod place_names;
mod resolve;
mod roles;
mod rule;
mod standing;
mod time;
mod tokens;

pub(crate) use labels::{BLANK, with_colons};
pub use rule::{
    each_leads, find as first_leads, goes_on as rule_goes_on, is_in_statement,
    unread as unread_rule,
};

use crate::grammar::phrase::PhraseWords;
pub use crate::units::named::{Field, How, Meaning, Name, Phrase, Slip};
use crate::units::register::Register;

/// Whether a text is a time and nothing else: 年底前, 2024年6月底前完成; 6月底前建成大桥 is more.
pub fn is_time(text: &str) -> bool {
    let lengths = time::lengths(text, PhraseWords::get());
    lengths.first() == Some(&text.len())
}

/// Takes a phrase apart; `text` is normalised, but may have spaces that part names.
pub fn resolve(text: &str, register: &Register) -> Phrase {
    register.remembered(text, || take_apart(text, register))
}

fn take_apart(text: &str, register: &Register) -> Phrase {
    let text = &*with_colons(text, register);
    let tokens = lattice::split(text, register);
    let read = roles::assign(text, tokens, register);
    let mut phrase = read.phrase;
    let mut lent_before = resolve::Lent::default();
    // What the last that could lend has lent, over all marks of the statement.
    let mut lent_on = resolve::Lent::default();
    for group in &read.groups {
        let raws = &read.raws[group.clone()];
        let first = raws.iter().find(|r| !r.collective);
        let mut lender = first;
        let mut lent = first.map(|r| lends(&r.text, register));
        let own_lent = lent.as_ref().is_some_and(|lent| !lent.is_nothing());
        let before = |i: usize| !own_lent && register.bare && goes_on(raws, i, &lent_on, register);
        if before(0) {
            // 市房管局牵头，规划局、住建局配合
            lender = None;
            lent = Some(lent_on.clone());
        }
        for (i, raw) in raws.iter().enumerate() {
            // 青禾县政府会同市财政局、教育局, 供电公司、市税务局、财政局: where nobody before
            // it can lend, the next that can does.
            let next = register.bare && !raw.collective;
            if i > 0 && next && lent.as_ref().is_none_or(resolve::Lent::is_nothing) && before(i) {
                // 市经信委牵头，供电公司、税务局配合
                lender = None;
                lent = Some(lent_on.clone());
            } else if (raw.behind_with || next)
                && lent.as_ref().is_none_or(resolve::Lent::is_nothing)
            {
                let own = lends(&raw.text, register);
                if !own.is_nothing() || lent.is_none() {
                    lender = Some(raw);
                    lent = Some(own);
                }
            }
            let none = resolve::Lent::default();
            let lent = lent.as_ref().unwrap_or(&none);
            // The first name cannot lend to itself.
            let own = if lender.is_some_and(|lender| std::ptr::eq(raw, lender)) {
                &none
            } else {
                lent
            };
            let own = if register.bare { own } else { lent };
            let around = resolve::Around {
                earlier: &raws[..i],
                later: &raws[i + 1..],
            };
            let meant = resolve::resolve(raw, own, around, &lent_before, register);
            let name = &mut phrase.names[group.start + i];
            name.meaning = meant.meaning;
            name.how = meant.how;
            name.slip = meant.slip;
        }
        if let Some(lent) = lent.as_ref().filter(|lent| !lent.is_nothing()) {
            lent_on = lent.clone();
        }
        lent_before = lent.unwrap_or(lent_before);
    }
    for (start, names) in read.beside {
        phrase.names.extend(names.into_iter().map(|mut name| {
            name.span = start + name.span.start..start + name.span.end;
            name
        }));
    }
    phrase.names.sort_by_key(|name| name.span.start);
    mark_repeats(&mut phrase);
    // 配合单位：/
    let said = text.rsplit('：').next().unwrap_or_default().trim();
    let nothing = &PhraseWords::get().nothing;
    phrase.nobody |= text.contains('：') && nothing.iter().any(|word| word == said);
    // A rule in the phrase holds for it, whatever it holds for besides.
    if let Some(rule) = phrase.rule.clone() {
        phrase.apply_first_leads(each_leads(&text[rule], text));
    }
    phrase
}

/// What a name lends. 团市委 carries its level inside.
fn lends(name: &str, register: &Register) -> resolve::Lent {
    let level = name.strip_prefix('团').and_then(|n| n.strip_suffix('委'));
    match level.filter(|level| PhraseWords::get().levels.contains_key(*level)) {
        Some(level) => resolve::lends(&format!("{level}团委"), register),
        None => resolve::lends(name, register),
    }
}

/// Whether a name of a group is a known body only with what was lent before, and none before
/// it in the group may have it as its own.
fn goes_on(raws: &[resolve::Raw], at: usize, lent: &resolve::Lent, register: &Register) -> bool {
    let Some(raw) = raws.get(at).filter(|raw| !raw.collective) else {
        return false;
    };
    if lent.is_nothing() || !resolve::has_no_owner(&raws[..at], &raw.text) {
        return false;
    }
    let around = resolve::Around {
        earlier: &[],
        later: &raws[at + 1..],
    };
    let none = resolve::Lent::default();
    let mean = |lent| resolve::resolve(raw, lent, around, &none, register);
    let with = mean(lent);
    with.how == How::Lent && with.meaning != mean(&none).meaning
}

fn mark_repeats(phrase: &mut Phrase) {
    let mut seen: Vec<Meaning> = Vec::new();
    for name in &mut phrase.names {
        if seen.contains(&name.meaning) {
            name.slip = Some(Slip::Twice);
        }
        seen.push(name.meaning.clone());
    }
}
