//! What reminds a unit of what it has not sent: one sheet for every unit that lacks something,
//! with the tasks and values that it lacks.

use serde::Serialize;

use crate::documents::round::table::{TaskCells, ValueCells};
use crate::rounds::lacking::Lacking;
use crate::rounds::round::Round;
use crate::view::{NoticeRef, Paper, SetTitle, SetsTitles, Title};
use crate::wording::Wording;

/// The reminder of a unit.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ReminderView {
    /// The notice.
    pub notice: NoticeRef,
    /// Its title.
    pub title: Title,
    /// The unit.
    pub unit: String,
    /// The unit by its name in addresses.
    pub slug: String,
    /// The title of the round.
    pub name: String,
    /// The day that the answers speak of.
    pub as_of: Option<String>,
    /// The last day for answers.
    pub due: Option<String>,
    /// Who gets them.
    pub to: Option<String>,
    /// Whether nothing at all has come.
    pub silent: bool,
    /// The tasks without an answer.
    pub tasks: Vec<TaskCells>,
    /// The values that were not given.
    pub values: Vec<ValueCells>,
}

impl SetsTitles for ReminderView {
    fn titles(&self) -> Vec<SetTitle> {
        vec![self.title.on(Paper::Portrait)]
    }
}

impl ReminderView {
    /// Of what a unit lacks in a round of a notice.
    pub(super) fn of(
        lacks: &Lacking,
        round: &Round,
        notice: &NoticeRef,
        wording: &Wording,
    ) -> ReminderView {
        let title = [("title", round.title.as_str())];
        ReminderView {
            notice: notice.clone(),
            title: Title::new(wording.rounds.reminder_title.with(title)),
            unit: lacks.unit.clone(),
            slug: lacks.slug.clone(),
            name: round.title.clone(),
            as_of: round.as_of.map(|day| day.han()),
            due: round.due.map(|day| day.han()),
            to: round.to.clone(),
            silent: lacks.silent,
            tasks: lacks.tasks.iter().map(TaskCells::from).collect(),
            values: lacks.values.iter().map(ValueCells::from).collect(),
        }
    }
}
