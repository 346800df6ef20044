//! What is taller than a page, or wider than its place: it goes on over pages, or nothing is
//! printed and that is said. Never is anything below or beside the paper.

use std::fs;
use std::process::Command;

use crate::test_project::{TestProject, each_of, root};

/// A table of indicators as HTML, with so many areas.
struct Table {
    areas: usize,
    /// Rows: cells before the unit, and the first value; none goes on from above.
    rows: String,
    count: usize,
}

impl Table {
    fn new(areas: usize) -> Self {
        Table {
            areas,
            rows: String::new(),
            count: 0,
        }
    }

    /// A row with its name, after `group`, which is HTML, and with `first` for the first
    /// area; an empty one is covered from above.
    fn row(&mut self, group: &str, name: &str, first: &str) {
        self.count += 1;
        self.rows += &format!("<tr><td>{}</td>{group}", self.count);
        self.rows += &format!("<td>{name}</td><td>亿元</td>{first}");
        self.rows += &"<td>7.5</td>".repeat(self.areas - 1);
        self.rows += "</tr>\n";
    }

    /// Rows of a group, and a value for all of them if `merged`.
    fn group(&mut self, name: &str, rows: usize, merged: bool) {
        for at in 0..rows {
            let cell = |text: &str| format!("<td rowspan={rows}>{text}</td>");
            let first = match (merged, at) {
                (true, 0) => cell("由市里统一考核"),
                (true, _) => String::new(),
                (false, _) => "<td>6.5</td>".into(),
            };
            let group = if at == 0 { cell(name) } else { String::new() };
            let name = format!("指标第{:03}号", self.count + 1);
            self.row(&group, &name, &first);
        }
    }

    fn notice(&self, grouped: bool) -> String {
        let name = |at: usize| {
            let (a, b) = ("东西南北中上下左右前", "山河湖江海林田石云泉");
            let one = |text: &str, at: usize| text.chars().nth(at % 10).unwrap();
            format!("<td>{}{}区</td>", one(a, at), one(b, at / 10))
        };
        let areas: String = (0..self.areas).map(name).collect();
        let span = if grouped { " colspan=2" } else { "" };
        let line = |text: &str| format!("<p>{text}</p>\n");
        let head = [
            "甲州市人民政府文件",
            "甲政发〔2018〕3号",
            "市政府关于下达2018年工作任务的通知",
            "各区人民政府，市各有关部门：",
            "现将2018年工作任务下达给你们，请认真组织实施。",
            "附件：甲州市2018年主要指标分解表",
            "甲州市人民政府",
            "2018年3月5日",
            "附件",
            "甲州市2018年主要指标分解表",
        ];
        format!(
            "<html><body>{}<table><tr><td>序号</td><td{span}>指标名称</td><td>单位</td>{areas}</tr>\n\
             {}</table></body></html>",
            head.map(line).concat(),
            self.rows
        )
    }
}

/// `第001点第002点…`: what is lost of it is seen.
fn marked(points: usize) -> String {
    (1..=points).map(|at| format!("第{at:03}点")).collect()
}

fn project_of(notice: &str) -> TestProject {
    let test_project = TestProject::empty();
    test_project.lay_sample(&root().join("tests/samples/measured"));
    for seed in fs::read_dir(test_project.path("seeds")).unwrap() {
        fs::remove_file(seed.unwrap().path()).unwrap();
    }
    test_project.write("seeds/甲政发〔2018〕3号.html", notice);
    test_project.run(&["read", "-q"]).ends(0);
    test_project
}

/// What can be read on the pages of a PDF; what is outside of them cannot.
fn words_of(test_project: &TestProject, file: &str) -> String {
    let pdf = test_project.path(&format!("out/jiazhengfa-2018-3/{file}"));
    let text = Command::new("pdftotext")
        .arg("-raw")
        .arg(pdf)
        .arg("-")
        .output()
        .unwrap();
    String::from_utf8(text.stdout).unwrap()
}

#[test]
fn what_is_taller_than_a_page_goes_on() {
    let grouped = |areas: usize, groups: &[(usize, bool)]| {
        let mut table = Table::new(areas);
        for (group, (rows, merged)) in ["经济发展", "社会民生"].into_iter().zip(groups) {
            table.group(group, *rows, *merged);
        }
        let names = (1..=table.count).map(|at| format!("指标第{at:03}号"));
        (table.notice(true), names.collect::<Vec<_>>())
    };
    let single = |areas: usize, name: &str, value: &str| {
        let mut table = Table::new(areas);
        table.row("", "地区生产总值", "<td>6.5</td>");
        table.row("", name, &format!("<td>{value}</td>"));
        table.row("", "社会消费品零售总额", "<td>6.5</td>");
        let all = [name, value, "社会消费品零售总额"].map(str::to_owned);
        (table.notice(false), all.to_vec())
    };
    let mut long_group = Table::new(14);
    long_group.group(&marked(80), 2, false);
    // Each value reaches over the end of the group before.
    let mut hooked = Table::new(6);
    for at in 0..60 {
        let group = match at % 6 {
            0 => "<td rowspan=6>民生</td>",
            _ => "",
        };
        let first = match at % 6 {
            _ if at == 0 || at > 54 => "<td>6.5</td>".to_owned(),
            1 => "<td rowspan=6>统一考核</td>".to_owned(),
            _ => String::new(),
        };
        hooked.row(group, &format!("指标第{:03}号", at + 1), &first);
    }
    let cases = [
        grouped(6, &[(24, false), (5, false)]),
        grouped(6, &[(28, false)]),
        grouped(6, &[(45, false), (5, true)]),
        grouped(6, &[(60, true)]),
        single(15, "实际使用外资", &marked(30)),
        single(15, "实际使用外资", &marked(100)),
        single(6, "实际使用外资", &marked(900)),
        single(14, &marked(35), "6.5"),
        single(14, &marked(36), &marked(36)),
        (long_group.notice(true), vec![marked(80)]),
        (
            hooked.notice(true),
            vec!["指标第001号".into(), "指标第060号".into()],
        ),
    ];
    each_of(&cases, |at, (notice, words)| {
        let test_project = project_of(notice);
        test_project.run(&["make", "-q"]).ends(0);
        for file in ["notice.pdf", "indicators.pdf"] {
            let printed = words_of(&test_project, file);
            let printed: String = printed.split_whitespace().collect();
            for text in words {
                // Lines of a cell follow each other, but a page may end inside a mark.
                let marks = text.split_inclusive(['点', '号']);
                let lost = marks.filter(|mark| {
                    let front: String = mark.chars().take(mark.chars().count() - 1).collect();
                    let back: String = mark.chars().skip(1).collect();
                    !printed.contains(&front) && !printed.contains(&back)
                });
                let lost: Vec<&str> = lost.collect();
                assert!(lost.is_empty(), "{at} {file}: {lost:?}");
            }
        }
        test_project
            .run(&["proof", "-q", "--only", "notice"])
            .ends(0);
    });
}

/// Whatever the templates do, nobody gets a document of which a part is not on the paper.
#[test]
fn what_is_outside_the_paper_is_refused() {
    let cases = [
        // A row that no page holds and that may not be divided.
        (
            "parts.typ",
            "inset: (x: inset, y: 1.4mm),",
            "inset: (x: inset, y: 200mm),",
        ),
        (
            "parts.typ",
            "columns: width-of(part),",
            "columns: width-of(part), rows: 250mm,",
        ),
        // To the left, to the right, below, and cut off.
        (
            "circular.typ",
            "below: gap, view.addressees)",
            "below: gap, move(dx: -40mm, view.addressees))",
        ),
        (
            "circular.typ",
            "below: gap, view.addressees)",
            "below: gap, move(dx: 150mm, view.addressees))",
        ),
        (
            "circular.typ",
            "below: gap, view.addressees)",
            "below: gap, move(dy: 300mm, view.addressees))",
        ),
        (
            "circular.typ",
            "below: gap, view.addressees)",
            "below: gap, box(width: 20mm, height: 5mm, clip: true, view.addressees))",
        ),
        // A page number that is turned.
        ("style.typ", "dx: paper.height,", "dx: paper.height * 2,"),
    ];
    let test_project = TestProject::empty();
    test_project.lay_sample(&root().join("tests/samples/small"));
    test_project.run(&["read", "-q"]).ends(0);
    for (file, find, replace) in cases {
        let text = fs::read_to_string(root().join("templates/pdf").join(file)).unwrap();
        assert!(text.contains(find), "{file} has no {find}");
        let own = test_project.path("own");
        let _ = fs::remove_dir_all(&own);
        test_project.write(&format!("own/pdf/{file}"), &text.replace(find, replace));
        let ran = test_project.run(&["make", "--templates", own.to_str().unwrap()]);
        let said = ran.ends(2).stderr();
        assert!(said.contains("text-crowded"), "{replace}: {said}");
        assert!(said.contains("纸外"), "{replace}: {said}");
    }
}

/// Words that are taller than their row stand on its line, over nothing: they are not in their
/// cell, and that is said.
#[test]
fn what_is_taller_than_its_row_is_refused() {
    let test_project = TestProject::empty();
    test_project.lay_sample(&root().join("tests/samples/small"));
    test_project.run(&["read", "-q"]).ends(0);
    let parts = fs::read_to_string(root().join("templates/pdf/parts.typ")).unwrap();
    let find = "columns: width-of(part),";
    for height in ["1mm", "1.5mm", "2mm"] {
        let own = test_project.path("own");
        let replace = format!("{find} rows: {height}, align: top,");
        test_project.write("own/pdf/parts.typ", &parts.replace(find, &replace));
        let ran = test_project.run(&["make", "--templates", own.to_str().unwrap()]);
        let said = ran.ends(2).stderr();
        assert!(said.contains("text-crowded"), "{height}: {said}");
    }
}

/// A heading is never divided: one that is taller than a page is refused, with its words, and
/// so is the name of an area.
#[test]
fn headings_that_are_taller_than_a_page_are_refused() {
    for points in [600, 900, 1500] {
        let name = marked(points);
        let mut table = Table::new(8);
        table.row("", "地区生产总值", "<td>6.5</td>");
        let notice = table.notice(false).replace("西山区", &name);
        let test_project = project_of(&notice);
        let said = test_project.run(&["make"]).ends(2).stderr();
        assert!(said.contains("text-crowded"), "{points}: {said}");
        let told = said.lines().filter(|line| line.contains("text-crowded"));
        for line in told {
            let quoted: Vec<&str> = line.split(['“', '”']).skip(1).step_by(2).collect();
            let of_name = |words: &&str| name.contains(words) || words.contains('点');
            assert!(quoted.iter().any(of_name), "{line}");
        }
    }
}

/// A range that no column holds is broken behind its sign; figures stay whole on every page
/// and in every document.
#[test]
fn figures_are_never_broken() {
    let ranges = [
        (
            "12,345,678.90~98,765,432.10",
            "12,345,678.90~",
            "98,765,432.10",
        ),
        (
            "123456789012.25-123456789013.75",
            "123456789012.25-",
            "123456789013.75",
        ),
        (
            "1234567890.25/1234567891.75亿元",
            "1234567890.25/",
            "1234567891.75",
        ),
        (
            "12,345,678.90～98,765,432.10万元",
            "12,345,678.90",
            "98,765,432.10",
        ),
    ];
    let cases: Vec<_> = { [5, 12, 20].into_iter() }
        .flat_map(|areas| ranges.map(|range| (areas, range)))
        .collect();
    each_of(&cases, |_, (areas, (value, one, other))| {
        let mut table = Table::new(*areas);
        table.row("", "实际使用外资", &format!("<td>{value}</td>"));
        let test_project = project_of(&table.notice(false));
        test_project.run(&["make", "-q"]).ends(0);
        for file in ["notice.pdf", "indicators.pdf", "print/packets.pdf"] {
            if !test_project
                .path(&format!("out/jiazhengfa-2018-3/{file}"))
                .is_file()
            {
                continue;
            }
            let printed = words_of(&test_project, file);
            for figure in [one, other] {
                assert!(
                    printed.contains(figure),
                    "{areas} {file} {value}: {printed}"
                );
            }
        }
    });
}
