//! Rules of every page of every document: paper, type area, faces, page numbers.

use std::collections::BTreeSet;

use super::lines::{BOTTOM, LEFT, Line, MM, RIGHT, TOP, lies, lines, text_lines};
use super::{Doc, Report};
use crate::make::pdf::Role;
use crate::make::pdf::measure::{Char, Page};

/// The type area of a lying page: top 28, bottom 26, left 35, right 37 mm (L-04).
const LYING: (f64, f64, f64, f64) = (35.0 * MM, 28.0 * MM, 260.0 * MM, 184.0 * MM);

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    report.count(doc.pages.len());
    let mut numbers = Vec::new();
    for page in doc.pages {
        paper(doc, report, page);
        faces(doc, report, page);
        if lies(page) {
            lying(doc, report, page);
        } else {
            upright(doc, report, page);
            numbers.extend(number(doc, report, page));
        }
        report.holds(
            "B-34",
            doc,
            page.number,
            page.images == 0,
            format!("{} 张图片", page.images),
        );
    }
    let heights: Vec<f64> = numbers.iter().map(|n| n.1).collect();
    if let (Some(first), Some(last)) = (
        heights.iter().copied().reduce(f64::min),
        heights.iter().copied().reduce(f64::max),
    ) {
        report.near("P-12", doc, 1, last - first, 0.0, 0.5);
    }
    let ordered = numbers.windows(2).all(|w| w[0].0 < w[1].0);
    // A batch begins anew with each of its members.
    let batch = doc.path.contains("/print/");
    if !numbers.is_empty() && !batch {
        let shown: Vec<String> = numbers.iter().map(|n| n.0.to_string()).collect();
        let own = numbers.iter().all(|(number, _, page)| number == page);
        // Packets and batches count their own pages; a circular counts from 1.
        let ok = ordered && (own || doc.kind != "notice");
        report.holds("N-05", doc, 1, ok, shown.join("、"));
    }
}

fn paper(doc: &Doc<'_>, report: &mut Report, page: &Page) {
    let (short, long) = (page.width.min(page.height), page.width.max(page.height));
    report.near("P-01", doc, page.number, short, 595.28, 0.5);
    report.near("P-01", doc, page.number, long, 841.89, 0.5);
}

/// Marks that may hang over the right edge, and those of a line's end.
fn hangs(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '”' | '》' | '）') || c.is_whitespace()
}

fn upright(doc: &Doc<'_>, report: &mut Report, page: &Page) {
    let found = text_lines(page);
    let inside = |line: &&Line<'_>| !line.chars.iter().all(|c| c.turned);
    let mut over: f64 = 0.0;
    for line in found.iter().filter(inside) {
        for c in line.chars.iter().filter(|c| !hangs(c.c)) {
            over = over.max(c.x1 - RIGHT).max(LEFT - c.x0);
        }
        over = over.max(line.bottom() - BOTTOM);
    }
    report.between("P-04", doc, page.number, over.max(0.0), (0.0, 1.0));
    let strokes = page
        .strokes
        .iter()
        .filter(|s| s.x1 - s.x0 > 50.0 && !s.curved);
    let (mut left, mut top) = (f64::INFINITY, f64::INFINITY);
    for stroke in strokes {
        (left, top) = (left.min(stroke.x0), top.min(stroke.y0));
    }
    for line in &found {
        (left, top) = (left.min(line.x0()), top.min(line.top()));
    }
    // The first page begins lower, and the colophon's page may hold nothing else.
    let colophon = page.number == doc.pages.len() && top > TOP + 100.0;
    if doc.kind == "notice" && !found.is_empty() {
        // A page of indented lines only shows no edge.
        if left < LEFT + 10.0 {
            report.near("P-03", doc, page.number, left, LEFT, 2.83);
        }
        if page.number > 1 && !colophon {
            report.near("P-02", doc, page.number, top, TOP, 2.83);
        }
    }
}

fn lying(doc: &Doc<'_>, report: &mut Report, page: &Page) {
    let (left, top, right, bottom) = LYING;
    let mut over: f64 = 0.0;
    for c in page.chars.iter().filter(|c| !c.turned && !hangs(c.c)) {
        over = over.max(left - c.x0).max(c.x1 - right);
        over = over
            .max(top - (c.base - 0.88 * c.size))
            .max(c.base + 0.12 * c.size - bottom);
    }
    report.between("L-04", doc, page.number, over.max(0.0), (0.0, 1.0));
    let widest = page.strokes.iter().map(|s| s.x1 - left).fold(0.0, f64::max);
    report.between("L-05", doc, page.number, widest, (0.0, 638.8));
    // The page number is turned with the sheet: it reads down the page, and turned
    // back it stands where it does on an upright page.
    let number: Vec<&Char> = page.chars.iter().filter(|c| c.turned).collect();
    if let (Some(first), Some(last)) = (number.first(), number.last()) {
        // Turning back: x of the upright page is y here, and y is width − x.
        let base = page.width - first.x0;
        report.near("L-01", doc, page.number, base, baseline(), 1.5 * MM);
        report.holds(
            "L-02",
            doc,
            page.number,
            first.x0 < left,
            "页码在左，表头在上，转正后表头朝左",
        );
        report.holds("L-03", doc, page.number, first.turned, "逆时针 90°");
        let sizes = [first.size, last.size];
        for size in sizes {
            report.between("N-01", doc, page.number, size, (13.7, 14.1));
        }
    }
}

/// Where the baseline of a page number is: the top of its dash is 7 mm under the
/// type area, and hangs 0.41 em over the baseline.
fn baseline() -> f64 {
    BOTTOM + 7.0 * MM + 0.41 * 14.0
}

/// The page number of an upright page: its value, baseline and page.
fn number(doc: &Doc<'_>, report: &mut Report, page: &Page) -> Option<(usize, f64, usize)> {
    let all = lines(page);
    let found = all.iter().find(|l| l.is_number() && l.base() > BOTTOM);
    let empty = text_lines(page).is_empty() && page.strokes.is_empty();
    if empty {
        report.holds("N-06", doc, page.number, found.is_none(), "空白页");
    }
    let line = found?;
    let words = line.words();
    let digits: String = words.trim_matches('—').to_owned();
    report.between("N-01", doc, page.number, line.size(), (13.7, 14.1));
    let face = line.chars.iter().filter(|c| c.c.is_ascii_digit());
    for c in face {
        let ok = is_face(doc, c, Role::Song);
        report.holds(
            "N-01",
            doc,
            page.number,
            ok,
            format!("{} {:.2}", c.family, c.size),
        );
    }
    report.holds(
        "N-02",
        doc,
        page.number,
        words == format!("—{digits}—"),
        line.text(),
    );
    let dash = line.base() - 0.41 * line.size();
    report.near("N-03", doc, page.number, (dash - BOTTOM) / MM, 7.0, 1.5);
    let value: usize = digits.parse().ok()?;
    let away = if value % 2 == 1 {
        RIGHT - line.x1()
    } else {
        line.x0() - LEFT
    };
    report.between("N-04", doc, page.number, away, (14.0, 16.0));
    Some((value, line.base(), page.number))
}

/// Whether a character is of the face that plays `role`; digits and Latin letters
/// may be of the Latin face, and rare characters of the supplement.
pub(super) fn is_face(doc: &Doc<'_>, c: &Char, role: Role) -> bool {
    let stand_in = doc.stand_ins.iter().find(|s| s.role == role);
    let own = stand_in.is_some_and(|s| s.family.starts_with(c.family.as_str()));
    let heavy = role != Role::Biaosong || c.weight >= 600 || c.c.is_ascii() || !own;
    own && heavy || c.c.is_ascii() && c.family == LATIN || c.family == SUPPLEMENT
}

/// The shipped faces for Latin letters and digits, and for characters that the
/// main faces lack.
const LATIN: &str = "Liberation Serif";
const SUPPLEMENT: &str = "Gongwen Kai Ext";

fn faces(doc: &Doc<'_>, report: &mut Report, page: &Page) {
    let declared = |family: &str| {
        family == LATIN
            || family == SUPPLEMENT
            || doc.stand_ins.iter().any(|s| s.family.starts_with(family))
    };
    let used: BTreeSet<&str> = page.chars.iter().map(|c| c.family.as_str()).collect();
    let strange: Vec<&str> = used.into_iter().filter(|f| !declared(f)).collect();
    let ok = strange.is_empty();
    let words = if ok {
        "都已申报".to_owned()
    } else {
        strange.join("、")
    };
    report.holds("P-10", doc, page.number, ok, words);
    for c in &page.chars {
        if !c.ink_colour.is_black() && doc.kind == "notice" {
            let red = c.ink_colour.is_red() || doc.sealed;
            report.holds("P-11", doc, page.number, red, format!("{:?}", c.ink_colour));
        }
        // Quotes and dashes that a Latin face has too.
        if matches!(c.c, '“' | '”' | '‘' | '’' | '…' | '—') {
            report.holds(
                "X-05",
                doc,
                page.number,
                c.family != LATIN || is_dash_of_number(c),
                c.c.to_string(),
            );
        }
    }
    for line in lines(page).iter().filter(|l| !l.is_number()) {
        spacing(doc, report, line);
    }
}

/// The dashes beside a page number are of the face of its digits.
fn is_dash_of_number(c: &Char) -> bool {
    c.c == '—' && c.base > BOTTOM
}

fn spacing(doc: &Doc<'_>, report: &mut Report, line: &Line<'_>) {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut spaces = 0;
    let mut half = 0;
    for w in line.chars.windows(3) {
        let (a, b, c) = (w[0].c, w[1].c, w[2].c);
        let edge = han(a) && c.is_ascii_digit() || a.is_ascii_digit() && han(c);
        spaces += usize::from(b == ' ' && edge);
        half += usize::from(matches!(b, ',' | ';' | ':' | '(' | ')') && han(a) && han(c));
    }
    report.holds("X-02", doc, line.page, spaces == 0, format!("{spaces} 处"));
    report.holds("X-03", doc, line.page, half == 0, format!("{half} 处"));
}
