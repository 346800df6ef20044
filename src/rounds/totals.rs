//! How a round stands: of every task and unit that is asked, what came back; counts that add
//! up to what was asked; and who has not reported.

use std::collections::HashMap;

use crate::rounds::answers::{Answer, Answers};
use crate::rounds::booking::Expected;
use crate::rounds::form::Form;
use crate::rounds::round::{Choice, Meaning};

/// How a task stands with a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It was answered with a status; its place among the round's statuses, and its meaning.
    Answered(usize, Meaning),
    /// Something was written, and no status chosen.
    NoStatus,
    /// There are several answers, and nobody has decided.
    Undecided,
    /// Nothing came.
    Missing,
}

/// A task that a unit is asked about.
#[derive(Debug, Clone)]
pub struct Standing<'r> {
    /// The form that it stands on.
    pub form: &'r Form,
    /// The id of the task.
    pub task: &'r str,
    /// How it stands.
    pub state: State,
    /// The answers that count: one, several that nobody has decided between, or none.
    pub answers: Vec<&'r Answer>,
}

/// How a round stands.
#[derive(Debug, Clone)]
pub struct Totals<'r> {
    /// The statuses of the round, each with how many have it.
    pub by_status: Vec<(&'r Choice, usize)>,
    /// Answers without a status.
    pub no_status: usize,
    /// Tasks and units with several answers.
    pub undecided: usize,
    /// Tasks and units without one.
    pub missing: usize,
    /// All tasks and units that are asked: the sum of the others.
    pub all: usize,
}

/// How every task stands with every unit that is asked, in the order of the forms.
pub fn standings<'r>(expected: &'r Expected, answers: &'r Answers) -> Vec<Standing<'r>> {
    let mut given: HashMap<(&str, &str), Vec<&Answer>> = HashMap::new();
    for answer in answers.answers.iter().filter(|answer| answer.from.counts()) {
        let key = (answer.unit.as_str(), answer.task.as_str());
        given.entry(key).or_default().push(answer);
    }
    let choices = &expected.round.status.choices;
    let rows = expected.forms.iter();
    let rows = rows.flat_map(|form| form.tasks.iter().map(move |row| (form, row)));
    let standings = rows.map(|(form, row)| {
        let answers = given.remove(&(form.unit.as_str(), row.id.as_str()));
        let answers = answers.unwrap_or_default();
        let state = match &answers[..] {
            [] => State::Missing,
            [answer] => {
                let status = answer.status.as_ref();
                let chosen = status.and_then(|words| expected.round.choice(&words.text));
                let at = chosen.and_then(|chosen| choices.iter().position(|c| c == chosen));
                at.map_or(State::NoStatus, |at| State::Answered(at, choices[at].means))
            }
            _ => State::Undecided,
        };
        Standing {
            form,
            task: &row.id,
            state,
            answers,
        }
    });
    standings.collect()
}

impl<'r> Totals<'r> {
    /// Counts standings of a round.
    pub fn of(expected: &'r Expected, standings: &[Standing<'r>]) -> Totals<'r> {
        let count = |wanted: State| standings.iter().filter(|s| s.state == wanted).count();
        let choices = expected.round.status.choices.iter().enumerate();
        Totals {
            by_status: choices
                .map(|(at, choice)| (choice, count(State::Answered(at, choice.means))))
                .collect(),
            no_status: count(State::NoStatus),
            undecided: count(State::Undecided),
            missing: count(State::Missing),
            all: standings.len(),
        }
    }
}

/// The units of which nothing has come, neither a file nor a typed answer.
pub fn not_reported<'r>(expected: &'r Expected, answers: &Answers) -> Vec<&'r Form> {
    let came = |unit: &str| {
        let by_file = answers
            .received
            .iter()
            .any(|file| file.unit.as_deref() == Some(unit));
        let typed = || answers.answers.iter().any(|answer| answer.unit == unit);
        by_file || typed() || answers.values.iter().any(|value| value.unit == unit)
    };
    { expected.forms.iter() }
        .filter(|form| !came(&form.unit))
        .collect()
}

/// Shares of counts in tenths of a per cent that add up to 1000: what rounding leaves goes to
/// those that lost most by it. All are 0 where nothing was counted.
pub fn shares(counts: &[usize]) -> Vec<usize> {
    let all: usize = counts.iter().sum();
    if all == 0 {
        return vec![0; counts.len()];
    }
    let mut shares: Vec<usize> = counts.iter().map(|count| count * 1000 / all).collect();
    let left = 1000 - shares.iter().sum::<usize>();
    let mut by_loss: Vec<usize> = (0..counts.len()).collect();
    by_loss.sort_by_key(|at| (std::cmp::Reverse(counts[*at] * 1000 % all), *at));
    for at in by_loss.into_iter().take(left) {
        shares[at] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn shares_add_up() {
        assert_eq!(shares(&[1, 1, 1]), [334, 333, 333]);
        assert_eq!(shares(&[194]), [1000]);
        assert_eq!(shares(&[0, 7, 0]), [0, 1000, 0]);
        assert_eq!(shares(&[0, 0]), [0, 0]);
        assert_eq!(shares(&[]), [0usize; 0]);
        for counts in [vec![1, 2, 3, 188], vec![97, 61, 36], vec![1; 7]] {
            assert_eq!(shares(&counts).iter().sum::<usize>(), 1000, "{counts:?}");
        }
    }
}
