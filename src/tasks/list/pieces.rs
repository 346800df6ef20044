//! One paragraph of a list: what is to be done, and the statements of duty in it. A
//! statement stands in brackets of any shape, or behind a label such as 责任单位.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::tasks::list::piece::Piece;
use crate::tasks::list::places::Place;
use crate::tasks::list::statement::{Stands, Statement};
use crate::tasks::list::{asides, certain, places, segments, statement};
use crate::units::phrase;
use crate::units::register::Register;

/// A paragraph, cut.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
    /// Brackets and labels, whose place the names of the fields take.
    pub(super) labels: Vec<Range<usize>>,
    /// What looks like a statement of duty, but names nobody.
    pub(super) suspects: Vec<Range<usize>>,
    /// Sentences that name the units of several tasks, and do not say of which.
    pub(super) unclear: Vec<Range<usize>>,
}

/// Marks that end a sentence or part it; behind a statement they belong to what stands
/// before it.
const STOPS: [char; 6] = ['。', '；', '，', '、', ';', ','];

/// Marks that end a sentence.
const ENDS: [char; 3] = ['。', '；', '！'];

/// Whether a line begins with a label such as `牵头单位：` or `完成时限：`.
pub(crate) fn begins_with_label(text: &str, register: &Register) -> bool {
    label_of(&phrase::with_colons(text, register)).is_some_and(|label| {
        register.words.label(label).is_some() || register.words.is_field_label(label)
    })
}

/// Whether a line is a label of units and what it says.
pub(crate) fn is_units_line(text: &str, register: &Register) -> bool {
    label_of(&phrase::with_colons(text, register))
        .is_some_and(|label| register.words.label(label).is_some())
}

/// Whether a line is nothing but what tasks or measures are called: `重点任务：`.
pub(crate) fn is_lead_in(text: &str, register: &Register) -> bool {
    text.strip_suffix('：').is_some_and(|label| {
        segments::is_task_label(label, register) || segments::is_measure_label(label, register)
    })
}

/// What a line says before its first colon.
pub(super) fn label_of(text: &str) -> Option<&str> {
    let head = text.trim_start().trim_start_matches(places::OPEN);
    head.split_once('：').map(|(label, _)| label)
}

/// Whether a line begins with a label that says so wherever it stands.
pub(super) fn begins_with_sure_label(text: &str, register: &Register) -> bool {
    label_of(text).is_some_and(|label| {
        register.words.label(label).is_some() || register.words.is_sure_field_label(label)
    })
}

/// What the other paragraphs of a list tell of this one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Among {
    /// Brackets that hold names alone are statements as well.
    pub(super) names: bool,
    /// So are sentences of a paragraph that has no number.
    pub(super) sentences: bool,
}

/// Cuts a paragraph; what stands in `prose` is no statement.
pub(super) fn cut(text: &str, prose: &[Range<usize>], register: &Register) -> Pieces {
    let (found, names) = cut_beside(text, Among::default(), prose, register);
    // Beside brackets that are statements those that hold names alone are some as well.
    if names && found.pieces.iter().any(|piece| piece.units.is_some()) {
        let among = Among {
            names: true,
            sentences: false,
        };
        return cut_beside(text, among, prose, register).0;
    }
    found
}

/// Cuts a paragraph of a list whose others tell how it is to be read.
pub(super) fn cut_among(
    text: &str,
    among: Among,
    prose: &[Range<usize>],
    register: &Register,
) -> Pieces {
    cut_beside(text, among, prose, register).0
}

/// Cuts it, and tells whether brackets were left that hold nothing but names.
fn cut_beside(
    text: &str,
    among: Among,
    prose: &[Range<usize>],
    register: &Register,
) -> (Pieces, bool) {
    let mut found = Pieces::default();
    let mut left_names = false;
    let mut start = 0;
    let places = places::places(text, among.sentences, register);
    let listed = brackets_of_a_list(text, &places, register);
    for (at, place) in places.iter().cloned().enumerate() {
        let is_prose = |r: &Range<usize>| r.start < place.whole.end && place.whole.start < r.end;
        if place.whole.start < start || prose.iter().any(is_prose) {
            continue;
        }
        if place.told.as_ref().is_some_and(|told| !told.is_about_one) {
            found.unclear.push(place.whole);
            continue;
        }
        if asides::is_aside(text, &place, register) {
            continue;
        }
        let after = &text[place.whole.end..];
        let last = after.trim_matches(STOPS).is_empty();
        // Between two sentences a bracket of names alone is a statement as well.
        let before = text[..place.whole.start].chars().next_back();
        let between = before.is_none_or(|c| ENDS.contains(&c)) || after.starts_with(ENDS);
        let stands = match (last, between) {
            (true, _) => Stands::Last,
            (_, true) => Stands::Between,
            _ if listed.contains(&at) => Stands::Between,
            _ => Stands::Inside,
        };

        let beside = place.whole.start == start && !found.pieces.is_empty();
        let inner = &text[place.inner.clone()];
        let bracket = place.inner != place.whole && !place.labelled && stands != Stands::Inside;
        let names = || bracket && statement::holds_names(inner, register);
        let formed = || stands == Stands::Between && statement::holds_formed_names(inner, register);
        // 新建卫生室2所（小庄村、大王村）。（镇卫生院负责）
        if bracket && states_behind(text, &place, places.get(at + 1), register) {
            found.suspects.push(place.whole.clone());
            continue;
        }
        let read = statement::read(text, &place, stands, beside, register).or_else(|| {
            let takes = among.names && bracket && (names() || formed());
            takes.then(|| statement::of_names(text, &place, register))
        });
        let Some(statement) = read else {
            let names = names();
            left_names |= names || bracket && formed();
            let looks = || {
                let bracket = place.inner != place.whole && stands != Stands::Inside;
                bracket && statement::looks_like_names(inner, register)
            };
            if names || statement::looks_like_one(inner, register) || looks() {
                found.suspects.push(place.whole.clone());
            }
            continue;
        };
        let before = start..place.whole.start;
        start = add(&mut found, text, before, place.whole.end, statement);
    }
    if start < text.len() {
        found.pieces.push(Piece {
            text: text[start..].to_owned(),
            ..Piece::default()
        });
    }
    (found, left_names)
}

/// Whether brackets that hold names alone stand right before a statement that says what duty
/// those whom it names have: the first may say of what the words before it speak.
fn states_behind(text: &str, place: &Place, next: Option<&Place>, register: &Register) -> bool {
    let Some(next) = next.filter(|next| next.whole.start >= place.whole.end) else {
        return false;
    };
    let between = &text[place.whole.end..next.whole.start];
    let own = phrase::resolve(&text[place.inner.clone()], register);
    let alone = !own.roles && own.fields.is_empty() && own.times.is_empty();
    let said = phrase::resolve(&text[next.inner.clone()], register);
    between.trim_matches(STOPS).is_empty()
        && alone
        && !own.names.is_empty()
        && own.unread.is_empty()
        && !said.names.is_empty()
        && (said.roles || next.labelled)
}

/// `建学校（市教育局），建医院（市卫健委）。`: brackets inside a sentence that hold the names of bodies
/// and nothing else, up to the last one, which ends it: each is about the words before it. What
/// stands behind the name of a body is said of that body.
fn brackets_of_a_list(text: &str, places: &[Place], register: &Register) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut run: Vec<usize> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let bracket = place.inner != place.whole && !place.labelled;
        let before = text[..place.whole.start].rsplit(STOPS).next();
        let fits = bracket
            && statement::holds_known_names(&text[place.inner.clone()], register)
            && !before.is_some_and(|words| certain::ends_with_body(words, register));
        let after = &text[place.whole.end..];
        let ends = after.is_empty() || after.starts_with(ENDS);
        match fits {
            true if after.starts_with(['，', '、']) => run.push(at),
            true if ends => found.extend(run.drain(..)),
            _ if ends || !bracket => run.clear(),
            _ => {}
        }
    }
    found
}

/// Adds a statement with the words before it; returns from where the text goes on.
fn add(
    found: &mut Pieces,
    text: &str,
    before: Range<usize>,
    end: usize,
    statement: Statement,
) -> usize {
    let mut words = text[before].to_owned();
    let after = &text[end..];
    // The stop behind a bracket is the sentence's, if it has none yet.
    let stops = after.len() - after.trim_start_matches(STOPS).len();
    found.labels.extend(statement.labels);
    if words.ends_with(['。', '；', '！']) || words.is_empty() {
        found.labels.push(end..end + stops);
    } else {
        words.push_str(&after[..stops]);
    }
    let same_words = words.is_empty();
    let piece = Piece {
        text: words,
        ..statement.piece
    };
    match found.pieces.last_mut() {
        // Two brackets behind the same words: 牵头 in one, 配合 in the other.
        Some(last) if same_words && last.states() => last.merge(piece),
        _ => found.pieces.push(piece),
    }
    end + stops
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare() -> Register {
        Register::bare("甲府", "甲市人民政府文件")
    }

    fn cut_to_pairs(text: &str) -> Vec<(String, Option<String>)> {
        let pieces = cut(text, &[], &bare()).pieces;
        pieces.into_iter().map(|p| (p.text, p.units)).collect()
    }

    #[test]
    fn brackets_that_name_units_and_others() {
        for (text, words, units) in [
            (
                "做好甲事。（责任单位：市甲局、乙局）",
                "做好甲事。",
                Some("市甲局、乙局"),
            ),
            (
                "做好甲事（责任单位：市甲局）。",
                "做好甲事。",
                Some("市甲局"),
            ),
            (
                "做好甲事。（牵头单位：市甲局；配合单位：市乙局）",
                "做好甲事。",
                Some("牵头单位：市甲局；配合单位：市乙局"),
            ),
            (
                "做好甲事。（市甲局等按职责分工负责）",
                "做好甲事。",
                Some("市甲局等按职责分工负责"),
            ),
            (
                "做好甲事。（市财政局（人才办）、市教育局）",
                "做好甲事。",
                Some("市财政局（人才办）、市教育局"),
            ),
            (
                "做好甲事。责任单位：市财政局。",
                "做好甲事。",
                Some("市财政局"),
            ),
            ("研发投入（R&D）增长。", "研发投入（R&D）增长。", None),
            ("推进开放（含自贸区）。", "推进开放（含自贸区）。", None),
            (
                "压实主体责任：层层抓好落实。",
                "压实主体责任：层层抓好落实。",
                None,
            ),
        ] {
            let expected = (words.to_owned(), units.map(str::to_owned));
            assert_eq!(cut_to_pairs(text), [expected], "{text}");
        }
    }

    #[test]
    fn two_tasks_in_one_paragraph() {
        for text in [
            "做甲。（责任单位：市甲局）做乙。（责任单位：市乙局）",
            "做甲。责任单位：市甲局。做乙。责任单位：市乙局。",
            "做甲（市教育局负责）；做乙（市财政局负责）。",
        ] {
            let pairs = cut_to_pairs(text);
            assert_eq!(pairs.len(), 2, "{text}: {pairs:?}");
            assert!(pairs[1].0.starts_with("做乙"), "{text}: {pairs:?}");
        }
    }

    #[test]
    fn times_and_persons_are_fields_of_their_own() {
        let text = "做甲。（责任单位：市财政局；责任人：李四；完成时限：6月底）";
        let cut = cut(text, &[], &bare());
        let piece = &cut.pieces[0];
        assert_eq!(piece.units.as_deref(), Some("市财政局"));
        assert_eq!(piece.deadline.as_deref(), Some("6月底"));
        assert_eq!(piece.more[0].text, "李四");
    }

    #[test]
    fn what_names_nobody_is_suspect() {
        for text in [
            "做甲。（责任单位：）",
            "做甲。（由有能力的人负责）",
            "做甲。（责任单位：待定）",
        ] {
            assert_eq!(cut(text, &[], &bare()).suspects.len(), 1, "{text}");
        }
        assert!(
            cut("做甲（其中新建2所）。", &[], &bare())
                .suspects
                .is_empty()
        );
    }
}
