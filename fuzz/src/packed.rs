//! Documents made from a body in short, so that most of what a fuzzer tries is well formed:
//! `p{r{t{甲}}}` is a paragraph, `numId val=1{}` an element with an attribute. What is not
//! closed is closed at the end.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SPACES: [(&str, &str); 7] = [
    (
        "w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "mc",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    ),
    (
        "wps",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    ),
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        "m",
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
];

const PARTS: [&str; 4] = ["numbering", "styles", "footnotes", "comments"];

/// A package of a body and what may stand behind it.
pub(super) fn document(text: &str) -> Vec<u8> {
    let mut sections = text.split("\n---\n");
    let body = format!(
        "<w:body>{}</w:body>",
        xml(sections.next().unwrap_or_default())
    );
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut files = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                r#"<Types><Override PartName="/word/document.xml" ContentType="{word}"/></Types>"#
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                r#"<R><Relationship Id="a" Type="{office}/officeDocument" Target="word/document.xml"/></R>"#
            ),
        ),
        ("word/document.xml".to_owned(), rooted("document", &body)),
    ];
    let mut relations = String::new();
    for (part, section) in PARTS.iter().zip(sections) {
        relations +=
            &format!(r#"<Relationship Id="{part}" Type="{office}/{part}" Target="{part}.xml"/>"#);
        files.push((format!("word/{part}.xml"), rooted(part, &xml(section))));
    }
    files.push((
        "word/_rels/document.xml.rels".to_owned(),
        format!("<R>{relations}</R>"),
    ));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in files {
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn rooted(root: &str, inner: &str) -> String {
    let spaces = SPACES
        .iter()
        .map(|(prefix, uri)| format!(r#" xmlns:{prefix}="{uri}""#));
    let spaces: String = spaces.collect();
    format!("<w:{root}{spaces}>{inner}</w:{root}>")
}

/// The short form as XML, which is well formed whatever the text is.
fn xml(text: &str) -> String {
    let mut out = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut words = String::new();
    for c in text.chars() {
        match c {
            '{' => {
                let element = std::mem::take(&mut words);
                let mut parts = element.split_whitespace();
                let name = qualified(parts.next().unwrap_or("p"));
                out += &format!("<{name}");
                let mut known: Vec<&str> = Vec::new();
                for (key, value) in parts.filter_map(|p| p.split_once('=')) {
                    let plain = key.chars().all(|c| c.is_ascii_alphabetic()) && !key.is_empty();
                    if plain && !known.contains(&key) {
                        known.push(key);
                        out += &format!(r#" w:{key}="{}""#, escaped(value));
                    }
                }
                out.push('>');
                open.push(name);
            }
            '}' => {
                out += &escaped(&std::mem::take(&mut words));
                if let Some(name) = open.pop() {
                    out += &format!("</{name}>");
                }
            }
            _ => words.push(c),
        }
    }
    out += &escaped(&words);
    while let Some(name) = open.pop() {
        out += &format!("</{name}>");
    }
    out
}

/// A name that XML allows, in one of the spaces.
fn qualified(name: &str) -> String {
    let (prefix, name) = name.split_once(':').unwrap_or(("w", name));
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphabetic)
            .collect::<String>()
    };
    let prefix = SPACES.iter().find(|s| s.0 == prefix).map_or("w", |s| s.0);
    match plain(name) {
        name if name.is_empty() => format!("{prefix}:p"),
        name => format!("{prefix}:{name}"),
    }
}

fn escaped(text: &str) -> String {
    // Signs that XML has no place for.
    let text = text.replace(|c: char| c.is_control() && !matches!(c, '\t' | '\n'), "");
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
