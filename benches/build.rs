//! The whole real notice, measured as a clerk runs it, beside a plain loop over typst
//! in the same run: only the ratios are claims.
//!
//! `cargo bench --bench build` prints the table; with `-- province`, also what sheets
//! cost by the hundred, the thousand and the ten thousand, which takes minutes.

// Whoever measures sees the panic.
#![allow(clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use gongwen::documents::document::{Document, Json, Typeset, Work};
use gongwen::documents::kind::DocumentKind;
use gongwen::documents::pdfs;
use gongwen::pipeline::options::Options;
use gongwen::pipeline::{Pipeline, Run};
use gongwen::progress::Progress;
use gongwen::project::bundles::Bundles;
use gongwen::render::pdf::{PdfRenderer, PrintOptions};
use gongwen::view::{SetsTitles, from_notice};
use gongwen::wording::Wording;
use serde_json::json;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Each figure is the middle one of so many rounds; in each round all is measured, so
/// that a machine that slows down slows down all.
const ROUNDS: usize = 5;

/// A task of the real notice that names two units, one of them a district, and how it
/// is changed.
const TASK: (&str, &str) = ("加快建设七子山", "加快建设好七子山");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One run of the program: its wall time, and its peak memory in MB where it is known.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    peak: f64,
}

fn run(project: &Path, out: &Path, arguments: &[&str]) -> Cost {
    let began = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_gongwen"))
        .args(["-q", "--timings", "--project"])
        .arg(project)
        .arg("--out")
        .arg(out)
        .args(arguments)
        .output()
        .expect("the program starts");
    let wall = began.elapsed();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    let peak = told.lines().find(|l| l.contains("内存最多"));
    let peak = peak.and_then(|l| l.split_whitespace().next()?.parse().ok());
    Cost {
        wall,
        peak: peak.unwrap_or(f64::NAN),
    }
}

fn middle(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|c| c.wall);
    costs[costs.len() / 2]
}

/// A project with the registers, pages and templates of this one, and no notice.
fn desk(folder: &Path) {
    for below in ["templates", "content/units", "content/pages"] {
        copy(&root().join(below), &folder.join(below));
    }
    fs::create_dir_all(folder.join("seeds")).expect("a folder");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), &target).expect("copied")),
        }
    }
}

/// Every PDF, the batches too, to be typeset one after another.
fn plain_loop() -> (impl Fn() -> Cost, usize) {
    let options = Options::usual(PathBuf::new());
    let progress = Progress::new(true);
    let mut run = Run::default();
    let pipeline = Pipeline::open(&root(), &options, &progress, &mut run);
    let notices = pipeline.and_then(|mut pipeline| pipeline.notices());
    let notices = notices.expect("the notice passes");
    let checked = notices.get(0).expect("read").expect("a notice");
    let bundles = Bundles::shipped().expect("bundles");
    let views = from_notice::views(&checked, &bundles, &Wording::shipped());
    let mut documents = pdfs::documents(&views).expect("a plan");
    let notice = &views.circular.notice;
    for (kind, data) in [
        (
            DocumentKind::Sheets,
            json!({ "notice": notice, "sheets": views.sheets }),
        ),
        (
            DocumentKind::Packets,
            json!({ "notice": notice, "packets": views.packets }),
        ),
    ] {
        documents.push(Document {
            path: format!("print/{kind}.pdf"),
            kind,
            audience: None,
            work: Work::Pdf(Typeset {
                template: kind.name(),
                data: Json::of(&data).expect("views"),
                titles: views.circular.titles(),
            }),
        });
    }
    let options = PrintOptions {
        templates_override: Some(root().join("benches/batch")),
        ..PrintOptions::default()
    };
    let press = PdfRenderer::open(&root().join("templates"), options);
    let press = press.unwrap_or_else(|e| panic!("{}", e[0].message));
    let count = documents.len();
    let print = move || {
        let began = Instant::now();
        for document in &documents {
            let Work::Pdf(typeset) = &document.work else {
                continue;
            };
            let printed = press.print(typeset, &document.path);
            printed.unwrap_or_else(|e| panic!("{}", e[0].message));
        }
        Cost {
            wall: began.elapsed(),
            peak: f64::NAN,
        }
    };
    // Warm from the first round on.
    print();
    (print, count)
}

fn main() {
    let folder = std::env::temp_dir().join(format!("gongwen-bench-{}", std::process::id()));
    let project = folder.join("one");
    desk(&project);
    let seed = fs::read_dir(root().join("seeds")).expect("seeds").flatten();
    let seed = seed
        .map(|e| e.path())
        .find(|p| p.extension().is_some_and(|e| e == "txt"));
    let seed = seed.expect("a seed");
    let here = project
        .join("seeds")
        .join(seed.file_name().expect("a name"));
    let text = fs::read_to_string(&seed).expect("a seed");
    fs::write(&here, &text).expect("written");

    let (plain_loop, count) = plain_loop();
    let [mut plain, mut one, mut two, mut same, mut edited] = [const { Vec::new() }; 5];
    for round in 0..ROUNDS {
        fs::write(&here, &text).expect("written");
        plain.push(plain_loop());
        // Always another folder: the system is slow to give out again the places of files
        // that were just taken away.
        let out = |jobs| folder.join(format!("out-{jobs}-{round}"));
        one.push(run(&project, &out("1"), &["-j", "1"]));
        let out = out("2");
        let run = || run(&project, &out, &["-j", "2"]);
        two.push(run());
        same.push(run());
        let edit = text.replacen(TASK.0, TASK.1, 1);
        fs::write(&here, edit).expect("written");
        edited.push(run());
    }
    let [plain, one, two, same, edited] = [plain, one, two, same, edited].map(middle);
    let plain = plain.wall;
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let line = |what: &str, cost: Cost| {
        println!(
            "{what:44} {:8.0} ms {:6.0} MB   {:5.3} of the plain loop, {:5.3} of all",
            ms(cost.wall),
            cost.peak,
            ms(cost.wall) / ms(plain),
            ms(cost.wall) / ms(two.wall)
        );
    };
    println!(
        "plain warm loop over typst, {count} PDFs, one thread {:8.0} ms",
        ms(plain)
    );
    let each = |time: Duration| ms(time) / count as f64;
    println!(
        "a PDF: {:.1} ms in the loop, {:.1} ms with two jobs",
        each(plain),
        each(two.wall)
    );
    line("everything, one job", one);
    line("everything, two jobs", two);
    line("nothing changed", same);
    line("one task edited", edited);
    println!(
        "two jobs are {:.2} times as fast as one",
        ms(one.wall) / ms(two.wall)
    );

    if std::env::args().any(|a| a == "province") {
        province(&folder);
    }
    let _ = fs::remove_dir_all(&folder);
}

/// Sheets by the hundred: one notice, ten, a hundred.
fn province(folder: &Path) {
    let mut first = 0.0;
    for (cities, years) in [(1, 1), (5, 2), (10, 10)] {
        let project = folder.join(format!("province-{cities}-{years}"));
        let status = Command::new(env!("CARGO"))
            .args(["run", "-q", "--release", "--example", "province", "--"])
            .arg(&project)
            .args([cities.to_string(), years.to_string()])
            .current_dir(root())
            .status();
        assert!(status.is_ok_and(|s| s.success()), "the generator fails");
        let cost = run(&project, &project.join("out"), &["-j", "2"]);
        let sheets = 100 * cities * years;
        let each = cost.wall.as_secs_f64() * 1000.0 / sheets as f64;
        if first == 0.0 {
            first = each;
        }
        println!(
            "{sheets:6} sheets {:8.1} s, {each:6.2} ms a sheet ({:.2} of the first), {:6.0} MB",
            cost.wall.as_secs_f64(),
            each / first,
            cost.peak
        );
        let _ = fs::remove_dir_all(&project);
    }
}
