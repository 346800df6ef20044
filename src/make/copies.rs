//! The list for the printer: how many copies of what, for whom, on how many leaves.
//! Pages are known only when the documents are made, so this comes after them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document::{Document, ManifestEntry};
use super::plan;
use super::view::{NoticeRef, NoticeViews};

/// The list of one notice.
#[derive(Debug, Serialize)]
pub struct CopiesView<'v> {
    /// The notice.
    pub notice: &'v NoticeRef,
    /// The circular for each unit that no packet brings it to, then the sheets and
    /// the packets in the order of their batches.
    pub rows: Vec<CopiesRow<'v>>,
    /// Leaves of all copies together.
    pub leaves: usize,
}

/// One document to print.
#[derive(Debug, Serialize)]
pub struct CopiesRow<'v> {
    /// `通知`, `任务单`, `资料册`.
    pub what: &'static str,
    /// For whom.
    pub audience: &'v str,
    /// Pages of one copy.
    pub pages: usize,
    /// Leaves of one copy, printed on both sides.
    pub leaves: usize,
    /// How many copies.
    pub copies: usize,
    /// Where it stands in the batch of its kind.
    pub first: Option<usize>,
}

/// The list of a notice; none where nothing is handed out but the circular.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn document(
    views: &NoticeViews,
    entries: &[ManifestEntry],
) -> Result<Option<Document>, String> {
    let id = &views.letter.notice.id;
    let pages: BTreeMap<&str, usize> = entries
        .iter()
        .filter_map(|e| Some((e.path.as_str(), e.pages?)))
        .collect();
    let pages_of = |below: &str| pages.get(format!("{id}/{below}.pdf").as_str()).copied();
    let with_packet = |unit: &str| {
        let mut governments = views.packets.iter().filter_map(|p| p.government.as_ref());
        governments.any(|g| g.name == unit)
    };
    let sheets = views.sheets.iter().filter_map(|sheet| {
        let pages = pages_of(&format!("units/{}", sheet.unit.slug))?;
        Some(("任务单", sheet.unit.name.as_str(), pages))
    });
    let packets = views.packets.iter().filter_map(|packet| {
        let pages = pages_of(&format!("areas/{}", packet.area.slug.as_ref()?))?;
        Some(("资料册", packet.area.full.as_str(), pages))
    });
    let mut rows: Vec<CopiesRow<'_>> = Vec::new();
    let alone = views.sheets.iter().filter(|s| !with_packet(&s.unit.name));
    if let Some(pages) = pages_of("notice") {
        rows.push(row(
            "通知",
            "没有资料册的责任单位",
            pages,
            alone.count(),
            None,
        ));
    }
    rows.extend(batch(sheets));
    rows.extend(batch(packets));
    if rows.iter().all(|r| r.copies == 0) {
        return Ok(None);
    }
    let view = CopiesView {
        notice: &views.letter.notice,
        leaves: rows.iter().map(|r| r.leaves * r.copies).sum(),
        rows,
    };
    plan::pdf(id, "print/copies", "copies", None, &view).map(Some)
}

/// The members of a batch: each begins on an odd page.
fn batch<'v>(
    members: impl Iterator<Item = (&'static str, &'v str, usize)>,
) -> impl Iterator<Item = CopiesRow<'v>> {
    let mut first = 1;
    members.map(move |(what, audience, pages)| {
        let row = row(what, audience, pages, 1, Some(first));
        first += 2 * row.leaves;
        row
    })
}

fn row<'v>(
    what: &'static str,
    audience: &'v str,
    pages: usize,
    copies: usize,
    first: Option<usize>,
) -> CopiesRow<'v> {
    CopiesRow {
        what,
        audience,
        pages,
        leaves: pages.div_ceil(2),
        copies,
        first,
    }
}
