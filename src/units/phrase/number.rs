//! Numbers that count the names of a phrase: `1.县发改委；2.县建设局`, `①县教育局②县财政局`,
//! `一是市发改委`. They part names and belong to none.

use crate::source::is_han;

/// The most digits that such a number has.
const DIGITS: usize = 2;

/// How long the number is that a text begins with, in bytes, where a name may stand
/// behind it. `parted` says that nothing stands right before it: a plain number is none in
/// the middle of words.
pub(super) fn length(text: &str, parted: bool) -> Option<usize> {
    let first = text.chars().next()?;
    let behind = |length: usize| {
        let rest = text[length..].trim_start_matches(' ');
        // 一、二季度 is a time.
        let name = rest.starts_with(|c| is_han(c) && !CHINESE.contains(c));
        name.then_some(text.len() - rest.len())
    };
    match first {
        '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓' | '㈠'..='㈩' => behind(first.len_utf8()),
        '（' => {
            let (inner, _) = text[first.len_utf8()..].split_once('）')?;
            is_number(inner).then(|| behind("（）".len() + inner.len()))?
        }
        '0'..='9' if parted => {
            let digits = text.find(|c: char| !c.is_ascii_digit())?;
            let sign = text[digits..].chars().next()?;
            let counts = digits <= DIGITS && ".．、）)".contains(sign);
            counts.then(|| behind(digits + sign.len_utf8()))?
        }
        _ if parted && CHINESE.contains(first) => {
            let digits = text.find(|c| !CHINESE.contains(c))?;
            let sign = text[digits..].chars().next()?;
            let counts = is_number(&text[..digits]) && "是、.．".contains(sign);
            counts.then(|| behind(digits + sign.len_utf8()))?
        }
        _ => None,
    }
}

/// The characters of numbers that count so few.
const CHINESE: &str = "一二三四五六七八九十";

/// 二七、金水区: two of these without ten are rather a name.
fn is_number(text: &str) -> bool {
    let count = text.chars().count();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let chinese = text.chars().all(|c| CHINESE.contains(c)) && (count == 1 || text.contains('十'));
    (1..=DIGITS).contains(&count) && (digits || chinese)
}
