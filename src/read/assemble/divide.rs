//! The parts of a source: the circular, its annexes, and the colophon, which stands
//! behind them or before.

mod alone;
mod heads;

pub(super) use heads::{is_cut, plain};

use crate::blocks::account::Fate;
use crate::blocks::block::{Block, Kind};
use crate::blocks::table;
use crate::blocks::text::Chunk;
use crate::diag::Diagnostic;
use crate::grammar::Grammar;
use crate::read::assemble::circular;
use crate::tasks::annex::Annex;
use crate::tasks::assembler::{Assembler, shorten};
use crate::tasks::numbering;
use heads::Head;

/// Parts the source into the lines of the circular (with the colophon) and the annexes.
pub(super) fn part(
    assembler: &mut Assembler<'_>,
    blocks: Vec<Block>,
) -> (Vec<(usize, Chunk)>, Vec<Annex>) {
    let mut heads = heads::find(&blocks, assembler.register);
    if heads.is_empty()
        && let Some((start, lines)) = alone::find(&blocks, assembler.register)
    {
        heads.push((start, Head::Table(lines)));
    }
    let mut annexes = Vec::new();
    let first = heads.first().map_or(blocks.len(), |h| h.0);
    let mut lines = outside(assembler, &blocks[..first]);
    for (at, &(start, head)) in heads.iter().enumerate() {
        let end = heads.get(at + 1).map_or(blocks.len(), |h| h.0);
        let (annex, rest) = one(assembler, &blocks[start..end], head);
        annexes.push(annex);
        lines.extend(outside(assembler, rest));
    }
    (lines, annexes)
}

/// One annex from its head on, and what follows it that is not its own.
fn one<'b>(assembler: &mut Assembler<'_>, blocks: &'b [Block], head: Head) -> (Annex, &'b [Block]) {
    let is_row = |b: &Block| matches!(b.kind, Kind::Row(_));
    let first_row = blocks.iter().position(is_row);
    let end = match blocks.iter().rposition(is_row) {
        Some(last) => last + 1,
        // Without a table it goes on up to the colophon.
        None => blocks
            .iter()
            .position(|b| matches!(&b.kind, Kind::Line(c) if circular::begins_colophon(c)))
            .unwrap_or(blocks.len()),
    };
    let notes = first_row.map_or(0, |_| notes_length(&blocks[end..]));
    let (number, labels) = match head {
        Head::Label(number) => (number, 1),
        Head::Title(..) | Head::Table(_) => (None, 0),
    };
    let mut own_title = None;
    for block in &blocks[..labels] {
        if let Kind::Line(line) = &block.kind {
            let text = line.text();
            let head = heads::label(&text).map_or(&*text, |label| label.head);
            let (label, title) = circular::cut(line, head);
            assembler.label(&label);
            // Spaces behind the label are all there is.
            if title.is_blank() {
                assembler.label(&title);
            }
            own_title = Some((block.line, title)).filter(|(_, title)| !title.is_blank());
        }
    }
    match head {
        Head::Title(lines, false) => issued_unnamed(assembler, blocks, lines),
        Head::Table(lines) => only_table(assembler, blocks, lines),
        _ => {}
    }
    let title = lines_of(&blocks[labels..first_row.unwrap_or(end).max(labels)]);
    let behind = end + notes;
    let closing = match first_row {
        Some(_) => closing_length(&blocks[behind..]),
        None => 0,
    };
    let annex = Annex {
        label_line: blocks.first().map_or(1, |b| b.line),
        number,
        issued: !matches!(head, Head::Label(_)),
        alone: matches!(head, Head::Table(_)),
        title_lines: match head {
            Head::Title(lines, _) | Head::Table(lines) => Some(lines),
            Head::Label(_) => own_title.as_ref().map(|_| 1),
        },
        title: own_title.into_iter().chain(title).collect(),
        rows: first_row.map_or_else(Vec::new, |first| table::grid(&blocks[first..end])),
        notes: lines_of(&blocks[end..behind]),
        closing: lines_of(&blocks[behind..behind + closing]),
    };
    (annex, &blocks[(behind + closing).max(labels)..])
}

/// Says that a text was taken for what the circular issues, though that does not name it.
fn issued_unnamed(assembler: &mut Assembler<'_>, blocks: &[Block], lines: usize) {
    let lines = lines_of(blocks).into_iter().take(lines);
    let texts: Vec<(usize, String)> = lines.map(|(line, c)| (line, c.text())).collect();
    let title: String = texts.iter().map(|(_, text)| text.as_str()).collect();
    if let Some((line, first)) = texts.first() {
        let note = Diagnostic::note(
            "annex-unlabelled",
            format!("日期后面的“{title}”没有写“附件”，读作随文印发的附件"),
        );
        assembler
            .remarks
            .push(note.at(assembler.place(*line).words(first)));
    }
}

/// Says that the only table was taken for what the circular is about.
fn only_table(assembler: &mut Assembler<'_>, blocks: &[Block], lines: usize) {
    let row = blocks.iter().find_map(|b| match &b.kind {
        Kind::Row(cells) => Some((b.line, cells)),
        _ => None,
    });
    let Some((line, cells)) = row else { return };
    let texts: Vec<String> = cells.iter().map(|c| c.chunk.text()).collect();
    let title = lines_of(blocks).into_iter().take(lines);
    let title: String = title.map(|(_, chunk)| chunk.text()).collect();
    let title = match lines {
        0 => "，标题用通知的".to_owned(),
        _ => format!("，标题是“{title}”"),
    };
    let warning = Diagnostic::warning(
        "annex-unlabelled",
        format!(
            "表“{}”前面没有“附件”一行；来件只有这一张表，读作随文印发的附件{title}",
            shorten(&texts.join("｜"))
        ),
    );
    let hint = "若前面还有别的附件，请补上各自的“附件1”“附件2”一行";
    assembler
        .remarks
        .push(warning.at(assembler.place(line)).hint(hint));
}

/// How many of the blocks behind a table go on with its text: all up to the colophon.
fn closing_length(blocks: &[Block]) -> usize {
    let ends = |b: &Block| matches!(&b.kind, Kind::Line(c) if circular::ends_circular(&c.text()));
    blocks.iter().position(ends).unwrap_or(blocks.len())
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
        let numbered = length > 0 && numbering::has_number(&text);
        if !begins && !numbered {
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

/// Lines outside annexes belong to the circular; rows have no place there.
fn outside(assembler: &mut Assembler<'_>, blocks: &[Block]) -> Vec<(usize, Chunk)> {
    let mut lines = Vec::new();
    for block in blocks {
        match &block.kind {
            Kind::Break => {}
            Kind::Line(chunk) => lines.push((block.line, chunk.clone())),
            Kind::Row(cells) => {
                let text: Vec<String> = cells
                    .iter()
                    .map(|c| c.chunk.spend(assembler.account, Fate::Kept))
                    .collect();
                assembler.error(
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
