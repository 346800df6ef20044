//! Built-in files that were written out to be changed, and of which version each was: so
//! that a later program can say which of them are older than its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::builtin;
use crate::diag::{Diagnostic, Place};
use crate::interrupt;
use crate::overlay;
use crate::project::files;
use crate::project::files::Kind;
use crate::project::folder::read_yaml;
use crate::project::layout::unwritten;
use crate::project::limits::Limits;

/// Where it is written down, below the project.
pub const FILE: &str = "ejected.yaml";

const HEAD: &str = "\
# 用 gongwen eject 取出来改的文件，各是照程序哪一版的取的（校验值）。由程序写，请不要手改。
# 程序升级以后，据此说出哪几个比程序自带的旧；比照过了，运行 gongwen eject 名字 --seen。
";

/// The files that were ejected, with the hash of what each was then.
#[derive(Debug, Default, Clone)]
pub struct Ejected(BTreeMap<String, String>);

impl Ejected {
    /// What is written down in the project at `root`; nothing where there is no such file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn load(root: &Path, limits: &Limits) -> Result<Ejected, Diagnostic> {
        let path = root.join(FILE);
        if fs::symlink_metadata(&path).is_err() {
            return Ok(Ejected::default());
        }
        let text = read_yaml(&path, FILE, limits)?;
        let found: Result<Option<BTreeMap<String, String>>, _> = serde_yaml::from_str(&text);
        found
            .map(|found| Ejected(found.unwrap_or_default()))
            .map_err(|e| {
                let place = match e.location() {
                    Some(at) => Place::line(FILE, at.line()),
                    None => Place::file(FILE),
                };
                Diagnostic::error(
                    "ejected-yaml",
                    format!("记着取出了哪些文件的一份读不懂：{}", overlay::said(&e)),
                )
                .at(place)
                .hint("这个文件由程序写；请恢复原样，或删去它（以后就不再说哪几个文件旧了）")
            })
    }

    /// Writes down that a file is of the version that is built in now.
    pub fn take(&mut self, file: &builtin::File) {
        self.0.insert(file.name.to_owned(), file.blake3.to_owned());
    }

    /// Whether a file of this name was ejected.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Brings it onto the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, root: &Path) -> Result<(), Diagnostic> {
        let path = root.join(FILE);
        if fs::symlink_metadata(&path).is_ok_and(|seen| seen.is_symlink()) {
            return Err(files::link(FILE));
        }
        let lines = self.0.iter().map(|(name, blake3)| {
            // Names of built-in files are plain, but those of samples hold brackets.
            format!("{name:?}: {blake3:?}\n")
        });
        let text = format!("{HEAD}{}", lines.collect::<String>());
        let beside = root.join(".ejected.yaml.next");
        let write = || {
            fs::write(&beside, text)?;
            fs::rename(&beside, &path)
        };
        interrupt::whole(write).map_err(|e| unwritten(&path, &e))
    }

    /// What there is to say of files in the project at `root` that are older than what is
    /// built in now, or take the place of nothing any more.
    pub fn remarks(&self, root: &Path, limits: &Limits) -> Vec<Diagnostic> {
        let said = self.0.iter().filter_map(|(name, taken)| {
            let own = files::read(&root.join(name), name, Kind::Template, limits).ok()?;
            let Some(file) = builtin::find(name) else {
                let message = "程序已经不用这个文件了，取出来的这份不起作用";
                let remark = Diagnostic::warning("ejected-gone", message);
                return Some(remark.at(Place::file(name)).hint("用不着的请删去"));
            };
            let older = file.blake3 != taken && file.bytes != own;
            older.then(|| {
                let message = "这个文件是照程序以前的一版改的，程序自带的后来变了";
                let hint = format!(
                    "取出现在的来比照：gongwen eject {name} --to 别的文件夹；比照过了，运行 gongwen eject {name} --seen"
                );
                Diagnostic::warning("ejected-older", message)
                    .at(Place::file(name))
                    .hint(hint)
            })
        });
        said.collect()
    }
}
