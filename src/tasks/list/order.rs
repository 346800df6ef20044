//! The order of the paragraphs of a list: statements before their tasks, and which levels of
//! numbers are the wider.

use std::collections::BTreeSet;

use super::para::Para;
use crate::tasks::numbering::{Level, Mark};

/// Puts statements that stand before their tasks behind them, where the whole list is
/// so: every task has a statement right before it, and the last has none behind.
pub(super) fn put_statements_behind(mut paras: Vec<Para>) -> Vec<Para> {
    if !are_before(&paras) {
        return paras;
    }
    let mut sorted: Vec<Para> = Vec::with_capacity(paras.len());
    let mut held: Vec<Para> = Vec::new();
    for para in paras.drain(..) {
        if para.is_statement() {
            held.push(para);
        } else {
            sorted.push(para);
            sorted.append(&mut held);
        }
    }
    sorted.append(&mut held);
    sorted
}

fn are_before(paras: &[Para]) -> bool {
    let numbered: Vec<usize> = (0..paras.len())
        .filter(|&at| paras[at].mark.is_some())
        .collect();
    let level = |at: usize| paras[at].mark.as_ref().map(|mark| mark.level);
    // What has nothing of a lower level under it.
    let is_leaf = |i: usize| {
        let next = numbered.get(i + 1).and_then(|&next| level(next));
        next <= level(numbered[i])
    };
    let leaves: Vec<usize> = (0..numbered.len())
        .filter(|&i| is_leaf(i))
        .map(|i| numbered[i])
        .collect();
    let tasks = if numbered.is_empty() {
        // Without numbers every paragraph is a task.
        let words = |at: &usize| !paras[*at].is_statement();
        (0..paras.len()).filter(words).collect()
    } else {
        leaves
    };
    let states = |at: Option<usize>| {
        at.and_then(|at| paras.get(at))
            .is_some_and(Para::is_statement)
    };
    let last = tasks.last().copied();
    tasks.len() > 1
        && tasks
            .iter()
            .all(|&at| states(at.checked_sub(1)) && !paras[at].names_units())
        && !last.is_some_and(|last| paras[last..].iter().any(Para::is_statement))
}

/// The levels in use, the widest first. They are as usual, unless one that is usually
/// the lower begins the list and runs on while the other begins anew under it.
pub(super) fn levels(paras: &[Para]) -> Vec<Level> {
    let marks = || paras.iter().filter_map(|p| p.mark.as_ref());
    let used: BTreeSet<Level> = marks().map(|mark| mark.level).collect();
    let marks: Vec<&Mark> = marks().collect();
    let mut levels: Vec<Level> = used.into_iter().collect();
    for at in 1..levels.len() {
        for before in 0..at {
            if is_under(&marks, levels[before], levels[at]) {
                let level = levels.remove(at);
                levels.insert(before, level);
                break;
            }
        }
    }
    levels
}

/// Whether numbers of one level begin anew under each of another, which runs on.
fn is_under(marks: &[&Mark], lower: Level, upper: Level) -> bool {
    // What was seen since the last number of the lower level.
    let (mut wider, mut between) = (false, false);
    let (mut begun, mut anew) = (false, false);
    let mut last = 0;
    for mark in marks {
        let value = mark.value().unwrap_or_default();
        if mark.level == upper {
            if value <= last {
                return false;
            }
            (last, between) = (value, true);
        } else if mark.level == lower {
            if (value == 1) != between {
                return false;
            }
            anew |= begun && !wider && value == 1;
            (begun, wider, between) = (true, false, false);
        } else if mark.level < lower {
            wider = true;
        }
    }
    anew
}
