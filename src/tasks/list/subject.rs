//! Lists in which the units are the subjects of the sentences: `（一）市城管局、工商局负责
//! 对集贸市场…`, `（三）由交警大队牵头，联合市交通局，加强…`. The text stays whole. Prose has such
//! sentences too; so most items of a list must be so, by names that are certain, and the
//! text must have no other way of saying whose task something is.

use std::ops::Range;

use crate::grammar::Grammar;
use crate::tasks::list::certain::Names;
use crate::tasks::list::fields::Statement;
use crate::tasks::list::para::{Para, Said};
use crate::tasks::list::piece::Piece;
use crate::tasks::list::{certain, siblings};
use crate::units::phrase;
use crate::units::phrase::How;
use crate::units::register::Register;

/// Who has the duty, at the head of a sentence: in bytes of the text.
struct Subject {
    units: Range<usize>,
    names: Names,
}

/// So many items of a list must be certain; of paragraphs without numbers more.
const LEAST: usize = 2;
const LEAST_PLAIN: usize = 3;

/// Makes tasks of the items of such lists. `stated` says that duties are stated otherwise.
pub(super) fn find(paras: &mut [Para], stated: bool, register: &Register) {
    let numbered = siblings::numbered(paras).into_iter();
    let plain = siblings::plain(paras).into_iter();
    let lists: Vec<(Vec<usize>, usize)> = numbered
        .map(|list| (list, LEAST))
        .chain(plain.map(|list| (list, LEAST_PLAIN)))
        .collect();
    for (list, least) in lists {
        let heads: Vec<(usize, Subject)> = list
            .iter()
            .filter_map(|&at| Some((at, first(&paras[at], register)?)))
            .collect();
        let count = |names| heads.iter().filter(|(_, s)| s.names == names).count();
        let certain = count(Names::Certain);
        if certain < least || heads.len() * 3 < list.len() * 2 || certain * 2 < heads.len() {
            continue;
        }
        for (at, subject) in heads {
            let para = &mut paras[at];
            if subject.names == Names::Doubtful {
                para.doubt_words(subject.units);
            } else if stated {
                para.beside.push(subject.units);
            } else {
                give_units(para, register);
            }
        }
    }
}

/// Doubts what is left: a sentence that gives a body a duty, in a text whose tasks are stated
/// otherwise, is read by nobody as a task, and must not be passed over.
pub(super) fn doubt_others(paras: &mut [Para], register: &Register) {
    if !paras.iter().any(Para::names_units) {
        return;
    }
    for para in paras {
        let is_settled = para.names_units()
            || para.heads_units
            || !para.beside.is_empty()
            || !para.suspects.is_empty()
            || !para.unclear.is_empty();
        if is_settled {
            continue;
        }
        let start = para.mark.as_ref().map_or(0, |mark| mark.start);
        let found = sentences(&para.text, start)
            .into_iter()
            .filter_map(|sentence| {
                let found = subject(&para.text, sentence.start.max(start), register)?;
                let is_sure = found.names == Names::Certain && !para.is_prose(&found.units);
                is_sure.then_some(found.units)
            });
        let found: Vec<Range<usize>> = found.collect();
        para.beside.extend(found);
    }
}

/// Doubts clauses that were left in the words of a task and say 由 before a duty: who has it was
/// not read, and what stands beside them is not all.
pub(super) fn doubt_clauses(paras: &mut [Para], register: &Register) {
    let words = &register.words;
    for para in paras
        .iter_mut()
        .filter(|para| para.names_units() && !para.is_sentence)
    {
        let texts = para.pieces.iter().map(|said| said.text.as_str());
        let clauses = texts.flat_map(|text| text.split(['，', '。', '；']));
        let left = clauses.filter(|clause| {
            let by = words.by.iter().any(|w| clause.starts_with(w.as_str()));
            by && words.states_duty(clause)
        });
        let places = left.filter_map(|clause| {
            let at = para.text.find(clause)?;
            Some(at..at + clause.len())
        });
        let places: Vec<Range<usize>> = places.filter(|w| !para.is_prose(w)).collect();
        places.into_iter().for_each(|words| para.doubt_words(words));
    }
}

/// The subject of the first sentence of a paragraph of which nothing is said.
fn first(para: &Para, register: &Register) -> Option<Subject> {
    let start = para.mark.as_ref().map_or(0, |mark| mark.start);
    let [said] = &para.pieces[..] else {
        return None;
    };
    let own = said.statement.is_none() && said.text == para.text;
    let found = subject(&para.text, start, register).filter(|_| own)?;
    (!para.is_prose(&found.units)).then_some(found)
}

/// Each sentence that has a subject of its own is a task; the others go with it.
fn give_units(para: &mut Para, register: &Register) {
    let start = para.mark.as_ref().map_or(0, |mark| mark.start);
    let mut pieces: Vec<Said> = Vec::new();
    let (mut doubted, mut beside) = (Vec::new(), Vec::new());
    for sentence in sentences(&para.text, start) {
        let text = &para.text[sentence.clone()];
        let found = subject(&para.text, sentence.start.max(start), register);
        let found = found.filter(|found| !para.is_prose(&found.units));
        match (found, pieces.last_mut()) {
            (Some(found), _) if found.names > Names::Doubtful => {
                let (joined, other) =
                    clauses_behind(&para.text, found.units.end..sentence.end, register);
                beside.extend(other.into_iter().filter(|words| !para.is_prose(words)));
                let own = [found.units].into_iter().chain(joined);
                let own: Vec<&str> = own.map(|words| &para.text[words]).collect();
                let units = Some(own.join("，"));
                let piece = Piece {
                    units,
                    ..Piece::default()
                };
                pieces.push(Said {
                    text: text.to_owned(),
                    statement: Statement::of(&piece, para.line),
                });
            }
            (found, Some(last)) => {
                last.text.push_str(text);
                doubted.extend(found.map(|f| f.units));
            }
            (_, None) => return,
        }
    }
    para.pieces = pieces;
    para.is_sentence = true;
    para.beside.extend(beside);
    doubted
        .into_iter()
        .for_each(|words| para.doubt_words(words));
}

/// Behind its subject and what that does a sentence may say who joins in (`，市财政局配合`), which
/// is a part of the duty; or another body does something else, and nobody can tell for whom.
fn clauses_behind(
    text: &str,
    within: Range<usize>,
    register: &Register,
) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut joined, mut others) = (Vec::new(), Vec::new());
    let mut start = within.start;
    for (i, clause) in text[within].split_inclusive('，').enumerate() {
        let words = clause.trim_end_matches(['，', '。', '；']);
        let own = start..start + words.len();
        start += clause.len();
        if i == 0 {
            continue;
        }
        if register.words.states_duty(words) && certain::of(words, register) > Names::Doubtful {
            joined.push(own);
        } else if begins(words, register) {
            others.push(own);
        }
    }
    (joined, others)
}

/// Who is said to have a duty in sentences behind the first, which has its unit before it.
pub(super) fn others(text: &str, start: usize, register: &Register) -> Vec<Range<usize>> {
    let sentences = sentences(text, start).into_iter().skip(1);
    let subjects = sentences.filter_map(|s| subject(text, s.start, register));
    let certain = subjects.filter(|s| s.names > Names::Doubtful);
    certain.map(|s| s.units).collect()
}

/// The sentences of a paragraph; the number belongs to the first.
fn sentences(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut from, mut depth) = (0, 0usize);
    for (at, c) in text.char_indices().filter(|(at, _)| *at >= start) {
        match c {
            '（' | '《' | '“' => depth += 1,
            '）' | '》' | '”' => depth = depth.saturating_sub(1),
            '。' | '；' if depth == 0 => {
                let end = at + c.len_utf8();
                found.push(from..end);
                from = end;
            }
            _ => {}
        }
    }
    if from < text.len() {
        found.push(from..text.len());
    }
    found
}

/// The longest stretch of names before the word of duty, in characters.
const NAMES: usize = 120;

/// The subject of the sentence that begins at `start`: names up to a word of duty, and
/// those who are joined to them.
fn subject(text: &str, start: usize, register: &Register) -> Option<Subject> {
    let sentence = &text[start..];
    let stop = sentence.find(['。', '；', '：', '\n']);
    let sentence = &sentence[..stop.unwrap_or(sentence.len())];
    let forms = &Grammar::get().forms;
    if forms.tells_of_past(sentence) {
        return None;
    }
    let mut doubtful = None;
    for (at, _) in sentence.char_indices().skip(2).take(NAMES) {
        let Some(mut end) = duty_end(sentence, at, register) else {
            continue;
        };
        while let Some(next) = joined(sentence, end, register) {
            end = next;
        }
        let names = certain::of(&sentence[..end], register);
        if names <= Names::Doubtful {
            // Before the first comma it was meant as one.
            let by = register.words.by.iter();
            let by = by.into_iter().any(|w| sentence.starts_with(w.as_str()));
            if (by || names == Names::Doubtful) && !sentence[..at].contains('，') {
                doubtful = doubtful.or(Some(start..start + end));
            }
            continue;
        }
        // 市财政局会同有关部门制定…: nothing behind it can be told from a name.
        let tail = &sentence[..end];
        let with = register.words.with.iter();
        if with.into_iter().any(|w| tail.ends_with(w.as_str())) {
            doubtful = doubtful.or(Some(start..start + end));
            continue;
        }
        let is_said = sentence[end..].trim_matches('，').is_empty();
        let noun = |w: &String| sentence[end..].starts_with(w.as_str());
        if is_said || forms.no_duties.iter().any(noun) {
            return None;
        }
        return Some(Subject {
            units: start..start + end,
            names,
        });
    }
    doubtful.map(|units| Subject {
        units,
        names: Names::Doubtful,
    })
}

/// Whether words begin with a body that is known, or that has a duty.
pub(super) fn begins(words: &str, register: &Register) -> bool {
    let known = |n: &phrase::Name| {
        n.span.start == 0 && matches!(n.how, How::Registered | How::Known | How::Lent)
    };
    let names = phrase::resolve(words, register).names;
    names.first().is_some_and(known) || subject(words, 0, register).is_some()
}

/// The end of the words of duty that begin at `at`: 负责, 负责牵头, 会同.
fn duty_end(sentence: &str, at: usize, register: &Register) -> Option<usize> {
    let duties = &Grammar::get().forms.duties;
    let mut end = at;
    loop {
        let rest = &sentence[end..];
        let words = duties.iter().chain(&register.words.with);
        let words = words.filter(|w| rest.starts_with(w.as_str()));
        match words.map(String::len).max() {
            Some(length) => end += length,
            None => return (end > at).then_some(end),
        }
    }
}

/// The end of a clause behind `from` that says who joins, and nothing else: `，联合市交通
/// 局、监察大队，`, `，市财政局配合，`; or of the names right behind 会同.
fn joined(sentence: &str, from: usize, register: &Register) -> Option<usize> {
    let rest = &sentence[from..];
    let with = &register.words.with;
    let behind_with = with.iter().any(|w| sentence[..from].ends_with(w.as_str()));
    let body = rest.strip_prefix('，').unwrap_or(rest);
    let begin = from + rest.len() - body.len();
    if begin == from && !behind_with {
        return None;
    }
    let clause = &body[..body.find('，').unwrap_or(body.len())];
    let stated = behind_with
        || with.iter().any(|w| clause.starts_with(w.as_str()))
        || register.words.states_duty(clause);
    if !stated {
        return None;
    }
    let grammar = Grammar::get();
    let verbs = grammar.phrase.verbs.iter().chain(&grammar.forms.duties);
    let cuts = verbs.flat_map(|v| clause.match_indices(v.as_str()));
    let mut cuts: Vec<usize> = cuts.map(|(at, _)| at).chain([clause.len()]).collect();
    cuts.sort_unstable();
    let head = with.iter().find_map(|w| clause.strip_prefix(w.as_str()));
    let head = clause.len() - head.unwrap_or(clause).len();
    let is_certain = |end: &usize| {
        let own = clause.get(head..*end).unwrap_or_default();
        let whole = certain::of(&sentence[..begin + end], register);
        certain::of(own, register) > Names::Doubtful && whole > Names::Doubtful
    };
    let end = cuts
        .into_iter()
        .rev()
        .filter(|end| *end > 0)
        .find(is_certain)?;
    Some(begin + end)
}
