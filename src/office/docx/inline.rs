//! The words of a paragraph: runs, what changed in them, fields and signs.

use crate::office::docx::paragraph::{Bit, Event, Paragraph};
use crate::office::docx::said::What;
use crate::office::docx::styles::Styles;
use crate::office::docx::tree::{State, chosen, entered, is_property, words_of};
use crate::office::xml::{Element, Space};
use crate::source::laid::Beside;

/// Reads the runs of a document, in its order.
pub(super) struct Runs<'d> {
    pub(super) styles: &'d Styles,
    /// The fields that are open: whether each has come to its result.
    fields: Vec<bool>,
}

/// A character that only one font gives a form.
pub(super) fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xe000..=0xf8ff | 0xf0000..=0x10_fffd)
}

impl<'d> Runs<'d> {
    pub(super) fn new(styles: &'d Styles) -> Self {
        Runs {
            styles,
            fields: Vec::new(),
        }
    }

    /// Whether a field is open that has not come to its result.
    pub(super) fn is_in_field(&self) -> bool {
        self.fields.contains(&false)
    }

    /// Reads what an element holds into a paragraph.
    pub(super) fn read(
        &mut self,
        holder: &'d Element,
        state: State<'d>,
        paragraph: &mut Paragraph<'d>,
    ) {
        for element in chosen(holder) {
            let mut state = entered(element, state);
            if element.is("r") {
                state.hidden = hidden(element, self.styles).unwrap_or(state.hidden);
            }
            match (element.space, element.name) {
                _ if is_property(element) => {}
                (Space::Word | Space::Drawing, "t") => {
                    self.say(&words_of(element), state, paragraph);
                }
                (Space::Math, "t") => {
                    paragraph.events.push(Event::Thing(What::Formula));
                    self.say(&element.text(), state, paragraph);
                }
                (Space::Word, "delText") => {
                    let deleted = state.deleted.or(Some(""));
                    self.say(&words_of(element), State { deleted, ..state }, paragraph);
                }
                (Space::Word, "tab" | "ptab") => self.say("\t", state, paragraph),
                (Space::Word, "noBreakHyphen") => self.say("-", state, paragraph),
                (Space::Word, "br" | "cr") => self.line_end(element, state, paragraph),
                (Space::Word, "sym") => self.sign(element, state, paragraph),
                (Space::Word, "fldChar") => self.field(element),
                (Space::Word, "footnoteReference" | "endnoteReference") => {
                    let id = element.attribute("id").filter(|_| is_shown(state));
                    paragraph.events.extend(id.map(|id| Event::Note {
                        is_end: element.name == "endnoteReference",
                        id,
                    }));
                }
                // A box is read before its paragraph.
                (Space::Word, "txbxContent" | "instrText" | "delInstrText") => {}
                (Space::Drawing, "blip") | (Space::Vml, "imagedata") => {
                    paragraph.events.push(Event::Thing(What::Picture));
                }
                (_, "OLEObject") => paragraph.events.push(Event::Thing(What::Embedded)),
                _ => self.read(element, state, paragraph),
            }
        }
    }

    /// Words, wherever they go.
    fn say(&mut self, words: &str, state: State<'d>, paragraph: &mut Paragraph<'d>) {
        if words.is_empty() {
            return;
        }
        let beside = |why| Event::Beside(why, words.to_owned());
        if let Some(who) = state.deleted {
            let what = What::deleted(who, words);
            paragraph
                .events
                .extend([Event::Thing(what), beside(Beside::Deleted)]);
        } else if state.is_aid || state.is_hint || self.is_in_field() {
            if state.is_hint && !words.trim().is_empty() {
                let what = What::Beside(Beside::Aid, String::new(), words.to_owned());
                paragraph.events.push(Event::Thing(what));
            }
            paragraph.events.push(beside(Beside::Aid));
        } else if state.hidden {
            let what = What::Beside(Beside::Hidden, String::new(), words.to_owned());
            paragraph
                .events
                .extend([Event::Thing(what), beside(Beside::Hidden)]);
        } else {
            if let Some(who) = state.inserted {
                paragraph
                    .events
                    .push(Event::Thing(What::inserted(who, words)));
            }
            if let Some(c) = words.chars().find(|c| is_private(*c)) {
                paragraph.events.push(Event::Thing(What::Private(c, None)));
            }
            paragraph.words(words);
        }
    }

    fn line_end(&self, element: &Element, state: State<'d>, paragraph: &mut Paragraph<'d>) {
        if is_shown(state) && !self.is_in_field() {
            paragraph.bits.push(match element.attribute("type") {
                Some("page" | "column") => Bit::Page,
                _ => Bit::Line,
            });
        }
    }

    /// A character by its number in a font.
    fn sign(&mut self, element: &Element, state: State<'d>, paragraph: &mut Paragraph<'d>) {
        let code = element.attribute("char").unwrap_or_default();
        let code = u32::from_str_radix(code, 16).ok();
        let Some(c) = code.and_then(char::from_u32) else {
            return;
        };
        if is_shown(state) {
            let font = element.attribute("font").unwrap_or_default().to_owned();
            paragraph
                .events
                .push(Event::Thing(What::Private(c, Some(font))));
        }
        let shown = State {
            inserted: None,
            ..state
        };
        // Said once, with its font.
        match is_private(c) && is_shown(state) {
            true => paragraph.words(&c.to_string()),
            false => self.say(&c.to_string(), shown, paragraph),
        }
    }

    fn field(&mut self, element: &Element) {
        match element.attribute("fldCharType") {
            Some("begin") => self.fields.push(false),
            Some("separate") => {
                if let Some(last) = self.fields.last_mut() {
                    *last = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }
}

fn is_shown(state: State<'_>) -> bool {
    state.deleted.is_none() && !state.hidden && !state.is_aid && !state.is_hint
}

/// Whether a run is hidden, where it or its style says anything of that.
fn hidden(run: &Element, styles: &Styles) -> Option<bool> {
    let properties = run.child("rPr")?;
    let own = properties.switch("vanish");
    own.or_else(|| Some(styles.hides(properties.value("rStyle")?)).filter(|hides| *hides))
}
