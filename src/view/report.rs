//! What the circular asks to be reported, as templates see it.

use crate::notice::report::Report;
use crate::view::ReportView;
use crate::wording::Reports;

/// What the circular asks for, in its own words, and what `words` call it.
pub(super) fn report(found: &Report, words: &Reports) -> ReportView {
    ReportView {
        quote: found.quote.clone(),
        times: found.times.clone(),
        to: found.to.clone(),
        what: match found.checks {
            true => words.check.clone(),
            false => words.send.clone(),
        },
    }
}
