//! Levels of the body: 一、（一）1.（1）, their order, marks and faces (7.3.3).

use crate::proof::lines::squeezed;
use crate::proof::{Circular, Doc, Report};
use crate::render::pdf::Role;

/// A heading has at most so many characters behind its mark, as in `circular.typ`: what is
/// longer is a sentence.
const LONGEST: usize = 40;

/// The mark that a paragraph begins with.
struct Mark {
    /// From 1 to 4.
    level: usize,
    /// Its characters.
    length: usize,
    /// Whether it is written as the standard has it.
    right: bool,
}

/// A heading at the head of a paragraph.
pub(super) struct Heading {
    /// In what face it is set.
    pub(super) role: Role,
    /// Its characters, with mark and stop.
    pub(super) length: usize,
    rule: &'static str,
}

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>) {
    let body: Vec<&str> = doc.list("/body").filter_map(|v| v.as_str()).collect();
    let mut levels = Vec::new();
    let headed = headed(&body);
    for ((words, lines), headed) in body.iter().zip(&circular.paragraphs).zip(headed) {
        let Some(first) = lines.as_ref().and_then(|l| doc.text.get(l.start)) else {
            continue;
        };
        let at = doc.at(first.page);
        if let Some(mark) = mark(&squeezed(words)) {
            levels.push(mark.level);
            if mark.level <= 2 {
                let shown: String = words.chars().take(mark.length + 1).collect();
                report.holds("B-12", "序数", at, mark.right, shown);
            }
        }
        if let Some(heading) = heading(words).filter(|_| headed) {
            let lines = lines.clone().unwrap_or_default();
            let chars = doc.text[lines].iter().flat_map(|l| l.visible());
            let mut chars = chars.take(heading.length);
            let strange = chars.find(|c| !doc.is_face(c, heading.role));
            let found = strange.map_or(heading.role.named(), |c| c.family.as_str());
            report.holds("B-11", heading.rule, at, strange.is_none(), found);
        }
    }
    if !levels.is_empty() {
        let shown: Vec<&str> = levels.iter().map(|l| MARKS[l - 1]).collect();
        let shown = shown.join(" ");
        report.holds("B-10", "次序", doc.at(1), in_order(&levels), shown);
    }
}

const MARKS: [&str; 4] = ["一、", "（一）", "1.", "（1）"];

/// The heading that a paragraph begins with: a mark of the first or second level, and
/// words up to the first stop.
pub(super) fn heading(paragraph: &str) -> Option<Heading> {
    let words = squeezed(paragraph);
    let mark = mark(&words).filter(|m| m.level <= 2 && m.right)?;
    let rest = || words.chars().skip(mark.length);
    let text = rest().take_while(|c| *c != '。').count();
    let stop = usize::from(rest().nth(text).is_some());
    let (role, rule) = match mark.level {
        1 => (Role::Hei, "一级"),
        _ => (Role::Kai, "二级"),
    };
    (1..=LONGEST).contains(&text).then_some(Heading {
        role,
        length: mark.length + text + stop,
        rule,
    })
}

/// Which paragraphs begin with a heading. 一、二、三、 look alike: where one of them is a
/// sentence too long for a heading, none of them is one. The （一） of one 一、 are fellows.
pub(super) fn headed(body: &[&str]) -> Vec<bool> {
    let mut part = 0;
    let fellows = body.iter().map(|words| {
        let mark = mark(&squeezed(words)).filter(|m| m.level <= 2 && m.right)?;
        part += usize::from(mark.level == 1);
        Some(if mark.level == 1 { 0 } else { part + 1 })
    });
    let fellows: Vec<Option<usize>> = fellows.collect();
    let sentences = body.iter().zip(&fellows);
    let sentences = sentences.filter(|(words, _)| heading(words).is_none());
    let plain: Vec<usize> = sentences.filter_map(|(_, fellow)| *fellow).collect();
    let is_headed = |fellow: &Option<usize>| fellow.is_some_and(|f| !plain.contains(&f));
    fellows.iter().map(is_headed).collect()
}

/// The mark that `text`, which has no spaces, begins with.
fn mark(text: &str) -> Option<Mark> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    let bracket = usize::from(matches!(at(0), '（' | '('));
    let run = |is: fn(char) -> bool| {
        chars[bracket.min(chars.len())..]
            .iter()
            .take_while(|c| is(**c))
            .count()
    };
    let (han, digits) = (run(is_numeral), run(|c| c.is_ascii_digit()));
    let number = han.max(digits);
    let behind = at(bracket + number);
    let next = at(bracket + number + 1);
    if number == 0 || number > 3 {
        return None;
    }
    let points = |c: char| "、，,.．。：:".contains(c);
    let mark = match (bracket > 0, han > 0) {
        (false, true) if points(behind) => (1, behind == '、'),
        (true, true) if matches!(behind, '）' | ')') => {
            (2, at(0) == '（' && behind == '）' && !points(next))
        }
        (false, false) if matches!(behind, '.' | '．' | '、') && !next.is_ascii_digit() => {
            (3, behind != '、')
        }
        (true, false) if matches!(behind, '）' | ')') => (4, at(0) == '（' && behind == '）'),
        _ => return None,
    };
    Some(Mark {
        level: mark.0,
        length: bracket + number + 1,
        right: mark.1,
    })
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十百".contains(c)
}

/// Whether no level comes first under a deeper one: one may be left out, but not taken up
/// when those below it have been used.
fn in_order(levels: &[usize]) -> bool {
    let mut open: Vec<usize> = Vec::new();
    levels.iter().all(|level| {
        let before = open.len();
        open.retain(|l| l <= level);
        let went_up = open.len() < before;
        let known = open.last() == Some(level);
        if !known {
            open.push(*level);
        }
        known || !went_up
    })
}

#[cfg(test)]
mod tests {
    use super::{headed, heading, in_order, mark};

    #[test]
    fn fellows_look_alike() {
        let long = format!("三、{}。", "长".repeat(41));
        let alike = [
            "一、总体要求。坚持。",
            "（一）加强。",
            "二、工作保障。统筹。",
        ];
        assert_eq!(headed(&alike), [true; 3]);
        let mixed = [
            "现通知如下：",
            "一、加强领导。",
            "（一）做好宣传。",
            &long,
            "（一）按时报送。",
        ];
        assert_eq!(headed(&mixed), [false, false, true, false, true]);
        let below = format!("（二）{}。", "长".repeat(41));
        let parts = [
            "一、要求",
            "（一）加强。",
            &below,
            "二、保障",
            "（一）统筹。",
        ];
        assert_eq!(headed(&parts), [true, false, false, true, true]);
    }

    #[test]
    fn levels_come_in_order() {
        for right in [
            &[1, 2, 3, 4, 3, 2, 1, 3][..],
            &[1, 3, 4, 1, 2],
            &[2, 2, 3],
            &[1, 1],
        ] {
            assert!(in_order(right), "{right:?}");
        }
        for wrong in [&[2, 1][..], &[1, 3, 2], &[1, 2, 4, 3]] {
            assert!(!in_order(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn marks_are_told() {
        let cases = [
            ("一、总体要求", Some((1, 2, true))),
            ("二．总体要求", Some((1, 2, false))),
            ("十二、其他", Some((1, 3, true))),
            ("（三）其他", Some((2, 3, true))),
            ("（三）、其他", Some((2, 3, false))),
            ("(三)其他", Some((2, 3, false))),
            ("1.其他", Some((3, 2, true))),
            ("（1）其他", Some((4, 3, true))),
            ("一是其他", None),
            ("2018年其他", None),
            ("1.5亿元", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            let found = mark(text).map(|m| (m.level, m.length, m.right));
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn a_heading_ends_with_its_stop() {
        let length = |text: &str| heading(text).map(|h| h.length);
        assert_eq!(length("一、总体要求"), Some(6));
        assert_eq!(length("（一）加强领导。成立小组。"), Some(8));
        assert_eq!(length(&format!("一、{}。", "长".repeat(40))), Some(43));
        assert_eq!(length(&format!("一、{}。", "长".repeat(41))), None);
        assert_eq!(length("为此，通知如下。"), None);
    }
}
