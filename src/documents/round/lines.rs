//! Lines of a roll-up in the words of an office: statuses with their shares, values beside
//! their targets.

use serde::Serialize;

use crate::rounds::judge::{Gap, Standing};
use crate::rounds::rollup::{Counts, Given, Share, ValueLine};
use crate::rounds::round::Meaning;
use crate::wording::Rounds;

/// How many have a status.
#[derive(Debug, Clone, Serialize)]
pub struct StatusLine {
    /// Its word.
    pub name: String,
    /// Which sign stands for it: what it means, or `no-status`, `undecided`, `missing`.
    pub sign: &'static str,
    /// How many have it.
    pub count: usize,
    /// `33.4%`
    pub share: String,
    /// The same in tenths of a per cent.
    pub per_mille: usize,
}

/// A value beside its target.
#[derive(Debug, Clone, Serialize)]
pub struct ValueRow {
    /// Its id: `i7@东区`, `18-2/1`.
    pub id: String,
    /// 序号
    pub number: String,
    /// Of what.
    pub name: String,
    /// 单位
    pub measure: String,
    /// The target as printed.
    pub target: String,
    /// The value as written.
    pub written: String,
    /// Which sign stands for how it stands: `reached`, `below`, `over`, `shown`, `missing`.
    pub sign: &'static str,
    /// The same in words.
    pub standing: String,
    /// What was said beside it.
    pub note: String,
    /// Who was asked.
    pub unit: String,
}

/// A value that misses its target.
#[derive(Debug, Clone, Serialize)]
pub struct MissedLine {
    /// Of what.
    pub name: String,
    /// 第1项
    pub place: String,
    /// Who gave it.
    pub unit: String,
    /// The value with its unit.
    pub written: String,
    /// 低于目标0.9个百分点
    pub standing: String,
    /// The target as printed.
    pub target: String,
    /// What was said beside it.
    pub note: String,
}

/// The sign of what a status means.
pub(super) fn sign_of(means: Meaning) -> &'static str {
    match means {
        Meaning::Done => "done",
        Meaning::OnCourse => "on-course",
        Meaning::Behind => "behind",
        Meaning::Yearly => "yearly",
        Meaning::Adjusted => "adjusted",
        Meaning::None => "none",
    }
}

/// All statuses of the round, and of the rest what there is.
pub(super) fn statuses(counts: &Counts, words: &Rounds) -> Vec<StatusLine> {
    let line = |name: &str, sign, share: Share| StatusLine {
        name: name.to_owned(),
        sign,
        count: share.count,
        share: format!("{}.{}%", share.per_mille / 10, share.per_mille % 10),
        per_mille: share.per_mille,
    };
    let statuses = counts.statuses.iter();
    let statuses = statuses.map(|one| line(&one.name, sign_of(one.means), one.share));
    let rest = [
        (&words.no_status, "no-status", counts.no_status),
        (&words.undecided, "undecided", counts.undecided),
        (&words.missing, "missing", counts.missing),
    ];
    let rest = rest
        .into_iter()
        .filter(|(.., share)| share.count > 0)
        .map(|(name, sign, share)| line(name, sign, share));
    statuses.chain(rest).collect()
}

/// How a value stands to its target, in words.
pub(in crate::documents) fn standing(standing: &Standing, words: &Rounds) -> String {
    let gap = |gap: &Gap| {
        let unit = match gap.unit.as_str() {
            "%" => &words.points,
            unit => unit,
        };
        format!("{}{unit}", gap.by)
    };
    match standing {
        Standing::Reached => words.reached.clone(),
        Standing::Below(by) => words.below.with([("gap", gap(by).as_str())]),
        Standing::Over(by) => words.over.with([("gap", gap(by).as_str())]),
        Standing::Shown(_) => words.shown.clone(),
    }
}

/// The values, a row for each that was given, and for each that was not.
pub(super) fn values(lines: &[ValueLine], words: &Rounds) -> Vec<ValueRow> {
    let row = |line: &ValueLine, given: Option<&Given>| ValueRow {
        id: line.id.clone(),
        number: line.number.clone(),
        name: line.name.clone(),
        measure: line.measure.clone(),
        target: line.target.clone(),
        written: given.map_or(String::new(), |one| one.written.clone()),
        sign: match given.map(|one| &one.standing) {
            None => "missing",
            Some(Standing::Reached) => "reached",
            Some(Standing::Below(_)) => "below",
            Some(Standing::Over(_)) => "over",
            Some(Standing::Shown(_)) => "shown",
        },
        standing: match given {
            None => words.missing.clone(),
            Some(one) => standing(&one.standing, words),
        },
        note: given.map_or(String::new(), |one| one.note.clone()),
        unit: line.unit.clone(),
    };
    let rows = lines.iter().flat_map(|line| match line.given.is_empty() {
        true => vec![row(line, None)],
        false => line.given.iter().map(|one| row(line, Some(one))).collect(),
    });
    rows.collect()
}

/// The values that miss their targets.
pub(super) fn missed(lines: &[ValueLine], words: &Rounds) -> Vec<MissedLine> {
    // Where a unit gave several values, nobody knows yet which of them counts.
    let decided = lines.iter().filter(|line| line.given.len() == 1);
    let pairs = decided.flat_map(|line| line.given.iter().map(move |one| (line, one)));
    let missed = pairs.filter_map(|(line, one)| {
        let (Standing::Below(gap) | Standing::Over(gap)) = &one.standing else {
            return None;
        };
        Some(MissedLine {
            name: line.name.clone(),
            place: place(&line.number, words),
            unit: line.unit.clone(),
            written: with_unit(&one.written, &gap.unit),
            standing: standing(&one.standing, words),
            target: line.target.clone(),
            note: one.note.clone(),
        })
    });
    missed.collect()
}

/// A value with the unit in which it was compared, where it was written as a bare number.
fn with_unit(written: &str, unit: &str) -> String {
    match written.ends_with(|c: char| c.is_ascii_digit()) {
        true => format!("{written}{unit}"),
        false => written.to_owned(),
    }
}

/// 第1项; a number that is printed otherwise stays as it is.
pub(super) fn place(number: &str, words: &Rounds) -> String {
    match !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
        true => words.place.with([("number", number)]),
        false => number.to_owned(),
    }
}
