//! `gongwen serve`: the same build as `gongwen build`, again and again.

use std::net::IpAddr;
use std::process::ExitCode;

use crate::cli::args::{Cli, Flags, Verb};
use crate::cli::render::out;
use crate::cli::report::report;
use crate::cli::{End, attempt};
use crate::diag::Diagnostic;
use crate::diag::format::Format;
use crate::pipeline::Run;
use crate::progress::Progress;
use crate::serve::Options;
use crate::{diag, serve};

/// Serves until it is told to end.
pub(super) fn serve(flags: Flags, port: Option<u16>, listen: IpAddr) -> ExitCode {
    let quiet = flags.quiet;
    let mut folders: Vec<_> = ["seeds", "content", "templates"]
        .map(|folder| flags.project.join(folder))
        .into();
    folders.extend(flags.templates.iter().chain(&flags.font_path).cloned());
    let options = Options {
        listen,
        port,
        out: out(&flags),
        project: flags.project.clone(),
        folders,
    };
    let building = Cli {
        verb: Some(Verb::Build),
        flags,
    };
    let build = move || {
        let (mut run, end) = attempt(&building);
        report(&mut run, quiet, Format::Human);
        let errors = run.remarks.into_iter().filter(Diagnostic::is_error);
        match end {
            End::Done => Ok(()),
            _ => Err(diag::draw(&errors.collect::<Vec<_>>(), &run.texts, false)),
        }
    };
    match serve::serve(&options, build, &Progress::new(quiet)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut run = Run::default();
            run.remarks.push(error);
            report(&mut run, quiet, Format::Human);
            ExitCode::from(2)
        }
    }
}
