//! 署名 and 成文日期, and where the circular ends.

use std::collections::VecDeque;

use crate::blocks::account::{Change, Fate};
use crate::blocks::text::normal::is_han;
use crate::diag::Place;
use crate::grammar::circular::CircularWords;
use crate::notice::Date;
use crate::read::assemble::circular::{Assembler, Line, attachments, colophon, cut};
use crate::units::register::Register;

/// The end of a circular, taken off its lines.
#[derive(Default)]
pub(super) struct Signed {
    pub(super) signatory: Option<String>,
    pub(super) date: Option<Date>,
    /// A line that is written as a date and is none.
    pub(super) odd_date: Option<Place>,
    /// What follows.
    pub(super) closing: Vec<Line>,
}

/// The longest name of an agency, in characters.
const FULL_NAME: usize = 24;

/// The longest line of names.
const LONGEST: usize = 60;

/// Takes signature, date and what follows off the end of the lines. Without a date the
/// circular ends before its colophon, or with its last line.
pub(super) fn read(assembler: &mut Assembler<'_>, rest: &mut VecDeque<Line>) -> Signed {
    let dated = |(_, c): &Line| self::dated(&c.text(), assembler.register).is_some();
    let odd = |(_, c): &Line| Date::is_wrong(&c.text());
    let date_at = rest.iter().position(dated);
    let date_at = date_at.or_else(|| rest.iter().rposition(odd));
    let end = match date_at {
        Some(at) => at + 1,
        None => {
            let ends = |(_, c): &Line| colophon::ends_circular(&c.text());
            rest.iter().position(ends).unwrap_or(rest.len())
        }
    };
    let mut signed = Signed {
        closing: rest.drain(end..).collect(),
        ..Signed::default()
    };
    let mut names = Vec::new();
    if date_at.is_some()
        && let Some((line, chunk)) = rest.pop_back()
    {
        let found = self::dated(&chunk.text(), assembler.register);
        if found.is_none() {
            signed.odd_date = Some(assembler.place(line).words(chunk.text()));
        }
        let at = found.map_or(0, |(at, _)| at);
        let (head, tail) = cut(&chunk, &chunk.text()[..at]);
        tail.spend(assembler.account, Fate::Normalised(Change::Date));
        signed.date = found.map(|(_, date)| date);
        names.extend((!head.is_blank()).then(|| assembler.take(&head)));
        let above = rest.back().map(|(_, c)| c.text()).unwrap_or_default();
        let list = rest
            .back()
            .is_some_and(|(_, c)| attachments::label(&c.raw()).is_some());
        if names.is_empty()
            && !list
            && may_sign(&above)
            && let Some((_, chunk)) = rest.pop_back()
        {
            names.push(assembler.take(&chunk));
        }
    }
    // Of a joint circular also the lines over that which are names of agencies and
    // nothing else, the lead first, parted by a wide space.
    let register = assembler.register;
    while let Some((_, chunk)) = rest.back()
        && is_name(&chunk.text(), register)
        && names.first().is_none_or(|name| is_name(name, register))
    {
        names.insert(0, assembler.take(&chunk.clone()));
        rest.pop_back();
    }
    signed.signatory = (!names.is_empty()).then(|| names.join("\u{3000}"));
    signed
}

/// A line that ends with a date and has at most a name before it: where the date
/// begins.
pub(super) fn dated(text: &str, register: &Register) -> Option<(usize, Date)> {
    if let Some(date) = Date::read(text) {
        return Some((0, date));
    }
    let (at, date) = Date::at_end(text)?;
    is_name(text[..at].trim_end(), register).then_some((at, date))
}

/// Whether a line over the date can be a signature: a name, or names, or a person's
/// with an office; no sentence and no item of a list.
fn may_sign(text: &str) -> bool {
    let closes = |word: &String| text.starts_with(word.as_str());
    let numbered = text.starts_with(|c: char| c.is_ascii_digit() || c == '（');
    let sentence = text.contains(['。', '；', '：', '！', '？', '，', '《']);
    let length = text.chars().count();
    (2..=LONGEST).contains(&length)
        && !sentence
        && !numbered
        && !CircularWords::get().closings.iter().any(closes)
}

/// Whether a line is the name of an agency and nothing else.
pub(super) fn is_name(text: &str, register: &Register) -> bool {
    let mut endings = register.words.endings.iter().chain(&register.suffixes);
    let length = text.chars().count();
    (3..=FULL_NAME).contains(&length)
        && text.chars().all(is_han)
        && endings.any(|ending| text.ends_with(ending.as_str()))
}
