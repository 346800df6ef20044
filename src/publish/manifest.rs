//! `manifest.json`: every file of the output, its kind, for whom, its pages and its hash.

use std::fs::{self};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::documents::artifact::ManifestEntry;
use crate::publish::file_list::Lines;

/// Name of the list of all files, at the top of `out/`.
pub const MANIFEST: &str = "manifest.json";

/// The list of all files, at the top of `out/`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Which share of a whole this is, where it is not all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<ShardRecord>,
    /// The files, in the order of their paths.
    pub files: Vec<ManifestEntry>,
}

/// The same, as it is written.
#[derive(Serialize)]
pub(super) struct ManifestOf<'f> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) shard: Option<ShardRecord>,
    pub(super) files: &'f Lines,
}

impl Manifest {
    /// The list in `folder`; none where it is not ours.
    pub fn of(folder: &Path) -> Option<Manifest> {
        let bytes = fs::read(folder.join(MANIFEST)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

/// What the manifest of a share says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardRecord {
    /// From 1.
    pub index: usize,
    /// Of how many.
    pub of: usize,
    /// The key of everything that the whole is made from.
    pub inputs: String,
}
