//! Persons behind names of units, and how to reach them: 市园林局 李四 0000-1234567.

use crate::grammar::phrase as phrase_words;
use crate::units::phrase::tokens::Scene;

/// The longest name of a person, in characters.
const LONGEST_PERSON: usize = 4;

/// A person's name behind a mark: a surname, one to three more characters, and an end.
pub(super) fn at(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let text = &scene.text[at..];
    let han = text
        .char_indices()
        .take_while(|(_, c)| crate::source::is_han(*c))
        .take(LONGEST_PERSON + 1);
    let (last, c) = han.last()?;
    let length = last + c.len_utf8();
    let end = at + length;
    let digits = scene.text[end..].starts_with(|c: char| c.is_ascii_digit());
    (scene.closes(end) || digits)
        .then_some(&text[..length])
        .filter(|name| is_person(name, scene))
        .map(str::len)
}

/// Whether words are a person's name and nothing else that is known.
pub(super) fn is_person(name: &str, scene: &Scene<'_, '_>) -> bool {
    let count = name.chars().count();
    (2..=LONGEST_PERSON).contains(&count)
        && name.starts_with(|c| scene.words.surnames.contains(c))
        && (count < LONGEST_PERSON || name.contains('·'))
        && phrase_words::ends(name, &scene.words.endings).is_none()
        && !scene
            .register
            .words
            .endings
            .iter()
            .any(|e| name.ends_with(e.as_str()))
        && scene.find(name).is_none()
        && scene.register.lookup(name).is_none()
}

/// A telephone number: at least five digits, perhaps with hyphens.
pub(super) fn phone(text: &str) -> Option<usize> {
    let length = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '—')))
        .unwrap_or(text.len());
    let digits = text[..length].bytes().filter(u8::is_ascii_digit).count();
    (digits >= 5 && text.starts_with(|c: char| c.is_ascii_digit())).then_some(length)
}
