//! The house looks after itself: what rooms keep from, sizes of files.

use std::fs;

use gongwen::diag::{Severity, rules};
use walkdir::WalkDir;

use crate::test_project::{root, run_in};

fn sources(below: &str) -> Vec<(String, String)> {
    let files = WalkDir::new(root().join(below)).sort_by_file_name();
    let files = files
        .into_iter()
        .flatten()
        .filter(|e| e.path().extension().is_some_and(|e| e == "rs"));
    files
        .map(|e| {
            (
                e.path().display().to_string(),
                fs::read_to_string(e.path()).unwrap(),
            )
        })
        .collect()
}

/// What a notice is, is told without a file of the disk.
#[test]
fn readers_open_no_files() {
    for room in ["grammar", "units", "notice", "blocks", "tasks", "read"] {
        for (file, text) in sources(&format!("src/{room}")) {
            assert!(!text.contains("std::fs"), "{file} names std::fs");
        }
    }
}

#[test]
fn files_stay_small() {
    for (file, text) in sources("src") {
        assert!(
            text.lines().count() <= 530,
            "{file} has {} lines",
            text.lines().count()
        );
    }
}

#[test]
fn templates_never_trust_text() {
    for entry in WalkDir::new(root().join("templates/html"))
        .into_iter()
        .flatten()
    {
        if entry
            .path()
            .extension()
            .is_some_and(|e| e == "html" || e == "xml")
        {
            let text = fs::read_to_string(entry.path()).unwrap();
            assert!(!text.contains("safe"), "{}", entry.path().display());
            assert!(!text.contains("style="), "{}", entry.path().display());
        }
    }
}

/// The samples for CI are YAML, and what they ask of the program it can do.
#[test]
fn ci_samples_ask_for_what_there_is() {
    for entry in WalkDir::new(root().join("ci")).into_iter().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "yml") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        for document in serde_yaml::Deserializer::from_str(&text) {
            let read: Result<serde_yaml::Value, _> = serde::Deserialize::deserialize(document);
            assert!(read.is_ok(), "{}: {read:?}", path.display());
        }
        let asked = text
            .lines()
            .filter_map(|l| l.split_once("release/gongwen "));
        for (_, words) in asked {
            let words: Vec<&str> = words.split_whitespace().collect();
            let help = run_in(&root(), &[words[0], "--help"]).ends(0).stdout();
            let help = help + &run_in(&root(), &["--help"]).stdout();
            for flag in words.iter().filter(|w| w.starts_with("--")) {
                assert!(help.contains(flag), "{}: {flag}", path.display());
            }
        }
    }
}

/// Rules that need a disk, a library or a moment that no test can have, or whose words stand
/// in the message of another.
const NOT_PROVOKED: [&str; 14] = [
    "content-unreadable",
    "item-empty",
    "merged-cell",
    "no-masthead",
    "no-signatory",
    "number-unread",
    "output-intent",
    "path-twice",
    "pdf-standard",
    "register-write",
    "template-missing",
    "template-name",
    "template-unreadable",
    "watch",
];

/// The registry of rules: each name stands in the code, is named by a test or said by a case,
/// and is listed in the guide of the office.
#[test]
fn rules_are_registered_tested_and_listed() {
    let code: String = sources("src").into_iter().map(|(_, text)| text).collect();
    let mut tests = fs::read_to_string(root().join("tests/golden/rules.txt")).unwrap();
    for entry in WalkDir::new(root().join("tests")).into_iter().flatten() {
        let name = entry.path().to_string_lossy();
        let read = [".rs", ".txt", ".yaml"]
            .iter()
            .any(|end| name.ends_with(end));
        if entry.file_type().is_file() && read && !name.contains("node_modules") {
            tests += &fs::read_to_string(entry.path()).unwrap_or_default();
        }
    }
    let guide = fs::read_to_string(root().join("README.zh-CN.md")).unwrap();
    let mut wrong = Vec::new();
    for (name, rule) in rules::all() {
        let grave: Vec<&str> = rule.severities.iter().map(|s| s.word()).collect();
        let line = format!("| `{name}` | {} | {} |\n", grave.join("、"), rule.about);
        let said = code.contains(&format!("\"{name}\""));
        let tested = tests.contains(name.as_str()) || NOT_PROVOKED.contains(&name.as_str());
        if !said || !tested || !guide.contains(&line) || grave.is_empty() {
            wrong.push(format!("said {said} tested {tested}: {line}"));
        }
    }
    assert!(
        rules::all().len() > 100 && wrong.is_empty(),
        "{}",
        wrong.concat()
    );
}

/// A rule that code names is registered, as gravely as it is said there.
#[test]
fn no_rule_is_said_that_is_not_registered() {
    for (file, text) in sources("src") {
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for (word, severity) in [
            ("error", Severity::Error),
            ("warning", Severity::Warning),
            ("note", Severity::Note),
        ] {
            let call = format!("Diagnostic::{word}(");
            let calls = code.split(call.as_str()).skip(1);
            let literal = |call: &str| {
                Some(
                    call.trim_start()
                        .strip_prefix('"')?
                        .split_once('"')?
                        .0
                        .to_owned(),
                )
            };
            for rule in calls.filter_map(literal) {
                assert!(rules::allows(&rule, severity), "{file}: {rule} as {word}");
            }
        }
    }
}
