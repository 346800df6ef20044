//! A calendar date as a notice prints it.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::diag::written;

/// A date of the Gregorian calendar; `2017-01-26` in YAML, `2017年1月26日` in print
/// (GB/T 9704 7.3.5.4: Arabic digits, no leading zeros).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Date {
    /// Four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31, within its month.
    pub day: u8,
}

impl Date {
    /// A date that exists, or `None`.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1..=days).contains(&day) && (1000..=9999).contains(&year)).then_some(Date {
            year,
            month,
            day,
        })
    }

    /// Reads a date in any usual writing, and nothing else: `2017年1月26日`,
    /// `二〇一七年一月二十六日`, `2017.1.26`, `2017-01-26`, `2017/1/26`, with spaces
    /// between and in digits of either width.
    pub fn read(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(narrow)
            .collect();
        // A writer of one kind uses its marks throughout.
        if let Some((year, rest)) = plain.split_once('年') {
            let (month, rest) = rest.split_once('月')?;
            let day = rest.strip_suffix('日')?;
            return Self::new(year_of(year)?, part_of(month)?, part_of(day)?);
        }
        ['.', '-', '/'].into_iter().find_map(|mark| {
            let parts: Vec<&str> = plain.split(mark).collect();
            let [year, month, day] = parts[..] else {
                return None;
            };
            let whole = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
            whole.then(|| Self::from_digits(year, month, day))?
        })
    }

    /// Where the date begins that a text ends with: `某办公室2017年2月7日`.
    pub fn at_end(text: &str) -> Option<(usize, Self)> {
        let starts = text.char_indices().rev().take(LONGEST).map(|(at, _)| at);
        let found = starts.filter_map(|at| Some((at, Self::read(&text[at..])?)));
        // The longest that fits; a space before it belongs to neither.
        found
            .filter(|(at, _)| !text[*at..].starts_with(char::is_whitespace))
            .last()
    }

    /// Whether a text is written as a date, but is none: `2024年2月30日`, `2024年3月日`.
    pub fn is_wrong(text: &str) -> bool {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(narrow)
            .collect();
        let numeral = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
        if Self::read(&plain).is_some() || plain.chars().count() > LONGEST {
            return false;
        }
        if let Some((year, rest)) = plain.split_once('年') {
            let day = rest.trim_end_matches(['日', '号']);
            let rest = |c: char| numeral(c) || matches!(c, '月' | '×' | 'X' | 'x');
            return year.chars().count() >= 2
                && year.chars().all(numeral)
                && day.contains('月')
                && day.chars().all(rest);
        }
        ['.', '-', '/'].into_iter().any(|mark| {
            let parts: Vec<&str> = plain.split(mark).collect();
            let digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
            parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(digits)
        })
    }

    fn from_digits(year: &str, month: &str, day: &str) -> Option<Self> {
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if ![year, month, day].into_iter().all(digits) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// As a notice prints it: `2017年1月26日`.
    pub fn han(&self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

/// Characters of numbers, also as money is written and as a scan may misread them.
const NUMERALS: &str = "〇○零一二三四五六七八九十廿卅元正壹贰叁肆伍陆柒捌玖拾OolI";

/// The longest date in characters: `二〇二二年十二月二十二日`, with some spaces.
const LONGEST: usize = 24;

/// Digits in half width, and one form for each of the marks between them.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '．' => '.',
        '－' | '–' | '‐' | '‑' => '-',
        '／' => '/',
        // What typists take for the round zero of 二〇一七.
        '○' | '◯' | '⚪' | 'Ｏ' | 'O' | 'o' | 'ｏ' | '零' | 'О' | 'Ο' => '〇',
        _ => c,
    }
}

/// A year, in four digits of one kind.
fn year_of(text: &str) -> Option<u16> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return (text.len() == 4).then(|| text.parse().ok())?;
    }
    let digits: Option<Vec<u16>> = text
        .chars()
        .map(|c| if c == '0' { Some(0) } else { han_digit(c) })
        .collect();
    let digits = digits.filter(|digits| digits.len() == 4)?;
    Some(digits.iter().fold(0, |year, digit| year * 10 + digit))
}

/// A month or a day: `3`, `03`, `三`, `〇三`, `二十六`, `廿六`; `元` is the first month.
fn part_of(text: &str) -> Option<u8> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return (text.len() <= 2).then(|| text.parse().ok())?;
    }
    if text == "元" {
        return Some(1);
    }
    let text = text.replace("廿", "二十").replace("卅", "三十");
    let text = text.strip_prefix('〇').unwrap_or(&text);
    let number = match text.split_once('十') {
        None => han_digit(one(text)?)?,
        Some((tens, ones)) => {
            let tens = if tens.is_empty() {
                1
            } else {
                han_digit(one(tens)?)?
            };
            let ones = if ones.is_empty() {
                0
            } else {
                han_digit(one(ones)?)?
            };
            // 三十 is written, 〇十 and 四十〇 are not.
            (tens > 0 && (ones > 0 || text.ends_with('十'))).then_some(tens * 10 + ones)?
        }
    };
    u8::try_from(number).ok()
}

/// The only character of a text.
fn one(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn han_digit(c: char) -> Option<u16> {
    let at = "〇一二三四五六七八九".chars().position(|d| d == c)?;
    u16::try_from(at).ok()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '-');
        let mut part = || parts.next().unwrap_or_default();
        Self::from_digits(part(), part(), part()).ok_or_else(|| format!("“{text}”{NO_DATE}"))
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        written::of_text(from, "日期，写成 2017-01-26")
    }
}

/// What is said of a text that is no date.
const NO_DATE: &str = "不是日期，应写成 2017-01-26";

impl JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    /// How many days a month has no pattern says.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^0*[1-9][0-9]{3}-0*([1-9]|1[0-2])-0*([1-9]|[12][0-9]|3[01])$",
            "patternErrorMessage": NO_DATE,
        })
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}
