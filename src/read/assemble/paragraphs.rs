//! Lines → paragraphs: a line that ends inside a sentence goes on in the next.

use super::list::begins_with_label;
use super::{numbering, width};
use crate::notice::units::Register;
use crate::read::text::Chunk;

/// About as many characters as a full line of a page has: a line as long as this
/// may have been broken only because the page ended there.
const FULL_LINE: usize = 24;

/// Joins lines that were broken inside a sentence.
pub(super) fn paragraphs(lines: Vec<(usize, Chunk)>, register: &Register) -> Vec<(usize, Chunk)> {
    let mut found: Vec<(usize, Chunk)> = Vec::new();
    let width = width::of(&lines, register);
    // Whether the last line reaches the edge of the page, and whether the one before it
    // does, which it goes on.
    let (mut full, mut broken) = (false, false);
    for (line, chunk) in lines {
        let is_full = width::is_full(width, chunk.text().chars().count());
        match found.last_mut() {
            Some((_, last))
                if !is_closed(&last.text(), full, broken, register)
                    && (!begins_anew(&chunk, register) || goes_on(last, &chunk, register)) =>
            {
                last.join(chunk);
                broken = full;
            }
            _ => {
                found.push((line, chunk));
                broken = false;
            }
        }
        full = is_full;
    }
    found
}

/// Whether a line ends where a paragraph may end. `full` says that it reaches the edge of
/// a page whose width is known, `broken` that the line before it does.
fn is_closed(text: &str, full: bool, broken: bool, register: &Register) -> bool {
    if text.matches('（').count() > text.matches('）').count() {
        return false;
    }
    if text.ends_with(['，', '、']) {
        return false;
    }
    if text.ends_with(['。', '！', '？', '：', '；', '…', '”', '）', '】', '〕']) {
        return true;
    }
    let length = text.chars().count();
    if begins_with_label(text, register) {
        return length < FULL_LINE;
    }
    // A heading; one that runs into its text has a stop inside.
    let heading = numbering::has_number(text) && !text.contains('。');
    heading && !full && (length <= FULL_LINE + 4 || broken)
}

/// Whether a line that begins with a label stands in the brackets of a statement that
/// begins above.
fn goes_on(last: &Chunk, chunk: &Chunk, register: &Register) -> bool {
    let (above, text) = (last.text(), chunk.text());
    let open = above.rfind('（').filter(|at| !above[*at..].contains('）'));
    open.is_some_and(|at| begins_with_label(&above[at..], register))
        && !text.starts_with('（')
        && begins_with_label(&text, register)
}

/// Whether a line begins as only a new paragraph does: with a number, a label, or
/// an indent of two characters.
fn begins_anew(chunk: &Chunk, register: &Register) -> bool {
    let raw = chunk.raw();
    let text = chunk.text();
    raw.starts_with("\u{3000}")
        || raw.starts_with("    ")
        || numbering::has_number(&text)
        || begins_with_label(&text, register)
}
