//! Sentences that say who is responsible without a colon: 该目标责任单位为市经委。

use std::ops::Range;

use crate::tasks::list::segments;
use crate::units::register::Register;

/// Such a sentence, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// The sentence, with its stop.
    pub(super) whole: Range<usize>,
    /// 责任单位.
    pub(super) label: Range<usize>,
    /// The names.
    pub(super) names: Range<usize>,
    /// It speaks of the words before it; otherwise of several tasks, and does not say
    /// which.
    pub(super) is_about_one: bool,
}

/// Stops before and behind such a sentence.
const STOPS: [char; 4] = ['。', '；', '！', '\n'];

/// The first such sentence of a stretch without brackets.
pub(super) fn find(text: &str, within: Range<usize>, register: &Register) -> Option<Told> {
    let mut start = within.start;
    for sentence in text[within].split_inclusive(STOPS) {
        let end = start + sentence.len();
        let body = sentence.trim_end_matches(STOPS);
        if let Some(told) = read(text, start..start + body.len(), end, register) {
            return Some(told);
        }
        start = end;
    }
    None
}

fn read(text: &str, body: Range<usize>, end: usize, register: &Register) -> Option<Told> {
    let words = &register.words;
    let sentence = &text[body.clone()];
    let labels = [&words.lead, &words.join, &words.guide, &words.plain];
    let labels = labels.iter().flat_map(|w| &w.labels);
    let mut labels = labels.filter(|label| label.chars().count() >= LABEL);
    labels.find_map(|label| {
        let at = sentence.find(label.as_str())?;
        let rest = &sentence[at + label.len()..];
        let behind_each = words
            .each
            .iter()
            .find_map(|w| rest.strip_prefix(w.as_str()));
        let rest = behind_each.unwrap_or(rest);
        let names = words
            .is
            .iter()
            .find_map(|w| rest.strip_prefix(w.as_str()))?;
        if sentence[..at].chars().count() > SUBJECT || !segments::names_known_units(names, register)
        {
            return None;
        }
        let subject = &sentence[..at];
        let one = subject.is_empty() || words.this.iter().any(|w| subject.starts_with(w.as_str()));
        let label_at = body.start + at;
        Some(Told {
            whole: body.start..end,
            label: label_at..label_at + label.len(),
            names: body.end - names.len()..body.end,
            is_about_one: one && behind_each.is_none(),
        })
    })
}

/// The shortest label that counts, and the longest subject before it, in characters.
const LABEL: usize = 4;
const SUBJECT: usize = 14;
