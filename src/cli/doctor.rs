//! `gongwen doctor`: what would fail, what stands in for what, what is not used.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::cli::args::Flags;
use crate::cli::report::report;
use crate::cli::{attempt, output};
use crate::diag::format::Format;
use crate::pipeline::{Health, Stopped};

pub(super) fn doctor(flags: &Flags) -> ExitCode {
    let (mut run, end) = attempt(flags, true, |job| {
        let health = job.pipeline.doctor();
        output::put(words(&health)).map_err(|lost| job.pipeline.refuse(lost))?;
        job.pipeline.end()
    });
    let no_project = run.remarks.iter().any(|d| d.rule == "no-project");
    let wrong = run.stopped();
    let lost = run.remarks.iter().any(|d| d.rule == "output-lost");
    let end = match (end, no_project || lost, wrong) {
        (Ok(()), ..) => Ok(()),
        (Err(_), false, true) => Err(Stopped::Errors),
        (Err(stopped), ..) => Err(stopped),
    };
    report(&mut run, flags.quiet, Format::Human, end)
}

/// What there is to tell beside remarks.
fn words(health: &Health) -> String {
    let mut text = String::new();
    // Writing into memory does not fail.
    let _ = writeln!(text, "做得成的通知：{} 份", health.notices);
    let _ = writeln!(text, "替下程序自带的文件：{} 个", health.own);
    text += "字体\n";
    for stand_in in &health.stand_ins {
        let _ = writeln!(text, "  {}", stand_in.describe());
    }
    if health.stand_ins.iter().any(|s| s.stands_in) {
        text += "  代用的都可以自由分发；有原字体的，用 --font-path 指明所在的文件夹\n";
    }
    text += "上限\n";
    for limit in &health.limits {
        let _ = writeln!(text, "  {limit}");
    }
    if health.limits.is_empty() {
        text += "  照通常的\n";
    }
    text
}
