//! A page → the document on it. The document begins at its masthead, its number or its
//! title, and ends with its colophon or its last annex; menus, tools, the table over
//! the text and the foot of the site are booked as debris and named in one note. What
//! might be of the document is kept: an error about it is better than its loss.

mod fields;
mod given;
mod repeats;
mod said;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::blocks::account::{Account, Debris, Fate};
use crate::blocks::block::{Block, Kind, Piece};
use crate::blocks::flow::Gathered;
use crate::blocks::spot::has_number;
use crate::blocks::text::Chunk;
use crate::blocks::{marks, rows};
use crate::diag::Diagnostic;
use crate::notice::number::document_number;
use crate::source::{Shape, Source};
use fields::Fields;

pub(crate) use said::ODD_NUMBER;

/// A page while it is looked at.
struct Page {
    pieces: Vec<Piece>,
    /// What each line says; rows have nothing here.
    texts: Vec<String>,
    /// Which pieces are not of the document.
    dropped: Vec<bool>,
    /// Rows and lines of the table over the text.
    is_field: Vec<bool>,
    /// Rows of tables that say something of their own: not menus, tools or such fields.
    is_data: Vec<bool>,
    /// It has menus and a foot, as a plain text has not.
    is_web: bool,
}

/// The blocks of the document, and what there is to say about the rest.
pub(crate) fn strip(
    source: &Source,
    gathered: Gathered,
    account: &mut Account,
) -> (Vec<Block>, Vec<Diagnostic>) {
    let mut remarks: Vec<Diagnostic> = said::hidden(source, &gathered.hidden).into_iter().collect();
    let mut page = Page::new(
        gathered.pieces,
        matches!(source.shape, Shape::Html | Shape::Markdown),
    );
    let end = page.end();
    let front = page.front(end);
    let mut fields = page.fields(0..front);
    fields.merge(page.fields(end..page.pieces.len()));
    page.free_number(front, account);
    let front = page.front(end.max(front));
    let start = page.start(front, &fields);
    let end = if page.is_web {
        page.end()
    } else {
        page.pieces.len()
    };
    page.mark(start, front, end);
    remarks.extend(said::odd_number(source, &page, &fields));
    let used = given::give(&mut page, fields, start, front, end);
    remarks.extend(page.note(source));
    (page.close(account, &used), remarks)
}

impl Page {
    fn new(pieces: Vec<Piece>, is_web: bool) -> Self {
        let text = |piece: &Piece| match &piece.block.kind {
            Kind::Line(chunk) => chunk.text(),
            _ => String::new(),
        };
        let length = pieces.len();
        let is_data = data_rows(&pieces);
        Page {
            texts: pieces.iter().map(text).collect(),
            pieces,
            dropped: vec![false; length],
            is_field: vec![false; length],
            is_data,
            is_web,
        }
    }

    fn is_row(&self, at: usize) -> bool {
        matches!(self.pieces[at].block.kind, Kind::Row(_))
    }

    /// Whether a piece belongs to the page by what it says, or by where it stands.
    fn is_furniture(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        self.is_field[at]
            || match &piece.block.kind {
                Kind::Break => false,
                Kind::Line(_) => {
                    piece.linked || piece.aside || words::is_furniture(&self.texts[at])
                }
                Kind::Row(_) => !self.is_data[at],
            }
    }

    /// Whether a line says when the page was put up. In a plain text a whole date in
    /// words is one of the document.
    fn is_moment(&self, text: &str) -> bool {
        let plain = text.trim_start_matches(['•', '·', '▪', '●']);
        marks::is_moment(plain) && (self.is_web || !text.ends_with('日'))
    }

    /// The same over the number of a plain text, where digits alone may be its own.
    fn is_put_up(&self, text: &str) -> bool {
        !self.is_web && self.is_moment(text) && !text.chars().all(|c| c.is_ascii_digit())
    }

    /// Whether only a document has such a line.
    fn is_document(&self, at: usize) -> bool {
        let (piece, text) = (&self.pieces[at], self.texts[at].as_str());
        let landmark = || marks::is_annex_label(text) || marks::is_colophon(text);
        if self.is_field[at] {
            return false;
        }
        match &piece.block.kind {
            Kind::Break => false,
            Kind::Row(_) => self.is_data[at],
            Kind::Line(_) if piece.linked => landmark(),
            Kind::Line(_) if piece.aside => {
                landmark() || marks::is_landmark(text) || has_number(text)
            }
            Kind::Line(_) => {
                !words::is_furniture(text)
                    && (landmark()
                        || marks::is_landmark(text)
                        || has_number(text)
                        || text.contains(['。', '；'])
                        || text.ends_with(['）', ')', '】']))
            }
        }
    }

    /// Behind the last piece that only a document has. What follows may still be its
    /// own, up to the first that is not.
    fn end(&self) -> usize {
        let last = (0..self.pieces.len())
            .rev()
            .find(|&at| self.is_document(at));
        last.map_or(self.pieces.len(), |at| at + 1)
    }

    /// Where the text of the circular begins: at its addressees, or its first sentence.
    fn front(&self, end: usize) -> usize {
        let begins = |&at: &usize| {
            let (piece, text) = (&self.pieces[at], self.texts[at].as_str());
            let line = matches!(piece.block.kind, Kind::Line(_));
            let chunk = |at: usize| match &self.pieces[at].block.kind {
                Kind::Line(chunk) => Some(chunk),
                _ => None,
            };
            let value = || {
                let above = (0..at).rev().find_map(chunk);
                above.is_some_and(fields::is_label)
            };
            line && !piece.linked
                && !self.is_field[at]
                && (marks::is_addressees(text)
                    || marks::is_annex_label(text)
                    || text.contains('。'))
                && chunk(at).is_some_and(|c| fields::of_line(c).is_none())
                && !words::is_furniture(text)
                && !value()
        };
        let end = end.min(MOST_ABOVE);
        (0..end).find(begins).unwrap_or(end)
    }

    /// The table over the text, or under it, in a stretch of the page.
    fn fields(&mut self, within: Range<usize>) -> Fields {
        let mut found = Fields::default();
        let mut at = within.start;
        let mut names = Vec::new();
        while at < within.end {
            let run = (at..within.end).take_while(|&i| self.is_row(i)).count();
            if run > 0 {
                if let Some(fields) = fields::of_rows(&self.pieces[at..at + run]) {
                    found.merge(fields);
                    self.is_field[at..at + run].fill(true);
                }
                at += run;
                continue;
            }
            if let Kind::Line(chunk) = &self.pieces[at].block.kind {
                if fields::is_label(chunk) {
                    names.push(at);
                } else if let Some(fields) = fields::of_line(chunk) {
                    found.merge(fields);
                    self.is_field[at] = true;
                }
            }
            at += 1;
        }
        self.pairs(&names, within.end, &mut found);
        found
    }

    /// Names of fields on lines of their own, each with its value behind it. One alone,
    /// without a colon, may be a word of the text.
    fn pairs(&mut self, names: &[usize], end: usize, found: &mut Fields) {
        for &at in names {
            let alone = names.len() < 2 && !self.texts[at].ends_with('：');
            let value = (at + 1..end).find(|&i| self.pieces[i].block.kind != Kind::Break);
            let Kind::Line(name) = &self.pieces[at].block.kind else {
                continue;
            };
            if alone {
                continue;
            }
            let line = value.filter(|i| !names.contains(i) && !self.is_field[*i]);
            let line = line.and_then(|i| match &self.pieces[i].block.kind {
                Kind::Line(chunk) => Some((i, chunk)),
                _ => None,
            });
            self.is_field[at] = true;
            if let Some((i, chunk)) = line {
                // A value that was left out: what follows is the text itself.
                let text = &self.texts[i];
                let pair = fields::of_pair(name, chunk);
                let is_text = marks::is_masthead(text)
                    || marks::is_addressees(text)
                    || given::is_agency(text) && !pair.named
                    || marks::is_title(text) && pair.title.is_none()
                    || document_number(text).is_some() && pair.number.is_none();
                if fields::of_line(chunk).is_none() && !is_text {
                    found.merge(pair);
                    self.is_field[i] = true;
                }
            }
        }
    }

    /// Marks what is not of the document.
    fn mark(&mut self, start: Option<usize>, front: usize, end: usize) {
        let start = start.unwrap_or(0).min(front);
        for at in 0..self.pieces.len() {
            let text = self.texts[at].as_str();
            let line = matches!(self.pieces[at].block.kind, Kind::Line(_));
            self.dropped[at] = if self.pieces[at].block.kind == Kind::Break {
                false
            } else if self.is_field[at] {
                true
            } else if at < start {
                self.is_web && !self.may_stand_above(at)
                    || line && (words::is_head(text) || self.is_put_up(text))
            } else if at < front {
                line && (words::is_head(text) || self.is_moment(text))
                    || self.is_web && self.is_furniture(at) && !marks::is_landmark(text)
            } else if at < end || !self.is_web {
                line && words::is_tools(text, 2)
            } else {
                false
            };
        }
        self.mark_repeats(front);
        let tail = (end..self.pieces.len()).find(|&at| {
            self.is_furniture(at) || !self.is_row(at) && words::is_file(&self.texts[at])
        });
        if let (true, Some(mut tail)) = (self.is_web, tail) {
            let is_foot = self.is_row(tail) || words::is_foot(&self.texts[tail]);
            while tail > end
                && (self.pieces[tail - 1].block.kind == Kind::Break
                    || words::is_beside(&self.texts[tail - 1], is_foot))
            {
                tail -= 1;
            }
            for at in tail..self.pieces.len() {
                self.dropped[at] = self.pieces[at].block.kind != Kind::Break;
            }
        }
    }

    /// Whether a piece over the masthead may be the document's own.
    fn may_stand_above(&self, at: usize) -> bool {
        let (piece, text) = (&self.pieces[at], self.texts[at].as_str());
        let sentence = match &piece.block.kind {
            Kind::Break => false,
            Kind::Line(_) => text.contains('。'),
            Kind::Row(cells) => cells.iter().any(|c| c.chunk.text().contains('。')),
        };
        words::is_above_masthead(text) || sentence && !self.is_furniture(at)
    }

    /// Books what was left out, but for the characters that the notice uses.
    fn close(self, account: &mut Account, used: &BTreeSet<usize>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (piece, dropped) in self.pieces.into_iter().zip(self.dropped) {
            if !dropped {
                blocks.push(piece.block);
                continue;
            }
            let chunks: Vec<Chunk> = match piece.block.kind {
                Kind::Break => continue,
                Kind::Line(chunk) => vec![chunk],
                Kind::Row(cells) => cells.into_iter().map(|c| c.chunk).collect(),
            };
            for glyph in chunks.into_iter().flat_map(|c| c.0) {
                if !used.contains(&glyph.span.start) {
                    account.book(glyph.span, Fate::Debris(Debris::Page));
                }
            }
        }
        blocks
    }
}

/// The text of a circular begins before so many lines.
const MOST_ABOVE: usize = 2000;

/// Which rows are data: those of a table of which any row is.
fn data_rows(pieces: &[Piece]) -> Vec<bool> {
    let mut data = vec![false; pieces.len()];
    let mut at = 0;
    while at < pieces.len() {
        let is_row = |p: &&Piece| matches!(p.block.kind, Kind::Row(_));
        let run = pieces[at..].iter().take_while(is_row).count();
        let rows = &pieces[at..at + run];
        if run > 0 && !rows.iter().all(is_furniture_row) && fields::of_rows(rows).is_none() {
            data[at..at + run].fill(true);
        }
        at += run.max(1);
    }
    data
}

/// Whether a row is menus, tools or a foot: all that it says is.
fn is_furniture_row(row: &Piece) -> bool {
    let Kind::Row(cells) = &row.block.kind else {
        return false;
    };
    let mut written = cells.iter().filter(|c| !c.chunk.is_blank());
    // The rows of a list are numbered, whatever the page calls the place they have.
    let numbered = || {
        cells
            .first()
            .is_some_and(|c| rows::number_of(&c.chunk).is_some())
    };
    let apart = || row.aside && !numbered() && written.clone().count() < 3;
    row.linked
        || apart()
        || written.all(|c| c.chunk.0.len() < LONG_CELL && words::is_furniture(&c.chunk.text()))
}

/// A cell that is so long is no tool.
const LONG_CELL: usize = 200;
