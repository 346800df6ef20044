//! The conformance report: nothing fails on what we make, everything that a rule measures
//! is found when it is spoilt, and the report says what was measured.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::test_project::{TestProject, each_of, root, seed_text};

/// What no template and no notice can spoil, with the test that does it on a measured page,
/// and its file. Every face that is shipped is declared.
const APART: [(&str, &str, &str); 1] = [(
    "P-10 字体",
    "fn a_strange_face_is_found()",
    "src/proof/faces.rs",
)];

fn proof(test_project: &TestProject, arguments: &[&str], code: i32) -> Value {
    let mut all = vec!["proof", "--format", "json"];
    all.extend(arguments);
    let ran = test_project.run(&all).ends(code);
    serde_json::from_str(&ran.stdout()).unwrap()
}

fn rules(report: &Value) -> impl Iterator<Item = &Value> {
    report["rules"].as_array().unwrap().iter()
}

/// The rules that fail.
fn failing(report: &Value) -> Vec<&str> {
    let failed = rules(report).filter(|r| r["status"] == "fail");
    failed.map(|r| r["rule"].as_str().unwrap()).collect()
}

/// Everything that rules measure: `H-06 偏离正中`, with what was found.
fn asks(report: &Value) -> BTreeMap<String, &Value> {
    let text = |value: &Value, field: &str| value[field].as_str().unwrap().to_owned();
    let mut all = BTreeMap::new();
    for rule in rules(report) {
        for ask in rule["asks"].as_array().into_iter().flatten() {
            let name = format!("{} {}", text(rule, "rule"), text(ask, "name"));
            all.insert(name, ask);
        }
    }
    all
}

fn desk_of(sample: &str) -> TestProject {
    let test_project = TestProject::of_sample(&root().join("tests/samples").join(sample));
    test_project.run(&["read", "-q"]).ends(0);
    test_project
}

#[test]
fn no_rule_fails_on_the_real_notice() {
    let test_project = TestProject::with_seed(seed_text().as_bytes());
    test_project.run(&["read", "-q"]).ends(0);
    let report = proof(&test_project, &[], 0);
    assert_eq!(failing(&report), Vec::<&str>::new());
    let passed = rules(&report).filter(|r| r["status"] == "pass").count();
    assert!(passed >= 70, "{passed} measured");
    // What is not measured says why, and stand-ins are declared.
    assert!(rules(&report).all(|r| !r["measured"].as_str().unwrap().is_empty()));
    assert_eq!(report["stand_ins"].as_array().unwrap().len(), 5);
}

/// Headings, full pages and a title of two lines, which the real notice lacks.
#[test]
fn no_rule_fails_on_a_long_circular() {
    let test_project = desk_of("list-body");
    let report = proof(&test_project, &["--only", "notice"], 0);
    assert_eq!(failing(&report), Vec::<&str>::new());
    let asks = asks(&report);
    for ask in ["B-03 梯形或菱形", "B-10 次序", "B-11 一级", "B-12 序数"] {
        assert!(asks[ask]["times"].as_u64() > Some(0), "{ask}");
    }
}

/// A person is told what was asked, what came out, and how often it was measured.
#[test]
fn the_report_says_what_was_measured_and_how_often() {
    let test_project = desk_of("small");
    let report = test_project
        .run(&["proof", "--only", "notice"])
        .ends(0)
        .stdout();
    let at = report.find("\nN-03").unwrap();
    let n03: Vec<&str> = report[at + 1..].lines().take(2).collect();
    assert!(
        n03[0].starts_with("N-03 合格　 一字线距版心下边缘 7 mm：一字线距版心 7 mm，"),
        "{n03:?}"
    );
    assert!(n03[0].ends_with(" 次"), "{n03:?}");
    assert_eq!(n03[1].trim(), "要求：一字线距版心 7±1.5 mm");
}

/// A text that is spoilt, and what fails for it.
struct Spoiling<'a> {
    file: &'a str,
    find: &'a str,
    replace: &'a str,
    fails: Vec<&'a str>,
}

/// The groups of cases.
fn groups(cases: &str) -> Vec<Vec<Spoiling<'_>>> {
    let spoiling = |line| {
        let parts: Vec<&str> = str::split(line, " => ").collect();
        let [file, find, replace, fails] = parts[..] else {
            panic!("{line}")
        };
        let fails = fails.split("; ").collect();
        Spoiling {
            file,
            find,
            replace,
            fails,
        }
    };
    let groups = cases.split("\n\n").map(|group| {
        let lines = group.lines().filter(|l| !l.starts_with('#'));
        lines.map(spoiling).collect::<Vec<_>>()
    });
    groups.filter(|group| !group.is_empty()).collect()
}

/// The files of a group, spoilt.
fn spoil(group: &[Spoiling<'_>]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for Spoiling {
        file,
        find,
        replace,
        ..
    } in group
    {
        let path = match file.ends_with(".typ") {
            true => format!("templates/pdf/{file}"),
            false => format!("tests/samples/measured/seeds/{file}"),
        };
        let whole = || fs::read_to_string(root().join(&path)).unwrap();
        let text: &mut String = files.entry((*file).to_owned()).or_insert_with(whole);
        assert!(text.contains(find), "{file} has no {find:?}");
        *text = text.replacen(find, replace, 1);
    }
    files
}

#[test]
fn what_is_spoilt_is_found() {
    let test_project = desk_of("measured");
    let report = proof(&test_project, &[], 0);
    assert_eq!(failing(&report), Vec::<&str>::new());
    let known: BTreeSet<String> = asks(&report).into_keys().collect();

    let cases = fs::read_to_string(root().join("tests/cases/sabotage.txt")).unwrap();
    let groups = groups(&cases);
    let spoilt = groups.iter().flatten().flat_map(|s| &s.fails);
    let spoilt: BTreeSet<String> = spoilt.map(|&s| s.to_owned()).collect();
    let apart = |ask: &str| {
        let mut all = APART.iter().filter(|a| a.0 == ask);
        all.any(|(_, test, file)| {
            fs::read_to_string(root().join(file))
                .unwrap()
                .contains(test)
        })
    };
    let lacking = known.difference(&spoilt).filter(|ask| !apart(ask));
    let lacking: Vec<&String> = lacking.collect();
    assert!(lacking.is_empty(), "no case spoils {lacking:?}");

    each_of(&groups, |number, group| {
        let own;
        let files = spoil(group);
        let test_project = if files.keys().all(|f| f.ends_with(".typ")) {
            &test_project
        } else {
            own = TestProject::of_sample(&root().join("tests/samples/measured"));
            for (file, text) in files.iter().filter(|f| !f.0.ends_with(".typ")) {
                own.write(&format!("seeds/{file}"), text);
            }
            own.run(&["read", "-q"]).ends(0);
            &own
        };
        for (file, text) in files.iter().filter(|f| f.0.ends_with(".typ")) {
            test_project.write(&format!("spoilt/{number}/pdf/{file}"), text);
        }
        let folder = test_project.path(&format!("spoilt/{number}"));
        fs::create_dir_all(folder.join("pdf")).unwrap();
        let report = proof(test_project, &["--templates", folder.to_str().unwrap()], 1);
        let asks = asks(&report);
        let fails = |ask: &str| {
            asks.get(ask)
                .is_some_and(|a| a["failed"].as_u64() > Some(0))
        };
        let missed = group
            .iter()
            .flat_map(|s| &s.fails)
            .filter(|ask| !fails(ask));
        let missed: Vec<_> = missed.map(|ask| (ask, asks.get(*ask))).collect();
        assert!(missed.is_empty(), "spoilt and not found: {missed:#?}");
    });
}
