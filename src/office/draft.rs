//! The text that is taken from a file, while it is written: a line for every paragraph and
//! for every row of a table, with the layout and the place of each.

use std::ops::Range;

use crate::diag::locus::{Located, Locus};
use crate::office::xml::signs;
use crate::source::laid::{Beside, Laid, Part};

/// Ends a line inside a cell.
const LINE_IN_CELL: char = '\u{b}';

/// So many parts a layout may have: each takes some memory, however little it says.
const MOST_PARTS: usize = 4_000_000;

/// What a draft has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMuch {
    /// Bytes of text: more than so many.
    Text(u64),
    /// Lines, cells and whatever else: more than so many.
    Parts(usize),
}

/// A text and its layout.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) text: String,
    laid: Laid,
    /// So many bytes the text may have.
    most: u64,
    /// Signs that were given to it, and how many of them are none of the document's text:
    /// numbers, marks before a note, lettering.
    given: usize,
    made: usize,
    /// Where the line begins that is being written.
    begins: usize,
    /// Cells of the outermost row that is open, in bytes of the text.
    cells: Vec<(Range<usize>, usize)>,
    /// How many rows are open, one in another.
    rows: usize,
    /// Words that are not in the document, and where they stood.
    beside: Vec<(Locus, Beside, String)>,
    besides: usize,
}

impl Draft {
    /// A draft of a text of so many bytes at most.
    pub(super) fn new(most: u64) -> Self {
        Draft {
            most,
            ..Draft::default()
        }
    }

    /// What there is too much of. Whoever walks a document stops there.
    pub(super) fn excess(&self) -> Option<TooMuch> {
        if (self.text.len() + self.besides) as u64 > self.most {
            Some(TooMuch::Text(self.most))
        } else if self.laid.parts.len() > MOST_PARTS {
            Some(TooMuch::Parts(MOST_PARTS))
        } else {
            None
        }
    }

    /// Signs of the document's text that were given to it.
    pub(super) fn signs(&self) -> usize {
        self.given.saturating_sub(self.made)
    }

    /// So many of the signs given are none of the document's text.
    pub(super) fn discount(&mut self, signs: usize) {
        self.made += signs;
    }

    /// The number of the line that is being written.
    pub(super) fn line(&self) -> usize {
        self.laid.lines.len() + 1
    }

    /// Words of the line or the cell.
    pub(super) fn words(&mut self, words: &str) {
        self.given += signs(words);
        let span = self.write(words);
        if !span.is_empty() {
            self.laid.parts.push(Part::Words(span));
        }
    }

    /// Words that stand in the document's text nowhere and are shown there all the same.
    pub(super) fn made_words(&mut self, words: &str) {
        self.discount(signs(words));
        self.words(words);
    }

    fn write(&mut self, words: &str) -> Range<usize> {
        let start = self.text.len();
        // A line end of the markup is none of the document.
        self.text.extend(words.chars().map(|c| match c {
            '\n' | '\r' => ' ',
            _ => c,
        }));
        start..self.text.len()
    }

    /// Ends the line, which stands at `locus` where it stands in no table.
    pub(super) fn end_line(&mut self, locus: Locus) {
        self.laid.parts.push(Part::LineEnd);
        if self.rows > 0 {
            self.text.push(LINE_IN_CELL);
        } else if self.text.len() > self.begins {
            self.close_line(Located::whole(locus));
        }
    }

    fn close_line(&mut self, located: Located) {
        self.text.push('\n');
        self.laid.lines.push(located);
        self.begins = self.text.len();
    }

    /// A page may end here.
    pub(super) fn page_may_end(&mut self) {
        self.laid.parts.push(Part::PageEnd(self.text.len()));
    }

    pub(super) fn begin_table(&mut self) {
        self.laid.parts.push(Part::TableStart(self.text.len()));
    }

    pub(super) fn end_table(&mut self) {
        self.laid.parts.push(Part::TableEnd);
    }

    pub(super) fn begin_row(&mut self) {
        self.rows += 1;
        self.laid.parts.push(Part::RowStart(self.text.len()));
    }

    /// A cell that covers so many columns and rows.
    pub(super) fn begin_cell(&mut self, spans: (usize, usize)) {
        self.laid
            .parts
            .push(Part::CellStart(self.text.len(), spans));
    }

    /// Ends the cell that began at byte `from`, in a column counted from 1.
    pub(super) fn end_cell(&mut self, from: usize, column: usize) {
        self.laid.parts.push(Part::CellEnd);
        if self.text[from..].ends_with(LINE_IN_CELL) {
            self.text.pop();
        }
        if self.rows == 1 {
            self.cells.push((from..self.text.len(), column));
        }
        self.text.push('\t');
    }

    /// Ends a row; the outermost is a line, at `locus`.
    pub(super) fn end_row(&mut self, locus: Locus) {
        self.rows = self.rows.saturating_sub(1);
        if self.rows > 0 {
            self.text.push(LINE_IN_CELL);
            return;
        }
        if self.text.len() > self.begins && self.text.ends_with('\t') {
            self.text.pop();
        }
        let begins = self.begins;
        let cells = std::mem::take(&mut self.cells).into_iter();
        let within = |(span, column): (Range<usize>, usize)| {
            (span.start - begins..span.end - begins, column)
        };
        let cells = cells.map(within).collect();
        self.close_line(Located {
            locus: Some(locus),
            cells,
        });
    }

    /// Words that are in the file and not in the document.
    pub(super) fn beside(&mut self, locus: Locus, why: Beside, words: String) {
        self.given += signs(&words);
        self.besides += words.len();
        match self.beside.last_mut() {
            Some((last, same, said)) if *last == locus && *same == why => said.push_str(&words),
            _ if words.is_empty() => {}
            _ => self.beside.push((locus, why, words)),
        }
    }

    /// Puts the words that are not in the document behind it, each on a line.
    pub(super) fn close(mut self) -> (String, Laid) {
        for (locus, why, words) in std::mem::take(&mut self.beside) {
            let span = self.write(&words);
            self.laid.parts.push(Part::Beside(span, why));
            self.close_line(Located::whole(locus));
        }
        (self.text, self.laid)
    }
}
