//! Statements of duty inside a paragraph: whether what stands at a place is one, and what
//! it says.

use std::ops::Range;

use crate::grammar::phrase as phrase_words;
use crate::grammar::phrase::PhraseWords;
use crate::grammar::words::Role;
use crate::tasks::list::piece::Piece;
use crate::tasks::list::places::{Place, label_at};
use crate::tasks::list::segments::{Field, Kind};
use crate::tasks::list::{certain, places, segments};
use crate::units::phrase::{How, Meaning, Phrase};
use crate::units::register::Register;
use crate::units::{organs, phrase};

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    /// The phrase of units and the rest, without words before it.
    pub(super) piece: Piece,
    /// Brackets and labels that stand in no field.
    pub(super) labels: Vec<Range<usize>>,
}

/// How a bracket stands in its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// No words follow.
    Last,
    /// Behind a sentence, or before the mark that ends it.
    Between,
    /// Inside a sentence.
    Inside,
}

/// Reads what stands at a place; `None` where it is no statement, or names nobody and
/// says nothing else. `beside` says that
/// another statement stands right before it.
pub(super) fn read(
    text: &str,
    place: &Place,
    stands: Stands,
    beside: bool,
    register: &Register,
) -> Option<Statement> {
    let inner = &text[place.inner.clone()];
    let fields = segments::fields(text, place.inner.clone(), register);
    let phrase = phrase::resolve(&without_fields(text, place, &fields), register);
    let sure = !phrase.fields.is_empty() || fields.iter().any(|f| f.kind.is_sure() || beside);
    let named = !phrase.names.is_empty();
    // （6月底前完成） at the end of a paragraph, or right before another bracket.
    let whole = 0..inner.len();
    let before_another =
        || stands == Stands::Between && text[place.whole.end..].starts_with(places::OPEN);
    if (stands == Stands::Last || before_another())
        && !named
        && !place.labelled
        && phrase.times.first() == Some(&whole)
    {
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
        named && names_units(&phrase, inner, stands, register)
    };
    is_statement.then(|| take(text, place, fields, &phrase, register))
}

/// （含幼儿园）: words that explain what stands before them. 含山县 is a place.
fn explains(inner: &str) -> bool {
    let words = &PhraseWords::get().explains;
    let place = || {
        organs::heads(inner)
            .iter()
            .any(|(at, _)| organs::is_listed_place(&inner[..*at]))
    };
    words.iter().any(|w| inner.starts_with(w.as_str())) && !place()
}

/// Whether what stands in brackets without a label names units: words of roles stand
/// behind names; or, at the end of a paragraph, there is nothing but names of units.
fn names_units(phrase: &Phrase, inner: &str, stands: Stands, register: &Register) -> bool {
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
    if !phrase.roles && explains(inner) {
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
    // （市文旅局、云冈石窟、龙门石窟）, （市教育局、市创建办）: a list that one who is known
    // begins; what is not is said.
    let listed = || {
        let begun = prefixed && first.is_some_and(|n| known(&n));
        begun
            && (stands == Stands::Last
                || stands == Stands::Between && is_list(inner) && several(inner))
    };
    if !phrase.unread.is_empty() && !has_roles {
        return listed();
    }
    if !phrase.unread.is_empty() {
        return has_roles && unread * 2 < inner.len();
    }
    if guessed {
        return has_roles && any_known || !has_roles && listed();
    }
    // A name that only looks like one is no reason to hold a bracket inside a paragraph for
    // a statement, unless it stands behind one that is known.
    let formed =
        phrase.names.iter().any(|n| n.how == How::Formed) && !first.is_some_and(|n| known(&n));
    // （各县区）, （有关部门，年底前完成）
    let several =
        |n: &phrase::Name| matches!(n.meaning, Meaning::Collective(_)) && certain::is_collective(n);
    let timed = !phrase.times.is_empty();
    let all_several = phrase.names.iter().all(several);
    match stands {
        _ if has_roles => true,
        Stands::Last => any_known || register.bare && prefixed || all_several || timed,
        Stands::Between => any_known && !formed || all_several || timed,
        Stands::Inside => false,
    }
}

/// What looks like a statement of duty: a label of units begins it, or words of duty
/// end it.
pub(super) fn looks_like_one(inner: &str, register: &Register) -> bool {
    let labelled = label_at(inner, 0, inner.len(), register)
        .is_some_and(|label| register.words.label(inner[label].trim()).is_some());
    let tail = inner.trim_end_matches(['。', '；', '，']);
    labelled || tail.chars().count() <= LONGEST_STATEMENT && register.words.states_duty(tail)
}

/// Whether words are nothing but short ones with pause marks between.
fn is_list(inner: &str) -> bool {
    let marks = ['：', '；', '。', '！', '？', '《', '“'];
    let short = |part: &str| (2..=LONGEST_LISTED).contains(&part.chars().count());
    !inner.contains(marks) && inner.split(['、', '，']).all(short)
}

/// Whether a list has more than one.
fn several(inner: &str) -> bool {
    inner.contains(['、', '，'])
}

/// The longest of them, in characters.
const LONGEST_LISTED: usize = 16;

/// Whether brackets behind a sentence hold a list that looks like one of bodies: all begin
/// with a word of a level (区消防支队、区路灯管理处), or several have the form of names
/// (办公室、人事科).
pub(super) fn looks_like_names(inner: &str, register: &Register) -> bool {
    if !is_list(inner) || explains(inner) || inner.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let words = PhraseWords::get();
    let of_level = |part: &str| {
        let level =
            phrase_words::begins(part, &words.no_levels).is_none() && words.begins_with_level(part);
        level && part.chars().count() > 2
    };
    let phrase = phrase::resolve(inner, register);
    // （白音协同创新研究院）, （协和街道办事处）: one alone, where its form is a body's.
    let governs = |n: &phrase::Name| {
        let ends = phrase_words::ends(&n.printed, &words.governs);
        ends.is_some_and(|end| end.len() < n.printed.len())
    };
    let sound = |n: &phrase::Name| {
        let shape = organs::Organs::get().has_ending(&n.printed) || governs(n);
        shape && n.how == How::Formed || !matches!(n.how, How::Formed | How::Guessed)
    };
    let several = phrase.names.len() > 1 || phrase.names.iter().any(sound);
    let several = several && phrase.unread.is_empty() && phrase.times.is_empty();
    let unit = |n: &phrase::Name| !matches!(n.meaning, Meaning::Collective(_));
    // 教育、住建等部门
    let mut others = register
        .words
        .others
        .iter()
        .filter(|w| w.chars().count() > 1);
    let others = others.any(|w| inner.ends_with(w.as_str()));
    inner.split(['、', '，']).all(of_level) || several && phrase.names.iter().any(unit) || others
}

/// Whether brackets behind a sentence hold what may be names of bodies and nothing else,
/// though none of them is known.
pub(super) fn holds_names(inner: &str, register: &Register) -> bool {
    let phrase = phrase::resolve(inner, register);
    let bodies = |n: &phrase::Name| {
        let figure = n.printed.contains(|c: char| c.is_ascii_digit());
        !figure && !matches!(n.how, How::Formed | How::Guessed)
    };
    let only_names = !phrase.names.is_empty() && phrase.unread.is_empty();
    only_names && !explains(inner) && phrase.names.iter().all(bodies)
}

/// Whether brackets hold nothing but what may be names of bodies, whatever their form, none of
/// them a short word: among statements of duty such brackets are one more.
pub(super) fn holds_formed_names(inner: &str, register: &Register) -> bool {
    let phrase = phrase::resolve(inner, register);
    let body = |n: &phrase::Name| {
        let figure = n.printed.contains(|c: char| c.is_ascii_digit());
        let sure = !matches!(n.how, How::Formed | How::Guessed);
        let long = n.how == How::Formed && n.printed.chars().count() >= SHORTEST_FORMED;
        !figure && (sure || long)
    };
    let only_names = !phrase.names.is_empty() && phrase.unread.is_empty();
    only_names && !explains(inner) && phrase.names.iter().all(body)
}

/// The shortest name that has no more than the form of one, in characters.
const SHORTEST_FORMED: usize = 4;

/// Whether brackets hold the names of bodies that are known, and nothing else.
pub(super) fn holds_known_names(inner: &str, register: &Register) -> bool {
    certain::of(inner, register) == certain::Names::Certain && !explains(inner)
}

/// How many names a bracket holds that has nothing but names of bodies; 0 for any other.
pub(super) fn names_in(bracket: &str, register: &Register) -> usize {
    let inner = bracket.trim_start_matches(places::OPEN);
    let inner = inner.strip_suffix(places::CLOSE).unwrap_or(inner);
    match holds_names(inner, register) {
        true => phrase::resolve(inner, register).names.len(),
        false => 0,
    }
}

/// Takes brackets that hold names alone for a statement.
pub(super) fn of_names(text: &str, place: &Place, register: &Register) -> Statement {
    let phrase = phrase::resolve(&text[place.inner.clone()], register);
    take(text, place, Vec::new(), &phrase, register)
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
        let has = |role| phrase.names.iter().any(|n| n.role == Some(role));
        let all = |role| phrase.names.iter().all(|n| n.role == Some(role));
        piece.leads = has(Role::Lead);
        piece.joins = !phrase.names.is_empty() && all(Role::Join);
        piece.units = Some(units);
        piece.timed = !phrase.times.is_empty();
        piece.label = label;
    }
    if let (Some(told), Some(units)) = (&place.told, &mut piece.units) {
        let label = &text[told.label.clone()];
        match register.words.label(label) {
            Some(Some(role)) => {
                *units = format!("{label}：{units}");
                (piece.leads, piece.joins) = (role == Role::Lead, role == Role::Join);
            }
            _ => piece.label = Some(label.to_owned()),
        }
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
