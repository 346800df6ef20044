//! Which PDFs are typeset, for whom, and under which path.

use rayon::prelude::*;
use serde::Serialize;

use crate::documents::document::{Document, Typeset, Work};
use crate::documents::kind::DocumentKind;
use crate::view::{AnnexView, NoticeViews, SetsTitles, TableView};

/// The PDFs of one notice.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn documents(views: &NoticeViews) -> Result<Vec<Document>, String> {
    let id = &views.circular.notice.id;
    let mut made = vec![pdf(
        id,
        "notice",
        DocumentKind::Notice,
        None,
        &views.circular,
    )?];
    for annex in &views.circular.annexes {
        made.push(pdf(id, &annex.stem, kind_of(annex), None, annex)?);
    }
    let sheets = views.sheets.par_iter().map(|sheet| {
        let stem = format!("units/{}", sheet.unit.slug);
        pdf(
            id,
            &stem,
            DocumentKind::Sheet,
            Some(&sheet.unit.name),
            sheet,
        )
    });
    let packets = views.packets.par_iter().filter_map(|packet| {
        let stem = format!("areas/{}", packet.area.slug.as_ref()?);
        Some(pdf(
            id,
            &stem,
            DocumentKind::Packet,
            Some(&packet.area.full),
            packet,
        ))
    });
    made.extend(sheets.chain(packets).collect::<Result<Vec<_>, _>>()?);
    Ok(made)
}

/// A PDF of a notice: `stem` is its path below the folder of the notice, and `kind`
/// also names its template.
///
/// # Errors
/// As for [`documents`].
pub(super) fn pdf(
    id: &str,
    stem: &str,
    kind: DocumentKind,
    audience: Option<&str>,
    view: &(impl Serialize + SetsTitles),
) -> Result<Document, String> {
    Ok(Document {
        path: format!("{id}/{stem}.pdf"),
        kind,
        audience: audience.map(str::to_owned),
        work: Work::Pdf(Typeset::of(kind.name(), view)?),
    })
}

/// The kind of the document that an annex is printed in.
fn kind_of(annex: &AnnexView) -> DocumentKind {
    match annex.table {
        TableView::Indicators(_) => DocumentKind::Indicators,
        TableView::Tasks(_) => DocumentKind::Tasks,
        TableView::Annex(_) => DocumentKind::Annex,
    }
}
