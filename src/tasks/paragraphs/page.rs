//! The width of the page that lines were broken for, where they show one: lines that end
//! inside a sentence are then about as long as each other, and none is longer.

use crate::blocks::text::Chunk;
use crate::tasks::paragraphs::{begins_anew, ends_sentence};
use crate::units::register::Register;

/// A page, in halves of a Han character.
pub(super) struct Page {
    width: usize,
    /// Blank lines part its paragraphs.
    apart: bool,
}

/// A line may be so much shorter than the others that fill the page: its first two
/// characters are an indent that was lost, or its last ones may not stand there.
const SHORT: usize = 8;
/// A line may be so much longer: marks that may not begin the next hang over.
const LONG: usize = 6;
/// No page is wider or narrower.
const WIDTHS: std::ops::RangeInclusive<usize> = 28..=100;

impl Page {
    /// The page of these lines; `None` where each line may be a paragraph.
    pub(super) fn of(lines: &[(usize, Chunk)], register: &Register) -> Option<Page> {
        let widths: Vec<usize> = lines.iter().map(|(_, chunk)| width(chunk)).collect();
        let broken = |at: &usize| {
            let ends = ends_sentence(&lines[*at].1.text());
            !ends && !begins_anew(&lines[at + 1].1, register)
        };
        let broken: Vec<usize> = (0..lines.len().saturating_sub(1)).filter(broken).collect();
        let page = Page {
            width: broken.iter().map(|at| widths[*at]).max()?,
            apart: false,
        };
        let full = broken
            .iter()
            .filter(|at| page.is_full(widths[**at]))
            .count();
        let fits = WIDTHS.contains(&page.width) && widths.iter().all(|w| *w <= page.width + LONG);
        if !fits || full < 2 || full * 4 < broken.len() * 3 {
            return None;
        }
        let ends = (1..lines.len()).filter(|at| !page.is_full(widths[at - 1]));
        let (apart, together): (Vec<usize>, Vec<usize>) =
            ends.partition(|at| lines[*at].0 > lines[at - 1].0 + 1);
        Some(Page {
            apart: apart.len() > together.len(),
            ..page
        })
    }

    /// Whether a line of this width may have been broken because the page is no wider.
    pub(super) fn is_full(&self, width: usize) -> bool {
        width + SHORT >= self.width
    }

    /// Whether what stands between two lines parts paragraphs; where blank lines do not, it
    /// is the end of a page.
    pub(super) fn parts(&self, line: usize, next: usize) -> bool {
        self.apart && next > line + 1
    }
}

/// How wide a line is set, in halves of a Han character.
pub(super) fn width(chunk: &Chunk) -> usize {
    let raw = chunk.raw();
    let half = |c: char| if c.is_ascii() { 1 } else { 2 };
    raw.trim_end().chars().map(half).sum()
}
