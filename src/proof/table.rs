//! Text of tables, in documents of every kind. A table is where lines go down the page.

use crate::proof::lines::tables;
use crate::proof::{Doc, Report};
use crate::render::pdf::crowd::{Glyph, Side, leaving, overlapping};
use crate::render::pdf::measure::Page;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    for page in doc.pages {
        let at = doc.at(page.number);
        let tables = tables(page);
        let inside = |y: f64| {
            tables
                .iter()
                .any(|(top, bottom)| (*top..*bottom).contains(&y))
        };
        for line in doc.on(page.number) {
            if inside(line.base()) {
                report.measure("L-06", "字号", at, line.size());
            }
        }
        let mut glyphs = glyphs(page);
        let over = overlapping(&mut glyphs).len();
        report.measure("L-08", "字压字", at, over as f64);
        if !tables.is_empty() {
            let out = leaving(&glyphs, &sides(page)).len();
            report.measure("L-08", "字出格", at, out as f64);
        }
    }
}

fn glyphs(page: &Page) -> Vec<Glyph> {
    let upright = page.chars.iter().filter(|c| !c.rotated);
    let glyph = upright.map(|c| Glyph {
        c: c.c,
        x0: c.x0,
        x1: c.x1,
        base: c.base,
        size: c.size,
        run: 0,
    });
    glyph.collect()
}

fn sides(page: &Page) -> Vec<Side> {
    let down = page.strokes.iter();
    let down = down.filter(|s| !s.curved && s.x1 - s.x0 < 1.0 && s.y1 - s.y0 > 1.0);
    let side = down.map(|s| Side {
        x: (s.x0 + s.x1) / 2.0,
        y0: s.y0,
        y1: s.y1,
    });
    side.collect()
}
