//! The parts of a source: the letter, its annexes, and the colophon, which stands
//! behind them or before.

use super::{Annex, Desk, letter, numbering, shorten};
use crate::notice::units::Register;
use crate::notice::words::Grammar;
use crate::read::account::Fate;
use crate::read::blocks::{Block, Kind};
use crate::read::table;
use crate::read::text::Chunk;

/// Parts the source into the lines of the letter (with the colophon) and the annexes.
pub(super) fn part(desk: &mut Desk<'_>, blocks: Vec<Block>) -> (Vec<(usize, Chunk)>, Vec<Annex>) {
    let mut heads: Vec<(usize, Head)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(i, block)| match &block.kind {
            Kind::Line(chunk) => Some((i, Head::Label(annex_label(&chunk.text())?))),
            _ => None,
        })
        .collect();
    if heads.is_empty() {
        heads.extend(issued_text(&blocks, desk.register).map(|at| (at, Head::Title)));
    }
    let mut annexes = Vec::new();
    let first = heads.first().map_or(blocks.len(), |h| h.0);
    let mut lines = outside(desk, &blocks[..first]);
    for (at, &(start, head)) in heads.iter().enumerate() {
        let end = heads.get(at + 1).map_or(blocks.len(), |h| h.0);
        let (annex, rest) = one(desk, &blocks[start..end], head);
        annexes.push(annex);
        lines.extend(outside(desk, rest));
    }
    (lines, annexes)
}

/// What an annex begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// 附件, and its number.
    Label(Option<u32>),
    /// Its title: a letter that only issues it does not call it an annex.
    Title,
}

/// Where the text begins that a letter issues (关于印发《某方案》的通知): behind the
/// date stands, as a title, what the letter has named.
fn issued_text(blocks: &[Block], register: &Register) -> Option<usize> {
    let line = |block: &Block| match &block.kind {
        Kind::Line(chunk) => Some(chunk.text()),
        _ => None,
    };
    let dated = blocks
        .iter()
        .position(|b| line(b).is_some_and(|text| letter::is_dated(&text, register)))?;
    let letter: String = blocks[..dated].iter().filter_map(line).collect();
    let behind = (dated + 1..blocks.len()).filter(|&at| line(&blocks[at]).is_some());
    let lines: Vec<usize> = behind.collect();
    lines.iter().enumerate().find_map(|(i, &at)| {
        let mut title = line(&blocks[at])?;
        let next = lines.get(i + 1).and_then(|&next| line(&blocks[next]));
        let named = |title: &str| title.chars().count() >= MIN_TITLE && letter.contains(title);
        let found = named(&title) || {
            title += &next.unwrap_or_default();
            named(&title)
        };
        found.then_some(at)
    })
}

/// A title has at least as many characters; shorter lines may stand in the letter
/// by chance.
const MIN_TITLE: usize = 6;

/// One annex from its head on, and what follows it that is not its own.
fn one<'b>(desk: &mut Desk<'_>, blocks: &'b [Block], head: Head) -> (Annex, &'b [Block]) {
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
    let notes = first_row.map_or(0, |_| notes_length(&blocks[end..]));
    let (number, labels) = match head {
        Head::Label(number) => (number, 1),
        Head::Title => (None, 0),
    };
    for block in &blocks[..labels] {
        if let Kind::Line(label) = &block.kind {
            desk.label(label);
        }
    }
    let title = blocks[labels..first_row.unwrap_or(end).max(labels)]
        .iter()
        .filter_map(|b| match &b.kind {
            Kind::Line(chunk) => Some((b.line, chunk.clone())),
            _ => None,
        });
    let annex = Annex {
        label_line: blocks.first().map_or(1, |b| b.line),
        number,
        issued: head == Head::Title,
        title: title.collect(),
        rows: first_row.map_or_else(Vec::new, |first| table::grid(&blocks[first..end])),
        notes: lines_of(&blocks[end..end + notes]),
    };
    (annex, &blocks[(end + notes).max(labels)..])
}

/// How many of the blocks behind a table are remarks on it: those that begin as a remark
/// does, and the numbered ones that follow.
fn notes_length(blocks: &[Block]) -> usize {
    let words = &Grammar::get().cells.notes;
    let mut length = 0;
    for (at, block) in blocks.iter().enumerate() {
        let Kind::Line(chunk) = &block.kind else {
            continue;
        };
        let text = chunk.text();
        let begins = words.iter().any(|w| text.starts_with(w.as_str()));
        if !begins && !(length > 0 && numbering::has_number(&text)) {
            break;
        }
        length = at + 1;
    }
    length
}

fn lines_of(blocks: &[Block]) -> Vec<(usize, Chunk)> {
    let lines = blocks.iter().filter_map(|b| match &b.kind {
        Kind::Line(chunk) => Some((b.line, chunk.clone())),
        _ => None,
    });
    lines.collect()
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
    for (_, chunk) in annex.title.iter().chain(&annex.notes) {
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
