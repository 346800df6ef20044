//! Lines of their own that say something of a task behind a label which elsewhere would
//! belong to the text: 资金来源：…, 整改目标：…. Beside a line that names units they are
//! fields of its task.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::tasks::list::fields::Statement;
use crate::tasks::list::para::{Para, Said};
use crate::tasks::list::piece::Piece;
use crate::tasks::list::segments::Kind;
use crate::tasks::list::{certain, pieces, places, plan, segments};
use crate::units::register::Register;

/// What a line is told to be by its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// A label of what is said of tasks.
    Field,
    /// A label of measures: behind its task it is a field, before it the words.
    Measure,
    /// A label that nobody knows.
    Unknown,
}

/// Makes statements of the lines that are fields.
pub(super) fn find(paras: &mut [Para], register: &Register) {
    let lines: Vec<Option<Line>> = paras.iter().map(|p| line(p, register)).collect();
    let usual = usual_labels(paras, &lines);
    let mut at = 0;
    while at < paras.len() {
        let length = lines[at..].iter().take_while(|line| line.is_some()).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let run = at..at + length;
        at = run.end;
        let beside = Beside::of(paras, &run);
        for i in run {
            let known = match lines[i] {
                Some(Line::Field) => true,
                // What has units of its own is a task beside the one above.
                Some(Line::Measure) => beside.before && !paras[i].names_units(),
                // Right behind the units of a task stands what else is said of it.
                _ => {
                    let known = |l: &str| {
                        let own = paras[i].names_units();
                        usual.contains_key(l) || beside.before && !own && is_short(l)
                    };
                    label(&paras[i]).is_some_and(known)
                }
            };
            // 包保单位：县水利局: whoever is named there is said to reach nobody.
            let of_units = |l: &str| register.words.ends_as_label(l);
            let doubtful =
                lines[i] == Some(Line::Unknown) || label(&paras[i]).is_some_and(of_units);
            if known && doubtful && says_names(&paras[i], register) {
                let whole = 0..paras[i].text.len();
                paras[i].doubt_words(whole);
            }
            let listed = |l: &str| register.words.field_labels.iter().any(|w| w == l);
            if known && beside.takes(label(&paras[i]).is_some_and(listed)) {
                make_statement(&mut paras[i], register);
            }
        }
    }
}

/// What stands beside a run of such lines.
struct Beside {
    /// Units are named right before it,
    before: bool,
    /// and right behind it.
    behind: bool,
    /// Words of a task stand before it, of which nothing is said yet; and whether they
    /// are a sentence.
    words: Option<bool>,
    /// The next statement begins as the last one did: a new task.
    is_new_task: bool,
}

impl Beside {
    fn of(paras: &[Para], run: &Range<usize>) -> Self {
        let own = paras[..run.start].iter().rev();
        let mut above = own.clone().take_while(|p| p.is_statement());
        let first = own.clone().find(|p| !p.is_statement());
        let last_said = first.and_then(|p| p.pieces.last());
        let said_behind = last_said.is_some_and(Said::names_units);
        let mut below = paras[run.end..].iter().take_while(|p| p.is_statement());
        let next = below.clone().find(|p| p.names_units());
        let label_of = |p: &Para| label(p).map(str::to_owned);
        let labels: Vec<_> = above.clone().filter_map(label_of).collect();
        let before = above.any(Para::names_units) || said_behind;
        Beside {
            before,
            behind: below.any(Para::names_units),
            words: first
                .filter(|_| !before)
                .map(|p| plan::is_sentence(p.words())),
            is_new_task: next
                .and_then(label_of)
                .is_some_and(|next| labels.contains(&next)),
        }
    }

    /// Whether the lines are fields of the task beside them. Below a heading a label of
    /// which only the form is known may head the words of the task itself.
    fn takes(&self, is_listed: bool) -> bool {
        match (self.before, self.behind) {
            (true, true) => !self.is_new_task,
            (true, false) => true,
            (false, true) => self.words.is_some_and(|sentence| sentence || is_listed),
            (false, false) => false,
        }
    }
}

/// The longest label that nobody knows, in characters.
const LONGEST_UNKNOWN: usize = 6;

fn is_short(label: &str) -> bool {
    let length = label.chars().count();
    (3..=LONGEST_UNKNOWN).contains(&length) && label.chars().all(crate::source::is_han)
}

/// Whether names of bodies and nothing else stand behind the label of a line.
fn says_names(para: &Para, register: &Register) -> bool {
    let says = para.text.split_once('：').map(|(_, says)| says);
    says.is_some_and(|says| certain::of(says, register) >= certain::Names::Collectives)
}

fn label(para: &Para) -> Option<&str> {
    pieces::label_of(&para.text)
}

fn line(para: &Para, register: &Register) -> Option<Line> {
    let label = label(para)?;
    let plain = para.mark.is_none() && para.pieces.len() == 1 && !para.is_statement();
    let bracket = para.text.starts_with(places::OPEN);
    if !plain || bracket || !para.prose.is_empty() || para.text.trim_end_matches('：') == label {
        return None;
    }
    if segments::is_task_label(label, register) {
        return None;
    }
    if segments::is_measure_label(label, register) {
        return Some(Line::Measure);
    }
    match Kind::of(label, register)? {
        Kind::Other => Some(Line::Field),
        Kind::Unknown => Some(Line::Unknown),
        _ => None,
    }
}

/// Labels that nobody knows, where they stand beside several statements: the names of
/// tasks would differ.
fn usual_labels(paras: &[Para], lines: &[Option<Line>]) -> BTreeMap<String, usize> {
    let states = |at: Option<usize>| {
        let para = at.and_then(|at| paras.get(at));
        para.is_some_and(|p| p.is_statement() && p.names_units())
    };
    let mut found = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let beside = states(at.checked_sub(1)) || states(Some(at + 1));
        if let (Some(Line::Unknown), true, Some(label)) = (line, beside, label(&paras[at])) {
            *found.entry(label.to_owned()).or_insert(0) += 1;
        }
    }
    found.retain(|_, times| *times > 1);
    found
}

/// Takes a line apart into what its labels say.
fn make_statement(para: &mut Para, register: &Register) {
    let Some(said) = para.pieces.first_mut() else {
        return;
    };
    let mut piece = Piece::default();
    let mut labels = Vec::new();
    let mut from = 0;
    while let Some(label) = pieces::label_of(&said.text[from..]) {
        let colon = from + label.len();
        let end = next_label(&said.text, colon, register);
        let behind = colon + '：'.len_utf8();
        let words = said.text[behind..end].trim_end_matches(['；', '，']);
        let field = segments::Field {
            whole: from..end,
            label: from..colon,
            says: behind..behind + words.len(),
            kind: Kind::Other,
        };
        piece.add_field(&said.text, &field);
        labels.extend([from..behind, field.says.end..end]);
        if end >= said.text.len() {
            break;
        }
        from = end;
    }
    if from == 0 && piece.more.is_empty() {
        return;
    }
    let Some(mut statement) = Statement::of(&piece, para.line) else {
        return;
    };
    if let Some(own) = said.statement.take() {
        statement.add(own);
    }
    said.text.clear();
    said.statement = Some(statement);
    labels.retain(|l| !l.is_empty());
    para.labels.extend(labels);
    para.labels.sort_by_key(|l| l.start);
}

/// Where behind a stop the next label begins, or the end of the line.
fn next_label(text: &str, from: usize, register: &Register) -> usize {
    let stops = text[from..].match_indices(['。', '；']);
    let mut starts = stops.map(|(at, stop)| from + at + stop.len());
    let begins = |at: &usize| {
        let label = text[*at..].split_once('：').map(|(label, _)| label);
        label.is_some_and(|l| {
            segments::is_measure_label(l, register)
                || Kind::of(l, register).is_some_and(|kind| kind == Kind::Other)
        })
    };
    starts.find(begins).unwrap_or(text.len())
}
