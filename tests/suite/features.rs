//! No crate is compiled twice because the tests ask other features of it than the
//! program does: typst stands on many, and takes minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::test_project::{copy, root};

/// The features of every crate, of the project in `folder`, as seen along `edges`.
fn features(folder: &Path, edges: &str) -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--offline", "--locked", "--prefix", "none"])
        .args(["--edges", edges, "--format", "{p}|{f}"])
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let (name, features) = line.split_once('|').unwrap_or((line, ""));
        let name = name.split(" (").next().unwrap_or(name);
        let features = features.trim_end_matches(" (*)").to_owned();
        found.entry(name.to_owned()).or_default().insert(features);
    }
    assert!(found.len() > 300, "{} crates", found.len());
    found
}

/// The crates whose features differ between the program and its tests.
fn compiled_twice(folder: &Path) -> Vec<String> {
    let program = features(folder, "normal,build");
    let tests = features(folder, "normal,build,dev");
    let differ = program
        .iter()
        .filter(|(name, f)| tests.get(*name) != Some(f));
    differ
        .map(|(name, f)| format!("{name}: {f:?}, with the tests {:?}", tests.get(name)))
        .collect()
}

#[test]
fn nothing_is_compiled_twice() {
    let found = compiled_twice(&root());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_feature_for_the_tests_alone_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for below in [
        "src",
        "benches",
        "tests/suite",
        "tests/reading",
        "tests/shared",
    ] {
        copy(&root().join(below), &folder.path().join(below));
    }
    for file in ["Cargo.lock", "build.rs"] {
        fs::copy(root().join(file), folder.path().join(file)).unwrap();
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let more =
        "[dev-dependencies]\nserde_json = { version = \"1\", features = [\"float_roundtrip\"] }\n";
    let manifest = manifest.replace("[dev-dependencies]\n", more);
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    let found = compiled_twice(folder.path());
    assert!(
        found.iter().any(|f| f.starts_with("serde_json ")),
        "{found:?}"
    );
}
