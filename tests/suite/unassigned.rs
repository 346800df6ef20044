//! Duties that may reach nobody: counted at the end of a run, errors for a strict check,
//! and settled by a correction. How each name was read is shown on request.

use crate::test_project::TestProject;

const SEED: &str = "seeds/甲.txt";

const NOTICE: &str = "甲州市人民政府文件

甲政发〔2024〕5号

甲州市人民政府关于印发重点任务的通知

各县（市、区）人民政府，市各委办局：

现将重点任务印发给你们，请认真组织实施。

一、重点任务

1. 建设创新平台，培育企业30家。（市科技局、财政局负责）

2. 完善服务体系（由有能力的人负责）。（责任单位：市人社局）

3. 优化营商环境，压缩审批时间。

甲州市人民政府
2024年3月1日
";

fn test_project(seed: &str) -> TestProject {
    let test_project = TestProject::with_seed(b"");
    std::fs::remove_file(test_project.path(crate::test_project::SEED)).unwrap();
    test_project.write(SEED, seed);
    test_project
}

#[test]
fn a_strict_check_refuses_duties_that_may_reach_nobody() {
    let test_project = test_project(NOTICE);
    let read = test_project.run(&["read"]).ends(0);
    assert!(
        read.stderr()
            .contains("其中 2 处说的是任务可能不落到任何单位")
    );
    test_project
        .run(&["check"])
        .ends(0)
        .says("statement-without-units");
    let strict = test_project.run(&["check", "--strict"]).ends(1);
    assert!(strict.stderr().contains("错误 2 处"), "{}", strict.stderr());
    // For a machine they are errors too.
    let json = test_project
        .run(&["check", "--strict", "--format", "json"])
        .ends(1);
    assert_eq!(json.stdout().matches("\"error\"").count(), 2);

    // What a person has settled passes.
    let settled = NOTICE.replace("审批时间。", "审批时间。（市政务办负责）");
    test_project.write(SEED, &settled);
    test_project.write(
        "content/jiazhengfa-2024-5/corrections.yaml",
        "- line: 15\n  prose: （由有能力的人负责）\n  why: 是正文\n",
    );
    test_project.run(&["read"]).ends(0);
    test_project.run(&["check", "--strict"]).ends(0);
}

#[test]
fn prose_that_stands_elsewhere_or_nowhere_settles_nothing() {
    let file = "content/jiazhengfa-2024-5/corrections.yaml";
    let test_project = test_project(NOTICE);
    for (line, words) in [(13, "（由有能力的人负责）"), (15, "由无能力的人"), (15, "")]
    {
        let prose = format!("- line: {line}\n  prose: '{words}'\n  why: 试错\n");
        test_project.write(file, &prose);
        test_project
            .run(&["read"])
            .ends(1)
            .says("correction-refused");
    }
    // A statement that a person calls prose is none: its task goes to nobody, and that
    // is said.
    test_project.write(
        file,
        "- line: 15\n  prose: 责任单位：市人社局\n  why: 是正文\n",
    );
    let read = test_project.run(&["read"]).ends(0);
    assert!(!read.stderr().contains("责任单位的写法") || read.stderr().contains("有能力"));
    let tasks = std::fs::read_to_string(test_project.path("content/jiazhengfa-2024-5/tasks.yaml"));
    assert!(!tasks.unwrap().contains("- 市人社局"));
}

#[test]
fn how_each_name_was_read_is_shown() {
    let said = test_project(NOTICE)
        .run(&["read", "--explain"])
        .ends(0)
        .stdout();
    assert!(said.contains("责任单位共有 3 种叫法"), "{said}");
    let lent = "第 13 行　补上前后单位的字　“财政局”，读作“市财政局”，1 处";
    assert!(said.contains(lent), "{said}");
    assert!(
        said.contains("第 15 行　通行的机构名　“市人社局”，1 处"),
        "{said}"
    );
}
