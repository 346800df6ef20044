//! A paragraph while it is read: its words, and what it holds beside them.

use crate::office::docx::said::What;
use crate::source::laid::Beside;

/// A piece of a paragraph.
#[derive(Debug)]
pub(super) enum Bit {
    Words(String),
    /// A line ends, and the paragraph goes on.
    Line,
    /// A page ends.
    Page,
}

/// Something that a paragraph holds beside its words.
#[derive(Debug)]
pub(super) enum Event<'d> {
    Thing(What),
    Beside(Beside, String),
    /// It refers to a note, or did until somebody deleted that.
    Note {
        is_end: bool,
        id: &'d str,
        deleted: Option<&'d str>,
    },
}

/// A paragraph while it is read.
#[derive(Debug, Default)]
pub(super) struct Paragraph<'d> {
    pub(super) bits: Vec<Bit>,
    pub(super) events: Vec<Event<'d>>,
}

impl Paragraph<'_> {
    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        let says = |bit: &Bit| matches!(bit, Bit::Words(w) if !w.trim().is_empty());
        !self.bits.iter().any(says)
    }

    /// Somebody changed something.
    pub(super) fn change(&mut self, what: What) {
        self.events.push(Event::Thing(what));
    }

    pub(super) fn words(&mut self, words: &str) {
        match self.bits.last_mut() {
            Some(Bit::Words(last)) => last.push_str(words),
            _ => self.bits.push(Bit::Words(words.to_owned())),
        }
    }
}
