//! The table of a roll-up: the columns that the office ordered, every heading of the annex, and
//! of each task what each unit said.

use serde::Serialize;

use crate::documents::round::before::Before;
use crate::documents::round::lines::sign_of;
use crate::rounds::form::{TaskRow, ValueRow};
use crate::rounds::rollup::{AnswerLine, RollUp, TaskLines};
use crate::rounds::round::{Column, Part, Round};
use crate::wording::{Rounds, Wording};

/// The table.
#[derive(Debug, Clone, Serialize)]
pub struct RollUpTable {
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// Its headings and tasks.
    pub entries: Vec<Entry>,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnView {
    /// Its heading.
    pub heading: String,
    /// What stands in it: `number`, `name`, `task`, `units`, `first`, `others`, `answered`,
    /// `status`, `field`; `before` where a unit's status in the round before does.
    pub holds: &'static str,
}

/// A row over the whole table, or a task.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Entry {
    /// The heading of a part or section.
    Heading {
        /// 1 or 2.
        rank: u8,
        /// The words.
        text: String,
    },
    /// A task.
    Task {
        /// Its id: `18-2`.
        id: String,
        /// What is said of the task itself, by column; none where a column speaks of answers.
        cells: Vec<Option<String>>,
        /// What each unit says; at least one row, empty where nobody is asked.
        rows: Vec<Row>,
    },
}

/// What a unit says of a task.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The unit; empty where nobody is asked.
    pub unit: String,
    /// The status in words; empty where nobody is asked.
    pub status: String,
    /// Which sign stands for it.
    pub sign: &'static str,
    /// By column; none where a column speaks of the task.
    pub cells: Vec<Option<String>>,
}

/// What the notice says of a task, on a form or a reminder.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TaskCells {
    /// 序号 of its item.
    pub label: String,
    /// 名称 of its item.
    pub name: String,
    /// Its words.
    pub text: String,
    /// 责任单位 as printed.
    pub responsible: String,
}

/// What the notice says of a value, likewise.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ValueCells {
    /// 序号
    pub label: String,
    /// Of what.
    pub name: String,
    /// 单位
    pub measure: String,
    /// The target as printed.
    pub target: String,
}

impl From<&TaskRow> for TaskCells {
    fn from(row: &TaskRow) -> Self {
        TaskCells {
            label: row.label.clone(),
            name: row.name.clone(),
            text: row.text.clone(),
            responsible: row.responsible.clone(),
        }
    }
}

impl From<&ValueRow> for ValueCells {
    fn from(row: &ValueRow) -> Self {
        ValueCells {
            label: row.label.clone(),
            name: row.name.clone(),
            measure: row.measure.clone(),
            target: row.target.clone(),
        }
    }
}

/// The table of a roll-up.
pub(super) fn of(
    found: &RollUp,
    round: &Round,
    before: Option<&Before<'_>>,
    wording: &Wording,
) -> RollUpTable {
    let words = &wording.rounds;
    let mut columns: Vec<ColumnView> = round.columns.iter().map(ColumnView::of).collect();
    // Whose words they are is said where the columns of the office do not make it plain.
    let named = is_named(found, round);
    if !named {
        columns.push(ColumnView {
            heading: words.answered.clone(),
            holds: "answered",
        });
    }
    columns.extend(before.map(|before| ColumnView {
        heading: before.title.to_owned(),
        holds: "before",
    }));
    let more = More { named, before };
    let mut entries = Vec::new();
    let (mut part, mut section) = ("", "");
    for task in &found.tasks {
        if task.part != part {
            (part, section) = (&task.part, "");
            heading(&mut entries, 1, part);
        }
        if task.section != section {
            section = &task.section;
            heading(&mut entries, 2, section);
        }
        entries.push(of_task(task, round, words, more));
    }
    RollUpTable { columns, entries }
}

fn heading(entries: &mut Vec<Entry>, rank: u8, text: &str) {
    if !text.is_empty() {
        let text = text.to_owned();
        entries.push(Entry::Heading { rank, text });
    }
}

/// What stands behind the columns of the office.
#[derive(Clone, Copy)]
struct More<'b> {
    /// Whether these name the unit that answered.
    named: bool,
    /// The round before.
    before: Option<&'b Before<'b>>,
}

impl More<'_> {
    /// Its cells in the row of a unit, or of nobody.
    fn cells(self, task: &str, unit: &str) -> impl Iterator<Item = Option<String>> {
        let unit_again = (!self.named).then(|| unit.to_owned());
        let before = self.before.map(|b| b.status(task, unit).to_owned());
        unit_again.into_iter().chain(before).map(Some)
    }
}

fn of_task(task: &TaskLines, round: &Round, words: &Rounds, more: More<'_>) -> Entry {
    let mut rows: Vec<Row> = { task.answers.iter() }
        .map(|answer| of_answer(task, answer, (round, words), more))
        .collect();
    if rows.is_empty() {
        let empty = |cell: &Option<String>| match cell {
            Some(_) => None,
            None => Some(String::new()),
        };
        let cells = task.cells.iter().map(empty);
        rows.push(Row {
            unit: String::new(),
            status: String::new(),
            sign: "",
            cells: cells.chain(more.cells(&task.id, "")).collect(),
        });
    }
    Entry::Task {
        id: task.id.clone(),
        cells: { task.cells.iter().cloned() }
            .chain(more.cells(&task.id, "").map(|_| None))
            .collect(),
        rows,
    }
}

fn of_answer(
    task: &TaskLines,
    answer: &AnswerLine,
    (round, words): (&Round, &Rounds),
    more: More<'_>,
) -> Row {
    let (status, sign) = match (&answer.status, answer.means, answer.came) {
        (Some(status), Some(means), _) => (status, sign_of(means)),
        (_, _, false) => (&words.missing, "missing"),
        _ => (&words.no_status, "no-status"),
    };
    let cell = |(column, cell): (&Column, &Option<String>)| {
        // A word that the round does not know stays as it was written.
        let is_known = sign != "no-status" || cell.as_deref() == Some("");
        match column.show == Some(Part::Status) && is_known {
            true => Some(status.clone()),
            false => cell.clone(),
        }
    };
    let cells = round.columns.iter().zip(&answer.cells).map(cell);
    Row {
        cells: cells.chain(more.cells(&task.id, &answer.unit)).collect(),
        unit: answer.unit.clone(),
        status: status.clone(),
        sign,
    }
}

/// Whether the office's own columns say of every answer whose it is.
fn is_named(found: &RollUp, round: &Round) -> bool {
    let shows = |part: Part| round.columns.iter().any(|c| c.show == Some(part));
    if shows(Part::Answered) {
        return true;
    }
    let names = |task: &TaskLines, unit: &str| {
        let pairs = round.columns.iter().zip(&task.cells);
        let mut names =
            pairs.filter(|(column, _)| matches!(column.show, Some(Part::First | Part::Units)));
        names.any(|(_, cell)| cell.as_deref() == Some(unit))
    };
    found.tasks.iter().all(|task| match &task.answers[..] {
        [] => true,
        [answer] => names(task, &answer.unit),
        _ => false,
    })
}

impl ColumnView {
    fn of(column: &Column) -> ColumnView {
        ColumnView {
            heading: column.heading.clone(),
            holds: match column.show {
                Some(Part::Number) => "number",
                Some(Part::Name) => "name",
                Some(Part::Task) => "task",
                Some(Part::Units) => "units",
                Some(Part::First) => "first",
                Some(Part::Others) => "others",
                Some(Part::Answered) => "answered",
                Some(Part::Status) => "status",
                None => "field",
            },
        }
    }
}
