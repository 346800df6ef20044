//! 结构层次序数: the numbers that headings begin with (一、 （一） 1. （1）).

/// Splits `一、标题（16项）` or `（一）标题（10项）`: level, number as printed,
/// title, stated count. `None` when the text does not begin with such a number.
pub(super) fn heading(text: &str) -> Option<Heading> {
    let (level, number, rest) = if let Some(rest) = text.strip_prefix('（') {
        let (number, rest) = rest.split_once('）')?;
        is_han_number(number).then(|| (Level::Section, format!("（{number}）"), rest))?
    } else {
        let (number, rest) = text.split_once('、')?;
        is_han_number(number).then(|| (Level::Part, number.to_owned(), rest))?
    };
    let (title, count) = split_count(rest);
    (!title.is_empty()).then(|| Heading {
        level,
        number,
        title: title.to_owned(),
        count,
    })
}

/// A heading of a part or a section.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) level: Level,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) count: Option<u32>,
}

/// 一、 or （一）.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Part,
    Section,
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

fn is_han_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十百".contains(c))
}
