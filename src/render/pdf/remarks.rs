//! What typst says about a template, as diagnostics.

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};

use crate::diag::{Diagnostic, Place};
use crate::render::pdf::world::Job;

/// Turns what typst says into diagnostics that point at the template's line, or at the template
/// where it points nowhere. Which document it was about, whoever asked for it knows.
pub(super) fn diagnostics<'d>(
    job: &Job<'_>,
    said: impl IntoIterator<Item = &'d SourceDiagnostic>,
) -> Vec<Diagnostic> {
    said.into_iter().map(|d| diagnostic(job, d)).collect()
}

fn diagnostic(job: &Job<'_>, said: &SourceDiagnostic) -> Diagnostic {
    let message = in_chinese(&said.message);
    let remark = match said.severity {
        Severity::Error => Diagnostic::error("template", format!("排版的模板有错：{message}")),
        Severity::Warning => {
            Diagnostic::warning("template", format!("排版的模板有疑问：{message}"))
        }
    };
    let place = place(job, said).unwrap_or_else(|| Place::file(job.main()));
    let remark = remark.at(place);
    let hints: Vec<&str> = said.hints.iter().map(|h| h.v.as_str()).collect();
    if hints.is_empty() {
        remark
    } else {
        remark.hint(hints.join("；"))
    }
}

/// How typst begins what is most often wrong, and what that means.
const MEANS: &str = include_str!("messages.tsv");

/// The words of typst, with what they mean before them where that is known.
fn in_chinese(message: &str) -> String {
    let lines = MEANS.lines().filter_map(|line| line.split_once('\t'));
    let mut known = lines.filter(|(begin, _)| message.starts_with(begin));
    known.next().map_or_else(
        || message.to_owned(),
        |(_, means)| format!("{means}（{message}）"),
    )
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
