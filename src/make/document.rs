//! What is handed out: one file of `out/`, before and after it is made.

use serde::Serialize;
use serde_json::Value;

/// One file to make, and how.
#[derive(Debug, Clone)]
pub struct Document {
    /// Path below `out/`, with `/`: `suf-2017-15/units/shi-fagaiwei.pdf`.
    pub path: String,
    /// What it is, for the manifest: `notice`, `sheet`, `packet`, `page`, `data`, `asset`,
    /// `web` (what only a site on the web needs).
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
        data: Value,
    },
    /// By tera, from `templates/html/<template>.html`.
    Page {
        /// Name of the template, without ending; with it, where it is not `.html`.
        template: &'static str,
        /// The view.
        data: Value,
    },
    /// It is ready.
    Ready(Vec<u8>),
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
#[derive(Debug, Clone, Serialize)]
pub struct ManifestEntry {
    /// Path below `out/`.
    pub path: String,
    /// As of [`Document`].
    pub kind: &'static str,
    /// As of [`Document`].
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Pages of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// Size in bytes.
    pub bytes: usize,
    /// blake3 of the contents, in hexadecimal.
    pub blake3: String,
}

impl From<&Artifact> for ManifestEntry {
    fn from(artifact: &Artifact) -> Self {
        ManifestEntry {
            path: artifact.path.clone(),
            kind: artifact.kind,
            audience: artifact.audience.clone(),
            pages: artifact.pages,
            bytes: artifact.bytes.len(),
            blake3: blake3::hash(&artifact.bytes).to_hex().to_string(),
        }
    }
}
