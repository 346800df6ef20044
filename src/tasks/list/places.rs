//! Where in a paragraph a statement of duty may stand: in brackets, behind labels, or as
//! a sentence.

use std::ops::Range;

use crate::tasks::list::told::Told;
use crate::tasks::list::{certain, sentences, told};
use crate::units::phrase;
use crate::units::register::Register;

/// Brackets of every shape.
pub(super) const OPEN: [char; 5] = ['（', '【', '〔', '［', '['];
pub(super) const CLOSE: [char; 5] = ['）', '】', '〕', '］', ']'];

/// Where a statement may stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// With its brackets.
    pub(super) whole: Range<usize>,
    /// Without them.
    pub(super) inner: Range<usize>,
    /// A label begins it, in brackets or not.
    pub(super) labelled: bool,
    /// It is a sentence: 责任单位为….
    pub(super) told: Option<Told>,
    /// It is a sentence of the text: 由市财政局牵头，市教育局配合。
    pub(super) sentence: bool,
}

impl Place {
    /// A stretch that a label without brackets begins.
    fn labelled(whole: Range<usize>) -> Self {
        Place {
            inner: whole.clone(),
            whole,
            labelled: true,
            told: None,
            sentence: false,
        }
    }

    /// A sentence that tells who is responsible.
    fn told(told: Told) -> Self {
        Place {
            whole: told.whole.clone(),
            inner: told.names.clone(),
            labelled: true,
            told: Some(told),
            sentence: false,
        }
    }
}

/// The brackets of a text, the stretches behind labels, and sentences that state duties, in
/// order. Such sentences count in a numbered paragraph, in any where `all`, or where they are
/// all of it.
pub(super) fn places(text: &str, all: bool, register: &Register) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    let mut brackets = brackets(text).into_iter().peekable();
    let mut at = 0;
    while at < text.len() {
        if let Some(bracket) = brackets.peek().filter(|b| b.start <= at).cloned() {
            brackets.next();
            let inner = inside(text, &bracket);
            let labelled = label_at(text, inner.start, inner.end, register).is_some();
            // 责任单位（部门）：市教育局
            if let Some(start) = label_around(text, &found, &bracket, register) {
                let end = run_end(text, start, register);
                while brackets.peek().is_some_and(|b| b.start < end) {
                    brackets.next();
                }
                at = end;
                found.push(Place::labelled(start..end));
                continue;
            }
            // 责任单位（市发改委、市财政局）
            if let Some(told) = label_before(text, &found, &bracket, &inner, register) {
                at = bracket.end;
                found.push(Place::told(told));
                continue;
            }
            at = bracket.end;
            found.push(Place {
                whole: bracket,
                inner,
                labelled,
                told: None,
                sentence: false,
            });
            continue;
        }
        let end = brackets.peek().map_or(text.len(), |b| b.start);
        let label = next_label(text, at..end, register);
        let told = told::find(text, at..end, register);
        if let Some(told) = told.filter(|told| label.is_none_or(|at| told.whole.start < at)) {
            at = told.whole.end;
            found.push(Place::told(told));
            continue;
        }
        match label {
            Some(start) => {
                let end = run_end(text, start, register);
                found.push(Place::labelled(start..end));
                at = end;
                while brackets.peek().is_some_and(|b| b.start < end) {
                    brackets.next();
                }
            }
            None => {
                // 由市水利局及各县（市、区）负责。: a sentence with brackets inside.
                let (from, stop) = (at, sentence_end(text, end));
                let inside = text[end..stop]
                    .trim_end_matches(['。', '；'])
                    .contains(['。', '；']);
                let whole = match inside {
                    true => Vec::new(),
                    false => duty_places(text, from..stop, all, register),
                };
                let over = whole.last().filter(|place| place.whole.end > end);
                at = over.map_or(end, |place| place.whole.end);
                found.extend(match over {
                    Some(_) => whole,
                    None => duty_places(text, from..end, all, register),
                });
                while brackets.peek().is_some_and(|b| b.start < at) {
                    brackets.next();
                }
            }
        }
    }
    found
}

/// The clause before a bracket, as far as no statement holds it.
fn clause_before<'t>(text: &'t str, found: &[Place], bracket: &Range<usize>) -> Option<&'t str> {
    let from = found.last().map_or(0, |place| place.whole.end);
    let before = text.get(from..bracket.start)?;
    before.rsplit(['。', '；', '！', '，']).next()
}

/// Where the label begins that a bracket is a part of.
fn label_around(
    text: &str,
    found: &[Place],
    bracket: &Range<usize>,
    register: &Register,
) -> Option<usize> {
    let start = bracket.start - clause_before(text, found, bracket)?.len();
    let length = text[bracket.end..].find('：')?;
    let label = text[start..bracket.end + length].trim();
    let known = start < bracket.start && register.words.label(label).is_some();
    known.then_some(start)
}

/// The label without a colon that is all of the clause before a bracket, where another
/// clause follows or none.
fn label_before(
    text: &str,
    found: &[Place],
    bracket: &Range<usize>,
    inner: &Range<usize>,
    register: &Register,
) -> Option<Told> {
    let clause = clause_before(text, found, bracket)?;
    let label = clause.trim();
    let known = label.chars().count() >= GLUED && register.words.label(label).is_some();
    let closes = text[bracket.end..].chars().next();
    let closes = closes.is_none_or(|c| matches!(c, '。' | '；' | '，'));
    let start = bracket.start - clause.len();
    (known && closes).then(|| Told {
        whole: start..bracket.end,
        label: start..start + clause.trim_end().len(),
        names: inner.clone(),
        is_about_one: true,
    })
}

/// Sentences that say who is responsible.
fn duty_places(text: &str, within: Range<usize>, all: bool, register: &Register) -> Vec<Place> {
    let found = sentences::find(text, within, all, register).into_iter();
    let place = |duty: sentences::Duty| Place {
        whole: duty.whole,
        inner: duty.said,
        labelled: false,
        told: None,
        sentence: true,
    };
    found.map(place).collect()
}

/// The sentences of a paragraph without statements of other forms that state duties.
pub(super) fn duties(text: &str, register: &Register) -> Vec<Range<usize>> {
    let found = places(text, true, register).into_iter();
    found.filter(|p| p.sentence).map(|p| p.whole).collect()
}

/// Where in a stretch without brackets a label begins: at its head, or behind a stop.
fn next_label(text: &str, within: Range<usize>, register: &Register) -> Option<usize> {
    let stretch = &text[within.clone()];
    for (colon, _) in stretch.match_indices('：') {
        let head = &stretch[..colon];
        let begin = head
            .char_indices()
            .rev()
            .find(|(_, c)| *c == phrase::BLANK || "。；！？：，、）】〕］] ".contains(*c))
            .map_or(0, |(at, c)| match c {
                phrase::BLANK => at,
                _ => at + c.len_utf8(),
            });
        let label = head[begin..].trim_matches(phrase::BLANK);
        let words = &register.words;
        let known = |l: &str| words.label(l).is_some() || words.is_sure_field_label(l);
        if known(label) {
            let joined = words.joined_label(&head[..begin], label);
            return Some(within.start + joined.unwrap_or(begin));
        }
        // 新建公园9个责任单位：市园林局: glued to what stands before it.
        let glued = label.char_indices().map(|(at, _)| at).skip(2).find(|&at| {
            let label = &label[at..];
            (GLUED..=GLUED + 4).contains(&label.chars().count())
                && register.words.label(label).is_some()
        });
        if let Some(at) = glued {
            let from = head.len() - head[begin..].trim_start_matches(phrase::BLANK).len();
            return Some(within.start + from + at);
        }
    }
    None
}

/// The shortest label that counts without a mark before it, in characters.
const GLUED: usize = 4;

/// Where a statement ends that no brackets hold: at the stop behind it, unless another
/// label follows. A line of a time goes on as long as its sentences begin with times.
fn run_end(text: &str, start: usize, register: &Register) -> usize {
    let is_time = start == 0
        && label_at(text, 0, text.len(), register)
            .is_some_and(|label| register.words.is_time_label(&text[label]));
    let mut depth = 0usize;
    let mut at = start;
    for (offset, c) in text[start..].char_indices() {
        at = start + offset + c.len_utf8();
        match c {
            _ if OPEN.contains(&c) => depth += 1,
            _ if CLOSE.contains(&c) => depth = depth.saturating_sub(1),
            '。' if depth == 0 => {
                let labelled = label_at(text, at, text.len(), register).is_some();
                let goes_on = labelled || is_time && begins_with_time(&text[at..], register);
                if !goes_on {
                    return at;
                }
            }
            '；' if depth == 0 && another_task(text, at, register) => return at,
            _ => {}
        }
    }
    at
}

/// `…；新建医院2所，责任单位：市卫健委`: whether what stands up to the next label is no name, but
/// words of another task.
fn another_task(text: &str, at: usize, register: &Register) -> bool {
    let rest = &text[at..];
    let sentence = &rest[..rest.find('。').unwrap_or(rest.len())];
    let Some(label) = next_label(text, at..at + sentence.len(), register) else {
        return false;
    };
    let words = text[at..label].trim_end_matches(['，', '。', '；', ' ']);
    let said = || {
        let phrase = phrase::resolve(words, register);
        certain::names(&phrase) > certain::Names::Doubtful || phrase::is_time(words)
    };
    !words.is_empty() && text[at..label].ends_with('，') && !words.contains('：') && !said()
}

/// Where the sentence ends, outside brackets, in which `at` stands.
fn sentence_end(text: &str, at: usize) -> usize {
    let mut depth = 0usize;
    for (offset, c) in text[at..].char_indices() {
        match c {
            _ if OPEN.contains(&c) => depth += 1,
            _ if CLOSE.contains(&c) => depth = depth.saturating_sub(1),
            '。' | '；' if depth == 0 => return at + offset + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Whether the next sentence begins with a time.
fn begins_with_time(text: &str, register: &Register) -> bool {
    let sentence = text.split('。').next().unwrap_or_default();
    let times = phrase::resolve(sentence, register).times;
    times.first().is_some_and(|time| time.start == 0)
}

/// The label that begins at `at`, with its colon.
pub(super) fn label_at(
    text: &str,
    at: usize,
    end: usize,
    register: &Register,
) -> Option<Range<usize>> {
    let colon = text[at..end].find('：')?;
    let label = text[at..at + colon].trim();
    let words = &register.words;
    let known = words.label(label).is_some() || words.is_field_label(label);
    known.then_some(at..at + colon)
}

/// The outermost brackets of a text.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if OPEN.contains(&c) {
            if depth == 0 {
                start = at;
            }
            depth += 1;
        } else if CLOSE.contains(&c) && depth > 0 {
            depth -= 1;
            if depth == 0 {
                found.push(start..at + c.len_utf8());
            }
        }
    }
    found
}

fn inside(text: &str, bracket: &Range<usize>) -> Range<usize> {
    let whole = &text[bracket.clone()];
    let open = whole.chars().next().map_or(0, char::len_utf8);
    let close = whole.chars().next_back().map_or(0, char::len_utf8);
    bracket.start + open..bracket.end - close
}
