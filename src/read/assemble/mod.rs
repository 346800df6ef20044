//! Blocks → a notice. Only the files of this folder know what kind of notice it
//! is: a letter with annexes, each a table of indicators or of tasks.

mod indicators;
mod letter;
pub(super) use letter::document_number;
mod numbering;
mod tasks;

use super::account::{Account, Fate, Form};
use super::blocks::{Block, Kind};
use super::table::{self, Row};
use super::text::Chunk;
use crate::diag::{Diagnostic, Noted, Place};
use crate::notice::units::{Headings, Register};
use crate::notice::{IndicatorTable, Notice, TaskTable};
use crate::source::Source;

/// What all parts of assembling share: the source, the register, the books.
struct Desk<'a> {
    source: &'a Source,
    register: &'a Register,
    account: &'a mut Account,
    remarks: Vec<Diagnostic>,
}

impl Desk<'_> {
    fn place(&self, line: usize) -> Place {
        Place::line(&self.source.file, line)
    }

    fn error(&mut self, line: usize, rule: &'static str, message: String, hint: &str) {
        let error = Diagnostic::error(rule, message)
            .at(self.place(line))
            .hint(hint);
        self.remarks.push(error);
    }

    fn take(&mut self, chunk: &Chunk) -> String {
        chunk.take(self.account)
    }

    fn label(&mut self, chunk: &Chunk) {
        chunk.spend(self.account, Fate::Structure(Form::Label));
    }

    /// Lines that have no place in a notice; nothing may be lost silently.
    fn unplaced(&mut self, line: usize, chunk: &Chunk) {
        let text = chunk.spend(self.account, Fate::Kept);
        self.error(
            line,
            "unplaced-text",
            format!("不知道这一行属于通知的哪一部分：“{}”", shorten(&text)),
            "若是转写带进来的杂行，请在 corrections.yaml 里写明删去；若是正文，请检查它前后是否缺了空行、标点或表头",
        );
    }
}

/// An annex as it stands in the source: label, title lines, rows.
struct Annex {
    label_line: usize,
    number: Option<u32>,
    title: Vec<(usize, Chunk)>,
    rows: Vec<Row>,
}

/// Assembles a notice; the value is `None` when there are errors that leave
/// nothing to go on with.
pub(super) fn assemble(
    source: &Source,
    blocks: Vec<Block>,
    register: &Register,
    account: &mut Account,
) -> Noted<Option<Notice>> {
    let mut desk = Desk {
        source,
        register,
        account,
        remarks: Vec::new(),
    };
    let (lines, annexes) = part(&mut desk, blocks);
    let letter = letter::read(&mut desk, lines);
    let mut indicators = None;
    let mut tasks = None;
    let mut seen = Vec::new();
    for annex in annexes {
        let line = annex.label_line;
        seen.push(annex.number);
        match kind_of(&annex, &register.headings) {
            Some(TableKind::Indicators) if indicators.is_none() => {
                indicators = indicators::read(&mut desk, annex);
            }
            Some(TableKind::Tasks) if tasks.is_none() => tasks = tasks::read(&mut desk, annex),
            Some(_) => desk.error(
                line,
                "annex-twice",
                "这里又是一张同类的附表；一份通知只能有一张指标表、一张任务表".into(),
                "请把两张表并成一张，或分成两份来件",
            ),
            None => desk.error(
                line,
                "unknown-table",
                "这个附件里没有认得出的表格：找不到指标表的表头（指标名称、单位），也找不到任务表的表头（工作任务、责任单位）".into(),
                "表头若用了别的说法，请写进登记册 content/units/ 的 headings；表格若丢了制表符，请重新转写",
            ),
        }
    }
    let notice = letter.map(|letter| {
        check_annexes(&mut desk, &letter, &indicators, &tasks, seen.len());
        Notice {
            letter,
            indicators,
            tasks,
        }
    });
    Noted::new(notice, desk.remarks)
}

/// Parts the source into the lines of the letter (with the colophon) and the annexes.
fn part(desk: &mut Desk<'_>, blocks: Vec<Block>) -> (Vec<(usize, Chunk)>, Vec<Annex>) {
    let mut lines = Vec::new();
    let mut annexes: Vec<Annex> = Vec::new();
    let labels = |b: &Block| match &b.kind {
        Kind::Line(chunk) => annex_label(&chunk.text()),
        _ => None,
    };
    let last_row = |from: usize| {
        let own = blocks[from + 1..]
            .iter()
            .take_while(|b| labels(b).is_none());
        let rows = own
            .enumerate()
            .filter(|(_, b)| matches!(b.kind, Kind::Row(_)));
        rows.last().map(|(i, _)| from + 1 + i)
    };
    let mut i = 0;
    while i < blocks.len() {
        let block = &blocks[i];
        match &block.kind {
            Kind::Break => i += 1,
            Kind::Line(chunk) => match labels(block).and_then(|n| Some((n, last_row(i)?))) {
                Some((number, last)) => {
                    desk.label(chunk);
                    let first_row = (i..=last)
                        .find(|&j| matches!(blocks[j].kind, Kind::Row(_)))
                        .unwrap_or(last);
                    let title = blocks[i + 1..first_row]
                        .iter()
                        .filter_map(|b| match &b.kind {
                            Kind::Line(chunk) => Some((b.line, chunk.clone())),
                            _ => None,
                        });
                    annexes.push(Annex {
                        label_line: block.line,
                        number,
                        title: title.collect(),
                        rows: table::grid(&blocks[first_row..=last]),
                    });
                    i = last + 1;
                }
                _ => {
                    lines.push((block.line, chunk.clone()));
                    i += 1;
                }
            },
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
                i += 1;
            }
        }
    }
    (lines, annexes)
}

/// `附件`, `附件1`, `附件 2` alone on a line: the number, if there is one.
fn annex_label(text: &str) -> Option<Option<u32>> {
    let rest = text.strip_prefix("附件")?.trim_end_matches('：');
    if rest.is_empty() {
        return Some(None);
    }
    rest.parse().ok().map(Some)
}

enum TableKind {
    Indicators,
    Tasks,
}

fn kind_of(annex: &Annex, headings: &Headings) -> Option<TableKind> {
    annex.rows.iter().find_map(|row| {
        let texts: Vec<String> = row.written().map(|i| row.text(i)).collect();
        let has = |words: &[String]| texts.iter().any(|t| words.contains(t));
        if has(&headings.indicator) && has(&headings.unit) {
            Some(TableKind::Indicators)
        } else if has(&headings.task) && (has(&headings.responsible) || has(&headings.lead)) {
            Some(TableKind::Tasks)
        } else {
            None
        }
    })
}

fn check_annexes(
    desk: &mut Desk<'_>,
    letter: &crate::notice::Letter,
    indicators: &Option<IndicatorTable>,
    tasks: &Option<TaskTable>,
    found: usize,
) {
    let listed = letter.attachments.len();
    if indicators.is_none() && tasks.is_none() && found == 0 {
        let error = Diagnostic::error("annex-missing", "这份通知没有附表：指标表和任务表都找不到")
            .at(Place::file(&desk.source.file))
            .hint("附表前面要有单独一行“附件1”；表格每行的单元格之间要用制表符（TAB）隔开");
        desk.remarks.push(error);
    } else if found != listed {
        let error = Diagnostic::error(
            "annex-missing",
            format!("附件说明列了 {listed} 个附件，来件里有 {found} 个"),
        )
        .at(Place::file(&desk.source.file).words("附件："))
        .hint("请补上缺的附件，或改正附件说明");
        desk.remarks.push(error);
    }
}

/// The title of an annex: its lines, joined.
fn title(desk: &mut Desk<'_>, annex: &Annex) -> String {
    let mut whole = Chunk::default();
    for (_, chunk) in &annex.title {
        whole.join(chunk.clone());
    }
    if whole.is_blank() {
        desk.error(
            annex.label_line,
            "annex-title",
            "这个附件没有标题".into(),
            "附件标题写在“附件”和表格之间，单独成行",
        );
    }
    desk.take(&whole)
}

/// The first words of a long text, for a message.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}
