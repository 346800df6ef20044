//! What headings and the letter state against what there is.

use super::super::{Part, Section, yaml};
use super::Auditor;

impl Auditor<'_> {
    /// `part-count`, `section-count`: what a heading states against what it has.
    pub(super) fn stated_counts(&mut self) {
        let mut wrong = Vec::new();
        for part in self.notice.tasks.iter().flat_map(|t| &t.parts) {
            let has = count(part);
            if let Some(stated) = part.stated_count.filter(|&s| s as usize != has) {
                let title = part.title.as_deref().unwrap_or_default();
                let place = self.place(part.line, yaml::TASKS, title);
                wrong.push(("part-count", title, stated, has, place));
            }
            for section in &part.sections {
                let Section { items, title, .. } = section;
                let has = items.len();
                if let Some(stated) = section.stated_count.filter(|&s| s as usize != has) {
                    let title = title.as_deref().unwrap_or_default();
                    let place = self.place(section.line, yaml::TASKS, title);
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
        let empty = self.notice.tasks.iter().flat_map(|t| t.items());
        let empty: Vec<_> = empty
            .filter(|(_, _, i)| i.tasks.is_empty() && i.intro.is_empty())
            .map(|x| x.2)
            .collect();
        for item in empty {
            let place = self.place(None, yaml::TASKS, &item.name);
            let message = format!("第 {} 项“{}”没有任务", item.number, item.name);
            self.error("item-empty", message, place, "请补上这一项的工作任务");
        }
    }

    /// `table-empty`: an annex that is there has something in it.
    pub(super) fn tables(&mut self) {
        let indicators = self.notice.indicators.iter();
        let indicators = indicators
            .filter(|t| t.indicators.is_empty() || t.areas.is_empty())
            .map(|t| (&t.title, yaml::INDICATORS));
        let tasks = self.notice.tasks.iter();
        let tasks = tasks
            .filter(|t| t.items().next().is_none())
            .map(|t| (&t.title, yaml::TASKS));
        let empty: Vec<_> = indicators.chain(tasks).collect();
        for (title, file) in empty {
            let message = format!("“{title}”里一项也没有");
            let hint = "若是内容丢了，请从来件重新读出；本来就没有这张附表的，请删去这个文件";
            let place = self.place(None, file, title);
            self.error("table-empty", message, place, hint);
        }
    }

    /// `letter-count`: `16项工作目标和52项工作任务` in the letter against the parts.
    pub(super) fn letter_counts(&mut self) {
        let Some(tasks) = &self.notice.tasks else {
            return;
        };
        let counts: Vec<usize> = tasks.parts.iter().map(count).collect();
        for paragraph in &self.notice.letter.body {
            let stated = stated_numbers(&paragraph.text);
            // Only a sentence that states as many counts as there are parts speaks of them.
            if stated.len() != counts.len() {
                continue;
            }
            for (stated, has) in stated.iter().zip(&counts) {
                if stated != has {
                    let words = format!("{stated}项");
                    let place = self.place(paragraph.line, super::super::yaml::LETTER, &words);
                    self.error(
                        "letter-count",
                        format!("正文说 {stated} 项，附件里有 {has} 项"),
                        place,
                        "请核对正文里的数和附件各部分的项数",
                    );
                }
            }
        }
    }
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
