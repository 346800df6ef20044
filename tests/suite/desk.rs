//! A desk to try things on: a copy of the project in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const SEED: &str = "seeds/苏府〔2017〕15号.txt";

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn seed_text() -> String {
    fs::read_to_string(root().join(SEED)).unwrap()
}

pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A project with the shipped register and templates, and `seed` as its only seed.
    pub fn with_seed(seed: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(
            &root().join("content/units"),
            &folder.path().join("content/units"),
        );
        copy(&root().join("templates"), &folder.path().join("templates"));
        fs::create_dir_all(folder.path().join("seeds")).unwrap();
        fs::write(folder.path().join(SEED), seed).unwrap();
        Desk { folder }
    }

    /// A project with the shipped templates and the files of a sample.
    pub fn of_sample(sample: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("templates"), &folder.path().join("templates"));
        copy(sample, folder.path());
        fs::create_dir_all(folder.path().join("content/units")).unwrap();
        Desk { folder }
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // As an editor does it; what was there may be a link into the project.
        let beside = path.with_extension("new~");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, path).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_gongwen"))
            .arg("--project")
            .arg(self.folder.path())
            .args(arguments)
            .output()
            .unwrap();
        Ran(output)
    }
}

pub struct Ran(Output);

impl Ran {
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap_or(-1)
    }

    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "{}{}", self.stdout(), self.stderr());
        self
    }

    pub fn says(self, words: &str) -> Self {
        let said = self.stderr();
        assert!(said.contains(words), "expected {words:?} in:\n{said}");
        self
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            // Fonts are large and never written to.
            fs::hard_link(entry.path(), &target)
                .or_else(|_| fs::copy(entry.path(), &target).map(|_| ()))
                .unwrap();
        }
    }
}

/// Compares with a golden file, or writes it when asked to.
pub fn golden(name: &str, text: &str) {
    let path = root().join("tests/golden").join(name);
    if std::env::var_os("GONGWEN_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected != text {
        let at = expected.lines().zip(text.lines()).position(|(a, b)| a != b);
        let line = at.unwrap_or_else(|| expected.lines().count().min(text.lines().count()));
        panic!(
            "{name} differs from line {}:\n- {}\n+ {}",
            line + 1,
            expected.lines().nth(line).unwrap_or("(end)"),
            text.lines().nth(line).unwrap_or("(end)")
        );
    }
}
