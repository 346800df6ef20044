//! 版记: the lines, 抄送, 印发, and the page they stand on (7.4).

use crate::proof::doc::{family, standard};
use crate::proof::lines::{BOTTOM, LEFT, Line, MM, RIGHT, colophon_rules, squeezed};
use crate::proof::{Doc, Report};
use crate::render::pdf::Role;
use crate::render::pdf::measure::Stroke;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    let Some(page) = doc.pages.last() else { return };
    let at = doc.at(page.number);
    let old = doc.text.iter().filter(|l| is_old(&l.words)).count();
    report.measure("E-10", "主题词和印制份数", at, old as f64);
    let copies = doc.str("/copies_to");
    let printed = doc.str("/printed_by");
    let wanted = usize::from(copies.is_some()) + usize::from(printed.is_some());
    if wanted == 0 {
        return;
    }
    let rules = colophon_rules(page);
    let found = format!("末页 {} 条线", rules.len());
    report.holds("E-08", "版记在末页", at, rules.len() > 1, found);
    report.measure("E-08", "总页数除以 2 余", at, (page.number % 2) as f64);
    let [first, inner @ .., last] = &rules[..] else {
        return;
    };
    for stroke in &rules {
        report.measure("E-01", "宽", at, (stroke.x1 - stroke.x0) / MM);
        report.measure("E-01", "距版心左边", at, stroke.x0 - LEFT);
    }
    report.measure("E-02", "首末线", at, first.width / MM);
    report.measure("E-02", "首末线", at, last.width / MM);
    for stroke in inner {
        report.measure("E-02", "中间线", at, stroke.width / MM);
    }
    report.measure("E-03", "距版心下边", at, last.y0 - BOTTOM);
    let rows = rows(doc, &rules);
    let apart = rows.len() == wanted && rows.iter().all(|r| !r.is_empty());
    let found = format!("{} 条细线", inner.len());
    report.holds("E-07", "细线", at, apart, found);
    for row in rows.iter().filter_map(|row| row.first()) {
        report.measure("E-09", "左空", at, row.x0() - LEFT);
    }
    if let (Some(_), Some(row)) = (copies, rows.first()) {
        copies_to(doc, report, row);
    }
    if let (Some(by), Some(row)) = (printed, rows.last()) {
        printed_by(doc, report, by, row);
    }
}

/// What the standard of 1999 had there, and this one has not.
fn is_old(words: &str) -> bool {
    words.starts_with("主题词") || words.contains("共印") && words.ends_with('份')
}

/// What stands between the lines.
fn rows<'a, 'd>(doc: &'a Doc<'d>, rules: &[&Stroke]) -> Vec<Vec<&'a Line<'d>>> {
    let lines = doc.on(doc.pages.len());
    let row = |pair: &[&Stroke]| {
        let inside = |l: &&Line<'_>| (pair[0].y0..pair[1].y0).contains(&l.base());
        lines.iter().filter(inside).collect()
    };
    rules.windows(2).map(row).collect()
}

fn copies_to(doc: &Doc<'_>, report: &mut Report, lines: &[&Line<'_>]) {
    let Some(first) = lines.first() else { return };
    let words: String = lines.iter().map(|l| l.words.as_str()).collect();
    let at = doc.at(first.page);
    let label = words.starts_with(&standard().copies);
    report.holds("E-04", "标签", at, label, first.words.clone());
    report.holds("E-04", "末尾", at, words.ends_with('。'), words.clone());
    report.measure("E-04", "左空", at, first.x0() - LEFT);
    let behind = first.visible().nth(3).map_or(0.0, |c| c.x0);
    for (i, line) in lines.iter().enumerate() {
        report.measure("E-04", "字号", at, line.size());
        report.holds(
            "E-04",
            "字体",
            at,
            doc.is_set_in(line, Role::Fang),
            family(line),
        );
        if i > 0 {
            report.measure("E-04", "回行与冒号后首字相差", at, line.x0() - behind);
        }
        report.measure("E-04", "右空", at, RIGHT - line.x1());
    }
}

fn printed_by(doc: &Doc<'_>, report: &mut Report, by: &str, lines: &[&Line<'_>]) {
    let Some(line) = lines.first() else { return };
    let at = doc.at(line.page);
    let on = doc.str("/printed_on");
    let wanted = on.map_or_else(
        || by.to_owned(),
        |on| format!("{by}{on}{}", standard().printed),
    );
    let same = lines.len() == 1 && line.words == squeezed(&wanted);
    report.holds("E-06", "同一行", at, same, line.words.clone());
    report.measure("E-06", "字号", at, line.size());
    report.measure("E-06", "左空", at, line.x0() - LEFT);
    if on.is_some() {
        report.measure("E-06", "右空", at, RIGHT - line.x1());
    }
}
