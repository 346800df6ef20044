//! Which pages and data files the site has. The PDFs beside them are planned in
//! [`plan`](crate::documents::pdfs); both print the same views.

mod annexes;
mod chart;
mod choices;
mod grid;
mod local;
mod marks;
mod notice;
mod package;
mod page;
mod people;
mod progress;
mod rounds;
mod scale;
pub mod search;
mod sizes;
mod views;

use std::cmp::Reverse;
use std::sync::Arc;

use crate::documents::document::{Document, Json, Work};
use crate::documents::kind::DocumentKind;
use crate::documents::prose::Prose;
use crate::documents::round::RoundViews;
use crate::documents::site::package::{About, Descriptions};
pub use crate::documents::site::page::Frame;
use crate::documents::site::page::{Crumb, Page, by_name};
use crate::documents::site::views::{Bare, NoticesPage};
use crate::documents::table::{Column, Grid, Holds, count, text};
use crate::view::NoticeViews;
use crate::wording::{Pages, Wording};

/// Where the index of the search box lies. Its name has no hash: pages that it finds
/// would else change whenever any other page does.
pub const INDEX: &str = "search-index.js";

/// The page that is named at the foot of all, and not at their head.
const ACCESSIBILITY: &str = "accessibility";

/// The day of what has no notices.
const NO_DATE: &str = "2000-01-01";

/// What the pages of the whole site need to know of one notice. An archive has hundreds
/// in memory, so what is long is there as text.
#[derive(Debug)]
pub struct Brief {
    /// Sorts the newest first.
    order: Reverse<(String, String)>,
    /// Of the list of notices: what the page shows, and the row of its table.
    summary: Json,
    row: Vec<String>,
    agency: String,
    date: String,
    /// What the search box finds.
    entries: String,
}

impl Brief {
    /// Of one notice, in the words of `wording`.
    ///
    /// # Errors
    /// Never for our views; a fault of serialising comes out as text.
    pub fn of(views: &NoticeViews, wording: &Wording) -> Result<Brief, String> {
        let local = local::Local::new(views, &[], wording);
        let circular = &views.circular;
        let notice = &circular.notice;
        let publicity = circular.publicity.clone().unwrap_or_default();
        let words = [
            &*notice.title,
            &notice.agency,
            &notice.number,
            &notice.date_iso,
            &publicity,
        ];
        let figures = local.figures().map(|n| n.to_string());
        Ok(Brief {
            order: Reverse((notice.date_iso.clone(), notice.id.clone())),
            summary: Json::of(&local.summary())?,
            row: words
                .into_iter()
                .map(str::to_owned)
                .chain(figures)
                .collect(),
            agency: notice.agency.clone(),
            date: notice.date_iso.clone(),
            entries: search::text_of(&local.found())?,
        })
    }
}

/// What every page shows: the order of `briefs` does not matter; `prose` are the pages
/// that people wrote, and `wording` has the words of the others.
pub fn frame(briefs: &[Brief], prose: &[Prose], wording: &Arc<Wording>) -> Frame {
    let page = |page: &Prose| Crumb::new(format!("{}.html", page.name), &page.title);
    let (foot, head): (Vec<&Prose>, Vec<&Prose>) =
        prose.iter().partition(|page| page.name == ACCESSIBILITY);
    Frame {
        wording: Arc::clone(wording),
        name: name(briefs.iter().map(|b| b.agency.as_str()), &wording.pages),
        index: INDEX.to_owned(),
        pages: head.into_iter().map(page).collect(),
        accessibility: foot.into_iter().map(page).next(),
    }
}

/// The pages of the whole site; as for [`frame`].
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn front(
    mut briefs: Vec<Brief>,
    prose: &[Prose],
    frame: &Frame,
) -> Result<Vec<Document>, String> {
    briefs.sort_by(|a, b| a.order.cmp(&b.order));
    let mut made = list(&briefs, frame)?;
    let about = About {
        folder: "",
        title: &frame.wording.pages.notices,
        number: None,
        date: briefs.first().map_or(NO_DATE, |brief| &brief.date),
    };
    let descriptions = Descriptions::of(&frame.wording);
    made.push(package::document(&about, &made, &descriptions)?);
    let entries = briefs.iter().map(|b| b.entries.as_str());
    made.push(Document {
        path: INDEX.to_owned(),
        kind: DocumentKind::Asset,
        audience: None,
        work: Work::Ready(search::script(entries)),
    });
    let none = Bare::default();
    let words = &frame.wording.pages;
    let search = bare("search", "search_page", &words.search, Json::of(&none)?);
    made.push(search.document(frame, &none)?);
    for page in prose {
        let view = Json::of(page)?;
        let mut sheet = bare(&page.name, "prose", &page.title, view);
        sheet.summary.clone_from(&page.summary);
        made.push(sheet.document(frame, &none)?);
    }
    Ok(made)
}

/// The pages and data files of one notice, with its rounds of self-checks.
///
/// # Errors
/// As for [`front`].
pub fn documents(
    views: &NoticeViews,
    rounds: &[RoundViews],
    frame: &Frame,
) -> Result<Vec<Document>, String> {
    let mut made = local::Local::new(views, rounds, &frame.wording).pages(frame)?;
    let notice = &views.circular.notice;
    let about = About {
        folder: &notice.id,
        title: &notice.title,
        number: Some(&notice.number),
        date: &notice.date_iso,
    };
    let descriptions = Descriptions::of(&frame.wording);
    made.push(package::document(&about, &made, &descriptions)?);
    Ok(made)
}

/// Whose notices they are, where they are all of one agency.
pub(super) fn name<'a>(mut agencies: impl Iterator<Item = &'a str>, words: &Pages) -> String {
    match agencies.next() {
        Some(first) if agencies.all(|a| a == first) => words.site.with([("agency", first)]),
        _ => words.site_of_several.clone(),
    }
}

/// A page of no notice.
fn bare(stem: &str, template: &'static str, title: &str, view: Json) -> Page<'static> {
    Page {
        stem: stem.to_owned(),
        template,
        title: title.to_owned(),
        summary: title.to_owned(),
        audience: None,
        notice: None,
        crumbs: Vec::new(),
        pdf: None,
        docx: None,
        view,
    }
}

/// The list of notices, the newest first.
fn list(briefs: &[Brief], frame: &Frame) -> Result<Vec<Document>, String> {
    let (words, columns) = (&frame.wording.pages, &frame.wording.columns);
    let head = [
        text(&columns.title),
        text(&columns.agency),
        text(&columns.document_number),
        Column::of(&columns.date, Holds::Date),
        text(&columns.publicity),
        count(&columns.indicators),
        count(&columns.items),
        count(&columns.tasks),
        count(&columns.units),
    ];
    let mut grid = Grid::new(&words.notices, head);
    for brief in briefs {
        grid.push(brief.row.iter().map(String::as_str));
    }
    let newest = briefs.first().map(|b| b.date.as_str());
    let notices = briefs.iter().map(|b| &b.summary).collect();
    let view = NoticesPage { notices };
    let mut page = bare("index", "index", &frame.name, Json::of(&view)?);
    page.summary = words.site_summary.with([("site", &frame.name)]);
    let date = newest.unwrap_or(NO_DATE);
    page.with_data(frame, &Bare::default(), &by_name(&view)?, grid, date)
}
