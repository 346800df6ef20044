//! Which documents are handed out for others to edit (DOCX), and under which path: beside the
//! PDFs that hold the same.

use std::sync::Arc;

use crate::documents::document::{Document, Editable, Work};
use crate::documents::kind::DocumentKind;
use crate::view::NoticeViews;

/// The ending of their files.
pub const ENDING: &str = "docx";

/// Those of one notice.
pub fn documents(views: &NoticeViews) -> Vec<Document> {
    let circular = Arc::new(views.circular.clone());
    let id = &circular.notice.id;
    let document = |stem: &str, audience: Option<&str>, view: Editable| Document {
        path: format!("{id}/{stem}.{ENDING}"),
        kind: DocumentKind::Docx,
        audience: audience.map(str::to_owned),
        work: Work::Docx(view),
    };
    let notice = document("notice", None, Editable::Notice(Arc::clone(&circular)));
    let annexes = circular.annexes.iter().enumerate().map(|(at, annex)| {
        let view = Editable::Annex(Arc::clone(&circular), at);
        document(&annex.stem, None, view)
    });
    let sheets = views.sheets.iter().map(|sheet| {
        let stem = format!("units/{}", sheet.unit.slug);
        let view = Editable::Sheet(Box::new(sheet.clone()));
        document(&stem, Some(&sheet.unit.name), view)
    });
    std::iter::once(notice)
        .chain(annexes)
        .chain(sheets)
        .collect()
}
