//! The output intent of a file for the press: which printing condition its inks are
//! meant for. typst cannot state one, and without it PDF/A allows no ink colours, so
//! a file for the press is PDF/UA only, and this is added to its catalogue.

use lopdf::{Document, Object, dictionary};

/// Uncoated paper, which official documents are printed on (5.1), as the ICC's
/// registry names the condition (ISO 12647-2); the registry holds its profile.
const CONDITION: &str = "FOGRA47";
const REGISTRY: &str = "http://www.color.org";

/// The file with its output intent.
///
/// # Errors
/// When the file cannot be read, which would be a fault of ours.
pub(super) fn stated(pdf: &[u8]) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(pdf)?;
    let intent = document.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => Object::string_literal(CONDITION),
        "RegistryName" => Object::string_literal(REGISTRY),
        "Info" => Object::string_literal("Offset, uncoated paper, ISO 12647-2"),
    });
    let catalogue = document.catalog_mut()?;
    catalogue.set("OutputIntents", vec![Object::Reference(intent)]);
    let mut bytes = Vec::with_capacity(pdf.len() + 1024);
    document.save_to(&mut bytes)?;
    Ok(bytes)
}
