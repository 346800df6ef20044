//! What the phrases of a notice say, each task with its own. They are read when a notice is
//! checked, and stay with it from there on: views and duties read no words.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::notice::Notice;
use crate::units::phrase::{self, Phrase};
use crate::units::register::Register;

/// The phrases of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Phrases {
    /// Each that is another.
    phrases: Vec<Phrase>,
    /// By the number of a task, in printed order, where its phrase stands among them.
    of_tasks: Vec<usize>,
}

impl Phrases {
    /// Reads the phrase of every task, with the notice's own rule that the first-named
    /// leads, where that holds for it.
    pub fn of(notice: &Notice, register: &Register) -> Phrases {
        let mut read = Phrases::default();
        let mut known: HashMap<(&str, Option<&str>), usize> = HashMap::new();
        for (_, table) in notice.task_tables() {
            for (_, task) in table.tasks() {
                let text = task.responsible.text.as_str();
                let rule = table.first_leads.as_ref();
                let rule = rule.filter(|rule| rule.holds_at(task.line));
                let rule = rule.map(|rule| rule.text.as_str());
                let at = *known.entry((text, rule)).or_insert_with(|| {
                    let mut phrase = phrase::resolve(text, register);
                    if let Some(rule) = rule {
                        phrase.apply_first_leads(phrase::each_leads(rule, text));
                    }
                    read.phrases.push(phrase);
                    read.phrases.len() - 1
                });
                read.of_tasks.push(at);
            }
        }
        read
    }

    /// The phrase of a task, by the task's number among all of the notice, from 0.
    pub fn get(&self, task: usize) -> Option<&Phrase> {
        self.phrases.get(*self.of_tasks.get(task)?)
    }

    /// The phrase of every task, in printed order.
    pub fn iter(&self) -> impl Iterator<Item = &Phrase> {
        { self.of_tasks.iter() }.filter_map(|&at| self.phrases.get(at))
    }
}
