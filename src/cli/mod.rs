//! The command line: one file a verb, flags, and exit codes (0 done, 1 the notice has errors,
//! 2 could not run). All wording is here; `args` describes the whole.

mod args;
mod build;
mod check;
mod describe;
mod doctor;
mod eject;
mod file;
mod help;
mod init;
mod nearest;
mod output;
mod proof;
mod read;
mod report;
mod round;
mod schema;
mod serve;
mod signals;
mod units;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::diag::Diagnostic;
use crate::diag::format::Format;
use crate::pipeline::{Pipeline, Run, Stopped};
use crate::progress::Progress;
use args::{Cli, Flags, Verb, explain_usage};
use report::report;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let command = help::described(Cli::command());
    let parsed = command.try_get_matches();
    let Cli { file, verb, flags } = match parsed.and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(cli) => cli,
        Err(error) => return explain_usage(&error),
    };
    // A panic is told as a diagnostic by whoever runs the work; its backtrace is
    // of no use to a clerk.
    std::panic::set_hook(Box::new(|_| {}));
    let verb = match (file, verb) {
        (Some(file), None) => {
            signals::heed();
            return file::file(&flags, &file);
        }
        (Some(file), Some(_)) => return file::with_verb(&file),
        (None, verb) => verb.unwrap_or(Verb::Build),
    };
    // The server ends by itself.
    if !matches!(verb, Verb::Serve { .. }) {
        signals::heed();
    }
    match verb {
        Verb::Build => told(&flags, build::build),
        Verb::Read { explain, show } => told(&flags, |p| read::read(p, explain, show.is_some())),
        Verb::Check { format, strict } => check::check(&flags, format, strict),
        Verb::Proof { format, only } => proof::proof(&flags, format, &only.unwrap_or_default()),
        Verb::Round { id, notice } => told(&flags, |p| round::round(p, &id, notice.as_deref())),
        Verb::Units => told(&flags, units::units),
        Verb::Make { shard } => told(&flags, |p| build::make(p, shard)),
        Verb::Gather { shards } => told(&flags, |p| build::gather(p, shards)),
        Verb::Serve { port, listen, open } => serve::serve(&flags, port, listen, open),
        Verb::Init { folder, from } => init::init(&flags, folder, from.as_deref()),
        Verb::Eject { names, to, seen } => eject::eject(&flags, &names, to.as_deref(), seen),
        Verb::Schema => schema::schema(&flags),
        Verb::Doctor => doctor::doctor(&flags),
        Verb::Completions { shell } => describe::completions(&flags, shell),
        Verb::Man { folder } => describe::man(&flags, &folder),
    }
}

/// What a verb gets: the pipeline, and who is told how it goes on.
struct Job<'j, 'p> {
    pipeline: &'j mut Pipeline<'p>,
    progress: &'p Progress,
    flags: &'j Flags,
}

/// Runs a verb, and draws its remarks for people.
fn told(flags: &Flags, verb: impl FnOnce(Job<'_, '_>) -> Result<(), Stopped>) -> ExitCode {
    let (mut run, end) = attempt(flags, flags.quiet, verb);
    report(&mut run, flags.quiet, Format::Human, end)
}

/// Opens the pipeline and runs a verb over it, and ends well even where the program does not.
fn attempt(
    flags: &Flags,
    silent: bool,
    verb: impl FnOnce(Job<'_, '_>) -> Result<(), Stopped>,
) -> (Run, Result<(), Stopped>) {
    let mut run = Run::default();
    let options = flags.options();
    let progress = Progress::new(silent);
    let work = || {
        let mut pipeline = Pipeline::open(flags.project(), &options, &progress, &mut run)?;
        verb(Job {
            pipeline: &mut pipeline,
            progress: &progress,
            flags,
        })
    };
    let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        run.remarks.push(
            Diagnostic::error("internal", "程序自己出了错，成品没有动")
                .hint("这是我们的错；请把来件和 gongwen --version 一起交给维护者"),
        );
        Err(Stopped::Failed)
    });
    (run, end)
}

/// Says why the program could not run.
fn refused(flags: &Flags, error: Diagnostic) -> ExitCode {
    let mut run = Run::default();
    run.remarks.push(error);
    report(&mut run, flags.quiet, Format::Human, Err(Stopped::Failed))
}

fn exit(end: Result<(), Stopped>) -> ExitCode {
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stopped::Errors) => ExitCode::from(1),
        Err(Stopped::Failed) => ExitCode::from(2),
    }
}
