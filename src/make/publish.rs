//! Publishing: everything is written beside `out/`, and only a whole set is moved
//! into its place. A run that fails or is killed leaves the last good one.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::document::{Artifact, ManifestEntry};
use crate::diag::{Diagnostic, Place};

/// Name of the list of all files, at the top of `out/`.
pub const MANIFEST: &str = "manifest.json";

/// An output folder in the making.
#[derive(Debug)]
pub struct Publisher {
    out: PathBuf,
    next: PathBuf,
    previous: PathBuf,
    /// Held until the publisher is dropped, so that two builds do not mix.
    _lock: File,
    done: bool,
}

/// What publishing changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Files that were not there before.
    pub added: usize,
    /// Files whose contents differ.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that are as they were.
    pub same: usize,
}

impl Publisher {
    /// Takes the lock, cleans up after a run that was killed, and makes the folder
    /// that is written to.
    ///
    /// # Errors
    /// When another build holds the lock, when `out` is somebody else's folder, or
    /// when folders cannot be made.
    pub fn begin(out: &Path) -> Result<Self, Diagnostic> {
        let beside = |ending: &str| {
            let mut name = out.file_name().unwrap_or_default().to_owned();
            name.push(ending);
            out.with_file_name(name)
        };
        let (next, previous) = (beside(".next"), beside(".prev"));
        if let Some(parent) = out.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(|e| failed("建不了文件夹", parent, &e))?;
        }
        let lock_path = beside(".lock");
        let lock = File::create(&lock_path).map_err(|e| failed("建不了锁文件", &lock_path, &e))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(Diagnostic::error(
                    "out-busy",
                    format!("另一次生成正在写 {}", out.display()),
                )
                .hint("等它完成再试"));
            }
            Err(fs::TryLockError::Error(e)) => return Err(failed("锁不住", &lock_path, &e)),
        }
        // Killed between the two renames: the old output is whole beside its place.
        if !out.exists() && previous.exists() {
            fs::rename(&previous, out).map_err(|e| failed("恢复不了旧的成品", out, &e))?;
        }
        let foreign = fs::read_dir(out).is_ok_and(|mut files| files.next().is_some())
            && !out.join(MANIFEST).exists();
        if foreign {
            return Err(Diagnostic::error(
                "out-foreign",
                format!("{} 里有别的文件，不像是 gongwen 的成品", out.display()),
            )
            .at(Place::file(out.display().to_string()))
            .hint("成品文件夹会被整个换掉；请另指一个空文件夹（--out）"));
        }
        for stale in [&next, &previous] {
            if stale.exists() {
                fs::remove_dir_all(stale).map_err(|e| failed("清不掉上次留下的", stale, &e))?;
            }
        }
        fs::create_dir_all(&next).map_err(|e| failed("建不了文件夹", &next, &e))?;
        Ok(Publisher {
            out: out.to_owned(),
            next,
            previous,
            _lock: lock,
            done: false,
        })
    }

    /// Writes one file beside `out/`; any thread may.
    ///
    /// # Errors
    /// When it cannot be written, or its path is not a plain path below `out/`.
    pub fn put(&self, artifact: &Artifact) -> Result<ManifestEntry, Diagnostic> {
        if !is_plain(&artifact.path) {
            return Err(Diagnostic::error(
                "path",
                format!("“{}”不能作文件路径", artifact.path),
            ));
        }
        let path = self.next.join(&artifact.path);
        let write = || -> io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            // Two documents with one path would be a fault; it must not pass.
            let mut file = File::create_new(&path)?;
            file.write_all(&artifact.bytes)
        };
        write().map_err(|e| failed("写不了", &path, &e))?;
        Ok(ManifestEntry::from(artifact))
    }

    /// Writes the manifest and moves the whole into place.
    ///
    /// # Errors
    /// When a rename fails; the old output is then put back.
    pub fn finish(mut self, mut entries: Vec<ManifestEntry>) -> Result<Change, Diagnostic> {
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let change = compare(&self.out.join(MANIFEST), &entries);
        let manifest = serde_json::to_vec_pretty(&serde_json::json!({ "files": entries }))
            .map_err(|e| Diagnostic::error("manifest", e.to_string()))?;
        let path = self.next.join(MANIFEST);
        let write = || -> io::Result<()> {
            let mut file = File::create_new(&path)?;
            file.write_all(&manifest)?;
            file.sync_all()
        };
        write().map_err(|e| failed("写不了", &path, &e))?;
        if self.out.exists() {
            fs::rename(&self.out, &self.previous)
                .map_err(|e| failed("移不开旧的成品", &self.out, &e))?;
        }
        if let Err(e) = fs::rename(&self.next, &self.out) {
            // The old output goes back; if that fails too, the next run does it.
            let _ = fs::rename(&self.previous, &self.out);
            return Err(failed("放不进新的成品", &self.out, &e));
        }
        self.done = true;
        // What is left of the old output is cleaned up by the next run at the latest.
        let _ = fs::remove_dir_all(&self.previous);
        Ok(change)
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_dir_all(&self.next);
        }
    }
}

/// Whether a path stays below its folder and can be a file on every system.
fn is_plain(path: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.contains(['\\', ':', '\0'])
            && part.len() < 200
    };
    path.split('/').all(plain)
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "没有写的权限；请换一个能写的文件夹，或找管理员开权限"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "磁盘满了；请腾出地方再试，原来的成品没有动"
        }
        _ => "原来的成品没有动；请检查磁盘和文件夹后再试",
    };
    Diagnostic::error(
        "out-write",
        format!("{what}：{}（{error}）", path.display()),
    )
    .hint(hint)
}

#[derive(Deserialize)]
struct OldManifest {
    files: Vec<OldEntry>,
}

#[derive(Deserialize)]
struct OldEntry {
    path: String,
    blake3: String,
}

/// What differs from the manifest of the last output; a damaged one counts as none.
fn compare(manifest: &Path, entries: &[ManifestEntry]) -> Change {
    let old: Option<OldManifest> = fs::read(manifest)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut old: BTreeMap<String, String> = old
        .map(|m| m.files.into_iter().map(|e| (e.path, e.blake3)).collect())
        .unwrap_or_default();
    let mut change = Change::default();
    for entry in entries {
        match old.remove(&entry.path) {
            Some(hash) if hash == entry.blake3 => change.same += 1,
            Some(_) => change.changed += 1,
            None => change.added += 1,
        }
    }
    change.removed = old.len();
    change
}
