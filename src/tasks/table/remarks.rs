//! What there is to say about a table of tasks beside its rows: words in its headings,
//! remarks around it, and tasks that name nobody.

use crate::blocks::text::Chunk;
use crate::diag::Diagnostic;
use crate::notice::{FirstLeads, Paragraph};
use crate::tasks::assembler::{Assembler, shorten};
use crate::tasks::columns::Columns;
use crate::tasks::responsible;
use crate::tasks::table::Reader;
use crate::tasks::table::cells::Draft;
use crate::units::phrase;

/// A rule that stands below the table speaks of all its rows: it is recorded without a
/// line, for it holds from none on.
pub(super) fn rule_below(assembler: &mut Assembler<'_>, line: usize, text: &str) {
    let Some(rule) = phrase::first_leads(text).filter(|_| assembler.first_leads.is_none()) else {
        return;
    };
    let text = text[rule].to_owned();
    let warning = Diagnostic::warning(
        "first-leads",
        format!("表后写明“{text}”：读作管整张表，每条任务点到的第一个单位牵头，其余配合"),
    );
    let place = assembler.place(line).words(&text);
    assembler.remarks.push(warning.at(place));
    assembler.first_leads = Some(FirstLeads { text, line: None });
}

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
        let place = self.assembler.place(line).words(&text);
        let message = format!("表后的“{}”照原样印在表前", shorten(&text));
        let note = Diagnostic::note("table-remark", message);
        self.assembler.remarks.push(note.at(place));
        let line = Some(line);
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
