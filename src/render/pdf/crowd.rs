//! Looks for characters that are printed over each other, or over the line of a cell. typst
//! sets what a column cannot hold over the next one and says nothing: a false figure.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::diag::{Diagnostic, Place};

/// So much of the size of the smaller of two characters may lie over the other: faces
/// have marks that hang over.
const OVER: f64 = 0.2;
/// So far in points a character may reach over the line of a cell: rounding.
const HAIR: f64 = 0.3;

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

/// The characters that lie over another one. Sorts them by their lines.
pub fn overlapping(glyphs: &mut [Glyph]) -> Vec<Glyph> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.x0.total_cmp(&b.x0)));
    let tallest = glyphs.iter().map(|g| g.size).fold(0.0, f64::max);
    let mut found = Vec::new();
    for (at, glyph) in glyphs.iter().enumerate() {
        if glyph.c.is_whitespace() {
            continue;
        }
        let below = glyphs[at + 1..].iter();
        let mut near = below.take_while(|g| g.base - glyph.base < tallest);
        if near.any(|g| !g.c.is_whitespace() && g.lies_over(glyph)) {
            found.push(*glyph);
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

/// An error for the first place of each page of the document `name` at which the text of a
/// table is not where it can be read.
pub(super) fn crowded(document: &PagedDocument, name: &str) -> Vec<Diagnostic> {
    let pages = (1..).zip(document.pages());
    let places = pages.filter_map(|(number, page)| {
        let (mut glyphs, mut sides) = (Vec::new(), Vec::new());
        walk(&page.frame, Transform::identity(), &mut glyphs, &mut sides);
        if sides.is_empty() {
            return None;
        }
        let sides = joined(sides);
        let mut glyphs = within(&glyphs, &sides);
        let over = overlapping(&mut glyphs);
        let out = leaving(&glyphs, &sides);
        let place = over.first().or(out.first())?;
        let words = around(&glyphs, place);
        let message = ["印出了格子", "印在别的字上"][usize::from(!over.is_empty())];
        let message = format!("第 {number} 页的表格里，有的字{message}：“{words}”一处");
        Some(
            Diagnostic::error("text-crowded", message)
                .at(Place::file(name))
                .hint("请在 content/ 里核对这一格的文字，太长的改短；用了自备模板的，把这一列放宽"),
        )
    });
    places.collect()
}

/// What stands on the line of a character, near it.
fn around(glyphs: &[Glyph], place: &Glyph) -> String {
    let near = |g: &&Glyph| {
        (g.base - place.base).abs() < 0.8 && (g.x0 - place.x0).abs() < 4.0 * place.size
    };
    glyphs.iter().filter(near).map(|g| g.c).collect()
}

fn walk(frame: &Frame, at: Transform, glyphs: &mut Vec<Glyph>, sides: &mut Vec<Side>) {
    for (position, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                walk(
                    &group.frame,
                    here.pre_concat(group.transform),
                    glyphs,
                    sides,
                );
            }
            FrameItem::Text(text) => characters(text, here, glyphs),
            FrameItem::Shape(shape, _) if shape.stroke.is_some() => {
                let bounds = shape.bbox(false);
                let (a, b) = (bounds.min.transform(here), bounds.max.transform(here));
                let (y0, y1) = (a.y.min(b.y).to_pt(), a.y.max(b.y).to_pt());
                if (a.x - b.x).to_pt().abs() < 1.0 && y1 - y0 > 1.0 {
                    let x = (a.x + b.x).to_pt() / 2.0;
                    sides.push(Side { x, y0, y1 });
                }
            }
            _ => {}
        }
    }
}

fn characters(item: &TextItem, at: Transform, glyphs: &mut Vec<Glyph>) {
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
            glyphs.push(Glyph {
                c,
                x0: from.x.to_pt(),
                x1: to.x.to_pt(),
                base: from.y.to_pt(),
                size: item.size.to_pt(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Glyph, Side, leaving, overlapping};

    fn row(text: &str, x: f64, base: f64) -> Vec<Glyph> {
        let glyph = |(i, c)| {
            let x0 = x + 5.0 * i as f64;
            Glyph {
                c,
                x0,
                x1: x0 + 5.0,
                base,
                size: 10.0,
            }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn figures_over_each_other_are_found() {
        let mut apart = [row("12345.67", 0.0, 10.0), row("8", 40.0, 10.0)].concat();
        assert_eq!(overlapping(&mut apart).len(), 0);
        let mut over = [row("12345.67", 0.0, 10.0), row("12345.67", 37.0, 10.0)].concat();
        assert_eq!(overlapping(&mut over).len(), 1);
        let mut lines = [row("12", 0.0, 10.0), row("34", 0.0, 24.0)].concat();
        assert_eq!(overlapping(&mut lines).len(), 0);
        let mut tight = [row("12", 0.0, 10.0), row("34", 0.0, 14.0)].concat();
        assert_eq!(overlapping(&mut tight).len(), 2);
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
