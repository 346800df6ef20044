//! A source as blocks: lines of text and rows of cells, and rows as tables. What shape the
//! source has is forgotten behind this room; plain text is read here, Markdown in `markdown`,
//! HTML in `html`, what was taken from a document in `laid`.

pub mod account;
pub mod amend;
pub mod block;
pub mod bounds;
mod broken_rows;
mod elements;
mod flow;
mod html;
mod laid;
mod layout;
mod markdown;
pub(crate) mod marks;
pub(crate) mod page;
mod page_numbers;
pub(crate) mod places;
pub(crate) mod prose;
pub(crate) mod quotes;
pub(crate) mod rows;
mod spot;
pub mod table;
mod tags;
pub mod text;

use crate::diag::Diagnostic;
use crate::source::{Shape, Source};
use account::{Account, Change, Fate, Form};
use block::{Block, Cell, Kind, Piece};
use bounds::Grid;
use flow::Gathered;
use text::Chunk;

/// Cuts a source into blocks and books what holds it together; what a page holds
/// beside its document is said.
pub(crate) fn blocks(
    source: &Source,
    account: &mut Account,
) -> (Vec<Block>, Grid, Vec<Diagnostic>) {
    // What was taken from workbooks stands behind a text, and is no part of a page.
    let own = source.own();
    let (text, from) = own.as_ref().map_or((source, 0), |(own, end)| (own, *end));
    let mut gathered = match source.shape {
        Shape::Text => Gathered::plain(text_blocks(text, account)),
        Shape::Markdown => markdown::pieces(text, account),
        Shape::Html => html::pieces(text, account),
        Shape::Laid => Gathered::default(),
    };
    let mut broken = None;
    if source.shape == Shape::Text {
        (gathered.pieces, broken) = broken_rows::mend(&source.file, gathered.pieces);
    }
    let mut behind = match source.laid() {
        Some(laid) => laid::pieces(source, from, laid, account),
        None => Gathered::default(),
    };
    let all: Vec<&Piece> = gathered.pieces.iter().chain(&behind.pieces).collect();
    let grid = Grid::of(all.iter().map(|piece| &piece.block));
    for part in [&mut gathered, &mut behind] {
        empty_blank_cells(&mut part.pieces, account);
        part.pieces = rows::as_lines(std::mem::take(&mut part.pieces), account);
    }
    if own.is_none() && source.shape == Shape::Laid {
        std::mem::swap(&mut gathered, &mut behind);
    }
    let (mut blocks, mut remarks) = page::strip(source, gathered, account);
    blocks.extend(behind.pieces.into_iter().map(|piece| piece.block));
    remarks.extend(broken);
    remarks.extend(
        source
            .laid()
            .into_iter()
            .flat_map(|laid| laid.remarks.clone()),
    );
    (page_numbers::drop(blocks, account), grid, remarks)
}

/// Spaces alone in a cell say nothing.
fn empty_blank_cells(pieces: &mut [Piece], account: &mut Account) {
    let cells = pieces
        .iter_mut()
        .flat_map(|piece| match &mut piece.block.kind {
            Kind::Row(cells) => cells.iter_mut(),
            _ => [].iter_mut(),
        });
    for cell in cells.filter(|cell| cell.chunk.is_blank()) {
        cell.chunk.spend(account, Fate::Normalised(Change::Space));
        cell.chunk = Chunk::default();
    }
}

fn text_blocks(source: &Source, account: &mut Account) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in 1..=source.lines() {
        let Some(span) = source.line_span(line) else {
            break;
        };
        account.book(start..span.start, Fate::Structure(Form::Line));
        start = span.end;
        let text = source.slice(&span);
        let kind = if text.trim().is_empty() {
            account.book(span, Fate::Structure(Form::Line));
            Kind::Break
        } else if text.contains('\t') {
            let mut cells = Vec::new();
            let mut at = span.start;
            for cell in text.split('\t') {
                cells.push(Cell::plain(Chunk::of(source, at..at + cell.len())));
                at += cell.len();
                let tab = at..(at + 1).min(span.end);
                account.book(tab, Fate::Structure(Form::Cell));
                at += 1;
            }
            Kind::Row(cells)
        } else {
            Kind::Line(Chunk::of(source, span))
        };
        blocks.push(Block { line, kind });
    }
    account.book(start..source.text.len(), Fate::Structure(Form::Line));
    blocks
}
