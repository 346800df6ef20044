//! Remarks on duties that may reach nobody: counted in the last line of a run, and
//! errors for `check --strict`.

use crate::diag::{Diagnostic, Severity};

/// Makes errors of such remarks; returns how many there are.
pub(super) fn refuse(remarks: &mut [Diagnostic]) -> usize {
    let found = remarks.iter_mut().filter(|remark| remark.unassigned);
    found
        .map(|remark| remark.severity = Severity::Error)
        .count()
}
