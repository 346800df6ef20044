//! Annexes: their labels, titles and pages (7.3.7, 8).

use crate::documents::kind::DocumentKind;
use crate::proof::doc::family;
use crate::proof::lines::{Area, CHAR, Line, PITCH, lies, squeezed};
use crate::proof::list::Listed;
use crate::proof::number::value;
use crate::proof::title::shape;
use crate::proof::{Circular, Doc, Report};
use crate::render::pdf::Role;
use serde_json::Value;

/// Annexes that are bound with their circular.
pub(super) fn bound(doc: &Doc<'_>, report: &mut Report, circular: &Circular<'_>, list: &[Listed]) {
    let mut from = circular.end();
    for annex in doc.list("/annexes") {
        let label = annex.pointer("/view/label").and_then(Value::as_str);
        let Some(label) = label.filter(|l| !l.is_empty()) else {
            continue;
        };
        let Some(at) = begin(doc, report, "A-01", from, label) else {
            continue;
        };
        from = at + 1;
        let title = head(doc, report, at);
        // 附件2 is the second of the list; a lone one has no number.
        let mut attachments = doc.list("/attachments");
        let alone = doc.list("/attachments").count() < 2;
        let own = attachments.find(|a| a.pointer("/label").and_then(Value::as_str) == Some(label));
        let number = own.and_then(|a| a.pointer("/number")?.as_u64());
        let number = number.filter(|_| !alone);
        let mark = number.map_or_else(String::new, |number| format!("{number}."));
        let listed = list.iter().find(|l| l.mark == mark);
        let same = listed.is_some_and(|l| l.name == title);
        let page = doc.text[at].page;
        report.holds("A-05", "序号和标题", doc.at(page), same, title);
        goes_on(doc, report, page);
    }
}

/// Annexes that are printed by themselves, and extracts of them in packets: they carry the
/// number of their circular.
pub(super) fn apart(doc: &Doc<'_>, report: &mut Report) {
    let annexes: Vec<&Value> = match doc.kind {
        DocumentKind::Indicators | DocumentKind::Tasks | DocumentKind::Annex => vec![doc.data],
        DocumentKind::Packet => { doc.list("/members") }
            .flat_map(|m| in_packet(doc, m))
            .collect(),
        _ => Vec::new(),
    };
    let mut from = 0;
    for annex in annexes {
        let text = |field: &str| annex.pointer(field).and_then(Value::as_str);
        let label = text("/view/label").filter(|l| !l.is_empty());
        let (Some(label), Some(number)) = (label, text("/view/notice/number")) else {
            continue;
        };
        let label = format!("{number}{label}");
        if let Some(at) = begin(doc, report, "A-07", from, &label) {
            head(doc, report, at);
            from = at + 1;
        }
    }
}

/// The annexes that a member of a packet is, or is taken from, as far as each has a page
/// of its own there: an extract of several tables of tasks is one table.
fn in_packet<'d>(doc: &Doc<'d>, member: &Value) -> Vec<&'d Value> {
    let kind = match member.as_str() {
        Some("targets" | "indicators") => "indicators",
        Some("tasks" | "all-tasks") => "tasks",
        _ => return Vec::new(),
    };
    let of_kind = |a: &&Value| a.get("kind").and_then(Value::as_str) == Some(kind);
    let found: Vec<&Value> = doc.list("/circular/annexes").filter(of_kind).collect();
    match (member.as_str(), found.len()) {
        (Some("tasks"), 2..) => Vec::new(),
        (Some("targets"), 2..) => {
            let stem = |a: &Value| a.get("stem").cloned();
            let shown = |a: &&Value| {
                let mut targets = doc.list("/targets");
                targets.any(|t| t.pointer("/annex/stem").cloned() == stem(a))
            };
            found.into_iter().filter(shown).collect()
        }
        _ => found,
    }
}

/// The line of a label, which has to be the first of its page.
fn begin(
    doc: &Doc<'_>,
    report: &mut Report,
    rule: &'static str,
    start: usize,
    label: &str,
) -> Option<usize> {
    let found = doc.find(start, label).map(|f| f.start);
    let line = found.and_then(|i| doc.text.get(i));
    let page = line.map_or(1, |l| l.page);
    let first = doc.on(page).first();
    let is_first = line.zip(first).is_some_and(|(a, b)| std::ptr::eq(a, b));
    report.holds(rule, "第一行", doc.at(page), is_first, label);
    found
}

/// Label and title. Returns the title as printed.
fn head(doc: &Doc<'_>, report: &mut Report, at: usize) -> String {
    let label = &doc.text[at];
    let Some(page) = doc.page_of(label) else {
        return String::new();
    };
    let area = Area::of(page);
    let at_page = doc.at(page.number);
    report.measure("A-02", "左空", at_page, (label.x0() - area.left) / CHAR);
    report.measure("A-02", "距版心上边", at_page, label.top() - area.top);
    report.measure("A-02", "字号", at_page, label.size());
    let face = doc.is_set_in(label, Role::Hei);
    report.holds("A-02", "字体", at_page, face, family(label));
    if lies(page) {
        report.measure("A-08", "左空", at_page, (label.x0() - area.left) / CHAR);
        report.measure("A-08", "距版心上边", at_page, label.top() - area.top);
    }
    // Its lines are those of one size.
    let below = &doc.text[at + 1..];
    let size = below.first().map_or(0.0, Line::size);
    let same = |l: &&Line<'_>| (l.size() - size).abs() < 0.1 && l.page == page.number;
    let count = below.iter().take_while(same).count();
    let title = &below[..count];
    if let Some(first) = title.first() {
        let apart = (first.top() - label.top()) / PITCH;
        report.measure("A-03", "距第一行", at_page, apart);
    }
    for line in title {
        report.measure("A-03", "偏离正中", at_page, area.off_centre(line));
        report.measure("A-04", "字号", at_page, line.size());
        let face = doc.is_set_in(line, Role::Biaosong);
        report.holds("A-04", "字体", at_page, face, family(line));
    }
    shape(doc, report, area, title);
    let words: String = title.iter().map(|l| l.words.as_str()).collect();
    squeezed(&words)
}

/// The number of an annex's first page follows that of the page before.
fn goes_on(doc: &Doc<'_>, report: &mut Report, page: usize) {
    let number = |page: usize| doc.number_on(page).and_then(value);
    let (before, own) = (number(page - 1), number(page));
    let found = format!("{} 之后是 {}", shown(before), shown(own));
    let follows = before.zip(own).is_some_and(|(a, b)| a + 1 == b);
    report.holds("A-06", "附件首页的页码", doc.at(page), follows, found);
}

fn shown(number: Option<usize>) -> String {
    number.map_or_else(|| "没有页码".to_owned(), |n| n.to_string())
}
