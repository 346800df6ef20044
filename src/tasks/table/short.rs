//! Rows with fewer cells than headings. Blanks at the end of a row are often lost; where
//! one is lost before the end, all behind it move to the left, and what stands in the
//! columns no longer looks like what their headings say.

use crate::blocks::table::Row;
use crate::grammar::Grammar;
use crate::tasks::columns::Columns;
use crate::tasks::table::numbers;
use crate::units::phrase;
use crate::units::phrase::How;
use crate::units::register::Register;

/// The most characters of a cell of units that is told from a task, and of a name of a
/// person.
const UNITS: usize = 40;
const PERSON: usize = 4;

/// What a row says, for a message.
pub(super) fn cells(row: &Row) -> String {
    let cells = (0..row.slots.len()).map(|at| row.text(at));
    cells.collect::<Vec<_>>().join("｜")
}

/// A cell that does not look like what stands in its column, in words. Some ways of
/// writing tables down fill up what a row lacks: its end is then blank, and both
/// the units and what took their place have to look wrong.
pub(super) fn out_of_place(row: &Row, columns: &Columns, register: &Register) -> Option<String> {
    let lacks = row.slots.len() < columns.count;
    let number = columns.number.filter(|at| {
        let text = row.text(*at);
        lacks && !text.is_empty() && numbers::printed(&text).is_none()
    });
    let moved = |known: bool| {
        let persons = columns.more.iter().filter(|c| c.persons).map(|c| c.at);
        let mut moved = persons.chain([columns.task]);
        moved.find(|at| is_all_units(&row.text(*at), register, known))
    };
    let mut units = columns.units.iter().map(|units| units.at);
    let odd = units.find(|at| is_other(&row.text(*at), register));
    let at = match (number, odd) {
        (Some(at), _) => at,
        (None, Some(odd)) => moved(false).or(lacks.then_some(odd))?,
        (None, None) => moved(true).filter(|_| lacks)?,
    };
    let heading = columns.heading(at);
    Some(format!("“{}”落在“{heading}”一列", row.text(at)))
}

/// Whether a cell of units holds a time or a person instead.
fn is_other(text: &str, register: &Register) -> bool {
    let phrase = phrase::resolve(text, register);
    let surnames = &Grammar::get().phrase.surnames;
    let person = text.chars().count() <= PERSON && text.starts_with(|c| surnames.contains(c));
    phrase.names.is_empty() && !phrase.nobody && (person || !phrase.times.is_empty())
}

/// Whether a text is nothing but names of bodies: of `known` ones, or of any that are
/// plainly such.
fn is_all_units(text: &str, register: &Register, known: bool) -> bool {
    if text.is_empty() || text.chars().count() > UNITS {
        return false;
    }
    let phrase = phrase::resolve(text, register);
    let is_sure = |how: How| match how {
        How::Registered | How::Known | How::Lent => true,
        How::Plain => !known,
        How::Formed | How::Guessed => false,
    };
    let all = phrase.unread.is_empty() && phrase.times.is_empty();
    all && !phrase.names.is_empty() && phrase.names.iter().all(|n| is_sure(n.how))
}
