//! Rows with fewer cells than headings. Blanks at the end of a row are often lost; where
//! one is lost before the end, all behind it move to the left, and what stands in the
//! columns no longer looks like what their headings say.

use super::super::columns::Columns;
use super::numbers;
use crate::notice::phrase::{self, How, Phrase};
use crate::notice::units::Register;
use crate::notice::words::Grammar;
use crate::read::table::Row;

/// The most characters of a cell of units that is told from a task.
const LONGEST: usize = 40;

/// What a row says, for a message.
pub(super) fn cells(row: &Row) -> String {
    let cells = (0..row.slots.len()).map(|at| row.text(at));
    cells.collect::<Vec<_>>().join("｜")
}

/// A cell that does not look like what stands in its column, in words.
pub(super) fn out_of_place(row: &Row, columns: &Columns, register: &Register) -> Option<String> {
    let wrong = |at: usize| {
        let heading = columns.heading(at);
        Some(format!("“{}”落在“{heading}”一列", row.text(at)))
    };
    if let Some(at) = columns.number
        && !row.text(at).is_empty()
        && numbers::printed(&row.text(at)).is_none()
    {
        return wrong(at);
    }
    if is_all_units(&row.text(columns.task), register) {
        return wrong(columns.task);
    }
    let words = &Grammar::get().cells;
    let mut units = columns.units.iter().map(|units| units.at);
    let odd = units.find(|at| {
        let text = row.text(*at);
        let said = words.none.contains(&text) || words.above.contains(&text);
        !text.is_empty() && !said && names_nobody(&phrase::resolve(&text, register))
    });
    odd.and_then(wrong)
}

fn names_nobody(phrase: &Phrase) -> bool {
    phrase.names.is_empty() && !phrase.nobody
}

/// Whether a text is nothing but names of bodies that are plainly such.
fn is_all_units(text: &str, register: &Register) -> bool {
    if text.is_empty() || text.chars().count() > LONGEST {
        return false;
    }
    let phrase = phrase::resolve(text, register);
    let doubtful = |how: How| matches!(how, How::Formed | How::Guessed);
    let all = phrase.unread.is_empty() && phrase.times.is_empty();
    all && !phrase.names.is_empty() && !phrase.names.iter().any(|n| doubtful(n.how))
}
