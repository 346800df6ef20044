//! The roll-up of a round as it is printed, the reminders, and the forms to write on by hand:
//! their words, and what they are for archives and for everybody.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::pdf::{drawn_text, meets_the_standards};
use crate::rounds::{ANSWERS, NOTICE, ROUND, decided};
use crate::test_project::TestProject;

fn pdf(project: &TestProject, name: &str) -> PathBuf {
    project.path(&format!("out/{NOTICE}/rounds/2018-07/{name}.pdf"))
}

/// The words of a PDF without spaces; none where the tool is not installed.
fn words(project: &TestProject, name: &str) -> Option<String> {
    let words = drawn_text(&pdf(project, name));
    if words.is_none() {
        eprintln!("skipped: pdftotext (Debian package poppler-utils) is not installed");
    }
    words
}

fn has(words: &str, wanted: &[&str]) {
    for one in wanted {
        assert!(words.contains(one), "{one}: {words}");
    }
}

/// Answers that were typed, so that no workbook is needed for them.
pub const TYPED: &str = "\
answers:
- {task: 2-1, unit: 市商务局, typed: 电话, status: {text: 已完成}, fields: [{name: 进展情况, text: 已到账}]}
- {task: 3-1, unit: 市发改委, typed: 电话, status: {text: 年度统计}}
- {task: 4-1, unit: 市发改委, typed: 电话, status: {text: 已完成}}
- task: 4-1
  unit: 市科技局
  typed: 电话
  status: {text: 未达到序时进度}
  fields:
  - {name: 进展情况, text: 细则还在起草}
  - {name: 存在问题, text: '人手不够；#strong[不是标记] *_$x$'}
- {task: 5-1, unit: 市人社局, typed: 电话, status: {text: 任务已调整}}
- {task: 5-1, unit: 东区政府, typed: 电话, status: {text: 已完成}}
- {task: 3-1, unit: 东区政府, typed: 电话, fields: [{name: 进展情况, text: 只写了这句}]}
values:
- {of: 2-1/1, unit: 市商务局, typed: 电话, value: {text: '9.5'}, note: {text: 四季度到账较多}}
- {of: 1-1/1, unit: 市发改委, typed: 电话, value: {text: 增长7.1%}}
- {of: i1@东区, unit: 东区政府, typed: 电话, value: {text: '6.1'}}
- {of: i2@东区, unit: 东区政府, typed: 电话, value: {text: 年度统计}}
";

fn typed(answers: &str) -> TestProject {
    let project = decided("every");
    project.write(ANSWERS, answers);
    project.run(&["build", "-q"]).ends(0);
    project
}

#[test]
fn the_roll_up_is_printed_with_its_report() {
    let project = typed(TYPED);
    meets_the_standards(&pdf(&project, "summary"));
    let Some(words) = words(&project, "summary") else {
        return;
    };
    has(
        &words,
        &[
            "2018年7月自查情况汇总依据",
            "应报6个单位，已报5个，未报1个",
            // Ten tasks and units, shares that add up.
            "已完成330.0%",
            "未达到序时进度110.0%",
            "没有选完成情况110.0%",
            "未报330.0%",
            "合计10100%",
            // What decides is judged, what does not is shown.
            "1地区生产总值增长7%左右增长7.1%未作比较市发改委",
            "10亿美元9.5（四季度到账较多）低于目标0.5亿美元市商务局",
            "东区：实际使用外资亿美元6年度统计未作比较东区政府",
            "西区：实际使用外资亿美元4未报西区政府",
            // What lags, with number, unit, gap and words.
            "1.实际使用外资（第2项，市商务局）：9.5亿美元，低于目标0.5亿美元（目标10亿美元）。四季度到账较多。",
            "2.东区：地区生产总值（第1项，东区政府）：6.1%，低于目标0.9个百分点（目标7）。",
            "3.落实《创新条例》（第4项，市科技局）：未达到序时进度。进展情况：细则还在起草。\
             存在问题：人手不够；#strong[不是标记]*_$x$。",
            // What is done, by whom.
            "四、已经完成的1.实际使用外资10亿美元（第2项，市商务局）。\
             2.落实《创新条例》（第4项，市发改委）。3.开展就业援助（第5项，东区政府）。",
            "五、没有报来的单位西区政府（2条任务、2项指标）。",
            "六、报来的内容不全的单位市发改委（1条任务）。",
            // The table, with every heading, and whose words they are.
            "2018年7月自查情况汇总表序号工作任务责任单位完成情况进展情况填报单位一、主要目标1",
            "二、工作任务（一）抓好发展",
            "没有选完成情况只写了这句东区政府",
            "（二）改善民生",
        ],
    );
}

#[test]
fn the_columns_and_words_are_the_offices() {
    let project = decided("first");
    let round = fs::read_to_string(project.path(ROUND)).unwrap();
    let columns = round.find("columns:\n").unwrap();
    let columns = format!(
        "{}columns:\n- {{heading: 任务, show: task}}\n- {{heading: 牵头部门, show: first}}\n\
         - {{heading: 配合部门, show: others}}\n- {{heading: 上半年推进情况, field: 进展情况}}\n\
         first_named: {{shown_as: 牵头部门, by: 市政府办公室的通知}}\n",
        &round[..columns].replace("已完成, means", "绿灯, means")
    );
    project.write(ROUND, &columns);
    let green = "answers:\n- {task: 2-1, unit: 市商务局, typed: 电话, status: {text: 绿灯}, \
                 fields: [{name: 进展情况, text: 已到账}]}\n";
    project.write(ANSWERS, green);
    project.run(&["build", "-q"]).ends(0);
    let Some(words) = words(&project, "summary") else {
        return;
    };
    has(
        &words,
        &[
            "绿灯120.0%",
            // One unit a task, which a column names: no other column is needed.
            "任务牵头部门配合部门上半年推进情况一、主要目标地区生产总值增长7%左右市发改委",
            "实际使用外资10亿美元市商务局已到账",
            "“牵头部门”是通知里排在第一位的单位，依据：市政府办公室的通知。",
        ],
    );
    assert!(!words.contains("上半年推进情况填报单位"), "{words}");
}

#[test]
fn two_answers_of_a_unit_are_neither_done_nor_lagging() {
    let twice = TYPED.replace(
        "- {task: 3-1, unit: 市发改委",
        "- {task: 2-1, unit: 市商务局, typed: 来人, status: {text: 未达到序时进度}}\n\
         - {task: 3-1, unit: 市发改委",
    );
    let project = typed(&twice);
    let Some(words) = words(&project, "summary") else {
        return;
    };
    has(
        &words,
        &[
            "有几种答复，还没有定110.0%",
            "五、有几种答复，还没有定1.实际使用外资10亿美元（第2项，市商务局）：已完成。\
             进展情况：已到账。2.实际使用外资10亿美元（第2项，市商务局）：未达到序时进度。",
            "四、已经完成的1.落实《创新条例》",
        ],
    );
}

#[test]
fn long_answers_go_over_pages_with_heads_and_no_row_cut() {
    let long = "已制定实施细则，正在抓紧施工，资金已全部拨付到位。".repeat(12);
    let mut answers = "answers:\n".to_owned();
    for unit in ["市发改委", "东区政府", "西区政府"] {
        answers += &format!(
            "- {{task: 3-1, unit: {unit}, typed: 电话, status: {{text: 达到序时进度}}, \
             fields: [{{name: 进展情况, text: {unit}始{long}{unit}终}}]}}\n"
        );
    }
    // One that no page holds is cut, and whole.
    let longest = "另有一项正在办理。".repeat(400);
    answers += &format!(
        "- {{task: 4-1, unit: 市科技局, typed: 电话, status: {{text: 达到序时进度}}, \
         fields: [{{name: 进展情况, text: {longest}}}]}}\n"
    );
    let project = typed(&answers);
    meets_the_standards(&pdf(&project, "summary"));
    // Heads on every page, nothing outside the type area, nothing over anything else.
    project.run(&["proof", "--only", "rounds/"]).ends(0);
    let Some(words) = words(&project, "summary") else {
        return;
    };
    let heads = words
        .matches("序号工作任务责任单位完成情况进展情况填报单位")
        .count();
    assert!(heads >= 4, "{heads}: {words}");
    has(&words, &["“双十”项目（续）"]);
    assert_eq!(words.matches('另').count(), 400);
    // Between the first and the last word of an answer stands nothing else.
    for unit in ["市发改委", "东区政府", "西区政府"] {
        has(&words, &[&format!("{unit}始{long}{unit}终")]);
    }
}

#[test]
fn who_lacks_something_is_reminded_of_that() {
    let project = typed(TYPED);
    let folder = project.path(&format!("out/{NOTICE}/rounds/2018-07/reminders"));
    let files = fs::read_dir(&folder).unwrap().flatten();
    let mut names: Vec<_> = files
        .map(|f| f.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["fagaiwei.pdf", "xiqu.pdf"]);
    let manifest = fs::read_to_string(project.path("out/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let path = format!("{NOTICE}/rounds/2018-07/reminders/xiqu.pdf");
    let files = manifest["files"].as_array().unwrap();
    let entry = files.iter().find(|f| f["path"] == *path).unwrap();
    assert_eq!(
        (&entry["kind"], &entry["for"]),
        (&"reminder".into(), &"西区政府".into())
    );
    meets_the_standards(&pdf(&project, "reminders/xiqu"));
    let measured = project.run(&["proof", "--only", "rounds/"]).ends(0);
    assert!(
        measured.stdout().contains("L-05 合格"),
        "{}",
        measured.stdout()
    );
    let Some(silent) = words(&project, "reminders/xiqu") else {
        return;
    };
    has(
        &silent,
        &[
            "2018年7月自查情况催办单文号：戊府〔2018〕7号西区政府：",
            "按照《市政府关于下达2018年工作任务的通知》的要求，",
            "2018年7月自查情况应于2018年7月10日前报市发改委，情况截至2018年6月30日。\
             现尚未收到你单位的报送，请抓紧填报。",
            "未填报的任务（2条）",
            "3扩大投资",
            "未填报的指标（2项）",
            "2西区：实际使用外资亿美元4",
            "催办单位签收单位",
        ],
    );
    let some = words(&project, "reminders/fagaiwei").unwrap();
    has(
        &some,
        &[
            "还没有填报，请抓紧补报。未填报的任务（1条）",
            "地区生产总值增长7%左右",
        ],
    );
    assert!(
        !some.contains("尚未收到") && !some.contains("未填报的指标"),
        "{some}"
    );
    // Once all has come there is none.
    let all = TYPED.replace(
        "values:\n",
        "- {task: 1-1, unit: 市发改委, typed: 电话, status: {text: 已完成}}\nvalues:\n",
    );
    project.write(ANSWERS, &all);
    project.run(&["build", "-q"]).ends(0);
    assert!(!folder.join("fagaiwei.pdf").exists() && folder.join("xiqu.pdf").exists());
}

#[test]
fn a_form_can_be_filled_by_hand() {
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    meets_the_standards(&pdf(&project, "forms/dongqu"));
    let Some(words) = words(&project, "forms/dongqu") else {
        return;
    };
    has(
        &words,
        &[
            "填报单位：东区政府",
            "请于2018年7月10日前报市发改委",
            "编号：wufu-2018-7/2018-07/dongqu/",
            "序号名称工作任务责任单位完成情况进展情况存在问题下一步措施佐证材料3",
            "□已完成□达到序时进度□未达到序时进度□年度统计□任务已调整",
            "2东区：实际使用外资亿美元6",
            "填报人联系电话审核人单位负责人签字填报日期",
        ],
    );
    // Nothing came: no reminder, no roll-up.
    assert!(!pdf(&project, "summary").exists());
    assert!(!pdf(&project, "reminders/dongqu").exists());
}

#[test]
fn a_later_round_says_how_each_task_stood_before() {
    let project = decided("every");
    let round = fs::read_to_string(project.path(ROUND)).unwrap();
    let later = round
        .replace("2018年7月自查情况", "2018年12月自查情况")
        .replace("as_of: 2018-06-30", "as_of: 2018-11-30")
        .replace("due: 2018-07-10", "due: 2018-12-10");
    project.write(&ROUND.replace("2018-07", "2018-12"), &later);
    let twice = TYPED.replace(
        "- {task: 5-1, unit: 市人社局",
        "- {task: 5-1, unit: 市人社局, typed: 来人, status: {text: 已完成}}\n\
         - {task: 5-1, unit: 市人社局",
    );
    project.write(ANSWERS, &twice);
    let now = "answers:\n- {task: 4-1, unit: 市科技局, typed: 电话, status: {text: 已完成}, \
               fields: [{name: 进展情况, text: 已印发}]}\n";
    project.write(&ANSWERS.replace("2018-07", "2018-12"), now);
    project.run(&["build", "-q"]).ends(0);
    let page = fs::read_to_string(project.path(&format!("out/{NOTICE}/rounds/2018-12.html")));
    let page = page.unwrap();
    assert!(
        page.contains("<th scope=\"col\">2018年7月自查情况</th>"),
        "{page}"
    );
    let first = fs::read_to_string(project.path(&format!("out/{NOTICE}/rounds/2018-07.html")));
    let first = first.unwrap();
    assert!(!first.contains(">2018年12月自查情况</th>"), "{first}");
    let path = project.path(&format!("out/{NOTICE}/rounds/2018-12/summary.pdf"));
    meets_the_standards(&path);
    let Some(words) = drawn_text(&path) else {
        return;
    };
    has(
        &words,
        &[
            "进展情况填报单位2018年7月自查情况一、主要目标",
            "已完成已印发市科技局未达到序时进度",
            "未报市商务局已完成",
            "未报西区政府未报",
            "未报市人社局有几种答复，还没有定",
        ],
    );
    // Reminders are of the one round.
    assert!(
        project
            .path(&format!(
                "out/{NOTICE}/rounds/2018-12/reminders/fagaiwei.pdf"
            ))
            .exists()
    );
}

#[test]
fn what_people_typed_is_looked_at_where_no_workbook_came() {
    let project = decided("every");
    for (answers, words) in [
        (
            "answers:\n- {task: 4-1, unit: 市科技局, typed: 电话, status: {text: 差不多}}\n",
            "没有“差不多”这种完成情况",
        ),
        (
            "answers:\n- {task: 99-1, unit: 市科技局, typed: 电话, status: {text: 已完成}}\n",
            "这一轮不请“市科技局”填报任务 99-1",
        ),
        (
            "values:\n- {of: i9@东区, unit: 东区政府, typed: 电话, value: {text: '1'}}\n",
            "这一轮不请“东区政府”填报 i9@东区 的数",
        ),
    ] {
        project.write(ANSWERS, answers);
        project
            .run(&["build", "-q"])
            .ends(1)
            .says("answers-yaml")
            .says(words);
    }
    // Spaces in a status are none.
    project.write(
        ANSWERS,
        "answers:\n- {task: 4-1, unit: 市科技局, typed: 电话, status: {text: 已 完成}}\n",
    );
    project.run(&["build", "-q"]).ends(0);
    let whole = project.path(&format!("out/{NOTICE}/rounds/2018-07/summary.json"));
    let whole: Value = serde_json::from_str(&fs::read_to_string(whole).unwrap()).unwrap();
    assert_eq!(whole["counts"]["statuses"][0]["count"], 1);
    assert_eq!(whole["counts"]["no_status"]["count"], 0);
}
