//! `check`: looks at all, changes nothing, and says what is wrong for people or machines.

use std::process::ExitCode;

use crate::cli::args::Flags;
use crate::cli::attempt;
use crate::cli::report::report;
use crate::diag::format::Format;
use crate::diag::{Diagnostic, Severity};
use crate::pipeline::Stopped;

pub(super) fn check(flags: &Flags, format: Format, strict: bool) -> ExitCode {
    // Nothing else may be on what a machine reads.
    let silent = flags.quiet || format != Format::Human;
    let (mut run, mut end) = attempt(flags, silent, |job| job.pipeline.check());
    if strict && refuse(&mut run.remarks) > 0 && end.is_ok() {
        end = Err(Stopped::Errors);
    }
    report(&mut run, flags.quiet, format, end)
}

/// Makes errors of remarks on duties that may reach nobody; returns how many there are.
fn refuse(remarks: &mut [Diagnostic]) -> usize {
    let found = remarks.iter_mut().filter(|remark| remark.unassigned);
    found
        .map(|remark| remark.severity = Severity::Error)
        .count()
}
