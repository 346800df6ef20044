//! Views → the tables of data files. Cells are merged where the source merges them.

use crate::documents::table::{Cell, Column, Grid, Holds, count, text};
use crate::view::{
    CircularView, CollectiveView, IndicatorRow, IndicatorsView, PacketTarget, Piece, SheetRow,
    SheetView, TaskView, TasksView, ValueView,
};
use crate::wording::{Columns, Wording};

/// The circular: one row for each thing that it says.
pub(super) fn circular(view: &CircularView, words: &Columns) -> Grid {
    let mut grid = Grid::new(
        &view.notice.title,
        [text(&words.what), text(&words.content)],
    );
    let notice = &view.notice;
    grid.push([words.title.as_str(), &notice.title]);
    grid.push([&words.agency, &notice.agency]);
    grid.push([&words.document_number, &notice.number]);
    grid.push([&words.date, &notice.date_iso]);
    let others = [
        (&words.printed_on, &view.printed_on_iso),
        (&words.publicity, &view.publicity),
        (&words.copies_to, &view.copies_to),
        (&words.printed_by, &view.printed_by),
    ];
    for (what, said) in others {
        if let Some(said) = said {
            grid.push([what, said]);
        }
    }
    grid.push([&words.addressees, &view.addressees]);
    for paragraph in &view.body {
        grid.push([&words.body, paragraph]);
    }
    for attachment in &view.attachments {
        grid.push([attachment.label.as_str(), &attachment.title]);
    }
    grid
}

/// The annex of indicators, merged as in the source.
pub(super) fn indicators(table: &IndicatorsView, words: &Columns) -> Grid {
    let head = row_head(words).into_iter();
    let areas = table.areas.iter().map(|a| text(&a.name));
    let mut grid = Grid::new(&table.title, head.chain(areas));
    for row in &table.rows {
        let mut cells = vec![Cell::plain(row.number.to_string())];
        match &row.group {
            Some(group) if row.group_rows > 0 => {
                cells.push(Cell::merged(group, 1, row.group_rows));
            }
            Some(_) => {}
            None => cells.push(Cell::plain("")),
        }
        cells.push(Cell::plain(&row.name));
        cells.push(Cell::plain(&row.unit));
        let targets = row.cells.iter();
        cells.extend(targets.map(|c| Cell::merged(&c.text, c.colspan, c.rowspan)));
        grid.rows.push(cells);
    }
    grid
}

/// The columns of a table of indicators that do not belong to areas.
fn row_head(words: &Columns) -> [Column; 4] {
    [
        count(&words.number),
        text(&words.group),
        text(&words.indicator),
        text(&words.measure),
    ]
}

/// One indicator: a row for each area. `targets` are area, text and value.
pub(super) fn indicator(
    row: &IndicatorRow,
    targets: &[(&str, &str, Option<&ValueView>)],
    words: &Columns,
) -> Grid {
    let head = [
        text(&words.area),
        text(&words.target),
        text(&words.measure),
        Column::of(&words.low, Holds::Number),
        Column::of(&words.high, Holds::Number),
    ];
    let mut grid = Grid::new(&row.name, head);
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    for (area, target, value) in targets {
        let low = number(value.and_then(|v| v.low));
        let high = number(value.and_then(|v| v.high));
        grid.push([area, *target, &row.unit, &low, &high]);
    }
    grid
}

/// The annex of tasks, or a piece of it: only items for which `wanted` holds.
pub(super) fn tasks(
    title: &str,
    table: &TasksView,
    words: &Columns,
    wanted: impl Fn(u32) -> bool,
) -> Grid {
    let head = [text(&words.id)].into_iter().chain(task_head(words));
    let sections = table.parts.iter().flat_map(|p| &p.sections);
    let items = sections.flat_map(|s| &s.items);
    let listed = items.filter(|i| wanted(i.number));
    let more = headings(listed.flat_map(|i| &i.tasks));
    let mut grid = Grid::new(title, head.chain(more.iter().map(|h| text(h))));
    for part in &table.parts {
        for section in &part.sections {
            for item in section.items.iter().filter(|i| wanted(i.number)) {
                let down = u32::try_from(item.tasks.len()).unwrap_or(1);
                for (at, task) in item.tasks.iter().enumerate() {
                    let mut row = vec![
                        Cell::plain(&task.id),
                        Cell::plain(part.title.as_deref().unwrap_or_default()),
                        Cell::plain(section.title.as_deref().unwrap_or_default()),
                    ];
                    if at == 0 {
                        row.push(Cell::merged(item.number.to_string(), 1, down));
                        row.push(Cell::merged(&item.name, 1, down));
                    }
                    row.push(Cell::plain(&task.text));
                    row.push(Cell::plain(&task.responsible));
                    row.extend(more.iter().map(|h| Cell::plain(under(task, h))));
                    grid.rows.push(row);
                }
            }
        }
    }
    grid
}

/// The sheet of a unit.
pub(super) fn sheet(sheet: &SheetView, wording: &Wording) -> Grid {
    let (ways, columns) = (&wording.ways, &wording.columns);
    let lists = [
        (&ways.named, &sheet.named),
        (&ways.through, &sheet.through),
        (&ways.possible, &sheet.possible),
    ];
    let rows = lists
        .into_iter()
        .flat_map(|(how, rows)| rows.iter().map(move |row| (how, row)));
    let rows = rows.map(|(how, row)| match (&row.role, &row.via) {
        (Some(role), _) => (role.clone(), row),
        (None, Some(via)) => (format!("{how}（{via}）"), row),
        (None, None) => (how.clone(), row),
    });
    let title = wording.pages.sheet.with([("unit", &sheet.unit.name)]);
    duties(&title, &columns.how, &rows.collect::<Vec<_>>(), columns)
}

/// The tasks that name a collective.
pub(super) fn collective(view: &CollectiveView, words: &Columns) -> Grid {
    let rows = view.rows.iter().map(|row| (view.name.clone(), row));
    let how = &words.collective;
    duties(&view.name, how, &rows.collect::<Vec<_>>(), words)
}

/// The columns that tables of tasks and of duties have in common.
fn task_head(words: &Columns) -> [Column; 6] {
    [
        text(&words.part),
        text(&words.section),
        count(&words.number),
        text(&words.name),
        text(&words.task),
        text(&words.responsible),
    ]
}

/// Rows of sheets, with what is said of each under the heading `how`. Where rows come from
/// several annexes, a column names them.
fn duties(title: &str, how: &str, rows: &[(String, &SheetRow)], words: &Columns) -> Grid {
    let head = [text(&words.id), text(how)].into_iter();
    let head = head.chain(task_head(words)).chain([text(&words.beside)]);
    let more = headings(rows.iter().map(|(_, row)| &row.task));
    let several = rows.iter().any(|(_, row)| row.annex.is_some());
    let head = head.chain(several.then(|| text(&words.annex)));
    let mut grid = Grid::new(title, head.chain(more.iter().map(|h| text(h))));
    for (how, row) in rows {
        grid.push(duty(row, how, &more).iter().map(String::as_str));
    }
    grid
}

fn duty(row: &SheetRow, how: &str, more: &[&str]) -> Vec<String> {
    let own = [
        row.task.id.clone(),
        how.to_owned(),
        row.part.clone().unwrap_or_default(),
        row.section.clone().unwrap_or_default(),
        row.item.to_string(),
        row.name.clone(),
        row.task.text.clone(),
        row.task.responsible.clone(),
        joined(&row.with),
    ];
    let annex = row.annex.iter().map(|annex| annex.label.clone());
    let more = more.iter().map(|heading| under(&row.task, heading));
    own.into_iter().chain(annex).chain(more).collect()
}

/// The headings of columns that some tasks have beside the usual ones, in their order.
fn headings<'t>(tasks: impl Iterator<Item = &'t TaskView>) -> Vec<&'t str> {
    let mut found: Vec<&str> = Vec::new();
    for heading in tasks.flat_map(|t| &t.more).map(|m| m.heading.as_str()) {
        if !found.contains(&heading) {
            found.push(heading);
        }
    }
    found
}

/// What a task says under such a heading.
fn under(task: &TaskView, heading: &str) -> String {
    let texts = task.more.iter().filter(|m| m.heading == heading);
    let texts: Vec<&str> = texts.map(|m| m.text.as_str()).collect();
    texts.join("；")
}

fn joined(pieces: &[Piece]) -> String {
    let texts: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
    texts.join("、")
}

/// The targets of an area beside the city's.
pub(super) fn targets(area: &str, targets: &[PacketTarget], wording: &Wording) -> Grid {
    let words = &wording.columns;
    let own = [text(area), text(&words.city), text(&words.same_cell)];
    let several = targets.iter().any(|target| target.annex.is_some());
    let head = row_head(words).into_iter().chain(own);
    let head = head.chain(several.then(|| text(&words.annex)));
    let mut grid = Grid::new(&wording.pages.targets.with([("area", area)]), head);
    for target in targets {
        let number = target.number.to_string();
        let shared = target.shared_with.join("、");
        let cells = [
            number.as_str(),
            target.group.as_deref().unwrap_or_default(),
            &target.name,
            &target.unit,
            &target.text,
            &target.city,
            &shared,
        ];
        let annex = target.annex.iter().map(|annex| annex.label.as_str());
        grid.push(cells.into_iter().chain(annex));
    }
    grid
}
