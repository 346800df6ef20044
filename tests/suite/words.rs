//! What an office says otherwise: words that are printed (`content/wording.yaml`) and words
//! that decide how a text is read (`content/grammar.yaml`).

use std::fs;
use std::process::Command;

use crate::test_project::{Built, TestProject, contents, each_of, led_to, root};

const WORDING: &str = "content/wording.yaml";
const GRAMMAR: &str = "content/grammar.yaml";

fn out(project: &TestProject, below: &str) -> String {
    let path = project.path("out/wufu-2018-7").join(below);
    let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The words of a PDF, or of a part of a workbook; none where the tool is not installed.
fn told(program: &str, arguments: &[&str]) -> Option<String> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        eprintln!("skipped: {program} is not installed");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn an_office_has_its_words_on_pages_in_data_and_in_pdfs() {
    let project = Built::Small.copy();
    let before = contents(&project.path("out"));
    project.write(
        WORDING,
        "# 本单位的叫法\n\
         columns:\n  responsible: 承办单位\n  measure: 计量\n\
         ways: {possible: 或许涉及}\n\
         roles: {lead: 总牵头}\n\
         standard:\n  copies: \"抄报：\"\n\
         pages:\n  sheet: \"发给{unit}的清单\"\n  units: 各承办单位\n  whole_notice: 全文\n  \
         packets: 各区成册\n\
         found:\n  count_of_tasks: \"共 {count} 件\"\n",
    );
    project.run(&["build", "-q"]).ends(0);
    let page = out(&project, "tasks.html");
    assert!(
        page.contains(">承办单位<") && !page.contains(">责任单位<"),
        "{page}"
    );
    assert!(page.contains(">各承办单位</a>") && page.contains(">共 5 件</output>"));
    // The script says it in the same words.
    assert!(page.contains("data-words=\"共 {count} 件\""), "{page}");
    let sheet = out(&project, "units/fagaiwei.html");
    assert!(sheet.contains("<title>发给市发改委的清单 · "), "{sheet}");
    assert!(out(&project, "notice.html").contains("<p>抄报：市委办公室。</p>"));
    let head = |file: &str| {
        out(&project, file)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(head("tasks.csv").ends_with(",工作任务,承办单位"));
    assert_eq!(
        head("indicators.csv"),
        "\u{feff}序号,分组,指标名称,计量,戊州市,东区,西区"
    );
    assert!(head("units/index.csv").contains(",点名,统称,或许涉及,"));
    let found = fs::read_to_string(project.path("out/search-index.js")).unwrap();
    assert!(
        found.contains("共 2 件") && !found.contains(" 条任务"),
        "{found}"
    );
    let path = |below: &str| {
        project
            .path("out/wufu-2018-7")
            .join(below)
            .display()
            .to_string()
    };
    let book = path("units/fagaiwei.xlsx");
    if let Some(words) = told("unzip", &["-p", &book, "xl/sharedStrings.xml"]) {
        assert!(
            words.contains(">承办单位<") && !words.contains(">责任单位<"),
            "{words}"
        );
        let sheets = told("unzip", &["-p", &book, "xl/workbook.xml"]).unwrap();
        assert!(sheets.contains("name=\"发给市发改委的清单\""), "{sheets}");
    }
    if let Some(words) = told("pdftotext", &["-raw", &path("notice.pdf"), "-"]) {
        assert!(
            words.contains("承办单位") && words.contains("抄报："),
            "{words}"
        );
        let sheet = told("pdftotext", &["-raw", &path("units/fagaiwei.pdf"), "-"]).unwrap();
        assert!(sheet.contains("承办单位（通知原文）"), "{sheet}");
    }
    let packets = out(&project, "print/packets.pdf");
    assert!(
        packets.contains("各区成册</rdf:li>"),
        "the title of a batch"
    );
    // What the standard prescribes is measured by the standard.
    project.run(&["proof", "--only", "notice.pdf"]).ends(1);
    // Without the file all is as it was.
    fs::remove_file(project.path(WORDING)).unwrap();
    project.run(&["build", "-q"]).ends(0);
    assert!(
        contents(&project.path("out")) == before,
        "words of an office are left"
    );
}

/// What a changed word touches is made anew, also where the last output stands.
#[test]
fn a_changed_word_changes_what_it_touches() {
    let project = Built::Small.copy();
    let before = contents(&project.path("out"));
    for (own, changed, same) in [
        ("columns: {low: 最低}", "indicators/1.xlsx", "tasks.xlsx"),
        ("columns: {task: 要做的事}", "tasks.pdf", "indicators.csv"),
        ("pages: {matrix_data: 对照}", "matrix.xlsx", "matrix.csv"),
        ("ways: {named: 指名}", "units/index.csv", "notice.pdf"),
        ("pages: {not_found: 找不到}", "../404.html", "notice.pdf"),
    ] {
        project.write(WORDING, own);
        project.run(&["build", "-q"]).ends(0);
        let after = contents(&project.path("out"));
        let name = |below: &str| match below.strip_prefix("../") {
            Some(top) => top.to_owned(),
            None => format!("wufu-2018-7/{below}"),
        };
        // A number leads to the page that has it now.
        let at = |below: &str| match below.strip_suffix("1.xlsx") {
            Some(folder) => {
                let number = name(&format!("{folder}1.html"));
                let text = String::from_utf8_lossy(&after[&number]);
                format!("{}.xlsx", led_to(&number, &text))
            }
            None => name(below),
        };
        let differs = |below: &str| after[&at(below)] != before[&at(below)];
        assert!(differs(changed), "{own}: {changed}");
        assert!(!differs(same), "{own}: {same}");
    }
}

/// The small sample with something in its seed written otherwise.
fn with_seed(from: &str, to: &str) -> TestProject {
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    let seed = fs::read_to_string(project.path("seeds/notice.txt")).unwrap();
    assert!(seed.contains(from), "{from}");
    project.write("seeds/notice.txt", &seed.replace(from, to));
    project
}

fn tasks(project: &TestProject) -> String {
    fs::read_to_string(project.path("content/wufu-2018-7/tasks.yaml")).unwrap_or_default()
}

#[test]
fn a_word_of_an_office_makes_readable_what_was_not() {
    let cases = [
        // The heading of a column of units.
        (
            "\t责任单位",
            "\t承接处所",
            "headings: {responsible: [承接处所]}",
            "text: 市人社局，各区政府",
        ),
        // In brackets behind a name.
        (
            "市发改委，东区",
            "市发改委（挂总），东区",
            "words:\n  lead:\n    marks: [挂总]",
            "lead:\n          - 市发改委\n",
        ),
        // Behind the last name.
        (
            "、发改委\n",
            "、发改委挂总\n",
            "words: {lead: {tails: [挂总]}}",
            "lead:\n          - 市科技局\n          - 市发改委\n",
        ),
        // Before a colon.
        (
            "\t市人社局，各区政府",
            "\t包干：市人社局；各区政府",
            "words: {lead: {labels: [包干]}}",
            "lead:\n          - 市人社局\n",
        ),
    ];
    each_of(&cases, |_, (from, to, own, wanted)| {
        let project = with_seed(from, to);
        project.run(&["read", "-q"]);
        assert!(
            !tasks(&project).contains(wanted),
            "{to} can be read without {own}"
        );
        let _ = fs::remove_dir_all(project.path("content/wufu-2018-7"));
        project.write(GRAMMAR, own);
        project.run(&["read", "-q"]).ends(0);
        let read = tasks(&project);
        assert!(read.contains(wanted), "{own}:\n{read}");
    });
}

/// A word may be taken away, and a list may be the office's own.
#[test]
fn an_office_takes_words_away() {
    let cases = [
        (
            "市发改委，东区",
            "市发改委（牵头），东区",
            "words: {lead: {marks: {drop: [牵头]}}}",
            "tasks.yaml",
            "lead:",
        ),
        (
            "市发改委，东区",
            "市发改委（牵头），东区",
            "words: {lead: {marks: {only: [挂总]}}}",
            "tasks.yaml",
            "lead:",
        ),
        (
            "、发改委\n",
            "、发改委牵头\n",
            "words: {lead: {tails: {drop: [牵头]}}}",
            "tasks.yaml",
            "lead:",
        ),
        (
            "抄送：",
            "抄送：",
            "circular: {copies: {only: [抄告]}}",
            "notice.yaml",
            "copies_to:",
        ),
    ];
    each_of(&cases, |_, (from, to, own, file, words)| {
        let project = with_seed(from, to);
        let read = || {
            project.run(&["read", "-q"]);
            let path = project.path("content/wufu-2018-7").join(file);
            fs::read_to_string(path).unwrap_or_default().contains(words)
        };
        assert!(read(), "{to} is not read");
        fs::remove_dir_all(project.path("content/wufu-2018-7")).unwrap();
        project.write(GRAMMAR, own);
        assert!(!read(), "{own}");
    });
    let project = with_seed("抄送：", "抄送：");
    project.write(
        GRAMMAR,
        "headings:\n  responsible: {only: [承接处所]}\nheading_parts:\n  units: {drop: [单位]}\n",
    );
    project.run(&["read", "-q"]).ends(1).says("unknown-table");
}

/// A file that is wrong stops everything, and says where and what.
#[test]
fn what_is_wrong_in_a_file_of_words_is_said_with_its_line() {
    let cases = [
        (
            WORDING,
            "columns:\n  responsable: 甲\n",
            ":2:",
            "没有“columns.responsable”这一项；是不是“responsible”？",
        ),
        (
            WORDING,
            "column: {number: 甲}\n",
            ":1:",
            "是不是“columns”？",
        ),
        (
            WORDING,
            "pages:\n  # 名称\n  sheet: 任务单\n",
            ":3:",
            "“pages.sheet”里要有 {unit}",
        ),
        (
            WORDING,
            "pages:\n  sheet: \"{unit}{name}\"\n",
            ":2:",
            "“pages.sheet”里不能有 {name}；只能有 {unit}",
        ),
        (
            WORDING,
            "pages:\n  search: \"查{找\"\n",
            ":2:",
            "“pages.search”里的花括号不成对",
        ),
        (
            WORDING,
            "roles:\n  lead: [牵头]\n",
            ":2:",
            "“roles.lead”要写一段文字",
        ),
        (
            WORDING,
            "roles:\n  lead: \"\"\n",
            ":2:",
            "“roles.lead”不能是空的",
        ),
        (WORDING, "roles: 牵头\n", ":1:", "“roles”下面要分行写"),
        (
            WORDING,
            "roles:\n  lead: 甲\n  lead: 乙\n",
            ":3:",
            "“lead”写了两次",
        ),
        (
            WORDING,
            "roles: {lead: 甲\n",
            "wording.yaml",
            "文件读不懂：冒号、缩进或引号写得不对",
        ),
        (
            WORDING,
            "roles: {lead: \"甲\\u202e乙\"}\n",
            "wording.yaml",
            "改变书写方向",
        ),
        (
            GRAMMAR,
            "words:\n  leed: {labels: [甲]}\n",
            ":2:",
            "没有“words.leed”这一项；是不是“lead”？",
        ),
        (
            GRAMMAR,
            "words:\n  lead:\n    labels: 甲\n",
            ":3:",
            "“words.lead.labels”要写成列表",
        ),
        (
            GRAMMAR,
            "words:\n  lead:\n    labels: [{甲: 乙}]\n",
            ":3:",
            "“words.lead.labels”里的每一项",
        ),
        (
            GRAMMAR,
            "measures:\n  scales: [十万]\n",
            ":2:",
            "“measures.scales”的值不是该写的那一种",
        ),
        (
            GRAMMAR,
            "measures:\n  units: [\" \"]\n",
            ":2:",
            "“measures.units”里有空的词",
        ),
        (GRAMMAR, "- 甲\n", "grammar.yaml", "这个文件下面要分行写"),
        (GRAMMAR, "甲：乙\n", "grammar.yaml", "这个文件下面要分行写"),
    ];
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    for (file, text, line, words) in cases {
        project.write(file, text);
        let rule = match file {
            GRAMMAR => "grammar-yaml",
            _ => "wording-yaml",
        };
        for verb in ["check", "build"] {
            let ran = project.run(&[verb, "-q"]);
            assert_ne!(ran.code(), 0, "{text}");
            let said = ran.says(words).stderr();
            let known = said.contains(rule) || said.contains("turning-character");
            assert!(
                known && said.contains(line) && said.contains(file),
                "{text}:\n{said}"
            );
        }
        assert!(!project.path("out").exists());
        fs::remove_file(project.path(file)).unwrap();
    }
    // Several things are said at once, and a file of remarks says nothing.
    project.write(WORDING, "a: 1\nb: 2\nroles: {lead: 甲, jion: 乙}\n");
    let said = project.run(&["check", "-q"]).stderr();
    assert_eq!(said.matches("wording-yaml").count(), 3, "{said}");
    project.write(WORDING, "# columns: {responsible: 甲}\n\n");
    project.run(&["build", "-q"]).ends(0);
}
