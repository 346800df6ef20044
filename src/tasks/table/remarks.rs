//! What there is to say about a table of tasks beside its rows: words in its headings,
//! remarks around it, and tasks that name nobody.

use crate::blocks::text::Chunk;
use crate::diag::Diagnostic;
use crate::grammar::Grammar;
use crate::notice::Paragraph;
use crate::tasks::assembler::{Assembler, shorten};
use crate::tasks::columns::Columns;
use crate::tasks::responsible;
use crate::tasks::table::Reader;
use crate::tasks::table::cells::Draft;
use crate::units::phrase;
use crate::units::phrase::{How, Meaning};

/// So many cells of a column are looked at to see what stands in it.
const LOOKED_AT: usize = 40;

/// Says that a row has no task of its own: what it says is read as more of the one above.
pub(super) fn of_the_task_above(assembler: &mut Assembler<'_>, draft: &Draft, merged: bool) {
    let why = if merged {
        "这一行的工作任务与上一行是同一格"
    } else {
        "这一行没有写工作任务"
    };
    let said = draft.said();
    let message = format!("{why}，读作上一条任务的：“{}”", shorten(&said));
    let warning = Diagnostic::warning("row-of-the-task-above", message);
    let place = assembler.place(draft.line);
    let hint = "若它本是另一条任务，请补上工作任务";
    assembler.remarks.push(warning.at(place).hint(hint));
}

impl Reader<'_, '_, '_> {
    /// Says which column was taken for groups of tasks, and which for the tasks.
    pub(super) fn remark_on_groups(&mut self, columns: &Columns, index: usize) {
        let (Some(group), Some(name)) = (columns.group, columns.name) else {
            return;
        };
        let (name, task) = (columns.heading(name), columns.heading(columns.task));
        let place = self.assembler.place(self.rows[index].line).words(name);
        let remark = match group.blank {
            0 => Diagnostic::note(
                "group-of-tasks",
                format!("“{name}”一列一格管几行，读作各项的名称；任务按“{task}”一列读"),
            ),
            blank => Diagnostic::warning(
                "group-of-tasks",
                format!(
                    "“{name}”一列有 {blank} 行空着，读作与上一行同属一项；任务按“{task}”一列读"
                ),
            )
            .hint(format!("若哪一行漏写了“{name}”，请补上")),
        };
        self.assembler.remarks.push(remark.at(place));
    }

    /// What stands in brackets behind a heading is no part of any task, and may be a
    /// rule for all of them.
    pub(super) fn remark_on_headings(&mut self, columns: &Columns, index: usize) {
        let line = self.rows[index].line;
        for (at, heading) in columns.headings() {
            let bracket = heading.find('（').filter(|_| heading.ends_with('）'));
            let Some(words) = bracket.map(|from| &heading[from..]) else {
                continue;
            };
            if self.rule(line, words) {
                continue;
            }
            let kept = columns.more.iter().any(|more| more.at == at);
            if kept || words.chars().count() < 6 {
                continue;
            }
            let warning = Diagnostic::warning(
                "heading-words",
                format!("表头“{heading}”里括号中的话没有用上"),
            );
            let hint = "若它是对各项任务的规定，请写进通知正文";
            let place = self.assembler.place(line).words(words);
            self.assembler.remarks.push(warning.at(place).hint(hint));
        }
    }

    /// A column that no heading makes one of duty, and whose cells name units all the same,
    /// or whose heading ends as that of units does: nobody there gets the task.
    pub(super) fn remark_on_unread_units(&mut self, columns: &Columns, index: usize) {
        let parts = &Grammar::get().heading_parts;
        let below = &self.rows[(index + columns.rows).min(self.rows.len())..];
        for more in columns.more.iter().filter(|more| !more.persons) {
            let cells = below.iter().map(|row| row.text(more.at));
            let cells = cells.filter(|text| !text.is_empty() && *text != more.heading);
            let cells: Vec<String> = cells.take(LOOKED_AT).collect();
            let units = cells.iter().filter(|text| self.is_units(text)).count();
            let named = parts.names_units(&more.heading) && units > 0;
            if !named && (parts.is_aside(&more.heading) || units * 2 <= cells.len()) {
                continue;
            }
            let message = format!(
                "“{}”一列像是写着单位，但表头没有说它们负什么责；照原样另列，任务不落到这些单位名下",
                more.heading
            );
            let warning = Diagnostic::warning("column-of-units-unread", message).unassigned();
            let hint = "若它们也是责任单位，请在登记册的 headings 里写明这个表头是 lead、join、guide 还是 responsible";
            let place = self
                .assembler
                .place(self.rows[index].line)
                .words(&more.heading);
            self.assembler.remarks.push(warning.at(place).hint(hint));
        }
    }

    /// Whether a cell says nothing but names of units.
    fn is_units(&self, text: &str) -> bool {
        let phrase = phrase::resolve(text, self.assembler.register);
        let sound = |n: &phrase::Name| {
            let known = matches!(n.how, How::Registered | How::Known | How::Lent | How::Plain);
            known && !matches!(n.meaning, Meaning::Collective(_))
        };
        phrase.unread.is_empty() && phrase.times.is_empty() && phrase.names.iter().any(sound)
    }

    /// Says which column was taken for that of tasks, though no word of its heading says so.
    pub(super) fn remark_on_guessed_tasks(&mut self, columns: &Columns, index: usize) {
        if !columns.guessed {
            return;
        }
        let heading = columns.heading(columns.task);
        let message = format!("没有认得出的任务列，把“{heading}”一列读作各项任务");
        let warning = Diagnostic::warning("task-column-guessed", message);
        let hint = "若任务写在别的列，请在登记册的 headings 里写明 task 的表头";
        let place = self.assembler.place(self.rows[index].line).words(heading);
        self.assembler.remarks.push(warning.at(place).hint(hint));
    }

    /// Headings on a later page are usually those of the first; others are told, since one
    /// of them may be misspelt.
    pub(super) fn remark_on_other_headings(
        &mut self,
        found: &Columns,
        before: &Columns,
        index: usize,
    ) {
        let known: Vec<&str> = before.headings().map(|(_, heading)| heading).collect();
        let mut others = found.headings().filter(|(_, h)| !known.contains(h));
        let Some((_, heading)) = others.next() else {
            return;
        };
        let place = self.assembler.place(self.rows[index].line).words(heading);
        let message =
            format!("这里的表头和上面的不一样：“{heading}”上面没有；从这里起按这一行的表头读");
        let note = Diagnostic::note("headings-differ", message);
        self.assembler.remarks.push(note.at(place));
    }

    /// Whether a text states the rule that the first-named leads.
    pub(super) fn rule(&mut self, line: usize, text: &str) -> bool {
        let found = phrase::first_leads(text);
        if let Some(rule) = &found {
            let words = text[rule.clone()].to_owned();
            responsible::first_leads(self.assembler, line, words);
        }
        found.is_some()
    }

    /// A remark below the table is one on all of it, and stands before it.
    pub(super) fn below(&mut self, line: usize, chunk: &Chunk) {
        let text = self.assembler.take(chunk);
        responsible::unread_rule(self.assembler, line, &text);
        let place = self.assembler.place(line).words(&text);
        let message = format!("表后的“{}”照原样印在表前", shorten(&text));
        let note = Diagnostic::note("table-remark", message);
        self.assembler.remarks.push(note.at(place));
        let line = Some(line.into());
        let intro = &mut self.outline.first_part().intro;
        intro.push(Paragraph { text, line });
    }

    /// A task that names nobody goes to nobody; a person has to see that.
    pub(super) fn nobody(&mut self, line: usize, text: &str) {
        let warning = Diagnostic::warning(
            "task-without-units",
            format!(
                "“{}”没有写责任单位；照印，但不落到任何单位名下",
                shorten(text)
            ),
        )
        .unassigned();
        let hint = "若漏了责任单位，请补上";
        let place = self.assembler.place(line);
        self.assembler.remarks.push(warning.at(place).hint(hint));
    }
}
