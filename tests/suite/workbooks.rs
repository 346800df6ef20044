//! Workbooks beside a seed: which of them hold its annexes, and what a project comes to.

use std::fs;

use crate::make_xlsx;
use crate::test_project::{Ran, TestProject, run_in};

const NOTICE: &str = "甲州市人民政府文件\n\n甲政发〔2024〕6号\n\n甲州市人民政府关于下达任务的通知\n\n各区人民政府：\n\n\
    现将任务下达给你们。\n\n附件：任务分解表\n\n甲州市人民政府\n2024年3月5日\n";

const TASKS: &str =
    "| 序号 | 任务 | 责任单位 |\n| #1 | 建设平台 | 市科技局 |\n| #2 | 引进人才 | 市人社局 |\n";

const FOLDER: &str = "content/jiazhengfa-2024-6";

fn tasks() -> Vec<u8> {
    make_xlsx::workbook(&[("Sheet1".into(), TASKS.into())])
}

/// A project with a notice and workbooks of these names beside it, and what reading says.
fn read(books: &[&str], given: &str) -> (TestProject, Ran) {
    let project = TestProject::empty();
    fs::create_dir_all(project.path("seeds")).unwrap();
    fs::create_dir_all(project.path("content/units")).unwrap();
    fs::create_dir_all(project.path("templates")).unwrap();
    project.write("seeds/通知.txt", NOTICE);
    for book in books {
        fs::write(project.path("seeds").join(book), tasks()).unwrap();
    }
    if !given.is_empty() {
        project.write("seeds/通知.yaml", given);
    }
    let ran = project.run(&["read"]);
    (project, ran)
}

fn yaml(project: &TestProject) -> String {
    let file = |name| fs::read_to_string(project.path(FOLDER).join(name)).unwrap();
    file("notice.yaml") + &file("tasks.yaml")
}

#[test]
fn workbooks_that_a_notice_names() {
    for (book, given) in [
        ("通知.xlsx", ""),
        ("任务分解表.xlsx", ""),
        ("附件：任务分解表.xlsx", ""),
        ("通知-附件1.xlsx", ""),
        ("表格.XLSX", "workbooks: [表格.XLSX]\n"),
    ] {
        let (project, ran) = read(&[book], given);
        let ran = ran.ends(0).says("annex-from-workbook");
        assert!(!ran.stderr().contains("seed-unread"), "{}", ran.stderr());
        let yaml = yaml(&project);
        assert!(yaml.contains("text: 建设平台"), "{yaml}");
        assert!(yaml.contains(&format!("file: seeds/{book}")), "{yaml}");
        assert!(yaml.contains("工作表“Sheet1”第3行"), "{yaml}");
        assert!(yaml.contains("title: 任务分解表"), "{yaml}");
        // What was read is what is there.
        project.run(&["check"]).ends(0);
    }
}

#[test]
fn workbooks_that_no_notice_names() {
    for (books, given, words) in [
        (&["别的.xlsx"][..], "", "seed-unread"),
        (&["通知.xlsx", "台账.xlsx"], "", "seed-unread"),
        (&["通知.xlsx", "台账.xls"], "", "台账.xls"),
    ] {
        let (_, ran) = read(books, given);
        assert!(ran.stderr().contains(words), "{}", ran.stderr());
    }
    for (given, words) in [
        ("workbooks: [没有.xlsx]\n", "没有这个文件"),
        ("workbooks: [../通知.xlsx]\n", "同一个文件夹里的文件名"),
        ("workbooks: [通知.txt]\n", "不是 Excel 工作簿"),
        ("workbooks: 通知.xlsx\n", "given-yaml"),
    ] {
        let (project, ran) = read(&["通知.xlsx"], given);
        ran.ends(1).says("given-yaml").says(words);
        assert!(!project.path(FOLDER).exists());
    }
    // None are meant where the office says so.
    let (_, ran) = read(&["通知.xlsx"], "workbooks: []\n");
    assert!(
        !ran.stderr().contains("annex-from-workbook"),
        "{}",
        ran.stderr()
    );
}

/// A notice that is made alone brings its workbooks with it, and no others.
#[test]
fn a_notice_alone_with_its_workbooks() {
    for (book, given, is_read) in [
        ("通知.xlsx", "", true),
        ("任务分解表.xlsx", "", true),
        ("表格.xlsx", "workbooks: [表格.xlsx]\n", true),
        ("表格.xlsx", "", false),
    ] {
        let project = TestProject::empty();
        project.write("通知.txt", NOTICE);
        fs::write(project.path(book), tasks()).unwrap();
        if !given.is_empty() {
            project.write("通知.yaml", given);
        }
        let ran = run_in(&project.path(""), &["通知.txt"]);
        assert_eq!(ran.code(), i32::from(!is_read), "{book}\n{}", ran.stderr());
        let words = if is_read {
            "annex-from-workbook"
        } else {
            "annex-missing"
        };
        assert!(ran.stderr().contains(words), "{book}\n{}", ran.stderr());
    }
}

/// A workbook that changed is read again; one that is refused changes nothing.
#[test]
fn a_workbook_that_changes() {
    let (project, ran) = read(&["通知.xlsx"], "");
    ran.ends(0);
    let before = yaml(&project);
    let changed = TASKS.replace("建设平台", "建设新平台");
    let bytes = make_xlsx::workbook(&[("Sheet1".into(), changed)]);
    fs::write(project.path("seeds/通知.xlsx"), bytes).unwrap();
    project.run(&["check"]).ends(1).says("content-stale");
    assert_eq!(yaml(&project), before);
    project.run(&["read"]).ends(0);
    assert!(yaml(&project).contains("建设新平台"));
    for (text, words) in [
        (TASKS.replace("市科技局", "!#REF!"), "cell-error"),
        (TASKS.replace("#2 ", "#2 # ?/? "), "number-format"),
        (TASKS.replace("建设平台", "=A1"), "cell-error"),
    ] {
        let bytes = make_xlsx::workbook(&[("Sheet1".into(), text)]);
        fs::write(project.path("seeds/通知.xlsx"), bytes).unwrap();
        project
            .run(&["read"])
            .ends(1)
            .says(words)
            .says("工作表“Sheet1”");
    }
    fs::write(project.path("seeds/通知.xlsx"), b"PK\x03\x04").unwrap();
    project.run(&["read"]).ends(1).says("package-broken");
    assert!(yaml(&project).contains("建设新平台"));
}
