//! Building again: only what has changed is made, and what is damaged is never used.
//! Building in shares: together they are what one build makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::desk::{Desk, root};

fn desk() -> Desk {
    Desk::of_sample(&root().join("tests/samples/next-year"))
}

/// Every file below a folder, by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().flatten();
    let files = entries.filter(|e| e.file_type().is_file()).map(|e| {
        let path = e.path().strip_prefix(folder).unwrap();
        (path.display().to_string(), fs::read(e.path()).unwrap())
    });
    files.collect()
}

fn same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
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
    let desk = desk();
    desk.run(&["build"]).ends(0);
    #[cfg(unix)]
    let before = identity(&desk.path("out/manifest.json"));
    desk.run(&["build"]).ends(0).says("这次做了 PDF 0 份");
    #[cfg(unix)]
    assert_eq!(before, identity(&desk.path("out/manifest.json")));
}

#[test]
fn only_what_shows_an_edited_task_is_made_again() {
    let desk = desk();
    desk.run(&["build", "-q"]).ends(0);
    let seed = fs::read_dir(desk.path("seeds")).unwrap().next().unwrap();
    let seed = format!("seeds/{}", seed.unwrap().file_name().display());
    let text = fs::read_to_string(desk.path(&seed)).unwrap();
    let line = text.lines().find(|l| l.ends_with("\t市住建局")).unwrap();
    let edited = text.replace(line, &line.replace("按月", "逐月"));
    assert!(edited != text);
    #[cfg(unix)]
    let before = files(&desk.path("out"))
        .into_keys()
        .map(|path| (identity(&desk.path("out").join(&path)), path))
        .map(|(identity, path)| (path, identity))
        .collect::<BTreeMap<_, _>>();
    desk.write(&seed, &edited);
    let told = desk.run(&["build"]).ends(0).stderr();
    // The circular, the annex, one sheet, and their batch.
    assert!(told.contains("这次做了 PDF 4 份"), "{told}");
    #[cfg(unix)]
    for (path, identity_before) in before {
        let made = identity(&desk.path("out").join(&path)) != identity_before;
        let shows = path.contains("jif-2018-8/notice.pdf") || path.contains("/u12.");
        let other = path.contains("/u13.") || path.contains("/areas/");
        assert!(!(other && made), "{path} was written again");
        assert!(!shows || made, "{path} was not made again");
    }
    // What is made in part is what is made at once.
    desk.run(&["build", "-q", "--out", desk.path("whole").to_str().unwrap()])
        .ends(0);
    same(&desk.path("out"), &desk.path("whole"));
}

#[test]
fn a_template_makes_its_own_documents_again() {
    let desk = desk();
    desk.run(&["build", "-q"]).ends(0);
    let sheet = fs::read_to_string(desk.path("templates/pdf/copies.typ")).unwrap();
    desk.write(
        "templates/pdf/copies.typ",
        &sheet.replace("双面印制", "两面印制"),
    );
    desk.run(&["make"]).ends(0).says("这次做了 PDF 1 份");
    let style = fs::read_to_string(desk.path("templates/pdf/style.typ")).unwrap();
    desk.write(
        "templates/pdf/style.typ",
        &style.replace("masthead = (top: 35mm", "masthead = (top: 34mm"),
    );
    let told = desk.run(&["make"]).ends(0).stderr();
    assert!(!told.contains("这次做了 PDF 1 份"), "{told}");
}

#[test]
fn whatever_is_shown_otherwise_is_made_again() {
    let desk = desk();
    desk.write("content/pages/about.md", "# 关于\n\n先这样写。\n");
    let register = fs::read_to_string(desk.path("content/units/jizhou.yaml")).unwrap();
    let bundles = fs::read_to_string(root().join("content/bundles.yaml")).unwrap();
    let css = fs::read_to_string(desk.path("templates/html/assets/site.css")).unwrap();
    desk.run(&["build", "-q"]).ends(0);
    let out = desk.path("out").to_str().unwrap().to_owned();
    let fresh = desk.path("fresh").to_str().unwrap().to_owned();
    let mut before = files(&desk.path("out"));
    for change in [
        "page",
        "name",
        "packet",
        "style",
        "--seal-placeholder",
        "--base-url",
    ] {
        let mut words = vec!["make"];
        match change {
            "page" => desk.write("content/pages/about.md", "# 关于\n\n后那样写。\n"),
            "name" => desk.write(
                "content/units/jizhou.yaml",
                &register.replace("己州市教育局", "己州市教育和体育局"),
            ),
            "packet" => desk.write(
                "content/bundles.yaml",
                &bundles.replace("{name}资料册", "{name}材料汇编"),
            ),
            "style" => desk.write("templates/html/assets/site.css", &(css.clone() + "\n")),
            "--base-url" => words.extend([change, "https://example.org/"]),
            option => words.push(option),
        }
        let run = |out: &str| {
            desk.run(&[&words[..], &["-q", "--out", out]].concat())
                .ends(0)
        };
        run(&out);
        run(&fresh);
        same(&desk.path("out"), &desk.path("fresh"));
        let after = files(&desk.path("out"));
        assert!(before != after, "{change} changes nothing");
        before = after;
        fs::remove_dir_all(&fresh).unwrap();
        fs::remove_file(desk.path("fresh.cache")).unwrap();
    }
}

#[test]
fn a_damaged_output_or_cache_is_never_used() {
    let desk = desk();
    desk.run(&["build", "-q"]).ends(0);
    let good = files(&desk.path("out"));
    for damage in ["file", "gone", "cache", "no cache", "words", "stray"] {
        let pdf = desk.path("out/jif-2018-8/units/u01.pdf");
        match damage {
            "file" => fs::write(&pdf, "not a PDF").unwrap(),
            "gone" => fs::remove_file(&pdf).unwrap(),
            "cache" => {
                let text = fs::read_to_string(desk.path("out.cache")).unwrap();
                let (half, _) = text.split_at(text.len() / 2);
                fs::write(desk.path("out.cache"), half).unwrap();
            }
            "words" => {
                // Titles whose words are run together would be broken elsewhere.
                let text = fs::read_to_string(desk.path("out.cache")).unwrap();
                let (titles, keys) = text.split_once('\n').unwrap();
                let joined = titles.replace("\",\"", "");
                assert_ne!(joined, titles);
                fs::write(desk.path("out.cache"), format!("{joined}\n{keys}")).unwrap();
                fs::remove_dir_all(desk.path("out")).unwrap();
            }
            "no cache" => fs::remove_file(desk.path("out.cache")).unwrap(),
            _ => fs::write(desk.path("out/stray.html"), "<p>").unwrap(),
        }
        desk.run(&["make", "-q"]).ends(0);
        assert!(files(&desk.path("out")) == good, "{damage}");
    }
}

#[test]
fn shares_together_are_the_whole() {
    let desk = desk();
    desk.run(&["read", "-q"]).ends(0);
    desk.run(&["make", "-q"]).ends(0);
    let share = |n: usize, of: usize| {
        let out = desk.path(&format!("share-{n}-{of}"));
        let name = format!("{n}/{of}");
        let out = out.to_str().unwrap().to_owned();
        desk.run(&["make", "-q", "--shard", &name, "--out", &out])
            .ends(0);
        out
    };
    let shares: Vec<String> = (1..=8).map(|n| share(n, 8)).collect();
    let gathered = desk.path("gathered").to_str().unwrap().to_owned();
    let gather = |shares: &[&str]| {
        let mut words = vec!["gather", "--out", &gathered];
        words.extend(shares);
        desk.run(&words)
    };
    let all: Vec<&str> = shares.iter().map(String::as_str).collect();
    gather(&all).ends(0);
    same(&desk.path("out"), &desk.path("gathered"));

    // What does not belong together is refused, and what was there stays.
    gather(&all[..7]).ends(2).says("还缺这几份：8/8");
    let mut twice = all.clone();
    twice[7] = all[0];
    gather(&twice).ends(2).says("shard-twice");
    let other = share(1, 7);
    let mut mixed = all.clone();
    mixed[0] = &other;
    gather(&mixed).ends(2).says("shard-count");
    let whole = desk.path("out").to_str().unwrap().to_owned();
    gather(&[&whole]).ends(2).says("shard-none");
    let damaged = walk_first_pdf(Path::new(all[2]));
    let bytes = fs::read(&damaged).unwrap();
    fs::remove_file(&damaged).unwrap();
    fs::write(&damaged, "not a PDF").unwrap();
    gather(&all).ends(2).says("shard-damaged");
    fs::write(&damaged, bytes).unwrap();
    gather(&all).ends(0);
    let pages = desk.path("content/pages/more.md");
    fs::create_dir_all(pages.parent().unwrap()).unwrap();
    fs::write(&pages, "# 多一页\n").unwrap();
    gather(&all).ends(2).says("shard-inputs");
    same(&desk.path("out"), &desk.path("gathered"));
}

fn walk_first_pdf(folder: &Path) -> std::path::PathBuf {
    let entries = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    let mut pdfs = entries.filter(|e| e.path().extension().is_some_and(|e| e == "pdf"));
    pdfs.next().unwrap().into_path()
}
