//! Blocks → a notice. Only the files of this folder know what kind of notice it
//! is: a circular with annexes, each a table of indicators or of tasks, or a list of
//! tasks in paragraphs, which may also be the body of the circular. An annex that is none
//! of these is kept as printed.

mod annexes;
mod circular;
mod columns;
mod indicators;
pub(super) use circular::{document_number, find_number, no_number};
mod divide;
mod list;
mod numbering;
mod other;
mod outline;
mod paragraphs;
mod responsible;
mod tasks;

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Noted, Place};
use crate::notice::headings::{Column, Headings};
use crate::notice::units::Register;
use crate::notice::{
    Circular, Content, Deadline, FirstLeads, IndicatorTable, Notice, Paragraph, TaskTable, due,
    phrase,
};
use crate::read::account::{Account, Fate, Form};
use crate::read::blocks::Block;
use crate::read::given::Given;
use crate::read::normal;
use crate::read::prose::Prose;
use crate::read::table::{Row, Slot};
use crate::read::text::Chunk;
use crate::source::Source;
use annexes::{Found, Read};

/// What all parts of assembling share: the source, the register, the books.
struct Assembler<'a> {
    source: &'a Source,
    register: &'a Register,
    account: &'a mut Account,
    /// What a correction says is no statement of duty.
    prose: Prose,
    remarks: Vec<Diagnostic>,
    /// The rule that the first-named unit leads, once the notice has stated it.
    first_leads: Option<FirstLeads>,
    /// Names that a remark has been made on.
    doubted: BTreeSet<String>,
    /// The title of the circular, where it is that of its only table, too.
    title: Option<String>,
    /// The only year that titles name, for times that name none.
    year: Option<u16>,
}

impl Assembler<'_> {
    /// A time as a deadline, with its last day where that can be told.
    fn deadline(&self, text: String) -> Deadline {
        Deadline {
            date: due::last_day(&text, self.year),
            text,
        }
    }

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

/// Columns of a table that have words but no heading: said once for each, and every
/// word booked.
#[derive(Default)]
struct Unheaded(BTreeSet<usize>);

impl Unheaded {
    /// Books the cells of a row that stand in columns nobody reads.
    fn check(&mut self, assembler: &mut Assembler<'_>, row: &Row, is_read: impl Fn(usize) -> bool) {
        for at in row.written().filter(|&at| !is_read(at)) {
            let Slot::Cell(chunk) = &row.slots[at] else {
                continue;
            };
            let text = assembler.take(chunk);
            if !text.is_empty() && self.0.insert(at) {
                assembler.error(
                    row.line,
                    "column-without-heading",
                    format!("不知道第 {} 列是什么，它写着“{}”", at + 1, shorten(&text)),
                    "表头空着就补上名称（指标表只有序号、指标名称、单位和各地区）；若是转写带进来的杂字，请在 corrections.yaml 里写明删去",
                );
            }
        }
    }
}

/// An annex as it stands in the source: label, title lines, rows; or, where it has
/// no table, all its lines.
struct Annex {
    label_line: usize,
    number: Option<u32>,
    /// The circular issues it, and does not call it an annex.
    issued: bool,
    /// It is the only table, and no line says where it begins.
    alone: bool,
    title: Vec<(usize, Chunk)>,
    rows: Vec<Row>,
    /// Remarks right below the table: `注：…`.
    notes: Vec<(usize, Chunk)>,
    /// Text that follows the table: other parts of the annex, closing words.
    closing: Vec<(usize, Chunk)>,
    /// How many lines its title has, where its head tells.
    title_lines: Option<usize>,
}

/// What an annex is.
enum AnnexKind {
    Indicators,
    Tasks,
    /// A list of tasks in paragraphs.
    List,
}

/// Assembles a notice; the value is `None` when there are errors that leave
/// nothing to go on with.
pub(super) fn assemble(
    source: &Source,
    blocks: Vec<Block>,
    register: &Register,
    given: &Given,
    prose: Prose,
    account: &mut Account,
) -> Noted<Option<Notice>> {
    let mut assembler = Assembler {
        source,
        register,
        account,
        prose,
        remarks: Vec::new(),
        first_leads: None,
        doubted: BTreeSet::new(),
        title: None,
        year: None,
    };
    let (lines, annexes) = divide::part(&mut assembler, blocks);
    let alone = annexes.iter().any(|annex| annex.alone);
    let circular = circular::read(&mut assembler, lines, given, alone);
    assembler.year = circular.as_ref().and_then(|l| due::year_of(&l.title));
    if let Some(circular) = &circular {
        assembler.title = alone.then(|| circular.title.clone());
        rule_of_letter(&mut assembler, circular);
    }
    let of_letter = assembler.first_leads.clone();
    let found = Found::count(&annexes, circular.as_ref());
    let mut read = Vec::new();
    let mut expected = 0;
    for annex in annexes {
        expected += u32::from(!annex.issued);
        if annex.number.is_some_and(|number| number != expected) {
            assembler.error(
                annex.label_line,
                "annex-number",
                format!("这里按次序应是附件{expected}"),
                "请核对附件的次序和序号",
            );
        }
        read.push(Read {
            line: annex.label_line,
            number: (!annex.issued).then_some(expected),
            content: content(&mut assembler, annex, circular.as_ref()),
        });
        // A rule that an annex states is its own.
        assembler.first_leads.clone_from(&of_letter);
    }
    let notice = circular.map(|mut circular| {
        let is_tasks = |r: &Read| matches!(r.content, Some(Content::Tasks(_)));
        if !read.iter().any(is_tasks)
            && let Some(table) = list_in_body(&mut assembler, &circular)
        {
            read.push(Read {
                line: 1,
                number: None,
                content: Some(Content::Tasks(table)),
            });
        }
        let is_other = |r: &Read| matches!(r.content, None | Some(Content::Other(_)));
        let any = !read.iter().all(is_other);
        found.check(&mut assembler, &circular, any);
        if !any {
            annexes::refuse(&mut assembler, &read);
        }
        let contents = annexes::give_files(&mut circular, read);
        Notice::new(circular, contents)
    });
    Noted::new(notice, assembler.remarks)
}

/// What an annex holds; `None` where nothing of it can be read.
fn content(
    assembler: &mut Assembler<'_>,
    annex: Annex,
    circular: Option<&Circular>,
) -> Option<Content> {
    match kind_of(&annex, assembler) {
        Some(AnnexKind::Indicators) => read_indicators(assembler, annex).map(Content::Indicators),
        Some(AnnexKind::Tasks) => read_table(assembler, annex).map(Content::Tasks),
        Some(AnnexKind::List) => Some(Content::Tasks(read_list(assembler, annex, circular))),
        None => Some(Content::Other(other::read(assembler, annex, circular))),
    }
}

/// A rule in the circular that the first-named leads holds for its annexes.
fn rule_of_letter(assembler: &mut Assembler<'_>, circular: &Circular) {
    for paragraph in &circular.body {
        if let Some(rule) = phrase::first_leads(&paragraph.text) {
            let words = paragraph.text[rule].to_owned();
            responsible::first_leads(assembler, paragraph.line.unwrap_or(1), words);
        }
    }
}

/// An annex of indicators, and perhaps remarks and other text below its table, which
/// stay there.
fn read_indicators(assembler: &mut Assembler<'_>, mut annex: Annex) -> Option<IndicatorTable> {
    let mut below = std::mem::take(&mut annex.notes);
    let closing = std::mem::take(&mut annex.closing);
    below.extend(paragraphs::paragraphs(closing, assembler.register));
    let mut table = indicators::read(assembler, annex);
    for (line, chunk) in below {
        let Some(table) = &mut table else {
            assembler.unplaced(line, &chunk);
            continue;
        };
        let text = assembler.take(&chunk);
        let place = assembler.place(line).words(&text);
        let message = format!("表后的“{}”照原样印在表后", shorten(&text));
        let note = Diagnostic::note("table-remark", message);
        assembler.remarks.push(note.at(place));
        let line = Some(line);
        table.notes.push(Paragraph { text, line });
    }
    table
}

/// An annex of tasks that has a table, and perhaps text below it.
fn read_table(assembler: &mut Assembler<'_>, mut annex: Annex) -> Option<TaskTable> {
    let closing = std::mem::take(&mut annex.closing);
    let mut table = tasks::read(assembler, annex);
    let mut intro = Vec::new();
    for (line, chunk) in paragraphs::paragraphs(closing, assembler.register) {
        if table.is_none() {
            assembler.unplaced(line, &chunk);
            continue;
        }
        let text = assembler.take(&chunk);
        if let Some(rule) = phrase::first_leads(&text) {
            let words = text[rule].to_owned();
            responsible::first_leads(assembler, line, words);
        }
        intro.push(Paragraph {
            text,
            line: Some(line),
        });
    }
    if let (Some(table), false) = (&mut table, intro.is_empty()) {
        let mut outline = outline::Outline::default();
        outline.add_unnamed_part().intro = intro;
        table.parts.append(&mut outline.parts);
    }
    table
}

/// An annex of tasks that has no table.
fn read_list(
    assembler: &mut Assembler<'_>,
    annex: Annex,
    circular: Option<&Circular>,
) -> TaskTable {
    let first = annexes::title_length(assembler, &annex, circular);
    let mut title_lines = annex.title;
    let body = paragraphs::paragraphs(title_lines.split_off(first), assembler.register);
    let title = title(assembler, annex.label_line, &title_lines);
    let texts: Vec<(usize, String)> = body.iter().map(|(l, c)| (*l, c.text())).collect();
    let list = list::read(assembler, &texts);
    for ((_, chunk), labels) in body.iter().zip(&list.labels) {
        normal::normalise(chunk).book_with_labels(assembler.account, labels);
    }
    TaskTable {
        title,
        first_leads: assembler.first_leads.clone(),
        parts: list.parts,
    }
}

/// The tasks of a circular whose paragraphs name their units. The body keeps its
/// paragraphs; the tasks stand beside it.
fn list_in_body(assembler: &mut Assembler<'_>, circular: &Circular) -> Option<TaskTable> {
    let texts: Vec<(usize, String)> = circular
        .body
        .iter()
        .map(|p| (p.line.unwrap_or(1), p.text.clone()))
        .collect();
    if !list::is_list(&texts, assembler) {
        return None;
    }
    let parts = list::read(assembler, &texts).parts;
    Some(TaskTable {
        title: circular.title.clone(),
        first_leads: assembler.first_leads.clone(),
        parts,
    })
}

fn kind_of(annex: &Annex, assembler: &Assembler<'_>) -> Option<AnnexKind> {
    if annex.rows.is_empty() {
        let lines = paragraphs::paragraphs(annex.title.clone(), assembler.register);
        let texts: Vec<(usize, String)> = lines.iter().map(|(l, c)| (*l, c.text())).collect();
        return list::is_list(&texts, assembler).then_some(AnnexKind::List);
    }
    (0..annex.rows.len()).find_map(|at| kind_of_row(&annex.rows, at, &assembler.register.headings))
}

fn kind_of_row(rows: &[Row], at: usize, headings: &Headings) -> Option<AnnexKind> {
    let row = &rows[at];
    let texts: Vec<String> = row.written().map(|i| row.text(i)).collect();
    let has = |column| texts.iter().any(|t| headings.words(column).contains(t));
    if has(Column::Indicator) && has(Column::Unit) {
        Some(AnnexKind::Indicators)
    } else {
        columns::Columns::of(rows, at, headings, None).map(|_| AnnexKind::Tasks)
    }
}

/// The title of an annex: its lines, joined; the only table may have that of the circular.
fn title(assembler: &mut Assembler<'_>, label_line: usize, lines: &[(usize, Chunk)]) -> String {
    let mut whole = Chunk::default();
    for (_, chunk) in lines {
        whole.join(chunk.clone());
    }
    if whole.is_blank() {
        if let Some(title) = &assembler.title {
            return title.clone();
        }
        assembler.error(
            label_line,
            "annex-title",
            "这个附件没有标题".into(),
            "附件标题写在“附件”和正文（表格）之间，单独成行",
        );
    }
    assembler.take(&whole)
}

/// The first words of a long text, for a message.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}
