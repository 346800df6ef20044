//! Hashes what the program is made from, so that a file that another program made is
//! never taken for one of its own; and lists the files that are built into the program. It
//! reads the project's own sources and nothing else.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Whatever can change what the program makes from the same input. What is built in beside
/// need not be here: keys know the bytes that were used.
const PARTS: [&str; 4] = ["Cargo.lock", "Cargo.toml", "content/bundles.yaml", "src"];

/// What is built in: where it lies, and what names begin with instead.
const BUILT_IN: [(&str, &str); 6] = [
    ("content/bundles.yaml", "content/bundles.yaml"),
    ("content/pages", "content/pages"),
    ("content/site.yaml", "content/site.yaml"),
    ("content/units", "content/units"),
    ("src/grammar/grammar.yaml", "content/grammar.yaml"),
    ("src/wording/wording.yaml", "content/wording.yaml"),
];

/// The same, for the whole program.
const TO_PRINT: [(&str, &str); 2] = [("templates", "templates"), ("tests/samples", "samples")];

fn main() {
    let mut files = Vec::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        collect(Path::new(part), &mut files);
    }
    files.sort();
    let mut hash = blake3::Hasher::new();
    for file in files {
        let name = named(&file);
        let bytes = fs::read(&file).unwrap_or_default();
        hash.update(format!("{name} {}\n", bytes.len()).as_bytes());
        hash.update(&bytes);
    }
    println!(
        "cargo::rustc-env=GONGWEN_SOURCES={}",
        hash.finalize().to_hex()
    );
    let list = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("builtin.rs");
    if let Err(error) = fs::write(&list, built_in()) {
        println!("cargo::error={}: {error}", list.display());
    }
}

/// The list of what is built in, in the order of names.
fn built_in() -> String {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let print = env::var_os("CARGO_FEATURE_PRINT").is_some();
    let to_print = TO_PRINT.iter().filter(|_| print);
    let mut all: Vec<(String, PathBuf)> = Vec::new();
    for (from, name) in BUILT_IN.iter().chain(to_print) {
        println!("cargo::rerun-if-changed={from}");
        let mut files = Vec::new();
        collect(Path::new(from), &mut files);
        for file in files {
            let path = named(&file);
            let rest = path.strip_prefix(from).unwrap_or_default();
            all.push((format!("{name}{rest}"), root.join(&file)));
        }
    }
    all.sort();
    let mut hash = blake3::Hasher::new();
    let mut text = format!("static FILES: [File; {}] = [\n", all.len());
    for (name, path) in &all {
        let blake3 = blake3::hash(&fs::read(path).unwrap_or_default()).to_hex();
        hash.update(format!("{name} {blake3}\n").as_bytes());
        // Writing into memory does not fail.
        let _ = writeln!(
            text,
            "    File {{ name: {name:?}, bytes: include_bytes!({path:?}), blake3: \"{blake3}\" }},",
        );
    }
    let _ = writeln!(
        text,
        "];\n\nstatic ALL: &str = \"{}\";",
        hash.finalize().to_hex()
    );
    text
}

fn named(file: &Path) -> String {
    file.to_string_lossy().replace('\\', "/")
}

/// Every file below `path`; what begins with a dot is the system's own.
fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let ours = entries.filter(|e| !e.file_name().as_encoded_bytes().starts_with(b"."));
        ours.for_each(|entry| collect(&entry.path(), files));
    } else {
        files.push(path.to_owned());
    }
}
