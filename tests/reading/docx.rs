//! What is read from DOCX files: cases as text, from which the file is made.
//! `GONGWEN_BLESS=1` writes what comes of them anew.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gongwen::blocks::amend;
use gongwen::diag::{self, Diagnostic, Severity, Texts};
use gongwen::notice::Notice;
use gongwen::notice::check::check;
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
pub struct Case {
    pub title: String,
    pub sections: Vec<(String, String)>,
}

impl Case {
    pub fn section(&self, name: &str) -> Option<&str> {
        let found = self.sections.iter().find(|s| s.0 == name);
        found.map(|s| s.1.as_str())
    }

    pub fn bytes(&self) -> Vec<u8> {
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

pub fn parse(text: &str) -> Vec<Case> {
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
    format!(
        "{} {}{locus}：{}\n",
        severity(remark),
        remark.rule,
        remark.message
    )
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
    let fates = full
        .lines()
        .filter(|l| l.contains("舍去") && !l.starts_with(' '));
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
        let words = words
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
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
            let mut lost = lost(&case, &bytes);
            // What was lost is at least said to be.
            lost.retain(|_| !remarks.contains("words-unread"));
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
    assert!(count >= 110, "{count} cases");
    assert!(bless || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a text comes to, without its source and its places.
pub fn notice_of(file: &str, bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    notice_in(&opened(file, bytes).map_err(|e| said(&e))?)
}

/// The same of a source that is open.
pub fn notice_in(source: &Source) -> Result<BTreeMap<String, String>, String> {
    let opened = read::open(source);
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
                && !l.starts_with("workbooks:")
                && !l.starts_with("- file: seeds")
        });
        lines.map(|l| format!("{l}\n")).collect()
    };
    let files = files
        .into_iter()
        .map(|(name, text)| (name.to_string(), plain(&text)));
    Ok(files.collect())
}

pub fn texts(folder: PathBuf, found: &mut Vec<PathBuf>) {
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
const OF_TEXT: [&str; 2] = [
    "table-text-cells-with-line-ends",
    "table-text-roles-on-lines",
];

/// The same notice as a text and as a document says the same.
#[test]
fn a_text_and_a_document_say_the_same() {
    compare(true, &OF_TEXT);
}

/// The same pasted into a document as it is, with its TABs.
#[test]
fn a_text_that_was_pasted_says_the_same() {
    compare(false, &OF_TEXT);
}

fn compare(with_tables: bool, left_out: &[&str]) {
    let mut found = Vec::new();
    for folder in ["documents", "own/documents", "../samples", "../../seeds"] {
        texts(cases().join(folder), &mut found);
    }
    found.sort();
    let (mut same, mut wrong) = (0, Vec::new());
    for path in found {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if left_out.contains(&name.as_str()) {
            continue;
        }
        let Ok(text) = Source::from_bytes("seeds/a.txt", &bytes) else {
            continue;
        };
        let want = notice_of("seeds/a.txt", &bytes);
        let got = notice_of("seeds/a.docx", &make_docx::of_text(&text.text, with_tables));
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

pub fn show(found: &Result<BTreeMap<String, String>, String>) -> String {
    match found {
        Ok(files) => files.values().cloned().collect(),
        Err(error) => error.clone(),
    }
}

/// A small notice, in short.
const NOTICE: &str = "甲州市人民政府文件\n甲政发〔2024〕6号\n甲州市人民政府关于下达任务的通知\n各区人民政府：\n\
    现将任务下达给你们。\n甲州市人民政府\n2024年3月5日\n附件1\n任务分解表\n\
    | 序号 | 任务 | 责任单位 |\n| 1 | 建设平台 | 市科技局 |\n| 2 | 引进人才 | 市人社局，财政局 |";

/// The notice with corrections: its task annex, and what is said.
fn corrected(body: &str, corrections: &str) -> (String, Vec<Diagnostic>) {
    let bytes = make_docx::document(body);
    let source = opened("seeds/a.docx", &bytes).unwrap();
    let opened = read::open(&source);
    let identity = opened.identify(&[]).unwrap();
    let list = amend::from_yaml("corrections.yaml", corrections).unwrap();
    let read = opened.read(&identity.register, &list, "corrections.yaml");
    let files = read.value.notice.unwrap().to_yaml().unwrap();
    let all: Vec<String> = files.into_iter().map(|(_, text)| text).collect();
    (all.concat(), read.remarks)
}

#[test]
fn corrections_name_places() {
    for (correction, says) in [
        (
            "at: 表1第3行第3列\n  find: 财政局\n  replace: 税务局",
            "市人社局，税务局",
        ),
        (
            "at: 表1第3行\n  find: 财政局\n  replace: 税务局",
            "市人社局，税务局",
        ),
        (
            "at: 表 1 第 3 行 第 3 列\n  find: ，财政局",
            "text: 市人社局\n",
        ),
        (
            "line: 12 表1第3行\n  find: 财政局\n  replace: 税务局",
            "市人社局，税务局",
        ),
        (
            "line: 12\n  find: 财政局\n  replace: 税务局",
            "市人社局，税务局",
        ),
        (
            "at: 第5段\n  find: 任务\n  replace: 工作任务",
            "现将工作任务下达给你们。",
        ),
    ] {
        let (yaml, remarks) = corrected(NOTICE, &format!("- {correction}\n  why: 试\n"));
        assert!(yaml.contains(says), "{correction}\n{yaml}");
        assert!(!remarks.iter().any(|r| r.is_error()), "{remarks:?}");
    }
    for (correction, problem) in [
        // The words stand in another cell of the row.
        (
            "at: 表1第3行第2列\n  find: 财政局\n  replace: 税务局",
            "没有“财政局”",
        ),
        ("at: 表1第9行\n  find: 财政局", "没有这一行"),
        ("at: 表2第1行第1列\n  delete: 序号", "没有这一行"),
        ("at: 第1段\n  join_with: 第3段", "之间还有别的内容"),
        ("at: 第1段\n  join_with: 第99段", "后面没有第99段"),
        ("at: 文本框1第1段\n  find: 甲", "没有这一行"),
    ] {
        let (_, remarks) = corrected(NOTICE, &format!("- {correction}\n  why: 试\n"));
        let refused = remarks.iter().find(|r| r.rule == "correction-refused");
        let message = refused.map(|r| r.message.clone()).unwrap_or_default();
        assert!(message.contains(problem), "{correction}: {message}");
    }
    for (correction, problem) in [
        ("at: 表1第3列\n  find: 甲", "位置要写成"),
        ("at: 3\n  find: 甲", "位置要写成"),
        ("at: 第1段\n  line: 3\n  find: 甲", "只写一个"),
        ("find: 甲", "缺“line”"),
    ] {
        let text = format!("- {correction}\n  why: 试\n");
        let error = amend::from_yaml("corrections.yaml", &text).unwrap_err();
        assert!(
            error.message.contains(problem),
            "{correction}: {}",
            error.message
        );
    }
}

#[test]
fn a_cell_is_emptied_and_its_row_stays() {
    let fix = "- at: 表1第3行第3列\n  delete: 市人社局，财政局\n  why: 试\n";
    let (yaml, _) = corrected(NOTICE, fix);
    assert!(
        yaml.contains("引进人才") && !yaml.contains("市人社局"),
        "{yaml}"
    );
    // Two paragraphs of one sentence.
    let body = NOTICE.replace("现将任务下达", "现将任务\n下达");
    let (yaml, remarks) = corrected(&body, "- at: 第5段\n  join_with: 第6段\n  why: 试\n");
    assert!(yaml.contains("现将任务下达给你们。"), "{yaml}\n{remarks:?}");
}

/// Places are said as a person finds them, wherever they are said.
#[test]
fn places_as_a_person_finds_them() {
    let body = NOTICE.replace("引进人才 |", "引进（人才 |");
    let bytes = make_docx::document(&body);
    let source = opened("seeds/a.docx", &bytes).unwrap();
    let opened = read::open(&source);
    let identity = opened.identify(&[]).unwrap();
    let register = identity.register.into_owned();
    let mut read = read::open(&source).read(&register, &[], "corrections.yaml");
    let notice = read.value.notice.take().unwrap();
    let yaml: Vec<String> = notice.to_yaml().unwrap().into_iter().map(|f| f.1).collect();
    let yaml = yaml.concat();
    assert!(yaml.contains("line: 5 第5段\n"), "{yaml}");
    assert!(yaml.contains("line: 12 表1第3行\n"), "{yaml}");
    // What is written is read again.
    let again = Notice::from_yaml("content/x", &notice.to_yaml().unwrap());
    assert_eq!(again.ok().as_ref(), Some(&notice));
    let checked = check(notice, &std::sync::Arc::new(register), "content/x");
    let remark = checked
        .remarks
        .iter()
        .find(|r| r.rule == "unbalanced")
        .unwrap();
    let mut known = Texts::default();
    known.add_located(
        source.file.clone(),
        source.text.clone(),
        source.located().to_vec(),
    );
    let drawn = diag::draw(std::slice::from_ref(remark), &known, false);
    assert!(
        drawn.contains("--> seeds/a.docx 表1第3行第2列\n"),
        "{drawn}"
    );
    assert!(drawn.contains("2¦引进（人才¦市人社局，财政局"), "{drawn}");
    let coloured = diag::draw(std::slice::from_ref(remark), &known, true);
    assert!(
        coloured.contains("seeds/a.docx 表1第3行第2列\u{1b}") || coloured.contains("第2列\n"),
        "{coloured:?}"
    );
    // Where the file is gone the row is still known.
    let drawn = diag::draw(std::slice::from_ref(remark), &Texts::default(), false);
    assert!(drawn.contains("--> seeds/a.docx 表1第3行\n"), "{drawn}");
    let json = diag::format::json(std::slice::from_ref(remark), &known);
    assert!(
        json.contains(r#""place": "表1第3行第2列""#) && !json.contains("\"line\""),
        "{json}"
    );
    let github = diag::format::github(std::slice::from_ref(remark), &known);
    assert!(
        github.contains("::表1第3行第2列：") && !github.contains("line="),
        "{github}"
    );
    let names = explain::explain(&source, &read.value.account);
    assert!(names.contains("合计，与来件相符"), "{names}");
}
