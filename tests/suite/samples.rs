//! Samples of every form of notice, in `tests/samples/`: a folder each, with seeds
//! and the register it needs. What is read from them is golden.

use std::fs;

use crate::test_project::{Built, TestProject, copy, each_of, files_of, golden, root};

/// Reads a sample; returns the YAML of all its notices, and what was said.
fn read(name: &str) -> (TestProject, String) {
    let test_project = TestProject::of_sample(&root().join("tests/samples").join(name));
    let ran = test_project.run(&["read", "--explain"]).ends(0);
    // The account closes: the program says so itself.
    assert!(ran.stdout().contains("与来件相符"), "{}", ran.stdout());
    assert!(!ran.stdout().contains("不符"), "{}", ran.stdout());
    let mut text = String::new();
    let folders = fs::read_dir(test_project.path("content"))
        .unwrap()
        .flatten();
    let mut folders: Vec<_> = folders
        .map(|f| f.path())
        .filter(|f| !f.ends_with("units"))
        .collect();
    folders.sort();
    for folder in folders {
        for (file, yaml) in files_of(&folder) {
            text += &format!(
                "=== {}/{file}\n{yaml}",
                folder.file_name().unwrap().to_string_lossy()
            );
        }
    }
    for line in ran
        .stderr()
        .lines()
        .filter(|l| ["错误[", "注意[", "说明["].iter().any(|w| l.starts_with(w)))
    {
        text += &format!("{line}\n");
    }
    (test_project, text)
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
        "annexes",
    ];
    each_of(&names, |_, name| {
        let (_, text) = read(name);
        golden(&format!("samples/{name}.yaml"), &text);
    });
}

/// Another city, another year: files only, built beside the first notice.
#[test]
fn next_years_notice_is_built_beside_the_first() {
    let test_project = Built::Real.copy();
    copy(
        &root().join("tests/samples/next-year"),
        &test_project.path(""),
    );
    test_project.run(&["build", "-q"]).ends(0);
    let manifest = fs::read_to_string(test_project.path("out/manifest.json")).unwrap();
    for file in [
        "jif-2018-8/notice.pdf",
        "jif-2018-8/areas/linhe.pdf",
        "jif-2018-8/areas/gaotie.html",
        "jif-2018-8/units/u01.pdf",
        "suf-2017-15/units/shi-fagaiwei.pdf",
    ] {
        assert!(manifest.contains(file), "{file}");
        assert!(test_project.path("out").join(file).exists(), "{file}");
    }
    let packets = manifest.matches("jif-2018-8/areas/").count();
    assert!(packets >= 9 * 2, "{packets}");
    let index = fs::read_to_string(test_project.path("out/index.html")).unwrap();
    assert!(index.contains("己府〔2018〕8号") && index.contains("苏府〔2017〕15号"));
}

#[test]
fn a_list_in_the_body_gives_sheets_with_roles() {
    let (test_project, _) = read("list-body");
    test_project.run(&["make", "-q"]).ends(0);
    let html = fs::read_to_string(test_project.path("out/jiazhengfa-2018-3/units/shikejiju.html"))
        .unwrap();
    assert!(html.contains("牵头"), "{html}");
}

#[test]
fn a_first_register_is_drafted_and_can_be_used() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/list-body"));
    test_project.run(&["units"]).ends(0);
    let file = "content/units/jiazhengfa.yaml";
    let draft = fs::read_to_string(test_project.path(file)).unwrap();
    golden("samples/draft-register.yaml", &draft);
    // With the draft in place nothing is unknown, and it is never written over.
    test_project.write(file, &(draft + "# 改过\n"));
    let said = test_project.run(&["read"]).ends(0);
    assert!(!said.stderr().contains("unknown"), "{}", said.stderr());
    test_project.run(&["units"]).ends(0);
    assert!(
        fs::read_to_string(test_project.path(file))
            .unwrap()
            .ends_with("# 改过\n")
    );
}

#[test]
fn remarks_are_written_for_machines() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/list-body"));
    test_project.run(&["read", "-q"]).ends(0);
    let json = test_project.run(&["check", "--format", "json"]).ends(0);
    let entries: serde_json::Value = serde_json::from_str(&json.stdout()).unwrap();
    let first = &entries.as_array().unwrap()[0];
    assert_eq!(first["rule"], "unknown-issuer");
    assert_eq!(first["line"], 3);
    assert_eq!(first["column"], 1);
    let github = test_project
        .run(&["check", "--format", "github"])
        .ends(0)
        .stdout();
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
    let gitlab = test_project.run(&["check", "--format", "gitlab"]).ends(0);
    let report: serde_json::Value = serde_json::from_str(&gitlab.stdout()).unwrap();
    let first = &report.as_array().unwrap()[0];
    assert_eq!(first["check_name"], "unknown-issuer");
    assert_eq!(first["location"]["lines"]["begin"], 3);
    test_project
        .run(&["check", "--format", "xml"])
        .ends(2)
        .says("--format");
    let blocks = test_project
        .run(&["read", "--show", "blocks"])
        .ends(0)
        .stdout();
    assert!(blocks.contains("文字  甲州市人民政府文件"), "{blocks}");
}

/// Deadlines, persons and the rule of who leads reach the data, the pages and the sheets.
#[test]
fn what_a_statement_says_reaches_whom_it_is_for() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/list-annex"));
    let seed = "东陵市人民政府文件\n\n东政发〔2024〕6号\n\n东陵市人民政府关于印发2024年城市更新任务清单的通知\n\n\
        各区人民政府，市各有关单位：\n\n现将任务清单印发给你们，请于6月底和11月底各报送一次进展，报市住建局。\n\n\
        附件：2024年城市更新任务清单\n\n东陵市人民政府\n2024年3月5日\n\n附件\n\n2024年城市更新任务清单\n\n\
        1.改造农贸市场5个。（责任单位：市商务局、市财政局，列第一位的为牵头单位，下同）\n\n\
        2.新建口袋公园9个。（市园林局负责，市审计局督办）\n\n\
        3.更换路灯300盏。\n责任单位：市城管局、市财政局\n责任领导：张三\n完成时限：10月底前\n";
    for old in fs::read_dir(test_project.path("seeds")).unwrap().flatten() {
        fs::remove_file(old.path()).unwrap();
    }
    test_project.write("seeds/notice.txt", seed);
    test_project.run(&["build"]).ends(0);
    let out = |below: &str| {
        let folder = fs::read_dir(test_project.path("out")).unwrap().flatten();
        let notice = folder.map(|f| f.path()).find(|f| f.join(below).exists());
        fs::read_to_string(notice.unwrap().join(below)).unwrap()
    };
    let csv = out("tasks.csv");
    assert!(csv.contains("责任单位,责任领导,完成时限"), "{csv}");
    assert!(csv.contains("张三,10月底前"), "{csv}");
    let units = out("units/index.html");
    let page = |unit: &str| {
        let at = units.find(&format!(">{unit}<")).unwrap();
        let from = units[..at].rfind("href=\"").unwrap() + 6;
        let name = units[from..].split('"').next().unwrap();
        out(&format!("units/{name}"))
    };
    let lighting = page("市城管局");
    for words in [
        "本单位牵头",
        "列第一位的为牵头单位，下同",
        "10月底前",
        "张三",
    ] {
        assert!(lighting.contains(words), "{words}");
    }
    assert!(page("市财政局").contains("本单位配合"));
    assert!(page("市审计局").contains("本单位指导"));
}

/// The table of tasks can be filtered by deadlines, and by columns of the notice's own in
/// which several rows say the same; a notice without them has no such filter.
#[test]
fn tasks_are_filtered_by_what_their_own_columns_say() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/roles-table"));
    let seed = "南山区人民政府文件\n\n南府〔2022〕3号\n\n南山区人民政府关于印发2022年任务清单的通知\n\n\
        各镇人民政府：\n\n现将任务清单印发给你们。\n\n附件：2022年任务清单\n\n\
        南山区人民政府\n2022年1月20日\n\n附件\n\n2022年任务清单\n\n\
        序号\t工作任务\t责任单位\t完成时限\t项目类别\t备注\n\
        1\t改造市场\t区商务局\t6月底\t民生\t第一批共5处\n\
        2\t更换路灯\t区城管局\t12月底\t民生\t全部换成节能灯\n\
        3\t整修道路\t区住建局\t6月底\t交通\t含三条支路\n";
    for old in fs::read_dir(test_project.path("seeds")).unwrap().flatten() {
        fs::remove_file(old.path()).unwrap();
    }
    test_project.write("seeds/notice.txt", seed);
    test_project.run(&["build", "-q"]).ends(0);
    let page = |test_project: &TestProject| {
        let folders = fs::read_dir(test_project.path("out")).unwrap().flatten();
        let mut pages = folders.map(|f| f.path().join("tasks.html"));
        fs::read_to_string(pages.find(|page| page.exists()).unwrap()).unwrap()
    };
    let own = page(&test_project);
    for (number, heading, values) in [
        (1, "完成时限", ["6月底", "12月底"]),
        (2, "项目类别", ["民生", "交通"]),
    ] {
        let label = format!("<label for=\"filter-more-{number}\">{heading}</label>");
        assert!(own.contains(&label), "{heading}");
        for (value, says) in (1..).zip(values) {
            let option = format!("<option value=\"{value}\">{says}</option>");
            assert!(own.contains(&option), "{option}");
        }
    }
    // What is different in every row is found by its words.
    assert!(!own.contains("filter-more-3"));
    let rows: Vec<&str> = own.split("<tr id=\"task-").skip(1).collect();
    for (row, chosen) in rows.iter().zip([(1, 1), (2, 1), (1, 2)]) {
        let (due, kind) = chosen;
        let tag = row.split('>').next().unwrap();
        assert!(tag.contains(&format!("data-more-1=\"{due}\"")), "{tag}");
        assert!(tag.contains(&format!("data-more-2=\"{kind}\"")), "{tag}");
    }
    assert!(!page(Built::Small.shared()).contains("filter-more"));
}
