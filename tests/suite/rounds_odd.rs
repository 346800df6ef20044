//! Workbooks as no office should send them, and as offices do: each is read as it is meant,
//! or refused with file and cell. None is silently something else.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use gongwen::diag::Texts;
use gongwen::notice::{Notice, check};
use gongwen::project::Project;
use gongwen::rounds::booking::{self, Booked, Expected, Limits, Workbook};
use gongwen::rounds::corrections::Corrections;
use gongwen::rounds::gather::gather;
use gongwen::rounds::round::Round;
use gongwen::rounds::totals::{Totals, not_reported, standings};

use crate::filled::{Parts, STRINGS, TASKS, VALUES};
use crate::rounds::{NOTICE, RECEIVED, ROUND, answers, decided, filled, form, receive};
use crate::test_project::{TestProject, files_of};

/// A compound file with a stream of this name, as old programs and passwords make them.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

pub fn built() -> TestProject {
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    project
}

/// Each is refused: what is said, and the words with the place.
#[test]
fn what_cannot_be_taken_is_refused_with_its_place() {
    let project = built();
    let good = filled(&project);
    let whole = good.bytes();
    // The key of a row of the first sheet stands in its hidden column.
    let key = |unit: &str, row: u32| -> String {
        let parts = form(&project, unit);
        let sheet = parts.text(TASKS);
        let cell = sheet.split(&format!("<c r=\"A{row}\"")).nth(1).unwrap();
        let number = cell.split("<v>").nth(1).unwrap().split('<').next().unwrap();
        let strings = parts.text(STRINGS);
        let words = strings
            .split("<si><t")
            .nth(1 + number.parse::<usize>().unwrap());
        let words = words.unwrap().split_once('>').unwrap().1;
        words.split('<').next().unwrap().to_owned()
    };
    let (own, other) = (key("shangwuju", 9), key("fagaiwei", 10));
    let last = if own.ends_with('0') { "1" } else { "0" };
    let mark = |from: &str, to: &str| good.clone().replace(STRINGS, from, to).bytes();
    let raw = |part: &str, from: &str, to: &str| good.clone().replace(part, from, to).bytes();
    let long = "字".repeat(30_000);
    let cases: Vec<(&str, &str, Vec<u8>)> = vec![
        // Whole files.
        (
            "answer-foreign",
            "不是这一轮（wufu-2018-7/2018-07）的",
            mark("2018-7/2018-07/", "2018-7/2018-12/"),
        ),
        (
            "answer-foreign",
            "通知 xufu-2018-1 的",
            mark("wufu-2018-7/2018-07/", "xufu-2018-1/2018-07/"),
        ),
        (
            "answer-foreign",
            "这一轮没有请它填报",
            mark("/shangwuju/", "/shenhuaju/"),
        ),
        (
            "answer-foreign",
            "找不到自查表的编号",
            mark("wufu-2018-7/2018-07/", "改过/"),
        ),
        (
            "answer-foreign",
            "一份表里有两个编号",
            good.clone()
                .set(TASKS, "H9", "wufu-2018-7/2018-07/kejiju/01234567")
                .bytes(),
        ),
        (
            "answer-foreign",
            "表里隐藏的一列被删去了",
            raw(STRINGS, "gongwen:", "其他："),
        ),
        ("answer-encrypted", "加了密码", compound("EncryptedPackage")),
        ("answer-form", "旧格式的电子表格", compound("Workbook")),
        ("answer-form", "这是PDF", b"%PDF-1.7 ...".to_vec()),
        ("answer-form", "别的文件", "序号,任务\n".into()),
        ("answer-form", "别的文件", Vec::new()),
        (
            "answer-macros",
            "有宏",
            good.clone().put("xl/vbaProject.bin", "x").bytes(),
        ),
        (
            "answer-broken",
            "压缩包不完整",
            whole[..whole.len() / 2].to_vec(),
        ),
        (
            "answer-broken",
            "",
            good.clone().without("xl/workbook.xml").bytes(),
        ),
        (
            "answer-broken",
            "自查表",
            good.clone().without(TASKS).bytes(),
        ),
        ("answer-broken", "", raw(TASKS, "</sheetData>", "")),
        (
            "answer-broken",
            "F9 写了两次",
            raw(
                TASKS,
                "<row r=\"11\"",
                "<row r=\"9\"><c r=\"F9\"><v>1</v></c></row><row r=\"11\"",
            ),
        ),
        // Rows of another version, another unit; texts that were changed.
        (
            "answer-version",
            "按通知的另一稿做的",
            mark(&own, &format!("{}{last}", &own[..own.len() - 1])),
        ),
        (
            "answer-foreign",
            "是市发改委的，不由市商务局填报",
            mark(&own, &other),
        ),
        (
            "answer-version",
            "不在市商务局现在要填报的任务里（编号 zzzzzzzz）",
            mark(&own, "zzzzzzzz#0123456789ab"),
        ),
        (
            "answer-version",
            "应是“实际使用外资10亿美元”",
            mark("实际使用外资10亿美元", "实际使用外资1亿美元"),
        ),
        (
            "answer-version",
            "应是“10亿美元”",
            good.clone().set(VALUES, "E5", "1亿美元").bytes(),
        ),
        ("answer-version", "没有“进展情况”", mark("进展情况", "进度")),
        ("answer-version", "没有“完成值”", mark("完成值", "数")),
        (
            "answer-version",
            "一行里有两行的编号",
            good.clone().set(TASKS, "K9", &other).bytes(),
        ),
        // Cells.
        (
            "answer-status",
            "工作表“自查表”的 F9：没有“完成了”这种完成情况",
            good.clone().set(TASKS, "F9", "完成了").bytes(),
        ),
        (
            "answer-status",
            "没有“1”",
            good.clone().cell(TASKS, "F9", "", "<v>1</v>").bytes(),
        ),
        (
            "answer-cell",
            "工作表“自查表”的 G9：这一格显示的是出错的“#REF!”",
            good.clone().cell(TASKS, "G9", "e", "<v>#REF!</v>").bytes(),
        ),
        (
            "answer-cell",
            "G9：这一格是公式，没有算出的值",
            good.clone().cell(TASKS, "G9", "", "<f>A1+1</f>").bytes(),
        ),
        (
            "answer-cell",
            "G9：这一格有 30000 个字，超过上限 20000",
            good.clone().set(TASKS, "G9", &long).bytes(),
        ),
        (
            "answer-cell",
            "改变书写方向的字符",
            good.clone().set(TASKS, "G9", "甲\u{202e}乙").bytes(),
        ),
        (
            "answer-cell",
            "D15：这一格显示的是出错的",
            good.clone().cell(TASKS, "D15", "e", "<v>#N/A</v>").bytes(),
        ),
    ];
    for (number, (rule, words, bytes)) in cases.iter().enumerate() {
        receive(&project, "收.xlsx", bytes);
        let ran = project.run(&["read"]);
        let said = ran.stderr();
        assert_eq!(ran.code(), 1, "{number} {rule} {words}: {said}");
        assert!(
            said.contains(&format!("错误[{rule}]")),
            "{number} {rule} {words}: {said}"
        );
        assert!(said.contains(words), "{number} {rule} {words}: {said}");
        assert!(
            said.contains(&format!("{RECEIVED}/收.xlsx")),
            "{number}: {said}"
        );
        assert!(!project.path(crate::rounds::ANSWERS).exists(), "{number}");
    }
    project.write("content/limits.yaml", "unpacked_bytes: 9000\n");
    receive(&project, "收.xlsx", &whole);
    project.run(&["read"]).ends(1).says("answer-too-large");
    project.write("content/limits.yaml", "cells: 20\n");
    project.run(&["read"]).ends(1).says("answer-too-large");
}

/// Each is read as it is meant: what it is, and the remark that it gives, if any.
#[test]
fn what_programs_and_people_change_is_read_as_it_is_meant() {
    let project = built();
    let good = filled(&project);
    receive(&project, "收.xlsx", &good.bytes());
    project.run(&["read", "-q"]).ends(0);
    let says = |project: &TestProject| {
        let read = answers(project);
        let words: Vec<String> = { read.answers.iter() }
            .flat_map(|a| a.status.iter().chain(&a.fields))
            .chain(
                read.values
                    .iter()
                    .flat_map(|v| v.value.iter().chain(&v.note)),
            )
            .map(|w| w.text.clone())
            .collect();
        words
    };
    let plain = says(&project);
    assert_eq!(plain, ["已完成", "已到账10.2亿美元", "10.2"]);
    let hidden = "<cols><col min=\"7\" max=\"7\" width=\"0\" hidden=\"1\"/>";
    let day = |parts: Parts| {
        let styles = parts
            .text("xl/styles.xml")
            .replace("numFmtId=\"49\"", "numFmtId=\"14\"");
        parts.put("xl/styles.xml", styles)
    };
    let percent = |parts: Parts| {
        let styles = parts
            .text("xl/styles.xml")
            .replace("numFmtId=\"49\"", "numFmtId=\"10\"");
        parts.put("xl/styles.xml", styles)
    };
    let with = |at: usize, text: &str| {
        let mut words = plain.clone();
        words[at] = text.to_owned();
        words
    };
    let cases: Vec<(Parts, Vec<String>, &str)> = vec![
        (good.clone().move_row(TASKS, 9, 40), plain.clone(), ""),
        (
            good.clone()
                .replace("xl/workbook.xml", "name=\"自查表\"", "name=\"Sheet1 (2)\""),
            plain.clone(),
            "",
        ),
        (
            good.clone().replace(TASKS, "<cols>", hidden),
            plain.clone(),
            "",
        ),
        (
            good.clone().set(TASKS, "F9", " 已 完 成\n"),
            plain.clone(),
            "",
        ),
        // The hidden sheet is gone: the mark is printed as well.
        (
            good.clone().replace(
                "xl/workbook.xml",
                "<sheet name=\"选项\" sheetId=\"3\" state=\"hidden\" r:id=\"rId3\"/>",
                "",
            ),
            plain.clone(),
            "",
        ),
        // A value that a program made a number or a day of.
        (
            good.clone()
                .cell(VALUES, "F5", "", "<v>10.199999999999999</v>"),
            plain.clone(),
            "",
        ),
        (
            percent(good.clone().cell(VALUES, "F5", "", "<v>0.0725</v>")),
            with(2, "7.25%"),
            "",
        ),
        (
            day(good.clone().cell(TASKS, "G9", "", "<v>43281</v>")),
            with(1, "2018-06-30"),
            "说明[answer-day]",
        ),
        (
            good.clone()
                .cell(VALUES, "F5", "", "<f>SUM(5,5.2)</f><v>10.2</v>"),
            plain.clone(),
            "注意[answer-formula]: 工作表“指标完成值”的 F5：这一格是公式，读了它算出的“10.2”",
        ),
        // Rich text is one text.
        (
            good.clone().cell(
                TASKS,
                "G9",
                "inlineStr",
                "<is><r><t>已到账</t></r><r><t>10.2亿美元</t></r></is>",
            ),
            plain.clone(),
            "",
        ),
        // Words beside the form, and words that are missing.
        (
            good.clone().set(TASKS, "L9", "另有说明"),
            plain.clone(),
            "注意[answer-beside]: 工作表“自查表”的 L9：“另有说明”",
        ),
        (
            good.clone().set(TASKS, "B30", "附注"),
            plain.clone(),
            "注意[answer-beside]: 工作表“自查表”的 B30",
        ),
        (
            good.clone().set(TASKS, "B2", "依据：别的"),
            plain.clone(),
            "注意[answer-beside]: 工作表“自查表”的 B2",
        ),
        (
            good.clone().set(TASKS, "E9", "市商务局等"),
            plain.clone(),
            "注意[answer-beside]: 工作表“自查表”的 E9",
        ),
        (
            good.clone().set(TASKS, "F11", "又"),
            plain.clone(),
            "注意[answer-beside]",
        ),
        (
            good.clone().set(TASKS, "F9", "未达到序时进度"),
            with(0, "未达到序时进度"),
            "“存在问题”“下一步措施”没有填",
        ),
        (
            good.clone().set(TASKS, "F9", ""),
            plain[1..].to_vec(),
            "注意[answer-no-status]",
        ),
        (
            good.clone().set(TASKS, "G9", " "),
            vec!["已完成".into(), "10.2".into()],
            "注意[answer-lacking]",
        ),
        (
            good.clone()
                .cell(TASKS, "A9", "inlineStr", "<is><t></t></is>"),
            vec!["10.2".into()],
            "注意[answer-rows]: 表里没有 1 行：2-1；是被删去的",
        ),
    ];
    for (number, (parts, words, said)) in cases.iter().enumerate() {
        receive(&project, "收.xlsx", &parts.bytes());
        let ran = project.run(&["read"]);
        let told = ran.stderr();
        assert_eq!(ran.code(), 0, "{number} {said}: {told}");
        assert_eq!(says(&project), *words, "{number} {said}: {told}");
        assert_eq!(
            told.contains("answer-"),
            !said.is_empty(),
            "{number} {said}: {told}"
        );
        assert!(told.contains(said), "{number} {said}: {told}");
    }
    // A round that asks another unit as well makes other forms; those that are out stay good.
    let older = form(&project, "shangwuju");
    let round = fs::read_to_string(project.path(ROUND)).unwrap();
    let more = "  except:\n  - {task: 5, units: [市人社局, 市商务局]}\n";
    project.write(ROUND, &round.replace("  except: []\n", more));
    receive(
        &project,
        "收.xlsx",
        &older
            .set(TASKS, "F9", "已完成")
            .set(TASKS, "G9", "x")
            .bytes(),
    );
    project
        .run(&["read"])
        .ends(0)
        .says("表是按通知或这一轮的另一稿做的");
}

#[test]
fn many_files_none_and_files_in_wrong_places() {
    let project = built();
    fs::create_dir_all(project.path(RECEIVED)).unwrap();
    project.run(&["read"]).ends(0);
    assert!(!project.path(crate::rounds::ANSWERS).exists());
    let bytes = filled(&project).bytes();
    for number in 0..100 {
        receive(&project, &format!("{number}/商务局.xlsx"), &bytes);
    }
    receive(&project, "~$商务局.xlsx", b"x");
    let ran = project.run(&["read"]).ends(0).says("answer-same");
    assert!(!ran.stderr().contains("answer-twice"));
    let read = answers(&project);
    assert_eq!((read.received.len(), read.answers.len()), (100, 1));
    assert_eq!(read.answers[0].from.also.len(), 99);
    receive(&project, "佐证.docx", b"x");
    receive(&project, "佐证.txt", "戊州市人民政府文件".as_bytes());
    let said = project
        .run(&["read"])
        .ends(0)
        .says("answers-unread")
        .stderr();
    assert!(
        !said.contains("notice-twice") && !said.contains("seed-"),
        "{said}"
    );
    fs::create_dir_all(project.path("seeds/rounds/wufu-2018-7/2019-07")).unwrap();
    fs::write(project.path("seeds/rounds/wufu-2018-7/2019-07/x.xlsx"), "x").unwrap();
    fs::write(project.path("seeds/rounds/x.xlsx"), "x").unwrap();
    let said = project
        .run(&["read"])
        .ends(0)
        .says("answers-folder")
        .stderr();
    assert!(
        said.contains("没有 2019-07 这一轮自查") && said.contains("不在某一轮的文件夹里"),
        "{said}"
    );
}

/// What a project of the sample expects, to read workbooks without running the program.
pub fn expected(project: &TestProject) -> Expected {
    let folder = project.path("");
    let opened = Project::open(&folder).unwrap();
    let registers = opened.registers(&mut Texts::default()).unwrap();
    let register = registers
        .into_iter()
        .find(|r| r.jurisdiction == "戊州市")
        .unwrap();
    let files = files_of(&project.path(&format!("content/{NOTICE}")));
    let notice = Notice::from_yaml("content", &files).unwrap();
    let checked = check::check(notice, &Arc::new(register), "content")
        .value
        .unwrap();
    let text = fs::read_to_string(project.path(ROUND)).unwrap();
    Expected::of(
        &Round::from_yaml("2018-07", ROUND, &text).unwrap(),
        &checked,
    )
}

pub fn book(expected: &Expected, name: &str, bytes: &[u8]) -> Booked {
    let limits = Limits {
        package: gongwen::project::limits::Limits::default().of_package(),
        cells: 100_000,
        chars: 20_000,
    };
    let workbook = Workbook {
        file: name,
        name,
        bytes,
    };
    booking::book(workbook, expected, &Corrections::default(), limits)
}

/// 300 damages: the answers are the same, or something is said, and nothing panics.
#[test]
fn damages_are_equal_or_remarked() {
    let project = built();
    let expected = expected(&project);
    let good = filled(&project);
    let bytes = good.bytes();
    let whole = book(&expected, "a.xlsx", &bytes);
    assert!(whole.remarks.is_empty(), "{:?}", whole.remarks);
    let mut dice = 0x2545_f491_4f6c_dd1d_u64;
    let mut roll = |most: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice % most as u64) as usize
    };
    let (mut equal, mut remarked) = (0, 0);
    for number in 0..300 {
        let damaged = match number % 4 {
            // A byte of the package, many of them, its end.
            0 => {
                let mut bytes = bytes.clone();
                let at = roll(bytes.len());
                bytes[at] ^= 1 << roll(8);
                bytes
            }
            1 => {
                let mut bytes = bytes.clone();
                let (at, count) = (roll(bytes.len()), roll(40));
                let end = (at + count).min(bytes.len());
                bytes[at..end].fill(0);
                bytes
            }
            2 => bytes[..roll(bytes.len())].to_vec(),
            // A piece of the XML of a part.
            _ => {
                let names: Vec<&String> = good.0.keys().collect();
                let name = names[roll(names.len())].clone();
                let text = good.text(&name);
                let cuts: Vec<usize> = text.match_indices('<').map(|(at, _)| at).collect();
                let (from, to) = (roll(cuts.len()), roll(cuts.len()));
                let (from, to) = (cuts[from.min(to)], cuts[from.max(to)]);
                let cut = format!("{}{}", &text[..from], &text[to..]);
                good.clone().put(&name, cut).bytes()
            }
        };
        let read = catch_unwind(AssertUnwindSafe(|| book(&expected, "a.xlsx", &damaged)));
        let read = read.unwrap_or_else(|_| panic!("damage {number} makes the program panic"));
        let same = read.answers == whole.answers
            && read.values == whole.values
            && read.received.signed == whole.received.signed;
        match same {
            true => equal += 1,
            false => {
                remarked += 1;
                assert!(
                    !read.remarks.is_empty(),
                    "damage {number} is silently different"
                );
            }
        }
    }
    println!("{equal} equal, {remarked} remarked");
    assert!(equal > 0 && remarked > 150, "{equal} {remarked}");
}

/// Counts add up to what was asked, whoever has answered.
#[test]
fn totals_add_up() {
    let project = built();
    let expected = expected(&project);
    let good = filled(&project);
    let other = form(&project, "fagaiwei")
        .set(TASKS, "F9", "未达到序时进度")
        .set(TASKS, "G10", "x");
    let twice = good.clone().set(TASKS, "F9", "年度统计");
    let booked = [("一.xlsx", &good), ("二.xlsx", &other), ("三.xlsx", &twice)]
        .map(|(name, parts)| book(&expected, name, &parts.bytes()));
    let gathered = gather(
        &expected,
        booked.into_iter().collect(),
        &Default::default(),
        &Corrections::default(),
        "answers.yaml",
    );
    let standings = standings(&expected, &gathered.value);
    let totals = Totals::of(&expected, &standings);
    let counted: Vec<usize> = totals.by_status.iter().map(|(_, count)| *count).collect();
    assert_eq!(counted, [0, 0, 1, 0, 0]);
    assert_eq!(
        (totals.no_status, totals.undecided, totals.missing),
        (1, 1, 7)
    );
    let sum: usize = counted.iter().sum();
    assert_eq!(
        sum + totals.no_status + totals.undecided + totals.missing,
        totals.all
    );
    let silent = not_reported(&expected, &gathered.value);
    let silent: Vec<&str> = silent.iter().map(|form| form.unit.as_str()).collect();
    assert_eq!(silent, ["市科技局", "市人社局", "东区政府", "西区政府"]);
}
