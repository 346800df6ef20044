//! How the text is laid out that was taken from a document: which stretches
//! of it are paragraphs, rows and cells, and what became of the rest. Whoever takes the
//! text from a file says so; whoever reads the notice no longer knows what file it was.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::diag::locus::Located;

/// The layout of a text.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    /// In the order of the text.
    pub parts: Vec<Part>,
    /// Where each line of the text is in the file.
    pub lines: Vec<Located>,
    /// What there is to say of the file: open changes, what of it is not read.
    pub remarks: Vec<Diagnostic>,
}

/// A part of the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words of a line or of a cell.
    Words(Range<usize>),
    /// Words that are in the file and not in the document.
    Beside(Range<usize>, Beside),
    /// A line ends.
    LineEnd,
    /// A page may end: a break that somebody set, or an empty line.
    PageEnd(usize),
    /// A table begins at a byte.
    TableStart(usize),
    /// A row begins at a byte.
    RowStart(usize),
    /// A cell begins at a byte; it covers so many columns and rows.
    CellStart(usize, (usize, usize)),
    /// The cell ends.
    CellEnd,
    /// The table ends.
    TableEnd,
}

impl Part {
    /// The same in a text that has so many bytes more before it.
    #[must_use]
    pub fn behind(self, bytes: usize) -> Self {
        let shifted = |span: Range<usize>| span.start + bytes..span.end + bytes;
        match self {
            Part::Words(span) => Part::Words(shifted(span)),
            Part::Beside(span, why) => Part::Beside(shifted(span), why),
            Part::PageEnd(at) => Part::PageEnd(at + bytes),
            Part::TableStart(at) => Part::TableStart(at + bytes),
            Part::RowStart(at) => Part::RowStart(at + bytes),
            Part::CellStart(at, spans) => Part::CellStart(at + bytes, spans),
            Part::LineEnd | Part::CellEnd | Part::TableEnd => self,
        }
    }
}

/// Why words of a file are not in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Beside {
    /// Somebody deleted them or moved them away, and nobody has accepted that yet.
    Deleted,
    /// A remark in the margin.
    Comment,
    /// The head of every page.
    Header,
    /// The foot of every page.
    Footer,
    /// They are not shown.
    Hidden,
    /// How a field is worked out, a pronunciation, or a hint of what to fill in.
    Aid,
}
