//! Publishing: everything is written beside `out/` and brought down to the disk, and
//! only a whole set takes its place, in one step where the system can exchange two
//! folders. A run that fails or is killed leaves the last good one.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::document::{Artifact, ManifestEntry};
use super::paths;
use crate::diag::{Diagnostic, Place};
use crate::files;

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
        let Some(name) = out.file_name() else {
            return Err(foreign(out, "不能作成品文件夹"));
        };
        let beside = |ending: &str| {
            let mut name = name.to_owned();
            name.push(ending);
            out.with_file_name(name)
        };
        let (next, previous) = (beside(".next"), beside(".prev"));
        if let Some(parent) = out.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(|e| failed("建不了文件夹", parent, &e))?;
        }
        let lock = lock(&beside(".lock"), out)?;
        // Killed between two renames: the old output is whole beside its place.
        if !there(out) && there(&previous) {
            fs::rename(&previous, out).map_err(|e| failed("恢复不了旧的成品", out, &e))?;
        }
        if there(out) && !out.is_dir() || is_link(out) {
            return Err(foreign(out, "不是文件夹"));
        }
        let mut files = fs::read_dir(out).into_iter().flatten();
        if files.next().is_some() && old_files(&out.join(MANIFEST)).is_none() {
            return Err(foreign(out, "里有别的文件，不像是 gongwen 的成品"));
        }
        for stale in [&next, &previous] {
            clear(stale).map_err(|e| failed("清不掉上次留下的", stale, &e))?;
        }
        fs::create_dir(&next).map_err(|e| failed("建不了文件夹", &next, &e))?;
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
        if let Some(why) = paths::trouble(&artifact.path) {
            let message = format!("“{}”不能作文件路径：{why}", artifact.path);
            return Err(Diagnostic::error("path", message));
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
    /// When the disk fails or a rename does; the old output is then where it was.
    pub fn finish(mut self, mut entries: Vec<ManifestEntry>) -> Result<Change, Diagnostic> {
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let change = compare(&self.out.join(MANIFEST), &entries);
        let manifest = serde_json::to_vec_pretty(&serde_json::json!({ "files": entries }))
            .map_err(|e| Diagnostic::error("manifest", e.to_string()))?;
        let path = self.next.join(MANIFEST);
        let write = || -> io::Result<()> {
            File::create_new(&path)?.write_all(&manifest)?;
            // A power cut must not leave names in place whose contents never came.
            flush(&self.next)
        };
        write().map_err(|e| failed("写不了", &path, &e))?;
        self.swap()?;
        self.done = true;
        let _ = self.out.parent().map(files::sync_folder);
        // What is left of the old output is cleaned up by the next run at the latest.
        let _ = clear(&self.next).and_then(|()| clear(&self.previous));
        Ok(change)
    }

    fn swap(&self) -> Result<(), Diagnostic> {
        let not_in = |e: io::Error| failed("放不进新的成品", &self.out, &e);
        if !there(&self.out) {
            return fs::rename(&self.next, &self.out).map_err(not_in);
        }
        if exchange(&self.next, &self.out).is_ok() {
            return Ok(());
        }
        // Two steps where one cannot be had: between them the old output is beside
        // its place, and the next run puts it back.
        fs::rename(&self.out, &self.previous)
            .map_err(|e| failed("移不开旧的成品", &self.out, &e))?;
        fs::rename(&self.next, &self.out).map_err(|e| {
            let _ = fs::rename(&self.previous, &self.out);
            not_in(e)
        })
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        if !self.done {
            let _ = clear(&self.next);
        }
    }
}

/// Two folders change places in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Brings all that is below `folder` down to the disk. Asking for the whole file
/// system once is cheaper than asking for each of a thousand files.
#[cfg(target_os = "linux")]
fn flush(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn flush(folder: &Path) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            File::options().write(true).open(entry.path())?.sync_all()?;
        } else {
            files::sync_folder(entry.path())?;
        }
    }
    Ok(())
}

/// Takes the lock of `out`; it is given back when the file is closed, however the
/// process ends. The file stays, since another run may be about to lock it.
fn lock(path: &Path, out: &Path) -> Result<File, Diagnostic> {
    let unmade = |e: io::Error| failed("建不了锁文件", path, &e);
    if is_link(path) {
        return Err(foreign(path, "是一个链接，不能作锁文件"));
    }
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(unmade)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            let message = format!("另一次生成正在写 {}", out.display());
            Err(Diagnostic::error("out-busy", message).hint("等它完成再试"))
        }
        Err(fs::TryLockError::Error(e)) => Err(failed("锁不住", path, &e)),
    }
}

/// Takes away what a run has left, whatever it is; nothing outside is followed.
fn clear(path: &Path) -> io::Result<()> {
    let cleared = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(e) => Err(e),
    };
    match cleared {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

fn foreign(path: &Path, what: &str) -> Diagnostic {
    Diagnostic::error("out-foreign", format!("{} {what}", path.display()))
        .at(Place::file(path.display().to_string()))
        .hint("成品文件夹会被整个换掉；请另指一个空文件夹（--out），若里面确是旧的成品，先把它移走")
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    // A full disk fails every document alike, and is said once.
    if let io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded = error.kind() {
        return Diagnostic::error("out-write", format!("磁盘满了，写不下成品（{error}）"))
            .hint("请腾出地方再试；原来的成品没有动");
    }
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "没有写的权限；请换一个能写的文件夹，或找管理员开权限"
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

/// The files of the last output by their hashes; none where it is not ours.
fn old_files(manifest: &Path) -> Option<BTreeMap<String, String>> {
    let bytes = fs::read(manifest).ok()?;
    let old: OldManifest = serde_json::from_slice(&bytes).ok()?;
    Some(old.files.into_iter().map(|e| (e.path, e.blake3)).collect())
}

/// What differs from the manifest of the last output.
fn compare(manifest: &Path, entries: &[ManifestEntry]) -> Change {
    let mut old = old_files(manifest).unwrap_or_default();
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
