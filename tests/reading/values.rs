//! Short texts as values: a line is `input => expected`, and `#` begins a comment.

use std::collections::BTreeSet;

use gongwen::notice::goal::goals;
use gongwen::notice::target::Value;
use gongwen::notice::{Date, Paragraph, report};
use gongwen::read;
use gongwen::source::Source;
use gongwen::units::register::Register;

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

/// What the circular asks for: `times；… → recipient`, with `?` for what is not clear.
#[test]
fn reports_that_a_letter_asks_for() {
    each("reports.txt", |input| {
        let body = [Paragraph {
            text: input.to_owned(),
            line: Some(1.into()),
        }];
        let asked = report::asked(&body);
        let unclear = asked.unclear.iter().map(|u| format!(" ?{:?}", u.lacks));
        let unclear: String = unclear.collect();
        match asked.report {
            Some(found) => {
                let to = found.to.unwrap_or("nobody".into());
                format!(
                    "{} {} → {to}{unclear}",
                    if found.checks { "自查" } else { "报送" },
                    found.times.join("、")
                )
            }
            None => format!("none{unclear}"),
        }
    });
}

/// The circular around what a case says.
const HEAD: &str = "甲州市人民政府文件\n\n甲政发〔2024〕5号\n\n甲州市人民政府关于印发重点任务的通知\n\n\
                    各县（市、区）人民政府：\n\n现将重点任务印发给你们，请认真组织实施。\n\n";
const SIGNATURE: &str = "\n甲州市人民政府\n2024年3月1日\n\n";

/// Remarks that say that a duty may reach nobody are told from all others.
#[test]
fn duties_that_may_reach_nobody() {
    each("unassigned.txt", |input| {
        let mut text = HEAD.to_owned() + &input.replace('⏎', "\n").replace('※', SIGNATURE);
        if !input.contains('※') {
            text += SIGNATURE;
        }
        let source = Source::from_bytes("notice.txt", text.as_bytes()).unwrap();
        let register = Register::bare("甲政发", "甲州市人民政府文件");
        let read = read::open(&source).read(&register, &[], "corrections.yaml");
        assert!(!read.has_errors(), "{input}: {:?}", read.remarks);
        let rules = read.remarks.iter().filter(|d| d.unassigned).map(|d| d.rule);
        let rules: BTreeSet<&str> = rules.collect();
        match rules.is_empty() {
            true => "none".to_owned(),
            false => Vec::from_iter(rules).join(","),
        }
    });
}
