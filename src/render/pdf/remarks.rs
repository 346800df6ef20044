//! What typst says about a template, as diagnostics.

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};

use crate::diag::{Diagnostic, Place};
use crate::render::pdf::world::Job;

/// Turns what typst says while it makes document `name` into diagnostics that
/// point at the template's line.
pub(super) fn diagnostics<'d>(
    job: &Job<'_>,
    name: &str,
    said: impl IntoIterator<Item = &'d SourceDiagnostic>,
) -> Vec<Diagnostic> {
    said.into_iter().map(|d| diagnostic(job, name, d)).collect()
}

fn diagnostic(job: &Job<'_>, name: &str, said: &SourceDiagnostic) -> Diagnostic {
    let message = &said.message;
    let remark = match said.severity {
        Severity::Error => {
            Diagnostic::error("template", format!("排版“{name}”时模板出错：{message}"))
        }
        Severity::Warning => {
            Diagnostic::warning("template", format!("排版“{name}”时模板有疑问：{message}"))
        }
    };
    let remark = match place(job, said) {
        Some(place) => remark.at(place),
        None => remark.at(Place::file(name)),
    };
    let hints: Vec<&str> = said.hints.iter().map(|h| h.v.as_str()).collect();
    if hints.is_empty() {
        remark
    } else {
        remark.hint(hints.join("；"))
    }
}

/// Where in the templates typst points. The place of an error in a value that
/// came from elsewhere is the innermost call that is in a template.
fn place(job: &Job<'_>, said: &SourceDiagnostic) -> Option<Place> {
    let calls = said.trace.iter().map(|call| call.span.into());
    std::iter::once(said.span).chain(calls).find_map(|span| {
        let (shown, source) = job.template(span.id()?)?;
        let range = job.range(span)?;
        let text = source.text();
        let line = text.get(..range.start)?.matches('\n').count() + 1;
        let words = text.get(range)?.lines().next().unwrap_or_default().trim();
        let place = Place::line(shown, line);
        Some(if words.is_empty() {
            place
        } else {
            place.words(words)
        })
    })
}
