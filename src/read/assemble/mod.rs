//! Blocks → a notice. Only the files of this folder know what kind of notice it
//! is: a circular with annexes, each a table of indicators or of tasks, or a list of
//! tasks in paragraphs, which may also be the body of the circular. An annex that is none
//! of these is kept as printed.

mod annexes;
mod circular;
mod groups;
mod indicators;
pub(super) use circular::no_number;
mod divide;
mod other;

use std::collections::BTreeSet;

use crate::blocks::account::Account;
use crate::blocks::block::Block;
use crate::blocks::prose::Prose;
use crate::blocks::table::Row;
use crate::blocks::text::{Chunk, normal};
use crate::diag::{Diagnostic, Noted};
use crate::grammar::headings::{Column, Headings};
use crate::notice::{Circular, Content, IndicatorTable, Notice, Paragraph, TaskTable, due};
use crate::read::given::Given;
use crate::source::Source;
use crate::tasks::annex::{Annex, title};
use crate::tasks::assembler::{Assembler, shorten};
use crate::tasks::{columns, list, outline, paragraphs, responsible, table};
use crate::units::phrase;
use crate::units::register::Register;
use annexes::{Found, Read};

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
        rule_of_circular(&mut assembler, circular);
    }
    let of_circular = assembler.first_leads.clone();
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
        assembler.first_leads.clone_from(&of_circular);
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
    match kind_of(&annex, assembler, circular) {
        Some(AnnexKind::Indicators) => read_indicators(assembler, annex).map(Content::Indicators),
        Some(AnnexKind::Tasks) => read_table(assembler, annex).map(Content::Tasks),
        Some(AnnexKind::List) => Some(Content::Tasks(read_list(assembler, annex, circular))),
        None => Some(Content::Other(other::read(assembler, annex, circular))),
    }
}

/// A rule in the circular that the first-named leads holds for its annexes.
fn rule_of_circular(assembler: &mut Assembler<'_>, circular: &Circular) {
    for paragraph in &circular.body {
        let line = paragraph.line.map_or(1, |l| l.number);
        responsible::unread_rule(assembler, line, &paragraph.text);
        let Some(rule) = phrase::first_leads(&paragraph.text) else {
            continue;
        };
        let words = paragraph.text[rule.clone()].to_owned();
        let own = phrase::is_in_statement(&paragraph.text, &rule, assembler.register);
        if !own || phrase::rule_goes_on(&words) {
            responsible::first_leads(assembler, line, words);
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
        let line = Some(line.into());
        table.notes.push(Paragraph { text, line });
    }
    table
}

/// An annex of tasks that has a table, and perhaps text below it.
fn read_table(assembler: &mut Assembler<'_>, mut annex: Annex) -> Option<TaskTable> {
    let closing = std::mem::take(&mut annex.closing);
    let mut table = table::read(assembler, annex);
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
            line: Some(line.into()),
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
    // Behind a label of units spaces may part names: 责任单位：市教育局 市财政局.
    let set = |chunk: &Chunk| match list::is_units_line(&chunk.text(), assembler.register) {
        true => chunk.parted(assembler.register),
        false => normal::normalise(chunk),
    };
    let lines = body.iter().map(|(line, chunk)| (*line, set(chunk)));
    let lines: Vec<(usize, normal::Normal)> = lines.collect();
    let texts = lines.iter().map(|(line, text)| (*line, text.raw_kept()));
    let list = list::read(assembler, &texts.collect::<Vec<_>>());
    for ((_, text), labels) in lines.iter().zip(&list.labels) {
        text.book_with_labels(assembler.account, labels);
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
        .map(|p| (p.line.map_or(1, |l| l.number), p.text.clone()))
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

fn kind_of(
    annex: &Annex,
    assembler: &Assembler<'_>,
    circular: Option<&Circular>,
) -> Option<AnnexKind> {
    if annex.rows.is_empty() {
        let first = annexes::title_length(assembler, annex, circular);
        let body = annex.title[first..].to_vec();
        let lines = paragraphs::paragraphs(body, assembler.register);
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
