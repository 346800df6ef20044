//! The rule of a notice that the first-named unit leads (排在第一位的部门为牵头部门，
//! 下同): where it stands in a text.

use std::ops::Range;

use crate::grammar::Grammar;

/// How far the two words may stand apart, in characters.
const NEAR: usize = 16;

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

/// How long the rule is that a text begins with, in bytes.
pub(super) fn length(text: &str) -> Option<usize> {
    let words = &Grammar::get().first_leads;
    let marks = ['，', '；', '。', '（', '）', '：', ',', ';', '\n'];
    let end = text.find(marks).unwrap_or(text.len());
    let clause = &text[..end];
    let first = words
        .first
        .iter()
        .find_map(|w| Some((clause.find(w.as_str())?, w.len())))?;
    let behind = &clause[first.0 + first.1..];
    let leads = words
        .leads
        .iter()
        .filter_map(|w| behind.find(w.as_str()))
        .min()?;
    let head = clause[..first.0].chars().count();
    if behind[..leads].chars().count() > NEAR || head > NEAR {
        return None;
    }
    let mut length = end;
    // ，下同
    let rest = &text[end..];
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
