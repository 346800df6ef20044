//! From checked notices to published files: the renderers are opened, and the builder works.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::build;
use crate::build::builder::Builder;
use crate::build::cache::Cache;
use crate::build::overview::Source;
use crate::build::shard::Shard;
use crate::build::{Made, shard};
use crate::builtin;
use crate::diag::{Diagnostic, Texts};
use crate::pipeline::options::Options;
use crate::progress::Progress;
use crate::project::Project;
use crate::project::bundles::Bundles;
use crate::project::site::SiteSettings;
use crate::project::spool::NoticeSpool;
use crate::publish::Publisher;
use crate::render::docx::{DocxRenderer, Style};
use crate::render::html::HtmlRenderer;
use crate::render::pdf::{PdfRenderer, PrintOptions};
use crate::rounds::Rounds;
use crate::wording::Wording;

/// What of the whole is made.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// One shard of it.
    ShardRecord(Shard),
    /// What the shards in these folders lack together.
    Rest(Vec<PathBuf>),
}

/// What documents are made from, and how.
#[derive(Clone, Copy)]
pub(super) struct Printing<'p> {
    pub(super) project: &'p Project,
    pub(super) options: &'p Options,
    pub(super) notices: &'p NoticeSpool,
    pub(super) rounds: &'p Rounds,
    pub(super) bundles: &'p Bundles,
    pub(super) wording: &'p Arc<Wording>,
    pub(super) site: &'p Arc<SiteSettings>,
    pub(super) progress: &'p Progress,
}

impl Printing<'_> {
    /// Opens what prints PDFs, with a ring for the seal or without.
    ///
    /// # Errors
    /// What is wrong with fonts and templates.
    pub(super) fn pdfs(&self, seal_placeholder: bool) -> Result<PdfRenderer, Vec<Diagnostic>> {
        // Notices of one agency have one register.
        let lexicon: BTreeSet<String> = self.notices.registers().flat_map(|r| r.names()).collect();
        let options = PrintOptions {
            seal_placeholder,
            profile: self.options.profile,
            fonts: self.options.fonts.clone(),
            templates_override: self.options.templates.clone(),
            lexicon: lexicon.into_iter().collect(),
            wording: Arc::clone(self.wording),
            limits: *self.project.limits(),
        };
        PdfRenderer::open(&self.project.path("templates"), options)
    }

    /// Opens what prints pages.
    pub(super) fn pages(&self, press: &PdfRenderer) -> Result<HtmlRenderer, Vec<Diagnostic>> {
        let limits = self.project.limits();
        let own = self.options.templates.as_deref();
        let site = HtmlRenderer::open(&self.project.path("templates"), own, limits)?;
        let site = site.with_pages(&self.project.path("content/pages"), limits)?;
        let site = site.at(self.options.address.clone());
        let site = site.with_titles(press.titles()).with_wording(self.wording);
        Ok(site.with_settings(self.site))
    }

    /// Makes what `part` says, and publishes it.
    ///
    /// # Errors
    /// Everything that went wrong; nothing is published then.
    pub(super) fn print(&self, texts: &mut Texts, part: &Part) -> Result<Made, Vec<Diagnostic>> {
        let Printing {
            options, progress, ..
        } = *self;
        let open = || self.pdfs(options.seal_placeholder);
        let press = progress.time("字体和版式模板", open)?;
        // What another build may write meanwhile does no harm: the cache is never trusted.
        let mut cache = Cache::of(&options.out);
        let titles = press.titles();
        titles.preload(cache.words(&titles.key()));
        // One job is one thread.
        if options.jobs > 1 {
            press.hash_ahead();
            titles.open_ahead();
        }
        let site = progress.time("网页模板", || self.pages(&press))?;
        let docx = DocxRenderer::new(
            Style::shipped(),
            self.wording,
            titles,
            options.seal_placeholder,
        );
        let publisher = Publisher::begin(&options.out).map_err(|e| vec![e])?;
        for (name, text) in press.texts() {
            texts.add(name, text);
        }
        let builder = Builder {
            press: &press,
            docx: &docx,
            site: &site,
            publisher,
            cache,
            jobs: options.jobs,
            share: match part {
                Part::ShardRecord(shard) => Some(*shard),
                _ => None,
            },
            progress,
        };
        let from = Source {
            notices: self.notices,
            rounds: self.rounds,
            bundles: self.bundles,
        };
        match part {
            Part::Whole => build::build(from, builder, ""),
            Part::ShardRecord(_) => build::build(from, builder, &self.inputs()?),
            Part::Rest(shards) => build::gather(from, builder, shards, &self.inputs()?),
        }
    }

    /// The key of all that the output is made from.
    fn inputs(&self) -> Result<String, Vec<Diagnostic>> {
        let options = self.options;
        let words = format!(
            "{:?} {} {:?} {}",
            options.profile,
            options.seal_placeholder,
            options.address,
            builtin::hash()
        );
        let folders = ["content", "templates"].map(|f| self.project.path(f));
        // A project need not have both.
        let mut folders: Vec<PathBuf> = folders.into_iter().filter(|f| f.is_dir()).collect();
        folders.extend(options.templates.iter().chain(&options.fonts).cloned());
        shard::inputs(&words, &folders).map_err(|e| {
            let message = format!("读不了要做成文件的内容：{e}");
            vec![Diagnostic::error("unreadable", message)]
        })
    }
}
