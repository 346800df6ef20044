//! How far a round of self-checks is, as a picture: a bar for every section or unit, divided by
//! statuses. Each status has a pattern and its word, so that it is read without colours.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::documents::round::report::RollUpView;
use crate::documents::round::table::{Entry, Row};
use crate::documents::site::sizes::{PROGRESS, ProgressSizes};

/// A picture of bars.
#[derive(Debug, Serialize)]
pub(super) struct Progress<'a> {
    /// Sizes of what is drawn.
    pub sizes: ProgressSizes,
    /// Its height, in pixels.
    pub height: u32,
    /// A bar each.
    pub rows: Vec<ProgressRow<'a>>,
}

/// A bar with what it stands for.
#[derive(Debug, Serialize)]
pub(super) struct ProgressRow<'a> {
    /// The section or unit.
    pub name: &'a str,
    /// The unit by its name in addresses, where it has a page.
    pub slug: Option<&'a str>,
    /// Its upper edge, in pixels.
    pub y: u32,
    /// How many have each status, in the order of the report.
    pub counts: Vec<usize>,
    /// Their sum.
    pub total: usize,
    /// What is drawn.
    pub bars: Vec<Bar<'a>>,
}

/// The part of a bar that has one status.
#[derive(Debug, Serialize)]
pub(super) struct Bar<'a> {
    /// Which pattern it has.
    pub sign: &'a str,
    /// Left edge and width, in percent.
    pub x: f64,
    /// As above.
    pub width: f64,
    /// The middle, where it is wide enough for a number.
    pub middle: Option<f64>,
    /// How many.
    pub count: usize,
}

/// What a unit says of a task, once, whatever it said how often.
#[derive(Debug)]
pub(super) struct Said<'a> {
    pub task: &'a str,
    pub unit: &'a str,
    pub sign: &'a str,
    /// The status in words.
    pub status: &'a str,
    /// The heading that the task stands under.
    pub heading: &'a str,
}

/// Every task and unit that was asked, in the order of the table.
pub(super) fn said(rollup: &RollUpView) -> Vec<Said<'_>> {
    let undecided = rollup.statuses.iter().find(|s| s.sign == "undecided");
    let undecided = undecided.map_or("", |status| status.name.as_str());
    let mut found: Vec<Said<'_>> = Vec::new();
    let (mut part, mut section) = ("", "");
    for entry in &rollup.table.entries {
        match entry {
            Entry::Heading { rank: 1, text } => (part, section) = (text, ""),
            Entry::Heading { text, .. } => section = text,
            Entry::Task { id, rows, .. } => {
                let mut before: Option<&str> = None;
                for row in rows.iter().filter(|row| !row.unit.is_empty()) {
                    if before == Some(&row.unit) {
                        // Of several answers of one unit none is taken.
                        if let Some(last) = found.last_mut() {
                            (last.sign, last.status) = ("undecided", undecided);
                        }
                        continue;
                    }
                    before = Some(&row.unit);
                    let heading = if section.is_empty() { part } else { section };
                    found.push(one(id, row, heading));
                }
            }
        }
    }
    found
}

fn one<'a>(task: &'a str, row: &'a Row, heading: &'a str) -> Said<'a> {
    Said {
        task,
        unit: &row.unit,
        sign: row.sign,
        status: &row.status,
        heading,
    }
}

/// Bars by what `name` says, in the order in which they are first met; `slugs` are the names
/// in addresses of those that have a page.
pub(super) fn bars<'a>(
    rollup: &'a RollUpView,
    said: &[Said<'a>],
    name: impl Fn(&Said<'a>) -> &'a str,
    slugs: &BTreeMap<&'a str, &'a str>,
) -> Progress<'a> {
    let mut rows: Vec<ProgressRow<'a>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for one in said {
        let name = name(one);
        let at = *places.entry(name).or_insert_with(|| {
            rows.push(ProgressRow {
                name,
                slug: slugs.get(name).copied(),
                y: 0,
                counts: vec![0; rollup.statuses.len()],
                total: 0,
                bars: Vec::new(),
            });
            rows.len() - 1
        });
        let statuses = &mut rollup.statuses.iter();
        let is = |sign: &str, name: &str| sign == one.sign && name == one.status;
        if let Some(status) = statuses.position(|s| is(s.sign, &s.name)) {
            rows[at].counts[status] += 1;
            rows[at].total += 1;
        }
    }
    for (number, row) in (0..).zip(&mut rows) {
        row.y = number * PROGRESS.row;
        row.bars = divided(rollup, &row.counts, row.total);
    }
    Progress {
        sizes: PROGRESS,
        height: u32::try_from(rows.len()).unwrap_or(0) * PROGRESS.row,
        rows,
    }
}

fn divided<'a>(rollup: &'a RollUpView, counts: &[usize], total: usize) -> Vec<Bar<'a>> {
    let hundredths = |count: usize| (count * 10_000 / total.max(1)) as f64 / 100.0;
    let mut before = 0;
    let mut bars = Vec::new();
    for (status, &count) in rollup.statuses.iter().zip(counts) {
        if count > 0 {
            let (x, end) = (hundredths(before), hundredths(before + count));
            let width = ((end - x) * 100.0).round() / 100.0;
            let middle = ((x + width / 2.0) * 100.0).round() / 100.0;
            bars.push(Bar {
                sign: status.sign,
                x,
                width,
                middle: (width >= PROGRESS.least).then_some(middle),
                count,
            });
        }
        before += count;
    }
    bars
}
