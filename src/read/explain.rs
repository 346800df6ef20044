//! `read --explain`: the account of a source, for a person.

use std::fmt::Write;

use crate::blocks::account::{Account, Debris, Fate};
use crate::blocks::block::{Cell, Kind};
use crate::diag::locus::Line;
use crate::notice::Notice;
use crate::notice::phrases::Phrases;
use crate::source::Source;
use crate::units::phrase::{How, Meaning, Name};
use crate::units::register::Register;

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
    let mut last: Option<(Line, Fate, String)> = None;
    let mut end = 0;
    let mut flush = |entry: &mut Option<(Line, Fate, String)>| {
        if let Some((line, fate, words)) = entry.take() {
            let _ = writeln!(text, "{line}　{}　{words:?}", fate.word());
        }
    };
    for (span, fate) in account.entries() {
        if matches!(fate, Fate::Kept | Fate::Structure(_)) {
            continue;
        }
        let line = source.line_at(span.start);
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

/// Draws how each name of a responsible unit was read: every name once, those that are
/// known best first, with its meaning, how often it stands and from which line on.
pub fn names(notice: &Notice, register: &Register) -> String {
    let mut read: Vec<ReadName> = Vec::new();
    let mut unread = String::new();
    let phrases = Phrases::of(notice, register);
    for ((_, _, task), phrase) in notice.tasks().zip(phrases.iter()) {
        let line = task.line.unwrap_or_default();
        for name in &phrase.names {
            let (how, means) = meaning(name);
            let same = |r: &&mut ReadName| r.printed == name.printed && r.means == means;
            match read.iter_mut().find(same) {
                Some(known) => known.count += 1,
                None => read.push(ReadName {
                    how,
                    printed: name.printed.clone(),
                    means,
                    count: 1,
                    line,
                }),
            }
        }
        for span in &phrase.unread {
            let words = &task.responsible.text[span.clone()];
            let _ = writeln!(unread, "{line}　读不出意思　{words:?}");
        }
    }
    read.sort_by_key(|name| name.how);
    let mut text = format!("责任单位共有 {} 种叫法\n", read.len());
    for name in read {
        let ReadName {
            how,
            printed,
            means,
            count,
            line,
        } = name;
        let how = how.word();
        let means = means.map_or_else(String::new, |m| format!("，读作“{m}”"));
        let _ = writeln!(text, "{line}　{how}　“{printed}”{means}，{count} 处");
    }
    text + &unread
}

/// A name as it was read.
struct ReadName {
    how: Voucher,
    printed: String,
    /// What it means, where that is not what is printed.
    means: Option<String>,
    /// How many tasks name it.
    count: usize,
    /// Of the first of them.
    line: Line,
}

/// Who vouches for a name, the most certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Voucher {
    Register,
    Known,
    Lent,
    Plain,
    Formed,
    Guessed,
    Collective,
}

impl Voucher {
    fn word(self) -> &'static str {
        match self {
            Voucher::Register => "登记册里的单位",
            Voucher::Known => "通行的机构名",
            Voucher::Lent => "补上前后单位的字",
            Voucher::Plain => "照原样",
            Voucher::Formed => "照原样，像机构名",
            Voucher::Guessed => "照原样，是猜的",
            Voucher::Collective => "统称",
        }
    }
}

fn meaning(name: &Name) -> (Voucher, Option<String>) {
    let voucher = match name.how {
        How::Registered => Voucher::Register,
        How::Known => Voucher::Known,
        How::Lent => Voucher::Lent,
        How::Plain => Voucher::Plain,
        How::Formed => Voucher::Formed,
        How::Guessed => Voucher::Guessed,
    };
    match &name.meaning {
        Meaning::Collective(_) => (Voucher::Collective, None),
        Meaning::Unit(unit) | Meaning::Unknown(unit) => {
            (voucher, (*unit != name.printed).then(|| unit.clone()))
        }
    }
}

/// Draws the blocks that a source was cut into: line, kind, text.
pub fn blocks(source: &Source) -> String {
    let mut text = format!("{}：{}\n", source.file, source.encoding);
    for block in &crate::read::open(source).blocks {
        let line = block.line;
        let locus = source.line(line).locus;
        let at = locus.map_or(String::new(), |locus| format!("  {locus}"));
        let _ = match &block.kind {
            Kind::Break => writeln!(text, "{line:>6}  空行"),
            Kind::Line(chunk) => writeln!(text, "{line:>6}{at}  文字  {}", chunk.text()),
            Kind::Row(cells) => {
                let cells: Vec<String> = cells.iter().map(cell).collect();
                writeln!(text, "{line:>6}{at}  表行  {}", cells.join(" │ "))
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
