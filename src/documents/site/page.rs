//! A page with what belongs to it: the way to it, its PDF, its data files.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::documents::document::{Document, Json, Work};
use crate::documents::kind::DocumentKind;
use crate::documents::table::{ENDINGS, Grid, Table};
use crate::view::NoticeRef;
use crate::wording::Wording;

/// What every page of the site shows.
#[derive(Debug, Serialize)]
pub struct Frame {
    /// The words of the pages, which templates get otherwise.
    #[serde(skip)]
    pub(super) wording: Arc<Wording>,
    /// Name of the site.
    pub(super) name: String,
    /// The script file of the search index, below `out/`.
    pub(super) index: String,
    /// Pages that people wrote: path and title.
    pub(super) pages: Vec<Crumb>,
    /// That on accessibility, which all pages name at their foot.
    pub(super) accessibility: Option<Crumb>,
}

/// A page, as others link to it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Crumb {
    /// Below `out/`.
    pub path: String,
    /// What the link says.
    pub title: String,
}

impl Crumb {
    pub(super) fn new(path: impl Into<String>, title: impl Into<String>) -> Crumb {
        Crumb {
            path: path.into(),
            title: title.into(),
        }
    }
}

/// What a page that has data files says of where they are.
pub(super) trait WithData: Clone + Serialize {
    /// The same, for files at `stem`.
    fn with_data(&self, stem: &str) -> Self;
}

/// A page before it is printed.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// Below `out/`, without ending: `suf-2017-15/items/41`.
    pub stem: String,
    /// Name of the template.
    pub template: &'static str,
    /// Its heading.
    pub title: String,
    /// One sentence on what it holds, for search engines and previews.
    pub summary: String,
    /// For whom it is.
    pub audience: Option<&'a str>,
    /// The notice that it belongs to.
    pub notice: Option<&'a NoticeRef>,
    /// The pages between the front page and this one.
    pub crumbs: Vec<Crumb>,
    /// The PDF that holds the same, below `out/`, and its name.
    pub pdf: Option<Crumb>,
    /// The file beside the PDF that can be edited, below `out/`.
    pub docx: Option<String>,
    /// What the template sees.
    pub view: Json,
}

/// What every template sees.
#[derive(Serialize)]
struct Seen<'p> {
    site: &'p Frame,
    title: &'p str,
    summary: &'p str,
    notice: Option<&'p NoticeRef>,
    crumbs: &'p [Crumb],
    pdf: Option<&'p Crumb>,
    docx: Option<&'p str>,
    view: &'p Json,
}

impl Page<'_> {
    /// The page alone; `more` is what else its template sees.
    ///
    /// # Errors
    /// Never for our views; a fault of serialising comes out as text.
    pub(super) fn document(self, frame: &Frame, more: &impl Serialize) -> Result<Document, String> {
        let seen = Seen {
            site: frame,
            title: &self.title,
            summary: &self.summary,
            notice: self.notice,
            crumbs: &self.crumbs,
            pdf: self.pdf.as_ref(),
            docx: self.docx.as_deref(),
            view: &self.view,
        };
        Ok(Document {
            path: format!("{}.html", self.stem),
            kind: DocumentKind::Page,
            audience: self.audience.map(str::to_owned),
            work: Work::Page {
                template: self.template,
                data: Json::joined(&seen, more)?,
            },
        })
    }

    /// The page and its data files, which the page then offers.
    ///
    /// # Errors
    /// As for [`Page::document`].
    pub(super) fn with_data(
        self,
        frame: &Frame,
        more: &impl WithData,
        view: &impl Serialize,
        grid: Grid,
        date: &str,
    ) -> Result<Vec<Document>, String> {
        let unnamed = &frame.wording.pages.unnamed_data;
        let table = Arc::new(Table::new(view, grid, date, unnamed)?);
        let mut made: Vec<Document> = ENDINGS
            .into_iter()
            .map(|ending| Document {
                path: format!("{}.{ending}", self.stem),
                kind: DocumentKind::Data,
                audience: self.audience.map(str::to_owned),
                work: Work::Data {
                    table: Arc::clone(&table),
                    ending,
                },
            })
            .collect();
        let more = more.with_data(&self.stem);
        made.push(self.document(frame, &more)?);
        Ok(made)
    }
}

/// A view with its fields in the order of their names, as data files have them.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub(super) fn by_name(view: &impl Serialize) -> Result<Value, String> {
    serde_json::to_value(view).map_err(|e| e.to_string())
}
