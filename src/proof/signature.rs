//! 署名, date, the ring that stands where the seal goes, and the note under the date
//! (7.3.5, 7.3.6); and the years that the circular names (9).

use crate::proof::lines::{CHAR, LEFT, Line, MM, PITCH, RIGHT};
use crate::proof::{Circular, Doc, Report};

pub(super) fn rules(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>) {
    let agency = doc.str("/notice/agency").unwrap_or_default();
    report.holds("B-35", "文字", doc.at(1), circular.name.is_some(), agency);
    let (Some(place), Some(day)) = (&circular.name, circular.day(doc)) else {
        return;
    };
    let names = &doc.text[place.clone()];
    let name = &names[0];
    let at = doc.at(day.page);
    report.holds("B-38", "写法", at, is_date(&day.words), day.words.clone());
    years(doc, report, circular);
    let beside = circular.body_on(doc, name.page).count();
    report.measure("B-39", "同页的正文", at, beside as f64);
    if doc.sealed {
        report.measure("B-30", "右空", at, (RIGHT - day.x1()) / CHAR);
        for name in names {
            let off = (name.centre() - day.centre()).abs();
            report.measure("B-31", "偏离日期正中", at, off);
        }
        ring(doc, report, circular, (name, day));
    } else {
        plain(doc, report, circular, (names, day));
    }
    note(doc, report, circular, day);
}

/// 署名 and date without a seal: of the two, the one that is longer stands two characters
/// in.
fn plain(
    doc: &Doc<'_>,
    report: &mut Report,
    circular: &Circular<'_>,
    (names, day): (&[Line<'_>], &Line<'_>),
) {
    let at = doc.at(day.page);
    let longest = names.iter().map(Line::width).fold(0.0, f64::max);
    let end = if day.width() <= longest {
        names.iter().map(Line::x1).fold(0.0, f64::max)
    } else {
        day.x1()
    };
    report.measure("B-35", "右空", at, (RIGHT - end) / CHAR);
    report.measure("B-35", "日期右移", at, (day.x0() - names[0].x0()) / CHAR);
    if let Some(above) = above(doc, circular, &names[0]) {
        let apart = (names[0].base() - above.base()) / PITCH;
        report.measure("B-35", "距上文", at, apart);
    }
}

/// The line over the signature, if it is on the same page.
fn above<'a>(doc: &'a Doc<'_>, circular: &Circular<'_>, name: &Line<'_>) -> Option<&'a Line<'a>> {
    let before = circular.name.as_ref()?.start.checked_sub(1)?;
    doc.text.get(before).filter(|l| l.page == name.page)
}

/// The ring that stands where the seal goes.
fn ring(
    doc: &Doc<'_>,
    report: &mut Report,
    circular: &Circular<'_>,
    (name, day): (&Line<'_>, &Line<'_>),
) {
    let at = doc.at(day.page);
    let mut strokes = doc.page_of(day).into_iter().flat_map(|p| &p.strokes);
    let ring = strokes.find(|s| s.curved && s.x1 - s.x0 > 50.0);
    report.holds("B-32", "占位圈", at, ring.is_some(), "署名页上的圆");
    let Some(ring) = ring else { return };
    let (x, y) = ((ring.x0 + ring.x1) / 2.0, (ring.y0 + ring.y1) / 2.0);
    report.measure("B-32", "圈心偏离日期正中", at, (x - day.centre()).abs());
    let covers = ring.y0 < name.top() && ring.y1 > day.bottom();
    report.holds("B-32", "署名和日期", at, covers, "圈的上下");
    report.measure("B-32", "日期低于圈心", at, (day.base() - y) / PITCH);
    if let Some(above) = above(doc, circular, name) {
        report.measure("B-32", "圈顶距上文", at, (ring.y0 - above.bottom()) / PITCH);
    }
    report.measure("B-33", "直径", at, (ring.x1 - ring.x0) / MM);
}

/// 附注, under the date.
fn note(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>, day: &Line<'_>) {
    let Some(words) = doc.str("/publicity") else {
        return;
    };
    let lines = doc.text.get(circular.end()..).unwrap_or_default();
    let line = lines.first();
    let at = doc.at(line.map_or(day.page, |l| l.page));
    let printed = line.map_or("", |l| l.words.as_str());
    let begins = printed.starts_with('（') && printed.chars().nth(1) == words.chars().next();
    report.holds("B-40", "圆括号", at, begins, printed);
    let Some(line) = line.filter(|l| l.page == day.page) else {
        return;
    };
    report.measure("B-40", "左空", at, (line.x0() - LEFT) / CHAR);
    report.measure("B-40", "距日期", at, (line.base() - day.base()) / PITCH);
}

/// `2017年1月26日`, without noughts before.
fn is_date(text: &str) -> bool {
    let number = |t: &str, most: u32| {
        let digits = !t.is_empty() && !t.starts_with('0') && t.bytes().all(|b| b.is_ascii_digit());
        digits && t.parse::<u32>().is_ok_and(|n| n <= most)
    };
    text.strip_suffix('日').is_some_and(|t| {
        t.split_once('年').is_some_and(|(year, rest)| {
            rest.split_once('月').is_some_and(|(month, day)| {
                year.len() == 4 && number(year, 9999) && number(month, 12) && number(day, 31)
            })
        })
    })
}

/// The years of the number, of the date, and of what is printed on the last page.
fn years(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>) {
    let number = circular.number.and_then(|i| doc.text.get(i));
    let colophon = doc.text.last().filter(|_| doc.str("/printed_on").is_some());
    for line in number.into_iter().chain(circular.day(doc)).chain(colophon) {
        let mark = |c: char| matches!(c, '年' | '〕' | ']');
        if let Some(end) = line.words.find(mark) {
            let digits = line.words[..end].chars().rev();
            let digits = digits.take_while(char::is_ascii_digit).count();
            report.measure("X-06", "位数", doc.at(line.page), digits as f64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_have_no_noughts_before() {
        for right in ["2017年1月26日", "2018年12月5日"] {
            assert!(is_date(right), "{right}");
        }
        for wrong in [
            "17年1月26日",
            "2017年01月26日",
            "2017年1月06日",
            "2017年13月6日",
            "2017年1月",
            "二〇一七年一月二十六日",
            "",
        ] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }
}
