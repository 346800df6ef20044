//! The words of a paragraph: runs, what changed in them, fields and signs.

use crate::office::docx::fields::Field;
use crate::office::docx::paragraph::{Bit, Event, Paragraph};
use crate::office::docx::said::What;
use crate::office::docx::styles::Styles;
use crate::office::docx::tree::{State, entered, is_property, words_of};
use crate::office::xml::{Element, Space, signs};
use crate::source::laid::Beside;

/// Reads the runs of a document, in its order.
pub(super) struct Runs<'d> {
    pub(super) styles: &'d Styles,
    /// The fields that are open, and how many of them have not come to their result.
    fields: Vec<Field>,
    pending: usize,
    /// Signs that are said and stand in the document as elements, not as text.
    pub(super) made: usize,
}

/// Fonts in which the number of a letter is the number of a picture.
const PICTURE_FONTS: [&str; 6] = [
    "symbol", "wingding", "webding", "mt extra", "zapf", "marlett",
];

/// Whether a character has its form in one font only.
fn is_of_font(c: char, font: &str) -> bool {
    let font = font.to_lowercase();
    let draws = PICTURE_FONTS.iter().any(|known| font.starts_with(known));
    is_private(c) || c == char::REPLACEMENT_CHARACTER || c.is_control() || draws && c < '\u{100}'
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
            pending: 0,
            made: 0,
        }
    }

    /// What holds for the words in an element.
    pub(super) fn entered(&self, element: &'d Element, state: State<'d>) -> State<'d> {
        let mut state = entered(element, state);
        if element.is("r") {
            state.hidden = hidden(element, self.styles).unwrap_or(state.hidden);
        }
        state
    }

    /// Whether a field is open that has not come to its result.
    pub(super) fn is_in_field(&self) -> bool {
        self.pending > 0
    }

    /// Reads what an element holds into a paragraph.
    pub(super) fn read(
        &mut self,
        holder: &'d Element,
        state: State<'d>,
        paragraph: &mut Paragraph<'d>,
    ) {
        for element in holder.elements() {
            let state = self.entered(element, state);
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
                (Space::Word, "tab" | "ptab") => self.make("\t", state, paragraph),
                (Space::Word, "noBreakHyphen") => self.make("-", state, paragraph),
                (Space::Word, "br" | "cr") => self.line_end(element, state, paragraph),
                (Space::Word, "sym") => self.sign(element, state, paragraph),
                (Space::Word, "fldChar") => self.field_sign(element, state, paragraph),
                (Space::Word, "fldSimple") => {
                    let mut field = Field::begun(state);
                    field.add(element.attribute("instr").unwrap_or_default());
                    field.has_result = element.elements().next().is_some();
                    self.fields.push(field);
                    self.read(element, state, paragraph);
                    self.end_field(paragraph);
                }
                (Space::Word, "instrText") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.add(&element.text());
                    }
                }
                (Space::Word, "footnoteReference" | "endnoteReference") => {
                    let shown = state.is_shown() || state.deleted.is_some();
                    let id = element.attribute("id").filter(|_| shown);
                    paragraph.events.extend(id.map(|id| Event::Note {
                        is_end: element.name == "endnoteReference",
                        id,
                        deleted: state.deleted,
                    }));
                }
                // A box is read before its paragraph.
                (Space::Word, "txbxContent" | "delInstrText") => {}
                (Space::Other, "relIds") => {
                    paragraph
                        .events
                        .push(Event::Thing(What::Drawing("SmartArt 图形")));
                }
                (Space::Other, "chart") => {
                    paragraph.events.push(Event::Thing(What::Drawing("图表")));
                }
                (Space::Drawing, "blip") | (Space::Vml, "imagedata") => {
                    paragraph.events.push(Event::Thing(What::Picture));
                }
                (_, "OLEObject") => paragraph.events.push(Event::Thing(What::Embedded)),
                _ => self.read(element, state, paragraph),
            }
        }
    }

    /// Words that stand in the document as an element.
    fn make(&mut self, words: &str, state: State<'d>, paragraph: &mut Paragraph<'d>) {
        self.made += signs(words);
        self.say(words, state, paragraph);
    }

    /// Words, wherever they go.
    fn say(&mut self, words: &str, state: State<'d>, paragraph: &mut Paragraph<'d>) {
        if words.is_empty() {
            return;
        }
        if let Some(field) = self.fields.last_mut() {
            field.says |= !words.trim().is_empty();
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
        if state.is_shown() && !self.is_in_field() {
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
        let c = code.and_then(char::from_u32);
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        let font = element.attribute("font").unwrap_or_default();
        if !is_of_font(c, font) || !state.is_shown() || self.is_in_field() {
            return self.make(&c.to_string(), state, paragraph);
        }
        // Said once, with its font.
        let what = What::Private(c, Some(font.to_owned()));
        paragraph.events.push(Event::Thing(what));
        let shown = if c.is_control() { ' ' } else { c }.to_string();
        self.made += signs(&shown);
        paragraph.words(&shown);
    }

    fn field_sign(&mut self, element: &Element, state: State<'d>, paragraph: &mut Paragraph<'d>) {
        match element.attribute("fldCharType") {
            Some("begin") => {
                self.fields.push(Field::begun(state));
                self.pending += 1;
            }
            Some("separate") => {
                if let Some(last) = self.fields.last_mut().filter(|f| !f.has_result) {
                    last.has_result = true;
                    last.says = false;
                    self.pending -= 1;
                }
            }
            Some("end") => {
                if self.fields.last().is_some_and(|f| !f.has_result) {
                    self.pending -= 1;
                }
                self.end_field(paragraph);
            }
            _ => {}
        }
    }

    /// Ends the innermost field; one that shows what nothing here says is named.
    fn end_field(&mut self, paragraph: &mut Paragraph<'d>) {
        let Some(field) = self.fields.pop() else {
            return;
        };
        if !self.is_in_field() && field.is_unread() {
            let what = What::Field(field.code.trim().to_owned());
            paragraph.events.push(Event::Thing(what));
        }
        if let Some(outer) = self.fields.last_mut() {
            outer.says |= field.says;
        }
    }
}

/// Whether a run is hidden, where it or its style says anything of that.
fn hidden(run: &Element, styles: &Styles) -> Option<bool> {
    let properties = run.child("rPr")?;
    let own = properties.switch("vanish");
    own.or_else(|| Some(styles.hides(properties.value("rStyle")?)).filter(|hides| *hides))
}
