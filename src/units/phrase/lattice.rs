//! Cuts a phrase into names, words of roles, times, persons and marks: of all ways to
//! cut it the cheapest, where a name that is known costs little, one that only looks
//! like a name more, and words that nobody understands most. So a name is found before
//! the words inside it count: 市政协办, 会同县, 配合饲料公司.

use crate::grammar::phrase::PhraseWords;
use crate::units::phrase::names::Candidate;
use crate::units::phrase::tokens::{Scene, Token};
use crate::units::phrase::{names, tokens};
use crate::units::register::Register;

/// A token with where it stands, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Placed<'t> {
    pub(super) at: std::ops::Range<usize>,
    pub(super) token: Token<'t>,
}

/// What stood last: it decides what may follow, and at what cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Start,
    /// 、
    Pause,
    /// ，；。 and the end of a line.
    Stop,
    Space,
    Label,
    Name,
    Others,
    Role,
    /// 由, 和, 会同.
    Link,
    /// A time, a person, a rule.
    Aside,
    Unread,
}

/// How many kinds of [`Last`] there are.
const KINDS: usize = 11;

#[derive(Debug, Clone)]
struct Cell<'t> {
    cost: u32,
    /// Where the token began, and what stood last there.
    from: (usize, Last),
    token: Option<Token<'t>>,
}

type Row<'t> = [Option<Cell<'t>>; KINDS];

/// Cuts a normalised phrase, in which spaces may be left that part names.
pub(super) fn split<'t>(text: &'t str, register: &Register) -> Vec<Placed<'t>> {
    let scene = Scene::new(text, register, PhraseWords::get());
    let mut best: Vec<Row<'t>> = Vec::new();
    best.resize_with(text.len() + 1, Row::default);
    best[0][Last::Start as usize] = Some(Cell {
        cost: 0,
        from: (0, Last::Start),
        token: None,
    });
    for at in 0..text.len() {
        if best[at].iter().all(Option::is_none) {
            continue;
        }
        // Most clauses are a name that is known and nothing else: no other reading of them
        // could cost less.
        let mut steps: Vec<Candidate<'t>> = names::whole(&scene, at);
        if steps.is_empty() {
            steps = tokens::head(&scene, at);
        }
        if steps.is_empty() {
            steps = tokens::at(&scene, at);
            names::at(&scene, at, &mut steps);
        }
        for last in reached(&best[at]) {
            let before = best[at][last as usize].as_ref().map_or(0, |c| c.cost);
            for step in &steps {
                let Some((cost, next)) = follow(last, step) else {
                    continue;
                };
                relax(&mut best, at, last, step, before + cost, next);
            }
        }
    }
    trace(&mut best, text.len())
}

fn reached(row: &Row<'_>) -> Vec<Last> {
    ALL.into_iter()
        .filter(|l| row[*l as usize].is_some())
        .collect()
}

const ALL: [Last; KINDS] = [
    Last::Start,
    Last::Pause,
    Last::Stop,
    Last::Space,
    Last::Label,
    Last::Name,
    Last::Others,
    Last::Role,
    Last::Link,
    Last::Aside,
    Last::Unread,
];

fn relax<'t>(
    best: &mut [Row<'t>],
    at: usize,
    last: Last,
    step: &Candidate<'t>,
    cost: u32,
    next: Last,
) {
    let place = &mut best[step.end][next as usize];
    if place.as_ref().is_none_or(|c| cost < c.cost) {
        *place = Some(Cell {
            cost,
            from: (at, last),
            token: Some(step.token.clone()),
        });
    }
}

/// The cheapest way back from the end.
fn trace<'t>(best: &mut [Row<'t>], end: usize) -> Vec<Placed<'t>> {
    let cheapest = reached(&best[end])
        .into_iter()
        .min_by_key(|l| best[end][*l as usize].as_ref().map(|c| c.cost));
    let Some(mut last) = cheapest else {
        return Vec::new();
    };
    let mut at = end;
    let mut found: Vec<Placed<'t>> = Vec::new();
    while let Some(cell) = best[at][last as usize].take() {
        let Some(token) = cell.token else { break };
        let (from, before) = cell.from;
        found.push(Placed {
            at: from..at,
            token,
        });
        (at, last) = (from, before);
    }
    found.reverse();
    found
}

/// What it costs that a token follows, and what stands last behind it; `None` where it
/// may not.
fn follow(last: Last, step: &Candidate<'_>) -> Option<(u32, Last)> {
    use Last::{Aside, Label, Link, Name, Others, Pause, Role, Space, Start, Stop, Unread};
    let fresh = matches!(last, Start | Pause | Stop | Space | Label);
    let (extra, next) = match &step.token {
        Token::Mark('、' | '/' | '／' | '|' | '｜') => (0, Pause),
        Token::Mark(' ' | '\n') | Token::Sign => (0, Space),
        Token::Mark(_) => (0, Stop),
        Token::Number => (0, Pause),
        Token::Label(_) => match last {
            _ if fresh => (0, Label),
            _ => (5, Label),
        },
        Token::UnknownLabel => (if fresh { 0 } else { 40 }, Label),
        Token::Field { .. } => (if fresh { 0 } else { 6 }, Aside),
        Token::Name(name) => {
            let extra = match last {
                Start | Pause | Stop | Space | Link | Label => 0,
                Others if name.collective => 0,
                Others => 25,
                // 县委督查考核办: behind a word of a role no name begins that is not known.
                Role if name.trust > tokens::Trust::Known && !name.collective => 45,
                Role => 20,
                Name => 30,
                Aside | Unread => 10,
            };
            // 、配合饲料公司: a word of a role at the head is likelier a part of the name
            // behind a pause than where such a word may stand.
            let odd = name.begins_with_word && matches!(last, Stop | Space | Name | Role | Others);
            (extra + if odd { 10 } else { 0 }, Name)
        }
        Token::Bracket(_) => match last {
            Name | Others | Role | Aside => (0, last),
            _ => (40, Aside),
        },
        Token::Role(_) => match last {
            Name | Others | Role => (0, Role),
            Stop => (3, Role),
            Space => (2, Role),
            Aside | Link => (6, Role),
            _ => return None,
        },
        Token::Others => match last {
            Name => (0, Others),
            _ => return None,
        },
        Token::With(_) => match last {
            Name | Others | Role => (0, Link),
            Stop => (3, Link),
            _ => return None,
        },
        Token::And => match last {
            Name | Others => (0, Link),
            Stop | Pause | Space => (4, Link),
            _ => return None,
        },
        Token::By => match last {
            Start | Stop | Label | Space | Aside => (0, Link),
            Pause => (4, Link),
            _ => return None,
        },
        Token::Time => match last {
            Name => (15, Aside),
            Pause => (8, Aside),
            _ => (0, Aside),
        },
        Token::Rule | Token::Standing => (if fresh || last == Role { 0 } else { 6 }, Aside),
        // Behind a mark a short name may be a place: 艾山、里辛街道办事处.
        Token::Person => match last {
            Space => (0, Aside),
            Aside => (4, Aside),
            _ => return None,
        },
        Token::Phone => (if last == Name { 6 } else { 0 }, Aside),
        Token::Nothing => match last {
            Start | Stop | Pause | Space | Label => (0, Aside),
            _ => return None,
        },
        Token::Unread => (if last == Unread { 0 } else { 80 }, Unread),
    };
    Some((step.cost + extra, next))
}
