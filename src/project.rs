//! The project folder on disk: registers, seeds, notices and corrections.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diag::{Diagnostic, Place, Texts};
use crate::make::bundle::Bundles;
use crate::notice::units::Register;
use crate::notice::{Notice, yaml};
use crate::read::amend::{self, Correction};
use crate::source::{self, Source};

/// A project: the folder that holds `seeds/`, `content/` and `templates/`.
#[derive(Debug, Clone)]
pub struct Project {
    root: PathBuf,
}

/// One folder of `content/` that holds a notice.
#[derive(Debug, Clone)]
pub struct NoticeFolder {
    /// Its name, which is the notice's id.
    pub id: String,
    /// The path shown in messages: `content/suf-2017-15`.
    pub shown: String,
    path: PathBuf,
}

impl Project {
    /// Opens the project at `root`.
    ///
    /// # Errors
    /// When the folder is no project.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        for folder in ["content", "templates"] {
            if !root.join(folder).is_dir() {
                return Err(Diagnostic::error(
                    "no-project",
                    format!(
                        "{} 里没有 {folder}/，不是 gongwen 的项目文件夹",
                        root.display()
                    ),
                )
                .hint("请到项目文件夹里运行，或用 --project 指明它在哪里"));
            }
        }
        Ok(Project {
            root: root.to_owned(),
        })
    }

    /// A path below the project.
    pub fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// The path as messages show it: relative to the project, with `/`.
    fn shown(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let parts = relative
            .components()
            .map(|c| c.as_os_str().to_string_lossy());
        parts.collect::<Vec<_>>().join("/")
    }

    /// Loads every register of `content/units/`, in the order of their names.
    ///
    /// # Errors
    /// What is wrong in each of them.
    pub fn registers(&self, texts: &mut Texts) -> Result<Vec<Register>, Vec<Diagnostic>> {
        let mut registers = Vec::new();
        let mut errors = Vec::new();
        let folder = self.path("content/units");
        let files = WalkDir::new(&folder).max_depth(1).sort_by_file_name();
        for entry in files
            .into_iter()
            .flatten()
            .filter(|e| e.file_type().is_file())
        {
            let shown = self.shown(entry.path());
            if !shown.ends_with(".yaml") {
                continue;
            }
            match read_text(entry.path(), &shown) {
                Ok(text) => {
                    match Register::from_yaml(&text) {
                        Ok(register) => registers.push(register),
                        Err(error) => errors.push(register_error(&shown, &error)),
                    }
                    texts.add(shown, text);
                }
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            Ok(registers)
        } else {
            Err(errors)
        }
    }

    /// Writes a new register; one that is there already is never touched.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn write_register(&self, slug: &str, text: &str) -> Result<String, Diagnostic> {
        let path = self.path("content/units").join(format!("{slug}.yaml"));
        let shown = self.shown(&path);
        let failed = |e: std::io::Error| {
            let hint = "程序不改动已有的登记册；若要重写初稿，请先把它移走";
            Diagnostic::error("register-write", format!("写不了登记册初稿：{e}"))
                .at(Place::file(&shown))
                .hint(hint)
        };
        fs::create_dir_all(self.path("content/units")).map_err(failed)?;
        let mut file = fs::File::create_new(&path).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        Ok(shown)
    }

    /// Loads `content/bundles.yaml`; the shipped one where there is no such file.
    ///
    /// # Errors
    /// What is wrong in it.
    pub fn bundles(&self, texts: &mut Texts) -> Result<Bundles, Diagnostic> {
        let path = self.path("content/bundles.yaml");
        let shown = self.shown(&path);
        let bundles = if path.exists() {
            let text = read_text(&path, &shown)?;
            let bundles = Bundles::from_yaml(&text);
            texts.add(shown.clone(), text);
            bundles
        } else {
            Bundles::shipped()
        };
        bundles.map_err(|error| {
            let place = match error.location() {
                Some(at) => Place::line(&shown, at.line()),
                None => Place::file(&shown),
            };
            Diagnostic::error("bundles", format!("资料册的清单有错：{error}"))
                .at(place)
                .hint("请照文件开头的说明改正")
        })
    }

    /// Loads every seed.
    ///
    /// # Errors
    /// What is wrong with each that cannot be loaded.
    pub fn seeds(&self, texts: &mut Texts) -> Result<Vec<Source>, Vec<Diagnostic>> {
        let paths = source::find_seeds(&self.path("seeds")).map_err(|e| vec![e])?;
        let mut seeds = Vec::new();
        let mut errors = Vec::new();
        for path in paths {
            match Source::load(&path, &self.shown(&path)) {
                Ok(seed) => {
                    texts.add(seed.file.clone(), seed.text.clone());
                    seeds.push(seed);
                }
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            Ok(seeds)
        } else {
            Err(errors)
        }
    }

    /// The folder of the notice `id`, whether it exists or not.
    pub fn folder(&self, id: &str) -> NoticeFolder {
        let path = self.path("content").join(id);
        NoticeFolder {
            id: id.to_owned(),
            shown: self.shown(&path),
            path,
        }
    }

    /// The folders of `content/` that hold a notice, in the order of their names.
    pub fn folders(&self) -> Vec<NoticeFolder> {
        let files = WalkDir::new(self.path("content"))
            .min_depth(1)
            .max_depth(1)
            .sort_by_file_name();
        let folders = files
            .into_iter()
            .flatten()
            .filter(|e| e.file_type().is_dir());
        folders
            .filter(|e| yaml::FILES.iter().any(|f| e.path().join(f).is_file()))
            .map(|e| self.folder(&e.file_name().to_string_lossy()))
            .collect()
    }
}

impl NoticeFolder {
    /// The text of one of its files; none where there is no such file.
    pub fn text(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path.join(name)).ok()
    }

    /// Loads the notice from its YAML.
    ///
    /// # Errors
    /// What is wrong in each file.
    pub fn load(&self, texts: &mut Texts) -> Result<Notice, Vec<Diagnostic>> {
        for name in yaml::FILES {
            if let Some(text) = self.text(name) {
                texts.add(format!("{}/{name}", self.shown), text);
            }
        }
        let notice = Notice::from_yaml(&self.shown, |name| self.text(name))?;
        if notice.letter.id == self.id {
            return Ok(notice);
        }
        Err(vec![
            Diagnostic::error(
                "notice-id",
                format!("id 是“{}”，和文件夹名“{}”不一样", notice.letter.id, self.id),
            )
            .at(Place::file(format!("{}/{}", self.shown, yaml::LETTER)).words("id:"))
            .hint("两处要写成一样"),
        ])
    }

    /// Name of its file of corrections, as messages show it.
    pub fn corrections_file(&self) -> String {
        format!("{}/corrections.yaml", self.shown)
    }

    /// The corrections that people have written for it; none without the file.
    ///
    /// # Errors
    /// What is wrong in the file.
    pub fn corrections(&self, texts: &mut Texts) -> Result<Vec<Correction>, Diagnostic> {
        let path = self.path.join("corrections.yaml");
        if !path.exists() {
            return Ok(Vec::new());
        }
        let shown = self.corrections_file();
        let text = read_text(&path, &shown)?;
        let corrections = amend::from_yaml(&shown, &text);
        texts.add(shown, text);
        corrections
    }

    /// Which of `files` differ from what is on disk, and whether a person has
    /// edited what is there.
    pub fn compare(&self, files: &[(&'static str, String)]) -> Vec<Difference> {
        let mut found = Vec::new();
        for name in yaml::FILES {
            let new = files
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, text)| text.as_str());
            let old = self.text(name).map(|text| text.replace("\r\n", "\n"));
            if old.as_deref() != new {
                found.push(Difference {
                    file: format!("{}/{name}", self.shown),
                    line: first_difference(old.as_deref().unwrap_or(""), new.unwrap_or("")),
                    missing: old.is_none(),
                    edited: old.is_some_and(|text| yaml::is_edited(&text)),
                });
            }
        }
        found
    }

    /// Writes the files of the notice, each by a new file that takes the place of
    /// the old one; those that are the same are left alone.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, files: &[(&'static str, String)]) -> Result<usize, Diagnostic> {
        let failed = |e: std::io::Error| {
            Diagnostic::error("content-write", format!("写不了 {}：{e}", self.shown))
                .hint("请检查 content/ 的权限和磁盘")
        };
        fs::create_dir_all(&self.path).map_err(failed)?;
        let mut written = 0;
        for (name, text) in files {
            if self.text(name).as_deref() == Some(text) {
                continue;
            }
            let next = self.path.join(format!(".{name}.next"));
            let write = || {
                let mut file = fs::File::create(&next)?;
                file.write_all(text.as_bytes())?;
                file.sync_all()?;
                fs::rename(&next, self.path.join(name))
            };
            write().map_err(failed)?;
            written += 1;
        }
        Ok(written)
    }
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

fn read_text(path: &Path, shown: &str) -> Result<String, Diagnostic> {
    fs::read_to_string(path).map_err(|e| {
        Diagnostic::error("unreadable", format!("读不了文件：{e}"))
            .at(Place::file(shown))
            .hint("请确认它是 UTF-8 文本，并且有读的权限")
    })
}

fn register_error(shown: &str, message: &str) -> Diagnostic {
    // serde_yaml ends its messages with `at line L column C`.
    let line = message
        .rsplit_once("at line ")
        .and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
    let place = match line {
        Some(line) => Place::line(shown, line),
        None => {
            let quoted = message.split('“').nth(1).and_then(|t| t.split('”').next());
            match quoted {
                Some(words) => Place::file(shown).words(words),
                None => Place::file(shown),
            }
        }
    };
    Diagnostic::error("register", format!("登记册有错：{message}"))
        .at(place)
        .hint("请照文件开头的说明改正")
}
