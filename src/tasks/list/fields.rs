//! What statements say about a task: by whom, until when, and who can be asked.

use crate::notice::{Deadline, Remark};
use crate::tasks::list::piece::Piece;

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
    /// Somebody leads, as it says.
    pub(super) leads: bool,
    /// All that it names join somebody else.
    pub(super) joins: bool,
    /// The line on which the units stand.
    pub(super) line: usize,
    /// The lines of the paragraphs that it was gathered from.
    pub(super) from: Vec<Origin>,
    pub(super) deadline: Option<Deadline>,
    /// The phrase of units says by when itself.
    pub(super) timed: bool,
    /// Its units are more of those named before it, on a line of their own.
    pub(super) goes_on: bool,
    /// Persons and the like, by their labels.
    pub(super) more: Vec<Remark>,
}

impl Statement {
    /// What stands behind the words of a piece; `None` where nothing does.
    pub(super) fn of(piece: &Piece, line: usize) -> Option<Self> {
        piece.states().then(|| Statement {
            units: piece.units.clone(),
            label: piece.label.clone(),
            leads: piece.leads,
            joins: piece.joins,
            line,
            deadline: piece
                .deadline
                .clone()
                .map(|text| Deadline { text, date: None }),
            timed: piece.timed,
            goes_on: false,
            more: piece.more.clone(),
            from: origins(piece, line),
        })
    }

    /// Adds another statement about the same words. There its label tells its units
    /// from those who lead.
    pub(super) fn add(&mut self, other: Statement) {
        self.joins = other.joins && (self.joins || self.units.is_none())
            || other.units.is_none() && self.joins;
        self.leads |= other.leads;
        match (&mut self.units, other.units) {
            (Some(before), Some(units)) => {
                before.push(if other.goes_on { '、' } else { '；' });
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
        self.timed |= other.timed;
        self.more.extend(other.more);
        self.from.extend(other.from);
    }

    /// What it leaves open is taken from the statement of a heading above.
    pub(super) fn or_from(mut self, above: &Statement) -> Self {
        if self.units.is_none() && above.units.is_some() {
            self.units.clone_from(&above.units);
            self.label.clone_from(&above.label);
            (self.leads, self.joins) = (above.leads, above.joins);
            self.line = above.line;
            self.timed |= above.timed;
            self.from
                .extend(above.from.iter().filter(|from| from.units));
        }
        self.or_terms_from(above)
    }

    /// Those who join somebody, as it says, join whom the heading above names.
    pub(super) fn with_those_above(mut self, above: &Statement) -> Self {
        if !self.joins || self.units.is_none() {
            return self;
        }
        let units = self.units.take().unwrap_or_default();
        let before = above.units.as_deref().unwrap_or_default();
        self.units = Some(format!("{before}；{units}"));
        (self.leads, self.joins) = (above.leads, false);
        self.from
            .extend(above.from.iter().filter(|from| from.units));
        self
    }

    /// The same of all but units.
    pub(super) fn or_terms_from(mut self, above: &Statement) -> Self {
        let mut takes = false;
        if self.deadline.is_none() && !self.timed && above.deadline.is_some() {
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

/// Where a piece says who is responsible, and where the rest.
fn origins(piece: &Piece, line: usize) -> Vec<Origin> {
    let rest = piece.deadline.is_some() || !piece.more.is_empty();
    let said = [(piece.units.is_some(), true), (rest, false)];
    let said = said.into_iter().filter(|(there, _)| *there);
    said.map(|(_, units)| Origin { line, units }).collect()
}
