//! Which level of numbers are the items of a list. The deepest level that states whose
//! task something is holds the items, the levels above it the parts and sections; below
//! an item that has a statement of its own there are its tasks.

use std::collections::{BTreeMap, BTreeSet};

use crate::tasks::list::order;
use crate::tasks::list::para::Para;
use crate::tasks::numbering::Level;

/// Where a heading above the items goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Part,
    Section,
}

/// What a numbered paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Heading(Place),
    /// An item. One that stands at the level of headings, beside headings that have
    /// items under them, has a place of its own.
    Item(Option<Place>),
    /// Below an item: the number is part of the words.
    Words,
}

/// A numbered paragraph and what is under it.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Its place among the paragraphs.
    pub(super) at: usize,
    /// Its level: how many levels in use are wider.
    pub(super) rank: usize,
    pub(super) role: Role,
    pub(super) parent: Option<usize>,
    /// Its own paragraphs end before this one.
    end: usize,
    pub(super) has_children: bool,
    /// Its words are a title: what is said behind them is about what follows.
    pub(super) is_title: bool,
    /// What is said behind its words holds for all under it.
    pub(super) holds: bool,
    /// It says whose task its words are.
    pub(super) is_task: bool,
    /// There are words without a number under it.
    pub(super) has_words: bool,
    /// It reaches nobody, though numbers beside it do.
    pub(super) is_missed: bool,
    /// Some of its own paragraphs name units.
    states: bool,
    /// Headings without numbers that name units hold no longer.
    pub(super) ends_titles: bool,
    /// All of its own paragraphs that name units name those who join somebody else.
    joins: bool,
}

/// The plan of a list.
pub(super) struct Plan {
    pub(super) nodes: Vec<Node>,
    /// The node of a paragraph.
    by_para: BTreeMap<usize, usize>,
    /// Headings without a number, with the place that they take.
    titles: BTreeMap<usize, Place>,
    /// From here on there are only closing words.
    closing: usize,
}

impl Plan {
    /// Makes the plan.
    pub(super) fn of(paras: &[Para]) -> Self {
        let levels = order::levels(paras);
        let first = paras.iter().position(|p| p.mark.is_some());
        let before = &paras[..first.unwrap_or(0)];
        let root_holds = before.iter().any(Para::is_statement);
        let mut nodes = nodes(paras, &levels);
        find_titles_with_text(&mut nodes, paras);
        find_tasks(&mut nodes);
        let mut held = under_titles(&mut nodes, paras);
        held.iter_mut().for_each(|held| *held |= root_holds);
        let reached = reached(&nodes, held);
        let items = item_rank(&nodes, &levels, &reached);
        give_roles(&mut nodes, &levels, &reached, items);
        find_missed(&mut nodes, &reached);
        let mut titles = titles(&nodes, paras, &levels, items);
        let of_units = (0..paras.len()).filter(|&at| paras[at].heads_units);
        titles.extend(of_units.map(|at| (at, Place::Section)));
        Plan {
            titles,
            closing: closing(&nodes, paras, &reached),
            by_para: (0..).zip(&nodes).map(|(i, node)| (node.at, i)).collect(),
            nodes,
        }
    }

    /// The node that a paragraph begins.
    pub(super) fn node(&self, at: usize) -> Option<&Node> {
        self.by_para.get(&at).and_then(|&i| self.nodes.get(i))
    }

    /// The place of a heading that has no number.
    pub(super) fn title(&self, at: usize) -> Option<Place> {
        self.titles.get(&at).copied()
    }

    /// Whether a paragraph stands behind the last task and belongs to none.
    pub(super) fn is_closing(&self, at: usize) -> bool {
        at >= self.closing
    }
}

/// The longest sentence that can be the title of paragraphs under it, in characters.
const TITLE: usize = 40;

/// Whether words end as a sentence does, and not as a title.
pub(super) fn is_sentence(words: &str) -> bool {
    words.ends_with(['。', '；', '，', '、', '！', ';'])
}

/// Where the text begins that a heading runs into (`标题。正文`).
pub(super) fn run_in(words: &str) -> Option<usize> {
    let at = words.find('。')? + '。'.len_utf8();
    (at < words.len()).then_some(at)
}

fn nodes(paras: &[Para], levels: &[Level]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    // The nodes that are open, the widest first.
    let mut open: Vec<usize> = Vec::new();
    for (at, para) in paras.iter().enumerate() {
        let Some(mark) = &para.mark else { continue };
        let rank = levels.iter().position(|l| *l == mark.level).unwrap_or(0);
        open.retain(|&i: &usize| nodes[i].rank < rank);
        let parent = open.last().copied();
        if let Some(parent) = parent {
            nodes[parent].has_children = true;
        }
        open.push(nodes.len());
        let heads = |p: &Para| p.mark.is_some() || p.heads_units;
        let next = paras[at + 1..].iter().position(heads);
        let end = next.map_or(paras.len(), |next| at + 1 + next);
        let one = para.pieces.len() == 1;
        let words = para.words();
        let mut behind = paras[at + 1..end].iter().take_while(|p| p.is_statement());
        let line_behind = behind.any(Para::names_units);
        let holds = one && (para.names_units() || line_behind);
        let is_words = |p: &Para| !p.is_statement() && !p.is_lead_in();
        let has_words = paras[at + 1..end].iter().any(is_words);
        // A short sentence over others is their title, too.
        let over_words = has_words && !holds && words.chars().count() <= TITLE;
        nodes.push(Node {
            at,
            rank,
            role: Role::Words,
            parent,
            end,
            has_children: false,
            is_title: one && run_in(words).is_none() && (over_words || !is_sentence(words)),
            holds,
            is_task: false,
            has_words,
            is_missed: false,
            states: paras[at..end].iter().any(Para::names_units),
            ends_titles: false,
            joins: paras[at..end].iter().all(Para::only_joins),
        });
    }
    nodes
}

/// Where most sentences that name their units have text under them, they are its titles.
fn find_titles_with_text(nodes: &mut [Node], paras: &[Para]) {
    let last = nodes.len().saturating_sub(1);
    let could = |node: &Node| {
        let words = paras[node.at].words();
        let short = words.chars().count() <= TITLE && run_in(words).is_none();
        node.holds && !node.has_children && !node.is_title && short
    };
    let with_text = |node: &Node| {
        let own = &paras[node.at + 1..node.end];
        own.iter().any(|p| p.is_plain() && !p.is_lead_in())
    };
    let all: Vec<usize> = (0..nodes.len()).filter(|&i| could(&nodes[i])).collect();
    let but_last = || all.iter().filter(|&&i| i < last);
    let followed = but_last().filter(|&&i| with_text(&nodes[i])).count();
    if followed > 1 && followed * 2 > but_last().count() {
        for i in all {
            nodes[i].is_title = with_text(&nodes[i]);
        }
    }
}

/// A heading that names units is a task itself when it is a sentence, or when all that
/// is under it names its own; but not where all under it only join those whom it names.
fn find_tasks(nodes: &mut [Node]) {
    // Whether all leaves under a node name units, or hold those of a node between; and
    // whether these only join somebody.
    let mut all_state = vec![true; nodes.len()];
    let mut all_join = vec![true; nodes.len()];
    for i in (0..nodes.len()).rev() {
        let node = &nodes[i];
        let stated = if node.has_children {
            node.holds || all_state[i]
        } else {
            node.states
        };
        let joins = if node.has_children && !node.holds {
            all_join[i]
        } else {
            node.joins && node.states
        };
        if let Some(parent) = node.parent {
            all_state[parent] &= stated;
            all_join[parent] &= joins;
        }
    }
    for (i, node) in nodes.iter_mut().enumerate() {
        let all = all_state[i] && (node.joins || !all_join[i]);
        node.is_task = node.holds && (!node.has_children || !node.is_title || all);
    }
}

/// Which nodes stand under headings without numbers that name units: up to one as wide as
/// that which the first of these headings stands in.
fn under_titles(nodes: &mut [Node], paras: &[Para]) -> Vec<bool> {
    let mut titles = (0..paras.len())
        .filter(|&at| paras[at].heads_units)
        .peekable();
    let mut under = Vec::with_capacity(nodes.len());
    // What the titles stand in.
    let mut outer: Option<Option<usize>> = None;
    let mut last = None;
    for node in nodes {
        while titles.next_if(|at| *at < node.at).is_some() {
            outer = outer.or(Some(last));
        }
        if outer.is_some_and(|outer| outer.is_some_and(|rank| node.rank <= rank)) {
            outer = None;
            node.ends_titles = true;
        }
        under.push(outer.is_some());
        last = Some(node.rank);
    }
    under
}

/// Which nodes give tasks.
fn reached(nodes: &[Node], mut held: Vec<bool>) -> Vec<bool> {
    let mut reached = Vec::with_capacity(nodes.len());
    for (i, node) in nodes.iter().enumerate() {
        held[i] |= node.parent.is_some_and(|p| held[p] || nodes[p].holds);
        reached.push(if node.has_children {
            node.is_task || node.states && !node.holds
        } else {
            node.states || held[i]
        });
    }
    reached
}

/// Which nodes have some under them that give tasks.
fn under(nodes: &[Node], reached: &[bool]) -> Vec<bool> {
    let mut under = vec![false; nodes.len()];
    for i in (0..nodes.len()).rev() {
        if let Some(parent) = nodes[i].parent {
            under[parent] |= under[i] || reached[i];
        }
    }
    under
}

/// Sections that reach nobody beside others that do. Parts may be prose.
fn find_missed(nodes: &mut [Node], reached: &[bool]) {
    let under = under(nodes, reached);
    for i in 0..nodes.len() {
        let node = &nodes[i];
        let heads = node.role == Role::Heading(Place::Section) && !node.has_children;
        let beside = node.parent.is_some_and(|p| under[p]);
        nodes[i].is_missed = heads && beside && !reached[i];
    }
}

/// The level of the items.
fn item_rank(nodes: &[Node], levels: &[Level], reached: &[bool]) -> usize {
    let under = under(nodes, reached);
    let count = |rank: usize, is: &dyn Fn(usize) -> bool| {
        let own = |&i: &usize| nodes[i].rank == rank && is(i);
        (0..nodes.len()).filter(own).count()
    };
    let ranks = 0..levels.len();
    let most = |&rank: &usize| {
        let tasks = count(rank, &|i| reached[i]);
        tasks > count(rank, &|i| !reached[i] && under[i])
    };
    let deepest = || ranks.clone().rev().find(|&r| count(r, &|i| reached[i]) > 0);
    let rank = ranks.clone().find(most).or_else(deepest).unwrap_or(0);
    if !levels.get(rank).is_some_and(|level| level.is_below_items()) {
        return rank;
    }
    // （1） and the like are below the items wherever there is anything above them.
    let mut parents: BTreeMap<usize, usize> = BTreeMap::new();
    for node in nodes.iter().filter(|node| node.rank == rank) {
        let parent = node.parent.map_or(rank, |p| nodes[p].rank);
        *parents.entry(parent).or_default() += 1;
    }
    let usual = parents.into_iter().max_by_key(|(_, times)| *times);
    usual.map_or(rank, |(parent, _)| parent)
}

fn give_roles(nodes: &mut [Node], levels: &[Level], reached: &[bool], items: usize) {
    let place = |rank: usize| match (items, levels.get(rank)) {
        // （一） alone above 1.: sections, so that they are printed as such.
        (1, Some(level)) if *level > Level::Part => Place::Section,
        _ if rank == 0 => Place::Part,
        _ => Place::Section,
    };
    for i in 0..nodes.len() {
        let node = &nodes[i];
        let parent = node.parent.map(|p| nodes[p].role);
        let in_item = matches!(parent, Some(Role::Item(_) | Role::Words));
        nodes[i].role = match node.rank {
            _ if in_item => Role::Words,
            rank if rank >= items => Role::Item(None),
            rank if !node.has_children && reached[i] => Role::Item(Some(place(rank))),
            rank => Role::Heading(place(rank)),
        };
    }
}

/// Headings without a number: short lines under which numbers begin anew though nothing
/// wider stands between; and, where there is one, lines like it.
fn titles(
    nodes: &[Node],
    paras: &[Para],
    levels: &[Level],
    items: usize,
) -> BTreeMap<usize, Place> {
    let mut found = BTreeMap::new();
    for rank in 0..=items.min(levels.len().saturating_sub(1)) {
        let mut candidates = Vec::new();
        let mut anew = false;
        // Under which headings there are numbers of this level already.
        let mut begun: BTreeSet<Option<usize>> = BTreeSet::new();
        for node in nodes.iter().filter(|node| node.rank == rank) {
            let is_first = begun.insert(node.parent);
            let above = node.at.checked_sub(1);
            let above = above.filter(|&at| paras[at].looks_like_title());
            let Some(at) = above else { continue };
            let value = paras[node.at].mark.as_ref().and_then(|mark| mark.value());
            anew |= value == Some(1) && !is_first;
            candidates.push(at);
        }
        if anew {
            let part = rank < items && rank == 0;
            let place = if part { Place::Part } else { Place::Section };
            found.extend(candidates.into_iter().map(|at| (at, place)));
        }
    }
    found
}

/// Where closing words begin: paragraphs behind the last task of the list, as far as
/// tasks like it have none.
fn closing(nodes: &[Node], paras: &[Para], reached: &[bool]) -> usize {
    let none = paras.len();
    let plain = paras.iter().rev().take_while(|p| p.is_plain()).count();
    let begin = none - plain;
    let behind = |node: &Node| {
        let own = paras[node.at + 1..node.end].iter().rev();
        own.take_while(|p| p.is_plain()).count()
    };
    let Some((last, others)) = nodes.split_last() else {
        let heads = (0..none).filter(|&at| paras[at].heads_units);
        let heads: Vec<usize> = heads.collect();
        let most = heads.windows(2).map(|pair| pair[1] - pair[0]).max();
        return match (heads.last(), most) {
            // As many tasks as others have at most.
            (Some(last), Some(most)) => (last + most).min(none),
            _ if begin > 0 => begin,
            _ => none,
        };
    };
    if !reached.last().is_some_and(|reached| *reached) || begin <= last.at {
        return none;
    }
    let is_like = |node: &&Node| {
        (node.is_title, node.holds, node.states) == (last.is_title, last.holds, last.states)
            && !node.has_children
    };
    let usual = others.iter().filter(is_like).map(behind).max();
    match usual {
        Some(usual) => (begin + usual).min(none),
        // A title that names units is nothing without what follows.
        None if last.is_title => none,
        None => begin,
    }
}
