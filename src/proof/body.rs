//! The body of a circular: its grid, face, indents and last lines (5.2, 7.3.3).

use crate::proof::doc::family;
use crate::proof::levels::{headed, heading};
use crate::proof::lines::{Area, CHAR, LEFT, LINES, Line, PITCH};
use crate::proof::{Circular, Doc, Report, colours};
use crate::render::pdf::Role;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>) {
    let body: Vec<&str> = doc.list("/body").filter_map(|v| v.as_str()).collect();
    let headed = headed(&body);
    for (i, (words, lines)) in body.iter().zip(&circular.paragraphs).enumerate() {
        let found = format!("第 {} 段", i + 1);
        report.holds("B-09", "文字", doc.at(1), lines.is_some(), found);
        let lines = lines.clone().unwrap_or_default();
        let head = heading(words).filter(|_| headed[i]);
        one(doc, report, head.map_or(0, |h| h.length), &doc.text[lines]);
    }
    // A source that is one table alone has no body to show.
    if !circular.paragraphs.is_empty() {
        let shown = circular.body_on(doc, 1).count();
        report.measure("B-08", "首页的正文", doc.at(1), shown as f64);
    }
    full_pages(doc, report, circular, &body);
}

/// One paragraph, which begins with a heading of `head` characters.
fn one(doc: &Doc<'_>, report: &mut Report, head: usize, lines: &[Line<'_>]) {
    faces(doc, report, head, lines);
    for (i, line) in lines.iter().enumerate() {
        let at = doc.at(line.page);
        let (name, indent) = if i == 0 {
            ("首行左空", 2.0)
        } else {
            ("回行左空", 0.0)
        };
        report.measure("B-09", name, at, (line.x0() - LEFT) / CHAR);
        if i + 1 < lines.len() {
            let ems: f64 = line.chars.iter().map(|c| (c.x1 - c.x0) / c.size).sum();
            report.measure("P-07", "满行", at, ems + indent);
            let area = doc.page_of(line).map(Area::of);
            if let Some(area) = area {
                report.measure("P-07", "行末距版心右边", at, area.right - line.x1());
            }
        }
    }
    for pair in lines.windows(2).filter(|w| w[0].page == w[1].page) {
        let pitch = pair[1].base() - pair[0].base();
        report.measure("P-06", "行距", doc.at(pair[0].page), pitch);
    }
    if let [_, .., last] = lines {
        let han = last.words.chars().filter(|c| !"，。；：、”）".contains(*c));
        report.measure("B-14", "末行", doc.at(last.page), han.count() as f64);
    }
}

/// 仿宋, but for the heading at its head.
fn faces(doc: &Doc<'_>, report: &mut Report, mut head: usize, lines: &[Line<'_>]) {
    for line in lines {
        let at = doc.at(line.page);
        let sizes = line.visible().map(|c| c.size);
        let (least, most) = sizes.fold((f64::INFINITY, 0.0_f64), |(a, b), s| (a.min(s), b.max(s)));
        report.measure("P-09", "字号", at, least);
        report.measure("P-09", "字号", at, most);
        let mut text = line.visible().skip(head);
        let strange = text.find(|c| !doc.is_face(c, Role::Fang));
        let found = strange.map_or_else(|| family(line), |c| c.family.clone());
        report.holds("P-09", "字体", at, strange.is_none(), found);
        let light = line.visible().map(|c| colours::brightness(c.ink_colour));
        report.measure("P-09", "明度", at, light.fold(0.0, f64::max));
        head = head.saturating_sub(line.words.chars().count());
    }
}

/// P-06: a page that is all body has 22 lines. The page before that of the signature may
/// lack those on which the last paragraph and the signature together found no room: the
/// signature does not stand alone (7.3.5.5). Nor does a heading at the foot of a page: the
/// line on which it would is left blank.
fn full_pages(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>, body: &[&str]) {
    let headings = body.iter().zip(&circular.paragraphs);
    let headings = headings.filter(|(words, _)| !words.contains('。') && heading(words).is_some());
    let headings: Vec<usize> = headings
        .filter_map(|(_, l)| Some(l.as_ref()?.start))
        .collect();
    for page in doc.pages {
        let lines = circular.body_on(doc, page.number).count();
        let all_body = lines > 0 && lines == doc.on(page.number).len();
        let goes_on = circular.body_on(doc, page.number + 1).next().is_some();
        if all_body && goes_on {
            let over = gone_over(doc, circular, page.number + 1).unwrap_or(0.0);
            let next = doc.on(page.number + 1).first();
            let is_next = |at: &usize| {
                let line = doc.text.get(*at);
                line.zip(next).is_some_and(|(a, b)| std::ptr::eq(a, b))
            };
            let over = over + f64::from(u8::from(headings.iter().any(is_next)));
            let whole = (lines as f64).max((lines as f64 + over).min(LINES));
            report.measure("P-06", "满页", doc.at(page.number), whole);
        }
    }
}

/// How many lines the last paragraph and what closes the circular take on a page beside its
/// first line, if the page begins with that paragraph.
fn gone_over(doc: &Doc<'_>, circular: &Circular<'_>, page: usize) -> Option<f64> {
    let last = circular.paragraphs.last()?.as_ref()?;
    let first = doc.text.get(last.start).filter(|l| l.page == page)?;
    let is_first = doc.on(page).first().is_some_and(|l| std::ptr::eq(l, first));
    let end = circular.end() + usize::from(doc.str("/publicity").is_some());
    let end = doc
        .text
        .get(end.checked_sub(1)?)
        .filter(|l| l.page == page)?;
    is_first.then(|| ((end.base() - first.base()) / PITCH).round())
}
