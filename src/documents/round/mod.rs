//! What is printed and shown of a round of self-checks: the roll-up with its report, a reminder
//! for every unit that lacks something, the form to write on by hand, the page of the site.

pub(in crate::documents) mod lines;
pub mod report;
mod table;

use serde::Serialize;

use crate::documents::document::Document;
use crate::documents::kind::DocumentKind;
use crate::documents::pdfs;
use crate::notice::check::Checked;
use crate::rounds::OpenRound;
use crate::rounds::lacking;
use crate::rounds::rollup::RollUp;
use crate::view::NoticeRef;
use crate::wording::Wording;

use report::RollUpView;

/// What is shown of a round that the office has decided.
#[derive(Debug, Clone, Serialize)]
pub struct RoundViews {
    /// The id of the round: `2017-07`.
    pub id: String,
    /// Its roll-up; none before anything came.
    pub rollup: Option<RollUpView>,
}

/// The rounds of a notice that are decided, in their order.
pub fn views(
    rounds: &[OpenRound],
    checked: &Checked,
    notice: &NoticeRef,
    wording: &Wording,
) -> Vec<RoundViews> {
    let of = |open: &OpenRound| {
        let rollup = RollUp::of(open, checked).map(|found| {
            let lacks = lacking::lacking(open, checked);
            RollUpView::of(&found, &open.round, &lacks, notice, wording)
        });
        RoundViews {
            id: open.round.id.clone(),
            rollup,
        }
    };
    rounds.iter().filter(|open| open.decided).map(of).collect()
}

/// The PDFs of the rounds of a notice.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn documents(rounds: &[RoundViews]) -> Result<Vec<Document>, String> {
    let mut made = Vec::new();
    for round in rounds {
        if let Some(rollup) = &round.rollup {
            let stem = format!("rounds/{}/summary", round.id);
            let id = &rollup.notice.id;
            made.push(pdfs::pdf(id, &stem, DocumentKind::RollUp, None, rollup)?);
        }
    }
    Ok(made)
}
