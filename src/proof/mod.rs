//! The conformance report: every page is laid out and measured against the rules
//! of GB/T 9704-2012 by id. `rules.yaml` says what each asks, with the numbers that are
//! compared with; the files beside it measure.

mod annex;
mod body;
mod circular;
mod colophon;
mod colours;
mod doc;
mod faces;
mod head;
mod landscape;
mod levels;
mod lines;
mod list;
mod number;
mod page;
mod report;
mod rules;
mod show;
mod signature;
mod table;
mod title;

pub use report::{AskResult, Report, RuleResult, Status};
pub use show::{human, json};

use crate::diag::Diagnostic;
use crate::documents::document::{Document, Work};
use crate::documents::form_table;
use crate::documents::kind::DocumentKind;
use crate::documents::pdfs;
use crate::documents::round;
use crate::parallel;
use crate::progress::Progress;
use crate::project::bundles::Bundles;
use crate::project::spool::NoticeSpool;
use crate::render::pdf::PdfRenderer;
use crate::rounds::Rounds;
use crate::view::from_notice;
use crate::wording::Wording;
use circular::Circular;
use doc::{Doc, Spot};

/// What is measured, and with what.
pub struct Proof<'p> {
    /// The notices.
    pub notices: &'p NoticeSpool,
    /// Their rounds of self-checks.
    pub rounds: &'p Rounds,
    /// What is bound together for whom.
    pub bundles: &'p Bundles,
    /// The words of the documents.
    pub wording: &'p Wording,
    /// Lays out the documents.
    pub plain: &'p PdfRenderer,
    /// The same, with a ring where the seal goes; the circulars are measured in both ways.
    pub sealed: &'p PdfRenderer,
    /// Workers.
    pub jobs: usize,
    /// For whoever waits.
    pub progress: &'p Progress,
}

impl Proof<'_> {
    /// Lays out and measures every document whose path has `only` in it.
    ///
    /// # Errors
    /// What is wrong in the documents that cannot be laid out.
    pub fn report(&self, only: &str) -> Result<Report, Vec<Diagnostic>> {
        let fault = |e: String| vec![Diagnostic::error("view", format!("程序出错：{e}"))];
        let mut documents = Vec::new();
        for notice in self.notices.notices() {
            let notice = notice.map_err(|e| fault(e.to_string()))?;
            let views = from_notice::views(&notice, self.bundles, self.wording);
            documents.extend(pdfs::documents(&views).map_err(fault)?);
            let about = &views.circular.notice;
            let rounds = self.rounds.get(&about.id).map_or(&[][..], Vec::as_slice);
            let forms = form_table::tables(rounds, &notice, self.wording);
            let rounds = round::views(rounds, &forms, &notice, about, self.wording);
            documents.extend(round::documents(&rounds).map_err(fault)?);
        }
        documents.retain(|d| d.path.contains(only));
        let stage = self.progress.stage("测量", documents.len());
        let stand_ins = self.plain.stand_ins();
        let work = |document: Document| -> Result<Report, Vec<Diagnostic>> {
            stage.step(&document.path);
            let Work::Pdf(typeset) = &document.work else {
                return Ok(Report::default());
            };
            let mut report = Report::default();
            let mut ways = vec![(self.plain, false)];
            if document.kind == DocumentKind::Notice {
                ways.push((self.sealed, true));
            }
            for (press, sealed) in ways {
                let pages = press.measure(typeset, &document.path)?;
                let data = &typeset.data.value();
                let named = (document.path.as_str(), document.kind);
                let doc = Doc::new(named, data, &pages, &stand_ins, sealed);
                measure(&doc, &mut report);
            }
            Ok(report)
        };
        let results = parallel::map(self.jobs, documents.into_iter(), work);
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
}

/// Measures one document by every rule that speaks of its kind.
fn measure(doc: &Doc<'_>, report: &mut Report) {
    report.count(doc.pages.len());
    page::rules(doc, report);
    number::rules(doc, report);
    landscape::rules(doc, report);
    faces::rules(doc, report);
    colours::rules(doc, report);
    table::rules(doc, report);
    if doc.kind == DocumentKind::Notice {
        let circular = Circular::of(doc);
        head::rules(doc, report, &circular);
        title::rules(doc, report, &circular);
        body::rules(doc, report, &circular);
        levels::rules(doc, report, &circular);
        let listed = list::rules(doc, report, &circular);
        signature::rules(doc, report, &circular);
        colophon::rules(doc, report);
        annex::bound(doc, report, &circular, &listed);
    } else {
        annex::apart(doc, report);
    }
}
