//! What the samples in `ci/` and the guides ask of the program is what it can do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use serde_yaml::Value;
use walkdir::WalkDir;

use crate::test_project::{Built, contents, root, run_in};

pub fn text_of(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The files of `ci/` by their paths, with their texts.
pub fn samples() -> BTreeMap<String, String> {
    let files = WalkDir::new(root().join("ci")).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let below = entry.path().strip_prefix(root()).unwrap();
        let path = below.to_str().unwrap().replace('\\', "/");
        let text = text_of(&path);
        (path, text)
    });
    named.collect()
}

/// The documents of a file of YAML.
fn documents(path: &str, text: &str) -> Vec<Value> {
    let read = serde_yaml::Deserializer::from_str(text).map(serde::Deserialize::deserialize);
    let read = read.collect::<Result<_, _>>();
    read.unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn yaml(path: &str) -> Vec<Value> {
    documents(path, &text_of(path))
}

/// The texts that a shell runs: those under the keys that hold commands.
fn scripts(value: &Value, runs: bool, found: &mut Vec<String>) {
    match value {
        Value::String(text) if runs => found.push(text.clone()),
        Value::Sequence(list) => list.iter().for_each(|one| scripts(one, runs, found)),
        Value::Mapping(fields) => fields.iter().for_each(|(key, value)| {
            let keys = ["run", "script", "before_script", "args"];
            let runs = key.as_str().is_some_and(|key| keys.contains(&key));
            scripts(value, runs, found);
        }),
        _ => {}
    }
}

/// What a script says to the program: the words behind its name, where it is a command.
fn asked(script: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for line in script.replace("\\\n", " ").lines() {
        let line = line.trim_start().replace("$(", " $( ");
        let words: Vec<&str> = line.split_whitespace().collect();
        for (index, word) in words.iter().enumerate() {
            let begins = index == 0 || ["&&", "||", "|", "$(", "then"].contains(&words[index - 1]);
            let name = word.trim_matches(['"', '\'']).rsplit('/').next().unwrap();
            if begins && ["gongwen", "$gongwen", "$binary"].contains(&name) {
                let ends = |w: &&&str| !["&&", "||", "|", ";"].contains(*w) && !w.contains('>');
                let rest = words[index + 1..].iter().take_while(ends);
                let rest = rest.take_while(|w| !w.starts_with('#'));
                let bare = rest.map(|w| w.trim_matches(['"', '\'', ')']).to_owned());
                found.push(bare.collect());
            }
        }
    }
    found
}

/// The flags that a help knows.
fn flags(help: &str) -> BTreeSet<String> {
    let words = help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let flags = words.filter(|word| word.starts_with('-'));
    flags.map(str::to_owned).collect()
}

/// What of these words the program does not know.
fn unknown(words: &[String]) -> Vec<String> {
    let help = run_in(&root(), &["--help"]).ends(0).stdout();
    let verbs = help.split("命令\n").nth(1).unwrap();
    let verbs = verbs.split("\n\n").next().unwrap().lines();
    let verbs: Vec<&str> = verbs.filter_map(|l| l.split_whitespace().next()).collect();
    assert!(verbs.contains(&"make"), "{verbs:?}");
    // Behind the flags of all verbs come examples with those of some.
    let mut known = flags(help.split("例子\n").next().unwrap());
    let mut wrong = Vec::new();
    if let Some(first) = words.first().filter(|word| !word.starts_with('-')) {
        let is_file = first.contains(['.', '/', '$']);
        match verbs.contains(&first.as_str()) {
            true => known.extend(flags(&run_in(&root(), &[first, "--help"]).ends(0).stdout())),
            false if is_file => {}
            false => wrong.push(first.clone()),
        }
    }
    // A flag may stand in what a shell puts in only sometimes: `${A:+--base-url "$A"}`.
    let given = words.iter().filter_map(|word| match word.find("--") {
        Some(at) => word[at..].split('=').next(),
        None => word.starts_with('-').then_some(word.as_str()),
    });
    wrong.extend(
        given
            .filter(|flag| !known.contains(*flag))
            .map(str::to_owned),
    );
    wrong
}

/// Blocks of a guide that a reader types.
fn typed(guide: &str) -> Vec<String> {
    let blocks = text_of(guide);
    let blocks = blocks.split("```sh\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn whatever_is_asked_of_the_program_it_knows() {
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut look = |path: &str, scripts: Vec<String>| {
        for words in scripts.iter().flat_map(|script| asked(script)) {
            *counts.entry(path.to_owned()).or_default() += 1;
            let unknown = unknown(&words);
            wrong.extend(unknown.iter().map(|w| format!("{path}: {w} in {words:?}")));
        }
    };
    for (path, text) in samples() {
        let mut found = Vec::new();
        match path.rsplit('.').next() {
            Some("yml") => documents(&path, &text)
                .iter()
                .for_each(|document| scripts(document, false, &mut found)),
            Some("sh") => found.push(text),
            _ => {}
        }
        look(&path, found);
    }
    for guide in ["README.md", "README.zh-CN.md"] {
        look(guide, typed(guide));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (path, least) in [
        ("README.md", 6),
        ("README.zh-CN.md", 2),
        ("ci/action/action.yml", 2),
        ("ci/gitlab-component.yml", 2),
        ("ci/package.sh", 6),
        ("ci/shards-github.yml", 2),
        ("ci/shards-kubernetes.yml", 2),
        ("ci/shards-parallel.sh", 2),
        ("ci/try.sh", 5),
    ] {
        let count = counts.get(path).copied().unwrap_or_default();
        assert!(count >= least, "{path}: only {count} commands were found");
    }
}

#[test]
fn what_the_program_does_not_know_is_found() {
    for (script, wrong) in [
        ("gongwen chek --quiet", "chek"),
        (
            "cd x && target/release/gongwen make --shards 3/8 --out y",
            "--shards",
        ),
        ("version=$(\"$binary\" --verzion)", "--verzion"),
        ("gongwen make ${URL:+--base-uri \"$URL\"}", "--base-uri"),
        ("seq 8 | \"$gongwen\" gather \\\n  -z shares/*", "-z"),
        ("gongwen check --explain", "--explain"),
    ] {
        let found: Vec<String> = asked(script).iter().flat_map(|w| unknown(w)).collect();
        assert_eq!(found, [wrong], "{script}");
    }
    for script in [
        "cp gongwen chek",
        "gongwen 通知.txt --quiet >chek",
        "gongwen",
        "gongwen make --jobs 2 && echo --shards",
    ] {
        let found: Vec<String> = asked(script).iter().flat_map(|w| unknown(w)).collect();
        assert!(found.is_empty(), "{script}: {found:?}");
    }
}

/// The pods of the sample for Kubernetes, one after the other: each knows its index from the
/// environment and sees the project, and the second job brings together what they made.
#[cfg(unix)]
#[test]
fn the_pods_of_the_sample_make_the_whole() {
    let test_project = Built::Small.copy();
    let project = test_project.path("");
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_gongwen"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", bin.parent().unwrap().display());
    let jobs = yaml("ci/shards-kubernetes.yml");
    let pod = |job: usize, index: u64| {
        let container = &jobs[job]["spec"]["template"]["spec"]["containers"][0];
        assert_eq!(container["command"][0].as_str(), Some("sh"));
        let script = container["args"][0].as_str().unwrap();
        let script = script.replace("/project", project.to_str().unwrap());
        let output = Command::new("sh")
            .args(["-c", &script])
            .env("JOB_COMPLETION_INDEX", index.to_string())
            .env("PATH", &path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script}: {said}");
    };
    let whole = contents(&test_project.path("out"));
    fs::remove_dir_all(test_project.path("out")).unwrap();
    let pods = jobs[0]["spec"]["completions"].as_u64().unwrap();
    (0..pods).for_each(|index| pod(0, index));
    pod(1, 0);
    assert!(contents(&test_project.path("out")) == whole);
}
