//! Rows of a table that are no tasks: headings of parts and sections, sums, remarks.

use std::collections::BTreeSet;

use crate::blocks::table::{Row, Slot};
use crate::blocks::text::Chunk;
use crate::grammar::Grammar;
use crate::numerals;
use crate::tasks::columns::Columns;
use crate::tasks::numbering;
use crate::tasks::numbering::{Heading, Level};
use crate::tasks::table::numbers;

/// What a row is that is no task.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading with a number.
    Numbered(Shape),
    /// A heading without one.
    Bare,
    /// A sum or a remark.
    Text,
}

/// How the number of a heading looks, from the top down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// 第一部分
    Chapter,
    /// 第一节
    Subchapter,
    /// 一、
    Part,
    /// （一）
    Section,
    /// 1.
    Item,
    /// （1）
    Point,
}

/// Longer than this a row is a text rather than a heading.
const LONGEST: usize = 60;

/// What the row is, and the column in which it says so; `None` when it is a task's.
pub(super) fn kind(row: &Row, index: usize, columns: Option<&Columns>) -> Option<(usize, Kind)> {
    let words = &Grammar::get().cells;
    let first = row.written().next()?;
    let text = row.text(first);
    let bare = text.trim_end_matches('：');
    if words.totals.iter().any(|w| w == bare) && columns.is_none_or(|c| c.task != first) {
        return Some((first, Kind::Text));
    }
    let at = row.alone(index)?;
    // What divides a group may have its duty from the row above.
    let divides = columns.is_some_and(|c| c.group.is_some() && c.task == at);
    if divides && row.slots.len() > 1 && !row.is_whole(at) {
        return None;
    }
    let in_number = columns.is_some_and(|c| c.number == Some(at)) || columns.is_none();
    let whole = row.slots.len() == 1 || row.is_whole(at) || in_number;
    let length = text.chars().count();
    let sentence = text.ends_with(['。', '；']) || length > LONGEST;
    if let Some(shape) = shape(&text) {
        // A cell beside a blank number may be a task that only looks so.
        let named = columns.is_some_and(|c| c.units.iter().all(|u| u.at != at));
        let high = shape <= Shape::Section && !sentence && (at == 0 || named);
        if whole && (shape <= Shape::Section || !sentence) || high {
            return Some((at, Kind::Numbered(shape)));
        }
    }
    if !whole || numbers::printed(&text).is_some() {
        return None;
    }
    let remark = words.notes.iter().any(|w| text.starts_with(w.as_str()));
    let kind = if sentence || remark {
        Kind::Text
    } else {
        Kind::Bare
    };
    Some((at, kind))
}

/// Makes one heading of a row that has a Han number in the column of numbers, a title beside it
/// and nothing else: `一、｜工业节能`, in a table whose items are counted in digits.
pub(super) fn join_numbers(rows: &mut [Row], columns: &Columns, start: usize) {
    let Some(number) = columns.number else {
        return;
    };
    let digits = |row: &Row| numbers::printed(&row.text(number)).is_some_and(|n| n.plain);
    if !rows[start.min(rows.len())..].iter().any(digits) {
        return;
    }
    for row in rows.iter_mut().skip(start) {
        let written: Vec<usize> = row.written().collect();
        let [first, title] = written[..] else {
            continue;
        };
        let sign = row.text(number);
        let bare = sign.trim_end_matches(['、', '.', '．']);
        let bare = bare.trim_matches(['（', '）', '(', ')']);
        let is_han = !bare.is_empty() && bare.chars().all(numerals::is_han);
        let heads = title == columns.task || columns.name == Some(title);
        let short = row.text(title).chars().count() <= LONGEST;
        if first != number || !is_han || !heads || !short {
            continue;
        }
        let (Slot::Cell(sign_chunk), Slot::Cell(words)) = (&row.slots[first], &row.slots[title])
        else {
            continue;
        };
        let mut whole = sign_chunk.clone();
        if bare.len() == sign.len() {
            let end = whole.0.last().map_or(0, |glyph| glyph.span.end);
            whole.join(Chunk::drawn("、", end));
        }
        whole.join(words.clone());
        row.slots[first] = Slot::Cell(whole);
        row.slots[title] = Slot::Blank;
    }
}

fn shape(text: &str) -> Option<Shape> {
    if let Some((shape, ..)) = chapter(text) {
        return Some(shape);
    }
    let heading = numbering::any(text)?;
    Some(match heading.level {
        Level::Division(_) | Level::Part => Shape::Part,
        Level::Section | Level::Column => Shape::Section,
        Level::Named | Level::Item => Shape::Item,
        level if level.is_below_items() => Shape::Point,
        _ => return None,
    })
}

/// `第一部分 标题`: its shape, its number, and what follows.
fn chapter(text: &str) -> Option<(Shape, &str, &str)> {
    let words = &Grammar::get().cells;
    let rest = text.strip_prefix('第')?;
    let counted = |c: char| c.is_ascii_digit() || numerals::is_han(c);
    let word = rest.trim_start_matches(counted);
    if word.len() == rest.len() {
        return None;
    }
    let find = |list: &[String]| {
        let found = list.iter().find_map(|w| word.strip_prefix(w.as_str()));
        found.map(|behind| (&text[..text.len() - behind.len()], behind))
    };
    let (shape, (number, behind)) = match find(&words.chapters) {
        Some(found) => (Shape::Chapter, found),
        None => (Shape::Subchapter, find(&words.subchapters)?),
    };
    Some((shape, number, behind.trim_start_matches(['：', '、', '，'])))
}

/// Where among the lines above a table its title ends: a heading of its first part, a
/// sentence or a remark does not belong to it.
pub(super) fn behind_title(lines: &[(usize, Chunk)]) -> usize {
    let notes = &Grammar::get().cells.notes;
    let other = |(_, chunk): &(usize, Chunk)| {
        let text = chunk.text();
        shape(&text).is_some_and(|shape| shape <= Shape::Section)
            || text.ends_with(['。', '；'])
            || notes.iter().any(|w| text.starts_with(w.as_str()))
    };
    let found = lines.iter().skip(1).position(other);
    found.map_or(lines.len(), |at| at + 1)
}

/// The shapes that head rows of a table, whose headings begin at row `start`, and the
/// lines above it.
pub(super) fn shapes(
    lines: &[(usize, Chunk)],
    rows: &[Row],
    columns: &Columns,
    start: usize,
) -> BTreeSet<Shape> {
    let above = lines.iter().filter_map(|(_, chunk)| shape(&chunk.text()));
    let kinds = rows.iter().enumerate().filter_map(|(index, row)| {
        let columns = (index >= start).then_some(columns);
        match kind(row, index, columns)?.1 {
            Kind::Numbered(shape) => Some(shape),
            _ => None,
        }
    });
    above.chain(kinds).collect()
}

/// What a heading begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Begins {
    Part(Heading),
    Section(Heading),
    /// Below the sections there is no level: the words stay with the next item.
    Words,
}

/// What a heading begins, by the shapes that the table has: the highest are parts and
/// the next sections; （一） alone are sections.
pub(super) fn begins(text: &str, shape: Shape, shapes: &BTreeSet<Shape>) -> Begins {
    let above = shapes.iter().filter(|s| **s < shape).count();
    let rank = above + usize::from(shapes.first() >= Some(&Shape::Section));
    let (number, title, count) = match chapter(text) {
        // 第一部分 alone is a title.
        Some((_, number, "")) => (String::new(), number.to_owned(), None),
        Some((_, number, behind)) => {
            let (title, count) = bare(behind);
            (number.to_owned(), title, count)
        }
        None => match numbering::any(text) {
            Some(heading) => (heading.number, heading.title, heading.count),
            None => return Begins::Words,
        },
    };
    let heading = Heading {
        level: if rank == 0 {
            Level::Part
        } else {
            Level::Section
        },
        number,
        title,
        count,
    };
    match rank {
        0 => Begins::Part(heading),
        1 => Begins::Section(heading),
        _ => Begins::Words,
    }
}

/// A title without a number, and the count that it states.
pub(super) fn bare(text: &str) -> (String, Option<u32>) {
    match numbering::any(&format!("一、{text}")) {
        Some(heading) => (heading.title, heading.count),
        None => (text.to_owned(), None),
    }
}
