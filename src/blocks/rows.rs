//! Rows that are lines: a numbered list, a signature or a colophon that was laid out
//! as a table. Every source may have them, a plain text with TABs as well.

use crate::blocks::account::{Account, Fate, Form};
use crate::blocks::block::{Cell, Kind, Piece};
use crate::blocks::layout::joined;
use crate::blocks::marks;
use crate::blocks::text::Chunk;
use crate::grammar::headings::{Column, Headings};
use crate::numerals;

/// Takes apart the tables that are none.
pub(crate) fn as_lines(pieces: Vec<Piece>, account: &mut Account) -> Vec<Piece> {
    let mut done = Vec::with_capacity(pieces.len());
    let mut run: Vec<Piece> = Vec::new();
    let mut in_annex = false;
    for piece in pieces {
        if matches!(piece.block.kind, Kind::Row(_)) {
            run.push(piece);
            continue;
        }
        flush(&mut run, &mut done, in_annex, account);
        if let Kind::Line(chunk) = &piece.block.kind
            && chunk.0.len() < LABEL
        {
            in_annex |= marks::is_annex_label(&chunk.text());
        }
        done.push(piece);
    }
    flush(&mut run, &mut done, in_annex, account);
    done
}

/// A line that is so long is no label of an annex.
const LABEL: usize = 40;

/// Tables of so many rows are no signature and no colophon.
const FEW: usize = 5;

fn flush(run: &mut Vec<Piece>, done: &mut Vec<Piece>, in_annex: bool, account: &mut Account) {
    if run.is_empty() {
        return;
    }
    let run = std::mem::take(run);
    if is_list(&run) {
        return done.extend(run.into_iter().flat_map(|piece| list_row(piece, account)));
    }
    let rows = || run.iter().map(|piece| written(piece));
    let spaced = || rows().all(|cells| cells.len() == 1);
    let few = run.len() <= FEW;
    if few && (is_colophon(&run) || !in_annex && is_signature(&run)) || !in_annex && spaced() {
        return done.extend(run.into_iter().flat_map(cells_as_lines));
    }
    done.extend(run);
}

/// The cells of a row that say something, with their columns.
fn written(piece: &Piece) -> Vec<(usize, &Cell)> {
    match &piece.block.kind {
        Kind::Row(cells) => {
            let cells = cells.iter().enumerate();
            cells.filter(|(_, c)| !c.chunk.is_blank()).collect()
        }
        _ => Vec::new(),
    }
}

/// A list laid out in two columns: numbers, and texts; headings of one cell between.
/// Numbers without a mark are only known as such where there are several.
fn is_list(run: &[Piece]) -> bool {
    let (mut marked, mut plain, mut texts) = (0, 0, 0);
    for (index, piece) in run.iter().enumerate() {
        match &written(piece)[..] {
            [] => {}
            [_] => texts += 1,
            [(0, number), (_, text)] => match number_of(&number.chunk) {
                Some(true) => marked += 1,
                Some(false) => plain += 1,
                None if index == 0 && is_list_heading(&number.chunk, &text.chunk) => {}
                None => return false,
            },
            _ => return false,
        }
    }
    marked > 0 || plain > 1 && texts <= plain
}

/// 序号｜工作任务 over such a list.
fn is_list_heading(number: &Chunk, text: &Chunk) -> bool {
    let headings = Headings::default();
    headings.words(Column::Number).contains(&number.text()) && text.text().chars().count() <= 12
}

/// Whether a cell is a number, and whether it has its mark: `1.`, `（一）`, `③`.
pub(crate) fn number_of(chunk: &Chunk) -> Option<bool> {
    if chunk.0.len() > 12 {
        return None;
    }
    let text = chunk.text();
    let bare = text.trim_matches(['（', '）', '(', ')', '.', '．', '、', '[', ']']);
    let count = |c: char| c.is_ascii_digit() || numerals::is_han(c);
    if text.chars().count() == 1 && text.starts_with(|c| ('①'..='⑳').contains(&c)) {
        return Some(true);
    }
    let number = !bare.is_empty() && bare.chars().count() <= 3 && bare.chars().all(count);
    number.then_some(bare != text)
}

/// A row of such a list as lines; its heading says nothing.
fn list_row(piece: Piece, account: &mut Account) -> Vec<Piece> {
    let Kind::Row(cells) = &piece.block.kind else {
        return Vec::new();
    };
    let cells = cells.iter().map(|cell| cell.chunk.clone());
    let mut cells: Vec<Chunk> = cells.filter(|chunk| !chunk.is_blank()).collect();
    if let [number, text] = &cells[..] {
        let Some(marked) = number_of(number) else {
            for chunk in cells {
                chunk.spend(account, Fate::Structure(Form::Heading));
            }
            return Vec::new();
        };
        let end = number.0.last().map_or(0, |g| g.span.end);
        // `1.2024年` would be another figure.
        let mark = if marked { " " } else { ". " };
        let mut whole = number.clone();
        whole.join(Chunk::drawn(mark, end));
        whole.join(text.clone());
        cells = vec![whole];
    }
    let lines = cells.iter().flat_map(lines_of);
    lines.map(|line| piece.with_line(line)).collect()
}

/// The lines of a cell.
fn lines_of(chunk: &Chunk) -> Vec<Chunk> {
    let lines = chunk.0.split(|g| g.c == '\n' && g.span.is_empty());
    lines
        .map(|glyphs| Chunk(glyphs.to_vec()))
        .filter(|line| !line.is_blank())
        .collect()
}

/// Rows of a colophon: `抄送：…`, `某市人民政府办公室｜2024年3月8日印发`.
fn is_colophon(run: &[Piece]) -> bool {
    let mut rows = run.iter().filter(|p| !written(p).is_empty()).peekable();
    rows.peek().is_some()
        && rows.all(|piece| {
            let cells = written(piece).into_iter().map(|(_, c)| c.clone()).collect();
            marks::is_colophon(&joined(cells, " ").text())
        })
}

/// Names, and the date below them.
fn is_signature(run: &[Piece]) -> bool {
    let cells = run.iter().flat_map(written);
    let lines: Vec<String> = cells
        .flat_map(|(_, cell)| lines_of(&cell.chunk))
        .map(|line| line.text())
        .collect();
    let Some((last, names)) = lines.split_last() else {
        return false;
    };
    marks::is_date(last)
        && names.len() <= 4
        && names
            .iter()
            .all(|n| n.chars().count() <= 30 && n.chars().all(crate::blocks::text::normal::is_han))
}

/// What the cells say, line by line; a row of the colophon is one line.
fn cells_as_lines(piece: Piece) -> Vec<Piece> {
    let Kind::Row(cells) = &piece.block.kind else {
        return Vec::new();
    };
    let whole = joined(cells.clone(), " ");
    let lines = if marks::is_colophon(&whole.text()) {
        vec![whole]
    } else {
        cells
            .iter()
            .flat_map(|cell| lines_of(&cell.chunk))
            .collect()
    };
    let lines = lines.into_iter();
    lines.map(|line| piece.with_line(line)).collect()
}
