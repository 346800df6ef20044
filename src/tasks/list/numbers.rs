//! Numbers below the items, which stand in the words of tasks: none is used twice.
//! Those of parts, sections and items are checked in the notice.

use std::collections::{BTreeMap, BTreeSet};

use crate::tasks::assembler::Assembler;
use crate::tasks::list::para::Para;
use crate::tasks::list::plan::{Plan, Role};

/// Says which number is used twice in one list.
pub(super) fn check(assembler: &mut Assembler<'_>, plan: &Plan, paras: &[Para]) {
    let mut wrong = Vec::new();
    // By parent and level.
    let mut seen: BTreeMap<(Option<usize>, usize), BTreeSet<u32>> = BTreeMap::new();
    let mut above = 0;
    for node in &plan.nodes {
        let between = &paras[above..node.at];
        above = node.at + 1;
        if node.role != Role::Words {
            continue;
        }
        let mark = paras[node.at].mark.as_ref();
        let Some(value) = mark.and_then(|mark| mark.value()) else {
            continue;
        };
        let words = |p: &Para| p.mark.is_none() && !p.is_statement();
        // Behind a line such as 具体措施： another list begins.
        let list = seen.entry((node.parent, node.rank)).or_default();
        if value == 1 && between.iter().any(words) {
            list.clear();
        }
        if !list.insert(value) {
            wrong.push((node.at, value));
        }
    }
    for (at, value) in wrong {
        let para = &paras[at];
        assembler.error(
            para.line,
            "task-numbering",
            format!("序号 {value} 在同一列任务里用了两次"),
            "请核对前后各条：可能重了一条，或序号写错",
        );
    }
}
