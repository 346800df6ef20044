//! Lying pages and the tables on them (8).

use crate::proof::lines::{Area, Line, MM, across, lies, tables};
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
        // A table goes on where nothing stands over it on the page.
        if let Some((_, above)) = before.filter(|(p, _)| p.number + 1 == page.number) {
            let first = doc.on(page.number).first();
            let top = lines.first().map(|s| s.y0);
            let goes_on = first
                .zip(top)
                .is_some_and(|(first, top)| first.base() > top);
            if goes_on {
                let head = head_row(doc, page, top);
                report.holds("L-05", "续页的表头", at, above == head, head);
            }
        }
        before = Some((page, head_row(doc, page, last_table(page))));
    }
}

/// Where the last table of a page begins.
fn last_table(page: &Page) -> Option<f64> {
    let mut sides = tables(page);
    sides.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut begin, mut end) = sides.first().copied()?;
    for (y0, y1) in sides {
        if y0 > end + 2.0 {
            begin = y0;
        }
        end = end.max(y1);
    }
    Some(begin)
}

/// What the first row of a table says, which begins at `top` on a page.
fn head_row(doc: &Doc<'_>, page: &Page, top: Option<f64>) -> String {
    let rules = across(page);
    let Some(top) = top else {
        return String::new();
    };
    let below = rules.iter().map(|s| s.y0).find(|y| *y > top + 2.0);
    let end = below.unwrap_or(Area::of(page).bottom);
    let inside = |l: &&Line<'_>| (top..end).contains(&l.base());
    let lines = doc.on(page.number).iter().filter(inside);
    lines.map(|l| l.words.as_str()).collect()
}
