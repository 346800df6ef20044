//! Rows of a plain text whose cells held several lines: pasted from a table, each such row
//! comes as several lines, and only together they have as many cells as there are
//! headings.

use crate::blocks::block::{Block, Cell, Kind, Piece};
use crate::blocks::rows::number_of;
use crate::blocks::text::Chunk;
use crate::diag::{Diagnostic, Place};
use crate::grammar::headings::{Column, Headings};
use crate::numerals;

/// So many lines one row may have.
const MOST_LINES: usize = 30;

/// A heading of a section, as two cells of a row, has no more characters than this.
const LONGEST_TITLE: usize = 40;

/// Puts broken rows together, and takes rows of a Han number and a title for headings of
/// sections; what was done is said.
pub(crate) fn mend(file: &str, pieces: Vec<Piece>) -> (Vec<Piece>, Option<Diagnostic>) {
    let mut done: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut rest = pieces.into_iter().peekable();
    let mut width = None;
    let mut first = None;
    while let Some(piece) = rest.next() {
        let Kind::Row(cells) = &piece.block.kind else {
            done.push(piece);
            continue;
        };
        if is_heading(cells) {
            width = Some(cells.len());
        }
        let Some(width) = width.filter(|width| cells.len() < *width) else {
            done.push(piece);
            continue;
        };
        let over_items = rest.peek().is_some_and(begins_plain_item);
        if let Some(title) = section(cells).filter(|_| over_items) {
            done.push(piece.with_line(title));
            continue;
        }
        if !begins_item(cells) {
            done.push(piece);
            continue;
        }
        // What follows is looked at, and goes back where it does not belong.
        let mut more: Vec<Piece> = Vec::new();
        let mut count = cells.len();
        while count < width && more.len() < MOST_LINES {
            let Some(next) = rest.peek().filter(|next| goes_on(next)) else {
                break;
            };
            if let Kind::Row(cells) = &next.block.kind {
                count += cells.len() - 1;
            }
            more.extend(rest.next());
        }
        if count == width && !more.is_empty() {
            first.get_or_insert(piece.block.line);
            done.push(joined(piece, more));
        } else {
            done.push(piece);
            done.extend(more);
        }
    }
    let note = first.map(|line| {
        let message =
            "这一行的单元格里有换行，分成了几行；按表头的列数拼成一行读，后面同样的不再说";
        Diagnostic::note("row-broken", message).at(Place::line(file, line))
    });
    (done, note)
}

/// Whether a row is the headings of a table of tasks.
fn is_heading(cells: &[Cell]) -> bool {
    let headings = Headings::default();
    if cells.len() <= 2 {
        return false;
    }
    let texts = cells.iter().map(|cell| {
        let text = cell.chunk.text();
        text.split_whitespace().collect::<String>()
    });
    let texts: Vec<String> = texts.collect();
    let has = |columns: &[Column]| {
        let of = |text: &String| {
            let listed = |column: &Column| headings.rank(*column, text, true).is_some();
            columns.iter().any(listed)
        };
        texts.iter().any(of)
    };
    has(&[Column::Number]) && has(&[Column::Task, Column::Name, Column::Measure])
}

fn begins_item(cells: &[Cell]) -> bool {
    cells
        .first()
        .is_some_and(|cell| number_of(&cell.chunk).is_some())
}

/// Whether a piece is a row that a number in digits begins.
fn begins_plain_item(piece: &Piece) -> bool {
    let Kind::Row(cells) = &piece.block.kind else {
        return false;
    };
    let number = cells.first().map(|cell| cell.chunk.text());
    number.is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a piece may be the rest of a row: a line that is no heading, or cells that begin
/// with no number.
fn goes_on(piece: &Piece) -> bool {
    match &piece.block.kind {
        Kind::Row(cells) => !begins_item(cells) && !is_heading(cells) && !cells[0].chunk.is_blank(),
        Kind::Line(chunk) => !begins_as_heading(chunk),
        Kind::Break => false,
    }
}

/// 一、…, （二）…, 附件2: the line of a heading.
fn begins_as_heading(chunk: &Chunk) -> bool {
    let text = chunk.text();
    let bare = text.trim_start_matches(['（', '(', '第']);
    let number: String = bare.chars().take_while(|c| numerals::is_han(*c)).collect();
    let behind = &bare[number.len()..];
    let numbered =
        !number.is_empty() && behind.starts_with(['、', '）', ')', '部', '章', '.', '．']);
    numbered || crate::blocks::marks::is_annex_label(&text)
}

/// 一｜创新驱动: a Han number and a title, and nothing else.
fn section(cells: &[Cell]) -> Option<Chunk> {
    let [number, title] = cells else {
        return None;
    };
    let sign = number.chunk.text();
    let fits = !sign.is_empty()
        && sign.chars().all(numerals::is_han)
        && (1..=LONGEST_TITLE).contains(&title.chunk.text().chars().count());
    fits.then(|| {
        let end = number.chunk.0.last().map_or(0, |glyph| glyph.span.end);
        let mut whole = number.chunk.clone();
        whole.join(Chunk::drawn("、", end));
        whole.join(title.chunk.clone());
        whole
    })
}

/// The first piece with the others: the first cell of each goes on with the last before it,
/// on a line of its own.
fn joined(first: Piece, more: Vec<Piece>) -> Piece {
    let mut whole = cells_of(first.block.kind);
    for piece in more {
        let mut cells = cells_of(piece.block.kind).into_iter();
        if let (Some(last), Some(next)) = (whole.last_mut(), cells.next()) {
            let end = last.chunk.0.last().map_or(0, |glyph| glyph.span.end);
            last.chunk.join(Chunk::drawn("\n", end));
            last.chunk.join(next.chunk);
        }
        whole.extend(cells);
    }
    Piece {
        block: Block {
            line: first.block.line,
            kind: Kind::Row(whole),
        },
        linked: first.linked,
        aside: first.aside,
    }
}

fn cells_of(kind: Kind) -> Vec<Cell> {
    match kind {
        Kind::Row(cells) => cells,
        Kind::Line(chunk) => vec![Cell::plain(chunk)],
        Kind::Break => Vec::new(),
    }
}
