//! Annexes that are lists of numbered paragraphs.

use super::dice::Dice;
use super::model::{Annex, Task};
use super::numbers::{LEVELS, Level};
use super::phrases::{self, Phrase, Place};
use super::stand;
use super::texts::Texts;
use super::world::World;

/// Where the statements of duty of a list stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// In brackets or run in at the end, or on a line behind, as it comes.
    Behind,
    /// On lines of their own, all behind the tasks.
    Below,
    /// On lines of their own, before each task.
    Before,
    /// Behind the headings; here and there a task has its own.
    Heading,
    /// Several sentences in a paragraph, each with its own.
    Several,
    /// Behind a general task, and behind the measures under it.
    Measures,
    /// On a line behind all that belongs to a heading.
    Shared,
}

/// A list in the making.
struct List<'d> {
    world: &'static World,
    dice: &'d mut Dice,
    texts: Texts,
    annex: Annex,
    stand: Stand,
    levels: Vec<Level>,
    style: usize,
    /// The numbers of the lowest level run on over headings; those of the sections do.
    runs: bool,
    sections_run: bool,
    /// Of every level, the last number.
    numbers: Vec<usize>,
    /// What the heading above says of duty, and whether no task stands under it yet.
    above: Option<Phrase>,
    fresh: bool,
}

/// A list.
pub fn list(world: &'static World, dice: &mut Dice) -> Annex {
    let stand = match dice.roll(16) {
        0..=6 => Stand::Behind,
        7 | 8 => Stand::Below,
        9 => Stand::Before,
        10 => Stand::Heading,
        11 | 12 => Stand::Several,
        13 | 14 => Stand::Measures,
        _ => Stand::Shared,
    };
    let depth = match stand {
        // With more levels it is open which of them a line before or behind is of.
        Stand::Before => 1,
        Stand::Heading | Stand::Measures => dice.between(2, 3),
        Stand::Shared => 2,
        _ => dice.between(1, 4),
    };
    // From 一、 on mostly; a list of one level may have any.
    let first = match depth {
        1 => dice.between(1, 5),
        // No 第一部分 is a task of its own.
        2 if stand == Stand::Measures => dice.between(1, 3),
        2 => [1, 1, 1, 0, 2, 3][dice.roll(6)],
        _ => usize::from(!dice.one_in(5)),
    };
    let mut levels = LEVELS[first..(first + depth).min(LEVELS.len())].to_vec();
    // 一、 1. without （一）, and 一、 （1）.
    if depth == 2 && first == 1 && dice.one_in(2) {
        levels[1] = Level::Item;
    }
    let runs = dice.one_in(3) && *levels.last().unwrap() == Level::Item;
    let sections_run = dice.one_in(5);
    let mut list = List {
        world,
        style: dice.roll(10),
        texts: Texts::default(),
        annex: Annex::default(),
        stand,
        numbers: vec![0; levels.len()],
        levels,
        runs,
        sections_run,
        above: None,
        fresh: false,
        dice,
    };
    list.annex.style = format!("list {stand:?} of {:?}", list.levels);
    // Numbers that begin late, as in an excerpt.
    if list.levels.len() == 1 && list.dice.one_in(12) && list.levels[0] < Level::Lower {
        list.numbers[0] = list.dice.between(2, 30);
    }
    list.under(0);
    list.annex
}

impl List<'_> {
    /// All of a level and what is below it.
    fn under(&mut self, depth: usize) {
        let lowest = depth + 1 == self.levels.len();
        let level = self.levels[depth];
        let keeps = match lowest {
            true => self.runs,
            false => self.sections_run && level == Level::Section,
        };
        if depth > 0 && !keeps {
            self.numbers[depth] = 0;
        }
        let (low, high) = if lowest { (1, 4) } else { (2, 3) };
        let count = if depth == 0 && lowest {
            self.dice.between(3, 9)
        } else {
            self.dice.between(low, high)
        };
        for _ in 0..count {
            if self.numbers[depth] == level.most() {
                return;
            }
            self.numbers[depth] += 1;
            if lowest {
                self.item(depth);
                continue;
            }
            self.heading(depth);
            self.under(depth + 1);
            if self.stand == Stand::Shared {
                self.share();
            }
        }
    }

    fn number(&self, depth: usize) -> String {
        self.levels[depth].print(self.numbers[depth], self.style)
    }

    fn heading(&mut self, depth: usize) {
        let number = self.number(depth);
        let next_is_lowest = depth + 2 == self.levels.len();
        match self.stand {
            Stand::Heading if next_is_lowest => {
                let phrase = self.phrase(|p| !p.text.contains('⏎'));
                let text = format!("{number}{}（{}）", self.texts.heading(), phrase.text);
                self.annex.line(text, &[]);
                self.above = Some(phrase);
                self.fresh = true;
            }
            Stand::Measures if next_is_lowest => {
                let phrase = self.phrase(|_| true);
                let text = self.texts.general();
                let printed = stand::behind(text, &phrase, self.dice);
                let task = self.annex.task(Task {
                    text: text.to_owned(),
                    duty: phrase.duty,
                    ..Task::default()
                });
                self.annex.line(format!("{number}{printed}"), &[task]);
                if self.dice.one_in(2) {
                    let label = self.dice.pick(&["具体措施：", "主要措施：", "重点任务："]);
                    self.annex.line(label, &[]);
                }
            }
            _ => {
                let text = format!("{number}{}", self.texts.heading());
                self.annex.line(text, &[]);
            }
        }
    }

    fn item(&mut self, depth: usize) {
        let number = self.number(depth);
        match self.stand {
            Stand::Behind => {
                let phrase = self.phrase(|_| true);
                let text = self.texts.task(self.dice);
                let printed = stand::behind(&text, &phrase, self.dice);
                let printed = stand::styled(&printed, self.dice);
                let task = self.task(text, depth, phrase);
                self.annex.line(format!("{number}{printed}"), &[task]);
            }
            Stand::Below | Stand::Before => {
                let phrase = self.phrase(|p| p.labelled);
                let text = self.texts.task(self.dice);
                let task = self.task(text.clone(), depth, phrase.clone());
                let words = format!("{number}{text}。");
                let lines = match self.stand {
                    Stand::Below => [words, phrase.text],
                    _ => [phrase.text.replace('⏎', "；"), words],
                };
                for line in lines {
                    self.annex.line(line, &[task]);
                }
            }
            Stand::Heading => {
                // Where all tasks say it themselves it is open whether the heading is a task
                // of its own; and whether its time holds for one that names its own units.
                let timed = self
                    .above
                    .as_ref()
                    .is_some_and(|p| !p.duty.deadline.is_empty());
                let first = std::mem::take(&mut self.fresh);
                let own = (!first && self.dice.one_in(5))
                    .then(|| self.phrase(|p| !timed || !p.duty.deadline.is_empty()));
                let text = self.texts.task(self.dice);
                let printed = match &own {
                    Some(own) => stand::behind(&text, own, self.dice),
                    None => format!("{text}。"),
                };
                let Some(phrase) = own.or(self.above.clone()) else {
                    return;
                };
                let task = self.task(text, depth, phrase);
                self.annex.line(format!("{number}{printed}"), &[task]);
            }
            Stand::Several => {
                let mut printed = String::new();
                let mut tasks = Vec::new();
                let count = self.dice.between(1, 3);
                let sep = ["。", "；", ""][self.dice.roll(3)];
                for at in 0..count {
                    let phrase = self.phrase(|p| !p.text.contains('⏎'));
                    let text = self.texts.task(self.dice);
                    printed += &match sep {
                        "" => format!("{text}。（{}）", phrase.text),
                        sep if at + 1 < count => format!("{text}（{}）{sep}", phrase.text),
                        _ => format!("{text}（{}）。", phrase.text),
                    };
                    tasks.push(self.task(text, depth, phrase));
                }
                self.annex.line(format!("{number}{printed}"), &tasks);
            }
            Stand::Measures => {
                let phrase = self.phrase(|_| true);
                let text = self.texts.task(self.dice);
                let printed = stand::behind(&text, &phrase, self.dice);
                let task = self.annex.task(Task {
                    text,
                    duty: phrase.duty,
                    ..Task::default()
                });
                self.annex.line(format!("{number}{printed}"), &[task]);
            }
            Stand::Shared => {
                let text = self.texts.task(self.dice);
                let task = self.annex.task(Task {
                    text: text.clone(),
                    ..Task::default()
                });
                self.annex.line(format!("{number}{text}。"), &[task]);
            }
        }
    }

    /// A line that says who does all that stands above it and has nobody yet.
    fn share(&mut self) {
        let phrase = self.phrase(|p| p.labelled);
        let tasks = (0..self.annex.tasks.len())
            .filter(|&at| self.annex.tasks[at].duty.said.is_empty())
            .collect::<Vec<_>>();
        for &at in &tasks {
            self.annex.tasks[at].duty = phrase.duty.clone();
        }
        self.annex.line(phrase.text, &tasks);
    }

    fn phrase(&mut self, fits: impl Fn(&Phrase) -> bool) -> Phrase {
        loop {
            let phrase = phrases::phrase(self.world, Place::Text, self.dice);
            if fits(&phrase) {
                return phrase;
            }
        }
    }

    /// A task of the lowest level. Its part and section are known where the list begins
    /// with parts and has no more levels than a notice has names for; of other lists it is
    /// left open which level is the item.
    fn task(&mut self, text: String, depth: usize, phrase: Phrase) -> usize {
        let parts = self.levels.len() <= 3 && self.levels[0] == Level::Part;
        let simple = parts || self.levels.len() == 1;
        let number = |at: usize| self.levels[at].print(self.numbers[at], self.style);
        let part = (simple && depth > 0).then(|| number(0));
        let section = (simple && depth > 1).then(|| number(1));
        let number = (simple && self.stand != Stand::Several).then(|| number(depth));
        self.annex.task(Task {
            text,
            part,
            section,
            number,
            duty: phrase.duty,
            ..Task::default()
        })
    }
}
