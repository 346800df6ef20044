//! The title of a circular and whom it is addressed to (7.3.1, 7.3.2). The shape of a title
//! is measured for annexes too.

use crate::proof::doc::family;
use crate::proof::lines::{Area, CHAR, LEFT, Line, PITCH, squeezed};
use crate::proof::{Circular, Doc, Report};
use crate::render::pdf::Role;

/// What cannot begin a line of a title, and what cannot end one.
const TRAILING: [&str; 10] = ["的", "等", "了", "及", "》", "、", "，", "）", "：", "”"];
const LEADING: [&str; 9] = ["关于", "对", "将", "在", "以", "为", "和", "与", "《"];

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>) {
    let (at, Some(page)) = (doc.at(1), doc.pages.first()) else {
        return;
    };
    let area = Area::of(page);
    let lines = &doc.text[circular.title.clone()];
    let printed: String = lines.iter().map(|l| l.words.as_str()).collect();
    let wanted = squeezed(doc.str("/notice/title").unwrap_or_default());
    report.holds("B-01", "文字", at, printed == wanted, printed);
    for line in lines {
        let at = doc.at(line.page);
        report.measure("B-01", "字号", at, line.size());
        let face = doc.is_set_in(line, Role::Biaosong);
        report.holds("B-01", "字体", at, face, family(line));
        report.measure("B-02", "偏离正中", at, area.off_centre(line));
    }
    if let (Some(red), Some(first)) = (circular.red, lines.first()) {
        report.measure("B-02", "距红线", at, (first.top() - red.y1) / PITCH);
    }
    shape(doc, report, area, lines);
    addressees(doc, report, circular);
}

/// B-03 to B-05 for the lines of a title.
pub(super) fn shape(doc: &Doc<'_>, report: &mut Report, area: Area, lines: &[Line<'_>]) {
    let Some(first) = lines.first() else { return };
    let at = doc.at(first.page);
    let widths: Vec<f64> = lines.iter().map(Line::width).collect();
    let shown: Vec<String> = widths.iter().map(|w| format!("{w:.0}")).collect();
    let shown = format!("各行宽 {} pt", shown.join("／"));
    let steps: Vec<f64> = widths.windows(2).map(|w| w[1] - w[0]).collect();
    if !steps.is_empty() {
        // Wider and wider, or narrower and narrower, or one after the other.
        let turn = steps.iter().position(|s| *s < 0.0).unwrap_or(steps.len());
        let one_way = steps[turn..].iter().all(|s| *s < 0.0);
        report.holds("B-03", "梯形或菱形", at, one_way, shown.clone());
        for step in &steps {
            report.measure("B-03", "相邻两行宽窄相差", at, step.abs());
        }
        let begins = |l: &Line<'_>| TRAILING.iter().any(|w| l.words.starts_with(w));
        let ends = |l: &Line<'_>| LEADING.iter().any(|w| l.words.ends_with(w));
        let (last, first) = (lines.len() - 1, &lines[0]);
        let cut = lines[1..].iter().any(begins) || lines[..last].iter().any(ends);
        report.holds("B-03", "行首和行末", at, !cut, first.words.clone());
    }
    let whole: f64 = widths.iter().sum();
    let ok = whole > area.width() || lines.len() == 1;
    report.holds("B-04", "行数", at, ok, shown);
    let odd = |c: &char| c.is_whitespace() || "，。；：！？".contains(*c);
    let odd = lines.iter().map(|l| l.text().chars().filter(odd).count());
    report.measure("B-05", "空格和标点", at, odd.sum::<usize>() as f64);
}

fn addressees(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>) {
    let text = doc.str("/addressees").unwrap_or_default();
    if text.is_empty() {
        return;
    }
    let lines = &doc.text[circular.addressees.clone()];
    let printed: String = lines.iter().map(|l| l.words.as_str()).collect();
    report.holds(
        "B-06",
        "文字",
        doc.at(1),
        printed == squeezed(text),
        printed,
    );
    for line in lines {
        let at = doc.at(line.page);
        report.measure("B-06", "左空", at, (line.x0() - LEFT) / CHAR);
        report.measure("B-06", "字号", at, line.size());
    }
    let last = lines.last().map_or("", |l| l.words.as_str());
    report.holds("B-06", "末尾", doc.at(1), last.ends_with('：'), last);
    let above = doc.text.get(circular.title.clone()).and_then(|t| t.last());
    if let (Some(above), Some(first)) = (above, lines.first()) {
        // Between the boxes of characters there is one gap more than there are blank lines.
        let blank = (first.top() - above.bottom() - (PITCH - CHAR)) / PITCH;
        report.measure("B-06", "空行", doc.at(first.page), blank);
    }
}
