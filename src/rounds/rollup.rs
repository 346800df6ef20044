//! The roll-up of a round: of every task of the notice what each unit that is asked answered,
//! counts with shares that add up, values beside their targets, and who has not reported.
//! Nothing is smoothed: answers that differ stand side by side, in the words of the units.

use std::collections::HashMap;

use serde::Serialize;

use crate::notice::check::Checked;
use crate::notice::duty::TaskAt;
use crate::notice::{Date, Value};
use crate::numerals;
use crate::rounds::OpenRound;
use crate::rounds::answers::{Answer, ValueAnswer};
use crate::rounds::assign::{self, task_id};
use crate::rounds::booking::Expected;
use crate::rounds::form::ValueRow;
use crate::rounds::judge::{self, Standing};
use crate::rounds::round::{Meaning, Part, Round};
use crate::rounds::totals::{self, State, Totals};

/// The roll-up of a round.
#[derive(Debug, Clone, Serialize)]
pub struct RollUp {
    /// The id of the notice.
    pub notice: String,
    /// The id of the round.
    pub round: String,
    /// Its title.
    pub title: String,
    /// The day that the answers speak of.
    pub as_of: Option<Date>,
    /// The last day for answers.
    pub due: Option<Date>,
    /// Who gets them.
    pub to: Option<String>,
    /// By whose word the first-named unit is shown as what the notice does not call it.
    pub first_named_by: Option<String>,
    /// How many tasks and units stand how.
    pub counts: Counts,
    /// The units that were asked.
    pub asked: usize,
    /// Those of which nothing has come.
    pub not_reported: Vec<String>,
    /// The values that were asked for.
    pub values: Vec<ValueLine>,
    /// The headings of the columns, as the office ordered them.
    pub columns: Vec<String>,
    /// Every task of the notice, in printed order.
    pub tasks: Vec<TaskLines>,
}

/// How many tasks and units stand how; a task that three units are asked about counts three
/// times. The counts add up to `all`, the shares to 1000.
#[derive(Debug, Clone, Serialize)]
pub struct Counts {
    /// All that is asked.
    pub all: usize,
    /// Of each status of the round.
    pub statuses: Vec<Counted>,
    /// Answered without a status.
    pub no_status: Share,
    /// With several answers of one unit, between which nobody has decided.
    pub undecided: Share,
    /// Not answered.
    pub missing: Share,
}

/// How many have a status.
#[derive(Debug, Clone, Serialize)]
pub struct Counted {
    /// Its word.
    pub name: String,
    /// What it means.
    pub means: Meaning,
    /// How many have it.
    #[serde(flatten)]
    pub share: Share,
}

/// A count and its share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// How much of all, in tenths of a per cent.
    pub per_mille: usize,
}

/// A value that a unit was asked for, beside its target.
#[derive(Debug, Clone, Serialize)]
pub struct ValueLine {
    /// Its id: `i7@东区`, `18-2/1`.
    pub id: String,
    /// 序号 of the indicator or item.
    pub number: String,
    /// What has the value.
    pub name: String,
    /// 单位; empty where the target says it itself.
    pub measure: String,
    /// The target as printed.
    pub target: String,
    /// Who was asked.
    pub unit: String,
    /// What was given: once, or several times where nobody has decided; empty where nothing
    /// came.
    pub given: Vec<Given>,
}

/// A value as a unit gave it.
#[derive(Debug, Clone, Serialize)]
pub struct Given {
    /// As written; empty where there is only a note.
    pub written: String,
    /// What was said beside it.
    pub note: String,
    /// How it stands to the target.
    pub standing: Standing,
}

/// A task with its answers.
#[derive(Debug, Clone, Serialize)]
pub struct TaskLines {
    /// Its id: `18-2`.
    pub id: String,
    /// 序号 of its item as printed.
    pub number: String,
    /// 名称 of its item.
    pub name: String,
    /// Its words.
    pub text: String,
    /// The heading of its part, without the count; empty where there is none.
    pub part: String,
    /// The heading of its section, likewise.
    pub section: String,
    /// What stands in the columns that speak of the task; none where one speaks of answers.
    pub cells: Vec<Option<String>>,
    /// Its answers, one a unit, or several where a unit gave several and nobody has decided;
    /// empty where nobody is asked.
    pub answers: Vec<AnswerLine>,
}

/// What a unit answered to a task.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerLine {
    /// The unit.
    pub unit: String,
    /// Whether anything came.
    pub came: bool,
    /// The status that it chose, and what that means.
    pub status: Option<String>,
    /// As above.
    pub means: Option<Meaning>,
    /// All that it wrote, whatever the columns show, in the order of the round's fields.
    pub said: Vec<Said>,
    /// What stands in the columns that speak of answers; none where one speaks of the task.
    pub cells: Vec<Option<String>>,
}

/// What a unit wrote in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The heading of the field.
    pub field: String,
    /// The words.
    pub text: String,
}

impl RollUp {
    /// Of a round with what came back; none before anything came.
    pub fn of(open: &OpenRound, checked: &Checked) -> Option<RollUp> {
        let (round, answers) = (&open.round, &open.answers);
        let came = !answers.received.is_empty()
            || !answers.answers.is_empty()
            || !answers.values.is_empty();
        if !open.decided || !came {
            return None;
        }
        let expected = Expected::of(round, checked);
        let standings = totals::standings(&expected, answers);
        let mut by_task: HashMap<&str, Vec<&totals::Standing<'_>>> = HashMap::new();
        for standing in &standings {
            by_task.entry(standing.task).or_default().push(standing);
        }
        let paths = checked.duties().tasks.iter().enumerate();
        let places = paths.filter_map(|(at, path)| Some((at, path.of(checked.notice())?)));
        let tasks = places.map(|(number, at)| {
            let id = task_id(&at);
            let asked = by_task.remove(id.as_str()).unwrap_or_default();
            let answers = asked.into_iter().flat_map(|s| lines(round, s)).collect();
            let heading = |number: &Option<String>, title: &Option<String>| {
                let title = title.as_deref().unwrap_or_default();
                let number = number.as_deref().filter(|_| !title.is_empty());
                let number = numerals::before_title(number.unwrap_or_default());
                format!("{number}{title}")
            };
            TaskLines {
                id,
                number: number_of(&at),
                name: at.item.short_name().into_owned(),
                text: at.task.text.clone(),
                part: heading(&at.part.number, &at.part.title),
                section: heading(&at.section.number, &at.section.title),
                cells: of_task(round, checked, number, &at),
                answers,
            }
        });
        let tasks = tasks.collect();
        let not_reported = totals::not_reported(&expected, answers);
        Some(RollUp {
            notice: expected.notice.clone(),
            round: round.id.clone(),
            title: round.title.clone(),
            as_of: round.as_of,
            due: round.due,
            to: round.to.clone(),
            first_named_by: round.first_named.as_ref().map(|first| first.by.clone()),
            counts: Counts::of(&Totals::of(&expected, &standings)),
            asked: expected.forms.len(),
            not_reported: not_reported.iter().map(|form| form.unit.clone()).collect(),
            values: values(&expected, &answers.values, checked),
            columns: round.columns.iter().map(|c| c.heading.clone()).collect(),
            tasks,
        })
    }
}

impl Counts {
    fn of(totals: &Totals<'_>) -> Counts {
        let statuses = totals.by_status.iter().map(|(_, count)| *count);
        let rest = [totals.no_status, totals.undecided, totals.missing];
        let counts: Vec<usize> = statuses.chain(rest).collect();
        let shares = totals::shares(&counts);
        let mut shares = counts
            .into_iter()
            .zip(shares)
            .map(|(count, per_mille)| Share { count, per_mille });
        let mut next = || {
            shares.next().unwrap_or(Share {
                count: 0,
                per_mille: 0,
            })
        };
        Counts {
            all: totals.all,
            statuses: { totals.by_status.iter() }
                .map(|(choice, _)| Counted {
                    name: choice.name.clone(),
                    means: choice.means,
                    share: next(),
                })
                .collect(),
            no_status: next(),
            undecided: next(),
            missing: next(),
        }
    }
}

/// The cells of a task in the columns of a round.
fn of_task(
    round: &Round,
    checked: &Checked,
    number: usize,
    at: &TaskAt<'_>,
) -> Vec<Option<String>> {
    let names = checked.phrases().get(number).map(|phrase| &phrase.names);
    let names = names.into_iter().flatten().map(|name| name.meaning.name());
    let names: Vec<&str> = names.collect();
    let cell = |part: Part| {
        Some(match part {
            Part::Number => number_of(at),
            Part::Name => at.item.short_name().into_owned(),
            Part::Task => at.task.text.clone(),
            Part::Units => at.task.responsible.text.clone(),
            Part::First => names.first().copied().unwrap_or_default().to_owned(),
            Part::Others => names.get(1..).unwrap_or_default().join("、"),
            Part::Answered | Part::Status => return None,
        })
    };
    let columns = round.columns.iter();
    columns.map(|column| column.show.and_then(cell)).collect()
}

/// 序号 of the item of a task as printed.
fn number_of(at: &TaskAt<'_>) -> String {
    let label = at.item.label.clone();
    label.unwrap_or_else(|| at.item.number.to_string())
}

/// The lines of a unit that is asked about a task.
fn lines(round: &Round, standing: &totals::Standing<'_>) -> Vec<AnswerLine> {
    let line = |answer: Option<&Answer>| {
        let status = answer.and_then(|a| a.status.as_ref());
        let status = status.map_or("", |words| words.text.as_str());
        let chosen = round.choice(status);
        let status = chosen.map_or(status, |choice| choice.name.as_str());
        let cell = |column: &crate::rounds::round::Column| {
            let words = match (column.show, &column.field) {
                (Some(Part::Answered), _) => &*standing.form.unit,
                (Some(Part::Status), _) => status,
                (None, Some(name)) => answer.and_then(|a| a.field(name)).unwrap_or_default(),
                _ => return None,
            };
            Some(words.to_owned())
        };
        let written = answer.map_or(&[][..], |answer| answer.fields.as_slice());
        let said = written.iter().map(|words| Said {
            field: words.name.clone().unwrap_or_default(),
            text: words.text.clone(),
        });
        AnswerLine {
            unit: standing.form.unit.clone(),
            came: answer.is_some(),
            status: (!status.is_empty()).then(|| status.to_owned()),
            means: chosen.map(|choice| choice.means),
            said: said.collect(),
            cells: round.columns.iter().map(cell).collect(),
        }
    };
    match standing.state {
        State::Missing => vec![line(None)],
        _ => standing.answers.iter().map(|a| line(Some(a))).collect(),
    }
}

/// The values that were asked for, in the order of the forms.
fn values(expected: &Expected, given: &[ValueAnswer], checked: &Checked) -> Vec<ValueLine> {
    let mut by_row: HashMap<(&str, &str), Vec<&ValueAnswer>> = HashMap::new();
    for value in given.iter().filter(|value| value.from.counts()) {
        let key = (value.unit.as_str(), value.of.as_str());
        by_row.entry(key).or_default().push(value);
    }
    let targets = targets(checked);
    let rows = expected.forms.iter();
    let rows = rows.flat_map(|form| form.values.iter().map(move |row| (form, row)));
    let lines = rows.map(|(form, row)| {
        let given = by_row.remove(&(form.unit.as_str(), row.id.as_str()));
        let target = targets.get(&row.id).and_then(Option::as_ref);
        let given = given.unwrap_or_default().into_iter();
        ValueLine {
            id: row.id.clone(),
            number: row.label.clone(),
            name: row.name.clone(),
            measure: row.measure.clone(),
            target: row.target.clone(),
            unit: form.unit.clone(),
            given: given.map(|value| of_value(row, value, target)).collect(),
        }
    });
    lines.collect()
}

fn of_value(row: &ValueRow, value: &ValueAnswer, target: Option<&Value>) -> Given {
    let text = |words: &Option<crate::rounds::answers::Words>| {
        let text = words.as_ref().map(|words| words.text.clone());
        text.unwrap_or_default()
    };
    let written = text(&value.value);
    Given {
        standing: judge::judge(&written, &row.measure, &row.target, target),
        note: text(&value.note),
        written,
    }
}

/// The value of every target that can be asked for, by the id of its row.
fn targets(checked: &Checked) -> HashMap<String, Option<Value>> {
    let notice = checked.notice();
    let mut found = HashMap::new();
    for (file, table) in notice.indicator_tables() {
        for area in &table.areas {
            for (indicator, target) in assign::targets(table, area) {
                let id = format!("{}i{}@{area}", assign::before_id(file), indicator.number);
                // What brackets add to it is a second target, which one value cannot answer.
                let value = target.value.clone().filter(|_| target.also.is_none());
                found.insert(id, value);
            }
        }
    }
    for at in checked.duties().tasks.iter().filter_map(|p| p.of(notice)) {
        for (ordinal, goal) in (1..).zip(&at.task.goals) {
            found.insert(
                format!("{}/{ordinal}", task_id(&at)),
                Some(goal.value.clone()),
            );
        }
    }
    found
}
