//! The rule of a notice that the first-named unit leads (排在第一位的部门为牵头部门，
//! 下同): where it stands in a text.

use std::ops::Range;

use crate::grammar::Grammar;
use crate::units::phrase::tokens::{CLOSE, OPEN};
use crate::units::register::Register;

/// How far the two words may stand apart, in characters.
const NEAR: usize = 16;

/// The same where 牵头单位 comes first: 牵头单位排在第一位.
const BETWEEN: usize = 3;

/// The stretch of a text that states the rule, with `下同` behind it.
pub fn find(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for clause in text.split_inclusive(['，', '；', '。', '（', '）', '：', ',', ';', '\n', ' '])
    {
        if let Some(length) = length(&text[at..]).filter(|_| !clause.is_empty()) {
            return Some(at..at + length);
        }
        at += clause.len();
    }
    None
}

/// Whether a rule goes on for what follows: 下同. Without that word a rule that stands in a
/// statement of duty speaks of that statement.
pub fn goes_on(rule: &str) -> bool {
    let onward = Grammar::get().first_leads.onward.iter();
    onward.into_iter().any(|word| rule.ends_with(word.as_str()))
}

/// Whether the rule at `rule` stands in a statement of duty: behind the label of one, or in
/// its brackets behind names.
pub fn is_in_statement(text: &str, rule: &Range<usize>, register: &Register) -> bool {
    let before = &text[..rule.start];
    let open = before.rfind(OPEN);
    let open = open.filter(|open| !before[*open..].contains(CLOSE));
    let Some(open) = open else {
        let sentence = before.trim_end_matches(['。', '；', '，']);
        let sentence = sentence.rsplit(['。', '；']).next().unwrap_or_default();
        let label = sentence.split_once('：').map(|(label, _)| label.trim());
        return label.is_some_and(|label| register.words.label(label).is_some());
    };
    let inner = before[open..].trim_start_matches(OPEN);
    !super::resolve(inner, register).names.is_empty()
}

/// A clause that says of something else than the first that it leads: 黑体字为牵头单位.
pub fn unread(text: &str) -> Option<Range<usize>> {
    if find(text).is_some() {
        return None;
    }
    let words = &Grammar::get().words;
    let labels = words.lead.labels.iter();
    let long_labels: Vec<&String> = labels.filter(|l| l.chars().count() > 2).collect();
    let said = long_labels
        .iter()
        .flat_map(|l| words.is.iter().map(move |is| format!("{is}{l}")));
    let said: Vec<String> = said.collect();
    let mut at = 0;
    for clause in text.split_inclusive(['，', '；', '。', '：', '\n']) {
        let from = at;
        at += clause.len();
        let clause = clause.trim_end_matches(['，', '；', '。', '：', '\n']);
        // 牵头单位加★
        let marks = &crate::grammar::phrase::PhraseWords::get().name_marks;
        let marked = clause.contains(|c| marks.contains(c));
        let leads = long_labels
            .iter()
            .any(|label| clause.contains(label.as_str()));
        if marked && leads && clause.chars().count() <= NEAR {
            return Some(from..from + clause.len());
        }
        let head = said.iter().find_map(|w| clause.strip_suffix(w.as_str()));
        if let Some(head) = head
            && (1..=NEAR).contains(&head.chars().count())
        {
            return Some(from..from + clause.len());
        }
    }
    None
}

/// How long the rule is that a text begins with, in bytes.
pub(super) fn length(text: &str) -> Option<usize> {
    let words = &Grammar::get().first_leads;
    let marks = ['，', '；', '。', '（', '）', '：', ',', ';', '\n'];
    let end = text.find(marks).unwrap_or(text.len());
    let mut length = match states(&text[..end]) {
        true => end,
        false => turned(text, end)?,
    };
    // ，分别负责为各部门按职责分别牵头
    let each = |clause: &str| {
        let begins = words.each.iter().any(|w| clause.starts_with(w.as_str()));
        begins && words.leads.iter().any(|w| clause.contains(w.as_str()))
    };
    // ，其他为配合单位
    let labels = [&Grammar::get().words.join, &Grammar::get().words.plain];
    let rest = |clause: &str| {
        let begins = words.rest.iter().any(|w| clause.starts_with(w.as_str()));
        let mut labels = labels.iter().flat_map(|role| &role.labels);
        begins && labels.any(|label| clause.ends_with(label.as_str()))
    };
    let more: [&dyn Fn(&str) -> bool; 2] = [&each, &rest];
    for belongs in more {
        let behind = &text[length..];
        if let Some(next) = behind.strip_prefix(['，', ',', '；']) {
            let clause = &next[..next.find(marks).unwrap_or(next.len())];
            if belongs(clause) {
                length = text.len() - next.len() + clause.len();
            }
        }
    }
    // ，下同
    let rest = &text[length..];
    let mark = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '，' | ',' | '；'))
        .map_or(0, char::len_utf8);
    if let Some(word) = words
        .onward
        .iter()
        .find(|w| rest[mark..].starts_with(w.as_str()))
    {
        length += mark + word.len();
    }
    Some(length)
}

/// Whether a clause says of the first that it leads.
fn states(clause: &str) -> bool {
    let words = &Grammar::get().first_leads;
    let mut first = words.first.iter();
    let Some((at, length)) = first.find_map(|w| Some((clause.find(w.as_str())?, w.len()))) else {
        return false;
    };
    let behind = &clause[at + length..];
    // 牵头单位排在第一位
    let labels = Grammar::get().words.lead.labels.iter();
    let before = labels.filter_map(|label| {
        let from = clause[..at].find(label.as_str())?;
        Some(&clause[from + label.len()..at])
    });
    if before
        .into_iter()
        .any(|between| between.chars().count() <= BETWEEN)
    {
        return true;
    }
    let leads = words.leads.iter().filter_map(|w| behind.find(w.as_str()));
    let near = |text: &str| text.chars().count() <= NEAR;
    leads.min().is_some_and(|leads| near(&behind[..leads])) && near(&clause[..at])
}

/// 各牵头单位（列第一位）: the same the other way round. `end` is where the bracket opens;
/// the length of all of it.
fn turned(text: &str, end: usize) -> Option<usize> {
    let words = &Grammar::get().first_leads;
    let (inner, _) = text[end..].strip_prefix('（')?.split_once('）')?;
    let clause = &text[..end];
    let labels = Grammar::get().words.lead.labels.iter();
    let label = labels.filter_map(|l| clause.strip_suffix(l.as_str()));
    let near = |text: &str| text.chars().count() <= NEAR;
    let fits = label.into_iter().any(near) && near(inner);
    let first = words.first.iter().any(|w| inner.contains(w.as_str()));
    (fits && first).then(|| end + "（）".len() + inner.len())
}

/// Whether all who are named lead: the rule says so of statements that end as this one does.
pub fn each_leads(rule: &str, text: &str) -> bool {
    let words = &Grammar::get().first_leads;
    let own = find(text).map_or(text.len(), |rule| rule.start);
    let marks = |c: char| !crate::source::is_han(c);
    let said = text[..own].trim_end_matches(marks);
    let ends = |w: &String| rule.contains(w.as_str()) && said.ends_with(w.as_str());
    words.each.iter().any(ends)
}
