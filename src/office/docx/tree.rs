//! What the elements of a document mean to whoever walks them: which of them hold words,
//! and what holds for the words inside.

use crate::office::xml::{Element, Space};

/// What holds for words by what they stand in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State<'d> {
    /// Who deleted them or moved them away.
    pub(super) deleted: Option<&'d str>,
    /// Who inserted them or moved them here.
    pub(super) inserted: Option<&'d str>,
    pub(super) hidden: bool,
    /// They say how to pronounce others.
    pub(super) is_aid: bool,
    /// They say what to fill in.
    pub(super) is_hint: bool,
}

impl State<'_> {
    /// Whether words are read.
    pub(super) fn is_shown(self) -> bool {
        self.deleted.is_none() && !self.hidden && !self.is_aid && !self.is_hint
    }
}

/// Elements that say how something looks, and hold no words.
pub(super) fn is_property(element: &Element) -> bool {
    const PROPERTIES: [&str; 12] = [
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "sectPr",
        "tblGrid",
        "tblPr",
        "tblPrEx",
        "tcPr",
        "trPr",
        "pPrChange",
        "rPrChange",
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
                || element
                    .child("sdtPr")
                    .is_some_and(|p| p.has("showingPlcHdr")),
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
pub(super) fn words_of(element: &Element) -> String {
    let text = element.text();
    match element.attribute("space") {
        Some("preserve") => text,
        _ => text.trim_matches([' ', '\t', '\n', '\r']).to_owned(),
    }
}

/// All words in an element, deleted or not, and lettering.
pub(super) fn all_words(element: &Element) -> String {
    let mut words = String::new();
    gather(element, &mut words);
    words.truncate(words.trim_end().len());
    words
}

fn gather(element: &Element, words: &mut String) {
    for inner in element.elements() {
        match inner.name {
            "t" | "delText" => words.push_str(&words_of(inner)),
            "tab" | "br" | "cr" if inner.space == Space::Word => words.push(' '),
            _ => gather(inner, words),
        }
        words.push_str(inner.lettering().unwrap_or_default());
        if inner.is("p") && !words.is_empty() {
            words.push(' ');
        }
    }
}

/// Whether there is a picture in an element.
pub(super) fn has_picture(element: &Element) -> bool {
    let is_picture = |e: &Element| {
        matches!(
            (e.space, e.name),
            (Space::Drawing, "blip") | (Space::Vml, "imagedata")
        )
    };
    let mut inner = element.elements();
    inner.any(|e| is_picture(e) || has_picture(e))
}
