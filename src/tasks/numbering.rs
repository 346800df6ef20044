//! 结构层次序数: the numbers that headings and items begin with (一、 （一） 1. （1） ①
//! 第一章 专栏1), at any level.

use std::ops::Range;

use crate::grammar::Grammar;
use crate::numerals;

/// Levels of numbers in the order in which they usually stand one under another
/// (GB/T 9704 7.3.3 has the four of them that are named after what they head).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// 第一编, 第一章: which of the words of the grammar it is.
    Division(usize),
    /// 一、
    Part,
    /// （一）
    Section,
    /// 专栏1
    Column,
    /// 任务一：
    Named,
    /// 1.
    Item,
    /// 1.1
    Decimal,
    /// （1）
    Point,
    /// 1）
    Half,
    /// ①
    Circle,
    /// a）
    Circular,
}

impl Level {
    /// Whether it stands below items wherever there is anything above it.
    pub(crate) fn is_below_items(self) -> bool {
        self >= Level::Decimal
    }
}

/// The number that a text begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) level: Level,
    /// As printed, with its brackets: `（一）`, `1`, `第一章`.
    pub(crate) number: String,
    /// A stop or space too many, as in `1..` and `4 .`, in bytes of the text.
    pub(crate) glue: Vec<Range<usize>>,
    /// Where the words begin.
    pub(crate) start: usize,
}

impl Mark {
    /// Its value.
    pub(crate) fn value(&self) -> Option<u32> {
        let number = &self.number;
        // The last numeral of `1.2` counts within `1.`.
        let own = number.rsplit_once('.').map_or(&**number, |x| x.1);
        numerals::value(own)
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) level: Level,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) count: Option<u32>,
}

/// Splits `一、标题（16项）` or `（一）标题（10项）`: level, number as printed,
/// title, stated count. `None` when the text does not begin with such a number. Of the
/// levels only that of parts and that of sections is told apart.
pub(crate) fn heading(text: &str) -> Option<Heading> {
    let mut heading = any(text)?;
    heading.level = match heading.level {
        Level::Division(_) | Level::Part => Level::Part,
        Level::Section | Level::Column => Level::Section,
        _ => return None,
    };
    Some(heading)
}

/// The same at all levels.
pub(crate) fn any(text: &str) -> Option<Heading> {
    let mark = mark(text)?;
    let (title, count) = split_count(&text[mark.start..]);
    (!title.is_empty()).then(|| Heading {
        level: mark.level,
        number: mark.number,
        title: title.to_owned(),
        count,
    })
}

/// Whether a text begins with a number.
pub(crate) fn has_number(text: &str) -> bool {
    mark(text).is_some()
}

/// The number that a normalised text begins with.
pub(crate) fn mark(text: &str) -> Option<Mark> {
    let found = bracketed(text)
        .or_else(|| han(text))
        .or_else(|| digits(text, false))
        .or_else(|| sign(text))
        .or_else(|| circular(text))
        .or_else(|| division(text))
        .or_else(|| word(text))?;
    let found = with_glue(text, found);
    // A number alone on its line goes on in the next.
    (found.start < text.len()).then_some(found)
}

/// `2.5G基站建设` where 2 is the number that is due: without that it is a figure.
pub(crate) fn mark_before_figure(text: &str) -> Option<Mark> {
    Some(with_glue(text, digits(text, true)?))
}

/// `1.2建设…`: a number below that of the item that it begins with, and both values.
pub(crate) fn decimal(text: &str) -> Option<(u32, Mark)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number = text[..end].trim_end_matches('.');
    let (above, own) = number.split_once('.')?;
    let short = |t: &str| (1..=2).contains(&t.len()) && !t.starts_with('0');
    let han = text[end..].starts_with(crate::blocks::text::normal::is_han);
    (short(above) && short(own) && han).then(|| {
        let mark = Mark {
            level: Level::Decimal,
            number: number.to_owned(),
            glue: Vec::new(),
            start: end,
        };
        (above.parse().unwrap_or_default(), mark)
    })
}

fn found(level: Level, number: &str, start: usize) -> Option<Mark> {
    Some(Mark {
        level,
        number: number.to_owned(),
        glue: Vec::new(),
        start,
    })
}

/// Stops and spaces that follow the number belong to it.
fn with_glue(text: &str, mut mark: Mark) -> Mark {
    let rest = &text[mark.start..];
    let kept = rest.trim_start_matches(['.', '．', '、', ' ', '\u{3000}', '：']);
    let length = rest.len() - kept.len();
    if length > 0 {
        mark.glue.push(mark.start..mark.start + length);
        mark.start += length;
    }
    mark
}

/// （一）, （1）.
fn bracketed(text: &str) -> Option<Mark> {
    let (close, rest) = match text.chars().next()? {
        '（' => ('）', &text['（'.len_utf8()..]),
        '(' => (')', &text[1..]),
        _ => return None,
    };
    let (number, behind) = rest.split_once(close)?;
    let level = if is_han_number(number) {
        Level::Section
    } else if is_digits(number) {
        Level::Point
    } else {
        return None;
    };
    let length = text.len() - behind.len();
    found(level, &text[..length], length)
}

/// 一、 一. 一）
fn han(text: &str) -> Option<Mark> {
    let end = text.find(|c| !numerals::is_han(c)).filter(|end| *end > 0)?;
    let stop = text[end..].chars().next()?;
    let start = end + stop.len_utf8();
    match stop {
        // `一、二、三级医院` counts hospitals.
        '、' | '.' | '．' if !has_han_before_stop(&text[start..]) => {
            found(Level::Part, &text[..end], start)
        }
        '）' | ')' => found(Level::Section, &text[..start], start),
        _ => None,
    }
}

fn has_han_before_stop(text: &str) -> bool {
    let rest = text.trim_start_matches(numerals::is_han);
    rest.len() < text.len() && rest.starts_with('、')
}

/// `1.`, `1、`, `4 .`, `1）`; `2.75%` is a figure, `2024.` a year.
fn digits(text: &str, before_figure: bool) -> Option<Mark> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let rest = text[end..].trim_start_matches(' ');
    let gap = end..text.len() - rest.len();
    let stop = rest.chars().next()?;
    let level = match stop {
        '.' | '．' | '、' => Level::Item,
        '）' | ')' => Level::Half,
        _ => return None,
    };
    let start = gap.end + stop.len_utf8();
    let behind = &text[start..];
    let plain = is_digits(&text[..end])
        && (!behind.starts_with(|c: char| c.is_ascii_digit())
            || begins_with_year(behind)
            || before_figure);
    let mut mark = plain.then(|| found(level, &text[..end], start)).flatten()?;
    if level == Level::Half {
        mark.number = text[..start].to_owned();
    }
    if !gap.is_empty() {
        mark.glue.push(gap);
    }
    Some(mark)
}

/// `2024年底前`: behind a number it begins its words.
fn begins_with_year(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.len() - rest.len() == 4 && rest.starts_with(['年', '-', '~', '—'])
}

/// ①, ⑴, ⒈, ㈠
fn sign(text: &str) -> Option<Mark> {
    let c = text.chars().next()?;
    let level = match numerals::sign(c)?.0 {
        '⑴' => Level::Point,
        '⒈' => Level::Item,
        '㈠' | '㊀' => Level::Section,
        _ => Level::Circle,
    };
    found(level, &text[..c.len_utf8()], c.len_utf8())
}

/// `a)`, `b.`, before words.
fn circular(text: &str) -> Option<Mark> {
    let mut chars = text.chars();
    let circular = chars.next().filter(char::is_ascii_alphabetic)?;
    let stop = chars.next()?;
    let start = circular.len_utf8() + stop.len_utf8();
    let words = text[start..]
        .trim_start()
        .starts_with(crate::blocks::text::normal::is_han);
    (words && matches!(stop, '.' | '．' | '、' | ')' | '）'))
        .then(|| found(Level::Circular, &text[..start], start))
        .flatten()
}

/// 第一章, 第二部分, before a title.
fn division(text: &str) -> Option<Mark> {
    let rest = text.strip_prefix('第')?;
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || numerals::is_han(c));
    if behind.len() == rest.len() {
        return None;
    }
    let mut words = Grammar::get().numbers.divisions.iter().enumerate();
    let (rank, word) = words.find(|(_, w)| behind.starts_with(w.as_str()))?;
    let start = text.len() - behind.len() + word.len();
    is_title(&text[start..])
        .then(|| found(Level::Division(rank), &text[..start], start))
        .flatten()
}

/// `专栏1` before a title; `任务一：`.
fn word(text: &str) -> Option<Mark> {
    let numbers = &Grammar::get().numbers;
    let end = |word: &String| {
        let rest = text.strip_prefix(word.as_str())?.trim_start();
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let behind = if behind.len() == rest.len() {
            rest.trim_start_matches(numerals::is_han)
        } else {
            behind
        };
        (behind.len() < rest.len()).then_some(text.len() - behind.len())
    };
    if let Some(end) = numbers.columns.iter().find_map(end)
        && is_title(&text[end..])
    {
        return found(Level::Column, &text[..end], end);
    }
    let end = numbers.named.iter().find_map(end)?;
    text[end..]
        .starts_with('：')
        .then(|| found(Level::Named, &text[..end], end))
        .flatten()
}

/// The longest title behind 第一章, in characters.
const TITLE: usize = 40;

fn is_title(text: &str) -> bool {
    let stop = |c| matches!(c, '。' | '；' | '，');
    // What is in brackets behind it may be anything.
    let text = text.split('（').next().unwrap_or_default();
    !text.is_empty() && text.chars().count() <= TITLE && !text.contains(stop)
}

/// `标题（16项）` → (`标题`, 16).
pub(crate) fn split_count(text: &str) -> (&str, Option<u32>) {
    let stated = text
        .strip_suffix("）")
        .and_then(|t| t.rsplit_once('（'))
        .and_then(|(title, count)| {
            let count = count.strip_suffix('项')?;
            let count = count.strip_prefix('共').unwrap_or(count);
            Some((title, count.parse().ok()?))
        });
    match stated {
        Some((title, count)) => (title, Some(count)),
        None => (text, None),
    }
}

fn is_digits(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_han_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(numerals::is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_kinds() {
        for (text, level, number, words) in [
            ("一、改善市容", Level::Part, "一", "改善市容"),
            ("十二、改善市容", Level::Part, "十二", "改善市容"),
            ("（一）改善市容", Level::Section, "（一）", "改善市容"),
            ("（一）、改善市容", Level::Section, "（一）", "改善市容"),
            ("1.改造", Level::Item, "1", "改造"),
            ("1..改造", Level::Item, "1", "改造"),
            ("4 .改造", Level::Item, "4", "改造"),
            ("3、改造", Level::Item, "3", "改造"),
            ("1.2024年底前建成", Level::Item, "1", "2024年底前建成"),
            ("（1）改造", Level::Point, "（1）", "改造"),
            ("(1)GDP增长", Level::Point, "(1)", "GDP增长"),
            ("1）改造", Level::Half, "1）", "改造"),
            ("②改造", Level::Circle, "②", "改造"),
            ("⒉改造", Level::Item, "⒉", "改造"),
            ("a)改造", Level::Circular, "a)", "改造"),
            ("第一章总则", Level::Division(4), "第一章", "总则"),
            ("第二部分：重点", Level::Division(2), "第二部分", "重点"),
            ("专栏1重点工程", Level::Column, "专栏1", "重点工程"),
            ("任务一：改造", Level::Named, "任务一", "改造"),
        ] {
            let mark = mark(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(mark.level, level, "{text}");
            assert_eq!(mark.number, number, "{text}");
            assert_eq!(&text[mark.start..], words, "{text}");
        }
    }

    #[test]
    fn figures_are_no_numbers() {
        for text in [
            "2.75%的增长",
            "2024.3.15前完成",
            "2024年底前",
            "2024.底",
            "一、二、三级医院",
            "5个农贸市场",
            "第一季度完成投资",
            "第一章的规定，应当执行。",
            "任务完成后",
            "A级景区",
            "B、C区块",
            "十个一批",
        ] {
            assert_eq!(mark(text), None, "{text}");
        }
        assert!(mark_before_figure("2.5G基站").is_some());
        assert_eq!(decimal("1.2建设").map(|d| d.1.value()), Some(Some(2)));
    }
}
