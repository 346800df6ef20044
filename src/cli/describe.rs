//! `gongwen completions` and `gongwen man`: the command line described for shells and for
//! `man`, from the same description as the help.

use std::path::Path;
use std::process::ExitCode;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::args::{Cli, Flags};
use crate::cli::{exit, output, refused};
use crate::diag::Diagnostic;
use crate::pipeline::Stopped;
use crate::progress::Progress;
use crate::project::layout::{Layout, unwritten};

/// The headings of a manual page, and what they are called here.
const HEADINGS: [(&str, &str); 7] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "选项"),
    ("SUBCOMMANDS", "命令"),
    ("EXTRA", "另外"),
    ("VERSION", "版本"),
];

pub(super) fn completions(flags: &Flags, shell: Shell) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "gongwen", &mut text);
    match output::put(&text) {
        Ok(()) => exit(Ok::<(), Stopped>(())),
        Err(error) => refused(flags, error),
    }
}

pub(super) fn man(flags: &Flags, folder: &Path) -> ExitCode {
    match pages(folder) {
        Ok(count) => {
            let progress = Progress::new(flags.quiet);
            progress.say(&format!("{} 里写好了 {count} 页手册", folder.display()));
            exit(Ok::<(), Stopped>(()))
        }
        Err(error) => refused(flags, error),
    }
}

fn pages(folder: &Path) -> Result<usize, Diagnostic> {
    let mut command = Cli::command();
    command.build();
    let verbs = command.get_subcommands().cloned();
    let verbs = verbs.map(|verb| {
        let name = format!("gongwen-{}", verb.get_name());
        (name.clone(), verb.display_name(name))
    });
    let whole = ("gongwen".to_owned(), command.clone());
    let all: Vec<(String, Command)> = std::iter::once(whole).chain(verbs).collect();
    let mut layout = Layout::below(folder);
    let names: Vec<String> = all.iter().map(|(name, _)| format!("{name}.1")).collect();
    layout.free(names.iter().map(String::as_str))?;
    for ((_, command), name) in all.into_iter().zip(&names) {
        let page = page(command).map_err(|e| unwritten(&folder.join(name), &e));
        if let Err(error) = page.and_then(|page| layout.write(name, page.as_bytes())) {
            layout.undo();
            return Err(error);
        }
    }
    Ok(names.len())
}

/// A page, with its headings in Chinese.
fn page(command: Command) -> std::io::Result<String> {
    let mut text = Vec::new();
    Man::new(command).manual("gongwen").render(&mut text)?;
    let text = String::from_utf8_lossy(&text);
    let lines = text.lines().map(|line| {
        let heading = line.strip_prefix(".SH ").map(|word| word.trim_matches('"'));
        let known = HEADINGS.iter().find(|(name, _)| heading == Some(name));
        match known {
            Some((_, ours)) => format!(".SH {ours}\n"),
            None => format!(
                "{}\n",
                line.replace("[\\fIsubcommands\\fR]", "[\\fI命令\\fR]")
            ),
        }
    });
    Ok(lines.collect())
}
