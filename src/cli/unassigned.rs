//! Remarks on duties that may reach nobody: counted in the last line of a run, and
//! errors for `check --strict`.

use crate::diag::{Diagnostic, Severity};

/// The rules that say so.
const RULES: [&str; 6] = [
    "paragraph-without-units",
    "phrase-unread",
    "statement-without-task",
    "statement-without-units",
    "task-without-units",
    "units-for-some",
];

/// Whether a remark says that a duty may reach nobody.
pub(super) fn says(remark: &Diagnostic) -> bool {
    remark.severity > Severity::Note && RULES.contains(&remark.rule)
}

/// Makes errors of such remarks; returns how many there are.
pub(super) fn refuse(remarks: &mut [Diagnostic]) -> usize {
    let found = remarks.iter_mut().filter(|remark| says(remark));
    found
        .map(|remark| remark.severity = Severity::Error)
        .count()
}
