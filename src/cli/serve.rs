//! `gongwen serve`: the same build as `gongwen build`, again and again.

use std::net::IpAddr;
use std::process::ExitCode;

use crate::cli::args::Flags;
use crate::cli::report::report;
use crate::cli::{attempt, build};
use crate::diag::Diagnostic;
use crate::diag::format::Format;
use crate::pipeline::Run;
use crate::progress::Progress;
use crate::serve::Options;
use crate::{diag, serve};

/// Serves until it is told to end.
pub(super) fn serve(flags: &Flags, port: Option<u16>, listen: IpAddr) -> ExitCode {
    let quiet = flags.quiet;
    let mut folders: Vec<_> = ["seeds", "content", "templates"]
        .map(|folder| flags.project.join(folder))
        .into();
    folders.extend(flags.templates.iter().chain(&flags.font_path).cloned());
    let options = Options {
        listen,
        port,
        out: flags.out(),
        project: flags.project.clone(),
        folders,
    };
    let flags = flags.clone();
    let again = move || {
        let (mut run, end) = attempt(&flags, quiet, build::build);
        report(&mut run, quiet, Format::Human);
        let errors = run.remarks.into_iter().filter(Diagnostic::is_error);
        end.map_err(|_| diag::draw(&errors.collect::<Vec<_>>(), &run.texts, false))
    };
    match serve::serve(&options, again, &Progress::new(quiet)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut run = Run::default();
            run.remarks.push(error);
            report(&mut run, quiet, Format::Human);
            ExitCode::from(2)
        }
    }
}
