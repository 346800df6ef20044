//! Characters of a page as lines of text, and the measures of the grid.

use crate::make::pdf::measure::{Char, Page};

/// The type area of an upright page, in points (P-02 to P-04).
pub(super) const LEFT: f64 = 79.37;
pub(super) const RIGHT: f64 = 521.57;
pub(super) const TOP: f64 = 104.88;
pub(super) const BOTTOM: f64 = 742.68;
/// A character and a line of 3号.
pub(super) const CHAR: f64 = 15.793;
pub(super) const PITCH: f64 = 29.61;
pub(super) const MM: f64 = 72.0 / 25.4;

/// Characters on one baseline, left to right.
#[derive(Debug)]
pub(super) struct Line<'p> {
    pub(super) page: usize,
    pub(super) chars: Vec<&'p Char>,
}

impl Line<'_> {
    pub(super) fn text(&self) -> String {
        self.chars.iter().map(|c| c.c).collect()
    }

    /// Without spaces.
    pub(super) fn words(&self) -> String {
        let visible = self.chars.iter().map(|c| c.c);
        visible.filter(|c| !c.is_whitespace()).collect()
    }

    pub(super) fn x0(&self) -> f64 {
        let visible = self.chars.iter().find(|c| !c.c.is_whitespace());
        visible.map_or(0.0, |c| c.x0)
    }

    pub(super) fn x1(&self) -> f64 {
        let visible = self.chars.iter().rfind(|c| !c.c.is_whitespace());
        visible.map_or(0.0, |c| c.x1)
    }

    pub(super) fn base(&self) -> f64 {
        self.chars.first().map_or(0.0, |c| c.base)
    }

    pub(super) fn size(&self) -> f64 {
        self.chars.first().map_or(0.0, |c| c.size)
    }

    /// Top of the box of a character: 0.88 em above the baseline.
    pub(super) fn top(&self) -> f64 {
        self.base() - 0.88 * self.size()
    }

    /// Bottom of that box.
    pub(super) fn bottom(&self) -> f64 {
        self.base() + 0.12 * self.size()
    }

    pub(super) fn centre(&self) -> f64 {
        (self.x0() + self.x1()) / 2.0
    }

    /// Whether it is a page number: `— 1 —` under the type area.
    pub(super) fn is_number(&self) -> bool {
        let words = self.words();
        let inner = words.trim_matches('—');
        words.starts_with('—')
            && words.ends_with('—')
            && !inner.is_empty()
            && inner.bytes().all(|b| b.is_ascii_digit())
    }

    /// How far it may be from the middle of the type area.
    pub(super) fn is_centred(&self) -> bool {
        (self.centre() - (LEFT + RIGHT) / 2.0).abs() <= 1.5
    }
}

/// Whether a page lies on its long side.
pub(super) fn lies(page: &Page) -> bool {
    page.width > page.height
}

/// The lines of a page, top to bottom; text that reads down the page is left out.
pub(super) fn lines(page: &Page) -> Vec<Line<'_>> {
    let mut chars: Vec<&Char> = page.chars.iter().filter(|c| !c.turned).collect();
    chars.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.x0.total_cmp(&b.x0)));
    let mut found: Vec<Line<'_>> = Vec::new();
    for c in chars {
        match found.last_mut() {
            Some(line) if (line.base() - c.base).abs() < 0.8 => line.chars.push(c),
            _ => found.push(Line {
                page: page.number,
                chars: vec![c],
            }),
        }
    }
    for line in &mut found {
        line.chars.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    found.retain(|line| !line.words().is_empty());
    found
}

/// The lines of a page that are no page number.
pub(super) fn text_lines(page: &Page) -> Vec<Line<'_>> {
    let mut found = lines(page);
    found.retain(|line| !line.is_number());
    found
}

/// The run of lines that `text` is set in, from the first line that begins it.
pub(super) fn find<'p>(pages: &'p [Page], text: &str) -> Option<Vec<Line<'p>>> {
    let wanted: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut all: Vec<Line<'p>> = pages.iter().flat_map(text_lines).collect();
    for start in 0..all.len() {
        let mut joined = String::new();
        let mut end = start;
        while end < all.len() && joined.len() < wanted.len() {
            joined.push_str(&all[end].words());
            end += 1;
            if !wanted.starts_with(&joined) {
                break;
            }
        }
        if joined == wanted {
            all.truncate(end);
            return Some(all.split_off(start));
        }
    }
    None
}
