//! The names of a notice's files: `notice.yaml`, and one for each annex. Several of a
//! kind are `tasks.yaml`, `tasks-2.yaml` …; an annex of another kind has its own number.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::diag::written;

/// One file of a notice, in the order in which files are written and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub enum File {
    /// `notice.yaml`: the circular.
    Circular,
    /// `indicators.yaml`, `indicators-2.yaml` …: a table of indicators.
    Indicators(u32),
    /// `tasks.yaml`, `tasks-2.yaml` …: a table of tasks.
    Tasks(u32),
    /// `annex-3.yaml`: an annex of another kind, by its number; 0 is what the circular
    /// issues and does not call an annex.
    Other(u32),
}

impl File {
    /// The file of this name, if it is one of a notice.
    pub fn of(name: &str) -> Option<File> {
        let stem = name.strip_suffix(".yaml")?;
        let file = match stem.rsplit_once('-') {
            Some((kind, number)) => {
                let number = number.parse().ok()?;
                match kind {
                    "indicators" if number > 0 => File::Indicators(number),
                    "tasks" if number > 0 => File::Tasks(number),
                    "annex" => File::Other(number),
                    _ => return None,
                }
            }
            None => match stem {
                "notice" => File::Circular,
                "indicators" => File::Indicators(1),
                "tasks" => File::Tasks(1),
                _ => return None,
            },
        };
        // Not `tasks-1`, `tasks-02`, `tasks-+2`.
        (file.stem() == stem).then_some(file)
    }

    /// The name without its ending, which the documents made from it have too.
    pub fn stem(self) -> String {
        match self {
            File::Circular => "notice".to_owned(),
            File::Indicators(number) => numbered("indicators", number),
            File::Tasks(number) => numbered("tasks", number),
            File::Other(number) => format!("annex-{number}"),
        }
    }
}

fn numbered(kind: &str, number: u32) -> String {
    match number {
        1 => kind.to_owned(),
        _ => format!("{kind}-{number}"),
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.yaml", self.stem())
    }
}

impl From<File> for String {
    fn from(file: File) -> String {
        file.to_string()
    }
}

impl FromStr for File {
    type Err = String;

    fn from_str(name: &str) -> Result<File, String> {
        File::of(name).ok_or_else(|| format!("“{name}”{NO_FILE}"))
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        written::of_text(from, "文件名，如 tasks.yaml")
    }
}

/// What is said of a name that no file of a notice has.
const NO_FILE: &str =
    "不是通知的文件名；附件的文件叫 tasks.yaml、tasks-2.yaml、indicators.yaml、annex-3.yaml";

impl JsonSchema for File {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "File".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(notice|(indicators|tasks)(-([2-9]|[1-9][0-9]{1,9}))?|annex-(0|[1-9][0-9]{0,9}))\\.yaml$",
            "patternErrorMessage": NO_FILE,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_back() {
        for name in [
            "notice.yaml",
            "indicators.yaml",
            "indicators-2.yaml",
            "tasks.yaml",
            "tasks-17.yaml",
            "annex-0.yaml",
            "annex-3.yaml",
        ] {
            assert_eq!(File::of(name).map(|f| f.to_string()).as_deref(), Some(name));
        }
        for name in [
            "tasks-1.yaml",
            "tasks-0.yaml",
            "tasks.yaml.bak",
            "tasks-02.yaml",
            "tasks-+2.yaml",
            "tasks-4294967296.yaml",
            "annex.yaml",
            "notice-2.yaml",
            "corrections.yaml",
            "Tasks.yaml",
            "tasks-2.yml",
            ".tasks.yaml",
        ] {
            assert_eq!(File::of(name), None, "{name}");
        }
    }
}
