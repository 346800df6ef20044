//! The program alone: what is built in, a project with nothing but seeds, and a lone notice.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gongwen::builtin;
use walkdir::WalkDir;

use crate::test_project::{Built, TestProject, contents, copy, root, run_in, seed_text};

fn small() -> String {
    fs::read_to_string(root().join("tests/samples/small/seeds/notice.txt")).unwrap()
}

/// What is built in is what lies in the repository, and all of it.
#[test]
fn the_built_in_files_are_those_on_the_disk() {
    let mut there = BTreeSet::new();
    for (folder, name) in [
        ("templates", "templates"),
        ("content/pages", "content/pages"),
        ("content/units", "content/units"),
        ("content/bundles.yaml", "content/bundles.yaml"),
        ("content/site.yaml", "content/site.yaml"),
        ("src/grammar/grammar.yaml", "content/grammar.yaml"),
        ("src/wording/wording.yaml", "content/wording.yaml"),
        ("tests/samples", "samples"),
    ] {
        let folder = root().join(folder);
        for file in WalkDir::new(&folder).into_iter().flatten() {
            if !file.file_type().is_file() {
                continue;
            }
            let below = file.path().strip_prefix(&folder).unwrap();
            let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
            let name = match parts.is_empty() {
                true => name.to_owned(),
                false => format!("{name}/{}", parts.join("/")),
            };
            let built_in = builtin::find(&name).unwrap_or_else(|| panic!("{name} is not built in"));
            let bytes = fs::read(file.path()).unwrap();
            assert!(built_in.bytes == bytes, "{name} differs");
            assert_eq!(
                built_in.blake3,
                blake3::hash(&bytes).to_hex().as_str(),
                "{name}"
            );
            there.insert(name);
        }
    }
    let built_in: BTreeSet<String> = builtin::all().iter().map(|f| f.name.to_owned()).collect();
    assert!(there.len() > 80);
    assert_eq!(there, built_in);
}

/// Every built-in file can be chosen, in one way.
#[test]
fn every_built_in_file_is_explained_once() {
    let choices: Vec<(&str, &str)> = builtin::choices().collect();
    for file in builtin::all() {
        let of = choices.iter().filter(|(name, words)| {
            let inside = file.name.strip_prefix(name);
            !words.is_empty() && inside.is_some_and(|r| r.is_empty() || r.starts_with('/'))
        });
        assert_eq!(of.count(), 1, "{}", file.name);
    }
    for (name, _) in choices {
        let there = builtin::find(name).is_some() || builtin::below(name).next().is_some();
        assert!(there, "{name} is not built in");
    }
}

/// A folder with nothing but `seeds/` is a project, whose documents are those of a project
/// that has every file of its own.
#[test]
fn seeds_alone_are_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = folder.path().join("seeds");
    copy(&root().join("tests/samples/small/seeds"), &seeds);
    let units = folder.path().join("content/units");
    copy(&root().join("tests/samples/small/content/units"), &units);
    run_in(folder.path(), &["-q"]).ends(0);
    let whole = contents(&Built::Small.shared().path("out"));
    let made = contents(&folder.path().join("out"));
    let pdf = |name: &&String| name.ends_with(".pdf") || name.ends_with(".json");
    for name in whole.keys().filter(pdf).filter(|n| *n != "manifest.json") {
        assert!(made.get(name) == whole.get(name), "{name} differs");
    }
    // The general pages come with the general templates.
    for page in ["about.html", "use.html", "correct.html"] {
        assert!(made.contains_key(page), "{page}");
        assert!(
            !whole.contains_key(page),
            "{page} in a project with its own pages"
        );
    }
    // A page of the same name goes before, and the others stay.
    let pages = folder.path().join("content/pages");
    fs::create_dir_all(&pages).unwrap();
    fs::write(pages.join("about.md"), "# 我们\n\n自己写的。\n").unwrap();
    run_in(folder.path(), &["-q"]).ends(0);
    let about = fs::read_to_string(folder.path().join("out/about.html")).unwrap();
    assert!(about.contains("自己写的。"), "{about}");
    assert!(folder.path().join("out/use.html").exists());
}

/// A single file takes the place of the built-in one of its name, and what is made with it is
/// made again, and nothing else.
#[test]
fn one_template_of_its_own_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("tests/samples/small"), folder.path());
    run_in(folder.path(), &["-q"]).ends(0);
    let before = contents(&folder.path().join("out"));
    let differ = |what: &str| {
        run_in(folder.path(), &["-q"]).ends(0);
        let now = contents(&folder.path().join("out"));
        let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        let differ = names.into_iter().filter(|n| before.get(*n) != now.get(*n));
        let differ: Vec<String> = differ.filter(|n| *n != "manifest.json").cloned().collect();
        assert!(!differ.is_empty(), "{what}");
        differ
    };
    let own = |name: &str, change: &dyn Fn(&str) -> String| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let built_in = builtin::find(name).unwrap().text();
        fs::write(path, change(built_in)).unwrap();
    };
    own("templates/pdf/copies.typ", &|text| {
        format!("{text}\n#pagebreak()\n另起一页\n")
    });
    let changed = differ("a template of print");
    assert!(changed.iter().all(|n| n.contains("/print/")), "{changed:?}");
    fs::remove_dir_all(folder.path().join("templates")).unwrap();
    own("templates/html/404_anywhere.html", &|text| {
        text.replace("</h1>", "！</h1>")
    });
    // Pages share what they draw in, so all may be made again; only one has other bytes.
    assert_eq!(differ("a template of a page"), ["404.html"]);
    fs::remove_dir_all(folder.path().join("templates")).unwrap();
    own("templates/html/assets/icon.svg", &|text| {
        format!("{text}\n")
    });
    let changed = differ("what lies beside pages");
    assert!(
        changed.iter().any(|n| n.starts_with("assets/icon.")),
        "{changed:?}"
    );
    assert!(changed.iter().all(|n| !n.ends_with(".pdf")), "{changed:?}");
    fs::remove_dir_all(folder.path().join("templates")).unwrap();
    run_in(folder.path(), &["-q"]).ends(0);
    assert!(contents(&folder.path().join("out")) == before);
}

/// The general register is behind those of a project: by its name, and for its agency.
#[test]
fn a_register_of_its_own_goes_before_the_general_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("seeds")).unwrap();
    fs::write(folder.path().join("seeds/notice.txt"), seed_text()).unwrap();
    let tasks = || {
        run_in(folder.path(), &["read", "-q"]).ends(0);
        fs::read_to_string(folder.path().join("content/suf-2017-15/tasks.yaml")).unwrap()
    };
    let general = tasks();
    // Under its new number it would stand beside the old one.
    fs::remove_dir_all(folder.path().join("content/suf-2017-15")).unwrap();
    let text = builtin::find("content/units/suzhou.yaml").unwrap().text();
    let units = folder.path().join("content/units");
    fs::create_dir_all(&units).unwrap();
    let other = text.replace("slug: suf,", "slug: sf,");
    for name in ["suzhou.yaml", "ours.yaml", "zzz.yaml"] {
        fs::write(units.join(name), &other).unwrap();
        run_in(folder.path(), &["read", "-q"]).ends(0);
        let read = folder.path().join("content/sf-2017-15/tasks.yaml");
        assert!(fs::read_to_string(&read).is_ok(), "{name}");
        fs::remove_dir_all(folder.path().join("content/sf-2017-15")).unwrap();
        fs::remove_file(units.join(name)).unwrap();
    }
    assert_eq!(tasks(), general);
}

/// `gongwen FILE`: everything in a folder beside the file, which stays as it is.
#[test]
fn a_lone_notice_is_made_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let here = |below: &str| folder.path().join(below);
    fs::write(here("通知 稿.txt"), small()).unwrap();
    let ran = run_in(folder.path(), &["通知 稿.txt"]).ends(0);
    let ran = ran.says("通知 稿-成品/out/index.html");
    assert!(ran.stderr().contains("unknown-issuer"), "{}", ran.stderr());
    assert_eq!(fs::read_to_string(here("通知 稿.txt")).unwrap(), small());
    for file in ["out/index.html", "seeds/通知 稿.txt", "说明.txt"] {
        assert!(here("通知 稿-成品").join(file).is_file(), "{file}");
    }
    let out = contents(&here("通知 稿-成品/out"));
    assert!(
        out.keys().any(|n| n.ends_with("/notice.pdf")),
        "{:?}",
        out.keys()
    );
    assert!(
        out.keys()
            .any(|n| n.contains("/units/") && n.ends_with(".pdf"))
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    // Again, from elsewhere, and with something to say: the same folder.
    let path = here("通知 稿.txt").display().to_string();
    run_in(&root(), &[&path, "-q"]).ends(0);
    assert!(contents(&here("通知 稿-成品/out")) == out);
    // A correction counts, and so does another text.
    let notices = fs::read_dir(here("通知 稿-成品/content"))
        .unwrap()
        .flatten();
    let id = notices
        .map(|e| e.file_name().into_string().unwrap())
        .next()
        .unwrap();
    let line = small()
        .lines()
        .position(|l| l.contains("开展就业援助"))
        .unwrap()
        + 1;
    let correction =
        format!("- line: {line}\n  find: 开展就业援助\n  replace: 开展就业帮扶\n  why: 试试\n");
    let file = here("通知 稿-成品/content")
        .join(&id)
        .join("corrections.yaml");
    fs::write(&file, correction).unwrap();
    run_in(folder.path(), &["通知 稿.txt", "-q"]).ends(0);
    let tasks = |name: &str| {
        let path = here("通知 稿-成品/out").join(&id).join(name);
        fs::read_to_string(path).unwrap()
    };
    assert!(tasks("tasks.html").contains("开展就业帮扶"));
    fs::remove_file(&file).unwrap();
    fs::write(
        here("通知 稿.txt"),
        small().replace("开展就业援助", "开展援助月"),
    )
    .unwrap();
    run_in(folder.path(), &["通知 稿.txt", "-q"]).ends(0);
    assert!(tasks("tasks.html").contains("开展援助月"));
    // It is a project like any other.
    run_in(&here("通知 稿-成品"), &["check"]).ends(0);
    run_in(
        folder.path(),
        &["通知 稿.txt", "-q", "--project", "别处", "--out", "印"],
    )
    .ends(0);
    assert!(here("别处/seeds/通知 稿.txt").is_file() && here("印/index.html").is_file());
}

/// What the office gives beside a notice goes with it.
#[test]
fn what_is_given_beside_a_lone_notice_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = small().replace("2018年2月1日\n", "\n");
    assert_ne!(text, small());
    fs::write(folder.path().join("a.txt"), text).unwrap();
    run_in(folder.path(), &["a.txt"]).ends(1).says("no-date");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "something was left"
    );
    fs::write(folder.path().join("a.yaml"), "date: 2018-03-01\n").unwrap();
    let ran = run_in(folder.path(), &["a.txt"]);
    assert!(!ran.stderr().contains("no-date"), "{}", ran.stderr());
    // What is no longer given is no longer in force.
    fs::remove_file(folder.path().join("a.yaml")).unwrap();
    run_in(folder.path(), &["a.txt"]).ends(1).says("no-date");
    fs::write(folder.path().join("a.yaml"), "date: 2018-04-01\n").unwrap();
    run_in(folder.path(), &["a.txt"]).ends(0);
    let copy = folder.path().join("a-成品/seeds/a.yaml");
    fs::write(&copy, "date: 2018-05-01\n").unwrap();
    fs::remove_file(folder.path().join("a.yaml")).unwrap();
    run_in(folder.path(), &["a.txt"])
        .ends(2)
        .says("copy-edited");
    assert_eq!(fs::read_to_string(&copy).unwrap(), "date: 2018-05-01\n");
}

/// A notice whose number is corrected does not stand beside its new self.
#[test]
fn a_corrected_number_leaves_no_second_notice() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), small()).unwrap();
    run_in(folder.path(), &["a.txt"]).ends(0);
    let made = folder.path().join("a-成品");
    let before = contents(&made.join("out"));
    let corrected = small().replace("〔2018〕7号", "〔2018〕8号");
    fs::write(folder.path().join("a.txt"), corrected).unwrap();
    let ran = run_in(folder.path(), &["a.txt"]).ends(1);
    let ran = ran.says("source-of-two").says("content/wufu-2018-7");
    assert!(
        ran.stderr().contains("content/wufu-2018-8"),
        "{}",
        ran.stderr()
    );
    assert_eq!(contents(&made.join("out")), before);
    fs::remove_dir_all(made.join("content/wufu-2018-7")).unwrap();
    run_in(folder.path(), &["a.txt"]).ends(0);
    assert!(!made.join("out/wufu-2018-7").exists());
}

/// A file that cannot be made into anything: what is said, and that nothing is left.
#[test]
fn a_lone_file_that_is_no_notice_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("天气.txt", "今天天气很好。\n".as_bytes());
    write("空.txt", b"");
    write("乱.txt", b"\xff\xff\xff\xff\xfe\xfe");
    write("通知.docx", b"PK\x03\x04");
    write("通知.pdf", b"%PDF-1.7");
    let wrong = small().replace("（2项）", "（9项）");
    assert_ne!(wrong, small());
    write("数错.txt", wrong.as_bytes());
    fs::create_dir(folder.path().join("夹.txt")).unwrap();
    for (name, code, rule) in [
        ("天气.txt", 1, "not-a-notice"),
        ("空.txt", 1, "seed-empty"),
        ("乱.txt", 1, "seed-encoding"),
        ("通知.docx", 1, "package-broken"),
        ("通知.pdf", 2, "seed-unread"),
        ("数错.txt", 1, "section-count"),
        ("夹.txt", 2, "seed-unreadable"),
        ("没有.txt", 2, "seed-unreadable"),
    ] {
        run_in(folder.path(), &[name]).ends(code).says(rule);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 7);
}

/// Folders that the program did not make are left alone.
#[test]
fn the_folder_of_somebody_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let here = |below: &str| folder.path().join(below);
    for name in ["a.txt", "b.txt", "b.md", "c.txt", "d.txt"] {
        fs::write(here(name), small()).unwrap();
    }
    fs::create_dir(here("a-成品")).unwrap();
    fs::write(here("a-成品/我的.txt"), "别动").unwrap();
    fs::write(here("c-成品"), "一个文件").unwrap();
    run_in(folder.path(), &["b.txt", "-q"]).ends(0);
    let before = contents(folder.path());
    for (name, rule) in [
        ("a.txt", "里有别的文件"),
        ("b.md", "是由另一份来件（seeds/b.txt）做成的"),
        ("c.txt", "不是文件夹"),
    ] {
        let ran = run_in(folder.path(), &[name]).ends(2);
        ran.says("out-foreign").says(rule);
    }
    // A copy that somebody changed.
    fs::write(here("b-成品/seeds/b.txt"), "改过").unwrap();
    fs::write(here("b.txt"), small().replace("开展就业援助", "开展援助月")).unwrap();
    run_in(folder.path(), &["b.txt"])
        .ends(2)
        .says("copy-edited");
    fs::write(here("b-成品/seeds/b.txt"), small()).unwrap();
    // A new text that has an error leaves all as it was, the copy too.
    fs::write(here("b.txt"), small().replace("（2项）", "（9项）")).unwrap();
    run_in(folder.path(), &["b.txt"])
        .ends(1)
        .says("section-count");
    fs::write(here("b.txt"), small()).unwrap();
    assert!(contents(folder.path()) == before);
    // A run that was killed had written down what it would copy, and copied nothing, or had
    // not come to say that the old copy is gone.
    let says = fs::read_to_string(here("b-成品/说明.txt")).unwrap();
    fs::remove_file(here("b-成品/seeds/b.txt")).unwrap();
    run_in(folder.path(), &["b.txt", "-q"]).ends(0);
    let next = small().replace("开展就业援助", "开展援助月");
    let hash = blake3::hash(next.as_bytes()).to_hex();
    let begun = says.replace("副本：", &format!("副本：seeds/b.txt {hash}\n副本："));
    fs::write(here("b-成品/说明.txt"), begun).unwrap();
    fs::write(here("b.txt"), next).unwrap();
    run_in(folder.path(), &["b.txt", "-q"]).ends(0);
    fs::write(here("b.txt"), small()).unwrap();
    run_in(folder.path(), &["b.txt", "-q"]).ends(0);
    assert_eq!(fs::read_to_string(here("b-成品/说明.txt")).unwrap(), says);
    // An empty folder may be used.
    fs::create_dir(here("d-成品")).unwrap();
    run_in(folder.path(), &["d.txt", "-q"]).ends(0);
}

#[test]
fn a_folder_with_a_notice_says_what_to_type() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_in(folder.path(), &[]).ends(2).says("no-project");
    assert!(ran.stderr().contains("gongwen init"), "{}", ran.stderr());
    fs::write(folder.path().join("说明.txt"), "不是通知").unwrap();
    let ran = run_in(folder.path(), &[]).ends(2).says("no-project");
    assert!(
        !ran.stderr().contains("gongwen 说明.txt"),
        "{}",
        ran.stderr()
    );
    fs::write(folder.path().join("2018 通知.txt"), small()).unwrap();
    run_in(folder.path(), &["check"])
        .ends(2)
        .says("运行 gongwen \"2018 通知.txt\"；")
        .says("gongwen init --from \"2018 通知.txt\"");
    fs::write(folder.path().join("甲.md"), small()).unwrap();
    run_in(folder.path(), &[]).ends(2).says(" 或 gongwen 甲.md");
    // A name that a shell would obey is not put into anybody's mouth.
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "a$(date).txt",
        "b;date.txt",
        "`c`.txt",
        "-d.txt",
        "e\u{1b}[31m.txt",
    ] {
        fs::write(folder.path().join(name), small()).unwrap();
    }
    let said = run_in(folder.path(), &[]).ends(2).stderr();
    assert!(!said.contains("只做一份"), "{said}");
    let ran = run_in(folder.path(), &["e\u{1b}[31m.txt"]).ends(1);
    assert!(
        ran.stderr().contains("control-character"),
        "{}",
        ran.stderr()
    );
    assert!(!ran.stderr().contains('\u{1b}'), "{}", ran.stderr());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 5);
    // A notice that is in a project is not taken out of it.
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    let seed = project.path("seeds/notice.txt").display().to_string();
    run_in(Path::new("/"), &[&seed])
        .ends(2)
        .says("seed-of-project");
    assert_eq!(fs::read_dir(project.path("seeds")).unwrap().count(), 1);
}
