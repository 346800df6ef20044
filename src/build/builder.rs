//! One document → one file of the output: found in the last output, or made and taken
//! in. What happened is counted, and what went wrong is kept until all are through.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Instant;

use crate::build::cache::Cache;
use crate::build::faults::{self, Failure};
use crate::build::keys;
use crate::build::shard::Shard;
use crate::diag::Diagnostic;
use crate::documents::artifact::{Artifact, ManifestEntry};
use crate::documents::batches::Handout;
use crate::documents::deferred::Deferred;
use crate::documents::document::{Document, Work};
use crate::documents::kind::DocumentKind;
use crate::hash::Key;
use crate::parallel::unpoisoned;
use crate::progress::Progress;
use crate::project::limits;
use crate::publish::Publisher;
use crate::publish::file_list::{FileList, Line};
use crate::render::docx::DocxRenderer;
use crate::render::html::HtmlRenderer;
use crate::render::pdf::PdfRenderer;
use crate::render::{data, form, pdf};
use crate::{parallel, publish};

/// All that documents are made with, and where they go.
pub struct Builder<'s> {
    /// For PDFs.
    pub press: &'s PdfRenderer,
    /// For what others can go on editing.
    pub docx: &'s DocxRenderer,
    /// For pages.
    pub site: &'s HtmlRenderer,
    /// Where files go.
    pub publisher: Publisher,
    /// What the last build has made.
    pub cache: Cache,
    /// Workers.
    pub jobs: usize,
    /// The share of the whole that is made here; none for all of it.
    pub share: Option<Shard>,
    /// For whoever waits.
    pub progress: &'s Progress,
}

/// One thing to do.
#[derive(Debug, Clone)]
pub enum Step<'s> {
    /// A document that can be made at once.
    Ready(Document),
    /// One that needs others of its notice, which come before it.
    Deferred(&'s Handout, Deferred),
}

impl<'s> Step<'s> {
    /// All that is deferred of a notice.
    pub fn deferred(handout: &'s Handout) -> impl Iterator<Item = Step<'s>> {
        handout
            .deferred()
            .map(|deferred| Step::Deferred(handout, deferred))
    }

    /// What of a notice is packed when all else is there.
    pub fn packed(handout: &'s Handout) -> impl Iterator<Item = Step<'s>> {
        { handout.packed() }.map(|deferred| Step::Deferred(handout, deferred))
    }

    /// When it is typeset, among the documents of its notice.
    pub fn turn(&self) -> u8 {
        match self {
            Step::Ready(document) => match document.kind {
                DocumentKind::Notice => 0,
                // Their titles need no dictionary, which may still be being opened.
                DocumentKind::Sheet => 1,
                DocumentKind::Packet => 2,
                _ => 3,
            },
            Step::Deferred(..) => 4,
        }
    }
}

/// What came of documents so far.
#[derive(Debug)]
pub struct Outcome {
    /// Their files.
    pub files: FileList,
    /// How many PDFs, and how many other files, were made and not found.
    pub made: (usize, usize),
    /// Warnings of the templates, each with the number of its document.
    remarks: Vec<(usize, Diagnostic)>,
    /// Errors.
    errors: Vec<Failure>,
    /// What deferred documents lacked, which is said where nothing else says why.
    lacks: BTreeSet<String>,
}

/// The path of a document, and what came of it.
type Finished = (String, Result<Done, Vec<Diagnostic>>);

struct Done {
    entry: ManifestEntry,
    key: Option<Key>,
    found: bool,
    remarks: Vec<Diagnostic>,
}

/// What the workers share.
struct Queue<'t> {
    state: Mutex<State<'t>>,
    ended: Condvar,
}

struct State<'t> {
    outcome: &'t mut Outcome,
    /// Paths of the documents that are being made.
    busy: BTreeSet<String>,
}

impl<'t> Queue<'t> {
    fn floor(&self) -> MutexGuard<'_, State<'t>> {
        // A worker that panicked has changed all or nothing.
        unpoisoned(self.state.lock())
    }

    /// Waits until none of `paths` is being made, and gives the files of those that are
    /// made.
    fn wait(&self, paths: &[String]) -> BTreeMap<Arc<str>, ManifestEntry> {
        let state = self.floor();
        let state = unpoisoned(self.ended.wait_while(state, |state| {
            paths.iter().any(|path| state.busy.contains(path))
        }));
        let files = &state.outcome.files;
        // What cannot be read is missed by whoever needs it.
        let made = paths
            .iter()
            .filter_map(|path| files.get(path).ok().flatten());
        made.map(|entry| (entry.path.clone(), entry)).collect()
    }
}

impl Builder<'_> {
    /// Does every step of this share.
    pub fn work<'s>(
        &self,
        steps: impl Iterator<Item = Result<Step<'s>, String>> + Send,
        outcome: &mut Outcome,
    ) {
        let ours = |step: &Result<Step<'s>, String>| match (step, self.share) {
            (Ok(Step::Ready(document)), Some(share)) => share.has(&document.path),
            // Only who has all shares can make these.
            (Ok(Step::Deferred(..)), Some(_)) => false,
            _ => true,
        };
        let most = self.press.limits().documents;
        let most = most.saturating_sub(outcome.files.len());
        let queue = Queue {
            state: Mutex::new(State {
                outcome,
                busy: BTreeSet::new(),
            }),
            ended: Condvar::new(),
        };
        // One more than may be: it is seen below, and ends the iterator.
        let mut steps = steps.filter(ours).take(most.saturating_add(1)).enumerate();
        let steps = std::iter::from_fn(|| {
            let step = self.progress.time("列出文件", || steps.next())?;
            // What waits for a document must find it here from now on.
            if let Ok(Step::Ready(document)) = &step.1 {
                queue.floor().busy.insert(document.path.clone());
            }
            Some(step)
        });
        let stage = self.progress.count("生成");
        let ended = parallel::each(self.jobs, steps, |(number, step)| {
            let done = self.step(&queue, step);
            let mut state = queue.floor();
            match done {
                Ok(Some((path, done))) => {
                    state.busy.remove(&path);
                    state.outcome.take(number, &path, done);
                    stage.step(&path);
                }
                Ok(None) => {}
                Err(fault) => state.outcome.fail(number, None, vec![view_fault(&fault)]),
            }
            drop(state);
            queue.ended.notify_all();
        });
        drop(stage);
        for (number, fault) in ended.faults {
            outcome.fail(number, None, vec![our_fault(&fault.message)]);
        }
        if ended.count > most {
            let what = "要做的文件数";
            let error = limits::exceeded("too-many-documents", what, "更多", most, "documents");
            outcome.fail(ended.count, None, vec![error]);
        }
    }

    /// What came of one step, with the path of its document; none where what it needs
    /// could not be made.
    fn step(
        &self,
        queue: &Queue<'_>,
        step: Result<Step<'_>, String>,
    ) -> Result<Option<Finished>, String> {
        let document = match step? {
            Step::Ready(document) => document,
            Step::Deferred(handout, deferred) => {
                let made = queue.wait(&handout.needs(deferred));
                match handout.document(deferred, &made, self.site.wording()) {
                    Ok(document) => document,
                    Err(lack) => {
                        queue.floor().outcome.lacks.insert(lack);
                        return Ok(None);
                    }
                }
            }
        };
        let done = parallel::guarded(|| self.finish(&document));
        let done = done.unwrap_or_else(|fault| Err(vec![our_fault(&fault.message)]));
        Ok(Some((document.path, done)))
    }

    fn finish(&self, document: &Document) -> Result<Done, Vec<Diagnostic>> {
        let progress = self.progress;
        let key = progress.time("比对", || {
            keys::key(document, self.press, self.docx, self.site)
        });
        let last = self.publisher.last(&document.path);
        let known = key
            .zip(last)
            .filter(|(key, last)| self.cache.has(last, *key));
        if let Some((_, entry)) = known {
            let kept = progress.time("沿用", || self.publisher.keep(entry));
            if kept.map_err(|e| vec![e])? {
                return Ok(Done {
                    entry: ManifestEntry {
                        kind: document.kind,
                        audience: document.audience.clone(),
                        ..entry.clone()
                    },
                    key,
                    found: true,
                    remarks: Vec::new(),
                });
            }
        }
        if let Work::Archive { date, members } = &document.work {
            let entry = progress.time("打包", || self.pack(document, date, members))?;
            return Ok(Done {
                entry,
                key,
                found: false,
                remarks: Vec::new(),
            });
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
            Work::Pdf(typeset) => {
                let printed = self.press.print(typeset, &document.path)?;
                (
                    "排版 PDF",
                    printed.bytes,
                    Some(printed.pages),
                    printed.remarks,
                )
            }
            Work::Bound {
                title,
                size,
                members,
            } => {
                // Layouts that typst remembers take more room than what is bound.
                self.press.rest();
                let mut lost = Vec::new();
                let members = members.iter().map_while(|(path, digest)| {
                    let read = self.publisher.read(path);
                    Some((*digest, read.map_err(|e| lost.push(e)).ok()?))
                });
                let bound = pdf::bind(title, *size, members);
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
                let bytes = data::file(table, ending).map_err(fault)?;
                ("数据文件", bytes, None, Vec::new())
            }
            Work::Form(form) => ("自查表", form::file(form).map_err(fault)?, None, Vec::new()),
            Work::Docx(view) => {
                let made = self.docx.file(view, &document.path);
                let (bytes, remarks) = made.map_err(fault)?;
                ("DOCX", bytes, None, remarks)
            }
            Work::Ready(bytes) => ("网页", bytes.clone(), None, Vec::new()),
            Work::Archive { .. } => return Err(fault("打包的文件另有做法".into())),
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

impl Outcome {
    /// Of nothing so far, or of the files in `files`, which were made elsewhere.
    pub fn new(files: FileList) -> Outcome {
        Outcome {
            files,
            made: (0, 0),
            remarks: Vec::new(),
            errors: Vec::new(),
            lacks: BTreeSet::new(),
        }
    }

    /// Whether nothing has gone wrong so far.
    pub fn is_right(&self) -> bool {
        self.errors.is_empty() && self.lacks.is_empty()
    }

    fn take(&mut self, number: usize, path: &str, done: Result<Done, Vec<Diagnostic>>) {
        let done = match done {
            Ok(done) => done,
            Err(errors) => return self.fail(number, Some(path), errors),
        };
        if !done.found {
            match done.entry.pages {
                Some(_) => self.made.0 += 1,
                None => self.made.1 += 1,
            }
        }
        let remarks = done.remarks.into_iter().map(|remark| (number, remark));
        self.remarks.extend(remarks);
        let line = Line {
            entry: done.entry,
            key: done.key,
        };
        if let Err(error) = self.files.add(&line) {
            self.fail(number, None, vec![publish::unlisted(&error)]);
        }
    }

    /// Errors of the document of that number, and at `path`, if they are of one.
    fn fail(&mut self, number: usize, path: Option<&str>, errors: Vec<Diagnostic>) {
        for error in errors {
            self.errors.push(Failure {
                number,
                path: path.map(str::to_owned),
                error,
            });
        }
    }

    /// The files, if nothing went wrong, and the remarks in the order of the documents.
    ///
    /// # Errors
    /// All that went wrong, in that order.
    pub fn whole(mut self) -> Result<(FileList, Vec<Diagnostic>), Vec<Diagnostic>> {
        if self.is_right() {
            let mut remarks = std::mem::take(&mut self.remarks);
            remarks.sort_by_key(|remark| remark.0);
            let mut seen = BTreeSet::new();
            remarks.retain(|(_, d)| seen.insert(format!("{:?}", (&d.message, &d.place))));
            let remarks = remarks.into_iter().map(|remark| remark.1).collect();
            return Ok((self.files, remarks));
        }
        if self.errors.is_empty() {
            return Err(self.lacks.iter().map(|lack| view_fault(lack)).collect());
        }
        self.errors.sort_by_key(|failure| failure.number);
        Err(faults::each_once(self.errors))
    }
}

fn view_fault(fault: &str) -> Diagnostic {
    Diagnostic::error("view", format!("程序出错：{fault}"))
}

fn our_fault(message: &str) -> Diagnostic {
    Diagnostic::error("internal", format!("程序自己出了错：{message}"))
        .hint("这是我们的错；请把来件、这条消息和 gongwen --version 一起交给维护者")
}
