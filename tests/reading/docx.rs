//! What is read from DOCX files: cases as text, from which the file is made.
//! `GONGWEN_BLESS=1` writes what comes of them anew.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gongwen::diag::{Diagnostic, Severity};
use gongwen::office;
use gongwen::project::limits::Limits;
use gongwen::read;
use gongwen::read::explain;
use gongwen::source::Source;
use gongwen::units::register::Register;

use crate::{cases, make_docx, wanted};

/// Opens a file as a seed is opened.
pub fn opened(file: &str, bytes: &[u8]) -> Result<Source, Diagnostic> {
    let source = office::source(file, bytes, Limits::default().of_package())?;
    source.map_or_else(|| Source::from_bytes(file, bytes), Ok)
}

/// One case: what it shows, its parts, and what comes of it.
struct Case {
    title: String,
    sections: Vec<(String, String)>,
}

impl Case {
    fn section(&self, name: &str) -> Option<&str> {
        let found = self.sections.iter().find(|s| s.0 == name);
        found.map(|s| s.1.as_str())
    }

    fn bytes(&self) -> Vec<u8> {
        let mut parts: Vec<(&str, String)> = Vec::new();
        for (name, text) in &self.sections {
            let xml = match name.as_str() {
                "body" => ("document", make_docx::blocks(text)),
                "numbering" => ("numbering", make_docx::lists(text)),
                "text" | "says" | "explain" => continue,
                name => (name, make_docx::blocks(text)),
            };
            parts.push(xml);
        }
        make_docx::zipped(&make_docx::parts(&parts))
    }
}

fn parse(text: &str) -> Vec<Case> {
    let mut found: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("=== ") {
            found.push(Case {
                title: title.to_owned(),
                sections: Vec::new(),
            });
        } else if let Some(case) = found.last_mut() {
            if let Some(name) = line.strip_prefix("--- ") {
                case.sections.push((name.to_owned(), String::new()));
            } else if let Some((_, section)) = case.sections.last_mut() {
                *section += line;
                section.push('\n');
            }
        }
    }
    found
}

fn head(text: &str) -> String {
    let lines = text.lines().take_while(|l| !l.starts_with("=== "));
    lines.map(|l| format!("{l}\n")).collect()
}

fn severity(remark: &Diagnostic) -> &'static str {
    match remark.severity {
        Severity::Error => "错误",
        Severity::Warning => "注意",
        Severity::Note => "说明",
    }
}

/// A remark in a line: how grave, its rule, where, and what it says.
fn said(remark: &Diagnostic) -> String {
    let locus = remark.place.as_ref().and_then(|p| p.locus);
    let locus = locus.map_or(String::new(), |l| format!(" {l}"));
    format!("{} {}{locus}：{}\n", severity(remark), remark.rule, remark.message)
}

/// What a case comes to: its blocks, what is said of the file, and what became of words
/// that are not in the document.
fn outcome(bytes: &[u8]) -> (String, String, String) {
    let source = match opened("seeds/a.docx", bytes) {
        Ok(source) => source,
        Err(error) => return (String::new(), said(&error), String::new()),
    };
    let blocks = explain::blocks(&source);
    let blocks = blocks.split_once('\n').unwrap().1.to_owned();
    let laid = source.laid().unwrap();
    let remarks: String = laid.remarks.iter().map(said).collect();
    let register = Register::bare("甲政发", "甲州市人民政府");
    let read = read::open(&source).read(&register, &[], "");
    let account = read.remarks.iter().find(|r| r.rule == "account");
    assert!(account.is_none(), "{account:?}");
    let full = explain::explain(&source, &read.value.account);
    let fates = full.lines().filter(|l| l.contains("舍去") && !l.starts_with(' '));
    let fates: String = fates.map(|l| format!("{l}\n")).collect();
    (blocks, remarks, fates)
}

/// Words of the file that are in its text nowhere.
fn lost(case: &Case, bytes: &[u8]) -> Vec<String> {
    let Ok(source) = opened("seeds/a.docx", bytes) else {
        return Vec::new();
    };
    let body = case.bytes_of_body();
    let mut lost = Vec::new();
    for (at, _) in body.match_indices("<w:t") {
        let rest = &body[at + 4..];
        if !rest.starts_with(['>', ' ']) {
            continue;
        }
        let Some((_, words)) = rest.split_once('>') else {
            continue;
        };
        let words = words.split("</w:t>").next().unwrap_or_default();
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let words = words.trim();
        if !words.contains("&#") && !words.contains("CDATA") && !source.text.contains(words) {
            lost.push(words.to_owned());
        }
    }
    lost
}

impl Case {
    fn bytes_of_body(&self) -> String {
        make_docx::blocks(self.section("body").unwrap_or_default())
    }
}

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(cases().join("docx")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn documents_of_word() {
    let bless = std::env::var_os("GONGWEN_BLESS").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut blessed = head(&text);
        for case in parse(&text) {
            let bytes = case.bytes();
            let (blocks, remarks, fates) = outcome(&bytes);
            let blocks = blocks.replace('\u{b}', "⏎");
            let lost = lost(&case, &bytes);
            assert!(lost.is_empty(), "{}: {lost:?}", case.title);
            blessed += &format!("=== {}\n", case.title);
            for (name, text) in &case.sections {
                if !matches!(name.as_str(), "text" | "says" | "explain") {
                    blessed += &format!("--- {name}\n{text}");
                }
            }
            for (name, got) in [("text", &blocks), ("says", &remarks), ("explain", &fates)] {
                if !got.is_empty() {
                    blessed += &format!("--- {name}\n{got}");
                }
                let want = case.section(name).unwrap_or_default();
                if wanted(&case.title) && want.trim_end() != got.trim_end() {
                    wrong.push(format!("{}: {name}\n{got}instead of\n{want}", case.title));
                }
            }
            blessed.push('\n');
            count += 1;
        }
        if bless {
            let tidy = blessed.replace("\n\n\n", "\n\n");
            std::fs::write(&file, tidy.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(count >= 40, "{count} cases");
    assert!(bless || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a text comes to, without its source and its places.
fn notice_of(file: &str, bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let source = opened(file, bytes).map_err(|e| said(&e))?;
    let opened = read::open(&source);
    let identity = opened.identify(&[]).map_err(|e| e.message)?;
    let read = opened.read(&identity.register, &[], "corrections.yaml");
    let notice = read.value.notice.ok_or("no notice")?;
    let files = notice.to_yaml()?;
    let plain = |text: &str| {
        let lines = text.lines().filter(|l| {
            let l = l.trim_start();
            !l.starts_with('#')
                && !l.starts_with("line: ")
                && !l.starts_with("- line: ")
                && !l.starts_with("file: seeds")
                && !l.starts_with("blake3: ")
        });
        lines.map(|l| format!("{l}\n")).collect()
    };
    let files = files.into_iter().map(|(name, text)| (name.to_string(), plain(&text)));
    Ok(files.collect())
}

fn texts(folder: PathBuf, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(path, found);
        } else if path.extension().is_some_and(|e| e == "txt") {
            found.push(path);
        }
    }
}

/// Rows that a text has in several lines, and a document in one.
const OF_TEXT: [&str; 2] = ["table-text-cells-with-line-ends", "table-text-roles-on-lines"];

/// The same notice as a text and as a document says the same.
#[test]
fn a_text_and_a_document_say_the_same() {
    let mut found = Vec::new();
    for folder in ["documents", "own/documents", "../samples", "../../seeds"] {
        texts(cases().join(folder), &mut found);
    }
    found.sort();
    let (mut same, mut wrong) = (0, Vec::new());
    for path in found {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if OF_TEXT.contains(&name.as_str()) {
            continue;
        }
        let Ok(text) = Source::from_bytes("seeds/a.txt", &bytes) else {
            continue;
        };
        let want = notice_of("seeds/a.txt", &bytes);
        let got = notice_of("seeds/a.docx", &make_docx::of_text(&text.text));
        match (want, got) {
            (Ok(want), Ok(got)) if want == got => same += 1,
            (Err(_), Err(_)) => same += 1,
            (want, got) => {
                let (want, got) = (show(&want), show(&got));
                let differs = want.lines().zip(got.lines()).find(|(a, b)| a != b);
                wrong.push(format!("{name}: {differs:?}"));
            }
        }
    }
    println!("{same} say the same");
    assert!(wrong.is_empty(), "{same} right\n{}", wrong.join("\n"));
    assert!(same > 30, "{same}");
}

fn show(found: &Result<BTreeMap<String, String>, String>) -> String {
    match found {
        Ok(files) => files.values().cloned().collect(),
        Err(error) => error.clone(),
    }
}
