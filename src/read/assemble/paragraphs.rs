//! Lines → paragraphs: a line that ends inside a sentence goes on in the next.

use super::list::begins_with_label;
use super::numbering;
use crate::notice::units::Register;
use crate::read::text::Chunk;

/// About as many characters as a full line of a page has: a line as long as this
/// may have been broken only because the page ended there.
const FULL_LINE: usize = 24;

/// Joins lines that were broken inside a sentence.
pub(super) fn paragraphs(lines: Vec<(usize, Chunk)>, register: &Register) -> Vec<(usize, Chunk)> {
    let mut found: Vec<(usize, Chunk)> = Vec::new();
    for (line, chunk) in lines {
        match found.last_mut() {
            Some((_, last))
                if !is_closed(&last.text(), register)
                    && (!begins_anew(&chunk, register) || goes_on(last, &chunk, register)) =>
            {
                last.join(chunk);
            }
            _ => found.push((line, chunk)),
        }
    }
    found
}

/// Whether a line ends where a paragraph may end.
fn is_closed(text: &str, register: &Register) -> bool {
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
    numbering::has_number(text) && length <= FULL_LINE + 4 && !text.contains('。')
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
