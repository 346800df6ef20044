//! Hashes what the program is made from, so that a file that another program made is
//! never taken for one of its own. It reads the project's own sources and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

/// Whatever can change what the program makes from the same input.
const PARTS: [&str; 4] = ["Cargo.lock", "Cargo.toml", "content/bundles.yaml", "src"];

fn main() {
    let mut files = Vec::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        collect(Path::new(part), &mut files);
    }
    files.sort();
    let mut hash = blake3::Hasher::new();
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        let bytes = fs::read(&file).unwrap_or_default();
        hash.update(format!("{name} {}\n", bytes.len()).as_bytes());
        hash.update(&bytes);
    }
    println!(
        "cargo::rustc-env=GONGWEN_SOURCES={}",
        hash.finalize().to_hex()
    );
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.for_each(|entry| collect(&entry.path(), files));
    } else {
        files.push(path.to_owned());
    }
}
