//! A notice to and from the files of its folder in `content/`.
//!
//! The files begin with a comment that carries a check of what follows, so that a
//! file that a person has edited is never overwritten unasked.

use std::collections::HashSet;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::diag::{Diagnostic, Place};
use crate::notice::{Circular, Content, File, Notice, annex};
use crate::overlay;

const CHECK: &str = "# 校验：";

impl Notice {
    /// The files of the notice with their texts, in the order of [`File`].
    ///
    /// # Errors
    /// Never for a notice of our model; a fault of serialising comes out as text.
    pub fn to_yaml(&self) -> Result<Vec<(File, String)>, String> {
        let from = match &self.circular.source {
            Some(source) => format!("# 由 gongwen 从 {} 读出。\n", in_comment(&source.file)),
            None => String::new(),
        };
        let mut files = vec![(File::Circular, sealed(&from, &self.circular)?)];
        for annex in &self.annexes {
            let text = match &annex.content {
                Content::Indicators(table) => sealed(&from, table),
                Content::Tasks(table) => sealed(&from, table),
                Content::Other(other) => sealed(&from, other),
            };
            files.push((annex.file, text?));
        }
        files.sort_by_key(|(file, _)| *file);
        Ok(files)
    }

    /// Reads the files of a notice; `folder` is the name shown in messages.
    ///
    /// # Errors
    /// A diagnostic with file, line and column for each file that cannot be read, and
    /// for each name of a file that is not right.
    pub fn from_yaml(folder: &str, files: &[(File, String)]) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut circular: Option<Circular> = None;
        let mut contents = Vec::new();
        for (file, text) in files {
            let name = format!("{folder}/{file}");
            let content = match file {
                File::Circular => {
                    circular = read_file(name, text, &mut errors);
                    continue;
                }
                File::Indicators(_) => read_file(name, text, &mut errors).map(Content::Indicators),
                File::Tasks(_) => read_file(name, text, &mut errors).map(Content::Tasks),
                File::Other(_) => read_file(name, text, &mut errors).map(Content::Other),
            };
            contents.extend(content.map(|content| (*file, content)));
        }
        let Some(circular) = circular else {
            if errors.is_empty() {
                errors.push(
                    Diagnostic::error("notice-missing", "这个文件夹里没有 notice.yaml")
                        .at(Place::file(folder))
                        .hint("请从来件读出（gongwen read），或照别的通知手写一份"),
                );
            }
            return Err(errors);
        };
        let there: Vec<File> = files.iter().map(|(file, _)| *file).collect();
        for (file, message) in annex::misnamed(&circular, &there) {
            let place = Place::file(format!("{folder}/{}", File::Circular));
            errors.push(
                Diagnostic::error("annex-file", message)
                    .at(place.words(file.to_string()))
                    .hint("notice.yaml 的 attachments 里，每个附件的 file 写它自己的文件名，一个文件只写一次"),
            );
        }
        if errors.is_empty() {
            Ok(Notice::new(circular, contents))
        } else {
            Err(errors)
        }
    }
}

fn sealed<T: Serialize>(from: &str, value: &T) -> Result<String, String> {
    let body = serde_yaml::to_string(value).map_err(|e| e.to_string())?;
    let advice = "# 要更正请写在同一文件夹的 corrections.yaml 里，再运行 gongwen read。\n";
    Ok(format!("{from}{advice}{CHECK}{}\n{body}", seal(&body)))
}

/// A name of a file in a comment: a line end in it would end the comment, and what
/// follows would be read as YAML.
fn in_comment(name: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    name.replace(odd, "�")
}

fn seal(body: &str) -> String {
    blake3::hash(body.as_bytes()).to_hex()[..16].to_owned()
}

/// Whether a file of a notice says that a program wrote it, but its text has been
/// changed since.
pub fn is_edited(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    match text
        .split_once(CHECK)
        .and_then(|(_, rest)| rest.split_once('\n'))
    {
        Some((check, body)) => seal(body) != check.trim(),
        None => !text.trim().is_empty(),
    }
}

/// The lines, from 1, on which an alias (`*name`) repeats what an anchor (`&name`)
/// before it named. Nothing that this program writes has any.
pub fn aliases(text: &str) -> Vec<usize> {
    let mut anchors = HashSet::new();
    let mut found = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        for (at, mark) in text.match_indices(['&', '*']) {
            let before = text[..at].chars().next_back();
            // A colon, since in `{"a":*b}` no space is needed behind it.
            let begins =
                before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | ',' | ':'));
            let rest = &text[at + 1..];
            let ends = |c: char| c.is_whitespace() || matches!(c, ']' | '}' | '[' | '{' | ',');
            let name = &rest[..rest.find(ends).unwrap_or(rest.len())];
            if begins && !name.is_empty() {
                if mark == "&" {
                    anchors.insert(name);
                } else if anchors.contains(name) {
                    found.push(line);
                }
            }
        }
    }
    found
}

/// The most brackets that are open at a time, and the line on which they are: the
/// parser looks at all of them at every word. Brackets inside texts count too; they
/// close there.
pub fn deepest(text: &str) -> (usize, usize) {
    let (mut depth, mut most) = (0usize, (0, 1));
    for (line, text) in (1..).zip(text.lines()) {
        for c in text.bytes() {
            match c {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > most.0 {
                most = (depth, line);
            }
        }
    }
    most
}

fn read_file<T: DeserializeOwned>(
    name: String,
    text: &str,
    errors: &mut Vec<Diagnostic>,
) -> Option<T> {
    match serde_yaml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let place = match overlay::line_of_error(text, &error) {
                Some(line) => Place::line(name, line),
                None => Place::file(name),
            };
            errors.push(
                Diagnostic::error("yaml", format!("YAML 读不懂：{}", overlay::said(&error)))
                    .at(place)
                    .hint("请对照同类文件检查缩进、冒号和字段名"),
            );
            None
        }
    }
}
