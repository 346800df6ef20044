//! What is handed out: one file of `out/`, before and after it is made.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::documents::form_table::FormTable;
use crate::documents::kind::DocumentKind;
use crate::documents::table::Table;
use crate::hash::Digest;
use crate::view::{CircularView, SetTitle, SetsTitles, SheetView};

/// One file to make, and how.
#[derive(Debug, Clone)]
pub struct Document {
    /// Path below `out/`, with `/`: `suf-2017-15/units/shi-fagaiwei.pdf`.
    pub path: String,
    /// What it is.
    pub kind: DocumentKind,
    /// For whom it is, where it is for somebody: the name of a unit or an area.
    pub audience: Option<String>,
    /// How it is made.
    pub work: Work,
}

/// How a file is made.
#[derive(Debug, Clone)]
pub enum Work {
    /// By typst.
    Pdf(Typeset),
    /// By tera, from `templates/html/<template>.html`.
    Page {
        /// Name of the template, without ending; with it, where it is not `.html`.
        template: &'static str,
        /// The view.
        data: Json,
    },
    /// The data of a page as a file of this ending.
    Data {
        /// What all the data files of one page are made from.
        table: Arc<Table>,
        /// `xlsx`, `csv`, `json` or `yaml`.
        ending: &'static str,
    },
    /// The form of a unit in a round of self-checks, as a workbook.
    Form(Arc<FormTable>),
    /// A file that others can go on editing.
    Docx(Editable),
    /// PDFs that are made by then, bound into one, each on a leaf of its own.
    Bound {
        /// The title.
        title: String,
        /// How many bytes they have in all.
        size: usize,
        /// Their paths below `out/`, with the hash of each.
        members: Vec<(Arc<str>, Digest)>,
    },
    /// Files that are made by then, packed into one ZIP file.
    Archive {
        /// The day that its files bear: `2017-01-26`.
        date: String,
        /// What is packed.
        members: Vec<Packed>,
    },
    /// It is ready.
    Ready(Vec<u8>),
}

/// What a file holds that others can go on editing.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Editable {
    /// The circular with its annexes.
    Notice(Arc<CircularView>),
    /// One annex of it.
    Annex(Arc<CircularView>, usize),
    /// The sheet of a unit.
    Sheet(Box<SheetView>),
}

/// One file of an archive.
#[derive(Debug, Clone, Serialize)]
pub struct Packed {
    /// Path below `out/`.
    pub path: Arc<str>,
    /// Of its contents.
    pub blake3: Digest,
    /// Its name in the archive.
    pub name: String,
}

/// What typst makes a PDF of.
#[derive(Debug, Clone)]
pub struct Typeset {
    /// Name of the template in `templates/pdf/`, without ending.
    pub template: &'static str,
    /// The view.
    pub data: Json,
    /// The titles in it that are set in lines.
    pub titles: Vec<SetTitle>,
}

impl Typeset {
    /// A view with the titles that it sets, for a template.
    ///
    /// # Errors
    /// Never for our views; a fault of serialising comes out as text.
    pub fn of(
        template: &'static str,
        view: &(impl Serialize + SetsTitles),
    ) -> Result<Self, String> {
        Ok(Typeset {
            template,
            data: Json::of(view)?,
            titles: view.titles(),
        })
    }
}

/// A view as templates get it. As text it takes a tenth of the memory that it takes as
/// a tree, and documents wait for their turn by the thousand.
#[derive(Debug, Clone, Serialize)]
pub struct Json(Box<RawValue>);

/// The fields of two views as those of one.
#[derive(Serialize)]
struct Joined<A, B> {
    #[serde(flatten)]
    one: A,
    #[serde(flatten)]
    more: B,
}

impl Json {
    /// The view as text.
    ///
    /// # Errors
    /// Never for our views; a fault of serialising comes out as text.
    pub fn of(view: &impl Serialize) -> Result<Json, String> {
        let text = serde_json::value::to_raw_value(view);
        text.map(Json).map_err(|e| e.to_string())
    }

    /// The fields of `one` and those of `more`, as one view.
    ///
    /// # Errors
    /// Where one of them has no fields; never for our views.
    pub fn joined(one: &impl Serialize, more: &impl Serialize) -> Result<Json, String> {
        Json::of(&Joined { one, more })
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// The tree.
    pub fn value(&self) -> Value {
        serde_json::from_str(self.text()).unwrap_or_default()
    }
}
