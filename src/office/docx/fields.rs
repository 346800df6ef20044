//! Fields: words that Word works out. What is read of one is its result; one that has none,
//! or shows something else than that, is named.

use crate::office::docx::tree::State;

/// Fields that show nothing, with a result or without.
const SILENT: [&str; 12] = [
    "", "ADVANCE", "ASK", "NEXT", "NEXTIF", "PRIVATE", "RD", "SET", "SKIPIF", "TA", "TC", "XE",
];

/// Fields that Word draws by what they say, and writes down without a result.
const DRAWN: [&str; 6] = [
    "EQ",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
    "GOTOBUTTON",
    "MACROBUTTON",
    "SYMBOL",
];

/// So many characters are kept of what a field says.
const LONGEST: usize = 60;

/// A field that is open.
#[derive(Debug)]
pub(super) struct Field {
    /// What it says that is to be worked out.
    pub(super) code: String,
    /// It has come to its result.
    pub(super) has_result: bool,
    /// There are words in its result.
    pub(super) says: bool,
    /// Nobody deleted or hid it.
    is_shown: bool,
}

impl Field {
    pub(super) fn begun(state: State<'_>) -> Self {
        Field {
            code: String::new(),
            has_result: false,
            says: false,
            is_shown: state.is_shown(),
        }
    }

    /// More of what it says.
    pub(super) fn add(&mut self, code: &str) {
        let left = LONGEST.saturating_sub(self.code.chars().count());
        self.code.extend(code.chars().take(left));
    }

    /// Whether it shows something that its result does not say.
    pub(super) fn is_unread(&self) -> bool {
        let kind = self.code.split_whitespace().next().unwrap_or_default();
        let kind = kind.split('\\').next().unwrap_or_default().to_uppercase();
        let none = !self.has_result && !SILENT.contains(&kind.as_str());
        let drawn = !self.says && DRAWN.contains(&kind.as_str());
        self.is_shown && (none || drawn)
    }
}
