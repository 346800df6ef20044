//! The end of a run: its remarks, for people or for machines.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use crate::cli::{exit, output};
use crate::diag;
use crate::diag::format::Format;
use crate::diag::{Diagnostic, Severity, format};
use crate::pipeline::{Run, Stopped};

/// Draws all remarks, counts them, and says how the run `end`s: as it did, or in failure
/// where a machine did not get them all.
pub(super) fn report(
    run: &mut Run,
    quiet: bool,
    format: Format,
    end: Result<(), Stopped>,
) -> ExitCode {
    diag::sort(&mut run.remarks);
    let worth = |d: &&Diagnostic| !quiet || d.is_error();
    let shown: Vec<Diagnostic> = run.remarks.iter().filter(worth).cloned().collect();
    let machine = match format {
        Format::Human => None,
        Format::Json => Some(format::json(&shown, &run.texts) + "\n"),
        Format::Gitlab => Some(format::gitlab(&shown, &run.texts) + "\n"),
        Format::Github => Some(format::github(&shown, &run.texts)),
    };
    if let Some(text) = machine {
        if let Err(lost) = output::put(text) {
            draw(&[lost], run);
            return exit(Err(Stopped::Failed));
        }
    } else {
        draw(&shown, run);
    }
    exit(end)
}

/// Draws remarks for people.
fn draw(shown: &[Diagnostic], run: &Run) {
    let mut err = std::io::stderr().lock();
    let colour = err.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    // A closed pipe is the reader's business.
    let _ = write!(err, "{}", diag::draw(shown, &run.texts, colour));
    let count = |s: Severity| shown.iter().filter(|d| d.severity == s).count();
    if !shown.is_empty() {
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let notes = count(Severity::Note);
        let end = if errors > 0 {
            "；有错误，什么都没有改动"
        } else {
            ""
        };
        let unassigned = match shown.iter().filter(|d| d.unassigned).count() {
            0 => String::new(),
            n => format!("；其中 {n} 处说的是任务可能不落到任何单位"),
        };
        let _ = writeln!(
            err,
            "错误 {errors} 处，注意 {warnings} 处，说明 {notes} 处{unassigned}{end}"
        );
    }
}
