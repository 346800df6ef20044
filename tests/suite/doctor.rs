//! `gongwen doctor`: what would fail is an error, what may be tidied up is advice.

use std::fs;

use crate::test_project::{Built, TestProject, contents, root};

#[test]
fn a_project_in_order_gets_no_advice_and_is_left_as_it_is() {
    let project = Built::Small.copy();
    fs::remove_dir_all(project.path("templates")).unwrap();
    let before = contents(&project.path(""));
    let ran = project.run(&["doctor"]).ends(0);
    let told = ran.stdout();
    assert!(told.contains("做得成的通知：1 份"), "{told}");
    for face in ["小标宋体", "仿宋体", "黑体", "楷体", "宋体"] {
        assert!(told.contains(&format!("  {face}：")), "{told}");
    }
    assert!(told.contains("照通常的"), "{told}");
    assert_eq!(ran.stderr(), "");
    assert!(contents(&project.path("")) == before);
}

#[test]
fn what_is_not_used_is_advice() {
    let project = Built::Small.copy();
    let other = fs::read_to_string(root().join("content/units/suzhou.yaml")).unwrap();
    project.write("content/units/suzhou.yaml", &other);
    project.write("content/units/old.yml", "x");
    project.write("content/pages/a.txt", "x");
    project.write("content/limits.yaml", "rows: 500\n");
    project.write("templates/pdf/mine.typ", "x");
    project.write("templates/html/mine.html", "x");
    project.write("templates/fonts/sub/mine.ttf", "x");
    project.write("templates/x.docx", "x");
    project.write("seeds/表.xlsx", "x");
    project.write("content/foo.txt", "x");
    let ran = project.run(&["doctor"]).ends(0);
    let said = ran.stderr();
    for file in [
        "content/units/suzhou.yaml",
        "content/units/old.yml",
        "content/pages/a.txt",
        "templates/pdf/mine.typ",
        "templates/html/mine.html",
        "templates/fonts/sub/mine.ttf",
        "templates/x.docx",
    ] {
        let unused = said
            .split("说明[file-unused]")
            .filter(|s| s.contains(&format!("--> {file}\n")));
        assert_eq!(unused.count(), 1, "{file}: {said}");
    }
    assert!(!said.contains("wuzhou.yaml"), "{said}");
    assert!(said.contains("注意[seed-unread]"), "{said}");
    let unread = said.split("注意[content-unread]");
    assert_eq!(
        unread
            .filter(|s| s.contains("--> content/foo.txt\n"))
            .count(),
        1
    );
    let told = ran.stdout();
    assert!(told.contains("rows: 500（通常 400000）"), "{told}");
    // All templates of the project are as they are built in.
    for folder in ["templates/pdf", "templates/html", "templates/fonts"] {
        let same = said
            .split("说明[same-as-built-in]")
            .filter(|s| s.contains(&format!("--> {folder}\n")));
        assert_eq!(same.count(), 1, "{folder}: {said}");
    }
    // What is drawn in is used.
    project.write("templates/pdf/mine.typ", "#let x = 1");
    let sheet = fs::read_to_string(project.path("templates/pdf/sheet.typ")).unwrap();
    let sheet = format!("#import \"mine.typ\": x\n{sheet}");
    project.write("templates/pdf/sheet.typ", &sheet);
    let said = project.run(&["doctor"]).ends(0).stderr();
    assert!(!said.contains("--> templates/pdf/mine.typ"), "{said}");
}

#[test]
fn what_would_fail_is_an_error() {
    let small = || Built::Small.copy();
    let fails = |project: &TestProject, rule: &str| {
        let before = contents(&project.path(""));
        project
            .run(&["doctor"])
            .ends(1)
            .says(&format!("错误[{rule}]"));
        assert!(
            contents(&project.path("")) == before,
            "{rule}: something changed"
        );
    };
    let project = small();
    project.write("seeds/notice.txt", "不是公文");
    fails(&project, "not-a-notice");
    let project = small();
    project.write("templates/pdf/sheet.typ", "#nothing");
    fails(&project, "template");
    let project = small();
    project.write("templates/html/base.html", "{% if %}");
    fails(&project, "template-html");
    let project = small();
    project.write("content/bundles.yaml", "x: 1\n");
    fails(&project, "bundles");
    let project = small();
    fs::remove_file(project.path("out/manifest.json")).unwrap();
    fails(&project, "out-foreign");
    let project = small();
    project.write("content/units/wuzhou.yaml", "x: 1\n");
    fails(&project, "register");
    // A face that a template names and no font has.
    let project = small();
    let style = fs::read_to_string(project.path("templates/pdf/style.typ")).unwrap();
    let style = style.replace("..shipped.kai", "\"没有的楷体\"");
    project.write("templates/pdf/style.typ", &style);
    let said = project.run(&["doctor"]).ends(0).stderr();
    assert!(
        said.contains("注意[template]") && said.contains("没有的楷体"),
        "{said}"
    );
    // No project at all.
    let empty = tempfile::tempdir().unwrap();
    crate::test_project::run_in(empty.path(), &["doctor"])
        .ends(2)
        .says("no-project");
}
