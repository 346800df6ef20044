//! Markdown with pipe tables, as the same blocks as plain text.
//!
//! What pulldown-cmark takes for markup is booked as such; HTML is not understood
//! and comes through as lines of text, so that it is complained of, not lost.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::account::{Account, Change, Fate, Form};
use super::blocks::{Block, Cell, Kind};
use super::text::{Chunk, Glyph};
use crate::source::{Source, Span};

/// Cuts a Markdown source into blocks and books its markup.
pub fn blocks(source: &Source, account: &mut Account) -> Vec<Block> {
    let mut reader = Reader {
        source,
        blocks: Vec::new(),
        line: Chunk::default(),
        cells: None,
        mark: None,
    };
    for (event, span) in Parser::new_ext(&source.text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.take(event, span);
    }
    reader.end_line();
    book_markup(source, &reader.blocks, account);
    reader.blocks
}

struct Reader<'s> {
    source: &'s Source,
    blocks: Vec<Block>,
    /// The line, or the cell, that is being gathered.
    line: Chunk,
    /// The cells of the row that is being gathered.
    cells: Option<Vec<Cell>>,
    /// Where a list item began: its number or bullet belongs to the line.
    mark: Option<usize>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text(&text, span),
            Event::Html(_) | Event::InlineHtml(_) => {
                let raw = self.source.slice(&span).to_owned();
                self.text(raw.trim_end_matches(['\n', '\r']), span);
                self.end_line();
            }
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::Start(Tag::Item) => {
                self.end_line();
                self.mark = Some(span.start);
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                self.end_line();
                self.cells = Some(Vec::new());
            }
            Event::End(TagEnd::TableCell) => {
                let cell = Cell::plain(std::mem::take(&mut self.line));
                if let Some(cells) = &mut self.cells {
                    cells.push(cell);
                }
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                let cells = self.cells.take().unwrap_or_default();
                let kind = Kind::Row(cells);
                let line = self.source.line_of(span.start);
                self.blocks.push(Block { line, kind });
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_)) => {
                self.end_line();
                let line = self.source.line_of(span.start);
                let kind = Kind::Break;
                self.blocks.push(Block { line, kind });
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::HtmlBlock,
            ) => self.end_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if let Some(start) = self.mark.take() {
            let mark = Chunk::of(self.source, start..span.start);
            self.line.join(mark);
        }
        if self.source.slice(&span) == text {
            self.line.join(Chunk::of(self.source, span));
            return;
        }
        // Written in another way: the first character stands for the whole stretch.
        let mut whole = Some(span.clone());
        let glyphs = text.chars().map(|c| Glyph {
            c,
            span: whole.take().unwrap_or(span.end..span.end),
            change: Some(Change::Escape),
        });
        self.line.join(Chunk(glyphs.collect()));
    }

    fn end_line(&mut self) {
        let chunk = std::mem::take(&mut self.line);
        if let Some(first) = chunk.0.first() {
            let line = self.source.line_of(first.span.start);
            let kind = Kind::Line(chunk);
            self.blocks.push(Block { line, kind });
        }
    }
}

/// Books what no block holds: line ends, and marks of Markdown.
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
