//! Workbooks beside a seed that hold its annexes: those that it names, by the name of its
//! own file, by a title in its list of annexes, or by what the office says beside it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Place};
use crate::office::{self, Book};
use crate::project::files::{self, Kind};
use crate::project::limits::Limits;
use crate::project::seeds::is_left_behind;
use crate::source::{self, Source, WORKBOOKS, ends_in, may_be_seed};

/// A workbook: its path, how it is shown, and its bytes.
type Read = (PathBuf, String, Vec<u8>);

/// Reads the workbooks of the seed at `path` behind its text; `given` are those that the
/// office names, where it names some.
///
/// # Errors
/// When one that is named is not there, or cannot be read.
pub(super) fn behind(
    source: Source,
    path: &Path,
    given: Option<&[String]>,
    limits: &Limits,
    shown: impl Fn(&Path) -> String,
) -> Result<Source, Diagnostic> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let paths = match given {
        Some(names) => named(folder, names, &shown(&path.with_extension("yaml")))?,
        None => found(folder, path, &source),
    };
    let mut books: Vec<Read> = Vec::new();
    for path in paths {
        let shown = shown(&path);
        let bytes = files::read(&path, &shown, Kind::Seed, limits)?;
        books.push((path, shown, bytes));
    }
    attach(source, path, &books, limits)
}

/// The same with the workbooks that a notice says it was read from.
pub(super) fn again(
    source: Source,
    path: &Path,
    books: &[(PathBuf, String)],
    limits: &Limits,
) -> Result<Source, Diagnostic> {
    let read = |(path, shown): &(PathBuf, String)| {
        let bytes = files::read(path, shown, Kind::Seed, limits)?;
        Ok((path.clone(), shown.clone(), bytes))
    };
    let books: Result<Vec<Read>, Diagnostic> = books.iter().map(read).collect();
    attach(source, path, &books?, limits)
}

/// The workbooks that lie beside the notice at `path` and belong to it, as far as can be told;
/// `given` is the file in which the office may name them. What is wrong with them, whoever
/// reads them says.
pub(super) fn beside(source: &Source, path: &Path, given: &Path) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let given = fs::read_to_string(given).unwrap_or_default();
    let given: Option<serde_yaml::Value> = serde_yaml::from_str(&given).ok();
    let names = given
        .as_ref()
        .and_then(|g| g.get("workbooks")?.as_sequence());
    let Some(names) = names else {
        return found(folder, path, source);
    };
    let names = names.iter().filter_map(|name| name.as_str());
    let names: Vec<String> = names.map(str::to_owned).collect();
    named(folder, &names, "").unwrap_or_default()
}

fn attach(
    source: Source,
    path: &Path,
    books: &[Read],
    limits: &Limits,
) -> Result<Source, Diagnostic> {
    if books.is_empty() {
        return Ok(source);
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let opened: Vec<Book<'_>> = books
        .iter()
        .map(|(_, file, bytes)| Book { file, bytes })
        .collect();
    let (text, laid) = office::annexes(&source.text, &stem, &opened, limits.of_package())?;
    let known = books.iter().map(|(_, file, bytes)| source::Workbook {
        file: file.clone(),
        blake3: blake3::hash(bytes).to_hex().to_string(),
    });
    let known = known.collect();
    Ok(source.with_workbooks(&text, laid, known))
}

/// The workbooks that the office names in `file`.
fn named(folder: &Path, names: &[String], file: &str) -> Result<Vec<PathBuf>, Diagnostic> {
    let one = |name: &String| {
        let path = folder.join(name);
        let is_plain = !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
        let problem = if !is_plain {
            "要写同一个文件夹里的文件名"
        } else if fs::symlink_metadata(&path).is_err() {
            "同一个文件夹里没有这个文件"
        } else if !ends_in(&path, &WORKBOOKS) {
            "不是 Excel 工作簿"
        } else {
            return Ok(path);
        };
        let message = format!("补写的 workbooks 里的“{name}”{problem}");
        let error = Diagnostic::error("given-yaml", message);
        Err(error
            .at(Place::file(file).words(name.clone()))
            .hint("写成 workbooks: [附件1.xlsx, 附件2.xlsx] 的样子，文件和来件放在一起"))
    };
    names.iter().map(one).collect()
}

/// The workbooks in the folder that are named after the seed, or as the seed names them.
fn found(folder: &Path, seed: &Path, source: &Source) -> Vec<PathBuf> {
    // A file that is named alone lies in no folder that has a name.
    let here = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let entries = fs::read_dir(here).into_iter().flatten().flatten();
    let paths = entries.map(|entry| folder.join(entry.file_name()));
    let mut paths: Vec<PathBuf> = paths.filter(|path| !is_left_behind(path)).collect();
    paths.sort();
    let is_seed = |path: &&PathBuf| may_be_seed(path);
    let others: Vec<PathBuf> = paths
        .iter()
        .filter(is_seed)
        .map(|p| p.with_extension(""))
        .collect();
    let own = seed.with_extension("");
    let name = own
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let belongs = |path: &PathBuf| {
        let stem = path.with_extension("");
        let stem_name = stem
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if stem == own || others.contains(&stem) {
            return stem == own;
        }
        // `通知-附件1.xlsx` beside `通知.docx`.
        let behind = stem_name
            .strip_prefix(&name)
            .map(|rest| rest.trim_start_matches([' ', '-', '_', '：', '.']));
        behind.is_some_and(|rest| rest.starts_with("附件") || rest.starts_with(['（', '(']))
            || office::lists(&source.text, &stem_name)
    };
    let is_book = |path: &&PathBuf| ends_in(path, &WORKBOOKS) && belongs(path);
    let books: Vec<PathBuf> = paths.iter().filter(is_book).cloned().collect();
    // Of one that was saved in two forms the newer is read.
    let is_newer = |path: &&PathBuf| {
        let twin = path.with_extension("xlsx");
        **path == twin || !books.contains(&twin)
    };
    books.iter().filter(is_newer).cloned().collect()
}
