//! Faults of our own: a document that breaks the program down is named, the others are
//! finished, the build fails, and the output stays.

use std::fs;

use walkdir::WalkDir;

use crate::test_project::{Built, TestProject, root};

/// typst itself panics at this, in the one document that the template is for; that is
/// how a fault of ours would look. Another template is wrong in a plain way.
#[test]
fn a_breakdown_in_one_document_is_told_and_the_others_are_finished() {
    let test_project = Built::Small.copy();
    let before = output(&test_project);
    let template = |name: &str, more: &str| {
        let file = format!("templates/pdf/{name}.typ");
        let good = fs::read_to_string(test_project.path(&file)).unwrap();
        test_project.write(&file, &format!("{good}\n{more}\n"));
    };
    template("notice", "#duration(weeks: 9223372036854775807)");
    template("sheet", "#nonsense()");
    // One job takes the documents one after another: sheets come after the notice.
    let ran = test_project.run(&["build", "-j", "1"]).ends(2);
    let ran = ran
        .says("wufu-2018-7/notice.pdf：程序自己出了错")
        .says("这是我们的错")
        .says("gongwen --version");
    let said = ran.stderr();
    assert!(said.contains("unknown variable: nonsense"), "{said}");
    assert_eq!(said.matches("错误[internal]").count(), 1, "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(
        output(&test_project) == before,
        "the output is not as it was"
    );
    assert!(!test_project.path("out.next").exists());
}

/// One fault is said once, in Chinese, at its file, with the first documents that it stops.
#[test]
fn one_fault_is_one_message() {
    let real = Built::Real.copy();
    let errors = |said: &str| said.matches("错误[").count();
    // Empty: the copy never came.
    real.write("templates/pdf/sheet.typ", "");
    let said = real.run(&["make", "-q"]).ends(2).stderr();
    assert_eq!(errors(&said), 1, "{said}");
    assert!(said.contains("这个模板是空的") && said.contains("--> templates/pdf/sheet.typ"));
    // Nothing but a remark: what is lacking is said of the template, not of each sheet.
    real.write("templates/pdf/sheet.typ", "// Nothing.\n");
    let said = real.run(&["make", "-q"]).ends(2).stderr();
    assert_eq!(errors(&said), 1, "{said}");
    assert!(said.contains("--> templates/pdf/sheet.typ"), "{said}");
    assert!(said.contains("不合无障碍 PDF 的要求"), "{said}");
    let named = "suf-2017-15/units/changshu.pdf、suf-2017-15/units/";
    assert!(said.contains(named) && said.contains(" 份："), "{said}");
    // Half of what all documents stand on.
    let good = fs::read_to_string(root().join("templates/pdf/sheet.typ")).unwrap();
    real.write("templates/pdf/sheet.typ", &good);
    let file = "templates/pdf/style.typ";
    let good = fs::read_to_string(root().join(file)).unwrap();
    let half: String = good.chars().take(good.chars().count() / 2).collect();
    real.write(file, &half);
    let said = real.run(&["make", "-q"]).ends(2).stderr();
    let files: Vec<&str> = said
        .lines()
        .filter_map(|l| l.trim().strip_prefix("--> "))
        .collect();
    let names: Vec<&str> = files.iter().filter_map(|f| f.split(':').next()).collect();
    let each: std::collections::BTreeSet<&&str> = names.iter().collect();
    assert_eq!(each.len(), names.len(), "{said}");
    assert!(errors(&said) <= 20, "{said}");
}

/// A character that no face has is said once, where the seed has it.
#[test]
fn a_missing_glyph_is_told_once_at_the_line_of_the_seed() {
    let small = Built::Small.copy();
    let seed = fs::read_to_string(small.path("seeds/notice.txt")).unwrap();
    let changed = seed.replace("开展就业援助", "开展\u{1F9A6}就业援助");
    let line = changed
        .lines()
        .position(|l| l.contains('\u{1F9A6}'))
        .unwrap()
        + 1;
    small.write("seeds/notice.txt", &changed);
    let said = small.run(&["build", "-q"]).ends(2).stderr();
    assert_eq!(said.matches("错误[glyph-missing]").count(), 1, "{said}");
    assert!(
        said.contains(&format!("--> seeds/notice.txt:{line}")),
        "{said}"
    );
    assert!(said.contains(" 份："), "{said}");
}

fn output(test_project: &TestProject) -> Vec<(String, Vec<u8>)> {
    let files = WalkDir::new(test_project.path("out")).sort_by_file_name();
    let files = files.into_iter().flatten();
    let files = files.filter(|e| e.file_type().is_file());
    files
        .map(|e| (e.path().display().to_string(), fs::read(e.path()).unwrap()))
        .collect()
}

/// Files that a person has spoilt, and the rule that says so.
#[test]
fn files_that_are_spoilt_are_told_by_their_rules() {
    let notice = "content/wufu-2018-7";
    let edit = |file: &str, from: &str, to: &str| {
        let test_project = Built::Small.copy();
        fs::remove_file(test_project.path("seeds/notice.txt")).unwrap();
        let path = test_project.path(&format!("{notice}/{file}"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        test_project
    };
    let spoil = |spoil: &dyn Fn(&TestProject)| {
        let test_project = Built::Small.copy();
        spoil(&test_project);
        test_project
    };
    let after = |file: &str, mark: &str| {
        let test_project = Built::Small.copy();
        fs::remove_file(test_project.path("seeds/notice.txt")).unwrap();
        let path = test_project.path(&format!("{notice}/{file}"));
        let text = fs::read_to_string(&path).unwrap();
        let (head, _) = text.split_once(mark).unwrap();
        fs::write(path, format!("{head}{mark} []\n")).unwrap();
        test_project
    };
    let cases = [
        (
            "units-mismatch",
            edit("tasks.yaml", "- 市科技局\n", "- 市人社局\n"),
        ),
        (
            "area-cover",
            edit("indicators.yaml", "- 西区\n", "- 东区\n"),
        ),
        (
            "annex-file",
            edit("notice.yaml", "file: tasks.yaml", "file: tasks-9.yaml"),
        ),
        ("table-empty", after("indicators.yaml", "indicators:")),
        ("table-empty", after("tasks.yaml", "parts:")),
        (
            "notice-missing",
            spoil(&|p| {
                fs::remove_file(p.path("seeds/notice.txt")).unwrap();
                fs::remove_file(p.path(&format!("{notice}/notice.yaml"))).unwrap();
            }),
        ),
        (
            "too-many-units",
            spoil(&|p| {
                fs::write(p.path("content/limits.yaml"), "units: 1\n").unwrap();
            }),
        ),
        (
            "template-encoding",
            spoil(&|p| {
                fs::write(p.path("templates/html/x.html"), [0xff, 0xfe]).unwrap();
            }),
        ),
    ];
    for (rule, test_project) in cases {
        let said = test_project.run(&["make"]).stderr();
        assert!(said.contains(&format!("错误[{rule}]")), "{rule}: {said}");
    }
    let test_project = Built::Small.copy();
    let said = test_project
        .run(&["make", "--font-path", "nowhere"])
        .stderr();
    assert!(said.contains("错误[fonts-unreadable]"), "{said}");
    let one = test_project.path("one").display().to_string();
    test_project
        .run(&["make", "-q", "--shard", "1/2", "--out", &one])
        .ends(0);
    let said = test_project.run(&["gather", &one]).stderr();
    assert!(said.contains("错误[shard-missing]"), "{said}");
}

/// A font file that is none is named: else the office prints with a stand-in and sees nothing.
#[test]
fn broken_fonts_are_named() {
    let whole = fs::read(root().join("templates/fonts/FandolKai-Regular.otf")).unwrap();
    let cases: [(&str, &str, &[u8]); 4] = [
        ("own", "a.ttf", b"xxxx"),
        ("own", "仿宋.ttf", b""),
        ("own", "楷体.otf", &whole[..whole.len() / 3]),
        ("templates/fonts", "b.otf", b"xx"),
    ];
    for (folder, name, bytes) in cases {
        let test_project = Built::Small.copy();
        let path = test_project.path(folder);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join(name), bytes).unwrap();
        let own = path.display().to_string();
        for verb in ["make", "doctor"] {
            let mut arguments = vec![verb];
            if folder == "own" {
                arguments.extend(["--font-path", &own]);
            }
            let said = test_project.run(&arguments).stderr();
            assert!(
                said.contains("错误[fonts-unreadable]"),
                "{verb} {name}: {said}"
            );
            assert!(said.contains(name), "{verb} {name}: {said}");
        }
        // What a system leaves beside a file is no font of the office.
        fs::rename(path.join(name), path.join(format!("._{name}"))).unwrap();
        test_project.run(&["make", "-q"]).ends(0);
    }
}

/// What is no file at all, or says of itself what cannot be, is refused by name and at once.
#[test]
#[cfg(unix)]
fn fonts_that_are_no_files_are_named() {
    let test_project = Built::Small.copy();
    let folder = test_project.path("own");
    fs::create_dir_all(folder.join("folder.ttf")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.join("pipe.otf"))
        .status()
        .is_ok_and(|status| status.success());
    let faces = [b"ttcf\0\x01\0\0".as_slice(), &[0xff; 4], &[0; 100]].concat();
    fs::write(folder.join("faces.ttc"), faces).unwrap();
    let own = folder.display().to_string();
    let said = test_project.run(&["make", "--font-path", &own]).ends(2);
    let said = said.stderr();
    for (name, is_there) in [
        ("folder.ttf", true),
        ("pipe.otf", made),
        ("faces.ttc", true),
    ] {
        assert!(!is_there || said.contains(name), "{name}: {said}");
    }
}

/// The second register of an agency would be read by nobody, or the first.
#[test]
fn two_registers_of_one_agency_are_an_error_that_names_both() {
    for (copy, place) in [
        ("content/units/wuzhou - 副本.yaml", "戊州市"),
        ("content/units/新的.yaml", "戊州市"),
        ("content/units/a.yaml", "己州市"),
    ] {
        let test_project = Built::Small.copy();
        let first = fs::read_to_string(test_project.path("content/units/wuzhou.yaml")).unwrap();
        test_project.write(copy, &first.replace("戊州市", place));
        test_project
            .run(&["check"])
            .ends(1)
            .says("错误[register-twice]: “戊府”有两本登记册")
            .says("wuzhou.yaml")
            .says(copy);
    }
}
