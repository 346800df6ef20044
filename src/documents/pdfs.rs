//! Which PDFs are typeset, for whom, and under which path.

use rayon::prelude::*;
use serde::Serialize;

use crate::documents::document::{Document, Json, Work};
use crate::view::NoticeViews;

/// The PDFs of one notice.
///
/// # Errors
/// Never for our views; a fault of serialising comes out as text.
pub fn documents(views: &NoticeViews) -> Result<Vec<Document>, String> {
    let id = &views.circular.notice.id;
    let mut made = vec![pdf(id, "notice", "notice", None, &views.circular)?];
    for annex in &views.circular.annexes {
        made.push(pdf(id, &annex.stem, annex.kind(), None, annex)?);
    }
    let sheets = views.sheets.par_iter().map(|sheet| {
        let stem = format!("units/{}", sheet.unit.slug);
        pdf(id, &stem, "sheet", Some(&sheet.unit.name), sheet)
    });
    let packets = views.packets.par_iter().filter_map(|packet| {
        let stem = format!("areas/{}", packet.area.slug.as_ref()?);
        Some(pdf(id, &stem, "packet", Some(&packet.area.full), packet))
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
    kind: &'static str,
    audience: Option<&str>,
    view: &impl Serialize,
) -> Result<Document, String> {
    Ok(Document {
        path: format!("{id}/{stem}.pdf"),
        kind,
        audience: audience.map(str::to_owned),
        work: Work::Pdf {
            template: kind,
            data: Json::of(view)?,
        },
    })
}
