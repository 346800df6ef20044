//! What a person sees while waiting: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::timing::Timings;

/// Shows how far a run has come, on standard error.
#[derive(Debug, Clone)]
pub struct Progress {
    quiet: bool,
    timings: Arc<Timings>,
}

/// One stage with a known number of steps.
#[derive(Debug)]
pub struct Stage {
    bar: ProgressBar,
}

impl Progress {
    /// Shows nothing at all when `quiet`.
    pub fn new(quiet: bool) -> Self {
        Progress {
            quiet,
            timings: Arc::default(),
        }
    }

    /// Says one thing.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            eprintln!("{line}");
        }
    }

    /// Does `work` and counts its time to `stage`.
    pub fn time<R>(&self, stage: &'static str, work: impl FnOnce() -> R) -> R {
        self.timings.time(stage, work)
    }

    /// Counts time to `stage`.
    pub fn spent(&self, stage: &'static str, spent: Duration) {
        self.timings.add(stage, spent);
    }

    /// Where the time went, as a table.
    pub fn timings(&self) -> String {
        self.timings.table()
    }

    /// Begins a stage of steps whose number is not known.
    pub fn count(&self, name: &str) -> Stage {
        let bar = ProgressBar::with_draw_target(None, self.target());
        show(&bar, name, "{prefix} {pos} {wide_msg}");
        Stage { bar }
    }

    fn target(&self) -> ProgressDrawTarget {
        if std::io::stderr().is_terminal() && !self.quiet {
            ProgressDrawTarget::stderr_with_hz(15)
        } else {
            ProgressDrawTarget::hidden()
        }
    }

    /// Begins a stage of `steps` steps.
    pub fn stage(&self, name: &str, steps: usize) -> Stage {
        if !std::io::stderr().is_terminal() {
            self.say(&format!("{name}：{steps} 份"));
        }
        let bar = ProgressBar::with_draw_target(Some(steps as u64), self.target());
        show(&bar, name, "{prefix} {bar:30} {pos}/{len} {wide_msg}");
        Stage { bar }
    }
}

fn show(bar: &ProgressBar, name: &str, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━━─"));
    }
    bar.set_prefix(name.to_owned());
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
