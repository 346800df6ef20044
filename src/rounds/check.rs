//! Whether a round fits its notice, and what of it nobody has decided yet.

use crate::diag::{Diagnostic, Noted, Place};
use crate::notice::check::Checked;
use crate::rounds::assign::{self, Nobody, task_id};
use crate::rounds::round::Round;

/// So many tasks are named one by one.
const MOST: usize = 8;

/// Looks at a round; `file` is its file as messages show it, and `text` what stands there.
/// The value says whether the office has decided all that it must.
pub fn check(round: &Round, checked: &Checked, file: &str, text: &str) -> Noted<bool> {
    let mut remarks = Vec::new();
    let undecided = round.undecided(assign::open(checked));
    for (name, what) in &undecided {
        let place = line_of(text, name).map_or_else(|| Place::file(file), |n| Place::line(file, n));
        remarks.push(
            Diagnostic::warning("round-undecided", format!("还没有定：{what}（{name}）"))
                .at(place)
                .hint("请办公室定好填上；定好以前不做自查表，也不收答复"),
        );
    }
    let answering = assign::answering(round, checked);
    for task in &answering.unused {
        let message = format!("answers 的 except 里写着任务 {task}，通知里没有这个编号");
        remarks.push(fault(message, file, task));
    }
    for unit in &answering.strangers {
        let message = format!("要由“{unit}”填报，通知和登记册里都没有这个单位");
        remarks.push(fault(message, file, unit));
    }
    remarks.extend(nobody(&answering.nobody, checked, file));
    let decided = undecided.is_empty();
    if decided && answering.units.is_empty() {
        let message = "照这样定，没有一个单位要填报".to_owned();
        remarks.push(fault(message, file, "by"));
    }
    Noted::new(decided, remarks)
}

fn fault(message: String, file: &str, words: &str) -> Diagnostic {
    Diagnostic::error("round-yaml", message)
        .at(Place::file(file).words(words))
        .hint("任务的编号（18-2）和单位的规范名，网页和任务表的数据文件里都有")
}

/// The tasks that the rule brings to nobody, by the reason.
fn nobody(tasks: &[(usize, Nobody)], checked: &Checked, file: &str) -> Vec<Diagnostic> {
    let mut reasons: Vec<(String, Vec<usize>)> = Vec::new();
    for (number, why) in tasks {
        let why = match why {
            // The office has decided that.
            Nobody::Ordered(_) => continue,
            Nobody::Collective(name) => format!("轮到的是统称“{name}”，不由成员填报，或成员不明"),
            Nobody::NoLead => "通知没有写明谁牵头".to_owned(),
            Nobody::NoUnit => "没有写明单位".to_owned(),
        };
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, tasks)) => tasks.push(*number),
            None => reasons.push((why, vec![*number])),
        }
    }
    let said = reasons.into_iter().map(|(why, tasks)| {
        let places = tasks.iter().take(MOST);
        let paths = places.filter_map(|n| checked.duties().tasks.get(*n)?.of(checked.notice()));
        let ids: Vec<String> = paths.map(|at| task_id(&at)).collect();
        let more = if tasks.len() > MOST { "等" } else { "" };
        let message = format!(
            "有 {} 条任务没有单位填报：{}{more}；{why}",
            tasks.len(),
            ids.join("、")
        );
        Diagnostic::warning("round-nobody", message)
            .at(Place::file(file).words("except"))
            .hint("请在 except 里写明由谁填（units），或写 nobody 和理由")
            .unassigned()
    });
    said.collect()
}

/// The line on which an entry of this name stands; remarks do not count.
fn line_of(text: &str, name: &str) -> Option<usize> {
    let mut lines = (1..).zip(text.lines());
    let found = lines.find(|(_, line)| {
        let entry = line.trim_start().strip_prefix(name);
        entry.is_some_and(|rest| rest.starts_with(':'))
    });
    found.map(|(number, _)| number)
}
