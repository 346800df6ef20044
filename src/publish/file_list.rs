//! The files of a build: one line each, written down as they come and read again when all
//! are there. An archive has a million of them; beyond a few thousand they lie in a
//! nameless file beside `out/`, and not in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use serde::ser::{Error, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};
use tempfile::SpooledTempFile;

use crate::documents::artifact::ManifestEntry;
use crate::documents::kind::DocumentKind;
use crate::hash::Key;
use crate::publish::paths::short;

/// So many bytes stay in memory.
const IN_MEMORY: usize = 2 << 20;

/// A line: a file, and the key of what it was made from, where it may be used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The file.
    pub entry: ManifestEntry,
    /// The key.
    pub key: Option<Key>,
}

/// Where a line lies.
#[derive(Debug, Clone, Copy)]
struct Place {
    from: u64,
    length: usize,
}

/// Lines in the order in which they came.
#[derive(Debug)]
pub struct FileList {
    spool: RefCell<SpooledTempFile>,
    end: u64,
    /// By the first half of the hash of each path.
    places: BTreeMap<[u8; 16], Place>,
}

impl FileList {
    /// An empty one, whose file would lie in `folder`.
    pub fn beside(folder: &Path) -> FileList {
        FileList {
            spool: RefCell::new(tempfile::spooled_tempfile_in(IN_MEMORY, folder)),
            end: 0,
            places: BTreeMap::new(),
        }
    }

    /// Writes a line down. Of two with one path the later counts.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn add(&mut self, line: &Line) -> io::Result<()> {
        let text = serde_json::to_vec(line)?;
        let place = Place {
            from: self.end,
            length: text.len(),
        };
        let spool = self.spool.get_mut();
        spool.seek(SeekFrom::Start(place.from))?;
        spool.write_all(&text)?;
        self.end += text.len() as u64;
        self.places.insert(short(&line.entry.path), place);
        Ok(())
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The file at `path`.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn get(&self, path: &str) -> io::Result<Option<ManifestEntry>> {
        let place = self.places.get(&short(path));
        let line = place.map(|place| self.line(*place)).transpose()?;
        Ok(line.map(|line| line.entry))
    }

    /// The paths of all files of a kind.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn paths(&self, kind: DocumentKind) -> io::Result<Vec<Arc<str>>> {
        let mut paths = Vec::new();
        for place in self.places.values() {
            let entry = self.line(*place)?.entry;
            if entry.kind == kind {
                paths.push(entry.path);
            }
        }
        Ok(paths)
    }

    /// All files, by path.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn entries(&self) -> io::Result<Vec<ManifestEntry>> {
        let lines = self.places.values().map(|place| self.line(*place));
        let entries = lines.map(|line| line.map(|line| line.entry));
        let mut entries: Vec<ManifestEntry> = entries.collect::<io::Result<_>>()?;
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn line(&self, place: Place) -> io::Result<Line> {
        let mut text = vec![0; place.length];
        let mut spool = self.spool.borrow_mut();
        spool.seek(SeekFrom::Start(place.from))?;
        spool.read_exact(&mut text)?;
        Ok(serde_json::from_slice(&text)?)
    }

    /// All lines, by path.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn sorted(self) -> io::Result<Lines> {
        let mut paths = Vec::with_capacity(self.places.len());
        for place in self.places.values() {
            paths.push((self.line(*place)?.entry.path, *place));
        }
        paths.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Lines {
            order: paths.into_iter().map(|(_, place)| place).collect(),
            file_list: self,
        })
    }
}

/// Lines in the order of their paths. Written out it is the list of files, without keys.
#[derive(Debug)]
pub struct Lines {
    file_list: FileList,
    order: Vec<Place>,
}

impl Lines {
    /// How many files there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Whether there is a file at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.file_list.places.contains_key(&short(path))
    }

    /// Each line; an error where the disk fails.
    pub fn iter(&self) -> impl Iterator<Item = io::Result<Line>> {
        self.order.iter().map(|place| self.file_list.line(*place))
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for line in self.iter() {
            list.serialize_element(&line.map_err(S::Error::custom)?.entry)?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::Digest;

    fn line(path: &str) -> Line {
        Line {
            entry: ManifestEntry {
                path: path.into(),
                kind: DocumentKind::Sheet,
                audience: Some("市发改委".into()),
                pages: Some(2),
                bytes: 3,
                blake3: Digest::of(path.as_bytes()),
            },
            key: Some(Digest::of(b"key")),
        }
    }

    #[test]
    fn lines_come_back_by_path_from_memory_and_from_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        for count in [3usize, 20_000] {
            let mut file_list = FileList::beside(folder.path());
            for n in (0..count).rev() {
                file_list.add(&line(&format!("a/{n:06}.pdf"))).unwrap();
            }
            assert_eq!(
                file_list.get("a/000001.pdf").unwrap(),
                Some(line("a/000001.pdf").entry)
            );
            assert_eq!(file_list.get("b").unwrap(), None);
            let lines = file_list.sorted().unwrap();
            let found: Vec<Line> = lines.iter().collect::<io::Result<_>>().unwrap();
            let wanted: Vec<Line> = (0..count).map(|n| line(&format!("a/{n:06}.pdf"))).collect();
            assert_eq!(found, wanted);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
