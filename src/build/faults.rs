//! What went wrong with documents, each fault once: one of a template, or one character that
//! no face has, stops every document that it is in.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostic;

/// What went wrong with a document.
#[derive(Debug)]
pub(super) struct Failure {
    /// The number of the document, which orders them.
    pub(super) number: usize,
    /// Its path, where it is about one.
    pub(super) path: Option<String>,
    pub(super) error: Diagnostic,
}

/// How many documents are named.
const NAMED: usize = 3;

/// One fault, and what it stops.
struct Fault {
    error: Diagnostic,
    paths: BTreeSet<String>,
    /// What else is wrong in the same template; often it is the same said again.
    more: BTreeSet<String>,
}

/// Each fault with the first documents that it stops, in the order in which they came.
pub(super) fn each_once(failures: Vec<Failure>) -> Vec<Diagnostic> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults: Vec<Fault> = Vec::new();
    for Failure { path, error, .. } in failures {
        let at = *places.entry(key(&error)).or_insert(faults.len());
        if at == faults.len() {
            faults.push(Fault {
                error: error.clone(),
                paths: BTreeSet::new(),
                more: BTreeSet::new(),
            });
        }
        let fault = &mut faults[at];
        fault.paths.extend(path);
        fault
            .more
            .insert(format!("{:?}", (&error.message, &error.place)));
        // The first line counts: what is said of later ones often follows from it.
        let line = |error: &Diagnostic| error.place.as_ref().and_then(|place| place.line);
        if line(&error).is_some_and(|new| line(&fault.error).is_none_or(|old| new < old)) {
            fault.error = error;
        }
    }
    faults.into_iter().map(told).collect()
}

/// What tells one fault from others: of a template the file, of a character the character.
fn key(error: &Diagnostic) -> String {
    let file = error.place.as_ref().map(|place| &place.file);
    match error.rule {
        "template" => format!("{:?}", (error.rule, file)),
        "glyph-missing" => error.message.clone(),
        _ => format!("{:?}", (error.rule, &error.message, &error.place)),
    }
}

fn told(fault: Fault) -> Diagnostic {
    let Fault {
        mut error,
        paths,
        more,
    } = fault;
    let named: Vec<&str> = paths.iter().take(NAMED).map(String::as_str).collect();
    let named = named.join("、");
    error.message = match paths.len() {
        0 => error.message,
        count if count <= NAMED => format!("{named}：{}", error.message),
        count => format!("{named} 等 {count} 份：{}", error.message),
    };
    if error.rule == "template" && more.len() > 1 {
        let more = format!("这个模板里还有 {} 处，多半是同一个毛病", more.len() - 1);
        error.hint = Some(match error.hint.take() {
            Some(hint) => format!("{hint}；{more}"),
            None => more,
        });
    }
    error
}
