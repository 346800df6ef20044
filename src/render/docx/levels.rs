//! The levels of a text (GB/T 9704 7.3.3): 一、 in 黑体, （一） in 楷体, 1. and （1） as the
//! body. A paragraph that is nothing but a heading is one that editors navigate by.

use crate::render::docx::paragraph::{Paragraph, Props, StyleId};

/// More characters than this no heading has that goes on in the same line.
const LONGEST: usize = 40;

/// So many characters a heading on a line of its own has at most.
const ALONE: usize = 26;

fn is_numeral(c: char) -> bool {
    let ten = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    ten.contains(&c) || c == '百'
}

/// The level that a paragraph begins with, and where its number ends.
fn level(text: &str) -> Option<(u8, usize)> {
    let numbered = |rest: &str, is: fn(char) -> bool| {
        let end = rest.find(|c| !is(c)).unwrap_or(rest.len());
        (end > 0).then_some(end)
    };
    if let Some(rest) = text.strip_prefix('（') {
        let digits = |c: char| c.is_ascii_digit();
        for (level, is) in [(2, is_numeral as fn(char) -> bool), (4, digits)] {
            if let Some(end) = numbered(rest, is).filter(|end| rest[*end..].starts_with('）')) {
                return Some((level, '（'.len_utf8() + end + '）'.len_utf8()));
            }
        }
        return None;
    }
    if let Some(end) = numbered(text, is_numeral) {
        return text[end..]
            .starts_with('、')
            .then_some((1, end + '、'.len_utf8()));
    }
    let end = numbered(text, |c| c.is_ascii_digit())?;
    let mut after = text[end..].chars();
    let mark = after.next().filter(|c| ".．、".contains(*c))?;
    let is_heading = after.next().is_some_and(|c| !c.is_ascii_digit());
    is_heading.then_some((3, end + mark.len_utf8()))
}

/// Where the heading ends that a paragraph begins with: behind its first stop, or with the
/// paragraph; none where that is too long for one.
fn heading_end(text: &str, from: usize) -> Option<usize> {
    let rest = &text[from..];
    let end = rest.find('。').unwrap_or(rest.len());
    let count = rest[..end].chars().count();
    let stop = if end < rest.len() {
        '。'.len_utf8()
    } else {
        0
    };
    (1..=LONGEST).contains(&count).then_some(from + end + stop)
}

/// Which paragraphs begin with a heading in a face of its own. 一、二、三、 look alike: where
/// one of them is a sentence too long for a heading, none is one; so with the （一） of one 一、.
pub(super) fn headed(texts: &[&str]) -> Vec<bool> {
    let mut part = 0;
    let found: Vec<Option<(usize, bool)>> = texts
        .iter()
        .map(|text| {
            let (level, from) = level(text).filter(|(level, _)| *level < 3)?;
            let group = match level {
                1 => {
                    part += 1;
                    0
                }
                _ => part + 1,
            };
            Some((group, heading_end(text, from).is_some()))
        })
        .collect();
    let fits = |group: usize| found.iter().flatten().all(|(g, fits)| *g != group || *fits);
    found
        .iter()
        .map(|it| it.is_some_and(|(group, _)| fits(group)))
        .collect()
}

/// A paragraph of the body.
pub(super) fn paragraph(text: &str, headed: bool) -> Paragraph {
    let Some((level, from)) = level(text) else {
        return Paragraph::new(StyleId::Normal, text);
    };
    let alone = text.chars().count() <= ALONE && !text.contains(['。', '；', '：', '，']);
    if alone && (headed || level > 2) {
        return Paragraph::new(StyleId::Heading(level), text);
    }
    let end = heading_end(text, from).filter(|_| headed).unwrap_or(0);
    let mut made = Paragraph {
        props: Props::of(StyleId::Normal),
        ..Paragraph::default()
    };
    let face = if level == 1 {
        StyleId::Hei
    } else {
        StyleId::Kai
    };
    made.push(&text[..end], Some(face));
    made.push(&text[end..], None);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each paragraph is: `1` … `4` a heading alone, `+` one that goes on, `-` none.
    #[test]
    fn headings_are_told_from_sentences() {
        let long = "三、".to_owned() + &"很长".repeat(30);
        for (texts, wanted) in [
            (
                vec!["一、总体要求", "（一）目标。要做到。", "二、任务"],
                "1+1",
            ),
            (vec!["一、总体要求", "（一）目标", &long, "正文。"], "-2--"),
            (
                vec!["1.目标", "1.5万元", "（1）做法", "2.做到；", "十分好"],
                "3-4--",
            ),
        ] {
            let heads = headed(&texts);
            let seen: String = { texts.iter().zip(heads) }
                .map(|(text, headed)| {
                    let made = paragraph(text, headed);
                    match (made.props.style, made.runs.len()) {
                        (Some(StyleId::Heading(level)), _) => level.to_string(),
                        (_, 2) => "+".into(),
                        _ => "-".into(),
                    }
                })
                .collect();
            assert_eq!(seen, wanted, "{texts:?}");
        }
    }
}
