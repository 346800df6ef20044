//! Tables of tasks: number, name, task, responsible units. The words of an item stand in one
//! cell beside all its tasks.

use crate::render::docx::Desk;
use crate::render::docx::body::Body;
use crate::render::docx::page::{mm, type_width};
use crate::render::docx::paragraph::{Paragraph, StyleId};
use crate::render::docx::table::{Cell, Row, Table};
use crate::render::title::wide;
use crate::view::{Paper, TaskView, TasksView};

/// What a table of tasks is made of.
pub(super) enum Entry {
    /// A heading over the whole width, of level 1 or 2.
    Heading(u8, String),
    /// A paragraph that names no unit.
    Text(String),
    Item {
        label: String,
        name: String,
        rows: Vec<TaskRow>,
    },
}

/// A task of an item.
pub(super) struct TaskRow {
    /// The words of the task alone.
    pub plain: String,
    pub words: Paragraph,
    pub units: Paragraph,
}

/// The annex of tasks.
pub(super) fn table(body: &mut Body, view: &TasksView, desk: &Desk<'_>) {
    let mut entries = Vec::new();
    let texts = |all: &[String]| all.iter().cloned().map(Entry::Text).collect::<Vec<_>>();
    for part in &view.parts {
        entries.extend(part.heading.iter().map(|h| Entry::Heading(1, h.clone())));
        entries.extend(texts(&part.intro));
        for section in &part.sections {
            entries.extend(section.heading.iter().map(|h| Entry::Heading(2, h.clone())));
            entries.extend(texts(&section.intro));
            for item in &section.items {
                entries.push(Entry::Item {
                    label: item.label.clone(),
                    name: item.name.clone(),
                    rows: item.tasks.iter().map(row).collect(),
                });
            }
        }
    }
    let columns = &desk.wording.columns;
    let labels = [
        &columns.number,
        &columns.name,
        &columns.task,
        &columns.responsible,
    ];
    write(body, &entries, labels.map(String::as_str), desk);
}

fn row(task: &TaskView) -> TaskRow {
    TaskRow {
        plain: task.text.clone(),
        words: words(task),
        units: Paragraph::new(StyleId::TableText, &task.responsible),
    }
}

/// The words of a task, and what other columns of its row say.
pub(super) fn words(task: &TaskView) -> Paragraph {
    let mut words = Paragraph::new(StyleId::TableText, &task.text);
    for more in &task.more {
        words.push("\n", None);
        words.push(format!("{}：", more.heading), Some(StyleId::Hei));
        words.push(more.text.as_str(), None);
    }
    words
}

/// Whether an item is one sentence, which is its name and its task: it is printed once.
fn is_sentence(name: &str, rows: &[TaskRow]) -> bool {
    let stop = |c: char| c == '。' || c == '；' || c.is_whitespace();
    rows.len() == 1 && rows[0].plain.trim_matches(stop) == name.trim_matches(stop)
}

/// A table of tasks with these headings of columns.
pub(super) fn write(body: &mut Body, entries: &[Entry], labels: [&str; 4], desk: &Desk<'_>) {
    // Numbers are never broken: （十二） is wider than most.
    let longest = { entries.iter() }
        .map(|entry| match entry {
            Entry::Item { label, .. } => wide(label),
            _ => 0.0,
        })
        .fold(0.0, f64::max);
    let inset = mm(1.2);
    let number = (longest * desk.style.sizes.table * 20.0) as u32 + 2 * inset;
    let number = number.clamp(mm(11.0), mm(24.0));
    let (name, units) = (mm(27.0), mm(50.0));
    let whole = type_width(Paper::Portrait);
    let columns = vec![number, name, whole - number - name - units, units];
    let label = |(at, text): (usize, &str)| {
        Cell::new(at, Paragraph::new(StyleId::TableHead, text)).centred()
    };
    let labels = labels.into_iter().enumerate().map(label);
    let mut rows = vec![Row::whole(labels.collect())];
    rows[0].head = true;
    let mut made = Vec::new();
    for entry in entries {
        match entry {
            Entry::Heading(level, text) => made.push(heading(*level, text)),
            Entry::Text(text) => made.push(vec![
                Cell::new(0, Paragraph::new(StyleId::TableText, text)).over(4, 1),
            ]),
            Entry::Item { label, name, rows } => made.extend(item(label, name, rows)),
        }
    }
    rows.extend(made.into_iter().map(Row::whole));
    body.table(Table {
        columns,
        rows,
        size: None,
        inset,
    });
}

/// A heading goes over to the next page with what it stands above.
fn heading(level: u8, text: &str) -> Vec<Cell> {
    let mut paragraph = Paragraph::new(StyleId::TableHead, "");
    let face = if level == 1 {
        StyleId::Hei
    } else {
        StyleId::Kai
    };
    paragraph.props.style = Some(StyleId::TablePart);
    paragraph.props.outline = Some(level);
    paragraph.push(text, Some(face));
    vec![Cell::new(0, paragraph).over(4, 1).shaded()]
}

/// The rows of an item.
fn item(label: &str, name: &str, rows: &[TaskRow]) -> Vec<Vec<Cell>> {
    let number = Paragraph::new(StyleId::TableText, label);
    if is_sentence(name, rows) {
        let row = &rows[0];
        return vec![vec![
            Cell::new(0, number).centred(),
            Cell::new(1, row.words.clone()).over(2, 1),
            Cell::new(3, row.units.clone()),
        ]];
    }
    let mut made: Vec<Vec<Cell>> = { rows.iter() }
        .map(|row| {
            vec![
                Cell::new(2, row.words.clone()),
                Cell::new(3, row.units.clone()),
            ]
        })
        .collect();
    if let Some(first) = made.first_mut() {
        let name = Paragraph::new(StyleId::TableText, name);
        first.push(Cell::new(0, number).over(1, rows.len()).centred());
        first.push(Cell::new(1, name).over(1, rows.len()));
    }
    made
}
