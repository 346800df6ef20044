//! What has not come: for every unit that is asked, the tasks and values of its form to which
//! no answer counts. Whoever has sent nothing lacks all of them.

use std::collections::HashSet;

use crate::notice::check::Checked;
use crate::rounds::OpenRound;
use crate::rounds::booking::Expected;
use crate::rounds::form::{TaskRow, ValueRow};
use crate::rounds::totals;

/// What a unit has not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// The unit.
    pub unit: String,
    /// The unit by its name in addresses.
    pub slug: String,
    /// Whether nothing at all has come of it.
    pub silent: bool,
    /// The tasks without an answer, in the order of its form.
    pub tasks: Vec<TaskRow>,
    /// The values that were not given.
    pub values: Vec<ValueRow>,
}

/// The units that lack something, in the order of the forms; none before the office has
/// decided all of the round.
pub fn lacking(open: &OpenRound, checked: &Checked) -> Vec<Lacking> {
    if !open.decided {
        return Vec::new();
    }
    let expected = Expected::of(&open.round, checked);
    let answers = &open.answers;
    let silent = totals::not_reported(&expected, answers);
    let silent: HashSet<&str> = silent.into_iter().map(|form| form.unit.as_str()).collect();
    let tasks = answers.answers.iter().filter(|a| a.from.counts());
    let tasks: HashSet<(&str, &str)> = tasks.map(|a| (a.unit.as_str(), a.task.as_str())).collect();
    let values = answers.values.iter().filter(|v| v.from.counts());
    let values: HashSet<(&str, &str)> = values.map(|v| (v.unit.as_str(), v.of.as_str())).collect();
    let forms = expected.forms.iter().map(|form| {
        let unit = form.unit.as_str();
        let tasks = form
            .tasks
            .iter()
            .filter(|row| !tasks.contains(&(unit, row.id.as_str())));
        let values = form
            .values
            .iter()
            .filter(|row| !values.contains(&(unit, row.id.as_str())));
        Lacking {
            unit: form.unit.clone(),
            slug: form.slug.clone(),
            silent: silent.contains(unit),
            tasks: tasks.cloned().collect(),
            values: values.cloned().collect(),
        }
    });
    forms
        .filter(|lacks| lacks.silent || !lacks.tasks.is_empty() || !lacks.values.is_empty())
        .collect()
}
