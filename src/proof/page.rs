//! Paper, edges and type area of every page (5.1, 5.2.1); and no pictures (7.3.5.1).

use crate::proof::lines::{Area, CHAR, Line, MM, across, lies};
use crate::proof::{Doc, Report};
use crate::render::pdf::measure::Page;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    // Where the text of the whole document begins.
    let portrait = doc.pages.iter().filter(|p| !lies(p));
    let leftmost = portrait.map(|p| left(doc, p)).fold(f64::INFINITY, f64::min);
    for page in doc.pages {
        let at = doc.at(page.number);
        let (short, long) = (page.width.min(page.height), page.width.max(page.height));
        report.measure("P-01", "短边", at, short / MM);
        report.measure("P-01", "长边", at, long / MM);
        report.measure("B-34", "图片", at, page.images as f64);
        if lies(page) || doc.is_blank(page) {
            continue;
        }
        report.measure("P-04", "超出", at, over(doc, page));
        // On a page of indented lines alone the edge is not seen.
        if left(doc, page) < leftmost + 1.5 * CHAR {
            report.measure("P-03", "左边距", at, left(doc, page) / MM);
        }
        // These begin lower, by rules of their own.
        let lower = doc.is_first_of_circular(page) || doc.is_colophon(page) || doc.is_cover(page);
        if !lower {
            report.measure("P-02", "上边距", at, top(doc, page) / MM);
        }
    }
}

/// The left end of what stands on a page, in points.
fn left(doc: &Doc<'_>, page: &Page) -> f64 {
    let lines = doc.on(page.number).iter().map(Line::x0);
    let strokes = across(page).into_iter().map(|s| s.x0);
    lines.chain(strokes).fold(f64::INFINITY, f64::min)
}

/// Its upper end.
pub(super) fn top(doc: &Doc<'_>, page: &Page) -> f64 {
    let lines = doc.on(page.number).iter().map(Line::top);
    let strokes = across(page).into_iter().map(|s| s.y0);
    lines.chain(strokes).fold(f64::INFINITY, f64::min)
}

/// How far something stands out of the type area, in points.
pub(super) fn over(doc: &Doc<'_>, page: &Page) -> f64 {
    let area = Area::of(page);
    // What stands where the page number belongs is in no one's way if it is one.
    let number = doc.number_on(page.number);
    let number = number.filter(|l| !l.is_number() && !l.chars.iter().all(|c| c.rotated));
    let lines = doc.on(page.number).iter().chain(number);
    let lines = lines.map(|l| {
        (area.left - l.x0())
            .max(l.x1() - area.right)
            .max(area.top - l.top())
            .max(l.bottom() - area.bottom)
    });
    let strokes = across(page).into_iter();
    let strokes = strokes.map(|s| {
        (area.left - s.x0)
            .max(s.x1 - area.right)
            .max(area.top - s.y0)
            .max(s.y1 - area.bottom)
    });
    lines.chain(strokes).fold(0.0, f64::max)
}
