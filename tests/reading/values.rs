//! Short texts as values: a line is `input => expected`, and `#` begins a comment.

use gongwen::notice::goal::goals;
use gongwen::notice::target::Value;
use gongwen::notice::{Date, Paragraph, report};

use crate::cases_of_lines::each;

#[test]
fn dates() {
    each("dates.txt", |input| {
        Date::read(input).map_or("none".into(), |d| d.to_string())
    });
}

#[test]
fn targets() {
    each("targets.txt", |input| {
        let (value, also) = Value::parse(input);
        let show = |v: Option<Value>| v.map(|v| format!("{v:?}")).unwrap_or("text".into());
        match also {
            Some(also) => format!("{} + {}", show(value), show(Some(also))),
            None => show(value),
        }
    });
}

#[test]
fn goals_of_a_task() {
    each("goals.txt", |input| {
        let found = goals(input);
        let shown = found
            .iter()
            .map(|g| format!("{}|{}|{:?}", g.subject, g.text, g.value));
        let shown: Vec<String> = shown.collect();
        match shown.is_empty() {
            true => "none".into(),
            false => shown.join("; "),
        }
    });
}

/// What the letter asks for: `times；… → recipient`, with `?` for what is not clear.
#[test]
fn reports_that_a_letter_asks_for() {
    each("reports.txt", |input| {
        let body = [Paragraph {
            text: input.to_owned(),
            line: Some(1),
        }];
        let unclear = report::unclear(&body);
        let unclear = unclear.iter().map(|u| format!(" ?{:?}", u.lacks));
        let unclear: String = unclear.collect();
        match report::report(&body) {
            Some(found) => {
                let to = found.to.unwrap_or("nobody".into());
                format!("{} {} → {to}{unclear}", found.what, found.times.join("、"))
            }
            None => format!("none{unclear}"),
        }
    });
}
