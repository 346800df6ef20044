//! Rounds of self-checks: what an office orders in a file, who answers for what, the form
//! of each unit with its keys, and what came back. It opens no files: bytes and texts are
//! handed in.
//!
//! [`round::Round`] is the file of a round, [`assign::answering`] says who answers,
//! [`form::forms`] what is handed out, [`booking::book`] reads one workbook,
//! [`gather::gather`] brings all of them together as [`answers::Answers`], and
//! [`totals::Totals`] counts.

pub mod answers;
pub mod assign;
pub mod booking;
pub mod check;
pub mod corrections;
pub mod draft;
pub mod form;
pub mod gather;
pub mod judge;
pub mod key;
pub mod lacking;
mod refusal;
pub mod rollup;
pub mod round;
mod shown;
pub mod totals;
mod workbook;

use std::collections::BTreeMap;

use answers::Answers;
use round::Round;

/// A round with what came back.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRound {
    /// What was ordered.
    pub round: Round,
    /// What came back so far.
    pub answers: Answers,
    /// Whether the office has decided all that it must; before that there are no forms.
    pub decided: bool,
}

/// The rounds of notices, by the ids of these, each list in the order of the rounds' ids.
pub type Rounds = BTreeMap<String, Vec<OpenRound>>;
