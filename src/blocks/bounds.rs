//! Whether a source stays within the limits: rows, cells, their length, and how deep
//! its markup is. Looked at before anything is assembled.

use pulldown_cmark::{Event, Parser};

use crate::blocks::block::{Block, Kind};
use crate::blocks::tags;
use crate::diag::{Diagnostic, Place};
use crate::project::limits::{Limits, exceeded};
use crate::source::{Shape, Source};

/// What is more than the limits allow, each with its line.
pub(crate) fn exceeds(
    source: &Source,
    blocks: &[Block],
    grid: Grid,
    limits: &Limits,
) -> Vec<Diagnostic> {
    let at = |line: usize| Place::line(&source.file, line);
    let mut errors = Vec::new();
    let written = blocks.iter().filter(|b| b.kind != Kind::Break).count();
    if written > limits.rows {
        let error = exceeded("too-many-rows", "来件的行数", written, limits.rows, "rows");
        errors.push(error.at(Place::file(&source.file)));
    }
    let Grid { cells, line } = grid;
    if cells > limits.cells {
        let what = "来件里表格的格数（合并的格都算上）";
        errors.push(exceeded("too-many-cells", what, cells, limits.cells, "cells").at(at(line)));
    }
    let (length, line) = longest(blocks);
    if length > limits.cell_chars {
        let what = "这一格或这一行的字数";
        let error = exceeded(
            "cell-too-long",
            what,
            length,
            limits.cell_chars,
            "cell_chars",
        );
        errors.push(error.at(at(line)));
    }
    let (depth, byte) = match source.shape {
        // Whoever unpacks a file counts what is inside what.
        Shape::Text | Shape::Laid => (0, 0),
        Shape::Markdown => deepest_markdown(&source.text),
        Shape::Html => tags::deepest(&source.text),
    };
    if depth > limits.nesting {
        let what = "标记套标记的层数";
        let error = exceeded("nested-too-deep", what, depth, limits.nesting, "nesting");
        errors.push(error.at(at(source.line_of(byte))));
    }
    errors
}

/// How many places the cells of all tables take when those that cover several are spread
/// out, and the line of the cell that takes most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grid {
    cells: usize,
    line: usize,
}

impl Grid {
    /// Of blocks as they stand in the source, with the tables of its layout.
    pub(crate) fn of<'b>(blocks: impl ExactSizeIterator<Item = &'b Block>) -> Self {
        let rows = blocks.len();
        let (mut sum, mut most, mut line) = (0usize, 0, 1);
        for (index, block) in blocks.enumerate() {
            let Kind::Row(cells) = &block.kind else {
                continue;
            };
            for cell in cells {
                // A cell reaches down no further than there are rows.
                let room = cell.colspan * cell.rowspan.min(rows - index);
                sum = sum.saturating_add(room);
                if room > most {
                    (most, line) = (room, block.line);
                }
            }
        }
        Grid { cells: sum, line }
    }
}

/// Characters of the longest cell or line, and where it stands.
fn longest(blocks: &[Block]) -> (usize, usize) {
    let lengths = blocks.iter().flat_map(|block| {
        let (line, cells) = match &block.kind {
            Kind::Line(chunk) => (Some(chunk), &[][..]),
            Kind::Row(cells) => (None, cells.as_slice()),
            Kind::Break => (None, &[][..]),
        };
        let chunks = line.into_iter().chain(cells.iter().map(|cell| &cell.chunk));
        chunks.map(|chunk| (chunk.0.len(), block.line))
    });
    lengths.max().unwrap_or((0, 1))
}

/// The most elements inside one another, and the byte where that is.
fn deepest_markdown(text: &str) -> (usize, usize) {
    let (mut depth, mut most, mut at) = (0usize, 0, 0);
    for (event, span) in
        Parser::new_ext(text, crate::blocks::markdown::options()).into_offset_iter()
    {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            (most, at) = (depth, span.start);
        }
    }
    (most, at)
}
