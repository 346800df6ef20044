//! How wide the lines of a text are that was broken by the ends of lines, as text out of
//! a PDF is. Where one is as wide as the others, it may be broken even in a heading.

use super::list::begins_with_label;
use super::numbering;
use crate::notice::units::Register;
use crate::read::text::Chunk;

/// The narrowest and the widest page, in characters.
const NARROWEST: usize = 18;
const WIDEST: usize = 50;

/// So many characters lines of one width may differ by.
const SLACK: usize = 3;

/// So many lines tell how wide a page is.
const LEAST: usize = 3;

/// The width of the lines; `None` where each line is a paragraph.
pub(super) fn of(lines: &[(usize, Chunk)], register: &Register) -> Option<usize> {
    let texts: Vec<String> = lines.iter().map(|(_, chunk)| chunk.text()).collect();
    let broken = |text: &&String| {
        let closed = text.ends_with(['。', '；', '：', '！', '？', '）', '”', '】']);
        !closed && !numbering::has_number(text) && !begins_with_label(text, register)
    };
    let broken = texts.iter().filter(broken);
    let lengths: Vec<usize> = broken.map(|text| text.chars().count()).collect();
    let like = |width: usize| {
        let within = |&&length: &&usize| length <= width && length + SLACK >= width;
        lengths.iter().filter(within).count()
    };
    let width = (NARROWEST..=WIDEST)
        .rev()
        .max_by_key(|&width| like(width))?;
    let count = like(width);
    let longer = texts.iter().filter(|t| t.chars().count() > width + SLACK);
    let longer = longer.count();
    (count >= LEAST && count * 2 >= lengths.len() && longer * 5 <= texts.len()).then_some(width)
}

/// Whether a line of so many characters reaches the edge of a page of that width.
pub(super) fn is_full(width: Option<usize>, length: usize) -> bool {
    width.is_some_and(|width| length + SLACK >= width)
}
