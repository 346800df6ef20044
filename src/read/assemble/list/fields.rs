//! What a statement says about a task: by whom, until when, and who can be asked.
//! Lines of their own that say it are read here; what stands inside a paragraph is
//! cut in `pieces`.

use std::ops::Range;

use super::pieces::{self, Piece};
use crate::notice::units::Register;
use crate::notice::{Deadline, Remark};

/// The line of a paragraph, and whether it is its units or the rest that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin {
    pub(super) line: usize,
    pub(super) units: bool,
}

/// One or more statements about the same words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Statement {
    /// The phrase of responsible units.
    pub(super) units: Option<String>,
    /// The label before it, where it says no more than the name of the field.
    pub(super) label: Option<String>,
    /// The line on which the units stand.
    pub(super) line: usize,
    /// The lines of the paragraphs that it was gathered from.
    pub(super) from: Vec<Origin>,
    pub(super) deadline: Option<Deadline>,
    /// Persons and the like, by their labels.
    pub(super) more: Vec<Remark>,
}

impl Statement {
    /// What stands behind the words of a piece; `None` where nothing does.
    pub(super) fn of(piece: &Piece, line: usize) -> Option<Self> {
        // Deadlines and persons that are cut from a piece are to be taken from it here.
        piece.units.as_ref().map(|units| Statement {
            units: Some(units.clone()),
            label: piece.label.clone(),
            line,
            from: vec![Origin { line, units: true }],
            ..Statement::default()
        })
    }

    /// Adds another statement about the same words. There its label tells its units
    /// from those who lead.
    pub(super) fn add(&mut self, other: Statement) {
        match (&mut self.units, other.units) {
            (Some(before), Some(units)) => {
                before.push('；');
                if let Some(label) = &other.label {
                    before.push_str(label);
                    before.push('：');
                }
                before.push_str(&units);
            }
            (before @ None, Some(units)) => {
                *before = Some(units);
                self.label = other.label;
                self.line = other.line;
            }
            (_, None) => {}
        }
        match (&mut self.deadline, other.deadline) {
            // Two times for one task are kept as they stand.
            (Some(before), Some(more)) if before.text != more.text => {
                before.text = format!("{}；{}", before.text, more.text);
                before.date = None;
            }
            (before @ None, more) => *before = more,
            _ => {}
        }
        self.more.extend(other.more);
        self.from.extend(other.from);
    }

    /// What it leaves open is taken from the statement of a heading above.
    pub(super) fn or_from(mut self, above: &Statement) -> Self {
        if self.units.is_none() && above.units.is_some() {
            self.units.clone_from(&above.units);
            self.label.clone_from(&above.label);
            self.line = above.line;
            self.from
                .extend(above.from.iter().filter(|from| from.units));
        }
        self.or_terms_from(above)
    }

    /// The same of all but units.
    pub(super) fn or_terms_from(mut self, above: &Statement) -> Self {
        let mut takes = false;
        if self.deadline.is_none() && above.deadline.is_some() {
            self.deadline.clone_from(&above.deadline);
            takes = true;
        }
        for remark in &above.more {
            if !self.more.iter().any(|m| m.heading == remark.heading) {
                self.more.push(remark.clone());
                takes = true;
            }
        }
        if takes {
            self.from
                .extend(above.from.iter().filter(|from| !from.units));
        }
        self
    }
}

/// A line that says no more than one thing about a task other than its units, such as
/// `完成时限：6月底前`, with the bytes that the name of the field stands for.
pub(super) fn line(text: &str, line: usize, register: &Register) -> Option<Field> {
    let (label, said) = text.split_once('：')?;
    let words = &register.words;
    let is = |labels: &[String]| labels.iter().any(|l| l == label);
    let said = said.trim_end_matches(['。', '；']);
    let start = label.len() + '：'.len_utf8();
    let mut statement = Statement {
        line,
        from: vec![Origin { line, units: false }],
        ..Statement::default()
    };
    let said = said.to_owned();
    let end = start + said.len();
    if said.is_empty() {
        return None;
    } else if is(&words.deadline_labels) {
        let date = None;
        statement.deadline = Some(Deadline { text: said, date });
    } else if is(&words.person_labels) {
        let heading = label.to_owned();
        statement.more.push(Remark {
            heading,
            text: said,
        });
    } else {
        return None;
    }
    let labels = [0..start, end..text.len()];
    Some(Field {
        statement,
        labels: labels.into_iter().filter(|l| !l.is_empty()).collect(),
    })
}

/// A line of its own about a task.
pub(super) struct Field {
    pub(super) statement: Statement,
    pub(super) labels: Vec<Range<usize>>,
}

/// Whether a line begins with a label of units, of a time or of persons.
pub(in crate::read::assemble) fn begins_with_field(text: &str, register: &Register) -> bool {
    let words = &register.words;
    let head = text.trim_start_matches(['（', '【', '〔', '[']);
    pieces::begins_with_label(text, register)
        || head.split_once('：').is_some_and(|(label, _)| {
            let mut labels = words.deadline_labels.iter().chain(&words.person_labels);
            labels.any(|l| l == label)
        })
}
