//! What documents cost: the views and the plan of the real notice, one sheet, all its
//! PDFs in a plain loop of one thread, and joining the sheets into their batch.

// Whoever measures sees the panic.
#![allow(clippy::expect_used)]

use std::path::PathBuf;
use std::sync::Arc;

use divan::Bencher;
use gongwen::documents::document::{Document, Work};
use gongwen::documents::kind::DocumentKind;
use gongwen::documents::pdfs;
use gongwen::hash::Digest;
use gongwen::notice::check::Checked;
use gongwen::pipeline::options::Options;
use gongwen::pipeline::{Pipeline, Run};
use gongwen::progress::Progress;
use gongwen::project::bundles::Bundles;
use gongwen::render::pdf;
use gongwen::render::pdf::{PdfRenderer, PrintOptions};
use gongwen::view::{NoticeViews, from_notice};
use gongwen::wording::Wording;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn notice() -> Arc<Checked> {
    let options = Options::usual(PathBuf::new());
    let progress = Progress::new(true);
    let mut run = Run::default();
    let pipeline = Pipeline::open(&root(), &options, &progress, &mut run);
    let notices = pipeline.and_then(|mut pipeline| pipeline.notices());
    let notices = notices.expect("the notice passes");
    notices.get(0).expect("read").expect("a notice")
}

fn all_views() -> NoticeViews {
    from_notice::views(
        &notice(),
        &Bundles::shipped().expect("bundles"),
        &Wording::shipped(),
    )
}

fn press() -> PdfRenderer {
    PdfRenderer::open(&root().join("templates"), PrintOptions::default())
        .unwrap_or_else(|e| panic!("{}", e[0].message))
}

fn sheets() -> Vec<Document> {
    let all = pdfs::documents(&all_views()).expect("a plan");
    all.into_iter()
        .filter(|d| d.kind == DocumentKind::Sheet)
        .collect()
}

fn print(press: &PdfRenderer, document: &Document) -> Vec<u8> {
    let Work::Pdf(typeset) = &document.work else {
        return Vec::new();
    };
    let printed = press.print(typeset, &document.path);
    printed.unwrap_or_else(|e| panic!("{}", e[0].message)).bytes
}

/// Opening fonts and templates; no face is parsed yet.
#[divan::bench]
fn open_press() -> PdfRenderer {
    press()
}

#[divan::bench]
fn make_views(bencher: Bencher<'_, '_>) {
    let (notice, bundles) = (notice(), Bundles::shipped().expect("bundles"));
    let wording = Wording::shipped();
    bencher.bench(|| from_notice::views(&notice, &bundles, &wording));
}

#[divan::bench]
fn make_plan(bencher: Bencher<'_, '_>) {
    let views = all_views();
    bencher.bench(|| pdfs::documents(&views));
}

/// The first sheet of a process: faces are parsed, templates evaluated.
#[divan::bench(sample_count = 10)]
fn one_sheet_cold(bencher: Bencher<'_, '_>) {
    let sheets = sheets();
    bencher
        .with_inputs(|| comemo_forget(press()))
        .bench_values(|press| print(&press, &sheets[0]));
}

fn comemo_forget(press: PdfRenderer) -> PdfRenderer {
    comemo::evict(0);
    press
}

/// Another sheet each time, with everything warm.
#[divan::bench(sample_count = 60)]
fn one_sheet_warm(bencher: Bencher<'_, '_>) {
    let (press, sheets) = (press(), sheets());
    print(&press, &sheets[0]);
    let mut next = 0;
    bencher
        .with_inputs(|| {
            next = (next + 1) % sheets.len();
            next
        })
        .bench_local_values(|at| print(&press, &sheets[at]));
}

/// Every PDF that is typeset, one after another on one thread.
#[divan::bench(sample_count = 3)]
fn plain_loop_of_all(bencher: Bencher<'_, '_>) {
    let press = press();
    let all = pdfs::documents(&all_views()).expect("a plan");
    bencher.bench_local(|| all.iter().map(|d| print(&press, d).len()).sum::<usize>());
}

/// The batch of all sheets from the sheets.
#[divan::bench(sample_count = 5)]
fn bind_sheets(bencher: Bencher<'_, '_>) {
    let press = press();
    let made: Vec<Vec<u8>> = sheets().iter().map(|d| print(&press, d)).collect();
    let size = made.iter().map(Vec::len).sum();
    bencher.bench(|| {
        let members = made.iter().map(|m| (Digest::of(m), m.clone()));
        pdf::bind("各单位工作任务单", size, members).map(|(bytes, _)| bytes.len())
    });
}
