//! Work over many documents on all cores.
//!
//! typst waits inside rayon; a rayon worker that waits takes another document onto
//! the same stack. So each worker here is a thread of its own with a rayon pool of
//! its own, of one thread, and takes the next document only when it has none.
//!
//! Documents come from an iterator that makes them as they are asked for, so that few
//! more of them are in memory than are being worked on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

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

/// How many items may wait for a worker: so many batches of so many. One by one, whoever
/// draws them and whoever does them would wake each other for each.
const AHEAD: usize = 3;
const BATCH: usize = 16;

/// Applies `work` to every item with `jobs` workers and gives the results in the order
/// of the items; as for [`each`].
pub fn map<T: Send, R: Send>(
    jobs: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
) -> Vec<Result<R, Fault>> {
    let results: Mutex<Vec<(usize, Result<R, Fault>)>> = Mutex::default();
    let keep = |index, result| unpoisoned(results.lock()).push((index, result));
    let ended = each(jobs, items.enumerate(), |(index, item)| {
        keep(index, Ok(work(item)));
    });
    for (index, fault) in ended.faults {
        keep(index, Err(fault));
    }
    let mut results = unpoisoned(results.into_inner());
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// How a run over many items ended.
#[derive(Debug)]
pub struct Ended {
    /// How many items there were.
    pub count: usize,
    /// What ended in a panic, by the numbers of the items and in their order.
    pub faults: Vec<(usize, Fault)>,
}

/// Does `work` on every item with `jobs` workers. With more than one, a thread of its own
/// draws the items meanwhile. A panic in `work` ends one item, not the run; one in the
/// iterator ends the items, and counts as the last.
pub fn each<T: Send>(
    jobs: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) + Sync,
) -> Ended {
    let count = AtomicUsize::new(0);
    let mut items = drawn(items).enumerate().inspect(|(index, _)| {
        count.store(index + 1, Ordering::Relaxed);
    });
    let faults: Mutex<Vec<(usize, Fault)>> = Mutex::default();
    let one = &|(index, item): (usize, Result<T, Fault>)| {
        if let Err(fault) = item.and_then(|item| guarded(|| work(item))) {
            unpoisoned(faults.lock()).push((index, fault));
        }
    };
    std::thread::scope(|scope| {
        if jobs <= 1 {
            scope.spawn(move || in_pool(move || items.for_each(one)));
            return;
        }
        let (send, receive) = sync_channel(AHEAD);
        let queue = Arc::new(Mutex::new(receive.into_iter().flatten()));
        for _ in 0..jobs {
            let queue = Arc::clone(&queue);
            let next = move || unpoisoned(queue.lock()).next();
            scope.spawn(move || in_pool(move || std::iter::from_fn(next).for_each(one)));
        }
        scope.spawn(move || {
            loop {
                let batch: Vec<_> = items.by_ref().take(BATCH).collect();
                let last = batch.len() < BATCH;
                // Without a worker nobody takes it.
                if send.send(batch).is_err() || last {
                    break;
                }
            }
        });
    });
    let mut faults = unpoisoned(faults.into_inner());
    faults.sort_by_key(|(index, _)| *index);
    Ended {
        count: count.into_inner(),
        faults,
    }
}

/// The items, and a fault last where drawing them panics: what an iterator does after
/// that is not known.
fn drawn<T>(mut items: impl Iterator<Item = T>) -> impl Iterator<Item = Result<T, Fault>> {
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let next = guarded(|| items.next()).transpose()?;
        ended = next.is_err();
        Some(next)
    })
}

/// Does `work` in a rayon pool of one thread; without such a pool it is only slower.
fn in_pool(work: impl FnOnce() + Send) {
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// What a lock guards, even when a thread has panicked while it held it.
pub fn unpoisoned<G>(lock: Result<G, PoisonError<G>>) -> G {
    lock.unwrap_or_else(PoisonError::into_inner)
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
