//! 300 workbooks as people leave them: rows moved and copied, sheets renamed, words typed beside
//! and over, numbers and formulas for words. What was answered is read, or something is said.

use std::collections::BTreeMap;

use gongwen::rounds::answers::Answers;
use gongwen::rounds::corrections::Corrections;
use gongwen::rounds::gather::gather;

use crate::filled::{Parts, TASKS, VALUES};
use crate::rounds::form;
use crate::rounds_odd::{book, built, expected};

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn of<'l, T: ?Sized>(&mut self, list: &[&'l T]) -> &'l T {
        list[self.roll(list.len())]
    }
}

/// What is answered, by what it is of and its heading.
type Said = BTreeMap<(String, String), String>;

fn said(read: &Answers) -> Said {
    let mut found = Said::new();
    let mut put = |of: &str, name: &str, text: &str| {
        found.insert((of.to_owned(), name.to_owned()), text.to_owned());
    };
    for answer in &read.answers {
        if let Some(status) = &answer.status {
            put(&answer.task, "status", &status.text);
        }
        for words in &answer.fields {
            put(
                &answer.task,
                words.name.as_deref().unwrap_or_default(),
                &words.text,
            );
        }
    }
    for value in &read.values {
        for (name, words) in [("value", &value.value), ("note", &value.note)] {
            if let Some(words) = words {
                put(&value.of, name, &words.text);
            }
        }
    }
    found
}

/// The rows of 东区政府: two tasks, and two values.
const ROWS: [(&str, u32); 2] = [("3-1", 9), ("5-1", 10)];
const OF_VALUES: [u32; 2] = [5, 6];

/// What stands in which column.
const NAMES: [(&str, &str); 5] = [
    ("F", "status"),
    ("G", "进展情况"),
    ("H", "存在问题"),
    ("I", "下一步措施"),
    ("J", "佐证材料"),
];

/// A form that is filled in, with what it says.
fn answered(dice: &mut Dice, blank: &Parts, known: &[(&str, u32)]) -> (Parts, Said) {
    let (mut parts, mut truth) = (blank.clone(), Said::new());
    let words = [
        "已开工",
        "１２个项目开工，完成投资3.5亿元",
        "=号开头的话",
        "第一行\n第二行",
        "7%",
        "2018-06-30",
        "<b>&amp;",
    ];
    for (of, row) in known {
        let is_value = OF_VALUES.contains(row) && of.contains('@');
        let cells: &[(&str, &str)] = match is_value {
            true => &[("F", "value"), ("G", "note")],
            false => &NAMES,
        };
        for (column, name) in cells {
            let text = match *name {
                "status" => dice.of(&["已完成", "达到序时进度", "未达到序时进度", "年度统计"]),
                "value" => dice.of(&["7.1", "6.05", "年度统计", "约7"]),
                _ => dice.of(&words),
            };
            let part = if is_value { VALUES } else { TASKS };
            parts = parts.set(part, &format!("{column}{row}"), text);
            truth.insert(((*of).to_owned(), (*name).to_owned()), text.to_owned());
        }
    }
    (parts, truth)
}

/// One thing that people and their programs do. What is said behind it may differ from the truth
/// only where something is remarked.
fn done(dice: &mut Dice, parts: Parts, truth: &mut Said) -> Parts {
    // What was done already is not done again.
    let has = |part: &str, words: &str| parts.text(part).contains(words);
    let (of, row) = ROWS[dice.roll(2)];
    let column = dice.of(&["F", "G", "H", "I", "J"]);
    let at = format!("{column}{row}");
    match dice.roll(13) {
        // Rows go down, where there is room.
        0 if has(TASKS, &format!("<row r=\"{row}\""))
            && !has(TASKS, &format!("r=\"{}\"", 40 + row)) =>
        {
            parts.move_row(TASKS, row, 40 + row)
        }
        1 if !has(VALUES, "<row r=\"60\"") => parts.move_row(VALUES, OF_VALUES[dice.roll(2)], 60),
        // Sheets are renamed, columns and rows hidden.
        2 if has("xl/workbook.xml", "name=\"自查表\"") => {
            parts.replace("xl/workbook.xml", "name=\"自查表\"", "name=\"东区报\"")
        }
        3 => {
            let text = parts.text(TASKS).replacen("<row ", "<row hidden=\"1\" ", 3);
            parts.put(TASKS, text)
        }
        // Something is typed beside, over what is printed, or over a heading.
        4 => parts.set(
            TASKS,
            &format!("{}{}", dice.of(&["K", "M", "Z"]), 1 + dice.roll(30)),
            "见附件",
        ),
        5 => parts.set(
            TASKS,
            &format!("{}{row}", dice.of(&["B", "C", "D", "E"])),
            "改过的字",
        ),
        6 => parts.set(
            TASKS,
            &format!("{}8", dice.of(&["F", "G", "H"])),
            "别的标题",
        ),
        // An answer is a number, a truth value, a day, a formula, a fault.
        7 => {
            let number = dice.of(&["12", "0.07", "43281", "-5"]);
            let name = NAMES[NAMES.iter().position(|(c, _)| *c == column).unwrap()].1;
            truth.insert((of.to_owned(), name.to_owned()), number.to_owned());
            parts.cell(TASKS, &at, "", &format!("<v>{number}</v>"))
        }
        8 => {
            let name = NAMES[NAMES.iter().position(|(c, _)| *c == column).unwrap()].1;
            truth.insert((of.to_owned(), name.to_owned()), "TRUE".to_owned());
            parts.cell(TASKS, &at, "b", "<v>1</v>")
        }
        9 => parts.cell(TASKS, &at, "str", "<f>A1&amp;\"x\"</f><v>算出的字</v>"),
        10 => parts.cell(TASKS, &at, "e", "<v>#REF!</v>"),
        // A row is there twice.
        11 if has(TASKS, &format!("<row r=\"{row}\"")) && !has(TASKS, "<row r=\"70\"") => {
            let moved = parts.clone().move_row(TASKS, row, 70).text(TASKS);
            let from = moved.find("<row r=\"70\"").unwrap();
            let copy = &moved[from..moved.find("</sheetData>").unwrap()];
            parts.replace(TASKS, "</sheetData>", &format!("{copy}</sheetData>"))
        }
        // The key of a row is touched.
        _ => parts.set(
            TASKS,
            &format!("A{row}"),
            dice.of(&["", "9-9#0123456789ab", "乱写"]),
        ),
    }
}

#[test]
fn what_people_do_to_forms_is_read_or_remarked() {
    let project = built();
    let expected = expected(&project);
    let blank = form(&project, "dongqu");
    let known = [("3-1", 9), ("5-1", 10), ("i1@东区", 5), ("i2@东区", 6)];
    // What a workbook says twice is told apart where all are brought together.
    let whole = |parts: &Parts| {
        let booked = vec![book(&expected, "a.xlsx", &parts.bytes())];
        let (none, decided) = (Answers::default(), Corrections::default());
        gather(&expected, booked, &none, &decided, "answers.yaml")
    };
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut equal, mut remarked) = (0, 0);
    let mut silent = Vec::new();
    for number in 0..300 {
        let (mut parts, mut truth) = answered(&mut dice, &blank, &known);
        // Of the untouched one all is read as it was written.
        if number < 20 {
            let read = whole(&parts);
            assert_eq!(said(&read.value), truth, "{number}: {:?}", read.remarks);
        }
        for _ in 0..=dice.roll(3) {
            parts = done(&mut dice, parts, &mut truth);
        }
        let read = whole(&parts);
        match (said(&read.value) == truth, read.remarks.is_empty()) {
            (true, _) => equal += 1,
            (false, false) => remarked += 1,
            (false, true) => silent.push(format!("{number}: {:?}\n  {truth:?}", said(&read.value))),
        }
    }
    println!("{equal} equal, {remarked} remarked");
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(equal > 60 && remarked > 60, "{equal} {remarked}");
}
