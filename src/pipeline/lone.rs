//! Notices that lie in a folder which is no project: what to type is said with the error.

use std::path::{Path, PathBuf};

use crate::diag::Diagnostic;
use crate::project::files::Kind;
use crate::project::limits::Limits;
use crate::project::{decoded, files};
use crate::read;
use crate::source::may_be_seed;

/// So many files are looked at, none larger than so many bytes.
const MOST: usize = 50;
const LARGEST: u64 = 2 << 20;

/// So many are named.
const NAMED: usize = 3;

/// The error that `root` is no project, with what to type where there is a notice.
pub(super) fn advised(error: Diagnostic, root: &Path) -> Diagnostic {
    if error.rule != "no-project" {
        return error;
    }
    let notices = notices_in(root);
    let Some(first) = notices.first() else {
        return error;
    };
    let named = notices.iter().take(NAMED);
    let named: Vec<String> = named.map(|name| format!("gongwen {name}")).collect();
    error.hint(format!(
        "这里有像是通知的文件：只做一份，运行 {}；要建一个项目，运行 gongwen init --from {first}",
        named.join(" 或 ")
    ))
}

/// The names of files directly in the folder that have the number of a document, as they
/// are typed.
fn notices_in(root: &Path) -> Vec<String> {
    let limits = Limits {
        seed_bytes: LARGEST,
        ..Limits::default()
    };
    let paths = files::list(root, 1, Kind::Seed, &limits, may_be_seed).unwrap_or_default();
    let is_notice = |path: &Path| {
        let shown = path.display().to_string();
        let source = decoded(path, &shown, &limits);
        source.is_ok_and(|source| read::open(&source).identify(&[]).is_ok())
    };
    let found = paths
        .iter()
        .filter_map(|path| Some((path, typed(root, path)?)));
    let found = found.take(MOST).filter(|(path, _)| is_notice(path));
    found.map(|(_, typed)| typed).collect()
}

/// A path as it is typed; none where a shell may take it for more than a name.
fn typed(root: &Path, path: &Path) -> Option<String> {
    let shown = match root == Path::new(".") {
        true => PathBuf::from(path.file_name()?),
        false => path.to_owned(),
    };
    let shown = shown.to_str()?;
    let plain = |c: char| c.is_alphanumeric() || "-_./〔〕（）".contains(c);
    if shown.starts_with('-') || !shown.chars().all(|c| plain(c) || c == ' ') {
        return None;
    }
    match shown.contains(' ') {
        true => Some(format!("\"{shown}\"")),
        false => Some(shown.to_owned()),
    }
}
