//! Pages of what is asked for: the annexes, each indicator, each item, and the matrix
//! of units by sections.

use crate::documents::document::{Document, Json, Work};
use crate::documents::kind::DocumentKind;
use crate::documents::site::choices::Choices;
use crate::documents::site::local::{ItemAt, Local, own};
use crate::documents::site::page::{Frame, by_name};
use crate::documents::site::views::{
    IndicatorData, IndicatorPage, IndicatorPages, ItemData, ItemPage, MatrixData, MatrixLine,
    MovedPage, Neighbour, TargetLine, TasksPage,
};
use crate::documents::site::{chart, grid};
use crate::documents::table::{Grid, count, text};
use crate::view::{
    AnnexView, IndicatorRow, IndicatorsView, ItemView, OtherView, Piece, TableView, TasksView,
    UnitRef,
};

/// The pages with their data files.
pub(super) fn pages(local: &Local<'_>, frame: &Frame) -> Result<Vec<Document>, String> {
    let mut made = Vec::new();
    for annex in &local.views.circular.annexes {
        made.extend(match &annex.table {
            TableView::Indicators(table) => indicators(local, frame, annex, table)?,
            TableView::Tasks(table) => tasks(local, frame, annex, table)?,
            TableView::Annex(other) => vec![printed(local, frame, annex, other)?],
        });
    }
    if local.views.circular.task_tables().next().is_some() {
        made.extend(matrix(local, frame)?);
    }
    Ok(made)
}

/// The page of an annex that is kept as printed. Its text is its data.
fn printed(
    local: &Local<'_>,
    frame: &Frame,
    annex: &AnnexView,
    other: &OtherView,
) -> Result<Document, String> {
    let mut page = local.page(&annex.stem, "annex", &other.title, Json::of(other)?);
    page.pdf = Some(local.pdf(annex));
    page.docx = Some(local.docx(&annex.stem));
    page.document(frame, &local.shared(&annex.stem))
}

fn indicators(
    local: &Local<'_>,
    frame: &Frame,
    annex: &AnnexView,
    table: &IndicatorsView,
) -> Result<Vec<Document>, String> {
    let date = &table.notice.date_iso;
    let columns = &local.wording.columns;
    let shared = local.shared(&annex.stem);
    let pdf = Some(local.pdf(annex));
    let view = Json::joined(
        table,
        &IndicatorPages {
            pages: &annex.pages,
        },
    )?;
    let mut page = local.page(&annex.stem, "indicators", &table.title, view);
    page.pdf.clone_from(&pdf);
    page.docx = Some(local.docx(&annex.stem));
    let mut made = page.with_data(
        frame,
        &shared,
        table,
        grid::indicators(table, columns),
        date,
    )?;
    let parent = local.crumb(annex);
    for (at, (row, cells)) in table.rows.iter().zip(chart::by_area(table)).enumerate() {
        let texts = table.areas.iter().zip(&cells);
        let texts: Vec<_> = texts
            .map(|(area, cell)| match cell {
                Some(cell) => (area.name.as_str(), cell.text.as_str(), cell.value.as_ref()),
                None => (area.name.as_str(), "", None),
            })
            .collect();
        let targets = table.areas.iter().zip(&texts);
        let targets = targets.map(|(area, &(_, text, value))| TargetLine { area, text, value });
        let data = IndicatorData {
            group: row.group.as_deref(),
            name: &row.name,
            number: row.number,
            targets: targets.collect(),
            unit: &row.unit,
        };
        let beside = |row: Option<&IndicatorRow>| neighbour(&annex.pages, row);
        let more = IndicatorPage {
            chart: chart::bars(table, &cells),
            previous: beside(at.checked_sub(1).and_then(|i| table.rows.get(i))),
            next: beside(table.rows.get(at + 1)),
        };
        let view = Json::joined(&data, &more)?;
        let below = format!("{}/{}", annex.pages, row.key);
        let mut page = local.page(&below, "indicator", &row.name, view);
        page.crumbs.push(parent.clone());
        page.pdf.clone_from(&pdf);
        let rows = grid::indicator(row, &texts, columns);
        made.extend(page.with_data(frame, &shared, &by_name(&data)?, rows, date)?);
        made.push(moved(local, &annex.pages, row.number, &row.key, &row.name)?);
    }
    Ok(made)
}

/// The page at the address that a number once had: it leads to what has the number now.
fn moved(
    local: &Local<'_>,
    pages: &str,
    number: u32,
    key: &str,
    title: &str,
) -> Result<Document, String> {
    let view = MovedPage {
        title,
        to: format!("{key}.html"),
    };
    Ok(Document {
        path: local.path(&format!("{pages}/{number}.html")),
        kind: DocumentKind::Web,
        audience: None,
        work: Work::Page {
            template: "moved",
            data: Json::of(&view)?,
        },
    })
}

fn neighbour(pages: &str, row: Option<&IndicatorRow>) -> Option<Neighbour> {
    row.map(|row| Neighbour {
        path: format!("{pages}/{}.html", row.key),
        name: row.name.clone(),
    })
}

fn tasks(
    local: &Local<'_>,
    frame: &Frame,
    annex: &AnnexView,
    table: &TasksView,
) -> Result<Vec<Document>, String> {
    let date = &table.notice.date_iso;
    let columns = &local.wording.columns;
    let shared = local.shared(&annex.stem);
    let pdf = Some(local.pdf(annex));
    let units = local.views.sheets.iter().map(|s| &s.unit);
    let items: Vec<ItemAt<'_>> = ItemAt::of(annex, table).collect();
    let view = TasksPage {
        table,
        pages: &annex.pages,
        reach: &local.reach,
        units: units.collect(),
        areas: local.views.packets.iter().map(|p| &p.area).collect(),
        count: items.iter().map(|at| at.item.tasks.len()).sum(),
        marks: {
            let tasks = items.iter().flat_map(|at| &at.item.tasks);
            local.rounds.marks(tasks.map(|task| task.id.as_str()), None)
        },
        choices: Choices::of(table, &columns.deadline),
    };
    let mut page = local.page(&annex.stem, "tasks", &table.title, Json::of(&view)?);
    page.pdf.clone_from(&pdf);
    page.docx = Some(local.docx(&annex.stem));
    let rows = grid::tasks(&table.title, table, columns, |_| true);
    let mut made = page.with_data(frame, &shared, table, rows, date)?;
    let parent = local.crumb(annex);
    for (at, found) in items.iter().enumerate() {
        let item = found.item;
        let beside = |other: Option<&ItemAt<'_>>| {
            other.map(|o| Neighbour {
                path: format!("{}/{}.html", annex.pages, o.item.key),
                name: format!("{} {}", o.item.label, o.item.name),
            })
        };
        let data = ItemData {
            item,
            part: found.part.title.as_deref(),
            section: found.section.title.as_deref(),
            units: named_on(local, item),
        };
        let more = ItemPage {
            table: &annex.stem,
            previous: beside(at.checked_sub(1).and_then(|i| items.get(i))),
            next: beside(items.get(at + 1)),
            collectives: collectives_on(item),
            marks: {
                let tasks = item.tasks.iter().map(|task| task.id.as_str());
                local.rounds.marks(tasks, None)
            },
        };
        let view = Json::joined(&data, &more)?;
        let below = format!("{}/{}", annex.pages, item.key);
        let title = format!("{} {}", item.label, item.name);
        let mut page = local.page(&below, "item", &title, view);
        page.summary = format!("{}：{}", item.name, words(found));
        page.crumbs.push(parent.clone());
        page.pdf.clone_from(&pdf);
        let rows = grid::tasks(&title, table, columns, |number| number == item.number);
        made.extend(page.with_data(frame, &shared, &by_name(&data)?, rows, date)?);
        made.push(moved(local, &annex.pages, item.number, &item.key, &title)?);
    }
    Ok(made)
}

/// The beginning of what an item says.
fn words(found: &ItemAt<'_>) -> String {
    let text: String = found.item.tasks.iter().map(|t| t.text.as_str()).collect();
    text.chars().take(80).collect()
}

/// The units that the tasks of an item name, in the order of their kinds.
fn named_on<'a>(local: &Local<'a>, item: &ItemView) -> Vec<&'a UnitRef> {
    let sheets = local.views.sheets.iter();
    let of_item = |id: &String| item.tasks.iter().any(|task| task.id == *id);
    let named = sheets.filter(|s| s.named.iter().any(|row| of_item(&row.task.id)));
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

fn matrix(local: &Local<'_>, frame: &Frame) -> Result<Vec<Document>, String> {
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
    let matrix = chart::matrix(&local.views.circular, &units);
    let (words, columns) = (&local.wording.pages, &local.wording.columns);
    // A section without a title has its number for a heading.
    let heading = |column: &chart::MatrixColumn| match column.title.as_str() {
        "" => column.label.clone(),
        title => title.to_owned(),
    };
    let sections = matrix.columns.iter().map(|c| count(&heading(c)));
    let head = std::iter::once(text(&columns.unit)).chain(sections);
    let mut rows = Grid::new(&words.matrix_data, head.chain([count(&columns.total)]));
    for row in &matrix.rows {
        let counts: Vec<String> = row
            .counts
            .iter()
            .chain([&row.total])
            .map(usize::to_string)
            .collect();
        rows.push(std::iter::once(row.name.as_str()).chain(counts.iter().map(String::as_str)));
    }
    let lines = matrix.rows.iter().map(|row| MatrixLine {
        counts: &row.counts,
        name: &row.name,
        total: row.total,
    });
    let data = MatrixData {
        sections: matrix.columns.iter().map(|c| c.title.as_str()).collect(),
        units: lines.collect(),
    };
    let mut page = local.page("matrix", "matrix", &words.matrix, Json::of(&matrix)?);
    page.pdf = local.tasks_pdf();
    page.with_data(
        frame,
        &local.shared("matrix"),
        &by_name(&data)?,
        rows,
        &local.views.circular.notice.date_iso,
    )
}
