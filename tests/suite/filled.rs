//! Workbooks as other programs leave them: a form is filled, moved about and damaged by
//! changing the XML of its parts, never by our own writer; and by LibreOffice, where it is.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The parts of a workbook.
#[derive(Clone)]
pub struct Parts(pub BTreeMap<String, Vec<u8>>);

/// The sheet of tasks, and of values.
pub const TASKS: &str = "xl/worksheets/sheet1.xml";
pub const VALUES: &str = "xl/worksheets/sheet2.xml";
pub const STRINGS: &str = "xl/sharedStrings.xml";

impl Parts {
    pub fn of(bytes: &[u8]) -> Parts {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let name = part.name().unwrap().to_string();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            parts.insert(name, bytes);
        }
        Parts(parts)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            writer
                .start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    pub fn text(&self, part: &str) -> String {
        String::from_utf8(self.0[part].clone()).unwrap()
    }

    pub fn put(mut self, part: &str, text: impl Into<Vec<u8>>) -> Parts {
        self.0.insert(part.to_owned(), text.into());
        self
    }

    pub fn without(mut self, part: &str) -> Parts {
        assert!(self.0.remove(part).is_some(), "{part}");
        self
    }

    /// Replaces text in a part, which must stand there.
    pub fn replace(self, part: &str, from: &str, to: &str) -> Parts {
        let text = self.text(part);
        assert!(text.contains(from), "{part} has no {from}: {text}");
        let text = text.replace(from, to);
        self.put(part, text)
    }

    /// Gives a cell other contents: `inner` is XML, `kind` its type.
    pub fn cell(self, part: &str, at: &str, kind: &str, inner: &str) -> Parts {
        let text = self.text(part);
        let head = format!("<c r=\"{at}\"");
        let kind = match kind {
            "" => String::new(),
            kind => format!(" t=\"{kind}\""),
        };
        let new = match text.find(&head) {
            Some(from) => {
                let open = from + text[from..].find('>').unwrap();
                let empty = text[..open].ends_with('/');
                let end = match empty {
                    true => open + 1,
                    false => open + text[open..].find("</c>").unwrap() + 4,
                };
                let tag = text[from..open].trim_end_matches('/');
                let tag = tag.split(" t=").next().unwrap();
                format!("{}{tag}{kind}>{inner}</c>{}", &text[..from], &text[end..])
            }
            None => {
                // A place of its row that nothing stands in yet, or a row of its own.
                let row = at.trim_start_matches(|c: char| c.is_ascii_alphabetic());
                let cell = format!("<c r=\"{at}\"{kind}>{inner}</c>");
                match text.find(&format!("<row r=\"{row}\"")) {
                    Some(from) => {
                        let end = from + text[from..].find("</row>").unwrap();
                        format!("{}{cell}{}", &text[..end], &text[end..])
                    }
                    None => {
                        let row = format!("<row r=\"{row}\">{cell}</row></sheetData>");
                        text.replace("</sheetData>", &row)
                    }
                }
            }
        };
        self.put(part, new)
    }

    /// Writes words into a cell.
    pub fn set(self, part: &str, at: &str, words: &str) -> Parts {
        let words = words.replace('&', "&amp;").replace('<', "&lt;");
        let inner = format!("<is><t xml:space=\"preserve\">{words}</t></is>");
        self.cell(part, at, "inlineStr", &inner)
    }

    /// Gives a row of a sheet another number, and its cells.
    pub fn move_row(self, part: &str, from: u32, to: u32) -> Parts {
        let text = self.text(part);
        let at = text.find(&format!("<row r=\"{from}\"")).unwrap();
        let end = at + text[at..].find("</row>").unwrap() + 6;
        let mut row =
            text[at..end].replace(&format!("<row r=\"{from}\""), &format!("<row r=\"{to}\""));
        for column in 'A'..='Z' {
            row = row.replace(&format!("\"{column}{from}\""), &format!("\"{column}{to}\""));
        }
        let rest = format!("{}{}", &text[..at], &text[end..]);
        let rest = rest.replace("</sheetData>", &format!("{row}</sheetData>"));
        self.put(part, rest)
    }
}

/// Whether LibreOffice is there.
pub fn has_office() -> bool {
    let there = Command::new("soffice").arg("--version").output();
    let there = there.is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: no soffice, so no form is filled by another program");
    }
    there
}

/// Has LibreOffice write every file of an ending in a folder in another form.
pub fn convert(folder: &Path, ending: &str, form: &str) {
    let profile = tempfile::tempdir().unwrap();
    let files = fs::read_dir(folder).unwrap().flatten().map(|e| e.path());
    let files = files.filter(|path| path.extension().is_some_and(|e| e == ending));
    let output = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.path().display()
        ))
        .args(["--headless", "--convert-to", form, "--outdir"])
        .arg(folder)
        .args(files)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// Fills a form that LibreOffice wrote as flat XML: in every row with a key the empty places,
/// each with what `words` says of the key and of the number of the place.
pub fn fill(flat: &str, words: impl Fn(&str, usize) -> String) -> String {
    let mut filled = String::new();
    let mut rest = flat;
    while let Some(at) = rest.find("<table:table-row") {
        let end = at + rest[at..].find("</table:table-row>").unwrap_or(0);
        let (row, behind) = (&rest[at..end], &rest[end..]);
        filled.push_str(&rest[..at]);
        rest = behind;
        let key = row
            .split("<text:p>")
            .nth(1)
            .and_then(|t| t.split("</text:p>").next());
        let key = key.filter(|key| key.contains('#') && !key.starts_with("gongwen:line"));
        let Some(key) = key else {
            filled.push_str(row);
            // The tag itself must not be found again.
            continue;
        };
        // Of the empty places the last style is that of cells which are not locked.
        let empty: Vec<&str> = row
            .split("<table:table-cell ")
            .skip(1)
            .filter_map(|cell| cell.split_once("/>").map(|(head, _)| head))
            .filter(|head| !head.contains('>') && head.contains("table:style-name"))
            .collect();
        let style = |head: &str| head.split('"').nth(1).unwrap_or_default().to_owned();
        let open = style(empty.last().unwrap());
        let mut number = 0;
        let mut new = row.to_owned();
        for head in empty.iter().filter(|head| style(head) == open) {
            let many = head.split("columns-repeated=\"").nth(1);
            let many = many.and_then(|n| n.split('"').next());
            let many: usize = many.map_or(1, |n| n.parse().unwrap());
            let mut cells = String::new();
            for _ in 0..many {
                let text = words(key, number);
                number += 1;
                cells += &format!(
                    "<table:table-cell table:style-name=\"{open}\" office:value-type=\"string\">\
                     <text:p>{text}</text:p></table:table-cell>"
                );
            }
            new = new.replacen(&format!("<table:table-cell {head}/>"), &cells, 1);
        }
        filled.push_str(&new);
    }
    filled + rest
}
