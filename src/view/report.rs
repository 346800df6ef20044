//! What the circular asks to be reported, as templates see it.

use crate::notice::report::Report;
use crate::view::ReportView;

impl From<&Report> for ReportView {
    fn from(report: &Report) -> Self {
        ReportView {
            quote: report.quote.clone(),
            times: report.times.clone(),
            to: report.to.clone(),
            what: report.what.clone(),
        }
    }
}
