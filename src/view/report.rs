//! What the circular asks to be reported, as templates see it.

use crate::notice::{Paragraph, report};
use crate::view::ReportView;

/// What the circular asks for, in its own words.
pub(super) fn report(body: &[Paragraph]) -> Option<ReportView> {
    let found = report::report(body)?;
    Some(ReportView {
        quote: found.quote,
        times: found.times,
        to: found.to,
        what: found.what,
    })
}
