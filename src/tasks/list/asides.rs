//! Brackets that say something of the name before them and nothing of a task:
//! `报市安委会办公室（市安监局，传真：…）`, a heading `市住房城乡建设局（市园林局）`.

use crate::grammar::Grammar;
use crate::grammar::phrase::PhraseWords;
use crate::tasks::list::certain;
use crate::tasks::list::certain::Names;
use crate::tasks::list::places::Place;
use crate::tasks::numbering;
use crate::units::register::Register;
use crate::units::{organs, phrase};

/// Marks before the clause that a bracket stands in.
const STOPS: [char; 4] = ['。', '；', '，', '！'];

/// Whether a bracket at the end of a clause belongs to the body named before it: to the one
/// that something is sent to, or to one that is all that the paragraph has said so far. Where
/// the bracket states a role it is a statement of duty all the same.
pub(super) fn is_aside(text: &str, place: &Place, register: &Register) -> bool {
    let is_bracket = place.inner != place.whole && !place.sentence && place.told.is_none();
    if !is_bracket || phrase::resolve(&text[place.inner.clone()], register).roles {
        return false;
    }
    let before = &text[..place.whole.start];
    if lists_kinds(&text[place.inner.clone()]) && !before.ends_with(STOPS) {
        return true;
    }
    let units = |label: &str| register.words.label(label).is_some();
    let labelled = text[place.inner.clone()].split_once('：');
    if labelled.is_some_and(|(label, _)| units(label.trim())) {
        return false;
    }
    let number = numbering::mark(before).map_or(0, |mark| mark.start);
    let words = before.get(number..).unwrap_or_default();
    names_a_body(words, register) || names_receiver(before, register)
}

/// 各镇（街道）, 各市（县、区）: kinds of places and nothing else.
fn lists_kinds(inner: &str) -> bool {
    let levels = &PhraseWords::get().levels;
    let kinds = &PhraseWords::get().place_kinds;
    let is_kind = |part: &str| levels.contains_key(part) || kinds.iter().any(|kind| kind == part);
    inner.split(['、', '，']).all(is_kind)
}

/// Whether words are the name of one body that is known. A place is none: 城区.
fn names_a_body(words: &str, register: &Register) -> bool {
    let words = words.trim_end_matches(STOPS);
    !organs::is_place(words)
        && certain::of(words, register) == Names::Certain
        && phrase::resolve(words, register).names.len() == 1
}

/// Whether the last clause ends with a verb of sending and the name of a body.
fn names_receiver(before: &str, register: &Register) -> bool {
    let clause = before.rsplit(STOPS).next().unwrap_or_default();
    let verbs = &Grammar::get().reports.to;
    let ends = verbs.iter().filter_map(|verb| {
        let at = clause.rfind(verb.as_str())?;
        Some(&clause[at + verb.len()..])
    });
    ends.into_iter().any(|rest| names_a_body(rest, register))
}
