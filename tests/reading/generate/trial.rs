//! Phrases are put into notices, many into one, and what each came to is compared with
//! the model. What differs among others is tried again alone, since one bad phrase may
//! spoil the rest.

use super::compare::{self, Difference};
use super::count::Count;
use super::dice::Dice;
use super::phrases::{self, Phrase, Place};
use super::world::{WORLDS, World};
use super::{circular, stand};
use crate::compare::plain;
use crate::run::{Run, TaskFields};

/// A phrase with where it stands.
pub struct Case {
    pub number: usize,
    pub world: &'static World,
    pub place: Place,
    pub phrase: Phrase,
    /// As it stands in the notice, behind its task or as a cell; `⏎` begins a line.
    pub printed: String,
}

const TITLE: &str = "2024年重点工作任务分解";

fn task(n: usize) -> String {
    format!("办好第{n}件实事")
}

impl Case {
    /// The phrase of a number; it is always the same.
    pub fn new(number: usize) -> Case {
        let mut dice = Dice::new(1, number);
        let world = dice.of(WORLDS);
        let place = [Place::Cell, Place::Text][dice.roll(2)];
        let phrase = phrases::phrase(world, place, &mut dice);
        let printed = match place {
            Place::Cell => phrase.text.clone(),
            Place::Text => stand::behind("", &phrase, &mut dice),
        };
        let printed = stand::styled(&printed, &mut dice);
        Case {
            number,
            world,
            place,
            phrase,
            printed,
        }
    }

    fn story(&self, what: &str) -> String {
        format!(
            "phrase {} of {}: {}\n    {what}",
            self.number, self.world.issuer, self.printed
        )
    }
}

/// Phrases in one notice.
const TOGETHER: usize = 40;

/// Tries phrases.
pub fn run(numbers: std::ops::Range<usize>) -> Count {
    let mut count = Count::default();
    let mut groups: Vec<Vec<Case>> = (0..WORLDS.len() * 2).map(|_| Vec::new()).collect();
    for number in numbers {
        let case = Case::new(number);
        let world = WORLDS.iter().position(|w| std::ptr::eq(w, case.world));
        let group = world.unwrap() * 2 + usize::from(case.place == Place::Text);
        groups[group].push(case);
        if groups[group].len() == TOGETHER {
            judge(&std::mem::take(&mut groups[group]), &mut count);
        }
    }
    for group in groups.iter().filter(|g| !g.is_empty()) {
        judge(group, &mut count);
    }
    count
}

fn judge(cases: &[Case], count: &mut Count) {
    let members: Vec<&Case> = cases.iter().collect();
    for (case, found) in cases.iter().zip(together(&members)) {
        let (found, warned) = match found {
            Found::Read(found, warned) if found.is_empty() => (found, warned),
            _ => match together(&[case]).remove(0) {
                Found::Read(found, warned) => (found, warned),
                Found::Refused(error) => {
                    count.refuse(case.story(&error));
                    continue;
                }
            },
        };
        count.book(|what| case.story(what), &found, warned);
    }
}

/// What became of one phrase.
enum Found {
    /// What differs, with whether it was said; whether anything was said at its lines.
    Read(Vec<(Difference, bool)>, bool),
    Refused(String),
}

/// Whether a phrase, alone in a notice, is read as its model has it.
pub fn is_equal(case: &Case) -> bool {
    match &together(&[case])[0] {
        Found::Read(found, _) => found.is_empty(),
        Found::Refused(_) => false,
    }
}

/// Reads a notice that holds the phrases.
fn together(cases: &[&Case]) -> Vec<Found> {
    let world = cases[0].world;
    let mut lines = circular::head(world, TITLE);
    let cell = cases[0].place == Place::Cell;
    if cell {
        lines.push("序号\t工作任务\t责任单位".into());
    }
    let mut places: Vec<Vec<usize>> = Vec::new();
    // One task more, whose duty is plain, so that the list is known as one.
    let last = match world.level {
        "central" => "教育部",
        _ if world.register != "none" => "市教育局",
        _ => "教育局",
    };
    let last = if cell {
        last.to_owned()
    } else {
        format!("。（责任单位：{last}）")
    };
    let printed = cases.iter().map(|c| c.printed.as_str());
    for (n, phrase) in (1..).zip(printed.chain([last.as_str()])) {
        let from = lines.len() + 1;
        if cell {
            lines.push(format!("{n}\t{}。\t{phrase}", task(n)));
        } else {
            let text = format!("{n}.{}{phrase}", task(n));
            lines.extend(text.split('⏎').map(str::to_owned));
            lines.push(String::new());
        }
        places.push((from..=lines.len()).collect());
    }
    let text = lines.join("\n") + "\n";
    let run = Run::new("notice.txt", text.as_bytes(), world.register, "");
    let numbered = (1..).zip(cases.iter().zip(&places));
    numbered
        .map(|(n, (case, lines))| one(n, case, lines, &run))
        .collect()
}

fn one(n: usize, case: &Case, lines: &[usize], run: &Run) -> Found {
    let Some(items) = &run.items else {
        return Found::Refused(run.first_error());
    };
    let words = plain(&task(n));
    let named = items.iter().find(|i| {
        plain(&i.name).contains(&words) || i.tasks.iter().any(|t| plain(&t.text).contains(&words))
    });
    let tasks: &[TaskFields] = named.map_or(&[], |item| &item.tasks);
    let said = case.phrase.duty.said.iter().map(|s| plain(&s.name));
    let mut found = match tasks {
        [task] => {
            let mut found = compare::duty(&case.phrase.duty, task);
            found.extend(compare::text("text", &words, &task.text));
            found
        }
        _ => vec![Difference {
            what: format!("{} tasks instead of one", tasks.len()),
            words: said.chain([words.clone()]).collect(),
        }],
    };
    let found = found
        .drain(..)
        .map(|difference| {
            let said = compare::is_said(&difference, run, lines);
            (difference, said)
        })
        .collect();
    Found::Read(found, !compare::warnings(run, lines).is_empty())
}
