//! An annex that is neither a table of indicators nor one of tasks is kept as printed:
//! paragraphs and tables in their order. Whether it should have been divided, and was
//! only not understood, is a doubt of its own.

mod doubt;

use crate::blocks::table::{Row, Slot};
use crate::blocks::text::Chunk;
use crate::diag::Diagnostic;
use crate::notice::other::{Block, PlainCell, PlainRow, PlainTable};
use crate::notice::{Circular, OtherAnnex, Paragraph};
use crate::read::assemble::annexes;
use crate::source::Shape;
use crate::tasks::annex::{Annex, title};
use crate::tasks::assembler::{Assembler, shorten};
use crate::tasks::paragraphs::paragraphs;

/// A line of so many characters may have ended only because the page did.
const FULL_LINE: usize = 24;

/// The most rows that headings take.
const MOST_HEADINGS: usize = 3;

/// Reads the annex, and says that it is kept.
pub(super) fn read(
    assembler: &mut Assembler<'_>,
    mut annex: Annex,
    circular: Option<&Circular>,
) -> OtherAnnex {
    let lines = annexes::title_length(assembler, &annex, circular);
    let behind = annex.title.split_off(lines.min(annex.title.len()));
    let title = title(assembler, annex.label_line, &annex.title);
    let listed = circular.into_iter().flat_map(|l| &l.attachments);
    let number = (!annex.issued).then_some(annex.number.unwrap_or(1));
    let listed = listed.filter(|a| Some(a.number) == number);
    let titles = listed.map(|a| a.title.as_str()).chain([title.as_str()]);
    let titles: Vec<&str> = titles.collect();
    let doubts = doubt::doubts(assembler, &annex, &behind, &titles);
    let mut blocks = text(assembler, behind);
    for group in groups(assembler, &annex.rows) {
        match group {
            Group::Lines(rows) => {
                let lines = rows.iter().filter_map(|row| match row.slots.first() {
                    Some(Slot::Cell(chunk)) => Some((row.line, chunk.clone())),
                    _ => None,
                });
                blocks.extend(text(assembler, lines.collect()));
            }
            Group::Table(rows) => blocks.push(Block::Table(table(assembler, rows))),
        }
    }
    blocks.extend(text(assembler, annex.notes));
    blocks.extend(text(assembler, annex.closing));
    say(
        assembler,
        annex.label_line,
        &title,
        doubts,
        blocks.is_empty(),
    );
    OtherAnnex { title, blocks }
}

/// Says that the annex is kept, and what makes it doubtful that nothing had to be divided.
fn say(
    assembler: &mut Assembler<'_>,
    line: usize,
    title: &str,
    doubts: doubt::Doubts,
    empty: bool,
) {
    let named = format!("附件“{}”", shorten(title));
    let remark = if let Some((line, unread)) = doubts.unread {
        Diagnostic::error("unknown-table", format!("{named}里{unread}，表头却认不出来"))
            .at(assembler.place(line))
            .hint("若是任务表，请改正表头（工作任务、责任单位），或写进登记册 content/units/ 的 headings；若只是名单，请给这一列写上表头，如“单位”")
    } else if !doubts.words.is_empty() {
        let words: Vec<String> = doubts.words.iter().map(|w| format!("“{w}”")).collect();
        let words = words.join("、");
        Diagnostic::warning(
            "annex-not-divided",
            format!("{named}照原样保留，没有拆分；它写着{words}，里面的任务或指标没有分到单位和地区"),
        ).unassigned()
        .at(assembler.place(doubts.line.unwrap_or(line)))
        .hint("若要拆分，请核对表头（工作任务、责任单位，或指标名称、单位），或在各段末尾写明责任单位；本来不用拆分的，可以不理")
    } else if empty {
        Diagnostic::warning("annex-not-divided", format!("{named}只有标题，没有内容"))
            .at(assembler.place(line))
            .hint("若内容另附，可以不理；若是丢了，请补上")
    } else {
        let message = format!("{named}不是任务，也不是指标，照原样保留");
        Diagnostic::note("annex-kept", message).at(assembler.place(line))
    };
    assembler.remarks.push(remark);
}

/// Lines of text as paragraphs: only a line that fills the page can go on in the next,
/// so that a list of names stays one.
fn text(assembler: &mut Assembler<'_>, lines: Vec<(usize, Chunk)>) -> Vec<Block> {
    let mut found = Vec::new();
    let mut run = Vec::new();
    for (line, chunk) in lines {
        let words = chunk.text();
        let goes_on = words.chars().count() >= FULL_LINE || words.ends_with(['，', '、']);
        run.push((line, chunk));
        if !goes_on {
            found.append(&mut paragraphs(
                std::mem::take(&mut run),
                assembler.register,
            ));
        }
    }
    found.append(&mut paragraphs(run, assembler.register));
    let blocks = found.into_iter().map(|(line, chunk)| {
        Block::Text(Paragraph {
            text: words(assembler, &chunk),
            line: Some(line.into()),
        })
    });
    blocks.collect()
}

/// The words of a paragraph or a cell. What is no sentence may be a name and what is said of it, which a
/// space parts.
fn words(assembler: &mut Assembler<'_>, chunk: &Chunk) -> String {
    if chunk.text().contains(['。', '；', '，']) {
        assembler.take(chunk)
    } else {
        chunk.take_spaced(assembler.account)
    }
}

/// Rows that belong together.
enum Group<'r> {
    /// Lines of text between the rows of tables.
    Lines(&'r [Row]),
    Table(&'r [Row]),
}

/// Parts the rows of an annex into tables and the text between them.
fn groups<'r>(assembler: &Assembler<'_>, rows: &'r [Row]) -> Vec<Group<'r>> {
    let is_line = |row: &Row| row.slots.len() == 1;
    // In plain text an empty line may be the end of a page inside a table.
    let in_text = assembler.source.shape == Shape::Text;
    let apart = |a: &Row, b: &Row| {
        let ends = b.after_break && !(in_text && a.slots.len() == b.slots.len());
        is_line(a) != is_line(b) || !is_line(b) && ends
    };
    let together = rows.chunk_by(|a, b| !apart(a, b));
    together
        .map(|rows| {
            if rows.iter().all(is_line) {
                Group::Lines(rows)
            } else {
                Group::Table(rows)
            }
        })
        .collect()
}

/// A table as printed. The places that merged cells cover are known from the grid.
fn table(assembler: &mut Assembler<'_>, rows: &[Row]) -> PlainTable {
    let texts: Vec<Vec<Option<String>>> = rows
        .iter()
        .map(|row| {
            let slots = row.slots.iter().map(|slot| match slot {
                Slot::Cell(chunk) => Some(words(assembler, chunk)),
                Slot::Blank => Some(String::new()),
                Slot::Covered(..) => None,
            });
            slots.collect()
        })
        .collect();
    let merged = |at: usize, column: usize| {
        let text = texts[at][column].clone()?;
        let (colspan, rowspan) = span(&rows[at..], column);
        Some(PlainCell {
            text,
            colspan,
            rowspan,
        })
    };
    let mut table = laid_out(rows, merged);
    let first = table.rows.first().map_or(&[][..], |row| &row.cells);
    let deepest = first.iter().map(|cell| cell.rowspan).max().unwrap_or(1);
    let headings = &assembler.register.headings;
    let headed = first.iter().any(|cell| headings.knows(&cell.text, false));
    if headed && deepest <= MOST_HEADINGS && deepest < rows.len() {
        table.heading_rows = deepest;
        if table.columns().is_some() {
            return table;
        }
        table.heading_rows = 0;
    }
    if table.columns().is_some() {
        return table;
    }
    // A page may merge cells over one another; then each text has a place of its own.
    laid_out(rows, |at, column| {
        Some(PlainCell {
            text: texts[at][column].clone().unwrap_or_default(),
            colspan: 1,
            rowspan: 1,
        })
    })
}

/// Rows of what `cell` says begins at a row and column.
fn laid_out(rows: &[Row], cell: impl Fn(usize, usize) -> Option<PlainCell>) -> PlainTable {
    let rows = rows.iter().enumerate().map(|(at, row)| PlainRow {
        line: Some(row.line.into()),
        cells: { 0..row.slots.len() }
            .filter_map(|column| cell(at, column))
            .collect(),
    });
    PlainTable {
        heading_rows: 0,
        rows: rows.collect(),
    }
}

/// How many columns and rows the cell at `column` of the first row covers.
fn span(rows: &[Row], column: usize) -> (usize, usize) {
    let covered = |row: &Row, at: usize| match row.slots.get(at) {
        Some(Slot::Covered(r, c)) => Some((*r, *c)),
        _ => None,
    };
    let slots = rows.first().map_or(0, |row| row.slots.len());
    // The cell's own place is told by what it covers, which all say the same.
    let right = (column + 1..slots).map(|at| covered(&rows[0], at));
    let below = rows.iter().skip(1).map(|row| covered(row, column));
    let own = right.clone().next().flatten().filter(|(_, c)| *c == column);
    let own = own.or_else(|| below.clone().next().flatten().filter(|(_, c)| *c == column));
    let Some(own) = own else { return (1, 1) };
    let across = right.take_while(|place| *place == Some(own)).count();
    let down = below.take_while(|place| *place == Some(own)).count();
    (across + 1, down + 1)
}
