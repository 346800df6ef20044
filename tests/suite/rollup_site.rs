//! Rounds of self-checks on the site: the page of a round, and what other pages say of it.

use std::fs;

use crate::rollup_pdf::TYPED;
use crate::rounds::{ANSWERS, NOTICE, decided};
use crate::test_project::{Built, TestProject};

fn page(project: &TestProject, name: &str) -> String {
    let path = project.path(&format!("out/{NOTICE}/{name}.html"));
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The words of a page, its `main` alone, without spaces.
fn words(page: &str) -> String {
    let from = page.find("<main").unwrap();
    let main = &page[from..page.find("</main>").unwrap()];
    let pieces = main.split('<').filter_map(|piece| piece.split_once('>'));
    let text: String = pieces.map(|(_, text)| text).collect();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn has(words: &str, wanted: &[&str]) {
    for one in wanted {
        assert!(words.contains(one), "{one}: {words}");
    }
}

#[test]
fn before_anything_came_pages_say_so_and_nothing_else() {
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    let round = words(&page(&project, "rounds/2018-07"));
    assert!(
        round.ends_with("2018年7月自查情况还没有收到答复。"),
        "{round}"
    );
    for name in ["units/kejiju", "areas/dongqu", "tasks"] {
        has(
            &words(&page(&project, name)),
            &["2018年7月自查情况：还没有收到答复。"],
        );
    }
    for name in ["units/kejiju", "areas/dongqu", "tasks", "notice"] {
        let page = page(&project, name);
        assert!(
            !page.contains("class=\"state") && !page.contains("未报"),
            "{page}"
        );
        // Every page of the notice leads there.
        let link = format!("{NOTICE}/rounds/2018-07.html\"");
        assert!(page.contains(&link), "{page}");
    }
    assert!(page(&project, "notice").contains("<a href=\"rounds/2018-07.html\">"));
}

#[test]
fn without_a_round_pages_are_as_they_were() {
    let small = Built::Small.shared();
    for name in ["units/kejiju", "areas/dongqu", "tasks", "notice"] {
        let page = page(small, name);
        assert!(
            !page.contains("rounds/") && !page.contains("class=\"state"),
            "{page}"
        );
    }
}

#[test]
fn the_page_of_a_round_has_its_report_its_table_and_its_files() {
    let project = decided("every");
    project.write(ANSWERS, TYPED);
    project.run(&["build", "-q"]).ends(0);
    let round = page(&project, "rounds/2018-07");
    has(
        &words(&round),
        &[
            "情况截至2018年6月30日。应报6个单位，已报5个，未报1个。",
            "✔已完成330.0%",
            "▼未达到序时进度110.0%",
            // Pictures have their numbers in a table beside them.
            "（一）抓好发展511111",
            "二、工作任务（一）抓好发展",
            "1东区：地区生产总值增幅（%）76.1▼低于目标0.9个百分点东区政府",
            "实际使用外资（第2项，市商务局）：9.5亿美元，▼低于目标0.5亿美元（目标10亿美元）",
            "落实《创新条例》（第4项，市科技局）：▼未达到序时进度进展情况：细则还在起草",
            "西区政府（2条任务、2项指标）催办单（PDF）",
            "市发改委（1条任务）催办单（PDF）",
            "○未报西区政府",
        ],
    );
    // Words of a unit are words.
    assert!(round.contains("#strong[不是标记]"), "{round}");
    // What is told by a pattern is told by words too, and by no colour alone.
    for sign in ["on-course", "behind", "yearly", "adjusted", "undecided"] {
        assert!(
            round.contains(&format!("<pattern id=\"sign-{sign}\"")),
            "{sign}"
        );
    }
    assert_eq!(round.matches("<pattern id=\"sign-behind\"").count(), 1);
    assert!(round.contains("role=\"img\" aria-label=\"各章节的进度：应报6个单位"));
    for file in [
        "summary.pdf",
        "summary.xlsx",
        "summary.csv",
        "values.xlsx",
        "reminders/xiqu.pdf",
    ] {
        let link = format!("2018-07/{file}\"");
        assert!(round.contains(&link), "{link}");
        assert!(
            project
                .path(&format!("out/{NOTICE}/rounds/2018-07/{file}"))
                .exists()
        );
    }
    // The filter knows every row by its status and unit.
    has(
        &round,
        &[
            "data-status=\"未报\" data-unit=\"西区政府\"",
            "data-status=\"没有选完成情况\" data-unit=\"东区政府\"",
            "<option>未报</option>",
        ],
    );
}

#[test]
fn the_status_of_a_task_stands_on_every_page_that_has_it() {
    let project = decided("every");
    let twice = TYPED.replace(
        "- {task: 5-1, unit: 市人社局",
        "- {task: 5-1, unit: 市人社局, typed: 来人, status: {text: 已完成}}\n\
         - {task: 5-1, unit: 市人社局",
    );
    project.write(ANSWERS, &twice);
    project.run(&["build", "-q"]).ends(0);
    let both =
        "落实《创新条例》2018年7月自查情况：✔已完成（市发改委）、▼未达到序时进度（市科技局）";
    has(
        &words(&page(&project, "tasks")),
        &[both, "2018年7月自查情况：✔已完成3、"],
    );
    // A unit has its own alone; who was asked and said nothing is 未报.
    let science = words(&page(&project, "units/kejiju"));
    has(
        &science,
        &[
            "2018年7月自查情况：▼未达到序时进度1",
            "落实《创新条例》2018年7月自查情况：▼未达到序时进度",
        ],
    );
    assert!(!science.contains("已完成"), "{science}");
    has(
        &words(&page(&project, "units/xiqu")),
        &["2018年7月自查情况：○未报2"],
    );
    // Of two answers none is taken.
    let social = words(&page(&project, "units/rensheju"));
    has(&social, &["2018年7月自查情况：？有几种答复，还没有定1"]);
    assert!(!social.contains("✔") && !social.contains("◇"), "{social}");
    // An area has its values beside its targets too.
    has(
        &words(&page(&project, "areas/dongqu")),
        &[
            "72018年7月自查情况：6.1，▼低于目标0.9个百分点",
            "62018年7月自查情况：年度统计，·未作比较",
        ],
    );
    // Items have pages under their keys; the one at the old address leads to it.
    let moved = page(&project, "items/4");
    let key = moved.split("url=").nth(1).unwrap();
    let key = key.split(['"', '.']).next().unwrap();
    has(&words(&page(&project, &format!("items/{key}"))), &[both]);
}

/// A notice that names no lead asks governments for values, and nobody for tasks.
#[test]
fn a_round_of_values_alone_has_no_pictures() {
    let project = decided("lead");
    let answers = "values:\n- {of: i1@东区, unit: 东区政府, typed: 电话, value: {text: '7'}}\n";
    project.write(ANSWERS, answers);
    project.run(&["build", "-q"]).ends(0);
    let round = page(&project, "rounds/2018-07");
    assert!(!round.contains("<figure"), "{round}");
    has(
        &words(&round),
        &[
            "应报2个单位，已报1个，未报1个。",
            "合计0—",
            "✔达到目标东区政府",
            "西区政府（2项指标）催办单（PDF）",
            "东区政府（1项指标）催办单（PDF）",
        ],
    );
}
