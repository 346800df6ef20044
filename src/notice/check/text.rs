//! The letter: attachments, dates; and brackets and quotes everywhere.

use std::collections::HashMap;

use super::super::yaml;
use super::Auditor;

/// Signs that come in pairs.
const PAIRS: [(char, char); 7] = [
    ('（', '）'),
    ('《', '》'),
    ('〈', '〉'),
    ('〔', '〕'),
    ('【', '】'),
    ('“', '”'),
    ('‘', '’'),
];

impl Auditor<'_> {
    /// `attachment-title`: the list of attachments against the annexes' own titles.
    pub(super) fn attachments(&mut self) {
        let letter = &self.notice.letter;
        let indicators = self
            .notice
            .indicators
            .iter()
            .map(|t| (&t.title, yaml::INDICATORS));
        let tasks = self.notice.tasks.iter().map(|t| (&t.title, yaml::TASKS));
        // Tasks in the body have the title of the letter; a letter that only issues a
        // text does not list it.
        let annexes = indicators
            .chain(tasks)
            .filter(|(title, _)| **title != letter.title);
        let strange: Vec<_> = annexes
            .filter(|(title, _)| {
                let listed = &letter.attachments;
                !listed.is_empty() && !listed.iter().any(|a| a.title == **title)
            })
            .collect();
        for (title, file) in strange {
            let place = self.place(None, file, title);
            self.warning(
                "attachment-title",
                format!("附件说明里没有“{title}”这个标题"),
                place,
                "附件说明里的标题要和附件自己的标题一字不差",
            );
        }
        let numbers = self.notice.letter.attachments.iter().map(|a| a.number);
        if let Some((expected, number)) = (1..).zip(numbers).find(|(e, n)| e != n) {
            let place = self.place(None, yaml::LETTER, "附件");
            self.error(
                "attachment-numbering",
                format!("附件说明的序号是 {number}，按次序应是 {expected}"),
                place,
                "请核对附件说明",
            );
        }
    }

    /// `date-order`: signed, then printed; the number is of the year of signing.
    pub(super) fn dates(&mut self) {
        let letter = &self.notice.letter;
        if let Some(printed) = letter.printed_on.filter(|printed| *printed < letter.date) {
            let place = self.place(None, yaml::LETTER, "印发");
            self.warning(
                "date-order",
                format!("印发日期 {printed} 早于成文日期 {}", letter.date),
                place,
                "请核对这两个日期",
            );
        }
        let year = letter.document_number.year;
        if i64::from(letter.date.year) != i64::from(year) {
            let place = self.place(None, yaml::LETTER, &letter.document_number.text);
            self.warning(
                "date-order",
                format!("发文字号是 {year} 年的，成文日期却是 {}", letter.date),
                place,
                "请核对发文字号和成文日期",
            );
        }
    }

    /// `task-twice`: the same words in two rows, which one row too many looks like.
    pub(super) fn repeats(&mut self) {
        let mut first: HashMap<(&str, &str), Option<usize>> = HashMap::new();
        let mut wrong = Vec::new();
        for (item, task) in self.notice.tasks.iter().flat_map(|t| t.tasks()) {
            let key = (task.text.as_str(), task.responsible.text.as_str());
            match first.get(&key) {
                Some(line) => wrong.push((item.name.clone(), task, *line)),
                None => {
                    first.insert(key, task.line);
                }
            }
        }
        for (item, task, line) in wrong {
            let place = self.place(task.line, yaml::TASKS, &task.text);
            let before = line.map_or(String::new(), |l| format!("第 {l} 行"));
            self.warning(
                "task-twice",
                format!("“{item}”里的这条任务和前面{before}的一字不差"),
                place,
                "若是转写时重了一行，请在 corrections.yaml 里删去",
            );
        }
    }

    /// `unbalanced`, `odd-marks`: a bracket or quote without its other half; marks
    /// that cannot stand side by side or at the head of a text.
    pub(super) fn balance(&mut self) {
        let mut wrong = Vec::new();
        let mut doubled = Vec::new();
        let letter = &self.notice.letter;
        let mut look = |text: &str, line: Option<usize>, file: &'static str| {
            if let Some(sign) = unbalanced(text) {
                wrong.push((sign, text.to_owned(), line, file));
            }
            if let Some(at) = doubled_marks(text) {
                doubled.push((at.to_owned(), line, file));
            }
        };
        look(&letter.title, None, yaml::LETTER);
        look(&letter.addressees, None, yaml::LETTER);
        for paragraph in &letter.body {
            look(&paragraph.text, paragraph.line, yaml::LETTER);
        }
        for row in self.notice.indicators.iter().flat_map(|t| &t.indicators) {
            look(&row.name, row.line, yaml::INDICATORS);
            for target in &row.targets {
                look(&target.text, row.line, yaml::INDICATORS);
            }
        }
        for part in self.notice.tasks.iter().flat_map(|t| &t.parts) {
            look(part.title.as_deref().unwrap_or(""), part.line, yaml::TASKS);
            for section in &part.sections {
                let title = section.title.as_deref().unwrap_or("");
                look(title, section.line, yaml::TASKS);
            }
        }
        for (item, task) in self.notice.tasks.iter().flat_map(|t| t.tasks()) {
            look(&item.name, task.line, yaml::TASKS);
            look(&task.text, task.line, yaml::TASKS);
            look(&task.responsible.text, task.line, yaml::TASKS);
        }
        for (marks, line, file) in doubled {
            let place = self.place(line, file, &marks);
            self.warning(
                "odd-marks",
                format!("标点“{marks}”不该这样连着，或不该在开头"),
                place,
                "可能多了或少了字，请核对",
            );
        }
        for (sign, text, line, file) in wrong {
            let words: String = text.chars().take(30).collect();
            let place = self.place(line, file, &words);
            self.warning(
                "unbalanced",
                format!("“{words}……”里的 {sign} 没有配对"),
                place,
                "请核对括号、书名号、引号是否漏了一半",
            );
        }
    }
}

/// Two marks side by side of which one is too many, or a mark at the head.
fn doubled_marks(text: &str) -> Option<&str> {
    let mark = |c: char| matches!(c, '，' | '。' | '；' | '：' | '、' | '！' | '？');
    let head = text.chars().next().filter(|c| mark(*c));
    if let Some(head) = head {
        return Some(&text[..head.len_utf8()]);
    }
    let mut before: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        if let Some((start, b)) = before {
            let clash = mark(b) && mark(c)
                || b == '（' && (mark(c) || c == '）')
                || matches!(b, '，' | '、' | '；') && matches!(c, '）' | '》');
            if clash {
                return Some(&text[start..at + c.len_utf8()]);
            }
        }
        before = Some((at, c));
    }
    None
}

/// The first sign of a text that lacks its other half.
fn unbalanced(text: &str) -> Option<char> {
    let mut open: Vec<(char, char)> = Vec::new();
    for c in text.chars() {
        if let Some(&(_, close)) = PAIRS.iter().find(|(o, _)| *o == c) {
            open.push((c, close));
        } else if PAIRS.iter().any(|(_, close)| *close == c) {
            match open.pop() {
                Some((_, close)) if close == c => {}
                _ => return Some(c),
            }
        }
    }
    open.pop().map(|(sign, _)| sign)
}
