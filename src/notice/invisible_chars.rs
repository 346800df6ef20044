//! Characters that no reader sees: those that make a text read otherwise than it is
//! stored stop the build; those that only take no room are pointed out and kept.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diag::locus::Line;
use crate::diag::{Diagnostic, Place};

/// What is wrong with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It lays nothing out and has no form in print.
    Control,
    /// It turns the direction of what follows.
    Turning,
    /// It takes no room.
    Invisible,
}

/// A character found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What is wrong with it.
    pub sign: Sign,
    /// The character.
    pub c: char,
    /// The text before it, and itself.
    pub words: String,
    /// The line of the source, where what holds the text has one.
    pub line: Option<Line>,
}

impl Sign {
    fn of(c: char) -> Option<Self> {
        match c {
            '\n' | '\t' => None,
            // PDF/A has no place for a byte order mark either, nor for what is no character.
            _ if c.is_control() || c == '\u{feff}' => Some(Sign::Control),
            _ if u32::from(c) & 0xfffe == 0xfffe => Some(Sign::Control),
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => Some(Sign::Turning),
            '\u{2066}'..='\u{2069}' => Some(Sign::Turning),
            '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' => Some(Sign::Invisible),
            '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' => Some(Sign::Invisible),
            '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => Some(Sign::Invisible),
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => Some(Sign::Invisible),
            '\u{e0000}'..='\u{e007f}' => Some(Sign::Invisible),
            _ => None,
        }
    }
}

impl Found {
    /// What is said of it; where it stands is for the caller to add.
    pub fn remark(&self) -> Diagnostic {
        let code = format!("U+{:04X}", u32::from(self.c));
        match self.sign {
            Sign::Control => {
                Diagnostic::error("control-character", format!("文字里有控制字符（{code}）"))
                    .hint("印不出来；请删去（来件的写成勘误）")
            }
            Sign::Turning => Diagnostic::error(
                "turning-character",
                format!("文字里有改变书写方向的字符（{code}），看到的会和存着的不一样"),
            )
            .hint("公文里不该有；请删去（来件的写成勘误）"),
            Sign::Invisible => Diagnostic::warning(
                "invisible-character",
                format!("文字里有看不见的字符（{code}），照样保留"),
            )
            .hint("多半是从网页或 Word 带来的；请在勘误里删去"),
        }
    }
}

/// What is found in any text of `data`: of every kind the first in each text, so that
/// a harmless one does not hide another behind it.
pub fn find(data: &Value) -> Vec<Found> {
    let mut found = Vec::new();
    walk(data, None, &mut found);
    found
}

/// What of `texts`, at `place`, must not be printed: for files that have no checks of
/// their own to which warnings would go.
pub fn errors(texts: &impl Serialize, place: &Place) -> Vec<Diagnostic> {
    let found = find(&serde_json::to_value(texts).unwrap_or_default());
    let remarks = found
        .iter()
        .map(|f| f.remark().at(place.clone().words(&f.words)));
    remarks.filter(Diagnostic::is_error).collect()
}

/// Looks at every text below `value`; `line` is that of the nearest thing that has one.
fn walk(value: &Value, line: Option<Line>, found: &mut Vec<Found>) {
    match value {
        Value::String(text) => look(text, line, found),
        Value::Array(values) => values.iter().for_each(|v| walk(v, line, found)),
        Value::Object(fields) => {
            let own = fields.get("line").and_then(|l| Line::deserialize(l).ok());
            let line = own.or(line);
            for (name, value) in fields {
                look(name, line, found);
                walk(value, line, found);
            }
        }
        _ => {}
    }
}

fn look(text: &str, line: Option<Line>, found: &mut Vec<Found>) {
    let before = found.len();
    for (at, c) in text.char_indices() {
        let Some(sign) = Sign::of(c) else { continue };
        if found[before..].iter().all(|f| f.sign != sign) {
            let words = text[..at].chars().rev().take(6).collect::<Vec<_>>();
            let words = words.into_iter().rev().chain([c]).collect();
            found.push(Found {
                sign,
                c,
                words,
                line,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sign_does_not_hide_another() {
        let data = serde_json::json!({"a\u{7}": ["甲\u{200b}乙\u{202e}丙\u{200b}", "丁"]});
        let signs: Vec<_> = find(&data).iter().map(|f| f.sign).collect();
        assert_eq!(signs, [Sign::Control, Sign::Invisible, Sign::Turning]);
        assert_eq!(find(&data)[2].words, "甲\u{200b}乙\u{202e}");
    }
}
