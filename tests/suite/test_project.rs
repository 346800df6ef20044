//! A test_project to try things on: a copy of the project in a temporary folder; and projects
//! that are built once for all tests.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use gongwen::diag::{Severity, rules};
use gongwen::notice::{Content, Notice, TaskTable};

pub const SEED: &str = "seeds/苏府〔2017〕15号.txt";

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn seed_text() -> String {
    fs::read_to_string(root().join(SEED)).unwrap()
}

/// The files of a notice that lie in a folder, in their order.
pub fn files_of(folder: &Path) -> Vec<(gongwen::notice::File, String)> {
    let names = fs::read_dir(folder).unwrap().flatten();
    let names = names.map(|entry| entry.file_name().into_string().unwrap());
    let files = names.filter_map(|name| gongwen::notice::File::of(&name));
    let text = |file| {
        (
            file,
            fs::read_to_string(folder.join(format!("{file}"))).unwrap(),
        )
    };
    let mut files: Vec<_> = files.map(text).collect();
    files.sort();
    files
}

/// The real notice as it stands in `content/`.
pub fn kept_notice() -> Notice {
    let files = files_of(&root().join("content/suf-2017-15"));
    Notice::from_yaml("content/suf-2017-15", &files).unwrap()
}

/// The first table of tasks of a notice, to change something in it.
pub fn tasks_of(notice: &mut Notice) -> &mut TaskTable {
    let tables = notice.annexes.iter_mut().map(|annex| &mut annex.content);
    let mut tasks = tables.filter_map(|content| match content {
        Content::Tasks(table) => Some(table),
        _ => None,
    });
    tasks.next().unwrap()
}

pub struct TestProject {
    folder: PathBuf,
    /// Takes the folder away; none where it is everybody's.
    _own: Option<tempfile::TempDir>,
}

/// A project with its output, which is built once for all tests.
#[derive(Debug, Clone, Copy)]
pub enum Built {
    /// The sample `small`.
    Small,
    /// The sample `next-year`.
    NextYear,
    /// The real notice.
    Real,
}

impl Built {
    /// The one that all tests share: to look at, never to write to.
    pub fn shared(self) -> &'static TestProject {
        static BUILT: [OnceLock<TestProject>; 3] = [const { OnceLock::new() }; 3];
        BUILT[self as usize].get_or_init(|| {
            let folder = shelf().join(format!("{self:?}"));
            // Half a build is left there by a test that failed in the midst of this.
            let _ = fs::remove_dir_all(&folder);
            let test_project = TestProject { folder, _own: None };
            match self {
                Built::Small => test_project.lay_sample(&root().join("tests/samples/small")),
                Built::NextYear => test_project.lay_sample(&root().join("tests/samples/next-year")),
                Built::Real => test_project.lay_seed(seed_text().as_bytes()),
            }
            test_project.run(&["build", "-q"]).ends(0);
            test_project
        })
    }

    /// A copy of it, to do anything with.
    pub fn copy(self) -> TestProject {
        let (test_project, shared) = (TestProject::empty(), self.shared());
        for entry in fs::read_dir(&shared.folder).unwrap().flatten() {
            let to = test_project.folder.join(entry.file_name());
            match entry.file_name() == "templates" {
                true => copy(&entry.path(), &to),
                false => copy_files(&entry.path(), &to),
            }
        }
        test_project
    }
}

/// The folder of what is built once in this run. Nothing is dropped when a process ends:
/// each run takes away what earlier ones have left, but not of those that still run.
fn shelf() -> &'static Path {
    static SHELF: OnceLock<(PathBuf, File)> = OnceLock::new();
    let (folder, _lock) = SHELF.get_or_init(|| {
        let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("built");
        fs::create_dir_all(&all).unwrap();
        let door = File::create(all.join("lock")).unwrap();
        door.lock().unwrap();
        for run in fs::read_dir(&all).unwrap().flatten() {
            let lock = File::open(run.path().join("lock"));
            if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
                let _ = fs::remove_dir_all(run.path());
            }
        }
        let folder = tempfile::tempdir_in(&all).unwrap().keep();
        let lock = File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        (folder, lock)
    });
    folder
}

impl TestProject {
    pub fn empty() -> Self {
        let own = tempfile::tempdir().unwrap();
        TestProject {
            folder: own.path().to_owned(),
            _own: Some(own),
        }
    }

    /// A project with the shipped register and templates, and `seed` as its only seed.
    pub fn with_seed(seed: &[u8]) -> Self {
        let test_project = TestProject::empty();
        test_project.lay_seed(seed);
        test_project
    }

    /// A project with the shipped templates and the files of a sample.
    pub fn of_sample(sample: &Path) -> Self {
        let test_project = TestProject::empty();
        test_project.lay_sample(sample);
        test_project
    }

    fn lay_seed(&self, seed: &[u8]) {
        copy(&root().join("content/units"), &self.path("content/units"));
        copy(&root().join("templates"), &self.path("templates"));
        fs::create_dir_all(self.path("seeds")).unwrap();
        fs::write(self.path(SEED), seed).unwrap();
    }

    pub fn lay_sample(&self, sample: &Path) {
        copy(&root().join("templates"), &self.path("templates"));
        copy(sample, &self.folder);
        fs::create_dir_all(self.path("content/units")).unwrap();
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.join(below)
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
            .arg(&self.folder)
            .args(arguments)
            .output()
            .unwrap();
        registered(&String::from_utf8_lossy(&output.stderr));
        Ran(output)
    }
}

/// Runs the program in a folder, with nothing of this process's environment: no path to other
/// programs, no home, no locale.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_gongwen"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .output()
        .unwrap();
    registered(&String::from_utf8_lossy(&output.stderr));
    Ran(output)
}

/// The files below a folder by their paths, with what they hold.
pub fn contents(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    let files = files.filter(|e| e.file_type().is_file());
    let held = files.map(|file| {
        let below = file.path().strip_prefix(folder).unwrap();
        (below.display().to_string(), fs::read(file.path()).unwrap())
    });
    held.collect()
}

/// The page that one at a number leads to, `items/41.html`: by its path, or the same ending.
pub fn led_to(page: &str, text: &str) -> String {
    let to = text
        .split_once("http-equiv=\"refresh\" content=\"0; url=")
        .unwrap()
        .1;
    let to = to.split_once(".html\"").unwrap().0;
    match page.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{to}"),
        None => to.to_owned(),
    }
}

/// Whatever the program says, it says by a rule that is registered, and as gravely.
fn registered(told: &str) {
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let heads = told.lines().filter_map(|line| {
            let rest = line.strip_prefix(severity.word())?.strip_prefix('[')?;
            Some(rest.split_once("]: ")?.0)
        });
        for rule in heads {
            // A strict check makes errors of warnings.
            let strict = severity == Severity::Error && rules::allows(rule, Severity::Warning);
            assert!(
                rules::allows(rule, severity) || strict,
                "{rule} as {severity:?}"
            );
        }
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

/// Copies a folder with all that is in it. Files are linked where they can be, since fonts
/// are large and never written to.
pub fn copy(from: &Path, to: &Path) {
    copy_with(from, to, &|from, to| {
        fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
    });
}

/// The same, with files of its own, which may be written to in place.
pub fn copy_files(from: &Path, to: &Path) {
    copy_with(from, to, &|from, to| fs::copy(from, to).map(drop));
}

fn copy_with(from: &Path, to: &Path, file: &impl Fn(&Path, &Path) -> std::io::Result<()>) {
    if !from.is_dir() {
        // What is there may be a link to the file itself, which would be emptied.
        let _ = fs::remove_file(to);
        return file(from, to).unwrap();
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy_with(&entry.path(), &to.join(entry.file_name()), file);
    }
}

/// Does something with each of `cases`, two side by side: most of a case is waiting for a
/// process. All of them are done, and what went wrong is told of each.
pub fn each_of<T: Sync>(cases: &[T], check: impl Fn(usize, &T) + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failed = false;
        while let Some((number, case)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            cases.get(number).map(|case| (number, case))
        } {
            let check = std::panic::AssertUnwindSafe(|| check(number, case));
            failed |= std::panic::catch_unwind(check).is_err();
        }
        failed
    };
    let failed = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        work() | other.join().unwrap()
    });
    assert!(!failed, "what went wrong is said above");
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
