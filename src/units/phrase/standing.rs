//! The rule of a notice that some have to do all that follows, and are not named there
//! again (以下均需各县区落实，不再列出): where it stands in a statement.

use crate::grammar::Grammar;

/// How far the two words may stand apart, in characters.
const NEAR: usize = 12;

/// How long the rule is that a text begins with, to the end of its sentence, in bytes.
pub(super) fn length(text: &str) -> Option<usize> {
    let words = &Grammar::get().standing;
    let begin = words.begins.iter().find(|w| text.starts_with(w.as_str()))?;
    let behind = &text[begin.len()..];
    let all = { words.all.iter() }.filter_map(|w| behind.find(w.as_str()));
    let near = |at: &usize| behind[..*at].chars().count() <= NEAR;
    let marks = |at: &usize| !behind[..*at].contains(['，', '。', '；', '、']);
    all.filter(near).find(marks)?;
    Some(text.find(['。', '；', '\n']).unwrap_or(text.len()))
}
