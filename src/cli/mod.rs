//! The command line: verbs, flags, exit codes (0 done, 1 the notice has errors,
//! 2 could not run). All wording is here and in `help.txt`.

mod args;
mod notices;
mod render;
mod report;
mod serve;
mod unassigned;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::diag::Diagnostic;
use crate::diag::format::Format;
use crate::notice::units::Register;
use crate::pipeline::{FromSeed, Run};
use crate::progress::Progress;
use crate::project::Project;
use crate::project::bundles::Bundles;
use crate::project::spool::Archive;
use crate::render::pdf::Press;
use crate::{proof, publish};
use args::{Cli, Flags, Verb, explain_usage};
use notices::Stock;
use render::{jobs, out, print_options, render, told};
use report::report;

/// How a run ended.
enum End {
    Done,
    /// The input has errors.
    Errors,
    /// The run itself failed.
    Failed,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return explain_usage(&error),
    };
    // A panic is told as a diagnostic by whoever runs the work; its backtrace is
    // of no use to a clerk.
    std::panic::set_hook(Box::new(|_| {}));
    if let Some(Verb::Serve { port, listen }) = cli.verb {
        return serve::serve(cli.flags, port, listen);
    }
    let (mut run, mut end) = attempt(&cli);
    let (format, strict) = match cli.verb {
        Some(Verb::Check { format, strict }) => (format, strict),
        _ => (Format::Human, false),
    };
    if strict && unassigned::refuse(&mut run.remarks) > 0 && matches!(end, End::Done) {
        end = End::Errors;
    }
    report(&mut run, cli.flags.quiet, format);
    match end {
        End::Done => ExitCode::SUCCESS,
        End::Errors => ExitCode::from(1),
        End::Failed => ExitCode::from(2),
    }
}

/// Does what the command line asks, and ends well even where the program does not.
fn attempt(cli: &Cli) -> (Run, End) {
    let mut run = Run::default();
    let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| execute(cli, &mut run)))
        .unwrap_or_else(|_| {
            run.remarks.push(
                Diagnostic::error("internal", "程序自己出了错，成品没有动")
                    .hint("这是我们的错；请把来件和 gongwen --version 一起交给维护者"),
            );
            End::Failed
        });
    (run, end)
}

fn execute(cli: &Cli, run: &mut Run) -> End {
    let flags = &cli.flags;
    let project = match Project::open(&flags.project) {
        Ok(project) => project,
        Err(error) => {
            run.remarks.push(error);
            return End::Failed;
        }
    };
    let verb = cli.verb.clone().unwrap_or(Verb::Build);
    let progress = Progress::new(flags.quiet || machine_reads(&verb));
    let Some(registers) = run.registers(&project) else {
        return End::Errors;
    };
    if matches!(verb, Verb::Units) {
        let mut found = Vec::new();
        let read = || run.read(&project, &registers, |_, one| found.push(one));
        progress.time("读来件", read);
        return units(run, &project, &found, &registers, flags.quiet);
    }
    let makes = matches!(verb, Verb::Build | Verb::Make { .. } | Verb::Gather { .. });
    let spool = spool(flags, makes);
    let stock = Stock::of(run, &project, &registers, &verb, &spool, &progress);
    if run.stopped() {
        return End::Errors;
    }
    if stock.notices.is_empty() {
        run.remarks.push(
            Diagnostic::error("no-notice", "没有通知可做：seeds/ 和 content/ 里都没有")
                .hint("请把通知全文存成 .txt 或 .md，放进 seeds/"),
        );
        return End::Errors;
    }
    for summary in &stock.summaries {
        progress.say(summary);
    }
    if matches!(verb, Verb::Build | Verb::Read { .. }) {
        match stock.write(run) {
            0 => progress.say("content/ 没有变化"),
            n => progress.say(&format!("content/ 写了 {n} 个文件，请看过改动再提交")),
        }
    }
    if run.stopped() {
        return End::Failed;
    }
    let notices = &stock.notices;
    let Some(bundles) = run.bundles(&project) else {
        return End::Errors;
    };
    if let Verb::Proof { format, only } = verb {
        let only = only.unwrap_or_default();
        return proof(
            run, &project, flags, notices, &bundles, &progress, format, &only,
        );
    }
    if makes {
        let rendered = render(run, &project, flags, &verb, notices, &bundles, &progress);
        let end = match rendered {
            Ok(made) => {
                progress.say(&told(flags, &made));
                run.remarks.extend(made.remarks);
                End::Done
            }
            Err(errors) => {
                run.remarks.extend(errors);
                End::Failed
            }
        };
        if flags.timings {
            eprint!("{}", progress.timings());
        }
        return end;
    }
    End::Done
}

/// Where notices lie that are put away: beside what is made of them, if anything is and
/// there is such a folder.
fn spool(flags: &Flags, makes: bool) -> PathBuf {
    let out = out(flags);
    let folder = publish::folder_of(&out);
    if makes && folder.is_dir() {
        folder.to_owned()
    } else {
        std::env::temp_dir()
    }
}

/// Whether standard output is for a machine, so that nothing else may be on it.
fn machine_reads(verb: &Verb) -> bool {
    matches!(verb, Verb::Check { format, .. } | Verb::Proof { format, .. } if *format != Format::Human)
}

/// Writes the drafts of registers that are missing; for those that exist, shows
/// what they lack.
fn units(
    run: &mut Run,
    project: &Project,
    found: &[FromSeed<'_>],
    registers: &[Register],
    quiet: bool,
) -> End {
    let drafts = run.drafts(project, found, registers);
    let progress = Progress::new(quiet);
    for draft in &drafts {
        if draft.register_exists {
            println!("# 登记册里还没有的叫法，请核对后抄进去\n{}", draft.text);
            continue;
        }
        match project.write_register(&draft.slug, &draft.text) {
            Ok(shown) => progress.say(&format!("写好了登记册初稿 {shown}，请逐条核对")),
            Err(error) => run.remarks.push(error),
        }
    }
    if drafts.is_empty() {
        progress.say("来件里的叫法登记册都有");
    }
    if run.stopped() {
        End::Errors
    } else {
        End::Done
    }
}

/// Lays out and measures everything; a rule that fails is an error of the run.
#[allow(clippy::too_many_arguments)]
fn proof(
    run: &mut Run,
    project: &Project,
    flags: &Flags,
    notices: &Archive,
    bundles: &Bundles,
    progress: &Progress,
    format: Format,
    only: &str,
) -> End {
    let templates = project.path("templates");
    let open = |seal_placeholder| {
        let options = print_options(project, flags, notices, seal_placeholder);
        Press::open(&templates, options)
    };
    let report = open(false).and_then(|press| {
        let sealed = open(true)?;
        for (name, text) in press.texts() {
            run.texts.add(name, text);
        }
        proof::proof(
            notices,
            bundles,
            &press,
            &sealed,
            jobs(flags),
            only,
            progress,
        )
    });
    match report {
        Ok(report) => {
            let text = match format {
                Format::Json => proof::json(&report) + "\n",
                _ => proof::human(&report),
            };
            // A closed pipe is the reader's business.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            if report.fails() {
                End::Errors
            } else {
                End::Done
            }
        }
        Err(errors) => {
            run.remarks.extend(errors);
            End::Failed
        }
    }
}
