//! How long reading takes: the real notice, and made-up ones of up to 100,000 rows, as
//! `gongwen check` reads them, compares them with `content/` and checks them.

// Whoever measures sees the panic.
#![allow(clippy::expect_used)]

use std::fs;
use std::path::PathBuf;

use divan::Bencher;
use divan::counter::ItemsCount;
use gongwen::pipeline::options::Options;
use gongwen::pipeline::{FromSeed, Pipeline, Run, Stopped};
use gongwen::progress::Progress;
use gongwen::units::register::Register;
use tempfile::TempDir;

// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn register() -> String {
    fs::read_to_string(format!("{ROOT}/content/units/suzhou.yaml")).expect("a register")
}

fn real() -> String {
    fs::read_to_string(format!("{ROOT}/seeds/苏府〔2017〕15号.txt")).expect("a seed")
}

/// The real notice with its tasks again and again, up to `rows` rows.
fn grown(rows: usize) -> String {
    let text = real();
    let is_task = |line: &&str| line.matches('\t').count() == 3 && !line.starts_with("序号");
    let at = text.find("\n45\t").unwrap_or(text.len());
    let more: Vec<&str> = text[at..]
        .lines()
        .filter(is_task)
        .filter(|l| l.starts_with('\t'))
        .collect();
    let mut grown = text[..at].to_owned();
    for row in 0..rows {
        grown.push('\n');
        grown.push_str(more[row % more.len()]);
    }
    grown.push_str(&text[at..]);
    grown
}

/// A project with one seed, which has been read once.
struct Desk {
    folder: TempDir,
    options: Options,
    progress: Progress,
}

impl Desk {
    /// With the number of tasks that were read.
    fn new(seed: &str) -> (Desk, usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |below: &str| folder.path().join(below);
        for below in ["seeds", "templates", "content/units"] {
            fs::create_dir_all(at(below)).expect("a folder");
        }
        fs::write(at("content/units/suzhou.yaml"), register()).expect("written");
        fs::write(at("seeds/seed.txt"), seed).expect("written");
        let desk = Desk {
            folder,
            options: Options::usual(PathBuf::new()),
            progress: Progress::new(true),
        };
        let mut tasks = 0;
        desk.run(|pipeline| {
            pipeline.read(&mut |one: &FromSeed<'_>| {
                let notice = one.reading.notice.as_ref();
                tasks = notice.map_or(0, |notice| notice.tasks().count());
            })
        });
        (desk, tasks)
    }

    fn run(&self, verb: impl FnOnce(&mut Pipeline<'_>) -> Result<(), Stopped>) {
        let mut run = Run::default();
        let root = self.folder.path();
        let pipeline = Pipeline::open(root, &self.options, &self.progress, &mut run);
        let done = pipeline.and_then(|mut pipeline| verb(&mut pipeline));
        let errors = run.remarks.iter().filter(|remark| remark.is_error());
        let errors: Vec<_> = errors.map(|error| &error.message).collect();
        assert!(done.is_ok(), "{errors:?}");
    }

    fn check(&self) {
        self.run(|pipeline| pipeline.check());
    }
}

/// Opening the project, decoding, reading, parsing every phrase once, comparing and all
/// checks.
#[divan::bench]
fn real_notice(bencher: Bencher<'_, '_>) {
    let (desk, tasks) = Desk::new(&real());
    assert_eq!(tasks, 194);
    bencher.bench(|| desk.check());
}

/// The register alone.
#[divan::bench]
fn load_register(bencher: Bencher<'_, '_>) {
    let text = register();
    bencher.bench(|| Register::from_yaml(&text).expect("a register"));
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 3)]
fn rows(bencher: Bencher<'_, '_>, rows: usize) {
    let (desk, tasks) = Desk::new(&grown(rows));
    assert!(tasks > rows);
    bencher
        .counter(ItemsCount::new(rows))
        .bench(|| desk.check());
}
