//! Lines → paragraphs: a line that ends inside a sentence goes on in the next.

mod page;

use crate::blocks::text::Chunk;
use crate::tasks::list::{begins_with_label, is_lead_in, is_names};
use crate::tasks::numbering;
use crate::units::phrase;
use crate::units::phrase::Phrase;
use crate::units::register::Register;
use page::Page;

/// About as many characters as a full line of a page has: a line as long as this
/// may have been broken only because the page ended there.
const FULL_LINE: usize = 24;

/// A line that may go on.
struct Line {
    number: usize,
    text: String,
    width: usize,
}

/// Joins lines that were broken inside a sentence.
pub(crate) fn paragraphs(lines: Vec<(usize, Chunk)>, register: &Register) -> Vec<(usize, Chunk)> {
    let page = Page::of(&lines, register);
    let mut found: Vec<(usize, Chunk)> = Vec::new();
    let mut last: Option<Line> = None;
    for (number, chunk) in lines {
        let line = Line {
            number,
            text: chunk.text(),
            width: page::width(&chunk),
        };
        match (found.last_mut(), &last) {
            (Some((_, above)), Some(before))
                if joins(above, before, (&chunk, &line), page.as_ref(), register) =>
            {
                above.join(chunk);
            }
            _ => found.push((number, chunk)),
        }
        last = Some(line);
    }
    found
}

/// Whether a line goes on with the paragraph `above` it, whose last line is `before`.
fn joins(
    above: &Chunk,
    before: &Line,
    (chunk, line): (&Chunk, &Line),
    page: Option<&Page>,
    register: &Register,
) -> bool {
    let text = above.text();
    let apart = page.is_none() && is_apart(&text, before, line, register);
    if apart || is_closed(&text, before, line, page, register) {
        return false;
    }
    let begins = begins_anew(chunk, register) && !goes_on(above, before, line, page, register);
    !begins && !is_next_field(&text, &line.text, register)
}

/// Whether a line that nothing broke is no part of the paragraph above: a blank line parts
/// them, or the names above are whole and what follows is none.
fn is_apart(above: &str, before: &Line, line: &Line, register: &Register) -> bool {
    if ends_with_label(above, register) || above.ends_with(['，', '、']) {
        return false;
    }
    // One name a line.
    let last = above.rsplit('：').next().unwrap_or_default();
    let plain = open_bracket(above).is_none();
    if plain && is_names(last, register) && is_names(&line.text, register) {
        return true;
    }
    // Elsewhere a page may have ended inside a sentence.
    let sentence = above.rsplit(['。', '；']).next().unwrap_or_default();
    if line.number > before.number + 1 && begins_with_label(sentence, register) {
        return true;
    }
    let read = |text: &str| phrase::resolve(text, register);
    let whole = |names: &Phrase| names.unread.is_empty() && !names.names.is_empty();
    plain
        && begins_with_label(above, register)
        && whole(&read(above))
        && !read(&format!("{above}{}", line.text)).unread.is_empty()
}

/// Whether a line ends with a label and its colon: the names stand in the next.
fn ends_with_label(text: &str, register: &Register) -> bool {
    let Some(head) = text.strip_suffix('：') else {
        return false;
    };
    let clause = head.rsplit(['，', '；', '。', '、', ' ']).next();
    let clause = clause.unwrap_or_default();
    let words = &register.words;
    let mut tails = clause.char_indices().map(|(at, _)| &clause[at..]);
    let known = |tail: &str| {
        let long = tail.chars().count() >= LABEL_HEAD;
        long && words.label(tail).is_some() || words.is_sure_field_label(tail)
    };
    clause.chars().count() <= FULL_LINE && tails.any(known)
}

/// Whether a paragraph may end before a line; `above` is what there is of it, and `before`
/// its last line.
fn is_closed(
    above: &str,
    before: &Line,
    line: &Line,
    page: Option<&Page>,
    register: &Register,
) -> bool {
    let open = open_bracket(above).is_some() || above.ends_with(['，', '、']);
    if open || page.is_none() && ends_with_label(above, register) {
        return false;
    }
    let ends = ends_sentence(above);
    if let Some(page) = page {
        // A full line that ends a sentence does not end its paragraph by that; behind a
        // label its words follow.
        let may_end = ends && !above.ends_with('：') && page.parts(before.number, line.number);
        return !page.is_full(before.width) || may_end;
    }
    if ends {
        return true;
    }
    let length = above.chars().count();
    if begins_with_label(above, register) {
        return length < FULL_LINE;
    }
    // A heading; one that runs into its text has a stop inside.
    numbering::has_number(above) && length <= FULL_LINE + 4 && !above.contains('。')
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with([
        '。', '！', '？', '：', '；', '…', '”', '）', ')', '】', '〕', '］', ']',
    ])
}

/// Where the bracket stands that is still open at the end of a text.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '【' | '〔' | '［' | '[' => open.push(at),
            '）' | ')' | '】' | '〕' | '］' | ']' => drop(open.pop()),
            _ => {}
        }
    }
    open.last().copied()
}

/// Whether a line that begins as a new paragraph does goes on all the same: with a label
/// in the brackets of a statement that begins above, or with the end of a label whose head
/// stands above.
fn goes_on(
    above: &Chunk,
    before: &Line,
    line: &Line,
    page: Option<&Page>,
    register: &Register,
) -> bool {
    let above = above.text();
    let labelled = begins_with_label(&line.text, register);
    // 责任单位：县财政局， and the next line hangs under the first name.
    let hangs = above.ends_with(['，', '、']) && begins_with_label(&above, register);
    if hangs && !labelled && !numbering::has_number(&line.text) {
        return true;
    }
    if !labelled || line.text.starts_with('（') {
        return false;
    }
    let full = page.is_some_and(|page| page.is_full(before.width));
    let inside =
        open_bracket(&above).is_some_and(|at| full || begins_with_label(&above[at..], register));
    inside || full && splits_label(&above, &line.text, register)
}

/// The longest head of a label that is looked for at the end of a line, in characters.
const LABEL_HEAD: usize = 4;

/// Whether a label was broken: `…完成` and `时限：…`.
fn splits_label(above: &str, text: &str, register: &Register) -> bool {
    let heads = above.char_indices().rev().take(LABEL_HEAD);
    let mut labels = heads.map(|(at, _)| format!("{}{text}", &above[at..]));
    labels.any(|whole| begins_with_label(&whole, register))
}

/// The longest label that nobody knows, in characters.
const LONGEST_LABEL: usize = 6;

/// Whether a line is another field of a task behind one that has a label: `年度计划：…` below
/// `协办单位：…`, though nobody knows its label.
fn is_next_field(above: &str, line: &str, register: &Register) -> bool {
    let label = line.split_once('：').map(|(label, _)| label);
    let fits = |label: &str| {
        let length = label.chars().count();
        (2..=LONGEST_LABEL).contains(&length) && label.chars().all(crate::source::is_han)
    };
    let open = above.ends_with(['，', '、']) || open_bracket(above).is_some();
    label.is_some_and(fits) && !open && begins_with_label(above, register)
}

/// Whether a line begins as only a new paragraph does: with a number, a label, or
/// an indent of two characters; or is nothing but a label of measures.
fn begins_anew(chunk: &Chunk, register: &Register) -> bool {
    let raw = chunk.raw();
    let text = chunk.text();
    raw.starts_with("\u{3000}")
        || raw.starts_with("    ")
        || numbering::has_number(&text)
        || begins_with_label(&text, register)
        || is_lead_in(&text, register)
        || register
            .words
            .above
            .iter()
            .any(|w| text.starts_with(w.as_str()))
            && register
                .words
                .states_duty(text.trim_end_matches(['。', '；', '）']))
}
