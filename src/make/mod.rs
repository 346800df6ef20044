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
use publish::Change;
use shop::{Shop, Step, Tally};
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
    let front = std::mem::take(&mut survey.front).into_iter();
    let mut tally = Tally::default();
    let steps = survey.steps(notices, bundles);
    shop.work(steps.chain(front.map(|d| Ok(Step::Ready(d)))), &mut tally);
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
    let mut tally = Tally::of(entries);
    let late = survey.handouts.iter().flat_map(Step::late);
    shop.work(late.map(Ok), &mut tally);
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

/// Makes what only a site on the web needs, which must know of all pages.
fn finish(shop: Shop<'_>, survey: &Survey, mut tally: Tally) -> Result<Made, Vec<Diagnostic>> {
    let pages = tally.files.values().filter(|(e, _)| e.kind == "page");
    let pages: Vec<&str> = pages.map(|(e, _)| e.path.as_str()).collect();
    let web = web::documents(shop.site.address(), &survey.issues, &pages);
    let web = web.into_iter().map(|document| Ok(Step::Ready(document)));
    shop.work(web, &mut tally);
    publish(shop, tally, None)
}

fn publish(
    shop: Shop<'_>,
    tally: Tally,
    shard: Option<share::Shard>,
) -> Result<Made, Vec<Diagnostic>> {
    let (tally, remarks) = tally.whole()?;
    let Shop {
        publisher,
        cache,
        progress,
        ..
    } = shop;
    let pages = tally.files.values().filter_map(|(e, _)| e.pages);
    let made = Made {
        pdfs: pages.clone().count(),
        pages: pages.sum(),
        files: tally.files.len(),
        made: tally.made,
        change: Change::default(),
        remarks,
    };
    let (entries, keys): (Vec<_>, Vec<_>) = tally.files.into_values().unzip();
    let finished = progress.time("换上", || publisher.finish(entries, shard));
    let (change, entries) = finished.map_err(|e| vec![e])?;
    progress.time("记下", || cache.remember(keys, &entries));
    Ok(Made { change, ..made })
}
