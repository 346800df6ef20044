//! How certain it is that words name units: the forms of duty that have neither a label
//! nor brackets are read only where there is no doubt about the names.

use crate::notice::phrase::{self, How, Meaning, Phrase};
use crate::notice::units::Register;
use crate::notice::words::Grammar;

/// What words are, where names of units are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Names {
    /// No names.
    None,
    /// There are names among them; but not all is one, or has only the form of one.
    Doubtful,
    /// Nothing but collectives.
    Collectives,
    /// Nothing but names, at least one of a body that is known.
    Certain,
}

/// How certain the names of a phrase are.
pub(super) fn names(phrase: &Phrase) -> Names {
    let known = |n: &&phrase::Name| matches!(n.how, How::Registered | How::Known | How::Lent);
    let unit = |n: &&phrase::Name| !matches!(n.meaning, Meaning::Collective(_));
    let plain = |n: &phrase::Name| known(&n) || n.how == How::Plain;
    let any_known = phrase.names.iter().filter(unit).any(|n| known(&n));
    if phrase.names.is_empty() {
        return Names::None;
    }
    let said = phrase.times.is_empty() && phrase.fields.is_empty() && !phrase.nobody;
    let whole = phrase.unread.is_empty() && said && phrase.names.iter().all(plain);
    match whole {
        true if any_known => Names::Certain,
        true if !phrase.names.iter().any(|n| unit(&n)) => Names::Collectives,
        _ if any_known => Names::Doubtful,
        _ => Names::None,
    }
}

/// The same of words.
pub(super) fn of(words: &str, register: &Register) -> Names {
    names(&phrase::resolve(words, register))
}

/// Whether a phrase is nothing but collectives that say so with their first words, as
/// they stand in brackets behind a task: （各成员单位）.
pub(super) fn are_alone(phrase: &Phrase) -> bool {
    let begins = |n: &phrase::Name| {
        let mut words = Grammar::get().forms.alone.iter();
        words.any(|w| n.printed.starts_with(w.as_str()))
    };
    names(phrase) == Names::Collectives && phrase.names.iter().all(begins)
}
