//! What pages say of rounds of self-checks: the status of each task, of all units or of one,
//! and values beside the targets of an area.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use crate::documents::round::RoundViews;
use crate::documents::site::progress::{self, Said};
use crate::view::PacketTarget;

/// So many units are named beside a status; of more it says how many they are.
const NAMED: usize = 3;

/// A round, as the pages of its notice link to it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RoundLink<'a> {
    /// Its page: `rounds/<id>.html`.
    pub id: &'a str,
    /// Its title.
    pub name: &'a str,
}

/// What a page says of a round.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RoundLine<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// Whether anything came.
    pub came: bool,
    /// How the tasks of the page stand.
    pub marks: Vec<Mark<'a>>,
}

/// A status with how often it is there, or who has it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Mark<'a> {
    pub sign: &'a str,
    pub word: &'a str,
    pub count: usize,
    /// The units, where they are few and the page is not that of one.
    pub units: Vec<&'a str>,
}

/// What is said of one task in a round.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TaskMarks<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub marks: Vec<Mark<'a>>,
}

/// What is said of the target of an area in a round.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ValueMark<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub written: &'a str,
    pub sign: &'a str,
    pub standing: &'a str,
}

/// What a page says of rounds: one line each, and beside each of its tasks, by their ids.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Marks<'a> {
    pub rounds: Vec<RoundLine<'a>>,
    pub tasks: BTreeMap<&'a str, Vec<TaskMarks<'a>>>,
}

/// What all rounds of a notice say.
#[derive(Debug)]
pub(super) struct Rounds<'a> {
    /// Each with what was said in it.
    pub(super) all: Vec<(&'a RoundViews, Vec<Said<'a>>)>,
}

impl<'a> Rounds<'a> {
    pub(super) fn of(rounds: &'a [RoundViews]) -> Rounds<'a> {
        let all = rounds.iter().map(|round| {
            let said = round.rollup.as_ref().map(progress::said);
            (round, said.unwrap_or_default())
        });
        Rounds { all: all.collect() }
    }

    /// Links to their pages.
    pub(super) fn links(&self) -> Vec<RoundLink<'a>> {
        let rounds = self.all.iter().map(|(round, _)| RoundLink {
            id: &round.id,
            name: &round.name,
        });
        rounds.collect()
    }

    /// What a page says that shows the tasks with these ids: of all units, or of one.
    pub(super) fn marks<'t>(
        &self,
        tasks: impl Iterator<Item = &'t str>,
        unit: Option<&str>,
    ) -> Marks<'a> {
        let mut made = Marks::default();
        if self.all.is_empty() {
            return made;
        }
        let wanted: HashSet<&str> = tasks.collect();
        for (round, said) in &self.all {
            let ours = said.iter().filter(|one| {
                wanted.contains(one.task) && unit.is_none_or(|unit| one.unit == unit)
            });
            let ours: Vec<&Said<'a>> = ours.collect();
            let came = round.rollup.is_some();
            // Who was not asked has nothing to say.
            if came && ours.is_empty() {
                continue;
            }
            let statuses = counted(round, &ours);
            made.rounds.push(RoundLine {
                id: &round.id,
                name: &round.name,
                came,
                marks: statuses,
            });
            let mut by_task: BTreeMap<&'a str, Vec<&Said<'a>>> = BTreeMap::new();
            for one in ours {
                by_task.entry(one.task).or_default().push(one);
            }
            for (task, of_task) in by_task {
                let mut marks = counted(round, &of_task);
                for mark in &mut marks {
                    let with = of_task.iter();
                    let with = with.filter(|one| one.sign == mark.sign && one.status == mark.word);
                    let few = unit.is_none() && mark.count <= NAMED;
                    mark.units = with.filter(|_| few).map(|one| one.unit).collect();
                }
                made.tasks.entry(task).or_default().push(TaskMarks {
                    id: &round.id,
                    name: &round.name,
                    marks,
                });
            }
        }
        made
    }

    /// What is said of the targets of an area, by the keys of their indicators.
    pub(super) fn values<'t>(
        &self,
        area: &str,
        targets: &'t [PacketTarget],
    ) -> BTreeMap<&'t str, Vec<ValueMark<'a>>> {
        let mut made: BTreeMap<&str, Vec<ValueMark<'a>>> = BTreeMap::new();
        let came = self.all.iter();
        for rollup in came.filter_map(|(round, _)| round.rollup.as_ref()) {
            for target in targets {
                let stem = target.annex.as_ref().map_or("", |annex| &annex.stem);
                let table = stem
                    .rsplit_once('-')
                    .map(|(_, number)| format!("{number}."));
                let id = format!("{}i{}@{area}", table.unwrap_or_default(), target.number);
                let values = rollup.values.iter().filter(|value| value.id == id);
                let marks = values.map(|value| ValueMark {
                    id: &rollup.round,
                    name: &rollup.name,
                    written: &value.written,
                    sign: value.sign,
                    standing: &value.standing,
                });
                let marks: Vec<ValueMark<'a>> = marks.collect();
                if !marks.is_empty() {
                    made.entry(&target.key).or_default().extend(marks);
                }
            }
        }
        made
    }
}

/// How many of these have each status, in the order of the report; those that none has are
/// left out.
fn counted<'a>(round: &'a RoundViews, said: &[&Said<'a>]) -> Vec<Mark<'a>> {
    let statuses = round.rollup.iter().flat_map(|rollup| &rollup.statuses);
    let marks = statuses.map(|status| {
        let is = |one: &&&Said<'_>| one.sign == status.sign && one.status == status.name;
        Mark {
            sign: status.sign,
            word: &status.name,
            count: said.iter().filter(is).count(),
            units: Vec::new(),
        }
    });
    marks.filter(|mark| mark.count > 0).collect()
}
