//! What is handed out: one file of `out/`, before and after it is made.

use std::borrow::Cow;
use std::io::BufWriter;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::html::Site;
use super::pdf::Press;
use super::site::data::Table;

/// One file to make, and how.
#[derive(Debug, Clone)]
pub struct Document {
    /// Path below `out/`, with `/`: `suf-2017-15/units/shi-fagaiwei.pdf`.
    pub path: String,
    /// What it is, for the manifest: `notice`, `sheet`, `sheets`, `packet`, `page`, `data`,
    /// `asset`, `web` (what only a site on the web needs) ….
    pub kind: &'static str,
    /// For whom it is, where it is for somebody: the name of a unit or an area.
    pub audience: Option<String>,
    /// How it is made.
    pub work: Work,
}

/// How a file is made.
#[derive(Debug, Clone)]
pub enum Work {
    /// By typst, from `templates/pdf/<template>.typ`.
    Pdf {
        /// Name of the template, without ending.
        template: &'static str,
        /// The view.
        data: Json,
    },
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
    /// PDFs that are made by then, bound into one, each on a leaf of its own.
    Bound {
        /// The title.
        title: String,
        /// How many bytes they have in all.
        size: usize,
        /// Their paths below `out/`, with the hash of each.
        members: Vec<(Arc<str>, Digest)>,
    },
    /// It is ready.
    Ready(Vec<u8>),
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

/// A blake3 hash, as 64 hexadecimal digits wherever it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest(blake3::Hash);

impl Digest {
    /// Of bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(blake3::hash(bytes))
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Of what is written as JSON.
    ///
    /// # Errors
    /// Never for our views; a fault of serialising comes out as text.
    pub fn of_json(value: &impl Serialize) -> Result<Digest, String> {
        let mut text = BufWriter::new(blake3::Hasher::new());
        serde_json::to_writer(&mut text, value).map_err(|e| e.to_string())?;
        let hash = text.into_inner().map_err(|e| e.to_string())?;
        Ok(Digest(hash.finalize()))
    }
}

impl From<blake3::Hash> for Digest {
    fn from(hash: blake3::Hash) -> Self {
        Digest(hash)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0.to_hex().to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = blake3::HexError;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        blake3::Hash::from_hex(digits).map(Digest)
    }
}

/// The key of what is made from the same by the same program.
pub type Key = Digest;

/// The program: a hash of its sources and of the libraries that it is built with.
pub(super) const PROGRAM: &str = env!("GONGWEN_SOURCES");

impl Document {
    /// The key of the file before it is made: two documents with one key have the same
    /// bytes. None where making it costs no more than looking it up.
    pub fn key(&self, press: &Press, site: &Site) -> Option<Key> {
        let key = match &self.work {
            Work::Pdf { template, data } => {
                let parts = ["pdf", &press.key(template), template, &self.path];
                key_of(&parts, data)
            }
            Work::Page { template, data } => {
                let parts = ["page", &site.key(), template, &self.path];
                key_of(&parts, data)
            }
            Work::Data { table, ending } => key_of(&["data", ending, &self.path], &table.hash()),
            Work::Bound { title, members, .. } => key_of(&["bound", title, &self.path], members),
            Work::Ready(_) => return None,
        };
        key.ok()
    }
}

/// The key of what is made from these, so that no two parts can run into one another.
fn key_of(parts: &[&str], data: &impl Serialize) -> Result<Key, String> {
    Digest::of_json(&(PROGRAM, parts, data))
}

/// A file that was made.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// Path below `out/`.
    pub path: String,
    /// As of [`Document`].
    pub kind: &'static str,
    /// As of [`Document`].
    pub audience: Option<String>,
    /// Pages of a PDF.
    pub pages: Option<usize>,
    /// The contents.
    pub bytes: Vec<u8>,
}

/// One line of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// Path below `out/`.
    pub path: Arc<str>,
    /// As of [`Document`].
    pub kind: Cow<'static, str>,
    /// As of [`Document`].
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Pages of a PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// Size in bytes.
    pub bytes: usize,
    /// Of the contents.
    pub blake3: Digest,
}

impl From<&Artifact> for ManifestEntry {
    fn from(artifact: &Artifact) -> Self {
        ManifestEntry {
            path: artifact.path.as_str().into(),
            kind: Cow::Borrowed(artifact.kind),
            audience: artifact.audience.clone(),
            pages: artifact.pages,
            bytes: artifact.bytes.len(),
            blake3: Digest::of(&artifact.bytes),
        }
    }
}
