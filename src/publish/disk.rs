//! What publishing asks of the disk: folders that change places in one step, contents
//! that survive a power cut, links in place of copies.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Two folders change places in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Brings all that is below `folder` down to the disk. Asking for the whole file
/// system once is cheaper than asking for each of a thousand files.
#[cfg(target_os = "linux")]
pub(super) fn flush(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn flush(folder: &Path) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            File::options().write(true).open(entry.path())?.sync_all()?;
        } else {
            crate::project::files::sync_folder(entry.path())?;
        }
    }
    Ok(())
}

/// Begins to bring a file down to the disk, so that [`flush`] finds little left to do.
/// The system takes the advice that nobody will read it, and writes it.
#[cfg(target_os = "linux")]
pub(super) fn begin_flush(file: &File) {
    use rustix::fs::{Advice, fadvise};
    let _ = fadvise(file, 0, None, Advice::DontNeed);
}

#[cfg(not(target_os = "linux"))]
pub(super) fn begin_flush(_: &File) {}

/// Takes away what a run has left, whatever it is; nothing outside is followed.
pub(super) fn clear(path: &Path) -> io::Result<()> {
    let cleared = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path).or_else(|e| {
            if e.kind() != io::ErrorKind::PermissionDenied {
                return Err(e);
            }
            open_folders(path);
            fs::remove_dir_all(path)
        }),
        Ok(_) => fs::remove_file(path),
        Err(e) => Err(e),
    };
    match cleared {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Lets the owner take away what lies in a folder that was made read-only, as an output is
/// that somebody protected: the permission that counts is that of each folder. What belongs to
/// somebody else stays as it is.
#[cfg(unix)]
fn open_folders(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // A folder is listed after it was opened.
    let folders = walkdir::WalkDir::new(path)
        .into_iter()
        .filter_entry(|entry| {
            if entry.file_type().is_dir() {
                let _ = fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o700));
            }
            true
        });
    folders.for_each(drop);
}

/// Here each file has a permission of its own.
#[cfg(not(unix))]
#[expect(clippy::permissions_set_readonly_false)]
fn open_folders(path: &Path) {
    for entry in walkdir::WalkDir::new(path).into_iter().flatten() {
        if let Ok(seen) = entry.metadata() {
            let mut permissions = seen.permissions();
            permissions.set_readonly(false);
            let _ = fs::set_permissions(entry.path(), permissions);
        }
    }
}

/// Whether anything has this name, be it a link to nothing.
pub(super) fn there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether it is a link.
pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

/// The same file under another name, in a folder that is made if need be; a copy where
/// the system cannot link.
pub(super) fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to)?;
    }
    Ok(())
}
