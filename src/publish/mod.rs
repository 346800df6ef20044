//! Publishing: everything is written beside `out/` and brought down to the disk, and
//! only a whole set takes its place, in one step where the system can exchange two
//! folders. A run that fails or is killed leaves the last good one.
//!
//! A file that the last output has already is not written again: it is linked, or
//! copied where links cannot be had. When every file is there already, `out/` is left
//! alone.

mod disk;
pub mod file_list;
mod manifest;
pub mod paths;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use manifest::ManifestOf;
pub use manifest::{MANIFEST, Manifest, ShardRecord};

use crate::diag::{Diagnostic, Place, system};
use crate::documents::artifact::{Artifact, ManifestEntry};
use crate::hash::Digest;
use crate::interrupt;
use crate::parallel;
use crate::project::files;
use crate::publish::disk::{begin_flush, clear, exchange, flush, is_link, link_or_copy, there};
use crate::publish::file_list::{FileList, Line, Lines};
use crate::publish::paths::Taken;

/// A file of so many bytes is brought down to the disk while others are made.
const LARGE: usize = 32 << 10;

/// An output folder in the making.
#[derive(Debug)]
pub struct Publisher {
    out: PathBuf,
    next: PathBuf,
    previous: PathBuf,
    /// The last output: of which share it is, and its files by their paths.
    old_shard: Option<ShardRecord>,
    old: BTreeMap<Arc<str>, ManifestEntry>,
    taken: Mutex<Taken>,
    /// How many files are as in the last output.
    kept: AtomicUsize,
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
    /// Pages that are gone, whose addresses people may have kept.
    pub pages_gone: Vec<Arc<str>>,
}

/// What was published.
#[derive(Debug)]
pub struct Published {
    /// Against the last output.
    pub change: Change,
    /// PDFs there are.
    pub pdfs: usize,
    /// Their pages.
    pub pages: usize,
    /// A hash of the list of all files.
    pub manifest: Option<Digest>,
}

impl Publisher {
    /// Takes the lock, cleans up after a run that was killed, and makes the folder
    /// that is written to.
    ///
    /// # Errors
    /// When another build holds the lock, when `out` is somebody else's folder, or
    /// when folders cannot be made.
    pub fn begin(out: &Path) -> Result<Self, Diagnostic> {
        let (next, previous) = match (beside(out, ".next"), beside(out, ".prev")) {
            (Some(next), Some(previous)) => (next, previous),
            _ => return Err(foreign(out, "不能作成品文件夹")),
        };
        if let Some(parent) = out.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(|e| failed("建不了文件夹", parent, &e))?;
        }
        let lock = lock(&beside(out, ".lock").unwrap_or_default(), out)?;
        // Killed between two renames: the old output is whole beside its place.
        if !there(out) && there(&previous) {
            fs::rename(&previous, out).map_err(|e| failed("恢复不了旧的成品", out, &e))?;
        }
        if there(out) && !out.is_dir() || is_link(out) {
            return Err(foreign(out, "不是文件夹"));
        }
        let last = Manifest::of(out);
        let mut files = fs::read_dir(out).into_iter().flatten();
        if files.next().is_some() && last.is_none() {
            return Err(foreign(out, "里有别的文件，不像是 gongwen 的成品"));
        }
        for stale in [&next, &previous] {
            clear(stale).map_err(|e| uncleared(stale, &e))?;
        }
        interrupt::begun(&next);
        fs::create_dir(&next).map_err(|e| failed("建不了文件夹", &next, &e))?;
        let last = last.unwrap_or_default();
        let old = last.files.into_iter().map(|e| (e.path.clone(), e));
        Ok(Publisher {
            old_shard: last.shard,
            old: old.collect(),
            out: out.to_owned(),
            next,
            previous,
            taken: Mutex::default(),
            kept: AtomicUsize::new(0),
            _lock: lock,
            done: false,
        })
    }

    /// Takes in one file that was made; any thread may. It is written beside `out/`,
    /// unless the last output has the same under this path.
    ///
    /// # Errors
    /// When it cannot be written, or its path is taken or not a plain path below `out/`.
    pub fn put(&self, artifact: &Artifact) -> Result<ManifestEntry, Diagnostic> {
        let entry = ManifestEntry::from(artifact);
        self.take(&entry.path)?;
        let old = self.old.get(&entry.path);
        if old.is_some_and(|old| old.blake3 == entry.blake3) && self.is_there(&entry) {
            self.link(&entry.path)?;
            return Ok(entry);
        }
        self.write(&entry.path, |mut file| {
            file.write_all(&artifact.bytes)?;
            if artifact.bytes.len() >= LARGE {
                begin_flush(&file);
            }
            Ok(())
        })?;
        Ok(entry)
    }

    /// Takes in one file that `write` writes itself, too large to have in memory. Returns how
    /// many bytes it has, and their hash.
    ///
    /// # Errors
    /// As for [`Publisher::put`].
    pub fn put_written(
        &self,
        path: &str,
        write: impl FnOnce(File) -> io::Result<()>,
    ) -> Result<(usize, Digest), Diagnostic> {
        self.take(path)?;
        self.write(path, write)?;
        let place = self.next.join(path);
        let look = || -> io::Result<(usize, Digest)> {
            let bytes = fs::metadata(&place)?.len();
            Ok((
                usize::try_from(bytes).unwrap_or(usize::MAX),
                hash_of(&place)?,
            ))
        };
        look().map_err(|e| failed("读不了刚做好的", &place, &e))
    }

    /// What the last output says of the file at `path`.
    pub fn last(&self, path: &str) -> Option<&ManifestEntry> {
        self.old.get(path)
    }

    /// Takes over one file of the last output, if it is there with this very content.
    ///
    /// # Errors
    /// When it cannot be linked, or its path is taken or not a plain path below `out/`.
    pub fn keep(&self, entry: &ManifestEntry) -> Result<bool, Diagnostic> {
        if !self.is_there(entry) {
            return Ok(false);
        }
        self.take(&entry.path)?;
        self.link(&entry.path)?;
        Ok(true)
    }

    /// Takes in one file of another folder, which must have the content that `entry`
    /// says.
    ///
    /// # Errors
    /// When it has not, or cannot be read or written.
    pub fn bring(&self, from: &Path, entry: &ManifestEntry) -> Result<(), Diagnostic> {
        self.take(&entry.path)?;
        let path = from.join(&*entry.path);
        if !is_as_listed(&path, entry) {
            let message = "这个文件和清单对不上：不见了，或者被改过";
            return Err(Diagnostic::error("shard-damaged", message)
                .at(Place::file(path.display().to_string()))
                .hint("请把这一份重新做一遍再合"));
        }
        let target = self.next.join(&*entry.path);
        let link = || link_or_copy(&path, &target);
        interrupt::whole(link).map_err(|e| failed("写不了", &target, &e))
    }

    /// The contents of a file that was taken in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        let new = self.next.join(path);
        let place = if there(&new) {
            new
        } else {
            self.out.join(path)
        };
        fs::read(&place).map_err(|e| failed("读不了刚做好的", &place, &e))
    }

    fn take(&self, path: &str) -> Result<(), Diagnostic> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.take(path)
    }

    /// Links one file of the last output.
    fn link(&self, path: &str) -> Result<(), Diagnostic> {
        self.kept.fetch_add(1, Ordering::Relaxed);
        let new = self.next.join(path);
        let link = || link_or_copy(&self.out.join(path), &new);
        interrupt::whole(link).map_err(|e| failed("写不了", &new, &e))
    }

    /// Whether the last output holds a file with the content that `entry` says.
    fn is_there(&self, entry: &ManifestEntry) -> bool {
        is_as_listed(&self.out.join(&*entry.path), entry)
    }

    fn write(
        &self,
        below: &str,
        contents: impl FnOnce(File) -> io::Result<()>,
    ) -> Result<(), Diagnostic> {
        let path = self.next.join(below);
        let write = || -> io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            // Two documents with one path would be a fault; it must not pass.
            contents(File::create_new(&path)?)
        };
        interrupt::whole(write).map_err(|e| failed("写不了", &path, &e))
    }

    /// What the last output is, if its list has this hash, and it has every file that the
    /// list names, with the same content, and no other. `jobs` workers look.
    pub fn untouched(&self, manifest: Digest, jobs: usize) -> Option<Published> {
        let listed = hash_of(&self.out.join(MANIFEST)).ok();
        let whole = || {
            let seen = parallel::map(jobs, self.old.values(), |entry| self.is_there(entry));
            seen.into_iter().all(|there| there.is_ok_and(|there| there)) && self.has_no_more()
        };
        (listed == Some(manifest) && whole()).then(|| {
            let pages = self.old.values().filter_map(|entry| entry.pages);
            Published {
                change: Change {
                    same: self.old.len(),
                    ..Change::default()
                },
                pdfs: pages.clone().count(),
                pages: pages.sum(),
                manifest: listed,
            }
        })
    }

    /// Where files are written down until all are there.
    pub fn file_list(&self) -> FileList {
        FileList::beside(folder_of(&self.out))
    }

    /// Writes the manifest and moves the whole into place. What it takes the place of is
    /// left to [`Publisher::sweep`].
    ///
    /// # Errors
    /// When the disk fails or a rename does; the old output is then where it was.
    pub fn finish(
        &mut self,
        files: &Lines,
        shard: Option<ShardRecord>,
    ) -> Result<Published, Diagnostic> {
        let (mut published, as_listed) = compare(&self.old, files).map_err(|e| unlisted(&e))?;
        let all = as_listed && files.len() == self.old.len() && shard == self.old_shard;
        if all && *self.kept.get_mut() == files.len() && self.has_no_more() {
            published.manifest = hash_of(&self.out.join(MANIFEST)).ok();
            return Ok(published);
        }
        self.write(MANIFEST, |file| {
            let mut file = BufWriter::new(file);
            let manifest = ManifestOf { shard, files };
            serde_json::to_writer_pretty(&mut file, &manifest)?;
            file.flush()
        })?;
        published.manifest = hash_of(&self.next.join(MANIFEST)).ok();
        // A power cut must not leave names in place whose contents never came.
        flush(&self.next).map_err(|e| failed("写不到磁盘上", &self.next, &e))?;
        interrupt::whole(|| self.swap())?;
        self.done = true;
        let _ = self.out.parent().map(files::sync_folder);
        Ok(published)
    }

    /// Takes away what is left of the old output; the next run does so at the latest.
    pub fn sweep(&self) {
        let _ = clear(&self.next).and_then(|()| clear(&self.previous));
    }

    /// Whether `out/` has no file but those that its list names.
    fn has_no_more(&self) -> bool {
        let files = walkdir::WalkDir::new(&self.out).into_iter().flatten();
        let files = files.filter(|e| !e.file_type().is_dir()).count();
        files == self.old.len() + 1
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
        })?;
        interrupt::begun(&self.previous);
        Ok(())
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        if !self.done {
            let _ = clear(&self.next);
        }
        interrupt::done(&self.next);
        interrupt::done(&self.previous);
    }
}

/// Whether a build could write to `out`: nothing is left of the trial.
///
/// # Errors
/// As for [`Publisher::begin`].
pub fn probe(out: &Path) -> Result<(), Diagnostic> {
    let locked = beside(out, ".lock").is_some_and(|lock| there(&lock));
    let publisher = Publisher::begin(out)?;
    drop(publisher);
    if !locked {
        let _ = fs::remove_file(beside(out, ".lock").unwrap_or_default());
    }
    Ok(())
}

/// The folder in which `out` lies.
pub fn folder_of(out: &Path) -> &Path {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The name of `out` with an ending, beside it; none where it has no name.
pub(super) fn beside(out: &Path, ending: &str) -> Option<PathBuf> {
    let mut name = out.file_name()?.to_owned();
    name.push(ending);
    Some(out.with_file_name(name))
}

/// Whether there is a plain file with the content that `entry` says.
fn is_as_listed(path: &Path, entry: &ManifestEntry) -> bool {
    let plain =
        fs::symlink_metadata(path).is_ok_and(|m| m.is_file() && m.len() == entry.bytes as u64);
    plain && hash_of(path).is_ok_and(|hash| hash == entry.blake3)
}

fn hash_of(path: &Path) -> io::Result<Digest> {
    let mut hash = blake3::Hasher::new();
    hash.update_reader(File::open(path)?)?;
    Ok(hash.finalize().into())
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

fn foreign(path: &Path, what: &str) -> Diagnostic {
    Diagnostic::error("out-foreign", format!("{} {what}", path.display()))
        .at(Place::file(path.display().to_string()))
        .hint("成品文件夹会被整个换掉；请另指一个空文件夹（--out），若里面确是旧的成品，先把它移走")
}

/// What an earlier run has left cannot be taken away: no run can do anything before it is.
fn uncleared(path: &Path, error: &io::Error) -> Diagnostic {
    let mut refused = failed("清不掉上次留下的", path, error);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    refused.hint = Some(format!(
        "{name} 是上一次没有做完的，用不着了；请把它删去（删不掉的，多半是别人做的，或者设成了只读，请找管理员删），再运行一次"
    ));
    refused
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    // A full disk fails every document alike, and is said once.
    if let io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded = error.kind() {
        return Diagnostic::error("out-write", "磁盘满了，写不下成品".to_owned())
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
        format!("{what}：{}（{}）", path.display(), system::said(error)),
    )
    .hint(hint)
}

/// Looks at every file, and at what differs from the last output; and whether the last
/// list says of each the very same.
fn compare(
    old: &BTreeMap<Arc<str>, ManifestEntry>,
    files: &Lines,
) -> io::Result<(Published, bool)> {
    let mut found = Published {
        change: Change::default(),
        pdfs: 0,
        pages: 0,
        manifest: None,
    };
    let mut as_listed = true;
    let change = &mut found.change;
    for line in files.iter() {
        let Line { entry, .. } = line?;
        let last = old.get(&entry.path);
        match last {
            Some(last) if last.blake3 == entry.blake3 => change.same += 1,
            Some(_) => change.changed += 1,
            None => change.added += 1,
        }
        as_listed &= last == Some(&entry);
        if let Some(pages) = entry.pages {
            found.pdfs += 1;
            found.pages += pages;
        }
    }
    change.removed = old.len() - change.same - change.changed;
    if change.removed > 0 {
        let pages = old.keys().filter(|path| path.ends_with(".html"));
        change.pages_gone = pages.filter(|path| !files.has(path)).cloned().collect();
    }
    Ok((found, as_listed))
}

/// What is said when files cannot be written down, or read again.
pub fn unlisted(error: &io::Error) -> Diagnostic {
    failed("记不下做好的文件", Path::new(MANIFEST), error)
}
