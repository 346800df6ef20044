//! The package: parts in a fixed order with a fixed time, so that the same document has the
//! same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::render::docx::xml::Xml;

/// What an editor shows as the properties of the file.
pub(super) struct About<'a> {
    pub title: &'a str,
    pub author: &'a str,
    /// `2017-01-26`
    pub date: &'a str,
}

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The parts of a document beside its text, by their names and types, in the order of their
/// relations: the foot of odd pages is the fourth.
const PARTS: [(&str, &str); 5] = [
    ("styles", "styles"),
    ("settings", "settings"),
    ("fontTable", "fontTable"),
    ("footer1", "footer"),
    ("footer2", "footer"),
];

/// The file. `parts` are those of [`PARTS`].
///
/// # Errors
/// Never in memory; a fault of packing comes out as text.
pub(super) fn packed(
    about: &About<'_>,
    document: &str,
    parts: [&str; 5],
) -> Result<Vec<u8>, String> {
    let named = PARTS.iter().zip(parts);
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), types()),
        ("_rels/.rels".to_owned(), package_relations()),
        ("docProps/core.xml".to_owned(), core(about)),
        ("word/document.xml".to_owned(), document.to_owned()),
        ("word/_rels/document.xml.rels".to_owned(), relations()),
    ];
    files.extend(named.map(|((name, _), text)| (format!("word/{name}.xml"), text.to_owned())));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, text) in files {
        let started = archive.start_file(name, options);
        started.map_err(|e| e.to_string())?;
        let written = archive.write_all(text.as_bytes());
        written.map_err(|e| e.to_string())?;
    }
    let whole = archive.finish().map_err(|e| e.to_string())?;
    Ok(whole.into_inner())
}

fn types() -> String {
    let mut xml = Xml::new();
    xml.open("Types", &[("xmlns", TYPES)]);
    for (ending, kind) in [
        (
            "rels",
            "application/vnd.openxmlformats-package.relationships+xml",
        ),
        ("xml", "application/xml"),
    ] {
        xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
    }
    let mut part = |name: &str, kind: &str| {
        xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
    };
    part(
        "/docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
    );
    part("/word/document.xml", &format!("{WORD}.document.main+xml"));
    for (name, kind) in PARTS {
        part(&format!("/word/{name}.xml"), &format!("{WORD}.{kind}+xml"));
    }
    xml.finish()
}

fn package_relations() -> String {
    let mut xml = Xml::new();
    xml.open("Relationships", &[("xmlns", RELATIONS)]);
    for (id, kind, target) in [
        (
            "rId1",
            format!("{OFFICE}/officeDocument"),
            "word/document.xml",
        ),
        (
            "rId2",
            format!("{CORE}/core-properties"),
            "docProps/core.xml",
        ),
    ] {
        let related = [("Id", id), ("Type", &*kind), ("Target", target)];
        xml.empty("Relationship", &related);
    }
    xml.finish()
}

fn relations() -> String {
    let mut xml = Xml::new();
    xml.open("Relationships", &[("xmlns", RELATIONS)]);
    for (number, (name, kind)) in (1..).zip(PARTS) {
        let (id, kind) = (format!("rId{number}"), format!("{OFFICE}/{kind}"));
        let target = format!("{name}.xml");
        let related = [("Id", &*id), ("Type", &kind), ("Target", &target)];
        xml.empty("Relationship", &related);
    }
    xml.finish()
}

fn core(about: &About<'_>) -> String {
    let mut xml = Xml::new();
    let spaces = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.open("cp:coreProperties", &spaces);
    xml.element("dc:title", about.title);
    xml.element("dc:creator", about.author);
    xml.element("dc:language", "zh-CN");
    // The day of the notice: the time of a build is in no file.
    let day = format!("{}T00:00:00Z", about.date);
    for name in ["dcterms:created", "dcterms:modified"] {
        xml.open(name, &[("xsi:type", "dcterms:W3CDTF")]);
        xml.text(&day);
        xml.close();
    }
    xml.finish()
}
