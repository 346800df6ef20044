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

pub use rule::find as first_leads;

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::grammar::phrase::PhraseWords;
use crate::grammar::words::Role;
use crate::source::Span;
use crate::units::register::Register;

/// A phrase, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrase {
    /// The names in printed order.
    pub names: Vec<Name>,
    /// Words that state roles, and the like, which belong to no name.
    pub words: Vec<Span>,
    /// What the grammar cannot read; it is printed all the same.
    pub unread: Vec<Span>,
    /// The phrase says 等: it means others too, whom it does not name.
    pub others: bool,
    /// By when, as printed; also among `words`.
    pub times: Vec<Span>,
    /// What stands behind labels of times and persons; also among `words`.
    pub fields: Vec<Field>,
    /// Words that state a role or a duty stand behind or before names.
    pub roles: bool,
    /// It says that nobody is meant: 无.
    pub nobody: bool,
    /// The rule that the first-named leads, where the phrase states it; also among `words`.
    pub rule: Option<Span>,
    /// The rule that some have to do all that follows, where the phrase states it; also
    /// among `words`.
    pub standing: Option<Span>,
    /// Spaces that part names; others stand inside of names.
    pub gaps: Vec<usize>,
}

/// What a phrase says behind a label that names no units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Label and words.
    pub at: Span,
    /// The words.
    pub says: Span,
    /// A time; otherwise persons, or ways to reach them.
    pub is_time: bool,
}

/// One name of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Where it stands in the phrase, in bytes, without its qualifier.
    pub span: Span,
    /// As printed, without the qualifier.
    pub printed: String,
    /// The words in brackets behind it (`人才办`).
    pub qualifier: Option<String>,
    /// What it means.
    pub meaning: Meaning,
    /// How that is known.
    pub how: How,
    /// What the register had to settle, where the phrase slipped.
    pub slip: Option<Slip>,
    /// Its role, where the phrase states one.
    pub role: Option<Role>,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A unit, by its canonical name.
    Unit(String),
    /// A collective, by its printed name.
    Collective(String),
    /// A name that the register does not have; the most complete form of it.
    Unknown(String),
}

/// How the meaning of a name is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The register has it.
    Registered,
    /// It is a body that is known in general.
    Known,
    /// With what its group lends it is one that the register or general knowledge has.
    Lent,
    /// It is plainly a name: it ends as such names do, and nothing in it is odd.
    Plain,
    /// Its form is that of a name.
    Formed,
    /// Only a word of a level before it says that it is one.
    Guessed,
}

/// How a phrase slipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// An alias stands for the canonical name.
    Alias,
    /// The prefix had to be taken from an earlier group: a comma stands where a
    /// pause mark belongs.
    PrefixFromBefore,
    /// It has the form of a collective, but the register does not have it.
    NewCollective,
    /// The same unit is named twice in the phrase.
    Twice,
}

impl Meaning {
    /// The name, of whatever it is.
    pub fn name(&self) -> &str {
        match self {
            Meaning::Unit(name) | Meaning::Collective(name) | Meaning::Unknown(name) => name,
        }
    }
}

impl Phrase {
    /// The canonical names of the units, each once, in printed order; unknown
    /// names in the form that is closest to print.
    pub fn units(&self) -> Vec<String> {
        let unit = |name: &&Name| !matches!(name.meaning, Meaning::Collective(_));
        once(self.names.iter().filter(unit))
    }

    /// The names with a role, in printed order.
    pub fn with_role(&self, role: Role) -> Vec<String> {
        once(self.names.iter().filter(|n| n.role == Some(role)))
    }

    /// The collectives, in printed order.
    pub fn collectives(&self) -> Vec<String> {
        let collective = |name: &&Name| matches!(name.meaning, Meaning::Collective(_));
        once(self.names.iter().filter(collective))
    }

    /// Whether the phrase itself states a role.
    pub fn states_roles(&self) -> bool {
        self.names.iter().any(|n| n.role.is_some())
    }

    /// Whether words that nobody can read stand before all names: one of them may be the
    /// name of who comes first.
    pub fn first_is_unread(&self) -> bool {
        let first = self.names.first().map(|n| n.span.start);
        let unread = self.unread.first().map(|u| u.start);
        unread
            .zip(first)
            .is_some_and(|(unread, name)| unread < name)
    }

    /// Applies the rule that the first-named unit leads and the others join in. A
    /// phrase that states roles of its own is left as it is, and so is one of which nobody
    /// knows who is named first. Where the rule says that all lead whose statement ends with
    /// 分别负责, they do.
    pub fn apply_first_leads(&mut self, rule: &str, text: &str) {
        if self.states_roles() || self.first_is_unread() {
            return;
        }
        let each = rule::each_leads(rule, text);
        let first = self.names.first().map(|n| n.meaning.clone());
        for name in &mut self.names {
            let leads = each || Some(&name.meaning) == first.as_ref();
            name.role = Some(if leads { Role::Lead } else { Role::Join });
        }
    }
}

/// Each name once, in printed order.
fn once<'n>(names: impl Iterator<Item = &'n Name>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names.map(|n| n.meaning.name()) {
        if !found.iter().any(|f| f == name) {
            found.push(name.to_owned());
        }
    }
    found
}

/// So many phrases are remembered.
const REMEMBERED: usize = 16_384;

/// Phrases by the register that they were read with: the reader, the checks and the
/// pages all ask for the same ones, on threads of their own.
static READ: LazyLock<Mutex<HashMap<(u64, String), Phrase>>> = LazyLock::new(Mutex::default);

/// Takes a phrase apart; `text` is normalised, but may have spaces that part names.
pub fn resolve(text: &str, register: &Register) -> Phrase {
    if register.id == 0 {
        return take_apart(text, register);
    }
    let key = (register.id, text.to_owned());
    // Whoever panicked while holding it has changed all of an entry or nothing.
    let read = || READ.lock().unwrap_or_else(PoisonError::into_inner);
    let known = read().get(&key).cloned();
    known.unwrap_or_else(|| {
        let phrase = take_apart(text, register);
        let mut read = read();
        if read.len() >= REMEMBERED {
            read.clear();
        }
        read.insert(key, phrase.clone());
        phrase
    })
}

fn take_apart(text: &str, register: &Register) -> Phrase {
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
    mark_repeats(&mut phrase);
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
