//! The body of a document, block by block: paragraphs become lines, with their numbers;
//! what stands in boxes comes before the paragraph that holds them, notes behind it.

use std::collections::BTreeMap;

use crate::diag::locus::Locus;
use crate::office::docx::inline::Runs;
use crate::office::docx::numbering::{Mark, Numbering};
use crate::office::docx::paragraph::{Bit, Event, Paragraph};
use crate::office::docx::said::{Thing, What};
use crate::office::docx::styles::Styles;
use crate::office::docx::tree::{self, State};
use crate::office::draft::Draft;
use crate::office::xml::{Element, Space};
use crate::source::laid::{Beside, Laid};

/// Notes that the text refers to, by their ids.
#[derive(Debug, Default)]
pub(super) struct Notes<'d> {
    pub(super) feet: BTreeMap<&'d str, &'d Element>,
    pub(super) ends: BTreeMap<&'d str, &'d Element>,
}

/// The end of a paragraph, as Word shows it.
const PARAGRAPH_END: &str = "¶";

/// Where blocks stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Within {
    Body,
    Cell(Locus),
    /// A box by its number, with the paragraphs counted in it.
    Box(usize, usize),
    Note(Locus),
}

/// A document while it is read.
pub(super) struct Walk<'d> {
    pub(super) draft: Draft,
    runs: Runs<'d>,
    numbering: Numbering,
    notes: Notes<'d>,
    paragraphs: usize,
    boxes: usize,
    /// Tables that stand in no other.
    pub(super) tables: usize,
    /// Notes that are referred to, until they can be put behind their paragraph.
    waiting: Vec<(Locus, &'d Element)>,
    /// Where each note is put, by whether it is an endnote and by its id; and who deleted
    /// what referred to it.
    put: BTreeMap<(bool, &'d str), Locus>,
    cut: BTreeMap<(bool, &'d str), &'d str>,
    feet: usize,
    ends: usize,
    things: Vec<Thing>,
}

impl<'d> Walk<'d> {
    pub(super) fn new(
        styles: &'d Styles,
        numbering: Numbering,
        notes: Notes<'d>,
        most: u64,
    ) -> Self {
        Walk {
            draft: Draft::new(most),
            runs: Runs::new(styles),
            numbering,
            notes,
            paragraphs: 0,
            boxes: 0,
            tables: 0,
            waiting: Vec::new(),
            put: BTreeMap::new(),
            cut: BTreeMap::new(),
            feet: 0,
            ends: 0,
            things: Vec::new(),
        }
    }

    /// Reads the body.
    pub(super) fn body(&mut self, body: &'d Element) {
        self.blocks(body, State::default(), Within::Body);
        self.notes();
        self.notes_left();
        if self.runs.is_in_field() {
            self.thing(What::OpenField, Locus::Paragraph(self.paragraphs.max(1)));
        }
        self.draft.discount(self.runs.made);
    }

    /// A part that is in the file and not in the document: a comment, the head of a page.
    pub(super) fn leave_part(&mut self, locus: Locus, why: Beside, who: &str, part: &Element) {
        self.leave(locus, why, who, tree::all_words(part));
        if tree::has_picture(part) {
            self.thing(What::Picture, locus);
        }
    }

    /// The text and its layout, and what was found in it.
    pub(super) fn close(self) -> (String, Laid, Vec<Thing>) {
        let (text, laid) = self.draft.close();
        (text, laid, self.things)
    }

    /// Words that are in the file and not in the document: why, and whose they are.
    pub(super) fn leave(&mut self, locus: Locus, why: Beside, who: &str, words: String) {
        if why == Beside::Deleted {
            self.thing(What::deleted(who, &words), locus);
        } else if !words.trim().is_empty() {
            self.thing(What::Beside(why, who.to_owned(), words.clone()), locus);
        }
        self.draft.beside(locus, why, words);
    }

    pub(super) fn thing(&mut self, what: What, locus: Locus) {
        let line = self.draft.line();
        self.things.push(Thing { what, locus, line });
    }

    /// Blocks one after another.
    pub(super) fn blocks(&mut self, holder: &'d Element, state: State<'d>, mut within: Within) {
        let mut items = Vec::new();
        flatten(holder, state, &mut items);
        // Words whose paragraph has no end of its own any more go on in the next.
        let mut open: Option<Paragraph<'d>> = None;
        for (element, state) in items {
            if self.draft.excess().is_some() {
                return;
            }
            if element.is("tbl") {
                if let Some(paragraph) = open.take() {
                    self.paragraph(paragraph, None, &mut within);
                }
                self.table(element, state, within);
                if matches!(within, Within::Body) {
                    self.notes();
                }
                continue;
            }
            if element.is("altChunk") || element.is("subDoc") {
                self.thing(What::Embedded, self.here(within));
                continue;
            }
            self.boxes(element, state, within);
            let properties = element.child("pPr");
            let mut paragraph = open.take().unwrap_or_default();
            let style = properties.and_then(|p| p.value("pStyle"));
            let style = self.runs.styles.paragraph(style);
            let hidden = state.hidden || style.is_some_and(|s| self.runs.styles.hides(s));
            let state = State { hidden, ..state };
            self.runs.read(element, state, &mut paragraph);
            if properties.is_some_and(|p| p.has("pageBreakBefore")) {
                self.draft.page_may_end();
            }
            let mark = properties.and_then(|p| p.child("rPr"));
            let changed = |names: [&str; 2]| {
                let change = mark.and_then(|m| m.child(names[0]).or(m.child(names[1])));
                change.map(|c| c.attribute("author").unwrap_or_default())
            };
            // A paragraph that has lost its end goes on in the next.
            if let Some(who) = changed(["del", "moveFrom"]).or(state.deleted) {
                paragraph.change(What::deleted(who, PARAGRAPH_END));
                open = Some(paragraph);
                continue;
            }
            if let Some(who) = changed(["ins", "moveTo"]) {
                paragraph.change(What::inserted(who, PARAGRAPH_END));
            }
            let hidden_mark = mark.is_some_and(|m| m.has("vanish")) || hidden;
            if hidden_mark && paragraph.is_blank() {
                self.settle(paragraph.events, self.here(within));
            } else {
                self.paragraph(paragraph, properties, &mut within);
            }
            if properties.is_some_and(|p| p.child("sectPr").is_some()) {
                self.draft.page_may_end();
            }
        }
        match open {
            Some(paragraph) if !paragraph.is_blank() => {
                self.paragraph(paragraph, None, &mut within);
            }
            Some(paragraph) => self.settle(paragraph.events, self.here(within)),
            None => {}
        }
    }

    /// Where something is that no paragraph holds which is read.
    fn here(&self, within: Within) -> Locus {
        match within {
            Within::Body => Locus::Paragraph(self.paragraphs.max(1)),
            Within::Cell(locus) | Within::Note(locus) => locus,
            Within::Box(n, paragraph) => Locus::TextBox(n, paragraph.max(1)),
        }
    }

    /// Writes a paragraph that is complete.
    fn paragraph(
        &mut self,
        paragraph: Paragraph<'d>,
        properties: Option<&'d Element>,
        within: &mut Within,
    ) {
        let mark = self.numbering.next(properties, self.runs.styles);
        let said = !paragraph.is_blank() || matches!(mark, Some(Mark::Text(_)));
        match within {
            Within::Body => self.paragraphs += usize::from(said),
            Within::Box(_, count) => *count += usize::from(said),
            Within::Cell(_) | Within::Note(_) => {}
        }
        let locus = self.here(*within);
        if let Some(Mark::Unknown(format)) = &mark {
            self.thing(What::Number(format.clone()), locus);
        }
        let alone = paragraph.is_blank();
        self.settle(paragraph.events, locus);
        if let Some(Mark::Text(mark)) = mark {
            let digit = paragraph.bits.first().is_some_and(|bit| match bit {
                Bit::Words(words) => words.starts_with(|c: char| c.is_ascii_digit()),
                Bit::Line | Bit::Page => false,
            });
            self.draft
                .made_words(if alone { mark.trim_end() } else { &mark });
            // `1.2024年` would be another figure.
            if digit && !mark.ends_with(char::is_whitespace) {
                self.draft.words(" ");
            }
        }
        for bit in &paragraph.bits {
            match bit {
                Bit::Words(words) => self.draft.words(words),
                Bit::Line => self.draft.end_line(locus),
                Bit::Page => {
                    self.draft.end_line(locus);
                    self.draft.page_may_end();
                }
            }
        }
        self.draft.end_line(locus);
        if matches!(within, Within::Body) {
            if !said {
                self.draft.page_may_end();
            }
            self.notes();
        }
    }

    /// Says where things are that a paragraph holds.
    fn settle(&mut self, events: Vec<Event<'d>>, locus: Locus) {
        for event in events {
            match event {
                Event::Thing(what) => self.thing(what, locus),
                Event::Beside(why, words) => self.draft.beside(locus, why, words),
                Event::Note {
                    is_end,
                    id,
                    deleted: Some(who),
                } => {
                    self.cut.insert((is_end, id), who);
                }
                Event::Note { is_end, id, .. } => self.refer(is_end, id, locus),
            }
        }
    }

    /// A note that the text at `locus` refers to: it is put once, where that is first done.
    fn refer(&mut self, is_end: bool, id: &'d str, locus: Locus) {
        let note = if is_end {
            self.notes.ends.get(id)
        } else {
            self.notes.feet.get(id)
        };
        let Some(&note) = note else {
            return;
        };
        let at = match self.put.get(&(is_end, id)) {
            Some(at) => *at,
            None => {
                let at = self.next_note(is_end);
                self.put.insert((is_end, id), at);
                self.waiting.push((at, note));
                at
            }
        };
        self.thing(What::Note(at), locus);
    }

    fn next_note(&mut self, is_end: bool) -> Locus {
        if is_end {
            self.ends += 1;
            Locus::Endnote(self.ends)
        } else {
            self.feet += 1;
            Locus::Footnote(self.feet)
        }
    }

    /// Puts the notes that wait behind what refers to them, and those that these refer to.
    fn notes(&mut self) {
        while !self.waiting.is_empty() {
            for (locus, note) in std::mem::take(&mut self.waiting) {
                self.draft.made_words("注：");
                self.blocks(note, State::default(), Within::Note(locus));
                self.draft.end_line(locus);
            }
        }
    }

    /// Names the notes that nothing refers to, or nothing any more.
    fn notes_left(&mut self) {
        let (feet, ends) = (self.notes.feet.clone(), self.notes.ends.clone());
        for (is_end, notes) in [(false, feet), (true, ends)] {
            for (id, note) in notes {
                let words = tree::all_words(note);
                if self.put.contains_key(&(is_end, id)) || words.trim().is_empty() {
                    continue;
                }
                let locus = self.next_note(is_end);
                match self.cut.get(&(is_end, id)).copied() {
                    Some(who) => self.leave(locus, Beside::Deleted, who, words),
                    None => self.leave(locus, Beside::Hidden, "", words),
                }
            }
        }
    }

    /// The boxes that a paragraph holds, each before its words.
    fn boxes(&mut self, holder: &'d Element, state: State<'d>, within: Within) {
        for element in holder.elements() {
            let state = self.runs.entered(element, state);
            if let (true, Some(who)) = (element.is("txbxContent"), state.deleted) {
                let words = tree::all_words(element);
                self.leave(self.here(within), Beside::Deleted, who, words);
            } else if element.is("txbxContent") {
                self.boxes += 1;
                let inner = match within {
                    Within::Cell(_) | Within::Note(_) => within,
                    Within::Body | Within::Box(..) => Within::Box(self.boxes, 0),
                };
                self.blocks(element, state, inner);
            } else if let Some(words) = element.lettering() {
                self.boxes += 1;
                let locus = match within {
                    Within::Cell(locus) | Within::Note(locus) => locus,
                    _ => Locus::TextBox(self.boxes, 1),
                };
                if let Some(who) = state.deleted {
                    self.leave(locus, Beside::Deleted, who, words.to_owned());
                } else if state.hidden {
                    self.leave(locus, Beside::Hidden, "", words.to_owned());
                } else {
                    self.draft.words(words);
                    self.draft.end_line(locus);
                }
            } else {
                self.boxes(element, state, within);
            }
        }
    }
}

/// The paragraphs and tables in what only holds them together.
fn flatten<'d>(holder: &'d Element, state: State<'d>, items: &mut Vec<(&'d Element, State<'d>)>) {
    for element in holder.elements() {
        let is_block = ["p", "tbl", "altChunk", "subDoc"]
            .iter()
            .any(|n| element.is(n));
        // A formula may stand alone.
        if is_block || element.space == Space::Math {
            items.push((element, state));
        } else if !tree::is_property(element) {
            flatten(element, tree::entered(element, state), items);
        }
    }
}
