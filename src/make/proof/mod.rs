//! The conformance report: every page is laid out and measured against the rules
//! of GB/T 9704-2012 by id. `rules.yaml` says what each asks; the files beside it
//! measure.

mod annex;
mod body;
mod colophon;
mod head;
mod lines;
mod page;
mod report;
mod sheet;

pub use report::{Report, RuleResult, Status, human, json};

use serde_json::Value;

use super::archive::Archive;
use super::document::{Document, Work};
use super::parallel;
use super::pdf::measure::Page;
use super::pdf::{Press, StandIn};
use super::{plan, views};
use crate::bundle::Bundles;
use crate::diag::Diagnostic;
use crate::progress::Progress;

/// One document with all its pages.
pub(super) struct Doc<'d> {
    /// The path below `out/`.
    pub(super) path: &'d str,
    /// Which template laid it out: `notice`, `sheet`, `packet` ….
    pub(super) kind: &'d str,
    /// The view.
    pub(super) data: &'d Value,
    /// Its pages.
    pub(super) pages: &'d [Page],
    /// Faces that stand in for those that the standard names.
    pub(super) stand_ins: &'d [StandIn],
    /// A ring stands where the seal goes.
    pub(super) sealed: bool,
}

/// Lays out and measures every document of the notices. `sealed` is a press that
/// draws the ring where the seal goes; the circulars are measured in both ways.
/// `only` is a word that the path of a document must have; empty for all.
///
/// # Errors
/// What is wrong in the documents that cannot be laid out.
#[allow(clippy::too_many_arguments)]
pub fn proof(
    notices: &Archive,
    bundles: &Bundles,
    press: &Press,
    sealed: &Press,
    jobs: usize,
    only: &str,
    progress: &Progress,
) -> Result<Report, Vec<Diagnostic>> {
    let fault = |e: String| vec![Diagnostic::error("view", format!("程序出错：{e}"))];
    let mut documents = Vec::new();
    for notice in notices.notices() {
        let notice = notice.map_err(|e| fault(e.to_string()))?;
        documents.extend(plan::documents(&views::views(&notice, bundles)).map_err(fault)?);
    }
    documents.retain(|d| d.path.contains(only));
    let stage = progress.stage("测量", documents.len());
    let stand_ins = press.stand_ins();
    let work = |document: Document| -> Result<Report, Vec<Diagnostic>> {
        stage.step(&document.path);
        let Work::Pdf { template, data } = &document.work else {
            return Ok(Report::default());
        };
        let mut report = Report::default();
        let mut ways = vec![(press, false)];
        if document.kind == "notice" {
            ways.push((sealed, true));
        }
        for (press, sealed) in ways {
            let pages = press.measure(template, &document.path, data)?;
            let data = &data.value();
            let doc = Doc {
                path: &document.path,
                kind: document.kind,
                data,
                pages: &pages,
                stand_ins: &stand_ins,
                sealed,
            };
            measure(&doc, &mut report);
        }
        Ok(report)
    };
    let results = parallel::map(jobs, documents.into_iter(), work);
    let mut whole = Report::default();
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(Ok(report)) => whole.merge(report),
            Ok(Err(found)) => errors.extend(found),
            Err(crashed) => errors.push(Diagnostic::error(
                "internal",
                format!("程序自己出了错：{}", crashed.message),
            )),
        }
    }
    whole.stand_ins = stand_ins;
    if errors.is_empty() {
        Ok(whole)
    } else {
        Err(errors)
    }
}

/// Measures one document by every rule that speaks of its kind.
fn measure(doc: &Doc<'_>, report: &mut Report) {
    page::rules(doc, report);
    sheet::rules(doc, report);
    if doc.kind == "notice" {
        head::rules(doc, report);
        body::rules(doc, report);
        colophon::rules(doc, report);
    }
    annex::rules(doc, report);
}
