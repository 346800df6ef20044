//! Short texts as values: a line is `input => expected`, and `#` begins a comment.

use std::collections::BTreeSet;

use gongwen::diag::Severity;
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

/// Which rows of a table of indicators a group has.
#[test]
fn groups_of_indicators() {
    each("groups.txt", |input| {
        let (form, places) = input.split_once(' ').unwrap();
        let text = notice_with(form == "page", places);
        let file = if form == "page" {
            "seeds/a.html"
        } else {
            "seeds/a.txt"
        };
        let source = Source::from_bytes(file, text.as_bytes()).unwrap();
        let register = Register::bare("甲政发", "甲州市人民政府文件");
        let read = read::open(&source).read(&register, &[], "corrections.yaml");
        let notice = read.value.notice.unwrap();
        let (_, table) = notice.indicator_tables().next().unwrap();
        let rows: Vec<&str> = { table.indicators.iter() }
            .map(|row| row.group.as_deref().unwrap_or("-"))
            .collect();
        let groups = rows.chunk_by(|a, b| a == b);
        let mut shown: Vec<String> = groups.map(|g| format!("{}*{}", g[0], g.len())).collect();
        for remark in &read.remarks {
            if remark.rule == "group-of-indicators" {
                shown.push(
                    if remark.severity == Severity::Note {
                        "N"
                    } else {
                        "W"
                    }
                    .into(),
                );
            }
        }
        shown.join(" ")
    });
}

/// A notice with a table of indicators that has `places` before the names of its rows.
fn notice_with(page: bool, places: &str) -> String {
    let line = |text: &str| match page {
        true => format!("<p>{text}</p>\n"),
        false => format!("{text}\n\n"),
    };
    let row = |cells: &[&str]| match page {
        true => format!("<tr>{}</tr>\n", cells.concat()),
        false => format!("{}\n", cells.join("\t")),
    };
    let cell = |words: &str| match page {
        true => format!("<td>{words}</td>"),
        false => words.to_owned(),
    };
    let (begin, end) = if page {
        ("<table>", "</table>")
    } else {
        ("", "\n")
    };
    let heading = match page {
        true => "<tr><td>序号</td><td colspan=2>指标名称</td><td>单位</td><td>甲州市</td></tr>\n"
            .to_owned(),
        false => row(&["序号", "指标名称", "", "单位", "甲州市"]),
    };
    let mut text = [
        "甲州市人民政府文件",
        "甲政发〔2018〕3号",
        "市政府关于下达2018年工作任务的通知",
        "各区人民政府：",
        "现将工作任务下达给你们，请认真组织实施。",
        "附件：甲州市2018年主要指标分解表",
        "甲州市人民政府",
        "2018年3月5日",
        "附件",
        "甲州市2018年主要指标分解表",
    ]
    .map(line)
    .concat();
    text += begin;
    text += &heading;
    let (mut number, mut covered) = (0, 0);
    let mut add = |place: Option<&str>| {
        number += 1;
        let (number, name) = (cell(&number.to_string()), cell(&format!("指标{number}")));
        let words = place.map(|place| place.split_once('/').unwrap_or((place, "1")));
        let cells = match words {
            None => vec![number, name],
            Some(("-", _)) if page => vec![number, name.replace("<td>", "<td colspan=2>")],
            Some(("-", _)) => vec![number, name, String::new()],
            Some(("_", _)) => vec![number, cell(""), name],
            Some((words, rows)) if page => {
                vec![number, format!("<td rowspan={rows}>{words}</td>"), name]
            }
            Some((words, _)) => vec![number, words.to_owned(), name],
        };
        let ends = [cell("%"), cell("7")];
        let cells: Vec<&str> = cells.iter().chain(&ends).map(String::as_str).collect();
        row(&cells)
    };
    for place in places.split(' ') {
        if place == "|" {
            text += &format!("{end}{begin}{heading}");
            continue;
        }
        text += &add(Some(place));
        covered += place
            .split_once('/')
            .map_or(0, |(_, rows)| rows.parse::<usize>().unwrap() - 1);
        while covered > 0 {
            text += &add(None);
            covered -= 1;
        }
    }
    text + end
}
