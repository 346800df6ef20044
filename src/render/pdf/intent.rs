//! The output intent of a file for the press: which printing condition its inks are
//! meant for. typst cannot state one, and without it PDF/A allows no ink colours, so
//! a file for the press is PDF/UA only, and this is added to its catalogue.

use hayro_syntax::Pdf as Document;
use hayro_syntax::object::{ObjRef, Object};
use pdf_writer::{Finish, Name, Pdf, Ref, Settings, TextStr};

use crate::render::pdf::objects::{Change, Names, Result, array, objects, reference, trailer};

/// Uncoated paper, which official documents are printed on (5.1), as the ICC's
/// registry names the condition (ISO 12647-2); the registry holds its profile.
const CONDITION: &str = "FOGRA47";
const REGISTRY: &str = "http://www.color.org";

/// The file with its output intent.
///
/// # Errors
/// When the file cannot be read, which would be a fault of ours.
pub(super) fn stated(pdf: Vec<u8>) -> Result<Vec<u8>> {
    let room = pdf.len() + 1024;
    let pdf = Document::new(pdf).map_err(|e| format!("{e:?}"))?;
    let trailer = trailer(pdf.data().as_ref())?;
    let all = objects(&pdf)?;
    let intent = i32::try_from(all.len() + 1).map_err(|e| e.to_string())?;
    let intent = Ref::new(intent);
    let (catalog, facts) = (reference(&trailer, "Root")?, reference(&trailer, "Info")?);
    let names = Names::default();
    let mut file = Pdf::with_settings_and_capacity(Settings { pretty: false }, room);
    for (number, object) in (1..).zip(&all) {
        let id = ObjRef::new(number, 0);
        let new = names.at(id)?;
        match object {
            Object::Dict(entries) if id == catalog => {
                let mut written = file.catalog(new);
                // The writer says of what type it is.
                let changes = [b"Type".as_slice(), b"OutputIntents"].map(|key| (key, Change::Gone));
                names.entries(&mut written, entries, &changes)?;
                let mut intents = written.insert(Name(b"OutputIntents")).array();
                intents.item(intent);
            }
            Object::Dict(entries) if id == facts => {
                names.entries(&mut file.document_info(new), entries, &[])?;
            }
            other => names.write(&mut file, new, other, &[])?,
        }
    }
    let mut written = file.indirect(intent).dict();
    written.pair(Name(b"Type"), Name(b"OutputIntent"));
    written.pair(Name(b"S"), Name(b"GTS_PDFX"));
    written.pair(Name(b"OutputConditionIdentifier"), TextStr(CONDITION));
    written.pair(Name(b"RegistryName"), TextStr(REGISTRY));
    let about = "Offset, uncoated paper, ISO 12647-2";
    written.pair(Name(b"Info"), TextStr(about));
    written.finish();
    if let Ok(id) = array(&trailer, "ID") {
        let mut halves = id.iter::<hayro_syntax::object::String<'_>>();
        if let (Some(one), Some(other)) = (halves.next(), halves.next()) {
            file.set_file_id((one.to_vec(), other.to_vec()));
        }
    }
    Ok(file.finish())
}
