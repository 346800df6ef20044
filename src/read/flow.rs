//! Text, rows and cells as they come out of Markdown or HTML, gathered into blocks.

use super::account::{Account, Fate, Form};
use super::blocks::{Block, Cell, Kind};
use super::text::Chunk;
use crate::source::{Source, Span};

/// Gathers blocks.
pub(super) struct Flow<'s> {
    source: &'s Source,
    blocks: Vec<Block>,
    /// The line that is being gathered.
    line: Chunk,
    /// The row that is being gathered: where it begins, and its cells.
    row: Option<(usize, Vec<Cell>)>,
    /// Whether a cell of the row is open.
    in_cell: bool,
    /// The element whose content is not part of the document (`head`, `script`).
    hidden: Option<String>,
}

impl<'s> Flow<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Flow {
            source,
            blocks: Vec::new(),
            line: Chunk::default(),
            row: None,
            in_cell: false,
            hidden: None,
        }
    }

    pub(super) fn text(&mut self, chunk: Chunk) {
        if self.hidden.is_some() {
            return;
        }
        if let (true, Some((_, cells))) = (self.in_cell, &mut self.row)
            && let Some(cell) = cells.last_mut()
        {
            cell.chunk.join(chunk);
            return;
        }
        // Between cells there are only the converter's own line ends.
        if self.row.is_none() || !chunk.is_blank() {
            self.line.join(chunk);
        }
    }

    /// Ends the line; inside a cell lines run on.
    pub(super) fn end_line(&mut self) {
        if self.in_cell {
            return;
        }
        let chunk = std::mem::take(&mut self.line);
        if chunk.is_blank() {
            return;
        }
        if let Some(first) = chunk.0.iter().find(|g| !g.c.is_whitespace()) {
            let line = self.source.line_of(first.span.start);
            let kind = Kind::Line(chunk);
            self.blocks.push(Block { line, kind });
        }
    }

    /// A page may end at `at`.
    pub(super) fn page_may_end(&mut self, at: usize) {
        if self.in_cell || self.row.is_some() {
            return;
        }
        self.end_line();
        let line = self.source.line_of(at);
        let kind = Kind::Break;
        self.blocks.push(Block { line, kind });
    }

    pub(super) fn begin_row(&mut self, at: usize) {
        self.end_row();
        self.end_line();
        self.row = Some((at, Vec::new()));
    }

    /// A cell that covers `spans` columns and rows.
    pub(super) fn begin_cell(&mut self, at: usize, spans: (usize, usize)) {
        if self.row.is_none() {
            self.begin_row(at);
        }
        if let Some((_, cells)) = &mut self.row {
            let mut cell = Cell::plain(Chunk::default());
            (cell.colspan, cell.rowspan) = spans;
            cells.push(cell);
            self.in_cell = true;
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.in_cell = false;
    }

    pub(super) fn end_row(&mut self) {
        self.in_cell = false;
        let Some((at, cells)) = self.row.take() else {
            return;
        };
        if !cells.is_empty() {
            let line = self.source.line_of(at);
            let kind = Kind::Row(cells);
            self.blocks.push(Block { line, kind });
        }
        self.end_line();
    }

    pub(super) fn hide(&mut self, name: &str) {
        self.end_line();
        self.hidden.get_or_insert_with(|| name.to_owned());
    }

    pub(super) fn unhide(&mut self, name: &str) {
        if self.hidden.as_deref() == Some(name) {
            self.hidden = None;
        }
    }

    /// The blocks; what none of them holds is booked as line ends and markup.
    pub(super) fn close(mut self, account: &mut Account) -> Vec<Block> {
        self.end_row();
        self.end_line();
        book_markup(self.source, &self.blocks, account);
        self.blocks
    }
}

fn book_markup(source: &Source, blocks: &[Block], account: &mut Account) {
    let chunks = blocks.iter().flat_map(|block| match &block.kind {
        Kind::Line(chunk) => vec![chunk],
        Kind::Row(cells) => cells.iter().map(|c| &c.chunk).collect(),
        Kind::Break => Vec::new(),
    });
    let mut held: Vec<Span> = chunks
        .flat_map(|c| c.0.iter().map(|g| g.span.clone()))
        .collect();
    held.sort_by_key(|span| span.start);
    held.push(source.text.len()..source.text.len());
    let mut at = 0;
    for span in held {
        if span.start > at {
            let gap = at..span.start;
            let blank = source.slice(&gap).trim().is_empty();
            let form = if blank { Form::Line } else { Form::Markup };
            account.book(gap, Fate::Structure(form));
        }
        at = at.max(span.end);
    }
}
