//! What a statement says behind labels that name no units: times, persons, and what else
//! is said of a task. Each goes up to the next label.

use std::ops::Range;

use crate::grammar::headings::Column;
use crate::units::phrase;
use crate::units::phrase::How;
use crate::units::register::Register;

/// A label with what it says, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// Both, up to what follows.
    pub(super) whole: Range<usize>,
    /// The label, without its colon.
    pub(super) label: Range<usize>,
    /// What it says.
    pub(super) says: Range<usize>,
    pub(super) kind: Kind,
}

/// What a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It names units.
    Units,
    Time,
    Person,
    /// Something else that is said of tasks: 资金来源.
    Other,
    /// Nobody knows it.
    Unknown,
}

impl Kind {
    /// What a label is; `None` where it can be none.
    pub(super) fn of(label: &str, register: &Register) -> Option<Kind> {
        let words = &register.words;
        if words.label(label).is_some() {
            Some(Kind::Units)
        } else if words.is_time_label(label) {
            Some(Kind::Time)
        } else if words.is_sure_field_label(label) {
            Some(Kind::Person)
        } else if words.is_other_field_label(label) {
            Some(Kind::Other)
        } else {
            may_be_label(label, register).then_some(Kind::Unknown)
        }
    }

    /// Whether it says wherever it stands that what follows it is a field.
    pub(super) fn is_sure(self) -> bool {
        matches!(self, Kind::Time | Kind::Person)
    }
}

/// The longest label that nobody knows, in characters.
const LABEL: usize = 8;

/// Whether words that nobody knows may be a label: a few characters, no name of a unit,
/// nothing of duty, and not what tasks and measures are called.
pub(super) fn may_be_label(label: &str, register: &Register) -> bool {
    let words = &register.words;
    let length = label.chars().count();
    let stems = [&words.lead, &words.join, &words.guide, &words.plain];
    let mut stems = stems.iter().flat_map(|w| &w.stems);
    let mut ends = words.label_ends.iter();
    (2..=LABEL).contains(&length)
        && label.chars().all(crate::source::is_han)
        && !stems.any(|stem| label.contains(stem.as_str()))
        && !ends.any(|end| label.ends_with(end.as_str()))
        && !is_task_label(label, register)
        && !is_measure_label(label, register)
        && phrase::resolve(label, register)
            .names
            .iter()
            .all(|name| name.how == How::Guessed)
}

/// Whether tasks are called so: 工作任务.
pub(super) fn is_task_label(label: &str, register: &Register) -> bool {
    let called = |column| register.headings.words(column).iter().any(|w| w == label);
    called(Column::Task) || called(Column::Name)
}

/// Whether what is done for a task is called so: 整改措施.
pub(super) fn is_measure_label(label: &str, register: &Register) -> bool {
    let mut words = register.headings.words(Column::Measure).iter();
    words.any(|w| w == label)
}

/// Stops between the parts of a statement.
const STOPS: [char; 7] = ['；', '。', '，', '、', ' ', ';', '\n'];

/// The fields of a stretch, in order. Those that nobody knows count only beside a label
/// of units.
pub(super) fn fields(text: &str, within: Range<usize>, register: &Register) -> Vec<Field> {
    let labels = labels(text, within.clone(), register);
    let units = labels.iter().any(|(_, kind)| *kind == Kind::Units);
    let counts = |kind: Kind| kind != Kind::Unknown || units;
    let labels: Vec<_> = labels.into_iter().filter(|l| counts(l.1)).collect();
    let mut found = Vec::new();
    for (i, (label, kind)) in labels.iter().enumerate() {
        if *kind == Kind::Units {
            continue;
        }
        let next = labels.get(i + 1).map_or(within.end, |next| next.0.start);
        let colon = text[label.end..].chars().next().map_or(0, char::len_utf8);
        let behind = label.end + colon;
        let end = units_from(text, behind..next, register).unwrap_or(next);
        let said = &text[behind..end];
        let blank = said.len() - said.trim_start().len();
        let says = said.trim_end_matches(STOPS).len().max(blank);
        let says = behind + blank..behind + says;
        if *kind == Kind::Unknown && names_unit(&text[says.clone()], register) {
            continue;
        }
        found.push(Field {
            whole: label.start..end,
            label: label.clone(),
            says,
            kind: *kind,
        });
    }
    found
}

/// The labels of a stretch outside brackets, each behind a mark, or glued to what stands
/// before it.
fn labels(text: &str, within: Range<usize>, register: &Register) -> Vec<(Range<usize>, Kind)> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut start = within.start;
    let mut behind_label = false;
    for (offset, c) in text[within.clone()].char_indices() {
        let at = within.start + offset;
        match c {
            '（' | '【' | '〔' | '［' => depth += 1,
            '）' | '】' | '〕' | '］' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '：' => {
                let head = start + text[start..at].len() - text[start..at].trim_start().len();
                let words = &text[head..at];
                // Right behind another label stands what that one says.
                let whole = || Kind::of(words, register).filter(|_| !behind_label);
                // 责任单位及完成时限 is a label as a whole.
                let is_units = register.words.label(words).is_some();
                let glued = glued(words, register)
                    .filter(|_| !is_units || behind_label)
                    .filter(|(length, _)| behind_label || names_unit(&words[..*length], register));
                if let Some((length, kind)) = glued {
                    found.push((head + length..at, kind));
                } else if let Some(kind) = whole() {
                    let before = &text[within.start..head];
                    found.push(match register.words.joined_label(before, words) {
                        Some(units) => (within.start + units..at, Kind::Units),
                        None => (head..at, kind),
                    });
                }
                start = at + c.len_utf8();
                behind_label = true;
            }
            _ if STOPS.contains(&c) => {
                start = at + c.len_utf8();
                behind_label = false;
            }
            _ => {}
        }
    }
    found
}

/// The shortest label that counts without a mark before it, in characters.
const GLUED: usize = 3;

/// 9月底前责任单位：: where the label begins that is glued to what stands before it.
fn glued(words: &str, register: &Register) -> Option<(usize, Kind)> {
    let starts = words.char_indices().map(|(at, _)| at).skip(1);
    starts
        .filter(|&at| (GLUED..=LABEL).contains(&words[at..].chars().count()))
        .find_map(|at| {
            let label = &words[at..];
            let long = label.chars().count() > GLUED;
            let listed = register.words.person_labels.iter().any(|l| l == label);
            let kind = match Kind::of(label, register)? {
                kind @ (Kind::Units | Kind::Time) if long => kind,
                Kind::Person if listed => Kind::Person,
                _ => return None,
            };
            Some((at, kind))
        })
}

/// Where behind a stop units are named without a label: `6月底前；市教育局负责`.
fn units_from(text: &str, within: Range<usize>, register: &Register) -> Option<usize> {
    let stops = text[within.clone()].match_indices(['；', '。', ';']);
    let mut behind = stops.map(|(at, stop)| within.start + at + stop.len());
    behind.find(|&at| {
        let clause = text[at..within.end].split(['；', '。', ';']).next();
        clause.is_some_and(|clause| names_units_first(clause, register))
    })
}

/// Whether a text names some unit.
fn names_unit(text: &str, register: &Register) -> bool {
    let names = phrase::resolve(text, register).names;
    names.iter().any(|name| name.how != How::Guessed)
}

/// Whether a text is names of units that are known, and nothing else.
pub(super) fn names_known_units(text: &str, register: &Register) -> bool {
    let phrase = phrase::resolve(text.trim_matches(STOPS), register);
    let known = |name: &phrase::Name| match name.how {
        How::Registered | How::Known | How::Lent => true,
        How::Plain => matches!(name.meaning, phrase::Meaning::Unknown(_)),
        How::Formed | How::Guessed => false,
    };
    let unit = |name: &phrase::Name| !matches!(name.meaning, phrase::Meaning::Collective(_));
    phrase.unread.is_empty() && phrase.names.iter().all(known) && phrase.names.iter().any(unit)
}

/// Whether a clause is names of known units, and words of duty or times behind them.
fn names_units_first(clause: &str, register: &Register) -> bool {
    let phrase = phrase::resolve(clause.trim_matches(STOPS), register);
    let known = |name: &phrase::Name| match name.how {
        How::Registered | How::Known | How::Lent | How::Plain => true,
        How::Formed => phrase.roles,
        How::Guessed => false,
    };
    let first = phrase.names.first().map(|name| name.span.start);
    let time = phrase.times.first().map(|time| time.start);
    phrase.unread.is_empty()
        && phrase.names.iter().all(known)
        && first.is_some_and(|first| time.is_none_or(|time| first < time))
}
