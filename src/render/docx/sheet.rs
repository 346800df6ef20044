//! The sheet of a unit: what the notice asks of it, and the form on which it reports back.
//! Nothing is said here that the notice does not say.

use crate::render::docx::Desk;
use crate::render::docx::body::Body;
use crate::render::docx::page::{LINE, mm, type_width};
use crate::render::docx::paragraph::{Indent, Paragraph, Props, Spacing, StyleId};
use crate::render::docx::table::{Cell, Row, Table, shared_out};
use crate::render::docx::tasks::{self, Entry, TaskRow};
use crate::view::{AnnexRef, Paper, ReportView, SheetRow, SheetView, UnitRef};

/// The room around lines that stand over a table.
const ABOVE_TABLE: Spacing = Spacing {
    before: 0,
    after: 80,
    line: None,
};

/// What the sheet is called.
pub(super) fn title(view: &SheetView, desk: &Desk<'_>) -> String {
    let unit = full_name(&view.unit);
    desk.style.sheet.title.with([("unit", unit)])
}

fn full_name(unit: &UnitRef) -> &str {
    unit.full.as_deref().unwrap_or(&unit.name)
}

/// The whole sheet.
pub(super) fn sheet(body: &mut Body, view: &SheetView, desk: &Desk<'_>) {
    let props = Props {
        spacing: Some(Spacing {
            before: 0,
            after: LINE / 2,
            line: Some((desk.style.sizes.title * 28.0) as u32),
        }),
        ..Props::of(StyleId::AnnexTitle)
    };
    body.push(Paragraph::with(props, title(view, desk)));
    facts(body, view, desk);
    groups(body, view, desk);
    if let Some(report) = &view.notice.report {
        form(
            body,
            report,
            view.named.len() + view.through.len() > 3,
            desk,
        );
    }
}

/// Lines of facts: what, and its words.
fn facts(body: &mut Body, view: &SheetView, desk: &Desk<'_>) {
    let (words, columns) = (&desk.style.sheet, &desk.wording.columns);
    let (notice, unit) = (&view.notice, &view.unit);
    let full = full_name(unit);
    let called = match full == unit.name {
        true => String::new(),
        false => words.called.with([("name", &unit.name)]),
    };
    let mut lines = vec![
        (&words.basis, notice.cited.clone()),
        (&words.number, notice.number.clone()),
        (&columns.date, notice.date.clone()),
        (&columns.responsible, format!("{full}{called}")),
    ];
    if let Some(first) = &view.first_leads {
        let said = words.first_leads_said.with([("words", first)]);
        lines.push((&words.first_leads, said));
    }
    for (label, said) in lines {
        let mut line = Paragraph::new(StyleId::TableText, "");
        line.push(format!("{label}："), Some(StyleId::Hei));
        line.push(said, None);
        line.props.spacing = Some(ABOVE_TABLE);
        body.push(line);
    }
}

/// The ways in which tasks reach the unit, those that there are.
fn groups(body: &mut Body, view: &SheetView, desk: &Desk<'_>) {
    let words = &desk.style.sheet;
    let all = [
        (&view.named, &words.named, None),
        (&view.through, &words.through, Some(&words.through_note)),
        (&view.possible, &words.possible, Some(&words.possible_note)),
    ];
    let all: Vec<_> = all
        .into_iter()
        .filter(|(rows, ..)| !rows.is_empty())
        .collect();
    let many = all.len() > 1;
    let columns = &desk.wording.columns;
    let heading = words.responsible.with([("heading", &columns.responsible)]);
    for (at, (rows, title, note)) in all.into_iter().enumerate() {
        let count = rows.len().to_string();
        let number = words
            .numbers
            .get(at)
            .map(String::as_str)
            .unwrap_or_default();
        let text = match many {
            true => words
                .group
                .with([("number", number), ("title", title), ("count", &count)]),
            false => words.only_group.with([("title", title), ("count", &count)]),
        };
        body.push(part_title(text, desk));
        if let Some(note) = note {
            let mut names: Vec<&str> = rows.iter().filter_map(|row| row.via.as_deref()).collect();
            names.dedup();
            let mut quoted: Vec<String> = Vec::new();
            for name in names.iter().map(|name| format!("“{name}”")) {
                if !quoted.contains(&name) {
                    quoted.push(name);
                }
            }
            let said = note.with([("names", &quoted.join("、"))]);
            let mut line = Paragraph::new(StyleId::TableText, said);
            line.props.keep_next = true;
            line.props.spacing = Some(ABOVE_TABLE);
            body.push(line);
        }
        let labels = [&columns.number, &columns.name, &columns.task, &heading];
        let entries = entries(rows, &view.unit, desk);
        tasks::write(body, &entries, labels.map(String::as_str), desk);
    }
}

/// The title of a part of the sheet, which editors navigate by.
fn part_title(text: String, desk: &Desk<'_>) -> Paragraph {
    let props = Props {
        spacing: Some(Spacing {
            before: LINE / 2,
            after: LINE / 4,
            line: Some(LINE),
        }),
        indent: Some(Indent::none()),
        ..Props::of(StyleId::Heading(1))
    };
    let mut made = Paragraph::with(props, text);
    made.size = Some((desk.style.sizes.colophon * 2.0) as u32);
    made
}

/// What an annex is called beside others.
fn annex_name(annex: &AnnexRef) -> String {
    match annex.label.starts_with('《') {
        true => annex.label.clone(),
        false => format!("{}　{}", annex.label, annex.title),
    }
}

/// One entry for each item, under its section or, where there is none, its part; where there
/// are several annexes of tasks, all under the annex they are from.
fn entries(rows: &[SheetRow], unit: &UnitRef, desk: &Desk<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut above: Option<&str> = None;
    let mut from: Option<&str> = None;
    let mut item = None;
    for row in rows {
        let stem = row.annex.as_ref().map(|annex| annex.stem.as_str());
        if stem != from {
            (from, above, item) = (stem, None, None);
            if let Some(annex) = &row.annex {
                entries.push(Entry::Heading(1, annex_name(annex)));
            }
        }
        let heading = row.section.as_deref().or(row.part.as_deref());
        if let Some(text) = heading.filter(|_| heading != above) {
            entries.push(Entry::Heading(2, text.to_owned()));
            item = None;
        }
        above = heading;
        let task = TaskRow {
            text: row.task.text.clone(),
            more: row.task.more.clone(),
            units: phrase(row, unit, desk),
        };
        match entries.last_mut() {
            Some(Entry::Item { rows, .. }) if item == Some(row.item) => rows.push(task),
            _ => entries.push(Entry::Item {
                label: row.label.clone(),
                name: row.name.clone(),
                rows: vec![task],
            }),
        }
        item = Some(row.item);
    }
    entries
}

/// A phrase of responsible units with the words that reach this unit in 黑体.
fn phrase(row: &SheetRow, unit: &UnitRef, desk: &Desk<'_>) -> Paragraph {
    let mut made = Paragraph::new(StyleId::TableText, "");
    for piece in &row.task.pieces {
        let named = piece.unit.as_ref().is_some_and(|slug| *slug == unit.slug);
        let ours = named || piece.collective && row.via.as_ref() == Some(&piece.text);
        made.push(piece.text.as_str(), ours.then_some(StyleId::Hei));
    }
    if let Some(role) = &row.role {
        let said = desk.style.sheet.role.with([("role", role)]);
        made.push("\n", None);
        made.push(said, Some(StyleId::Hei));
    }
    made
}

/// The form for the self-checks that the letter orders: when, and to whom, are its words.
fn form(body: &mut Body, report: &ReportView, many: bool, desk: &Desk<'_>) {
    let words = &desk.style.sheet;
    let what = [("what", report.what.as_str())];
    body.push(part_title(words.form.with(what), desk));
    let quote = words.form_quote.with([("quote", &report.quote)]);
    let mut line = Paragraph::new(StyleId::TableText, quote);
    line.props.keep_next = true;
    line.props.spacing = Some(ABOVE_TABLE);
    body.push(line);
    let none = [String::new()];
    let times = match report.times.is_empty() {
        true => &none[..],
        false => &report.times[..],
    };
    let label = mm(27.0);
    let rest = type_width(Paper::Portrait) - label;
    let mut columns = vec![label];
    columns.extend(shared_out(&vec![1; times.len()], rest));
    let head =
        |at: usize, text: String| Cell::new(at, Paragraph::new(StyleId::TableHead, text)).centred();
    let mut cells = vec![head(0, words.form_content.with(what))];
    let asked = times.iter().map(|time| format!("{time}{}", report.what));
    cells.extend((1..).zip(asked).map(|(at, text)| head(at, text)));
    let mut rows = vec![Row::whole(cells)];
    rows[0].head = true;
    let high = words.form_rows.iter().map(|text| (text, mm(30.0)));
    let low = words.form_lines.iter().map(|text| (text, mm(8.4)));
    for (text, height) in high.chain(low) {
        let mut paragraph = Paragraph::new(StyleId::TableText, text);
        // The form stays on one page.
        paragraph.props.keep_next = Some(text) != words.form_lines.last();
        let mut row = Row::whole(vec![Cell::new(0, paragraph).centred()]);
        row.height = height;
        rows.push(row);
    }
    body.table(Table {
        columns,
        rows,
        size: None,
        inset: mm(1.2),
    });
    let to = report
        .to
        .as_ref()
        .map(|to| words.form_to.with([("to", to)]));
    let mut below = to.unwrap_or_default();
    if many {
        below.push_str(&words.form_many);
    }
    if !below.is_empty() {
        body.push(Paragraph::new(StyleId::TableText, below));
    }
}
