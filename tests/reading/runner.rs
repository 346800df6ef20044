//! The runner itself: what is right passes, and what is wrong in any part is told.

use crate::format::{self, WantedDocument};
use crate::{documents, phrases};

/// The differences of phrases that stand in a text.
fn differences(text: &str) -> Vec<Vec<String>> {
    let outcomes = phrases::outcomes("phrases.txt", text).unwrap();
    outcomes.into_iter().map(|o| o.differences).collect()
}

#[test]
fn right_phrases_pass() {
    let text = "# kind: 1 right
市科技局、经信委 ⇒ units=[市科技局; 市经信委]
市科技局、经信委 ⇒ units=any
教育部和各省级人民政府 ⇒ units=any collectives=any not=[市教育部]
市民政局牵头，市财政局配合 ⇒ units=[市民政局; 市财政局] lead=[市民政局] join=[市财政局]
@ register: suzhou
苏州海关、出入境检验检疫局 ⇒ units=[苏州海关; 苏州出入境检验检疫局]
@ in: text
⏎责任单位：市科技局 ⇒ units=[市科技局]
# kind: 2 right as well, and nothing of the kind before holds
市科技局、市财政局 ⇒ units=[市科技局; 市财政局]
@ register: suzhou
市科技局、气象局 ⇒ units=[市科技局; 气象局] remark=[气象局]
";
    let found = differences(text);
    assert!(found.iter().all(Vec::is_empty), "{found:?}");
}

#[test]
fn wrong_phrases_are_told() {
    let text = "# kind: 1 wrong
市科技局、经信委 ⇒ units=[市科技局]
市科技局、经信委 ⇒ units=[市经信委; 市科技局]
市科技局、经信委 ⇒ units=[市科技局; 市经信委] collectives=[各区]
市科技局、经信委 ⇒ units=[市科技局; 市经信委] lead=[市科技局]
市民政局牵头，市财政局配合 ⇒ units=[市民政局; 市财政局]
市民政局牵头，市财政局配合 ⇒ units=any lead=[市财政局] join=[市民政局]
市科技局 ⇒ units=[市科技局] guide=[市科技局]
市科技局 ⇒ units=[市科技局] deadline=6月底前
市科技局 ⇒ units=[市科技局] not=[市科技局]
市科技局 ⇒ remark=[市科技局有误]
市科技局 ⇒ units=[市财政局] remark
";
    let found = differences(text);
    let silent: Vec<_> = found
        .iter()
        .enumerate()
        .filter(|f| f.1.is_empty())
        .collect();
    assert!(silent.is_empty(), "not told: {silent:?}");
    assert_eq!(found[0], ["units [市科技局; 市经信委], not [市科技局]"]);
    assert_eq!(found[4].len(), 2, "{:?}", found[4]);
    assert_eq!(found[8], ["市科技局 must not be a name"]);
}

#[test]
fn lines_that_cannot_be_read_are_refused() {
    for line in [
        "市科技局 units=[市科技局]",
        "市科技局 ⇒ unit=[市科技局]",
        "市科技局 ⇒ units=市科技局",
        "市科技局 ⇒ not=any",
        "@ where: cell",
    ] {
        assert!(format::phrases(line).is_err(), "{line}");
    }
}

const DOCUMENT: &str = "东陵市人民政府文件

东政发〔2024〕6号

东陵市人民政府关于印发2024年任务清单的通知

各县、区人民政府：

现将《2024年任务清单》印发给你们。

附件：2024年任务清单

东陵市人民政府
2024年3月5日

附件

2024年任务清单

序号\t工作任务\t责任单位\t备注
1\t更换路灯300盏\t市城管局、财政局\t续建
2\t修复古桥2座\t市文旅局\t新建
";

const RIGHT: &str = "
kind: 1 right
date: 2024-03-05
items:
  - {number: 1, tasks: [{text: 更换路灯300盏, units: [市城管局, 市财政局], columns: {备注: 续建}, holds: [300盏]}]}
  - {number: 2, tasks: [{text: 修复古桥2座, units: [市文旅局]}]}
";

fn judge(expected: &str) -> Vec<String> {
    let want: WantedDocument = serde_yaml::from_str(expected).unwrap();
    documents::judge(&want, "notice.txt", DOCUMENT.as_bytes())
}

#[test]
fn right_documents_pass() {
    assert_eq!(judge(RIGHT), Vec::<String>::new());
    let flat = "{kind: 1, tasks: [{units: any}, {text: 2.修复古桥2座。, units: any}]}";
    assert_eq!(judge(flat), Vec::<String>::new());
}

#[test]
fn wrong_documents_are_told() {
    for (right, wrong) in [
        ("2024-03-05", "2024-03-06"),
        ("number: 2", "number: 3"),
        ("更换路灯300盏", "更换路灯30盏"),
        ("市城管局, 市财政局", "市城管局"),
        ("units: [市文旅局]", "units: [市文旅局], lead: [市文旅局]"),
        ("units: [市文旅局]", "units: [市文旅局], deadline: 年底"),
        ("备注: 续建", "备注: 新建"),
        ("备注: 续建", "附注: 续建"),
        ("holds: [300盏]", "holds: [301盏]"),
        ("number: 1,", "number: 1, part: 一,"),
        ("number: 1,", "number: 1, name: 路灯,"),
        ("kind: 1 right", "kind: 1\nerror: {words: [路灯]}"),
        ("kind: 1 right", "kind: 1\nremark: {words: [路灯], line: 3}"),
        ("kind: 1 right", "kind: 1\nnot: [市文旅局]"),
    ] {
        let expected = RIGHT.replacen(right, wrong, 1);
        assert_ne!(expected, RIGHT);
        assert!(!judge(&expected).is_empty(), "not told: {wrong}");
    }
    let doubtful = DOCUMENT.replace("市文旅局", "市之窗");
    let want = "{kind: 1, unsaid: [之窗]}";
    let want: WantedDocument = serde_yaml::from_str(want).unwrap();
    let told = documents::judge(&want, "notice.txt", doubtful.as_bytes());
    assert!(!told.is_empty());
    let fewer = "{kind: 1, items: [{number: 1, tasks: [{units: any}]}]}";
    assert!(!judge(fewer).is_empty());
}
