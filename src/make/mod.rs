//! Notice → files: which documents exist, what templates may see, typst and
//! tera, and publishing. This floor never looks at sources.

pub mod address;
pub mod cache;
pub mod copies;
mod disk;
pub mod document;
pub mod handout;
pub mod html;
pub mod parallel;
pub mod paths;
pub mod pdf;
pub mod plan;
pub mod proof;
pub mod prose;
pub mod publish;
pub mod report;
pub mod share;
pub mod shop;
pub mod site;
pub mod survey;
pub mod title;
pub mod view;
pub mod views;
pub mod web;

use std::path::PathBuf;

use crate::bundle::Bundles;
use crate::diag::Diagnostic;
use crate::notice::check::Checked;
use document::Document;
use publish::Change;
use shop::{Shop, Tally};
use survey::Survey;

/// What a run of [`make`] came to.
#[derive(Debug)]
pub struct Made {
    /// PDFs there are.
    pub pdfs: usize,
    /// Their pages.
    pub pages: usize,
    /// All files.
    pub files: usize,
    /// PDFs, and other files, that were made; the rest was there already.
    pub made: (usize, usize),
    /// Against the last output.
    pub change: Change,
    /// Warnings of the templates.
    pub remarks: Vec<Diagnostic>,
}

/// Makes every document of the notices, or a share of them, and publishes them as one.
/// `inputs` is the key of all that the whole is made from, for the manifest of a share.
///
/// # Errors
/// Everything that went wrong in any document; nothing is published then.
pub fn make(
    notices: &[Checked],
    bundles: &Bundles,
    shop: Shop<'_>,
    inputs: &str,
) -> Result<Made, Vec<Diagnostic>> {
    let mut survey = survey(notices, bundles, &shop)?;
    let front = std::mem::take(&mut survey.front).into_iter().map(Ok);
    let mut tally = Tally::default();
    let documents = survey.documents(notices, bundles).chain(front);
    shop.work(documents, &mut tally);
    let tally = tally.whole()?;
    if let Some(share) = shop.share {
        let shard = Some(share.shard(inputs));
        return publish(shop, tally, shard);
    }
    finish(shop, &survey, tally)
}

/// Brings together the shares of a whole that were made in `folders`, and makes what
/// can be made only when all else is there.
///
/// # Errors
/// When the shares do not belong together or to what is here, or one is missing.
pub fn gather(
    notices: &[Checked],
    bundles: &Bundles,
    shop: Shop<'_>,
    folders: &[PathBuf],
    inputs: &str,
) -> Result<Made, Vec<Diagnostic>> {
    let entries = share::gather(folders, inputs, &shop.publisher)?;
    let survey = survey(notices, bundles, &shop)?;
    let tally = Tally::of(entries);
    finish(shop, &survey, tally)
}

fn survey(
    notices: &[Checked],
    bundles: &Bundles,
    shop: &Shop<'_>,
) -> Result<Survey, Vec<Diagnostic>> {
    let survey = || Survey::of(notices, bundles, shop.site, shop.jobs);
    let survey = shop.progress.time("通览各份通知", survey);
    survey.map_err(|e| vec![Diagnostic::error("view", format!("程序出错：{e}"))])
}

/// Makes what needs all other documents: the batches and lists for the printer, and
/// what only a site on the web needs.
fn finish(shop: Shop<'_>, survey: &Survey, mut tally: Tally) -> Result<Made, Vec<Diagnostic>> {
    shop.press.rest();
    let made = tally.by_path();
    let mut late: Vec<Result<Document, String>> = Vec::new();
    for handout in &survey.handouts {
        match handout.documents(&made) {
            Ok(documents) => late.extend(documents.into_iter().map(Ok)),
            Err(fault) => late.push(Err(fault)),
        }
    }
    let pages = tally.entries.iter().filter(|e| e.kind == "page");
    let pages: Vec<&str> = pages.map(|e| e.path.as_str()).collect();
    let web = web::documents(shop.site.address(), &survey.issues, &pages);
    late.extend(web.into_iter().map(Ok));
    shop.work(late.into_iter(), &mut tally);
    publish(shop, tally.whole()?, None)
}

fn publish(
    shop: Shop<'_>,
    tally: Tally,
    shard: Option<share::Shard>,
) -> Result<Made, Vec<Diagnostic>> {
    let Shop {
        publisher,
        cache,
        progress,
        ..
    } = shop;
    let pages = tally.entries.iter().filter_map(|e| e.pages);
    let made = Made {
        pdfs: pages.clone().count(),
        pages: pages.sum(),
        files: tally.entries.len(),
        made: tally.made,
        change: Change::default(),
        remarks: tally.remarks,
    };
    let finished = progress.time("换上", || publisher.finish(tally.entries, shard));
    let (change, entries) = finished.map_err(|e| vec![e])?;
    progress.time("记下", || cache.remember(tally.keys, &entries));
    Ok(Made { change, ..made })
}
