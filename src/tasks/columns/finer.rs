//! A column that divides the tasks beside it. Whether it does is seen in the rows: where
//! a cell of tasks is merged over several rows, or stands blank in them, and the column
//! behind it says something else in each, the cell names their group and the column
//! holds what is to be done. Where every row has both, the one describes the other.

use crate::blocks::table::{Row, Slot};
use crate::grammar::Grammar;
use crate::grammar::headings::Column;
use crate::tasks::columns::Finder;

/// How a column of tasks turned out to be one of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    /// So many rows leave its cell blank, and the source does not say that it is merged.
    pub(crate) blank: usize,
}

/// Of so many rows with a task one may leave the finer column blank.
const SELDOM: usize = 5;
/// So many blank cells are a way of writing and not an omission.
const OFTEN: usize = 2;

/// The column that divides those of `task` (behind the column of numbers), and the group
/// that these are; `name` is the column that was taken for that of names.
pub(super) fn find(
    rows: &[Row],
    finder: &Finder<'_>,
    (number, task): (Option<usize>, usize),
    name: Option<usize>,
) -> Option<(usize, Group)> {
    let parts = &Grammar::get().heading_parts;
    let rank = |column, text: &str| finder.headings.rank(column, text, false).is_some();
    let free = |at: &usize| *at > task && (!finder.taken.contains(at) || name == Some(*at));
    let mut columns = finder.texts.iter().filter(|(at, text)| {
        let other = [Column::Person, Column::Deadline];
        free(at) && !parts.is_aside(text) && !other.iter().any(|c| rank(*c, text))
    });
    columns.find_map(|(at, heading)| {
        let sure = parts.is_finer(heading) || rank(Column::Measure, heading);
        // What is to be done stands before those who do it, unless its heading says so.
        let stands = sure || finder.units_behind(*at);
        let seen = Seen::of(rows, finder.texts, (number, task), *at);
        let divides = stands && seen.divides(sure);
        divides.then_some((*at, Group { blank: seen.blank }))
    })
}

impl Finder<'_> {
    /// Whether some column of units stands behind a column.
    fn units_behind(&self, at: usize) -> bool {
        let kinds = [
            Column::Lead,
            Column::Responsible,
            Column::Join,
            Column::Guide,
        ];
        let rank = |kind: Column, text: &str| self.headings.rank(kind, text, false);
        let parts = &Grammar::get().heading_parts;
        let mut behind = self.texts.iter().filter(|(other, _)| *other > at);
        behind.any(|(_, text)| {
            parts.names_units(text) || kinds.iter().any(|kind| rank(*kind, text).is_some())
        })
    }
}

/// What rows show of a column beside that of tasks.
#[derive(Default)]
struct Seen {
    /// Rows in which both begin.
    both: usize,
    /// Rows in which it begins below a task that the source says is merged, or beside the
    /// same task,
    merged: usize,
    /// and those in which the task is only blank,
    blank: usize,
    /// with a number of their own that stands before the task.
    numbered: usize,
    /// Rows with a task alone.
    without: usize,
    /// It says the same again, or one of its cells holds for several tasks.
    other: bool,
}

impl Seen {
    fn of(
        rows: &[Row],
        headings: &[(usize, String)],
        (number, task): (Option<usize>, usize),
        at: usize,
    ) -> Self {
        let mut seen = Seen::default();
        let (mut last, mut group) = (String::new(), String::new());
        let mut below_headings = true;
        for row in rows {
            let mut written = row.written();
            if headings
                .first()
                .is_some_and(|(at, text)| row.text(*at) == *text)
            {
                // A page may have cut the row below in two.
                below_headings = true;
                continue;
            }
            let broken = (row.after_break || below_headings) && seen.both > 0;
            below_headings = false;
            let begins = |at: usize| !row.text(at).is_empty();
            let covered =
                |at: usize| matches!(row.slots.get(at), Some(Slot::Covered(_, c)) if *c == at);
            match (begins(task), begins(at)) {
                // What was merged is written in each row.
                (true, true) if row.text(task) == group && !broken => seen.merged += 1,
                (true, true) => seen.both += 1,
                (true, false) if row.is_whole(task) || written.nth(1).is_none() => continue,
                (true, false) if covered(at) => seen.other = true,
                (true, false) => seen.without += 1,
                (false, true) if broken => {}
                (false, true) if seen.both + seen.without == 0 => return Seen::default(),
                (false, true) if covered(task) => seen.merged += 1,
                (false, true) => {
                    seen.blank += 1;
                    seen.numbered += usize::from(number.is_some_and(|n| n < task && begins(n)));
                }
                (false, false) => continue,
            }
            seen.other |= begins(at) && row.text(at) == last;
            last = row.text(at);
            if begins(task) {
                group = row.text(task);
            }
        }
        seen
    }

    /// Whether the column divides the tasks; `sure` where its heading says so too. A
    /// number with no task, seen once, is rather one that was forgotten.
    fn divides(&self, sure: bool) -> bool {
        let inner = self.merged + self.blank;
        let forgotten = self.numbered == inner && inner < OFTEN && !sure;
        inner > 0 && !self.other && !forgotten && self.without * SELDOM <= self.both
    }
}
