//! The site in a real browser: `tests/browser/site.mjs`, and the Nu checker. They
//! need Node, Chromium and Java, and `npm ci` in `tests/browser`, as `.ci/run` does.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use std::sync::OnceLock;

use crate::rollup_pdf::TYPED;
use crate::rounds::{ANSWERS, decided};
use crate::test_project::{Built, TestProject, root};

/// Says that a test is skipped, past the capture of the harness.
fn skip(what: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {what}");
}

fn runs(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// The sample, with a round of self-checks of which something came; built once.
fn sample() -> &'static TestProject {
    static SAMPLE: OnceLock<TestProject> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let project = decided("every");
        project.write(ANSWERS, TYPED);
        project.run(&["build", "-q"]).ends(0);
        project
    })
}

#[test]
fn people_read_search_filter_and_print() {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".into());
    let scripts = root().join("tests/browser");
    if !runs("node") || !Path::new(&chromium).exists() {
        return skip("the site in a browser: Node or Chromium is not installed");
    }
    if !scripts.join("node_modules/playwright-core").exists() {
        return skip("the site in a browser: `npm ci` has not run in tests/browser");
    }
    let ran = Command::new("node")
        .current_dir(scripts)
        .arg("site.mjs")
        .arg(sample().path("out"))
        .arg("fgw")
        .output()
        .unwrap();
    let told =
        String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && told.trim().is_empty(), "{told}");
}

/// What officials type, in a site of two notices.
#[test]
fn searches_find_first_what_was_meant() {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".into());
    let scripts = root().join("tests/browser");
    let there = runs("node") && Path::new(&chromium).exists();
    if !there || !scripts.join("node_modules/playwright-core").exists() {
        return skip("searches in a browser: Node, Chromium or its library is not installed");
    }
    let project = Built::Real.copy();
    project.lay_sample(&root().join("tests/samples/small"));
    project.run(&["-q"]).ends(0);
    let ran = Command::new("node")
        .current_dir(scripts)
        .arg("search.mjs")
        .arg(project.path("out"))
        .arg(root().join("tests/cases/searches.txt"))
        .output()
        .unwrap();
    let told =
        String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && told.trim().is_empty(), "{told}");
}

#[test]
fn the_nu_checker_finds_nothing() {
    let jar = root().join("tests/browser/node_modules/vnu-jar/build/dist/vnu.jar");
    if !runs("java") || !jar.exists() {
        return skip("the Nu checker: Java or its archive is not there");
    }
    let ran = Command::new("java")
        .args(["-Xss1m", "-jar"])
        .arg(jar)
        .args(["--skip-non-html"])
        .arg(sample().path("out"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stderr);
    // Of a page that it reads from a file the checker does not know the origin, so it
    // takes 'self' for another one. That styles and scripts load is seen in the browser.
    let origin = "info warning: Resource violates Content Security Policy";
    let found: Vec<&str> = told.lines().filter(|l| !l.contains(origin)).collect();
    assert!(found.iter().all(|l| l.trim().is_empty()), "{found:#?}");
    assert!(told.is_empty() || told.contains(origin), "{told}");
}
