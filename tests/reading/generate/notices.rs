//! Whole notices: a circular, an annex, and how they are printed.

use super::compare::{self, Difference};
use super::count::Count;
use super::dice::Dice;
use super::model::{Annex, Task};
use super::sheet::{self, Form};
use super::world::{WORLDS, World};
use super::{circular, outline};
use crate::compare::{plain, plain_number, without_number};
use crate::run::{ItemFields, Run, TaskFields};

/// A notice as a seed, with its model.
pub struct Notice {
    pub number: usize,
    pub world: &'static World,
    /// The ending of the seed.
    pub ending: &'static str,
    pub text: String,
    pub annex: Annex,
}

const TITLE: &str = "2024年重点工作任务分解";

/// The rule that the first-named leads, as it stands above a list.
const RULES: &[&str] = &[
    "说明：各项任务的责任单位中，排在第一位的为牵头单位。",
    "注：排在第一位的责任单位为牵头单位，其他为配合单位。",
    "说明：列第一位的单位为牵头单位。",
];

impl Notice {
    /// The notice of a number; it is always the same.
    pub fn new(number: usize) -> Notice {
        let mut dice = Dice::new(2, number);
        let dice = &mut dice;
        let world = dice.of(WORLDS);
        let (mut annex, ending) = if dice.one_in(2) {
            let ending = ["txt", "txt", "html", "md"][dice.roll(4)];
            (outline::list(world, dice), ending)
        } else {
            let form = [Form::Tabs, Form::Pipes, Form::Html][dice.roll(3)];
            let ending = match form {
                Form::Tabs => "txt",
                Form::Pipes => "md",
                Form::Html => "html",
            };
            (sheet::table(world, form, dice), ending)
        };
        let rule = dice.one_in(8).then(|| dice.pick(RULES));
        if rule.is_some() {
            annex.first_leads(0);
            annex.style += ", the first leads";
        }
        let mut head = circular::head(world, TITLE);
        // The red line is a picture in many a file, so that the text begins below it.
        if dice.one_in(8) {
            head.drain(..2);
        }
        if let Some(rule) = rule {
            if dice.one_in(3) {
                let said = head.iter().position(|l| l.starts_with("现将")).unwrap_or(0);
                let rule = "任务清单中，排在第一位的责任单位为牵头单位，其他单位为配合单位。";
                head.splice(said + 1..said + 1, [String::new(), rule.to_owned()]);
            } else {
                head.extend([rule.to_owned(), String::new()]);
            }
        }
        let pages = ending == "txt" && !annex.lines.iter().any(|l| l.row) && dice.one_in(4);
        let text = lay_out(
            &head,
            &mut annex,
            ending,
            pages.then(|| dice.between(24, 40)),
            dice,
        );
        Notice {
            number,
            world,
            ending,
            text,
            annex,
        }
    }

    fn story(&self, what: &str) -> String {
        format!(
            "notice {} of {}: {}, {}\n    {what}",
            self.number, self.world.issuer, self.annex.style, self.ending
        )
    }
}

/// The text of a seed; the lines of the tasks are noted. With a `width`, paragraphs are
/// broken as on a page, and pages have numbers.
fn lay_out(
    head: &[String],
    annex: &mut Annex,
    ending: &str,
    width: Option<usize>,
    dice: &mut Dice,
) -> String {
    let html = ending == "html";
    let mut lines: Vec<String> = Vec::new();
    if html {
        lines.push("<html><body>".into());
        let words = head.iter().filter(|l| !l.is_empty());
        lines.extend(words.map(|l| format!("<p>{l}</p>")));
    } else {
        lines.extend(head.iter().cloned());
    }
    // A short last line is followed by a new paragraph without a blank line as well.
    let close = dice.one_in(3) && ending == "txt";
    let mut page = 1;
    for line in &annex.lines {
        let from = lines.len() + 1;
        for part in line.text.split('⏎') {
            match width {
                _ if html && !line.row => lines.push(format!("<p>{part}</p>")),
                Some(width) => {
                    for (at, row) in broken(part, width).into_iter().enumerate() {
                        if at > 0 && dice.one_in(8) {
                            page += 1;
                            lines.push(format!("— {page} —"));
                        }
                        lines.push(row);
                    }
                }
                None => lines.push(part.to_owned()),
            }
            // In Markdown a line of its own is a paragraph of its own.
            if ending == "md" && !line.row {
                lines.push(String::new());
            }
        }
        for &task in &line.tasks {
            annex.tasks[task].lines.extend(from..=lines.len());
        }
        if !line.row && !close && !html {
            lines.push(String::new());
        }
    }
    if html {
        lines.push("</body></html>".into());
    }
    lines.join("\n") + "\n"
}

/// A paragraph in lines of `width` Han characters; figures and half-width signs take half
/// of that, and no line begins with a closing mark or ends with an opening one.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = String::new();
    let mut filled = 0;
    for c in text.chars() {
        let closes = "，。、；：）】〕]”》,;:)".contains(c);
        if filled >= width * 2 && !closes {
            let opens = |c: &char| "（【〔[“《(".contains(*c);
            let last = row.chars().next_back().filter(opens);
            row.truncate(row.len() - last.map_or(0, char::len_utf8));
            rows.push(std::mem::take(&mut row));
            row.extend(last);
            filled = row.chars().count() * 2;
        }
        row.push(c);
        filled += if c.is_ascii() { 1 } else { 2 };
    }
    rows.push(row);
    rows
}

/// Tries notices. `GONGWEN_NOTICE=number` tries that one alone and prints it.
pub fn run(numbers: std::ops::Range<usize>) -> Count {
    let mut count = Count::default();
    let one = std::env::var("GONGWEN_NOTICE").ok();
    let one = one.and_then(|number| number.parse::<usize>().ok());
    for number in one.map_or(numbers, |n| n..n + 1) {
        let notice = Notice::new(number);
        if one.is_some() {
            println!("{}", notice.text);
        }
        let run = Run::new(
            &format!("notice.{}", notice.ending),
            notice.text.as_bytes(),
            notice.world.register,
            "",
        );
        if one.is_some() {
            for r in &run.remarks {
                println!("line {}: {}", r.line, r.message);
            }
            for item in run.items.iter().flatten() {
                println!("item {}", item.name);
                for task in &item.tasks {
                    println!("    {} {:?} {:?}", task.text, task.units, task.collectives);
                }
            }
        }
        let Some(items) = &run.items else {
            count.refuse(notice.story(&run.first_error()));
            continue;
        };
        let found = differences(&notice.annex.tasks, items, &run);
        let lines: Vec<usize> = notice
            .annex
            .tasks
            .iter()
            .flat_map(|t| t.lines.clone())
            .collect();
        let warned = !compare::warnings(&run, &lines).is_empty();
        count.book(|what| notice.story(what), &found, warned);
    }
    count
}

/// What differs between the model and what was read, with whether it was said.
pub fn differences(want: &[Task], items: &[ItemFields], run: &Run) -> Vec<(Difference, bool)> {
    let got: Vec<(&ItemFields, &TaskFields)> = items
        .iter()
        .flat_map(|i| i.tasks.iter().map(move |t| (i, t)))
        .collect();
    let mut out = Vec::new();
    let mut taken = vec![false; got.len()];
    let mut last = 0;
    for task in want {
        let words = plain(&task.text);
        let has = |text: &str| plain(text).contains(&words);
        let at = got.iter().position(|(_, t)| has(&t.text));
        let at = at.or_else(|| got.iter().position(|(item, _)| has(&item.name)));
        let mut found = Vec::new();
        match at {
            None => found.push(Difference {
                what: format!("“{}” is no task", task.text),
                words: task
                    .duty
                    .said
                    .iter()
                    .map(|s| plain(&s.name))
                    .chain([words])
                    .collect(),
            }),
            Some(at) => {
                let (item, read) = got[at];
                if taken[at] || at < last {
                    found.push(Difference {
                        what: format!(
                            "“{}” is part of another task, or before it: “{}”",
                            task.text, read.text
                        ),
                        words: vec![words],
                    });
                }
                taken[at] = true;
                last = at;
                found.extend(one(task, item, read));
            }
        }
        out.extend(found.into_iter().map(|mut difference| {
            let said = compare::is_said(&difference, run, &task.lines);
            difference.what = format!("line {:?}: {}", task.lines.first(), difference.what);
            (difference, said)
        }));
    }
    let more = got.iter().zip(&taken).filter(|(_, taken)| !**taken);
    for ((_, read), _) in more {
        let difference = Difference {
            what: format!(
                "a task that nobody gave: “{}” [{}]",
                read.text,
                read.units.join("; ")
            ),
            words: vec![plain(&read.text)],
        };
        out.push((difference, false));
    }
    out
}

fn one(want: &Task, item: &ItemFields, got: &TaskFields) -> Vec<Difference> {
    let mut out = compare::duty(&want.duty, got);
    let text = plain(&got.text);
    out.extend(compare::text("text", &want.text, without_number(&text)));
    if let Some(name) = &want.name {
        out.extend(compare::text("name", name, &item.name));
    }
    let bare = |text: &String| plain_number(text).replace(['、', '．'], "");
    if let Some(number) = &want.number
        && !item.numbers.iter().any(|n| bare(n) == bare(number))
    {
        out.push(other("number", number, &item.numbers.join(" ")));
    }
    for (level, want, got) in [
        ("part", &want.part, &item.part),
        ("section", &want.section, &item.section),
    ] {
        if let Some(want) = want
            && bare(want) != bare(got)
        {
            out.push(other(level, want, got));
        }
    }
    for (heading, text) in &want.columns {
        let read = got.columns.iter().find(|c| plain(&c.0) == plain(heading));
        let read = read.map_or("", |c| c.1.as_str());
        out.extend(compare::text(heading, text, read));
    }
    let cells = got.columns.iter().map(|c| c.1.as_str());
    let kept: Vec<&str> = [item.name.as_str(), &got.text]
        .into_iter()
        .chain(cells)
        .collect();
    let kept = plain(&kept.join(" "));
    for words in want.holds.iter().filter(|w| !kept.contains(&plain(w))) {
        out.push(other("kept", words, ""));
    }
    out
}

fn other(what: &str, want: &str, got: &str) -> Difference {
    Difference {
        what: format!("{what} “{got}”, not “{want}”"),
        words: vec![plain(want), plain(got)],
    }
}
