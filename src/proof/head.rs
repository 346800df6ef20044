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
    // 文件 beside several names is read where it stands: between them.
    let parts = |text: &str| {
        let mut parts: Vec<char> = text.chars().collect();
        parts.sort_unstable();
        parts
    };
    let same = printed == wanted || masthead.len() > 2 && parts(&printed) == parts(&wanted);
    report.holds("H-05", "文字", at, same, printed);
    // Of several agencies each has a line, and 文件 stands beside them.
    let issued_by = doc.str("/notice/agency").unwrap_or_default();
    let together = squeezed(issued_by) == wanted.trim_end_matches("文件");
    let names = if together {
        issued_by.split_whitespace().count()
    } else {
        1
    };
    let beside = names > 1 && masthead.iter().any(|l| l.words == "文件");
    let lines = masthead.len() - usize::from(beside);
    report.measure("H-08", "行数", at, lines as f64 - names as f64 + 1.0);
    for line in masthead {
        name(doc, report, line);
    }
    if let Some(first) = masthead.first() {
        let ink = first.chars.iter().map(|c| c.ink.0);
        let ink = ink.fold(f64::INFINITY, f64::min);
        report.measure("H-06", "墨迹距版心上边", at, (ink - area.top) / MM);
        let left = masthead.iter().map(Line::x0).fold(f64::INFINITY, f64::min);
        let right = masthead.iter().map(Line::x1).fold(0.0, f64::max);
        let middle = (left + right - area.left - area.right) / 2.0;
        report.measure("H-06", "偏离正中", at, middle.abs());
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
fn name(doc: &Doc<'_>, report: &mut Report, line: &Line<'_>) {
    let at = doc.at(line.page);
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
