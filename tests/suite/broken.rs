//! Bad input: what is said, and that nothing changes.

use std::fs;

use crate::test_project::{Built, SEED, TestProject, each_of, seed_text};

/// `tests/cases/broken.txt`: `find => replace => exit code => words that are said`.
#[test]
fn damages_are_noticed() {
    let cases =
        fs::read_to_string(crate::test_project::root().join("tests/cases/broken.txt")).unwrap();
    let seed = seed_text();
    let cases = cases
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    let cases: Vec<&str> = cases.collect();
    assert!(cases.len() >= 10);
    each_of(&cases, |_, line| {
        let parts: Vec<&str> = line.split(" => ").collect();
        let [find, replace, code, words] = parts[..] else {
            panic!("{line}")
        };
        let unescape = |t: &str| t.replace("\\t", "\t").replace("\\n", "\n");
        let find = unescape(find);
        assert_eq!(
            seed.matches(&find).count(),
            1,
            "{find:?} must stand once in the seed"
        );
        let test_project =
            TestProject::with_seed(seed.replace(&find, &unescape(replace)).as_bytes());
        let ran = test_project.run(&["read"]);
        assert_eq!(ran.code().to_string(), code, "{line}\n{}", ran.stderr());
        assert!(ran.stderr().contains(words), "{line}\n{}", ran.stderr());
        let at = seed[..seed.find(&find).unwrap()].lines().count().max(1);
        if words.starts_with('错') || code == "0" {
            let near = (at..at + 3).any(|l| ran.stderr().contains(&format!("号.txt:{l}")));
            assert!(near, "{line}: no line near {at}\n{}", ran.stderr());
        }
        if code != "0" {
            assert!(
                !test_project.path("content/suf-2017-15").exists(),
                "{line}: something was written"
            );
        }
    });
}

#[test]
fn files_that_are_no_notice_are_refused() {
    for (bytes, words) in [
        (&b""[..], "seed-empty"),
        (b"\n \n\t\n", "seed-empty"),
        (b"%PDF-1.7\0\0\x01", "seed-"),
        (b"\xff\xff\xff\xff\xfe\xfe", "seed-encoding"),
        ("今天天气很好。\n".as_bytes(), "not-a-notice"),
        ("乙市文件\n乙府〔2018〕1号\n".as_bytes(), "unknown-issuer"),
        ("苏州市人民政府文件\n苏府〔2018〕1号\n".as_bytes(), "错误"),
    ] {
        let test_project = TestProject::with_seed(bytes);
        test_project.run(&["build"]).ends(1).says(words);
        assert!(!test_project.path("out").exists());
    }
}

#[test]
fn other_encodings_give_the_same_content() {
    let seed = seed_text();
    let (gb, _, lossy) = encoding_rs::GB18030.encode(&seed);
    assert!(!lossy);
    let bom = [b"\xef\xbb\xbf", seed.as_bytes()].concat();
    let crlf = seed.replace('\n', "\r\n").into_bytes();
    let content = |bytes: &[u8]| {
        let test_project = TestProject::with_seed(bytes);
        test_project.run(&["read", "-q"]).ends(0);
        let tasks =
            fs::read_to_string(test_project.path("content/suf-2017-15/tasks.yaml")).unwrap();
        let rows =
            fs::read_to_string(test_project.path("content/suf-2017-15/indicators.yaml")).unwrap();
        tasks + &rows
    };
    let plain = content(seed.as_bytes());
    for bytes in [&gb, bom.as_slice(), crlf.as_slice()] {
        assert!(content(bytes) == plain);
    }
}

/// The seed as Markdown: pipe tables, the title as a heading.
#[test]
fn markdown_gives_the_same_content() {
    let mut markdown = String::new();
    let mut in_table = false;
    for line in seed_text().lines() {
        if line.contains('\t') {
            let cells: Vec<&str> = line.split('\t').collect();
            markdown += &format!("| {} |\n", cells.join(" | "));
            if !in_table {
                markdown += &format!("|{}\n", " --- |".repeat(cells.len()));
            }
            in_table = true;
        } else {
            let heading = if line.starts_with("市政府关于") {
                "# "
            } else {
                ""
            };
            markdown += &format!("{heading}{line}\n");
            in_table = false;
        }
    }
    let test_project = TestProject::with_seed(b"");
    fs::remove_file(test_project.path(SEED)).unwrap();
    test_project.write("seeds/notice.md", &markdown);
    test_project.run(&["read", "-q"]).ends(0);
    for name in ["tasks.yaml", "indicators.yaml", "notice.yaml"] {
        let without_place = |text: String| -> String {
            let place = |l: &&str| {
                !["line:", "file:", "blake3:", "#"]
                    .iter()
                    .any(|w| l.trim_start().starts_with(w))
            };
            text.lines().filter(place).collect::<Vec<_>>().join("\n")
        };
        let made = fs::read_to_string(test_project.path("content/suf-2017-15").join(name)).unwrap();
        let kept = fs::read_to_string(
            crate::test_project::root()
                .join("content/suf-2017-15")
                .join(name),
        )
        .unwrap();
        assert!(without_place(made) == without_place(kept), "{name} differs");
    }
    test_project.write(
        "seeds/notice.md",
        &markdown.replace(
            "附件 2",
            "<table><tr><td>1</td><td>甲</td></tr></table>\n\n附件 2",
        ),
    );
    test_project.run(&["read"]).ends(1).says("<table>");
}

#[test]
fn edited_yaml_is_never_overwritten() {
    let test_project = TestProject::with_seed(seed_text().as_bytes());
    test_project.run(&["read", "-q"]).ends(0);
    let file = "content/suf-2017-15/tasks.yaml";
    let edited = fs::read_to_string(test_project.path(file))
        .unwrap()
        .replace("地区生产总值增长", "生产总值增长");
    test_project.write(file, &edited);
    for verb in ["read", "build", "check"] {
        test_project.run(&[verb]).ends(1).says("hand-edited");
    }
    assert_eq!(fs::read_to_string(test_project.path(file)).unwrap(), edited);
}

#[test]
fn corrections_are_applied_or_refused() {
    let test_project = TestProject::with_seed(seed_text().as_bytes());
    let file = "content/suf-2017-15/corrections.yaml";
    test_project.write(
        file,
        "- line: 196\n  find: ，吴中区\n  replace: ，吴中区政府\n  why: 原文漏“政府”\n",
    );
    let said = test_project.run(&["read", "--explain"]).ends(0);
    assert!(said.stdout().contains("勘误") && !said.stderr().contains("“吴中区”按登记册"));
    let tasks = fs::read_to_string(test_project.path("content/suf-2017-15/tasks.yaml")).unwrap();
    assert!(tasks.contains("市市容市政局，吴中区政府"));
    test_project.write(
        file,
        "- line: 196\n  find: 吴江区\n  replace: 吴江区政府\n  why: 试错\n",
    );
    test_project
        .run(&["read"])
        .ends(1)
        .says("correction-refused");
    test_project.write(file, "- line: 196\n  fnd: 吴江区\n  why: 试错\n");
    test_project.run(&["read"]).ends(1).says("corrections-yaml");
}

#[test]
fn an_error_leaves_the_output_alone() {
    let test_project = TestProject::with_seed(seed_text().as_bytes());
    test_project.write("out/manifest.json", "{\"files\": []}");
    test_project.write("out/keep.txt", "旧的成品");
    test_project.write(
        SEED,
        &seed_text().replace(
            "（一）强化创新驱动发展，增强产业竞争能力（10项）",
            "（一）强化创新驱动发展，增强产业竞争能力（11项）",
        ),
    );
    test_project.run(&["build"]).ends(1).says("section-count");
    assert_eq!(
        fs::read_to_string(test_project.path("out/keep.txt")).unwrap(),
        "旧的成品"
    );
    test_project.write("other/mine.txt", "别人的文件");
    test_project.write(SEED, &seed_text());
    let other = test_project.path("other");
    test_project
        .run(&["build", "--out", other.to_str().unwrap()])
        .ends(2)
        .says("out-foreign");
    assert!(other.join("mine.txt").exists());
}

#[test]
fn usage_errors_are_in_chinese() {
    let test_project = TestProject::with_seed(b"x");
    test_project
        .run(&["--nonsense"])
        .ends(2)
        .says("没有“--nonsense”这个选项");
    test_project
        .run(&["publish"])
        .ends(2)
        .says("没有“publish”这个命令");
    for (arguments, words) in [
        (&["-j", "0"][..], "“0”不对：要写从 1 起的整数"),
        (&["-j", "两个"], "“两个”不对：要写从 1 起的整数"),
        (
            &["serve", "--port", "99999"],
            "“99999”不对：要写 0 到 65535 的整数",
        ),
        (
            &["serve", "--listen", "localhost"],
            "“localhost”不对：要写这台机器的 IP 地址",
        ),
        (&["a.txt", "b.txt"], "多写了“b.txt”"),
    ] {
        let ran = test_project.run(arguments).ends(2).says(words);
        let english = |c: char| c.is_ascii_alphabetic();
        let first = ran.stderr().lines().next().unwrap().to_owned();
        let known = ["--jobs", "--port", "--listen", "localhost", "b.txt", "IP"];
        let rest = known
            .iter()
            .fold(first, |text, word| text.replace(word, ""));
        assert!(!rest.contains(english), "{rest}");
    }
}

/// A file whose name is written wrong does nothing, and that is said.
#[test]
fn a_file_of_content_that_is_not_read_is_named() {
    let project = Built::Small.copy();
    for name in [
        "wufu-2018-7/correction.yaml",
        "wufu-2018-7/task.yaml",
        "grammer.yaml",
        "wording.yml",
        "limit.yaml",
        "unit/a.yaml",
    ] {
        let path = format!("content/{name}");
        project.write(&path, "{}\n");
        let ran = project.run(&["check"]).says("content-unread");
        let shown = path.replace("unit/a.yaml", "unit");
        assert!(ran.stderr().contains(&shown), "{name}: {}", ran.stderr());
        fs::remove_file(project.path(&path)).unwrap();
        let _ = fs::remove_dir(project.path("content/unit"));
    }
    project.write("content/wufu-2018-7/correction.yaml", "");
    project.run(&["check"]).says("是不是“corrections.yaml”？");
    fs::remove_file(project.path("content/wufu-2018-7/correction.yaml")).unwrap();
    let ran = project.run(&["check"]).ends(0);
    assert!(!ran.stderr().contains("content-unread"), "{}", ran.stderr());
}

/// What a list of bundles must have is said in words of an office.
#[test]
fn a_list_of_bundles_that_cannot_be_bound_is_refused() {
    let project = Built::Small.copy();
    let list = |title: &str, members: &str| {
        format!(
            "packet:\n  title: \"{title}\"\n  audiences: {{areas: true}}\n  members: {members}\n"
        )
    };
    let many = vec!["{show: all-tasks}"; 300].join(", ");
    for (text, words) in [
        (list("{name}资料册", "[]"), "members 是空的"),
        (
            list("{name}资料册", "[{show: cover}, {show: cover}]"),
            "“cover”写了 2 次",
        ),
        (
            list("{name}资料册", &format!("[{many}]")),
            "“all-tasks”写了 300 次：一册里只装一次",
        ),
        (list("资料册", "[{show: cover}]"), "title 里没有 {name}"),
        (
            list("{name}资料册", "[{show: cover}]")
                + "others: [{title: 甲, audiences: {areas: true}, members: [{show: tasks}]}]\n",
            "title 里没有 {name}",
        ),
    ] {
        project.write("content/bundles.yaml", &text);
        project
            .run(&["-q"])
            .ends(1)
            .says("错误[bundles]")
            .says(words);
    }
}

/// Whatever is in a list, it is bound: each member alone, where there is nothing of it, and
/// in any order, under a title that a reader of PDFs finds.
#[test]
fn any_list_of_bundles_is_bound() {
    let project = Built::Small.copy();
    let first = |members: &str, others: &str| {
        let text = format!(
            "packet:\n  title: \"{{name}}册\"\n  audiences: {{areas: true}}\n  \
             members: [{members}]\n{others}"
        );
        project.write("content/bundles.yaml", &text);
        project.run(&["-q"]).ends(0);
        crate::pdf::tagged_text(&project.path("out/wufu-2018-7/areas/dongqu.pdf"))
    };
    // This notice asks for no report.
    for (members, words) in [
        ("{show: cover}", "东区册"),
        ("{show: circular}", "请认真组织实施"),
        ("{show: targets}", "摘录：东区"),
        ("{show: tasks}", "摘录：东区政府"),
        ("{show: report-form}", "请认真组织实施"),
        ("{show: indicators}", "实际使用外资"),
        ("{show: all-tasks}", "市科技局"),
        (
            "{show: tasks}, {show: cover}, {show: report-form}",
            "东区册",
        ),
    ] {
        // Where there is no program that reads PDFs, that it is made must do.
        if let Some(text) = first(members, "") {
            let text = crate::pdf::squash(&text);
            assert!(text.contains(words), "{members}: {text}");
        }
    }
    // Others get another, and nobody two.
    let kind = "others:\n  - {title: \"{name}册\", audiences: {areas: true, kinds: [政府工作部门]}, members: [{show: tasks}]}\n";
    first("{show: cover}", kind);
    let areas = fs::read_dir(project.path("out/wufu-2018-7/areas")).unwrap();
    let names = areas
        .flatten()
        .map(|e| e.file_name().into_string().unwrap());
    let pdfs = names.filter(|name| name.ends_with(".pdf")).count();
    assert!(pdfs > 2, "{pdfs}");
}
