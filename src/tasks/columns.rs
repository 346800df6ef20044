//! The columns of a table of tasks, known by the words of their headings, which may
//! stand in one row or, below headings that span several columns, in two.

mod finer;
mod join;

pub(crate) use finer::Group;
use join::{could_be, join, texts};

use crate::blocks::table::{Row, Slot};
use crate::grammar::Grammar;
use crate::grammar::headings::{Column, Headings, is_units};
use crate::grammar::words::Role;

/// What stands in which column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Columns {
    /// Without it the items are counted.
    pub(crate) number: Option<usize>,
    /// Without it the tasks are their own names.
    pub(crate) name: Option<usize>,
    pub(crate) task: usize,
    /// No word of its heading says so: it is the only column that tasks could stand in.
    pub(crate) guessed: bool,
    /// The name is what is to be done, and the tasks are its measures: a row without a
    /// measure is a task all the same.
    pub(crate) measures: bool,
    /// The name heads several tasks, as the rows below show.
    pub(crate) group: Option<Group>,
    /// 责任单位, or 牵头单位 and 配合单位.
    pub(crate) units: Vec<Units>,
    /// 完成时限
    pub(crate) deadline: Option<usize>,
    /// Columns that the program has no name for, such as 备注.
    pub(crate) more: Vec<More>,
    /// How many columns there are.
    pub(crate) count: usize,
    /// How many rows the headings take.
    pub(crate) rows: usize,
    headings: Vec<(usize, String)>,
    /// What their first row says alone.
    first: Vec<(usize, String)>,
}

/// A column of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Units {
    pub(crate) at: usize,
    pub(crate) heading: String,
    /// The role that the heading states.
    pub(crate) role: Option<Role>,
}

/// A column that is kept by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct More {
    pub(crate) at: usize,
    pub(crate) heading: String,
    /// Its cells hold for the rows below them that leave theirs blank.
    pub(crate) groups: bool,
    /// Persons, or how to reach them.
    pub(crate) persons: bool,
}

/// The most rows that headings take.
const MOST_ROWS: usize = 3;
/// How many rows below are looked at where the headings leave a doubt.
const LOOK: usize = 200;

impl Columns {
    /// The columns, if headings begin at row `index`. Of several columns whose heading
    /// could be the same, the word that comes first in the list counts. Once there are
    /// columns, `above` them, only words of the lists make others.
    pub(crate) fn of(
        rows: &[Row],
        index: usize,
        headings: &Headings,
        above: Option<&Columns>,
    ) -> Option<Self> {
        if !could_be(&rows[index]) {
            return None;
        }
        let first = texts(&rows[index]);
        let listed = above.is_some();
        if !first.iter().any(|(_, text)| headings.knows(text, listed)) {
            return None;
        }
        let mut texts = first.clone();
        let mut count = rows[index].slots.len();
        let mut depth = 1;
        while depth < MOST_ROWS
            && let Some(joined) = join(rows, index, depth, &texts)
        {
            // Further down the table a row below headings is rather one of cells.
            let known = |row: &Row| row.written().any(|at| headings.knows(&row.text(at), true));
            let again = above.is_some_and(|above| above.headings == joined);
            if listed && !again && !known(&rows[index + depth]) {
                break;
            }
            texts = joined;
            count = count.max(rows[index + depth].slots.len());
            depth += 1;
        }
        if let Some(above) = above
            && (above.headings == texts || above.first == texts)
        {
            let mut again = above.clone();
            again.rows = depth;
            return Some(again);
        }
        let below = &rows[index + depth..];
        let finder = Finder {
            headings,
            texts: &texts,
            listed,
            taken: Vec::new(),
        };
        let mut columns = finder.columns(&below[..below.len().min(LOOK)])?;
        columns.spread(&rows[index + depth - 1], &texts, below);
        (columns.count, columns.rows) = (count, depth);
        (columns.headings, columns.first) = (texts, first);
        Some(columns)
    }

    /// A heading that spans several columns, with none below it, is that of each of
    /// them; one of tasks holds items and, last, their measures.
    fn spread(&mut self, last: &Row, texts: &[(usize, String)], below: &[Row]) {
        let text = |at: usize| texts.iter().find(|t| t.0 == at).map(|t| t.1.as_str());
        let filled = |at: usize| {
            let mut look = below.iter().take(LOOK);
            look.any(|row| matches!(row.slots.get(at), Some(Slot::Cell(_))))
        };
        let (tasks, mut head) = (self.task, None);
        for at in 0..last.slots.len() {
            if text(at).is_some() {
                head = Some(at);
                continue;
            }
            let over = match last.slots.get(at) {
                Some(Slot::Covered(_, column)) => Some(*column),
                // Plain text cannot say how far a heading reaches.
                Some(Slot::Blank) => head.filter(|h| *h == tasks && filled(at)),
                _ => None,
            };
            let Some((over, heading)) = over.and_then(|o| Some((o, text(o)?.to_owned()))) else {
                continue;
            };
            if over == tasks {
                if self.name.is_none() {
                    self.name = Some(over);
                } else {
                    self.keep(self.task, &heading);
                }
                (self.task, self.measures) = (at, true);
            } else if let Some(units) = self.units.iter().find(|u| u.at == over) {
                let units = Units {
                    at,
                    ..units.clone()
                };
                self.units.push(units);
            } else {
                self.keep(at, &heading);
            }
        }
    }

    fn keep(&mut self, at: usize, heading: &str) {
        self.more.push(More {
            at,
            heading: heading.to_owned(),
            groups: at <= self.task,
            persons: false,
        });
    }

    /// Whether the column has a heading.
    pub(crate) fn has(&self, at: usize) -> bool {
        at == self.task
            || self.deadline == Some(at)
            || self.of_item().any(|own| own == at)
            || self.units.iter().any(|c| c.at == at)
            || self.more.iter().any(|c| c.at == at)
    }

    /// The columns that belong to an item as a whole.
    pub(crate) fn of_item(&self) -> impl Iterator<Item = usize> {
        self.number.into_iter().chain(self.name)
    }

    /// The columns that are blank where a row goes on with what stands above: numbers
    /// that count the tasks of a group say nothing of it.
    pub(crate) fn of_group(&self) -> impl Iterator<Item = usize> {
        let number = self.number.filter(|_| self.group.is_none());
        number.into_iter().chain(self.name)
    }

    /// The heading of a column.
    pub(crate) fn heading(&self, at: usize) -> &str {
        let found = self.headings.iter().find(|h| h.0 == at);
        found.map_or("", |h| &h.1)
    }

    /// The headings, left to right.
    pub(crate) fn headings(&self) -> impl Iterator<Item = (usize, &str)> {
        self.headings.iter().map(|(at, text)| (*at, text.as_str()))
    }
}

struct Finder<'a> {
    headings: &'a Headings,
    texts: &'a [(usize, String)],
    /// Whether only words of the lists count.
    listed: bool,
    taken: Vec<usize>,
}

impl Finder<'_> {
    /// The column whose heading is most certainly that of `column`.
    fn find(&mut self, column: Column) -> Option<usize> {
        let free = self.texts.iter().filter(|t| !self.taken.contains(&t.0));
        let ranked = free.filter_map(|(at, text)| {
            let rank = self.headings.rank(column, text, self.listed)?;
            Some((rank, *at))
        });
        let at = ranked.min()?.1;
        self.taken.push(at);
        Some(at)
    }

    /// Everything that `rows`, the rows below, need; `None` where tasks or units have no
    /// column.
    fn columns(mut self, rows: &[Row]) -> Option<Columns> {
        let units = self.units();
        if units.is_empty() {
            return None;
        }
        let number = self.find(Column::Number);
        let measure = self.find(Column::Measure);
        let tasks = self.find(Column::Task);
        let mut name = self.find(Column::Name);
        let mut guessed = false;
        let mut task = match (measure, tasks) {
            (Some(measure), Some(tasks)) => {
                name = Some(above_measures(rows, number, name, tasks));
                measure
            }
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => match (self.find(Column::Goal), name) {
                (Some(goal), _) => goal,
                (None, Some(only)) => {
                    name = None;
                    only
                }
                (None, None) => {
                    guessed = true;
                    self.guess(number?, &units)?
                }
            },
        };
        let deadline = self.find(Column::Deadline);
        let found = finer::find(rows, &self, (number, task), name);
        let (finer, group) = found.unzip();
        if let Some(finer) = finer {
            let outer = name.filter(|at| *at != finer);
            name = Some(above_measures(rows, number, outer, task));
            task = finer;
        }
        let used = |at: usize| {
            at == task
                || [number, name, deadline].contains(&Some(at))
                || units.iter().any(|u| u.at == at)
        };
        let parts = &Grammar::get().heading_parts;
        let left = self.texts.iter().filter(|(at, _)| !used(*at));
        let more = left.map(|(at, heading)| More {
            at: *at,
            heading: heading.clone(),
            groups: *at < task && (finer.is_some() || parts.groups(heading)),
            persons: self.headings.rank(Column::Person, heading, false).is_some(),
        });
        Some(Columns {
            number,
            name,
            task,
            guessed,
            measures: name.is_some() && (measure.or(finer).is_some() || tasks.is_none()),
            group,
            deadline,
            more: more.collect(),
            units,
            count: 0,
            rows: 1,
            headings: Vec::new(),
            first: Vec::new(),
        })
    }

    /// The only column in which tasks could stand, where no heading says so: behind the
    /// numbers, before those who do it, and neither a person's nor a time's. A table without
    /// numbers may be anything.
    fn guess(&mut self, number: usize, units: &[Units]) -> Option<usize> {
        let first = units.iter().map(|u| u.at).min()?;
        let other = [
            Column::Person,
            Column::Deadline,
            Column::Indicator,
            Column::Unit,
        ];
        let free = self.texts.iter().filter(|(at, text)| {
            let rank = |column: &Column| self.headings.rank(*column, text, false).is_some();
            *at > number && *at < first && !self.taken.contains(at) && !other.iter().any(rank)
        });
        let mut free = free.map(|(at, _)| *at);
        let (only, None, false) = (free.next()?, free.next(), self.listed) else {
            return None;
        };
        self.taken.push(only);
        Some(only)
    }

    /// Every column of units. Those in 责任单位 beside 牵头单位 have no role: nobody joins
    /// unless the notice says so.
    fn units(&mut self) -> Vec<Units> {
        let kinds = [
            Column::Lead,
            Column::Responsible,
            Column::Join,
            Column::Guide,
        ];
        let mut found = Vec::new();
        for column in kinds {
            while let Some(at) = self.find(column) {
                found.push((at, column));
            }
        }
        if found.iter().all(|(_, c)| *c == Column::Guide) && !self.listed {
            let parts = &Grammar::get().heading_parts;
            let has_tasks = self.texts.iter().any(|(_, text)| {
                let rank = |column| self.headings.rank(column, text, false);
                rank(Column::Task).or(rank(Column::Measure)).is_some()
            });
            let plain = self.texts.iter().find(|(at, text)| {
                let known = || is_person(parts.column(text));
                let vague = || has_tasks && parts.is_vague_units(text);
                !self.taken.contains(at) && (parts.names_units(text) && !known() || vague())
            });
            if let Some((at, _)) = plain {
                self.taken.push(*at);
                found.push((*at, Column::Responsible));
            }
        }
        debug_assert!(found.iter().all(|(_, c)| is_units(*c)));
        let parts = &Grammar::get().heading_parts;
        let heads = |at: usize| self.texts.iter().find(|t| t.0 == at).map(|t| t.1.as_str());
        let below = |at: usize| heads(at).is_some_and(|text| parts.is_outranked(text));
        let leads = |(at, column): &(usize, Column)| *column == Column::Lead && !below(*at);
        if found.iter().any(leads) {
            for (at, column) in &mut found {
                if *column == Column::Lead && below(*at) {
                    *column = Column::Responsible;
                }
            }
        }
        found.sort_unstable();
        let heading = |at: usize| self.texts.iter().find(|t| t.0 == at);
        let units = found.iter().map(|(at, column)| Units {
            at: *at,
            heading: heading(*at).map(|t| t.1.clone()).unwrap_or_default(),
            role: column.role(),
        });
        units.collect()
    }
}

fn is_person(column: Option<Column>) -> bool {
    column == Some(Column::Person)
}

/// Of two columns above the measures the one is the item that changes with the number;
/// the other is kept by its heading.
fn above_measures(rows: &[Row], number: Option<usize>, name: Option<usize>, tasks: usize) -> usize {
    let outer = name.filter(|at| *at < tasks && goes_with(rows, number, *at));
    let outer = outer.filter(|_| !goes_with(rows, number, tasks));
    outer.unwrap_or(tasks)
}

/// Whether nothing begins in column `at` but where a number does.
fn goes_with(rows: &[Row], number: Option<usize>, at: usize) -> bool {
    let Some(number) = number else { return true };
    let begins = |row: &Row, at: usize| matches!(row.slots.get(at), Some(Slot::Cell(_)));
    rows.iter()
        .filter(|row| row.written().nth(1).is_some())
        .all(|row| begins(row, number) || !begins(row, at))
}
