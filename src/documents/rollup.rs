//! The roll-up of a round of self-checks as data files: the answers in the columns that the
//! office ordered, with the headings of part and section, and the values beside their targets.

use std::sync::Arc;

use crate::documents::document::{Document, Work};
use crate::documents::kind::DocumentKind;
use crate::documents::round::lines;
use crate::documents::table::{Cell, ENDINGS, Grid, Table, text};
use crate::notice::check::Checked;
use crate::rounds::OpenRound;
use crate::rounds::rollup::{AnswerLine, RollUp, TaskLines, ValueLine};
use crate::rounds::round::{Part, Round};
use crate::wording::{Rounds, Wording};

/// The data files of one roll-up.
#[derive(Debug)]
pub struct RollUpTables {
    /// Their folder below `out/`: `suf-2017-15/rounds/2017-07`.
    folder: String,
    /// The name of each file without its ending, and what it is made from.
    tables: Vec<(&'static str, Arc<Table>)>,
}

impl RollUpTables {
    /// A hash of each.
    pub fn hashes(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|(_, table)| table.hash())
    }
}

/// The data files of the rounds of a notice of which something came, in their order.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn tables(
    rounds: &[OpenRound],
    checked: &Checked,
    wording: &Wording,
) -> Result<Vec<RollUpTables>, String> {
    let of = |open: &OpenRound| {
        let found = RollUp::of(open, checked)?;
        Some(of_round(&found, &open.round, checked, wording))
    };
    rounds.iter().filter_map(of).collect()
}

fn of_round(
    found: &RollUp,
    round: &Round,
    checked: &Checked,
    wording: &Wording,
) -> Result<RollUpTables, String> {
    // The day of the answers, so that the same input gives the same bytes.
    let day = round.as_of.unwrap_or(checked.notice().circular.date);
    let table = |grid: Grid| {
        let unnamed = &wording.pages.unnamed_data;
        Table::new(found, grid, &day.to_string(), unnamed).map(Arc::new)
    };
    let mut tables = vec![("summary", table(answers(found, round, wording))?)];
    if !found.values.is_empty() {
        tables.push(("values", table(values(found, round, wording))?));
    }
    Ok(RollUpTables {
        folder: format!("{}/rounds/{}", found.notice, found.round),
        tables,
    })
}

/// A document for each data file.
pub fn documents(rollups: &[RollUpTables]) -> Vec<Document> {
    let of = |rollup: &RollUpTables, name: &str, table: &Arc<Table>, ending| Document {
        path: format!("{}/{name}.{ending}", rollup.folder),
        kind: DocumentKind::Data,
        audience: None,
        work: Work::Data {
            table: Arc::clone(table),
            ending,
        },
    };
    let mut made = Vec::new();
    for rollup in rollups {
        for (name, table) in &rollup.tables {
            // The whole roll-up is the JSON of its first table.
            let endings = ENDINGS.into_iter();
            let endings = endings.filter(|e| *name == "summary" || ["xlsx", "csv"].contains(e));
            made.extend(endings.map(|ending| of(rollup, name, table, ending)));
        }
    }
    made
}

/// The answers, a row each; what is said of the task reaches over the answers to it.
fn answers(found: &RollUp, round: &Round, wording: &Wording) -> Grid {
    let (columns, words) = (&wording.columns, &wording.rounds);
    let headings = found.columns.iter().map(|heading| text(heading));
    let mut all = vec![text(&columns.part), text(&columns.section)];
    all.extend(headings);
    // Whose words they are is said, whatever columns the office ordered.
    let named = round.columns.iter().any(|c| c.show == Some(Part::Answered));
    if !named {
        all.push(text(&words.answered));
    }
    let mut grid = Grid::new(&found.title, all);
    for task in &found.tasks {
        let down = u32::try_from(task.answers.len()).unwrap_or(u32::MAX);
        let mut row = vec![
            Cell::merged(&task.part, 1, down),
            Cell::merged(&task.section, 1, down),
        ];
        row.extend(of_task(task, round, words, down));
        let name = |line: Option<&AnswerLine>| {
            let unit = line.map(|line| line.unit.as_str()).unwrap_or_default();
            (!named).then(|| Cell::plain(unit))
        };
        row.extend(name(task.answers.first()));
        grid.rows.push(row);
        for line in task.answers.iter().skip(1) {
            let places = 0..round.columns.len();
            let cells = places.filter_map(|at| of_answer(line, round, words, at));
            grid.rows.push(cells.chain(name(Some(line))).collect());
        }
    }
    grid
}

/// The row of a task with its first answer.
fn of_task<'r>(
    task: &'r TaskLines,
    round: &'r Round,
    words: &'r Rounds,
    down: u32,
) -> impl Iterator<Item = Cell> + 'r {
    task.cells
        .iter()
        .enumerate()
        .map(move |(at, cell)| match cell {
            Some(cell) => Cell::merged(cell, 1, down),
            None => {
                let line = task.answers.first();
                let cell = line.and_then(|line| of_answer(line, round, words, at));
                cell.unwrap_or_else(|| Cell::plain(""))
            }
        })
}

/// What an answer says in a column; none where the column speaks of the task.
fn of_answer(line: &AnswerLine, round: &Round, words: &Rounds, at: usize) -> Option<Cell> {
    let said = line.cells.get(at)?.as_ref()?;
    let is_status = round.columns.get(at)?.show == Some(Part::Status);
    Some(Cell::plain(match is_status && !line.came {
        true => &words.missing,
        false => said,
    }))
}

/// The values, a row each.
fn values(found: &RollUp, round: &Round, wording: &Wording) -> Grid {
    let (columns, words) = (&wording.columns, &wording.rounds);
    let heading = &round.values.heading;
    let title = [("title", found.title.as_str()), ("values", heading)];
    let title = words.values_title.with(title);
    let all = [
        &columns.number,
        &columns.indicator,
        &columns.measure,
        &columns.target,
        heading,
        &words.standing,
        &round.values.note,
        &words.answered,
    ];
    let mut grid = Grid::new(&title, all.map(|heading| text(heading)));
    for line in &found.values {
        for [written, standing, note] in given(line, words) {
            grid.push([
                line.number.as_str(),
                &line.name,
                &line.measure,
                &line.target,
                &written,
                &standing,
                &note,
                &line.unit,
            ]);
        }
    }
    grid
}

/// What was given: the value, how it stands, and the note.
fn given(line: &ValueLine, words: &Rounds) -> Vec<[String; 3]> {
    if line.given.is_empty() {
        return vec![[String::new(), words.missing.clone(), String::new()]];
    }
    let given = line.given.iter();
    given
        .map(|one| {
            let words = lines::standing(&one.standing, words);
            [one.written.clone(), words, one.note.clone()]
        })
        .collect()
}
