//! Targets: what a cell of the annex of indicators says, as printed, and the
//! value beside it where it has one.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::grammar::Grammar;
use crate::grammar::sections::TargetWords;

/// One cell, which may cover several areas (merged across) and several
/// indicators (merged down).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The areas it covers, neighbours in the order of the columns.
    #[schemars(description = "这一格管的地区，在表里相邻；合并的格写几个。")]
    pub areas: Vec<String>,
    /// As printed.
    #[schemars(description = "一格里的字，照印的写。")]
    pub text: String,
    /// The value, in the unit of the row; none where the text is just text.
    #[serde(default, with = "serde_yaml::with::singleton_map_recursive")]
    #[schemars(with = "Option<Value>")]
    #[schemars(
        description = "从 text 读出的值，数用这一行的计量单位；读不出值的写 null。和 text 对不上的，gongwen check 报错。"
    )]
    pub value: Option<Value>,
    /// What brackets behind the value add: `超过50%（提高1个百分点）`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_yaml::with::singleton_map_recursive"
    )]
    #[schemars(with = "Option<Value>")]
    #[schemars(description = "括号里另说的值：超过50%（提高1个百分点）。")]
    pub also: Option<Value>,
    /// How many rows the cell reaches down, where it is merged downwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "向下合并的格管几行；不合并的不写。")]
    pub rows: Option<u32>,
    /// In a row that a cell of an earlier row covers: the number of that
    /// indicator. Print draws nothing here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "由上面哪一项指标（它的序号）的格管着；印的时候这里不画。")]
    pub from: Option<u32>,
}

/// What a target asks for. Numbers are in the unit of the row, as printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// `7.5`
    #[schemars(description = "一个数：7.5")]
    Number(Number),
    /// `7~7.5`
    #[schemars(description = "从多少到多少，先小后大：7~7.5 写成 [7, 7.5]")]
    Range(Number, Number),
    /// `10左右`
    #[schemars(description = "左右：10左右")]
    About(Number),
    /// `18以上`
    #[schemars(description = "最少：18以上")]
    AtLeast(Number),
    /// `3以内`
    #[schemars(description = "最多：3以内")]
    AtMost(Number),
    /// `超过50%`
    #[schemars(description = "要超过：超过50%")]
    MoreThan(Number),
    /// `提高1个百分点`: up by so many points; negative for `降低`.
    #[schemars(description = "比上年升降多少个百分点，降的写负数：提高1个百分点")]
    Change(Number),
    /// `提高0.5个百分点左右`
    #[schemars(description = "比上年升降左右：提高0.5个百分点左右")]
    ChangeAbout(Number),
    /// `持平`, `与上年持平`
    #[schemars(description = "持平：与上年持平")]
    Unchanged,
    /// `实现正增长`
    #[schemars(description = "正增长：实现正增长")]
    PositiveGrowth,
    /// `高于GDP增幅`: what it has to exceed.
    #[schemars(description = "要高于什么：高于GDP增幅")]
    Above(String),
    /// `完成省下达任务`: who assigns it.
    #[schemars(description = "完成谁下达的任务：完成省下达任务，写“省”")]
    Assigned(String),
    /// `—`
    #[schemars(description = "没有目标：—")]
    NotApplicable,
}

/// A decimal number as printed in a table; whole numbers are written without a point.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Number(pub f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // YAML knows `.nan` and `.inf`; no target is either.
        let number = f64::deserialize(from)?;
        match number.is_finite() {
            true => Ok(Number(number)),
            false => Err(serde::de::Error::custom("要写成数")),
        }
    }
}

impl JsonSchema for Number {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }
}

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // Every target in use is far below 2^53, where whole numbers are exact.
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            to.serialize_i64(self.0 as i64)
        } else {
            to.serialize_f64(self.0)
        }
    }
}

impl Value {
    /// Reads the text of a cell; returns the value, and what brackets add to it.
    ///
    /// Both are `None` when the text is just text.
    pub fn parse(text: &str) -> (Option<Value>, Option<Value>) {
        let (head, note) = match text.split_once('（') {
            Some((head, note)) => (head, note.strip_suffix('）')),
            None => (text, None),
        };
        let value = parse_plain(head.trim());
        let also = value.as_ref().and(note).and_then(parse_plain);
        (value, also)
    }

    /// The number that a bar in a chart stands for, where there is one: the
    /// middle of a range, the bound of an open one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(n)
            | Value::About(n)
            | Value::AtLeast(n)
            | Value::AtMost(n)
            | Value::MoreThan(n)
            | Value::Change(n)
            | Value::ChangeAbout(n) => Some(n.0),
            Value::Range(a, b) => Some((a.0 + b.0) / 2.0),
            Value::Unchanged => Some(0.0),
            _ => None,
        }
    }
}

fn parse_plain(text: &str) -> Option<Value> {
    let words = &Grammar::get().targets;
    let is = |list: &[String]| list.iter().any(|word| word == text);
    if is(&words.none) {
        return Some(Value::NotApplicable);
    }
    if is(&words.unchanged) {
        return Some(Value::Unchanged);
    }
    if is(&words.positive) {
        return Some(Value::PositiveGrowth);
    }
    let [begins, ends] = &words.assigned;
    let by = text.strip_prefix(begins.as_str());
    if let Some(by) = by.and_then(|t| t.strip_suffix(ends.as_str())) {
        return Some(Value::Assigned(by.to_owned()));
    }
    // All that follows but what is above something has a figure in it.
    if !text.contains(is_digit) && behind(text, &words.more_than).is_none() {
        return None;
    }
    for (list, sign) in [(&words.up, 1.0), (&words.down, -1.0)] {
        if let Some((_, rest)) = behind(text, list) {
            let (rest, about) = strip_about(rest, words);
            let points = before(rest, &words.points)?;
            let change = Number(number(points)? * sign);
            return Some(if about {
                Value::ChangeAbout(change)
            } else {
                Value::Change(change)
            });
        }
    }
    if let Some((_, rest)) = behind(text, &words.at_most) {
        return quantity(rest).map(Value::AtMost);
    }
    if let Some((_, rest)) = behind(text, &words.at_least) {
        return quantity(rest).map(Value::AtLeast);
    }
    if let Some((word, rest)) = behind(text, &words.more_than) {
        // What has to be exceeded, where it is no figure, has none in it.
        let above = words.above.iter().any(|w| w == word);
        let named = above && !rest.is_empty() && !rest.contains(is_digit);
        return match quantity(rest) {
            Some(n) => Some(Value::MoreThan(n)),
            None => named.then(|| Value::Above(rest.to_owned())),
        };
    }
    if let Some(rest) = before(text, &words.or_more) {
        return quantity(rest).map(Value::AtLeast);
    }
    if let Some(rest) = before(text, &words.or_less) {
        let plain = behind(rest, &words.scopes).map_or(rest, |(_, rest)| rest);
        return quantity(plain).map(Value::AtMost);
    }
    if let (rest, true) = strip_about(text, words) {
        return quantity(rest).map(Value::About);
    }
    if let Some(number) = quantity(text) {
        return Some(Value::Number(number));
    }
    let (low, high) = range(text)?;
    (low.0 <= high.0).then_some(Value::Range(low, high))
}

/// The word of a list that a text begins with, and what stands behind it.
fn behind<'t, 'w>(text: &'t str, list: &'w [String]) -> Option<(&'w str, &'t str)> {
    let mut found = list.iter();
    found.find_map(|word| Some((word.as_str(), text.strip_prefix(word.as_str())?)))
}

/// What stands before a word of a list at the end of a text.
fn before<'t>(text: &'t str, list: &[String]) -> Option<&'t str> {
    list.iter()
        .find_map(|word| text.strip_suffix(word.as_str()))
}

/// `7~7.5`, `-3~-1`: a dash that begins the text is the sign of a number.
fn range(text: &str) -> Option<(Number, Number)> {
    let sign = text.chars().next().map_or(0, char::len_utf8);
    let at = text.find(['~', '～']).or_else(|| {
        let behind = text.get(sign..)?.find(['—', '－', '–', '-'])?;
        Some(sign + behind)
    })?;
    let mark = text[at..].chars().next().map_or(0, char::len_utf8);
    Some((quantity(&text[..at])?, quantity(&text[at + mark..])?))
}

fn strip_about<'t>(text: &'t str, words: &TargetWords) -> (&'t str, bool) {
    match before(text, &words.about) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// A number with at most a unit behind it: `60亿美元`, `50%`. What else may follow a
/// number makes it a time, an ordinal, or a part of a name: `6月底前`, `2号线`.
fn quantity(text: &str) -> Option<Number> {
    let (sign, text) = match text.strip_prefix(['-', '−', '－', '–']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = text
        .find(|c: char| !(is_digit(c) || c == '.' || c == ','))
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    if digits.is_empty() {
        return None;
    }
    let measured = unit.is_empty() || Grammar::get().measures.has(unit);
    measured
        .then(|| number(digits))
        .flatten()
        .map(|n| Number(n * sign))
}

/// `1858`, `2.75`, `1,858`; nothing that only looks like a number: `0512`, `1,2`, `2.`.
fn number(digits: &str) -> Option<f64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let thousands = rest.is_empty() || first.len() <= 3;
    let grouped = thousands && rest.iter().all(|g| g.len() == 3 && plain(g));
    let padded = first.len() > 1 && first.starts_with('0');
    if !plain(first) || !grouped || padded || !plain(part) {
        return None;
    }
    let number: f64 = digits.replace(',', "").parse().ok()?;
    // Some hundred digits are more than a number can be.
    number.is_finite().then_some(number)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
