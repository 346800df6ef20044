//! Who has to do what: tasks by unit, with how each task reaches the unit.
//!
//! The notice says which units a task names; who belongs to a closed collective is
//! the register's word. An open collective puts a task on nobody's own list.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::notice::{Content, File, Item, Notice, Part, Section, Task};
use crate::units::register::{Register, Unit};

/// How a task reaches a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// The phrase names it; `first` when no other unit is named before it.
    Named {
        /// Whether it is the first unit of the phrase. That is printed order and
        /// says nothing of who leads.
        first: bool,
    },
    /// It is a member of a closed collective that the phrase names.
    Through(String),
    /// It may be meant by an open collective.
    MayConcern(String),
}

/// One task of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Index into [`Duties::tasks`].
    pub task: usize,
    /// How it reaches the unit.
    pub reach: Reach,
}

/// The duties of one unit, in printed order.
#[derive(Debug, Clone)]
pub struct UnitDuties {
    /// Canonical name, or the name as printed where the register has none.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
    /// The tasks.
    pub duties: Vec<Duty>,
}

/// Where an item stands in the notice: indices of annex, part, section and item.
pub type ItemPath = [usize; 4];

/// Where a task stands in the notice: indices of annex, part, section, item and task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskPath {
    item: ItemPath,
    task: usize,
}

/// All duties of a notice.
#[derive(Debug, Clone, Default)]
pub struct Duties {
    /// Every task, in printed order.
    pub tasks: Vec<TaskPath>,
    /// Units with at least one duty of their own, by kind and register; units
    /// that no register has come last, in printed order.
    pub units: Vec<UnitDuties>,
    /// Collectives in the order in which they are first named, with their tasks.
    pub collectives: Vec<(String, Vec<usize>)>,
}

/// A task with all that it stands in.
#[derive(Debug, Clone, Copy)]
pub struct TaskAt<'n> {
    /// The file of its table.
    pub file: File,
    /// Its part.
    pub part: &'n Part,
    /// Its section.
    pub section: &'n Section,
    /// Its item.
    pub item: &'n Item,
    /// The task.
    pub task: &'n Task,
    /// Which of the item's tasks it is, from 1.
    pub ordinal: usize,
}

impl TaskPath {
    /// Looks the task up.
    pub fn of<'n>(&self, notice: &'n Notice) -> Option<TaskAt<'n>> {
        let [annex, part, section, item] = self.item;
        let annex = notice.annexes.get(annex)?;
        let Content::Tasks(table) = &annex.content else {
            return None;
        };
        let part = table.parts.get(part)?;
        let section = part.sections.get(section)?;
        let item = section.items.get(item)?;
        Some(TaskAt {
            file: annex.file,
            part,
            section,
            item,
            task: item.tasks.get(self.task)?,
            ordinal: self.task + 1,
        })
    }
}

impl Duties {
    /// The numbers of the tasks of an item, in their order.
    pub fn of_item(&self, item: ItemPath) -> Range<usize> {
        let from = self.tasks.partition_point(|path| path.item < item);
        from..self.tasks.partition_point(|path| path.item <= item)
    }
}

/// Works out who has to do what.
pub fn duties(notice: &Notice, register: &Register) -> Duties {
    let mut duties = Duties::default();
    let mut by_unit: HashMap<String, Vec<Duty>> = HashMap::new();
    let mut strangers: Vec<String> = Vec::new();
    let tables = notice.annexes.iter().enumerate();
    let parts = tables.flat_map(|(a, annex)| {
        let table = match &annex.content {
            Content::Tasks(table) => Some(table),
            _ => None,
        };
        let parts = table.into_iter().flat_map(|t| t.parts.iter().enumerate());
        parts.map(move |(p, part)| (a, p, part))
    });
    for (a, p, part) in parts {
        for (s, section) in part.sections.iter().enumerate() {
            for (i, item) in section.items.iter().enumerate() {
                for (t, task) in item.tasks.iter().enumerate() {
                    let index = duties.tasks.len();
                    duties.tasks.push(TaskPath {
                        item: [a, p, s, i],
                        task: t,
                    });
                    for unit in &task.responsible.units {
                        if register.unit(unit).is_none() && !strangers.contains(unit) {
                            strangers.push(unit.clone());
                        }
                    }
                    for (unit, reach) in reaches(task, register) {
                        let duty = Duty { task: index, reach };
                        by_unit.entry(unit).or_default().push(duty);
                    }
                    add_collectives(&mut duties.collectives, task, index);
                }
            }
        }
    }
    let registered = register.by_kind().into_values().flatten();
    let registered = registered.map(|u: &Unit| (u.name.clone(), u.slug.clone()));
    let mut taken: HashSet<String> = register.units.iter().map(|u| u.slug.clone()).collect();
    let strangers = strangers.into_iter().map(move |name| {
        let slug = crate::units::slug::slug(&name, &mut taken);
        (name, slug)
    });
    for (name, slug) in registered.chain(strangers) {
        let Some(list) = by_unit.remove(&name) else {
            continue;
        };
        // A sheet needs a task that is the unit's own.
        if list
            .iter()
            .any(|d| !matches!(d.reach, Reach::MayConcern(_)))
        {
            duties.units.push(UnitDuties {
                name,
                slug,
                duties: list,
            });
        }
    }
    duties
}

/// The units that a task reaches, each once, by the nearest way.
fn reaches(task: &Task, register: &Register) -> Vec<(String, Reach)> {
    let mut found: Vec<(String, Reach)> = Vec::new();
    for (i, unit) in task.responsible.units.iter().enumerate() {
        found.push((unit.clone(), Reach::Named { first: i == 0 }));
    }
    let collectives = || {
        let named = task.responsible.collectives.iter();
        named.filter_map(|name| register.collective(name))
    };
    for collective in collectives() {
        for unit in register.members(collective) {
            if !found.iter().any(|(name, _)| *name == unit.name) {
                found.push((unit.name.clone(), Reach::Through(collective.name.clone())));
            }
        }
    }
    for collective in collectives() {
        for unit in register.may_concern(collective) {
            if !found.iter().any(|(name, _)| *name == unit.name) {
                found.push((
                    unit.name.clone(),
                    Reach::MayConcern(collective.name.clone()),
                ));
            }
        }
    }
    found
}

fn add_collectives(list: &mut Vec<(String, Vec<usize>)>, task: &Task, index: usize) {
    for name in &task.responsible.collectives {
        match list.iter_mut().find(|(known, _)| known == name) {
            Some((_, tasks)) => tasks.push(index),
            None => list.push((name.clone(), vec![index])),
        }
    }
}
