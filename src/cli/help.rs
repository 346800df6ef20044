//! The help: drawn from the description of the command line, in Chinese and in columns that
//! a terminal with wide characters shows straight; for the whole, and for each verb.

use clap::builder::StyledStr;
use clap::{Arg, Command};

/// Lines are broken so that they take no more columns.
const WIDTH: usize = 92;

/// Signs that do not begin a line.
const CLOSING: &str = "，。；：、）”》！？";

/// The description, with the help of each verb in it.
pub(super) fn described(mut command: Command) -> Command {
    let names: Vec<String> = { command.get_subcommands() }
        .map(|verb| verb.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(name, |verb| {
            let text = of_verb(&verb);
            verb.override_help(text)
        });
    }
    let text = whole(&command);
    command.override_help(text)
}

/// The help of the program.
pub(super) fn whole(command: &Command) -> String {
    let mut text = about(command);
    text += "\n\n用法：gongwen [命令] [选项]\n      gongwen 文件 [选项]\n\n命令\n";
    let verbs = command.get_subcommands();
    let verbs: Vec<(String, String)> = { verbs }
        .map(|verb| (verb.get_name().to_owned(), about(verb)))
        .collect();
    text += &columns(&verbs);
    text += "  每个命令的选项见 gongwen 命令 --help\n";
    section(&mut text, "文件", command.get_positionals());
    section(&mut text, "选项", command.get_opts());
    after(&mut text, command);
    text
}

/// The help of one verb.
fn of_verb(verb: &Command) -> String {
    let name = verb.get_name();
    let mut text = format!("{}\n\n用法：gongwen {name}", about(verb));
    for arg in verb.get_positionals() {
        let word = left(arg);
        let word = word.trim_start();
        text += &match arg.is_required_set() {
            true => format!(" {word}"),
            false => format!(" [{word}]"),
        };
    }
    text += " [选项]\n";
    section(&mut text, "写什么", verb.get_positionals());
    section(&mut text, "选项", verb.get_opts());
    text += "\n各命令都能用的选项（--project、--out、--quiet 等）见 gongwen --help\n";
    after(&mut text, verb);
    text
}

fn about(command: &Command) -> String {
    plain(command.get_about())
}

fn after(text: &mut String, command: &Command) {
    if let Some(after) = command.get_after_help() {
        *text += &format!("\n{after}\n");
    }
}

fn plain(text: Option<&StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

/// Arguments under a heading; nothing where there is none.
fn section<'a>(text: &mut String, heading: &str, args: impl Iterator<Item = &'a Arg>) {
    let lines: Vec<(String, String)> = { args }
        .map(|arg| (left(arg), plain(arg.get_help())))
        .collect();
    if !lines.is_empty() {
        *text += &format!("\n{heading}\n{}", columns(&lines));
    }
}

/// How an argument is written: `-j, --jobs 数`.
fn left(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    let takes = arg.get_action().takes_values();
    let names: Vec<&str> = names.iter().filter(|_| takes).map(|n| n.as_str()).collect();
    let many = matches!(arg.get_num_args(), Some(n) if n.max_values() > 1);
    let mut values = names.join(" ");
    if many || arg.is_positional() && matches!(arg.get_action(), clap::ArgAction::Append) {
        values += " ……";
    }
    let flags = match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long} "),
        (None, Some(long)) => format!("--{long} "),
        _ => String::new(),
    };
    format!("{flags}{values}").trim_end().to_owned()
}

/// Two columns; what is too long for the second goes on below it.
fn columns(lines: &[(String, String)]) -> String {
    let widest = lines.iter().map(|(left, _)| width(left)).max().unwrap_or(0);
    let mut text = String::new();
    for (left, right) in lines {
        let mut gap = " ".repeat(widest - width(left));
        let mut left = left.as_str();
        for line in wrapped(right, WIDTH - widest - 4) {
            text += &format!("  {left}{gap}  {line}\n");
            (left, gap) = ("", " ".repeat(widest));
        }
    }
    text
}

/// A text in lines of at most so many columns: broken between wide characters and at spaces,
/// never in a word or before a closing sign.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        let joined = |last: &String| {
            let before = last.chars().last().unwrap_or(' ');
            CLOSING.contains(c) || "（“".contains(before) || narrow(c) && narrow(before)
        };
        match pieces.last_mut().filter(|last| joined(last)) {
            Some(last) => last.push(c),
            None => pieces.push(c.to_string()),
        }
    }
    let mut lines = vec![String::new()];
    for piece in pieces {
        let line = lines
            .last_mut()
            .filter(|l| width(l) + width(&piece) <= most);
        match line {
            Some(line) => line.push_str(&piece),
            None => lines.push(piece.trim_start().to_owned()),
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn narrow(c: char) -> bool {
    c.is_ascii() && c != ' '
}

/// How many columns a terminal gives a text.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if c < '\u{1100}' { 1 } else { 2 })
        .sum()
}
