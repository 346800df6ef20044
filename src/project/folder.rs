//! The folder of one notice in `content/`: its files of YAML, one for the circular and one
//! for each annex, and the corrections. They change together: they are written beside their places
//! first, and a mark says that they may be moved; a run that is killed on the way is
//! finished by the next one.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Place, Texts, system};
use crate::interrupt;
use crate::notice::{File, Notice, yaml};
use crate::project::files::Kind;
use crate::project::limits::Limits;
use crate::project::{files, limits, schemas};
use crate::units::slug::is_slug;

/// Stands in the folder while new files take their places; a line for each file that
/// is taken away.
const MARK: &str = ".gongwen-next";

/// How the name of a file ends that waits to take its place.
const NEXT: &str = ".next";

/// Where rounds lie in it.
pub(super) const ROUNDS: &str = "rounds";

/// One folder of `content/` that holds a notice.
#[derive(Debug, Clone)]
pub struct NoticeFolder {
    /// Its name, which is the notice's id.
    pub id: String,
    /// The path shown in messages: `content/suf-2017-15`.
    pub shown: String,
    pub(super) path: PathBuf,
    pub(super) limits: Limits,
}

/// A file of a notice that is not what its seed says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// As messages show it.
    pub file: String,
    /// First line that differs.
    pub line: usize,
    /// There is no such file.
    pub missing: bool,
    /// A person has changed it since the program wrote it.
    pub edited: bool,
    /// Only the line for editors differs, of which nobody has to be told.
    pub head: bool,
}

impl NoticeFolder {
    pub(super) fn new(id: String, shown: String, path: PathBuf, limits: Limits) -> Self {
        NoticeFolder {
            id,
            shown,
            path,
            limits,
        }
    }

    /// The files of the notice that are there, in the order of [`File`].
    fn files(&self) -> Result<BTreeSet<File>, Diagnostic> {
        let named = names(&self.path).map_err(|e| self.unreadable(&e))?;
        Ok(named.iter().filter_map(|name| File::of(name)).collect())
    }

    /// The same, with those that `files` bring.
    fn files_with(&self, files: &[(File, String)]) -> Result<BTreeSet<File>, Diagnostic> {
        let mut all = self.files()?;
        all.extend(files.iter().map(|(file, _)| *file));
        Ok(all)
    }

    /// Whether there is any file of a notice in it.
    pub(super) fn has_any(&self) -> bool {
        let names = names(&self.path).unwrap_or_default();
        let mut files = names.iter().filter(|name| File::of(name).is_some());
        files.any(|name| self.path.join(name).is_file())
    }

    /// The text of one of its files; none where there is no such file.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Diagnostic> {
        let path = self.path.join(name);
        // Whatever else is wrong with it, it is not the same as no file.
        if let Err(e) = fs::symlink_metadata(&path)
            && e.kind() == io::ErrorKind::NotFound
        {
            return Ok(None);
        }
        read_yaml(&path, &format!("{}/{name}", self.shown), &self.limits).map(Some)
    }

    /// Loads the notice from its YAML.
    ///
    /// # Errors
    /// What is wrong in each file.
    pub fn load(&self, texts: &mut Texts) -> Result<Notice, Vec<Diagnostic>> {
        let place = || Place::file(&self.shown);
        if !is_slug(&self.id) {
            let message = format!("“{}”不能作通知的文件夹名", self.id);
            return Err(vec![
                Diagnostic::error("notice-id", message)
                    .at(place())
                    .hint("只能用小写字母、数字和连字符，不能是 con 一类系统保留的名字"),
            ]);
        }
        let mut found = Vec::new();
        let mut errors = Vec::new();
        for file in self.files().map_err(|e| vec![e])? {
            match self.text(&file.to_string()) {
                Ok(Some(text)) => {
                    texts.add(format!("{}/{file}", self.shown), text.clone());
                    found.push((file, text));
                }
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let notice = Notice::from_yaml(&self.shown, &found)?;
        if notice.circular.id == self.id {
            return Ok(notice);
        }
        Err(vec![
            Diagnostic::error(
                "notice-id",
                format!(
                    "id 是“{}”，和文件夹名“{}”不一样",
                    notice.circular.id, self.id
                ),
            )
            .at(Place::file(format!("{}/{}", self.shown, File::Circular)).words("id:"))
            .hint("两处要写成一样"),
        ])
    }

    /// Name of its file of corrections, as messages show it.
    pub fn corrections_file(&self) -> String {
        format!("{}/corrections.yaml", self.shown)
    }

    /// The text of the corrections that people have written for it; none without the file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn corrections(&self) -> Result<Option<String>, Diagnostic> {
        self.text("corrections.yaml")
    }

    /// Which of `files` differ from what is on disk, and whether a person has
    /// edited what is there.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn compare(&self, files: &[(File, String)]) -> Result<Vec<Difference>, Diagnostic> {
        let mut found = Vec::new();
        for file in self.files_with(files)? {
            let new = text_of(files, file);
            let old = self.text(&file.to_string())?;
            let old = old.map(|text| text.replace("\r\n", "\n"));
            let headed = new.map(|new| self.headed(file, new));
            if old == headed {
                continue;
            }
            let body = old.as_deref().map(schemas::without);
            let head = old.as_ref().map_or(0, String::len) - body.map_or(0, str::len);
            let same = first_difference(body.unwrap_or(""), new.unwrap_or(""));
            found.push(Difference {
                file: format!("{}/{file}", self.shown),
                line: same + usize::from(head > 0),
                missing: old.is_none(),
                edited: old.as_ref().is_some_and(|text| yaml::is_edited(text)),
                head: body == new,
            });
        }
        Ok(found)
    }

    /// A text for one of its files, with the line for editors where its schema is there.
    fn headed(&self, file: File, text: &str) -> String {
        self.with_line(&format!("{}/{file}", self.shown), text)
    }

    /// The same for one that messages show as `shown`.
    pub(super) fn with_line(&self, shown: &str, text: &str) -> String {
        let root = self.path.ancestors().nth(2).unwrap_or(&self.path);
        schemas::headed(root, shown, text)
    }

    /// Writes the files of the notice, all or none; returns how many changed. A file
    /// that the notice no longer has is taken away.
    ///
    /// # Errors
    /// When a file cannot be written; what is there is then as it was.
    pub fn write(&self, files: &[(File, String)]) -> Result<usize, Diagnostic> {
        let mut changed = Vec::new();
        let mut gone = Vec::new();
        for file in self.files_with(files)? {
            let name = file.to_string();
            let old = self.text(&name)?;
            match text_of(files, file).map(|new| self.headed(file, new)) {
                Some(new) if old.as_ref() != Some(&new) => changed.push((name, new)),
                None if old.is_some() => gone.push(name),
                _ => {}
            }
        }
        let count = changed.len() + gone.len();
        if count == 0 {
            return Ok(0);
        }
        if fs::symlink_metadata(&self.path).is_ok_and(|m| m.is_symlink()) {
            return Err(files::link(&self.shown));
        }
        let write = || {
            fs::create_dir_all(&self.path)?;
            let _lock = lock(&self.path);
            self.finish_last()?;
            for (name, text) in &changed {
                put(&self.next(name), text)?;
            }
            put(&self.path.join(MARK), &gone.join("\n"))?;
            files::sync_folder(&self.path)?;
            self.move_in()
        };
        if let Err(e) = interrupt::whole(write) {
            for (name, _) in &changed {
                let _ = fs::remove_file(self.next(name));
            }
            return Err(self.failed(&e));
        }
        Ok(count)
    }

    /// Finishes what a run that was killed had begun to write, or takes it away where it
    /// had not come far enough.
    ///
    /// # Errors
    /// When it cannot be finished.
    pub(super) fn settle(&self) -> Result<(), Diagnostic> {
        let begun = self.path.join(MARK).exists();
        let rounds = self.path.join(ROUNDS);
        let nothing = |names: io::Result<Vec<String>>| names.is_ok_and(|names| names.is_empty());
        if !begun && nothing(self.half_written()) && nothing(waiting(&rounds)) {
            return Ok(());
        }
        // Another run may be writing just now: then this waits, and nothing is left.
        let _lock = lock(&self.path);
        let settle = || {
            self.finish_last()?;
            for name in waiting(&rounds)? {
                remove(&rounds.join(format!(".{name}{NEXT}")))?;
            }
            Ok(())
        };
        match interrupt::whole(settle) {
            // What was never marked harms nobody where it cannot be taken away.
            Err(e) if begun => Err(self.failed(&e)),
            _ => {
                // One in which nothing ever was; any other is not taken away so.
                let _ = fs::remove_dir(&self.path);
                Ok(())
            }
        }
    }

    fn finish_last(&self) -> io::Result<()> {
        if self.path.join(MARK).exists() {
            return self.move_in();
        }
        for name in self.half_written()? {
            remove(&self.next(&name))?;
        }
        Ok(())
    }

    /// The names of files that wait to take their places, or were never finished.
    fn half_written(&self) -> io::Result<Vec<String>> {
        let mut names = waiting(&self.path)?;
        names.retain(|name| File::of(name).is_some());
        Ok(names)
    }

    /// The mark is there: all that is written moves into place.
    fn move_in(&self) -> io::Result<()> {
        for name in self.half_written()? {
            fs::rename(self.next(&name), self.path.join(name))?;
        }
        let mark = self.path.join(MARK);
        let gone = fs::read_to_string(&mark)?;
        // Whatever the mark says, only files of a notice are taken away.
        for file in gone.lines().filter_map(File::of) {
            remove(&self.path.join(file.to_string()))?;
        }
        files::sync_folder(&self.path)?;
        fs::remove_file(mark)
    }

    /// Writes one file of a folder below, beside its place first.
    pub(super) fn put_beside(&self, folder: &Path, name: &str, text: &str) -> io::Result<()> {
        let _lock = lock(&self.path);
        let next = folder.join(format!(".{name}{NEXT}"));
        interrupt::whole(|| {
            put(&next, text)?;
            fs::rename(&next, folder.join(name))?;
            files::sync_folder(folder)
        })
    }

    fn next(&self, name: &str) -> PathBuf {
        self.path.join(format!(".{name}{NEXT}"))
    }

    fn unreadable(&self, error: &io::Error) -> Diagnostic {
        let message = format!("打不开 {}：{}", self.shown, system::said(error));
        Diagnostic::error("content-unreadable", message).hint("请检查 content/ 的权限和磁盘")
    }

    pub(super) fn failed(&self, error: &io::Error) -> Diagnostic {
        let message = format!("写不了 {}：{}", self.shown, system::said(error));
        Diagnostic::error("content-write", message).hint("请检查 content/ 的权限和磁盘")
    }
}

/// Reads a YAML file of the project.
///
/// # Errors
/// When it cannot be read, is too large, or has more aliases or is nested deeper than
/// is allowed.
pub(super) fn read_yaml(path: &Path, shown: &str, limits: &Limits) -> Result<String, Diagnostic> {
    let text = files::read_text(path, shown, Kind::Content, limits)?;
    let (depth, line) = yaml::deepest(&text);
    if depth > limits.nesting {
        let what = "YAML 里括号套括号的层数";
        let rule = "nested-too-deep";
        let error = limits::exceeded(rule, what, depth, limits.nesting, "nesting");
        return Err(error.at(Place::line(shown, line)));
    }
    let aliases = yaml::aliases(&text);
    match aliases.get(limits.yaml_aliases) {
        None => Ok(text),
        Some(&line) => {
            let (what, most) = ("YAML 里的别名（*名字）数", limits.yaml_aliases);
            let key = "yaml_aliases";
            let error = limits::exceeded("yaml-aliases", what, aliases.len(), most, key);
            Err(error.at(Place::line(shown, line)))
        }
    }
}

fn text_of(files: &[(File, String)], file: File) -> Option<&str> {
    let found = files.iter().find(|(f, _)| *f == file);
    found.map(|(_, text)| text.as_str())
}

/// The names in a folder; none where there is no such folder. One that is no text names
/// nothing of ours.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry?.file_name().into_string());
    }
    Ok(names)
}

/// The names of YAML that waits in a folder to take its place: `tasks.yaml` of
/// `.tasks.yaml.next`. A link leads to somebody else's.
fn waiting(folder: &Path) -> io::Result<Vec<String>> {
    if fs::symlink_metadata(folder).is_ok_and(|seen| seen.is_symlink()) {
        return Ok(Vec::new());
    }
    let named = names(folder)?.into_iter().filter_map(|name| {
        let name = name.strip_prefix('.')?.strip_suffix(NEXT)?;
        name.ends_with(".yaml").then(|| name.to_owned())
    });
    Ok(named.collect())
}

/// Held while the folder is written to, so that two runs do not mix. Where a system
/// cannot lock a folder there is none.
fn lock(folder: &Path) -> Option<fs::File> {
    let folder = fs::File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Writes a file anew, down to the disk.
fn put(path: &Path, text: &str) -> io::Result<()> {
    remove(path)?;
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn first_difference(old: &str, new: &str) -> usize {
    // The check in the head comment differs whenever anything does.
    let lines = |text: &str| -> Vec<String> {
        text.lines()
            .map(|l| {
                if l.starts_with('#') {
                    String::new()
                } else {
                    l.to_owned()
                }
            })
            .collect()
    };
    let (old, new) = (lines(old), lines(new));
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    same + 1
}
