//! The list of attachments under the body (7.3.4).

use crate::proof::doc::standard;
use crate::proof::lines::{CHAR, LEFT, Line, PITCH};
use crate::proof::{Circular, Doc, Report};

/// An attachment as the list prints it.
pub(super) struct Listed {
    /// `1.`; empty for a lone one.
    pub(super) mark: String,
    /// Its name.
    pub(super) name: String,
}

/// Measures the list and returns what it says.
pub(super) fn rules(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>) -> Vec<Listed> {
    let count = doc.list("/attachments").count();
    let lines: Vec<&Line<'_>> = doc.text[circular.list.clone()].iter().collect();
    if count == 0 {
        return Vec::new();
    }
    let at = doc.at(lines.first().map_or(1, |l| l.page));
    let first = lines
        .first()
        .filter(|l| l.words.starts_with(&standard().attachments));
    let found = lines.first().map_or("", |l| l.words.as_str());
    report.holds("B-20", "附件二字", at, first.is_some(), found);
    let Some(first) = first else {
        return Vec::new();
    };
    report.measure("B-20", "左空", at, (first.x0() - LEFT) / CHAR);
    let above = circular
        .list
        .start
        .checked_sub(1)
        .and_then(|i| doc.text.get(i));
    if let Some(above) = above.filter(|l| l.page == first.page) {
        let apart = (first.base() - above.base()) / PITCH;
        report.measure("B-20", "距正文", at, apart);
    }
    let mut entries: Vec<Vec<&Line<'_>>> = Vec::new();
    for line in &lines {
        let next = entries.len() + 1;
        match entries.last_mut() {
            Some(entry) if mark_of(&line.words, next).is_empty() => entry.push(line),
            _ => entries.push(vec![line]),
        }
    }
    let listed = (1..).zip(&entries);
    let listed = listed.map(|(number, lines)| one(doc, report, number, count > 1, lines));
    let listed: Vec<Listed> = listed.collect();
    let found = format!("{} 个", listed.len());
    report.holds("B-21", "个数", at, listed.len() == count, found);
    listed
}

/// The mark of the attachment `number`, if a line begins with it: `2.`; else nothing. A
/// name may begin with digits of its own.
fn mark_of(words: &str, number: usize) -> &str {
    let words = words.strip_prefix(&standard().attachments).unwrap_or(words);
    let behind = words.strip_prefix(&number.to_string());
    match behind.and_then(|b| b.chars().next()) {
        Some(c) if ".．、，".contains(c) => {
            let digits = words.len() - behind.map_or(0, str::len);
            &words[..digits + c.len_utf8()]
        }
        _ => "",
    }
}

/// The attachment `number`, which bears it where there are `many`.
fn one(
    doc: &Doc<'_>,
    report: &mut Report,
    number: usize,
    many: bool,
    lines: &[&Line<'_>],
) -> Listed {
    let (line, first) = (lines[0], number == 1);
    let at = doc.at(line.page);
    let mark = mark_of(&line.words, number);
    let wanted = if many {
        format!("{number}.")
    } else {
        String::new()
    };
    report.holds("B-21", "序号", at, mark == wanted, line.words.clone());
    if !first {
        report.measure("B-21", "第二个起左空", at, (line.x0() - LEFT) / CHAR);
    }
    let label = if first {
        standard().attachments.as_str()
    } else {
        ""
    };
    let skip = label.chars().count() + mark.chars().count();
    let name: String = lines.iter().map(|l| l.words.as_str()).collect();
    let name: String = name.chars().skip(skip).collect();
    let marks = name
        .chars()
        .rev()
        .take_while(|c| "，。；、：.,;".contains(*c));
    report.measure("B-22", "末尾的标点", at, marks.count() as f64);
    let quoted = name.starts_with('《') && name.trim_end_matches(['。', '；']).ends_with('》');
    report.measure("B-24", "书名号", at, f64::from(u8::from(quoted)));
    let begin = line.visible().nth(skip).map(|c| c.x0);
    for (line, begin) in lines[1..].iter().zip(begin.into_iter().cycle()) {
        report.measure(
            "B-23",
            "回行与首字相差",
            doc.at(line.page),
            line.x0() - begin,
        );
    }
    Listed {
        mark: mark.to_owned(),
        name,
    }
}
