//! What the last build made of what: by the path of each file the key of what it was
//! made from, and a hash of its line of the manifest. The contents are those of `out/`,
//! which are looked at before they are used again, so that a cache that is lost, old or
//! damaged costs time and nothing else.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use super::document::{Digest, Key, ManifestEntry};
use super::ledger::Lines;
use super::publish;

/// The cache of one `out/`, in a file beside it.
#[derive(Debug, Default)]
pub struct Cache {
    path: PathBuf,
    known: BTreeMap<Arc<str>, Known>,
}

/// What is known of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    key: Key,
    line: Digest,
}

impl Known {
    fn of(key: Key, entry: &ManifestEntry) -> Option<Known> {
        let line = serde_json::to_vec(entry).ok()?;
        Some(Known {
            key,
            line: Digest::of(&line),
        })
    }
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

    /// Whether the file of `entry`, as the last manifest says it, was made from what has
    /// this key.
    pub fn has(&self, entry: &ManifestEntry, key: Key) -> bool {
        let known = self.known.get(&entry.path);
        known.is_some() && known == Known::of(key, entry).as_ref()
    }

    /// How many files it knows.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Remembers what this build has made. Nothing is said where that fails: the next
    /// build is slower, and just as right.
    pub fn remember(&self, files: &Lines) {
        let known = files.iter().filter_map(|line| {
            let line = line.ok()?;
            let known = Known::of(line.key?, &line.entry)?;
            Some((line.entry.path, known))
        });
        let beside = self.path.with_extension("cache~");
        // Whatever lies there may be a link to somebody's file.
        let _ = fs::remove_file(&beside);
        let write = |file: File| -> std::io::Result<()> {
            let mut file = BufWriter::new(file);
            serde_json::Serializer::new(&mut file).collect_map(known)?;
            file.flush()
        };
        let _ = File::create_new(&beside)
            .and_then(write)
            .and_then(|()| fs::rename(&beside, &self.path));
    }
}
