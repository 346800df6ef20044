//! The doors through which text from outside comes in, one function each. Whatever
//! comes, none may panic, and what is promised of each must hold. The fuzz targets
//! feed them at random; the suite feeds them a fixed number of inputs.

use std::sync::{Arc, OnceLock};

#[path = "packed.rs"]
mod packed;

use gongwen::blocks::amend;
use gongwen::diag::Diagnostic;
use gongwen::notice::draft::Draft;
use gongwen::notice::{File, Notice, check, yaml};
use gongwen::office;
use gongwen::project::bundles::Bundles;
use gongwen::project::limits::Limits;
use gongwen::read;
use gongwen::read::given::{Field, Given};
use gongwen::source::Source;
use gongwen::units::phrase;
use gongwen::units::register::Register;

const SEED: &str = include_str!("../../tests/samples/small/seeds/notice.txt");
const REGISTER: &str = include_str!("../../tests/samples/small/content/units/wuzhou.yaml");

/// A list of tasks without anything of a circular.
const EXCERPT: &str = "一、重点任务\n\n1. 建设平台。（责任单位：市科技局、财政局）\n\n2. 引进人才。（市人社局负责）\n";

/// A notice whose annex stands elsewhere.
const HEAD: &str = "梧州市人民政府文件\n梧政发〔2024〕6号\n关于下达任务的通知\n各区人民政府：\n\
    现将任务下达给你们。\n附件：任务表\n梧州市人民政府\n2024年3月5日\n";

fn register() -> &'static Register {
    static REGISTER_READ: OnceLock<Register> = OnceLock::new();
    REGISTER_READ.get_or_init(|| Register::from_yaml(REGISTER).unwrap())
}

/// The small sample, as the files of its folder.
fn files() -> &'static [(File, String)] {
    static FILES: OnceLock<Vec<(File, String)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let source = Source::from_bytes("notice.txt", SEED.as_bytes()).unwrap();
        let read = read::open(&source).read(register(), &[], "corrections.yaml");
        read.value.notice.unwrap().to_yaml().unwrap()
    })
}

/// A seed: the account of its characters closes, and what is read is written as YAML
/// that says the same.
pub fn seed(file: &str, bytes: &[u8]) {
    if let Ok(source) = Source::from_bytes(file, bytes) {
        reads(&source);
    }
}

/// A document: a package as it is, or one that is made from a body in short, with its
/// lists, styles and notes behind lines of `---`. The same holds as for any seed.
pub fn docx(bytes: &[u8]) {
    let made;
    let package = match std::str::from_utf8(bytes) {
        Ok(text) if !bytes.starts_with(b"PK") => {
            made = packed::document(text);
            &made
        }
        _ => bytes,
    };
    let bounds = Limits::default().of_package();
    if let Ok(Some(source)) = office::source("notice.docx", package, bounds) {
        let lines = source.text.matches('\n').count();
        assert_eq!(source.located().len(), lines, "a line has no place");
        reads(&source);
    }
}

/// A workbook behind a notice: a package as it is, or one that is made from sheets in short,
/// with lines of `---` between them. The same holds as for any seed.
pub fn xlsx(bytes: &[u8]) {
    let made;
    let package = match std::str::from_utf8(bytes) {
        Ok(text) if !bytes.starts_with(b"PK") => {
            made = packed::workbook(text);
            &made
        }
        _ => bytes,
    };
    let notice = Source::from_bytes("notice.txt", HEAD.as_bytes()).unwrap();
    let book = office::Book {
        file: "notice.xlsx",
        bytes: package,
    };
    let bounds = Limits::default().of_package();
    if let Ok((text, laid)) = office::annexes(&notice.text, "notice", &[book], bounds) {
        assert_eq!(laid.lines.len(), text.matches('\n').count());
        let unread = laid.remarks.iter().find(|r| r.rule == "words-unread");
        assert!(unread.is_none(), "{unread:?}");
        reads(&notice.with_workbooks(&text, laid, Vec::new()));
    }
}

fn reads(source: &Source) {
    let opened = read::open(source);
    let _ = opened.identify(std::slice::from_ref(register()));
    let read = opened.read(register(), &[], "corrections.yaml");
    closes(&read.remarks);
    let sum: usize = read.value.account.totals(source).values().sum();
    let whole = source.text.chars().count();
    assert!(read.has_errors() || sum == whole, "{sum} of {whole}");
    if let Some(notice) = read.value.notice {
        round(&notice);
        judge(notice, register());
    }
}

/// One file of a notice as YAML, beside the others of the small sample.
pub fn notice(name: &str, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Some(own) = File::of(name) else {
        return;
    };
    let others = files().iter().filter(|(file, _)| *file != own);
    let mut files: Vec<(File, String)> = others.cloned().collect();
    files.push((own, text.to_owned()));
    let read = Notice::from_yaml("content/x", &files);
    if let Ok(notice) = read {
        round(&notice);
        judge(notice, register());
    }
}

/// A register: one that is accepted reads the small sample.
pub fn units(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(register) = Register::from_yaml(text) else {
        return;
    };
    let source = Source::from_bytes("notice.txt", SEED.as_bytes()).unwrap();
    let read = read::open(&source).read(&register, &[], "corrections.yaml");
    closes(&read.remarks);
    if let Some(notice) = read.value.notice {
        round(&notice);
        judge(notice, &register);
    }
}

/// Corrections: those that are accepted are applied to the small sample.
pub fn corrections(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(list) = amend::from_yaml("corrections.yaml", text) else {
        return;
    };
    let source = Source::from_bytes("notice.txt", SEED.as_bytes()).unwrap();
    let read = read::open(&source).read(register(), &list, "corrections.yaml");
    closes(&read.remarks);
    if let Some(notice) = read.value.notice {
        round(&notice);
        judge(notice, register());
    }
}

/// What the office gives beside an excerpt: the excerpt is read with it, and what was
/// given for a field is what the notice says.
pub fn given(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(given) = Given::from_yaml("seeds/notice.yaml", text) else {
        return;
    };
    let title = given.get(Field::Title).map(str::to_owned);
    let source = Source::from_bytes("seeds/notice.txt", EXCERPT.as_bytes()).unwrap();
    let opened = read::open(&source).with_given(given);
    let _ = opened.identify(std::slice::from_ref(register()));
    let read = opened.read(register(), &[], "corrections.yaml");
    closes(&read.remarks);
    if let Some(notice) = read.value.notice {
        if let Some(title) = title.filter(|_| notice.circular.given.contains(&"title".to_owned())) {
            assert_eq!(notice.circular.title, title);
        }
        round(&notice);
        judge(notice, register());
    }
}

/// What is bound together for whom.
pub fn bundles(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(bundles) = Bundles::from_yaml(text) {
        let _ = bundles.packet.title("{name}");
        assert!(bundles.packet.members(&[]).len() <= bundles.packet.members.len());
    }
}

/// How much is too much.
pub fn limits(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(limits) = Limits::from_yaml(text) {
        let source = Source::from_bytes("notice.txt", SEED.as_bytes()).unwrap();
        let _ = read::open(&source).exceeds(&limits);
    }
}

/// A phrase of responsible units: every character is in a name, a qualifier, a word
/// of roles or what was left unread, once; between them are only marks.
pub fn phrase(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let text = gongwen::blocks::text::normal::normalise_str(text);
    let bare = Register::bare("苏府", "苏州市人民政府文件");
    for register in [register(), &bare] {
        let phrase = phrase::resolve(&text, register);
        let mut held = vec![false; text.len()];
        let mut hold = |span: std::ops::Range<usize>| {
            for at in span {
                assert!(!held[at], "held twice: {text}");
                held[at] = true;
            }
        };
        for name in &phrase.names {
            assert_eq!(&text[name.span.clone()], name.printed.as_str());
            hold(name.span.clone());
            if let Some(qualifier) = &name.qualifier {
                let behind = &text[name.span.end..];
                let open = behind.chars().next().map_or(0, char::len_utf8);
                assert!(behind[open..].starts_with(qualifier.as_str()), "{text}");
                hold(name.span.end..name.span.end + open + qualifier.len() + open);
            }
        }
        for span in phrase.words.iter().chain(&phrase.unread) {
            hold(span.clone());
        }
        let left = text.char_indices().filter(|(at, _)| !held[*at]);
        let left: String = left.map(|x| x.1).collect();
        assert!(
            left.chars()
                .all(|c| "、，；。！：（）〔〕［］[]〈〉‹›,;:/／|｜ \n".contains(c)),
            "{text}: {left}"
        );
    }
}

/// The account of a source has no gap, whatever else was wrong with it.
fn closes(remarks: &[Diagnostic]) {
    let gap = remarks.iter().find(|d| d.rule == "account");
    assert!(gap.is_none(), "{gap:?}");
}

fn round(notice: &Notice) {
    let files = notice.to_yaml().unwrap();
    let again = Notice::from_yaml("content/x", &files).unwrap();
    assert_eq!(&again, notice);
    for (_, text) in &files {
        assert!(!yaml::is_edited(text));
    }
}

/// Rules and drafts look at anything that can be read.
fn judge(notice: Notice, register: &Register) {
    Draft::default().add(&notice, register);
    let _ = check::check(notice, &Arc::new(register.clone()), "content/x");
}
