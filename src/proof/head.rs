//! 版头 of a circular: masthead, document number, red line (7.2).

use crate::proof::doc::family;
use crate::proof::lines::{Area, LEFT, Line, MM, PITCH, RIGHT, squeezed};
use crate::proof::{Circular, Doc, Report};
use crate::render::pdf::Role;

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>) {
    let (at, Some(page)) = (doc.at(1), doc.pages.first()) else {
        return;
    };
    let area = Area::of(page);
    let masthead = &doc.text[circular.masthead.clone()];
    let printed: String = masthead.iter().map(|l| l.words.as_str()).collect();
    let wanted = squeezed(doc.str("/masthead").unwrap_or_default());
    report.holds("H-05", "文字", at, printed == wanted, printed);
    report.measure("H-08", "行数", at, masthead.len() as f64);
    for line in masthead {
        name(doc, report, area, line);
    }
    let number = circular.number.and_then(|i| doc.text.get(i));
    if let (Some(above), Some(line)) = (masthead.last(), number) {
        let ink = above.chars.iter().map(|c| c.ink.1).fold(0.0, f64::max);
        report.measure("H-09", "距标志", at, (line.top() - ink) / PITCH);
        report.measure("H-09", "偏离正中", at, area.off_centre(line));
    }
    let words = number.map_or("", |l| l.words.as_str());
    report.holds("H-10", "写法", at, is_number(words), words);

    report.holds(
        "H-12",
        "红线",
        at,
        circular.red.is_some(),
        "第 1 页横贯的红线",
    );
    if let (Some(red), Some(line)) = (circular.red, number) {
        report.measure("H-12", "宽", at, (red.x1 - red.x0) / MM);
        let off = (red.x0 + red.x1 - LEFT - RIGHT) / 2.0;
        report.measure("H-12", "偏离正中", at, off.abs());
        report.measure("H-12", "距发文字号", at, (red.y0 - line.bottom()) / MM);
        report.measure("H-13", "粗细", at, red.width / MM);
    }
}

/// The name of the issuer in red.
fn name(doc: &Doc<'_>, report: &mut Report, area: Area, line: &Line<'_>) {
    let at = doc.at(line.page);
    let ink = line.chars.iter().map(|c| c.ink.0);
    let ink = ink.fold(f64::INFINITY, f64::min);
    report.measure("H-06", "墨迹距版心上边", at, (ink - area.top) / MM);
    report.measure("H-06", "偏离正中", at, area.off_centre(line));
    let face = doc.is_set_in(line, Role::Biaosong);
    report.holds("H-07", "字体", at, face, family(line));
    let red = line.visible().all(|c| c.ink_colour.is_red());
    let colour = line.chars.first().map(|c| format!("{:?}", c.ink_colour));
    report.holds("H-07", "颜色", at, red, colour.unwrap_or_default());
    report.measure("H-08", "宽", at, line.width() / MM);
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
