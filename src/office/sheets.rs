//! Workbooks → the text of annexes with its layout: each sheet that says something is one,
//! with its label and its title before it where it does not have them itself.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::diag::locus::{Locus, SheetName};
use crate::office::draft::Draft;
use crate::office::package::{self, Bounds};
use crate::office::workbook::{self, Cell, Sheet};
use crate::office::xml::signs as signs_of;
use crate::source::laid::{Beside, Laid};

mod grid;
mod labels;
mod said;

pub(super) use labels::lists;

use grid::Grid;
use labels::{Head, Listed};
use said::Said;

/// A workbook that holds annexes of a notice.
#[derive(Debug, Clone, Copy)]
pub struct Book<'b> {
    /// Its path, as messages show it.
    pub file: &'b str,
    /// The file.
    pub bytes: &'b [u8],
}

/// A sheet that becomes an annex.
struct Plan<'s> {
    file: &'s str,
    sheet: &'s Sheet,
    name: SheetName,
    grid: Grid,
    head: Head,
}

/// Takes the annexes from the workbooks of a notice, whose text says which annexes it has;
/// `seed` is the name of its file without an ending.
///
/// # Errors
/// When one of them cannot be read, or there is nothing in it.
pub fn annexes(
    notice: &str,
    seed: &str,
    books: &[Book<'_>],
    bounds: Bounds,
) -> Result<(String, Laid), Diagnostic> {
    let mut opened = Vec::new();
    for book in books {
        opened.push((book.file, workbook::open(book.file, book.bytes, bounds)?));
    }
    let listed = Listed::of(notice);
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut plans: Vec<Plan<'_>> = Vec::new();
    let mut unseen: Vec<(&str, &Sheet, SheetName)> = Vec::new();
    for (file, book) in &opened {
        let says =
            |sheet: &&Sheet| !sheet.is_hidden && sheet.cells.values().any(|c| !c.shown.is_empty());
        let alone = book.sheets.iter().filter(says).count() == 1;
        let before = plans.len();
        for sheet in &book.sheets {
            // Two workbooks may have sheets of one name.
            let name = match known.insert(&sheet.name) {
                true => SheetName::of(&sheet.name),
                false => SheetName::of(&format!("{}（{}）", sheet.name, labels::file_name(file))),
            };
            if !says(&sheet) {
                unseen.push((file, sheet, name));
                continue;
            }
            let grid = Grid::of(sheet);
            let stem = labels::stem(file);
            let stem = (alone && stem != seed).then_some(stem);
            let head = listed.head(&grid.lines_before(sheet), &sheet.name, stem);
            plans.push(Plan {
                file,
                sheet,
                name,
                grid,
                head,
            });
        }
        if plans.len() == before {
            return Err(said::empty(file));
        }
    }
    let mut heads: Vec<&mut Head> = plans.iter_mut().map(|p| &mut p.head).collect();
    listed.number(&mut heads);
    plans.sort_by_key(|plan| plan.head.number);
    let mut draft = Draft::new(bounds.text);
    let mut said = Said::default();
    let mut signs = 0;
    for plan in &plans {
        signs += plan.write(&mut draft, &mut said);
        if let Some(excess) = draft.excess() {
            return Err(package::too_much(plan.file, excess));
        }
    }
    for (file, sheet, name) in unseen {
        let shown: Vec<&str> = sheet.cells.values().map(|c| &*c.shown).collect();
        let words = shown.join(" ");
        signs += signs_of(&words);
        said.hidden_sheet(file, name, &words);
        draft.beside(Locus::Sheet(name), Beside::Hidden, words);
    }
    if let (Some(excess), Some(plan)) = (draft.excess(), plans.first()) {
        return Err(package::too_much(plan.file, excess));
    }
    let given = draft.signs();
    let (text, mut laid) = draft.close();
    laid.remarks = said.remarks();
    if given != signs
        && let Some(plan) = plans.first()
    {
        laid.remarks.push(said::unread(plan.file, signs, given));
    }
    Ok((text, laid))
}

impl Plan<'_> {
    /// Writes the annex; returns the signs that its cells show.
    fn write(&self, draft: &mut Draft, said: &mut Said) -> usize {
        let whole = Locus::Sheet(self.name);
        draft.page_may_end();
        for line in [&self.head.label, &self.head.title].into_iter().flatten() {
            draft.made_words(line);
            draft.end_line(whole);
        }
        said.annex(self.file, self.name, &self.head);
        let mut signs = 0;
        for (&(row, column), cell) in &self.sheet.cells {
            signs += signs_of(&cell.shown);
            said.cell(self.file, self.at(row, column), cell);
        }
        let mut in_table = false;
        for row in self.grid.rows() {
            if draft.excess().is_some() {
                return signs;
            }
            let is_row = self.grid.is_in_table(row);
            if is_row && !in_table {
                draft.begin_table();
            } else if !is_row && in_table {
                draft.end_table();
            }
            in_table = is_row;
            if is_row {
                self.row(row, draft);
            } else {
                let locus = Locus::SheetRow(self.name, row);
                for (_, cell) in self.grid.shown_in(self.sheet, row) {
                    lines(&cell.shown, locus, draft);
                }
            }
        }
        if in_table {
            draft.end_table();
        }
        draft.page_may_end();
        self.leave(draft, said);
        for (at, words) in &self.sheet.comments {
            signs += signs_of(words);
            let locus = self.at(at.0, at.1);
            said.comment(self.file, locus, words);
            draft.beside(locus, Beside::Comment, words.clone());
        }
        said.drawn(self.file, whole, &self.sheet.drawn);
        signs
    }

    fn at(&self, row: usize, column: usize) -> Locus {
        Locus::SheetCell(self.name, row, column)
    }

    /// A row of the table.
    fn row(&self, row: usize, draft: &mut Draft) {
        draft.begin_row();
        for place in self.grid.places(row) {
            let from = draft.text.len();
            draft.begin_cell((place.columns, place.rows));
            if let Some(cell) = self.sheet.cells.get(&place.source) {
                lines(&cell.shown, Locus::SheetRow(self.name, row), draft);
            }
            draft.end_cell(from, place.column);
        }
        draft.end_row(Locus::SheetRow(self.name, row));
    }

    /// What of the cells nobody sees: hidden rows and columns, and what merged cells cover.
    fn leave(&self, draft: &mut Draft, said: &mut Said) {
        for (&(row, column), cell) in &self.sheet.cells {
            if cell.shown.is_empty() {
                continue;
            }
            let locus = self.at(row, column);
            if self.grid.is_shown(self.sheet, (row, column)) {
                continue;
            }
            if self.sheet.hidden_rows.contains(&row) && !self.grid.is_covered((row, column)) {
                said.hidden_row(self.file, Locus::SheetRow(self.name, row), &cell.shown);
            } else {
                said.hidden_cell(self.file, locus, &cell.shown);
            }
            draft.beside(locus, Beside::Hidden, cell.shown.clone());
        }
    }
}

/// Words of a cell, which may have several lines.
fn lines(words: &str, locus: Locus, draft: &mut Draft) {
    for line in words.lines().filter(|line| !line.trim().is_empty()) {
        draft.words(line);
        draft.end_line(locus);
    }
}

/// Cells of a row with their columns.
type Cells<'s> = Vec<(usize, &'s Cell)>;
