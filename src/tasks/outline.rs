//! The outline of a list of tasks as it grows: parts, sections, items. Both forms of
//! list, the table and the numbered paragraphs, hang their tasks on it.

use crate::notice::{Item, Paragraph, Part, Section, Task};
use crate::tasks::list::Place;
use crate::tasks::numbering::{Heading, Level};

/// Parts in the order of the source.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) parts: Vec<Part>,
}

impl Outline {
    /// Begins a part or a section; a heading of a lower level is not for here.
    pub(crate) fn add_heading(&mut self, heading: Heading, line: usize) {
        match heading.level {
            Level::Part => self.parts.push(Part {
                number: Some(heading.number).filter(|n| !n.is_empty()),
                title: Some(heading.title),
                stated_count: heading.count,
                line: Some(line.into()),
                intro: Vec::new(),
                sections: Vec::new(),
            }),
            _ => self.last_part().sections.push(Section {
                number: Some(heading.number).filter(|n| !n.is_empty()),
                title: Some(heading.title),
                stated_count: heading.count,
                line: Some(line.into()),
                intro: Vec::new(),
                items: Vec::new(),
            }),
        }
    }

    /// Begins a part or a section that has a title and no number.
    pub(crate) fn add_title(&mut self, place: Place, title: String, line: usize) {
        match place {
            Place::Part => {
                let part = self.add_unnamed_part();
                part.title = Some(title);
                part.line = Some(line.into());
            }
            Place::Section => {
                let section = self.add_unnamed_section();
                section.title = Some(title);
                section.line = Some(line.into());
            }
        }
    }

    /// Begins a part without a heading, for what belongs to none of those before it.
    pub(crate) fn add_unnamed_part(&mut self) -> &mut Part {
        self.parts.push(Part {
            number: None,
            title: None,
            stated_count: None,
            line: None,
            intro: Vec::new(),
            sections: Vec::new(),
        });
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    fn add_unnamed_section(&mut self) -> &mut Section {
        let part = self.last_part();
        part.sections.push(Section {
            number: None,
            title: None,
            stated_count: None,
            line: None,
            intro: Vec::new(),
            items: Vec::new(),
        });
        let last = part.sections.len() - 1;
        &mut part.sections[last]
    }

    /// Sees to it that the next item does not go under the last part or section, beside
    /// which it stands.
    pub(crate) fn set_apart(&mut self, from: Option<Place>) {
        let part = self.parts.last();
        let section = part.and_then(|part| part.sections.last());
        match from {
            Some(Place::Part) if part.is_some_and(|p| p.number.is_some() || p.title.is_some()) => {
                self.add_unnamed_part();
            }
            Some(Place::Section)
                if section.is_some_and(|s| s.number.is_some() || s.title.is_some()) =>
            {
                self.add_unnamed_section();
            }
            _ => {}
        }
    }

    /// The title of the heading that stands last, if there is one.
    pub(crate) fn last_title(&self) -> Option<String> {
        let part = self.parts.last()?;
        match part.sections.last() {
            Some(section) if section.title.is_some() => section.title.clone(),
            _ => part.title.clone(),
        }
    }

    /// The places of the last part and of its last section.
    pub(crate) fn last_place(&self) -> (usize, Option<usize>) {
        let part = self.parts.len().saturating_sub(1);
        let sections = self.parts.last().map_or(0, |p| p.sections.len());
        (part, sections.checked_sub(1))
    }

    /// The line of that heading.
    pub(crate) fn last_line(&self) -> Option<usize> {
        let part = self.parts.last()?;
        let section = part.sections.last().and_then(|s| s.line);
        section.or(part.line).map(|line| line.number)
    }

    /// Adds a paragraph that stands before the items of the last part or section.
    pub(crate) fn add_intro(&mut self, paragraph: Paragraph) {
        let part = self.last_part();
        match part.sections.last_mut() {
            Some(section) => section.intro.push(paragraph),
            None => part.intro.push(paragraph),
        }
    }

    /// The same in a part, and in one of its sections, by their places.
    pub(crate) fn add_intro_at(&mut self, at: (usize, Option<usize>), paragraph: Paragraph) {
        match self.parts.get_mut(at.0) {
            Some(part) => match at.1.and_then(|section| part.sections.get_mut(section)) {
                Some(section) => section.intro.push(paragraph),
                None => part.intro.push(paragraph),
            },
            None => self.add_intro(paragraph),
        }
    }

    /// The part that a section goes to; one without a heading where there is none.
    pub(crate) fn last_part(&mut self) -> &mut Part {
        if self.parts.is_empty() {
            self.add_unnamed_part();
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    /// The first part; one without a heading where there is none.
    pub(crate) fn first_part(&mut self) -> &mut Part {
        if self.parts.is_empty() {
            self.add_unnamed_part();
        }
        &mut self.parts[0]
    }

    /// Paragraphs above the first heading belong to its part, not to one of their own.
    pub(crate) fn give_intro_to_first_part(&mut self) {
        let bare = |part: &Part| part.title.is_none() && part.sections.is_empty();
        if self.parts.len() > 1 && bare(&self.parts[0]) {
            let mut intro = self.parts.remove(0).intro;
            intro.append(&mut self.parts[0].intro);
            self.parts[0].intro = intro;
        }
    }

    /// The section that an item goes to; one without a heading where there is none.
    pub(crate) fn last_section(&mut self) -> &mut Section {
        if self.last_part().sections.is_empty() {
            self.add_unnamed_section();
        }
        let part = self.last_part();
        let last = part.sections.len() - 1;
        &mut part.sections[last]
    }

    /// Begins an item in the last section.
    pub(crate) fn add_item(&mut self, item: Item) {
        self.last_section().items.push(item);
    }

    /// The item that a task goes to, if the last section has one.
    pub(crate) fn last_item(&mut self) -> Option<&mut Item> {
        let section = self.parts.last_mut()?.sections.last_mut()?;
        section.items.last_mut()
    }

    /// Adds a task to the last item; `false` when there is none.
    pub(crate) fn add_task(&mut self, task: Task) -> bool {
        match self.last_item() {
            Some(item) => {
                item.tasks.push(task);
                true
            }
            None => false,
        }
    }
}
