//! Which pages and data files the site has. The PDFs beside them are planned in
//! [`plan`](super::plan); both print the same views.

use serde::Serialize;
use serde_json::{Value, json};

use super::document::{Document, Work};
use super::view::{IndicatorsView, NoticeView, NoticeViews, SheetView, TasksView};

/// Every page and data file, but for the assets of the templates.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn documents(all: &[NoticeViews]) -> Result<Vec<Document>, String> {
    let mut order: Vec<&NoticeViews> = all.iter().collect();
    order.sort_by_key(|v| {
        let notice = &v.letter.notice;
        std::cmp::Reverse((notice.date_iso.clone(), notice.id.clone()))
    });
    let notices: Vec<Value> = order.iter().map(|v| summary(v)).collect();
    let mut made = vec![page(
        "index.html".into(),
        "index",
        "公文",
        None,
        json!({ "notices": notices }),
    )];
    for views in all {
        pages(views, &mut made)?;
    }
    Ok(made)
}

/// What the front page says of a notice.
fn summary(views: &NoticeViews) -> Value {
    let letter = &views.letter;
    let items = |t: &TasksView| {
        t.parts
            .iter()
            .flat_map(|p| &p.sections)
            .map(|s| s.items.len())
            .sum::<usize>()
    };
    json!({
        "notice": letter.notice,
        "publicity": letter.publicity,
        "indicators": letter.indicators.as_ref().map(|t| t.rows.len()),
        "items": letter.tasks.as_ref().map(items),
        "tasks": letter.tasks.as_ref().map(|t| task_rows(t).len() - 1),
        "units": views.sheets.len(),
        "areas": views.packets.len(),
    })
}

fn pages(views: &NoticeViews, made: &mut Vec<Document>) -> Result<(), String> {
    let notice = &views.letter.notice;
    let id = &notice.id;
    let path = |stem: &str| format!("{id}/{stem}.html");
    let mut add = |stem: &str, template, title: &str, audience, view: Value| {
        let data = json!({ "notice": notice, "view": view });
        made.push(page(path(stem), template, title, audience, data));
    };
    let value = |v: &dyn erased::View| v.value();

    add(
        "notice",
        "notice",
        &notice.title,
        None,
        value(&views.letter)?,
    );
    if let Some(table) = &views.letter.indicators {
        add(
            "indicators",
            "indicators",
            &table.title,
            None,
            value(table)?,
        );
    }
    if let Some(table) = &views.letter.tasks {
        add("tasks", "tasks", &table.title, None, value(table)?);
    }
    add(
        "units/index",
        "units",
        "责任单位",
        None,
        json!({ "kinds": by_kind(&views.sheets) }),
    );
    for sheet in &views.sheets {
        let stem = format!("units/{}", sheet.unit.slug);
        let title = format!("{}任务单", sheet.unit.name);
        add(
            &stem,
            "sheet",
            &title,
            Some(sheet.unit.name.clone()),
            value(sheet)?,
        );
    }
    let areas: Vec<Value> = views
        .packets
        .iter()
        .map(|p| json!({ "area": p.area, "government": p.government }))
        .collect();
    add(
        "areas/index",
        "areas",
        "各市、区专包",
        None,
        json!({ "areas": areas }),
    );
    for packet in &views.packets {
        let Some(slug) = &packet.area.slug else {
            continue;
        };
        let stem = format!("areas/{slug}");
        let title = format!("{}专包", packet.area.full);
        // The letter and its annexes have pages of their own.
        let view = json!({
            "area": packet.area,
            "government": packet.government,
            "targets": packet.targets,
            "sheet": packet.sheet,
        });
        add(
            &stem,
            "packet",
            &title,
            Some(packet.area.full.clone()),
            view,
        );
    }
    add(
        "collectives",
        "collectives",
        "统称的责任单位",
        None,
        value(&views.collectives)?,
    );
    made.extend(data_files(id, &views.letter)?);
    Ok(())
}

/// Anything that serialises, so that one closure takes every view.
mod erased {
    pub(super) trait View {
        fn value(&self) -> Result<serde_json::Value, String>;
    }

    impl<T: serde::Serialize> View for T {
        fn value(&self) -> Result<serde_json::Value, String> {
            serde_json::to_value(self).map_err(|e| e.to_string())
        }
    }
}

fn page(
    path: String,
    template: &'static str,
    title: &str,
    audience: Option<String>,
    mut data: Value,
) -> Document {
    data["title"] = title.into();
    Document {
        path,
        kind: "page",
        audience,
        work: Work::Page { template, data },
    }
}

/// Sheets by the kind of their units, in the order in which the kinds come.
fn by_kind(sheets: &[SheetView]) -> Vec<Value> {
    let mut kinds: Vec<(&str, Vec<Value>)> = Vec::new();
    for sheet in sheets {
        let row = json!({
            "unit": sheet.unit,
            "named": sheet.named.len(),
            "through": sheet.through.len(),
            "possible": sheet.possible.len(),
        });
        match kinds.last_mut() {
            Some((kind, rows)) if *kind == sheet.unit.kind => rows.push(row),
            _ => kinds.push((&sheet.unit.kind, vec![row])),
        }
    }
    let kinds = kinds.into_iter();
    kinds
        .map(|(kind, units)| json!({ "kind": kind, "units": units }))
        .collect()
}

/// CSV and JSON of the two tables.
fn data_files(id: &str, letter: &NoticeView) -> Result<Vec<Document>, String> {
    let mut files = Vec::new();
    let mut add = |stem: &str, ending: &str, bytes: Vec<u8>| {
        files.push(Document {
            path: format!("{id}/{stem}.{ending}"),
            kind: "data",
            audience: None,
            work: Work::Ready(bytes),
        });
    };
    if let Some(table) = &letter.indicators {
        add("indicators", "json", pretty(table)?);
        add("indicators", "csv", csv_file(&indicator_rows(table))?);
    }
    if let Some(table) = &letter.tasks {
        add("tasks", "json", pretty(table)?);
        add("tasks", "csv", csv_file(&task_rows(table))?);
    }
    Ok(files)
}

fn pretty(view: &impl Serialize) -> Result<Vec<u8>, String> {
    serde_json::to_vec_pretty(view).map_err(|e| e.to_string())
}

/// UTF-8 with a byte order mark, without which spreadsheets garble Chinese.
fn csv_file(rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row).map_err(|e| e.to_string())?;
    }
    writer.into_inner().map_err(|e| e.to_string())
}

/// Every area has its value in every row: a spreadsheet has no use for merged cells.
fn indicator_rows(table: &IndicatorsView) -> Vec<Vec<String>> {
    let mut head: Vec<String> = ["序号", "分组", "指标名称", "单位"]
        .map(str::to_owned)
        .into();
    head.extend(table.areas.iter().map(|a| a.name.clone()));
    let mut rows = vec![head];
    // Cells that reach down: area → text and rows left.
    let mut reaching: std::collections::BTreeMap<&str, (&str, u32)> = Default::default();
    for row in &table.rows {
        let mut line = vec![
            row.number.to_string(),
            row.group.clone().unwrap_or_default(),
            row.name.clone(),
            row.unit.clone(),
        ];
        for cell in &row.cells {
            for area in &cell.areas {
                reaching.insert(area, (&cell.text, cell.rowspan));
            }
        }
        for area in &table.areas {
            let text = match reaching.get_mut(area.name.as_str()) {
                Some((text, left)) if *left > 0 => {
                    *left -= 1;
                    (*text).to_owned()
                }
                _ => String::new(),
            };
            line.push(text);
        }
        rows.push(line);
    }
    rows
}

fn task_rows(table: &TasksView) -> Vec<Vec<String>> {
    let head = [
        "编号",
        "部分",
        "章节",
        "序号",
        "名称",
        "工作任务",
        "责任单位",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for part in &table.parts {
        for section in &part.sections {
            for item in &section.items {
                for task in &item.tasks {
                    rows.push(vec![
                        task.id.clone(),
                        part.heading.clone().unwrap_or_default(),
                        section.heading.clone().unwrap_or_default(),
                        item.number.to_string(),
                        item.name.clone(),
                        task.text.clone(),
                        task.responsible.clone(),
                    ]);
                }
            }
        }
    }
    rows
}
