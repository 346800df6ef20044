//! What headings say for all that is under them, and whether some task takes it.

use std::collections::{BTreeMap, BTreeSet};

use crate::tasks::list::fields::{Origin, Statement};

/// What one heading says.
struct Held {
    /// One more than the rank of the heading; 0 for one without a number.
    level: usize,
    /// It stands above the whole list.
    is_root: bool,
    /// It gives a task of its own.
    gives_task: bool,
    /// It is a task of its own, too, and its time and persons are those of that task.
    is_task: bool,
    statement: Statement,
}

/// A statement until a task takes it.
pub(super) struct Unused {
    origin: Origin,
    pub(super) words: String,
    /// The part and the section that it stands in.
    pub(super) at: (usize, Option<usize>),
}

impl Unused {
    pub(super) fn line(&self) -> usize {
        self.origin.line
    }
}

/// The statements of the headings that are open, the widest first, and all that were
/// made so far.
#[derive(Default)]
pub(super) struct HeldStatements {
    held: Vec<Held>,
    unused: Vec<Unused>,
    used: BTreeSet<Origin>,
    /// The words of paragraphs that are statements, by their lines.
    words: BTreeMap<usize, String>,
    has_titles: bool,
}

impl HeldStatements {
    /// Remembers the words of a paragraph that is a statement.
    pub(super) fn remember(&mut self, line: usize, words: &str) {
        self.words.insert(line, words.to_owned());
    }

    /// Holds a statement for what is under a heading at `level` in the part and the
    /// section `at`.
    pub(super) fn hold(
        &mut self,
        level: usize,
        is_task: bool,
        gives_task: bool,
        statement: Statement,
        at: (usize, Option<usize>),
    ) {
        self.watch(&statement, at);
        // A second line under one heading.
        let same = |held: &&mut Held| level > 0 && held.level == level;
        if let Some(held) = self.held.iter_mut().find(same) {
            held.statement.add(statement);
            return;
        }
        self.held.push(Held {
            level,
            is_root: level == 0 && !self.has_titles,
            is_task,
            gives_task,
            statement,
        });
    }

    /// Remembers a statement until it is known which tasks take it.
    pub(super) fn watch(&mut self, statement: &Statement, at: (usize, Option<usize>)) {
        for &origin in &statement.from {
            let words = self.words.get(&origin.line);
            let words = words.or(statement.units.as_ref()).cloned();
            self.unused.push(Unused {
                origin,
                words: words.unwrap_or_default(),
                at,
            });
        }
    }

    /// A numbered paragraph begins: headings of its own rank and below are over.
    pub(super) fn leave(&mut self, rank: usize) {
        self.held.retain(|held| held.level <= rank);
    }

    /// Headings without numbers that name units are over.
    pub(super) fn leave_titles(&mut self) {
        self.held.retain(|held| held.level > 0 || held.is_root);
    }

    /// A heading without a number begins.
    pub(super) fn leave_all(&mut self) {
        self.has_titles = true;
        self.held.retain(|held| held.is_root);
    }

    /// What the heading says that names those whom others join.
    pub(super) fn joined(&self) -> Option<&Statement> {
        let mut said = self.held.iter().rev().map(|held| &held.statement);
        said.find(|said| said.units.is_some() && !said.joins)
    }

    /// What the heading says that tells who leads, if that is no task of its own.
    pub(super) fn leader(&self) -> Option<&Statement> {
        let held = self.held.iter().rev().find(|held| held.statement.leads)?;
        (!held.gives_task).then_some(&held.statement)
    }

    /// Whether a heading without a number names those whose tasks follow.
    pub(super) fn are_of_a_title(&self) -> bool {
        let of_title = |held: &Held| held.level == 0 && !held.is_root;
        self.held.iter().any(of_title)
    }

    /// What the headings above say.
    pub(super) fn above(&self) -> Option<Statement> {
        let mut held = self.held.iter().rev();
        let first = held.next()?.statement.clone();
        let first = match self.joined() {
            Some(joined) => first.with_those_above(joined),
            None => first,
        };
        Some(held.fold(first, |all, held| all.or_from(&held.statement)))
    }

    /// What of it holds for tasks that name their own units, too. What a task says of
    /// itself is not about those under it that say it themselves.
    pub(super) fn terms(&self) -> Statement {
        let held = self.held.iter().rev().filter(|held| !held.is_task);
        held.fold(Statement::default(), |all, held| {
            all.or_terms_from(&held.statement)
        })
    }

    /// Tasks took these.
    pub(super) fn take(&mut self, used: Vec<Origin>) {
        self.used.extend(used);
    }

    /// The statements that no task took.
    pub(super) fn left(&mut self) -> Vec<Unused> {
        let mut unused = std::mem::take(&mut self.unused);
        unused.retain(|unused| self.used.insert(unused.origin));
        unused
    }
}
