//! The keys of documents: whether a file that was made before need not be made again.

use serde::Serialize;

use crate::documents::document::{Document, Work};
use crate::hash::{Digest, Key, PROGRAM};
use crate::render::docx::DocxRenderer;
use crate::render::html::HtmlRenderer;
use crate::render::pdf::PdfRenderer;

/// The key of the file before it is made: two documents with one key have the same
/// bytes. None where making it costs no more than looking it up.
pub(super) fn key(
    document: &Document,
    press: &PdfRenderer,
    docx: &DocxRenderer,
    site: &HtmlRenderer,
) -> Option<Key> {
    let key = match &document.work {
        Work::Pdf(typeset) => {
            let template = typeset.template;
            let parts = ["pdf", &press.key(template), template, &document.path];
            key_of(&parts, &(&typeset.data, &typeset.titles))
        }
        Work::Page { template, data } => {
            let parts = ["page", &site.key(), template, &document.path];
            key_of(&parts, data)
        }
        Work::Data { table, ending } => key_of(&["data", ending, &document.path], &table.hash()),
        Work::Form(form) => key_of(&["form", &document.path], &form.hash()),
        Work::Docx(view) => docx
            .key()
            .and_then(|with| key_of(&["docx", &document.path], &(with, view))),
        Work::Bound { title, members, .. } => key_of(&["bound", title, &document.path], members),
        Work::Archive { date, members } => key_of(&["archive", date, &document.path], members),
        Work::Ready(_) => return None,
    };
    key.ok()
}

/// The key of what is made from these, so that no two parts can run into one another.
fn key_of(parts: &[&str], data: &impl Serialize) -> Result<Key, String> {
    Digest::of_json(&(PROGRAM, parts, data))
}
