//! The project folder on disk: registers, seeds, notices and corrections.

pub mod bundles;
pub mod ejected;
pub mod files;
pub mod folder;
pub mod fresh;
pub mod layers;
pub mod layout;
pub mod limits;
pub mod made;
pub mod rounds;
pub mod schemas;
pub mod seeds;
pub mod site;
#[cfg(feature = "print")]
pub mod spool;
mod strays;
mod workbooks;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use crate::builtin;
use crate::diag::{Diagnostic, Place, Texts, system};
use crate::grammar::Grammar;
use crate::interrupt;
use crate::notice::SourceRef;
use crate::notice::invisible_chars;
use crate::office;
use crate::project::bundles::Bundles;
use crate::project::ejected::Ejected;
use crate::project::files::Kind;
use crate::project::folder::{NoticeFolder, read_yaml};
use crate::project::limits::Limits;
use crate::project::schemas::Form;
use crate::project::seeds::Seeds;
use crate::project::site::SiteSettings;
use crate::source::{Source, ends_in};
use crate::units::register::Register;
use crate::wording;
use crate::wording::Wording;

/// The folders of a project that must not lead out of it.
const OURS: [&str; 8] = [
    "content",
    schemas::FOLDER,
    "content/units",
    "seeds",
    "templates",
    "templates/fonts",
    "templates/html",
    "templates/pdf",
];

/// Where registers lie.
const UNITS: &str = "content/units";

/// The folders of which a project has one at least.
const MARKS: [&str; 2] = ["seeds", "content"];

/// A project: a folder that holds `seeds/` or `content/`, and what it has of its own of the
/// files that the program brings along.
#[derive(Debug, Clone)]
pub struct Project {
    root: PathBuf,
    limits: Limits,
}

impl Project {
    /// Opens the project at `root`; what a run that was killed had begun to write in
    /// `content/` is finished.
    ///
    /// # Errors
    /// When the folder is no project, one of its folders is a link, or its limits
    /// cannot be read.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        if !MARKS.iter().any(|folder| root.join(folder).is_dir()) {
            let message = format!(
                "{} 里没有 seeds/，也没有 content/，不是 gongwen 的项目文件夹",
                root.display()
            );
            return Err(Diagnostic::error("no-project", message).hint(
                "请到项目文件夹里运行，或用 --project 指明它在哪里；要建一个，运行 gongwen init",
            ));
        }
        let is_link = |folder: &str| {
            fs::symlink_metadata(root.join(folder)).is_ok_and(|m| m.file_type().is_symlink())
        };
        if let Some(folder) = OURS.into_iter().find(|folder| is_link(folder)) {
            return Err(files::link(folder));
        }
        let file = root.join(limits::FILE);
        let limits = if file.exists() {
            let text = read_yaml(&file, limits::FILE, &Limits::default())?;
            Limits::from_yaml(&text)?
        } else {
            Limits::default()
        };
        let project = Project {
            root: root.to_owned(),
            limits,
        };
        // Whoever loads them takes links in folders of the user's own.
        let font = |path: &Path| ends_in(path, &files::FONTS);
        let fonts = root.join("templates/fonts");
        files::list(&fonts, 1, Kind::Template, &limits, font)?;
        schemas::settle(&project.path(schemas::FOLDER));
        for folder in project.folders_of_content() {
            folder.settle()?;
        }
        Ok(project)
    }

    /// What is to be said of files that were ejected.
    ///
    /// # Errors
    /// When the list of them cannot be read.
    pub fn ejected(&self) -> Result<Vec<Diagnostic>, Diagnostic> {
        let ejected = Ejected::load(&self.root, &self.limits)?;
        Ok(ejected.remarks(&self.root, &self.limits))
    }

    /// How much is too much in this project.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A path below the project.
    pub fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// The path as messages show it: relative to the project, with `/`.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        let parts = relative
            .components()
            .map(|c| c.as_os_str().to_string_lossy());
        parts.collect::<Vec<_>>().join("/")
    }

    /// Loads every register of `content/units/`, in the order of their names, and behind
    /// them those that are built in and have no file of their name there: an agency's own
    /// register goes before a built-in one.
    ///
    /// # Errors
    /// What is wrong in each of them, and where two of them are for one agency: the names of
    /// the other would never be read.
    pub fn registers(&self, texts: &mut Texts) -> Result<Vec<Register>, Vec<Diagnostic>> {
        let mut registers = Vec::new();
        let mut errors = Vec::new();
        let mut known = BTreeMap::new();
        let folder = self.path(UNITS);
        let yaml = |path: &Path| ends_in(path, &["yaml"]);
        let paths = files::list(&folder, 1, Kind::Content, &self.limits, yaml);
        for path in paths.map_err(|e| vec![e])? {
            let shown = self.shown(&path);
            match read_yaml(&path, &shown, &self.limits) {
                Ok(text) => {
                    match self.register(&shown, &text, self.limits.units) {
                        Ok(register) => {
                            // They would be printed wherever the unit is.
                            errors.extend(invisible_chars::errors(&register, &Place::file(&shown)));
                            errors.extend(same_agency(&mut known, &register, &shown, &text));
                            registers.push(register);
                        }
                        Err(error) => errors.push(error),
                    }
                    texts.add(shown, text);
                }
                Err(error) => errors.push(error),
            }
        }
        for (name, general) in builtin::below(UNITS) {
            let shown = format!("{UNITS}/{name}");
            if !yaml(Path::new(name)) || self.path(&shown).exists() {
                continue;
            }
            match self.register(&shown, general.text(), usize::MAX) {
                Ok(register) => registers.push(register),
                Err(error) => errors.push(error),
            }
            texts.add(shown, general.text().to_owned());
        }
        if errors.is_empty() {
            Ok(registers)
        } else {
            Err(errors)
        }
    }

    /// The register that is built in for the agency with this code, and its name.
    pub fn general_register(&self, code: &str) -> Option<&'static builtin::File> {
        let mut general = builtin::below(UNITS).map(|(_, file)| file);
        general.find(|file| {
            let register = Register::from_yaml(file.text());
            register.is_ok_and(|register| register.issuer(code).is_some())
        })
    }

    fn register(&self, shown: &str, text: &str, most: usize) -> Result<Register, Diagnostic> {
        let register = Register::from_yaml(text).map_err(|fault| {
            let place = match fault.line {
                Some(line) => Place::line(shown, line),
                None => Place {
                    words: fault.words,
                    ..Place::file(shown)
                },
            };
            Diagnostic::error("register", format!("登记册有错：{}", fault.message))
                .at(place)
                .hint("请照文件开头的说明改正")
        })?;
        let units = register.units.len();
        if units > most {
            let what = "登记册里的单位数";
            let error = limits::exceeded("too-many-units", what, units, most, "units");
            return Err(error.at(Place::file(shown)));
        }
        Ok(register)
    }

    /// Writes a new register; one that is there already is never touched.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn write_register(&self, slug: &str, text: &str) -> Result<String, Diagnostic> {
        let path = self.path(UNITS).join(format!("{slug}.yaml"));
        let shown = self.shown(&path);
        let text = self.headed(&shown, text);
        let failed = |e: std::io::Error| {
            let hint = "程序不改动已有的登记册；若要重写初稿，请先把它移走";
            Diagnostic::error(
                "register-write",
                format!("写不了登记册初稿：{}", system::said(&e)),
            )
            .at(Place::file(&shown))
            .hint(hint)
        };
        fs::create_dir_all(self.path(UNITS)).map_err(failed)?;
        let write = || {
            let mut file = fs::File::create_new(&path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        interrupt::whole(write).map_err(failed)?;
        Ok(shown)
    }

    /// A text for the file of this name below the project, with the line for editors where
    /// its schema is there.
    pub fn headed(&self, name: &str, text: &str) -> String {
        schemas::headed(&self.root, name, text)
    }

    /// The files that people write which have a schema but no line for editors, by their
    /// names, each with its line.
    pub fn without_line(&self) -> Vec<(String, String)> {
        let below = |folder: &str| {
            let files = WalkDir::new(self.path(folder)).sort_by_file_name();
            files
                .into_iter()
                .flatten()
                .filter(|e| e.file_type().is_file())
        };
        let names = ["content", "seeds"].into_iter().flat_map(below);
        let bare = names.filter_map(|file| {
            let name = self.shown(file.path());
            let line = schemas::line_for(&name)?;
            let text = read_yaml(file.path(), &name, &self.limits).ok()?;
            let by_people = Form::of(&name).is_some_and(Form::is_by_people);
            let bare = by_people && schemas::without(&text) == text;
            bare.then_some((name, line))
        });
        bare.collect()
    }

    /// Lets the words of `content/grammar.yaml` decide how texts are read, beside those of the
    /// program; registers are loaded after it.
    ///
    /// # Errors
    /// What is wrong in it.
    pub fn take_grammar(&self, texts: &mut Texts) -> Result<(), Vec<Diagnostic>> {
        Grammar::take(&self.words(Grammar::FILE, texts)?)
    }

    /// Loads `content/wording.yaml`, over the words that the program carries.
    ///
    /// # Errors
    /// What is wrong in it.
    pub fn wording(&self, texts: &mut Texts) -> Result<Wording, Vec<Diagnostic>> {
        let text = self.words(wording::FILE, texts)?;
        let wording = Wording::of_office(&text)?;
        // They would be printed wherever the word is.
        let errors = invisible_chars::errors(&wording, &Place::file(wording::FILE));
        match errors.is_empty() {
            true => Ok(wording),
            false => Err(errors),
        }
    }

    /// Loads `content/site.yaml`; without it nothing is said.
    ///
    /// # Errors
    /// What is wrong in it.
    pub fn site(&self, texts: &mut Texts) -> Result<SiteSettings, Vec<Diagnostic>> {
        let settings = SiteSettings::from_yaml(&self.words(site::FILE, texts)?);
        let settings = settings.map_err(|error| vec![error])?;
        // It would be printed on every page.
        let errors = invisible_chars::errors(&settings, &Place::file(site::FILE));
        match errors.is_empty() {
            true => Ok(settings),
            false => Err(errors),
        }
    }

    /// The text of a file of an office's own; empty where there is none.
    fn words(&self, shown: &str, texts: &mut Texts) -> Result<String, Vec<Diagnostic>> {
        let path = self.path(shown);
        if fs::symlink_metadata(&path).is_err() {
            return Ok(String::new());
        }
        let text = read_yaml(&path, shown, &self.limits).map_err(|e| vec![e])?;
        texts.add(shown, text.clone());
        Ok(text)
    }

    /// Loads `content/bundles.yaml`; the shipped one where there is no such file.
    ///
    /// # Errors
    /// What is wrong in it.
    pub fn bundles(&self, texts: &mut Texts) -> Result<Bundles, Diagnostic> {
        let path = self.path(bundles::FILE);
        let shown = self.shown(&path);
        if !path.exists() {
            return Bundles::shipped().map_err(|e| bundles::wrong(&shown, "", &e));
        }
        let text = read_yaml(&path, &shown, &self.limits)?;
        let bundles = Bundles::from_yaml(&text);
        let bundles = bundles.map_err(|e| bundles::wrong(&shown, &text, &e));
        texts.add(shown.clone(), text);
        let bundles = bundles?;
        match bundles.fault() {
            None => Ok(bundles),
            Some(fault) => {
                let error = Diagnostic::error("bundles", format!("资料册的清单有错：{fault}"));
                Err(error.at(Place::file(shown)).hint("请照文件开头的说明改正"))
            }
        }
    }

    /// The paths of every seed, and what there is to say of the other files.
    ///
    /// # Errors
    /// When the folder cannot be read or holds too many.
    pub fn seeds(&self) -> Result<Seeds, Diagnostic> {
        let typed = !self.folders().is_empty();
        let shown = |path: &Path| self.shown(path);
        seeds::find(&self.path("seeds"), &self.limits, shown, typed)
    }

    /// The file in which the office gives what the seed at `path` lacks, as messages show it,
    /// and its text, where there is such a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn given(&self, path: &Path) -> Result<(String, Option<String>), Diagnostic> {
        let file = path.with_extension(seeds::GIVEN);
        let shown = self.shown(&file);
        if fs::symlink_metadata(&file).is_err() {
            return Ok((shown, None));
        }
        let text = read_yaml(&file, &shown, &self.limits)?;
        Ok((shown, Some(text)))
    }

    /// Loads one of the seeds.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn seed(&self, path: &Path) -> Result<Source, Diagnostic> {
        decoded(path, &self.shown(path), &self.limits)
    }

    /// The same with the workbooks behind it that hold its annexes; `given` are those that
    /// the office names, where it does.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn with_workbooks(
        &self,
        seed: Source,
        path: &Path,
        given: Option<&[String]>,
    ) -> Result<Source, Diagnostic> {
        workbooks::behind(seed, path, given, &self.limits, |path| self.shown(path))
    }

    /// The seed that a notice says it was read from, with its workbooks, for showing its
    /// lines; none where there is no such file in `seeds/`.
    pub fn seed_of(&self, source: &SourceRef) -> Option<Source> {
        let path = self.inside_seeds(&source.file)?;
        let seed = decoded(&path, &source.file, &self.limits).ok()?;
        let books = source.workbooks.iter();
        let books = books.map(|book| Some((self.inside_seeds(&book.file)?, book.file.clone())));
        let books: Vec<(PathBuf, String)> = books.collect::<Option<_>>()?;
        workbooks::again(seed, &path, &books, &self.limits).ok()
    }

    /// Where a file is that is said to lie in `seeds/`; none where it leads elsewhere.
    fn inside_seeds(&self, file: &str) -> Option<PathBuf> {
        let inside = file.strip_prefix("seeds/")?;
        let plain = |c: Component<'_>| matches!(c, Component::Normal(_));
        if !Path::new(inside).components().all(plain) {
            return None;
        }
        // A folder on the way may be a link.
        let path = fs::canonicalize(self.path(file)).ok()?;
        let root = fs::canonicalize(&self.root).ok()?;
        path.starts_with(root).then_some(path)
    }

    /// The folder of the notice `id`, whether it exists or not.
    pub fn folder(&self, id: &str) -> NoticeFolder {
        let path = self.path("content").join(id);
        let shown = self.shown(&path);
        NoticeFolder::new(id.to_owned(), shown, path, self.limits)
    }

    /// The folders of `content/` that hold a notice, in the order of their names.
    pub fn folders(&self) -> Vec<NoticeFolder> {
        let mut folders = self.folders_of_content();
        folders.retain(NoticeFolder::has_any);
        folders
    }

    fn folders_of_content(&self) -> Vec<NoticeFolder> {
        let files = WalkDir::new(self.path("content"))
            .min_depth(1)
            .max_depth(1)
            .sort_by_file_name();
        let folders = files
            .into_iter()
            .flatten()
            .filter(|e| e.file_type().is_dir());
        folders
            .map(|e| self.folder(&e.file_name().to_string_lossy()))
            .collect()
    }
}

/// Reads and decodes one seed; `file` is the name shown in messages.
pub(crate) fn decoded(path: &Path, file: &str, limits: &Limits) -> Result<Source, Diagnostic> {
    let bytes = files::read(path, file, Kind::Seed, limits)?;
    match office::source(file, &bytes, limits.of_package())? {
        Some(source) => Ok(source),
        None => Source::from_bytes(file, &bytes),
    }
}

/// The agencies of a register that another of the office's own, read before it, has too;
/// `known` are those that were read, by 机关代字, with their files.
fn same_agency(
    known: &mut BTreeMap<String, String>,
    register: &Register,
    shown: &str,
    text: &str,
) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for issuer in &register.issuers {
        let Some(before) = known.insert(issuer.code.clone(), shown.to_owned()) else {
            continue;
        };
        let line = text.lines().position(|line| line.contains(&issuer.code));
        let place = match line {
            Some(line) => Place::line(shown, line + 1),
            None => Place::file(shown),
        };
        let message = format!("“{}”有两本登记册：{before} 和 {shown}", issuer.code);
        let hint = "一个机关只能有一本：请核对两本，把要的留下，另一本移出 content/units/";
        errors.push(
            Diagnostic::error("register-twice", message)
                .at(place)
                .hint(hint),
        );
    }
    errors
}
