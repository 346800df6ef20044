//! What was read against the model, and whether what differs was said.

use gongwen::diag::Severity;

use super::duty::{Duty, Role, Said};
use crate::compare::plain;
use crate::run::{Remark, Run, TaskFields};

/// Something that was not read as the model has it.
#[derive(Debug, Clone)]
pub struct Difference {
    pub what: String,
    /// The words that differ: a warning has to quote one of them.
    pub words: Vec<String>,
}

/// What differs between a task as read and its duty in the model.
pub fn duty(want: &Duty, got: &TaskFields) -> Vec<Difference> {
    let mut out = Vec::new();
    let open = want.may_lead;
    let lists = [
        ("units", want.units(), &got.units),
        ("collectives", want.collectives(), &got.collectives),
        ("lead", want.with(Role::Lead), &got.lead),
        ("join", want.with(Role::Join), &got.join),
        ("guide", want.with(Role::Guide), &got.guide),
    ];
    for (field, want, got) in lists {
        if field == "lead" && open && got.len() < 2 {
            continue;
        }
        let got_plain: Vec<String> = got.iter().map(|n| plain(n)).collect();
        let is = |said: &Said, name: &String| {
            plain(&said.name) == *name || said.also.as_ref().is_some_and(|a| plain(a) == *name)
        };
        let same = want.len() == got.len();
        if same
            && want
                .iter()
                .zip(&got_plain)
                .all(|(said, name)| is(said, name))
        {
            continue;
        }
        let missing = want
            .iter()
            .filter(|said| !got_plain.iter().any(|n| is(said, n)));
        let mut words: Vec<String> = missing.map(|said| plain(&said.name)).collect();
        let found = |name: &&String| !want.iter().any(|said| is(said, name));
        words.extend(got_plain.iter().filter(found).cloned());
        if words.is_empty() {
            // In another order.
            words = got_plain;
        }
        let want: Vec<&str> = want.iter().map(|said| said.name.as_str()).collect();
        out.push(Difference {
            what: format!("{field} [{}], not [{}]", got.join("; "), want.join("; ")),
            words,
        });
    }
    let due = |text: &str| -> String {
        let text = plain(text);
        let text = text.trim_matches(['.', ';', ',']);
        text.strip_suffix("完成").unwrap_or(text).to_owned()
    };
    if due(&want.deadline) != due(&got.deadline) {
        out.push(Difference {
            what: format!("deadline “{}”, not “{}”", got.deadline, want.deadline),
            words: vec![plain(&want.deadline), plain(&got.deadline)],
        });
    }
    out
}

/// What differs between two texts, spaces and widths aside.
pub fn text(field: &str, want: &str, got: &str) -> Option<Difference> {
    let ended = |text: &str| plain(text).trim_end_matches(['.', ';', ',']).to_owned();
    (ended(want) != ended(got)).then(|| Difference {
        what: format!("{field} “{got}”, not “{want}”"),
        words: vec![ended(want), ended(got)],
    })
}

/// Whether a warning at one of the lines quotes words of what differs: the words, words
/// that hold them, or a part of them that is more than one character.
pub fn is_said(difference: &Difference, run: &Run, lines: &[usize]) -> bool {
    let said = warnings(run, lines);
    said.iter().any(|remark| {
        let quotes = quoted(&remark.message);
        let under = Some(plain(&remark.under)).filter(|u| u.chars().count() > 1);
        quotes.iter().chain(&under).any(|quote| {
            let meant = |word: &&String| word.contains(quote.as_str()) || quote.contains(*word);
            let real = |word: &&String| !word.is_empty();
            difference
                .words
                .iter()
                .filter(real)
                .any(|word| meant(&word))
        })
    })
}

/// The warnings at some lines.
pub fn warnings<'r>(run: &'r Run, lines: &[usize]) -> Vec<&'r Remark> {
    let here = |r: &&Remark| r.severity == Severity::Warning && lines.contains(&r.line);
    run.remarks.iter().filter(here).collect()
}

/// What stands in marks of quotation in a message.
fn quoted(message: &str) -> Vec<String> {
    let mut quotes = Vec::new();
    let mut rest = message;
    while let Some((_, behind)) = rest.split_once('“') {
        let Some((quote, behind)) = behind.split_once('”') else {
            break;
        };
        let quote = plain(quote);
        if quote.chars().count() > 1 {
            quotes.push(quote);
        }
        rest = behind;
    }
    quotes
}
