//! A line of text, or a row of a table, as every source is cut into.

use crate::blocks::text::Chunk;

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

/// A block, and where on its page it stood.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) block: Block,
    /// All of it is links.
    pub(crate) linked: bool,
    /// It stands where a page has its menus or its foot.
    pub(crate) aside: bool,
}

impl Piece {
    /// A block of a source that is no page.
    pub(crate) fn plain(block: Block) -> Self {
        Piece {
            block,
            linked: false,
            aside: false,
        }
    }

    /// A line of text in the place of this one.
    pub(crate) fn with_line(&self, chunk: Chunk) -> Self {
        Piece {
            block: Block {
                line: self.block.line,
                kind: Kind::Line(chunk),
            },
            linked: self.linked,
            aside: self.aside,
        }
    }
}
