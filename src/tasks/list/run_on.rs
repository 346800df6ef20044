//! A text that stands in one paragraph, with its numbers behind each other: words before
//! the first, and then `1.…责任单位：…。2.…责任单位：…。`

use crate::tasks::list::pieces;
use crate::tasks::numbering;
use crate::units::register::Register;

/// Marks behind which a number may begin.
const STOPS: [char; 4] = ['。', '；', '：', '）'];

/// Where paragraphs begin in it, in bytes: at its head, and at each number. Only where
/// all that the numbers head names units: other numbers count what a sentence lists.
pub(super) fn starts(text: &str, register: &Register) -> Vec<usize> {
    let mut found = vec![0];
    if numbering::has_number(text) {
        return found;
    }
    let mut level = None;
    for (at, stop) in text.match_indices(STOPS) {
        let at = at + stop.len();
        let Some(mark) = numbering::mark(&text[at..]) else {
            continue;
        };
        let due = u32::try_from(found.len()).ok();
        if mark.value() == due && level.is_none_or(|level| level == mark.level) {
            level = Some(mark.level);
            found.push(at);
        }
    }
    let ends = found.iter().skip(1).copied().chain([text.len()]);
    let mut parts = found.iter().zip(ends).skip(1);
    let states = |(&from, to): (&usize, usize)| {
        let cut = pieces::cut(&text[from..to], &[], register);
        cut.pieces.iter().any(|piece| piece.units.is_some())
    };
    if found.len() < 3 || !parts.all(states) {
        found.truncate(1);
    }
    found
}
