//! What is read from phrases and small notices: cases as text files, whose format
//! `tests/cases/README.md` describes. Only the readers are tried, so that the suite runs
//! without `print`, in seconds. `GONGWEN_CASE=words` runs those alone whose name has them.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used
)]

#[path = "../shared/lines.rs"]
mod cases_of_lines;
mod compare;
mod documents;
mod docx;
mod docx_hostile;
mod format;
mod generate;
mod lines;
#[path = "../shared/docx.rs"]
mod make_docx;
#[path = "../shared/xlsx.rs"]
mod make_xlsx;
mod phrases;
mod run;
mod runner;
mod seeds;
mod values;
mod xlsx;

use std::collections::BTreeSet;
use std::path::PathBuf;

/// What became of one case: the set fails where there is a difference.
#[derive(Debug)]
pub struct Outcome {
    pub kind: String,
    pub name: String,
    pub differences: Vec<String>,
}

/// The folder of the cases.
pub fn cases() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Whether `GONGWEN_CASE` lets this case run.
pub fn wanted(name: &str) -> bool {
    std::env::var("GONGWEN_CASE").map_or(true, |words| name.contains(&words))
}

/// Prints every difference, and how many of each kind are right.
fn report(outcomes: &[Outcome]) -> String {
    let mut out = String::new();
    let mut kinds: Vec<(&str, usize, usize)> = Vec::new();
    for outcome in outcomes {
        for difference in &outcome.differences {
            out += &format!("{}: {difference}\n", outcome.name);
        }
        let right = usize::from(outcome.differences.is_empty());
        match kinds.iter_mut().find(|k| k.0 == outcome.kind) {
            Some(kind) => {
                kind.1 += right;
                kind.2 += 1;
            }
            None => kinds.push((&outcome.kind, right, 1)),
        }
    }
    let number = |kind: &str| kind.split(' ').next().unwrap_or_default().len();
    kinds.sort_by_key(|(kind, ..)| (number(kind), *kind));
    for (kind, right, all) in kinds {
        out += &format!("  {right} of {all}: {kind}\n");
    }
    out
}

/// Fails where a case is wrong. A set that a filter leaves empty passes.
fn judge(set: &str, outcomes: &[Outcome]) {
    print!("{}", report(outcomes));
    let right = outcomes.iter().filter(|o| o.differences.is_empty());
    let told = format!("{} of {} {set} right", right.count(), outcomes.len());
    println!("{told}");
    let filtered = std::env::var_os("GONGWEN_CASE").is_some();
    assert!(filtered || !outcomes.is_empty(), "no {set} found");
    let wrong = outcomes.iter().any(|o| !o.differences.is_empty());
    assert!(!wrong, "{told}");
}

#[test]
fn handed_phrases() {
    judge(
        "handed phrases",
        &phrases::run(&cases().join("phrases.txt")),
    );
}

#[test]
fn handed_documents() {
    judge(
        "handed documents",
        &documents::run(&cases().join("documents")),
    );
}

#[test]
fn own_phrases() {
    let mut outcomes = Vec::new();
    for file in phrases::files(&cases().join("own")) {
        outcomes.extend(phrases::run(&file));
    }
    judge("own phrases", &outcomes);
}

#[test]
fn own_documents() {
    let folder = cases().join("own/documents");
    judge("own documents", &documents::run(&folder));
}

/// Each of these rules is said by some small notice. `GONGWEN_BLESS=1` with this test alone
/// writes the list anew.
#[test]
fn rules_are_said() {
    documents::run(&cases().join("documents"));
    documents::run(&cases().join("own/documents"));
    phrases::run(&cases().join("phrases.txt"));
    for own in [
        "phrases.txt",
        "phrases-statements.txt",
        "duties.txt",
        "names.txt",
    ] {
        phrases::run(&cases().join("own").join(own));
    }
    let said: BTreeSet<&str> = run::said().iter().map(|(rule, _)| *rule).collect();
    let path = cases().join("../golden/rules.txt");
    if std::env::var_os("GONGWEN_BLESS").is_some() {
        let lines: String = said.iter().map(|rule| format!("{rule}\n")).collect();
        std::fs::write(path, lines).unwrap();
        return;
    }
    let wanted = std::fs::read_to_string(path).unwrap();
    let silent: Vec<&str> = wanted.lines().filter(|rule| !said.contains(rule)).collect();
    assert!(
        !wanted.is_empty() && silent.is_empty(),
        "said no more: {silent:?}"
    );
}
