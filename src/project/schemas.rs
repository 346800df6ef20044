//! The schemas of a project's YAML, for editors: in which file of `content/schemas/` each is,
//! and the line at the head of a YAML file by which editors find it. A file gets the line
//! only where its schema is in the project, so that no line points to nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diag::Diagnostic;
use crate::interrupt;
use crate::notice::File;
use crate::project::files;
use crate::project::layout::unwritten;
use crate::project::{bundles, limits, site};
use crate::wording;

/// Where they lie, below the project.
pub const FOLDER: &str = "content/schemas";

/// What a schema says of itself, so that a file of somebody else's is not taken for one.
pub const MARK: &str = "由 gongwen schema 写，请不要手改。";

/// How the line begins.
const LINE: &str = "# yaml-language-server:";

/// A form of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `notice.yaml`
    Circular,
    /// `indicators.yaml`, `indicators-2.yaml` …
    Indicators,
    /// `tasks.yaml`, `tasks-2.yaml` …
    Tasks,
    /// `annex-3.yaml` …
    Other,
    /// `corrections.yaml`
    Corrections,
    /// What the office gives beside a seed.
    Given,
    /// A register of `content/units/`.
    Register,
    /// `content/bundles.yaml`
    Bundles,
    /// `content/limits.yaml`
    Limits,
    /// `content/grammar.yaml`
    Grammar,
    /// `content/wording.yaml`
    Wording,
    /// `content/site.yaml`
    Site,
    /// A round of self-checks: `rounds/2017-07.yaml`
    Round,
    /// `rounds/2017-07.answers.yaml`
    Answers,
    /// `rounds/2017-07.corrections.yaml`
    AnswerCorrections,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 15] = [
        Form::Circular,
        Form::Indicators,
        Form::Tasks,
        Form::Other,
        Form::Corrections,
        Form::Given,
        Form::Register,
        Form::Bundles,
        Form::Limits,
        Form::Grammar,
        Form::Wording,
        Form::Site,
        Form::Round,
        Form::Answers,
        Form::AnswerCorrections,
    ];

    /// The name of its schema in the folder.
    pub fn name(self) -> &'static str {
        match self {
            Form::Circular => "notice.json",
            Form::Indicators => "indicators.json",
            Form::Tasks => "tasks.json",
            Form::Other => "annex.json",
            Form::Corrections => "corrections.json",
            Form::Given => "given.json",
            Form::Register => "units.json",
            Form::Bundles => "bundles.json",
            Form::Limits => "limits.json",
            Form::Grammar => "grammar.json",
            Form::Wording => "wording.json",
            Form::Site => "site.json",
            Form::Round => "round.json",
            Form::Answers => "answers.json",
            Form::AnswerCorrections => "answer-corrections.json",
        }
    }

    /// Whether people write such files, not the program.
    pub fn is_by_people(self) -> bool {
        !matches!(
            self,
            Form::Circular | Form::Indicators | Form::Tasks | Form::Other | Form::Answers
        )
    }

    /// The form of the file of this name below the project.
    pub fn of(name: &str) -> Option<Form> {
        let is_yaml = name.ends_with(".yaml");
        match name {
            bundles::FILE => Some(Form::Bundles),
            limits::FILE => Some(Form::Limits),
            crate::grammar::Grammar::FILE => Some(Form::Grammar),
            wording::FILE => Some(Form::Wording),
            site::FILE => Some(Form::Site),
            _ if is_yaml && name.starts_with("seeds/") => Some(Form::Given),
            _ => {
                let (folder, file) = name.strip_prefix("content/")?.split_once('/')?;
                match (folder, file, File::of(file)) {
                    (_, file, _) if is_yaml && file.starts_with("rounds/") => {
                        of_round(&file["rounds/".len()..])
                    }
                    (_, file, _) if !is_yaml || file.contains('/') => None,
                    ("units", ..) => Some(Form::Register),
                    (_, "corrections.yaml", _) => Some(Form::Corrections),
                    (_, _, Some(File::Circular)) => Some(Form::Circular),
                    (_, _, Some(File::Indicators(_))) => Some(Form::Indicators),
                    (_, _, Some(File::Tasks(_))) => Some(Form::Tasks),
                    (_, _, Some(File::Other(_))) => Some(Form::Other),
                    _ => None,
                }
            }
        }
    }
}

/// The form of a file of this name in the folder of rounds of a notice.
fn of_round(file: &str) -> Option<Form> {
    match file {
        _ if file.contains('/') => None,
        _ if file.ends_with(".answers.yaml") => Some(Form::Answers),
        _ if file.ends_with(".corrections.yaml") => Some(Form::AnswerCorrections),
        _ => Some(Form::Round),
    }
}

/// The line for the file of this name below the project, with its end; none where it has
/// no schema.
pub fn line_for(name: &str) -> Option<String> {
    let form = Form::of(name)?;
    // The schemas are below `content/`; whatever is too does not leave it.
    let (above, from) = match name.strip_prefix("content/") {
        Some(below) => (below, "schemas"),
        None => (name, FOLDER),
    };
    let up = "../".repeat(above.matches('/').count());
    Some(format!("{LINE} $schema={up}{from}/{}\n", form.name()))
}

/// A text for the file of this name in the project at `root`, with the line at its head
/// where the schema is there.
pub fn headed(root: &Path, name: &str, text: &str) -> String {
    let schema = Form::of(name).map(|form| root.join(FOLDER).join(form.name()));
    let is_there =
        schema.is_some_and(|path| fs::symlink_metadata(path).is_ok_and(|seen| seen.is_file()));
    let line = line_for(name).filter(|_| is_there).unwrap_or_default();
    format!("{line}{}", without(text))
}

/// A text without the line.
pub fn without(text: &str) -> &str {
    let rest = || text.split_once('\n').map_or("", |(_, rest)| rest);
    if text.starts_with(LINE) { rest() } else { text }
}

/// The same of bytes, which need be no text.
pub fn without_line(bytes: &[u8]) -> &[u8] {
    std::str::from_utf8(bytes).map_or(bytes, |text| without(text).as_bytes())
}

/// Writes the schemas into the project at `root`, over older ones; returns how many are new
/// or changed.
///
/// # Errors
/// When one cannot be written, or what stands in its place is not one.
pub fn write(root: &Path, schemas: &[(&'static str, String)]) -> Result<usize, Diagnostic> {
    let folder = root.join(FOLDER);
    let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
    if is_link(&folder) {
        return Err(files::link(FOLDER));
    }
    fs::create_dir_all(&folder).map_err(|e| unwritten(&folder, &e))?;
    let mut changed = Vec::new();
    for (name, text) in schemas {
        let path = folder.join(name);
        let shown = format!("{FOLDER}/{name}");
        if is_link(&path) {
            return Err(files::link(&shown));
        }
        match fs::read_to_string(&path) {
            Ok(old) if old == *text => {}
            Ok(old) if old.contains(MARK) => changed.push((path, text)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => changed.push((path, text)),
            _ => {
                let message = format!("{shown} 不是程序写的，不会覆盖；什么都没有写");
                return Err(Diagnostic::error("layout-exists", message)
                    .at(crate::diag::Place::file(shown))
                    .hint("请把它移走或改名"));
            }
        }
    }
    for (path, text) in &changed {
        let beside = path.with_extension(NEXT);
        let write = || {
            fs::write(&beside, text)?;
            fs::rename(&beside, path)
        };
        interrupt::whole(write).map_err(|e| unwritten(path, &e))?;
    }
    Ok(changed.len())
}

/// How the name of a schema ends that waits to take its place.
const NEXT: &str = "json.next";

/// Takes away what a run that was killed has left in the folder of schemas.
pub(super) fn settle(folder: &Path) {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = names.map(|entry| entry.path());
    let left = |path: &PathBuf| path.to_string_lossy().ends_with(&format!(".{NEXT}"));
    // It harms nobody where it cannot be taken away.
    paths
        .filter(left)
        .for_each(|path| drop(fs::remove_file(path)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lead_from_a_file_to_its_schema() {
        for (name, schema) in [
            ("content/suf-2017-15/tasks-2.yaml", "../schemas/tasks.json"),
            ("content/suf-2017-15/annex-0.yaml", "../schemas/annex.json"),
            (
                "content/suf-2017-15/corrections.yaml",
                "../schemas/corrections.json",
            ),
            ("content/units/suzhou.yaml", "../schemas/units.json"),
            ("content/bundles.yaml", "schemas/bundles.json"),
            (
                "content/suf-2017-15/rounds/2017-07.yaml",
                "../../schemas/round.json",
            ),
            (
                "content/suf-2017-15/rounds/2017-07.answers.yaml",
                "../../schemas/answers.json",
            ),
            (
                "content/suf-2017-15/rounds/2017-07.corrections.yaml",
                "../../schemas/answer-corrections.json",
            ),
            ("content/grammar.yaml", "schemas/grammar.json"),
            ("seeds/通知.yaml", "../content/schemas/given.json"),
            ("seeds/2024/甲.yaml", "../../content/schemas/given.json"),
        ] {
            let line = format!("# yaml-language-server: $schema={schema}\n");
            assert_eq!(line_for(name), Some(line), "{name}");
        }
        for name in [
            "content/pages/about.md",
            "content/suf-2017-15/other.yaml",
            "content/a/b/tasks.yaml",
            "content/a/rounds/b/2017-07.yaml",
            "ejected.yaml",
            "seeds/通知.txt",
            "content/units/suzhou.yml",
        ] {
            assert_eq!(line_for(name), None, "{name}");
        }
    }

    #[test]
    fn a_text_without_the_line_is_as_it_was() {
        let text = "# 甲\n# yaml-language-server: $schema=x\na: 1\n";
        assert_eq!(without(text), text);
        let headed = format!("# yaml-language-server: $schema=x\r\n{text}");
        assert_eq!(without(&headed), text);
        assert_eq!(without("# yaml-language-server: $schema=x"), "");
    }
}
