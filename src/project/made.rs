//! The folder that is made of one notice, beside it: a small project with a copy of the
//! notice as its only seed. What it was made of is written down in it, so that no folder of
//! somebody else's is taken for one, and no copy that somebody has changed is overwritten.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Place};
use crate::project::decoded;
use crate::project::files;
use crate::project::files::Kind;
use crate::project::layout::{Layout, unwritten};
use crate::project::limits::Limits;
use crate::project::seeds;
use crate::project::workbooks;
use crate::source::may_be_seed;

/// What the name of the folder ends in.
const ENDING: &str = "-成品";

/// The file that says what the folder is.
const SAYS: &str = "说明.txt";

/// What that file says, before the lines that the program reads.
const WORDS: &str = include_str!("new/成品说明.txt");

/// How a line begins that names a copy and its hash.
const COPY: &str = "副本：";

/// The folder, made ready for a build.
#[derive(Debug)]
pub struct Made {
    /// Where it is.
    pub folder: PathBuf,
    /// Whether it was not made before.
    is_new: bool,
    layout: Layout,
    /// What was overwritten, with what it held.
    old: Vec<(PathBuf, Vec<u8>)>,
}

/// A file that is copied: its name below the folder, and what it holds.
struct Copy {
    name: String,
    bytes: Vec<u8>,
    blake3: String,
}

impl Made {
    /// Makes the folder of the notice `file` ready: `folder`, or one beside it.
    ///
    /// # Errors
    /// When the file cannot be read or is of a kind that is not read, when it belongs to a
    /// project, or when the folder is somebody else's.
    pub fn begin(file: &Path, folder: Option<&Path>) -> Result<Made, Diagnostic> {
        let copies = copies(file)?;
        let beside = || {
            let mut name = file.file_stem().unwrap_or_default().to_owned();
            name.push(ENDING);
            file.with_file_name(name)
        };
        let folder = folder.map_or_else(beside, Path::to_owned);
        let known = known(&folder, &copies)?;
        let mut made = Made {
            is_new: known.is_empty(),
            layout: Layout::to_go_on_from(&folder),
            old: Vec::new(),
            folder,
        };
        match made.write(&copies, &known) {
            Ok(()) => Ok(made),
            Err(error) => {
                made.undo();
                Err(error)
            }
        }
    }

    /// A run that is killed on the way leaves a folder that the next one knows: what it is
    /// made of is written down before the copies change, and until they have, beside what it
    /// was made of before.
    fn write(&mut self, copies: &[Copy], known: &[(String, String)]) -> Result<(), Diagnostic> {
        let line = |name: &str, blake3: &str| format!("{COPY}{name} {blake3}\n");
        let fresh: String = { copies.iter() }
            .map(|copy| line(&copy.name, &copy.blake3))
            .collect();
        let before: String = known.iter().map(|(name, hash)| line(name, hash)).collect();
        if before != fresh {
            self.put(SAYS, format!("{WORDS}{fresh}{before}").as_bytes())?;
        }
        self.layout.folder("seeds")?;
        for copy in copies {
            self.copy(copy, known)?;
        }
        let is_gone = |name: &str| copies.iter().all(|copy| copy.name != name);
        for (name, blake3) in known.iter().filter(|(name, _)| is_gone(name)) {
            self.take_away(name, blake3)?;
        }
        self.put(SAYS, format!("{WORDS}{fresh}").as_bytes())
    }

    /// Takes away a copy of an earlier run whose source is gone: what an office no longer gives
    /// must not stay in force.
    fn take_away(&mut self, name: &str, blake3: &str) -> Result<(), Diagnostic> {
        let path = self.folder.join(name);
        let Ok(there) = fs::read(&path) else {
            return Ok(());
        };
        if blake3::hash(&there).to_hex().as_str() != blake3 {
            return Err(self.edited(name));
        }
        fs::remove_file(&path).map_err(|e| unwritten(&path, &e))?;
        self.old.push((path, there));
        Ok(())
    }

    /// A copy that somebody has changed.
    fn edited(&self, name: &str) -> Diagnostic {
        let message = format!("{} 里的副本被人改过，不会覆盖", self.folder.display());
        Diagnostic::error("copy-edited", message)
            .at(Place::file(name))
            .hint("请把改动做在原来的文件里，再把副本删去；若要以副本为准，到这个文件夹里直接运行 gongwen")
    }

    fn copy(&mut self, copy: &Copy, known: &[(String, String)]) -> Result<(), Diagnostic> {
        let path = self.folder.join(&copy.name);
        if fs::symlink_metadata(&path).is_ok_and(|seen| seen.is_symlink()) {
            return Err(files::link(&copy.name));
        }
        if let Ok(there) = fs::read(&path) {
            let there = blake3::hash(&there).to_hex();
            let ours =
                |(name, blake3): &(String, String)| *name == copy.name && *blake3 == there.as_str();
            if there.as_str() != copy.blake3 && !known.iter().any(ours) {
                return Err(self.edited(&copy.name));
            }
        }
        self.put(&copy.name, &copy.bytes)
    }

    /// Writes a file of the folder, and remembers what was there.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let path = self.folder.join(name);
        match fs::read(&path) {
            Ok(old) if old == bytes => Ok(()),
            Ok(old) => {
                self.old.push((path.clone(), old));
                replace(&path, bytes).map_err(|e| unwritten(&path, &e))
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => self.layout.write(name, bytes),
            Err(e) => Err(unwritten(&path, &e)),
        }
    }

    /// Puts everything back as it was, unless the notice came so far as to be written into
    /// `content/`: then the folder is what the next run goes on from.
    pub fn undo(self) {
        if self.is_new && self.folder.join("content").is_dir() {
            return;
        }
        for (path, bytes) in self.old.iter().rev() {
            let _ = replace(path, bytes);
        }
        self.layout.undo();
    }
}

/// Writes a file beside its place first.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new~");
    let beside = path.with_file_name(name);
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)
}

/// The notice, and what the office gives beside it.
fn copies(file: &Path) -> Result<Vec<Copy>, Diagnostic> {
    let shown = file.display().to_string();
    let wrong = |message: &str, hint: &str| {
        let error = Diagnostic::error("seed-unreadable", message);
        Err(error.at(Place::file(&shown)).hint(hint))
    };
    match fs::metadata(file) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return wrong("没有这个文件", "请检查文件名和所在的文件夹");
        }
        Ok(seen) if seen.is_dir() => {
            return wrong(
                "这是一个文件夹",
                "要做一个项目，运行 gongwen --project 文件夹",
            );
        }
        _ => {}
    }
    if !may_be_seed(file) {
        return Err(seeds::unread(file, &shown).grave());
    }
    if let Some(project) = project_of(file) {
        let message = "这份来件在一个项目的 seeds/ 里";
        let hint = format!(
            "请到 {} 里运行 gongwen，或写 gongwen --project",
            project.display()
        );
        return Err(Diagnostic::error("seed-of-project", message)
            .at(Place::file(shown))
            .hint(hint));
    }
    let given = file.with_extension(seeds::GIVEN);
    let mut found = vec![copy_of(file, Kind::Seed)?];
    if fs::symlink_metadata(&given).is_ok() {
        found.push(copy_of(&given, Kind::Content)?);
    }
    // Whether the notice can be read, whoever reads it says.
    if let Ok(source) = decoded(file, &shown, &Limits::default()) {
        for book in workbooks::beside(&source, file, &given) {
            found.push(copy_of(&book, Kind::Seed)?);
        }
    }
    Ok(found)
}

/// The notice, and what the office gives beside it, as they lie in a project: names and
/// contents.
///
/// # Errors
/// When the file cannot be read, is of a kind that is not read, or belongs to a project.
pub fn copies_of(file: &Path) -> Result<Vec<(String, Vec<u8>)>, Diagnostic> {
    let copies = copies(file)?.into_iter();
    Ok(copies.map(|copy| (copy.name, copy.bytes)).collect())
}

fn copy_of(path: &Path, kind: Kind) -> Result<Copy, Diagnostic> {
    let shown = path.display().to_string();
    let bytes = files::read(path, &shown, kind, &Limits::default())?;
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        let message = "文件名里有认不出的字";
        return Err(Diagnostic::error("seed-unreadable", message)
            .at(Place::file(shown))
            .hint("请换一个文件名"));
    };
    Ok(Copy {
        name: format!("seeds/{name}"),
        blake3: blake3::hash(&bytes).to_hex().to_string(),
        bytes,
    })
}

/// The project in whose `seeds/` a file lies.
fn project_of(file: &Path) -> Option<PathBuf> {
    let whole = fs::canonicalize(file).ok()?;
    let mut above = whole.ancestors().skip(1);
    let seeds = above.find(|folder| folder.file_name().is_some_and(|name| name == "seeds"))?;
    seeds.parent().map(Path::to_owned)
}

/// What the folder was made of before: the names of copies with their hashes.
fn known(folder: &Path, copies: &[Copy]) -> Result<Vec<(String, String)>, Diagnostic> {
    let foreign = |what: &str| {
        let message = format!("{} {what}", folder.display());
        Err(Diagnostic::error("out-foreign", message)
            .at(Place::file(folder.display().to_string()))
            .hint("请把它移走或改名，或用 --project 另指一个文件夹"))
    };
    let Ok(seen) = fs::symlink_metadata(folder) else {
        return Ok(Vec::new());
    };
    if !seen.is_dir() {
        return foreign("不是文件夹，不能把成品做在里面");
    }
    let text = fs::read_to_string(folder.join(SAYS)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix(COPY));
    let known: Vec<(String, String)> = lines
        .filter_map(|line| line.rsplit_once(' '))
        .map(|(name, blake3)| (name.to_owned(), blake3.to_owned()))
        .collect();
    let mut inside = fs::read_dir(folder).map_err(|e| unwritten(folder, &e))?;
    if known.is_empty() && inside.next().is_some() {
        return foreign("里有别的文件，不是由这份来件做成的");
    }
    let notice = copies.first().map(|copy| copy.name.as_str());
    if let Some((other, _)) = known
        .first()
        .filter(|(name, _)| Some(name.as_str()) != notice)
    {
        return foreign(&format!("是由另一份来件（{other}）做成的"));
    }
    Ok(known)
}
