//! What the last build made of what: by the path of each file the key of what it was
//! made from, and a hash of its line of the manifest; and before them, on the first line,
//! the same of the whole, and the words of the titles. The contents are those of `out/`,
//! which are looked at before they are used again, so that a cache that is lost, old or
//! damaged costs time and nothing else.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::documents::artifact::ManifestEntry;
use crate::hash::{Digest, Key, PROGRAM};
use crate::interrupt;
use crate::publish;
use crate::publish::file_list::Lines;
use crate::render::title::Words;

/// The cache of one `out/`, in a file beside it.
#[derive(Debug, Default)]
pub struct Cache {
    path: PathBuf,
    head: Head,
    known: BTreeMap<Arc<str>, Known>,
}

/// The first line.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    whole: Option<Whole>,
    titles: Titles,
}

/// What is known of all files together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// Of all that they were made from.
    pub key: Key,
    /// A hash of the list of them.
    pub manifest: Digest,
}

/// What is known of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    key: Key,
    line: Digest,
}

/// Titles with their words; only as a whole, and with the same names, are they used.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Titles {
    seal: Option<Digest>,
    words: Words,
}

impl Titles {
    /// A hash of the words, with the key of the names that are never cut.
    fn seal(words: &Words, key: &str) -> Option<Digest> {
        let text = serde_json::to_vec(&(PROGRAM, key, words)).ok()?;
        Some(Digest::of(&text))
    }
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
        let bytes = fs::read(&path).unwrap_or_default();
        let end = bytes
            .iter()
            .position(|b| *b == b'\n')
            .unwrap_or(bytes.len());
        let (head, known) = bytes.split_at(end);
        Cache {
            path,
            head: serde_json::from_slice(head).unwrap_or_default(),
            known: serde_json::from_slice(known).unwrap_or_default(),
        }
    }

    /// The words of titles, where they were cut with the names that `key` is of.
    pub fn words(&mut self, key: &str) -> Words {
        let titles = std::mem::take(&mut self.head.titles);
        let whole = titles.seal.is_some() && titles.seal == Titles::seal(&titles.words, key);
        if whole { titles.words } else { Words::new() }
    }

    /// Whether the file of `entry`, as the last manifest says it, was made from what has
    /// this key.
    pub fn has(&self, entry: &ManifestEntry, key: Key) -> bool {
        let known = self.known.get(&entry.path);
        known.is_some() && known == Known::of(key, entry).as_ref()
    }

    /// What it knows of all files together.
    pub fn whole(&self) -> Option<Whole> {
        self.head.whole
    }

    /// Remembers what this build has made, each file and the whole, and the `words` of
    /// titles that it has cut with the names that `key` is of. Nothing is said where that
    /// fails: the next build is slower, and just as right.
    pub fn remember(&self, files: &Lines, whole: Option<Whole>, words: Words, key: &str) {
        let seal = Titles::seal(&words, key);
        let titles = Titles { seal, words };
        let head = Head { whole, titles };
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
            serde_json::to_writer(&mut file, &head)?;
            file.write_all(b"\n")?;
            serde_json::Serializer::new(&mut file).collect_map(known)?;
            file.flush()
        };
        let _ = interrupt::whole(|| {
            File::create_new(&beside)
                .and_then(write)
                .and_then(|()| fs::rename(&beside, &self.path))
        });
    }
}
