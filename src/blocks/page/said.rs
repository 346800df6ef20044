//! What is said of a page: one note about what is not of the document, one warning
//! about what it holds and does not show.

use crate::blocks::block::{Kind, Piece};
use crate::blocks::page::Page;
use crate::blocks::page::fields::Fields;
use crate::blocks::text::Chunk;
use crate::diag::{Diagnostic, Place};
use crate::notice::number::document_number;
use crate::source::Source;

/// Says that a field of the page is meant as a document number and cannot be read as one.
pub(super) fn odd_number(source: &Source, page: &Page, fields: &Fields) -> Option<Diagnostic> {
    let chunk = fields.number.as_ref()?;
    let text = chunk.text();
    let own = |text: &String| document_number(text).is_some();
    if !text.contains(|c: char| c.is_ascii_digit()) || page.texts.iter().any(own) || own(&text) {
        return None;
    }
    let at = chunk.0.iter().find(|g| !g.c.is_whitespace())?;
    let place = Place::line(&source.file, source.line_of(at.span.start));
    let message = format!("页面上的发文字号“{text}”读不出机关代字、年份和序号");
    let hint = "请写成“苏府〔2017〕15号”的样子";
    Some(
        Diagnostic::warning(ODD_NUMBER, message)
            .at(place.words(text))
            .hint(hint),
    )
}

/// So many stretches are named, each with so many characters.
const MOST_NAMED: usize = 12;
const NAMED: usize = 24;

/// The rule of a document number that cannot be read.
pub(crate) const ODD_NUMBER: &str = "number-unread";

/// So many characters are quoted of what is hidden.
const QUOTED: usize = 40;

impl Page {
    /// One note that names what was left out.
    pub(super) fn note(&self, source: &Source) -> Option<Diagnostic> {
        // What stands together is one stretch; the table over the text is its own.
        let mut runs: Vec<(usize, bool, String)> = Vec::new();
        let mut goes_on = false;
        for (at, piece) in self.pieces.iter().enumerate() {
            if piece.block.kind == Kind::Break {
                continue;
            }
            let is_field = self.is_field[at];
            match runs.last_mut() {
                _ if !self.dropped[at] => {}
                Some((_, field, said)) if goes_on && *field == is_field => {
                    if said.chars().count() < NAMED {
                        said.push(' ');
                        said.push_str(&text_of(piece));
                    }
                }
                _ => runs.push((piece.block.line, is_field, text_of(piece))),
            }
            goes_on = self.dropped[at];
        }
        let (line, _, first) = runs.first()?;
        let first = first.split(' ').next().unwrap_or_default();
        let said: Vec<&str> = runs.iter().map(|run| run.2.as_str()).collect();
        let message = format!("网页上公文以外的文字没有读入：{}", list(&said, NAMED));
        let note = Diagnostic::note("page-furniture", message);
        Some(note.at(Place::line(&source.file, *line).words(first)).hint(
            "逐字清单见 gongwen read --explain；若其中有公文的内容，请把来件另存为只有公文的文本",
        ))
    }
}

/// What the page holds and does not show: one warning that quotes it.
pub(super) fn hidden(source: &Source, hidden: &[Chunk]) -> Option<Diagnostic> {
    let first = hidden.first()?;
    let at = first.0.iter().find(|g| !g.c.is_whitespace())?;
    let texts: Vec<String> = hidden.iter().map(without_marks).collect();
    let said: Vec<&str> = texts.iter().map(String::as_str).collect();
    let words: String = said.first()?.chars().take(NAMED).collect();
    let message = format!(
        "网页里有读者看不见的文字，没有读入：{}",
        list(&said, QUOTED)
    );
    let place = Place::line(&source.file, source.line_of(at.span.start)).words(words);
    let warning = Diagnostic::warning("hidden-text", message).at(place);
    Some(
        warning.hint(
            "隐藏的内容和注释不算公文；若它是公文的一部分，请在网页里让它显示出来，另存后再读",
        ),
    )
}

/// Texts in quotation marks, and how many there are where they are not all named.
fn list(texts: &[&str], most: usize) -> String {
    let named = texts.iter().take(MOST_NAMED);
    let words: Vec<String> = named
        .map(|text| format!("“{}”", first_words(text, most)))
        .collect();
    let more = if texts.len() > MOST_NAMED {
        format!("等 {} 处", texts.len())
    } else {
        String::new()
    };
    words.join("、") + &more
}

/// A comment without its marks.
fn without_marks(chunk: &Chunk) -> String {
    let text = chunk.text();
    let inner = text.strip_prefix("<!--").unwrap_or(&text);
    inner.trim_end_matches(['-', '>']).trim().to_owned()
}

fn text_of(piece: &Piece) -> String {
    match &piece.block.kind {
        Kind::Break => String::new(),
        Kind::Line(chunk) => chunk.text(),
        Kind::Row(cells) => {
            let cells = cells.iter().map(|c| c.chunk.text());
            let written: Vec<String> = cells.filter(|text| !text.is_empty()).collect();
            written.join(" ")
        }
    }
}

fn first_words(text: &str, most: usize) -> String {
    let mut words: String = text.chars().take(most).collect();
    if text.chars().count() > most {
        words.push('…');
    }
    words
}
