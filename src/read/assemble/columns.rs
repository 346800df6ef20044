//! The columns of a table of tasks, known by the words of their headings.

use crate::notice::headings::{Column, Headings};
use crate::read::table::Row;

/// What stands in which column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Without it the items are counted.
    pub(super) number: Option<usize>,
    /// Without it the tasks are their own names.
    pub(super) name: Option<usize>,
    pub(super) task: usize,
    /// 责任单位, or 牵头单位 and 配合单位: each column with its heading.
    pub(super) units: Vec<(usize, String)>,
    /// Columns that the program has no name for, such as 完成时限.
    pub(super) more: Vec<(usize, String)>,
    pub(super) count: usize,
}

impl Columns {
    /// The columns, if `row` is a row of headings. Of several columns whose heading
    /// could be the same, the word that comes first in the list counts.
    pub(super) fn of(row: &Row, headings: &Headings) -> Option<Self> {
        let texts: Vec<(usize, String)> = row.written().map(|at| (at, row.text(at))).collect();
        let mut taken = Vec::new();
        let mut find = |column: Column| {
            let mut free = headings.words(column).iter().filter_map(|word| {
                let found = texts
                    .iter()
                    .find(|(at, t)| t == word && !taken.contains(at));
                found.map(|(at, _)| *at)
            });
            let at = free.next()?;
            taken.push(at);
            Some(at)
        };
        let task = find(Column::Task)?;
        let roles = [Column::Lead, Column::Responsible, Column::Join];
        let mut units: Vec<usize> = roles.into_iter().filter_map(&mut find).collect();
        units.sort_unstable();
        if units.is_empty() {
            return None;
        }
        let number = find(Column::Number);
        let name = find(Column::Name);
        let labelled = |at: &usize| (*at, row.text(*at));
        let rest = texts.iter().filter(|(at, _)| !taken.contains(at));
        Some(Columns {
            number,
            name,
            task,
            units: units.iter().map(labelled).collect(),
            more: rest.cloned().collect(),
            count: row.slots.len(),
        })
    }

    /// Whether the column has a heading.
    pub(super) fn has(&self, at: usize) -> bool {
        let under = |columns: &[(usize, String)]| columns.iter().any(|c| c.0 == at);
        at == self.task
            || self.of_item().any(|own| own == at)
            || under(&self.units)
            || under(&self.more)
    }

    /// The columns that belong to an item as a whole.
    pub(super) fn of_item(&self) -> impl Iterator<Item = usize> {
        self.number.into_iter().chain(self.name)
    }
}
