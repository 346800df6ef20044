//! Reads one notice, as `gongwen read` and `gongwen check` do, and shows what came of it
//! as the cases see it.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gongwen::diag::{Diagnostic, Severity, Texts, rules};
use gongwen::notice::check::check;
use gongwen::notice::other::Block;
use gongwen::notice::{Content, Notice, Part, Section, Task};
use gongwen::project::limits::Limits;
use gongwen::read::given::Given;
use gongwen::source::Source;
use gongwen::units::register::Register;
use gongwen::{diag, read};

use crate::compare::plain;

/// Said of every notice here.
const NOT_MEANT: [&str; 1] = ["unknown-issuer"];

/// Words in the heading of a column that holds deadlines.
const DUE: [&str; 6] = [
    "时限",
    "期限",
    "完成时间",
    "时间节点",
    "时间要求",
    "时间安排",
];

/// A task as the cases see it.
#[derive(Debug, Clone, Default)]
pub struct TaskFields {
    pub text: String,
    pub units: Vec<String>,
    pub lead: Vec<String>,
    pub join: Vec<String>,
    pub collectives: Vec<String>,
    pub guide: Vec<String>,
    pub deadline: String,
    /// Extra columns by heading.
    pub columns: Vec<(String, String)>,
}

/// An item as the cases see it.
#[derive(Debug, Clone)]
pub struct ItemFields {
    /// The number as printed, and the running one.
    pub numbers: Vec<String>,
    pub name: String,
    pub part: String,
    pub section: String,
    pub tasks: Vec<TaskFields>,
}

/// An annex as the cases see it.
#[derive(Debug, Clone)]
pub struct AnnexFields {
    pub file: String,
    pub number: Option<u32>,
    pub title: String,
    /// Of one that is kept as printed.
    pub blocks: Vec<String>,
}

/// Something said, with its place in lines and the words under its caret.
#[derive(Debug, Clone)]
pub struct Remark {
    pub severity: Severity,
    pub message: String,
    pub line: usize,
    pub under: String,
}

/// One notice, read and checked.
#[derive(Debug)]
pub struct Run {
    /// None where it was refused, or has no tasks.
    pub items: Option<Vec<ItemFields>>,
    pub annexes: Vec<AnnexFields>,
    pub date: String,
    /// `notice.yaml`.
    pub circular: serde_json::Value,
    pub remarks: Vec<Remark>,
    /// The program gave up, with this to say.
    panic: Option<String>,
}

impl Run {
    /// Reads `bytes` as the seed `name`, with a register of `content/units/` or `none`.
    pub fn new(name: &str, bytes: &[u8], register: &str, given: &str) -> Run {
        let attempt = || attempt(&format!("seeds/{name}"), bytes, register, given);
        catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|panic| {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or(panic.downcast_ref::<&str>().map(|w| (*w).to_owned()));
            Run {
                items: None,
                annexes: Vec::new(),
                date: String::new(),
                circular: serde_json::Value::Null,
                remarks: Vec::new(),
                panic: Some(format!("panic: {}", words.unwrap_or_default())),
            }
        })
    }

    /// Whether it was refused.
    pub fn has_errors(&self) -> bool {
        self.remarks.iter().any(|r| r.severity == Severity::Error)
    }

    /// Why there are no items.
    pub fn first_error(&self) -> String {
        let error = self.remarks.iter().find(|r| r.severity == Severity::Error);
        let error = error.map(|r| format!("error at line {}: {}", r.line, r.message));
        let error = error.or_else(|| self.panic.clone());
        error.unwrap_or_else(|| "no tasks".into())
    }

    /// Whether one remark quotes the words, in its message or under its caret.
    pub fn says(&self, severity: Severity, words: &[String], lines: Option<&[usize]>) -> bool {
        self.remarks.iter().any(|remark| {
            let quotes = |words: &String| {
                let words = plain(words);
                plain(&remark.message).contains(&words) || words == plain(&remark.under)
            };
            remark.severity == severity
                && lines.is_none_or(|lines| lines.contains(&remark.line))
                && words.iter().all(quotes)
        })
    }

    /// Every task, in printed order.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskFields> + Clone {
        self.items.iter().flatten().flat_map(|item| &item.tasks)
    }
}

/// The rules by which something was said so far.
pub fn said() -> MutexGuard<'static, BTreeSet<(&'static str, Severity)>> {
    static SAID: Mutex<BTreeSet<(&'static str, Severity)>> = Mutex::new(BTreeSet::new());
    SAID.lock().unwrap_or_else(PoisonError::into_inner)
}

fn attempt(file: &str, bytes: &[u8], register: &str, given: &str) -> Run {
    let registers: Vec<Arc<Register>> = match register {
        "none" => Vec::new(),
        name => vec![load(name)],
    };
    let mut texts = Texts::default();
    let (notice, mut remarks) = read_and_check(file, bytes, &registers, given, &mut texts);
    for remark in &remarks {
        let (rule, severity) = (remark.rule, remark.severity);
        assert!(
            rules::allows(rule, severity),
            "{rule} is not registered as {severity:?}"
        );
        said().insert((rule, severity));
    }
    remarks.retain(|r| !NOT_MEANT.contains(&r.rule));
    diag::sort(&mut remarks);
    let stopped = remarks.iter().any(Diagnostic::is_error);
    let notice = notice.filter(|_| !stopped);
    let date = |n: &Notice| n.circular.date.to_string();
    Run {
        items: notice.as_ref().and_then(items),
        annexes: notice.as_ref().map(annexes).unwrap_or_default(),
        date: notice.as_ref().map(date).unwrap_or_default(),
        circular: serde_json::to_value(notice.as_ref().map(|n| &n.circular)).unwrap(),
        remarks: remarks.iter().map(|r| place(r, &texts, bytes)).collect(),
        panic: None,
    }
}

/// The notice and all that reading and checking it says.
fn read_and_check(
    file: &str,
    bytes: &[u8],
    registers: &[Arc<Register>],
    given: &str,
    texts: &mut Texts,
) -> (Option<Notice>, Vec<Diagnostic>) {
    let source = match Source::from_bytes(file, bytes) {
        Ok(source) => source,
        Err(error) => return (None, vec![error]),
    };
    texts.add(source.file.clone(), source.text.clone());
    texts.add("seeds/notice.yaml", given);
    let given = match Given::from_yaml("seeds/notice.yaml", given) {
        Ok(given) => given,
        Err(error) => return (None, vec![error]),
    };
    let opened = read::open(&source).with_given(given);
    let errors = opened.exceeds(&Limits::default());
    if !errors.is_empty() {
        return (None, errors);
    }
    let known = registers.first().map(|r| std::slice::from_ref(&**r));
    let identity = match opened.identify(known.unwrap_or_default()) {
        Ok(identity) => identity,
        Err(error) => return (None, vec![opened.lacking(error)]),
    };
    let read = opened.read(&identity.register, &[], "corrections.yaml");
    let sum: usize = read.value.account.totals(&source).values().sum();
    let mut remarks = read.remarks;
    let stopped = remarks.iter().any(Diagnostic::is_error);
    if !stopped && sum != source.text.chars().count() {
        remarks.push(Diagnostic::error("account", "the account does not sum"));
    }
    let Some(notice) = read.value.notice else {
        return (None, remarks);
    };
    let circular = &notice.circular;
    let code = &circular.document_number.agency;
    let register = match registers.iter().find(|r| r.issuer(code).is_some()) {
        Some(register) => Arc::clone(register),
        None => Arc::new(Register::bare(code, &circular.masthead)),
    };
    let checked = check(notice.clone(), &register, "content/notice");
    remarks.extend(checked.remarks);
    (Some(notice), remarks)
}

/// A register of `content/units/`, read once.
pub fn load(name: &str) -> Arc<Register> {
    static LOADED: Mutex<BTreeMap<String, Arc<Register>>> = Mutex::new(BTreeMap::new());
    let mut loaded = LOADED.lock().unwrap();
    let read = || {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/units");
        let text = std::fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap();
        Arc::new(Register::from_yaml(&text).unwrap())
    };
    Arc::clone(loaded.entry(name.to_owned()).or_insert_with(read))
}

fn place(remark: &Diagnostic, texts: &Texts, bytes: &[u8]) -> Remark {
    let place = remark.place.as_ref();
    let position = place.and_then(|p| texts.position(p));
    let said = place.and_then(|p| p.line);
    let line = position.as_ref().map(|p| p.line).or(said).unwrap_or(0);
    let columns = position.and_then(|p| p.columns);
    let under = columns.and_then(|columns| {
        let text = String::from_utf8_lossy(bytes);
        let text = text.split('\n').nth(line.checked_sub(1)?)?;
        let inside = text.chars().skip(columns.start - 1);
        Some(inside.take(columns.end - columns.start).collect())
    });
    Remark {
        severity: remark.severity,
        message: remark.message.clone(),
        line,
        under: under.unwrap_or_default(),
    }
}

fn annexes(notice: &Notice) -> Vec<AnnexFields> {
    let annexes = notice.annexes.iter().map(|annex| AnnexFields {
        file: annex.file.to_string(),
        number: annex.number,
        title: annex.content.title().to_owned(),
        blocks: match &annex.content {
            Content::Other(other) => other.blocks.iter().map(block).collect(),
            _ => Vec::new(),
        },
    });
    annexes.collect()
}

fn block(block: &Block) -> String {
    let table = match block {
        Block::Text(paragraph) => return paragraph.text.clone(),
        Block::Table(table) => table,
    };
    let rows = (0..).zip(&table.rows).map(|(at, row)| {
        let head = if at < table.heading_rows { "═" } else { "" };
        let cells = row.cells.iter().map(|cell| {
            let mut text = format!("{}{head}", cell.text);
            for (sign, span) in [("↔", cell.colspan), ("↕", cell.rowspan)] {
                if span > 1 {
                    text += &format!("{sign}{span}");
                }
            }
            text
        });
        cells.collect::<Vec<_>>().join("｜")
    });
    rows.collect::<Vec<_>>().join("⏎")
}

fn items(notice: &Notice) -> Option<Vec<ItemFields>> {
    let fields = |(part, section, item): (&Part, &Section, &gongwen::notice::Item)| ItemFields {
        numbers: item
            .label
            .iter()
            .cloned()
            .chain([item.number.to_string()])
            .collect(),
        name: item.name.clone(),
        part: part.number.clone().unwrap_or_default(),
        section: section.number.clone().unwrap_or_default(),
        tasks: item.tasks.iter().map(fields).collect(),
    };
    notice.task_tables().next()?;
    let tables = notice.task_tables();
    Some(tables.flat_map(|(_, t)| t.items().map(fields)).collect())
}

fn fields(task: &Task) -> TaskFields {
    let r = &task.responsible;
    let more = task.more.iter();
    let columns: Vec<_> = more.map(|m| (m.heading.clone(), m.text.clone())).collect();
    let due = |(heading, _): &&(String, String)| DUE.iter().any(|d| heading.contains(d));
    let in_columns = || {
        let found: Vec<&str> = columns.iter().filter(due).map(|c| c.1.as_str()).collect();
        found.join("；")
    };
    let deadline = task.deadline.as_ref().map(|d| d.text.clone());
    TaskFields {
        text: task.text.clone(),
        units: r.units.clone(),
        lead: r.lead.clone(),
        join: r.join.clone(),
        collectives: r.collectives.clone(),
        guide: r.guide.clone(),
        deadline: deadline.unwrap_or_else(in_columns),
        columns,
    }
}
