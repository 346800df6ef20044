//! Named rules that a notice has to pass, and the only maker of [`Checked`].
//!
//! An error stops the build; a warning or note is drawn and the build goes on.

mod areas;
mod counts;
mod goals;
mod invisible_chars;
mod keys;
mod lengths;
mod numbering;
mod others;
mod reports;
mod text;
mod units;

pub(super) use units::looks_like;

use std::io;
use std::sync::Arc;

use serde::Serialize;

use crate::diag::locus::Line;
use crate::diag::{Diagnostic, Noted, Place};
use crate::notice::duty::Duties;
use crate::notice::phrases::Phrases;
use crate::notice::report::Report;
use crate::notice::{File, Notice, duty, report};
use crate::units::register::Register;

/// A notice that passed every rule, with its register and all that its words say: the
/// phrases of its tasks, whom they reach, what the circular asks to be reported. What comes
/// after reads no words. There is no other way to one than [`check`].
#[derive(Debug, Clone)]
pub struct Checked {
    notice: Notice,
    register: Arc<Register>,
    phrases: Phrases,
    report: Option<Report>,
    duties: Duties,
}

/// What is spooled of one.
#[derive(Serialize)]
struct Spooled<'c>(&'c Notice, &'c Phrases, &'c Option<Report>);

impl Checked {
    /// The notice.
    pub fn notice(&self) -> &Notice {
        &self.notice
    }

    /// The register of its jurisdiction.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The register, which notices of one agency share.
    pub fn shared_register(&self) -> &Arc<Register> {
        &self.register
    }

    /// What the phrases of its tasks say.
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// What the circular asks to be reported.
    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// Who has to do what.
    pub fn duties(&self) -> &Duties {
        &self.duties
    }

    /// The notice with what its words say, as text: an archive has hundreds.
    ///
    /// # Errors
    /// Never for our notices.
    pub fn to_spool(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Spooled(&self.notice, &self.phrases, &self.report))
    }

    /// The notice that was put away as this text, with its register.
    ///
    /// # Errors
    /// When it is not what was put away.
    pub fn from_spool(text: &[u8], register: Arc<Register>) -> io::Result<Checked> {
        let (notice, phrases, report) = serde_json::from_slice(text)?;
        Ok(Checked {
            duties: duty::duties(&notice, &register),
            phrases,
            report,
            register,
            notice,
        })
    }
}

/// Applies every rule. The value is `None` when one of them found an error.
///
/// `folder` is the notice's folder as shown in messages; it is pointed at where
/// the notice has no source.
pub fn check(notice: Notice, register: &Arc<Register>, folder: &str) -> Noted<Option<Checked>> {
    let phrases = Phrases::of(&notice, register);
    let asked = report::asked(&notice.circular.body);
    let mut auditor = Auditor {
        notice: &notice,
        phrases: &phrases,
        folder,
        remarks: Vec::new(),
    };
    auditor.numbering();
    auditor.stated_counts();
    auditor.circular_counts();
    auditor.tables();
    auditor.others();
    auditor.values();
    auditor.lengths();
    auditor.areas(register);
    auditor.sums(register);
    auditor.goals();
    auditor.units();
    auditor.names();
    auditor.collectives(register);
    auditor.attachments();
    auditor.dates();
    auditor.reports(&asked.unclear);
    auditor.unprinted();
    auditor.balance();
    auditor.signs();
    auditor.repeats();
    auditor.keys();
    let remarks = auditor.remarks;
    let stopped = remarks.iter().any(Diagnostic::is_error);
    let checked = (!stopped).then(|| Checked {
        duties: duty::duties(&notice, register),
        phrases,
        report: asked.report,
        register: Arc::clone(register),
        notice,
    });
    Noted::new(checked, remarks)
}

struct Auditor<'n> {
    notice: &'n Notice,
    phrases: &'n Phrases,
    folder: &'n str,
    remarks: Vec<Diagnostic>,
}

impl Auditor<'_> {
    /// A line of the source; without one, the words in a file of the folder.
    fn place(&self, line: Option<Line>, file: File, words: &str) -> Place {
        match (&self.notice.circular.source, line) {
            (Some(source), Some(line)) => Place::line(&source.file, line).words(words),
            _ => Place::file(format!("{}/{file}", self.folder)).words(words),
        }
    }

    fn error(&mut self, rule: &'static str, message: String, place: Place, hint: &str) {
        let error = Diagnostic::error(rule, message).at(place).hint(hint);
        self.remarks.push(error);
    }

    fn warning(&mut self, rule: &'static str, message: String, place: Place, hint: &str) {
        let warning = Diagnostic::warning(rule, message).at(place).hint(hint);
        self.remarks.push(warning);
    }

    fn note(&mut self, rule: &'static str, message: String, place: Place) {
        self.remarks.push(Diagnostic::note(rule, message).at(place));
    }
}
