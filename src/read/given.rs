//! What a source lacks and the office gives, in a small file beside it:
//! `seeds/名.yaml` for `seeds/名.txt`. The fields are called as in `notice.yaml`.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use crate::blocks::text::normal;
use crate::diag::{Diagnostic, Place};
use crate::notice::Date;
use crate::overlay::{self, said};

/// The file, as it is written.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[schemars(description = "发文机关标志：苏州市人民政府文件。")]
    masthead: Option<String>,
    #[schemars(description = "发文字号：苏府〔2017〕15号；用哪种括号都行。")]
    document_number: Option<String>,
    #[schemars(description = "标题。")]
    title: Option<String>,
    #[schemars(description = "主送机关；末尾的冒号可以不写，没有主送机关的写成空的 \"\"。")]
    addressees: Option<String>,
    #[schemars(description = "署名。")]
    signatory: Option<String>,
    #[schemars(
        description = "成文日期：2017-01-26、2017年1月26日、二〇一七年一月二十六日都行；没有这一天的，程序报错。"
    )]
    date: Option<String>,
    #[schemars(description = "写着附件的工作簿，和来件放在一起，写文件名：[附件.xlsx]。")]
    workbooks: Option<Vec<String>>,
}

/// A field that can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 发文机关标志
    Masthead,
    /// 发文字号
    Number,
    /// 标题
    Title,
    /// 主送机关
    Addressees,
    /// 署名
    Signatory,
    /// 成文日期
    Date,
}

impl Field {
    /// All of them, in the order of the circular.
    pub const ALL: [Field; 6] = [
        Field::Masthead,
        Field::Number,
        Field::Title,
        Field::Addressees,
        Field::Signatory,
        Field::Date,
    ];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Field::Masthead => "masthead",
            Field::Number => "document_number",
            Field::Title => "title",
            Field::Addressees => "addressees",
            Field::Signatory => "signatory",
            Field::Date => "date",
        }
    }

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Field::Masthead => "发文机关标志",
            Field::Number => "发文字号",
            Field::Title => "标题",
            Field::Addressees => "主送机关",
            Field::Signatory => "署名",
            Field::Date => "成文日期",
        }
    }

    /// A line of the file, for those who have to write one.
    pub fn example(self) -> &'static str {
        match self {
            Field::Masthead => "masthead: 苏州市人民政府文件",
            Field::Number => "document_number: 苏府〔2017〕15号",
            Field::Title => "title: 市政府关于下达2017年政府工作任务的通知",
            Field::Addressees => "addressees: 各市、区人民政府：",
            Field::Signatory => "signatory: 苏州市人民政府",
            Field::Date => "date: 2017-01-26",
        }
    }
}

/// What the office gives for one source.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The file, as messages show it, whether there is one or not.
    pub file: String,
    values: Vec<(Field, String)>,
    /// The workbooks that hold annexes, by their names in the same folder; none where the
    /// names of files decide it.
    pub workbooks: Option<Vec<String>>,
}

impl JsonSchema for Given {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Given".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Fields::json_schema(generator)
    }
}

impl Given {
    /// Nothing given for the source `source`, as messages show it.
    pub fn none(source: &str) -> Self {
        Given {
            file: file_of(source),
            values: Vec::new(),
            workbooks: None,
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// A diagnostic with the line of the YAML: it cannot be read, has a field that is
    /// not known, or a value that is none.
    pub fn from_yaml(file: &str, text: &str) -> Result<Self, Diagnostic> {
        let fields = if overlay::says_nothing(text) {
            Fields::default()
        } else {
            serde_yaml::from_str(text).map_err(|e| {
                let place = match overlay::line_of_error(text, &e) {
                    Some(line) => Place::line(file, line),
                    None => Place::file(file),
                };
                let examples: Vec<&str> = Field::ALL.iter().map(|f| f.example()).collect();
                Diagnostic::error("given-yaml", format!("补写的文件读不懂：{}", said(&e)))
                    .at(place)
                    .hint(format!("每行写一项，缺什么写什么：{}", examples.join("；")))
            })?
        };
        let mut values = Vec::new();
        for (field, value) in [
            (Field::Masthead, fields.masthead),
            (Field::Number, fields.document_number),
            (Field::Title, fields.title),
            (Field::Addressees, fields.addressees),
            (Field::Signatory, fields.signatory),
            (Field::Date, fields.date),
        ] {
            let Some(value) = value else { continue };
            values.push((
                field,
                plain(field, &value).ok_or_else(|| wrong(file, field, &value))?,
            ));
        }
        Ok(Given {
            file: file.to_owned(),
            values,
            workbooks: fields.workbooks,
        })
    }

    /// What is given for a field.
    pub fn get(&self, field: Field) -> Option<&str> {
        let found = self.values.iter().find(|(f, _)| *f == field);
        found.map(|(_, value)| value.as_str())
    }

    /// Where a field stands in the file.
    pub fn place(&self, field: Field) -> Place {
        Place::file(&self.file).words(format!("{}:", field.name()))
    }
}

/// The name of the file for a source: `seeds/名.txt` → `seeds/名.yaml`.
fn file_of(source: &str) -> String {
    let folder = source.rfind('/').map_or(0, |at| at + 1);
    let stem = source[folder..].rfind('.').filter(|at| *at > 0);
    let end = stem.map_or(source.len(), |at| folder + at);
    format!("{}.yaml", &source[..end])
}

/// A value as the notice has it; none where it is no such value. Addressees may be
/// empty: the notice is addressed to nobody in particular.
fn plain(field: Field, value: &str) -> Option<String> {
    let text = normal::normalise_str(value);
    match field {
        Field::Number => crate::notice::number::document_number(&text).map(|n| n.text),
        Field::Date => Date::read(&text).map(|d| d.to_string()),
        Field::Addressees if text.is_empty() || text.ends_with('：') => Some(text),
        Field::Addressees => Some(format!("{text}：")),
        _ => (!text.is_empty()).then_some(text),
    }
}

fn wrong(file: &str, field: Field, value: &str) -> Diagnostic {
    let message = format!("补写的{}“{}”读不懂", field.word(), value.trim());
    Diagnostic::error("given-yaml", message)
        .at(Place::file(file).words(format!("{}:", field.name())))
        .hint(format!("请写成“{}”的样子", field.example()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_beside_the_seed() {
        assert_eq!(file_of("seeds/甲.乙.txt"), "seeds/甲.乙.yaml");
        assert_eq!(file_of("notice"), "notice.yaml");
        let text = "document_number: 甲政发[2024]6号\ndate: 2024.3.5\naddressees: 各区人民政府";
        let given = Given::from_yaml("seeds/甲.yaml", text).unwrap_or_default();
        assert_eq!(given.get(Field::Number), Some("甲政发〔2024〕6号"));
        assert_eq!(given.get(Field::Date), Some("2024-03-05"));
        assert_eq!(given.get(Field::Addressees), Some("各区人民政府："));
        assert_eq!(given.get(Field::Title), None);
        for (text, line) in [
            ("date: 2024-13-01\n", None),
            ("title: 甲\nnumber: 乙\n", Some(2)),
            ("title: ''\n", None),
            ("- title\n", Some(1)),
        ] {
            let error = Given::from_yaml("seeds/甲.yaml", text).err();
            let place = error.and_then(|e| e.place);
            assert!(place.is_some_and(|p| p.line == line), "{text}");
        }
    }
}
