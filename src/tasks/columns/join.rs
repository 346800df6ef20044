//! Rows that may be headings, and headings that stand in two rows.

use crate::blocks::table::{Row, Slot};
use crate::grammar::Grammar;

/// The most characters of a heading.
const LONGEST: usize = 40;
/// The most characters of one below another.
const LONGEST_BELOW: usize = 12;

/// Rows that cannot be headings are passed over without a closer look: headings are
/// several, short, and no numbers.
pub(super) fn could_be(row: &Row) -> bool {
    let mut count = 0;
    for at in row.written() {
        let Some(Slot::Cell(chunk)) = row.slots.get(at) else {
            continue;
        };
        let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        let number = || chunk.0.iter().all(|g| digit(g.c) || g.c.is_whitespace());
        if chunk.0.len() > LONGEST || number() {
            return false;
        }
        count += 1;
    }
    count > 1
}

pub(super) fn texts(row: &Row) -> Vec<(usize, String)> {
    row.written().map(|at| (at, row.text(at))).collect()
}

/// The headings of two rows, if the row `depth` below the first only divides what
/// stands above it, whose headings are `texts`: what it says stands below headings that
/// span several columns, or, where the source cannot say so, before blanks.
pub(super) fn join(
    rows: &[Row],
    index: usize,
    depth: usize,
    texts: &[(usize, String)],
) -> Option<Vec<(usize, String)>> {
    let (upper, lower) = (&rows[index + depth - 1], rows.get(index + depth)?);
    let above = |at: usize| texts.iter().find(|t| t.0 == at).map(|t| t.1.as_str());
    // Where the source says which cells are merged, a blank is only blank.
    let says = |row: &Row| row.slots.iter().any(|s| matches!(s, Slot::Covered(..)));
    let says = says(upper) || says(lower);
    let left = |at: usize| {
        let left = (0..at).rev().find_map(above)?;
        (!says).then_some((left, true))
    };
    // The heading over a column, and whether it spans others: its own, or the next to
    // the left of a blank.
    let over = |at: usize| -> Option<(&str, bool)> {
        match upper.slots.get(at) {
            Some(Slot::Cell(_)) => {
                let spans = match upper.slots.get(at + 1) {
                    Some(Slot::Covered(_, column)) => *column == at,
                    Some(Slot::Blank) => true,
                    Some(Slot::Cell(_)) => false,
                    None => lower.slots.len() > at + 1,
                };
                Some((above(at)?, spans))
            }
            Some(Slot::Covered(_, column)) => Some((above(*column)?, true)),
            Some(Slot::Blank) | None => left(at),
        }
    };
    let short = |text: &str| {
        text.chars().count() <= LONGEST_BELOW && !text.contains(['、', '，', '。', '；'])
    };
    if !could_be(lower) || !lower.written().all(|at| short(&lower.text(at))) {
        return None;
    }
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut low: Vec<(usize, String, &str)> = Vec::new();
    let mut merged = false;
    for at in 0..upper.slots.len().max(lower.slots.len()) {
        match lower.slots.get(at) {
            Some(Slot::Cell(_)) => match over(at) {
                Some((heading, true)) => low.push((at, lower.text(at), heading)),
                _ => return None,
            },
            Some(Slot::Covered(row, column)) if *row >= index && *row < index + depth => {
                merged = true;
                if let Some(heading) = above(at).filter(|_| *column == at) {
                    found.push((at, heading.to_owned()));
                }
            }
            Some(Slot::Covered(..)) => {}
            _ => found.extend(above(at).map(|heading| (at, heading.to_owned()))),
        }
    }
    // In plain text a row of data could look so, had it neither number nor task: two
    // cells at least stand below headings that are no columns of their own.
    let divides = |heading: &str| low.iter().filter(|l| l.2 == heading).count();
    if low.iter().any(|l| divides(l.2) < 2 && !merged) {
        return None;
    }
    let vague = &Grammar::get().heading_parts.vague;
    let twice = |text: &str| low.iter().filter(|l| l.1 == text).count() > 1;
    for (at, text, heading) in &low {
        let says_nothing = vague.contains(text) || twice(text);
        let heading = if says_nothing {
            format!("{heading}{text}")
        } else {
            text.clone()
        };
        found.push((*at, heading));
    }
    found.sort_by_key(|f| f.0);
    Some(found)
}
