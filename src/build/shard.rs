//! Building on many machines: each makes its share of the documents, and the shares
//! are brought together. Which document is whose is decided by a hash of its path, so
//! that it is the same everywhere, even, and changes for none when another comes.

use std::io;
use std::path::{Path, PathBuf};

use filebuffer::FileBuffer;
use walkdir::{DirEntry, WalkDir};

use crate::diag::{Diagnostic, Place};
use crate::documents::artifact::ManifestEntry;
use crate::hash::PROGRAM;
use crate::publish;
use crate::publish::file_list::{FileList, Line};
use crate::publish::{MANIFEST, Manifest, Publisher, ShardRecord};

/// The third of eight: `3/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub index: usize,
    /// Of how many.
    pub of: usize,
}

impl Shard {
    /// Whether the document at `path` is in this share.
    pub fn has(self, path: &str) -> bool {
        let hash = blake3::hash(path.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        let count = self.of as u64;
        u64::from_le_bytes(first) % count == (self.index - 1) as u64
    }

    /// What the manifest says of it.
    pub fn shard(self, inputs: &str) -> ShardRecord {
        ShardRecord {
            index: self.index,
            of: self.of,
            inputs: inputs.to_owned(),
        }
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let parts = word.split_once('/');
        let parts = parts.and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((index, of)) if 1 <= index && index <= of => Ok(Shard { index, of }),
            _ => Err("写成 3/8 的样子：八份里的第三份".into()),
        }
    }
}

/// The key of all that a whole is made from: the program, `options` in words, and every
/// file in `folders`. Names that begin with a dot are the system's own.
///
/// # Errors
/// When a file cannot be read.
pub fn inputs(options: &str, folders: &[PathBuf]) -> io::Result<String> {
    let mut hash = blake3::Hasher::new();
    hash.update(PROGRAM.as_bytes());
    hash.update(format!("{options} {}\n", folders.len()).as_bytes());
    let ours = |e: &DirEntry| e.depth() == 0 || !e.file_name().as_encoded_bytes().starts_with(b".");
    for folder in folders {
        let files = WalkDir::new(folder).sort_by_file_name();
        for entry in files.into_iter().filter_entry(ours) {
            let entry = entry?;
            if entry.file_type().is_file() {
                let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                let contents = FileBuffer::open(entry.path())?;
                let line = format!("{} {}\n", parts.join("/"), contents.len());
                hash.update(line.as_bytes());
                hash.update_rayon(&contents);
            }
        }
    }
    Ok(hash.finalize().to_hex().to_string())
}

/// Brings the files of every share into `publisher`: `folders` are the outputs of the
/// shares, and `inputs` the key of what the project here would be made from. They are
/// written down in `file_list`.
///
/// # Errors
/// When a folder is no share, was made from something else, is there twice or damaged,
/// or when one is missing.
pub fn gather(
    folders: &[PathBuf],
    inputs: &str,
    publisher: &Publisher,
    file_list: &mut FileList,
) -> Result<(), Vec<Diagnostic>> {
    let mut found: Vec<(&Path, ShardRecord, Vec<ManifestEntry>)> = Vec::new();
    let mut errors = Vec::new();
    for folder in folders {
        match share_in(folder, inputs, &found) {
            Ok((shard, files)) => found.push((folder, shard, files)),
            Err(error) => errors.push(error.at(Place::file(folder.display().to_string()))),
        }
    }
    let of = found.first().map_or(0, |(_, shard, _)| shard.of);
    let there = |index: usize| found.iter().any(|(_, shard, _)| shard.index == index);
    let missing: Vec<String> = (1..=of)
        .filter(|index| !there(*index))
        .map(|index| format!("{index}/{of}"))
        .collect();
    if errors.is_empty() && !missing.is_empty() {
        let message = format!("还缺这几份：{}", missing.join("、"));
        let hint = "请把缺的做出来（gongwen make --shard），再一起合";
        errors.push(Diagnostic::error("shard-missing", message).hint(hint));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    for (folder, _, files) in found {
        for entry in files {
            let brought = publisher.bring(folder, &entry).and_then(|()| {
                let line = Line { entry, key: None };
                file_list.add(&line).map_err(|e| publish::unlisted(&e))
            });
            errors.extend(brought.err());
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

fn share_in(
    folder: &Path,
    inputs: &str,
    others: &[(&Path, ShardRecord, Vec<ManifestEntry>)],
) -> Result<(ShardRecord, Vec<ManifestEntry>), Diagnostic> {
    let Some(manifest) = Manifest::of(folder) else {
        return Err(Diagnostic::error(
            "shard-none",
            format!("这个文件夹里没有 {MANIFEST}，不是 gongwen 的成品"),
        ));
    };
    let Some(shard) = manifest.shard else {
        let message = "这个文件夹是整套的成品，不是其中一份";
        return Err(Diagnostic::error("shard-none", message));
    };
    let same = "各份要由同一版程序，用同样的 content/、templates/ 和选项做出来";
    if shard.inputs != inputs {
        let message = "这一份是用别的内容、模板、选项或别的版本的程序做的，和现在的对不上";
        return Err(Diagnostic::error("shard-inputs", message).hint(same));
    }
    let first = others.first().map(|(_, first, _)| first.of);
    if first.is_some_and(|of| of != shard.of) {
        let message = format!("这一份是 {} 份里的，别的不是", shard.of);
        return Err(Diagnostic::error("shard-count", message));
    }
    if let Some((other, ..)) = others.iter().find(|(_, o, _)| o.index == shard.index) {
        let message = format!(
            "第 {}/{} 份有两个，另一个是 {}",
            shard.index,
            shard.of,
            other.display()
        );
        return Err(Diagnostic::error("shard-twice", message));
    }
    let right = Shard {
        index: shard.index,
        of: shard.of,
    };
    let valid = 1 <= shard.index && shard.index <= shard.of;
    if !valid || manifest.files.iter().any(|e| !right.has(&e.path)) {
        let message = "这一份的清单不对：里面有不该它做的文件";
        return Err(Diagnostic::error("shard-damaged", message));
    }
    Ok((shard, manifest.files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_in_one_share_and_shares_are_even() {
        let paths: Vec<String> = (0..8000).map(|n| format!("a/units/{n}.pdf")).collect();
        let share = |index| Shard { index, of: 8 };
        let sizes: Vec<usize> = (1..=8)
            .map(|i| paths.iter().filter(|p| share(i).has(p)).count())
            .collect();
        assert_eq!(sizes.iter().sum::<usize>(), 8000);
        assert!(sizes.iter().all(|n| (900..1100).contains(n)), "{sizes:?}");
    }

    #[test]
    fn shares_are_written_as_index_and_count() {
        assert_eq!("3/8".parse(), Ok(Shard { index: 3, of: 8 }));
        for wrong in ["0/8", "9/8", "3", "3/", "/8", "a/b", "3/8/2", ""] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
