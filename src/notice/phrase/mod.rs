//! A phrase of responsible units → the units it names.
//!
//! The grammar proposes, the register disposes: `，` parts groups and `、` parts
//! names; the first name of a group lends its prefix, a later one its suffix; a
//! name counts when the register has it. Nothing is dropped: a name that nobody
//! knows stays a name, with a warning.

mod cut;
mod mean;

use super::units::Register;
use super::words::Role;
use crate::source::Span;

/// A phrase, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrase {
    /// The names in printed order.
    pub names: Vec<Name>,
    /// Words that state roles, and the like, which belong to no name.
    pub words: Vec<Span>,
    /// What the grammar cannot read; it is printed all the same.
    pub unread: Vec<Span>,
    /// The phrase ends with 等: it means others too, whom it does not name.
    pub others: bool,
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

impl Phrase {
    /// The canonical names of the units, each once, in printed order; unknown
    /// names in the form that is closest to print.
    pub fn units(&self) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        for name in &self.names {
            if let Meaning::Unit(unit) | Meaning::Unknown(unit) = &name.meaning
                && !units.contains(unit)
            {
                units.push(unit.clone());
            }
        }
        units
    }

    /// The units with a role, in printed order.
    pub fn with_role(&self, role: Role) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        for name in self.names.iter().filter(|n| n.role == Some(role)) {
            match &name.meaning {
                Meaning::Unit(unit) | Meaning::Unknown(unit) | Meaning::Collective(unit)
                    if !units.contains(unit) =>
                {
                    units.push(unit.clone());
                }
                _ => {}
            }
        }
        units
    }

    /// The collectives, in printed order.
    pub fn collectives(&self) -> Vec<String> {
        let named = self.names.iter().filter_map(|n| match &n.meaning {
            Meaning::Collective(name) => Some(name.clone()),
            _ => None,
        });
        named.collect()
    }
}

/// Takes a phrase apart; `text` is normalised.
pub fn resolve(text: &str, register: &Register) -> Phrase {
    let cut = cut::cut(text, register);
    let mut phrase = Phrase {
        words: cut.words,
        unread: cut.unread,
        others: cut.others,
        ..Phrase::default()
    };
    let mut lent_before: Vec<&str> = Vec::new();
    for names in &cut.groups {
        let lent: Vec<&str> = names
            .iter()
            .find(|n| !n.collective)
            .map(|first| mean::prefixes_of(first.text, register))
            .unwrap_or_default();
        for (i, raw) in names.iter().enumerate() {
            let (meaning, slip) = if raw.collective {
                (Meaning::Collective(raw.text.to_owned()), None)
            } else {
                mean::mean(raw.text, &lent, &names[i + 1..], &lent_before, register)
            };
            phrase.names.push(Name {
                span: raw.span.clone(),
                printed: raw.text.to_owned(),
                qualifier: raw.qualifier.map(str::to_owned),
                meaning,
                slip,
                role: raw.role,
            });
        }
        if !lent.is_empty() {
            lent_before = lent;
        }
    }
    phrase.words.sort_by_key(|span| span.start);
    mark_repeats(&mut phrase);
    phrase
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
