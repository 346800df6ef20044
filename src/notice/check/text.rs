//! The circular: attachments, dates; and brackets and quotes everywhere.

use std::collections::HashMap;

use crate::diag::locus::Line;
use crate::notice::check::Auditor;
use crate::notice::other::Block;
use crate::notice::{File, Paragraph};

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
        let attachments = &self.notice.circular.attachments;
        let mut strange = Vec::new();
        for annex in &self.notice.annexes {
            let own = attachments.iter().find(|a| Some(a.number) == annex.number);
            let title = annex.content.title();
            let Some(own) = own.filter(|a| a.title != title) else {
                continue;
            };
            let place = self.place(None, annex.file, title);
            let message = if attachments.iter().any(|a| a.title == title) {
                let (number, listed) = (own.number, &own.title);
                format!("附件说明里附件{number}的标题是“{listed}”，附件自己的标题是“{title}”")
            } else {
                format!("附件说明里没有“{title}”这个标题")
            };
            strange.push((message, place));
        }
        for (message, place) in strange {
            let hint = "附件说明里的标题要和附件自己的标题一字不差";
            self.warning("attachment-title", message, place, hint);
        }
        let numbers = self.notice.circular.attachments.iter().map(|a| a.number);
        if let Some((expected, number)) = (1..).zip(numbers).find(|(e, n)| e != n) {
            let place = self.place(None, File::Circular, "附件");
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
        let circular = &self.notice.circular;
        if let Some(printed) = circular
            .printed_on
            .filter(|printed| *printed < circular.date)
        {
            let place = self.place(None, File::Circular, "印发");
            self.warning(
                "date-order",
                format!("印发日期 {printed} 早于成文日期 {}", circular.date),
                place,
                "请核对这两个日期",
            );
        }
        let year = circular.document_number.year;
        if i64::from(circular.date.year) != i64::from(year) {
            let place = self.place(None, File::Circular, &circular.document_number.text);
            self.warning(
                "date-order",
                format!("发文字号是 {year} 年的，成文日期却是 {}", circular.date),
                place,
                "请核对发文字号和成文日期",
            );
        }
    }

    /// `task-twice`: the same words in two rows, which one row too many looks like.
    pub(super) fn repeats(&mut self) {
        // In one table only: another may say the same in another order.
        let mut first: HashMap<(File, &str, &str), Option<Line>> = HashMap::new();
        let mut wrong = Vec::new();
        for (file, item, task) in self.notice.tasks() {
            let key = (file, task.text.as_str(), task.responsible.text.as_str());
            match first.get(&key) {
                Some(line) => wrong.push((item.name.clone(), file, task, *line)),
                None => {
                    first.insert(key, task.line);
                }
            }
        }
        for (item, file, task, line) in wrong {
            let place = self.place(task.line, file, &task.text);
            let before = line.map_or(String::new(), |l| format!("{l}"));
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
        let circular = &self.notice.circular;
        let mut look = |text: &str, line: Option<Line>, file: File| {
            if let Some(sign) = unbalanced(text) {
                wrong.push((sign, text.to_owned(), line, file));
            }
            if let Some(at) = doubled_marks(text) {
                doubled.push((at.to_owned(), line, file));
            }
        };
        look(&circular.title, None, File::Circular);
        look(&circular.addressees, None, File::Circular);
        for paragraph in &circular.body {
            look(&paragraph.text, paragraph.line, File::Circular);
        }
        for (file, table) in self.notice.indicator_tables() {
            for row in &table.indicators {
                look(&row.name, row.line, file);
                for target in &row.targets {
                    look(&target.text, row.line, file);
                }
            }
        }
        for (file, table) in self.notice.task_tables() {
            for part in &table.parts {
                look(part.title.as_deref().unwrap_or(""), part.line, file);
                for section in &part.sections {
                    let title = section.title.as_deref().unwrap_or("");
                    look(title, section.line, file);
                }
            }
            for (item, task) in table.tasks() {
                look(&item.name, task.line, file);
                look(&task.text, task.line, file);
                look(&task.responsible.text, task.line, file);
            }
        }
        for (file, other) in self.notice.others() {
            for block in &other.blocks {
                // Cells may say a bracket alone, or a number such as `1）`.
                if let Block::Text(Paragraph { text, line }) = block {
                    look(text, *line, file);
                }
            }
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
