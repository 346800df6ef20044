//! Lying pages and the tables on them (8).

use crate::proof::lines::{Area, Line, MM, across, lies};
use crate::proof::page::{over, top};
use crate::proof::{Doc, Report};
use crate::render::pdf::measure::Page;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    let mut before: Option<(&Page, String)> = None;
    for page in doc.pages {
        if !lies(page) {
            before = None;
            continue;
        }
        let at = doc.at(page.number);
        report.measure("L-04", "超出", at, over(doc, page));
        // Turned back, the upper edge is the left one of the sheet.
        report.measure("L-02", "表头一边的白边", at, top(doc, page) / MM);
        let lines = across(page);
        // The corners stand out by half a thickness on either side.
        let widths = lines.iter().map(|s| s.x1 - s.x0 - s.width);
        let widest = widths.fold(0.0, f64::max);
        report.measure("L-05", "表宽", at, widest / MM);
        let head = head_row(doc, page);
        if let Some((_, above)) = before.filter(|(p, _)| p.number + 1 == page.number) {
            report.holds("L-05", "续页的表头", at, above == head, head.clone());
        }
        before = Some((page, head));
    }
}

/// What the first row of the table on a page says.
fn head_row(doc: &Doc<'_>, page: &Page) -> String {
    let rules = across(page);
    let Some(top) = rules.first().map(|s| s.y0) else {
        return String::new();
    };
    let below = rules.iter().map(|s| s.y0).find(|y| *y > top + 2.0);
    let end = below.unwrap_or(Area::of(page).bottom);
    let inside = |l: &&Line<'_>| (top..end).contains(&l.base());
    let lines = doc.on(page.number).iter().filter(inside);
    lines.map(|l| l.words.as_str()).collect()
}
