//! Characters of a page as lines of text, and the measures of the grid.

use crate::render::pdf::measure::{Char, Page, Stroke};

/// A millimetre in points.
pub(super) const MM: f64 = 72.0 / 25.4;
/// The type area of an portrait page, in points (5.2.1).
pub(super) const LEFT: f64 = 28.0 * MM;
pub(super) const RIGHT: f64 = 184.0 * MM;
pub(super) const TOP: f64 = 37.0 * MM;
pub(super) const BOTTOM: f64 = 262.0 * MM;
/// A character of 3号 and a line, in points: 28 on 156 mm, and 7/8 more (3, 5.2.3).
pub(super) const CHAR: f64 = 156.0 * MM / 28.0;
pub(super) const PITCH: f64 = CHAR * 15.0 / 8.0;
/// So many lines has a page of text (5.2.3).
pub(super) const LINES: f64 = 22.0;

/// Where text may stand on a page, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// The type area of an portrait page.
const PORTRAIT: Area = Area {
    left: LEFT,
    top: TOP,
    right: RIGHT,
    bottom: BOTTOM,
};

/// That of a landscape page is the same, rotated with the sheet (8): top 28, bottom 26, left 35,
/// right 37 mm.
const LANDSCAPE: Area = Area {
    left: 35.0 * MM,
    top: 28.0 * MM,
    right: 260.0 * MM,
    bottom: 184.0 * MM,
};

impl Area {
    /// Of a page.
    pub(super) fn of(page: &Page) -> Area {
        if lies(page) { LANDSCAPE } else { PORTRAIT }
    }

    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }

    /// How far a line stands from the middle, in points.
    pub(super) fn off_centre(self, line: &Line<'_>) -> f64 {
        (line.centre() - (self.left + self.right) / 2.0).abs()
    }
}

/// Characters on one baseline, left to right.
#[derive(Debug)]
pub(super) struct Line<'p> {
    /// From 1.
    pub(super) page: usize,
    pub(super) chars: Vec<&'p Char>,
    /// Its text without spaces.
    pub(super) words: String,
}

impl<'p> Line<'p> {
    pub(super) fn new(page: usize, chars: Vec<&'p Char>) -> Self {
        let visible = chars.iter().map(|c| c.c).filter(|c| !c.is_whitespace());
        let words = visible.collect();
        Line { page, chars, words }
    }

    /// With spaces.
    pub(super) fn text(&self) -> String {
        self.chars.iter().map(|c| c.c).collect()
    }

    /// What is not a space.
    pub(super) fn visible(&self) -> impl DoubleEndedIterator<Item = &'p Char> + '_ {
        self.chars.iter().copied().filter(|c| !c.c.is_whitespace())
    }

    pub(super) fn x0(&self) -> f64 {
        self.visible().next().map_or(0.0, |c| c.x0)
    }

    pub(super) fn x1(&self) -> f64 {
        self.visible().next_back().map_or(0.0, |c| c.x1)
    }

    pub(super) fn width(&self) -> f64 {
        self.x1() - self.x0()
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

    /// Whether it is a page number: digits between dashes.
    pub(super) fn is_number(&self) -> bool {
        let inner = self.words.trim_matches('—');
        self.words.starts_with('—')
            && self.words.ends_with('—')
            && !inner.is_empty()
            && inner.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Whether a page lies on its long side.
pub(super) fn lies(page: &Page) -> bool {
    page.width > page.height
}

/// The lines of a page, top to bottom; text that reads down the page is left out.
fn lines(page: &Page) -> Vec<Line<'_>> {
    let mut chars: Vec<&Char> = page.chars.iter().filter(|c| !c.rotated).collect();
    chars.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.x0.total_cmp(&b.x0)));
    let mut found: Vec<Vec<&Char>> = Vec::new();
    for c in chars {
        match found.last_mut() {
            Some(line) if (line[0].base - c.base).abs() < 0.8 => line.push(c),
            _ => found.push(vec![c]),
        }
    }
    let line = |mut chars: Vec<_>| {
        chars.sort_by(|a: &&Char, b: &&Char| a.x0.total_cmp(&b.x0));
        Line::new(page.number, chars)
    };
    let mut found: Vec<Line<'_>> = found.into_iter().map(line).collect();
    found.retain(|line| !line.words.is_empty());
    found
}

/// The text of a page, and what stands where its number belongs: what looks like one, or
/// is below the type area, or reads down a landscape page.
pub(super) fn text_and_number(page: &Page) -> (Vec<Line<'_>>, Option<Line<'_>>) {
    let landscape = lies(page);
    let below = |line: &Line<'_>| !landscape && line.base() > BOTTOM + 0.5 * CHAR;
    let is_mark = |line: &Line<'_>| line.is_number() || below(line);
    let (marks, text): (Vec<_>, Vec<_>) = lines(page).into_iter().partition(is_mark);
    let rotated: Vec<&Char> = page.chars.iter().filter(|c| c.rotated).collect();
    let number = if rotated.is_empty() {
        marks.into_iter().next_back()
    } else {
        Some(Line::new(page.number, rotated))
    };
    (text, number)
}

/// Lines across the page, top to bottom, in points: what is at least 50 pt long.
pub(super) fn across(page: &Page) -> Vec<&Stroke> {
    let flat = |s: &&Stroke| !s.curved && s.y1 - s.y0 < 1.0 && s.x1 - s.x0 > 50.0;
    let mut found: Vec<&Stroke> = page.strokes.iter().filter(flat).collect();
    found.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    found
}

/// From where to where the lines down the page reach: where there are any, there is a table.
pub(super) fn tables(page: &Page) -> Vec<(f64, f64)> {
    let portrait = |s: &&Stroke| !s.curved && s.x1 - s.x0 < 1.0 && s.y1 - s.y0 > 1.0;
    let found = page.strokes.iter().filter(portrait);
    found.map(|s| (s.y0, s.y1)).collect()
}

/// The lines of 版记 on a page: across it, black, and of no table.
pub(super) fn colophon_rules(page: &Page) -> Vec<&Stroke> {
    let tables = tables(page);
    let of_table = |y: f64| tables.iter().any(|(a, b)| (a - 1.0..=b + 1.0).contains(&y));
    let mut found = across(page);
    found.retain(|s| !s.colour.is_red() && !of_table(s.y0));
    found
}

/// Without spaces, as [`Line::words`].
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
