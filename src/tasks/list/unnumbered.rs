//! Paragraphs without a number: headings, words before and behind the tasks, rules of
//! the notice, and tasks of lists that do not count them.

use crate::tasks::list::para::Para;
use crate::tasks::list::plan;
use crate::tasks::list::reader::{Reader, STOPS};
use crate::tasks::responsible;
use crate::units::phrase;

impl Reader<'_, '_, '_> {
    /// Reads one.
    pub(super) fn unnumbered(&mut self, at: usize, para: &Para, stated_next: bool) {
        if let Some((_, fresh)) = &mut self.last {
            *fresh = false;
        }
        if let Some(place) = self.plan.title(at) {
            self.close_item();
            self.last = None;
            self.held.leave_all();
            let title = match para.heads_units {
                true => para.words().to_owned(),
                false => para.text.clone(),
            };
            self.outline.add_title(place, title, para.line);
            let stated = para.pieces.first().and_then(|p| p.statement.clone());
            if let Some(statement) = stated.filter(|_| para.heads_units) {
                self.hold_at(0, false, false, statement);
            }
            return;
        }
        if para.is_plain() {
            self.rule(para.line, &para.text);
        }
        if self.plan.is_closing(at) {
            self.close_item();
            if !self.closed {
                self.closed = true;
                self.outline.add_unnamed_part();
            }
            self.intro(para.line, para.text.clone());
        } else if para.is_lead_in() || !para.unclear.is_empty() && para.is_plain() {
            self.intro(para.line, para.text.clone());
        } else if self.open.is_none() || self.open.as_ref().is_some_and(|open| open.is_loose) {
            // Words without a number are a task where something is said about them.
            if para.names_units() || stated_next || self.held.are_of_a_title() {
                self.open_for_words(para);
            }
            for said in &para.pieces {
                self.piece(para.line, said.text.clone(), said);
            }
        } else {
            for said in &para.pieces {
                self.piece(para.line, said.text.clone(), said);
            }
        }
    }

    /// An item for words without a number: under a heading it takes its name, without
    /// one their first sentence.
    fn open_for_words(&mut self, para: &Para) {
        if self.outline.last_title().is_some() {
            if self.open.is_none() {
                self.open_for_heading();
                if let Some(open) = &mut self.open {
                    open.is_loose = true;
                }
            }
            return;
        }
        self.close_item();
        let words = para.words();
        let name = &words[..plan::run_in(words).unwrap_or(words.len())];
        let name = name.trim_end_matches(STOPS);
        self.open_item(None, name.to_owned(), para.line);
        if let Some(open) = &mut self.open {
            open.is_loose = true;
        }
    }

    /// A rule of the notice that the first-named unit leads stays a paragraph, and is
    /// recorded with its line.
    fn rule(&mut self, line: usize, text: &str) {
        if let Some(words) = phrase::first_leads(text) {
            responsible::first_leads(self.assembler, line, text[words].to_owned());
        }
        responsible::unread_rule(self.assembler, line, text);
    }
}
