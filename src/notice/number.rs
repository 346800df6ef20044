//! 发文字号, with what may stand in the same line.

use std::ops::Range;

use crate::grammar::circular::{CircularWords, label};
use crate::notice::DocumentNumber;
use crate::source::is_han;

/// A document number found in a line.
pub struct Found {
    /// The number.
    pub number: DocumentNumber,
    /// Where it stands in the line, in bytes.
    pub span: Range<usize>,
    /// Where a masthead ends that stands before it: `某市人民政府文件某政发〔2024〕6号`.
    pub masthead: Option<usize>,
}

/// Finds `苏府〔2017〕15号`, with whatever brackets it was typed, where it is all that a
/// line says but for a masthead, a label or brackets around it, and 签发人 behind.
pub fn find(text: &str) -> Option<Found> {
    let open = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '〔' | '[' | '【' | '（' | '(' | '［' | '﹝'));
    open.map(|(at, _)| at).find_map(|at| found_at(text, at))
}

fn found_at(text: &str, open: usize) -> Option<Found> {
    let inner = text[open..].char_indices().nth(1)?.0 + open;
    let close = inner + text[inner..].find(['〕', ']', '】', '）', ')', '］', '﹞'])?;
    let year = text[inner..close].trim();
    let behind = close + text[close..].chars().next().map_or(0, char::len_utf8);
    let end = behind + text[behind..].find('号')?;
    let serial = text[behind..end].trim().trim_start_matches('第').trim();
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year) || !digits(serial) {
        return None;
    }
    let (year, serial): (u16, u32) = (year.parse().ok()?, serial.parse().ok()?);
    let end = end + '号'.len_utf8();

    let head = text[..open].trim_end();
    let mut start = head.trim_end_matches(is_han).len();
    let masthead = head[start..]
        .find("文件")
        .map(|at| start + at + "文件".len());
    start = masthead.unwrap_or(start);
    let agency = head[start..].trim();
    let bracket = text[..start].trim() == "（";
    let before = masthead.is_some() && head[..start].chars().all(is_han)
        || text[..start].trim().is_empty()
        || bracket
        || label(&text[..start], &CircularWords::get().number_labels)
            == Some(text[..start].chars().count());
    let rest = text[end..].trim();
    let after = match bracket {
        true => rest == "）",
        false => rest.is_empty() || CircularWords::get().is_mark(rest),
    };
    (before && after && !agency.is_empty()).then(|| Found {
        number: DocumentNumber {
            text: format!("{agency}〔{year}〕{serial}号"),
            agency: agency.to_owned(),
            year,
            serial,
        },
        span: start..end,
        masthead,
    })
}

/// The document number that a line says.
pub fn document_number(text: &str) -> Option<DocumentNumber> {
    find(text).map(|found| found.number)
}

/// Whether a line that is no document number was meant as one: 号 at its end, and a year
/// in brackets, or a code of Han characters with a year and a serial behind it.
pub fn is_odd(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let bracket = text.contains(['〔', '[', '【', '［', '﹝']);
    let plain = || {
        let text = text.rsplit('：').next().unwrap_or(text);
        let rest = text.trim_start_matches(is_han);
        let code = text.len() - rest.len();
        let sign = |c: char| c.is_ascii() || "年第号－—–·（）".contains(c);
        code >= 2 * '政'.len_utf8()
            && (rest.starts_with("19") || rest.starts_with("20"))
            && rest.chars().all(sign)
            && !rest.contains(|c: char| c.is_ascii_alphabetic())
    };
    text.ends_with('号')
        && text.chars().count() <= LONGEST
        && (bracket && digits >= 2 || digits >= 5 && plain())
}

/// A line with more characters is a sentence.
const LONGEST: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_what_stands_beside_them() {
        for (text, number) in [
            ("苏府〔2017〕15号", "苏府〔2017〕15号"),
            ("苏府[2017] 15号", "苏府〔2017〕15号"),
            ("甲政办（2024）第6号", "甲政办〔2024〕6号"),
            ("（甲政办〔2024〕6号）", "甲政办〔2024〕6号"),
            ("文号：甲政办〔2024〕6号", "甲政办〔2024〕6号"),
            ("甲政发〔2024〕6号签发人：李四", "甲政发〔2024〕6号"),
            ("甲市人民政府文件甲政发〔2024〕6号", "甲政发〔2024〕6号"),
        ] {
            assert_eq!(
                document_number(text).map(|n| n.text).as_deref(),
                Some(number)
            );
        }
        for text in [
            "根据甲政办〔2024〕6号的要求",
            "根据《办法》（甲政办〔2024〕6号），现通知如下：",
            "甲政发〔20246〕6号",
            "〔2024〕6号",
            "甲政发〔2024〕号",
        ] {
            assert!(document_number(text).is_none(), "{text}");
        }
    }
}
