//! Notice → files: which documents exist, what templates may see, typst and
//! tera, and publishing. This floor never looks at sources.

pub mod address;
pub mod copies;
pub mod document;
pub mod html;
pub mod parallel;
pub mod paths;
pub mod pdf;
pub mod plan;
pub mod proof;
pub mod prose;
pub mod publish;
pub mod report;
pub mod site;
pub mod title;
pub mod view;
pub mod views;
pub mod web;

use crate::bundle::Bundles;
use crate::diag::Diagnostic;
use crate::limits;
use crate::notice::check::Checked;
use crate::progress::Progress;
use document::{Artifact, Document, ManifestEntry, Work};
use html::Site;
use pdf::Press;
use publish::{Change, Publisher};

/// What a run of [`make`] came to.
#[derive(Debug)]
pub struct Made {
    /// PDFs made.
    pub pdfs: usize,
    /// Their pages.
    pub pages: usize,
    /// All files.
    pub files: usize,
    /// Against the last output.
    pub change: Change,
    /// Warnings of the templates.
    pub remarks: Vec<Diagnostic>,
}

/// Renders every document of the notices and publishes them as one.
///
/// # Errors
/// Everything that went wrong in any document; nothing is published then.
pub fn make(
    notices: &[Checked],
    bundles: &Bundles,
    press: &Press,
    site: &Site,
    publisher: Publisher,
    jobs: usize,
    progress: &Progress,
) -> Result<Made, Vec<Diagnostic>> {
    let views = notices.iter().map(|n| views::views(n, bundles));
    let views: Vec<view::NoticeViews> = views.collect();
    let fault = |e: String| vec![Diagnostic::error("view", format!("程序出错：{e}"))];
    let mut documents = Vec::new();
    for views in &views {
        documents.extend(plan::documents(views).map_err(fault)?);
    }
    documents.extend(site::documents(&views, site.pages()).map_err(fault)?);
    let issues: Vec<web::Issue> = views.iter().map(web::Issue::from).collect();
    let pages = documents.iter().filter(|d| d.kind == "page");
    let pages: Vec<&str> = pages.map(|d| d.path.as_str()).collect();
    let web = web::documents(site.address(), &issues, &pages);
    documents.extend(web);
    documents.extend(site.assets());
    let (count, most) = (documents.len(), press.limits().documents);
    if count > most {
        let what = "要做的文件数";
        let error = limits::exceeded("too-many-documents", what, count, most, "documents");
        return Err(vec![error]);
    }
    let errors = paths::check(documents.iter().map(|d| d.path.as_str()));
    if !errors.is_empty() {
        return Err(errors);
    }
    // The longest first, so that no worker is left alone with one at the end.
    documents.sort_by_key(|d| (weight(d), d.path.clone()));

    let stage = progress.stage("生成", documents.len());
    let results = parallel::map(
        jobs,
        &documents,
        |document| {
            let (artifact, remarks) = render(document, press, site)?;
            let entry = publisher.put(&artifact).map_err(|e| vec![e])?;
            Ok::<_, Vec<Diagnostic>>((entry, remarks))
        },
        |document| stage.step(&document.path),
    );
    drop(stage);

    let mut entries: Vec<ManifestEntry> = Vec::new();
    let mut remarks = Vec::new();
    let mut errors = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (document, result) in documents.iter().zip(results) {
        match result {
            Ok(Ok((entry, warnings))) => {
                entries.push(entry);
                remarks.extend(warnings);
            }
            Ok(Err(found)) => {
                for mut error in found {
                    // One fault of a template fails every document that it prints.
                    let key = (error.rule, error.message.clone(), error.place.clone());
                    if seen.insert(format!("{key:?}")) {
                        error.message = format!("{}：{}", document.path, error.message);
                        errors.push(error);
                    }
                }
            }
            Err(fault) => errors.push(
                Diagnostic::error(
                    "internal",
                    format!("{}：程序自己出了错：{}", document.path, fault.message),
                )
                .hint("这是我们的错；请把来件、这条消息和 gongwen --version 一起交给维护者"),
            ),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    for views in &views {
        let Some(list) = copies::document(views, &entries).map_err(fault)? else {
            continue;
        };
        let (artifact, warnings) = render(&list, press, site)?;
        entries.push(publisher.put(&artifact).map_err(|e| vec![e])?);
        remarks.extend(warnings);
    }
    let pages = entries.iter().filter_map(|e| e.pages);
    Ok(Made {
        pdfs: pages.clone().count(),
        pages: pages.sum(),
        files: entries.len(),
        change: publisher.finish(entries).map_err(|e| vec![e])?,
        remarks,
    })
}

fn weight(document: &Document) -> u8 {
    match (&document.work, document.kind) {
        (Work::Pdf { .. }, "packets" | "sheets") => 0,
        (Work::Pdf { .. }, "notice" | "packet" | "tasks") => 1,
        (Work::Pdf { .. }, _) => 2,
        _ => 3,
    }
}

fn render(
    document: &Document,
    press: &Press,
    site: &Site,
) -> Result<(Artifact, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (bytes, pages, remarks) = match &document.work {
        Work::Pdf { template, data } => {
            let printed = press.print(template, &document.path, data)?;
            (printed.bytes, Some(printed.pages), printed.remarks)
        }
        Work::Page { template, data } => {
            (site.page(template, &document.path, data)?, None, Vec::new())
        }
        Work::Ready(bytes) => (bytes.clone(), None, Vec::new()),
    };
    let artifact = Artifact {
        path: document.path.clone(),
        kind: document.kind,
        audience: document.audience.clone(),
        pages,
        bytes,
    };
    Ok((artifact, remarks))
}
