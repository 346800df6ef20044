//! What the workbook of a form is made from: the form, and the words that are printed on it.

use std::sync::{Arc, OnceLock};

use crate::hash::Digest;
use crate::notice::check::Checked;
use crate::rounds::OpenRound;
use crate::rounds::form::{self, Form};
use crate::view;
use crate::wording::{Columns, Rounds, Wording};

/// What the workbook of a form is made from.
#[derive(Debug)]
pub struct FormTable {
    /// The form.
    pub form: Form,
    /// The lines over its rows.
    pub lines: Vec<String>,
    /// The line with its mark.
    pub mark: String,
    /// The words that are printed beside what the form itself says.
    pub words: Rounds,
    /// Headings.
    pub columns: Columns,
    hash: OnceLock<String>,
}

impl FormTable {
    /// A hash of it all.
    pub fn hash(&self) -> &str {
        self.hash.get_or_init(|| {
            let all = (
                &self.form,
                &self.lines,
                &self.mark,
                &self.words,
                &self.columns,
            );
            Digest::of_json(&all).map_or_else(|fault| fault, String::from)
        })
    }
}

/// The forms of the rounds of a notice that are decided, in their order.
pub fn tables(rounds: &[OpenRound], checked: &Checked, wording: &Wording) -> Vec<Arc<FormTable>> {
    let decided = rounds.iter().filter(|open| open.decided);
    let forms = decided.flat_map(|open| form::forms(&open.round, checked));
    forms.map(|form| Arc::new(table(form, wording))).collect()
}

fn table(form: Form, wording: &Wording) -> FormTable {
    let (words, round) = (&wording.rounds, &form.round);
    let mut lines = vec![
        round.title.clone(),
        words.notice.with([
            ("notice", &view::cited(&form.notice)),
            ("number", &form.number),
        ]),
        words.unit.with([("unit", &form.unit)]),
    ];
    if let Some(day) = round.as_of {
        lines.push(words.as_of.with([("date", &day.han())]));
    }
    if let (Some(day), Some(to)) = (round.due, &round.to) {
        lines.push(words.due.with([("date", &*day.han()), ("to", to)]));
    }
    if let Some(said) = &round.said {
        lines.push(words.said.with([("said", said)]));
    }
    lines.extend(round.instructions.iter().cloned());
    FormTable {
        mark: words.mark.with([("mark", &form.mark)]),
        lines,
        words: words.clone(),
        columns: wording.columns.clone(),
        form,
        hash: OnceLock::new(),
    }
}
