//! The house looks after itself: what rooms keep from, sizes of files.

use std::fs;

use gongwen::diag::{Severity, rules};
use walkdir::WalkDir;

use crate::test_project::root;

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

/// Rooms that make what is printed.
const PRINTING: [&str; 3] = ["view", "documents", "render"];

/// What a text is said with that is shown to whoever runs the program, and printed nowhere.
const REMARKS: [&str; 9] = [
    "Diagnostic::",
    ".hint(",
    "Err(",
    ".ok_or",
    ".map_err(",
    "=> fault(",
    "limits::exceeded(",
    "let message =",
    "let hint =",
];

/// Statements of a code, without comments and tests, in which a Chinese word stands in quotes
/// that is no remark.
fn printed_words(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = code.lines().filter(|l| !l.trim_start().starts_with("//"));
    let code: String = lines.collect::<Vec<_>>().join("\n");
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    // A statement ends with a semicolon, or with a brace that ends a line; those in texts do not.
    let mut statements = vec![String::new()];
    for line in code.lines() {
        let last = statements.last_mut().unwrap();
        last.push_str(line.split(" // ").next().unwrap_or_default());
        if line.ends_with([';', '{', '}']) {
            statements.push(String::new());
        }
    }
    let quoted = |statement: &&String| {
        statement
            .split('"')
            .skip(1)
            .step_by(2)
            .any(|t| t.contains(is_han))
    };
    let remark = |statement: &&String| REMARKS.iter().any(|mark| statement.contains(mark));
    let found = statements.iter().filter(quoted).filter(|s| !remark(s));
    found.map(|s| s.trim().to_owned()).collect()
}

/// Words that are printed stand in `wording.yaml` and in templates, those that decide how a
/// text is read in `grammar.yaml`.
#[test]
fn no_printed_word_stands_in_code() {
    let mut wrong = Vec::new();
    for room in PRINTING {
        for (file, text) in sources(&format!("src/{room}")) {
            let spoken = SPOKEN.iter().any(|(known, _)| file.ends_with(known));
            let found = printed_words(&text);
            if !spoken {
                wrong.extend(found.into_iter().map(|words| format!("{file}: {words}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (file, _) in SPOKEN {
        let text = fs::read_to_string(root().join("src").join(file)).unwrap();
        assert!(
            !printed_words(&text).is_empty(),
            "{file} needs no exception"
        );
    }
}

/// Files that say something to whoever runs the program in other ways, and how.
const SPOKEN: [(&str, &str); 2] = [
    (
        "render/pdf/fonts.rs",
        "what the report of a proof says of a face",
    ),
    ("render/pdf/crowd.rs", "what cannot be read on a page"),
];

#[test]
fn a_printed_word_in_code_is_found() {
    for (code, found) in [
        ("fn f() {\n    grid.push(\"附件\");\n}\n", 1),
        ("const LABEL: &str = \"完成时限\";\n", 1),
        (
            "fn f() {\n    g(\n        \"类别\",\n        \"单位\",\n    );\n}\n",
            1,
        ),
        ("let text = format!(\"{count} 条任务\");\n", 1),
        ("grid.push([\"项目\", &name.unwrap_or_default()]);\n", 1),
        ("let a = (\"项目\", Vec::default());\n", 1),
        ("let error = Diagnostic::error(\"x\", \"读不了\");\n", 0),
        ("// \"附件\"\nlet a = \"a\"; // 附件\n", 0),
        (
            "#[cfg(test)]\nmod tests {\n    const A: &str = \"附件\";\n}\n",
            0,
        ),
    ] {
        assert_eq!(printed_words(code).len(), found, "{code}");
    }
}

/// Words that mean something else in a template than in the wording: 自查内容.
const OTHER_SENSE: [(&str, &str); 1] = [("self_check_form.typ", "内容")];

/// A word that the program supplies stands in no template beside it.
#[test]
fn no_word_stands_in_wording_and_in_a_template() {
    let wording: serde_yaml::Value =
        serde_yaml::from_str(&fs::read_to_string(root().join("src/wording/wording.yaml")).unwrap())
            .unwrap();
    let sections = wording.as_mapping().unwrap().values();
    let entries = sections.flat_map(|section| section.as_mapping().unwrap().values());
    let words: Vec<&str> = entries.map(|entry| entry.as_str().unwrap()).collect();
    assert!(words.len() > 80);
    let mut wrong = Vec::new();
    let all: Vec<_> = ["html", "pdf"].into_iter().flat_map(templates).collect();
    assert!(all.len() > 40, "{}", all.len());
    for (file, text) in all {
        let other_sense = |word: &str| {
            OTHER_SENSE
                .iter()
                .any(|(name, own)| file.ends_with(name) && *own == word)
        };
        for word in words.iter().filter(|word| !other_sense(word)) {
            let whole = [
                format!(">{word}<"),
                format!("[{word}]"),
                format!("\"{word}\""),
            ];
            if whole.iter().any(|whole| text.contains(whole.as_str())) {
                wrong.push(format!("{file}: {word}\n"));
            }
        }
        // What comes of a pattern in a script: `${n} 条任务`.
        for word in words
            .iter()
            .filter(|word| file.ends_with(".js") && word.contains('{'))
        {
            let parts = word.split(['{', '}']).step_by(2).map(str::trim);
            wrong.extend(
                parts
                    .filter(|part| part.chars().count() > 1 && text.contains(part))
                    .map(|part| format!("{file}: {part}\n")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// Names of shipped families stand in one file of the program, and in no template.
#[test]
fn faces_stand_in_one_place() {
    let faces = fs::read_to_string(root().join("src/render/pdf/faces.yaml")).unwrap();
    let faces: serde_yaml::Value = serde_yaml::from_str(&faces).unwrap();
    let mut families = Vec::new();
    gather(&faces, "", &mut families);
    assert!(families.len() > 5, "{families:?}");
    let mut read = 0;
    let mut look = |file: &str, text: &str| {
        read += 1;
        for family in &families {
            assert!(!text.contains(family.as_str()), "{file}: {family}");
        }
    };
    for (file, text) in sources("src") {
        look(
            &file,
            text.split("#[cfg(test)]\nmod ").next().unwrap_or_default(),
        );
    }
    for (file, text) in templates("pdf") {
        look(&file, &text);
    }
    assert!(read > 100, "{read}");
}

/// The families that faces.yaml says are shipped: those of `latin`, `rare` and `shipped`.
fn gather(value: &serde_yaml::Value, key: &str, found: &mut Vec<String>) {
    match value {
        serde_yaml::Value::Mapping(fields) => fields
            .iter()
            .for_each(|(key, value)| gather(value, key.as_str().unwrap_or_default(), found)),
        serde_yaml::Value::Sequence(list) => list.iter().for_each(|one| gather(one, key, found)),
        serde_yaml::Value::String(name) if ["latin", "rare", "shipped"].contains(&key) => {
            found.push(name.clone());
        }
        _ => {}
    }
}

/// The templates of a folder with their texts; what is no text is passed over.
fn templates(folder: &str) -> Vec<(String, String)> {
    let files = WalkDir::new(root().join("templates").join(folder)).into_iter();
    let files = files.map(|entry| entry.expect("templates can be read"));
    let texts = files.filter_map(|entry| {
        let text = fs::read_to_string(entry.path()).ok()?;
        Some((entry.path().display().to_string(), text))
    });
    texts.collect()
}

/// Rules that need a disk, a library or a moment that no test can have, or whose words stand
/// in the message of another.
const NOT_PROVOKED: [&str; 15] = [
    "content-unreadable",
    "docx-characters",
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
