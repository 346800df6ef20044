//! Which documents are made again, by whom, and in what memory: the overview of all
//! notices, the workers, the cache of the last build, and the shards of many machines.

pub mod builder;
pub mod cache;
mod keys;
pub mod overview;
pub mod shard;

use std::path::PathBuf;

use crate::diag::Diagnostic;
use crate::documents::web;
use crate::hash::Key;
use crate::project::bundles::Bundles;
use crate::project::spool::Archive;
use crate::publish::{self, Change};
use builder::{Shop, Step, Tally};
use cache::Whole;
use overview::Survey;

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
pub fn build(
    notices: &Archive,
    bundles: &Bundles,
    shop: Shop<'_>,
    inputs: &str,
) -> Result<Made, Vec<Diagnostic>> {
    let mut survey = survey(notices, bundles, &shop)?;
    let key = survey.key(&shop, inputs).map_err(fault)?;
    if let Some(made) = unchanged(&shop, key) {
        return Ok(made);
    }
    let briefs = survey.take_briefs();
    let mut tally = Tally::new(shop.publisher.ledger());
    let steps = survey.steps(briefs, notices, bundles, shop.site);
    shop.work(steps, &mut tally);
    if let Some(share) = shop.share {
        let shard = Some(share.shard(inputs));
        return put_in_place(shop, tally, shard, Some(key));
    }
    finish(shop, &survey, tally, Some(key))
}

/// What there is already, if it was made from what has this key, and nobody has touched
/// it: then nothing need be listed.
fn unchanged(shop: &Shop<'_>, key: Key) -> Option<Made> {
    let known = shop.cache.whole().filter(|whole| whole.key == key)?;
    let untouched = || shop.publisher.untouched(known.manifest, shop.jobs);
    let published = shop.progress.time("查看成品", untouched)?;
    Some(Made {
        pdfs: published.pdfs,
        pages: published.pages,
        files: published.change.same,
        made: (0, 0),
        change: published.change,
        remarks: Vec::new(),
    })
}

/// Brings together the shares of a whole that were made in `folders`, and makes what
/// can be made only when all else is there.
///
/// # Errors
/// When the shares do not belong together or to what is here, or one is missing.
pub fn gather(
    notices: &Archive,
    bundles: &Bundles,
    shop: Shop<'_>,
    folders: &[PathBuf],
    inputs: &str,
) -> Result<Made, Vec<Diagnostic>> {
    let mut tally = Tally::new(shop.publisher.ledger());
    shard::gather(folders, inputs, &shop.publisher, &mut tally.files)?;
    let survey = survey(notices, bundles, &shop)?;
    let late = survey.handouts.iter().flat_map(Step::late);
    shop.work(late.map(Ok), &mut tally);
    finish(shop, &survey, tally, None)
}

fn survey(
    notices: &Archive,
    bundles: &Bundles,
    shop: &Shop<'_>,
) -> Result<Survey, Vec<Diagnostic>> {
    let survey = || Survey::of(notices, bundles, shop.site, shop.jobs);
    let survey = shop.progress.time("通览各份通知", survey);
    survey.map_err(fault)
}

fn fault(fault: String) -> Vec<Diagnostic> {
    vec![Diagnostic::error("view", format!("程序出错：{fault}"))]
}

/// Makes what only a site on the web needs, which must know of all pages.
fn finish(
    shop: Shop<'_>,
    survey: &Survey,
    mut tally: Tally,
    key: Option<Key>,
) -> Result<Made, Vec<Diagnostic>> {
    let address = shop.site.address();
    let pages = match address {
        Some(_) => tally.files.paths("page").map_err(unreadable)?,
        None => Vec::new(),
    };
    let web = web::documents(address, &survey.issues, &pages).map_err(fault)?;
    let web = web.into_iter().map(|document| Ok(Step::Ready(document)));
    shop.work(web, &mut tally);
    put_in_place(shop, tally, None, key)
}

/// `key` is that of all that was made from one and the same.
fn put_in_place(
    shop: Shop<'_>,
    tally: Tally,
    shard: Option<publish::Shard>,
    key: Option<Key>,
) -> Result<Made, Vec<Diagnostic>> {
    let made = tally.made;
    let (ledger, remarks) = tally.whole()?;
    let Shop {
        mut publisher,
        cache,
        press,
        progress,
        ..
    } = shop;
    let publish = || {
        let files = ledger.sorted().map_err(|e| publish::unlisted(&e))?;
        let published = publisher.finish(&files, shard)?;
        Ok((files, published))
    };
    let (files, published) = progress
        .time("换上", publish)
        .map_err(|e: Diagnostic| vec![e])?;
    // What typst warns of must be said again by the next build.
    let key = key.filter(|_| remarks.is_empty());
    let whole = key.zip(published.manifest);
    let whole = whole.map(|(key, manifest)| Whole { key, manifest });
    let titles = press.titles();
    std::thread::scope(|scope| {
        scope.spawn(|| publisher.sweep());
        progress.time("记下", || {
            cache.remember(&files, whole, titles.told(), &titles.key());
        });
    });
    Ok(Made {
        pdfs: published.pdfs,
        pages: published.pages,
        files: files.len(),
        made,
        change: published.change,
        remarks,
    })
}

fn unreadable(error: std::io::Error) -> Vec<Diagnostic> {
    vec![publish::unlisted(&error)]
}
