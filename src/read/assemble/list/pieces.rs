//! One paragraph of a list: what is to be done, and the brackets that say by whom.

use std::ops::Range;

use crate::notice::phrase::{self, Meaning, Slip};
use crate::notice::units::Register;

/// A stretch of a paragraph and the units that stand behind it. All ranges are in
/// bytes of the normalised text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words, without the units; may be empty.
    pub(super) text: String,
    /// The phrase of responsible units.
    pub(super) units: Option<String>,
    /// The label before it, where it says no more than the name of the field.
    pub(super) label: Option<String>,
}

impl Piece {
    /// The phrase behind another for the same words. There its label tells it from
    /// those who lead.
    pub(super) fn behind(&self, before: Option<&str>) -> String {
        let units = self.units.as_deref().unwrap_or_default();
        match (before, &self.label) {
            (Some(before), Some(label)) => format!("{before}；{label}：{units}"),
            (Some(before), None) => format!("{before}；{units}"),
            (None, _) => units.to_owned(),
        }
    }
}

/// A paragraph, cut.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
    /// Brackets and labels, whose place the names of the fields take.
    pub(super) labels: Vec<Range<usize>>,
}

const OPEN: [char; 4] = ['（', '【', '〔', '['];
const CLOSE: [char; 4] = ['）', '】', '〕', ']'];

/// Whether a line begins with a label such as `牵头单位：`.
pub(in crate::read::assemble) fn begins_with_label(text: &str, register: &Register) -> bool {
    let head = text.trim_start_matches(OPEN);
    head.split_once('：')
        .is_some_and(|(label, _)| register.words.label(label).is_some())
}

/// Cuts a paragraph.
pub(super) fn cut(text: &str, register: &Register) -> Pieces {
    let mut found = Pieces::default();
    if !text.starts_with(OPEN) && begins_with_label(text, register) {
        let (phrase, label) = phrase_in(text, 0..text.len(), register, &mut found.labels);
        found.pieces.push(Piece {
            text: String::new(),
            units: Some(phrase),
            label,
        });
        return found;
    }
    let mut start = 0;
    for bracket in brackets(text) {
        let inner = inside(text, &bracket);
        let after = &text[bracket.end..];
        let last = after.trim_matches(['。', '；', '，', '、']).is_empty();
        if !names_units(&text[inner.clone()], last, register) {
            continue;
        }
        found.labels.push(bracket.start..inner.start);
        found.labels.push(inner.end..bracket.end);
        let (phrase, label) = phrase_in(text, inner, register, &mut found.labels);
        let mut words = text[start..bracket.start].to_owned();
        start = bracket.end;
        // The stop behind the bracket is the sentence's, if it has none yet.
        let stops = after.len() - after.trim_start_matches(['。', '；', '，', '、']).len();
        if words.ends_with(['。', '；', '！']) || words.is_empty() {
            found.labels.push(start..start + stops);
        } else {
            words.push_str(&after[..stops]);
        }
        start += stops;
        let same_words = words.is_empty();
        let piece = Piece {
            text: words,
            units: Some(phrase),
            label,
        };
        match found.pieces.last_mut() {
            // Two brackets behind the same words: 牵头 in one, 配合 in the other.
            Some(last) if same_words && last.units.is_some() => {
                last.units = Some(piece.behind(last.units.as_deref()));
            }
            _ => found.pieces.push(piece),
        }
    }
    if start < text.len() {
        found.pieces.push(Piece {
            text: text[start..].to_owned(),
            units: None,
            label: None,
        });
    }
    found
}

/// The phrase at `at`, without its stop, and without a label that says no more than
/// the field does; that label.
fn phrase_in(
    text: &str,
    at: Range<usize>,
    register: &Register,
    labels: &mut Vec<Range<usize>>,
) -> (String, Option<String>) {
    let mut at = at;
    let mut left_out = None;
    let plain = |label: &str| register.words.label(label) == Some(None);
    let others = text[at.clone()].matches('：').count();
    if let Some((label, _)) = text[at.clone()].split_once('：')
        && plain(label)
        && others == 1
    {
        let end = at.start + label.len() + '：'.len_utf8();
        labels.push(at.start..end);
        left_out = Some(label.to_owned());
        at.start = end;
    }
    let whole = &text[at.clone()];
    let kept = whole.trim_end_matches(['。', '；']).len();
    labels.push(at.start + kept..at.end);
    (whole[..kept].to_owned(), left_out)
}

/// The outermost brackets of a text.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if OPEN.contains(&c) {
            if depth == 0 {
                start = at;
            }
            depth += 1;
        } else if CLOSE.contains(&c) && depth > 0 {
            depth -= 1;
            if depth == 0 {
                found.push(start..at + c.len_utf8());
            }
        }
    }
    found
}

fn inside(text: &str, bracket: &Range<usize>) -> Range<usize> {
    let whole = &text[bracket.clone()];
    let open = whole.chars().next().map_or(0, char::len_utf8);
    let close = whole.chars().next_back().map_or(0, char::len_utf8);
    bracket.start + open..bracket.end - close
}

/// Whether what stands in brackets names units: it has a label; or words of roles
/// behind names; or, at the end of a paragraph, nothing but names of units.
fn names_units(inner: &str, last: bool, register: &Register) -> bool {
    if begins_with_label(inner, register) {
        return true;
    }
    let phrase = phrase::resolve(inner, register);
    if phrase.names.is_empty() || !phrase.unread.is_empty() {
        return false;
    }
    let known = |name: &phrase::Name| match &name.meaning {
        Meaning::Unit(_) => true,
        Meaning::Collective(_) => name.slip != Some(Slip::NewCollective) && !register.bare,
        Meaning::Unknown(_) => false,
    };
    let looks = |name: &phrase::Name| {
        let text = name.printed.as_str();
        let ends = |words: &[String]| words.iter().any(|w| text.ends_with(w.as_str()));
        let collective = matches!(name.meaning, Meaning::Collective(_));
        let short = (2..=30).contains(&text.chars().count());
        short && (collective || ends(&register.words.endings) || ends(&register.suffixes))
    };
    let all = phrase.names.iter().all(|n| known(n) || looks(n));
    let any_known = phrase.names.iter().any(known);
    let has_roles = !phrase.words.is_empty();
    let first = &phrase.names[0].printed;
    let prefixed = register
        .prefixes
        .iter()
        .any(|p| first.starts_with(p.as_str()));
    all && (has_roles || last && (any_known || register.bare && prefixed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare() -> Register {
        Register::bare("甲府", "甲市人民政府文件")
    }

    fn cut_to_pairs(text: &str) -> Vec<(String, Option<String>)> {
        let pieces = cut(text, &bare()).pieces;
        pieces.into_iter().map(|p| (p.text, p.units)).collect()
    }

    #[test]
    fn brackets_that_name_units_and_others() {
        for (text, words, units) in [
            (
                "做好甲事。（责任单位：市甲局、乙局）",
                "做好甲事。",
                Some("市甲局、乙局"),
            ),
            (
                "做好甲事（责任单位：市甲局）。",
                "做好甲事。",
                Some("市甲局"),
            ),
            (
                "做好甲事。（牵头单位：市甲局；配合单位：市乙局）",
                "做好甲事。",
                Some("牵头单位：市甲局；配合单位：市乙局"),
            ),
            (
                "做好甲事。（市甲局等按职责分工负责）",
                "做好甲事。",
                Some("市甲局等按职责分工负责"),
            ),
            (
                "做好甲事。（市甲局（人才办）、市乙局）",
                "做好甲事。",
                Some("市甲局（人才办）、市乙局"),
            ),
            ("研发投入（R&D）增长。", "研发投入（R&D）增长。", None),
            ("推进开放（含自贸区）。", "推进开放（含自贸区）。", None),
        ] {
            let expected = (words.to_owned(), units.map(str::to_owned));
            assert_eq!(cut_to_pairs(text), [expected], "{text}");
        }
    }

    #[test]
    fn two_tasks_in_one_paragraph() {
        let pairs = cut_to_pairs("做甲。（责任单位：市甲局）做乙。（责任单位：市乙局）");
        assert_eq!(pairs.len(), 2);
        assert_eq!(pairs[1].0, "做乙。");
    }
}
