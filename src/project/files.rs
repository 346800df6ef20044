//! Files of the project: which there are, and their bytes. Links are never followed,
//! so that nothing outside the project is read, and a file that is too large is
//! refused by its size, not by loading it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diag::{Diagnostic, Place, system};
use crate::project::limits;
use crate::project::limits::Limits;

/// The endings of names of fonts.
pub const FONTS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// What a file is for: which limit holds, and how it is called in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A notice as received.
    Seed,
    /// YAML or Markdown of `content/`.
    Content,
    /// A template, or what lies beside pages.
    Template,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Seed => "来件",
            Kind::Content => "文件",
            Kind::Template => "模板",
        }
    }

    fn unreadable(self) -> &'static str {
        match self {
            Kind::Seed => "seed-unreadable",
            Kind::Content => "unreadable",
            Kind::Template => "template-unreadable",
        }
    }

    /// Rule, limit in bytes, and the name of that limit.
    fn size(self, limits: &Limits) -> (&'static str, u64, &'static str) {
        match self {
            Kind::Seed => ("seed-too-large", limits.seed_bytes, "seed_bytes"),
            Kind::Content => ("yaml-too-large", limits.yaml_bytes, "yaml_bytes"),
            Kind::Template => (
                "template-too-large",
                limits.template_bytes,
                "template_bytes",
            ),
        }
    }
}

/// Reads one file; `shown` is its name in messages.
///
/// # Errors
/// When it is a link or no file, is larger than the limit, or cannot be read.
pub fn read(path: &Path, shown: &str, kind: Kind, limits: &Limits) -> Result<Vec<u8>, Diagnostic> {
    let place = || Place::file(shown);
    let unreadable = |e: io::Error| {
        let hint = match e.kind() {
            io::ErrorKind::NotFound => "读的时候文件不见了；请确认没有别的程序在动它，再试一次",
            io::ErrorKind::PermissionDenied => "没有读的权限；请找管理员开权限",
            _ => "请检查这个文件和磁盘",
        };
        let message = format!("读不了{}：{}", kind.word(), system::said(&e));
        Diagnostic::error(kind.unreadable(), message)
            .at(place())
            .hint(hint)
    };
    let seen = fs::symlink_metadata(path).map_err(unreadable)?;
    if seen.file_type().is_symlink() {
        return Err(link(shown));
    }
    // A pipe or a device would keep the reader waiting for ever.
    if !seen.is_file() {
        let message = format!("这个{}不是普通文件", kind.word());
        return Err(Diagnostic::error(kind.unreadable(), message).at(place()));
    }
    let (rule, most, key) = kind.size(limits);
    let large = |size: u64| {
        let what = format!("{}的字节数", kind.word());
        limits::exceeded(rule, &what, size, most, key).at(place())
    };
    if seen.len() > most {
        return Err(large(seen.len()));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    let mut bounded = file.take(most.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(unreadable)?;
    // It may have grown since it was looked at.
    if bytes.len() as u64 > most {
        return Err(large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Reads one file of text; a byte order mark is left out.
///
/// # Errors
/// As for [`read`], and when it is not UTF-8.
pub fn read_text(
    path: &Path,
    shown: &str,
    kind: Kind,
    limits: &Limits,
) -> Result<String, Diagnostic> {
    let text = String::from_utf8(read(path, shown, kind, limits)?).map_err(|e| {
        let good = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = good.iter().filter(|&&b| b == b'\n').count() + 1;
        let message = format!("这个{}不是 UTF-8 文本", kind.word());
        Diagnostic::error(kind.unreadable(), message)
            .at(Place::line(shown, line))
            .hint("请用文本编辑器另存为 UTF-8")
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Lists the files below `folder` whose name is `wanted`, in the order of their
/// names, to a depth of `depth` folders. A folder that does not exist holds none, and
/// what begins with a dot is the system's own.
///
/// # Errors
/// When a folder cannot be listed, a wanted file is a link, or there are too many.
pub fn list(
    folder: &Path,
    depth: usize,
    kind: Kind,
    limits: &Limits,
    wanted: impl Fn(&Path) -> bool,
) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut found = Vec::new();
    if !folder.exists() {
        return Ok(found);
    }
    let dotted =
        |e: &walkdir::DirEntry| e.depth() > 0 && e.file_name().as_encoded_bytes().starts_with(b".");
    let entries = WalkDir::new(folder).max_depth(depth).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(|e| !dotted(e)) {
        let entry = entry.map_err(|e| {
            let message = format!("列不出{}：{}", kind.word(), system::said(&e.into()));
            Diagnostic::error(kind.unreadable(), message)
                .at(Place::file(folder.display().to_string()))
        })?;
        let path = entry.path();
        if entry.path_is_symlink() && entry.depth() > 0 && (wanted(path) || path.is_dir()) {
            return Err(link(&path.display().to_string()));
        }
        if entry.file_type().is_file() && wanted(path) {
            found.push(entry.into_path());
        }
        if found.len() > limits.files {
            let what = format!("{}的份数", kind.word());
            let error = limits::exceeded("files", &what, "更多", limits.files, "files");
            return Err(error.at(Place::file(folder.display().to_string())));
        }
    }
    Ok(found)
}

/// Brings the names in a folder down to the disk, where a system can do that.
///
/// # Errors
/// When the folder cannot be opened or the disk fails.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Refuses a link.
pub fn link(shown: &str) -> Diagnostic {
    Diagnostic::error(
        "link",
        "这是一个链接；程序只读项目文件夹里的文件，不跟着链接走",
    )
    .at(Place::file(shown))
    .hint("请把文件本身放进来")
}
