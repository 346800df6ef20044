//! The form of a unit on paper, for those who write by hand: the rows and columns of the
//! workbook, with room to write.

use serde::Serialize;

use crate::documents::form_table::FormTable;
use crate::documents::round::table::{TaskCells, ValueCells};
use crate::view::{NoticeRef, Paper, SetTitle, SetsTitles, Title};

/// The form of a unit.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FormView {
    /// The notice.
    pub notice: NoticeRef,
    /// The title of the round.
    pub title: Title,
    /// The lines under it.
    pub lines: Vec<String>,
    /// The unit.
    pub unit: String,
    /// The unit by its name in addresses.
    pub slug: String,
    /// The line with the mark of the form.
    pub mark: String,
    /// The heading of the statuses, and their words.
    pub status: String,
    /// As above.
    pub choices: Vec<String>,
    /// The headings of what is written.
    pub fields: Vec<String>,
    /// The headings of a value, and of what is said beside it.
    pub value: String,
    /// As above.
    pub note: String,
    /// Lines at the foot.
    pub signatures: Vec<String>,
    /// The tasks.
    pub tasks: Vec<TaskCells>,
    /// The values.
    pub values: Vec<ValueCells>,
}

impl SetsTitles for FormView {
    fn titles(&self) -> Vec<SetTitle> {
        vec![self.title.on(Paper::Landscape)]
    }
}

impl FormView {
    /// Of the form that the workbook is made from.
    pub(super) fn of(table: &FormTable, notice: &NoticeRef) -> FormView {
        let form = &table.form;
        let round = &form.round;
        let choices = round.status.choices.iter();
        FormView {
            notice: notice.clone(),
            title: Title::new(&*round.title),
            lines: table.lines.iter().skip(1).cloned().collect(),
            unit: form.unit.clone(),
            slug: form.slug.clone(),
            mark: table.mark.clone(),
            status: round.status.heading.clone(),
            choices: choices.map(|choice| choice.name.clone()).collect(),
            fields: round
                .fields
                .iter()
                .map(|field| field.name.clone())
                .collect(),
            value: round.values.heading.clone(),
            note: round.values.note.clone(),
            signatures: round.signatures.clone(),
            tasks: form.tasks.iter().map(TaskCells::from).collect(),
            values: form.values.iter().map(ValueCells::from).collect(),
        }
    }
}
