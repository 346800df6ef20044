//! The real notice in every shape in which an office may have it: all give the
//! same content. A seeded generator writes the shapes; see [`render`].

use gongwen::diag::Diagnostic;
use gongwen::notice::{IndicatorTable, Notice, TaskTable};
use gongwen::read;
use gongwen::source::Source;
use gongwen::units::register::Register;

use crate::cases::register;
use crate::test_project::{SEED, seed_text};

/// A small generator of numbers (SplitMix64), so that a variant can be named by
/// its seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }
}

/// Reads bytes as a seed named `file`; every account has to close.
pub fn read_bytes(
    file: &str,
    bytes: &[u8],
    register: &Register,
) -> (Option<Notice>, Vec<Diagnostic>) {
    let source = match Source::from_bytes(file, bytes) {
        Ok(source) => source,
        Err(error) => return (None, vec![error]),
    };
    let read = read::open(&source).read(register, &[], "corrections.yaml");
    if !read.has_errors() {
        let sum: usize = read.value.account.totals(&source).values().sum();
        assert_eq!(
            sum,
            source.text.chars().count(),
            "{file}: the account does not sum"
        );
    }
    let faults = read.remarks.iter().filter(|d| d.rule == "account").count();
    assert_eq!(faults, 0, "{file}: {:?}", read.remarks);
    (read.value.notice, read.remarks)
}

/// The notice without what may differ between shapes: its source, and lines.
pub fn content(notice: &Notice) -> String {
    let mut notice = notice.clone();
    notice.circular.source = None;
    let files = notice.to_yaml().unwrap();
    let place = |l: &&str| !l.trim_start().starts_with("line:") && !l.starts_with('#');
    let text: Vec<String> = files
        .iter()
        .map(|(_, text)| text.lines().filter(place).collect::<Vec<_>>().join("\n"))
        .collect();
    text.join("\n---\n")
}

pub fn real() -> Notice {
    let (notice, _) = read_bytes(SEED, seed_text().as_bytes(), &register());
    notice.unwrap()
}

/// A table as rows of cells: text, columns, rows. A cell that another covers is
/// written only where the shape has no spans.
type Row = Vec<(String, usize, usize)>;

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Tabs,
    Pipes,
    HtmlInMarkdown,
    Html,
}

#[test]
fn five_hundred_shapes_give_the_same_content() {
    let (register, real) = (register(), real());
    let expected = content(&real);
    for variant in 0..500 {
        let (file, bytes) = render(&real, &mut Dice(variant));
        let (notice, remarks) = read_bytes(&file, &bytes, &register);
        let errors: Vec<_> = remarks.iter().filter(|d| d.is_error()).take(3).collect();
        let dump = || {
            let path = std::env::temp_dir().join(format!("gongwen-variant-{variant}.txt"));
            std::fs::write(&path, &bytes).unwrap();
            path.display().to_string()
        };
        assert!(
            errors.is_empty(),
            "variant {variant} ({file}, {}): {errors:?}",
            dump()
        );
        let found = content(&notice.unwrap());
        if found != expected {
            let differ = found.lines().zip(expected.lines()).find(|(a, b)| a != b);
            panic!("variant {variant} ({file}, {}): {differ:?}", dump());
        }
    }
}

fn render(notice: &Notice, dice: &mut Dice) -> (String, Vec<u8>) {
    let shape = [
        Shape::Tabs,
        Shape::Pipes,
        Shape::HtmlInMarkdown,
        Shape::Html,
    ][dice.roll(4)];
    let mut text = String::new();
    if shape == Shape::Html {
        text += "<!DOCTYPE html>\n<html><head><title>来件 &amp; 转写</title><style>td { color: red }</style></head><body>\n";
    }
    circular(&mut text, notice, shape, dice);
    let label = |number: u32, dice: &mut Dice| match dice.roll(3) {
        0 => format!("附件 {number}"),
        1 => format!("附件{}", wide(&number.to_string())),
        _ => format!("附件{number}"),
    };
    for (_, table) in notice.indicator_tables() {
        line(&mut text, &label(1, dice), shape);
        line(&mut text, &mess(&table.title, dice), shape);
        // 17 to 21 on a page of their own, or the whole table with two name columns.
        let own_page = dice.one_in(2);
        write_pages(
            &mut text,
            indicator_pages(table, own_page, shape, dice),
            shape,
            dice,
        );
    }
    for (_, table) in notice.task_tables() {
        line(&mut text, &label(2, dice), shape);
        line(&mut text, &mess(&table.title, dice), shape);
        write_pages(&mut text, task_pages(table, shape, dice), shape, dice);
    }
    if shape == Shape::Html {
        text += "</body></html>\n";
    }
    if dice.one_in(3) {
        text = text.replace('\n', "\r\n");
    }
    let bytes = match dice.roll(5) {
        0 => encoding_rs::GB18030.encode(&text).0.into_owned(),
        1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        2 => {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            [0xff, 0xfe].into_iter().chain(units).collect()
        }
        _ => text.into_bytes(),
    };
    let ending = match shape {
        Shape::Tabs => "txt",
        Shape::Pipes | Shape::HtmlInMarkdown => "md",
        Shape::Html => "html",
    };
    (format!("seeds/variant.{ending}"), bytes)
}

fn circular(text: &mut String, notice: &Notice, shape: Shape, dice: &mut Dice) {
    let circular = &notice.circular;
    line(text, &circular.masthead, shape);
    let number = &circular.document_number.text;
    let number = match dice.roll(3) {
        0 => number.replace('〔', "[").replace('〕', "]"),
        1 => wide(number),
        _ => number.clone(),
    };
    line(text, &number, shape);
    line(text, &mess(&circular.title, dice), shape);
    line(text, &mess(&circular.addressees, dice), shape);
    for paragraph in &circular.body {
        line(text, &mess(&paragraph.text, dice), shape);
    }
    for (i, attachment) in circular.attachments.iter().enumerate() {
        let label = if i == 0 { "附件：" } else { "" };
        let written = format!(
            "{label}{}. {}",
            attachment.number,
            mess(&attachment.title, dice)
        );
        // In Markdown a line that begins with a number would begin a list.
        line(text, &written, shape);
    }
    line(text, &circular.signatory, shape);
    let date = circular.date;
    line(
        text,
        &format!("{}年{}月{}日", date.year, date.month, date.day),
        shape,
    );
    if let Some(publicity) = &circular.publicity {
        let written = if dice.one_in(2) {
            format!("({publicity})")
        } else {
            format!("（{publicity}）")
        };
        line(text, &written, shape);
    }
    if let Some(copies) = &circular.copies_to {
        line(text, &format!("抄送：{copies}"), shape);
    }
    if let (Some(by), Some(on)) = (&circular.printed_by, circular.printed_on) {
        line(
            text,
            &format!("{by}  {}年{}月{}日印发", on.year, on.month, on.day),
            shape,
        );
    }
}

fn line(text: &mut String, words: &str, shape: Shape) {
    match shape {
        Shape::Html => *text += &format!("<p class=\"c\">{}</p>\n", escape(words)),
        _ => *text += &format!("{words}\n\n"),
    }
}

/// Rewrites signs that a printer would write the other way.
fn mess(text: &str, dice: &mut Dice) -> String {
    let chars: Vec<char> = text.chars().collect();
    let han = |c: Option<&char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    let mut out = String::new();
    let brackets = dice.one_in(3);
    for (i, &c) in chars.iter().enumerate() {
        let (before, behind) = (i.checked_sub(1).map(|j| &chars[j]), chars.get(i + 1));
        let digit_edge = c.is_ascii_digit() && han(before)
            || han(Some(&c)) && before.is_some_and(char::is_ascii_digit);
        if digit_edge && dice.one_in(3) {
            out.push([' ', '\u{3000}', '\u{a0}'][dice.roll(3)]);
        }
        out.push(match c {
            '0'..='9' if dice.one_in(6) => char::from_u32(c as u32 + 0xfee0).unwrap(),
            '（' if brackets => '(',
            '）' if brackets => ')',
            '，' if han(before) && dice.one_in(4) => ',',
            '：' if han(before) && dice.one_in(4) => ':',
            _ => c,
        });
        let _ = behind;
    }
    out
}

fn wide(text: &str) -> String {
    let widen = |c: char| {
        if c.is_ascii_digit() {
            char::from_u32(c as u32 + 0xfee0).unwrap()
        } else {
            c
        }
    };
    text.chars().map(widen).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn cell(text: &str) -> (String, usize, usize) {
    (text.to_owned(), 1, 1)
}

fn covered() -> (String, usize, usize) {
    (String::new(), 0, 0)
}

/// The pages of Annex 1: each begins with the heading.
fn indicator_pages(
    table: &IndicatorTable,
    own_page: bool,
    shape: Shape,
    dice: &mut Dice,
) -> Vec<Vec<Row>> {
    let spans = matches!(shape, Shape::Html | Shape::HtmlInMarkdown);
    let grouped = |i: usize| table.indicators[i].group.is_some();
    let merged_down = |i: usize| {
        table.indicators[i]
            .targets
            .iter()
            .any(|t| t.from.is_some() || t.rows.is_some())
    };
    let mut pages: Vec<Vec<Row>> = Vec::new();
    let mut i = 0;
    while i < table.indicators.len() {
        // Merged rows stay on one page.
        let special = |i: usize| grouped(i) || merged_down(i);
        let mut end = i + 1;
        if special(i) {
            while end < table.indicators.len() && special(end) {
                end += 1;
            }
        } else {
            let most = 1 + dice.roll(12);
            while end < table.indicators.len()
                && end - i < most
                && (!own_page && !special(end) || own_page && !special(end))
            {
                end += 1;
            }
        }
        let names = if own_page && !special(i) { 1 } else { 2 };
        let mut rows: Vec<Row> = vec![heading(table, names, spans)];
        for j in i..end {
            rows.push(indicator_row(table, j, names, spans, i, end, dice));
        }
        pages.push(rows);
        i = end;
    }
    pages
}

fn heading(table: &IndicatorTable, names: usize, spans: bool) -> Row {
    let mut row = vec![
        cell("序号"),
        ("指标名称".into(), if spans { names } else { 1 }, 1),
    ];
    if names == 2 {
        row.push(covered());
    }
    row.push(cell("单位"));
    row.extend(table.areas.iter().map(|a| cell(a)));
    row
}

#[allow(clippy::too_many_arguments)]
fn indicator_row(
    table: &IndicatorTable,
    at: usize,
    names: usize,
    spans: bool,
    first: usize,
    end: usize,
    dice: &mut Dice,
) -> Row {
    let indicator = &table.indicators[at];
    let mut row = vec![cell(&indicator.number.to_string())];
    match (&indicator.group, names) {
        (Some(group), 2) => {
            let begins = at == first || table.indicators[at - 1].group.as_ref() != Some(group);
            let rows = (at..end)
                .take_while(|&j| table.indicators[j].group.as_ref() == Some(group))
                .count();
            row.push(match (begins, spans) {
                (true, true) => (group.clone(), 1, rows),
                (true, false) => cell(group),
                (false, true) => covered(),
                (false, false) => cell(""),
            });
            row.push(cell(&mess(&indicator.name, dice)));
        }
        (_, 2) => {
            row.push((mess(&indicator.name, dice), if spans { 2 } else { 1 }, 1));
            row.push(covered());
        }
        _ => row.push(cell(&mess(&indicator.name, dice))),
    }
    row.push(cell(&indicator.unit));
    for target in &indicator.targets {
        for k in 0..target.areas.len() {
            row.push(if k > 0 || target.from.is_some() {
                covered()
            } else if spans {
                (
                    mess(&target.text, dice),
                    target.areas.len(),
                    target.rows.unwrap_or(1) as usize,
                )
            } else {
                cell(&mess(&target.text, dice))
            });
        }
    }
    row
}

fn task_pages(table: &TaskTable, shape: Shape, dice: &mut Dice) -> Vec<Vec<Row>> {
    let spans = matches!(shape, Shape::Html | Shape::HtmlInMarkdown);
    let head: Row = ["序号", "名称", "工作任务", "责任单位"]
        .iter()
        .map(|t| cell(t))
        .collect();
    let mut pages = vec![vec![head.clone()]];
    let turn = |pages: &mut Vec<Vec<Row>>, dice: &mut Dice, odds: usize| {
        let again = dice.one_in(odds);
        if again {
            // A table that goes on has its heading again, or not.
            pages.push(if dice.one_in(3) {
                Vec::new()
            } else {
                vec![head.clone()]
            });
        }
        again
    };
    let section = |title: String| -> Row {
        let mut row = vec![(title, if spans { 4 } else { 1 }, 1)];
        row.extend([covered(), covered(), covered()]);
        row
    };
    let title = |number: &str, title: &str, count: Option<u32>| {
        let mark = if number.starts_with('（') { "" } else { "、" };
        format!(
            "{number}{mark}{title}{}",
            count.map(|c| format!("（{c}项）")).unwrap_or_default()
        )
    };
    for part in &table.parts {
        if let (Some(n), Some(t)) = (&part.number, &part.title) {
            pages
                .last_mut()
                .unwrap()
                .push(section(title(n, t, part.stated_count)));
        }
        for s in &part.sections {
            if let (Some(n), Some(t)) = (&s.number, &s.title) {
                pages
                    .last_mut()
                    .unwrap()
                    .push(section(title(n, t, s.stated_count)));
            }
            for item in &s.items {
                turn(&mut pages, dice, 12);
                let whole = spans && dice.one_in(2);
                for (i, task) in item.tasks.iter().enumerate() {
                    if i > 0 && !whole {
                        turn(&mut pages, dice, 15);
                    }
                    let (number, name) = (item.number.to_string(), mess(&item.name, dice));
                    let mut row = match (i, whole) {
                        (0, true) => {
                            vec![(number, 1, item.tasks.len()), (name, 1, item.tasks.len())]
                        }
                        (_, true) => vec![covered(), covered()],
                        (0, false) => vec![cell(&number), cell(&name)],
                        // Some converters write number and name into every row.
                        _ if dice.one_in(20) => vec![cell(&number), cell(&name)],
                        _ => vec![cell(""), cell("")],
                    };
                    let (text, units) =
                        (mess(&task.text, dice), mess(&task.responsible.text, dice));
                    let length = text.chars().count();
                    // A page ends inside the row; one that is all of a page could be
                    // read either way, and no converter makes it.
                    let above_it = pages.last().unwrap().len();
                    if !whole && length > 20 && above_it > 2 && dice.one_in(12) {
                        let cut = 5 + dice.roll(length - 10);
                        let head: String = text.chars().take(cut).collect();
                        let rest: String = text.chars().skip(cut).collect();
                        let above = dice.one_in(2);
                        row.extend([cell(&head), cell(if above { &units } else { "" })]);
                        pages.last_mut().unwrap().push(row);
                        while !turn(&mut pages, dice, 1) {}
                        let below = if above { "" } else { units.as_str() };
                        pages.last_mut().unwrap().push(vec![
                            cell(""),
                            cell(""),
                            cell(&rest),
                            cell(below),
                        ]);
                    } else {
                        row.extend([cell(&text), cell(&units)]);
                        pages.last_mut().unwrap().push(row);
                    }
                }
            }
        }
    }
    pages
}

fn write_pages(text: &mut String, pages: Vec<Vec<Row>>, shape: Shape, dice: &mut Dice) {
    let numbered = dice.one_in(3);
    for (number, page) in (1..).zip(pages) {
        if numbered && number > 1 && shape != Shape::HtmlInMarkdown {
            line(text, &format!("— {number} —"), shape);
        }
        match shape {
            Shape::Tabs => {
                for row in &page {
                    let cells: Vec<&str> = row.iter().map(|c| c.0.as_str()).collect();
                    *text += &(cells.join("\t") + "\n");
                }
            }
            Shape::Pipes => {
                for (i, row) in page.iter().enumerate() {
                    let cells: Vec<&str> = row.iter().map(|c| c.0.as_str()).collect();
                    *text += &format!("| {} |\n", cells.join(" | "));
                    if i == 0 {
                        *text += &format!("|{}\n", " --- |".repeat(cells.len()));
                    }
                }
            }
            Shape::Html | Shape::HtmlInMarkdown => {
                *text += "<table border=1>\n";
                for row in &page {
                    *text += "<tr>";
                    for (words, columns, rows) in row.iter().filter(|c| c.1 > 0) {
                        let mut spans = String::new();
                        if *columns > 1 {
                            spans += &format!(" colspan=\"{columns}\"");
                        }
                        if *rows > 1 {
                            spans += &format!(" rowspan='{rows}'");
                        }
                        *text += &format!("<td{spans}>{}</td>", escape(words));
                    }
                    *text += "</tr>\n";
                }
                *text += "</table>\n";
            }
        }
        *text += "\n";
    }
}
