//! How long reading takes: the real notice, and made-up ones of up to 100,000 rows.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use gongwen::notice::check;
use gongwen::read;
use gongwen::source::Source;
use gongwen::units::register::Register;

fn main() {
    divan::main();
}

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn register() -> Register {
    let path = format!("{ROOT}/content/units/suzhou.yaml");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    Register::from_yaml(&text).unwrap_or_default()
}

fn real() -> Vec<u8> {
    std::fs::read(format!("{ROOT}/seeds/苏府〔2017〕15号.txt")).unwrap_or_default()
}

/// The real notice with its tasks again and again, up to `rows` rows.
fn grown(rows: usize) -> Vec<u8> {
    let text = String::from_utf8(real()).unwrap_or_default();
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
    grown.into_bytes()
}

fn read_and_check(bytes: &[u8], register: &Register) -> usize {
    let Ok(source) = Source::from_bytes("seeds/bench.txt", bytes) else {
        return 0;
    };
    let read = read::open(&source).read(register, &[], "");
    let Some(notice) = read.value.notice else {
        return 0;
    };
    let tasks = notice.tasks().count();
    divan::black_box(check::check(
        notice,
        &Arc::new(register.clone()),
        "content/bench",
    ));
    tasks
}

/// Decoding, reading, resolving every phrase, and all checks.
#[divan::bench]
fn real_notice(bencher: Bencher<'_, '_>) {
    let (bytes, register) = (real(), register());
    assert_eq!(read_and_check(&bytes, &register), 194);
    bencher.bench(|| read_and_check(&bytes, &register));
}

/// The register alone.
#[divan::bench]
fn load_register() -> Register {
    register()
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 3)]
fn rows(bencher: Bencher<'_, '_>, rows: usize) {
    let (bytes, register) = (grown(rows), register());
    assert!(read_and_check(&bytes, &register) > rows);
    bencher
        .counter(ItemsCount::new(rows))
        .bench(|| read_and_check(&bytes, &register));
}
