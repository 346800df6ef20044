//! The two formats of cases: lines of phrases, and what comes of a document as YAML.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// What a field has to hold: a list, or anything.
#[derive(Debug, Clone, PartialEq)]
pub enum Names {
    Any,
    These(Vec<String>),
}

/// A value of YAML that is meant as text, such as a number.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Text {
    Number(i64),
    Words(String),
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Text::Number(number) => number.fmt(f),
            Text::Words(words) => words.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Word(String),
            List(Vec<Text>),
        }
        match Written::deserialize(from)? {
            Written::List(names) => Ok(Names::These(names.iter().map(Text::to_string).collect())),
            Written::Word(word) if word == "any" => Ok(Names::Any),
            Written::Word(word) => Err(serde::de::Error::custom(format!("{word} is no list"))),
        }
    }
}

/// What a task has to be. A part that is left out is empty, but for text, which is then
/// not compared.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedTask {
    pub text: Option<Text>,
    pub units: Option<Names>,
    pub lead: Option<Names>,
    pub join: Option<Names>,
    pub collectives: Option<Names>,
    pub guide: Option<Names>,
    pub deadline: Option<Text>,
    #[serde(default)]
    pub holds: Vec<Text>,
    #[serde(default)]
    pub columns: BTreeMap<String, Text>,
}

/// What an item has to be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedItem {
    pub number: Text,
    pub name: Option<String>,
    pub part: Option<Text>,
    pub section: Option<Text>,
    #[serde(default)]
    pub tasks: Vec<WantedTask>,
}

/// One thing, or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

impl<T> OneOrMore<T> {
    pub fn all(&self) -> &[T] {
        match self {
            OneOrMore::One(one) => std::slice::from_ref(one),
            OneOrMore::More(more) => more,
        }
    }
}

/// What has to be said, and where.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    #[serde(default)]
    pub words: Vec<Text>,
    pub line: Option<OneOrMore<usize>>,
}

/// `name.expected.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedDocument {
    pub kind: String,
    pub register: Option<String>,
    pub date: Option<String>,
    pub items: Option<Vec<WantedItem>>,
    pub tasks: Option<Vec<WantedTask>>,
    pub error: Option<OneOrMore<Said>>,
    pub remark: Option<OneOrMore<Said>>,
    pub note: Option<OneOrMore<Said>>,
    /// Words that no error and no 注意 has.
    #[serde(default)]
    pub unsaid: Vec<Text>,
    /// Every annex in printed order.
    pub annexes: Option<Vec<WantedAnnex>>,
    #[serde(default)]
    pub not: Vec<String>,
    /// What the office gave beside the seed, as text.
    pub given: Option<String>,
    /// Fields of `notice.yaml` by name; lists and texts of lists joined by `｜`.
    #[serde(default)]
    pub circular: BTreeMap<String, Text>,
}

/// An annex: its file, the number over it, and what it says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WantedAnnex {
    pub file: String,
    pub number: Option<u32>,
    pub title: Option<String>,
    /// Of one that is kept as printed: paragraphs, and tables with `｜` between cells and
    /// `⏎` between rows; a cell over several columns or rows ends with `↔2`, `↕2`, and
    /// headings with `═`.
    pub blocks: Option<Vec<String>>,
}

/// Where a phrase stands: the `@` lines above it.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    pub register: String,
    pub place: String,
    pub issuer: String,
    pub alone: bool,
}

impl Default for Context {
    fn default() -> Self {
        Context {
            register: "none".into(),
            place: "cell".into(),
            issuer: "甲州市人民政府 甲政发".into(),
            alone: false,
        }
    }
}

/// A line of `phrases.txt`.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// Line of the file.
    pub number: usize,
    pub kind: String,
    pub context: Context,
    pub phrase: String,
    pub want: WantedTask,
    /// A 注意 is asked for, with these words.
    pub remark: Option<Vec<String>>,
    /// What must stand in no list.
    pub bans: Vec<String>,
}

const KEYS: [&str; 8] = [
    "units",
    "lead",
    "join",
    "collectives",
    "guide",
    "deadline",
    "remark",
    "not",
];

/// Reads the lines of a file of phrases.
///
/// # Errors
/// The first line that cannot be read, with what is wrong in it.
pub fn phrases(text: &str) -> Result<Vec<Phrase>, String> {
    let (mut kind, mut context) = (String::new(), Context::default());
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if let Some(name) = line.strip_prefix("# kind:") {
            (kind, context) = (name.trim().to_owned(), Context::default());
        } else if let Some(line) = line.strip_prefix('@') {
            let (key, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.trim().to_owned();
            match key.trim() {
                "register" => context.register = value,
                "in" => context.place = value,
                "issuer" => context.issuer = value,
                "alone" => context.alone = value == "yes",
                key => return Err(format!("{number}: nothing is called {key}")),
            }
        } else if !line.is_empty() && !line.starts_with('#') {
            let phrase = phrase(line).map_err(|e| format!("{number}: {e}"))?;
            found.push(Phrase {
                number,
                kind: kind.clone(),
                context: context.clone(),
                ..phrase
            });
        }
    }
    Ok(found)
}

fn phrase(line: &str) -> Result<Phrase, String> {
    let (phrase, expected) = line.split_once('⇒').ok_or("there is no ⇒")?;
    let mut found = Phrase {
        number: 0,
        kind: String::new(),
        context: Context::default(),
        phrase: phrase.trim().to_owned(),
        want: WantedTask::default(),
        remark: None,
        bans: Vec::new(),
    };
    for part in parts(expected) {
        let (key, value) = part.split_once('=').unwrap_or((&part, ""));
        let value = value.trim();
        let names = || names(value).ok_or(format!("“{part}” is no list"));
        let list = || match names()? {
            Names::These(list) => Ok(list),
            Names::Any => Err(format!("“{part}” is no list")),
        };
        match key {
            "units" => found.want.units = Some(names()?),
            "lead" => found.want.lead = Some(names()?),
            "join" => found.want.join = Some(names()?),
            "collectives" => found.want.collectives = Some(names()?),
            "guide" => found.want.guide = Some(names()?),
            "deadline" => found.want.deadline = Some(Text::Words(value.to_owned())),
            "remark" if value.is_empty() => found.remark = Some(Vec::new()),
            "remark" => found.remark = Some(list()?),
            "not" => found.bans = list()?,
            _ => return Err(format!("cannot read “{part}”")),
        }
    }
    Ok(found)
}

/// `units=[…] join=[…]` → its parts. A part begins with a word that is a key.
fn parts(expected: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in expected.split_whitespace() {
        let key = word.split_once('=').map_or(word, |(key, _)| key);
        match parts.last_mut() {
            Some(part) if !KEYS.contains(&key) => *part += &format!(" {word}"),
            _ => parts.push(word.to_owned()),
        }
    }
    parts
}

fn names(value: &str) -> Option<Names> {
    if value == "any" {
        return Some(Names::Any);
    }
    let inside = value.strip_prefix('[')?.strip_suffix(']')?;
    let names = inside.split(';').map(str::trim).filter(|n| !n.is_empty());
    Some(Names::These(names.map(str::to_owned).collect()))
}
