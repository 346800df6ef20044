//! The only table of a source that has no line 附件: with nothing behind it, and tasks
//! under its headings, it is what the circular is about. Several tables, or one in the
//! midst of a text, are left alone: a line may have been lost.

use crate::blocks::block::{Block, Kind};
use crate::blocks::table;
use crate::blocks::table::Row;
use crate::read::assemble::divide::{heads, notes_length};
use crate::read::assemble::{AnnexKind, circular, kind_of_row};
use crate::tasks::columns::Columns;
use crate::tasks::numbering;
use crate::units::register::Register;

/// The most lines of its title, and the longest of them, in characters.
const TITLE_LINES: usize = 4;
const TITLE: usize = 60;

/// Where the annex begins that the table is, and how many lines its title has.
pub(super) fn find(blocks: &[Block], register: &Register) -> Option<(usize, usize)> {
    let is_row = |b: &Block| matches!(b.kind, Kind::Row(_));
    let first = blocks.iter().position(is_row)?;
    let end = blocks.iter().rposition(is_row)? + 1;
    let between = blocks[first..end].iter();
    let behind = end + notes_length(&blocks[end..]);
    let closes = |text: &str| circular::ends_circular(text);
    let ends = blocks[behind..].iter().filter_map(text);
    let is_last = ends.take(1).all(|text| closes(&text));
    let whole = between.filter_map(text).all(|text| is_heading(&text));
    let rows = table::grid(&blocks[first..end]);
    if !is_last || !whole || !is_one_of_tasks(&rows, register) {
        return None;
    }
    let (mut start, mut title) = (first, 0);
    for (at, block) in blocks[..first].iter().enumerate().rev() {
        match text(block) {
            Some(text) if is_title(&text, register) => (start, title) = (at, title + 1),
            Some(_) => break,
            None => {}
        }
    }
    (title <= TITLE_LINES).then_some((start, title))
}

fn text(block: &Block) -> Option<String> {
    match &block.kind {
        Kind::Line(chunk) => Some(chunk.text()),
        _ => None,
    }
}

/// Whether a line between rows is a heading of those below it.
fn is_heading(text: &str) -> bool {
    numbering::has_number(text) && !text.ends_with(['。', '；', '：'])
}

/// Whether rows have headings of tasks, and no others further down.
fn is_one_of_tasks(rows: &[Row], register: &Register) -> bool {
    let headings = &register.headings;
    let mut kinds = (0..rows.len()).filter_map(|at| Some((at, kind_of_row(rows, at, headings)?)));
    let Some((first, AnnexKind::Tasks)) = kinds.next() else {
        return false;
    };
    let above = Columns::of(rows, first, headings, None);
    let own = above.as_ref().map(|c| c.headings().collect::<Vec<_>>());
    (first + 1..rows.len()).all(|at| {
        let others = Columns::of(rows, at, headings, above.as_ref());
        others.is_none_or(|c| Some(c.headings().collect::<Vec<_>>()) == own)
    })
}

/// Whether a line above the table belongs to its title rather than to a circular.
fn is_title(text: &str, register: &Register) -> bool {
    let sentence = text.contains(['。', '；']) || text.ends_with(['：', '，']);
    let of_circular = circular::is_of_head(text)
        || circular::is_dated(text, register)
        || circular::is_name(text, register)
        || circular::ends_circular(text)
        || heads::label(text).is_some();
    !sentence && !of_circular && text.chars().count() <= TITLE
}
