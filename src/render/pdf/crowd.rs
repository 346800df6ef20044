//! Looks for characters that nobody can read: printed over each other, over the line of a
//! cell, or outside the paper. typst sets what a place cannot hold over the next one, or
//! below the end of the page, and says nothing: a false figure, a lost row.

use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::diag::{Diagnostic, Place};

/// So much of the size of the smaller of two characters may lie over the other: faces
/// have marks that hang over.
const OVER: f64 = 0.2;
/// So far in points a character may reach over the line of a cell: rounding.
const HAIR: f64 = 0.3;
/// What is quoted of a run of text is not longer.
const QUOTED: usize = 40;

/// A character that stands upright, in points from the top left.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    /// The character.
    pub c: char,
    /// Its left edge, by its advance.
    pub x0: f64,
    /// Its right edge.
    pub x1: f64,
    /// Baseline.
    pub base: f64,
    /// Size.
    pub size: f64,
    /// Which piece of a line of text it stands in, in the order of layout.
    pub run: usize,
}

/// A line down a page: it parts two cells, or ends a table.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    /// Where it is.
    pub x: f64,
    /// Its upper end.
    pub y0: f64,
    /// Its lower end.
    pub y1: f64,
}

/// A line across a page: it parts two rows, or ends a table.
#[derive(Debug, Clone, Copy)]
struct Bar {
    y: f64,
    x0: f64,
    x1: f64,
}

impl Bar {
    /// Whether it is a line of a table: others underline a word.
    fn meets(&self, side: &Side) -> bool {
        let (y, x) = (self.y, side.x);
        (side.y0 - 1.0..side.y1 + 1.0).contains(&y) && (self.x0 - 1.0..self.x1 + 1.0).contains(&x)
    }
}

impl Glyph {
    /// From where to where it is about as high as a character.
    fn rows(&self) -> (f64, f64) {
        (self.base - 0.8 * self.size, self.base + 0.1 * self.size)
    }

    fn lies_over(&self, other: &Glyph) -> bool {
        let most = OVER * self.size.min(other.size);
        let ((a0, a1), (b0, b1)) = (self.rows(), other.rows());
        self.x1.min(other.x1) - self.x0.max(other.x0) > most && a1.min(b1) - a0.max(b0) > most
    }

    fn leaves(&self, side: &Side) -> bool {
        let middle = self.base - 0.35 * self.size;
        self.x0 < side.x - HAIR && side.x + HAIR < self.x1 && (side.y0..side.y1).contains(&middle)
    }
}

/// The characters that lie over another one, each with that one. Sorts them by their lines.
pub fn overlapping(glyphs: &mut [Glyph]) -> Vec<(Glyph, Glyph)> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.x0.total_cmp(&b.x0)));
    let tallest = glyphs.iter().map(|g| g.size).fold(0.0, f64::max);
    let mut found = Vec::new();
    for (at, glyph) in glyphs.iter().enumerate() {
        if glyph.c.is_whitespace() {
            continue;
        }
        let below = glyphs[at + 1..].iter();
        let mut near = below.take_while(|g| g.base - glyph.base < tallest);
        if let Some(over) = near.find(|g| !g.c.is_whitespace() && g.lies_over(glyph)) {
            found.push((*glyph, *over));
        }
    }
    found
}

/// The characters that stand on the line of a cell.
pub fn leaving(glyphs: &[Glyph], sides: &[Side]) -> Vec<Glyph> {
    let visible = glyphs.iter().filter(|g| !g.c.is_whitespace());
    let leaving = visible.filter(|g| sides.iter().any(|side| g.leaves(side)));
    leaving.copied().collect()
}

/// The first character that stands on the line between two rows.
fn between_rows(glyphs: &[Glyph], mut bars: Vec<Bar>, sides: &[Side]) -> Option<Glyph> {
    bars.retain(|bar| sides.iter().any(|side| bar.meets(side)));
    bars.sort_by(|a, b| a.y.total_cmp(&b.y));
    let visible = glyphs.iter().filter(|g| !g.c.is_whitespace());
    let mut out = visible.filter(|g| {
        let (top, middle) = (g.base - 0.6 * g.size, f64::midpoint(g.x0, g.x1));
        let below = &bars[bars.partition_point(|bar| bar.y < top)..];
        let mut near = below.iter().take_while(|bar| bar.y < g.base - HAIR);
        near.any(|bar| (bar.x0..bar.x1).contains(&middle))
    });
    out.next().copied()
}

/// Each row has lines of its own: those that go on below each other are one.
fn joined(mut sides: Vec<Side>) -> Vec<Side> {
    sides.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y0.total_cmp(&b.y0)));
    let mut found: Vec<Side> = Vec::new();
    for side in sides {
        match found.last_mut() {
            Some(last) if side.x - last.x < HAIR && side.y0 <= last.y1 + HAIR => {
                last.y1 = last.y1.max(side.y1);
            }
            _ => found.push(side),
        }
    }
    found
}

/// The characters that stand in tables: where lines go down the page.
fn within(glyphs: &[Glyph], sides: &[Side]) -> Vec<Glyph> {
    let beside = |g: &&Glyph| sides.iter().any(|s| (s.y0..s.y1).contains(&g.base));
    glyphs.iter().filter(beside).copied().collect()
}

/// An error for the first place of each page of the document `name` at which text is not
/// where it can be read.
pub(super) fn crowded(document: &PagedDocument, name: &str) -> Vec<Diagnostic> {
    let pages = (1..).zip(document.pages());
    let places = pages.filter_map(|(number, page)| {
        let mut laid = Laid::default();
        let paper = page.frame.size();
        let paper = Rect::new(Point::zero(), Point::new(paper.x, paper.y));
        laid.walk(&page.frame, Transform::identity(), paper);
        let (what, hint) = laid.outside().or_else(|| laid.crowded())?;
        Some(
            Diagnostic::error("text-crowded", format!("第 {number} 页{what}"))
                .at(Place::file(name))
                .hint(hint),
        )
    });
    places.collect()
}

/// What a page has.
#[derive(Default)]
struct Laid {
    /// What stands upright.
    glyphs: Vec<Glyph>,
    sides: Vec<Side>,
    bars: Vec<Bar>,
    /// How many pieces of lines there are.
    runs: usize,
    /// The longest text that is not wholly on the paper, or is cut off with what is around
    /// it: the others only stand beside it.
    outside: String,
}

impl Laid {
    fn outside(&self) -> Option<(String, &'static str)> {
        if self.outside.is_empty() {
            return None;
        }
        let words: String = self.outside.chars().take(QUOTED).collect();
        let what = format!("有字印到了纸外：“{words}”一处");
        Some((
            what,
            "请在 content/ 里核对这一处的文字，太长的改短或分成几行；用了自备模板的，让它能接到下一页",
        ))
    }

    fn crowded(&mut self) -> Option<(String, &'static str)> {
        if self.sides.is_empty() {
            return None;
        }
        let sides = joined(std::mem::take(&mut self.sides));
        let mut glyphs = within(&self.glyphs, &sides);
        let what = match overlapping(&mut glyphs).first() {
            Some((one, other)) if one.run == other.run => {
                format!("的表格里，有的字印在别的字上：“{}”一处", self.words(one))
            }
            Some((one, other)) => {
                let (one, other) = (self.words(one), self.words(other));
                format!("的表格里，有的字印在别的字上：“{one}”和“{other}”")
            }
            None => {
                let out = leaving(&glyphs, &sides);
                let bars = std::mem::take(&mut self.bars);
                let between = || between_rows(&glyphs, bars, &sides);
                let words = self.words(&out.first().copied().or_else(between)?);
                format!("的表格里，有的字印出了格子：“{words}”一处")
            }
        };
        Some((
            what,
            "请在 content/ 里核对这一格的文字，太长的改短；用了自备模板的，把这一列放宽",
        ))
    }

    /// The piece of a line that a character stands in.
    fn words(&self, place: &Glyph) -> String {
        let run = self.glyphs.iter().filter(|g| g.run == place.run);
        run.map(|g| g.c).take(QUOTED).collect()
    }

    /// Looks at what is laid out at a place, of which what lies in `shown` is seen.
    fn walk(&mut self, frame: &Frame, at: Transform, shown: Rect) {
        for (position, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let here = here.pre_concat(group.transform);
                    let shown = match &group.clip {
                        Some(clip) => within_both(shown, clip.bbox(None), here),
                        None => shown,
                    };
                    self.walk(&group.frame, here, shown);
                }
                FrameItem::Text(text) => self.characters(text, here, shown),
                FrameItem::Shape(shape, _) if shape.stroke.is_some() => {
                    let bounds = shape.bbox(false);
                    let (a, b) = (bounds.min.transform(here), bounds.max.transform(here));
                    let (y0, y1) = (a.y.min(b.y).to_pt(), a.y.max(b.y).to_pt());
                    if (a.x - b.x).to_pt().abs() < 1.0 && y1 - y0 > 1.0 {
                        let x = (a.x + b.x).to_pt() / 2.0;
                        self.sides.push(Side { x, y0, y1 });
                    } else if y1 - y0 < 1.0 {
                        let (x0, x1) = (a.x.min(b.x).to_pt(), a.x.max(b.x).to_pt());
                        let y = f64::midpoint(y0, y1);
                        self.bars.push(Bar { y, x0, x1 });
                    }
                }
                _ => {}
            }
        }
    }

    fn characters(&mut self, item: &TextItem, at: Transform, shown: Rect) {
        let wide: Abs = { item.glyphs.iter() }
            .map(|glyph| glyph.x_advance.at(item.size))
            .sum();
        let visible = item.text.trim();
        // Its ends, on the line and as high as most of a character.
        let ends = [Abs::zero(), wide];
        let corners = ends.map(|x| [Abs::zero(), -0.7 * item.size].map(|y| Point::new(x, y)));
        let mut corners = corners.into_iter().flatten();
        let seen = corners.all(|corner| is_in(corner.transform(at), shown));
        if !seen && visible.chars().count() > self.outside.chars().count() {
            visible.clone_into(&mut self.outside);
        }
        if at.kx.get().abs() > 0.5 || at.ky.get().abs() > 0.5 {
            return;
        }
        let mut x = Abs::zero();
        for glyph in &item.glyphs {
            let from = Point::with_x(x).transform(at);
            x += glyph.x_advance.at(item.size);
            let to = Point::with_x(x).transform(at);
            let text = item.text.get(glyph.range()).unwrap_or_default();
            if let Some(c) = text.chars().next() {
                let (x0, base, size) = (from.x.to_pt(), from.y.to_pt(), item.size.to_pt());
                // Faces change inside a line; a gap or another line begins a piece.
                let goes_on = self.glyphs.last().is_some_and(|last| {
                    (last.base - base).abs() < 0.8 && (x0 - last.x1).abs() < 0.5 * size
                });
                self.runs += usize::from(!goes_on);
                self.glyphs.push(Glyph {
                    c,
                    x0,
                    x1: to.x.to_pt(),
                    base,
                    size,
                    run: self.runs,
                });
            }
        }
    }
}

fn is_in(point: Point, shown: Rect) -> bool {
    let hair = Abs::pt(HAIR);
    let (min, max) = (shown.min, shown.max);
    point.x >= min.x - hair
        && point.x <= max.x + hair
        && point.y >= min.y - hair
        && point.y <= max.y + hair
}

/// What is seen of `shown` through a hole that lies at a place.
fn within_both(shown: Rect, hole: Rect, at: Transform) -> Rect {
    let (a, b) = (hole.min.transform(at), hole.max.transform(at));
    Rect::new(
        Point::new(shown.min.x.max(a.x.min(b.x)), shown.min.y.max(a.y.min(b.y))),
        Point::new(shown.max.x.min(a.x.max(b.x)), shown.max.y.min(a.y.max(b.y))),
    )
}

#[cfg(test)]
mod tests {
    use super::{Bar, Glyph, Side, between_rows, leaving, overlapping};

    fn row(text: &str, x: f64, base: f64) -> Vec<Glyph> {
        let glyph = |(i, c)| {
            let x0 = x + 5.0 * i as f64;
            Glyph {
                c,
                x0,
                x1: x0 + 5.0,
                base,
                size: 10.0,
                run: 0,
            }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn figures_over_each_other_are_found() {
        let mut apart = [row("12345.67", 0.0, 10.0), row("8", 40.0, 10.0)].concat();
        assert_eq!(overlapping(&mut apart).len(), 0);
        let mut over = [row("12345.67", 0.0, 10.0), row("12345.67", 37.0, 10.0)].concat();
        let found = overlapping(&mut over);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0.c, found[0].1.c), ('7', '1'));
        let mut lines = [row("12", 0.0, 10.0), row("34", 0.0, 24.0)].concat();
        assert_eq!(overlapping(&mut lines).len(), 0);
        let mut tight = [row("12", 0.0, 10.0), row("34", 0.0, 14.0)].concat();
        assert_eq!(overlapping(&mut tight).len(), 2);
    }

    /// What is taller than its row stands on the line below it; a line under words, or one
    /// that no table has, is no such line.
    #[test]
    fn figures_on_the_line_of_a_row_are_found() {
        let side = |x, y1| Side { x, y0: 0.0, y1 };
        let bar = |y, x1| Bar { y, x0: 0.0, x1 };
        let sides = [side(0.0, 40.0), side(60.0, 40.0)];
        let figures = row("12345.67", 5.0, 20.0);
        for (bars, stands) in [
            (vec![bar(8.0, 60.0), bar(22.0, 60.0)], false),
            (vec![bar(17.0, 60.0)], true),
            (vec![bar(17.0, 3.0)], false),
            (vec![bar(15.0, 60.0), bar(40.0, 60.0)], true),
            (
                vec![Bar {
                    y: 17.0,
                    x0: 5.0,
                    x1: 45.0,
                }],
                false,
            ),
        ] {
            let found = between_rows(&figures, bars.clone(), &sides);
            assert_eq!(found.is_some(), stands, "{bars:?}");
        }
    }

    #[test]
    fn figures_on_the_line_of_a_cell_are_found() {
        let side = |x, y1| Side { x, y0: 0.0, y1 };
        let figures = row("12345.67", 0.0, 10.0);
        assert_eq!(leaving(&figures, &[side(40.0, 20.0)]).len(), 0);
        assert_eq!(leaving(&figures, &[side(37.0, 20.0)]).len(), 1);
        // The line is of another row.
        assert_eq!(leaving(&figures, &[side(37.0, 3.0)]).len(), 0);
    }
}
