//! Work over many documents on all cores.
//!
//! typst waits inside rayon; a rayon worker that waits takes another document onto
//! the same stack. So each worker here is a thread of its own with a rayon pool of
//! its own, of one thread, and takes the next document only when it has none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A document that could not be finished because the program has a fault.
#[derive(Debug, Clone)]
pub struct Fault {
    /// What the fault said.
    pub message: String,
}

/// Applies `work` to every item with `jobs` workers and gives the results in the
/// order of the items; `done` is told after each. A panic ends one item, not the run.
pub fn map<T: Sync, R: Send>(
    jobs: usize,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    done: impl Fn(&T) + Sync,
) -> Vec<Result<R, Fault>> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<Result<R, Fault>>>> =
        Mutex::new((0..items.len()).map(|_| None).collect());
    let worker = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            let result = catch_unwind(AssertUnwindSafe(|| work(item))).map_err(|panic| Fault {
                message: panic
                    .downcast_ref::<String>()
                    .cloned()
                    .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
                    .unwrap_or_default(),
            });
            done(item);
            let mut results = results.lock().unwrap_or_else(|e| e.into_inner());
            results[index] = Some(result);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, items.len().max(1)) {
            scope.spawn(
                || match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
                    Ok(pool) => pool.install(worker),
                    // Without a pool of its own the work is only slower.
                    Err(_) => worker(),
                },
            );
        }
    });
    let lost = || {
        Err(Fault {
            message: "没有结果".into(),
        })
    };
    let results = results.into_inner().unwrap_or_else(|e| e.into_inner());
    results
        .into_iter()
        .map(|r| r.unwrap_or_else(lost))
        .collect()
}
