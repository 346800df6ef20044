//! What holds when a person or the system ends the process: a step that must be whole is
//! waited for, no other is begun, and what was half made is taken away.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

/// Read by every step, written by the end.
static GATE: RwLock<()> = RwLock::new(());

/// What is taken away at the end, in the order in which it was begun.
static HALF: Mutex<Vec<Half>> = Mutex::new(Vec::new());

/// Something that is not whole yet.
#[derive(Debug, PartialEq, Eq)]
struct Half {
    path: PathBuf,
    /// Whether a folder goes with all that is in it.
    with_all: bool,
}

/// Does a step that is not broken off: an end that is asked for waits for it. One step must
/// not stand in another.
pub fn whole<T>(step: impl FnOnce() -> T) -> T {
    let _step = GATE.read().unwrap_or_else(PoisonError::into_inner);
    step()
}

/// What stands at `path` is half made from now on; a folder goes with all that is in it.
pub fn begun(path: &Path) {
    add(path, true);
}

/// The same, but a folder in which something else came to lie is left.
pub fn begun_beside_others(path: &Path) {
    add(path, false);
}

fn add(path: &Path, with_all: bool) {
    let path = path.to_owned();
    half(|list| list.push(Half { path, with_all }));
}

/// What stands at `path` is whole, or was taken away.
pub fn done(path: &Path) {
    half(|list| list.retain(|half| half.path != path));
}

fn half<T>(change: impl FnOnce(&mut Vec<Half>) -> T) -> T {
    change(&mut HALF.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Waits for the steps under way, lets no other begin, and takes away what is half made. The
/// process must end after this.
pub fn end() {
    std::mem::forget(GATE.write().unwrap_or_else(PoisonError::into_inner));
    half(|list| {
        for half in list.drain(..).rev() {
            let is_folder = fs::symlink_metadata(&half.path).is_ok_and(|seen| seen.is_dir());
            // What cannot be taken away is left to the next run.
            let _ = match (is_folder, half.with_all) {
                (true, true) => fs::remove_dir_all(&half.path),
                (true, false) => fs::remove_dir(&half.path),
                (false, _) => fs::remove_file(&half.path),
            };
        }
    });
}
