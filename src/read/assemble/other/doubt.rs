//! Whether an annex that is kept as printed should have been divided: it speaks of
//! duties, its title promises tasks, or one of its columns names units under a heading
//! that nobody can read.

use std::collections::BTreeSet;

use crate::blocks::table::Row;
use crate::blocks::text::Chunk;
use crate::grammar::Grammar;
use crate::grammar::circular::CircularWords;
use crate::grammar::headings::Column;
use crate::tasks::annex::Annex;
use crate::tasks::assembler::Assembler;
use crate::units::phrase;
use crate::units::phrase::How;
use crate::units::register::Register;

/// What makes it doubtful that an annex needs no dividing.
#[derive(Default)]
pub(super) struct Doubts {
    /// A table of which something is plain, but not its headings: where it begins, and
    /// what is plain.
    pub(super) unread: Option<(usize, String)>,
    /// Words that speak of duties or tasks, and the line of the first.
    pub(super) words: Vec<String>,
    pub(super) line: Option<usize>,
}

/// So many rows are looked at, and so many words quoted.
const ROWS: usize = 200;
const QUOTED: usize = 3;

/// A word this long is not said by chance.
const LONG: usize = 4;

/// A table with so many areas in one row is one by areas.
const AREAS: usize = 3;

/// Looks for doubts in an annex with these titles, and these lines of text `behind` its
/// own.
pub(super) fn doubts(
    assembler: &Assembler<'_>,
    annex: &Annex,
    behind: &[(usize, Chunk)],
    titles: &[&str],
) -> Doubts {
    let mut doubts = Doubts {
        unread: column_of_units(&annex.rows, assembler.register),
        ..Doubts::default()
    };
    let promises = &CircularWords::get().divided;
    for title in titles {
        let mut promised = promises.iter().filter(|w| title.contains(w.as_str()));
        doubts.add(promised.next(), None);
    }
    let lines = behind.iter().chain(&annex.notes).chain(&annex.closing);
    for (line, chunk) in lines {
        doubts.look(&chunk.text(), *line, assembler.register);
    }
    for row in annex.rows.iter().take(ROWS) {
        let texts: Vec<String> = row.written().map(|at| row.text(at)).collect();
        for text in &texts {
            doubts.look(text, row.line, assembler.register);
        }
        let areas = texts
            .iter()
            .filter(|t| assembler.register.area(t).is_some());
        if areas.count() >= AREAS && doubts.words.len() < QUOTED {
            doubts.add(Some(&texts.join("　")), Some(row.line));
            break;
        }
    }
    doubts
}

impl Doubts {
    fn add(&mut self, word: Option<&String>, line: Option<usize>) {
        let new = word.filter(|w| self.words.len() < QUOTED && !self.words.contains(w));
        if let Some(word) = new {
            self.words.push(word.clone());
            self.line = self.line.or(line);
        }
    }

    /// Looks for words of duties.
    fn look(&mut self, text: &str, line: usize, register: &Register) {
        let words = &Grammar::get().words;
        let roles = [&words.lead, &words.join, &words.plain];
        let labels = roles.iter().flat_map(|role| &role.labels);
        let columns = [Column::Responsible, Column::Lead, Column::Join];
        let headings = columns.iter().flat_map(|c| register.headings.words(*c));
        let long = labels.chain(headings).filter(|w| w.chars().count() >= LONG);
        let said = long
            .chain(&words.lead.stems)
            .filter(|w| text.contains(w.as_str()));
        // The longest says most: 牵头单位, not 牵头.
        let said: BTreeSet<(usize, &String)> = said.map(|w| (w.len(), w)).collect();
        self.add(said.last().map(|(_, word)| *word), Some(line));
    }
}

/// A column that names units under a heading which does not say so: where the table
/// begins, and that it does.
fn column_of_units(rows: &[Row], register: &Register) -> Option<(usize, String)> {
    let most = rows.iter().take(ROWS).map(|row| row.slots.len()).max()?;
    (0..most).find_map(|column| {
        let written = rows.iter().take(ROWS).filter(|row| row.slots.len() > 1);
        let cells = written.map(|row| (row.line, row.text(column)));
        let cells: Vec<(usize, String)> = cells.filter(|(_, text)| !text.is_empty()).collect();
        let (line, heading) = cells.first()?;
        let parts = &Grammar::get().heading_parts;
        let said = register.headings.knows(heading, false)
            || parts.names_units(heading)
            || parts.units.contains(heading);
        let units = cells.iter().filter(|(_, text)| names_units(text, register));
        let count = units.count();
        let plain = count >= 2 && count * 2 >= cells.len();
        (plain && !said).then(|| (*line, format!("第 {} 列都是单位", column + 1)))
    })
}

/// Whether a text consists of names of units that are known. An area is not the
/// government that it has.
fn names_units(text: &str, register: &Register) -> bool {
    if register.area(text).is_some() {
        return false;
    }
    let phrase = phrase::resolve(text, register);
    let known = |how: How| matches!(how, How::Registered | How::Known | How::Lent);
    !phrase.names.is_empty()
        && phrase.unread.is_empty()
        && phrase.names.iter().all(|name| known(name.how))
}
