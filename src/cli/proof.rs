//! `proof`: measures every page; a rule that fails is an error of the run.

use std::process::ExitCode;

use crate::cli::args::Flags;
use crate::cli::report::report;
use crate::cli::{attempt, output};
use crate::diag::format::Format;
use crate::pipeline::Stopped;
use crate::proof;

pub(super) fn proof(flags: &Flags, format: Format, only: &str) -> ExitCode {
    let silent = flags.quiet || format != Format::Human;
    let (mut run, end) = attempt(flags, silent, |job| {
        let report = job.pipeline.proof(only)?;
        let text = match format {
            Format::Json => proof::json(&report) + "\n",
            _ => proof::human(&report),
        };
        output::put(text).map_err(|lost| job.pipeline.refuse(lost))?;
        match report.fails() {
            true => Err(Stopped::Errors),
            false => Ok(()),
        }
    });
    report(&mut run, flags.quiet, Format::Human, end)
}
