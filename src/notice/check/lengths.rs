//! `too-long-to-print`: texts that stand in one piece on a page, such as the name of an
//! item, which its tasks stand beside, or the signature. What is longer than the page
//! would run off the paper, and nobody would see that it is missing.

use crate::diag::locus::Line;
use crate::notice::File;
use crate::notice::check::Auditor;
use crate::notice::other::Block;

/// The most characters that were measured to fit, rounded down.
const NAME: usize = 180;
const UNIT: usize = 100;
const SIGNATORY: usize = 35;
const COLOPHON: usize = 450;
const TITLE: usize = 300;
/// What a cell of a spreadsheet holds is 32,767.
const CELL: usize = 20_000;

impl Auditor<'_> {
    /// What of the notice is longer than its place on the page.
    pub(super) fn lengths(&mut self) {
        let circular = &self.notice.circular;
        let mut texts: Vec<(&str, &str, usize, Option<Line>, File)> = Vec::new();
        let in_circular = File::Circular;
        texts.push(("标题", &circular.title, TITLE, None, in_circular));
        texts.push(("发文机关标志", &circular.masthead, TITLE, None, in_circular));
        for line in circular.signatory.lines() {
            texts.push(("署名", line, SIGNATORY, None, in_circular));
        }
        let colophon = [
            ("附注", &circular.publicity),
            ("抄送机关", &circular.copies_to),
            ("印发机关", &circular.printed_by),
        ];
        for (what, text) in colophon {
            let text = text.as_deref().unwrap_or_default();
            texts.push((what, text, COLOPHON, None, in_circular));
        }
        for attachment in &circular.attachments {
            texts.push(("附件标题", &attachment.title, TITLE, None, in_circular));
        }
        for (file, table) in self.notice.indicator_tables() {
            let areas = table.areas.iter();
            texts.extend(areas.map(|area| ("地区", area.as_str(), CELL, None, file)));
            for row in &table.indicators {
                let group = row.group.as_deref().unwrap_or_default();
                texts.push(("类别", group, CELL, row.line, file));
                texts.push(("指标名称", &row.name, NAME, row.line, file));
                texts.push(("计量单位", &row.unit, UNIT, row.line, file));
                let targets = row.targets.iter();
                texts.extend(targets.map(|t| ("目标", t.text.as_str(), CELL, row.line, file)));
            }
        }
        for (file, _, task) in self.notice.tasks() {
            texts.push(("工作任务", &task.text, CELL, task.line, file));
            let units = &task.responsible.text;
            texts.push(("责任单位", units, CELL, task.line, file));
        }
        for (file, table) in self.notice.task_tables() {
            // A sentence that is its own name is printed short where its task stands by.
            let named = table.items().filter(|(_, _, item)| !item.is_own_name());
            for (_, _, item) in named {
                let line = item.tasks.first().and_then(|t| t.line);
                texts.push(("名称", &item.name, NAME, line, file));
            }
        }
        for (file, other) in self.notice.others() {
            texts.push(("附件标题", &other.title, TITLE, None, file));
            let tables = other.blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(&table.rows),
                Block::Text(_) => None,
            });
            for row in tables.flatten() {
                let cells = row.cells.iter();
                texts.extend(cells.map(|c| ("单元格", c.text.as_str(), CELL, row.line, file)));
            }
        }
        let long: Vec<_> = texts
            .into_iter()
            .map(|(what, text, most, line, file)| {
                (what, text, text.chars().count(), most, line, file)
            })
            .filter(|(_, _, length, most, _, _)| length > most)
            .map(|(what, text, length, most, line, file)| {
                let words: String = text.chars().take(30).collect();
                let message = format!("{what}“{words}……”有 {length} 个字，最多 {most} 个才印得下");
                (message, self.place(line, file, &words))
            })
            .collect();
        for (message, place) in long {
            let hint = "请核对是否把正文并进了这一格";
            self.error("too-long-to-print", message, place, hint);
        }
    }
}
