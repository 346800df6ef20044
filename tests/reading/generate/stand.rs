//! Where a statement stands in a text, and with which marks it is written.

use super::dice::Dice;
use super::phrases::Phrase;

/// The statement where it stands in a text: behind the sentence `task`, in brackets, run
/// in, or on lines of its own.
pub fn behind(task: &str, phrase: &Phrase, dice: &mut Dice) -> String {
    let text = &phrase.text;
    let stop = if dice.one_in(8) { "；" } else { "。" };
    if phrase.labelled && dice.one_in(3) {
        let end = if dice.one_in(2) { "。" } else { "" };
        let line = if text.contains('⏎') || dice.one_in(2) {
            "⏎"
        } else {
            ""
        };
        return format!("{task}。{line}{text}{end}");
    }
    let text = text.replace('⏎', "；");
    let (open, close) = match dice.roll(10) {
        0 => ("【", "】"),
        1 if !text.contains('（') => ("[", "]"),
        2 if !text.contains('（') => ("〔", "〕"),
        3 => ("(", ")"),
        _ => ("（", "）"),
    };
    match dice.roll(3) {
        0 => format!("{task}{open}{text}{close}{stop}"),
        1 => format!("{task}{stop}⏎{open}{text}{close}"),
        _ => format!("{task}{stop}{open}{text}{close}"),
    }
}

/// The same words with marks of half width, or with spaces behind marks.
pub fn styled(text: &str, dice: &mut Dice) -> String {
    let half = dice.one_in(8);
    let spaces = dice.one_in(12);
    let mut out = String::new();
    for c in text.chars() {
        let narrow = match c {
            '，' => Some(','),
            '：' => Some(':'),
            '；' => Some(';'),
            '（' => Some('('),
            '）' => Some(')'),
            _ => None,
        };
        out.push(narrow.filter(|_| half).unwrap_or(c));
        if spaces && matches!(c, '、' | '，' | '；' | '：') && dice.one_in(2) {
            out.push(' ');
        }
    }
    out
}
