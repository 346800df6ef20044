//! Sentences of a text that say whose task something is, with neither a label nor brackets:
//! `…，由市教育局牵头，市财政局配合，年底前完成。`

use std::collections::BTreeSet;
use std::ops::Range;

use crate::grammar::phrase as phrase_words;
use crate::grammar::phrase::PhraseWords;
use crate::tasks::list::{certain, subject};
use crate::tasks::numbering;
use crate::units::phrase;
use crate::units::phrase::{How, Meaning};
use crate::units::register::Register;

/// Such a sentence, or its last clauses, in bytes of the text.
pub(super) struct Duty {
    /// With the stop behind it.
    pub(super) whole: Range<usize>,
    /// Without it.
    pub(super) said: Range<usize>,
}

/// Sentences that say who is responsible and nothing else, and the last clauses of such
/// sentences: `…的问题，由国土资源部会同农业部负责，年底前完成。` They count where `all` do, in a
/// numbered paragraph, or where they are all of it.
pub(super) fn find(text: &str, within: Range<usize>, all: bool, register: &Register) -> Vec<Duty> {
    let mut found = Vec::new();
    let counts = all || numbering::has_number(text);
    let mut start = within.start;
    for sentence in text[within].split_inclusive(['。', '；']) {
        let end = start + sentence.len();
        let whole = start == 0 && end == text.len();
        let duty = sentence.trim_end_matches(['。', '；']);
        let short = duty.chars().count() <= LONGEST_SENTENCE;
        let ended = without_times(duty);
        let states = short && register.words.states_duty(ended);
        // 由县财政局会同县文旅局推进
        let acts = || phrase_words::ends(ended, &PhraseWords::get().tails).is_some();
        let by_acts = || short && register.words.by.iter().any(|w| duty.contains(&**w)) && acts();
        if (states || by_acts()) && (counts || whole) {
            let stop = start + duty.len();
            let number = match start {
                0 => numbering::mark(text).map_or(0, |mark| mark.start),
                _ => 0,
            };
            let from = duty_by(text, start..stop, whole, register).or_else(|| {
                let from = start + number;
                states.then(|| duty_of_bodies(text, from..stop, register))?
            });
            if let Some(from) = from {
                found.push(Duty {
                    whole: from..end,
                    said: from..stop,
                });
            }
        }
        start = end;
    }
    found
}

/// Where the duty begins in a sentence that says 由 before it, or has nothing else.
fn duty_by(text: &str, sentence: Range<usize>, whole: bool, register: &Register) -> Option<usize> {
    let (start, stop) = (sentence.start, sentence.end);
    let duty = &text[sentence];
    let by = register.words.by.iter();
    let clauses = by.flat_map(|w| {
        let clause = format!("，{w}");
        let places = duty.match_indices(&*clause);
        let places = places.map(|(at, _)| start + at + '，'.len_utf8());
        places.collect::<Vec<_>>()
    });
    // The first from which all is a duty: 由…牵头，由…配合 is one.
    let clauses: BTreeSet<usize> = clauses.collect();
    let mut starts = (start > 0 || whole)
        .then_some(start)
        .into_iter()
        .chain(clauses);
    starts.find(|&from| is_duty(&text[from..stop], register))
}

/// Where the duty begins in a sentence whose last clauses name those who have it:
/// `…，市教育局牵头，市财政局配合`. Where a body that is known begins a clause before them, it is
/// not told whose the task is.
fn duty_of_bodies(text: &str, sentence: Range<usize>, register: &Register) -> Option<usize> {
    let (begin, stop) = (sentence.start, sentence.end);
    let mut start = begin;
    for clause in text.get(sentence)?.split_inclusive('，') {
        if clause.contains(['（', '）', '【', '】', '〔', '〕', '［', '］']) {
            return None;
        }
        if start > begin && is_duty(&text[start..stop], register) {
            return Some(start);
        }
        if subject::begins(clause, register) {
            return None;
        }
        start += clause.len();
    }
    None
}

/// A sentence without the clauses at its end that say by when.
fn without_times(sentence: &str) -> &str {
    let mut rest = sentence;
    while let Some((head, clause)) = rest.rsplit_once('，') {
        if !phrase::is_time(clause) {
            break;
        }
        rest = head;
    }
    rest
}

/// The longest sentence that is read as a statement, in characters.
const LONGEST_SENTENCE: usize = 150;

/// Whether words say who is responsible and nothing else: by names that are known, or, where
/// 由 begins them, by names that are plainly some or by collectives.
fn is_duty(words: &str, register: &Register) -> bool {
    let phrase = phrase::resolve(words, register);
    let by = register
        .words
        .by
        .iter()
        .any(|w| words.starts_with(w.as_str()));
    let unit = |n: &phrase::Name| !matches!(n.meaning, Meaning::Collective(_));
    let known = |n: &phrase::Name| matches!(n.how, How::Registered | How::Known | How::Lent);
    let led = phrase.names.iter().any(|n| unit(n) && known(n));
    let sure = |n: &phrase::Name| match n.how {
        How::Plain => (by || led) && (unit(n) || certain::is_collective(n)),
        How::Formed | How::Guessed => false,
        _ => true,
    };
    phrase.roles
        && phrase.unread.is_empty()
        && phrase
            .names
            .iter()
            .any(|n| unit(n) || by && certain::is_collective(n))
        && phrase.names.iter().all(sure)
}
