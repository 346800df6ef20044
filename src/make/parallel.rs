//! Work over many documents on all cores.
//!
//! typst waits inside rayon; a rayon worker that waits takes another document onto
//! the same stack. So each worker here is a thread of its own with a rayon pool of
//! its own, of one thread, and takes the next document only when it has none.
//!
//! Documents come from an iterator that makes them as they are asked for, so that
//! no more of them are in memory than are being worked on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// A document that could not be finished because the program has a fault.
#[derive(Debug, Clone)]
pub struct Fault {
    /// What the fault said.
    pub message: String,
}

impl Fault {
    fn of(panic: &(dyn std::any::Any + Send)) -> Fault {
        let words = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
        Fault {
            message: words.unwrap_or_default(),
        }
    }
}

/// Does `work`; a panic in it becomes a fault.
///
/// # Errors
/// What the panic said.
pub fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, Fault> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| Fault::of(&*panic))
}

/// Applies `work` to every item with `jobs` workers and gives the results in the order
/// of the items. A panic in `work` ends one item, not the run; one in the iterator ends
/// the items, and is the last result.
pub fn map<T: Send, R: Send>(
    jobs: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
) -> Vec<Result<R, Fault>> {
    let items = Mutex::new(Some(items.enumerate()));
    let results: Mutex<Vec<(usize, Result<R, Fault>)>> = Mutex::default();
    let keep = |index: usize, result: Result<R, Fault>| {
        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
        results.push((index, result));
    };
    let next = || {
        let mut items = items.lock().unwrap_or_else(PoisonError::into_inner);
        let iterator = items.as_mut()?;
        match guarded(|| iterator.next()) {
            Ok(next) => next,
            Err(fault) => {
                keep(usize::MAX, Err(fault));
                // What an iterator does after a panic is not known.
                *items = None;
                None
            }
        }
    };
    let worker = || {
        while let Some((index, item)) = next() {
            keep(index, guarded(|| work(item)));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(
                || match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
                    Ok(pool) => pool.install(worker),
                    // Without a pool of its own the work is only slower.
                    Err(_) => worker(),
                },
            );
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(results: Vec<Result<usize, Fault>>) -> Vec<Option<usize>> {
        results.into_iter().map(Result::ok).collect()
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let squares = map(4, 0..100, |n: usize| n * n);
        let wanted: Vec<_> = (0..100).map(|n| Some(n * n)).collect();
        assert_eq!(numbers(squares), wanted);
    }

    #[test]
    fn a_panic_ends_one_item() {
        let results = map(2, 0..10, |n: usize| {
            assert!(n != 3, "three");
            n
        });
        assert!(results[3].as_ref().is_err_and(|f| f.message == "three"));
        assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 9);
    }

    #[test]
    fn a_panic_of_the_iterator_ends_the_items() {
        let items = (0..10).inspect(|n| assert!(*n != 3, "three"));
        let results = map(2, items, |n: usize| n);
        assert_eq!(results.len(), 4);
        assert!(results[3].as_ref().is_err_and(|f| f.message == "three"));
    }
}
