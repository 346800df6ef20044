//! The files of rounds of self-checks: those of `content/<notice>/rounds/`, and the workbooks
//! that were received in `seeds/rounds/<notice>/<round>/`, which are read and never changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::Diagnostic;
use crate::project::Project;
use crate::project::files::{self, Kind};
use crate::project::folder::{NoticeFolder, ROUNDS};
use crate::project::seeds;
use crate::source::ends_in;
use crate::units::slug::is_slug;

/// Where workbooks lie that were received, below the project.
pub const RECEIVED: &str = "seeds/rounds";

/// The endings of workbooks; whether one can be read, its bytes say.
pub const WORKBOOKS: [&str; 9] = [
    "xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "et", "ett", "ods",
];

/// How far folders may lie in the folder of a round.
const DEPTH: usize = 6;

/// A file that lies in the folder of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path as messages show it.
    pub shown: String,
    /// Its name in the folder of the round, with `/`.
    pub name: String,
    /// Whether its name is that of a workbook.
    pub is_workbook: bool,
}

impl NoticeFolder {
    /// The ids of the rounds of the notice, in order.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn rounds(&self) -> Result<Vec<String>, Diagnostic> {
        let yaml = |path: &Path| ends_in(path, &["yaml"]);
        let folder = self.path.join(ROUNDS);
        let paths = files::list(&folder, 1, Kind::Content, &self.limits, yaml)?;
        let stems = paths.iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(".yaml")?;
            let ends = [ANSWERS, CORRECTIONS];
            (!ends.iter().any(|end| name.ends_with(end))).then(|| name.to_owned())
        });
        Ok(stems.collect())
    }

    /// The file of a round, as messages show it.
    pub fn round_file(&self, id: &str) -> String {
        format!("{}/{ROUNDS}/{id}.yaml", self.shown)
    }

    /// The file of its answers, as messages show it.
    pub fn answers_file(&self, id: &str) -> String {
        format!("{}/{ROUNDS}/{id}{ANSWERS}.yaml", self.shown)
    }

    /// The file of what people decided about its answers, as messages show it.
    pub fn answer_corrections_file(&self, id: &str) -> String {
        format!("{}/{ROUNDS}/{id}{CORRECTIONS}.yaml", self.shown)
    }

    /// The text of one of these files; none where there is no such file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn round_text(&self, shown: &str) -> Result<Option<String>, Diagnostic> {
        let name = shown.rsplit('/').next().unwrap_or_default();
        self.text(&format!("{ROUNDS}/{name}"))
    }

    /// Writes the answers of a round.
    ///
    /// # Errors
    /// When they cannot be written; what is there is then as it was.
    pub fn write_answers(&self, id: &str, text: &str) -> Result<(), Diagnostic> {
        let folder = self.path.join(ROUNDS);
        if [&self.path, &folder].iter().any(|path| is_link(path)) {
            return Err(files::link(&self.answers_file(id)));
        }
        let name = format!("{id}{ANSWERS}.yaml");
        let text = &self.with_line(&self.answers_file(id), text);
        let write = || {
            fs::create_dir_all(&folder)?;
            self.put_beside(&folder, &name, text)
        };
        write().map_err(|e| self.failed(&e))
    }
}

/// Where rounds lie in the folder of a notice, and how the names of what belongs to one end.
const ANSWERS: &str = ".answers";
const CORRECTIONS: &str = ".corrections";

/// Whether a round may be called that: it is a name in addresses.
pub fn is_round_id(id: &str) -> bool {
    is_slug(id)
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|seen| seen.is_symlink())
}

impl Project {
    /// The files that lie in the folder of a round, in the order of their names; none where
    /// there is no such folder.
    ///
    /// # Errors
    /// When it cannot be listed, or one of the files is a link.
    pub fn received(
        &self,
        notice: &str,
        id: &str,
    ) -> Result<Option<Vec<ReceivedFile>>, Diagnostic> {
        let folder = self.path(RECEIVED).join(notice).join(id);
        if fs::symlink_metadata(&folder).is_err() {
            return Ok(None);
        }
        let ways = [
            self.path(RECEIVED),
            self.path(RECEIVED).join(notice),
            folder.clone(),
        ];
        if let Some(link) = ways.iter().find(|path| is_link(path)) {
            return Err(files::link(&self.shown(link)));
        }
        let meant = |path: &Path| !seeds::is_left_behind(path);
        let paths = files::list(&folder, DEPTH, Kind::Seed, self.limits(), meant)?;
        let files = paths.into_iter().map(|path| {
            let below = path.strip_prefix(&folder).unwrap_or(&path);
            let parts = below.iter().map(|part| part.to_string_lossy());
            ReceivedFile {
                name: parts.collect::<Vec<_>>().join("/"),
                shown: self.shown(&path),
                is_workbook: ends_in(&path, &WORKBOOKS),
                path,
            }
        });
        Ok(Some(files.collect()))
    }

    /// Reads a workbook that was received.
    ///
    /// # Errors
    /// When it cannot be read, or is too large.
    pub fn workbook(&self, file: &ReceivedFile) -> Result<Vec<u8>, Diagnostic> {
        files::read(&file.path, &file.shown, Kind::Seed, self.limits())
    }

    /// The folders of rounds in which something lies: notice, round, and the path that
    /// messages show; the round is empty where files lie beside such folders.
    pub fn received_rounds(&self) -> BTreeSet<(String, String, String)> {
        let top = self.path(RECEIVED);
        let files = walkdir::WalkDir::new(&top).max_depth(DEPTH).into_iter();
        let visible = |e: &walkdir::DirEntry| {
            e.depth() == 0 || !e.file_name().as_encoded_bytes().starts_with(b".")
        };
        let files = files.filter_entry(visible).flatten();
        let files = files.filter(|e| e.file_type().is_file() && !seeds::is_left_behind(e.path()));
        let places = files.filter_map(|file| {
            let below = file.path().strip_prefix(&top).ok()?;
            let parts = below.iter().map(|part| part.to_string_lossy().into_owned());
            let parts: Vec<String> = parts.collect();
            Some(match &parts[..] {
                [notice, round, _, ..] => {
                    let shown = format!("{RECEIVED}/{notice}/{round}");
                    (notice.clone(), round.clone(), shown)
                }
                _ => (String::new(), String::new(), self.shown(file.path())),
            })
        });
        places.collect()
    }
}
