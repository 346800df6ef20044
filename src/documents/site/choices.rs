//! What the table of tasks can be filtered by beside sections, units and areas: by when
//! tasks are to be done, and columns that only the notice's own table has, as far as
//! several rows say the same in few words.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::view::{TaskView, TasksView};

/// The most different things that a column may say and be a choice, and the most
/// characters of one.
const MOST: usize = 60;
const LONGEST: usize = 24;

/// The choices of a table.
#[derive(Debug, Serialize)]
pub(super) struct Choices<'t> {
    /// The columns, in the order in which they first stand.
    choices: Vec<Choice<'t>>,
    /// By task: what it says in each column.
    chosen: BTreeMap<&'t str, Vec<Said>>,
}

/// What a task says in a column.
#[derive(Debug, Serialize)]
struct Said {
    /// The number of the column.
    number: usize,
    /// Its place among the values, from 1.
    at: usize,
}

/// A column.
#[derive(Debug, Serialize)]
struct Choice<'t> {
    /// Its number, for the names of fields.
    number: usize,
    heading: &'t str,
    /// What its cells say, each once, in the order in which they first stand.
    values: Vec<&'t str>,
}

impl<'t> Choices<'t> {
    /// Those of a table; `deadline` is what people call the column of deadlines.
    pub(super) fn of(table: &'t TasksView, deadline: &'t str) -> Self {
        let sections = table.parts.iter().flat_map(|part| &part.sections);
        let items = sections.flat_map(|section| &section.items);
        let tasks: Vec<&TaskView> = items.flat_map(|item| &item.tasks).collect();
        let mut columns: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
        for task in &tasks {
            for (heading, says) in cells(task, deadline) {
                let cell = (task.id.as_str(), says);
                match columns.iter_mut().find(|column| column.0 == heading) {
                    Some((_, cells)) => cells.push(cell),
                    None => columns.push((heading, vec![cell])),
                }
            }
        }
        let mut all = Choices {
            choices: Vec::new(),
            chosen: BTreeMap::new(),
        };
        for (heading, cells) in columns {
            all.add(heading, &cells, heading == deadline);
        }
        all
    }

    fn add(&mut self, heading: &'t str, cells: &[(&'t str, &'t str)], times: bool) {
        let mut values: Vec<&str> = Vec::new();
        for (_, says) in cells {
            if !values.contains(says) {
                values.push(says);
            }
        }
        let short = values.iter().all(|v| v.chars().count() <= LONGEST);
        // What is different in every row is found by its words, but for times.
        let shared = times || values.len() < cells.len();
        if !short || !shared || !(2..=MOST).contains(&values.len()) {
            return;
        }
        let number = self.choices.len() + 1;
        for (task, says) in cells {
            if let Some(at) = values.iter().position(|v| v == says) {
                let said = Said { number, at: at + 1 };
                self.chosen.entry(task).or_default().push(said);
            }
        }
        self.choices.push(Choice {
            number,
            heading,
            values,
        });
    }
}

/// What a task says beside its words and its units, by headings; `times` is that of deadlines.
fn cells<'t>(task: &'t TaskView, times: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let deadline = task.deadline.as_deref();
    let more = task.more.iter();
    let own = more.filter(move |cell| deadline != Some(cell.text.as_str()));
    let deadline = deadline.into_iter().map(move |text| (times, text));
    deadline.chain(own.map(|cell| (cell.heading.as_str(), cell.text.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_say_the_same_in_few_words_are_choices() {
        let rows = [
            ("1-1", "6月底", "甲类", "一"),
            ("2-1", "12月底", "甲类", "二"),
            ("3-1", "6月底", "甲类", "三"),
        ];
        let cells =
            |at: fn(&(&'static str, &'static str, &'static str, &'static str)) -> &'static str| {
                rows.iter().map(|row| (row.0, at(row))).collect::<Vec<_>>()
            };
        let mut all = Choices {
            choices: Vec::new(),
            chosen: BTreeMap::new(),
        };
        all.add("完成时限", &cells(|row| row.1), true);
        // One value parts nothing; as many as rows are no choice.
        all.add("类别", &cells(|row| row.2), false);
        all.add("备注", &cells(|row| row.3), false);
        assert_eq!(all.choices.len(), 1);
        assert_eq!(all.choices[0].values, ["6月底", "12月底"]);
        assert_eq!(all.chosen["3-1"][0].at, 1);
    }
}
