//! Rules of documents that are tables in the main: sizes inside tables.

use super::lines::text_lines;
use super::{Doc, Report};

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    if !matches!(
        doc.kind,
        "indicators" | "tasks" | "annex" | "sheet" | "packet"
    ) {
        return;
    }
    for page in doc.pages {
        // Where there are strokes there is a table; its text is what stands
        // between the first and the last of them.
        let top = page
            .strokes
            .iter()
            .map(|s| s.y0)
            .fold(f64::INFINITY, f64::min);
        let bottom = page.strokes.iter().map(|s| s.y1).fold(0.0, f64::max);
        let inside = text_lines(page);
        let sizes = inside
            .iter()
            .filter(|line| line.base() > top && line.base() < bottom)
            .map(|line| line.size());
        let smallest = sizes.fold(f64::INFINITY, f64::min);
        if smallest.is_finite() {
            report.between("L-06", doc, page.number, smallest, (7.0, 23.0));
        }
    }
}
