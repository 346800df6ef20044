//! How the program is given away: the files that make, fetch and pack a release agree with
//! each other, and what is fetched is checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_yaml::Value;

use crate::test_project::root;
use crate::ways::{samples, text_of, yaml};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What stands behind a mark where a version is meant.
fn versions<'t>(text: &'t str, mark: &str) -> Vec<&'t str> {
    let behind = text.split(mark).skip(1).filter(|rest| {
        let number = rest
            .split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .next();
        number.is_some_and(|n| n.matches('.').count() >= 2)
    });
    behind
        .map(|rest| {
            rest.split(|c: char| !(c.is_ascii_digit() || c == '.'))
                .next()
                .unwrap()
        })
        .map(|number| number.trim_end_matches('.'))
        .collect()
}

#[test]
fn versions_agree() {
    let default = |path: &str, at: usize, below: &[&str]| {
        let documents = yaml(path);
        let inputs = below.iter().fold(&documents[at], |value, key| &value[*key]);
        inputs["version"]["default"].as_str().unwrap().to_owned()
    };
    assert_eq!(default("ci/action/action.yml", 0, &["inputs"]), VERSION);
    let component = default("ci/gitlab-component.yml", 0, &["spec", "inputs"]);
    assert_eq!(component, VERSION);
    let mut found = 0;
    let mut all = samples();
    for path in ["Containerfile", "README.md", "README.zh-CN.md"] {
        all.insert(path.to_owned(), text_of(path));
    }
    for (path, text) in &all {
        for mark in [
            "gongwen:", "gongwen-", "gongwen_", "gongwen@", "action@v", "tag v", "FROM/v",
        ] {
            for version in versions(text, mark) {
                found += 1;
                assert_eq!(version, VERSION, "{path}: {mark}");
            }
        }
    }
    assert!(found > 12, "{found}");
    let rust = format!(
        "rustup toolchain install {} ",
        env!("CARGO_PKG_RUST_VERSION")
    );
    assert!(all["ci/release.yml"].contains(&rust), "{rust}");
}

/// Quoted words of a list in TOML.
fn list_of(text: &str, name: &str) -> BTreeSet<String> {
    let list = text.split(&format!("\n{name} = [")).nth(1).unwrap();
    let list = list.split("\n]").next().unwrap();
    let quoted = list.split('"').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

/// What `Cargo.toml` says for a tool.
fn metadata(tool: &str) -> serde_json::Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    all["packages"][0]["metadata"][tool].clone()
}

/// The systems that a job of `release.yml` works for.
fn targets_of(job: &str) -> BTreeSet<String> {
    let release = &yaml("ci/release.yml")[0]["jobs"][job]["strategy"]["matrix"]["include"];
    let release = release.as_sequence().unwrap().iter();
    release
        .map(|one| one["target"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn systems_agree() {
    let targets = targets_of("binary");
    assert_eq!(targets.len(), 5);
    let get = text_of("ci/action/get.sh");
    let fetched = get
        .split("target=")
        .skip(1)
        .map(|rest| rest.split(' ').next().unwrap());
    let fetched: BTreeSet<String> = fetched.map(str::to_owned).collect();
    assert_eq!(fetched, targets);
    let about = text_of("ci/about.toml");
    assert_eq!(list_of(&about, "targets"), targets);
    assert_eq!(
        list_of(&about, "accepted"),
        list_of(&text_of("deny.toml"), "allow")
    );
    let binstall = metadata("binstall");
    let zipped = binstall["overrides"].as_object().unwrap();
    for (target, other) in zipped {
        assert!(targets.contains(target), "{target}");
        assert_eq!(other["pkg-fmt"], "zip");
        assert!(
            get.contains(&format!("target={target} end=zip")),
            "{target}"
        );
    }
    assert_eq!(get.matches("end=zip").count(), zipped.len());
    assert!(targets_of("image").is_subset(&targets));
    // A component has one file, so the script stands in it whole.
    let component = text_of("ci/gitlab-component.yml");
    let lines = component
        .lines()
        .map(|line| line.strip_prefix("      ").unwrap_or(line));
    let inside: Vec<&str> = lines.collect();
    assert!(
        inside.join("\n").contains(&get),
        "ci/gitlab-component.yml has another get.sh"
    );
}

/// The image, the pods that run it and the package take what `package.sh` lays out.
#[test]
fn image_and_package_take_what_there_is() {
    let package = text_of("ci/package.sh");
    let image = text_of("Containerfile");
    let said = |key: &str| {
        let lines = image
            .lines()
            .filter_map(|l| l.strip_prefix(key))
            .map(str::trim);
        lines.collect::<Vec<_>>()
    };
    for line in said("COPY ") {
        let words: Vec<&str> = line.split(' ').collect();
        for word in &words[..words.len() - 1] {
            let there =
                ["gongwen", "licences"].contains(word) || package.contains(&format!(" {word} "));
            assert!(there, "Containerfile: {word}");
        }
    }
    assert!(
        said("RUN ").is_empty(),
        "an image for another processor could not be made"
    );
    let user = said("USER ")[0].split(':').next().unwrap().to_owned();
    for job in yaml("ci/shards-kubernetes.yml") {
        let pod = &job["spec"]["template"]["spec"];
        assert_eq!(
            pod["securityContext"]["runAsUser"]
                .as_u64()
                .unwrap()
                .to_string(),
            user
        );
        let container = &pod["containers"][0];
        assert_eq!(
            container["securityContext"]["readOnlyRootFilesystem"],
            Value::Bool(true)
        );
        assert_eq!(
            container["volumeMounts"][0]["mountPath"].as_str().unwrap(),
            said("WORKDIR ")[0]
        );
        assert_eq!(
            container["image"].as_str().unwrap(),
            format!("gongwen:{VERSION}")
        );
    }
    for asset in metadata("deb")["assets"].as_array().unwrap() {
        let from = asset[0].as_str().unwrap();
        if let Some(beside) = from.strip_prefix("target/package/beside/") {
            let laid = beside.split("/*").next().unwrap();
            let laid = ["\"", "/"].map(|end| format!("$beside/{laid}{end}"));
            let there = laid.iter().any(|laid| package.contains(laid.as_str()));
            assert!(there, "{from}");
        } else if from != "target/release/gongwen" {
            assert!(root().join(from).is_file(), "{from}");
        }
    }
}

fn succeeds(folder: &Path, program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
    output
}

/// What the action and the component run fetches what `cargo binstall` would, and keeps
/// nothing that is not what the release, or whoever asks, says it is.
#[test]
fn what_is_fetched_is_checked() {
    let there = |tool: &str| Command::new(tool).arg("--version").output().is_ok();
    if !cfg!(target_os = "linux") || !["sh", "curl", "tar", "sha256sum"].into_iter().all(there) {
        eprintln!("skipped: no curl, tar or sha256sum of Linux");
        return;
    }
    let target = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
    let filled = |key: &str| {
        let pattern = metadata("binstall")[key].as_str().unwrap().to_owned();
        [
            ("{ repo }/releases/download/", ""),
            ("{ version }", VERSION),
            ("{ target }", &target),
            ("{ archive-suffix }", ".tar.gz"),
            ("{ bin }", "gongwen"),
            ("{ binary-ext }", ""),
        ]
        .iter()
        .fold(pattern, |text, (from, to)| text.replace(from, to))
    };
    let place = tempfile::tempdir().unwrap();
    let archive = place.path().join(filled("pkg-url"));
    let release = archive.parent().unwrap();
    let program = place.path().join(filled("bin-dir"));
    fs::create_dir_all(release).unwrap();
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    fs::write(&program, "the program").unwrap();
    let inside = program
        .parent()
        .unwrap()
        .file_name()
        .unwrap()
        .to_str()
        .unwrap();
    succeeds(
        place.path(),
        "tar",
        &["-czf", archive.to_str().unwrap(), inside],
    );
    let name = archive.file_name().unwrap().to_str().unwrap();
    let sums = String::from_utf8(succeeds(release, "sha256sum", &[name]).stdout).unwrap();
    let right = sums.split(' ').next().unwrap();
    let other = "0".repeat(64);

    for (case, listed, asked, taken) in [
        ("as the release says", sums.clone(), "", true),
        (
            "as it says of a binary file",
            sums.replace("  ", " *"),
            "",
            true,
        ),
        ("another file", sums.replace(right, &other), "", false),
        (
            "no line of it",
            sums.replace("gongwen-", "gongwen-x-"),
            "",
            false,
        ),
        (
            "as is asked, whatever the release says",
            sums.replace(right, &other),
            right,
            true,
        ),
        (
            "another than is asked, whatever the release says",
            sums.clone(),
            &other,
            false,
        ),
    ] {
        fs::write(release.join("SHA256SUMS"), listed).unwrap();
        let got = tempfile::tempdir().unwrap();
        let output = Command::new("sh")
            .arg(root().join("ci/action/get.sh"))
            .arg(format!("file://{}", place.path().display()))
            .args([VERSION, "got", asked])
            .current_dir(got.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), taken, "{case}: {said}");
        let unpacked = fs::read_to_string(got.path().join("got/gongwen"));
        assert_eq!(
            unpacked.ok(),
            taken.then(|| "the program".to_owned()),
            "{case}"
        );
        assert_eq!(said.contains("SHA256"), !taken, "{case}: {said}");
    }
}
