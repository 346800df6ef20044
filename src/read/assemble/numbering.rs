//! 结构层次序数: the numbers that headings begin with (一、 （一） 1. （1）).

/// Splits `一、标题（16项）` or `（一）标题（10项）`: level, number as printed,
/// title, stated count. `None` when the text does not begin with such a number.
pub(super) fn heading(text: &str) -> Option<Heading> {
    any(text).filter(|h| matches!(h.level, Level::Part | Level::Section))
}

/// The same at all four levels.
pub(super) fn any(text: &str) -> Option<Heading> {
    let (level, number, rest) = split_number(text)?;
    let (title, count) = split_count(rest);
    (!title.is_empty()).then(|| Heading {
        level,
        number: number.to_owned(),
        title: title.to_owned(),
        count,
    })
}

/// Level, number with its marks, and the rest, of a normalised text.
pub(super) fn split_number(text: &str) -> Option<(Level, &str, &str)> {
    if let Some(rest) = text.strip_prefix('（') {
        let (number, behind) = rest.split_once('）')?;
        let level = if is_han_number(number) {
            Level::Section
        } else if is_digits(number) {
            Level::Point
        } else {
            return None;
        };
        let length = text.len() - behind.len();
        return Some((level, &text[..length], behind));
    }
    if let Some((number, rest)) = text.split_once('、')
        && is_han_number(number)
    {
        return Some((Level::Part, number, rest));
    }
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let mark = text[end..].chars().next()?;
    let rest = &text[end + mark.len_utf8()..];
    // `2.75%` is a figure, `1.` and `1、` are numbers.
    let plain = is_digits(&text[..end]) && matches!(mark, '.' | '．' | '、');
    (plain && !rest.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| (Level::Item, &text[..end], rest))
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) level: Level,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) count: Option<u32>,
}

/// The four levels (GB/T 9704 7.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// 一、
    Part,
    /// （一）
    Section,
    /// 1.
    Item,
    /// （1）
    Point,
}

/// `标题（16项）` → (`标题`, 16).
fn split_count(text: &str) -> (&str, Option<u32>) {
    let stated = text
        .strip_suffix("）")
        .and_then(|t| t.rsplit_once('（'))
        .and_then(|(title, count)| Some((title, count.strip_suffix('项')?.parse().ok()?)));
    match stated {
        Some((title, count)) => (title, Some(count)),
        None => (text, None),
    }
}

fn is_digits(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_han_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十百".contains(c))
}
