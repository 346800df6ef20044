//! What was read against what was wanted. Spaces, and whether a sign is full or half
//! width, are not compared.

use unicode_normalization::UnicodeNormalization;

use crate::format::{Names, Text, WantedTask};
use crate::run::TaskFields;

/// The text without what is not compared.
pub fn plain(text: &str) -> String {
    let blank = |c: &char| !c.is_whitespace() && *c != '\u{200b}';
    let folded = text.nfkc().filter(blank).map(|c| match c {
        '，' | '、' => ',',
        '；' => ';',
        '：' => ':',
        '。' => '.',
        '〇' => '○',
        c => c,
    });
    folded.collect()
}

fn plain_due(text: &str) -> String {
    let text = plain(text);
    let text = text.trim_matches(['.', ';', ',']);
    text.strip_suffix("完成").unwrap_or(text).to_owned()
}

/// A number without its brackets and stops.
pub fn plain_number(text: &str) -> String {
    plain(text).replace(['(', ')', '.', ','], "")
}

/// The text without the numbers that it begins with.
pub fn without_number(text: &str) -> &str {
    let mut rest = text;
    loop {
        let inside = rest.strip_prefix('(').unwrap_or(rest);
        let digit = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
        let behind = inside.trim_start_matches(digit);
        if behind.len() == inside.len() {
            return rest;
        }
        let behind = behind.strip_prefix(')').unwrap_or(behind);
        rest = behind.trim_start_matches(['.', ',']);
    }
}

/// Names as a difference shows them.
pub fn show(names: &[String]) -> String {
    format!("[{}]", names.join("; "))
}

/// What differs. A field that the case leaves out is empty, unless `only_given`.
pub fn task(want: &WantedTask, got: &TaskFields, only_given: bool) -> Vec<String> {
    let mut out = Vec::new();
    let none = Names::These(Vec::new());
    let fields = [
        ("units", &want.units, &got.units),
        ("lead", &want.lead, &got.lead),
        ("join", &want.join, &got.join),
        ("collectives", &want.collectives, &got.collectives),
        ("guide", &want.guide, &got.guide),
    ];
    for (field, want, got) in fields {
        let want = match want {
            None if only_given => continue,
            None => &none,
            Some(want) => want,
        };
        let Names::These(want) = want else { continue };
        if !same(want, got) {
            out.push(format!("{field} {}, not {}", show(got), show(want)));
        }
    }
    let none = Text::Words(String::new());
    let due = match &want.deadline {
        None if only_given => return out,
        None => &none,
        Some(due) => due,
    };
    let due = due.to_string();
    if due != "any" && plain_due(&due) != plain_due(&got.deadline) {
        out.push(format!("deadline “{}”, not “{due}”", got.deadline));
    }
    out
}

fn same(want: &[String], got: &[String]) -> bool {
    let (want, got) = (want.iter(), got.iter());
    want.map(|n| plain(n)).eq(got.map(|n| plain(n)))
}

/// What must stand in no list, and does.
pub fn forbidden<'t>(
    words: &[String],
    tasks: impl Iterator<Item = &'t TaskFields> + Clone,
) -> Vec<String> {
    let held = |word: &&String| {
        tasks.clone().any(|t| {
            let lists = [&t.units, &t.lead, &t.join, &t.collectives, &t.guide];
            lists
                .iter()
                .any(|l| l.iter().any(|n| plain(n) == plain(word)))
        })
    };
    let held = words.iter().filter(held);
    held.map(|w| format!("{w} must not be a name")).collect()
}
