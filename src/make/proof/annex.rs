//! Annexes: their labels, titles and pages (7.3.7, 8).

use super::head::shape;
use super::lines::{LEFT, MM, PITCH, TOP, find, lies, text_lines};
use super::page::is_face;
use super::{Doc, Report};
use crate::make::pdf::Role;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    let listed = doc.data.pointer("/attachments").and_then(|v| v.as_array());
    // In a circular annexes are bound in; alone each carries the number.
    let bound = doc.kind == "notice";
    let annexes = match doc.kind {
        "notice" => doc.data.get("annexes").and_then(|v| v.as_array()),
        _ => None,
    };
    let alone = matches!(doc.kind, "indicators" | "tasks" | "annex").then_some(doc.data);
    for annex in annexes.into_iter().flatten().chain(alone) {
        let view = annex.get("view");
        let text = |field: &str| view.and_then(|v| v.get(field)).and_then(|v| v.as_str());
        let (Some(label), Some(title)) = (text("label"), text("title")) else {
            continue;
        };
        if label.is_empty() {
            continue;
        }
        let number = text("notice").map(str::to_owned).or_else(|| {
            let number = view.and_then(|v| v.pointer("/notice/number"));
            number.and_then(|v| v.as_str()).map(str::to_owned)
        });
        let printed = if bound {
            label.to_owned()
        } else {
            format!("{}{label}", number.unwrap_or_default())
        };
        one(doc, report, &printed, title, bound);
        if let (Some(listed), true) = (listed, bound) {
            let same = listed
                .iter()
                .any(|a| a.get("title").and_then(|t| t.as_str()) == Some(title));
            report.holds("A-05", doc, 1, same, title);
        }
    }
}

fn one(doc: &Doc<'_>, report: &mut Report, label: &str, title: &str, bound: bool) {
    let page = doc
        .pages
        .iter()
        .find(|p| text_lines(p).first().is_some_and(|l| l.words() == label));
    let begins = if bound { "A-01" } else { "A-07" };
    report.holds(
        begins,
        doc,
        page.map_or(1, |p| p.number),
        page.is_some(),
        label,
    );
    let Some(page) = page else { return };
    let lying = lies(page);
    let (left, top, centre) = if lying {
        (35.0 * MM, 28.0 * MM, (35.0 + 260.0) / 2.0 * MM)
    } else {
        (LEFT, TOP, (79.37 + 521.57) / 2.0)
    };
    let lines = text_lines(page);
    let first = &lines[0];
    report.near("A-02", doc, page.number, first.x0(), left, 1.0);
    report.near("A-02", doc, page.number, first.top(), top, 3.0);
    report.between("A-02", doc, page.number, first.size(), (15.7, 16.1));
    let face = first.chars.iter().all(|c| is_face(doc, c, Role::Hei));
    report.holds(
        "A-02",
        doc,
        page.number,
        face,
        first.chars[0].family.clone(),
    );
    if lying {
        report.near("A-08", doc, page.number, first.x0(), left, 1.0);
    }
    let Some(found) = find(std::slice::from_ref(page), title) else {
        report.holds(
            "A-03",
            doc,
            page.number,
            false,
            format!("找不到标题“{title}”"),
        );
        return;
    };
    report.near(
        "A-03",
        doc,
        page.number,
        found[0].top() - first.top(),
        2.0 * PITCH,
        8.0,
    );
    for line in &found {
        report.near("A-03", doc, page.number, line.centre() - centre, 0.0, 1.5);
        report.between("A-04", doc, page.number, line.size(), (20.9, 22.1));
    }
    if !lying {
        shape(doc, report, &found);
    }
    if bound {
        report.holds(
            "A-06",
            doc,
            page.number,
            page.number > 1,
            format!("第 {} 页", page.number),
        );
    }
}
