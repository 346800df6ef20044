//! The body of a circular, its list of attachments, and its signature (7.3).

use super::lines::{CHAR, LEFT, Line, PITCH, RIGHT, find, text_lines};
use super::page::is_face;
use super::{Doc, Report};
use crate::make::pdf::Role;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    let strings = |pointer: &str| -> Vec<String> {
        let values = doc.data.pointer(pointer).and_then(|v| v.as_array());
        let values = values.into_iter().flatten();
        values
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect()
    };
    let body = strings("/body");
    let mut last: Option<f64> = None;
    for (i, paragraph) in body.iter().enumerate() {
        let Some(lines) = find(doc.pages, paragraph) else {
            report.holds("B-09", doc, 1, false, format!("找不到第 {} 段", i + 1));
            continue;
        };
        if i == 0 {
            report.holds("B-08", doc, lines[0].page, lines[0].page == 1, "首页有正文");
        }
        one(doc, report, paragraph, &lines);
        last = lines.last().map(Line::base);
    }
    numbering(doc, report, &body);
    full_pages(doc, report, &body);
    attachments(doc, report, last);
    signature(doc, report, &body);
}

/// One paragraph: indent, faces, pitch, full lines, its last line.
fn one(doc: &Doc<'_>, report: &mut Report, paragraph: &str, lines: &[Line<'_>]) {
    // A heading ends at the first stop, and is no longer than a line and a half.
    let head = paragraph.split('。').next().unwrap_or_default();
    let short = head.chars().count() <= 40;
    let heading = |level: &str| match level {
        _ if !short => false,
        "一" => paragraph
            .split_once('、')
            .is_some_and(|(n, _)| han_number(n)),
        _ => paragraph
            .strip_prefix('（')
            .and_then(|r| r.split_once('）'))
            .is_some_and(|(n, _)| han_number(n)),
    };
    for (i, line) in lines.iter().enumerate() {
        let indent = if i == 0 { LEFT + 2.0 * CHAR } else { LEFT };
        report.near("B-09", doc, line.page, line.x0(), indent, 1.0);
        for c in &line.chars {
            report.between("P-09", doc, line.page, c.size, (15.7, 16.1));
            let role = [Role::Fang, Role::Hei, Role::Kai]
                .into_iter()
                .find(|r| is_face(doc, c, *r));
            report.holds(
                "P-09",
                doc,
                line.page,
                role.is_some() && c.ink_colour.is_black(),
                c.family.clone(),
            );
        }
        if i + 1 < lines.len() {
            // A full line: 28 characters, and the right end at the edge.
            let ems: f64 = line.chars.iter().map(|c| (c.x1 - c.x0) / c.size).sum();
            let indent = if i == 0 { 2.0 } else { 0.0 };
            report.between("P-07", doc, line.page, ems + indent, (26.9, 29.1));
            // Marks that hang are half a character at most.
            report.near("P-07", doc, line.page, line.x1(), RIGHT, CHAR / 2.0 + 2.0);
        }
    }
    for pair in lines.windows(2).filter(|w| w[0].page == w[1].page) {
        report.between(
            "P-06",
            doc,
            pair[0].page,
            pair[1].base() - pair[0].base(),
            (28.9, 29.7),
        );
    }
    if let (Some(line), true) = (lines.last(), lines.len() > 1) {
        let count = line
            .words()
            .chars()
            .filter(|c| !"，。；：、”）".contains(*c))
            .count();
        report.holds(
            "B-14",
            doc,
            line.page,
            count >= 2,
            format!("末行 {count} 字"),
        );
    }
    if let Some(first) = lines.first().and_then(|l| l.chars.first()) {
        let page = lines[0].page;
        for (level, role, rule) in [("一", Role::Hei, "B-11"), ("（一）", Role::Kai, "B-11")] {
            if heading(level) {
                report.holds(
                    rule,
                    doc,
                    page,
                    is_face(doc, first, role),
                    first.family.clone(),
                );
                report.holds("B-12", doc, page, true, level);
            }
        }
    }
}

fn han_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十百".contains(c))
}

/// B-10: a deeper level only under a higher one that is in use.
fn numbering(doc: &Doc<'_>, report: &mut Report, body: &[String]) {
    let level = |text: &str| {
        if text.split_once('、').is_some_and(|(n, _)| han_number(n)) {
            Some(1)
        } else if text.starts_with('（')
            && text
                .split_once('）')
                .is_some_and(|(n, _)| han_number(&n[3..]))
        {
            Some(2)
        } else {
            None
        }
    };
    let levels: Vec<u32> = body.iter().filter_map(|t| level(t)).collect();
    if let Some(first) = levels.first() {
        let ok = levels.iter().all(|l| l >= first);
        report.holds("B-10", doc, 1, ok, format!("{levels:?}"));
    }
}

/// P-06: a page that is all body has 22 lines. The page before that of the signature may
/// lack those on which the last paragraph and the signature together found no room: the
/// signature does not stand alone (7.3.5.5).
fn full_pages(doc: &Doc<'_>, report: &mut Report, body: &[String]) {
    let whole: String = body.concat();
    for page in doc.pages {
        let lines = text_lines(page);
        let all_body = lines.iter().all(|l| whole.contains(&l.words()));
        if all_body && lines.len() > 15 {
            let next = doc.pages.get(page.number).map(text_lines);
            let next = next.unwrap_or_default();
            let goes_on = next.first().is_some_and(|l| whole.contains(&l.words()));
            if goes_on {
                let together = gone_over(doc, body, &next).unwrap_or(1.0);
                let least = 22.0 - (together - 1.0);
                report.between("P-06", doc, page.number, lines.len() as f64, (least, 22.0));
            }
        }
    }
}

/// How many lines the last paragraph and what closes the letter take on the page that
/// begins with them; none where it does not.
fn gone_over(doc: &Doc<'_>, body: &[String], page: &[Line<'_>]) -> Option<f64> {
    let (first, last) = (page.first()?, body.last()?);
    if !last.starts_with(&first.words()) {
        return None;
    }
    let text = |pointer: &str| doc.data.pointer(pointer).and_then(|v| v.as_str());
    let closes = [text("/publicity"), text("/notice/date")];
    let is_close = |line: &&Line<'_>| {
        let mut closes = closes.iter().flatten();
        closes.any(|words| line.words().contains(*words))
    };
    let end = page.iter().rev().find(is_close)?;
    Some(((end.base() - first.base()) / PITCH).round() + 1.0)
}

fn attachments(doc: &Doc<'_>, report: &mut Report, last: Option<f64>) {
    let values = doc.data.pointer("/attachments").and_then(|v| v.as_array());
    let list: Vec<(u64, String)> = values
        .into_iter()
        .flatten()
        .filter_map(|v| {
            Some((
                v.get("number")?.as_u64()?,
                v.get("title")?.as_str()?.to_owned(),
            ))
        })
        .collect();
    let many = list.len() > 1;
    for (i, (number, title)) in list.iter().enumerate() {
        let label = if i == 0 { "附件：" } else { "" };
        let mark = if many {
            format!("{number}.")
        } else {
            String::new()
        };
        let Some(lines) = find(doc.pages, &format!("{label}{mark}{title}")) else {
            report.holds(
                "B-21",
                doc,
                1,
                false,
                format!("找不到附件说明“{mark}{title}”"),
            );
            continue;
        };
        report.holds("B-21", doc, lines[0].page, true, format!("{label}{mark}"));
        let marks = title
            .chars()
            .next_back()
            .is_some_and(|c| "，。；、：".contains(c));
        report.holds("B-22", doc, lines[0].page, !marks, "末尾没有标点");
        let quoted = title.starts_with('《') && title.ends_with('》');
        report.holds("B-24", doc, lines[0].page, !quoted, "没有书名号");
        let first = &lines[0];
        if i == 0 {
            report.near("B-20", doc, first.page, first.x0(), LEFT + 2.0 * CHAR, 1.0);
            if let Some(last) = last.filter(|l| *l < first.base()) {
                report.near(
                    "B-20",
                    doc,
                    first.page,
                    first.base() - last,
                    2.0 * PITCH,
                    3.0,
                );
            }
        } else {
            report.near("B-21", doc, first.page, first.x0(), LEFT + 5.0 * CHAR, 1.5);
        }
        let skip = label.chars().count() + mark.chars().count();
        let name = first
            .chars
            .iter()
            .filter(|c| !c.c.is_whitespace())
            .nth(skip);
        for line in &lines[1..] {
            if let Some(name) = name {
                report.near("B-23", doc, line.page, line.x0(), name.x0, 1.0);
            }
        }
    }
}

fn signature(doc: &Doc<'_>, report: &mut Report, body: &[String]) {
    let text = |pointer: &str| doc.data.pointer(pointer).and_then(|v| v.as_str());
    let agency = text("/notice/agency").unwrap_or_default();
    let date = text("/notice/date").unwrap_or_default();
    let plain = |t: &str| {
        t.split_once('年').is_some_and(|(year, rest)| {
            year.len() == 4
                && !rest.starts_with('0')
                && !rest.contains("月0")
                && rest.ends_with('日')
        })
    };
    report.holds("B-38", doc, 1, plain(date), date);
    report.holds("X-06", doc, 1, plain(date), date);
    let Some(signed) = find(doc.pages, &format!("{agency}{date}")) else {
        report.holds("B-35", doc, 1, false, "找不到署名和成文日期");
        return;
    };
    let (name, day) = (&signed[0], &signed[signed.len() - 1]);
    let whole = body.concat();
    let page = &doc.pages[name.page - 1];
    let beside = text_lines(page)
        .iter()
        .filter(|l| whole.contains(&l.words()))
        .count();
    report.holds(
        "B-39",
        doc,
        name.page,
        beside > 0,
        format!("同页有正文 {beside} 行"),
    );
    if doc.sealed {
        report.near("B-30", doc, day.page, RIGHT - day.x1(), 4.0 * CHAR, 2.0);
        report.near(
            "B-31",
            doc,
            day.page,
            name.centre() - day.centre(),
            0.0,
            1.0,
        );
        ring(doc, report, name, day);
        return;
    }
    if day.x1() - day.x0() <= name.x1() - name.x0() {
        report.near("B-35", doc, name.page, RIGHT - name.x1(), 2.0 * CHAR, 2.0);
    } else {
        report.near("B-35", doc, day.page, RIGHT - day.x1(), 2.0 * CHAR, 2.0);
    }
    report.near("B-35", doc, day.page, day.x0() - name.x0(), 2.0 * CHAR, 2.0);
    if let Some(note) = text("/publicity") {
        match find(doc.pages, &format!("（{note}）")) {
            Some(lines) => {
                report.near(
                    "B-40",
                    doc,
                    lines[0].page,
                    lines[0].x0(),
                    LEFT + 2.0 * CHAR,
                    1.0,
                );
            }
            None => report.holds("B-40", doc, 1, false, "找不到附注"),
        }
    }
}

/// The ring that stands where the seal goes.
fn ring(doc: &Doc<'_>, report: &mut Report, name: &Line<'_>, day: &Line<'_>) {
    let page = &doc.pages[day.page - 1];
    let Some(ring) = page.strokes.iter().find(|s| s.curved && s.x1 - s.x0 > 50.0) else {
        report.holds("B-32", doc, day.page, false, "没有占位圈");
        return;
    };
    let centre = (ring.x0 + ring.x1) / 2.0;
    report.near("B-32", doc, day.page, centre - day.centre(), 0.0, 2.0);
    let covers = ring.y0 < name.top() && ring.y1 > day.bottom();
    report.holds("B-32", doc, day.page, covers, "圈住署名和日期");
    report.near(
        "B-33",
        doc,
        day.page,
        (ring.x1 - ring.x0) * 25.4 / 72.0,
        45.0,
        0.5,
    );
}
