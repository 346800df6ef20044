//! Annexes that are tables.

use super::dice::Dice;
use super::duty::{Duty, Role};
use super::lists::Writer;
use super::model::{Annex, Line, Task};
use super::numbers::han;
use super::phrases::{self, Place};
use super::stand;
use super::texts::Texts;
use super::world::World;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Tabs,
    Pipes,
    Html,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Group,
    Name,
    Task,
    Units,
    Lead,
    Join,
    Guide,
    Due,
    Extra(usize),
}

/// A cell; `rows` is how many it covers, none where one above covers it.
type Cell = (String, usize);

const TASK: &[&str] = &[
    "工作任务",
    "工作任务",
    "重点任务",
    "任务内容",
    "目标任务",
    "工作事项",
    "主要任务",
];
const MEASURE: &[&str] = &["具体措施", "工作措施", "主要措施", "工作内容", "主要内容"];
const UNITS: &[&str] = &[
    "责任单位",
    "责任单位",
    "责任部门",
    "承办单位",
    "负责单位",
    "责任主体",
];
const LEAD: &[&str] = &["牵头单位", "牵头部门", "主办单位", "牵头责任单位"];
const JOIN: &[&str] = &["配合单位", "协办单位", "参与单位", "配合部门"];
const GUIDE: &[&str] = &["指导单位", "督办单位"];
const DUE: &[&str] = &["完成时限", "完成时间", "时限要求", "时间节点", "完成期限"];
const EXTRA: &[(&str, &[&str])] = &[
    ("备注", &["续建", "新建", "", "分段实施"]),
    ("责任领导", &["张三", "李四", "王五"]),
    ("联系人", &["赵六", "钱七"]),
    ("资金来源", &["财政资金", "自筹", "专项债券"]),
    ("年度目标", &["完成主体工程", "通过验收", "取得阶段性成效"]),
];
const TIMES: &[&str] = &[
    "6月底前",
    "12月底",
    "2024年9月底",
    "年底前",
    "全年",
    "10月",
    "长期坚持",
    "第三季度",
];

struct Table<'d> {
    world: &'static World,
    dice: &'d mut Dice,
    form: Form,
    columns: Vec<(Column, String)>,
    texts: Texts,
    annex: Annex,
    rows: Vec<(Vec<Cell>, Vec<usize>)>,
    number: usize,
}

/// A table.
pub fn table(world: &'static World, form: Form, dice: &mut Dice) -> Annex {
    let mut table = Table {
        world,
        form,
        columns: Vec::new(),
        texts: Texts::default(),
        annex: Annex::default(),
        rows: Vec::new(),
        number: 0,
        dice,
    };
    table.choose();
    let heading: Vec<&str> = table.columns.iter().map(|c| c.1.as_str()).collect();
    table.annex.style = format!("table {form:?} of {}", heading.join("｜"));
    table.fill();
    table.print();
    table.annex
}

impl Table<'_> {
    /// Which columns there are.
    fn choose(&mut self) {
        let dice = &mut *self.dice;
        let mut columns = Vec::new();
        if !dice.one_in(10) {
            columns.push((
                Column::Number,
                dice.pick(&["序号", "序号", "编号"]).to_owned(),
            ));
        }
        if self.form == Form::Html && dice.one_in(6) {
            columns.push((Column::Group, dice.pick(&["类别", "重点领域"]).to_owned()));
        }
        if dice.one_in(3) {
            columns.push((Column::Name, dice.pick(TASK).to_owned()));
            columns.push((Column::Task, dice.pick(MEASURE).to_owned()));
        } else {
            columns.push((Column::Task, dice.pick(TASK).to_owned()));
        }
        let mut behind = Vec::new();
        if dice.one_in(2) {
            behind.push((Column::Units, dice.pick(UNITS).to_owned()));
        } else {
            behind.push((Column::Lead, dice.pick(LEAD).to_owned()));
            behind.push((Column::Join, dice.pick(JOIN).to_owned()));
            if dice.one_in(6) {
                behind.push((Column::Guide, dice.pick(GUIDE).to_owned()));
            }
        }
        if dice.one_in(2) {
            let at = if dice.one_in(4) { 0 } else { behind.len() };
            behind.insert(at, (Column::Due, dice.pick(DUE).to_owned()));
        }
        if dice.one_in(3) {
            let which = dice.roll(EXTRA.len());
            let extra = (Column::Extra(which), EXTRA[which].0.to_owned());
            let at = if which == 0 {
                behind.len()
            } else {
                dice.roll(behind.len() + 1)
            };
            behind.insert(at, extra);
        }
        columns.extend(behind);
        // Beside 年度目标 it is open whether 工作事项 is a task or the name of one.
        if columns.iter().any(|c| c.1 == "年度目标") {
            for column in columns.iter_mut().filter(|c| c.1 == "工作事项") {
                column.1 = "工作任务".to_owned();
            }
        }
        self.columns = columns;
    }

    fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|c| c.0 == column)
    }

    fn fill(&mut self) {
        let parts = self.dice.one_in(4) && !self.has(Column::Group);
        if !parts {
            let count = self.dice.between(3, 9);
            self.items(count, None);
            return;
        }
        let restart = self.dice.one_in(3);
        for part in 1..=self.dice.between(2, 3) {
            let number = han(part);
            let mut row: Vec<Cell> = self.columns.iter().map(|_| (String::new(), 1)).collect();
            row[0] = (format!("{number}、{}", self.texts.heading()), 1);
            self.rows.push((row, Vec::new()));
            if restart {
                self.number = 0;
            }
            let count = self.dice.between(1, 4);
            self.items(count, Some(number));
        }
    }

    fn items(&mut self, count: usize, part: Option<String>) {
        let mut at = 0;
        while at < count {
            // A group holds a few items, and is one cell.
            let together = match self.has(Column::Group) {
                true => self.dice.between(1, 3).min(count - at),
                false => 1,
            };
            let group = self.texts.heading();
            let from = self.rows.len();
            for _ in 0..together {
                self.item(&part, group);
            }
            if let Some(column) = self.columns.iter().position(|c| c.0 == Column::Group) {
                let rows = self.rows.len() - from;
                for (below, row) in self.rows[from..].iter_mut().enumerate() {
                    row.0[column] = match below {
                        0 => (group.to_owned(), rows),
                        _ => (String::new(), 0),
                    };
                }
            }
            at += together;
        }
    }

    fn item(&mut self, part: &Option<String>, group: &str) {
        self.number += 1;
        let measures = if self.has(Column::Name) {
            self.dice.between(1, 3)
        } else {
            1
        };
        let name = self.has(Column::Name).then(|| {
            let name = self.texts.general();
            format!("{name}{}", self.number)
        });
        let mut writer = Writer::new(self.world, self.dice);
        writer.commas = self.dice.one_in(2);
        for measure in 0..measures {
            let text = self.texts.task(self.dice);
            let mut task = Task {
                text: text.clone(),
                part: part.clone(),
                number: self.has(Column::Number).then(|| self.number.to_string()),
                name: name.clone(),
                ..Task::default()
            };
            if self.has(Column::Group) {
                task.holds.push(group.to_owned());
            }
            let mut cells = Vec::new();
            for (column, heading) in self.columns.clone() {
                let over = match measure {
                    0 => measures,
                    _ => 0,
                };
                cells.push(match column {
                    Column::Number => (
                        if over > 0 {
                            self.number.to_string()
                        } else {
                            String::new()
                        },
                        over,
                    ),
                    Column::Group => (String::new(), 1),
                    Column::Name => (
                        if over > 0 {
                            name.clone().unwrap_or_default()
                        } else {
                            String::new()
                        },
                        over,
                    ),
                    Column::Task => (format!("{text}{}", ["", "。"][self.number % 2]), 1),
                    Column::Due => {
                        let time = self.dice.pick(TIMES);
                        task.duty.deadline = time.to_owned();
                        (time.to_owned(), 1)
                    }
                    Column::Extra(which) => {
                        let text = self.dice.pick(EXTRA[which].1);
                        task.columns.push((heading, text.to_owned()));
                        (text.to_owned(), 1)
                    }
                    _ => (self.units(column, &mut task.duty), 1),
                });
            }
            let task = self.annex.task(task);
            self.rows.push((cells, vec![task]));
        }
    }

    /// What a cell of units says.
    fn units(&mut self, column: Column, duty: &mut Duty) -> String {
        let mut writer = Writer::new(self.world, self.dice);
        let (role, list) = match column {
            Column::Units => {
                let without_time = self.has(Column::Due);
                loop {
                    let phrase = phrases::phrase(self.world, Place::Cell, self.dice);
                    // A time stands in its own column.
                    if without_time && !phrase.duty.deadline.is_empty() {
                        continue;
                    }
                    duty.add(phrase.duty);
                    return stand::styled(&phrase.text, self.dice);
                }
            }
            Column::Lead => (Role::Lead, writer.bodies(self.dice, 3)),
            Column::Guide => (Role::Guide, writer.bodies(self.dice, 2)),
            _ if self.dice.one_in(8) => {
                return self.dice.pick(&["", "无", "/", "—"]).to_owned();
            }
            _ => (Role::Join, writer.list(self.dice, 6)),
        };
        // A name stands in one cell of a row only.
        let said = |name: &str| duty.said.iter().any(|s| s.name == name);
        if list.said.iter().any(|s| said(&s.name)) {
            return self.units(column, duty);
        }
        duty.add(list.duty(role));
        list.text
    }

    fn print(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let heading: Vec<&str> = self.columns.iter().map(|c| c.1.as_str()).collect();
        let heading = match self.form {
            Form::Tabs => heading.join("\t"),
            Form::Pipes => format!(
                "| {} |⏎|{}",
                heading.join(" | "),
                "---|".repeat(heading.len())
            ),
            Form::Html => format!("<table>⏎<tr><th>{}</th></tr>", heading.join("</th><th>")),
        };
        let mut put = |text: String, tasks: Vec<usize>| {
            let row = true;
            self.annex.lines.push(Line { text, tasks, row });
        };
        put(heading.clone(), Vec::new());
        let mut merged: usize = 0;
        for (at, (cells, tasks)) in rows.iter().enumerate() {
            // A new page begins with the headings again, never inside a merged cell.
            let covered = cells.iter().any(|c| c.1 == 0) || merged > 0;
            merged = cells
                .iter()
                .map(|c| c.1)
                .max()
                .unwrap_or(1)
                .saturating_sub(1)
                .max(merged.saturating_sub(1));
            if at > 1 && !covered && self.form == Form::Tabs && self.dice.one_in(12) {
                put("— 2 —".into(), Vec::new());
                put(heading.clone(), Vec::new());
            }
            let words = || cells.iter().map(|c| c.0.as_str()).collect::<Vec<_>>();
            let text = match self.form {
                Form::Tabs => words().join("\t"),
                Form::Pipes => format!("| {} |", words().join(" | ")),
                Form::Html if tasks.is_empty() => {
                    format!(
                        "<tr><td colspan=\"{}\">{}</td></tr>",
                        cells.len(),
                        cells[0].0
                    )
                }
                Form::Html => {
                    let cell = |c: &Cell| match c.1 {
                        0 => String::new(),
                        1 => format!("<td>{}</td>", c.0),
                        n => format!("<td rowspan=\"{n}\">{}</td>", c.0),
                    };
                    format!("<tr>{}</tr>", cells.iter().map(cell).collect::<String>())
                }
            };
            put(text, tasks.clone());
        }
        if self.form == Form::Html {
            put("</table>".into(), Vec::new());
        }
    }
}
