//! The outline of a list of tasks as it grows: parts, sections, items. Both forms of
//! list, the table and the numbered paragraphs, hang their tasks on it.

use super::numbering::{Heading, Level};
use crate::notice::{Item, Part, Section, Task};

/// Parts in the order of the source.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) parts: Vec<Part>,
}

impl Outline {
    /// Begins a part or a section; a heading of a lower level is not for here.
    pub(super) fn add_heading(&mut self, heading: Heading, line: usize) {
        match heading.level {
            Level::Part => self.parts.push(Part {
                number: Some(heading.number).filter(|n| !n.is_empty()),
                title: Some(heading.title),
                stated_count: heading.count,
                line: Some(line),
                intro: Vec::new(),
                sections: Vec::new(),
            }),
            _ => self.last_part().sections.push(Section {
                number: Some(heading.number).filter(|n| !n.is_empty()),
                title: Some(heading.title),
                stated_count: heading.count,
                line: Some(line),
                intro: Vec::new(),
                items: Vec::new(),
            }),
        }
    }

    /// The part that a section goes to; one without a heading where there is none.
    pub(super) fn last_part(&mut self) -> &mut Part {
        if self.parts.is_empty() {
            self.parts.push(Part {
                number: None,
                title: None,
                stated_count: None,
                line: None,
                intro: Vec::new(),
                sections: Vec::new(),
            });
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    /// Paragraphs above the first heading belong to its part, not to one of their own.
    pub(super) fn give_intro_to_first_part(&mut self) {
        let bare = |part: &Part| part.title.is_none() && part.sections.is_empty();
        if self.parts.len() > 1 && bare(&self.parts[0]) {
            let mut intro = self.parts.remove(0).intro;
            intro.append(&mut self.parts[0].intro);
            self.parts[0].intro = intro;
        }
    }

    /// The section that an item goes to; one without a heading where there is none.
    pub(super) fn last_section(&mut self) -> &mut Section {
        let part = self.last_part();
        if part.sections.is_empty() {
            part.sections.push(Section {
                number: None,
                title: None,
                stated_count: None,
                line: None,
                intro: Vec::new(),
                items: Vec::new(),
            });
        }
        let last = part.sections.len() - 1;
        &mut part.sections[last]
    }

    /// Begins an item in the last section.
    pub(super) fn add_item(&mut self, item: Item) {
        self.last_section().items.push(item);
    }

    /// The item that a task goes to, if the last section has one.
    pub(super) fn last_item(&mut self) -> Option<&mut Item> {
        let section = self.parts.last_mut()?.sections.last_mut()?;
        section.items.last_mut()
    }

    /// Adds a task to the last item; `false` when there is none.
    pub(super) fn add_task(&mut self, task: Task) -> bool {
        match self.last_item() {
            Some(item) => {
                item.tasks.push(task);
                true
            }
            None => false,
        }
    }
}
