//! Text, rows and cells as they come out of Markdown or HTML, gathered into blocks.
//! Tables may stand inside one another, as pages are laid out; `layout` decides which
//! of them are tables.

use crate::blocks::account::{Account, Debris, Fate, Form};
use crate::blocks::block::{Block, Kind, Piece};
use crate::blocks::elements::{Elements, Unseen};
use crate::blocks::layout;
use crate::blocks::layout::{Entry, RowDraft};
use crate::blocks::spot::Spot;
use crate::blocks::text::Chunk;
use crate::source::{Source, Span};

/// What was gathered.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) pieces: Vec<Piece>,
    /// Stretches of text that a page holds and does not show.
    pub(crate) hidden: Vec<Chunk>,
}

impl Gathered {
    /// The blocks of a source that is no page.
    pub(crate) fn plain(blocks: Vec<Block>) -> Self {
        Gathered {
            pieces: blocks.into_iter().map(Piece::plain).collect(),
            hidden: Vec::new(),
        }
    }
}

/// Tables deeper than this inside one another are taken as lines.
const MOST_TABLES: usize = 40;

/// Gathers blocks.
pub(crate) struct Flow<'s> {
    source: &'s Source,
    /// Where the text begins that is gathered.
    from: usize,
    root: Spot,
    /// The tables that are open, the outermost first.
    tables: Vec<Table>,
    /// Tables that are open and too deep.
    too_deep: usize,
    pub(crate) elements: Elements,
    hidden: Vec<Chunk>,
    /// What comes unseen now goes on from what came before.
    hiding: bool,
    /// Words of a file that are none of its document.
    beside: Vec<(Chunk, Fate)>,
}

/// A table that is open.
#[derive(Default)]
struct Table {
    entries: Vec<Entry>,
    row: Option<RowDraft>,
    in_cell: bool,
    /// Text between cells, where none belongs.
    stray: Spot,
}

impl<'s> Flow<'s> {
    pub(crate) fn new(source: &'s Source) -> Self {
        Flow {
            source,
            from: 0,
            root: Spot::default(),
            tables: Vec::new(),
            too_deep: 0,
            elements: Elements::default(),
            hidden: Vec::new(),
            hiding: false,
            beside: Vec::new(),
        }
    }

    /// The same for what stands behind byte `from`.
    pub(crate) fn behind(source: &'s Source, from: usize) -> Self {
        Flow {
            from,
            ..Flow::new(source)
        }
    }

    /// Words that are in the file and not in the document.
    pub(crate) fn beside(&mut self, chunk: Chunk, fate: Fate) {
        self.beside.push((chunk, fate));
    }

    /// Text that is not marked up.
    pub(crate) fn text(&mut self, chunk: Chunk) {
        match self.elements.unseen() {
            Some(Unseen::Machine) => return,
            Some(Unseen::Hidden) => return self.hide(chunk),
            None => {}
        }
        let (link, aside) = (self.elements.is_link(), self.elements.is_aside());
        let blank = chunk.is_blank();
        if !blank {
            self.hiding = false;
        }
        let number = (!blank).then(|| self.elements.take_number()).flatten();
        if self.tables.last().is_some_and(|t| !t.in_cell) && blank {
            // Between cells there are only the converter's own line ends.
            return;
        }
        let spot = self.spot();
        if let Some((marker, number)) = number {
            spot.number(marker, number, &chunk);
        }
        spot.text(chunk, link, aside);
    }

    /// A comment that holds a text.
    pub(crate) fn hide_comment(&mut self, chunk: Chunk) {
        self.hiding = false;
        self.hide(chunk);
        self.hiding = false;
    }

    /// Text that the page does not show.
    fn hide(&mut self, chunk: Chunk) {
        match self.hidden.last_mut() {
            Some(last) if self.hiding => last.join(chunk),
            _ if chunk.is_blank() => {}
            _ => {
                self.hidden.push(chunk);
                self.hiding = true;
            }
        }
    }

    /// Where the text goes that comes now.
    fn spot(&mut self) -> &mut Spot {
        match self.tables.last_mut() {
            None => &mut self.root,
            Some(table) => match &mut table.row {
                Some(row) if table.in_cell && !row.cells.is_empty() => {
                    let last = row.cells.len() - 1;
                    &mut row.cells[last].spot
                }
                _ => &mut table.stray,
            },
        }
    }

    /// Whether the text that comes goes into a cell.
    pub(crate) fn is_in_cell(&self) -> bool {
        self.tables.last().is_some_and(|t| t.in_cell)
    }

    /// Ends the line.
    pub(crate) fn end_line(&mut self) {
        let source = self.source;
        self.spot().end_line(source);
    }

    /// A page may end at `at`.
    pub(crate) fn page_may_end(&mut self, at: usize) {
        self.end_line();
        if self.tables.last().is_some_and(|t| !t.in_cell) {
            return;
        }
        let line = self.source.line_of(at);
        let pieces = &mut self.spot().pieces;
        if pieces.last().is_none_or(|p| p.block.kind != Kind::Break) {
            let kind = Kind::Break;
            pieces.push(Piece::plain(Block { line, kind }));
        }
    }

    pub(crate) fn begin_table(&mut self, at: usize) {
        if self.tables.last().is_some_and(|t| !t.in_cell) {
            self.end_table();
        }
        self.page_may_end(at);
        if self.tables.len() >= MOST_TABLES {
            self.too_deep += 1;
        } else {
            self.tables.push(Table::default());
        }
    }

    pub(crate) fn end_table(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return self.end_line();
        }
        self.end_row();
        let Some(table) = self.tables.pop() else {
            return self.end_line();
        };
        let pieces = layout::resolve(table.entries);
        self.end_line();
        self.spot().pieces.extend(pieces);
    }

    pub(crate) fn begin_row(&mut self, at: usize) {
        if self.too_deep > 0 {
            return self.end_line();
        }
        self.end_row();
        if self.tables.is_empty() {
            self.end_line();
            self.tables.push(Table::default());
        }
        let line = self.source.line_of(at);
        if let Some(table) = self.tables.last_mut() {
            let cells = Vec::new();
            table.row = Some(RowDraft { line, cells });
        }
    }

    /// A cell that covers `spans` columns and rows.
    pub(crate) fn begin_cell(&mut self, at: usize, spans: (usize, usize)) {
        if self.too_deep > 0 {
            return self.end_line();
        }
        self.end_cell();
        if self.tables.last().is_none_or(|t| t.row.is_none()) {
            self.begin_row(at);
        }
        if let Some(table) = self.tables.last_mut()
            && let Some(row) = &mut table.row
        {
            row.cells.push(layout::CellDraft {
                spans,
                spot: Spot::default(),
            });
            table.in_cell = true;
        }
    }

    pub(crate) fn end_cell(&mut self) {
        if self.too_deep > 0 {
            return self.end_line();
        }
        if let Some(table) = self.tables.last()
            && table.in_cell
        {
            self.end_line();
        }
        if let Some(table) = self.tables.last_mut() {
            table.in_cell = false;
        }
    }

    pub(crate) fn end_row(&mut self) {
        self.end_cell();
        let source = self.source;
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        table.entries.extend(table.row.take().map(Entry::Row));
        table.stray.end_line(source);
        let strays = std::mem::take(&mut table.stray.pieces);
        table.entries.extend(strays.into_iter().map(Entry::Piece));
    }

    /// The blocks; what none of them holds is booked as line ends and markup.
    pub(crate) fn close(mut self, account: &mut Account) -> Gathered {
        self.too_deep = 0;
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_line();
        for chunk in &self.hidden {
            chunk.spend(account, Fate::Debris(Debris::Unseen));
        }
        for (chunk, fate) in &self.beside {
            chunk.spend(account, *fate);
        }
        let beside = self.beside.iter().map(|(chunk, _)| chunk);
        let unseen: Vec<&Chunk> = self.hidden.iter().chain(beside).collect();
        book_markup(self.source, self.from, &self.root.pieces, &unseen, account);
        Gathered {
            pieces: self.root.pieces,
            hidden: self.hidden,
        }
    }
}

fn book_markup(
    source: &Source,
    from: usize,
    pieces: &[Piece],
    unseen: &[&Chunk],
    account: &mut Account,
) {
    let chunks = pieces.iter().flat_map(|piece| match &piece.block.kind {
        Kind::Line(chunk) => vec![chunk],
        Kind::Row(cells) => cells.iter().map(|c| &c.chunk).collect(),
        Kind::Break => Vec::new(),
    });
    let mut held: Vec<Span> = chunks
        .chain(unseen.iter().copied())
        .flat_map(|c| c.0.iter().map(|g| g.span.clone()))
        .filter(|span| !span.is_empty())
        .collect();
    held.sort_by_key(|span| span.start);
    held.push(source.text.len()..source.text.len());
    let mut at = from;
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
