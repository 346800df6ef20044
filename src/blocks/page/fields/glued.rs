//! Names of fields that neither a colon nor a space parts from what they say, as a table
//! comes out of a page: `发文单位甲市人民政府办公室 发文字号甲政办发〔2021〕1号`.

use crate::blocks::marks;
use crate::blocks::page::fields::{Field, LONGEST, Label, names, values};
use crate::blocks::text::Chunk;
use crate::notice::number::document_number;

/// Shorter names of fields may be words, but for what stands behind them: 主题.
const SHORT: usize = 3;

/// The shortest that counts in the midst of others, in characters.
const SHORTEST: usize = 4;

/// The names of fields of a line that consists of such: each behind a space, or one of
/// them with a value that is plainly its own. `None` where it is no such line.
pub(super) fn labels(chunk: &Chunk) -> Option<Vec<Label>> {
    let raw: Vec<char> = chunk.0.iter().map(|g| g.c).collect();
    if raw.len() > LONGEST || raw.iter().any(|c| "。；，".contains(*c)) {
        return None;
    }
    let mut found: Vec<Label> = Vec::new();
    let mut at = raw.iter().position(|c| !c.is_whitespace())?;
    while at < raw.len() {
        let apart = found.is_empty() || raw[at - 1].is_whitespace();
        let Some((field, length)) = label_at(&raw[at..], apart) else {
            if found.is_empty() {
                return None;
            }
            at += 1;
            continue;
        };
        let colon = matches!(raw.get(at + length), Some('：' | ':'));
        let end = at + length + usize::from(colon);
        found.push(Label {
            field,
            length,
            start: if found.is_empty() { 0 } else { at },
            end,
            colon,
        });
        at = end;
    }
    let behind_space = |l: &Label| l.start == 0 || raw[l.start - 1].is_whitespace();
    let apart = found.len() > 1 && found.iter().all(behind_space);
    let said = || values(chunk, &found, raw.len()).map(|(l, v)| (l, says(l.field, &v)));
    let words = said().any(|(l, says)| l.length < SHORT && !l.colon && !says);
    let sure = said().any(|(_, says)| says);
    (!words && (apart || sure)).then_some(found)
}

/// Whether what stands behind the name of a field is plainly what it should say.
pub(super) fn says(field: Field, value: &Chunk) -> bool {
    let text = value.text();
    match field {
        Field::Number => document_number(&text).is_some(),
        Field::Date => marks::is_date(&text) || marks::is_moment(&text),
        Field::Title => marks::is_title(&text),
        Field::Agency | Field::Body | Field::Other => false,
    }
}

/// The longest name of a field that a text begins with.
fn label_at(text: &[char], apart: bool) -> Option<(Field, usize)> {
    let lengths = names().filter_map(|(field, word)| {
        let length = word.chars().count();
        let fits = (apart || length >= SHORTEST)
            && text.len() >= length
            && word.chars().eq(text[..length].iter().copied());
        fits.then_some((field, length))
    });
    lengths.max_by_key(|(_, length)| *length)
}
