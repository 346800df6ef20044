//! The sheets of one workbook, row by row: what each cell is, and what is wrong with it.

mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diag::{Diagnostic, Place};
use crate::rounds::answers::{Answer, From, ValueAnswer};
use crate::rounds::booking::{Booked, Expected, Limits, Workbook};
use crate::rounds::form::{Form, marker};
use crate::rounds::key::{Key, Mark};
use crate::rounds::refusal::Spot;
use crate::rounds::round::plain;
use crate::rounds::workbook::{Book, Cell, Sheet, cell_name};

/// Books every sheet of a workbook that was the form `form`.
pub(super) fn booked(
    workbook: Workbook<'_>,
    (book, form): (&Book, &Form),
    expected: &Expected,
    limits: Limits,
    booked: Booked,
) -> Booked {
    let mut desk = Desk {
        file: workbook.file,
        name: workbook.name,
        form,
        expected,
        limits,
        seen: BTreeSet::new(),
        refused: false,
        booked,
    };
    for sheet in &book.sheets {
        desk.sheet(sheet);
    }
    desk.rest();
    desk.booked
}

/// What is being booked.
struct Desk<'e> {
    file: &'e str,
    name: &'e str,
    form: &'e Form,
    expected: &'e Expected,
    limits: Limits,
    /// Keys of rows that were found.
    seen: BTreeSet<String>,
    /// Whether a row was refused.
    refused: bool,
    booked: Booked,
}

/// The columns of a table by what stands in them.
#[derive(Default)]
struct Columns {
    /// The status, or the value.
    first: Option<u32>,
    /// The fields, or the note.
    others: Vec<(String, u32)>,
}

/// A row of the form that stands in a sheet.
struct Row<'r> {
    id: &'r str,
    /// Of a task the key that it keeps.
    stable: &'r str,
    /// Texts that must stand in it.
    must: Vec<&'r str>,
    /// Texts of its own that may.
    may: Vec<&'r str>,
    is_task: bool,
}

type Cells<'b> = BTreeMap<u32, &'b Cell>;

impl<'e> Desk<'e> {
    fn sheet(&mut self, sheet: &Sheet) {
        let mut rows: BTreeMap<u32, Cells<'_>> = BTreeMap::new();
        for (&(row, column), cell) in &sheet.cells {
            rows.entry(row).or_default().insert(column, cell);
        }
        let lists = rows.values().any(|cells| has(cells, marker::LISTS));
        let mut heads: HashMap<bool, Columns> = HashMap::new();
        for (row, cells) in &rows {
            for (text, is_task) in [(marker::TASKS, true), (marker::VALUES, false)] {
                if has(cells, text) {
                    heads.insert(is_task, self.columns(sheet, *row, cells, is_task));
                }
            }
        }
        for (row, cells) in &rows {
            if has(cells, marker::TASKS) || has(cells, marker::VALUES) {
                continue;
            }
            let keys = cells.iter().filter_map(|(column, cell)| {
                let key: Key = cell.text.parse().ok()?;
                Some((*column, key))
            });
            let keys: Vec<(u32, Key)> = keys.collect();
            match &keys[..] {
                [] => self.loose(sheet, *row, cells, lists),
                [(column, key)] => self.keyed(sheet, (*row, *column), cells, key, &heads),
                [(first, _), (second, _), ..] => {
                    let spot = self.spot(sheet, (*row, *second));
                    let message = format!(
                        "一行里有两行的编号（另一个在 {}），不知道答的是哪一条",
                        cell_name((*row, *first))
                    );
                    self.refuse(spot.error("answer-version", &message, RESTORE));
                }
            }
        }
    }

    /// Where the answers stand, by the headings of a head row.
    fn columns(&mut self, sheet: &Sheet, row: u32, cells: &Cells<'_>, is_task: bool) -> Columns {
        let round = &self.form.round;
        let (first, others): (&str, Vec<&str>) = match is_task {
            true => (
                &round.status.heading,
                round.fields.iter().map(|f| f.name.as_str()).collect(),
            ),
            false => (&round.values.heading, vec![round.values.note.as_str()]),
        };
        let mut columns = Columns::default();
        let mut missing = Vec::new();
        for (at, heading) in std::iter::once(first).chain(others).enumerate() {
            let wanted = plain(heading);
            let mut places = cells.iter().filter(|(_, cell)| plain(&cell.text) == wanted);
            match (places.next(), places.next()) {
                (Some((column, _)), None) if at == 0 => columns.first = Some(*column),
                (Some((column, _)), None) => columns.others.push((heading.to_owned(), *column)),
                _ => missing.push(heading.to_owned()),
            }
        }
        if !missing.is_empty() {
            let spot = self.spot(sheet, (row, cells.keys().next().copied().unwrap_or(0)));
            let message = format!("这一行是表头，里面没有“{}”，或者有两个", missing.join("”“"));
            self.refuse(spot.error("answer-version", &message, RESTORE));
        }
        columns
    }

    /// A row without a key: a printed line, a line to sign, or words beside the form.
    fn loose(&mut self, sheet: &Sheet, row: u32, cells: &Cells<'_>, lists: bool) {
        let choices = &self.form.round.status.choices;
        for (column, cell) in cells {
            let own = lists
                && (cell.text == marker::LISTS
                    || cell.text == self.form.mark
                    || Mark::find(&cell.text).is_some()
                    || choices.iter().any(|choice| choice.name == cell.text));
            if !own {
                self.beside(sheet, (row, *column), cell);
            }
        }
    }

    /// A row with a key.
    fn keyed(
        &mut self,
        sheet: &Sheet,
        (row, column): (u32, u32),
        cells: &Cells<'_>,
        key: &Key,
        heads: &HashMap<bool, Columns>,
    ) {
        let written = key.to_string();
        match key.id.as_str() {
            marker::LINE => return self.line(sheet, (row, column), cells, &written),
            marker::SIGN => return self.signed(sheet, (row, column), cells, &written),
            _ => {}
        }
        let own = self.row(&written);
        let is_task = own
            .as_ref()
            .map_or(!key.id.contains(['@', '/']), |row| row.is_task);
        let Some(columns) = heads.get(&is_task) else {
            let spot = self.spot(sheet, (row, column));
            return self.refuse(spot.error(
                "answer-version",
                "这一行所在的工作表没有表头",
                RESTORE,
            ));
        };
        let answer_columns = columns
            .first
            .iter()
            .chain(columns.others.iter().map(|(_, c)| c));
        let answer_columns: BTreeSet<u32> = answer_columns.copied().collect();
        let filled = cells.keys().find(|column| answer_columns.contains(column));
        let Some(own) = own else {
            // A row of another version that says nothing takes nothing with it.
            if let Some(filled) = filled {
                let spot = self.spot(sheet, (row, *filled));
                let error = self.not_ours(spot, key);
                self.refuse(error);
            }
            return;
        };
        let words = |text: &str| plain(text);
        let has_text = |wanted: &&&str| {
            let wanted = words(wanted);
            let locked = cells.iter().filter(|(c, _)| !answer_columns.contains(c));
            !wanted.is_empty()
                && !locked
                    .into_iter()
                    .any(|(_, cell)| plain(&cell.text) == wanted)
        };
        if let Some(lost) = own.must.iter().find(has_text) {
            let spot = self.spot(sheet, (row, column));
            let short: String = lost.chars().take(30).collect();
            let message = format!("这一行应是“{short}”，表里的文字被改动了");
            return self.refuse(spot.error("answer-version", &message, RESTORE));
        }
        let own_words: Vec<String> = { own.must.iter().chain(&own.may) }
            .map(|t| plain(t))
            .collect();
        for (at, cell) in cells {
            let known = *at == column || own_words.contains(&plain(&cell.text));
            if !answer_columns.contains(at) && !known {
                self.beside(sheet, (row, *at), cell);
            }
        }
        let id = own.id.to_owned();
        let stable = own.stable.to_owned();
        self.seen.insert(written);
        let take = |this: &mut Self, column: u32, name: Option<&str>| {
            let cell = cells.get(&column)?;
            this.words(sheet, (row, column), cell, name)
        };
        let first = columns.first.and_then(|column| take(self, column, None));
        let mut others = Vec::new();
        for (name, column) in &columns.others {
            others.extend(take(self, *column, is_task.then_some(name.as_str())));
        }
        if first.is_none() && others.is_empty() {
            return;
        }
        let from = From {
            file: Some(self.name.to_owned()),
            sheet: Some(sheet.name.clone()),
            ..From::default()
        };
        let unit = self.form.unit.clone();
        if is_task {
            let spot = self.spot(sheet, (row, columns.first.unwrap_or(column)));
            let status = self.status(spot, first, &others);
            self.booked.answers.push(Answer {
                task: id,
                key: Some(stable),
                unit,
                from,
                status,
                fields: others,
            });
        } else {
            self.booked.values.push(ValueAnswer {
                of: id,
                unit,
                from,
                value: first,
                note: others.pop(),
            });
        }
    }

    /// The row of the form with this key.
    fn row(&self, key: &str) -> Option<Row<'e>> {
        let task = self.form.tasks.iter().find(|row| row.key == key);
        let value = || self.form.values.iter().find(|row| row.key == key);
        match task {
            Some(row) => Some(Row {
                id: &row.id,
                stable: &row.stable,
                must: vec![&row.text],
                may: vec![&row.label, &row.name, &row.responsible],
                is_task: true,
            }),
            None => value().map(|row| Row {
                id: &row.id,
                stable: "",
                must: vec![&row.name, &row.measure, &row.target],
                may: vec![&row.label],
                is_task: false,
            }),
        }
    }

    /// Says what a row is that the form has not.
    fn not_ours(&self, spot: Spot<'_>, key: &Key) -> Diagnostic {
        let written = key.to_string();
        let found = |form: &'e Form, whole: bool| {
            let tasks = form.tasks.iter().map(|row| (&row.key, &row.id));
            let mut rows = tasks.chain(form.values.iter().map(|row| (&row.key, &row.id)));
            rows.find(|(row, _)| match whole {
                true => **row == written,
                false => row.parse::<Key>().is_ok_and(|row| row.id == key.id),
            })
            .map(|(_, id)| id)
        };
        let mut others = self.expected.forms.iter();
        let other = others.find_map(|form| Some((&form.unit, found(form, true)?)));
        let unit = &self.form.unit;
        if let Some((other, id)) = other {
            let message = format!("这一行（{id}）是{other}的，不由{unit}填报");
            return spot.error("answer-foreign", &message, RESTORE);
        }
        let message = match found(self.form, false) {
            Some(id) => format!("{id} 的文字和通知现在的不一样：表是按通知的另一稿做的"),
            None => format!("这一行不在{unit}现在要填报的任务里（编号 {}）", key.id),
        };
        spot.error("answer-version", &message, RESTORE)
    }

    /// A printed line: it says what it said.
    fn line(&mut self, sheet: &Sheet, at: (u32, u32), cells: &Cells<'_>, key: &str) {
        for (column, cell) in cells {
            if *column != at.1 && marker::line(&cell.text) != key {
                self.beside(sheet, (at.0, *column), cell);
            }
        }
    }

    /// A line at the foot: its label, and what was written beside it.
    fn signed(&mut self, sheet: &Sheet, at: (u32, u32), cells: &Cells<'_>, key: &str) {
        let round = &self.form.round;
        let label = round
            .signatures
            .iter()
            .find(|label| marker::sign(label) == key);
        let mut taken = false;
        for (column, cell) in cells {
            let own = *column == at.1 || marker::sign(&cell.text) == key;
            if own {
                continue;
            }
            let Some(label) = label.filter(|_| !taken) else {
                self.beside(sheet, (at.0, *column), cell);
                continue;
            };
            taken = true;
            let Some(words) = self.words(sheet, (at.0, *column), cell, Some(label)) else {
                continue;
            };
            // The day that the unit wrote, by whatever label the office asks for it.
            if self.booked.received.dated.is_none() {
                self.booked.received.dated = words::day_of(&words.text);
            }
            self.booked.received.signed.push(words);
        }
    }

    /// Words that stand where nothing is asked.
    fn beside(&mut self, sheet: &Sheet, at: (u32, u32), cell: &Cell) {
        let spot = self.spot(sheet, at);
        let short: String = cell.text.chars().take(60).collect();
        let more = if cell.text.chars().count() > 60 {
            "……"
        } else {
            ""
        };
        let message = format!("“{short}{more}”写在没有栏目的地方，没有收进答复");
        let hint = "请核对；要收的，请单位写进栏目里，或由人记成一条（typed）";
        self.booked
            .remarks
            .push(spot.warning("answer-beside", &message, hint));
    }

    /// Says what of the form did not come back.
    fn rest(&mut self) {
        let tasks = self.form.tasks.iter().map(|row| (&row.key, &row.id));
        let rows = tasks.chain(self.form.values.iter().map(|row| (&row.key, &row.id)));
        let missing = rows.filter(|(key, _)| !self.seen.contains(*key));
        let missing: Vec<&str> = missing.map(|(_, id)| id.as_str()).collect();
        if missing.is_empty() || self.refused {
            return;
        }
        let shown = missing
            .iter()
            .take(5)
            .copied()
            .collect::<Vec<_>>()
            .join("、");
        let more = if missing.len() > 5 { "等" } else { "" };
        let older = Mark::find(&self.form.mark).map(|mark| mark.hash) != self.booked.received.form;
        let why = match older {
            true => "表是按通知或这一轮的另一稿做的",
            false => "是被删去的",
        };
        let message = format!("表里没有 {} 行：{shown}{more}；{why}", missing.len());
        let remark = Diagnostic::warning("answer-rows", message)
            .at(Place::file(self.file))
            .hint("这几行算作没有填报");
        self.booked.remarks.push(remark);
    }

    fn refuse(&mut self, error: Diagnostic) {
        self.refused = true;
        self.booked.remarks.push(error);
    }

    fn spot<'s>(&self, sheet: &'s Sheet, at: (u32, u32)) -> Spot<'s>
    where
        'e: 's,
    {
        Spot {
            file: self.file,
            sheet: &sheet.name,
            at,
        }
    }
}

const RESTORE: &str =
    "请单位用原来发的表，只在该填的格子里填写；收到的这份移出这个文件夹，或写 leave_out";

fn has(cells: &Cells<'_>, text: &str) -> bool {
    cells.values().any(|cell| cell.text == text)
}
