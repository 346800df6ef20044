//! `build`, `make` and `gather`: files, and a line that says what was made.

use std::path::PathBuf;
use std::sync::Arc;

use crate::build::Made;
use crate::build::shard::Shard;
use crate::cli::Job;
use crate::cli::args::Flags;
use crate::diag::visible;
use crate::pipeline::Stopped;

pub(super) fn build(job: Job<'_, '_>) -> Result<(), Stopped> {
    let made = job.pipeline.build();
    finish(job, made)
}

pub(super) fn make(job: Job<'_, '_>, shard: Option<Shard>) -> Result<(), Stopped> {
    let made = job.pipeline.make(shard);
    finish(job, made)
}

pub(super) fn gather(job: Job<'_, '_>, shards: Vec<PathBuf>) -> Result<(), Stopped> {
    let made = job.pipeline.gather(shards);
    finish(job, made)
}

pub(super) fn finish(job: Job<'_, '_>, made: Result<Made, Stopped>) -> Result<(), Stopped> {
    if let Ok(made) = &made {
        job.progress.say(&line(job.flags, made));
        let gone = &made.change.pages_gone;
        if !gone.is_empty() {
            job.progress.say(&no_more(gone));
        }
    }
    if job.flags.timings {
        eprint!("{}", job.progress.timings());
    }
    made.map(drop)
}

/// What was made, in one line.
fn line(flags: &Flags, made: &Made) -> String {
    let (pdfs, others) = made.made;
    let change = &made.change;
    format!(
        "{} 里共 {} 个文件（PDF {} 份 {} 页）：新增 {}，改动 {}，删去 {}，未变 {}；这次做了 PDF {pdfs} 份、别的 {others} 个，其余沿用",
        visible(&flags.out().display().to_string()),
        made.files,
        made.pdfs,
        made.pages,
        change.added,
        change.changed,
        change.removed,
        change.same
    )
}

/// How many pages that are gone are named.
const NAMED: usize = 5;

/// Which pages are gone: somebody may have kept their addresses.
fn no_more(pages: &[Arc<str>]) -> String {
    let named = pages.iter().take(NAMED).map(|page| visible(page));
    let named = named.collect::<Vec<_>>().join("、");
    let more = match pages.len() > NAMED {
        true => format!("等 {} 个", pages.len()),
        false => String::new(),
    };
    format!("删去的网页，原来的网址打不开了：{named}{more}")
}
