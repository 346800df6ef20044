//! What was laid out, as characters and strokes with their places on the page:
//! all that the rules of the standard speak of. Points, from the top left.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst::visualize::{Color, Geometry, Paint, ProcessColor, Shape};
use typst_layout::PagedDocument;

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// From 1.
    pub number: usize,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// In the order of layout.
    pub chars: Vec<Char>,
    /// Lines and frames.
    pub strokes: Vec<Stroke>,
    /// Pictures.
    pub images: usize,
}

/// A character, on an portrait baseline unless `rotated`.
#[derive(Debug, Clone)]
pub struct Char {
    /// The character.
    pub c: char,
    /// Its left edge, by its advance.
    pub x0: f64,
    /// Its right edge.
    pub x1: f64,
    /// Baseline.
    pub base: f64,
    /// Top and bottom of the ink of the run it stands in.
    pub ink: (f64, f64),
    /// Size.
    pub size: f64,
    /// Family of its face.
    pub family: String,
    /// Weight of its face, 100 to 900.
    pub weight: u16,
    /// Its colour.
    pub ink_colour: Ink,
    /// It reads down the page.
    pub rotated: bool,
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ink {
    /// Red, green, blue, 0 to 255.
    Rgb(u8, u8, u8),
    /// Cyan, magenta, yellow, black, 0 to 1.
    Cmyk(f32, f32, f32, f32),
    /// A gradient or a pattern.
    Other,
}

impl Ink {
    /// Black or the like.
    pub fn is_black(self) -> bool {
        match self {
            Ink::Rgb(r, g, b) => r.max(g).max(b) < 40,
            Ink::Cmyk(.., k) => k > 0.9,
            Ink::Other => false,
        }
    }

    /// The red of the standard, in either profile.
    pub fn is_red(self) -> bool {
        match self {
            Ink::Rgb(r, g, b) => r > 180 && g < 60 && b < 60,
            Ink::Cmyk(c, m, y, k) => {
                c < 0.01 && (m - 0.8).abs() < 0.01 && (y - 0.8).abs() < 0.01 && k < 0.01
            }
            Ink::Other => false,
        }
    }
}

/// A straight line, or the frame of a box.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    /// Left.
    pub x0: f64,
    /// Top.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Bottom.
    pub y1: f64,
    /// Thickness.
    pub width: f64,
    /// Colour.
    pub colour: Ink,
    /// A circle or another curve.
    pub curved: bool,
}

/// Measures every page of a document.
pub(super) fn pages(document: &PagedDocument) -> Vec<Page> {
    let pages = (1..).zip(document.pages());
    pages
        .map(|(number, page)| {
            let size = page.frame.size();
            let mut found = Page {
                number,
                width: size.x.to_pt(),
                height: size.y.to_pt(),
                ..Page::default()
            };
            walk(&page.frame, Transform::identity(), &mut found);
            found
        })
        .collect()
}

fn walk(frame: &Frame, at: Transform, page: &mut Page) {
    for (position, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => walk(&group.frame, here.pre_concat(group.transform), page),
            FrameItem::Text(text) => characters(text, here, page),
            FrameItem::Shape(shape, _) => stroke(shape, here, page),
            FrameItem::Image(..) => page.images += 1,
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

fn characters(item: &TextItem, at: Transform, page: &mut Page) {
    let info = item.font.font().info();
    let bounds = item.bbox();
    let rotated = at.kx.get().abs() > 0.5 || at.ky.get().abs() > 0.5;
    // The bounds of a run have their top and bottom the other way round.
    let corners = [bounds.min, bounds.max].map(|p| place(at, p.x, p.y));
    let ordered = |a: f64, b: f64| (a.min(b), a.max(b));
    let ink = ordered(corners[0].y.to_pt(), corners[1].y.to_pt());
    let mut x = Abs::zero();
    for glyph in &item.glyphs {
        let (from, to) = (
            place(at, x, Abs::zero()),
            place(at, x + glyph.x_advance.at(item.size), Abs::zero()),
        );
        x += glyph.x_advance.at(item.size);
        let text = item.text.get(glyph.range()).unwrap_or_default();
        for c in text.chars() {
            page.chars.push(Char {
                c,
                x0: from.x.to_pt(),
                x1: to.x.to_pt(),
                base: from.y.to_pt(),
                ink,
                size: item.size.to_pt(),
                family: info.family.to_string(),
                weight: info.variant.weight.to_number(),
                ink_colour: colour(&item.fill),
                rotated,
            });
        }
    }
}

fn place(at: Transform, x: Abs, y: Abs) -> Point {
    Point::new(x, y).transform(at)
}

fn stroke(shape: &Shape, at: Transform, page: &mut Page) {
    let bounds = shape.bbox(false);
    let (a, b) = (bounds.min.transform(at), bounds.max.transform(at));
    let (thickness, paint) = match (&shape.stroke, &shape.fill) {
        (Some(stroke), _) => (stroke.thickness.to_pt(), &stroke.paint),
        (None, Some(fill)) => (0.0, fill),
        (None, None) => return,
    };
    page.strokes.push(Stroke {
        x0: a.x.to_pt().min(b.x.to_pt()),
        y0: a.y.to_pt().min(b.y.to_pt()),
        x1: a.x.to_pt().max(b.x.to_pt()),
        y1: a.y.to_pt().max(b.y.to_pt()),
        width: thickness,
        colour: colour(paint),
        curved: matches!(shape.geometry, Geometry::Curve(_)),
    });
}

fn colour(paint: &Paint) -> Ink {
    match paint {
        Paint::Solid(Color::Process(ProcessColor::Cmyk(cmyk))) => {
            Ink::Cmyk(cmyk.c, cmyk.m, cmyk.y, cmyk.k)
        }
        Paint::Solid(colour) => {
            let rgb = colour.to_vec4_u8();
            Ink::Rgb(rgb[0], rgb[1], rgb[2])
        }
        _ => Ink::Other,
    }
}
