//! What the last build made of what: by the path of each file the key of what it was
//! made from, and its line of the manifest. The contents are those of `out/`, which are
//! looked at before they are used again, so that a cache that is lost, old or damaged
//! costs time and nothing else.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::document::{Key, ManifestEntry};
use super::publish;

/// The cache of one `out/`, in a file beside it.
#[derive(Debug, Default)]
pub struct Cache {
    path: PathBuf,
    known: BTreeMap<String, Known>,
}

/// What is known of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    key: Key,
    entry: ManifestEntry,
}

impl Cache {
    /// The cache of the output folder `out`; empty where there is none that can be read.
    pub fn of(out: &Path) -> Cache {
        let path = publish::beside(out, ".cache").unwrap_or_default();
        let known = fs::read(&path).ok();
        let known = known.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Cache {
            path,
            known: known.unwrap_or_default(),
        }
    }

    /// The file at `path`, if it was made from what has this key.
    pub fn find(&self, path: &str, key: &Key) -> Option<&ManifestEntry> {
        let known = self.known.get(path).filter(|known| known.key == *key)?;
        (known.entry.path == path).then_some(&known.entry)
    }

    /// Remembers what this build has made; `keys` are those of the files that may be used
    /// again. Nothing is said where that fails: the next build is slower, and just as
    /// right.
    pub fn remember(&self, keys: Vec<Option<Key>>, entries: &[ManifestEntry]) {
        let files = entries.iter().zip(keys);
        let known = files.filter_map(|(entry, key)| {
            let known = Known {
                key: key?,
                entry: entry.clone(),
            };
            Some((entry.path.clone(), known))
        });
        let known: BTreeMap<String, Known> = known.collect();
        if known == self.known {
            return;
        }
        let Ok(bytes) = serde_json::to_vec(&known) else {
            return;
        };
        let beside = self.path.with_extension("cache~");
        // Whatever lies there may be a link to somebody's file.
        let _ = fs::remove_file(&beside);
        let _ = File::create_new(&beside)
            .and_then(|mut file| file.write_all(&bytes))
            .and_then(|()| fs::rename(&beside, &self.path));
    }
}
