//! What an office says of its website and of the publicity of each notice: the labels that
//! 国办发〔2017〕47号 asks of government websites, and what belongs into the table of a document.
//! It stands in `content/site.yaml`; what is not said there is on no page.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Place};
use crate::notice::Date;
use crate::overlay;

/// What an office gets that has written no file of its own; also the file's manual.
pub const FILE: &str = "content/site.yaml";

/// `content/site.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SiteSettings {
    /// SiteName: 网站名称.
    #[schemars(description = "网站名称（SiteName）。")]
    pub name: Option<String>,
    /// SiteDomain: `www.example.gov.cn`.
    #[schemars(description = "网站域名（SiteDomain）：www.example.gov.cn。")]
    pub domain: Option<String>,
    /// SiteIDCode: 网站标识码, ten letters and digits.
    #[schemars(description = "网站标识码（SiteIDCode），10 位字母和数字。")]
    pub id_code: Option<String>,
    /// The column of the website that the pages belong to.
    #[schemars(description = "这些网页归在网站的哪个栏目。")]
    pub column: SiteColumn,
    /// ContentSource of every notice that says no other.
    #[schemars(description = "内容来源（ContentSource）；通知没有另写的都照此。")]
    pub source: Option<String>,
    /// Whether the papers of each unit can be had as one ZIP file, and so the whole site.
    #[schemars(description = "要不要做压缩包（ZIP）：每个责任单位的材料一包，整个网站一包。")]
    pub archives: bool,
    /// Folders of notices with a 密级 that may be made all the same: what comes of them is
    /// not published.
    #[schemars(
        description = "标有密级、仍要做的通知，写 content/ 里文件夹的名字；做出的成品不得对外发布。"
    )]
    pub classified: Vec<String>,
    /// By the folders of the notices: `suf-2017-15`.
    #[schemars(description = "各份通知的公开信息，按 content/ 里文件夹的名字写。")]
    pub notices: BTreeMap<String, Publicity>,
}

/// The column (栏目) of a website.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SiteColumn {
    /// ColumnName.
    #[schemars(description = "栏目名称（ColumnName）。")]
    pub name: Option<String>,
    /// ColumnType.
    #[serde(rename = "type")]
    #[schemars(description = "栏目类别（ColumnType）。")]
    pub kind: Option<String>,
    /// ColumnDescription.
    #[schemars(description = "栏目说明（ColumnDescription）。")]
    pub description: Option<String>,
    /// ColumnKeywords.
    #[schemars(description = "栏目关键词（ColumnKeywords）。")]
    pub keywords: Vec<String>,
}

/// What the office has published of one notice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Publicity {
    /// 索引号.
    #[schemars(description = "索引号。")]
    pub index_number: Option<String>,
    /// 主题分类.
    #[schemars(description = "主题分类。")]
    pub subjects: Vec<String>,
    /// 有效性, in the office's words: `有效`, `失效`.
    #[schemars(description = "有效性：有效、失效等，照写的印。")]
    pub validity: Option<String>,
    /// PubDate, when it was put on the web: `2017-02-10 09:30`, or the day alone.
    #[schemars(
        description = "发布时间（PubDate）：2017-02-10 09:30，或只写日期。",
        regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?$")
    )]
    pub published: Option<String>,
    /// ContentSource.
    #[schemars(description = "内容来源（ContentSource）。")]
    pub source: Option<String>,
    /// Keywords.
    #[schemars(description = "关键词（Keywords）。")]
    pub keywords: Vec<String>,
}

impl SiteSettings {
    /// Reads the file's text; one that has only comments says nothing.
    ///
    /// # Errors
    /// What is wrong with it, with the line.
    pub fn from_yaml(text: &str) -> Result<Self, Diagnostic> {
        let hint = "请照文件开头的说明改正";
        // A notice that is written twice would else lose what is said of it first.
        let whole: Result<serde_yaml::Value, _> = serde_yaml::from_str(text);
        let settings = whole.and_then(|_| serde_yaml::from_str(text));
        let settings: Option<Self> = settings.map_err(|error| {
            let place = match overlay::line_of_error(text, &error) {
                Some(line) => Place::line(FILE, line),
                None => Place::file(FILE),
            };
            Diagnostic::error("site", format!("网站的设置有错：{}", overlay::said(&error)))
                .at(place)
                .hint(hint)
        })?;
        let settings = settings.unwrap_or_default();
        match settings.fault() {
            None => Ok(settings),
            Some((words, message)) => {
                let line = text.lines().position(|line| line.contains(words));
                let place = match line {
                    Some(line) => Place::line(FILE, line + 1).words(words),
                    None => Place::file(FILE),
                };
                let message = format!("网站的设置有错：“{words}”{message}");
                Err(Diagnostic::error("site", message).at(place).hint(hint))
            }
        }
    }

    /// What does not have the form that it must have: the words, and what is wrong.
    fn fault(&self) -> Option<(&str, &'static str)> {
        if let Some(key) = self.blank() {
            return Some((key, "没有写：写上内容，或把这一行删去"));
        }
        let code = self.id_code.as_deref().filter(|code| !is_code(code));
        let code = code.map(|code| (code, "不是网站标识码：应是10位字母和数字"));
        let domain = self.domain.as_deref().filter(|domain| !is_domain(domain));
        let domain = domain.map(|domain| (domain, "不是域名：只写 www.example.gov.cn 这样的一段"));
        let times = self.notices.values().filter_map(|n| n.published.as_deref());
        let mut times = times.filter(|time| !is_moment(time));
        let time = times.next();
        let time = time.map(|time| (time, "不是发布时间：应像 2017-02-10 09:30"));
        code.or(domain).or(time)
    }

    /// The key of a text that says nothing, which would be an empty label on every page.
    fn blank(&self) -> Option<&'static str> {
        let SiteColumn {
            name,
            kind,
            description,
            keywords,
        } = &self.column;
        let one = |key, text: &Option<String>| (key, text.iter().cloned().collect::<Vec<_>>());
        let mut texts = vec![
            one("name", &self.name),
            one("domain", &self.domain),
            one("id_code", &self.id_code),
            one("source", &self.source),
            one("name", name),
            one("type", kind),
            one("description", description),
            ("keywords", keywords.clone()),
        ];
        for notice in self.notices.values() {
            texts.extend([
                one("index_number", &notice.index_number),
                ("subjects", notice.subjects.clone()),
                one("validity", &notice.validity),
                one("source", &notice.source),
                ("keywords", notice.keywords.clone()),
            ]);
        }
        let blank = |text: &String| text.trim().is_empty();
        let mut found = texts.iter().filter(|(_, texts)| texts.iter().any(blank));
        found.next().map(|(key, _)| *key)
    }

    /// A remark for each notice that is spoken of and is not there.
    pub fn unknown(&self, known: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let named = self.notices.keys().chain(&self.classified);
        let unknown = named.filter(|id| !known(id));
        let remark = |id: &String| {
            let message = format!("网站的设置说到“{id}”，content/ 里没有这份通知");
            Diagnostic::warning("site-notice-unknown", message)
                .at(Place::file(FILE).words(id))
                .hint("请照 content/ 里文件夹的名字写")
        };
        unknown.map(remark).collect()
    }
}

/// That a notice with a 密级 would go into the output, which a website is made of.
pub fn classified(folder: &str, shown: &str, words: &str) -> Diagnostic {
    let message = format!("这份通知标着“{words}”：成品里有网页，涉密的公文不做进去");
    Diagnostic::error("classified-notice", message)
        .at(Place::file(format!("{shown}/notice.yaml")).words(words))
        .hint(format!(
            "请把来件和 {shown} 移出这个项目；若成品绝不对外发布，请在 {FILE} 里写明 classified: [{folder}]"
        ))
}

/// Ten letters and digits: `bm01000001`, `3205000001`.
fn is_code(text: &str) -> bool {
    text.len() == 10 && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A name of a host and nothing more.
fn is_domain(text: &str) -> bool {
    let part = |part: &str| {
        let plain = |c: char| c.is_alphanumeric() || c == '-';
        !part.is_empty() && !part.starts_with('-') && part.chars().all(plain)
    };
    text.contains('.') && text.split('.').all(part)
}

/// `2017-02-10 09:30`, or a day.
fn is_moment(text: &str) -> bool {
    let (day, time) = text.split_once(' ').unwrap_or((text, "00:00"));
    let two = |text: &str, most: u32| {
        let digits = text.len() == 2 && text.chars().all(|c| c.is_ascii_digit());
        digits && text.parse::<u32>().is_ok_and(|n| n < most)
    };
    let clock = time.split_once(':');
    clock.is_some_and(|(hour, minute)| two(hour, 24) && two(minute, 60))
        && day.len() == 10
        && is_day(day)
}

fn is_day(text: &str) -> bool {
    let parts: Option<Vec<u16>> = text.split('-').map(|part| part.parse().ok()).collect();
    match parts.as_deref() {
        Some(&[year, month, day]) => {
            let small = u8::try_from(month).ok().zip(u8::try_from(day).ok());
            small.is_some_and(|(month, day)| Date::new(year, month, day).is_some())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_says_nothing() {
        let shipped = crate::builtin::find(FILE).expect("it is built in");
        let settings = SiteSettings::from_yaml(shipped.text()).expect("it is right");
        assert_eq!(settings, SiteSettings::default());
    }

    #[test]
    fn what_the_shipped_file_explains_can_be_written() {
        let shipped = crate::builtin::find(FILE).expect("it is built in").text();
        let begin = shipped.lines().position(|line| line.starts_with("# name:"));
        let key = |line: &str| {
            let inner = line.trim_start_matches("# ").trim_start();
            line.starts_with("#  ")
                || inner
                    .split_once(':')
                    .is_some_and(|(k, _)| k.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        };
        let lines = shipped
            .lines()
            .skip(begin.expect("a first key"))
            .filter(|l| key(l));
        let text: String = lines.map(|l| format!("{}\n", &l[2..])).collect();
        let settings = SiteSettings::from_yaml(&text).expect(&text);
        assert!(settings.archives);
        assert_eq!(settings.column.keywords.len(), 2);
        let notice = &settings.notices["suf-2017-15"];
        assert_eq!(notice.published.as_deref(), Some("2017-02-10 09:30"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let cases = [
            ("name: 甲\nid_code: '123'\n", 2),
            ("domain: https://a.gov.cn/\n", 1),
            ("domain: localhost\n", 1),
            ("notices:\n  a-1:\n    published: 2017-02-30 09:30\n", 3),
            ("notices:\n  a-1:\n    published: 2017-02-03 24:00\n", 3),
            ("notices:\n  a-1:\n    published: 2月3日\n", 3),
            ("archives: true\ncolumn:\n  keywords: ['']\n", 3),
            ("name: 甲\nnotices:\n  a-1:\n    keywords: [甲, ' ']\n", 4),
            ("archives: true\nsource: ''\n", 2),
            ("nam: 甲\n", 1),
            ("archives: 也许\n", 1),
            ("notices:\n  a-1: {}\n  a-1: {}\n", 3),
        ];
        for (text, line) in cases {
            let error = SiteSettings::from_yaml(text).expect_err(text);
            assert_eq!(error.rule, "site");
            assert_eq!(error.place.and_then(|p| p.line), Some(line), "{text}");
        }
    }

    #[test]
    fn notices_that_are_not_there_are_named() {
        let settings = SiteSettings::from_yaml("notices: {a-1: {}, b-2: {}}").expect("right");
        let remarks = settings.unknown(|id| id == "a-1");
        assert_eq!(remarks.len(), 1);
        assert!(remarks[0].message.contains("b-2"));
    }
}
