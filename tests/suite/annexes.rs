//! Notices with any number of annexes: what becomes of each in `content/` and in `out/`.

use std::fs;

use crate::test_project::{TestProject, led_to, root};

const CONTENT: &str = "content/wufu-2018-12";

/// The sample: indicators, two tables of tasks, and text with a table.
fn sample() -> TestProject {
    TestProject::of_sample(&root().join("tests/samples/annexes"))
}

/// The same, read, and without its seed.
fn typed() -> TestProject {
    let test_project = sample();
    test_project.run(&["read", "-q"]).ends(0);
    fs::remove_file(test_project.path("seeds/notice.txt")).unwrap();
    test_project
}

fn text(test_project: &TestProject, below: &str) -> String {
    fs::read_to_string(test_project.path(below)).unwrap_or_else(|e| panic!("{below}: {e}"))
}

fn out(test_project: &TestProject, below: &str) -> String {
    text(test_project, &format!("out/wufu-2018-12/{below}"))
}

fn change(test_project: &TestProject, file: &str, find: &str, replace: &str) {
    let file = format!("{CONTENT}/{file}");
    let old = text(test_project, &file);
    assert!(old.contains(find), "{find} is not in {file}");
    test_project.write(&file, &old.replace(find, replace));
}

#[test]
fn every_annex_has_its_page_and_its_file() {
    let test_project = sample();
    test_project.run(&["build", "-q"]).ends(0);
    for stem in ["indicators", "tasks", "tasks-2", "annex-4"] {
        let pdf = test_project.path(&format!("out/wufu-2018-12/{stem}.pdf"));
        assert!(pdf.exists(), "{stem}");
        let page = out(&test_project, "notice.html");
        assert!(page.contains(&format!("href=\"{stem}.html\"")), "{stem}");
    }
    // Both tables have an item 1, each with its page.
    let page = |number: &str| {
        let page = format!("{}.html", led_to(number, &out(&test_project, number)));
        (out(&test_project, &page), page)
    };
    let (first, first_page) = page("items/1.html");
    assert!(first.contains("改造小区"));
    let (second, second_page) = page("items-2/1.html");
    assert!(second.contains("产业兴旺") && second.contains("../tasks-2.html#task-"));
    let printed = out(&test_project, "annex-4.html");
    for words in ["附件4", "督查工作安排", "组长单位", "7月上旬"] {
        assert!(printed.contains(words), "{words}");
    }
    // The unit's sheet is of both tables, and says so.
    let sheet = out(&test_project, "units/fagaiwei.html");
    for words in ["附件2", "附件3", &first_page, &second_page, "本单位配合"] {
        assert!(sheet.contains(words), "{words}");
    }
    let csv = out(&test_project, "units/fagaiwei.csv");
    assert!(
        csv.lines()
            .any(|l| l.starts_with("2.1-1,点名") || l.starts_with("2.1-1,配合")),
        "{csv}"
    );
    assert!(csv.contains("附件3"), "{csv}");
    // So is the packet of a district.
    let packet = out(&test_project, "areas/dongqu.html");
    assert!(
        packet.contains(&first_page) && packet.contains(&page("items-2/2.html").1),
        "{packet}"
    );
    let matrix = out(&test_project, "matrix.html");
    assert!(
        matrix.contains("tasks.html#section-1-1") && matrix.contains("tasks-2.html#section-1-1")
    );
    let index = text(&test_project, "out/search-index.js");
    assert!(index.contains("督查组轻车简从") && index.contains(&page("items-2/2.html").1));
}

#[test]
fn the_circular_has_all_in_order() {
    let test_project = sample();
    test_project.run(&["build", "-q"]).ends(0);
    let pdf = test_project.path("out/wufu-2018-12/notice.pdf");
    let mut command = std::process::Command::new("pdftotext");
    let Ok(output) = command.arg("-raw").arg(pdf).arg("-").output() else {
        eprintln!("skipped: pdftotext (Debian package poppler-utils) is not installed");
        return;
    };
    let words = String::from_utf8(output.stdout).unwrap();
    let heads = words
        .lines()
        .filter(|l| l.starts_with("附件") && l.chars().count() == 3);
    let heads: Vec<&str> = heads.collect();
    assert_eq!(heads, ["附件1", "附件2", "附件3", "附件4"]);
    assert!(words.contains("抄送"), "{words}");
    test_project.run(&["proof"]).ends(0);
}

#[test]
fn files_that_are_no_longer_read_go_and_edited_ones_stay() {
    let test_project = sample();
    test_project.run(&["read", "-q"]).ends(0);
    let seed = text(&test_project, "seeds/notice.txt");
    // The last annex is gone, and the third is no table of tasks any more.
    let (head, rest) = seed.split_once("附件3").unwrap();
    let colophon = &rest[rest.find("抄送").unwrap()..];
    let head = head.replace(
        "3. 戊州市2018年乡村振兴任务分解表\n4. 督查工作安排",
        "3. 乡村振兴说明",
    );
    test_project.write(
        "seeds/notice.txt",
        &format!("{head}附件3\n\n乡村振兴说明\n\n分期实施。\n\n{colophon}"),
    );
    test_project.run(&["read", "-q"]).ends(0);
    let there = |name: &str| test_project.path(&format!("{CONTENT}/{name}")).exists();
    assert!(there("tasks.yaml") && there("indicators.yaml") && there("annex-3.yaml"));
    assert!(!there("tasks-2.yaml") && !there("annex-4.yaml"));
    // One that a person has changed is never taken away, nor written over.
    test_project.write("seeds/notice.txt", &seed);
    change(&test_project, "annex-3.yaml", "分期实施", "分批实施");
    test_project
        .run(&["read"])
        .ends(1)
        .says("annex-3.yaml")
        .says("hand-edited");
    assert!(there("annex-3.yaml") && !there("annex-4.yaml"));
}

#[test]
fn what_people_type_need_not_name_files() {
    let test_project = typed();
    test_project.run(&["make", "-q"]).ends(0);
    let before = out(&test_project, "notice.html");
    for file in ["indicators", "tasks", "tasks-2", "annex-4"] {
        change(
            &test_project,
            "notice.yaml",
            &format!("  file: {file}.yaml\n"),
            "",
        );
    }
    test_project.run(&["make", "-q"]).ends(0);
    assert!(out(&test_project, "notice.html") == before);
}

#[test]
fn files_that_are_named_wrongly_are_refused() {
    for (find, replace, words) in [
        (
            "file: tasks-2.yaml",
            "file: tasks-3.yaml",
            "没有这个附件文件",
        ),
        ("file: tasks-2.yaml", "file: tasks.yaml", "写给了两个附件"),
        (
            "file: tasks-2.yaml",
            "file: notice.yaml",
            "没有这个附件文件",
        ),
        (
            "file: tasks-2.yaml",
            "file: ../tasks.yaml",
            "不是通知的文件名",
        ),
        (
            "file: tasks-2.yaml",
            "file: tasks-02.yaml",
            "不是通知的文件名",
        ),
    ] {
        let test_project = typed();
        change(&test_project, "notice.yaml", find, replace);
        test_project
            .run(&["make"])
            .ends(1)
            .says(words)
            .says("notice.yaml");
    }
}

#[test]
fn tables_that_are_none_are_refused() {
    for (find, replace, words) in [
        ("text: 组别", "text: 组别\n      rowspan: 9", "table-shape"),
        (
            "text: 组别",
            "text: 组别\n      colspan: 300",
            "table-shape",
        ),
        ("text: 组别", "text: 组别\n      colspan: 0", "table-shape"),
        ("heading_rows: 1", "heading_rows: 4", "table-shape"),
        (
            "- heading_rows: 1",
            "- text: 甲\n  heading_rows: 1",
            "不能兼有",
        ),
        ("- heading_rows: 1", "- headings: 1", "YAML 读不懂"),
    ] {
        let test_project = typed();
        change(&test_project, "annex-4.yaml", find, replace);
        let ran = test_project.run(&["make"]).ends(1).says(words);
        let said = ran.stderr();
        assert!(
            said.contains("annex-4.yaml") || said.contains("notice.txt:"),
            "{said}"
        );
    }
}

/// Two tables of indicators, a wide table that lies, a text that is not listed, and text
/// that is markup elsewhere.
#[test]
fn annexes_of_all_kinds_are_printed() {
    let test_project = typed();
    let evil = "<script>alert(1)</script> #eval(\"1\") $x$ *b* {{ title }}";
    let indicators = text(&test_project, &format!("{CONTENT}/indicators.yaml"));
    let second = indicators
        .replace("改造老旧小区", "新建公园")
        .replace("城市更新指标", "乡村指标");
    test_project.write(&format!("{CONTENT}/indicators-2.yaml"), &second);
    let cells: Vec<String> = (1..=12).map(|n| format!("{{text: 第{n}列}}")).collect();
    let wide = format!(
        "title: 宽表\nblocks:\n- rows:\n  - cells: [{}]\n  - cells: [{{text: {}, colspan: 12}}]\n- text: {}\n",
        cells.join(", "),
        serde_json::to_string(evil).unwrap(),
        serde_json::to_string(evil).unwrap()
    );
    test_project.write(&format!("{CONTENT}/annex-6.yaml"), &wide);
    test_project.write(
        &format!("{CONTENT}/annex-7.yaml"),
        "title: 附注\nblocks:\n- text: 另行通知。\n",
    );
    change(
        &test_project,
        "notice.yaml",
        "signatory:",
        "- {number: 5, title: 戊州市2018年乡村指标分解表, file: indicators-2.yaml}\n- {number: 6, title: 宽表}\n\
         unlisted:\n- {number: 7, file: annex-7.yaml}\nsignatory:",
    );
    test_project.run(&["make", "-q"]).ends(0);
    let page = out(&test_project, "annex-6.html");
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(
        page.contains("&lt;script&gt;alert") && page.contains("colspan=\"12\""),
        "{page}"
    );
    let packet = out(&test_project, "areas/dongqu.html");
    for (number, words) in [
        ("indicators-2/1.html", "新建公园"),
        ("indicators/1.html", ""),
    ] {
        let page = format!("{}.html", led_to(number, &out(&test_project, number)));
        assert!(out(&test_project, &page).contains(words), "{page}");
        assert!(packet.contains(&format!("../{page}")), "{page}");
    }
    let notice = out(&test_project, "notice.html");
    assert!(
        notice.contains("附件7") && notice.contains("href=\"annex-7.html\""),
        "{notice}"
    );
    if let Some(words) = crate::pdf::tagged_text(&test_project.path("out/wufu-2018-12/notice.pdf"))
    {
        assert!(words.contains(&crate::pdf::squash(evil)), "{words}");
    }
}
