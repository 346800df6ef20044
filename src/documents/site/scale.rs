//! Where targets stand on an axis: the values of one indicator as marks, in
//! percent of the width of the picture.

use serde::Serialize;

use crate::documents::site::sizes::{ABOUT, ARROW, FAR, HALF, LINE, MARGIN, POINTED, ROOM, STILL};
use crate::view::{ValueKind, ValueView};

/// One shape of a picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Mark {
    /// `solid`, `range`, `about`, `open`, `upto`, `line`, `none`, `words`, `city`, `band`: rectangles
    /// from `x` to `x + width`; `more`, `less`: arrows at `x`; `dot`: a point at `x`.
    pub shape: &'static str,
    /// Left edge, in percent of the width.
    pub x: f64,
    /// Width in percent.
    pub width: f64,
}

impl Mark {
    pub(super) fn new(shape: &'static str, x: f64, width: f64) -> Mark {
        Mark {
            shape,
            x: round(x),
            width: round(width),
        }
    }
}

/// The axis of one indicator.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    /// The row is of changes (提高1个百分点), so that 持平 is zero on its axis.
    changes: bool,
}

impl Scale {
    /// The axis for the targets of areas, and whether the city's fits on it. With
    /// `from_zero` it begins at zero, as bars must; else at the smallest value.
    pub(super) fn new(
        areas: &[&ValueView],
        city: Option<&ValueView>,
        from_zero: bool,
    ) -> (Scale, bool) {
        let all = || areas.iter().copied().chain(city);
        let changes = all().any(|v| matches!(v.kind, ValueKind::Change | ValueKind::ChangeAbout));
        let ends = |value: &ValueView| {
            let placed =
                changes || !matches!(value.kind, ValueKind::Unchanged | ValueKind::PositiveGrowth);
            [value.low, value.high]
                .into_iter()
                .flatten()
                .filter(move |_| placed)
        };
        let mut numbers: Vec<f64> = areas.iter().flat_map(|v| ends(v)).collect();
        let largest = numbers.iter().fold(0.0_f64, |m, n| m.max(n.abs()));
        let of_city: Vec<f64> = city.into_iter().flat_map(ends).collect();
        let fits = !of_city.is_empty() && of_city.iter().all(|n| n.abs() <= largest * FAR);
        if fits {
            numbers.extend(of_city);
        }
        let edge =
            |start: f64, pick: fn(f64, f64) -> f64| numbers.iter().copied().fold(start, pick);
        let (mut low, mut high) = if from_zero {
            (edge(0.0, f64::min), edge(0.0, f64::max))
        } else {
            (
                edge(f64::INFINITY, f64::min),
                edge(f64::NEG_INFINITY, f64::max),
            )
        };
        if !low.is_finite() || !high.is_finite() || low == high {
            let middle = if low.is_finite() { low } else { 0.0 };
            (low, high) = if from_zero {
                (middle.min(0.0), middle.max(1.0))
            } else {
                (middle - 1.0, middle + 1.0)
            };
        }
        let span = high - low;
        if from_zero {
            high = low + span * ROOM;
        } else {
            (low, high) = (low - span * MARGIN, high + span * MARGIN);
        }
        (Scale { low, high, changes }, fits)
    }

    /// A number's place, in percent of the width.
    pub(super) fn at(&self, number: f64) -> f64 {
        (number - self.low) / (self.high - self.low) * 100.0
    }

    /// Whether a value has a place on this axis.
    pub(super) fn places(&self, value: &ValueView) -> bool {
        match value.kind {
            ValueKind::Unchanged | ValueKind::PositiveGrowth => self.changes,
            _ => value.low.is_some() || value.high.is_some(),
        }
    }

    /// The value as a bar, from zero.
    pub(super) fn bar(&self, value: Option<&ValueView>) -> Vec<Mark> {
        let Some(value) = value else {
            return vec![Mark::new("words", 0.0, 100.0)];
        };
        if value.kind == ValueKind::NotApplicable {
            return vec![Mark::new("none", 0.0, 100.0)];
        }
        if value.kind == ValueKind::Above
            || (value.kind == ValueKind::PositiveGrowth && !self.changes)
        {
            // What has to be exceeded has no number: a line in the middle stands for it.
            return vec![
                Mark::new("line", HALF, LINE),
                Mark::new("open", HALF, ARROW - HALF),
                Mark::new("more", ARROW, 0.0),
            ];
        }
        if !self.places(value) {
            return vec![Mark::new("words", 0.0, 100.0)];
        }
        let zero = self.at(0.0);
        let (low, high) = (
            value.low.unwrap_or(0.0),
            value.high.or(value.low).unwrap_or(0.0),
        );
        let solid = |to: f64| Mark::new("solid", zero.min(to), (to - zero).abs());
        let (from, to) = (self.at(low), self.at(high));
        match value.kind {
            ValueKind::Range => vec![solid(from), Mark::new("range", from, to - from)],
            ValueKind::About | ValueKind::ChangeAbout => {
                vec![solid(to), Mark::new("about", to - ABOUT, 2.0 * ABOUT)]
            }
            ValueKind::AtLeast | ValueKind::MoreThan | ValueKind::PositiveGrowth => vec![
                solid(from),
                Mark::new("open", from, ARROW - from),
                Mark::new("more", ARROW, 0.0),
            ],
            ValueKind::AtMost => vec![
                Mark::new("upto", zero, to - zero),
                Mark::new("line", to, LINE),
                Mark::new("less", to, 0.0),
            ],
            ValueKind::Unchanged => vec![Mark::new("line", zero, STILL)],
            _ => vec![solid(to)],
        }
    }

    /// The value as a point among others; none where it has no place.
    pub(super) fn point(&self, value: Option<&ValueView>) -> Vec<Mark> {
        let Some(value) = value.filter(|v| self.places(v)) else {
            return Vec::new();
        };
        let low = value.low.or(value.high).unwrap_or(0.0);
        let high = value.high.or(value.low).unwrap_or(0.0);
        let (from, to) = (self.at(low), self.at(high));
        let mut marks = vec![Mark::new("dot", (from + to) / 2.0, 0.0)];
        match value.kind {
            ValueKind::Range => marks.insert(0, Mark::new("range", from, to - from)),
            ValueKind::About | ValueKind::ChangeAbout => {
                marks.insert(0, Mark::new("about", to - ABOUT, 2.0 * ABOUT));
            }
            ValueKind::AtLeast | ValueKind::MoreThan | ValueKind::PositiveGrowth => {
                marks.push(Mark::new("more", to + POINTED, 0.0));
            }
            ValueKind::AtMost => marks.push(Mark::new("less", to - POINTED, 0.0)),
            _ => {}
        }
        marks
    }

    /// The city's target as a line, or a band where it is a range.
    pub(super) fn city(&self, value: &ValueView) -> Mark {
        let low = value.low.or(value.high).unwrap_or(0.0);
        let high = value.high.or(value.low).unwrap_or(0.0);
        let (from, to) = (self.at(low), self.at(high));
        if to > from {
            Mark::new("band", from, to - from)
        } else {
            Mark::new("city", from, LINE)
        }
    }
}

fn round(percent: f64) -> f64 {
    (percent * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: ValueKind, low: Option<f64>, high: Option<f64>) -> ValueView {
        ValueView { kind, low, high }
    }

    #[test]
    fn a_bar_begins_at_zero_and_leaves_room() {
        let seven = value(ValueKind::Number, Some(7.0), Some(7.0));
        let (scale, _) = Scale::new(&[&seven], None, true);
        assert_eq!(
            scale.bar(Some(&seven)),
            [Mark::new("solid", 0.0, 100.0 / ROOM)]
        );
    }

    #[test]
    fn a_total_over_all_areas_is_not_drawn_among_them() {
        let area = value(ValueKind::Number, Some(13.8), Some(13.8));
        let city = value(ValueKind::About, Some(60.0), Some(60.0));
        assert!(!Scale::new(&[&area], Some(&city), true).1);
    }

    #[test]
    fn unchanged_is_zero_only_among_changes() {
        let same = value(ValueKind::Unchanged, Some(0.0), Some(0.0));
        let amount = value(ValueKind::Number, Some(725.0), Some(725.0));
        let change = value(ValueKind::Change, Some(1.0), Some(1.0));
        assert!(!Scale::new(&[&amount], Some(&same), true).0.places(&same));
        assert!(Scale::new(&[&same], Some(&change), true).0.places(&same));
    }

    #[test]
    fn below_zero_there_is_a_bar_too() {
        let fall = value(ValueKind::Change, Some(-2.0), Some(-2.0));
        let (scale, _) = Scale::new(&[&fall], None, true);
        let bar = &scale.bar(Some(&fall))[0];
        assert!(
            bar.x >= 0.0 && bar.width > 0.0 && bar.x + bar.width <= 100.0,
            "{bar:?}"
        );
    }
}
