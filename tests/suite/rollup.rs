//! The roll-up of a round as data files: every task of the notice, what each unit said side
//! by side, counts that add up, values beside their targets, and who has not reported.

use std::fs;

use serde_json::Value;

use crate::filled::{TASKS, VALUES};
use crate::rounds::{NOTICE, decided, filled, form, receive};
use crate::test_project::TestProject;

fn file(project: &TestProject, name: &str) -> String {
    let path = project.path(&format!("out/{NOTICE}/rounds/2018-07/{name}"));
    fs::read_to_string(path).unwrap()
}

fn json(project: &TestProject) -> Value {
    serde_json::from_str(&file(project, "summary.json")).unwrap()
}

/// Two units of six have answered, one of them that it lags.
fn answered() -> TestProject {
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    let invests = filled(&project).set(VALUES, "F5", "9.5亿美元");
    receive(&project, "商务局.xlsx", &invests.bytes());
    let lags = form(&project, "kejiju")
        .set(TASKS, "F9", "未达到序时进度")
        .set(TASKS, "G9", "细则还在起草")
        .set(TASKS, "H9", "人手不够")
        .set(TASKS, "I9", "九月底前印发");
    receive(&project, "科技局.xlsx", &lags.bytes());
    project.run(&["read", "-q"]).ends(0);
    project.run(&["build", "-q"]).ends(0);
    project
}

#[test]
fn before_anything_came_there_is_no_roll_up() {
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    let folder = project.path(&format!("out/{NOTICE}/rounds/2018-07"));
    let names = fs::read_dir(folder).unwrap().flatten();
    let names: Vec<_> = names.map(|file| file.file_name()).collect();
    assert_eq!(names, ["forms"]);
}

#[test]
fn every_task_stands_with_what_each_unit_said() {
    let project = answered();
    assert_eq!(file(&project, "summary.csv"), SUMMARY);
    assert_eq!(file(&project, "values.csv"), VALUES_CSV);
    // A second build changes nothing.
    let again = project.run(&["build"]);
    let said = again.stdout() + &again.stderr();
    assert!(said.contains("新增 0，改动 0，删去 0"), "{said}");
}

const SUMMARY: &str = "\u{feff}\
部分,章节,序号,工作任务,责任单位,完成情况,进展情况,填报单位
一、主要目标,,1,地区生产总值增长7%左右,市发改委,未报,,市发改委
一、主要目标,,2,实际使用外资10亿美元,市商务局,已完成,已到账10.2亿美元,市商务局
二、工作任务,（一）抓好发展,3,开工建设（含续建）“双十”项目,市发改委，东区、西区政府,未报,,市发改委
二、工作任务,（一）抓好发展,3,开工建设（含续建）“双十”项目,市发改委，东区、西区政府,未报,,东区政府
二、工作任务,（一）抓好发展,3,开工建设（含续建）“双十”项目,市发改委，东区、西区政府,未报,,西区政府
二、工作任务,（一）抓好发展,4,落实《创新条例》,市科技局、发改委,未报,,市发改委
二、工作任务,（一）抓好发展,4,落实《创新条例》,市科技局、发改委,未达到序时进度,细则还在起草,市科技局
二、工作任务,（二）改善民生,5,开展就业援助,市人社局，各区政府,未报,,市人社局
二、工作任务,（二）改善民生,5,开展就业援助,市人社局，各区政府,未报,,东区政府
二、工作任务,（二）改善民生,5,开展就业援助,市人社局，各区政府,未报,,西区政府
";

const VALUES_CSV: &str = "\u{feff}\
序号,指标名称,单位,目标,完成值,与目标相比,说明,填报单位
1,地区生产总值,,增长7%左右,,未报,,市发改委
2,实际使用外资,,10亿美元,9.5亿美元,低于目标0.5亿美元,,市商务局
1,东区：地区生产总值,增幅（%）,7,,未报,,东区政府
2,东区：实际使用外资,亿美元,6,,未报,,东区政府
1,西区：地区生产总值,增幅（%）,7.5,,未报,,西区政府
2,西区：实际使用外资,亿美元,4,,未报,,西区政府
";

#[test]
fn counts_add_up_and_who_is_silent_is_named() {
    let project = answered();
    let whole = json(&project);
    let counts = &whole["counts"];
    let statuses = counts["statuses"].as_array().unwrap().iter();
    let rest = ["no_status", "undecided", "missing"].map(|key| &counts[key]);
    let all: Vec<&Value> = statuses.chain(rest).collect();
    let sum = |key: &str| {
        all.iter()
            .map(|one| one[key].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(counts["all"], 10);
    assert_eq!((sum("count"), sum("per_mille")), (10, 1000));
    assert_eq!(counts["missing"]["count"], 8);
    let behind = &counts["statuses"][2];
    assert_eq!(
        (&behind["means"], &behind["count"]),
        (&"behind".into(), &1.into())
    );
    let silent = ["市发改委", "市人社局", "东区政府", "西区政府"];
    assert_eq!(whole["not_reported"], serde_json::json!(silent));
    assert_eq!(whole["asked"], 6);
}

#[test]
fn two_answers_of_a_unit_stand_side_by_side() {
    let project = answered();
    let other = filled(&project)
        .set(TASKS, "F9", "年度统计")
        .set(TASKS, "G9", "年底才有数")
        .set(VALUES, "F5", "10左右");
    receive(&project, "商务局再报.xlsx", &other.bytes());
    project.run(&["read", "-q"]).ends(0);
    project.run(&["build", "-q"]).ends(0);
    let table = file(&project, "summary.csv");
    let rows = table.lines().filter(|line| line.ends_with("市商务局"));
    let rows: Vec<&str> = rows
        .map(|row| row.split_once("市商务局,").unwrap().1)
        .collect();
    assert_eq!(
        rows,
        [
            "已完成,已到账10.2亿美元,市商务局",
            "年度统计,年底才有数,市商务局",
        ]
    );
    assert_eq!(json(&project)["counts"]["undecided"]["count"], 1);
    let values = file(&project, "values.csv");
    assert!(values.contains("9.5亿美元,低于目标0.5亿美元"), "{values}");
    assert!(values.contains("10左右,未作比较"), "{values}");
}
