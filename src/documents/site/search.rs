//! The index of the search box, made while building: a script file that sets one
//! variable, so that it also loads from a folder on disk, where pages may not fetch.
//!
//! A name is found by its characters and by the initials of its pinyin
//! (发改委 ← fgw); a character with several readings has several initials.

use pinyin::ToPinyinMulti;
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

/// Entries as the script file has them, one after another.
///
/// # Errors
/// Never for our entries; a fault of serialising comes out as text.
pub(super) fn text_of(entries: &[Entry<'_>]) -> Result<String, String> {
    let texts = entries.iter().map(serde_json::to_string);
    let texts: Result<Vec<String>, _> = texts.collect();
    texts.map(|t| t.join(",")).map_err(|e| e.to_string())
}

/// The script file, of the entries of several notices.
pub(super) fn script<'e>(entries: impl Iterator<Item = &'e str>) -> Vec<u8> {
    let some: Vec<&str> = entries.filter(|e| !e.is_empty()).collect();
    format!("globalThis.{VARIABLE} = [{}];\n", some.join(",")).into_bytes()
}

/// Initials of the pinyin of each character, `(xh)` where it has several; Latin
/// letters and digits stand for themselves, everything else is left out.
pub fn initials(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        let mut letters: Vec<char> = Vec::new();
        for reading in c.to_pinyin_multi().into_iter().flatten() {
            let circular = reading
                .plain()
                .chars()
                .next()
                .map(|l| if l == 'ü' { 'v' } else { l });
            letters.extend(circular.filter(|l| l.is_ascii_lowercase() && !letters.contains(l)));
        }
        match letters.as_slice() {
            [] => {}
            [one] => out.push(*one),
            several => {
                out.push('(');
                out.extend(several);
                out.push(')');
            }
        }
    }
    out
}
