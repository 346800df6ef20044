//! Page numbers (7.5, 6.2): — 1 —, under the type area, outside. Those of landscape pages are
//! rotated with the sheet, and are measured as they stand on it when it is rotated back (8).

use crate::proof::lines::{BOTTOM, LEFT, Line, MM, RIGHT, lies};
use crate::proof::{Doc, Report};
use crate::render::pdf::Role;
use crate::render::pdf::measure::Page;

/// How far a dash hangs over its baseline, in em.
const DASH: f64 = 0.41;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    let mut bases = Vec::new();
    let mut before: Option<&Page> = None;
    for page in doc.pages {
        let at = doc.at(page.number);
        let line = doc.number_on(page.number);
        // Blank faces bear no number, nor does 版记 that follows them.
        let blank = doc.is_blank(page);
        let behind = before.is_some_and(|p| doc.is_blank(p)) && doc.is_colophon(page);
        before = Some(page);
        let words = line.map_or("没有页码", |l| l.words.as_str());
        if blank {
            report.holds("N-06", "空白页", at, line.is_none(), words);
        } else if behind {
            report.holds("N-06", "空白页后的版记页", at, line.is_none(), words);
        } else if line.is_some() || !doc.is_cover(page) {
            report.holds("N-02", "有页码", at, line.is_some(), words);
        }
        let Some(line) = line else { continue };
        form(doc, report, line);
        if lies(page) {
            rotated(doc, report, page, line);
        } else {
            place(doc, report, page, line);
            bases.push(line.base());
        }
    }
    let lowest = bases.iter().copied().reduce(f64::max);
    let highest = bases.iter().copied().reduce(f64::min);
    if let (Some(lowest), Some(highest)) = (lowest, highest) {
        report.measure("P-12", "最高与最低相差", doc.at(1), lowest - highest);
    }
}

/// The number that a line states; none if it states none.
pub(super) fn value(line: &Line<'_>) -> Option<usize> {
    line.words.trim_matches('—').parse().ok()
}

fn form(doc: &Doc<'_>, report: &mut Report, line: &Line<'_>) {
    let at = doc.at(line.page);
    for c in line.visible() {
        report.measure("N-01", "字号", at, c.size);
        if c.c.is_ascii_digit() {
            let face = doc.is_face(c, Role::Song);
            report.holds("N-01", "字体", at, face, c.family.clone());
        }
    }
    let digits: String = line.words.chars().filter(char::is_ascii_digit).collect();
    let right = !digits.is_empty() && line.words == format!("—{digits}—");
    report.holds("N-02", "写法", at, right, line.words.clone());
    let stated = value(line).map_or_else(|| line.words.clone(), |v| v.to_string());
    let found = format!("第 {} 页上是 {stated}", line.page);
    report.holds(
        "N-05",
        "页码与页次",
        at,
        value(line) == Some(line.page),
        found,
    );
}

/// Where a number stands on an portrait page.
fn place(doc: &Doc<'_>, report: &mut Report, page: &Page, line: &Line<'_>) {
    let at = doc.at(page.number);
    let dash = line.base() - DASH * line.size();
    report.measure("N-03", "一字线距版心", at, (dash - BOTTOM) / MM);
    let outside = outside(page, line.x0(), line.x1());
    report.measure("N-04", "外侧空", at, outside);
}

/// The space between a number and the outer edge of the type area, in points.
fn outside(page: &Page, x0: f64, x1: f64) -> f64 {
    if page.number % 2 == 1 {
        RIGHT - x1
    } else {
        x0 - LEFT
    }
}

/// Where a number stands on a landscape page. Turned back, x of the portrait sheet is y here,
/// and y is the width less x.
fn rotated(doc: &Doc<'_>, report: &mut Report, page: &Page, line: &Line<'_>) {
    let at = doc.at(page.number);
    let visible: Vec<_> = line.visible().collect();
    let (Some(first), Some(last)) = (visible.first(), visible.last()) else {
        return;
    };
    let angle = (last.base - first.base).atan2(last.x0 - first.x0);
    report.measure("L-03", "页码的转角", at, angle.to_degrees());
    let dash = page.width - first.x0 - DASH * first.size;
    report.measure("L-01", "一字线距版心", at, (dash - BOTTOM) / MM);
    // A rotated character is known by its beginning. The dashes on both sides are of one
    // width, and the first reaches to what follows it.
    let dash = line.chars.get(1).map_or(0.0, |next| next.base - first.base);
    let outside = outside(page, first.base, last.base + dash);
    report.measure("L-01", "外侧空", at, outside);
}
