//! New files in a folder: what is there already is never overwritten, no link is followed,
//! and what was begun can be taken away again.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Place, system};
use crate::interrupt;
use crate::project::files;

/// Files and folders that were written.
#[derive(Debug)]
pub struct Layout {
    root: PathBuf,
    made: Vec<PathBuf>,
    /// Whether it is taken away where the process is told to end.
    all_or_nothing: bool,
}

impl Layout {
    /// Nothing yet, in the folder `root`, which need not exist.
    pub fn below(root: &Path) -> Layout {
        Layout {
            root: root.to_owned(),
            made: Vec::new(),
            all_or_nothing: true,
        }
    }

    /// The same, of which a later run goes on from what is there.
    pub fn to_go_on_from(root: &Path) -> Layout {
        let mut layout = Layout::below(root);
        layout.all_or_nothing = false;
        layout
    }

    /// Refuses to go on where there is already something under one of these names.
    ///
    /// # Errors
    /// Names all that are there.
    pub fn free<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Result<(), Diagnostic> {
        let there = |name: &&str| fs::symlink_metadata(self.root.join(name)).is_ok();
        let taken: Vec<&str> = names.into_iter().filter(there).collect();
        let Some(first) = taken.first() else {
            return Ok(());
        };
        let shown = taken.iter().take(5).copied().collect::<Vec<_>>().join("、");
        let more = if taken.len() > 5 { "等" } else { "" };
        let message = format!(
            "{} 里已经有 {} 个同名的：{shown}{more}；已有的不会覆盖，什么都没有写",
            self.root.display(),
            taken.len()
        );
        Err(Diagnostic::error("layout-exists", message)
            .at(Place::file(*first))
            .hint("请换一个文件夹，或先把它们移走、改名"))
    }

    /// Makes a folder below the root, with those above it.
    ///
    /// # Errors
    /// When it cannot be made, or one on the way is a link.
    pub fn folder(&mut self, name: &str) -> Result<(), Diagnostic> {
        interrupt::whole(|| self.make_folder(name))
    }

    fn make_folder(&mut self, name: &str) -> Result<(), Diagnostic> {
        let whole = self.root.join(name);
        let failed = |e: &io::Error| unwritten(&whole, e);
        if !self.root.is_dir() {
            let above = self.root.ancestors().skip(1);
            let missing = above.take_while(|a| !a.as_os_str().is_empty() && !a.is_dir());
            let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
            fs::create_dir_all(&self.root).map_err(|e| failed(&e))?;
            missing.into_iter().rev().for_each(|path| self.add(path));
            self.add(self.root.clone());
        }
        let mut path = self.root.clone();
        for part in name.split('/').filter(|part| !part.is_empty()) {
            path.push(part);
            match fs::symlink_metadata(&path) {
                Ok(seen) if seen.is_symlink() => return Err(files::link(name)),
                Ok(seen) if seen.is_dir() => {}
                _ => {
                    fs::create_dir(&path).map_err(|e| failed(&e))?;
                    self.add(path.clone());
                }
            }
        }
        Ok(())
    }

    /// Writes a new file below the root.
    ///
    /// # Errors
    /// When it cannot be written, or is there already.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        if let Some((folder, _)) = name.rsplit_once('/') {
            self.folder(folder)?;
        } else {
            self.folder("")?;
        }
        let path = self.root.join(name);
        let write = || -> io::Result<()> {
            let mut file = fs::File::create_new(&path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        let written = interrupt::whole(|| {
            let written = write();
            // Half a file is taken away with the rest.
            if !written
                .as_ref()
                .is_err_and(|e| e.kind() == io::ErrorKind::AlreadyExists)
            {
                self.add(path.clone());
            }
            written
        });
        written.map_err(|e| unwritten(&path, &e))
    }

    fn add(&mut self, path: PathBuf) {
        if self.all_or_nothing {
            interrupt::begun_beside_others(&path);
        }
        self.made.push(path);
    }

    /// Takes away what was written, but no folder that holds anything else.
    pub fn undo(self) {
        for path in self.made.iter().rev() {
            let _ = match path.is_dir() {
                true => fs::remove_dir(path),
                false => fs::remove_file(path),
            };
        }
    }
}

impl Drop for Layout {
    fn drop(&mut self) {
        self.made.iter().for_each(|path| interrupt::done(path));
    }
}

/// Says that a file cannot be written.
pub fn unwritten(path: &Path, error: &io::Error) -> Diagnostic {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "没有写的权限；请换一个能写的文件夹，或找管理员开权限"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘满了；请腾出地方再试",
        _ => "请检查这个文件夹和磁盘",
    };
    let message = format!("写不了 {}：{}", path.display(), system::said(error));
    Diagnostic::error("layout-write", message).hint(hint)
}
