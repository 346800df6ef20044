//! The phrases that were read with one register.
//!
//! Whoever reads a source asks for one phrase several times: in a list, to see whether words
//! in brackets are a statement and to take them; in a table, for each row that names the
//! same units. The check asks for all of them again, since a notice may as well come from
//! `content/`. Without this memory, reading and checking in one run takes 1.2 times as long
//! for one table of 194 rows, 1.9 times for one of 10,000, 1.5 times for a list, and 1.8
//! times for a list whose agency has no register. Behind the check nobody asks: a checked
//! notice has its phrases.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::units::named::Phrase;

/// So many phrases are remembered.
const MOST: usize = 16_384;

/// Phrases by their text. Copies of a register share them, on threads of their own. One that
/// is empty remembers nothing: that of a register which is not ready yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory(Option<Arc<Mutex<HashMap<String, Phrase>>>>);

impl Memory {
    /// One that remembers.
    pub(super) fn new() -> Memory {
        Memory(Some(Arc::default()))
    }

    /// What a phrase says, as it is remembered or as `read` says.
    pub(super) fn get(&self, text: &str, read: impl FnOnce() -> Phrase) -> Phrase {
        let Some(known) = &self.0 else {
            return read();
        };
        // Whoever panicked while holding it has changed all of an entry or nothing.
        let held = || known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held().get(text).cloned();
        found.unwrap_or_else(|| {
            let phrase = read();
            let mut held = held();
            if held.len() >= MOST {
                held.clear();
            }
            held.insert(text.to_owned(), phrase.clone());
            phrase
        })
    }
}
