//! The roll-up as it is printed and as its page shows it: what stands before the table (counts,
//! values beside their targets, what lags, what is done, what has not come), and the table.

use serde::Serialize;

use crate::documents::round::before::Before;
use crate::documents::round::lines::{self, MissedLine, StatusLine, ValueRow};
use crate::documents::round::table::{self, RollUpTable};
use crate::rounds::lacking::Lacking;
use crate::rounds::rollup::{AnswerLine, RollUp, Said, TaskLines};
use crate::rounds::round::{Meaning, Round};
use crate::view::{NoticeRef, Paper, SetTitle, SetsTitles, Title};
use crate::wording::Wording;

/// The roll-up of a round.
#[derive(Debug, Clone, Serialize)]
pub struct RollUpView {
    /// The notice.
    pub notice: NoticeRef,
    /// The id of the round.
    pub round: String,
    /// Its title, as the office wrote it.
    pub name: String,
    /// The title of the report.
    pub title: Title,
    /// The title of the table.
    pub table_title: Title,
    /// 情况截至…
    pub as_of: Option<String>,
    /// 请于…前报…
    pub due: Option<String>,
    /// How many units were asked, and how many have reported, in one sentence.
    pub asked: String,
    /// By whose word a column has the first-named units, in one sentence.
    pub first_named: Option<String>,
    /// How many have which status.
    pub statuses: Vec<StatusLine>,
    /// The sum of them.
    pub all: usize,
    /// What the round calls a status, and a value.
    pub status_heading: String,
    /// As above.
    pub values_heading: String,
    /// The values beside their targets.
    pub values: Vec<ValueRow>,
    /// Values that miss their targets.
    pub missed: Vec<MissedLine>,
    /// Tasks that a unit calls lagging.
    pub behind: Vec<TaskLine>,
    /// Tasks that a unit calls done.
    pub done: Vec<TaskLine>,
    /// What a unit answered in several ways, between which nobody has decided; of a value the
    /// status is the value as written.
    pub undecided: Vec<TaskLine>,
    /// Units of which nothing has come.
    pub silent: Vec<LackingLine>,
    /// Units whose answers lack something.
    pub partial: Vec<LackingLine>,
    /// The table.
    pub table: RollUpTable,
}

/// A task with what a unit says of it.
#[derive(Debug, Clone, Serialize)]
pub struct TaskLine {
    /// Its id: `18-2`.
    pub id: String,
    /// Its words, without the stop at their end.
    pub text: String,
    /// 第1项
    pub place: String,
    /// Who says it.
    pub unit: String,
    /// The status that the unit chose.
    pub status: String,
    /// What it wrote.
    pub said: Vec<Said>,
}

/// A unit that lacks something.
#[derive(Debug, Clone, Serialize)]
pub struct LackingLine {
    /// The unit.
    pub unit: String,
    /// The unit by its name in addresses.
    pub slug: String,
    /// How many tasks.
    pub tasks: usize,
    /// How many values.
    pub values: usize,
}

impl SetsTitles for RollUpView {
    fn titles(&self) -> Vec<SetTitle> {
        vec![
            self.title.on(Paper::Portrait),
            self.table_title.on(Paper::Landscape),
        ]
    }
}

impl RollUpView {
    /// Of a roll-up; `lacks` are the units that lack something, `before` is the round before.
    pub(super) fn of(
        found: &RollUp,
        round: &Round,
        (lacks, before): (&[Lacking], Option<&Before<'_>>),
        notice: &NoticeRef,
        wording: &Wording,
    ) -> RollUpView {
        let words = &wording.rounds;
        let title = [("title", found.title.as_str())];
        let count = |number: usize| number.to_string();
        let silent = found.not_reported.len();
        let numbers = [found.asked, found.asked - silent, silent].map(count);
        let first = round.first_named.as_ref().map(|first| {
            let words_of = [("word", first.shown_as.as_str()), ("by", &first.by)];
            words.first_named.with(words_of)
        });
        let with = |means| tasks_that(found, means, wording);
        let lines = |wanted: bool| {
            let some = lacks.iter().filter(|lacks| lacks.silent == wanted);
            some.map(LackingLine::of).collect()
        };
        RollUpView {
            notice: notice.clone(),
            round: found.round.clone(),
            name: found.title.clone(),
            title: Title::new(words.report_title.with(title)),
            table_title: Title::new(words.table_title.with(title)),
            as_of: { found.as_of }.map(|day| words.as_of.with([("date", &day.han())])),
            due: found.due.zip(found.to.as_deref()).map(|(day, to)| {
                let filled = [("date", &*day.han()), ("to", to)];
                words.due.with(filled)
            }),
            asked: words.asked.with([
                ("asked", &*numbers[0]),
                ("reported", &numbers[1]),
                ("missing", &numbers[2]),
            ]),
            first_named: first,
            statuses: lines::statuses(&found.counts, words),
            all: found.counts.all,
            status_heading: round.status.heading.clone(),
            values_heading: round.values.heading.clone(),
            values: lines::values(&found.values, words),
            missed: lines::missed(&found.values, words),
            behind: with(Meaning::Behind),
            done: by_task(with(Meaning::Done)),
            undecided: undecided(found, wording),
            silent: lines(true),
            partial: lines(false),
            table: table::of(found, round, before, wording),
        }
    }
}

impl LackingLine {
    fn of(lacks: &Lacking) -> LackingLine {
        LackingLine {
            unit: lacks.unit.clone(),
            slug: lacks.slug.clone(),
            tasks: lacks.tasks.len(),
            values: lacks.values.len(),
        }
    }
}

/// The tasks of which a unit chose a status with this meaning, and nothing else beside it.
fn tasks_that(found: &RollUp, means: Meaning, wording: &Wording) -> Vec<TaskLine> {
    let chosen = pairs(found)
        .filter(|(task, answer)| answer.means == Some(means) && !is_one_of_several(task, answer));
    let line = |(task, answer)| TaskLine::of(task, answer, wording);
    chosen.map(line).collect()
}

/// One line for all units that say the same of a task, without what each wrote.
fn by_task(lines: Vec<TaskLine>) -> Vec<TaskLine> {
    let mut found: Vec<TaskLine> = Vec::new();
    for line in lines {
        match found.last_mut() {
            Some(last) if last.id == line.id && last.status == line.status => {
                last.unit = format!("{}、{}", last.unit, line.unit);
            }
            _ => found.push(TaskLine {
                said: Vec::new(),
                ..line
            }),
        }
    }
    found
}

/// What stands there in several ways: tasks, then values.
fn undecided(found: &RollUp, wording: &Wording) -> Vec<TaskLine> {
    let tasks = pairs(found).filter(|(task, answer)| is_one_of_several(task, answer));
    let tasks = tasks.map(|(task, answer)| TaskLine::of(task, answer, wording));
    let values = found.values.iter().filter(|line| line.given.len() > 1);
    let values = values.flat_map(|line| {
        line.given.iter().map(|given| TaskLine {
            id: line.id.clone(),
            text: line.name.clone(),
            place: lines::place(&line.number, &wording.rounds),
            unit: line.unit.clone(),
            status: given.written.clone(),
            said: Vec::new(),
        })
    });
    tasks.chain(values).collect()
}

fn pairs(found: &RollUp) -> impl Iterator<Item = (&TaskLines, &AnswerLine)> {
    let of = |task| move |answer| (task, answer);
    let tasks = found.tasks.iter();
    tasks.flat_map(move |task: &TaskLines| task.answers.iter().map(of(task)))
}

/// Whether the unit gave other answers to the task too.
fn is_one_of_several(task: &TaskLines, answer: &AnswerLine) -> bool {
    let same = task
        .answers
        .iter()
        .filter(|other| other.unit == answer.unit);
    same.count() > 1
}

impl TaskLine {
    fn of(task: &TaskLines, answer: &AnswerLine, wording: &Wording) -> TaskLine {
        let status = answer.status.clone();
        TaskLine {
            id: task.id.clone(),
            text: task.text.trim_end_matches(['。', '；']).to_owned(),
            place: lines::place(&task.number, &wording.rounds),
            unit: answer.unit.clone(),
            status: status.unwrap_or_else(|| wording.rounds.no_status.clone()),
            said: answer.said.clone(),
        }
    }
}
