//! Which documents are made again, by whom, and in what memory: the overview of all
//! notices, the workers, the cache of the last build, and the shards of many machines.

pub mod builder;
pub mod cache;
mod faults;
mod keys;
pub mod overview;
mod pack;
pub mod shard;

use std::path::PathBuf;

use crate::diag::Diagnostic;
use crate::documents::kind::DocumentKind;
use crate::documents::web::Issue;
use crate::documents::{deferred, web};
use crate::hash::Key;
use crate::publish;
use crate::publish::Change;
use builder::{Builder, Outcome, Step};
use cache::Whole;
use overview::{Overview, Source};

/// What a run of [`build`] came to.
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
    from: Source<'_>,
    builder: Builder<'_>,
    inputs: &str,
) -> Result<Made, Vec<Diagnostic>> {
    let mut overview = overview(from, &builder)?;
    let key = overview.key(&builder, inputs).map_err(fault)?;
    if let Some(made) = unchanged(&builder, key) {
        return Ok(made);
    }
    let briefs = overview.take_briefs();
    let mut outcome = Outcome::new(builder.publisher.file_list());
    let steps = overview.steps(briefs, from, builder.site);
    builder.work(steps, &mut outcome);
    if let Some(share) = builder.share {
        let shard = Some(share.shard(inputs));
        return put_in_place(builder, outcome, shard, Some(key));
    }
    finish(builder, &overview, outcome, Some(key))
}

/// What there is already, if it was made from what has this key, and nobody has touched
/// it: then nothing need be listed.
fn unchanged(builder: &Builder<'_>, key: Key) -> Option<Made> {
    let known = builder.cache.whole().filter(|whole| whole.key == key)?;
    let untouched = || builder.publisher.untouched(known.manifest, builder.jobs);
    let published = builder.progress.time("查看成品", untouched)?;
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
    from: Source<'_>,
    builder: Builder<'_>,
    folders: &[PathBuf],
    inputs: &str,
) -> Result<Made, Vec<Diagnostic>> {
    let mut outcome = Outcome::new(builder.publisher.file_list());
    shard::gather(folders, inputs, &builder.publisher, &mut outcome.files)?;
    let overview = overview(from, &builder)?;
    let deferred = overview.handouts.iter().flat_map(Step::deferred);
    builder.work(deferred.map(Ok), &mut outcome);
    finish(builder, &overview, outcome, None)
}

fn overview(from: Source<'_>, builder: &Builder<'_>) -> Result<Overview, Vec<Diagnostic>> {
    let overview = || Overview::of(from, builder.site, builder.jobs);
    let overview = builder.progress.time("通览各份通知", overview);
    overview.map_err(fault)
}

fn fault(fault: String) -> Vec<Diagnostic> {
    vec![Diagnostic::error("view", format!("程序出错：{fault}"))]
}

/// Makes what only a site on the web needs, which must know of all pages.
fn finish(
    builder: Builder<'_>,
    overview: &Overview,
    mut outcome: Outcome,
    key: Option<Key>,
) -> Result<Made, Vec<Diagnostic>> {
    let address = builder.site.address();
    let pages = match address {
        Some(_) => outcome
            .files
            .paths(DocumentKind::Page)
            .map_err(unreadable)?,
        None => Vec::new(),
    };
    let web =
        web::documents(address, &overview.issues, &pages, builder.site.wording()).map_err(fault)?;
    let web = web.into_iter().map(|document| Ok(Step::Ready(document)));
    builder.work(web, &mut outcome);
    let packed = overview.handouts.iter().flat_map(Step::packed);
    builder.work(packed.map(Ok), &mut outcome);
    if builder.site.has_archives() && outcome.is_right() {
        let all = outcome.files.entries().map_err(unreadable)?;
        let files = all
            .iter()
            .filter(|entry| entry.kind != DocumentKind::Archive);
        let date = overview.issues.iter().map(Issue::updated).max();
        let archive = deferred::whole_site(files, date.unwrap_or_default());
        builder.work(std::iter::once(Ok(Step::Ready(archive))), &mut outcome);
    }
    put_in_place(builder, outcome, None, key)
}

/// `key` is that of all that was made from one and the same.
fn put_in_place(
    builder: Builder<'_>,
    outcome: Outcome,
    shard: Option<publish::ShardRecord>,
    key: Option<Key>,
) -> Result<Made, Vec<Diagnostic>> {
    let made = outcome.made;
    let (file_list, remarks) = outcome.whole()?;
    let Builder {
        mut publisher,
        cache,
        press,
        progress,
        ..
    } = builder;
    let publish = || {
        let files = file_list.sorted().map_err(|e| publish::unlisted(&e))?;
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
            cache.remember(&files, whole, titles.snapshot(), &titles.key());
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
