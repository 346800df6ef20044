//! Tables of tasks: number, name, task, responsible units. The words of an item stand in one
//! cell beside all its tasks.

use crate::render::docx::Desk;
use crate::render::docx::body::Body;
use crate::render::docx::page::{mm, type_width};
use crate::render::docx::paragraph::{Paragraph, StyleId};
use crate::render::docx::table::{Cell, Row, Table};
use crate::render::title::wide;
use crate::view::{MoreView, Paper, TaskView, TasksView};

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
    pub text: String,
    /// What other columns of its row say.
    pub more: Vec<MoreView>,
    pub units: Paragraph,
}

/// With more columns than so many that only the notice has, what they say stands in the cell
/// of the task, as in print.
const MOST_COLUMNS: usize = 2;

/// How wide each of them is, in millimetres.
const COLUMN: f64 = 21.0;

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
        text: task.text.clone(),
        more: task.more.clone(),
        units: Paragraph::new(StyleId::TableText, &task.responsible),
    }
}

impl TaskRow {
    /// The words of the task, with what columns say that do not stand beside it.
    fn words(&self, columns: &[&str]) -> Paragraph {
        let mut words = Paragraph::new(StyleId::TableText, &self.text);
        if columns.is_empty() {
            for more in &self.more {
                words.push("\n", None);
                words.push(format!("{}：", more.heading), Some(StyleId::Hei));
                words.push(more.text.as_str(), None);
            }
        }
        words
    }

    /// The cells behind its words, from column 3 on.
    fn behind(&self, columns: &[&str]) -> Vec<Cell> {
        let mut cells = vec![Cell::new(3, self.units.clone())];
        for (at, heading) in (4..).zip(columns) {
            let said = self.more.iter().find(|more| more.heading == **heading);
            let text = said.map(|more| more.text.as_str()).unwrap_or_default();
            cells.push(Cell::new(at, Paragraph::new(StyleId::TableText, text)));
        }
        cells
    }
}

/// The headings of columns that only the notice has, where there is room for them.
fn more_columns(entries: &[Entry]) -> Vec<&str> {
    let rows = entries.iter().flat_map(|entry| match entry {
        Entry::Item { rows, .. } => &rows[..],
        _ => &[],
    });
    let mut found: Vec<&str> = Vec::new();
    for row in rows {
        for (at, more) in row.more.iter().enumerate() {
            // Two of one name in a row could not be told apart.
            if row.more[..at].iter().any(|m| m.heading == more.heading) {
                return Vec::new();
            }
            if !found.contains(&more.heading.as_str()) {
                found.push(&more.heading);
            }
        }
    }
    if found.len() > MOST_COLUMNS {
        Vec::new()
    } else {
        found
    }
}

/// Whether an item is one sentence, which is its name and its task: it is printed once.
fn is_sentence(name: &str, rows: &[TaskRow]) -> bool {
    let stop = |c: char| c == '。' || c == '；' || c.is_whitespace();
    rows.len() == 1 && rows[0].text.trim_matches(stop) == name.trim_matches(stop)
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
    let more = more_columns(entries);
    let (name, units, other) = match more.len() {
        0 => (27.0, 50.0, 0),
        _ => (24.0, 38.0, more.len()),
    };
    let (name, units) = (mm(name), mm(units));
    let whole = type_width(Paper::Portrait) - mm(COLUMN) * other as u32;
    let mut columns = vec![number, name, whole - number - name - units, units];
    columns.extend(vec![mm(COLUMN); other]);
    let wide = columns.len();
    let label = |(at, text): (usize, &str)| {
        Cell::new(at, Paragraph::new(StyleId::TableHead, text)).centred()
    };
    let labels = labels.into_iter().chain(more.iter().copied());
    let labels = labels.enumerate().map(label);
    let mut rows = vec![Row::whole(labels.collect())];
    rows[0].head = true;
    let mut made = Vec::new();
    for entry in entries {
        match entry {
            Entry::Heading(level, text) => made.push(heading(*level, text, wide)),
            Entry::Text(text) => made.push(vec![
                Cell::new(0, Paragraph::new(StyleId::TableText, text)).over(wide, 1),
            ]),
            Entry::Item { label, name, rows } => made.extend(item(label, name, rows, &more)),
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
fn heading(level: u8, text: &str, wide: usize) -> Vec<Cell> {
    let mut paragraph = Paragraph::new(StyleId::TableHead, "");
    let face = if level == 1 {
        StyleId::Hei
    } else {
        StyleId::Kai
    };
    paragraph.props.style = Some(StyleId::TablePart);
    paragraph.props.outline = Some(level);
    paragraph.push(text, Some(face));
    vec![Cell::new(0, paragraph).over(wide, 1).shaded()]
}

/// The rows of an item.
fn item(label: &str, name: &str, rows: &[TaskRow], columns: &[&str]) -> Vec<Vec<Cell>> {
    let number = Paragraph::new(StyleId::TableText, label);
    if is_sentence(name, rows) {
        let row = &rows[0];
        let mut cells = vec![
            Cell::new(0, number).centred(),
            Cell::new(1, row.words(columns)).over(2, 1),
        ];
        cells.extend(row.behind(columns));
        return vec![cells];
    }
    let mut made: Vec<Vec<Cell>> = { rows.iter() }
        .map(|row| {
            let mut cells = vec![Cell::new(2, row.words(columns))];
            cells.extend(row.behind(columns));
            cells
        })
        .collect();
    if let Some(first) = made.first_mut() {
        let name = Paragraph::new(StyleId::TableText, name);
        first.push(Cell::new(0, number).over(1, rows.len()).centred());
        first.push(Cell::new(1, name).over(1, rows.len()));
    }
    made
}
