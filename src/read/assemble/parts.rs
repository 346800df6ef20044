//! The parts of a source: the letter, its annexes, and the colophon, which stands
//! behind them or before.

use super::{Annex, Desk, letter, shorten};
use crate::read::account::Fate;
use crate::read::blocks::{Block, Kind};
use crate::read::table;
use crate::read::text::Chunk;

/// Parts the source into the lines of the letter (with the colophon) and the annexes.
pub(super) fn part(desk: &mut Desk<'_>, blocks: Vec<Block>) -> (Vec<(usize, Chunk)>, Vec<Annex>) {
    let labels: Vec<(usize, Option<u32>)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(i, block)| match &block.kind {
            Kind::Line(chunk) => Some((i, annex_label(&chunk.text())?)),
            _ => None,
        })
        .collect();
    let mut annexes = Vec::new();
    let first = labels.first().map_or(blocks.len(), |l| l.0);
    let mut lines = outside(desk, &blocks[..first]);
    for (at, &(start, number)) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(blocks.len(), |l| l.0);
        let (annex, rest) = one(desk, &blocks[start..end], number);
        annexes.push(annex);
        lines.extend(outside(desk, rest));
    }
    (lines, annexes)
}

/// One annex from its label on, and what follows it that is not its own.
fn one<'b>(desk: &mut Desk<'_>, blocks: &'b [Block], number: Option<u32>) -> (Annex, &'b [Block]) {
    let is_row = |b: &Block| matches!(b.kind, Kind::Row(_));
    let first_row = blocks.iter().position(is_row);
    let end = match blocks.iter().rposition(is_row) {
        Some(last) => last + 1,
        // Without a table it goes on up to the colophon.
        None => blocks
            .iter()
            .position(|b| matches!(&b.kind, Kind::Line(c) if letter::begins_colophon(c)))
            .unwrap_or(blocks.len()),
    };
    if let Some(Kind::Line(label)) = blocks.first().map(|b| &b.kind) {
        desk.label(label);
    }
    let title = blocks[1..first_row.unwrap_or(end).max(1)]
        .iter()
        .filter_map(|b| match &b.kind {
            Kind::Line(chunk) => Some((b.line, chunk.clone())),
            _ => None,
        });
    let annex = Annex {
        label_line: blocks.first().map_or(1, |b| b.line),
        number,
        title: title.collect(),
        rows: first_row.map_or_else(Vec::new, |first| table::grid(&blocks[first..end])),
    };
    (annex, &blocks[end.max(1)..])
}

/// Lines outside annexes belong to the letter; rows have no place there.
fn outside(desk: &mut Desk<'_>, blocks: &[Block]) -> Vec<(usize, Chunk)> {
    let mut lines = Vec::new();
    for block in blocks {
        match &block.kind {
            Kind::Break => {}
            Kind::Line(chunk) => lines.push((block.line, chunk.clone())),
            Kind::Row(cells) => {
                let text: Vec<String> = cells
                    .iter()
                    .map(|c| c.chunk.spend(desk.account, Fate::Kept))
                    .collect();
                desk.error(
                    block.line,
                    "table-outside-annex",
                    format!("这一行表格不在任何附件里：“{}”", shorten(&text.join("｜"))),
                    "附表前面要有单独一行“附件1”（只有一个附件时写“附件”）",
                );
            }
        }
    }
    lines
}

/// Books an annex that could not be read.
pub(super) fn keep(desk: &mut Desk<'_>, annex: &Annex) {
    for (_, chunk) in &annex.title {
        desk.take(chunk);
    }
    for slot in annex.rows.iter().flat_map(|row| &row.slots) {
        if let table::Slot::Cell(chunk) = slot {
            desk.take(chunk);
        }
    }
}

/// `附件`, `附件1`, `附件 2` alone on a line: the number, if there is one.
fn annex_label(text: &str) -> Option<Option<u32>> {
    // `附件：` heads the list of attachments in the letter.
    let rest = text.strip_prefix("附件")?;
    if rest.is_empty() {
        return Some(None);
    }
    rest.trim_end_matches('：').parse().ok().map(Some)
}
