//! The city's targets in the tables of indicators against the same goals in the
//! tables of tasks.

use crate::notice::check::Auditor;
use crate::notice::goal::Goal;
use crate::notice::target::{Target, Value};
use crate::notice::{File, Indicator, IndicatorTable, Item, Task, goal};

/// How alike a goal's subject and an indicator's name have to be, 0 to 1.
const ALIKE: f64 = 0.8;

/// A goal with its task, and the file of that.
#[derive(Clone, Copy)]
struct Stated<'n> {
    goal: &'n Goal,
    task: &'n Task,
    file: File,
}

/// A goal and the indicator that speaks of the same.
struct Pair<'n> {
    stated: Stated<'n>,
    indicator: &'n Indicator,
    target: &'n Target,
}

impl<'n> Auditor<'n> {
    /// `goal-differs`, `goals-compared`.
    pub(super) fn goals(&mut self) {
        let notice = self.notice;
        let of = |(file, _, task): (File, &'n Item, &'n Task)| {
            let goals = task.goals.iter();
            goals.map(move |goal| Stated { goal, task, file })
        };
        let stated: Vec<Stated<'_>> = notice.tasks().flat_map(of).collect();
        let tables = notice.indicator_tables();
        let compared: Vec<(File, &IndicatorTable, Vec<Pair<'_>>)> = tables
            .filter_map(|(file, table)| {
                let city = table.areas.first()?;
                Some((file, table, pair(&stated, &table.indicators, city)))
            })
            .collect();
        // Of several tables one may be of another year.
        let same = |a: &Pair<'_>, b: &Pair<'_>| std::ptr::eq(a.stated.goal, b.stated.goal);
        let all = || compared.iter().flat_map(|(_, _, pairs)| pairs);
        let agrees_somewhere = |pair: &Pair<'_>| all().any(|o| same(o, pair) && o.agrees());
        for (file, table, pairs) in &compared {
            let differ = pairs.iter().filter(|pair| !agrees_somewhere(pair));
            self.compared(*file, table, pairs, &differ.collect::<Vec<_>>());
        }
    }

    /// What comparing came to with one table of indicators; `differ` are goals that no
    /// table agrees with.
    fn compared(
        &mut self,
        file: File,
        table: &IndicatorTable,
        pairs: &[Pair<'_>],
        differ: &[&Pair<'_>],
    ) {
        let (Some(city), false) = (table.areas.first(), pairs.is_empty()) else {
            return;
        };
        let mut wording = Vec::new();
        let mut same = 0;
        for pair in pairs.iter().filter(|pair| pair.agrees()) {
            let (goal, name) = (pair.stated.goal, &pair.indicator.name);
            if goal.subject == *name && goal.text == pair.target.text {
                same += 1;
            } else {
                wording.push(format!("{}（{}／{}）", name, pair.target.text, goal.text));
            }
        }
        for pair in differ {
            let Stated { goal, task, file } = pair.stated;
            let place = self.place(task.line, file, &goal.text);
            self.warning(
                "goal-differs",
                format!(
                    "任务分解表说“{}{}”，指标表里{city}的“{}”是“{}”",
                    goal.subject, goal.text, pair.indicator.name, pair.target.text
                ),
                place,
                "请核对两张附表，哪一处写错了；改正写进 corrections.yaml",
            );
        }
        let alone = table
            .indicators
            .iter()
            .filter(|i| !pairs.iter().any(|p| p.indicator.number == i.number));
        let alone: Vec<&str> = alone.map(|i| i.name.as_str()).collect();
        let mut message = format!(
            "两张附表的全市目标核对了 {} 对：相符 {} 对，只是措辞不同 {} 对，不符 {} 对",
            pairs.len(),
            same,
            wording.len(),
            pairs.iter().filter(|pair| !pair.agrees()).count()
        );
        if !wording.is_empty() {
            message += &format!("；措辞不同：{}", wording.join("、"));
        }
        if !alone.is_empty() {
            message += &format!("；任务分解表里没有对应目标的指标：{}", alone.join("、"));
        }
        let place = self.place(None, file, &table.title);
        self.note("goals-compared", message, place);
    }
}

impl Pair<'_> {
    /// Whether both ask for the same.
    fn agrees(&self) -> bool {
        agree(&self.stated.goal.value, self.target)
    }
}

/// Best match first, each indicator and each goal once; a goal that names a group
/// is compared with every indicator of it.
fn pair<'n>(goals: &[Stated<'n>], indicators: &'n [Indicator], city: &str) -> Vec<Pair<'n>> {
    let mut candidates = Vec::new();
    for (g, stated) in goals.iter().enumerate() {
        let subject = goal::plain_name(&stated.goal.subject);
        for (i, indicator) in indicators.iter().enumerate() {
            let own = alike(&subject, &goal::plain_name(&indicator.name));
            let group = indicator.group.as_deref().map(goal::plain_name);
            let group = group.map_or(0.0, |group| alike(&subject, &group));
            let (score, of_group) = if group > own {
                (group, true)
            } else {
                (own, false)
            };
            if score >= ALIKE {
                candidates.push((score, g, i, of_group));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut goals_done = vec![None; goals.len()];
    let mut rows_done = vec![false; indicators.len()];
    let mut pairs = Vec::new();
    for (_, g, i, of_group) in candidates {
        let free = goals_done[g].is_none() || goals_done[g] == Some(true) && of_group;
        if !free || rows_done[i] {
            continue;
        }
        let indicator = &indicators[i];
        let owns = |t: &&Target| t.areas.iter().any(|a| a == city);
        let Some(target) = indicator.targets.iter().find(owns) else {
            continue;
        };
        goals_done[g] = Some(of_group);
        rows_done[i] = true;
        pairs.push(Pair {
            stated: goals[g],
            indicator,
            target,
        });
    }
    pairs.sort_by_key(|p| p.indicator.number);
    pairs
}

/// Whether two texts ask for the same.
fn agree(goal: &Value, target: &Target) -> bool {
    let same = |value: &Value| match (goal, value) {
        (Value::Above(a), Value::Above(b)) => goal::plain_name(a) == goal::plain_name(b),
        (Value::Assigned(a), Value::Assigned(b)) => a == b,
        _ => goal == value,
    };
    target.value.iter().chain(&target.also).any(same)
}

/// Twice the longest common subsequence over the two lengths.
fn alike(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut row = vec![0usize; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y {
                diagonal + 1
            } else {
                above.max(row[j])
            };
            diagonal = above;
        }
    }
    2.0 * row[b.len()] as f64 / (a.len() + b.len()) as f64
}
