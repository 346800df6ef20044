//! How much is too much. No office comes near these figures; a file that does is a
//! mistake or an attack, and is refused before it is worked on. Each may be set in
//! `content/limits.yaml`, where only those that differ need be named.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diag::{Diagnostic, Place};
use crate::office::Bounds;
use crate::overlay;

/// Where limits are set, below the project.
pub const FILE: &str = "content/limits.yaml";

/// The most that is taken of anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of a seed.
    #[schemars(description = "来件的字节数")]
    pub seed_bytes: u64,
    /// Parts of a document of an office program, which is a package.
    #[schemars(description = "Word 文件里的部件数")]
    pub entries: usize,
    /// Bytes of these parts, unpacked.
    #[schemars(description = "这些部件解开以后的字节数")]
    pub unpacked_bytes: u64,
    /// Bytes of a YAML file in `content/`.
    #[schemars(description = "content/ 里一个 YAML 文件的字节数")]
    pub yaml_bytes: u64,
    /// Aliases (`*name`) in a YAML file: a few can stand for any amount of text.
    #[schemars(description = "YAML 里的别名（*名字）数")]
    pub yaml_aliases: usize,
    /// Bytes of a template or an asset.
    #[schemars(description = "一个模板的字节数")]
    pub template_bytes: u64,
    /// Files in `seeds/`, in `content/units/`, or in one folder of templates.
    #[schemars(description = "一个文件夹里的文件数")]
    pub files: usize,
    /// Lines and rows of a seed.
    #[schemars(description = "来件的行数")]
    pub rows: usize,
    /// Places in the tables of a seed, merged cells spread out.
    #[schemars(description = "来件里表格的格数")]
    pub cells: usize,
    /// Characters of a cell or of a line.
    #[schemars(description = "一格或一行的字数")]
    pub cell_chars: usize,
    /// Elements inside one another in HTML or Markdown, brackets in YAML.
    #[schemars(description = "标记套标记、括号套括号的层数")]
    pub nesting: usize,
    /// Units of a register, or of a notice.
    #[schemars(description = "登记册或一份通知里的单位数")]
    pub units: usize,
    /// Files of one build.
    #[schemars(description = "一次做的文件数")]
    pub documents: usize,
    /// Pages of one document.
    #[schemars(description = "一份文件的页数")]
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Limits {
            seed_bytes: 32 * MIB,
            entries: 5_000,
            unpacked_bytes: 128 * MIB,
            yaml_bytes: 64 * MIB,
            yaml_aliases: 0,
            template_bytes: 4 * MIB,
            files: 10_000,
            rows: 400_000,
            cells: 8_000_000,
            cell_chars: 20_000,
            nesting: 100,
            units: 20_000,
            documents: 1_000_000,
            pages: 100_000,
        }
    }
}

impl Limits {
    /// How much may be unpacked from a document.
    pub fn of_package(&self) -> Bounds {
        Bounds {
            entries: self.entries,
            unpacked: self.unpacked_bytes,
            text: self.seed_bytes,
        }
    }

    /// Reads `content/limits.yaml`.
    ///
    /// # Errors
    /// A diagnostic with the line of the YAML.
    pub fn from_yaml(text: &str) -> Result<Self, Diagnostic> {
        if overlay::says_nothing(text) {
            return Ok(Limits::default());
        }
        serde_yaml::from_str(text).map_err(|e| {
            let place = match overlay::line_of_error(text, &e) {
                Some(line) => Place::line(FILE, line),
                None => Place::file(FILE),
            };
            Diagnostic::error(
                "limits-yaml",
                format!("上限文件读不懂：{}", overlay::said(&e)),
            )
            .at(place)
            .hint("每行写一个上限的名字和数，例如 rows: 400000；有哪些名字见使用说明")
        })
    }
}

/// Says that `what` is more than the limit `key` allows.
pub fn exceeded(
    rule: &'static str,
    what: &str,
    found: impl std::fmt::Display,
    most: impl std::fmt::Display,
    key: &str,
) -> Diagnostic {
    Diagnostic::error(rule, format!("{what}是 {found}，超过上限 {most}")).hint(format!(
        "一份通知不会这么大，请先核对；确有需要，在 {FILE} 里调高 {key}"
    ))
}
