//! Named rules that a notice has to pass, and the only maker of [`Checked`].
//!
//! An error stops the build; a warning or note is drawn and the build goes on.

use std::collections::HashMap;

use super::duty::{self, Duties};
use super::phrase;
use super::units::Register;
use super::{Notice, Part, Section};
use crate::diag::{Diagnostic, Noted, Place};

/// A notice that passed every rule, with its register and duties. There is no
/// other way to one than [`check`].
#[derive(Debug, Clone)]
pub struct Checked {
    notice: Notice,
    register: Register,
    duties: Duties,
}

impl Checked {
    /// The notice.
    pub fn notice(&self) -> &Notice {
        &self.notice
    }

    /// The register of its jurisdiction.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Who has to do what.
    pub fn duties(&self) -> &Duties {
        &self.duties
    }
}

/// Applies every rule. The value is `None` when one of them found an error.
///
/// `folder` is the notice's folder as shown in messages; it is pointed at where
/// the notice has no source.
pub fn check(notice: Notice, register: &Register, folder: &str) -> Noted<Option<Checked>> {
    let mut auditor = Auditor {
        notice: &notice,
        folder,
        remarks: Vec::new(),
    };
    auditor.numbering();
    auditor.stated_counts();
    auditor.letter_counts();
    auditor.areas();
    auditor.units(register);
    let remarks = auditor.remarks;
    let stopped = remarks.iter().any(Diagnostic::is_error);
    let checked = (!stopped).then(|| Checked {
        duties: duty::duties(&notice, register),
        register: register.clone(),
        notice,
    });
    Noted::new(checked, remarks)
}

struct Auditor<'n> {
    notice: &'n Notice,
    folder: &'n str,
    remarks: Vec<Diagnostic>,
}

impl Auditor<'_> {
    /// A line of the source; without one, the words in a file of the folder.
    fn place(&self, line: Option<usize>, file: &str, words: &str) -> Place {
        match (&self.notice.letter.source, line) {
            (Some(source), Some(line)) => Place::line(&source.file, line).words(words),
            _ => Place::file(format!("{}/{file}", self.folder)).words(words),
        }
    }

    fn error(&mut self, rule: &'static str, message: String, place: Place, hint: &str) {
        let error = Diagnostic::error(rule, message).at(place).hint(hint);
        self.remarks.push(error);
    }

    /// `item-numbering`, `indicator-numbering`: from 1, without gaps.
    fn numbering(&mut self) {
        let mut wrong = Vec::new();
        let items = self.notice.tasks.iter().flat_map(|t| t.items());
        for (expected, (_, _, item)) in (1..).zip(items) {
            if item.number != expected {
                let line = item.tasks.first().and_then(|t| t.line);
                let place = self.place(line, super::yaml::TASKS, &item.name);
                wrong.push(("item-numbering", item.number, expected, &item.name, place));
                break;
            }
        }
        let indicators = self.notice.indicators.iter().flat_map(|t| &t.indicators);
        for (expected, row) in (1..).zip(indicators) {
            if row.number != expected {
                let place = self.place(row.line, super::yaml::INDICATORS, &row.name);
                wrong.push((
                    "indicator-numbering",
                    row.number,
                    expected,
                    &row.name,
                    place,
                ));
                break;
            }
        }
        for (rule, found, expected, name, place) in wrong {
            self.error(
                rule,
                format!("“{name}”的序号是 {found}，按次序应是 {expected}"),
                place,
                "请核对前后各项：可能漏了一项、重了一项，或序号写错",
            );
        }
    }

    /// `part-count`, `section-count`: what a heading states against what it has.
    fn stated_counts(&mut self) {
        let mut wrong = Vec::new();
        for part in self.notice.tasks.iter().flat_map(|t| &t.parts) {
            let has = count(part);
            if let Some(stated) = part.stated_count.filter(|&s| s as usize != has) {
                let title = part.title.as_deref().unwrap_or_default();
                let place = self.place(part.line, super::yaml::TASKS, title);
                wrong.push(("part-count", title, stated, has, place));
            }
            for section in &part.sections {
                let Section { items, title, .. } = section;
                let has = items.len();
                if let Some(stated) = section.stated_count.filter(|&s| s as usize != has) {
                    let title = title.as_deref().unwrap_or_default();
                    let place = self.place(section.line, super::yaml::TASKS, title);
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
            .filter(|(_, _, i)| i.tasks.is_empty())
            .map(|x| x.2)
            .collect();
        for item in empty {
            let place = self.place(None, super::yaml::TASKS, &item.name);
            let message = format!("第 {} 项“{}”没有任务", item.number, item.name);
            self.error("item-empty", message, place, "请补上这一项的工作任务");
        }
    }

    /// `letter-count`: `16项工作目标和52项工作任务` in the letter against the parts.
    fn letter_counts(&mut self) {
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
                    let place = self.place(paragraph.line, super::yaml::LETTER, &words);
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

    /// `area-cover`: every indicator covers every area once.
    fn areas(&mut self) {
        let Some(table) = &self.notice.indicators else {
            return;
        };
        let mut wrong = Vec::new();
        for row in &table.indicators {
            let mut seen: HashMap<&str, usize> = HashMap::new();
            for area in row.targets.iter().flat_map(|t| &t.areas) {
                *seen.entry(area).or_default() += 1;
            }
            let place = self.place(row.line, super::yaml::INDICATORS, &row.name);
            for area in &table.areas {
                match seen.remove(area.as_str()) {
                    Some(1) => {}
                    Some(_) => {
                        wrong.push((format!("“{}”给{area}定了两次目标", row.name), place.clone()))
                    }
                    None => wrong.push((format!("“{}”没有{area}的目标", row.name), place.clone())),
                }
            }
            let mut strangers: Vec<&str> = seen.into_keys().collect();
            strangers.sort_unstable();
            for area in strangers {
                wrong.push((
                    format!("“{}”里的“{area}”不是这张表的地区", row.name),
                    place.clone(),
                ));
            }
        }
        for (message, place) in wrong {
            self.error(
                "area-cover",
                message,
                place,
                "每个指标对每个地区要有且只有一格；没有目标的写“—”",
            );
        }
    }

    /// `units-mismatch`: the units listed are those that the phrase names.
    fn units(&mut self, register: &Register) {
        let mut wrong = Vec::new();
        for (_, task) in self.notice.tasks.iter().flat_map(|t| t.tasks()) {
            let responsible = &task.responsible;
            let phrase = phrase::resolve(&responsible.text, register);
            let (mut listed, mut named) = (responsible.units.clone(), phrase.units());
            let (mut groups, mut named_groups) =
                (responsible.collectives.clone(), phrase.collectives());
            for names in [&mut listed, &mut named, &mut groups, &mut named_groups] {
                names.sort_unstable();
            }
            let differ = difference(&listed, &named).or(difference(&groups, &named_groups));
            if let Some(differ) = differ {
                let place = self.place(task.line, super::yaml::TASKS, &responsible.text);
                wrong.push((differ, place));
            }
        }
        for (differ, place) in wrong {
            self.error(
                "units-mismatch",
                format!("责任单位的名单和原文对不上：{differ}"),
                place,
                "若登记册改过，请重新运行 gongwen read；若名单是手写的，请改成原文点到的单位",
            );
        }
    }
}

fn difference(listed: &[String], named: &[String]) -> Option<String> {
    if let Some(extra) = listed.iter().find(|n| !named.contains(n)) {
        return Some(format!("名单里的“{extra}”原文没有点到"));
    }
    let missing = named.iter().find(|n| !listed.contains(n))?;
    Some(format!("原文点到的“{missing}”名单里没有"))
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
