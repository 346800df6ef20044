//! What a phrase of responsible units says, once it is taken apart: names with their
//! meanings and roles, and all that is no name.

use serde::{Deserialize, Serialize};

use crate::grammar::words::Role;
use crate::source::Span;

/// A phrase, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Phrase {
    /// The names in printed order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
    /// Words that state roles, and the like, which belong to no name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Span>,
    /// What the grammar cannot read; it is printed all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Span>,
    /// The phrase says 等: it means others too, whom it does not name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub others: bool,
    /// By when, as printed; also among `words`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<Span>,
    /// What stands behind labels of times and persons; also among `words`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Words that state a role or a duty stand behind or before names.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub roles: bool,
    /// It says that nobody is meant: 无.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nobody: bool,
    /// The rule that the first-named leads, where the phrase states it; also among `words`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Span>,
    /// The rule that some have to do all that follows, where the phrase states it; also
    /// among `words`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Span>,
    /// Spaces that part names; others stand inside of names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<usize>,
}

/// What a phrase says behind a label that names no units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Label and words.
    pub at: Span,
    /// The words.
    pub says: Span,
    /// A time; otherwise persons, or ways to reach them.
    pub is_time: bool,
}

/// One name of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Where it stands in the phrase, in bytes, without its qualifier.
    pub span: Span,
    /// As printed, without the qualifier.
    pub printed: String,
    /// The words in brackets behind it (`人才办`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<String>,
    /// What it means.
    pub meaning: Meaning,
    /// How that is known.
    pub how: How,
    /// What the register had to settle, where the phrase slipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<Slip>,
    /// Its role, where the phrase states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// A unit, by its canonical name.
    Unit(String),
    /// A collective, by its printed name.
    Collective(String),
    /// A name that the register does not have; the most complete form of it.
    Unknown(String),
}

/// How the meaning of a name is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// knows who is named first. Where `each` says so, all of them lead.
    pub fn apply_first_leads(&mut self, each: bool) {
        if self.states_roles() || self.first_is_unread() {
            return;
        }
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
