//! The words of a paragraph: runs, what changed in them, fields and signs.

use crate::office::docx::said::What;
use crate::office::docx::styles::Styles;
use crate::office::docx::walk::{State, Walk, chosen};
use crate::office::xml::{Element, Space};
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
    /// It refers to a note.
    Note { is_end: bool, id: &'d str },
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

    fn words(&mut self, words: &str) {
        match self.bits.last_mut() {
            Some(Bit::Words(last)) => last.push_str(words),
            _ => self.bits.push(Bit::Words(words.to_owned())),
        }
    }
}

/// Elements that say how something looks, and hold no words.
pub(super) fn is_property(element: &Element) -> bool {
    const PROPERTIES: [&str; 12] = [
        "pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblGrid", "tblPr", "tblPrEx", "tcPr", "trPr",
        "pPrChange", "rPrChange",
    ];
    PROPERTIES.iter().any(|name| element.is(name))
}

/// What holds for the words in an element.
pub(super) fn entered<'d>(element: &'d Element, state: State<'d>) -> State<'d> {
    let who = || Some(element.attribute("author").unwrap_or_default());
    if element.space != Space::Word {
        return state;
    }
    match element.name {
        "del" | "moveFrom" => State {
            deleted: who(),
            ..state
        },
        "ins" | "moveTo" => State {
            inserted: who(),
            ..state
        },
        "sdt" => State {
            is_hint: state.is_hint
                || element.child("sdtPr").is_some_and(|p| p.has("showingPlcHdr")),
            ..state
        },
        "rt" => State {
            is_aid: true,
            ..state
        },
        _ => state,
    }
}

/// The words of an element of text: spaces at its edges count only where it says so.
fn words_of(element: &Element) -> String {
    let text = element.text();
    match element.attribute("space") {
        Some("preserve") => text,
        _ => text.trim_matches([' ', '\t', '\n', '\r']).to_owned(),
    }
}

/// All words in an element, deleted or not.
pub(super) fn all_words(element: &Element) -> String {
    let mut words = String::new();
    gather(element, &mut words);
    words.truncate(words.trim_end().len());
    words
}

fn gather(element: &Element, words: &mut String) {
    for inner in chosen(element) {
        match inner.name {
            "t" | "delText" => words.push_str(&words_of(inner)),
            "tab" | "br" | "cr" if inner.space == Space::Word => words.push(' '),
            _ => gather(inner, words),
        }
        if inner.is("p") && !words.is_empty() {
            words.push(' ');
        }
    }
}

/// Whether there is lettering as a drawing in an element.
pub(super) fn has_lettering(element: &Element) -> bool {
    let mut inner = element.elements();
    inner.any(|e| e.space == Space::Vml && e.name == "textpath" || has_lettering(e))
}

/// A character that only one font gives a form.
pub(super) fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xe000..=0xf8ff | 0xf0000..=0x10_fffd)
}

impl<'d> Walk<'d> {
    /// Reads what an element holds into a paragraph.
    pub(super) fn inline(
        &mut self,
        holder: &'d Element,
        state: State<'d>,
        styles: &'d Styles,
        paragraph: &mut Paragraph<'d>,
    ) {
        for element in chosen(holder) {
            let mut state = entered(element, state);
            if element.is("r") {
                state.hidden = hidden(element, styles).unwrap_or(state.hidden);
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
                _ => self.inline(element, state, styles, paragraph),
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
            paragraph.events.extend([Event::Thing(what), beside(Beside::Deleted)]);
        } else if state.is_aid || state.is_hint || self.fields.contains(&false) {
            if state.is_hint && !words.trim().is_empty() {
                let what = What::Beside(Beside::Aid, String::new(), words.to_owned());
                paragraph.events.push(Event::Thing(what));
            }
            paragraph.events.push(beside(Beside::Aid));
        } else if state.hidden {
            let what = What::Beside(Beside::Hidden, String::new(), words.to_owned());
            paragraph.events.extend([Event::Thing(what), beside(Beside::Hidden)]);
        } else {
            if let Some(who) = state.inserted {
                paragraph.events.push(Event::Thing(What::inserted(who, words)));
            }
            if let Some(c) = words.chars().find(|c| is_private(*c)) {
                paragraph.events.push(Event::Thing(What::Private(c, None)));
            }
            paragraph.words(words);
        }
    }

    fn line_end(&self, element: &Element, state: State<'d>, paragraph: &mut Paragraph<'d>) {
        if is_shown(state) && !self.fields.contains(&false) {
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
            paragraph.events.push(Event::Thing(What::Private(c, Some(font))));
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
