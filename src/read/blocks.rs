//! A source as blocks: lines of text and rows of cells. What shape the source has
//! is forgotten behind this file; plain text is read here, Markdown in
//! `markdown`, HTML in `html`.

use crate::diag::Diagnostic;
use crate::read::account::{Account, Change, Fate, Form};
use crate::read::bounds::Grid;
use crate::read::flow::{Gathered, Piece};
use crate::read::text::Chunk;
use crate::source::{Shape, Source};

/// One line of text, or one row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Line of the source, from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A line of running text.
    Line(Chunk),
    /// A row of a table.
    Row(Vec<Cell>),
    /// An empty line, or the end of a table: a page may end here.
    Break,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text.
    pub chunk: Chunk,
    /// Columns it covers; 1 where the source cannot say.
    pub colspan: usize,
    /// Rows it covers; 1 where the source cannot say.
    pub rowspan: usize,
}

impl Cell {
    /// A cell that says nothing about spans.
    pub fn plain(chunk: Chunk) -> Self {
        Cell {
            chunk,
            colspan: 1,
            rowspan: 1,
        }
    }
}

/// Cuts a source into blocks and books what holds it together; what a page holds
/// beside its document is said.
pub(super) fn blocks(
    source: &Source,
    account: &mut Account,
) -> (Vec<Block>, Grid, Vec<Diagnostic>) {
    let mut gathered = match source.shape {
        Shape::Text => Gathered::plain(text_blocks(source, account)),
        Shape::Markdown => crate::read::markdown::pieces(source, account),
        Shape::Html => crate::read::html::pieces(source, account),
    };
    let mut broken = None;
    if source.shape == Shape::Text {
        (gathered.pieces, broken) = crate::read::broken_rows::mend(&source.file, gathered.pieces);
    }
    let grid = Grid::of(gathered.pieces.iter().map(|piece| &piece.block));
    empty_blank_cells(&mut gathered.pieces, account);
    gathered.pieces = crate::read::rows::as_lines(gathered.pieces, account);
    let (blocks, mut remarks) = crate::read::page::strip(source, gathered, account);
    remarks.extend(broken);
    (
        crate::read::page_numbers::drop(blocks, account),
        grid,
        remarks,
    )
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
