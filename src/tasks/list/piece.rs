//! A stretch of a paragraph with what is said behind it.

use super::segments::{Field, Kind};
use crate::notice::Remark;
use crate::units::phrase;

/// A stretch of a paragraph and the units that stand behind it. All ranges are in
/// bytes of the normalised text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Piece {
    /// The words, without the units; may be empty.
    pub(super) text: String,
    /// The phrase of responsible units.
    pub(super) units: Option<String>,
    /// The label before it, where it says no more than the name of the field.
    pub(super) label: Option<String>,
    /// Somebody leads, as it says.
    pub(super) leads: bool,
    /// All that it names join somebody else.
    pub(super) joins: bool,
    /// By when, where a label says so.
    pub(super) deadline: Option<String>,
    /// The phrase of units says by when itself.
    pub(super) timed: bool,
    /// Persons, by their labels.
    pub(super) more: Vec<Remark>,
}

impl Piece {
    /// The phrase behind another for the same words. There its label tells it from
    /// those who lead.
    pub(super) fn behind(&self, before: Option<&str>) -> String {
        let units = self.units.as_deref().unwrap_or_default();
        match (before, &self.label) {
            (Some(before), Some(label)) => format!("{before}；{label}：{units}"),
            (Some(before), None) => format!("{before}；{units}"),
            (None, _) => units.to_owned(),
        }
    }

    /// Takes in what another statement says of the same words.
    pub(super) fn merge(&mut self, next: Piece) {
        self.joins = next.joins && (self.joins || self.units.is_none())
            || next.units.is_none() && self.joins;
        self.leads |= next.leads;
        if next.units.is_some() {
            self.units = Some(next.behind(self.units.as_deref()));
        }
        self.deadline = match (self.deadline.take(), next.deadline) {
            (Some(own), Some(more)) => Some(format!("{own}；{more}")),
            (own, more) => own.or(more),
        };
        self.timed |= next.timed;
        self.more.extend(next.more);
    }

    /// Adds what a field says.
    pub(super) fn add_field(&mut self, text: &str, field: &Field) {
        let mut said = text[field.says.clone()].to_owned();
        // 责任领导：王磊；12月底前
        if field.kind == Kind::Person
            && let Some((person, time)) = said.rsplit_once(['；', '，'])
            && phrase::is_time(time.trim())
        {
            let time = time.trim().to_owned();
            said = person.trim_end().to_owned();
            self.add_time(time);
        }
        if field.kind != Kind::Time {
            let heading = text[field.label.clone()].trim().to_owned();
            self.more.push(Remark {
                heading,
                text: said,
            });
            return;
        }
        self.add_time(said);
    }

    fn add_time(&mut self, said: String) {
        self.deadline = Some(match self.deadline.take() {
            Some(before) => format!("{before}；{said}"),
            None => said,
        });
    }

    /// Whether it says anything of duty.
    pub(super) fn states(&self) -> bool {
        self.units.is_some() || self.deadline.is_some() || !self.more.is_empty()
    }
}
