//! Statements of duty inside a paragraph: where one may stand, whether it is one, and
//! what it says.

use std::ops::Range;

use super::pieces::Piece;
use super::segments::{self, Field, Kind};
use crate::notice::phrase::{self, How, Meaning, Phrase};
use crate::notice::units::Register;
use crate::read::assemble::numbering;

/// Brackets of every shape.
pub(super) const OPEN: [char; 4] = ['（', '【', '〔', '['];
const CLOSE: [char; 4] = ['）', '】', '〕', ']'];

/// Where a statement may stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// With its brackets.
    pub(super) whole: Range<usize>,
    /// Without them.
    pub(super) inner: Range<usize>,
    /// A label begins it, in brackets or not.
    labelled: bool,
    /// It is a sentence of the text: 由市财政局牵头，市教育局配合。
    sentence: bool,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    /// The phrase of units and the rest, without words before it.
    pub(super) piece: Piece,
    /// Brackets and labels that stand in no field.
    pub(super) labels: Vec<Range<usize>>,
}

/// The brackets of a text, and the stretches behind labels, in order.
pub(super) fn places(text: &str, register: &Register) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    let mut brackets = brackets(text).into_iter().peekable();
    let mut at = 0;
    while at < text.len() {
        if let Some(bracket) = brackets.peek().filter(|b| b.start <= at).cloned() {
            brackets.next();
            let inner = inside(text, &bracket);
            let labelled = label_at(text, inner.start, inner.end, register).is_some();
            // 【责任单位】市民政局: the label alone stands in brackets.
            if register.words.label(&text[inner.clone()]).is_some() {
                let end = run_end(text, bracket.end, register);
                while brackets.peek().is_some_and(|b| b.start < end) {
                    brackets.next();
                }
                at = end;
                found.push(Place {
                    whole: bracket.start..end,
                    inner: bracket.start..end,
                    labelled: true,
                    sentence: false,
                });
                continue;
            }
            at = bracket.end;
            found.push(Place {
                whole: bracket,
                inner,
                labelled,
                sentence: false,
            });
            continue;
        }
        let end = brackets.peek().map_or(text.len(), |b| b.start);
        match next_label(text, at..end, register) {
            Some(start) => {
                let end = run_end(text, start, register);
                found.push(Place {
                    whole: start..end,
                    inner: start..end,
                    labelled: true,
                    sentence: false,
                });
                at = end;
                while brackets.peek().is_some_and(|b| b.start < end) {
                    brackets.next();
                }
            }
            None => {
                found.extend(sentences(text, at..end, register));
                at = end;
            }
        }
    }
    found
}

/// Sentences that say who is responsible and nothing else, and the last clauses of such
/// sentences: `…的问题，由国土资源部会同农业部负责。` They count in a numbered paragraph,
/// or where they are all of it.
fn sentences(text: &str, within: Range<usize>, register: &Register) -> Vec<Place> {
    let mut found = Vec::new();
    let numbered = numbering::has_number(text);
    let mut start = within.start;
    for sentence in text[within].split_inclusive(['。', '；']) {
        let end = start + sentence.len();
        let whole = start == 0 && end == text.len();
        let duty = sentence.trim_end_matches(['。', '；']);
        let short = duty.chars().count() <= LONGEST_SENTENCE;
        if short && register.words.states_duty(duty) && (numbered || whole) {
            let by = register.words.by.iter();
            let clauses = by.filter_map(|w| duty.rfind(&format!("，{w}")));
            let clause = clauses.max().map(|at| start + at + '，'.len_utf8());
            let mut starts = clause
                .into_iter()
                .chain((start > 0 || whole).then_some(start));
            let stop = start + duty.len();
            if let Some(from) = starts.find(|&from| is_duty(&text[from..stop], register)) {
                found.push(Place {
                    whole: from..end,
                    inner: from..stop,
                    labelled: false,
                    sentence: true,
                });
            }
        }
        start = end;
    }
    found
}

/// The longest sentence that is read as a statement, in characters.
const LONGEST_SENTENCE: usize = 150;

/// Whether words say who is responsible and nothing else, all by names that are known.
fn is_duty(words: &str, register: &Register) -> bool {
    let phrase = phrase::resolve(words, register);
    let sure = |n: &phrase::Name| !matches!(n.how, How::Formed | How::Guessed);
    let unit = |n: &phrase::Name| !matches!(n.meaning, Meaning::Collective(_));
    phrase.roles
        && phrase.unread.is_empty()
        && phrase.names.iter().any(unit)
        && phrase.names.iter().all(sure)
}

/// Where in a stretch without brackets a label begins: at its head, or behind a stop.
fn next_label(text: &str, within: Range<usize>, register: &Register) -> Option<usize> {
    let stretch = &text[within.clone()];
    for (colon, _) in stretch.match_indices('：') {
        let head = &stretch[..colon];
        let begin = head
            .char_indices()
            .rev()
            .find(|(_, c)| "。；！？：，、）】〕] ".contains(*c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let label = &head[begin..];
        let words = &register.words;
        let known = |l: &str| words.label(l).is_some() || words.is_sure_field_label(l);
        if known(label) {
            return Some(within.start + begin);
        }
        // 新建公园9个责任单位：市园林局: glued to what stands before it.
        let glued = label.char_indices().map(|(at, _)| at).skip(2).find(|&at| {
            let label = &label[at..];
            (GLUED..=GLUED + 4).contains(&label.chars().count())
                && register.words.label(label).is_some()
        });
        if let Some(at) = glued {
            return Some(within.start + begin + at);
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
                if !labelled && !(is_time && begins_with_time(&text[at..], register)) {
                    return at;
                }
            }
            _ => {}
        }
    }
    at
}

/// Whether the next sentence begins with a time.
fn begins_with_time(text: &str, register: &Register) -> bool {
    let sentence = text.split('。').next().unwrap_or_default();
    let times = phrase::resolve(sentence, register).times;
    times.first().is_some_and(|time| time.start == 0)
}

/// The label that begins at `at`, with its colon.
fn label_at(text: &str, at: usize, end: usize, register: &Register) -> Option<Range<usize>> {
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

/// Reads what stands at a place; `None` where it is no statement, or names nobody and
/// says nothing else. `last` says that no words follow in the paragraph, `beside` that
/// another statement stands right before it.
pub(super) fn read(
    text: &str,
    place: &Place,
    last: bool,
    beside: bool,
    register: &Register,
) -> Option<Statement> {
    let inner = &text[place.inner.clone()];
    let fields = segments::fields(text, place.inner.clone(), register);
    let phrase = phrase::resolve(&without_fields(text, place, &fields), register);
    let sure = !phrase.fields.is_empty() || fields.iter().any(|f| f.kind.is_sure() || beside);
    let named = !phrase.names.is_empty();
    // （6月底前完成） at the end of a paragraph.
    let whole = 0..inner.len();
    if last && !named && !place.labelled && phrase.times.first() == Some(&whole) {
        let edges = [
            place.whole.start..place.inner.start,
            place.inner.end..place.whole.end,
        ];
        return Some(Statement {
            piece: Piece {
                deadline: Some(inner.to_owned()),
                ..Piece::default()
            },
            labels: edges.into_iter().filter(|e| !e.is_empty()).collect(),
        });
    }
    let is_statement = if place.sentence {
        true
    } else if place.labelled {
        named || sure || phrase.nobody
    } else {
        named && names_units(&phrase, inner, last, register)
    };
    is_statement.then(|| take(text, place, fields, &phrase, register))
}

/// Whether what stands in brackets without a label names units: words of roles stand
/// behind names; or, at the end of a paragraph, there is nothing but names of units.
fn names_units(phrase: &Phrase, inner: &str, last: bool, register: &Register) -> bool {
    let known = |n: &&phrase::Name| match n.meaning {
        Meaning::Collective(_) => n.how == How::Registered && !register.bare,
        _ => matches!(n.how, How::Registered | How::Known | How::Lent),
    };
    // （注：…）: nobody knows the label.
    let head = phrase.unread.first().filter(|u| u.start == 0);
    let labelled = phrase
        .words
        .iter()
        .any(|w| inner[w.clone()].ends_with('：'));
    if !labelled && head.is_some_and(|u| inner[u.end..].starts_with('：')) {
        return false;
    }
    let any_known = phrase.names.iter().any(|n| known(&n));
    let guessed = phrase.names.iter().any(|n| n.how == How::Guessed);
    let unread: usize = phrase.unread.iter().map(|u| u.len()).sum();
    let has_roles = phrase.roles;
    let first = phrase.names.first();
    let prefixed = first.is_some_and(|n| {
        register
            .prefixes
            .iter()
            .any(|p| n.printed.starts_with(p.as_str()))
    });
    // （市文旅局、云冈石窟、龙门石窟）
    if !phrase.unread.is_empty() && !has_roles {
        return last && prefixed && first.is_some_and(|n| known(&n));
    }
    if !phrase.unread.is_empty() {
        return has_roles && unread * 2 < inner.len();
    }
    if guessed {
        return has_roles && any_known;
    }
    has_roles || last && (any_known || register.bare && prefixed)
}

/// What looks like a statement of duty: a label of units begins it, or words of duty
/// end it.
pub(super) fn looks_like_one(inner: &str, register: &Register) -> bool {
    let labelled = label_at(inner, 0, inner.len(), register)
        .is_some_and(|label| register.words.label(inner[label].trim()).is_some());
    let tail = inner.trim_end_matches(['。', '；', '，']);
    labelled || tail.chars().count() <= LONGEST_STATEMENT && register.words.states_duty(tail)
}

/// Words of duty at the end of longer brackets are prose, in characters.
const LONGEST_STATEMENT: usize = 60;

/// What stands inside, with blanks for its fields, so that all else keeps its place.
fn without_fields(text: &str, place: &Place, fields: &[Field]) -> String {
    let mut inner = text[place.inner.clone()].to_owned();
    for field in fields {
        let from = place.inner.start;
        let own = field.whole.start - from..field.whole.end - from;
        inner.replace_range(own.clone(), &" ".repeat(own.len()));
    }
    inner
}

/// Takes a statement apart into the phrase of units, times, persons and the rest.
fn take(
    text: &str,
    place: &Place,
    mut fields: Vec<Field>,
    phrase: &Phrase,
    register: &Register,
) -> Statement {
    let from = place.inner.start;
    let mut labels = vec![
        place.whole.start..place.inner.start,
        place.inner.end..place.whole.end,
    ];
    fields.extend(
        phrase
            .fields
            .iter()
            .map(|field| field_of(text, from, field)),
    );
    fields.sort_by_key(|field| field.whole.start);
    let mut piece = Piece::default();
    let mut kept: Vec<Range<usize>> = vec![place.inner.clone()];
    for field in &fields {
        labels.push(field.whole.start..field.says.start);
        labels.push(field.says.end..field.whole.end);
        kept = kept
            .into_iter()
            .flat_map(|k| without(&k, &field.whole))
            .collect();
        piece.add_field(text, field);
    }
    let (units, more_labels, label) = units_of(text, kept, register);
    labels.extend(more_labels);
    labels.retain(|l| !l.is_empty());
    if !units.is_empty() {
        piece.units = Some(units);
        piece.label = label;
    }
    Statement { piece, labels }
}

/// A field that the reader of phrases found.
fn field_of(text: &str, from: usize, field: &phrase::Field) -> Field {
    let whole = from + field.at.start..from + field.at.end;
    let says = from + field.says.start..from + field.says.end;
    let head = text[whole.start..says.start].trim_end();
    let label = head.trim_end_matches(['：', ':']).trim_end().len();
    Field {
        label: whole.start..whole.start + label,
        whole,
        says,
        kind: match field.is_time {
            true => Kind::Time,
            false => Kind::Person,
        },
    }
}

/// A stretch without another inside it.
fn without(whole: &Range<usize>, gone: &Range<usize>) -> Vec<Range<usize>> {
    if gone.start >= whole.end || gone.end <= whole.start {
        return vec![whole.clone()];
    }
    [
        whole.start..gone.start.max(whole.start),
        gone.end.min(whole.end)..whole.end,
    ]
    .into_iter()
    .filter(|r| r.start < r.end)
    .collect()
}

/// The phrase of units from what is left of a statement: the marks at its edges are
/// left out, and a label that says no more than the name of the field.
fn units_of(
    text: &str,
    kept: Vec<Range<usize>>,
    register: &Register,
) -> (String, Vec<Range<usize>>, Option<String>) {
    let mut labels = Vec::new();
    let mut parts: Vec<Range<usize>> = Vec::new();
    for stretch in kept {
        let whole = &text[stretch.clone()];
        let edge = |c: char| matches!(c, '，' | '；' | '。' | '、' | ' ');
        let head = whole.len() - whole.trim_start_matches(edge).len();
        let body = whole[head..].trim_end_matches(edge).len();
        let part = stretch.start + head..stretch.start + head + body;
        labels.push(stretch.start..part.start);
        labels.push(part.end..stretch.end);
        if !part.is_empty() {
            parts.push(part);
        }
    }
    let mut left_out = None;
    let colons: usize = parts
        .iter()
        .map(|p| text[p.clone()].matches('：').count())
        .sum();
    let plain = |label: &str| register.words.label(label.trim()) == Some(None);
    if let [first, ..] = &mut parts[..]
        && colons == 0
        && let Some((label, _)) = text[first.clone()]
            .strip_prefix('【')
            .and_then(|t| t.split_once('】'))
        && plain(label)
    {
        let end = first.start + "【】".len() + label.len();
        labels.push(first.start..end);
        left_out = Some(label.to_owned());
        first.start = end;
    }
    if let [first, ..] = &mut parts[..]
        && colons == 1
        && let Some((label, _)) = text[first.clone()].split_once('：')
        && plain(label)
    {
        let end = first.start + label.len() + '：'.len_utf8();
        labels.push(first.start..end);
        left_out = Some(label.trim().to_owned());
        first.start = end;
    }
    let units: Vec<&str> = parts.iter().map(|p| &text[p.clone()]).collect();
    (units.join("；"), labels, left_out)
}
