//! Numbers, at every level. One that is used twice in a list is an error; a list that
//! begins late or has gaps may be an excerpt, and only wants a look.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Place;
use crate::diag::locus::Line;
use crate::notice::check::Auditor;
use crate::notice::{File, Item, TaskTable};
use crate::numerals;

/// A number as it is printed.
struct Numbered<'n> {
    rule: &'static str,
    number: String,
    name: &'n str,
    line: Option<Line>,
    /// 0 for parts, 1 for sections, 2 for items.
    depth: usize,
}

/// One list of numbers, as far as it was read.
struct List {
    depth: usize,
    last: u32,
    seen: BTreeSet<u32>,
    /// A heading has come since, so that the numbers may begin anew.
    may_restart: bool,
}

/// What is wrong with a number.
enum Fault {
    Twice,
    Late,
    Gap(u32),
}

impl Auditor<'_> {
    /// All rules of numbering.
    pub(super) fn numbering(&mut self) {
        let mut wrong = Vec::new();
        for (file, table) in self.notice.task_tables() {
            wrong.extend(self.of_tasks(file, table));
        }
        for (file, table) in self.notice.indicator_tables() {
            let rows = table.indicators.iter().map(|row| Numbered {
                rule: "indicator-numbering",
                number: row.number.to_string(),
                name: &row.name,
                line: row.line,
                depth: 2,
            });
            let faults = faults(rows.map(Some)).into_iter();
            wrong.extend(faults.map(|(n, fault)| self.said(&n, fault, file)));
        }
        for (rule, message, place, is_error) in wrong {
            let hint = "请核对前后各项：可能漏了一项、重了一项，或序号写错；若是摘录，可以不理";
            if is_error {
                let hint = "请核对前后各项：可能重了一项，或序号写错";
                self.error(rule, message, place, hint);
            } else {
                self.warning(rule, message, place, hint);
            }
        }
    }

    fn of_tasks(&self, file: File, table: &TaskTable) -> Vec<(&'static str, String, Place, bool)> {
        let found = faults(printed(table));
        let mut said: Vec<_> = found
            .into_iter()
            .map(|(numbered, fault)| self.said(&numbered, fault, file))
            .collect();
        // Pages and sheets are named after the running number.
        let mut running = BTreeSet::new();
        for (_, _, item) in table.items() {
            let is_new = running.insert(item.number);
            if !is_new && !said.iter().any(|s| s.3) {
                let message = format!("序号 {} 用了两次：“{}”", item.number, item.name);
                let place = self.place(line(item), file, &item.name);
                said.push(("item-numbering", message, place, true));
            }
        }
        said
    }

    fn said(
        &self,
        numbered: &Numbered<'_>,
        fault: Fault,
        file: File,
    ) -> (&'static str, String, Place, bool) {
        let Numbered { number, name, .. } = numbered;
        let message = match &fault {
            Fault::Twice => format!("序号 {number} 在同一列里用了两次：“{name}”"),
            Fault::Late => format!("“{name}”是这一列的第一项，序号却是 {number}"),
            Fault::Gap(last) => format!("“{name}”的序号是 {number}，前一项是 {last}"),
        };
        let place = self.place(numbered.line, file, name);
        (numbered.rule, message, place, matches!(fault, Fault::Twice))
    }
}

/// The numbers of a table of tasks in printed order; `None` for a heading without one.
fn printed(table: &TaskTable) -> impl Iterator<Item = Option<Numbered<'_>>> {
    table.parts.iter().flat_map(|part| {
        let head = heading("part-numbering", &part.number, &part.title, part.line, 0);
        let sections = part.sections.iter().flat_map(|section| {
            let (number, title) = (&section.number, &section.title);
            let head = heading("section-numbering", number, title, section.line, 1);
            let printed = |item: &&Item| item.label.as_deref() != Some("");
            let items = section.items.iter().filter(printed).map(|item| {
                Some(Numbered {
                    rule: if item.label.is_some() {
                        "item-label"
                    } else {
                        "item-numbering"
                    },
                    number: match &item.label {
                        Some(label) => label.clone(),
                        None => item.number.to_string(),
                    },
                    name: &item.name,
                    line: line(item),
                    depth: 2,
                })
            });
            head.into_iter().chain(items)
        });
        head.into_iter().chain(sections)
    })
}

fn heading<'n>(
    rule: &'static str,
    number: &Option<String>,
    title: &'n Option<String>,
    line: Option<Line>,
    depth: usize,
) -> Option<Option<Numbered<'n>>> {
    let name = title.as_deref().unwrap_or_default();
    match number {
        Some(number) => Some(Some(Numbered {
            rule,
            number: number.clone(),
            name,
            line,
            depth,
        })),
        None => title.is_some().then_some(None),
    }
}

fn line(item: &Item) -> Option<Line> {
    let tasks = item.tasks.iter().filter_map(|t| t.line);
    let words = item.intro.iter().filter_map(|p| p.line);
    tasks.chain(words).min()
}

/// The numbers that do not follow those before them. Numbers of one form are a list,
/// which may begin anew under each heading, or run on.
fn faults<'n>(numbers: impl Iterator<Item = Option<Numbered<'n>>>) -> Vec<(Numbered<'n>, Fault)> {
    let mut lists: BTreeMap<String, List> = BTreeMap::new();
    let mut found = Vec::new();
    for numbered in numbers {
        let Some(numbered) = numbered else {
            lists.values_mut().for_each(|list| list.may_restart = true);
            continue;
        };
        let form = numerals::form(&numbered.number);
        let own = rank(&form);
        for (other, list) in &mut lists {
            let deeper = list.depth > numbered.depth
                || rank(other) > own && (own < ITEM || list.depth == numbered.depth);
            list.may_restart |= *other != form && deeper;
        }
        let Some(value) = numerals::value(&numbered.number) else {
            continue;
        };
        let depth = numbered.depth;
        let Some(list) = lists.get_mut(&form) else {
            lists.insert(form, List::of(depth, value));
            if value != 1 {
                found.push((numbered, Fault::Late));
            }
            continue;
        };
        let last = list.last;
        let fault = match (list.may_restart, value) {
            _ if value == last + 1 => None,
            (true, 1) => None,
            (true, _) if value > last => Some(Fault::Gap(last)),
            (true, _) => Some(Fault::Late),
            (false, _) if list.seen.contains(&value) => Some(Fault::Twice),
            (false, _) => Some(Fault::Gap(last)),
        };
        if list.may_restart {
            *list = List::of(depth, value);
        }
        list.depth = depth;
        list.last = value;
        list.seen.insert(value);
        list.may_restart = false;
        found.extend(fault.map(|fault| (numbered, fault)));
    }
    found
}

impl List {
    fn of(depth: usize, value: u32) -> Self {
        List {
            depth,
            last: value,
            seen: BTreeSet::from([value]),
            may_restart: false,
        }
    }
}

/// The rank of numbers like `1.` among those of headings.
const ITEM: usize = 4;

/// Where numbers of a form usually stand among others, the widest first.
fn rank(form: &str) -> usize {
    match form {
        "一" => 1,
        "（一）" => 2,
        "1" => ITEM,
        _ if form.starts_with('第') => 0,
        _ if form.starts_with(['（', '(']) || form.ends_with(['）', ')']) => 5,
        _ if form.chars().count() > 1 => 3,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The faults of a list written as `0一 1（一） 2 1 …`: depth and number.
    fn check(list: &[(usize, &str)]) -> String {
        let numbers = list.iter().map(|(depth, number)| {
            (!number.is_empty()).then(|| Numbered {
                rule: "",
                number: (*number).to_owned(),
                name: "",
                line: None,
                depth: *depth,
            })
        });
        let say = |(numbered, fault): (Numbered<'_>, Fault)| match fault {
            Fault::Twice => format!("{} twice", numbered.number),
            Fault::Late => format!("{} late", numbered.number),
            Fault::Gap(last) => format!("{} after {last}", numbered.number),
        };
        let said: Vec<String> = faults(numbers).into_iter().map(say).collect();
        said.join(", ")
    }

    #[test]
    fn lists_that_are_right() {
        for list in [
            &[(2, "1"), (2, "2"), (2, "3")][..],
            // Items begin anew in each section, sections run on through parts.
            &[
                (0, "一"),
                (1, "（一）"),
                (2, "1"),
                (2, "2"),
                (0, "二"),
                (1, "（二）"),
                (2, "1"),
            ],
            // Items run on, sections begin anew.
            &[
                (0, "一"),
                (1, "（一）"),
                (2, "1"),
                (0, "二"),
                (1, "（一）"),
                (2, "2"),
            ],
            // Headings without numbers.
            &[(1, ""), (2, "1"), (2, "2"), (1, ""), (2, "1")],
            // An item beside sections.
            &[
                (1, "（一）"),
                (2, "1"),
                (2, "2"),
                (2, "（二）"),
                (1, "（三）"),
                (2, "1"),
            ],
            // Two levels of headings in one place.
            &[
                (1, "一"),
                (1, "（一）"),
                (2, "1"),
                (1, "（二）"),
                (1, "二"),
                (1, "（一）"),
            ],
            &[
                (1, "1"),
                (2, "（一）"),
                (2, "（二）"),
                (1, "2"),
                (2, "（一）"),
            ],
        ] {
            assert_eq!(check(list), "", "{list:?}");
        }
    }

    #[test]
    fn lists_with_faults() {
        for (list, said) in [
            (&[(2, "1"), (2, "2"), (2, "2")][..], "2 twice"),
            (&[(2, "3"), (2, "7")], "3 late, 7 after 3"),
            (&[(2, "80"), (2, "81")], "80 late"),
            (&[(0, "一"), (2, "1"), (0, "一"), (2, "1")], "一 twice"),
            (&[(0, "一"), (1, "（一）"), (1, "（三）")], "（三） after 1"),
            (&[(2, "1"), (2, "3"), (2, "2")], "3 after 1, 2 after 3"),
        ] {
            assert_eq!(check(list), said, "{list:?}");
        }
    }
}
