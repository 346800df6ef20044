//! Rounds of self-checks, whole: drafted, decided, forms made, filled by another program,
//! read back cell by cell, decided between, and never overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gongwen::rounds::answers::Answers;

use crate::filled::{Parts, STRINGS, TASKS, VALUES, convert, fill, has_office};
use crate::test_project::{Built, TestProject, contents, root};

/// The notice of the sample, and where its round keeps things.
pub const NOTICE: &str = "wufu-2018-7";
pub const ROUND: &str = "content/wufu-2018-7/rounds/2018-07.yaml";
pub const ANSWERS: &str = "content/wufu-2018-7/rounds/2018-07.answers.yaml";
pub const CORRECTIONS: &str = "content/wufu-2018-7/rounds/2018-07.corrections.yaml";
pub const RECEIVED: &str = "seeds/rounds/wufu-2018-7/2018-07";

/// The sample with a round in which everything is decided.
pub fn decided(by: &str) -> TestProject {
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    project.run(&["round", "2018-07", "-q"]).ends(0);
    decide(&project, ROUND, by);
    project
}

pub fn decide(project: &TestProject, round: &str, by: &str) {
    let mut text = fs::read_to_string(project.path(round)).unwrap();
    for (from, to) in [
        ("\nas_of:\n", "\nas_of: 2018-06-30\n"),
        ("\ndue:\n", "\ndue: 2018-07-10\n"),
        ("\nto:\n", "\nto: 市发改委\n"),
        ("  by:\n", &format!("  by: {by}\n")),
        ("  members:\n", "  members: true\n"),
        ("  ask:\n", "  ask: both\n"),
    ] {
        text = text.replace(from, to);
    }
    project.write(round, &text);
}

/// How many keys of tasks stand in the XML of a form.
fn tasks_in(xml: &str) -> usize {
    let words = xml.split(['<', '>']).filter(|word| word.len() == 21);
    words.filter(|word| word.as_bytes()[8] == b'#').count()
}

/// The workbooks in a folder of forms, beside which lie the same forms on paper.
fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().flatten();
    let files = files.map(|file| file.path());
    let is_workbook = |file: &PathBuf| file.extension().is_some_and(|e| e == "xlsx");
    files.filter(is_workbook).collect()
}

/// The form of a unit, as its parts.
pub fn form(project: &TestProject, unit: &str) -> Parts {
    let path = format!("out/{NOTICE}/rounds/2018-07/forms/{unit}.xlsx");
    Parts::of(&fs::read(project.path(&path)).unwrap())
}

/// Puts a workbook into the folder of the round.
pub fn receive(project: &TestProject, name: &str, bytes: &[u8]) {
    let path = project.path(RECEIVED).join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

pub fn answers(project: &TestProject) -> Answers {
    let text = fs::read_to_string(project.path(ANSWERS)).unwrap_or_default();
    Answers::from_yaml(ANSWERS, &text).unwrap()
}

/// The form of 市商务局, which has one task and one value, filled.
pub fn filled(project: &TestProject) -> Parts {
    form(project, "shangwuju")
        .set(TASKS, "F9", "已完成")
        .set(TASKS, "G9", "已到账10.2亿美元")
        .set(TASKS, "D11", "王某")
        .set(TASKS, "D15", "2018年7月9日")
        .set(VALUES, "F5", "10.2")
}

#[test]
fn a_round_is_drafted_once_and_decides_nothing() {
    let project = TestProject::of_sample(&root().join("tests/samples/small"));
    let ran = project.run(&["round", "2018-07"]).ends(0);
    assert!(
        ran.stderr().contains("要办公室定：每条任务由谁填报"),
        "{}",
        ran.stderr()
    );
    let draft = fs::read(project.path(ROUND)).unwrap();
    project
        .run(&["round", "2018-07"])
        .ends(2)
        .says("layout-exists");
    assert_eq!(fs::read(project.path(ROUND)).unwrap(), draft);
    // Until it is decided there are no forms, and each open question is said.
    let ran = project.run(&["build"]).ends(0).says("round-undecided");
    for what in [
        "（by）",
        "（members）",
        "（ask）",
        "（as_of）",
        "（due）",
        "（to）",
    ] {
        assert!(ran.stderr().contains(what), "{what}");
    }
    assert!(!project.path(&format!("out/{NOTICE}/rounds")).exists());
    receive(&project, "x.xlsx", b"x");
    project.run(&["read"]).ends(1).says("round-undecided");
    fs::remove_dir_all(project.path("seeds/rounds")).unwrap();
    project.run(&["round", "2018/07"]).ends(2).says("round-id");
    project
        .run(&["round", "2018-12", "nix"])
        .ends(2)
        .says("round-notice");
}

#[test]
fn the_draft_has_the_words_of_the_letter() {
    let project = Built::Real.copy();
    project.run(&["round", "2017-07", "-q"]).ends(0);
    let text = fs::read_to_string(project.path("content/suf-2017-15/rounds/2017-07.yaml")).unwrap();
    assert!(text.contains("7月初和12月初分别组织一次自查"), "{text}");
    assert!(text.contains("通知里的说法：7月初。"), "{text}");
    assert!(text.contains("\nto: \"市发改委\"\n"), "{text}");
}

#[test]
fn who_answers_is_what_the_office_says() {
    let units = |project: &TestProject| -> BTreeMap<String, usize> {
        project.run(&["build", "-q"]).ends(0);
        let folder = project.path(&format!("out/{NOTICE}/rounds/2018-07/forms"));
        let forms = workbooks(&folder).into_iter();
        let forms = forms.map(|form| {
            let strings = Parts::of(&fs::read(&form).unwrap()).text(STRINGS);
            let keys = tasks_in(&strings);
            let name = form.file_stem().unwrap().to_str().unwrap();
            (name.to_owned(), keys)
        });
        forms.collect()
    };
    let first = units(&decided("first"));
    let some = |list: &[(&str, usize)]| -> BTreeMap<String, usize> {
        list.iter()
            .map(|(unit, tasks)| ((*unit).to_owned(), *tasks))
            .collect()
    };
    // Governments have the targets of their areas, whatever tasks they have.
    let wanted = [
        ("fagaiwei", 2),
        ("shangwuju", 1),
        ("kejiju", 1),
        ("rensheju", 1),
    ];
    let areas = [("dongqu", 0), ("xiqu", 0)];
    assert_eq!(first, some(&[wanted.as_slice(), &areas].concat()));
    let every = units(&decided("every"));
    let wanted = [
        ("fagaiwei", 3),
        ("shangwuju", 1),
        ("kejiju", 1),
        ("rensheju", 1),
    ];
    let areas = [("dongqu", 2), ("xiqu", 2)];
    assert_eq!(every, some(&[wanted.as_slice(), &areas].concat()));
    // Exceptions, and what fits nothing.
    let project = decided("first");
    let round = fs::read_to_string(project.path(ROUND)).unwrap();
    let with = |except: &str| {
        project.write(
            ROUND,
            &round.replace("  except: []", &format!("  except:\n{except}")),
        );
    };
    with("  - {task: 3-1, units: [东区政府, 西区政府]}\n  - {task: 4, nobody: 统一考核}\n");
    let changed = units(&project);
    assert_eq!(changed["dongqu"], 1);
    assert!(!changed.contains_key("kejiju"));
    for (except, words) in [
        ("  - {task: 99-1, by: every}\n", "通知里没有这个编号"),
        (
            "  - {task: 3-1, units: [市神话局]}\n",
            "通知和登记册里都没有这个单位",
        ),
        ("  - {task: 3-1}\n", "要写一个，只写一个"),
        ("  - {task: 3-1, by: all}\n", "不能写“all”"),
        ("  - {task: 3-1, who: x}\n", "没有“who”这一项"),
    ] {
        with(except);
        project
            .run(&["build"])
            .ends(1)
            .says("round-yaml")
            .says(words);
    }
    project.write(ROUND, &round.replace("by: first", "by: lead"));
    project
        .run(&["read"])
        .ends(0)
        .says("round-nobody")
        .says("没有写明谁牵头");
    project.write(
        ROUND,
        &round
            .replace("members: true", "members: false")
            .replace("by: first", "by: every"),
    );
    project.run(&["read"]).ends(0);
}

/// Forms are filled by another program where it is there, and come back whole.
#[test]
fn forms_come_back_from_another_program() {
    if !has_office() {
        return;
    }
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    let folder = project.path(RECEIVED);
    fs::create_dir_all(&folder).unwrap();
    let forms = project.path(&format!("out/{NOTICE}/rounds/2018-07/forms"));
    for form in workbooks(&forms) {
        fs::copy(&form, folder.join(form.file_name().unwrap())).unwrap();
    }
    convert(&folder, "xlsx", "fods");
    // What is written where: the test knows it apart from what is read.
    let words = |key: &str, number: usize| match number {
        _ if key.starts_with("gongwen:sign") => "2018-07-05".to_owned(),
        0 if key.contains(['@', '/']) => "8.5".to_owned(),
        0 => ["达到序时进度", "未达到序时进度", "已完成"][key.len() % 3].to_owned(),
        n => format!(
            "{}第{n}处",
            key.split('#').next().unwrap().replace('/', "-")
        ),
    };
    let (mut cells, mut rows) = (0, 0);
    for file in fs::read_dir(&folder).unwrap().flatten().map(|e| e.path()) {
        if file.extension().is_some_and(|e| e == "fods") {
            let flat = fs::read_to_string(&file).unwrap();
            let count = std::cell::Cell::new(0);
            let new = fill(&flat, |key, number| {
                count.set(count.get() + 1);
                words(key, number)
            });
            cells += count.get();
            rows += tasks_in(&flat);
            fs::write(&file, new).unwrap();
        }
    }
    convert(&folder, "fods", "xlsx");
    for file in fs::read_dir(&folder).unwrap().flatten().map(|e| e.path()) {
        if file.extension().is_some_and(|e| e == "fods") {
            fs::remove_file(file).unwrap();
        }
    }
    let ran = project.run(&["read"]).ends(0);
    assert!(!ran.stderr().contains("answer-"), "{}", ran.stderr());
    let read = answers(&project);
    assert_eq!((read.received.len(), read.answers.len()), (6, rows));
    let in_answers: usize = { read.answers.iter() }
        .map(|a| usize::from(a.status.is_some()) + a.fields.len())
        .sum();
    let in_values: usize = { read.values.iter() }
        .map(|v| usize::from(v.value.is_some()) + usize::from(v.note.is_some()))
        .sum();
    let signed: usize = read.received.iter().map(|file| file.signed.len()).sum();
    assert_eq!(
        in_answers + in_values + signed,
        cells,
        "every cell is booked"
    );
    for answer in &read.answers {
        let says = |words: &Option<&str>, n: usize| {
            let key = answer.key.as_deref().unwrap();
            assert_eq!(*words, Some(format!("{key}第{n}处").as_str()));
        };
        for (n, field) in (1..).zip(["进展情况", "存在问题", "下一步措施", "佐证材料"])
        {
            says(&answer.field(field), n);
        }
    }
    // A second reading changes nothing, nor does a second build; check agrees.
    let before = contents(&project.path("content"));
    project.run(&["read", "-q"]).ends(0);
    project.run(&["build", "-q"]).ends(0);
    project.run(&["check", "-q"]).ends(0);
    assert_eq!(contents(&project.path("content")), before);
    let made = project.run(&["build"]).ends(0).stdout() + &project.run(&["build"]).stderr();
    assert!(made.contains("新增 0，改动 0，删去 0"), "{made}");
}

/// What is written in the XML is what is read, with its cells; the same bytes each time.
#[test]
fn a_form_is_read_cell_by_cell() {
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    let before = contents(&project.path("out"));
    fs::remove_dir_all(project.path("out")).unwrap();
    fs::remove_file(project.path("out.cache")).unwrap();
    project.run(&["build", "-q"]).ends(0);
    assert_eq!(
        contents(&project.path("out")),
        before,
        "forms have the same bytes"
    );
    receive(&project, "区里报来/商务局.XLSX", &filled(&project).bytes());
    project.run(&["read"]).ends(0);
    let text = fs::read_to_string(project.path(ANSWERS)).unwrap();
    let body = text.split_once("\nreceived:").unwrap().1;
    let body = body.lines().filter(|line| {
        !["blake3:", "bytes:", "form:", "key:"]
            .iter()
            .any(|w| line.contains(w))
    });
    let body: Vec<&str> = body.skip(1).collect();
    assert_eq!(body.join("\n") + "\n", READ);
    // A file that was there is not changed, and nobody takes it for a notice.
    let kept = project.path(RECEIVED).join("区里报来/商务局.XLSX");
    assert_eq!(fs::read(kept).unwrap(), filled(&project).bytes());
}

const READ: &str = "\
- file: 区里报来/商务局.XLSX
  unit: 市商务局
  dated: 2018-07-09
  late: false
  signed:
  - name: 填报人
    text: 王某
    cell: D11
  - name: 填报日期
    text: 2018年7月9日
    cell: D15
answers:
- task: 2-1
  unit: 市商务局
  file: 区里报来/商务局.XLSX
  sheet: 自查表
  status:
    text: 已完成
    cell: F9
  fields:
  - name: 进展情况
    text: 已到账10.2亿美元
    cell: G9
values:
- of: 2-1/1
  unit: 市商务局
  file: 区里报来/商务局.XLSX
  sheet: 指标完成值
  value:
    text: '10.2'
    cell: F5
";

#[test]
fn two_answers_stand_until_a_person_decides() {
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    receive(&project, "一.xlsx", &filled(&project).bytes());
    receive(
        &project,
        "二.xlsx",
        &filled(&project).set(TASKS, "F9", "未达到序时进度").bytes(),
    );
    let ran = project
        .run(&["read"])
        .ends(0)
        .says("answer-twice")
        .says("answer-lacking");
    assert!(
        ran.stderr().contains("first 是 一.xlsx 自查表 F9"),
        "{}",
        ran.stderr()
    );
    assert_eq!(answers(&project).answers.len(), 2);
    // The values say the same and are one.
    let values = answers(&project).values;
    assert_eq!(values.len(), 1);
    assert_eq!(values[0].from.also, ["二.xlsx 指标完成值 F5"]);
    let take =
        "- {task: 2-1, unit: 市商务局, among: [一.xlsx, 二.xlsx], take: second, why: 第一份填错}\n";
    project.write(CORRECTIONS, take);
    let ran = project.run(&["read"]).ends(0);
    assert!(!ran.stderr().contains("answer-twice"), "{}", ran.stderr());
    let counts: Vec<bool> = answers(&project)
        .answers
        .iter()
        .map(|a| a.from.counts())
        .collect();
    assert_eq!(counts, [false, true]);
    // A third comes: the decision was between two.
    receive(
        &project,
        "三.xlsx",
        &filled(&project).set(TASKS, "F9", "年度统计").bytes(),
    );
    project
        .run(&["read"])
        .ends(1)
        .says("answer-correction")
        .says("和 among 里的不一样");
    fs::remove_file(project.path(RECEIVED).join("三.xlsx")).unwrap();
    for (text, words) in [
        (
            "- {task: 9-9, unit: 市商务局, among: [一.xlsx], take: first, why: x}\n",
            "没有几种答复可选",
        ),
        (
            "- {file: 四.xlsx, leave_out: true, why: x}\n",
            "没有收到 四.xlsx",
        ),
        (
            "- {file: 一.xlsx, sheet: 自查表, cell: F9, find: 没有, replace: x, why: x}\n",
            "那一格里没有“没有”",
        ),
        (
            "- {file: 一.xlsx, sheet: 自查表, cell: Z9, find: 没有, replace: x, why: x}\n",
            "那一格里没有字",
        ),
        ("- {file: 一.xlsx}\n", "缺“why”这一项"),
    ] {
        project.write(CORRECTIONS, text);
        project
            .run(&["read"])
            .ends(1)
            .says("answer-correction")
            .says(words);
    }
    // A file is left out, and one came late by the book of the office.
    let text = "- {file: 一.xlsx, leave_out: true, why: 作废}\n- {file: 二.xlsx, received: 2018-07-11, why: 收文登记}\n";
    project.write(CORRECTIONS, text);
    project.run(&["read"]).ends(0);
    let read = answers(&project);
    assert_eq!(read.answers.len(), 1);
    assert_eq!(read.received[0].left_out.as_deref(), Some("作废"));
    assert_eq!(read.received[1].late, Some(true));
}

#[test]
fn what_people_typed_stays_and_what_was_read_is_theirs_to_correct() {
    let project = decided("every");
    project.run(&["build", "-q"]).ends(0);
    receive(
        &project,
        "商务局.xlsx",
        &filled(&project).set(TASKS, "F9", "己完成").bytes(),
    );
    project
        .run(&["read"])
        .ends(1)
        .says("answer-status")
        .says("没有“己完成”");
    project.write(
        CORRECTIONS,
        "- {file: 商务局.xlsx, sheet: 自查表, cell: F9, find: 己, replace: 已, why: 错字}\n",
    );
    project.run(&["read"]).ends(0);
    let status = answers(&project).answers[0].status.clone().unwrap();
    assert_eq!(
        (status.text.as_str(), status.corrected.as_deref()),
        ("已完成", Some("错字"))
    );
    // An answer by telephone is typed, and kept when all is read again.
    let typed =
        "- task: 4-1\n  unit: 市科技局\n  typed: 电话报来，李某记\n  status: {text: 年度统计}\n";
    let text = fs::read_to_string(project.path(ANSWERS)).unwrap();
    let with = text.replace("\nanswers:\n", &format!("\nanswers:\n{typed}"));
    project.write(ANSWERS, &with);
    project.run(&["read"]).ends(0);
    let read = answers(&project);
    assert_eq!(read.answers.len(), 2);
    assert_eq!(
        read.answers[1].from.typed.as_deref(),
        Some("电话报来，李某记")
    );
    // What was read is not changed here.
    let text = fs::read_to_string(project.path(ANSWERS)).unwrap();
    project.write(ANSWERS, &text.replace("已到账10.2亿美元", "已到账11亿美元"));
    project.run(&["read"]).ends(1).says("hand-edited");
    for (from, to, words) in [
        ("text: 年度统计", "text: 很好", "没有“很好”这种完成情况"),
        (
            "unit: 市科技局",
            "unit: 市神话局",
            "这一轮不请“市神话局”填报",
        ),
        ("typed:", "typd:", "没有“typd”这一项"),
    ] {
        project.write(ANSWERS, &text.replace(from, to));
        project
            .run(&["read"])
            .ends(1)
            .says("answers-yaml")
            .says(words);
    }
    project.write(ANSWERS, &text);
    // `check` holds the answers against the workbooks.
    project.run(&["check", "-q"]).ends(0);
    receive(
        &project,
        "商务局.xlsx",
        &filled(&project).set(TASKS, "G9", "换了一份").bytes(),
    );
    project.write(CORRECTIONS, "# 没有了\n");
    project.run(&["check"]).ends(1).says("content-stale");
}

/// Files only: a round of the real notice, with a form for every unit that answers.
#[test]
fn the_real_notice_has_a_form_for_every_unit() {
    let project = Built::Real.copy();
    project.run(&["round", "2017-07", "-q"]).ends(0);
    decide(&project, "content/suf-2017-15/rounds/2017-07.yaml", "every");
    project.run(&["build", "-q"]).ends(0);
    let forms = workbooks(&project.path("out/suf-2017-15/rounds/2017-07/forms"));
    // 91 units have tasks; the whole of them is on the sheets too.
    let sheets = fs::read_dir(project.path("out/suf-2017-15/units"))
        .unwrap()
        .flatten();
    let sheets = sheets
        .filter(|e| e.path().extension().is_some_and(|e| e == "pdf"))
        .count();
    assert_eq!(forms.len(), sheets);
    // Shares of the work come together as the whole.
    let whole = contents(&project.path("out"));
    let (one, two) = (project.path("one"), project.path("two"));
    for (folder, share) in [(&one, "1/2"), (&two, "2/2")] {
        let out = folder.to_str().unwrap();
        project
            .run(&["make", "--shard", share, "--out", out, "-q"])
            .ends(0);
    }
    fs::remove_dir_all(project.path("out")).unwrap();
    let shares = [one.to_str().unwrap(), two.to_str().unwrap()];
    project.run(&["gather", shares[0], shares[1], "-q"]).ends(0);
    assert_eq!(contents(&project.path("out")), whole);
}
