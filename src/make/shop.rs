//! One document → one file of the output: found in the last output, or made and taken
//! in. What happened is counted, and what went wrong is kept until all are through.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use super::cache::Cache;
use super::document::{Artifact, Document, Key, ManifestEntry, Work};
use super::html::Site;
use super::parallel;
use super::pdf::{self, Press};
use super::publish::Publisher;
use super::share::Share;
use crate::diag::Diagnostic;
use crate::limits;
use crate::progress::Progress;

/// All that documents are made with, and where they go.
pub struct Shop<'s> {
    /// For PDFs.
    pub press: &'s Press,
    /// For pages.
    pub site: &'s Site,
    /// Where files go.
    pub publisher: Publisher,
    /// What the last build has made.
    pub cache: Cache,
    /// Workers.
    pub jobs: usize,
    /// The share of the whole that is made here; none for all of it.
    pub share: Option<Share>,
    /// For whoever waits.
    pub progress: &'s Progress,
}

/// What came of documents so far.
#[derive(Debug, Default)]
pub struct Tally {
    /// Their files.
    pub entries: Vec<ManifestEntry>,
    /// Keys of those that may be used again.
    pub keys: BTreeMap<String, Key>,
    /// How many PDFs, and how many other files, were made and not found.
    pub made: (usize, usize),
    /// Warnings of the templates.
    pub remarks: Vec<Diagnostic>,
    errors: Vec<Diagnostic>,
    seen: BTreeSet<String>,
}

struct Done {
    entry: ManifestEntry,
    key: Option<Key>,
    found: bool,
    remarks: Vec<Diagnostic>,
}

impl Shop<'_> {
    /// Makes every document of this share.
    pub fn work(
        &self,
        documents: impl Iterator<Item = Result<Document, String>> + Send,
        tally: &mut Tally,
    ) {
        let ours = |document: &Result<Document, String>| match (document, self.share) {
            (Ok(document), Some(share)) => share.has(&document.path),
            _ => true,
        };
        let most = self
            .press
            .limits()
            .documents
            .saturating_sub(tally.entries.len());
        // One more than may be: it is seen below, and ends the iterator.
        let mut documents = documents.filter(ours).take(most.saturating_add(1));
        let documents =
            std::iter::from_fn(|| self.progress.time("列出文件", || documents.next()));
        let stage = self.progress.count("生成");
        let results = parallel::map(self.jobs, documents, |document| {
            let document = document.map_err(|e| keyed(vec![view_fault(&e)]))?;
            let done = parallel::guarded(|| self.finish(&document));
            let done = done.unwrap_or_else(|fault| Err(vec![our_fault(&fault.message)]));
            stage.step(&document.path);
            done.map_err(|errors| naming(&document.path, errors))
        });
        drop(stage);
        if results.len() > most {
            let what = "要做的文件数";
            let error = limits::exceeded("too-many-documents", what, "更多", most, "documents");
            tally.errors.push(error);
        }
        for result in results {
            match result {
                Ok(Ok(done)) => tally.add(done),
                Ok(Err(errors)) => tally.fail(errors),
                Err(fault) => tally.fail(keyed(vec![our_fault(&fault.message)])),
            }
        }
    }

    fn finish(&self, document: &Document) -> Result<Done, Vec<Diagnostic>> {
        let progress = self.progress;
        let key = progress.time("比对", || document.key(self.press, self.site));
        if let Some(entry) = key
            .as_ref()
            .and_then(|k| self.cache.find(&document.path, k))
        {
            let kept = progress.time("沿用", || self.publisher.keep(entry));
            if kept.map_err(|e| vec![e])? {
                return Ok(Done {
                    entry: ManifestEntry {
                        kind: document.kind.into(),
                        audience: document.audience.clone(),
                        ..entry.clone()
                    },
                    key,
                    found: true,
                    remarks: Vec::new(),
                });
            }
        }
        let (artifact, remarks) = self.make(document)?;
        let entry = progress.time("写文件", || self.publisher.put(&artifact));
        Ok(Done {
            entry: entry.map_err(|e| vec![e])?,
            // What typst warns of must be said again by the next build.
            key: key.filter(|_| remarks.is_empty()),
            found: false,
            remarks,
        })
    }

    fn make(&self, document: &Document) -> Result<(Artifact, Vec<Diagnostic>), Vec<Diagnostic>> {
        let began = Instant::now();
        let fault = |e: String| vec![view_fault(&e)];
        let (stage, bytes, pages, remarks) = match &document.work {
            Work::Pdf { template, data } => {
                let printed = self.press.print(template, &document.path, data)?;
                (
                    "排版 PDF",
                    printed.bytes,
                    Some(printed.pages),
                    printed.remarks,
                )
            }
            Work::Bound { title, members } => {
                let mut lost = Vec::new();
                let members = members.iter().map_while(|(path, _)| {
                    let read = self.publisher.read(path);
                    read.map_err(|e| lost.push(e)).ok()
                });
                let bound = pdf::bind(title, members, self.jobs > 1);
                if !lost.is_empty() {
                    return Err(lost);
                }
                let (bytes, pages) = bound.map_err(fault)?;
                ("合订 PDF", bytes, Some(pages), Vec::new())
            }
            Work::Page { template, data } => {
                let page = self.site.page(template, &document.path, data)?;
                ("网页", page, None, Vec::new())
            }
            Work::Data { table, ending } => {
                let bytes = table.file(ending).map_err(fault)?;
                ("数据文件", bytes, None, Vec::new())
            }
            Work::Ready(bytes) => ("网页", bytes.clone(), None, Vec::new()),
        };
        self.progress.spent(stage, began.elapsed());
        let artifact = Artifact {
            path: document.path.clone(),
            kind: document.kind,
            audience: document.audience.clone(),
            pages,
            bytes,
        };
        Ok((artifact, remarks))
    }
}

impl Tally {
    /// Files that were made elsewhere.
    pub fn of(entries: Vec<ManifestEntry>) -> Tally {
        Tally {
            entries,
            ..Tally::default()
        }
    }

    fn add(&mut self, done: Done) {
        if !done.found {
            match done.entry.pages {
                Some(_) => self.made.0 += 1,
                None => self.made.1 += 1,
            }
        }
        if let Some(key) = done.key {
            self.keys.insert(done.entry.path.clone(), key);
        }
        self.entries.push(done.entry);
        self.remarks.extend(done.remarks);
    }

    fn fail(&mut self, errors: Vec<(String, Diagnostic)>) {
        for (key, error) in errors {
            // One fault of a template fails every document that it prints.
            if self.seen.insert(key) {
                self.errors.push(error);
            }
        }
    }

    /// The files by their paths.
    pub fn by_path(&self) -> BTreeMap<&str, &ManifestEntry> {
        self.entries.iter().map(|e| (e.path.as_str(), e)).collect()
    }

    /// The same, if nothing went wrong.
    ///
    /// # Errors
    /// All that went wrong.
    pub fn whole(self) -> Result<Tally, Vec<Diagnostic>> {
        if self.errors.is_empty() {
            Ok(self)
        } else {
            Err(self.errors)
        }
    }
}

/// Each error with what tells it from others.
fn keyed(errors: Vec<Diagnostic>) -> Vec<(String, Diagnostic)> {
    let key = |e: &Diagnostic| format!("{:?}", (e.rule, &e.message, &e.place));
    errors.into_iter().map(|e| (key(&e), e)).collect()
}

/// The same, and each names the document that it is of.
fn naming(path: &str, errors: Vec<Diagnostic>) -> Vec<(String, Diagnostic)> {
    let mut errors = keyed(errors);
    for (_, error) in &mut errors {
        error.message = format!("{path}：{}", error.message);
    }
    errors
}

fn view_fault(fault: &str) -> Diagnostic {
    Diagnostic::error("view", format!("程序出错：{fault}"))
}

fn our_fault(message: &str) -> Diagnostic {
    Diagnostic::error("internal", format!("程序自己出了错：{message}"))
        .hint("这是我们的错；请把来件、这条消息和 gongwen --version 一起交给维护者")
}
