//! Rows that are tasks, or the rest of one.

use crate::blocks::account::Fate;
use crate::blocks::table::{Row, Slot};
use crate::diag::Diagnostic;
use crate::notice::Remark;
use crate::tasks::assembler::shorten;
use crate::tasks::columns::Columns;
use crate::tasks::table::cells::{At, Draft};
use crate::tasks::table::items::Began;
use crate::tasks::table::{Edge, Reader, remarks, short, spend};

/// Of the rows that go on with an item, the share that leaves the units blank where that
/// is a way of writing and not an omission: one in so many.
const OFTEN: usize = 5;

/// Whether rows that go on with an item leave the cells of units blank so often that
/// those above hold for them, as in a table that has lost what was merged.
pub(super) fn leave_units_blank(rows: &[Row], columns: &Columns) -> bool {
    let blank = |row: &Row, at: usize| matches!(row.slots.get(at), Some(Slot::Blank) | None);
    let goes_on = |row: &&Row| {
        let mut own = columns.of_group();
        let written = matches!(row.slots.get(columns.task), Some(Slot::Cell(_)));
        columns.of_group().next().is_some()
            && own.all(|at| blank(row, at))
            && written
            && !row.after_break
    };
    let rows: Vec<&Row> = rows.iter().filter(goes_on).collect();
    let without = |row: &&&Row| columns.units.iter().all(|units| blank(row, units.at));
    let without = rows.iter().filter(without).count();
    without > 0 && without * OFTEN >= rows.len()
}

/// How a row stands to those above.
struct How {
    /// It goes on with the last item,
    continues: bool,
    /// or at least with its name.
    in_group: bool,
    /// The column of tasks, where those before it are merged as groups are.
    before: Option<usize>,
    /// Its item has a name that may be a task.
    named: bool,
    /// Its task is a cell that is merged with the one above.
    task_above: bool,
}

impl Reader<'_, '_, '_> {
    /// Reads a row of cells under the headings.
    pub(super) fn task_row(&mut self, index: usize, columns: &Columns, edge: Edge) {
        let row = &self.rows[index];
        if !self.fits(row, columns) {
            return;
        }
        let place = At { row, index };
        let continues = match self.begin(place, columns) {
            Began::Item => false,
            Began::GoesOn => true,
            Began::Nothing => {
                self.spend_rest(row, columns);
                return;
            }
        };
        self.unheaded.check(self.assembler, row, |at| {
            columns.has(at) || at >= columns.count
        });
        let mut draft = Draft::of(self.assembler, &mut self.above, place, columns);
        draft.name = self.inner_name.as_ref().map(|name| Remark {
            heading: columns.name.map_or("", |at| columns.heading(at)).to_owned(),
            text: name.clone(),
        });
        // A cell that reaches from the name over the task says both.
        let spanned = match row.slots.get(columns.task) {
            Some(Slot::Covered(_, at)) => Some(*at) == columns.name && !place.covered(columns.task),
            _ => false,
        };
        let how = How {
            continues,
            in_group: continues || self.goes_on_in_group(row, columns),
            before: columns.group.map(|_| columns.task),
            named: columns.measures || spanned,
            task_above: place.covered(columns.task),
        };
        self.add_row(draft, how, edge);
    }

    /// Whether a row with a number of its own belongs to the group above.
    fn goes_on_in_group(&self, row: &Row, columns: &Columns) -> bool {
        let is_begun = columns.of_group().any(|at| !row.text(at).is_empty());
        columns.group.is_some() && !is_begun && !self.item_text.is_empty()
    }

    /// Whether a row has as many cells as there are headings. Blanks at its end are often
    /// lost, and more of them say nothing.
    fn fits(&mut self, row: &Row, columns: &Columns) -> bool {
        let have = row.slots.len();
        let beyond = row.written().any(|at| at >= columns.count);
        let needed = columns.units.iter().map(|units| units.at).min();
        let needed = needed.unwrap_or_default().max(columns.task) + 1;
        let lacks = have < columns.count && have >= needed && have > 1;
        let enough = have >= columns.count && !beyond;
        let is_full = enough && !row.text(columns.count - 1).is_empty();
        if is_full {
            return true;
        }
        let wrong = short::out_of_place(row, columns, self.assembler.register);
        let wrong = wrong.filter(|_| enough || lacks);
        if enough && wrong.is_none() {
            return true;
        }
        let filled = row.written().last().map_or(0, |at| at + 1).min(have);
        let said = format!(
            "这一行有 {filled} 列，表头有 {} 列：“{}”",
            columns.count,
            shorten(&short::cells(row))
        );
        if let Some(wrong) = wrong {
            self.assembler.error(
                row.line,
                "row-short",
                format!("{said}；照列数排，{wrong}，看不出少的是哪一格"),
                "请在少了的那一格补上制表符（空着也要留一格），使这一行与表头对齐",
            );
        } else if lacks {
            let warning = Diagnostic::warning("row-short", format!("{said}；末尾缺的按空着读"));
            let hint = "若中间少了一格，请补上制表符";
            let place = self.assembler.place(row.line);
            self.assembler.remarks.push(warning.at(place).hint(hint));
            return true;
        } else {
            self.assembler.error(
                row.line,
                "column-count",
                said,
                "请核对这一行的单元格；章节标题要写成“一、……”或“（一）……”",
            );
        }
        spend(self.assembler, row, Fate::Kept);
        false
    }

    /// A row is a task; but one that a page cut in two is one task all the same, and so
    /// is one whose task is a cell merged over several rows.
    fn add_row(&mut self, mut draft: Draft, how: How, edge: Edge) {
        let How {
            continues,
            in_group,
            before,
            named,
            task_above,
        } = how;
        if continues && let Some(open) = &mut self.draft {
            let cut_above = edge.begins
                && !task_above
                && (draft.no_units()
                    || draft.text.is_blank()
                    || open.units_go_on()
                    || open.units_are_blank());
            if cut_above || task_above {
                if task_above && draft.says_more() {
                    remarks::of_the_task_above(self.assembler, &draft, true);
                }
                if cut_above {
                    let note = Diagnostic::warning(
                        "row-over-page",
                        "这一行读作上一行换页后的下半截，已接到上一行后面",
                    )
                    .at(self.assembler.place(draft.line))
                    .hint("若它本是另一条任务，请补上缺的单元格");
                    self.assembler.remarks.push(note);
                }
                open.join(draft, cut_above, &mut self.above);
                return;
            }
            if draft.text.is_blank() && draft.says_more() {
                remarks::of_the_task_above(self.assembler, &draft, false);
                open.join(draft, false, &mut self.above);
                return;
            }
        }
        self.close_task();
        let Some(item) = self.outline.last_item() else {
            self.assembler.error(
                draft.line,
                "row-without-number",
                "这一行没有序号和名称，上面也没有可以接的任务".into(),
                "一项任务的第一行要有序号和名称，以后各行可以空着",
            );
            draft.spend(self.assembler);
            return;
        };
        if draft.text.is_blank() {
            // Under headings of items and measures an item may come with none: it is
            // then the task itself, or what follows it is.
            if !continues && named {
                if !draft.says_more() {
                    draft.spend(self.assembler);
                    return;
                }
            } else {
                let label = item.label.clone();
                let number = label.unwrap_or_else(|| item.number.to_string());
                let message = if continues {
                    "这一行没有写工作任务".to_owned()
                } else {
                    format!("第 {number} 项没有写工作任务")
                };
                let hint = "请补上任务；若是上一行换页后的下半截，请接到上一行";
                self.assembler
                    .error(draft.line, "row-without-task", message, hint);
            }
        }
        if in_group {
            self.fill(&mut draft, before, edge);
        }
        self.lead(&mut draft, in_group);
        self.draft = Some(draft);
    }

    /// Takes what a row of a group leaves blank from the row above: all of its duty, where
    /// rows are wont to do so, or what stands in columns `before` that of tasks.
    fn fill(&mut self, draft: &mut Draft, before: Option<usize>, edge: Edge) {
        let said = if self.fill && !edge.begins && !edge.ends && draft.units_are_blank() {
            draft.take_duty_above(&self.above)
        } else if let Some(at) = before {
            draft.take_units_above_before(at, &self.above)
        } else {
            String::new()
        };
        if said.is_empty() {
            return;
        }
        let task = draft.text.text();
        let warning = Diagnostic::warning(
            "units-from-above",
            format!(
                "“{}”的责任单位空着，读作与上一行相同：“{}”",
                shorten(&task),
                shorten(&said)
            ),
        );
        let place = self.assembler.place(draft.line);
        let hint = "表中合并的单元格在文本里只剩下空格；若本来没有责任单位，请写“无”";
        self.assembler.remarks.push(warning.at(place).hint(hint));
    }

    /// A row that says who joins and leaves blank who leads: in a group the cell above
    /// holds; else it is asked for.
    fn lead(&mut self, draft: &mut Draft, in_group: bool) {
        let Some(heading) = draft.lacks_lead().map(str::to_owned) else {
            return;
        };
        let task = shorten(&draft.text.text());
        let said = match in_group {
            true => draft.take_lead_above(&self.above),
            false => String::new(),
        };
        let (rule, message, hint) = if said.is_empty() {
            (
                "lead-blank",
                format!("“{task}”的“{heading}”一格空着，只有别的单位；读作没有"),
                "若漏了，请补上；若本来没有，请写“无”",
            )
        } else {
            let said = shorten(&said);
            (
                "units-from-above",
                format!("“{task}”的“{heading}”一格空着，读作与上一行相同：“{said}”"),
                "表中合并的单元格在文本里只剩下空格；若本来没有，请写“无”",
            )
        };
        let place = self.assembler.place(draft.line);
        let warning = Diagnostic::warning(rule, message).at(place).hint(hint);
        self.assembler.remarks.push(warning);
    }

    /// Books the cells of a row whose item could not be begun.
    fn spend_rest(&mut self, row: &Row, columns: &Columns) {
        for (i, slot) in row.slots.iter().enumerate() {
            if let Slot::Cell(chunk) = slot
                && !columns.of_item().any(|at| at == i)
            {
                chunk.take(self.assembler.account);
            }
        }
    }
}
