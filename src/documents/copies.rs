//! The list for the printer: how many copies of what, for whom, on how many paper_sheets.
//! Pages are known only when the documents are made, so this comes after them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::documents::artifact::ManifestEntry;
use crate::documents::batches::{Handout, Member};
use crate::documents::document::Document;
use crate::documents::kind::DocumentKind;
use crate::documents::pdfs;
use crate::view::{NoticeRef, SetTitle, SetsTitles};
use crate::wording::Pages;

/// The list of one notice.
#[derive(Debug, Serialize)]
pub struct CopiesView<'h> {
    /// The notice.
    pub notice: &'h NoticeRef,
    /// The circular for each unit that no packet brings it to, then the sheets and
    /// the packets in the order of their batches.
    pub rows: Vec<CopiesRow<'h>>,
    /// Leaves of all copies together.
    pub paper_sheets: usize,
}

impl SetsTitles for CopiesView<'_> {
    /// Its title is a word of its template.
    fn titles(&self) -> Vec<SetTitle> {
        Vec::new()
    }
}

/// One document to print.
#[derive(Debug, Serialize)]
pub struct CopiesRow<'h> {
    /// `通知`, `任务单`, `资料册`.
    pub what: &'h str,
    /// For whom.
    pub audience: &'h str,
    /// Pages of one copy.
    pub pages: usize,
    /// Leaves of one copy, printed on both sides.
    pub paper_sheets: usize,
    /// How many copies.
    pub copies: usize,
    /// Where it stands in the batch of its kind.
    pub first: Option<usize>,
}

/// The path of the circular.
pub fn circular(id: &str) -> String {
    format!("{id}/notice.pdf")
}

/// The list of a notice, in these `words`; `made` are the documents on it, by their paths.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn document(
    handout: &Handout,
    made: &BTreeMap<Arc<str>, ManifestEntry>,
    words: &Pages,
) -> Result<Document, String> {
    let id = &handout.notice.id;
    let pages_of = |path: &str| made.get(path)?.pages;
    let mut rows: Vec<CopiesRow<'_>> = Vec::new();
    if let Some(pages) = pages_of(&circular(id)) {
        let (what, audience) = (&words.copies_notice, &words.copies_alone);
        rows.push(row(what, audience, pages, handout.alone, None));
    }
    rows.extend(batch(&words.copies_sheet, &handout.sheets, pages_of));
    rows.extend(batch(&words.copies_packet, &handout.packets, pages_of));
    let view = CopiesView {
        notice: &handout.notice,
        paper_sheets: rows.iter().map(|r| r.paper_sheets * r.copies).sum(),
        rows,
    };
    pdfs::pdf(id, "print/copies", DocumentKind::Copies, None, &view)
}

/// The members of a batch: each begins on an odd page.
fn batch<'h>(
    what: &'h str,
    members: &'h [Member],
    pages_of: impl Fn(&str) -> Option<usize>,
) -> Vec<CopiesRow<'h>> {
    let mut first = 1;
    let mut rows = Vec::new();
    for member in members {
        let Some(pages) = pages_of(&member.path) else {
            continue;
        };
        let row = row(what, &member.audience, pages, 1, Some(first));
        first += 2 * row.paper_sheets;
        rows.push(row);
    }
    rows
}

fn row<'h>(
    what: &'h str,
    audience: &'h str,
    pages: usize,
    copies: usize,
    first: Option<usize>,
) -> CopiesRow<'h> {
    CopiesRow {
        what,
        audience,
        pages,
        paper_sheets: pages.div_ceil(2),
        copies,
        first,
    }
}
