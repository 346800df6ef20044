//! What headings and the circular state against what there is.

use std::collections::BTreeSet;

use crate::diag::locus::Line;
use crate::notice::check::Auditor;
use crate::notice::{File, Paragraph, Part, Section, TaskTable};

impl Auditor<'_> {
    /// `part-count`, `section-count`: what a heading states against what it has.
    pub(super) fn stated_counts(&mut self) {
        let mut wrong = Vec::new();
        let tables = self.notice.task_tables();
        for (file, part) in tables.flat_map(|(file, t)| t.parts.iter().map(move |p| (file, p))) {
            let has = count(part);
            if let Some(stated) = part.stated_count.filter(|&s| s as usize != has) {
                let title = part.title.as_deref().unwrap_or_default();
                let place = self.place(part.line, file, title);
                wrong.push(("part-count", title, stated, has, place));
            }
            for (at, section) in part.sections.iter().enumerate() {
                let Section { items, title, .. } = section;
                // A heading over other headings counts what is under those.
                if items.is_empty() && at + 1 < part.sections.len() {
                    continue;
                }
                let has = items.len();
                if let Some(stated) = section.stated_count.filter(|&s| s as usize != has) {
                    let title = title.as_deref().unwrap_or_default();
                    let place = self.place(section.line, file, title);
                    wrong.push(("section-count", title, stated, has, place));
                }
            }
        }
        for (rule, title, stated, has, place) in wrong {
            self.error(
                rule,
                format!("“{title}”标明 {stated} 项，实有 {has} 项"),
                place,
                "请核对是否漏了一项或多了一项，或标题里的数写错",
            );
        }
        // Of one that was read from a source, reading has spoken, with its line.
        let by_hand = self.notice.circular.source.is_none();
        let tables = self.notice.task_tables().filter(|_| by_hand);
        let items = tables.flat_map(|(file, t)| t.items().map(move |(_, _, i)| (file, i)));
        let empty: Vec<_> = items
            .filter(|(_, i)| i.tasks.is_empty() && i.intro.is_empty())
            .collect();
        for (file, item) in empty {
            let place = self.place(None, file, &item.name);
            let message = format!("第 {} 项“{}”没有任务", item.number, item.name);
            self.error("item-empty", message, place, "请补上这一项的工作任务");
        }
    }

    /// `table-empty`: an annex that is there has something in it.
    pub(super) fn tables(&mut self) {
        let indicators = self.notice.indicator_tables();
        let indicators = indicators
            .filter(|(_, t)| t.indicators.is_empty() || t.areas.is_empty())
            .map(|(file, t)| (&t.title, file));
        let tasks = self.notice.task_tables();
        let tasks = tasks
            .filter(|(_, t)| t.items().next().is_none())
            .map(|(file, t)| (&t.title, file));
        let empty: Vec<_> = indicators.chain(tasks).collect();
        for (title, file) in empty {
            let message = format!("“{title}”里一项也没有");
            let hint = "若是内容丢了，请从来件重新读出；本来就没有这张附表的，请删去这个文件";
            let place = self.place(None, file, title);
            self.error("table-empty", message, place, hint);
        }
    }

    /// `circular-count`: `16项工作目标和52项工作任务` in the circular against the parts.
    pub(super) fn circular_counts(&mut self) {
        let tables: Vec<&TaskTable> = self.notice.task_tables().map(|(_, t)| t).collect();
        let all = self.notice.tasks().count();
        let of_list: BTreeSet<Line> = tables.iter().copied().flat_map(lines_of).collect();
        let mut wrong = Vec::new();
        for paragraph in &self.notice.circular.body {
            // Where the tasks stand in the body, their figures are not about themselves.
            if paragraph.line.is_some_and(|line| of_list.contains(&line)) {
                continue;
            }
            let stated = stated_numbers(&paragraph.text);
            // Only a sentence that states as many counts as there are parts speaks of them.
            let ways = ways_to_count(&tables).into_iter();
            let ways: Vec<Vec<usize>> = ways.filter(|way| way.len() == stated.len()).collect();
            let one = stated.len() == 1;
            let differ = |stated: usize, has: usize| stated != has && !(one && stated == all);
            let fits = |way: &Vec<usize>| !stated.iter().zip(way).any(|(s, has)| differ(*s, *has));
            if ways.iter().any(fits) {
                continue;
            }
            let Some(counts) = ways.first() else { continue };
            for (stated, has) in stated.iter().zip(counts) {
                if differ(*stated, *has) {
                    let words = format!("{stated}项");
                    let place = self.place(paragraph.line, File::Circular, &words);
                    let message = format!("正文说 {stated} 项，附件里有 {has} 项");
                    wrong.push((message, place, one || ways.len() > 1));
                }
            }
        }
        for (message, place, doubtful) in wrong {
            let rule = "letter-count";
            let hint = "请核对正文里的数和附件各部分的项数";
            // One count alone may be of something else.
            if doubtful {
                self.warning(rule, message, place, hint);
            } else {
                self.error(rule, message, place, hint);
            }
        }
    }
}

/// What a circular may count: the parts of its table; of several tables those of all,
/// the tables themselves, or the parts of one of them.
fn ways_to_count(tables: &[&TaskTable]) -> Vec<Vec<usize>> {
    // Parts without items are prose.
    let of = |table: &&TaskTable| -> Vec<usize> {
        table.parts.iter().map(count).filter(|n| *n > 0).collect()
    };
    let each: Vec<Vec<usize>> = tables.iter().map(of).collect();
    if each.len() < 2 {
        return each;
    }
    let sums = each.iter().map(|parts| parts.iter().sum()).collect();
    let mut ways = vec![each.concat(), sums];
    ways.extend(each);
    ways
}

/// The lines of a list of tasks.
fn lines_of(table: &TaskTable) -> impl Iterator<Item = Line> {
    let parts = table.parts.iter();
    let words = parts.flat_map(|part| {
        let sections = part.sections.iter();
        let below = sections.flat_map(|s| s.line.into_iter().chain(lines(&s.intro)));
        let own = part.line.into_iter().chain(lines(&part.intro));
        own.chain(below)
    });
    let items = table.items().flat_map(|(_, _, item)| {
        let tasks = item.tasks.iter().filter_map(|task| task.line);
        tasks.chain(lines(&item.intro))
    });
    words.chain(items)
}

fn lines(paragraphs: &[Paragraph]) -> impl Iterator<Item = Line> {
    paragraphs.iter().filter_map(|p| p.line)
}

fn count(part: &Part) -> usize {
    part.sections.iter().map(|s| s.items.len()).sum()
}

/// The numbers that stand before `项` in a text: `16项工作目标和52项工作任务` → 16, 52.
fn stated_numbers(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    for (at, _) in text.match_indices('项') {
        let digits: String = text[..at]
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect();
        let digits: String = digits.chars().rev().collect();
        if let Ok(number) = digits.parse() {
            numbers.push(number);
        }
    }
    numbers
}
