//! Which pages and data files the site has. The PDFs beside them are planned in
//! [`plan`](super::plan); both print the same views.

mod annexes;
mod chart;
pub mod data;
mod grid;
mod notice;
mod page;
mod people;
mod scale;
pub mod search;

use serde_json::{Value, json};

use self::data::Grid;
use self::page::{Crumb, Frame, Page};
use super::document::{Document, Work};
use super::html::hashed;
use super::prose::Prose;
use super::view::NoticeViews;

/// Every page and data file, but for the assets of the templates.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn documents(all: &[NoticeViews], prose: &[Prose]) -> Result<Vec<Document>, String> {
    let mut order: Vec<&NoticeViews> = all.iter().collect();
    order.sort_by_key(|v| {
        let notice = &v.letter.notice;
        std::cmp::Reverse((notice.date_iso.clone(), notice.id.clone()))
    });
    let notices: Vec<notice::Local<'_>> = order.iter().map(|v| notice::Local::new(v)).collect();

    let entries: Vec<search::Entry> = notices.iter().flat_map(|n| n.entries()).collect();
    let index = search::script(&entries)?;
    let frame = Frame {
        name: name(order.iter().map(|v| v.letter.notice.agency.as_str())),
        index: hashed("search-index.js", &index),
        pages: prose
            .iter()
            .map(|p| Crumb::new(format!("{}.html", p.name), &p.title))
            .collect(),
    };
    let mut made = vec![Document {
        path: frame.index.clone(),
        kind: "asset",
        audience: None,
        work: Work::Ready(index),
    }];
    made.extend(front(&order, &notices, &frame)?);
    let none = Value::Null;
    made.push(bare("search", "search_page", "查找", Value::Null).document(&frame, &none));
    for page in prose {
        let view = page::value(page)?;
        let mut sheet = bare(&page.name, "prose", &page.title, view);
        sheet.summary.clone_from(&page.summary);
        made.push(sheet.document(&frame, &none));
    }
    for notice in &notices {
        made.extend(notice.pages(&frame)?);
    }
    Ok(made)
}

/// Whose notices they are, where they are all of one agency.
pub(super) fn name<'a>(mut agencies: impl Iterator<Item = &'a str>) -> String {
    match agencies.next() {
        Some(first) if agencies.all(|a| a == first) => format!("{first}公文"),
        _ => "公文".to_owned(),
    }
}

/// A page of no notice.
fn bare(stem: &str, template: &'static str, title: &str, view: Value) -> Page<'static> {
    Page {
        stem: stem.to_owned(),
        template,
        title: title.to_owned(),
        summary: title.to_owned(),
        audience: None,
        notice: None,
        crumbs: Vec::new(),
        pdf: None,
        view,
    }
}

/// The list of notices, the newest first.
fn front(
    order: &[&NoticeViews],
    notices: &[notice::Local<'_>],
    frame: &Frame,
) -> Result<Vec<Document>, String> {
    let list: Vec<Value> = notices.iter().map(|n| n.summary()).collect();
    let head = [
        "标题",
        "发文机关",
        "发文字号",
        "成文日期",
        "公开属性",
        "#指标",
        "#任务项",
        "#任务",
        "#责任单位",
    ];
    let mut grid = Grid::new("公文目录", head);
    for (views, local) in order.iter().zip(notices) {
        let letter = &views.letter;
        let figures = local.figures().map(|n| n.to_string());
        let words = [
            &letter.notice.title,
            &letter.notice.agency,
            &letter.notice.number,
            &letter.notice.date_iso,
            letter.publicity.as_ref().unwrap_or(&String::new()),
        ]
        .map(String::clone);
        grid.push(words.iter().chain(&figures).map(String::as_str));
    }
    let newest = order.first().map(|v| v.letter.notice.date_iso.as_str());
    let view = json!({ "notices": list });
    let mut page = bare("index", "index", &frame.name, view.clone());
    page.summary = format!("{}：全文、指标、任务、责任单位，可查可下载。", frame.name);
    page.with_data(
        frame,
        &Value::Null,
        &view,
        &grid,
        newest.unwrap_or("2000-01-01"),
    )
}
