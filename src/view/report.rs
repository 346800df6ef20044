//! What the circular asks to be reported, as templates see it.

use crate::notice::{Paragraph, report};
use crate::view::ReportView;
use crate::wording::Reports;

/// What the circular asks for, in its own words, and what `words` call it.
pub(super) fn report(body: &[Paragraph], words: &Reports) -> Option<ReportView> {
    let found = report::report(body)?;
    Some(ReportView {
        quote: found.quote,
        times: found.times,
        to: found.to,
        what: match found.checks {
            true => words.check.clone(),
            false => words.send.clone(),
        },
    })
}
