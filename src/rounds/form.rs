//! The form of one unit in a round: which rows it has, by which keys, and what is printed on
//! it. The renderer writes it as a workbook, and whoever reads an answer compares with it.

use serde::Serialize;

use crate::notice::check::Checked;
use crate::notice::duty::TaskAt;
use crate::notice::keys::Keys;
use crate::rounds::assign::{self, Answerer, before_id, task_id};
use crate::rounds::key::{Key, Mark};
use crate::rounds::round::{Ask, Round};

/// The form of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Form {
    /// What it is known by: `suf-2017-15/2017-07/shi-fagaiwei/3f9a1c07`.
    pub mark: String,
    /// The round.
    pub round: Round,
    /// The unit.
    pub unit: String,
    /// The unit by its name in addresses.
    pub slug: String,
    /// The notice as it is cited: 《…》.
    pub notice: String,
    /// 发文字号.
    pub number: String,
    /// The rows of tasks.
    pub tasks: Vec<TaskRow>,
    /// The rows of values, where the unit has some.
    pub values: Vec<ValueRow>,
}

/// A task on a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskRow {
    /// Its key, as written.
    pub key: String,
    /// The key that the task keeps wherever it stands in the notice.
    pub stable: String,
    /// The id of the task, as people know it: `18-2`.
    pub id: String,
    /// 序号 of its item as printed.
    pub label: String,
    /// 名称 of its item.
    pub name: String,
    /// The task.
    pub text: String,
    /// 责任单位 as printed.
    pub responsible: String,
}

/// A value on a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueRow {
    /// Its key, as written.
    pub key: String,
    /// Its id, as people know it: `i7@东区`, `18-2/1`.
    pub id: String,
    /// 序号 of the indicator or item.
    pub label: String,
    /// What has the value; of an area with the area's name.
    pub name: String,
    /// 单位; empty where the target says it itself.
    pub measure: String,
    /// The target as printed.
    pub target: String,
}

/// What a cell of a workbook can hold, in units of UTF-16.
const IN_CELL: usize = 32_000;

/// The forms of a round, one for every unit that answers.
pub fn forms(round: &Round, checked: &Checked) -> Vec<Form> {
    let units = assign::answering(round, checked).units;
    let keys = Keys::of(checked.notice());
    let forms = units.iter().map(|unit| form(round, checked, unit, &keys));
    forms.collect()
}

/// The form of one unit.
fn form(round: &Round, checked: &Checked, unit: &Answerer, stable: &Keys) -> Form {
    let circular = &checked.notice().circular;
    let id = circular.id.as_str();
    let tasks = unit.tasks.iter().filter_map(|number| {
        let path = checked.duties().tasks.get(*number)?;
        Some((
            path.of(checked.notice())?,
            stable.tasks.get(*number)?.as_str(),
        ))
    });
    let places: Vec<(TaskAt<'_>, &str)> = tasks.collect();
    let mut keys = Vec::new();
    let mut keyed = |stable: String, words: &[&str]| {
        let key = Key::new(id, stable, words);
        let written = key.to_string();
        keys.push(key);
        written
    };
    let mut tasks = Vec::new();
    for (at, stable) in &places {
        let text = printed(&at.task.text);
        tasks.push(TaskRow {
            key: keyed((*stable).to_owned(), &[&text]),
            stable: (*stable).to_owned(),
            id: task_id(at),
            label: label_of(at),
            name: at.item.short_name().into_owned(),
            text,
            responsible: printed(&at.task.responsible.text),
        });
    }
    let mut values = Vec::new();
    if matches!(round.values.ask, Some(Ask::Areas | Ask::Both)) {
        for (file, table) in checked.notice().indicator_tables() {
            for area in &unit.areas {
                for (indicator, target) in assign::targets(table, area) {
                    let name = match &indicator.group {
                        Some(group) => format!("{group}：{}", indicator.name),
                        None => indicator.name.clone(),
                    };
                    let words = [&*name, &indicator.unit, &target.text];
                    let row = stable.indicator(file, indicator.number);
                    values.push(ValueRow {
                        key: keyed(format!("{row}@{area}"), &words),
                        id: format!("{}i{}@{area}", before_id(file), indicator.number),
                        label: indicator.number.to_string(),
                        name: format!("{area}：{name}"),
                        measure: indicator.unit.clone(),
                        target: target.text.clone(),
                    });
                }
            }
        }
    }
    if matches!(round.values.ask, Some(Ask::Goals | Ask::Both)) {
        for (at, stable) in &places {
            for (ordinal, goal) in (1..).zip(&at.task.goals) {
                let words = [goal.subject.as_str(), &goal.text];
                values.push(ValueRow {
                    key: keyed(format!("{stable}/{ordinal}"), &words),
                    id: format!("{}/{ordinal}", task_id(at)),
                    label: label_of(at),
                    name: goal.subject.clone(),
                    measure: String::new(),
                    target: goal.text.clone(),
                });
            }
        }
    }
    let mark = Mark::of([id, &round.id, &unit.slug], keys.iter());
    Form {
        mark: mark.to_string(),
        round: round.clone(),
        unit: unit.name.clone(),
        slug: unit.slug.clone(),
        notice: circular.title.clone(),
        number: circular.document_number.text.clone(),
        tasks,
        values,
    }
}

fn label_of(at: &TaskAt<'_>) -> String {
    let label = at.item.label.clone();
    label.unwrap_or_else(|| at.item.number.to_string())
}

/// A text as far as a cell can hold it.
fn printed(text: &str) -> String {
    let mut room = IN_CELL;
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    text.chars().take_while(fits).collect()
}

/// What stands in the hidden column of rows that are no tasks, so that every cell of a
/// workbook can be told from what somebody wrote beside the form.
pub mod marker {
    use crate::rounds::key::Key;
    use crate::rounds::round::plain;

    /// The head row of the tasks.
    pub const TASKS: &str = "gongwen:tasks";
    /// The head row of the values.
    pub const VALUES: &str = "gongwen:values";
    /// The sheet of what is chosen from.
    pub const LISTS: &str = "gongwen:lists";
    pub(in crate::rounds) const LINE: &str = "gongwen:line";
    pub(in crate::rounds) const SIGN: &str = "gongwen:sign";

    /// A row with a printed line.
    pub fn line(text: &str) -> String {
        Key::new("", LINE.to_owned(), &[&plain(text)]).to_string()
    }

    /// A row at the foot with a label and a place to write.
    pub fn sign(label: &str) -> String {
        Key::new("", SIGN.to_owned(), &[&plain(label)]).to_string()
    }
}
