//! `gongwen FILE`: everything that is made of one notice, in a folder beside it.

use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::args::{Cli, Flags};
use crate::cli::nearest::nearest;
use crate::cli::report::report;
use crate::cli::{attempt, build, refused};
use crate::diag::format::Format;
use crate::diag::visible;
use crate::project::made::Made;

pub(super) fn file(flags: &Flags, file: &Path) -> ExitCode {
    if !file.exists() && file.extension().is_none() && file.components().count() == 1 {
        return no_verb(&file.to_string_lossy());
    }
    let made = match Made::begin(file, flags.project.as_deref()) {
        Ok(made) => made,
        Err(error) => return refused(flags, error),
    };
    let flags = Flags {
        project: Some(made.folder.clone()),
        ..flags.clone()
    };
    let mut told = String::new();
    let (mut run, end) = attempt(&flags, flags.quiet, |job| {
        let out = job.flags.out().join("index.html");
        told = format!("请打开 {} 看", visible(&out.display().to_string()));
        build::build(job)
    });
    match end {
        Ok(()) if !flags.quiet => eprintln!("{told}"),
        Ok(()) => {}
        Err(_) => made.undo(),
    }
    report(&mut run, flags.quiet, Format::Human, end)
}

/// A word that is no verb, and no file either.
fn no_verb(word: &str) -> ExitCode {
    let command = Cli::command();
    if word == "help" {
        eprintln!("说明是 gongwen --help；一个命令的说明写在它后面：gongwen check --help");
        return ExitCode::from(2);
    }
    let verbs: Vec<&str> = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    let meant = nearest(word, verbs).map(|verb| format!("；是不是“{verb}”？"));
    eprintln!(
        "没有“{}”这个命令，也没有叫这个名字的文件{}\n用法见 gongwen --help",
        visible(word),
        meant.unwrap_or_default()
    );
    ExitCode::from(2)
}

/// A file and a verb.
pub(super) fn with_verb(file: &Path) -> ExitCode {
    eprintln!(
        "文件“{}”和命令不能写在一起\n用法见 gongwen --help",
        visible(&file.display().to_string())
    );
    ExitCode::from(2)
}
