//! What is printed and shown of a round of self-checks: the roll-up with its report, a reminder
//! for every unit that lacks something, the form to write on by hand, the page of the site.

mod before;
pub(in crate::documents) mod lines;
mod paper;
mod reminders;
pub mod report;
pub(in crate::documents) mod table;

use std::sync::Arc;

use serde::Serialize;

use crate::documents::document::Document;
use crate::documents::form_table::FormTable;
use crate::documents::kind::DocumentKind;
use crate::documents::pdfs;
use crate::notice::check::Checked;
use crate::rounds::OpenRound;
use crate::rounds::lacking;
use crate::rounds::rollup::RollUp;
use crate::view::NoticeRef;
use crate::wording::Wording;

use before::Before;
use paper::FormView;
use reminders::ReminderView;
use report::RollUpView;

/// What is shown of a round that the office has decided.
#[derive(Debug, Clone, Serialize)]
pub struct RoundViews {
    /// The id of the round: `2017-07`.
    pub id: String,
    /// Its title.
    pub name: String,
    /// Its roll-up; none before anything came.
    pub rollup: Option<RollUpView>,
    /// A reminder for every unit that lacks something; likewise.
    reminders: Vec<ReminderView>,
    /// The forms to write on by hand.
    forms: Vec<FormView>,
}

/// The rounds of a notice that are decided, in their order; `forms` are those of all rounds.
pub fn views(
    rounds: &[OpenRound],
    forms: &[Arc<FormTable>],
    checked: &Checked,
    notice: &NoticeRef,
    wording: &Wording,
) -> Vec<RoundViews> {
    let found = rounds.iter().filter(|open| open.decided);
    let found = found.map(|open| (open, RollUp::of(open, checked)));
    let found: Vec<(&OpenRound, Option<RollUp>)> = found.collect();
    let of = |(open, rollup): &(&OpenRound, Option<RollUp>)| {
        let round = &open.round;
        let lacks = match rollup {
            Some(_) => lacking::lacking(open, checked),
            None => Vec::new(),
        };
        let rollups = found.iter().filter_map(|(_, rollup)| rollup.as_ref());
        let before = Before::of(rollups, round, &wording.rounds);
        let forms = forms.iter().filter(|table| table.form.round.id == round.id);
        let reminders = lacks.iter();
        RoundViews {
            id: round.id.clone(),
            name: round.title.clone(),
            reminders: reminders
                .map(|lacks| ReminderView::of(lacks, round, notice, wording))
                .collect(),
            rollup: { rollup.as_ref() }.map(|found| {
                let with = (lacks.as_slice(), before.as_ref());
                RollUpView::of(found, round, with, notice, wording)
            }),
            forms: forms.map(|table| FormView::of(table, notice)).collect(),
        }
    };
    found.iter().map(of).collect()
}

/// The PDFs of the rounds of a notice.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn documents(rounds: &[RoundViews]) -> Result<Vec<Document>, String> {
    let mut made = Vec::new();
    for round in rounds {
        let folder = format!("rounds/{}", round.id);
        if let Some(rollup) = &round.rollup {
            let stem = format!("{folder}/summary");
            let id = &rollup.notice.id;
            made.push(pdfs::pdf(id, &stem, DocumentKind::RollUp, None, rollup)?);
        }
        for reminder in &round.reminders {
            let stem = format!("{folder}/reminders/{}", reminder.slug);
            let (id, unit) = (&reminder.notice.id, Some(reminder.unit.as_str()));
            made.push(pdfs::pdf(
                id,
                &stem,
                DocumentKind::Reminder,
                unit,
                reminder,
            )?);
        }
        for form in &round.forms {
            let stem = format!("{folder}/forms/{}", form.slug);
            let (id, unit) = (&form.notice.id, Some(form.unit.as_str()));
            made.push(pdfs::pdf(id, &stem, DocumentKind::Form, unit, form)?);
        }
    }
    Ok(made)
}
