//! Makes DOCX files for the tests: from a body written in short, or from the lines of a
//! plain text. `tests/cases/README.md` says how a body is written.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart""#;

/// The parts of a document and the root of each.
const PARTS: [(&str, &str); 9] = [
    ("document", "document"),
    ("numbering", "numbering"),
    ("styles", "styles"),
    ("footnotes", "footnotes"),
    ("endnotes", "endnotes"),
    ("comments", "comments"),
    ("header1", "hdr"),
    ("header2", "hdr"),
    ("footer1", "ftr"),
];

const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package, part by part.
pub fn zipped(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a document: those named in `inner`, by what stands inside their roots; of
/// `document` inside its body.
pub fn parts(inner: &[(&str, String)]) -> BTreeMap<String, Vec<u8>> {
    let mut parts = BTreeMap::new();
    let mut types = String::new();
    let mut relations = String::new();
    for (name, xml) in inner {
        let root = PARTS.iter().find(|p| p.0 == *name).unwrap().1;
        let xml = match *name {
            "document" => format!("<w:body>{xml}</w:body>"),
            _ => xml.clone(),
        };
        let kind = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let of = if *name == "document" {
            "document.main"
        } else {
            kind
        };
        types +=
            &format!(r#"<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{of}+xml"/>"#);
        if *name != "document" {
            relations += &format!(
                r#"<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>"#
            );
        }
        let text =
            format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} {SPACES}>{xml}</w:{root}>"#);
        parts.insert(format!("word/{name}.xml"), text.into_bytes());
    }
    let types = format!(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>"#
    );
    parts.insert("[Content_Types].xml".into(), types.into_bytes());
    let rels = |inner: &str| {
        let space = "http://schemas.openxmlformats.org/package/2006/relationships";
        format!(r#"<Relationships xmlns="{space}">{inner}</Relationships>"#).into_bytes()
    };
    let main = format!(
        r#"<Relationship Id="main" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>"#
    );
    parts.insert("_rels/.rels".into(), rels(&main));
    parts.insert("word/_rels/document.xml.rels".into(), rels(&relations));
    parts
}

/// A document whose body is this, in short.
pub fn document(body: &str) -> Vec<u8> {
    zipped(&parts(&[("document", blocks(body))]))
}

/// A body in short as XML.
pub fn blocks(body: &str) -> String {
    let mut xml = String::new();
    let mut rows = String::new();
    for line in body.lines() {
        if let Some(row) = line.strip_prefix("| ") {
            let cells = row.trim_end().trim_end_matches('|').split('|');
            let cells = cells.map(|c| format!("<w:tc>{}</w:tc>", cell(c.trim())));
            rows += &format!("<w:tr>{}</w:tr>", cells.collect::<String>());
            continue;
        }
        xml += &table(&mut rows);
        xml += &match line {
            "" => continue,
            "." => "<w:p/>".to_owned(),
            _ if line.starts_with('<') => line.to_owned(),
            _ => paragraph(line),
        };
    }
    xml + &table(&mut rows)
}

fn table(rows: &mut String) -> String {
    match std::mem::take(rows) {
        rows if rows.is_empty() => rows,
        rows => format!("<w:tbl>{rows}</w:tbl>"),
    }
}

fn cell(text: &str) -> String {
    let lines = text.split('/').map(str::trim);
    lines.map(paragraph).collect()
}

/// `#2.1 words` is in list 2 at level 1.
fn paragraph(line: &str) -> String {
    let numbered = line
        .strip_prefix('#')
        .map(|l| l.split_once(' ').unwrap_or((l, "")));
    let (properties, words) = match numbered {
        Some((at, words)) => {
            let (list, level) = at.split_once('.').unwrap();
            let level = format!(r#"<w:ilvl w:val="{level}"/>"#);
            let list = format!(r#"<w:numId w:val="{list}"/>"#);
            (
                format!("<w:pPr><w:numPr>{level}{list}</w:numPr></w:pPr>"),
                words,
            )
        }
        None => (String::new(), line),
    };
    format!("<w:p>{properties}{}</w:p>", run(words))
}

/// Words as a run.
pub fn run(words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let words = words
        .split('\t')
        .map(|part| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(part)));
    let words: Vec<String> = words.collect();
    format!("<w:r>{}</w:r>", words.join("<w:tab/>"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Lists in short: `list 1: chineseCounting %1、; decimal %2.` defines list 1 with two
/// levels; other lines are XML.
pub fn lists(text: &str) -> String {
    let (mut definitions, mut lists) = (String::new(), String::new());
    for line in text.lines() {
        let Some((n, levels)) = line.strip_prefix("list ").and_then(|l| l.split_once(": ")) else {
            match line.starts_with("<w:num ") {
                true => lists += line,
                false => definitions += line,
            }
            continue;
        };
        let levels = (0..).zip(levels.split("; ")).map(|(at, level)| {
            let (format, text) = level.split_once(' ').unwrap_or((level, ""));
            format!(
                r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
            )
        });
        let levels: String = levels.collect();
        definitions += &format!(r#"<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>"#);
        lists += &format!(r#"<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>"#);
    }
    definitions + &lists
}

/// A plain text as a document: a paragraph for every line; rows of cells between TABs as
/// tables, or as they are.
pub fn of_text(text: &str, with_tables: bool) -> Vec<u8> {
    let mut xml = String::new();
    let mut rows = String::new();
    for line in text.lines() {
        if line.contains('\t') && with_tables {
            let cells = line.split('\t');
            let cells = cells.map(|c| format!("<w:tc><w:p>{}</w:p></w:tc>", run(c)));
            rows += &format!("<w:tr>{}</w:tr>", cells.collect::<String>());
            continue;
        }
        xml += &table(&mut rows);
        xml += &format!("<w:p>{}</w:p>", run(line));
    }
    xml += &table(&mut rows);
    zipped(&parts(&[("document", xml)]))
}
