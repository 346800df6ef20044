//! Who answers for what in a round: the rule that the office set, over the names of each
//! task in their printed order. A task that the rule brings to nobody is told, not guessed.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::notice::check::Checked;
use crate::notice::duty::TaskAt;
use crate::notice::keys::Keys;
use crate::notice::{File, IndicatorTable, Target};
use crate::rounds::round::{Ask, Exception, Open, Round, Rule};
use crate::units::named::Meaning;

/// Who answers in a round.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answering {
    /// The units that answer, in the order of the notice's sheets.
    pub units: Vec<Answerer>,
    /// Tasks for which nobody answers, by their numbers among all, with why.
    pub nobody: Vec<(usize, Nobody)>,
    /// Exceptions that hold for no task of the notice.
    pub unused: Vec<String>,
    /// Units of exceptions that neither the notice nor its register has.
    pub strangers: Vec<String>,
}

/// A unit that answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Answerer {
    /// Its name.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its tasks, by their numbers among all, in printed order.
    pub tasks: Vec<usize>,
    /// The areas whose targets it answers for.
    pub areas: Vec<String>,
}

/// Why nobody answers for a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nobody {
    /// The office says so, for this reason.
    Ordered(String),
    /// The rule comes to this collective, which does not stand for its members.
    Collective(String),
    /// The notice does not say who leads.
    NoLead,
    /// It names no unit.
    NoUnit,
}

/// An id of a task, as on the pages: `18-2`, in a second table `2.18-2`.
pub fn task_id(at: &TaskAt<'_>) -> String {
    format!("{}{}-{}", before_id(at.file), at.item.number, at.ordinal)
}

fn item_id(at: &TaskAt<'_>) -> String {
    format!("{}{}", before_id(at.file), at.item.number)
}

/// What tells an id of one table from that of another.
pub(super) fn before_id(file: File) -> String {
    match file {
        File::Tasks(number) | File::Indicators(number) if number > 1 => format!("{number}."),
        _ => String::new(),
    }
}

/// What a notice gives to decide.
pub fn open(checked: &Checked) -> Open {
    let notice = checked.notice();
    let register = checked.register();
    let members = |name: &String| {
        let known = register.collective(name);
        known.is_some_and(|collective| !register.members(collective).is_empty())
    };
    let collectives = notice
        .tasks()
        .any(|(_, _, task)| task.responsible.collectives.iter().any(members));
    let goals = notice.tasks().any(|(_, _, task)| !task.goals.is_empty());
    let areas = notice.indicator_tables().any(|(_, table)| {
        table
            .areas
            .iter()
            .any(|area| government(checked, area).is_some())
    });
    Open {
        collectives,
        values: goals || areas,
    }
}

/// The unit that governs an area which is not the whole.
fn government<'c>(checked: &'c Checked, area: &str) -> Option<&'c str> {
    let area = checked.register().area(area).filter(|area| !area.whole)?;
    area.government.as_deref()
}

/// The target of an area in a table, for each indicator.
pub(super) fn targets<'t>(
    table: &'t IndicatorTable,
    area: &'t str,
) -> impl Iterator<Item = (&'t crate::notice::Indicator, &'t Target)> {
    table.indicators.iter().filter_map(move |indicator| {
        let mut cells = indicator.targets.iter();
        let cell = cells.find(|target| target.areas.iter().any(|a| a == area))?;
        Some((indicator, cell))
    })
}

/// Works out who answers. Nobody does while the round has no rule.
pub fn answering(round: &Round, checked: &Checked) -> Answering {
    let mut found = Answering::default();
    let Some(rule) = round.answers.by else {
        return found;
    };
    let mut by_unit: HashMap<String, Vec<usize>> = HashMap::new();
    let mut used = vec![false; round.answers.except.len()];
    let notice = checked.notice();
    let keys = Keys::of(notice);
    for (number, path) in checked.duties().tasks.iter().enumerate() {
        let Some(at) = path.of(notice) else { continue };
        let (task, item) = (task_id(&at), item_id(&at));
        let excepts = || round.answers.except.iter().enumerate();
        // What is said of the task itself goes before what is said of its item.
        let key = keys.tasks.get(number).map(String::as_str);
        let of_task_itself = |e: &Exception| e.task == task || Some(e.task.as_str()) == key;
        let own = excepts().find(|(_, e)| of_task_itself(e));
        let except = own.or_else(|| excepts().find(|(_, e)| e.task == item));
        excepts()
            .filter(|(_, e)| of_task_itself(e) || e.task == item)
            .for_each(|(at, _)| used[at] = true);
        match of_task(rule, except.map(|(_, e)| e), round, checked, number, &at) {
            Ok(units) => {
                for unit in units {
                    let tasks = by_unit.entry(unit).or_default();
                    if tasks.last() != Some(&number) {
                        tasks.push(number);
                    }
                }
            }
            Err(why) => found.nobody.push((number, why)),
        }
    }
    let excepts = round.answers.except.iter().zip(used);
    let unused = excepts
        .filter(|(_, used)| !used)
        .map(|(e, _)| e.task.clone());
    found.unused = unused.collect();
    let mut areas = areas_by_unit(round, checked);
    let known = checked.duties().units.iter();
    let known: Vec<(String, String)> = known.map(|u| (u.name.clone(), u.slug.clone())).collect();
    let named = known.iter().map(|(name, _)| name);
    let mut rest: Vec<String> = by_unit
        .keys()
        .chain(areas.keys())
        .filter(|unit| !named.clone().any(|name| name == *unit))
        .cloned()
        .collect();
    rest.sort();
    rest.dedup();
    // Units without a sheet: those of exceptions, and governments without a task.
    let mut others = Vec::new();
    for unit in rest {
        match checked.register().unit(&unit) {
            Some(known) => others.push((unit, known.slug.clone())),
            None => found.strangers.push(unit),
        }
    }
    for (name, slug) in known.into_iter().chain(others) {
        let tasks = by_unit.remove(&name).unwrap_or_default();
        let areas = areas.remove(&name).unwrap_or_default();
        if !tasks.is_empty() || !areas.is_empty() {
            found.units.push(Answerer {
                name,
                slug,
                tasks,
                areas,
            });
        }
    }
    found
}

/// The units that answer for a task.
fn of_task(
    rule: Rule,
    except: Option<&Exception>,
    round: &Round,
    checked: &Checked,
    number: usize,
    at: &TaskAt<'_>,
) -> Result<Vec<String>, Nobody> {
    if let Some(except) = except {
        if let Some(why) = &except.nobody {
            return Err(Nobody::Ordered(why.clone()));
        }
        if !except.units.is_empty() {
            return Ok(except.units.clone());
        }
    }
    let rule = except.and_then(|e| e.by).unwrap_or(rule);
    let responsible = &at.task.responsible;
    let names = checked.phrases().get(number).map(|phrase| &phrase.names);
    let names = names.into_iter().flatten().map(|name| &name.meaning);
    let mut names: Vec<&Meaning> = names.collect();
    match rule {
        Rule::First => names.truncate(1),
        Rule::Every => {}
        Rule::Lead => {
            if responsible.lead.is_empty() {
                return Err(Nobody::NoLead);
            }
            names.retain(|meaning| responsible.lead.contains(name_of(meaning)));
        }
    }
    let mut units = Vec::new();
    let mut left = None;
    for meaning in names {
        match meaning {
            Meaning::Unit(name) | Meaning::Unknown(name) => units.push(name.clone()),
            Meaning::Collective(name) => match members(round, checked, name) {
                Some(members) => units.extend(members),
                None => left = Some(name.clone()),
            },
        }
    }
    let mut seen = HashSet::new();
    units.retain(|unit| seen.insert(unit.clone()));
    match (units.is_empty(), left) {
        (false, _) => Ok(units),
        (true, Some(collective)) => Err(Nobody::Collective(collective)),
        (true, None) => Err(Nobody::NoUnit),
    }
}

fn name_of(meaning: &Meaning) -> &String {
    match meaning {
        Meaning::Unit(name) | Meaning::Unknown(name) | Meaning::Collective(name) => name,
    }
}

/// The members of a collective which the round lets stand for them; none for an open one.
fn members(round: &Round, checked: &Checked, name: &str) -> Option<Vec<String>> {
    let register = checked.register();
    let collective = register.collective(name);
    let collective = collective.filter(|_| round.answers.members == Some(true))?;
    let members = register.members(collective).into_iter();
    let members: Vec<String> = members.map(|unit| unit.name.clone()).collect();
    (!members.is_empty()).then_some(members)
}

/// The areas for whose targets each unit answers.
fn areas_by_unit(round: &Round, checked: &Checked) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if !matches!(round.values.ask, Some(Ask::Areas | Ask::Both)) {
        return found;
    }
    for (_, table) in checked.notice().indicator_tables() {
        for area in &table.areas {
            if let Some(unit) = government(checked, area) {
                let areas = found.entry(unit.to_owned()).or_default();
                if !areas.contains(area) {
                    areas.push(area.clone());
                }
            }
        }
    }
    found
}
