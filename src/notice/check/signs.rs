//! Characters that no reader sees: those that make a text read otherwise than it is
//! stored stop the build; those that only take no room are pointed out and kept.

use serde_json::Value;

use super::super::yaml;
use super::Auditor;

/// What is wrong with a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// It lays nothing out and has no form in print.
    Control,
    /// It turns the direction of what follows.
    Turning,
    /// It takes no room.
    Invisible,
}

impl Sign {
    fn of(c: char) -> Option<Self> {
        match c {
            '\n' | '\t' => None,
            _ if c.is_control() => Some(Sign::Control),
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => Some(Sign::Turning),
            '\u{2066}'..='\u{2069}' => Some(Sign::Turning),
            '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' => Some(Sign::Invisible),
            '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' => Some(Sign::Invisible),
            '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => Some(Sign::Invisible),
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => Some(Sign::Invisible),
            '\u{e0000}'..='\u{e007f}' => Some(Sign::Invisible),
            _ => None,
        }
    }
}

/// A character found: what it is, the text around it, and the line of the source.
type Found = (Sign, char, String, Option<usize>);

impl Auditor<'_> {
    /// `control-character`, `turning-character`, `invisible-character`: in any text of
    /// the notice.
    pub(super) fn signs(&mut self) {
        // As data, so that no field can be forgotten.
        let notice = self.notice;
        let files = [
            (yaml::LETTER, serde_json::to_value(&notice.letter)),
            (yaml::INDICATORS, serde_json::to_value(&notice.indicators)),
            (yaml::TASKS, serde_json::to_value(&notice.tasks)),
        ];
        for (file, value) in files {
            let mut found = Vec::new();
            walk(&value.unwrap_or_default(), None, &mut found);
            for (sign, c, words, line) in found {
                self.remark_on(sign, c, self.place(line, file, &words));
            }
        }
    }

    fn remark_on(&mut self, sign: Sign, c: char, place: crate::diag::Place) {
        let code = format!("U+{:04X}", u32::from(c));
        match sign {
            Sign::Control => self.error(
                "control-character",
                format!("文字里有控制字符（{code}）"),
                place,
                "印不出来；请删去（来件的写成勘误）",
            ),
            Sign::Turning => self.error(
                "turning-character",
                format!("文字里有改变书写方向的字符（{code}），看到的会和存着的不一样"),
                place,
                "公文里不该有；请删去（来件的写成勘误）",
            ),
            Sign::Invisible => self.warning(
                "invisible-character",
                format!("文字里有看不见的字符（{code}），照样保留"),
                place,
                "多半是从网页或 Word 带来的；请在勘误里删去",
            ),
        }
    }
}

/// Looks at every text below `value`; `line` is that of the nearest thing that has one.
fn walk(value: &Value, line: Option<usize>, found: &mut Vec<Found>) {
    match value {
        Value::String(text) => {
            let odd = text
                .char_indices()
                .find_map(|(at, c)| Some((Sign::of(c)?, c, at)));
            if let Some((sign, c, at)) = odd {
                let before = text[..at].chars().rev().take(6).collect::<Vec<_>>();
                let words: String = before.into_iter().rev().chain([c]).collect();
                found.push((sign, c, words, line));
            }
        }
        Value::Array(values) => values.iter().for_each(|v| walk(v, line, found)),
        Value::Object(fields) => {
            let own = fields.get("line").and_then(Value::as_u64);
            let line = own.and_then(|n| usize::try_from(n).ok()).or(line);
            fields.values().for_each(|v| walk(v, line, found));
        }
        _ => {}
    }
}
