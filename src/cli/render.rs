//! `build`, `make` and `gather`: from checked notices to published files.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::build;
use crate::build::builder::Shop;
use crate::build::cache::Cache;
use crate::build::shard::Share;
use crate::build::{Made, shard};
use crate::cli::args::{Flags, Verb};
use crate::diag::Diagnostic;
use crate::pipeline::Run;
use crate::progress::Progress;
use crate::project::Project;
use crate::project::bundles::Bundles;
use crate::project::spool::Archive;
use crate::publish::Publisher;
use crate::render::html::Site;
use crate::render::pdf::{Press, PrintOptions};

/// Where the output goes.
pub(super) fn out(flags: &Flags) -> PathBuf {
    let own = || flags.project.join("out");
    flags.out.clone().unwrap_or_else(own)
}

pub(super) fn jobs(flags: &Flags) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    flags.jobs.map_or(cores, usize::from)
}

/// How the flags ask documents to be printed.
pub(super) fn print_options(
    project: &Project,
    flags: &Flags,
    notices: &Archive,
    seal_placeholder: bool,
) -> PrintOptions {
    // Notices of one agency have one register.
    let lexicon: BTreeSet<String> = notices.registers().flat_map(|r| r.names()).collect();
    PrintOptions {
        seal_placeholder,
        profile: flags.profile,
        fonts: flags.font_path.clone(),
        templates_override: flags.templates.clone(),
        lexicon: lexicon.into_iter().collect(),
        limits: *project.limits(),
    }
}

/// Makes what `verb` asks for, and publishes it.
///
/// # Errors
/// Everything that went wrong; nothing is published then.
pub(super) fn render(
    run: &mut Run,
    project: &Project,
    flags: &Flags,
    verb: &Verb,
    notices: &Archive,
    bundles: &Bundles,
    progress: &Progress,
) -> Result<Made, Vec<Diagnostic>> {
    let templates = project.path("templates");
    let options = print_options(project, flags, notices, flags.seal_placeholder);
    let press = progress.time("字体和版式模板", || Press::open(&templates, options))?;
    let folder = out(flags);
    // What another build may write meanwhile does no harm: the cache is never trusted.
    let mut cache = Cache::of(&folder);
    let titles = press.titles();
    titles.recall(cache.words(&titles.key()));
    let jobs = jobs(flags);
    // One job is one thread.
    if jobs > 1 {
        press.hash_ahead();
        titles.open_ahead();
    }
    let site = progress.time("网页模板", || {
        let site = Site::open(&templates, flags.templates.as_deref(), project.limits())?;
        site.with_pages(&project.path("content/pages"), project.limits())
    })?;
    let site = site.at(flags.base_url.clone()).with_titles(press.titles());
    let publisher = Publisher::begin(&folder).map_err(|e| vec![e])?;
    for (name, text) in press.texts() {
        run.texts.add(name, text);
    }
    let share = match verb {
        Verb::Make { shard } => *shard,
        _ => None,
    };
    let shop = Shop {
        press: &press,
        site: &site,
        publisher,
        cache,
        jobs,
        share,
        progress,
    };
    match verb {
        Verb::Gather { shards } => {
            let inputs = inputs(project, flags)?;
            build::gather(notices, bundles, shop, shards, &inputs)
        }
        _ => {
            let inputs = share.map(|_: Share| inputs(project, flags));
            let inputs = inputs.transpose()?.unwrap_or_default();
            build::build(notices, bundles, shop, &inputs)
        }
    }
}

/// The key of all that the output is made from.
fn inputs(project: &Project, flags: &Flags) -> Result<String, Vec<Diagnostic>> {
    let options = format!(
        "{:?} {} {:?}",
        flags.profile, flags.seal_placeholder, flags.base_url
    );
    let mut folders: Vec<PathBuf> = ["content", "templates"].map(|f| project.path(f)).into();
    folders.extend(flags.templates.iter().chain(&flags.font_path).cloned());
    shard::inputs(&options, &folders).map_err(|e| {
        let message = format!("读不了要做成文件的内容：{e}");
        vec![Diagnostic::error("unreadable", message)]
    })
}

/// What was made, in one line.
pub(super) fn told(flags: &Flags, made: &Made) -> String {
    let (pdfs, others) = made.made;
    let change = &made.change;
    format!(
        "{} 里共 {} 个文件（PDF {} 份 {} 页）：新增 {}，改动 {}，删去 {}，未变 {}；这次做了 PDF {pdfs} 份、别的 {others} 个，其余沿用",
        out(flags).display(),
        made.files,
        made.pdfs,
        made.pages,
        change.added,
        change.changed,
        change.removed,
        change.same
    )
}
