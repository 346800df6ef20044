//! 版头 of a circular: masthead, document number, red line (7.2).

use super::lines::{CHAR, LEFT, Line, MM, PITCH, RIGHT, find};
use super::page::is_face;
use super::{Doc, Report};
use crate::make::pdf::Role;
use crate::make::pdf::measure::Stroke;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report) {
    let text = |pointer: &str| doc.data.pointer(pointer).and_then(|v| v.as_str());
    let Some(first) = doc.pages.first() else {
        return;
    };
    let masthead = text("/masthead").unwrap_or_default();
    let number = text("/notice/number").unwrap_or_default();
    let line = find(doc.pages, masthead).filter(|l| l.len() == 1);
    report.holds("H-05", doc, 1, line.is_some(), masthead);
    let above = line.and_then(|mut lines| lines.pop());
    if let Some(line) = &above {
        masthead_rules(doc, report, line);
    }
    let number_line = find(doc.pages, number).and_then(|mut l| (l.len() == 1).then(|| l.remove(0)));
    if let (Some(above), Some(line)) = (&above, &number_line) {
        let ink = above.chars.iter().map(|c| c.ink.1).fold(0.0, f64::max);
        report.between("H-09", doc, 1, line.top() - ink, (52.0, 66.0));
        report.holds(
            "H-09",
            doc,
            1,
            line.is_centred(),
            format!("居中偏 {:.2}", off_centre(line)),
        );
    }
    report.holds("H-10", doc, 1, is_number(number), number);
    let red: Vec<&Stroke> = first.strokes.iter().filter(|s| is_red_line(s)).collect();
    report.holds(
        "P-11",
        doc,
        1,
        !red.is_empty(),
        format!("{} 条红线", red.len()),
    );
    if let (Some(stroke), Some(line)) = (red.first(), &number_line) {
        report.near("H-12", doc, 1, stroke.x1 - stroke.x0, RIGHT - LEFT, 1.0);
        report.near("H-12", doc, 1, stroke.y0 - line.bottom(), 4.0 * MM, 1.5);
        report.between("H-13", doc, 1, stroke.width / MM, (0.35, 0.55));
    } else {
        report.holds("H-12", doc, 1, false, "没有红色分隔线");
    }
    title(doc, report, red.first().copied());
}

fn off_centre(line: &Line<'_>) -> f64 {
    (line.centre() - (LEFT + RIGHT) / 2.0).abs()
}

fn masthead_rules(doc: &Doc<'_>, report: &mut Report, line: &Line<'_>) {
    let ink = line
        .chars
        .iter()
        .map(|c| c.ink.0)
        .fold(f64::INFINITY, f64::min);
    report.near("H-06", doc, 1, ink / MM, 72.0, 1.5);
    let off = line.centre() - (LEFT + RIGHT) / 2.0;
    report.near("H-06", doc, 1, off, 0.0, 1.5);
    let face = line.chars.iter().all(|c| is_face(doc, c, Role::Biaosong));
    let red = line.chars.iter().all(|c| c.ink_colour.is_red());
    report.holds(
        "H-07",
        doc,
        1,
        face && red,
        format!("字体{}，颜色{}", yes(face), yes(red)),
    );
    report.between(
        "H-08",
        doc,
        1,
        line.x1() - line.x0(),
        (0.0, RIGHT - LEFT + 1.0),
    );
}

fn yes(ok: bool) -> &'static str {
    if ok { "合" } else { "不合" }
}

fn is_red_line(stroke: &Stroke) -> bool {
    stroke.colour.is_red() && stroke.y1 - stroke.y0 < 3.0 && stroke.x1 - stroke.x0 > 100.0
}

/// `机关代字〔2017〕15号`
fn is_number(text: &str) -> bool {
    let parts = text
        .split_once('〔')
        .and_then(|(agency, rest)| Some((agency, rest.split_once('〕')?)));
    parts.is_some_and(|(agency, (year, serial))| {
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        let serial = serial.strip_suffix('号').unwrap_or("");
        !agency.is_empty()
            && !agency.chars().any(|c| c.is_ascii())
            && year.len() == 4
            && digits(year)
            && digits(serial)
            && !serial.starts_with('0')
    })
}

fn title(doc: &Doc<'_>, report: &mut Report, red: Option<&Stroke>) {
    let title = doc
        .data
        .pointer("/notice/title")
        .and_then(|v| v.as_str())
        .unwrap_or_default();
    let Some(lines) = find(doc.pages, title) else {
        report.holds("B-01", doc, 1, false, "找不到标题");
        return;
    };
    for line in &lines {
        report.between("B-01", doc, line.page, line.size(), (20.9, 22.1));
        let face = line.chars.iter().all(|c| is_face(doc, c, Role::Biaosong));
        report.holds("B-01", doc, line.page, face, format!("{:.2}", line.size()));
        report.holds(
            "B-02",
            doc,
            line.page,
            line.is_centred(),
            format!("居中偏 {:.2}", off_centre(line)),
        );
    }
    if let (Some(red), Some(first)) = (red, lines.first()) {
        report.between("B-02", doc, 1, first.top() - red.y1, (52.0, 66.0));
    }
    shape(doc, report, &lines);
    let odd = title
        .chars()
        .filter(|c| c.is_whitespace() || "，。；：！？".contains(*c));
    let odd = odd.count();
    report.holds("B-05", doc, 1, odd == 0, format!("{odd} 处"));
    addressees(doc, report, lines.last());
}

/// B-03 and B-04 for the lines of a title.
pub(super) fn shape(doc: &Doc<'_>, report: &mut Report, lines: &[Line<'_>]) {
    let widths: Vec<f64> = lines.iter().map(|l| l.x1() - l.x0()).collect();
    let steps: Vec<f64> = widths.windows(2).map(|w| w[1] - w[0]).collect();
    let page = lines.first().map_or(1, |l| l.page);
    if !steps.is_empty() {
        let turn = steps.iter().position(|s| *s < 0.0).unwrap_or(steps.len());
        let one_way = steps[turn..].iter().all(|s| *s < 0.0);
        let unequal = steps.iter().all(|s| s.abs() > 5.0);
        let begins = lines
            .iter()
            .any(|l| l.text().starts_with(['的', '、', '，']));
        let ok = one_way && unequal && !begins;
        let shown: Vec<String> = widths.iter().map(|w| format!("{w:.0}")).collect();
        report.holds("B-03", doc, page, ok, shown.join("／"));
    }
    let size = lines.first().map_or(22.0, Line::size);
    let whole: f64 = widths.iter().sum();
    let fits = whole <= RIGHT - LEFT;
    let ok = !fits || lines.len() == 1;
    report.holds(
        "B-04",
        doc,
        page,
        ok,
        format!("{} 行，共 {:.1} 字宽", lines.len(), whole / size),
    );
}

fn addressees(doc: &Doc<'_>, report: &mut Report, above: Option<&Line<'_>>) {
    let text = doc
        .data
        .pointer("/addressees")
        .and_then(|v| v.as_str())
        .unwrap_or_default();
    let Some(lines) = find(doc.pages, text) else {
        report.holds("B-06", doc, 1, false, "找不到主送机关");
        return;
    };
    for line in &lines {
        report.near("B-06", doc, line.page, line.x0(), LEFT, 1.0);
        report.between("B-06", doc, line.page, line.size(), (15.7, 16.1));
    }
    report.holds("B-06", doc, 1, text.ends_with('：'), "末尾是全角冒号");
    if let (Some(above), Some(first)) = (above, lines.first()) {
        // One blank line: a line and its gap, give or take half a line.
        let gap = first.top() - above.bottom();
        report.near(
            "B-06",
            doc,
            first.page,
            gap,
            PITCH + (PITCH - CHAR),
            PITCH / 2.0,
        );
    }
}
