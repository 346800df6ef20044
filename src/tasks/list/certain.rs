//! How certain it is that words name units: the forms of duty that have neither a label
//! nor brackets are read only where there is no doubt about the names.

use crate::grammar::Grammar;
use crate::units::phrase;
use crate::units::phrase::{How, Meaning, Phrase};
use crate::units::register::Register;

/// What words are, where names of units are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Names {
    /// No names.
    None,
    /// There are names among them; but not all is one, or none has more than the form.
    Doubtful,
    /// Nothing but collectives.
    Collectives,
    /// Nothing but names, at least one of them of a body that is known, or of a level.
    Certain,
}

/// How certain the names of a phrase are.
pub(super) fn names(phrase: &Phrase) -> Names {
    let known = |n: &phrase::Name| matches!(n.how, How::Registered | How::Known | How::Lent);
    let unit = |n: &phrase::Name| !matches!(n.meaning, Meaning::Collective(_));
    let plain = |n: &phrase::Name| match unit(n) {
        true => known(n) || n.how == How::Plain,
        false => is_collective(n),
    };
    let sound = |n: &phrase::Name| unit(n) && (known(n) || n.how == How::Plain && has_level(n));
    let said = phrase.times.is_empty() && phrase.fields.is_empty() && !phrase.nobody;
    let whole = phrase.unread.is_empty() && said && phrase.names.iter().all(plain);
    let formed = |n: &phrase::Name| n.how != How::Guessed;
    match whole {
        true if phrase.names.iter().any(sound) => Names::Certain,
        true if !phrase.names.is_empty() && !phrase.names.iter().any(unit) => Names::Collectives,
        _ if phrase.names.iter().any(formed) => Names::Doubtful,
        _ => Names::None,
    }
}

/// Whether a collective ends with what it means several of, as 有关要求 does not.
pub(super) fn is_collective(name: &phrase::Name) -> bool {
    let bare = match name.printed.strip_suffix('）') {
        Some(open) => open.rsplit_once('（').map_or(open, |(head, _)| head),
        None => &name.printed,
    };
    Grammar::get().phrase.ends_as_bodies(bare)
}

/// 镇水利站: a word of a level stands before the kind.
fn has_level(name: &phrase::Name) -> bool {
    let words = &Grammar::get().phrase;
    let begins = |w: &String| name.printed.starts_with(w.as_str());
    words.levels.keys().any(begins) && !words.no_levels.iter().any(begins)
}

/// The same of words.
pub(super) fn of(words: &str, register: &Register) -> Names {
    names(&phrase::resolve(words, register))
}

/// Whether words end with the name of a body that is known: what stands in brackets behind it
/// is said of it.
pub(super) fn ends_with_body(words: &str, register: &Register) -> bool {
    let phrase = phrase::resolve(words, register);
    let known = |n: &phrase::Name| {
        n.span.end == words.len() && matches!(n.how, How::Registered | How::Known | How::Lent)
    };
    phrase.names.last().is_some_and(known)
}
