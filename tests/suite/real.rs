//! The real notice, end to end.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::test_project::{
    Built, SEED, TestProject, files_of, golden, kept_notice, root, seed_text,
};
use gongwen::notice::Notice;
use gongwen::source::Source;

#[test]
fn reading_again_changes_nothing() {
    let test_project = TestProject::with_seed(seed_text().as_bytes());
    test_project.run(&["read"]).ends(0);
    let read = files_of(&test_project.path("content/suf-2017-15"));
    let kept = files_of(&root().join("content/suf-2017-15"));
    assert_eq!((read.len(), kept.len()), (3, 3));
    for (read, kept) in read.iter().zip(&kept) {
        assert!(read == kept, "{} is not what the seed says", kept.0);
    }
    test_project.run(&["check"]).ends(0);
}

#[test]
fn the_notice_is_whole() {
    let notice = kept_notice();
    let tasks = notice.task_tables().next().unwrap().1;
    let table = notice.indicator_tables().next().unwrap().1;
    assert_eq!((tasks.items().count(), tasks.tasks().count()), (68, 194));
    assert_eq!((table.indicators.len(), table.areas.len()), (21, 11));
    let cells: usize = table
        .indicators
        .iter()
        .flat_map(|i| &i.targets)
        .map(|t| t.areas.len())
        .sum();
    assert_eq!(cells, 231);
    let valued = table
        .indicators
        .iter()
        .flat_map(|i| &i.targets)
        .all(|t| t.value.is_some());
    assert!(valued);
}

#[test]
fn yaml_and_back_is_the_same() {
    let notice = kept_notice();
    let files = notice.to_yaml().unwrap();
    let again = Notice::from_yaml("x", &files);
    assert_eq!(again.unwrap(), notice);
}

/// An independent look at the source: its characters without white space, width
/// folded, are those of the YAML, but for labels, headings, dates and list marks.
#[test]
fn the_account_sums_to_the_source() {
    let source = Source::from_bytes(SEED, &fs::read(root().join(SEED)).unwrap()).unwrap();
    let register = crate::cases::register();
    let read = gongwen::read::open(&source).read(&register, &[], "corrections.yaml");
    assert!(!read.has_errors());
    let sum: usize = read.value.account.totals(&source).values().sum();
    assert_eq!(sum, source.text.chars().count());
    golden(
        "explain.txt",
        &gongwen::read::explain::explain(&source, &read.value.account),
    );
}

#[test]
fn everything_is_made_and_made_the_same() {
    let test_project = Built::Real.copy();
    let manifest = fs::read_to_string(test_project.path("out/manifest.json")).unwrap();
    test_project.run(&["build", "-j", "1"]).ends(0).says("未变");
    assert!(fs::read_to_string(test_project.path("out/manifest.json")).unwrap() == manifest);

    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap();
    hold_by_kind(files);
    for file in files {
        let path = test_project
            .path("out")
            .join(file["path"].as_str().unwrap());
        let hash = blake3::hash(&fs::read(&path).unwrap()).to_hex().to_string();
        assert_eq!(file["blake3"], hash.as_str(), "{}", path.display());
    }
}

/// Holds the files of each kind by one hash. Where one differs, the files are named whose
/// hashes are others than in the last run that passed here.
fn hold_by_kind(files: &[Value]) {
    let word = |file: &Value, field: &str| file[field].as_str().unwrap().to_owned();
    let mut kinds: BTreeMap<String, (usize, u64, blake3::Hasher)> = BTreeMap::new();
    let mut lines = String::new();
    for file in files {
        let (kind, path, hash) = (word(file, "kind"), word(file, "path"), word(file, "blake3"));
        let (count, pages, of_kind) = kinds.entry(kind).or_default();
        *count += 1;
        *pages += file["pages"].as_u64().unwrap_or_default();
        of_kind.update(format!("{path} {hash}\n").as_bytes());
        lines += &format!("{path} {hash}\n");
    }
    let line = |(kind, (count, pages, hash)): (&String, &(usize, u64, blake3::Hasher))| {
        let hash = hash.finalize().to_hex();
        format!("{kind} {count} files {pages} pages {}\n", &hash[..16])
    };
    let hashes: String = kinds.iter().map(line).collect();
    let last = Path::new(env!("CARGO_TARGET_TMPDIR")).join("last-hashes.txt");
    let before = fs::read_to_string(&last).unwrap_or_default();
    let before: BTreeSet<&str> = before.lines().collect();
    let changed: Vec<&str> = lines
        .lines()
        .filter(|line| !before.contains(line))
        .collect();
    if !before.is_empty() && !changed.is_empty() {
        println!(
            "changed since the last run that passed here:\n{}",
            changed.join("\n")
        );
    }
    golden("hashes.txt", &hashes);
    fs::write(last, &lines).unwrap();
}

/// One job or several: the same bytes.
#[test]
fn the_number_of_jobs_changes_nothing() {
    let small = root().join("tests/samples/small");
    let made = |jobs: &str| {
        let test_project = TestProject::of_sample(&small);
        test_project.run(&["build", "-q", "-j", jobs]).ends(0);
        fs::read_to_string(test_project.path("out/manifest.json")).unwrap()
    };
    let one = made("1");
    assert!(one == made("2") && one == made("7"));
}

#[test]
fn a_glyph_that_no_font_has_stops_the_build() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    let seed = fs::read_to_string(test_project.path("seeds/notice.txt")).unwrap();
    let odd = seed.replace("就业援助", "就业\u{10A60}援助");
    assert_ne!(odd, seed);
    test_project.write("seeds/notice.txt", &odd);
    test_project.run(&["build"]).ends(2).says("notice.pdf");
    assert!(!test_project.path("out").exists() && !test_project.path("out.next").exists());
}

#[test]
fn a_broken_template_names_the_document() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    let template = "templates/pdf/indicators.typ";
    test_project.write(template, "#let x = \n#nothing-like-it");
    test_project
        .run(&["build"])
        .ends(2)
        .says("wufu-2018-7/indicators.pdf：");
    assert!(!test_project.path("out").exists());
}
