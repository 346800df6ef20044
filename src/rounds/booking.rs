//! One workbook → what its unit answers. Rows are known by their keys wherever they stand,
//! columns by their headings; every cell that is not empty is the form's own, an answer, or
//! named in a remark.

mod desk;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostic;
use crate::notice::check::Checked;
use crate::office::Bounds;
use crate::rounds::answers::{Answer, Received, ValueAnswer};
use crate::rounds::assign::task_id;
use crate::rounds::corrections::{Corrections, Decision};
use crate::rounds::form::{self, Form, marker};
use crate::rounds::key::Mark;
use crate::rounds::refusal;
use crate::rounds::round::Round;
use crate::rounds::workbook::{self, Book, cell_name};

/// What a round expects to get back.
#[derive(Debug)]
pub struct Expected {
    /// The id of the notice.
    pub notice: String,
    /// The round.
    pub round: Round,
    /// The forms that are handed out, in the order of the notice's sheets.
    pub forms: Vec<Form>,
    /// The ids of all tasks of the notice, in printed order.
    pub tasks: Vec<String>,
}

impl Expected {
    /// Of a round of a notice.
    pub fn of(round: &Round, checked: &Checked) -> Expected {
        let notice = checked.notice();
        let places = checked.duties().tasks.iter();
        let places = places.filter_map(|path| path.of(notice));
        Expected {
            notice: notice.circular.id.clone(),
            round: round.clone(),
            forms: form::forms(round, checked),
            tasks: places.map(|at| task_id(&at)).collect(),
        }
    }
}

/// How much is too much of a workbook.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Of the package.
    pub package: Bounds,
    /// Cells.
    pub cells: usize,
    /// Characters of a cell.
    pub chars: usize,
}

/// A workbook that lies in the folder of a round.
#[derive(Debug, Clone, Copy)]
pub struct Workbook<'b> {
    /// Its path as messages show it.
    pub file: &'b str,
    /// Its name in the folder.
    pub name: &'b str,
    /// Its bytes.
    pub bytes: &'b [u8],
}

/// What came of a workbook.
#[derive(Debug)]
pub struct Booked {
    /// Its line in the list of what was received.
    pub received: Received,
    /// What it says of tasks.
    pub answers: Vec<Answer>,
    /// The values in it.
    pub values: Vec<ValueAnswer>,
    /// What there is to say of it.
    pub remarks: Vec<Diagnostic>,
    /// Which corrections of cells were used, by their numbers.
    pub used: BTreeSet<usize>,
}

/// Reads one workbook.
pub fn book(
    workbook: Workbook<'_>,
    expected: &Expected,
    corrections: &Corrections,
    limits: Limits,
) -> Booked {
    let mut booked = Booked {
        received: Received {
            file: workbook.name.to_owned(),
            bytes: workbook.bytes.len() as u64,
            blake3: blake3::hash(workbook.bytes).to_hex().to_string(),
            unit: None,
            form: None,
            dated: None,
            received: None,
            late: None,
            left_out: None,
            signed: Vec::new(),
        },
        answers: Vec::new(),
        values: Vec::new(),
        remarks: Vec::new(),
        used: BTreeSet::new(),
    };
    for (number, entry) in corrections.entries.iter().enumerate() {
        match &entry.what {
            Decision::LeaveOut(file) if file == workbook.name => {
                booked.received.left_out = Some(entry.why.clone());
                booked.used.insert(number);
            }
            Decision::Received(file, day) if file == workbook.name => {
                booked.received.received = Some(*day);
                booked.used.insert(number);
            }
            _ => {}
        }
    }
    if booked.received.left_out.is_some() {
        return booked;
    }
    let opened = workbook::open(workbook.bytes, limits.package, limits.cells);
    let mut book = match opened {
        Ok(book) => book,
        Err(why) => {
            booked.remarks.push(refusal::refused(workbook.file, &why));
            return booked;
        }
    };
    correct(&mut book, workbook.name, corrections, &mut booked);
    let form = match whose(&book, workbook.file, expected) {
        Ok((mark, form)) => {
            booked.received.unit = Some(form.unit.clone());
            booked.received.form = Some(mark.hash);
            form
        }
        Err(error) => {
            booked.remarks.push(error);
            return booked;
        }
    };
    let heads = [marker::TASKS, marker::VALUES];
    let mut cells = book.sheets.iter().flat_map(|sheet| sheet.cells.values());
    if !cells.any(|cell| heads.contains(&cell.text.as_str())) {
        let message = "表里隐藏的一列被删去了，认不出哪一行是哪一条任务".to_owned();
        booked
            .remarks
            .push(refusal::foreign(workbook.file, message));
        return booked;
    }
    let mut booked = desk::booked(workbook, (&book, form), expected, limits, booked);
    let day = booked.received.received.or(booked.received.dated);
    let due = expected.round.due;
    booked.received.late = day.zip(due).map(|(day, due)| day > due);
    booked
}

/// Puts right what people have decided to read otherwise.
fn correct(book: &mut Book, name: &str, corrections: &Corrections, booked: &mut Booked) {
    for (number, entry) in corrections.entries.iter().enumerate() {
        let Decision::Cell {
            file,
            sheet,
            cell,
            find,
            replace,
        } = &entry.what
        else {
            continue;
        };
        if file != name {
            continue;
        }
        booked.used.insert(number);
        let mut sheets = book.sheets.iter_mut();
        let cells = sheets.find(|s| s.name == *sheet).map(|s| &mut s.cells);
        let found = cells.and_then(|cells| {
            let wanted = cell.trim().to_ascii_uppercase();
            cells.iter_mut().find(|(at, _)| cell_name(**at) == wanted)
        });
        let why = match found {
            None => Some("那一格里没有字".to_owned()),
            Some((_, cell)) => match cell.text.matches(find.as_str()).count() {
                1 if !find.is_empty() => {
                    cell.text = cell.text.replace(find.as_str(), replace);
                    cell.corrected = Some(entry.why.clone());
                    cell.fault = false;
                    None
                }
                0 => Some(format!("那一格里没有“{find}”")),
                _ => Some(format!("“{find}”在那一格里不止一处")),
            },
        };
        if let Some(why) = why {
            booked.remarks.push(corrections.refused(entry, &why));
        }
    }
    for sheet in &mut book.sheets {
        sheet
            .cells
            .retain(|_, cell| cell.fault || !cell.text.trim().is_empty());
    }
}

/// The form that a workbook was, by the marks in it.
fn whose<'e>(
    book: &Book,
    file: &str,
    expected: &'e Expected,
) -> Result<(Mark, &'e Form), Diagnostic> {
    let mut marks: BTreeMap<Mark, (String, (u32, u32))> = BTreeMap::new();
    for sheet in &book.sheets {
        for (at, cell) in &sheet.cells {
            if let Some(mark) = Mark::find(&cell.text) {
                marks.entry(mark).or_insert((sheet.name.clone(), *at));
            }
        }
    }
    let round = &expected.round.id;
    let ours = |mark: &&Mark| mark.notice == expected.notice && mark.round == *round;
    let own: Vec<&Mark> = marks.keys().filter(ours).collect();
    let place = |mark: &Mark| {
        marks.get(mark).map_or(String::new(), |(sheet, at)| {
            format!("工作表“{sheet}”的 {}", cell_name(*at))
        })
    };
    match own[..] {
        [] => {
            let message = match marks.keys().next() {
                Some(other) => format!(
                    "{}写着编号 {other}，是通知 {} 的 {} 这一轮的表，不是这一轮（{}/{round}）的",
                    place(other),
                    other.notice,
                    other.round,
                    expected.notice
                ),
                None => "找不到自查表的编号：不是程序发出的表，或者印着编号的一行和隐藏的工作表都被删去了"
                    .to_owned(),
            };
            Err(refusal::foreign(file, message))
        }
        [mark] => match expected.forms.iter().find(|form| form.slug == mark.unit) {
            Some(form) => Ok((mark.clone(), form)),
            None => {
                let message = format!("{}写着单位 {}，这一轮没有请它填报", place(mark), mark.unit);
                Err(refusal::foreign(file, message))
            }
        },
        [one, two, ..] => {
            let message = format!(
                "一份表里有两个编号：{}是 {one}，{}是 {two}；几份表不能拼在一起",
                place(one),
                place(two)
            );
            Err(refusal::foreign(file, message))
        }
    }
}
