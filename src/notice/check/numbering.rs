//! Numbers run from 1 without gaps, at every level.

use super::super::{Item, numerals, yaml};
use super::Auditor;

impl Auditor<'_> {
    /// All rules of numbering.
    pub(super) fn numbering(&mut self) {
        self.running();
        self.headings();
        self.labels();
    }

    /// `item-numbering`, `indicator-numbering`: from 1, without gaps.
    fn running(&mut self) {
        let mut wrong = Vec::new();
        let items = self.notice.tasks.iter().flat_map(|t| t.items());
        for (expected, (_, _, item)) in (1..).zip(items) {
            if item.number != expected {
                let line = item.tasks.first().and_then(|t| t.line);
                let place = self.place(line, yaml::TASKS, &item.name);
                wrong.push(("item-numbering", item.number, expected, &item.name, place));
                break;
            }
        }
        let indicators = self.notice.indicators.iter().flat_map(|t| &t.indicators);
        for (expected, row) in (1..).zip(indicators) {
            if row.number != expected {
                let place = self.place(row.line, yaml::INDICATORS, &row.name);
                wrong.push((
                    "indicator-numbering",
                    row.number,
                    expected,
                    &row.name,
                    place,
                ));
                break;
            }
        }
        for (rule, found, expected, name, place) in wrong {
            self.error(
                rule,
                format!("“{name}”的序号是 {found}，按次序应是 {expected}"),
                place,
                "请核对前后各项：可能漏了一项、重了一项，或序号写错",
            );
        }
    }

    /// `part-numbering`, `section-numbering`: 一、二、… and （一）（二）…, where printed.
    fn headings(&mut self) {
        let mut wrong = Vec::new();
        for table in self.notice.tasks.iter() {
            let parts = table.parts.iter();
            let printed = parts.filter_map(|p| Some((p.number.as_deref()?, &p.title, p.line)));
            wrong.extend(first_out_of_order(printed).map(|w| ("part-numbering", w)));
            for part in &table.parts {
                let sections = part.sections.iter();
                let printed =
                    sections.filter_map(|s| Some((s.number.as_deref()?, &s.title, s.line)));
                wrong.extend(first_out_of_order(printed).map(|w| ("section-numbering", w)));
            }
        }
        for (rule, (number, title, line, expected)) in wrong {
            let place = self.place(line, yaml::TASKS, &title);
            self.error(
                rule,
                format!("“{title}”的序号是“{number}”，按次序应是第 {expected} 个"),
                place,
                "请核对前后各节：可能漏了一节、重了一节，或序号写错",
            );
        }
    }

    /// `item-label`: printed numbers of items go on by one, or begin again at 1.
    fn labels(&mut self) {
        let mut wrong = Vec::new();
        let sections = self.notice.tasks.iter().flat_map(|t| &t.parts);
        for section in sections.flat_map(|p| &p.sections) {
            // Numbers that run through are the business of `item-numbering`.
            if section.items.iter().all(|item| item.label.is_none()) {
                continue;
            }
            let mut last: Option<u32> = None;
            for item in &section.items {
                let printed = printed_number(item);
                let follows = match (last, printed) {
                    (Some(last), Some(printed)) => printed == last + 1,
                    (None, Some(printed)) => printed == 1 || printed == item.number,
                    _ => true,
                };
                if let (false, Some(printed)) = (follows, printed) {
                    let line = item.tasks.first().and_then(|t| t.line);
                    wrong.push((item.name.clone(), printed, last, line));
                    break;
                }
                last = printed.or(last);
            }
        }
        for (name, printed, last, line) in wrong {
            let place = self.place(line, yaml::TASKS, &name);
            let message = match last {
                Some(last) => format!("“{name}”的序号是 {printed}，前一项是 {last}"),
                None => format!("“{name}”是这一节的第一项，序号却是 {printed}"),
            };
            let hint = "请核对前后各项：可能漏了一项、重了一项，或序号写错";
            self.error("item-label", message, place, hint);
        }
    }
}

fn printed_number(item: &Item) -> Option<u32> {
    match &item.label {
        Some(label) => numerals::value(label),
        None => Some(item.number),
    }
}

/// The first heading that does not follow the one before it: number, title, line,
/// and the number that was expected.
fn first_out_of_order<'a>(
    headings: impl Iterator<Item = (&'a str, &'a Option<String>, Option<usize>)>,
) -> Option<(String, String, Option<usize>, u32)> {
    let mut numbered = (1..).zip(headings);
    numbered
        .find(|(expected, (number, ..))| numerals::value(number).is_some_and(|n| n != *expected))
        .map(|(expected, (number, title, line))| {
            (
                number.to_owned(),
                title.clone().unwrap_or_default(),
                line,
                expected,
            )
        })
}
