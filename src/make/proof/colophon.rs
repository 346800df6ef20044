//! 版记: the lines, 抄送, 印发, and the page they stand on (7.4).

use super::lines::{BOTTOM, LEFT, MM, RIGHT, find, text_lines};
use super::page::is_face;
use super::{Doc, Report};
use crate::make::pdf::Role;
use crate::make::pdf::measure::Stroke;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    let text = |pointer: &str| doc.data.pointer(pointer).and_then(|v| v.as_str());
    let Some(page) = doc.pages.last() else { return };
    let words: String = doc
        .pages
        .iter()
        .flat_map(text_lines)
        .map(|l| l.words())
        .collect();
    let old = ["主题词", "共印"]
        .iter()
        .filter(|w| words.contains(**w))
        .count();
    report.holds("E-10", doc, page.number, old == 0, format!("{old} 处"));
    let (Some(by), Some(on)) = (text("/printed_by"), text("/printed_on")) else {
        return;
    };
    report.holds(
        "E-08",
        doc,
        page.number,
        page.number.is_multiple_of(2),
        format!("共 {} 页", page.number),
    );
    let mut rules: Vec<&Stroke> = page
        .strokes
        .iter()
        .filter(|s| s.y1 - s.y0 < 1.0 && s.x1 - s.x0 > 200.0 && s.y0 > 500.0)
        .collect();
    rules.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    for stroke in &rules {
        report.near(
            "E-01",
            doc,
            page.number,
            stroke.x1 - stroke.x0,
            RIGHT - LEFT,
            1.0,
        );
        report.near("E-01", doc, page.number, stroke.x0, LEFT, 1.0);
    }
    if let [first, inner @ .., last] = &rules[..] {
        report.near("E-02", doc, page.number, first.width / MM, 0.35, 0.05);
        report.near("E-02", doc, page.number, last.width / MM, 0.35, 0.05);
        for stroke in inner {
            report.near("E-02", doc, page.number, stroke.width / MM, 0.25, 0.05);
        }
        report.near("E-03", doc, page.number, last.y0, BOTTOM, 1.5);
        let wanted = usize::from(text("/copies_to").is_some());
        report.holds(
            "E-07",
            doc,
            page.number,
            inner.len() >= wanted,
            format!("{} 条细线", inner.len()),
        );
    } else {
        report.holds(
            "E-01",
            doc,
            page.number,
            false,
            format!("{} 条线", rules.len()),
        );
    }
    if let Some(copies) = text("/copies_to") {
        copies_to(doc, report, copies);
    }
    match find(doc.pages, &format!("{by}{on}印发")) {
        Some(lines) if lines.len() == 1 => {
            let line = &lines[0];
            report.between("E-06", doc, line.page, line.x0() - LEFT, (13.0, 16.5));
            report.between("E-06", doc, line.page, RIGHT - line.x1(), (13.0, 16.5));
            report.between("E-09", doc, line.page, line.x0() - LEFT, (13.0, 16.5));
            report.between("E-04", doc, line.page, line.size(), (13.7, 14.1));
        }
        _ => report.holds("E-06", doc, page.number, false, "找不到印发机关和日期"),
    }
}

fn copies_to(doc: &Doc<'_>, report: &mut Report, copies: &str) {
    let Some(lines) = find(doc.pages, &format!("抄送：{copies}")) else {
        report.holds("E-04", doc, doc.pages.len(), false, "找不到抄送机关");
        return;
    };
    let behind = lines[0]
        .chars
        .iter()
        .filter(|c| !c.c.is_whitespace())
        .nth(3)
        .map(|c| c.x0);
    for (i, line) in lines.iter().enumerate() {
        report.between("E-04", doc, line.page, line.size(), (13.7, 14.1));
        let face = line.chars.iter().all(|c| is_face(doc, c, Role::Fang));
        report.holds("E-04", doc, line.page, face, format!("{:.2}", line.size()));
        if i == 0 {
            report.between("E-04", doc, line.page, line.x0() - LEFT, (13.0, 16.5));
        } else if let Some(behind) = behind {
            report.near("E-04", doc, line.page, line.x0(), behind, 1.0);
        }
        report.between("E-04", doc, line.page, RIGHT - line.x1(), (6.0, 450.0));
    }
    report.holds(
        "E-04",
        doc,
        lines[0].page,
        copies.ends_with('。'),
        "句号结尾",
    );
}
