//! Which paragraphs stand in one list: numbers of one level with nothing wider between
//! them, or paragraphs without a number right behind each other.

use crate::tasks::list::para::Para;
use crate::tasks::numbering::Level;

/// The lists of numbered paragraphs, by their places. A number that begins anew begins
/// another list.
pub(super) fn numbered(paras: &[Para]) -> Vec<Vec<usize>> {
    let mut done = Vec::new();
    // The lists that are open, the widest first.
    let mut open: Vec<(Level, Vec<usize>)> = Vec::new();
    for (at, para) in paras.iter().enumerate() {
        let Some(mark) = &para.mark else { continue };
        let goes_on = |(level, _): &(Level, Vec<usize>)| {
            *level < mark.level || *level == mark.level && mark.value() != Some(1)
        };
        let kept = open.iter().take_while(|list| goes_on(list)).count();
        done.extend(open.drain(kept..).map(|list| list.1));
        match open.last_mut() {
            Some((level, list)) if *level == mark.level => list.push(at),
            _ => open.push((mark.level, vec![at])),
        }
    }
    done.extend(open.into_iter().map(|list| list.1));
    done
}

/// Runs of paragraphs without a number that have words of their own.
pub(super) fn plain(paras: &[Para]) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = vec![Vec::new()];
    for (at, para) in paras.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if para.mark.is_none() && !para.is_statement() => run.push(at),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}
