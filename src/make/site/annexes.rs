//! Pages of what is asked for: the two annexes, each indicator, each item, and
//! the matrix of units by sections.

use std::collections::BTreeMap;

use serde_json::json;

use super::data::Grid;
use super::notice::{ItemAt, Local, own};
use super::page::{Crumb, Frame};
use super::{chart, grid};
use crate::make::document::{Document, Json};
use crate::make::view::{IndicatorsView, ItemView, Piece, TasksView, UnitRef};

/// The pages with their data files.
pub(super) fn pages(local: &Local<'_>, frame: &Frame) -> Result<Vec<Document>, String> {
    let mut made = Vec::new();
    if let Some(table) = &local.views.letter.indicators {
        made.extend(indicators(local, frame, table)?);
    }
    if let Some(table) = &local.views.letter.tasks {
        made.extend(tasks(local, frame, table)?);
        made.extend(matrix(local, frame, table)?);
    }
    Ok(made)
}

fn indicators(
    local: &Local<'_>,
    frame: &Frame,
    table: &IndicatorsView,
) -> Result<Vec<Document>, String> {
    let date = &table.notice.date_iso;
    let shared = local.shared("indicators");
    let pdf = Some(Crumb::new(local.path("indicators.pdf"), &table.title));
    let mut page = local.page("indicators", "indicators", &table.title, Json::of(table)?);
    page.pdf.clone_from(&pdf);
    let mut made = page.with_data(frame, &shared, table, grid::indicators(table), date)?;
    let parent = Crumb::new(local.path("indicators.html"), "指标");
    for (at, (row, cells)) in table.rows.iter().zip(chart::by_area(table)).enumerate() {
        let texts = table.areas.iter().zip(&cells);
        let texts: Vec<_> = texts
            .map(|(area, cell)| match cell {
                Some(cell) => (area.name.as_str(), cell.text.as_str(), cell.value.as_ref()),
                None => (area.name.as_str(), "", None),
            })
            .collect();
        let targets =
            table.areas.iter().zip(&texts).map(
                |(area, (_, text, value))| json!({ "area": area, "text": text, "value": value }),
            );
        let data = json!({
            "number": row.number,
            "name": row.name,
            "group": row.group,
            "unit": row.unit,
            "targets": targets.collect::<Vec<_>>(),
        });
        let more = json!({
            "chart": chart::bars(table, &cells),
            "previous": neighbour(at.checked_sub(1).and_then(|i| table.rows.get(i))),
            "next": neighbour(table.rows.get(at + 1)),
        });
        let view = Json::joined(&data, &more)?;
        let below = format!("indicators/{}", row.number);
        let mut page = local.page(&below, "indicator", &row.name, view);
        page.crumbs.push(parent.clone());
        page.pdf.clone_from(&pdf);
        made.extend(page.with_data(frame, &shared, &data, grid::indicator(row, &texts), date)?);
    }
    Ok(made)
}

fn neighbour(row: Option<&crate::make::view::IndicatorRow>) -> serde_json::Value {
    row.map_or(
        serde_json::Value::Null,
        |row| json!({ "path": format!("indicators/{}.html", row.number), "name": row.name }),
    )
}

fn tasks(local: &Local<'_>, frame: &Frame, table: &TasksView) -> Result<Vec<Document>, String> {
    let date = &table.notice.date_iso;
    let shared = local.shared("tasks");
    let pdf = Some(Crumb::new(local.path("tasks.pdf"), &table.title));
    let units = local.views.sheets.iter().map(|s| &s.unit);
    let more = json!({
        "reach": local.reach,
        "units": units.collect::<Vec<_>>(),
        "areas": local.views.packets.iter().map(|p| &p.area).collect::<Vec<_>>(),
        "count": local.figures()[2],
    });
    let view = Json::joined(&BTreeMap::from([("table", table)]), &more)?;
    let mut page = local.page("tasks", "tasks", &table.title, view);
    page.pdf.clone_from(&pdf);
    let rows = grid::tasks(&table.title, table, |_| true);
    let mut made = page.with_data(frame, &shared, table, rows, date)?;
    let parent = Crumb::new(local.path("tasks.html"), "任务");
    let items: Vec<ItemAt<'_>> = local.items().collect();
    for (at, found) in items.iter().enumerate() {
        let item = found.item;
        let beside = |other: Option<&ItemAt<'_>>| {
            other.map(|o| {
                json!({
                    "path": format!("items/{}.html", o.item.number),
                    "name": format!("{} {}", o.item.label, o.item.name),
                })
            })
        };
        let data = json!({
            "part": found.part.title,
            "section": found.section.title,
            "item": item,
            "units": named_on(local, item.number),
        });
        let more = json!({
            "previous": beside(at.checked_sub(1).and_then(|i| items.get(i))),
            "next": beside(items.get(at + 1)),
            "collectives": collectives_on(item),
        });
        let view = Json::joined(&data, &more)?;
        let below = format!("items/{}", item.number);
        let title = format!("{} {}", item.label, item.name);
        let mut page = local.page(&below, "item", &title, view);
        page.summary = format!("{}：{}", item.name, words(found));
        page.crumbs.push(parent.clone());
        page.pdf.clone_from(&pdf);
        let rows = grid::tasks(&title, table, |number| number == item.number);
        made.extend(page.with_data(frame, &shared, &data, rows, date)?);
    }
    Ok(made)
}

/// The beginning of what an item says.
fn words(found: &ItemAt<'_>) -> String {
    let text: String = found.item.tasks.iter().map(|t| t.text.as_str()).collect();
    text.chars().take(80).collect()
}

/// The units that the tasks of an item name, in the order of their kinds.
fn named_on<'a>(local: &Local<'a>, number: u32) -> Vec<&'a UnitRef> {
    let sheets = local.views.sheets.iter();
    let named = sheets.filter(|s| s.named.iter().any(|row| row.item == number));
    named.map(|s| &s.unit).collect()
}

/// The collectives that the tasks of an item name, each once.
fn collectives_on(item: &ItemView) -> Vec<&Piece> {
    let mut found: Vec<&Piece> = Vec::new();
    let pieces = item.tasks.iter().flat_map(|task| &task.pieces);
    for piece in pieces.filter(|p| p.collective) {
        if found.iter().all(|known| known.text != piece.text) {
            found.push(piece);
        }
    }
    found
}

fn matrix(local: &Local<'_>, frame: &Frame, table: &TasksView) -> Result<Vec<Document>, String> {
    let sheets = local.views.sheets.iter();
    let units: Vec<(&str, &str, Vec<&str>)> = sheets
        .map(|sheet| {
            let tasks = own(sheet).map(|row| row.task.id.as_str());
            (
                sheet.unit.name.as_str(),
                sheet.unit.slug.as_str(),
                tasks.collect(),
            )
        })
        .collect();
    let matrix = chart::matrix(table, &units);
    let titles: Vec<String> = matrix
        .columns
        .iter()
        .map(|c| format!("#{}", c.title))
        .collect();
    let head = std::iter::once("单位").chain(titles.iter().map(String::as_str));
    let mut rows = Grid::new("单位与章节", head.chain(["#合计"]));
    for row in &matrix.rows {
        let counts: Vec<String> = row
            .counts
            .iter()
            .chain([&row.total])
            .map(usize::to_string)
            .collect();
        rows.push(std::iter::once(row.name.as_str()).chain(counts.iter().map(String::as_str)));
    }
    let data = json!({
        "sections": matrix.columns.iter().map(|c| &c.title).collect::<Vec<_>>(),
        "units": matrix.rows.iter().map(|r| json!({ "name": r.name, "counts": r.counts, "total": r.total })).collect::<Vec<_>>(),
    });
    let mut page = local.page("matrix", "matrix", "单位与章节对照", Json::of(&matrix)?);
    page.pdf = Some(Crumb::new(local.path("tasks.pdf"), &table.title));
    page.with_data(
        frame,
        &local.shared("matrix"),
        &data,
        rows,
        &table.notice.date_iso,
    )
}
