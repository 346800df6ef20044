//! A thousand random damages to the seed, of one character or one row: each is an
//! error, a remark, or changes nothing; what goes unnoticed is counted by place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use gongwen::diag::Diagnostic;
use gongwen::notice::check;
use gongwen::units::register::Register;

use crate::cases::register;
use crate::shapes::{Dice, content, read_bytes};
use crate::test_project::{SEED, TestProject, golden, seed_text};

/// What reading and checking says, and the content that came of it.
fn outcome(text: &str, register: &Register) -> (BTreeSet<String>, bool, Option<String>) {
    let (notice, mut remarks) = read_bytes(SEED, text.as_bytes(), register);
    let found = notice.as_ref().map(content);
    if let Some(notice) = notice {
        remarks.extend(
            check::check(notice, &Arc::new(register.clone()), "content/suf-2017-15").remarks,
        );
    }
    let stopped = remarks.iter().any(Diagnostic::is_error);
    let said = remarks.iter().map(|d| format!("{} {}", d.rule, d.message));
    (said.collect(), stopped, found)
}

fn damage(lines: &[String], dice: &mut Dice) -> (String, &'static str, usize) {
    let mut lines = lines.to_vec();
    let written: Vec<usize> = (0..lines.len())
        .filter(|&i| !lines[i].trim().is_empty())
        .collect();
    let at = written[dice.roll(written.len())];
    let chars: Vec<char> = lines[at].chars().collect();
    let i = dice.roll(chars.len());
    let other = {
        let line: Vec<char> = lines[written[dice.roll(written.len())]].chars().collect();
        line[dice.roll(line.len())]
    };
    let edit = |f: &dyn Fn(&mut Vec<char>)| {
        let mut chars = chars.clone();
        f(&mut chars);
        chars.into_iter().collect::<String>()
    };
    let what = match dice.roll(10) {
        0 | 1 => {
            lines[at] = edit(&|c| {
                c.remove(i);
            });
            "漏一字"
        }
        2 | 3 => {
            lines[at] = edit(&|c| c[i] = other);
            "错一字"
        }
        4 => {
            lines[at] = edit(&|c| c.insert(i, other));
            "多一字"
        }
        5 => {
            lines[at] = edit(&|c| {
                let j = (i + 1).min(c.len() - 1);
                c.swap(i, j);
            });
            "颠倒两字"
        }
        6 | 7 => {
            lines.remove(at);
            "漏一行"
        }
        8 => {
            lines.insert(at, lines[at].clone());
            "重一行"
        }
        _ => {
            let j = (at + 1).min(lines.len() - 1);
            lines.swap(at, j);
            "颠倒两行"
        }
    };
    (lines.join("\n"), what, at)
}

/// Which part of the notice a line of the seed is in.
fn part(lines: &[String], at: usize) -> &'static str {
    let label = |n: &str| lines.iter().position(|l| l.replace(' ', "") == n).unwrap();
    let (first, second) = (label("附件1"), label("附件2"));
    match at {
        _ if at < first => "正文",
        _ if at < second => "指标表",
        _ => "任务表",
    }
}

#[test]
fn a_thousand_damages() {
    let register = register();
    let seed = seed_text();
    let lines: Vec<String> = seed.lines().map(str::to_owned).collect();
    let (said_before, stopped, before) = outcome(&seed, &register);
    assert!(!stopped);
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    let mut silent: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for number in 0..1000 {
        let (text, what, at) = damage(&lines, &mut Dice(7_000 + number));
        let (said, stopped, after) = outcome(&text, &register);
        let result = if stopped {
            "报错"
        } else if said != said_before {
            "提示"
        } else if after == before {
            "内容不变"
        } else {
            *silent.entry((part(&lines, at), what)).or_default() += 1;
            "未察觉"
        };
        *totals.entry(result).or_default() += 1;
    }
    let mut report = String::from(
        "# 来件随机改动 1000 处：一字或一行。以下是第一次读时的情形；content/ 里有已提交的 YAML 时，\n\
         # 凡是内容变了的，gongwen check 都按 content-stale 报错。\n",
    );
    for (result, count) in &totals {
        let _ = writeln!(report, "{result} {count}");
    }
    report += "# 未察觉的，按所在和改法\n";
    for ((part, what), count) in &silent {
        let _ = writeln!(report, "{part} {what} {count}");
    }
    golden("damages.txt", &report);
}

/// What a first reading cannot notice, the committed YAML does: any difference of
/// content is an error of `check`.
#[test]
fn any_difference_from_the_committed_content_is_an_error() {
    let seed = seed_text();
    let lines: Vec<String> = seed.lines().map(str::to_owned).collect();
    let test_project = TestProject::with_seed(seed.as_bytes());
    test_project.run(&["read", "-q"]).ends(0);
    test_project.run(&["check", "-q"]).ends(0);
    let (_, _, before) = outcome(&seed, &register());
    let mut tried = 0;
    for number in 0..60 {
        let (text, what, at) = damage(&lines, &mut Dice(7_000 + number));
        let (_, _, after) = outcome(&text, &register());
        test_project.write(SEED, &text);
        let ran = test_project.run(&["check", "-q"]);
        if after != before {
            assert_eq!(ran.code(), 1, "{number} {what} {}", at + 1);
            tried += 1;
        }
    }
    assert!(tried > 40);
}
