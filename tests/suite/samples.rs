//! Samples of every form of notice, in `tests/samples/`: a folder each, with seeds
//! and the register it needs. What is read from them is golden.

use std::fs;

use crate::desk::{Built, Desk, copy, each_of, golden, root};

/// Reads a sample; returns the YAML of all its notices, and what was said.
fn read(name: &str) -> (Desk, String) {
    let desk = Desk::of_sample(&root().join("tests/samples").join(name));
    let ran = desk.run(&["read", "--explain"]).ends(0);
    // The account closes: the program says so itself.
    assert!(ran.stdout().contains("与来件相符"), "{}", ran.stdout());
    assert!(!ran.stdout().contains("不符"), "{}", ran.stdout());
    let mut text = String::new();
    let folders = fs::read_dir(desk.path("content")).unwrap().flatten();
    let mut folders: Vec<_> = folders
        .map(|f| f.path())
        .filter(|f| !f.ends_with("units"))
        .collect();
    folders.sort();
    for folder in folders {
        for file in ["notice.yaml", "indicators.yaml", "tasks.yaml"] {
            if let Ok(yaml) = fs::read_to_string(folder.join(file)) {
                text += &format!(
                    "=== {}/{file}\n{yaml}",
                    folder.file_name().unwrap().to_string_lossy()
                );
            }
        }
    }
    for line in ran
        .stderr()
        .lines()
        .filter(|l| ["错误[", "注意[", "说明["].iter().any(|w| l.starts_with(w)))
    {
        text += &format!("{line}\n");
    }
    (desk, text)
}

#[test]
fn samples_are_read_as_they_were() {
    let names = [
        "list-body",
        "list-annex",
        "roles-table",
        "central",
        "small",
        "web-page",
        "issued-text",
        "other-columns",
        "joint",
        "next-year",
    ];
    each_of(&names, |_, name| {
        let (_, text) = read(name);
        golden(&format!("samples/{name}.yaml"), &text);
    });
}

/// Another city, another year: files only, built beside the first notice.
#[test]
fn next_years_notice_is_built_beside_the_first() {
    let desk = Built::Real.copy();
    copy(&root().join("tests/samples/next-year"), &desk.path(""));
    desk.run(&["build", "-q"]).ends(0);
    let manifest = fs::read_to_string(desk.path("out/manifest.json")).unwrap();
    for file in [
        "jif-2018-8/notice.pdf",
        "jif-2018-8/areas/linhe.pdf",
        "jif-2018-8/areas/gaotie.html",
        "jif-2018-8/units/u01.pdf",
        "suf-2017-15/units/shi-fagaiwei.pdf",
    ] {
        assert!(manifest.contains(file), "{file}");
        assert!(desk.path("out").join(file).exists(), "{file}");
    }
    let packets = manifest.matches("jif-2018-8/areas/").count();
    assert!(packets >= 9 * 2, "{packets}");
    let index = fs::read_to_string(desk.path("out/index.html")).unwrap();
    assert!(index.contains("己府〔2018〕8号") && index.contains("苏府〔2017〕15号"));
}

#[test]
fn a_list_in_the_body_gives_sheets_with_roles() {
    let (desk, _) = read("list-body");
    desk.run(&["make", "-q"]).ends(0);
    let html = fs::read_to_string(desk.path("out/jiazhengfa-2018-3/units/shikejiju.html")).unwrap();
    assert!(html.contains("牵头"), "{html}");
}

#[test]
fn a_first_register_is_drafted_and_can_be_used() {
    let desk = Desk::of_sample(&root().join("tests/samples/list-body"));
    desk.run(&["units"]).ends(0);
    let file = "content/units/jiazhengfa.yaml";
    let draft = fs::read_to_string(desk.path(file)).unwrap();
    golden("samples/draft-register.yaml", &draft);
    // With the draft in place nothing is unknown, and it is never written over.
    desk.write(file, &(draft + "# 改过\n"));
    let said = desk.run(&["read"]).ends(0);
    assert!(!said.stderr().contains("unknown"), "{}", said.stderr());
    desk.run(&["units"]).ends(0);
    assert!(
        fs::read_to_string(desk.path(file))
            .unwrap()
            .ends_with("# 改过\n")
    );
}

#[test]
fn remarks_are_written_for_machines() {
    let desk = Desk::of_sample(&root().join("tests/samples/list-body"));
    desk.run(&["read", "-q"]).ends(0);
    let json = desk.run(&["check", "--format", "json"]).ends(0);
    let entries: serde_json::Value = serde_json::from_str(&json.stdout()).unwrap();
    let first = &entries.as_array().unwrap()[0];
    assert_eq!(first["rule"], "unknown-issuer");
    assert_eq!(first["line"], 3);
    assert_eq!(first["column"], 1);
    let github = desk.run(&["check", "--format", "github"]).ends(0).stdout();
    let warning = github
        .lines()
        .find(|l| l.contains("units-for-several"))
        .unwrap();
    assert!(
        warning.starts_with("::warning file=seeds/甲政发〔2018〕3号.txt,line="),
        "{warning}"
    );
    assert!(warning.contains("%0A"), "{warning}");
    assert!(!github.contains("《"), "{github}");
    let gitlab = desk.run(&["check", "--format", "gitlab"]).ends(0);
    let report: serde_json::Value = serde_json::from_str(&gitlab.stdout()).unwrap();
    let first = &report.as_array().unwrap()[0];
    assert_eq!(first["check_name"], "unknown-issuer");
    assert_eq!(first["location"]["lines"]["begin"], 3);
    desk.run(&["check", "--format", "xml"])
        .ends(2)
        .says("--format");
    let blocks = desk.run(&["read", "--show", "blocks"]).ends(0).stdout();
    assert!(blocks.contains("文字  甲州市人民政府文件"), "{blocks}");
}
