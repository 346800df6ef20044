//! Text on its way from the source to the YAML: characters that still know where
//! they stand.

pub mod normal;

use crate::blocks::account::{Account, Change, Fate};
use crate::blocks::text::normal::{Gaps, Normal, normalise_with};
use crate::source::{Source, Span};
use crate::units::phrase;
use crate::units::register::Register;

/// A character with the stretch of the source it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    /// The character.
    pub c: char,
    /// Where it stands.
    pub span: Span,
    /// What has happened to it so far; `None` when nothing has.
    pub change: Option<Change>,
}

/// A stretch of text, possibly gathered from several places of the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chunk(pub Vec<Glyph>);

impl Chunk {
    /// The text of a span, character by character.
    pub fn of(source: &Source, span: Span) -> Self {
        let start = span.start;
        Chunk(
            source
                .slice(&span)
                .char_indices()
                .map(|(i, c)| Glyph {
                    c,
                    span: start + i..start + i + c.len_utf8(),
                    change: None,
                })
                .collect(),
        )
    }

    /// Whether there is nothing in it but white space.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|g| g.c.is_whitespace())
    }

    /// The characters as they stand in the source.
    pub fn raw(&self) -> String {
        self.0.iter().map(|g| g.c).collect()
    }

    /// The text as a printer would set it, without booking anything: for looking.
    pub fn text(&self) -> String {
        crate::blocks::text::normal::normalise(self).raw_kept()
    }

    /// Cuts it in two before character `at`.
    pub fn split_at(&self, at: usize) -> (Chunk, Chunk) {
        let (a, b) = self.0.split_at(at.min(self.0.len()));
        (Chunk(a.to_vec()), Chunk(b.to_vec()))
    }

    /// Adds what follows it in the same sentence.
    pub fn join(&mut self, next: Chunk) {
        self.0.extend(next.0);
    }

    /// Normalises it, books every character, and returns the text for the YAML.
    pub fn take(&self, account: &mut Account) -> String {
        let done = crate::blocks::text::normal::normalise(self);
        done.book(account);
        done.raw_kept()
    }

    /// The same for a phrase of units, in which spaces and the ends of lines may part
    /// names: those that do stay, one at each place.
    pub fn take_phrase(&self, account: &mut Account, register: &Register) -> String {
        let done = self.parted(register);
        done.book(account);
        done.raw_kept()
    }

    /// A phrase of units as a printer would set it, with the spaces that part names, without
    /// booking anything.
    pub fn parted(&self, register: &Register) -> Normal {
        let mut done = normalise_with(self, Gaps::Keep);
        let text = done.raw_kept();
        if text.contains(' ') {
            let parting = phrase::resolve(&text, register).gaps;
            done.close_gaps(&parting);
        }
        done
    }

    /// The same for a cell of persons and the like: a space stays between two words,
    /// and before a telephone number, but not between the characters of one (张　三).
    pub fn take_spaced(&self, account: &mut Account) -> String {
        let mut done = normalise_with(self, Gaps::Keep);
        let text = done.raw_kept();
        let long = |word: &str| word.chars().count() > 1;
        let parting = text.match_indices(' ').map(|(at, _)| at).filter(|&at| {
            let before = text[..at].rsplit([' ', '、', '，', '；']).next();
            let behind = text[at + 1..].split([' ', '、', '，', '；']).next();
            let number = |word: &str| word.chars().filter(char::is_ascii_digit).count() > 6;
            behind.is_some_and(|w| number(w) || long(w) && before.is_some_and(long))
        });
        let parting: Vec<usize> = parting.collect();
        done.close_gaps(&parting);
        done.book(account);
        done.raw_kept()
    }

    /// Books every character under one fate, and returns the text all the same.
    pub fn spend(&self, account: &mut Account, fate: Fate) -> String {
        for glyph in &self.0 {
            account.book(glyph.span.clone(), fate);
        }
        self.text()
    }

    /// Books it as `text`, which says the same in the form that the YAML wants.
    pub fn take_as(&self, account: &mut Account, text: &str, change: Change) {
        let mut wanted = text.chars().peekable();
        for glyph in &self.0 {
            let fate = if glyph.c.is_whitespace() {
                Fate::Normalised(Change::Space)
            } else if wanted.next() == Some(glyph.c) {
                Fate::Kept
            } else {
                Fate::Normalised(change)
            };
            account.book(glyph.span.clone(), fate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_in_a_cell_of_persons() {
        for (cell, said) in [
            ("李四 051288888888", "李四 051288888888"),
            ("王 五　13800000000", "王五 13800000000"),
            ("欧阳 修、赵 六 0512-88888888", "欧阳修、赵六 0512-88888888"),
        ] {
            let glyph = |(at, c): (usize, char)| Glyph {
                c,
                span: at..at + c.len_utf8(),
                change: None,
            };
            let chunk = Chunk(cell.char_indices().map(glyph).collect());
            assert_eq!(chunk.take_spaced(&mut Account::default()), said);
        }
    }
}
