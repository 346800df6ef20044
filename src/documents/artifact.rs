//! A file of `out/` that was made, and its line in `manifest.json`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::documents::kind::DocumentKind;
use crate::hash::Digest;

/// A file that was made.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// Path below `out/`.
    pub path: String,
    /// As of [`Document`](super::document::Document).
    pub kind: DocumentKind,
    /// As of [`Document`](super::document::Document).
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
    /// As of [`Document`](super::document::Document).
    pub kind: DocumentKind,
    /// As of [`Document`](super::document::Document).
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
            kind: artifact.kind,
            audience: artifact.audience.clone(),
            pages: artifact.pages,
            bytes: artifact.bytes.len(),
            blake3: Digest::of(&artifact.bytes),
        }
    }
}
