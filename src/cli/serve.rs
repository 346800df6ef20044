//! `gongwen serve`: the same build as `gongwen build`, again and again.

use std::net::IpAddr;
use std::process::ExitCode;

use crate::cli::args::Flags;
use crate::cli::report::report;
use crate::cli::{attempt, build, refused};
use crate::diag;
use crate::diag::Diagnostic;
use crate::diag::format::Format;
use crate::interrupt;
use crate::pipeline::{Concerns, Run};
use crate::progress::Progress;
use crate::serve;
use crate::serve::{Options, Remark};

/// Serves until it is told to end.
pub(super) fn serve(flags: &Flags, port: Option<u16>, listen: IpAddr, open: bool) -> ExitCode {
    let quiet = flags.quiet;
    let mut folders: Vec<_> = ["seeds", "content", "templates"]
        .map(|folder| flags.project().join(folder))
        .into();
    folders.extend(flags.templates.iter().chain(&flags.font_path).cloned());
    let options = Options {
        listen,
        port,
        out: flags.out(),
        project: flags.project().to_owned(),
        folders,
        open,
    };
    let again_flags = flags.clone();
    let again = move || {
        let flags = &again_flags;
        let mut concerns = Concerns::default();
        let (mut run, end) = attempt(flags, quiet, |job| {
            let made = job.pipeline.build_told(Some(&mut concerns));
            build::finish(job, made)
        });
        report(&mut run, quiet, Format::Human, Ok(()));
        match end {
            Ok(()) => Ok(remarks(&run, &concerns)),
            Err(_) => {
                let errors = run.remarks.into_iter().filter(Diagnostic::is_error);
                Err(diag::draw(&errors.collect::<Vec<_>>(), &run.texts, false))
            }
        }
    };
    let ended = serve::serve(&options, again, &Progress::new(quiet));
    // A build may be under way.
    interrupt::end();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refused(flags, error),
    }
}

/// What is said of the notices, each with the pages that it concerns.
fn remarks(run: &Run, concerns: &Concerns) -> Vec<Remark> {
    let said = run.remarks.iter().filter_map(|remark| {
        let pages = concerns.pages(remark.place.as_ref()?);
        (!pages.is_empty()).then(|| Remark {
            pages,
            grave: remark.severity > diag::Severity::Note,
            text: diag::draw(std::slice::from_ref(remark), &run.texts, false),
        })
    });
    said.collect()
}
