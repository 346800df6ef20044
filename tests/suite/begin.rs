//! A new project, and built-in files that are written out to be changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gongwen::builtin;
use gongwen::project::schemas;

use crate::test_project::{contents, root, run_in, seed_text};

fn names(folder: &Path) -> Vec<String> {
    contents(folder).into_keys().collect()
}

fn sample(name: &str) -> String {
    let folder = root().join("tests/samples").join(name).join("seeds");
    let file = fs::read_dir(folder).unwrap().flatten().next().unwrap();
    fs::read_to_string(file.path()).unwrap()
}

/// Every file of a new project explains itself, and the project works.
#[test]
fn a_new_project_explains_itself_and_works() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("通知.txt"), sample("next-year")).unwrap();
    let ran = run_in(folder.path(), &["init", "新", "--from", "通知.txt"]).ends(0);
    let ran = ran.says("下一步：到 新 里运行 gongwen");
    let project = folder.path().join("新");
    let written = contents(&project);
    let mut register = String::new();
    for (name, bytes) in &written {
        let text = String::from_utf8(bytes.clone()).unwrap();
        // Those of schemas explain the others.
        if name.starts_with("seeds/") || name.starts_with(schemas::FOLDER) {
            continue;
        }
        let text = schemas::without(&text).to_owned();
        let first = text.lines().next().unwrap();
        let marked = ["# ", "<!-- "].iter().any(|mark| first.starts_with(mark));
        let han = text.chars().filter(|c| *c >= '\u{4e00}').count();
        assert!(
            marked && han > 20,
            "{name} does not explain itself: {first}"
        );
        if name.starts_with("content/units/") {
            register = text;
            assert!(ran.stderr().contains(name.as_str()), "{}", ran.stderr());
        }
    }
    assert!(
        register.contains("见于 ") && register.contains("- units："),
        "{register}"
    );
    for name in [
        ".gitignore",
        "content/bundles.yaml",
        "content/limits.yaml",
        "说明.md",
    ] {
        assert!(written.contains_key(name), "{name}");
    }
    assert!(written.keys().any(|n| n.ends_with("/corrections.yaml")));
    assert_eq!(written["seeds/通知.txt"], sample("next-year").into_bytes());
    let ran = run_in(&project, &[]).ends(0);
    assert!(!ran.stderr().contains("unknown-issuer"), "{}", ran.stderr());
    assert!(project.join("out/index.html").is_file());
    run_in(&project, &["check", "-q"]).ends(0);
}

/// Where the program knows the agency, its register is where the office begins.
#[test]
fn a_register_that_is_built_in_is_not_drafted_anew() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), seed_text()).unwrap();
    run_in(folder.path(), &["init", "--from", "a.txt"]).ends(0);
    let register = fs::read(folder.path().join("content/units/suzhou.yaml")).unwrap();
    assert_eq!(
        schemas::without_line(&register),
        builtin::find("content/units/suzhou.yaml").unwrap().bytes
    );
    assert!(
        folder
            .path()
            .join("content/suf-2017-15/corrections.yaml")
            .is_file()
    );
}

#[test]
fn a_new_project_overwrites_nothing() {
    // In the folder itself, which holds other things.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("我的.txt"), "别动").unwrap();
    run_in(folder.path(), &["init", "-q"]).ends(0);
    assert!(folder.path().join("seeds").is_dir());
    let before = contents(folder.path());
    run_in(folder.path(), &["init"])
        .ends(2)
        .says("layout-exists");
    assert!(contents(folder.path()) == before);
    for taken in [
        "content/limits.yaml",
        "说明.md",
        ".gitignore",
        "seeds/x.txt",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(taken);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "我的").unwrap();
        run_in(folder.path(), &["init"])
            .ends(2)
            .says("layout-exists");
        assert_eq!(names(folder.path()), [taken]);
    }
    // Where it cannot be, and what it cannot begin with.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "今天天气很好。\n").unwrap();
    fs::write(folder.path().join("a.pdf"), "x").unwrap();
    for (arguments, code, rule) in [
        (&["init", "a.txt/里面"][..], 2, "layout-write"),
        (&["init", "新", "--from", "没有.txt"], 2, "seed-unreadable"),
        (&["init", "新", "--from", "a.pdf"], 2, "seed-unread"),
        (&["init", "新/更新", "--from", "a.txt"], 1, "not-a-notice"),
    ] {
        run_in(folder.path(), arguments).ends(code).says(rule);
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 2, "{arguments:?}");
    }
}

/// A notice with an error begins a project all the same: that is where it is corrected.
#[test]
fn a_notice_with_an_error_begins_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = sample("small").replace("（2项）", "（9项）");
    fs::write(folder.path().join("a.txt"), wrong).unwrap();
    run_in(folder.path(), &["init", "新", "--from", "a.txt"]).ends(0);
    run_in(&folder.path().join("新"), &["read"])
        .ends(1)
        .says("section-count");
}

#[test]
fn what_is_built_in_is_listed_and_ejected() {
    let folder = tempfile::tempdir().unwrap();
    let list = run_in(folder.path(), &["eject"]).ends(0).stdout();
    for name in [
        "templates/pdf/sheet.typ ",
        "content/bundles.yaml ",
        "samples/small ",
    ] {
        assert_eq!(list.matches(name).count(), 1, "{name}");
    }
    run_in(folder.path(), &["eject", "samples/small"])
        .ends(2)
        .says("no-project");
    run_in(folder.path(), &["init", "-q"]).ends(0);
    let eject = |names: &[&str]| run_in(folder.path(), &[&["eject"], names].concat());
    eject(&[
        "./templates/pdf/sheet.typ",
        "templates/html/assets/",
        "samples/small",
    ])
    .ends(0);
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    for name in ["templates/pdf/sheet.typ", "templates/html/assets/site.css"] {
        assert_eq!(read(name), builtin::find(name).unwrap().bytes);
    }
    let record = String::from_utf8(read("ejected.yaml")).unwrap();
    let taken: BTreeMap<String, String> = serde_yaml::from_str(&record).unwrap();
    assert!(
        taken.contains_key("templates/html/assets/site.css") && taken.len() == 7,
        "{record}"
    );
    // A sample is a project.
    run_in(&folder.path().join("samples/small"), &["check"])
        .ends(1)
        .says("content-stale");
    run_in(&folder.path().join("samples/small"), &["read", "-q"]).ends(0);
    // What is there is not written over, and nothing is half done.
    let before = contents(folder.path());
    eject(&["templates/pdf/copies.typ", "templates/pdf/sheet.typ"])
        .ends(2)
        .says("layout-exists");
    for (name, meant) in [
        ("templates/pdf/shet.typ", "templates/pdf/sheet.typ"),
        ("copies.typ", "templates/pdf/copies.typ"),
        ("template/pdf", ""),
        ("../../etc/passwd", ""),
        ("", ""),
    ] {
        let ran = eject(&[name]).ends(2).says("eject-unknown");
        let said = ran.stderr();
        assert!(
            meant.is_empty() || said.contains(&format!("是不是“{meant}”")),
            "{said}"
        );
    }
    assert!(contents(folder.path()) == before);
    // To compare with, beside the project.
    let other = tempfile::tempdir().unwrap();
    let to = other.path().display().to_string();
    eject(&["templates/pdf/sheet.typ", "--to", &to]).ends(0);
    assert_eq!(names(other.path()), ["templates/pdf/sheet.typ"]);
    assert!(contents(folder.path()) == before);
}

/// After an upgrade: a file that was ejected from an earlier program.
#[test]
fn an_ejected_file_that_is_older_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = "templates/pdf/sheet.typ";
    fs::create_dir(folder.path().join("seeds")).unwrap();
    fs::write(folder.path().join("seeds/a.txt"), sample("small")).unwrap();
    let check = || run_in(folder.path(), &["read"]).ends(0).stderr();
    run_in(folder.path(), &["eject", sheet, "-q"]).ends(0);
    let path = folder.path().join(sheet);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n// 改过\n")).unwrap();
    assert!(
        !check().contains("ejected-"),
        "it was changed, but is not older"
    );
    let record = folder.path().join("ejected.yaml");
    let now = fs::read_to_string(&record).unwrap();
    let hash = builtin::find(sheet).unwrap().blake3;
    fs::write(&record, now.replace(hash, &"0".repeat(64))).unwrap();
    let said = check();
    assert!(
        said.contains("注意[ejected-older]") && said.contains(sheet),
        "{said}"
    );
    // It became what the program has now.
    fs::write(&path, &text).unwrap();
    assert!(!check().contains("ejected-"));
    fs::write(&path, format!("{text}\n// 改过\n")).unwrap();
    run_in(folder.path(), &["eject", sheet, "--seen"]).ends(0);
    assert!(!check().contains("ejected-"));
    // The program has it no more; it is gone from the project; the record is spoilt.
    let gone = now.replace("sheet.typ", "gone.typ");
    fs::write(&record, &gone).unwrap();
    assert!(!check().contains("ejected-"));
    fs::write(folder.path().join("templates/pdf/gone.typ"), "x").unwrap();
    assert!(check().contains("注意[ejected-gone]"));
    fs::write(&record, "- 不是\n").unwrap();
    run_in(folder.path(), &["check"])
        .ends(2)
        .says("ejected-yaml");
}
