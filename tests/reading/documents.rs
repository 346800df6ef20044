//! Small notices as whole files, each with what comes of it.

use std::path::{Path, PathBuf};

use gongwen::diag::Severity;
use serde_json::Value;

use crate::compare::{self, plain, plain_number, show, without_number};
use crate::format::{OneOrMore, Said, WantedAnnex, WantedDocument, WantedItem, WantedTask};
use crate::run::{AnnexFields, ItemFields, Remark, Run, TaskFields};
use crate::{Outcome, wanted};

const EXPECTED: &str = ".expected.yaml";

/// Tries the documents of a folder, in the order of their names.
pub fn run(folder: &Path) -> Vec<Outcome> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let expected = |path: &PathBuf| path.to_string_lossy().ends_with(EXPECTED);
    let mut paths: Vec<PathBuf> = paths.filter(expected).collect();
    paths.sort();
    paths.iter().filter_map(|path| one(path)).collect()
}

fn one(path: &Path) -> Option<Outcome> {
    let text = std::fs::read_to_string(path).unwrap();
    let want: WantedDocument =
        serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let stem = path.to_string_lossy();
    let stem = stem.strip_suffix(EXPECTED)?;
    let seed = ["txt", "md", "html"].map(|ending| PathBuf::from(format!("{stem}.{ending}")));
    let seed = seed.into_iter().find(|seed| seed.exists());
    let seed = seed.unwrap_or_else(|| panic!("{} has no seed", path.display()));
    let name = format!("documents/{}", seed.file_name()?.to_string_lossy());
    if !wanted(&name) {
        return None;
    }
    let bytes = std::fs::read(&seed).unwrap();
    let differences = judge(&want, &seed.to_string_lossy(), &bytes);
    Some(Outcome {
        kind: want.kind,
        name,
        differences,
    })
}

/// The differences of one document; the ending of `file` is its shape.
pub fn judge(want: &WantedDocument, file: &str, bytes: &[u8]) -> Vec<String> {
    let ending = file.rsplit('.').next().unwrap_or_default();
    let register = want.register.as_deref().unwrap_or("none");
    let run = Run::new(
        &format!("notice.{ending}"),
        bytes,
        register,
        want.given.as_deref().unwrap_or_default(),
    );
    let mut out = Vec::new();
    let said = |what: &Option<OneOrMore<Said>>| what.as_ref().map(|s| s.all().to_vec());
    for (severity, key, all) in [
        (Severity::Error, "error", said(&want.error)),
        (Severity::Warning, "remark", said(&want.remark)),
        (Severity::Note, "note", said(&want.note)),
    ] {
        for said in all.iter().flatten() {
            let words: Vec<String> = said.words.iter().map(ToString::to_string).collect();
            let lines = said.line.as_ref().map(OneOrMore::all);
            if !run.says(severity, &words, lines) {
                let at = lines.map_or(String::new(), |l| format!(" at line {l:?}"));
                out.push(format!("no {key}{at} that says {}", show(&words)));
            }
        }
    }
    for words in &want.unsaid {
        let words = plain(&words.to_string());
        let heard =
            |r: &&Remark| r.severity != Severity::Note && plain(&r.message).contains(&words);
        if let Some(remark) = run.remarks.iter().find(heard) {
            out.push(format!("said all the same: {}", remark.message));
        }
    }
    if want.error.is_some() {
        if run.items.is_some() {
            out.push("it passed".into());
        } else if !out.is_empty() {
            out.push(run.first_error());
        }
        return out;
    }
    let Some(items) = run.items.as_ref().filter(|_| !run.has_errors()) else {
        return vec![run.first_error()];
    };
    if let Some(date) = &want.date
        && *date != run.date
    {
        out.push(format!("date {}, not {date}", run.date));
    }
    for (field, want) in &want.circular {
        let got = shown(&run.circular[field]);
        if plain(&got) != plain(&want.to_string()) {
            out.push(format!("{field} “{got}”, not “{want}”"));
        }
    }
    if let Some(want) = &want.annexes {
        out.extend(annexes(want, &run.annexes));
    }
    out.extend(compare::forbidden(&want.not, run.tasks()));
    if let Some(want) = &want.items {
        if want.len() != items.len() {
            let names: Vec<String> = items.iter().map(|i| start(&i.name)).collect();
            let counts = format!("{} items, not {}", items.len(), want.len());
            out.push(format!("{counts}: {}", show(&names)));
            return out;
        }
        for (want, got) in want.iter().zip(items) {
            out.extend(item(want, got));
        }
    }
    if let Some(want) = &want.tasks {
        let got: Vec<TaskFields> = run.tasks().cloned().collect();
        out.extend(tasks("", want, &got, true, ""));
    }
    out
}

/// Compares annexes in order.
fn annexes(want: &[WantedAnnex], got: &[AnnexFields]) -> Vec<String> {
    let files: Vec<&str> = got.iter().map(|annex| annex.file.as_str()).collect();
    if !want
        .iter()
        .map(|annex| annex.file.as_str())
        .eq(files.iter().copied())
    {
        return vec![format!("annexes {}", files.join("、"))];
    }
    let mut out = Vec::new();
    for (want, got) in want.iter().zip(got) {
        let file = &want.file;
        if want.number != got.number {
            out.push(format!(
                "{file}: number {:?}, not {:?}",
                got.number, want.number
            ));
        }
        if want.title.as_ref().is_some_and(|title| *title != got.title) {
            out.push(format!("{file}: title {}", got.title));
        }
        if want
            .blocks
            .as_ref()
            .is_some_and(|blocks| *blocks != got.blocks)
        {
            out.push(format!("{file}: blocks {:#?}", got.blocks));
        }
    }
    out
}

/// A field of the circular in one line; of what it holds in lists the texts.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join("｜"),
        Value::Object(fields) => {
            let text = fields.get("text").or_else(|| fields.get("title"));
            text.map(shown).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

fn start(text: &str) -> String {
    text.chars().take(12).collect()
}

fn item(want: &WantedItem, got: &ItemFields) -> Vec<String> {
    let mut out = Vec::new();
    let at = format!("item {}: ", want.number);
    let number = plain_number(&want.number.to_string());
    if !got.numbers.iter().any(|n| plain_number(n) == number) {
        out.push(format!("{at}number {}", got.numbers.join(" ")));
    }
    let ended = |text: &str| plain(text).trim_end_matches(['.', ';', ',']).to_owned();
    if let Some(name) = &want.name
        && ended(name) != ended(&got.name)
    {
        out.push(format!("{at}name {}, not {name}", got.name));
    }
    for (level, want, got) in [
        ("part", &want.part, &got.part),
        ("section", &want.section, &got.section),
    ] {
        if let Some(want) = want
            && plain_number(&want.to_string()) != plain_number(got)
        {
            out.push(format!("{at}under {level} {got}, not {want}"));
        }
    }
    out.extend(tasks(&at, &want.tasks, &got.tasks, false, &got.name));
    out
}

/// Compares tasks in order. Where they are `flat`, whether a number belongs to the text
/// of a task or to an item is left open.
fn tasks(at: &str, want: &[WantedTask], got: &[TaskFields], flat: bool, name: &str) -> Vec<String> {
    if want.len() != got.len() {
        let texts: Vec<String> = got.iter().map(|t| start(&t.text)).collect();
        let counts = format!("{} tasks, not {}", got.len(), want.len());
        return vec![format!("{at}{counts}: {}", show(&texts))];
    }
    let mut out = Vec::new();
    for (n, (one, got)) in (1..).zip(want.iter().zip(got)) {
        let which = match want {
            [_] => String::new(),
            _ => format!("task {n}: "),
        };
        let found = task(one, got, flat, name);
        out.extend(found.iter().map(|d| format!("{at}{which}{d}")));
    }
    out
}

fn task(want: &WantedTask, got: &TaskFields, flat: bool, name: &str) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(text) = &want.text {
        let text = text.to_string();
        let (a, b) = (plain(&text), plain(&got.text));
        let bare = |text: &str| {
            let text = without_number(text).trim_end_matches(['.', ';', ',']);
            text.to_owned()
        };
        let same = if flat { bare(&a) == bare(&b) } else { a == b };
        if !same {
            out.push(format!("text {}, not {text}", got.text));
        }
    }
    out.extend(compare::task(want, got, false));
    let cells = got.columns.iter().map(|c| c.1.as_str());
    let kept: Vec<&str> = [name, &got.text].into_iter().chain(cells).collect();
    let kept = plain(&kept.join(" "));
    for words in want.holds.iter().map(ToString::to_string) {
        if !kept.contains(&plain(&words)) {
            out.push(format!("“{words}” is nowhere"));
        }
    }
    for (heading, text) in &want.columns {
        let of_it = |c: &&(String, String)| plain(&c.0).ends_with(&plain(heading));
        let cells: Vec<String> = got
            .columns
            .iter()
            .filter(of_it)
            .map(|c| c.1.clone())
            .collect();
        let text = plain(&text.to_string());
        let found: Vec<String> = cells.iter().map(|c| plain(c)).collect();
        let wanted: Vec<String> = Some(text).filter(|t| !t.is_empty()).into_iter().collect();
        if found != wanted {
            out.push(format!(
                "column {heading} {}, not {}",
                show(&cells),
                show(&wanted)
            ));
        }
    }
    out
}
