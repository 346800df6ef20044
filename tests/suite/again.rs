//! Building again: only what has changed is made, and what is damaged is never used.
//! Building in shares: together they are what one build makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::test_project::{Built, TestProject, contents, each_of, root};

fn same(one: &Path, other: &Path) {
    let (one, other) = (contents(one), contents(other));
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        other.keys().collect::<Vec<_>>()
    );
    for (path, bytes) in &one {
        assert!(*bytes == other[path], "{path} differs");
    }
}

/// A file's number on the disk and its time: whether it was written again.
#[cfg(unix)]
fn identity(path: &Path) -> (u64, i64) {
    use std::os::unix::fs::MetadataExt;
    let seen = fs::metadata(path).unwrap();
    (seen.ino(), seen.mtime_nsec())
}

#[test]
fn nothing_is_made_when_nothing_changed() {
    let test_project = Built::NextYear.copy();
    #[cfg(unix)]
    let before = identity(&test_project.path("out/manifest.json"));
    test_project
        .run(&["build"])
        .ends(0)
        .says("这次做了 PDF 0 份");
    #[cfg(unix)]
    assert_eq!(before, identity(&test_project.path("out/manifest.json")));
}

#[test]
fn only_what_shows_an_edited_task_is_made_again() {
    let test_project = Built::NextYear.copy();
    let seed = fs::read_dir(test_project.path("seeds"))
        .unwrap()
        .next()
        .unwrap();
    let seed = format!("seeds/{}", seed.unwrap().file_name().display());
    let text = fs::read_to_string(test_project.path(&seed)).unwrap();
    let line = text.lines().find(|l| l.ends_with("\t市住建局")).unwrap();
    let edited = text.replace(line, &line.replace("按月", "逐月"));
    assert!(edited != text);
    #[cfg(unix)]
    let before = contents(&test_project.path("out"))
        .into_keys()
        .map(|path| (identity(&test_project.path("out").join(&path)), path))
        .map(|(identity, path)| (path, identity))
        .collect::<BTreeMap<_, _>>();
    test_project.write(&seed, &edited);
    let told = test_project.run(&["build"]).ends(0).stderr();
    // The circular, the annex, one sheet, and their batch.
    assert!(told.contains("这次做了 PDF 4 份"), "{told}");
    #[cfg(unix)]
    for (path, identity_before) in before {
        let made = identity(&test_project.path("out").join(&path)) != identity_before;
        let shows = path.contains("jif-2018-8/notice.pdf") || path.contains("/u12.");
        let other = path.contains("/u13.") || path.contains("/areas/");
        assert!(!(other && made), "{path} was written again");
        assert!(!shows || made, "{path} was not made again");
    }
    // What is made in part is what is made at once.
    test_project
        .run(&[
            "build",
            "-q",
            "--out",
            test_project.path("whole").to_str().unwrap(),
        ])
        .ends(0);
    same(&test_project.path("out"), &test_project.path("whole"));
}

#[test]
fn a_template_makes_its_own_documents_again() {
    let test_project = Built::Small.copy();
    let sheet = fs::read_to_string(test_project.path("templates/pdf/copies.typ")).unwrap();
    test_project.write(
        "templates/pdf/copies.typ",
        &sheet.replace("双面印制", "两面印制"),
    );
    test_project
        .run(&["make"])
        .ends(0)
        .says("这次做了 PDF 1 份");
    let style = fs::read_to_string(test_project.path("templates/pdf/style.typ")).unwrap();
    test_project.write(
        "templates/pdf/style.typ",
        &style.replace("masthead = (top: 35mm", "masthead = (top: 34mm"),
    );
    let told = test_project.run(&["make"]).ends(0).stderr();
    assert!(!told.contains("这次做了 PDF 1 份"), "{told}");
}

const CHANGES: [&str; 6] = [
    "page",
    "name",
    "packet",
    "style",
    "--seal-placeholder",
    "--base-url",
];

/// What is made in part after some changes is what is made at once. A unit is renamed in
/// the register.
fn made_again_as_at_once(
    test_project: &TestProject,
    changes: &[&str],
    register: &str,
    unit: (&str, &str),
) {
    test_project.write("content/pages/about.md", "# 关于\n\n先这样写。\n");
    test_project.run(&["make", "-q"]).ends(0);
    let bundles = fs::read_to_string(root().join("content/bundles.yaml")).unwrap();
    let css = fs::read_to_string(test_project.path("templates/html/assets/site.css")).unwrap();
    let before = contents(&test_project.path("out"));
    let mut words = vec!["make", "-q"];
    for change in changes {
        match *change {
            "page" => test_project.write("content/pages/about.md", "# 关于\n\n后那样写。\n"),
            "name" => {
                let old = fs::read_to_string(test_project.path(register)).unwrap();
                assert!(old.contains(unit.0));
                test_project.write(register, &old.replace(unit.0, unit.1));
            }
            "packet" => test_project.write(
                "content/bundles.yaml",
                &bundles.replace("{name}资料册", "{name}材料汇编"),
            ),
            "style" => test_project.write("templates/html/assets/site.css", &(css.clone() + "\n")),
            "--base-url" => words.extend(["--base-url", "https://example.org/"]),
            option => words.push(option),
        }
    }
    let fresh = test_project.path("fresh").to_str().unwrap().to_owned();
    test_project.run(&words).ends(0);
    words.extend(["--out", &fresh]);
    test_project.run(&words).ends(0);
    same(&test_project.path("out"), &test_project.path("fresh"));
    let after = contents(&test_project.path("out"));
    assert!(before != after, "{changes:?}: nothing changes");
}

#[test]
fn whatever_is_shown_otherwise_is_made_again() {
    each_of(&CHANGES, |_, change| {
        let test_project = Built::Small.copy();
        let unit = ("戊州市发展和改革委员会", "戊州市发展改革委员会");
        made_again_as_at_once(&test_project, &[change], "content/units/wuzhou.yaml", unit);
    });
}

/// The same, all at once, where there are more of every kind.
#[test]
fn all_that_is_shown_otherwise_is_made_again() {
    let test_project = Built::NextYear.copy();
    let unit = ("己州市教育局", "己州市教育和体育局");
    made_again_as_at_once(&test_project, &CHANGES, "content/units/jizhou.yaml", unit);
}

#[test]
fn a_damaged_output_or_cache_is_never_used() {
    let good = contents(&Built::Small.shared().path("out"));
    let damages = ["file", "gone", "cache", "no cache", "words", "stray"];
    each_of(&damages, |_, damage| {
        let test_project = Built::Small.copy();
        let pdf = test_project.path("out/wufu-2018-7/units/kejiju.pdf");
        match *damage {
            "file" => fs::write(&pdf, "not a PDF").unwrap(),
            "gone" => fs::remove_file(&pdf).unwrap(),
            "cache" => {
                let text = fs::read_to_string(test_project.path("out.cache")).unwrap();
                let (half, _) = text.split_at(text.len() / 2);
                fs::write(test_project.path("out.cache"), half).unwrap();
            }
            "words" => {
                // Titles whose words are run together would be broken elsewhere.
                let text = fs::read_to_string(test_project.path("out.cache")).unwrap();
                let (titles, keys) = text.split_once('\n').unwrap();
                let joined = titles.replace("\",\"", "");
                assert_ne!(joined, titles);
                fs::write(test_project.path("out.cache"), format!("{joined}\n{keys}")).unwrap();
                fs::remove_dir_all(test_project.path("out")).unwrap();
            }
            "no cache" => fs::remove_file(test_project.path("out.cache")).unwrap(),
            _ => fs::write(test_project.path("out/stray.html"), "<p>").unwrap(),
        }
        test_project.run(&["make", "-q"]).ends(0);
        assert!(contents(&test_project.path("out")) == good, "{damage}");
    });
}

#[test]
fn shares_together_are_the_whole() {
    let test_project = Built::NextYear.copy();
    let share = |n: usize, of: usize| {
        let out = test_project.path(&format!("share-{n}-{of}"));
        let name = format!("{n}/{of}");
        let out = out.to_str().unwrap().to_owned();
        test_project
            .run(&["make", "-q", "--shard", &name, "--out", &out])
            .ends(0);
        out
    };
    let shares: Vec<String> = (1..=8).map(|n| share(n, 8)).collect();
    let gathered = test_project.path("gathered").to_str().unwrap().to_owned();
    let gather = |shares: &[&str]| {
        let mut words = vec!["gather", "--out", &gathered];
        words.extend(shares);
        test_project.run(&words)
    };
    let all: Vec<&str> = shares.iter().map(String::as_str).collect();
    gather(&all).ends(0);
    same(&test_project.path("out"), &test_project.path("gathered"));

    // What does not belong together is refused, and what was there stays.
    gather(&all[..7]).ends(2).says("还缺这几份：8/8");
    let mut twice = all.clone();
    twice[7] = all[0];
    gather(&twice).ends(2).says("shard-twice");
    let other = share(1, 7);
    let mut mixed = all.clone();
    mixed[0] = &other;
    gather(&mixed).ends(2).says("shard-count");
    let whole = test_project.path("out").to_str().unwrap().to_owned();
    gather(&[&whole]).ends(2).says("shard-none");
    let damaged = walk_first_pdf(Path::new(all[2]));
    let bytes = fs::read(&damaged).unwrap();
    fs::remove_file(&damaged).unwrap();
    fs::write(&damaged, "not a PDF").unwrap();
    gather(&all).ends(2).says("shard-damaged");
    fs::write(&damaged, bytes).unwrap();
    gather(&all).ends(0);
    let pages = test_project.path("content/pages/more.md");
    fs::create_dir_all(pages.parent().unwrap()).unwrap();
    fs::write(&pages, "# 多一页\n").unwrap();
    gather(&all).ends(2).says("shard-inputs");
    same(&test_project.path("out"), &test_project.path("gathered"));
}

fn walk_first_pdf(folder: &Path) -> std::path::PathBuf {
    let entries = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    let mut pdfs = entries.filter(|e| e.path().extension().is_some_and(|e| e == "pdf"));
    pdfs.next().unwrap().into_path()
}

/// What is too long now is refused, though it was printed before.
#[test]
fn a_lower_limit_holds_for_what_was_made_before() {
    let test_project = Built::Small.copy();
    test_project.write("content/limits.yaml", "pages: 1\n");
    test_project.run(&["make"]).ends(2).says("too-many-pages");
    test_project.write("content/limits.yaml", "pages: 1000\n");
    test_project.run(&["make"]).ends(0);
}
