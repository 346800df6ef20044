//! Text of tables, in documents of every kind. A table is where lines go down the page.

use crate::proof::lines::tables;
use crate::proof::{Doc, Report};

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    for page in doc.pages {
        let tables = tables(page);
        let inside = |y: f64| {
            tables
                .iter()
                .any(|(top, bottom)| (*top..*bottom).contains(&y))
        };
        for line in doc.on(page.number) {
            if inside(line.base()) {
                report.measure("L-06", "字号", doc.at(page.number), line.size());
            }
        }
    }
}
