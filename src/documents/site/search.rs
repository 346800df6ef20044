//! The index of the search box, made while building: a script file that sets one
//! variable, so that it also loads from a folder on disk, where pages may not fetch.
//!
//! A name is found by its characters and by the initials of its pinyin
//! (发改委 ← fgw); a character with several readings (`readings.tsv`) has
//! several initials.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyin;
use serde::Serialize;

/// Name of the variable.
const VARIABLE: &str = "gongwenIndex";

/// One thing that can be found.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry<'w> {
    /// What it is: 单位, 指标, 任务.
    #[serde(rename = "k")]
    pub kind: &'w str,
    /// Its title.
    #[serde(rename = "t")]
    pub title: String,
    /// More words that find it, shown below the title.
    #[serde(rename = "x")]
    pub text: String,
    /// Its page below `out/`.
    #[serde(rename = "u")]
    pub path: String,
    /// Initials of the title.
    #[serde(rename = "p")]
    pub initials: String,
}

impl<'w> Entry<'w> {
    /// Something with a title and a page.
    pub(super) fn new(kind: &'w str, title: &str, text: String, path: String) -> Self {
        Entry {
            kind,
            title: title.to_owned(),
            text,
            path,
            initials: initials(title),
        }
    }
}

/// What can be found of one notice, and what every hit says of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Found<'n> {
    /// Its number: `苏府〔2017〕15号`.
    #[serde(rename = "n")]
    pub number: &'n str,
    /// The year of its date.
    #[serde(rename = "y")]
    pub year: &'n str,
    /// What can be found.
    #[serde(rename = "e")]
    pub entries: Vec<Entry<'n>>,
}

/// What is found of a notice as the script file has it.
///
/// # Errors
/// Never for our entries; a fault of serialising comes out as text.
pub(super) fn text_of(found: &Found<'_>) -> Result<String, String> {
    serde_json::to_string(found).map_err(|e| e.to_string())
}

/// The script file, of what is found of several notices.
pub(super) fn script<'e>(found: impl Iterator<Item = &'e str>) -> Vec<u8> {
    let found: Vec<&str> = found.collect();
    format!("globalThis.{VARIABLE} = [{}];\n", found.join(",")).into_bytes()
}

/// Characters of several readings, with the initials of each.
const READINGS: &str = include_str!("readings.tsv");

/// Initials of the pinyin of each character, `(xh)` where it has several; Latin
/// letters and digits stand for themselves, everything else is left out.
pub fn initials(text: &str) -> String {
    static SEVERAL: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
        let rows = READINGS.lines().filter_map(|row| row.split_once('\t'));
        let rows = rows.filter_map(|(c, letters)| Some((c.chars().next()?, letters)));
        rows.collect()
    });
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if let Some(letters) = SEVERAL.get(&c) {
            out.push('(');
            out.push_str(letters);
            out.push(')');
        } else {
            let reading = c.to_pinyin().map(|reading| reading.plain());
            out.extend(reading.and_then(|plain| plain.chars().next()));
        }
    }
    out
}
