//! The cells of a row of tasks until the task is closed, for it may go on after a page
//! break, and what they say under their headings.

use std::collections::BTreeMap;

use crate::blocks::account::{Debris, Fate, Form};
use crate::blocks::table::{Row, Slot};
use crate::blocks::text::{Chunk, Glyph};
use crate::diag::Diagnostic;
use crate::grammar::Grammar;
use crate::grammar::words::{Role, Words};
use crate::notice::{Deadline, Remark};
use crate::tasks::assembler::Assembler;
use crate::tasks::columns::Columns;

/// A task whose row may go on.
pub(super) struct Draft {
    pub(super) line: usize,
    pub(super) text: Chunk,
    /// A cell for each column of units.
    pub(super) units: Vec<Labelled>,
    pub(super) deadline: Option<Labelled>,
    /// A cell for each column that the program has no name for.
    pub(super) more: Vec<Labelled>,
    /// The name that it has beside that of its item.
    pub(super) name: Option<Remark>,
}

/// What a column says about a task, under its heading.
pub(super) struct Labelled {
    at: usize,
    heading: String,
    role: Option<Role>,
    chunk: Chunk,
    /// It is what a cell above says, and was booked there.
    from_above: bool,
    /// The cell says that nobody is meant: 无.
    nobody: bool,
    /// Spaces in it may part words.
    persons: bool,
}

/// What stood last in each column: what a cell merged downwards, or 同上, means.
#[derive(Default)]
pub(super) struct Above(BTreeMap<usize, Chunk>);

impl Above {
    /// Forgets what cannot hold any longer.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Notes what a cell says. What it says again is not booked again.
    pub(super) fn note(&mut self, at: usize, chunk: &Chunk) {
        let again = chunk.0.iter().map(|g| Glyph {
            span: g.span.start..g.span.start,
            ..g.clone()
        });
        self.0.insert(at, Chunk(again.collect()));
    }

    pub(super) fn get(&self, at: usize) -> Chunk {
        self.0.get(&at).cloned().unwrap_or_default()
    }
}

/// How the cells of a column are read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Use {
    Units(Option<Role>),
    Deadline,
    /// Marks such as 无 are kept as printed. Whether cells group the rows below, and
    /// whether they name persons.
    More {
        groups: bool,
        persons: bool,
    },
}

/// A row of the table.
#[derive(Clone, Copy)]
pub(super) struct At<'r> {
    pub(super) row: &'r Row,
    pub(super) index: usize,
}

impl At<'_> {
    /// The chunk at column `at`; empty where nothing begins there.
    pub(super) fn chunk(&self, at: usize) -> Chunk {
        match self.row.slots.get(at) {
            Some(Slot::Cell(chunk)) => chunk.clone(),
            _ => Chunk::default(),
        }
    }

    /// Whether a cell of a row above covers the place.
    pub(super) fn covered(&self, at: usize) -> bool {
        matches!(self.row.slots.get(at), Some(Slot::Covered(row, _)) if *row < self.index)
    }
}

impl Labelled {
    fn of(
        assembler: &mut Assembler<'_>,
        above: &mut Above,
        cell: (At<'_>, usize),
        heading: &str,
        kind: Use,
    ) -> Self {
        let (place, at) = cell;
        let words = &Grammar::get().cells;
        let mut found = Labelled {
            at,
            heading: heading.to_owned(),
            role: match kind {
                Use::Units(role) => role,
                _ => None,
            },
            chunk: place.chunk(at),
            from_above: false,
            nobody: false,
            persons: matches!(kind, Use::More { persons: true, .. }),
        };
        let text = found.chunk.text();
        if place.covered(at) || matches!(kind, Use::More { groups: true, .. }) && text.is_empty() {
            (found.chunk, found.from_above) = (above.get(at), true);
        } else if !matches!(kind, Use::More { .. }) && words.none.contains(&text) {
            found
                .chunk
                .spend(assembler.account, Fate::Structure(Form::Nothing));
            (found.chunk, found.nobody) = (Chunk::default(), true);
            above.note(at, &Chunk::default());
        } else if words.above.contains(&text) && above.0.contains_key(&at) {
            let fate = Fate::Debris(Debris::RepeatedCell);
            found.chunk.spend(assembler.account, fate);
            (found.chunk, found.from_above) = (above.get(at), true);
            found.nobody = found.is_blank();
            let said = found.chunk.text();
            let said = if found.nobody { "无" } else { &said };
            let message = format!("“{text}”读作上一行的“{said}”");
            // Who has to do something is asked about; other cells are only told of.
            let remark = if matches!(kind, Use::Units(_)) {
                Diagnostic::warning("same-as-above", message).hint("若另有所指，请写明单位")
            } else {
                Diagnostic::note("same-as-above", message)
            };
            let place = assembler.place(place.row.line).words(&text);
            assembler.remarks.push(remark.at(place));
        } else if matches!(place.row.slots.get(at), Some(Slot::Cell(_))) {
            above.note(at, &found.chunk);
        }
        found
    }

    pub(super) fn is_blank(&self) -> bool {
        self.chunk.is_blank()
    }

    /// Whether what it says stands in its own row.
    fn is_own(&self) -> bool {
        !self.from_above && !self.is_blank()
    }

    /// Adds what the next row says in the same column: the rest of the same words, or
    /// words of its own.
    fn join(&mut self, next: Labelled, goes_on: bool) {
        if !next.is_own() {
            return;
        }
        if !self.is_blank() && !goes_on {
            let at = next.chunk.0.first().map_or(0, |g| g.span.start);
            self.chunk.0.push(Glyph {
                c: '\n',
                span: at..at,
                change: None,
            });
        }
        self.from_above = false;
        self.chunk.join(next.chunk);
    }
}

impl Draft {
    /// What a row says.
    pub(super) fn of(
        assembler: &mut Assembler<'_>,
        above: &mut Above,
        place: At<'_>,
        columns: &Columns,
    ) -> Self {
        let mut cell = |at: usize, heading: &str, kind: Use| {
            Labelled::of(assembler, above, (place, at), heading, kind)
        };
        let units = columns.units.iter();
        let units = units.map(|c| cell(c.at, &c.heading, Use::Units(c.role)));
        let units = units.collect();
        let deadline = columns.deadline.map(|at| cell(at, "", Use::Deadline));
        let more = columns.more.iter();
        let more = more.map(|c| {
            let (groups, persons) = (c.groups, c.persons);
            cell(c.at, &c.heading, Use::More { groups, persons })
        });
        Draft {
            line: place.row.line,
            text: place.chunk(columns.task),
            units,
            deadline,
            more: more.collect(),
            name: None,
        }
    }

    /// What its cells say beside the task, for a message.
    pub(super) fn said(&self) -> String {
        let cells = self.units.iter().chain(&self.deadline).chain(&self.more);
        let texts = cells.filter(|c| c.is_own()).map(|c| c.chunk.text());
        texts.collect::<Vec<_>>().join(" ")
    }

    /// Books it, where there is no item for it.
    pub(super) fn spend(&self, assembler: &mut Assembler<'_>) {
        assembler.take(&self.text);
        for cell in self.units.iter().chain(&self.deadline).chain(&self.more) {
            assembler.take(&cell.chunk);
        }
    }

    /// Whether no column of units names one.
    pub(super) fn no_units(&self) -> bool {
        self.units.iter().all(Labelled::is_blank)
    }

    /// Whether any cell but that of the task says something of its own.
    pub(super) fn says_more(&self) -> bool {
        let mut cells = self.units.iter().chain(&self.deadline).chain(&self.more);
        cells.any(|cell| cell.is_own() || cell.nobody)
    }

    /// Whether the cells of units are left blank, rather than saying that nobody is meant.
    pub(super) fn units_are_blank(&self) -> bool {
        self.no_units() && !self.units.iter().any(|u| u.nobody)
    }

    /// Whether a cell of units ends as only one does that goes on.
    pub(super) fn units_go_on(&self) -> bool {
        let ends = |u: &Labelled| u.chunk.text().ends_with(['、', '，']);
        self.units.iter().any(ends)
    }

    /// Takes the units of the row above, and the time where it has none of its own; their
    /// words.
    pub(super) fn take_duty_above(&mut self, above: &Above) -> String {
        let blank = |cell: &&mut Labelled| cell.is_blank() && !cell.nobody;
        let deadline = self.deadline.iter_mut().filter(blank);
        let mut said = Vec::new();
        for cell in self.units.iter_mut().chain(deadline) {
            (cell.chunk, cell.from_above) = (above.get(cell.at), true);
            said.push(cell.chunk.text());
        }
        said.retain(|text| !text.is_empty());
        said.join(" ")
    }

    /// Takes the units of the row above from the columns before `at`, where they are blank:
    /// there cells are merged as those of groups are. Their words.
    pub(super) fn take_units_above_before(&mut self, at: usize, above: &Above) -> String {
        let mut said = String::new();
        let blank = |u: &&mut Labelled| u.at < at && u.is_blank() && !u.nobody && !u.from_above;
        for units in self.units.iter_mut().filter(blank) {
            (units.chunk, units.from_above) = (above.get(units.at), true);
            said += &units.chunk.text();
        }
        said
    }

    /// The heading of a column that says who leads and is left blank, though others join
    /// or guide.
    pub(super) fn lacks_lead(&self) -> Option<&str> {
        let is_second = |u: &Labelled| matches!(u.role, Some(Role::Join | Role::Guide));
        let (seconds, firsts): (Vec<&Labelled>, Vec<&Labelled>) =
            self.units.iter().partition(|u| is_second(u));
        let blank = |u: &&Labelled| u.is_blank() && !u.nobody && !u.from_above;
        let named = seconds.iter().any(|u| !u.is_blank());
        let first = firsts
            .first()
            .filter(|_| named && firsts.iter().all(blank))?;
        Some(&first.heading)
    }

    /// Takes who leads from the row above, as from a cell that is merged downwards; the
    /// words.
    pub(super) fn take_lead_above(&mut self, above: &Above) -> String {
        let mut said = Vec::new();
        let is_first = |u: &&mut Labelled| !matches!(u.role, Some(Role::Join | Role::Guide));
        for units in self.units.iter_mut().filter(is_first) {
            (units.chunk, units.from_above) = (above.get(units.at), true);
            said.push(units.chunk.text());
        }
        said.retain(|text| !text.is_empty());
        said.join(" ")
    }

    /// Adds the next row: the rest of this one, behind a page break, or more cells for
    /// the same task.
    pub(super) fn join(&mut self, next: Draft, goes_on: bool, above: &mut Above) {
        self.text.join(next.text);
        for added in next.units {
            let same = |u: &&mut Labelled| u.at == added.at && u.role == added.role;
            match self.units.iter_mut().find(same) {
                Some(open) => {
                    open.join(added, goes_on);
                    above.note(open.at, &open.chunk);
                }
                // Other headings stand between the rows.
                None => self.units.push(added),
            }
        }
        match (&mut self.deadline, next.deadline) {
            (Some(open), Some(added)) => {
                open.join(added, goes_on);
                above.note(open.at, &open.chunk);
            }
            (open @ None, added) => *open = added,
            _ => {}
        }
        for added in next.more.into_iter().filter(Labelled::is_own) {
            let same = |m: &&mut Labelled| m.at == added.at && m.heading == added.heading;
            match self.more.iter_mut().find(same) {
                Some(open) if goes_on || !open.is_own() => open.join(added, goes_on),
                _ => self.more.push(added),
            }
        }
    }

    /// The time by which the task is to be done.
    pub(super) fn deadline(&self, assembler: &mut Assembler<'_>) -> Option<Deadline> {
        let text = assembler.take(&self.deadline.as_ref()?.chunk);
        (!text.is_empty()).then(|| assembler.deadline(text))
    }

    /// What the other columns say.
    pub(super) fn more(&self, assembler: &mut Assembler<'_>) -> Vec<Remark> {
        let more = self.more.iter().map(|cell| Remark {
            heading: cell.heading.clone(),
            text: if cell.persons {
                cell.chunk.take_spaced(assembler.account)
            } else {
                assembler.take(&cell.chunk)
            },
        });
        more.filter(|remark| !remark.text.is_empty()).collect()
    }

    /// The phrase of a row: its cell, or, where headings state roles, the cells behind
    /// the labels of their columns.
    pub(super) fn phrase(&self, assembler: &mut Assembler<'_>) -> String {
        let register = assembler.register;
        let mut written = Vec::new();
        for units in &self.units {
            let text = units.chunk.take_phrase(assembler.account, register);
            if text.is_empty() {
                continue;
            }
            written.push(match &self.units[..] {
                [only] if only.role.is_none() => text,
                _ => labelled(&register.words, units, &text),
            });
        }
        written.join("；")
    }
}

/// A cell behind the label that says its role: its heading, or the usual word where the
/// grammar does not know that. It holds up to the end of the cell.
fn labelled(words: &Words, units: &Labelled, text: &str) -> String {
    let usual = match units.role {
        Some(Role::Lead) => &words.lead,
        Some(Role::Join) => &words.join,
        Some(Role::Guide) => &words.guide,
        None => &words.plain,
    };
    let label = if words.label(&units.heading) == Some(units.role) {
        &units.heading
    } else {
        usual.labels.first().unwrap_or(&units.heading)
    };
    let has_label = |piece: &str| {
        let head = piece.split_once('：').map(|p| p.0);
        head.is_some_and(|head| words.label(head).is_some())
    };
    let pieces = text.split('；').map(|piece| {
        if piece.is_empty() || has_label(piece) {
            piece.to_owned()
        } else {
            format!("{label}：{piece}")
        }
    });
    pieces.collect::<Vec<_>>().join("；")
}
