//! The conformance report: nothing fails on what we make, and what is spoilt in a
//! template is found under the right rule.

use std::fs;

use crate::desk::{Desk, each_of, root, seed_text};

fn rules(desk: &Desk, arguments: &[&str], code: i32) -> serde_json::Value {
    let mut all = vec!["proof", "--format", "json"];
    all.extend(arguments);
    let ran = desk.run(&all).ends(code);
    serde_json::from_str(&ran.stdout()).unwrap()
}

fn failing(report: &serde_json::Value) -> Vec<String> {
    let rules = report["rules"].as_array().unwrap().iter();
    let failed = rules.filter(|r| r["status"] == "fail");
    failed
        .map(|r| r["rule"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn no_rule_fails_on_the_real_notice() {
    let desk = Desk::with_seed(seed_text().as_bytes());
    desk.run(&["read", "-q"]).ends(0);
    let report = rules(&desk, &[], 0);
    assert_eq!(failing(&report), Vec::<String>::new());
    let rules = report["rules"].as_array().unwrap();
    let passed = rules.iter().filter(|r| r["status"] == "pass").count();
    assert!(passed >= 65, "{passed} measured");
    // What is not measured says why, and stand-ins are declared.
    assert!(
        rules
            .iter()
            .all(|r| !r["measured"].as_str().unwrap().is_empty())
    );
    assert_eq!(report["stand_ins"].as_array().unwrap().len(), 5);
}

/// Headings, full pages and a title of two lines, which the real notice lacks.
#[test]
fn no_rule_fails_on_a_long_letter() {
    let desk = Desk::of_sample(&root().join("tests/samples/list-body"));
    desk.run(&["read", "-q"]).ends(0);
    let report = rules(&desk, &["--only", "notice"], 0);
    assert_eq!(failing(&report), Vec::<String>::new());
    for rule in ["B-03", "B-10", "B-11", "B-12"] {
        let rules = report["rules"].as_array().unwrap();
        let found = rules.iter().find(|r| r["rule"] == rule).unwrap();
        assert_eq!(found["status"], "pass", "{rule}: {found}");
    }
}

#[test]
fn what_is_spoilt_in_a_template_is_found() {
    // On this notice no rule fails before: see above.
    let desk = Desk::of_sample(&root().join("tests/samples/list-body"));
    desk.run(&["read", "-q"]).ends(0);
    let cases = fs::read_to_string(root().join("tests/cases/sabotage.txt")).unwrap();
    let cases: Vec<&str> = cases.lines().filter(|l| !l.starts_with('#')).collect();
    assert!(cases.len() >= 10);
    each_of(&cases, |number, line| {
        let parts: Vec<&str> = line.split(" => ").collect();
        let [file, find, replace, rule] = parts[..] else {
            panic!("{line}")
        };
        let template = fs::read_to_string(root().join("templates/pdf").join(file)).unwrap();
        assert!(template.contains(find), "{line}");
        let spoilt = template.replacen(find, replace, 1);
        let folder = desk.path(&format!("spoilt/{number}"));
        desk.write(&format!("spoilt/{number}/pdf/{file}"), &spoilt);
        let arguments = ["--only", "notice", "--templates", folder.to_str().unwrap()];
        let failed = failing(&rules(&desk, &arguments, 1));
        assert!(failed.iter().any(|r| r == rule), "{line}: {failed:?}");
    });
}
