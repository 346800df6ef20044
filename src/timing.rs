//! Where the time of a run goes, stage by stage, for `--timings`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Times by stage. Stages in which several threads work count the time of each.
#[derive(Debug)]
pub struct Timings {
    began: Instant,
    stages: Mutex<BTreeMap<&'static str, Stage>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Stage {
    /// In which order stages were first seen.
    order: usize,
    times: usize,
    spent: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Timings {
            began: Instant::now(),
            stages: Mutex::default(),
        }
    }
}

impl Timings {
    /// Does `work` and counts its time to `stage`.
    pub fn time<R>(&self, stage: &'static str, work: impl FnOnce() -> R) -> R {
        let began = Instant::now();
        let result = work();
        self.add(stage, began.elapsed());
        result
    }

    /// Counts `spent` to `stage`.
    pub fn add(&self, stage: &'static str, spent: Duration) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let order = stages.len();
        let stage = stages.entry(stage).or_insert(Stage {
            order,
            ..Stage::default()
        });
        stage.times += 1;
        stage.spent += spent;
    }

    /// The table, the stages in the order in which they began.
    pub fn table(&self) -> String {
        let whole = self.began.elapsed();
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stages: Vec<(&str, Stage)> = stages.iter().map(|(n, s)| (*n, *s)).collect();
        stages.sort_by_key(|(_, stage)| stage.order);
        let milliseconds = |spent: Duration| spent.as_secs_f64() * 1000.0;
        let mut text = String::from("    毫秒    次数  阶段（几个线程同时做的，各算各的）\n");
        for (name, stage) in stages {
            let spent = milliseconds(stage.spent);
            let _ = writeln!(text, "{spent:8.1} {:7}  {name}", stage.times);
        }
        let _ = writeln!(text, "{:8.1} {:7}  从头到尾", milliseconds(whole), "");
        if let Some(peak) = peak_memory() {
            let _ = writeln!(text, "{peak:8.1} {:7}  内存最多（MB）", "");
        }
        text
    }
}

/// The most memory that this process has had, in MB, where the system tells.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
