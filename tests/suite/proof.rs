//! The conformance report: nothing fails on what we make, everything that a rule measures
//! is found when it is spoilt, and the report says what was measured.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::test_project::{TestProject, each_of, root, seed_text};

/// What no template and no notice can spoil, with the test that does it on a measured page,
/// and its file. Every face that is shipped is declared.
const APART: [(&str, &str, &str); 1] = [(
    "P-10 字体",
    "fn a_strange_face_is_found()",
    "src/proof/faces.rs",
)];

fn proof(test_project: &TestProject, arguments: &[&str], code: i32) -> Value {
    let mut all = vec!["proof", "--format", "json"];
    all.extend(arguments);
    let ran = test_project.run(&all).ends(code);
    serde_json::from_str(&ran.stdout()).unwrap()
}

fn rules(report: &Value) -> impl Iterator<Item = &Value> {
    report["rules"].as_array().unwrap().iter()
}

/// The rules that fail.
fn failing(report: &Value) -> Vec<&str> {
    let failed = rules(report).filter(|r| r["status"] == "fail");
    failed.map(|r| r["rule"].as_str().unwrap()).collect()
}

/// Everything that rules measure: `H-06 偏离正中`, with what was found.
fn asks(report: &Value) -> BTreeMap<String, &Value> {
    let text = |value: &Value, field: &str| value[field].as_str().unwrap().to_owned();
    let mut all = BTreeMap::new();
    for rule in rules(report) {
        for ask in rule["asks"].as_array().into_iter().flatten() {
            let name = format!("{} {}", text(rule, "rule"), text(ask, "name"));
            all.insert(name, ask);
        }
    }
    all
}

fn desk_of(sample: &str) -> TestProject {
    let test_project = TestProject::of_sample(&root().join("tests/samples").join(sample));
    test_project.run(&["read", "-q"]).ends(0);
    test_project
}

#[test]
fn no_rule_fails_on_the_real_notice() {
    let test_project = TestProject::with_seed(seed_text().as_bytes());
    test_project.run(&["read", "-q"]).ends(0);
    let report = proof(&test_project, &[], 0);
    assert_eq!(failing(&report), Vec::<&str>::new());
    let passed = rules(&report).filter(|r| r["status"] == "pass").count();
    assert!(passed >= 70, "{passed} measured");
    // What is not measured says why, and stand-ins are declared.
    assert!(rules(&report).all(|r| !r["measured"].as_str().unwrap().is_empty()));
    assert_eq!(report["stand_ins"].as_array().unwrap().len(), 5);
}

/// Headings, full pages and a title of two lines, which the real notice lacks.
#[test]
fn no_rule_fails_on_a_long_circular() {
    let test_project = desk_of("list-body");
    let report = proof(&test_project, &["--only", "notice"], 0);
    assert_eq!(failing(&report), Vec::<&str>::new());
    let asks = asks(&report);
    for ask in ["B-03 梯形或菱形", "B-10 次序", "B-11 一级", "B-12 序数"] {
        assert!(asks[ask]["times"].as_u64() > Some(0), "{ask}");
    }
}

/// A person is told what was asked, what came out, and how often it was measured.
#[test]
fn the_report_says_what_was_measured_and_how_often() {
    let test_project = desk_of("small");
    let report = test_project
        .run(&["proof", "--only", "notice"])
        .ends(0)
        .stdout();
    let at = report.find("\nN-03").unwrap();
    let n03: Vec<&str> = report[at + 1..].lines().take(2).collect();
    assert!(
        n03[0].starts_with("N-03 合格　 一字线距版心下边缘 7 mm：一字线距版心 7 mm，"),
        "{n03:?}"
    );
    assert!(n03[0].ends_with(" 次"), "{n03:?}");
    assert_eq!(n03[1].trim(), "要求：一字线距版心 7±1.5 mm");
}

/// A notice whose annexes are a table of indicators for so many areas, and a list with as
/// many columns.
fn wide_notice(areas: usize, values: &[&str]) -> String {
    let names = |at: usize| {
        let (a, b) = ("东西南北中上下左右前", "山河湖江海林田石云泉");
        let one = |text: &str, at: usize| text.chars().nth(at % 10).unwrap();
        let new = if at >= 100 { "新" } else { "" };
        let more = if at >= 200 { "镇" } else { "" };
        format!("{}{}{new}{more}区", one(a, at), one(b, at / 10))
    };
    let areas: Vec<String> = (0..areas).map(names).collect();
    let row = |first: String, cell: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..areas.len()).map(cell).collect();
        format!("{first}\t{}\n", cells.join("\t"))
    };
    let mut indicators = row("序号\t指标名称\t单位".into(), &|at| {
        areas[at].clone()
    });
    let mut list = row("序号\t名称".into(), &|at| format!("第{}类", at + 1));
    let all = [
        "地区生产总值",
        "一般公共预算收入年度增长幅度（含转移支付）",
        "实际使用外资",
    ];
    for (i, name) in all.iter().enumerate() {
        let value = |at: usize| values[(at + i) % values.len()].to_owned();
        indicators += &row(format!("{}\t{name}\t亿元", i + 1), &value);
        list += &row(format!("{}\t{name}", i + 1), &value);
    }
    format!(
        "甲州市人民政府文件\n\n甲政发〔2018〕3号\n\n市政府关于下达2018年工作任务的通知\n\n\
         各区人民政府，市各有关部门：\n\n现将2018年工作任务下达给你们，请认真组织实施。\n\n\
         附件：1. 甲州市2018年主要指标分解表\n2. 甲州市2018年设备名录\n\n\
         甲州市人民政府\n2018年3月5日\n\n\
         附件1\n\n甲州市2018年主要指标分解表\n\n{indicators}\n\
         附件2\n\n甲州市2018年设备名录\n\n{list}"
    )
}

/// From three areas to two hundred, with values that are wider than a column had been:
/// nothing is printed over anything, and every value is printed as often as it is given.
#[test]
fn tables_fit_whatever_they_hold() {
    let long = ["12345.67"];
    let mixed = [
        "1234.56",
        "7%~7.5%",
        "提高1个百分点左右",
        "—",
        "123456789.12",
        "不低于95%",
    ];
    let cases: Vec<(usize, &[&str])> = [3, 11, 12, 31, 200]
        .into_iter()
        .flat_map(|areas| [(areas, &long[..]), (areas, &mixed[..])])
        .collect();
    each_of(&cases, |_, (areas, values)| {
        let test_project = TestProject::empty();
        test_project.lay_sample(&root().join("tests/samples/measured"));
        for seed in fs::read_dir(test_project.path("seeds")).unwrap() {
            fs::remove_file(seed.unwrap().path()).unwrap();
        }
        let seed = "seeds/甲政发〔2018〕3号.txt";
        test_project.write(seed, &wide_notice(*areas, values));
        test_project.run(&["read", "-q"]).ends(0);
        let report = proof(&test_project, &["--only", "notice"], 0);
        assert_eq!(failing(&report), Vec::<&str>::new(), "{areas}");
        let asks = asks(&report);
        for ask in ["L-08 字压字", "L-08 字出格"] {
            assert!(asks[ask]["times"].as_u64() > Some(2), "{areas} {ask}");
        }
        // A packet is made for each area.
        if *areas > 12 {
            return;
        }
        test_project.run(&["make", "-q"]).ends(0);
        let pdf = test_project.path("out/jiazhengfa-2018-3/notice.pdf");
        let mut command = std::process::Command::new("pdftotext");
        let text = command.arg("-raw").arg(pdf).arg("-").output().unwrap();
        let text = String::from_utf8(text.stdout).unwrap();
        for value in values.iter().filter(|v| v.is_ascii()) {
            let given = (0..*areas).map(|at| {
                (0..3)
                    .filter(|i| values[(at + i) % values.len()] == *value)
                    .count()
            });
            let printed = text.split_whitespace().filter(|word| word == value).count();
            assert_eq!(printed, 2 * given.sum::<usize>(), "{areas} {value}");
        }
    });
}

/// Where a template of one's own makes columns too narrow, that is said, and nothing printed.
#[test]
fn figures_over_each_other_are_never_printed() {
    let test_project = TestProject::empty();
    test_project.lay_sample(&root().join("tests/samples/small"));
    test_project.run(&["read", "-q"]).ends(0);
    for (find, replace) in [
        (
            "columns: width-of(part),",
            "columns: width-of(part).map(_ => 3mm),",
        ),
        (
            "columns: width-of(part),",
            "columns: width-of(part).map(_ => 1mm),",
        ),
        (
            "inset: (x: inset, y: 1.4mm),",
            "inset: (x: -3mm, y: 1.4mm),",
        ),
    ] {
        let parts = fs::read_to_string(root().join("templates/pdf/parts.typ")).unwrap();
        assert!(parts.contains(find));
        test_project.write("own/pdf/parts.typ", &parts.replace(find, replace));
        let own = test_project.path("own");
        let ran = test_project.run(&["make", "--templates", own.to_str().unwrap()]);
        let ran = ran.ends(2);
        let said = ran.stderr();
        assert!(said.contains("text-crowded"), "{said}");
        // The words are quoted, and not what happens to stand beside them.
        let seed = fs::read_to_string(test_project.path("seeds/notice.txt")).unwrap();
        let seed: String = seed.split_whitespace().collect();
        let told = said.lines().filter(|line| line.contains("text-crowded"));
        for line in told {
            let quoted: Vec<&str> = line.split(['“', '”']).skip(1).step_by(2).collect();
            assert!(!quoted.is_empty(), "{line}");
            assert!(quoted.iter().all(|words| seed.contains(words)), "{line}");
        }
    }
}

/// A text that is spoilt, and what fails for it.
struct Spoiling<'a> {
    file: &'a str,
    find: &'a str,
    replace: &'a str,
    fails: Vec<&'a str>,
}

/// The groups of cases.
fn groups(cases: &str) -> Vec<Vec<Spoiling<'_>>> {
    let spoiling = |line| {
        let parts: Vec<&str> = str::split(line, " => ").collect();
        let [file, find, replace, fails] = parts[..] else {
            panic!("{line}")
        };
        let fails = fails.split("; ").collect();
        Spoiling {
            file,
            find,
            replace,
            fails,
        }
    };
    let groups = cases.split("\n\n").map(|group| {
        let lines = group.lines().filter(|l| !l.starts_with('#'));
        lines.map(spoiling).collect::<Vec<_>>()
    });
    groups.filter(|group| !group.is_empty()).collect()
}

/// The files of a group, spoilt.
fn spoil(group: &[Spoiling<'_>]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for Spoiling {
        file,
        find,
        replace,
        ..
    } in group
    {
        let path = match file.ends_with(".typ") {
            true => format!("templates/pdf/{file}"),
            false => format!("tests/samples/measured/seeds/{file}"),
        };
        let whole = || fs::read_to_string(root().join(&path)).unwrap();
        let text: &mut String = files.entry((*file).to_owned()).or_insert_with(whole);
        assert!(text.contains(find), "{file} has no {find:?}");
        *text = text.replacen(find, replace, 1);
    }
    files
}

#[test]
fn what_is_spoilt_is_found() {
    let test_project = desk_of("measured");
    let report = proof(&test_project, &[], 0);
    assert_eq!(failing(&report), Vec::<&str>::new());
    let known: BTreeSet<String> = asks(&report).into_keys().collect();

    let cases = fs::read_to_string(root().join("tests/cases/sabotage.txt")).unwrap();
    let groups = groups(&cases);
    let spoilt = groups.iter().flatten().flat_map(|s| &s.fails);
    let spoilt: BTreeSet<String> = spoilt.map(|&s| s.to_owned()).collect();
    let apart = |ask: &str| {
        let mut all = APART.iter().filter(|a| a.0 == ask);
        all.any(|(_, test, file)| {
            fs::read_to_string(root().join(file))
                .unwrap()
                .contains(test)
        })
    };
    let lacking = known.difference(&spoilt).filter(|ask| !apart(ask));
    let lacking: Vec<&String> = lacking.collect();
    assert!(lacking.is_empty(), "no case spoils {lacking:?}");

    each_of(&groups, |number, group| {
        let own;
        let files = spoil(group);
        let test_project = if files.keys().all(|f| f.ends_with(".typ")) {
            &test_project
        } else {
            own = TestProject::of_sample(&root().join("tests/samples/measured"));
            for (file, text) in files.iter().filter(|f| !f.0.ends_with(".typ")) {
                own.write(&format!("seeds/{file}"), text);
            }
            own.run(&["read", "-q"]).ends(0);
            &own
        };
        for (file, text) in files.iter().filter(|f| f.0.ends_with(".typ")) {
            test_project.write(&format!("spoilt/{number}/pdf/{file}"), text);
        }
        let folder = test_project.path(&format!("spoilt/{number}"));
        fs::create_dir_all(folder.join("pdf")).unwrap();
        let report = proof(test_project, &["--templates", folder.to_str().unwrap()], 1);
        let asks = asks(&report);
        let fails = |ask: &str| {
            asks.get(ask)
                .is_some_and(|a| a["failed"].as_u64() > Some(0))
        };
        let missed = group
            .iter()
            .flat_map(|s| &s.fails)
            .filter(|ask| !fails(ask));
        let missed: Vec<_> = missed.map(|ask| (ask, asks.get(*ask))).collect();
        assert!(missed.is_empty(), "spoilt and not found: {missed:#?}");
    });
}
