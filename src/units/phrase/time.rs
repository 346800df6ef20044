//! Times in a phrase: by when a task is to be done (6月底前完成, 全年持续推进).

use crate::grammar::phrase as phrase_words;
use crate::grammar::phrase::PhraseWords;
use crate::numerals;

/// The longest clause that is a time, in characters, as long as it begins with one.
const LONGEST: usize = 24;

/// What stands between two times.
const JOINED: [&str; 7] = ["—", "－", "-", "至", "到", "~", "～"];

/// The lengths, in bytes, that a time at the head of a clause may have: as far as words
/// of time go, and, where the clause is short, all of it.
pub(super) fn lengths(clause: &str, words: &PhraseWords) -> Vec<usize> {
    let Some(begun) = begin(clause, words) else {
        return Vec::new();
    };
    let mut length = begun;
    while let Some(more) = go_on(&clause[length..], words) {
        length += more;
    }
    // 2022年第3号: the number of a document.
    let behind = clause[length..].trim_start();
    if behind.starts_with('第') && phrase_words::begins(behind, &words.times).is_none() {
        return Vec::new();
    }
    let mut found = vec![length];
    let whole = clause.trim_end().len();
    if whole > length && clause.chars().count() <= LONGEST {
        found.push(whole);
    }
    found
}

/// A time begins with a word of time or with a number and a unit of time.
fn begin(text: &str, words: &PhraseWords) -> Option<usize> {
    if let Some(word) = phrase_words::begins(text, &words.times) {
        return Some(word.len());
    }
    // 于2024年6月底前
    if let Some(head) = phrase_words::begins(text, &words.time_heads) {
        return begin(&text[head.len()..], words).map(|length| head.len() + length);
    }
    numbered(text, words)
}

/// `2024年`, `6月`, `10个工作日`, `2024.6.30`, `三月`: a number and its unit.
fn numbered(text: &str, words: &PhraseWords) -> Option<usize> {
    let is_digit = |c: char| c.is_ascii_digit() || c == '○' || numerals::is_han(c);
    let digits = text.find(|c| !is_digit(c))?;
    if digits == 0 {
        return None;
    }
    let rest = &text[digits..];
    let gap = rest.len() - rest.trim_start().len();
    if let Some(unit) = phrase_words::begins(&rest[gap..], &words.time_units) {
        return Some(digits + gap + unit.len());
    }
    // 2023—2025年, 2023至2025年
    let year = digits == 4 && text[..digits].bytes().all(|b| b.is_ascii_digit());
    let joined = JOINED.iter().find_map(|sign| rest.strip_prefix(*sign));
    if let Some(until) = joined.filter(|_| year)
        && until.len() > 4
        && until.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        && let Some(more) = numbered(until, words)
    {
        return Some(text.len() - until.len() + more);
    }
    date(text)
}

/// How long the date in figures is that a text begins with: 2024.6.30, 2024-06-30, 2024/6/30.
pub(super) fn date(text: &str) -> Option<usize> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '/');
    let length = text.find(|c| !plain(c)).unwrap_or(text.len());
    let date = &text[..length];
    let parts: Vec<&str> = date.split(['.', '-', '/']).collect();
    let year = parts.first().is_some_and(|y| y.len() == 4);
    let fits = year
        && (2..=3).contains(&parts.len())
        && parts[1..].iter().all(|p| (1..=2).contains(&p.len()));
    fits.then_some(length)
}

/// What goes on with a time: more of it, or words that belong to times.
fn go_on(text: &str, words: &PhraseWords) -> Option<usize> {
    if let Some(sign) = JOINED.iter().chain(&[" "]).find(|s| text.starts_with(**s)) {
        return begin(&text[sign.len()..], words).map(|more| sign.len() + more);
    }
    let word = phrase_words::begins(text, &words.time_words).map(str::len);
    word.or_else(|| begin(text, words))
}
