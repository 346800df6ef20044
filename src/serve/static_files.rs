//! The published files. Only what the manifest lists is handed out, under exactly
//! the path that it lists; so no path, however it is written, leads anywhere else.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use serde::Deserialize;

use crate::publish::MANIFEST;

/// The files of one build.
#[derive(Debug, Default)]
pub(super) struct StaticFiles {
    /// Without links.
    folder: PathBuf,
    /// With the hash of each.
    files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Manifest {
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    #[serde(default)]
    blake3: String,
}

impl StaticFiles {
    /// What lies in `out`; nothing, where there is no output yet.
    pub(super) fn open(out: &Path) -> StaticFiles {
        let read = || -> io::Result<StaticFiles> {
            let folder = out.canonicalize()?;
            let manifest = fs::read(folder.join(MANIFEST))?;
            let manifest: Manifest = serde_json::from_slice(&manifest)?;
            let files = manifest.files.into_iter();
            let files = files.map(|file| (file.path, file.blake3));
            // The list has no hash of its own.
            let files = files.chain([(MANIFEST.to_owned(), String::new())]);
            let files = files.collect();
            Ok(StaticFiles { folder, files })
        };
        read().unwrap_or_default()
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The file that the path of an address means; a folder means its `index.html`.
    pub(super) fn find(&self, address: &str) -> Option<&str> {
        let path = percent_decode_str(address).decode_utf8().ok()?;
        let path = path.strip_prefix('/')?;
        let index = path.is_empty() || path.ends_with('/');
        let path = format!("{path}{}", if index { "index.html" } else { "" });
        self.files
            .get_key_value(&path)
            .map(|(path, _)| path.as_str())
    }

    /// What changes when the content of a file does, as the list says it.
    pub(super) fn tag(&self, path: &str) -> Option<&str> {
        let hash = self.files.get(path)?;
        (!hash.is_empty()).then_some(hash)
    }

    /// Opens a file that was found. A link, in its place or above it, is as nothing.
    pub(super) fn take(&self, path: &str) -> io::Result<File> {
        let whole = self.folder.join(path);
        if whole.canonicalize()? != whole || !whole.symlink_metadata()?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        File::open(whole)
    }
}
