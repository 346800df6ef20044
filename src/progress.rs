//! What a person sees while waiting: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how far a run has come, on standard error.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    quiet: bool,
}

/// One stage with a known number of steps.
#[derive(Debug)]
pub struct Stage {
    bar: ProgressBar,
}

impl Progress {
    /// Shows nothing at all when `quiet`.
    pub fn new(quiet: bool) -> Self {
        Progress { quiet }
    }

    /// Says one thing.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            eprintln!("{line}");
        }
    }

    /// Begins a stage of `steps` steps.
    pub fn stage(&self, name: &str, steps: usize) -> Stage {
        let on_terminal = std::io::stderr().is_terminal();
        let target = if on_terminal && !self.quiet {
            ProgressDrawTarget::stderr_with_hz(15)
        } else {
            self.say(&format!("{name}：{steps} 份"));
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {wide_msg}")
        {
            bar.set_style(style.progress_chars("━━─"));
        }
        bar.set_prefix(name.to_owned());
        Stage { bar }
    }
}

impl Stage {
    /// One step is done.
    pub fn step(&self, what: &str) {
        self.bar.set_message(what.to_owned());
        self.bar.inc(1);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
