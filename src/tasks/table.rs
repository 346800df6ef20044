//! The annex of tasks: parts, sections, items, and a row for each task. An item's
//! number and name stand in its first row only; a cell that is merged downwards holds
//! for every row that it covers.

mod cells;
mod items;
mod numbers;
mod remarks;
mod rows;
mod sections;
mod short;

use std::collections::BTreeSet;

use crate::blocks::account::{Debris, Fate, Form};
use crate::blocks::table;
use crate::blocks::table::{Row, Slot};
use crate::blocks::text::Chunk;
use crate::diag::Diagnostic;
use crate::grammar::headings::Column;
use crate::notice::{Paragraph, Section, Task, TaskTable, goal};
use crate::tasks::annex::{Annex, title};
use crate::tasks::assembler::{Assembler, Unheaded, shorten};
use crate::tasks::columns::Columns;
use crate::tasks::outline::Outline;
use crate::tasks::responsible;

use cells::{Above, Draft};
use numbers::Numbers;
use sections::{Begins, Kind, Shape};

/// Reads the table; `None` when it has no columns to go by.
pub(crate) fn read(assembler: &mut Assembler<'_>, mut annex: Annex) -> Option<TaskTable> {
    let headings = &assembler.register.headings;
    let first = (0..annex.rows.len())
        .find_map(|at| Some((at, Columns::of(&annex.rows, at, headings, None)?)));
    let title_row = own_title(&mut annex, first.as_ref().map_or(0, |f| f.0));
    let behind = sections::behind_title(&annex.title);
    let lines = annex.title.split_off(behind);
    let title = title(assembler, annex.label_line, &annex.title);
    let (start, columns) = first?;
    sections::join_numbers(&mut annex.rows, &columns, start + columns.rows);
    for (line, chunk) in &annex.notes {
        responsible::rule_below(assembler, *line, &chunk.text());
    }
    let mut reader = Reader {
        fill: rows::leave_units_blank(&annex.rows, &columns),
        shapes: sections::shapes(&lines, &annex.rows, &columns, start),
        assembler,
        rows: &annex.rows,
        outline: Outline::default(),
        draft: None,
        unheaded: Unheaded::default(),
        above: Above::default(),
        numbers: Numbers::default(),
        waiting: Vec::new(),
        inner_name: None,
        item_text: String::new(),
        item_number: String::new(),
        item_line: 1,
    };
    for (line, chunk) in lines {
        reader.before(&table::line(line, chunk));
    }
    for index in (0..start).filter(|at| Some(*at) != title_row) {
        reader.before(&annex.rows[index]);
    }
    reader.table(start, columns);
    reader.close_item();
    for (line, chunk) in &annex.notes {
        reader.below(*line, chunk);
    }
    reader.outline.give_intro_to_first_part();
    Some(TaskTable {
        title,
        first_leads: reader.assembler.first_leads.clone(),
        parts: reader.outline.parts,
    })
}

/// An annex without a title above its table may have it in the first row.
fn own_title(annex: &mut Annex, headings: usize) -> Option<usize> {
    if annex.title.iter().any(|(_, chunk)| !chunk.is_blank()) {
        return None;
    }
    let row = annex.rows[..headings].first()?;
    let at = row.alone(0)?;
    let Some(Slot::Cell(chunk)) = row.slots.get(at) else {
        return None;
    };
    if crate::tasks::numbering::heading(&chunk.text()).is_some() {
        return None;
    }
    annex.title.push((row.line, chunk.clone()));
    Some(0)
}

struct Reader<'d, 's, 'r> {
    assembler: &'d mut Assembler<'s>,
    rows: &'r [Row],
    outline: Outline,
    /// The task that is not closed yet; it belongs to the last item.
    draft: Option<Draft>,
    unheaded: Unheaded,
    above: Above,
    numbers: Numbers,
    /// Headings below the sections: they stay with the next item.
    waiting: Vec<Paragraph>,
    /// A second name under the number of an item, which the rows below it have.
    inner_name: Option<String>,
    /// What the name of the last item says in full; its number as printed; its line.
    item_text: String,
    item_number: String,
    item_line: usize,
    /// The shapes of the numbers that head rows.
    shapes: BTreeSet<Shape>,
    /// Rows leave the cells of units blank where those above hold for them.
    fill: bool,
}

/// Whether a page may begin or end at a row.
#[derive(Clone, Copy)]
struct Edge {
    begins: bool,
    ends: bool,
}

impl Reader<'_, '_, '_> {
    /// Reads the rows from the first headings on.
    fn table(&mut self, start: usize, mut columns: Columns) {
        let mut index = start;
        let mut fate = Fate::Structure(Form::Heading);
        // Headings stand just above the row.
        let mut headed = false;
        let mut next = Some(columns.clone());
        while index < self.rows.len() {
            if let Some(found) = next.take() {
                for row in &self.rows[index..index + found.rows] {
                    spend(self.assembler, row, fate);
                }
                if fate == Fate::Structure(Form::Heading) {
                    self.remark_on_headings(&found, index);
                    self.remark_on_groups(&found, index);
                    self.remark_on_unread_units(&found, index);
                    self.remark_on_guessed_tasks(&found, index);
                } else {
                    self.remark_on_other_headings(&found, &columns, index);
                }
                index += found.rows;
                columns = found;
                fate = Fate::Debris(Debris::RepeatedHeading);
                headed = true;
                next = self.headings(index, &columns);
            } else {
                next = self.headings(index + 1, &columns);
                let row = &self.rows[index];
                let below = self.rows.get(index + 1);
                let edge = Edge {
                    begins: row.after_break || headed,
                    ends: next.is_some() || below.is_some_and(|below| below.after_break),
                };
                self.row(index, &columns, edge);
                index += 1;
                headed = false;
            }
        }
    }

    /// Whether other headings stand at row `index`.
    fn headings(&self, index: usize, columns: &Columns) -> Option<Columns> {
        let headings = &self.assembler.register.headings;
        let row = self.rows.get(index)?;
        let same = Columns::of(self.rows, index, headings, Some(columns));
        // Where 序号 stands in place of a number another table begins.
        let number = columns.number.map(|at| row.text(at)).unwrap_or_default();
        let begins = || headings.rank(Column::Number, &number, true).is_some();
        same.or_else(|| begins().then(|| Columns::of(self.rows, index, headings, None))?)
    }

    /// Reads one row below the headings.
    fn row(&mut self, index: usize, columns: &Columns, edge: Edge) {
        let row = &self.rows[index];
        if row.written().next().is_none() {
            return;
        }
        match sections::kind(row, index, Some(columns)) {
            Some((at, kind)) => self.heading_row(row, at, kind),
            None => self.task_row(index, columns, edge),
        }
    }

    /// Rows above the headings: headings of parts, or remarks on the table.
    fn before(&mut self, row: &Row) {
        match sections::kind(row, 0, None) {
            Some((at, kind @ Kind::Numbered(_))) => self.heading_row(row, at, kind),
            Some((at, _)) => {
                let place = self.assembler.place(row.line).words(row.text(at));
                let text = self.whole(row);
                if !self.rule(row.line, &text) {
                    let note = Diagnostic::note(
                        "table-remark",
                        format!("表头上面的“{}”照原样印在表里", shorten(&text)),
                    );
                    self.assembler.remarks.push(note.at(place));
                }
                let paragraph = Paragraph {
                    text,
                    line: Some(row.line.into()),
                };
                self.outline.last_part().intro.push(paragraph);
            }
            None => unplaced(self.assembler, row),
        }
    }

    /// A row that is no task: a heading, a sum, a remark.
    fn heading_row(&mut self, row: &Row, at: usize, kind: Kind) {
        self.close_item();
        self.above.clear();
        self.item_text.clear();
        let text = row.text(at);
        let line = Some(row.line.into());
        let place = self.assembler.place(row.line).words(&text);
        match kind {
            Kind::Numbered(shape) => {
                self.whole(row);
                match sections::begins(&text, shape, &self.shapes) {
                    Begins::Words => {
                        self.waiting.push(Paragraph { text, line });
                        return;
                    }
                    Begins::Part(heading) | Begins::Section(heading) => {
                        self.outline.add_heading(heading, row.line);
                    }
                }
                self.numbers.heading();
            }
            Kind::Bare => {
                if !row.is_whole(at) || row.slots.len() == 1 {
                    let warning = Diagnostic::warning(
                        "heading-without-number",
                        format!("表格里的“{}”没有序号，读作小标题", shorten(&text)),
                    );
                    let hint = "若是任务，请补上缺的单元格；若是转写带进来的杂行，请在 corrections.yaml 里写明删去";
                    self.assembler.remarks.push(warning.at(place).hint(hint));
                }
                self.whole(row);
                let (title, stated_count) = sections::bare(&text);
                self.outline.last_part().sections.push(Section {
                    number: None,
                    title: Some(title),
                    stated_count,
                    line,
                    intro: Vec::new(),
                    items: Vec::new(),
                });
                self.numbers.heading();
            }
            Kind::Text => {
                let text = self.whole(row);
                if !self.rule(row.line, &text) {
                    let warning = Diagnostic::warning(
                        "table-remark",
                        format!("表格里的“{}”不是任务，照原样印在这一节里", shorten(&text)),
                    );
                    let hint = "若是任务，请补上缺的单元格";
                    self.assembler.remarks.push(warning.at(place).hint(hint));
                }
                let paragraph = Paragraph { text, line };
                self.outline.last_section().intro.push(paragraph);
            }
        }
    }

    /// Takes all that a row says, as one text.
    fn whole(&mut self, row: &Row) -> String {
        let mut texts = Vec::new();
        for slot in &row.slots {
            if let Slot::Cell(chunk) = slot {
                texts.push(self.assembler.take(chunk));
            }
        }
        texts.retain(|text| !text.is_empty());
        texts.join(" ")
    }

    /// Turns the open row into a task of the last item.
    fn close_task(&mut self) {
        let Some(draft) = self.draft.take() else {
            return;
        };
        let text = self.assembler.take(&draft.text);
        let units = draft.phrase(self.assembler);
        let deadline = draft.deadline(self.assembler);
        let mut more = draft.more(self.assembler);
        more.extend(draft.name);
        // A task that is its item has no words of its own.
        let text = if text.is_empty() {
            self.item_text.clone()
        } else {
            text
        };
        if units.is_empty() {
            self.nobody(draft.line, &text);
        }
        let stated = responsible::read(self.assembler, draft.line, draft.line, units);
        self.outline.add_task(Task {
            key: None,
            goals: goal::goals(&text),
            text,
            line: Some(draft.line.into()),
            more,
            deadline: deadline.or(stated.deadline),
            responsible: stated.responsible,
        });
    }
}

fn chunk_of(row: &Row, at: usize) -> Chunk {
    match row.slots.get(at) {
        Some(Slot::Cell(chunk)) => chunk.clone(),
        _ => Chunk::default(),
    }
}

fn spend(assembler: &mut Assembler<'_>, row: &Row, fate: Fate) {
    for slot in &row.slots {
        if let Slot::Cell(chunk) = slot {
            if fate == Fate::Kept {
                chunk.take(assembler.account);
            } else {
                chunk.spend(assembler.account, fate);
            }
        }
    }
}

fn unplaced(assembler: &mut Assembler<'_>, row: &Row) {
    for slot in &row.slots {
        if let Slot::Cell(chunk) = slot {
            assembler.unplaced(row.line, &chunk.clone());
        }
    }
}
