//! `read --explain`: the account of a source, for a person.

use std::fmt::Write;

use crate::read::account::{Account, Debris, Fate};
use crate::read::blocks::{Cell, Kind};
use crate::source::Source;

/// Draws the account: totals by fate, then every change and everything dropped
/// with its line. The totals sum to the characters of the source.
pub fn explain(source: &Source, account: &Account) -> String {
    let mut text = String::new();
    let totals = account.totals(source);
    let sum: usize = totals.values().sum();
    let all = source.text.chars().count();
    let _ = writeln!(
        text,
        "{}：{} 字节，{}，{all} 个字符",
        source.file, source.bytes, source.encoding
    );
    for (fate, count) in &totals {
        let _ = writeln!(text, "{count:>8}  {}", fate.word());
    }
    let _ = writeln!(
        text,
        "{sum:>8}  合计{}",
        if sum == all {
            "，与来件相符"
        } else {
            "，与来件不符！"
        }
    );
    let _ = writeln!(text);
    let mut last: Option<(usize, Fate, String)> = None;
    let mut end = 0;
    let mut flush = |entry: &mut Option<(usize, Fate, String)>| {
        if let Some((line, fate, words)) = entry.take() {
            let _ = writeln!(text, "第 {line} 行　{}　{words:?}", fate.word());
        }
    };
    for (span, fate) in account.entries() {
        if matches!(fate, Fate::Kept | Fate::Structure(_)) {
            continue;
        }
        let line = source.line_of(span.start);
        match &mut last {
            Some((l, f, words)) if *l == line && f == fate => {
                // Of a page of one line everything stands on it: keep its words apart.
                let is_text = matches!(fate, Fate::Debris(Debris::Page | Debris::Unseen));
                if is_text && span.start > end {
                    words.push(' ');
                }
                words.push_str(source.slice(span));
            }
            _ => {
                flush(&mut last);
                last = Some((line, *fate, source.slice(span).to_owned()));
            }
        }
        end = span.end;
    }
    flush(&mut last);
    text
}

/// Draws the blocks that a source was cut into: line, kind, text.
pub fn blocks(source: &Source) -> String {
    let mut text = format!("{}：{}\n", source.file, source.encoding);
    for block in &crate::read::open(source).blocks {
        let line = block.line;
        let _ = match &block.kind {
            Kind::Break => writeln!(text, "{line:>6}  空行"),
            Kind::Line(chunk) => writeln!(text, "{line:>6}  文字  {}", chunk.text()),
            Kind::Row(cells) => {
                let cells: Vec<String> = cells.iter().map(cell).collect();
                writeln!(text, "{line:>6}  表行  {}", cells.join(" │ "))
            }
        };
    }
    text
}

fn cell(cell: &Cell) -> String {
    let text = cell.chunk.text();
    if (cell.colspan, cell.rowspan) == (1, 1) {
        text
    } else {
        format!("{text}[占{}列{}行]", cell.colspan, cell.rowspan)
    }
}
