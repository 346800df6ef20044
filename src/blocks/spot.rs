//! Lines as they are gathered, on a page or in a cell of it.

use crate::blocks::account::Change;
use crate::blocks::block::{Block, Kind, Piece};
use crate::blocks::tags::Marker;
use crate::blocks::text::{Chunk, Glyph};
use crate::numerals;
use crate::source::Source;

/// Where lines are gathered: the page, or a cell.
#[derive(Debug, Default)]
pub(crate) struct Spot {
    line: Chunk,
    /// Characters of the line that are written, and those of them that are links.
    written: (usize, usize),
    aside: bool,
    pub(crate) pieces: Vec<Piece>,
}

impl Spot {
    /// Adds text to the line.
    pub(crate) fn text(&mut self, chunk: Chunk, link: bool, aside: bool) {
        // A date beside a link makes it no text.
        let written = chunk.0.iter().filter(|g| g.c.is_alphabetic()).count();
        self.written.0 += written;
        self.written.1 += if link { written } else { 0 };
        self.aside |= aside && !chunk.is_blank();
        self.line.join(chunk);
    }

    /// The number that a browser draws before a line; none where the line has its own.
    pub(crate) fn number(&mut self, marker: Marker, number: u32, chunk: &Chunk) {
        let Some(first) = chunk.0.iter().find(|g| !g.c.is_whitespace()) else {
            return;
        };
        if has_number(&chunk.raw()) || !self.line.is_blank() {
            return;
        }
        let mark = match marker {
            // `1.2024年` would be another figure.
            Marker::Decimal if first.c.is_ascii_digit() => format!("{number}. "),
            Marker::Decimal => format!("{number}."),
            Marker::Han => match crate::numerals::han(number) {
                Some(han) => format!("{han}、"),
                None => return,
            },
            Marker::None => return,
        };
        self.line.join(Chunk::drawn(&mark, first.span.start));
    }

    /// Ends the line.
    pub(crate) fn end_line(&mut self, source: &Source) {
        let chunk = std::mem::take(&mut self.line).without_edges();
        let (written, links) = std::mem::take(&mut self.written);
        let aside = std::mem::take(&mut self.aside);
        let Some(first) = chunk.0.iter().find(|g| !g.c.is_whitespace()) else {
            return;
        };
        let line = source.line_of(first.span.start);
        self.pieces.push(Piece {
            block: Block {
                line,
                kind: Kind::Line(chunk),
            },
            linked: written > 0 && links == written,
            aside,
        });
    }
}

/// Whether a line has a number of its own: `1.`, `（一）`, `二、`, `③`.
pub(crate) fn has_number(line: &str) -> bool {
    let line = line.trim_start();
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || numerals::is_han(c);
    let behind = line.trim_start_matches(digit);
    let counted = behind.len() < line.len()
        && behind
            .strip_prefix(['.', '．', '、', ')', '）'])
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    counted
        || line.starts_with(|c: char| ('①'..='⑳').contains(&c))
        || line
            .strip_prefix(['（', '('])
            .is_some_and(|rest| rest.starts_with(digit))
}

impl Chunk {
    /// Characters that the source does not write and its reader sees: they take no
    /// room at `at`.
    pub(crate) fn drawn(text: &str, at: usize) -> Chunk {
        let glyph = |c| Glyph {
            c,
            span: at..at,
            change: None,
        };
        Chunk(text.chars().map(glyph).collect())
    }

    /// Without the spaces at its edges that only lay out the markup; a no-break or a
    /// wide space is an indent, and stays.
    fn without_edges(mut self) -> Chunk {
        let layout = |g: &Glyph| g.change == Some(Change::Space);
        let end = self.0.iter().rposition(|g| !layout(g)).map_or(0, |i| i + 1);
        self.0.truncate(end);
        let start = self.0.iter().position(|g| !layout(g)).unwrap_or(0);
        self.0.drain(..start);
        self
    }
}
