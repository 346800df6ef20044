//! The round before another, of which the later one says how each task stood then.

use std::collections::HashMap;

use crate::rounds::rollup::RollUp;
use crate::rounds::round::Round;
use crate::wording::Rounds;

/// How every task stood with every unit in an earlier round of the same notice.
#[derive(Debug)]
pub(super) struct Before<'r> {
    /// The title of that round.
    pub(super) title: &'r str,
    /// The status in words, by task and unit.
    statuses: HashMap<(&'r str, &'r str), &'r str>,
}

impl<'r> Before<'r> {
    /// The latest of `rollups` that speaks of an earlier day than `round`.
    pub(super) fn of(
        rollups: impl Iterator<Item = &'r RollUp>,
        round: &Round,
        words: &'r Rounds,
    ) -> Option<Before<'r>> {
        let earlier = rollups.filter(|rollup| rollup.as_of < round.as_of);
        let latest = earlier.max_by_key(|rollup| rollup.as_of)?;
        let mut statuses = HashMap::new();
        for task in &latest.tasks {
            for answer in &task.answers {
                let status = match (&answer.status, answer.came) {
                    (Some(status), _) => status,
                    (None, true) => &words.no_status,
                    (None, false) => &words.missing,
                };
                let told = statuses.entry((task.id.as_str(), answer.unit.as_str()));
                // Of several answers of one unit none is taken.
                told.and_modify(|told: &mut &str| *told = &words.undecided)
                    .or_insert(status.as_str());
            }
        }
        Some(Before {
            title: &latest.title,
            statuses,
        })
    }

    /// How a task stood with a unit; empty where it was not asked.
    pub(super) fn status(&self, task: &str, unit: &str) -> &'r str {
        self.statuses
            .get(&(task, unit))
            .copied()
            .unwrap_or_default()
    }
}
