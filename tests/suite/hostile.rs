//! Hostile input: every case of `tests/hostile/*.txt` through the real program.
//!
//! A case begins with `=== its name`, on the sample `small`, and goes on, a line each:
//!
//! - `PATH := TEXT`, `PATH += TEXT`, `PATH ^= TEXT`: the file says TEXT; ends, begins with it
//! - `PATH ~ WORDS => OTHERS`: other words in it; `PATH copies OTHER`, `PATH gone`
//! - `PATH -> TARGET`: a link; `PATH folder`, `PATH pipe`, `PATH size BYTES` (with holes)
//! - `limits TEXT`: a line of `content/limits.yaml`
//! - `start yaml`: the notice is there as read, and its seed is gone
//! - `run VERB …` (`check`), `ends CODE`, `says WORDS`, `never WORDS` on what is said
//! - `holds PATH WORDS`, `hides PATH WORDS`: of a file afterwards
//! - `memory MB`, `within SECONDS`: what the program may take
//!
//! In texts `\n \t \r \e \0 \" \\ \xNN \u{N}` are what they are in Rust, and `⟦9×words⟧` is
//! the words nine times. Whatever the case, the program does not break down, what was
//! in `out/` and `content/` stays where it fails, nothing appears beside the project,
//! and the secret beside it is told nowhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use crate::test_project::{Built, copy, copy_files, root};

const SECRET: &str = "不许出门的话";
const NOTICE: &str = "content/wufu-2018-7";

#[test]
fn seeds() {
    run_all("seeds.txt", 40);
}

#[test]
fn files_of_content() {
    run_all("yaml.txt", 60);
}

#[cfg(unix)]
#[test]
fn paths_and_links() {
    run_all("paths.txt", 40);
}

#[test]
fn templates_and_pages() {
    run_all("templates.txt", 25);
}

fn run_all(file: &str, at_least: usize) {
    let text = fs::read_to_string(root().join("tests/hostile").join(file)).unwrap();
    let cases: Vec<&str> = text.split("\n=== ").skip(1).collect();
    assert!(cases.len() >= at_least, "{} cases", cases.len());
    let wrong = std::sync::Mutex::new(Vec::new());
    let next = std::sync::atomic::AtomicUsize::new(0);
    // Most of a case is waiting for a process.
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) =
                    cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                {
                    if let Err(why) = Case::read(case).and_then(|case| case.run()) {
                        let name = case.lines().next().unwrap();
                        wrong.lock().unwrap().push(format!("{file}: {name}: {why}"));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

struct Case {
    test_project: TestProject,
    run: Vec<String>,
    ends: Option<i32>,
    says: Vec<Vec<u8>>,
    never: Vec<Vec<u8>>,
    files: Vec<(PathBuf, Vec<u8>, bool)>,
    memory: Option<u64>,
    within: Duration,
}

impl Case {
    fn read(text: &str) -> Result<Case, String> {
        let lines: Vec<&str> = text.lines().skip(1).collect();
        let test_project = TestProject::new(lines.contains(&"start yaml"));
        // The last build is there, so that what a case does not touch is not made again;
        // but where it is about the output itself, or about what making everything takes.
        let bare = [
            "out",
            "memory ",
            "within ",
            "limits ",
            "content/limits.yaml ",
        ];
        let bare = lines.iter().any(|l| bare.iter().any(|w| l.starts_with(w)));
        if !bare && lines.iter().any(|l| l.starts_with("run make")) {
            let built = Built::Small.shared();
            for part in ["out", "out.cache"] {
                copy_files(&built.path(part), &test_project.path(part.as_bytes()));
            }
        }
        let mut case = Case {
            test_project,
            run: vec!["check".into()],
            ends: None,
            says: Vec::new(),
            never: Vec::new(),
            files: Vec::new(),
            memory: None,
            within: Duration::from_secs(20),
        };
        for line in lines {
            if line.is_empty() || line.starts_with('#') || line == "start yaml" {
                continue;
            }
            case.line(line).map_err(|why| format!("{line}: {why}"))?;
        }
        Ok(case)
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').ok_or("a word is missing")?;
        let number = || rest.parse::<u64>().map_err(|e| e.to_string());
        match word {
            "run" => self.run = rest.split(' ').map(str::to_owned).collect(),
            "ends" => self.ends = Some(rest.parse().map_err(|_| "no number")?),
            "says" => self.says.push(text(rest)?),
            "never" => self.never.push(text(rest)?),
            "memory" => self.memory = Some(number()?),
            "within" => self.within = Duration::from_secs(number()?),
            "limits" => self
                .test_project
                .append("content/limits.yaml", rest.as_bytes()),
            "holds" | "hides" => {
                let (file, words) = rest.split_once(' ').ok_or("words are missing")?;
                let file = self.test_project.path(file.as_bytes());
                self.files.push((file, text(words)?, word == "holds"));
            }
            _ => self.test_project.change(&text(word)?, rest)?,
        }
        Ok(())
    }

    fn run(self) -> Result<(), String> {
        let (before, beside) = (self.test_project.ours(), self.test_project.beside());
        let program = env!("CARGO_BIN_EXE_gongwen");
        let mut command = match self.memory {
            Some(mb) if cfg!(unix) => {
                let mut command = Command::new("sh");
                let limited = format!("ulimit -v {} && exec \"$0\" \"$@\"", mb * 1024);
                command.args(["-c", &limited, program]);
                command
            }
            _ => Command::new(program),
        };
        let began = Instant::now();
        let output = command
            .current_dir(self.test_project.path(b""))
            .args(&self.run)
            .output()
            .map_err(|e| e.to_string())?;
        let took = began.elapsed();
        let said = [output.stdout, output.stderr].concat();
        let shown = String::from_utf8_lossy(&said)
            .chars()
            .take(3000)
            .collect::<String>();
        let claim = |holds: bool, what: &str| match holds {
            true => Ok(()),
            false => Err(format!("{what}\n{shown}")),
        };
        let code = output.status.code();
        claim(
            code.is_some() && code == self.ends,
            &format!("ended with {:?}, not {:?}", output.status, self.ends),
        )?;
        let tells = |words: &[u8]| contains(&said, words);
        claim(!tells("程序自己出了错".as_bytes()), "a fault of ours")?;
        claim(!tells(SECRET.as_bytes()), "the secret was told")?;
        claim(took < self.within, &format!("it took {took:?}"))?;
        for words in &self.says {
            let what = format!("does not say {}", String::from_utf8_lossy(words));
            claim(tells(words), &what)?;
        }
        for words in &self.never {
            let what = format!("says {}", String::from_utf8_lossy(words).escape_debug());
            claim(!tells(words), &what)?;
        }
        for (file, words, wanted) in &self.files {
            let bytes = fs::read(file).unwrap_or_default();
            let what = format!("{}: {}", file.display(), String::from_utf8_lossy(words));
            claim(
                !bytes.is_empty() && contains(&bytes, words) == *wanted,
                &what,
            )?;
        }
        claim(
            self.test_project.beside() == beside,
            "something lies beside the project",
        )?;
        let after = self.test_project.ours();
        claim(
            code == Some(0) || after == before,
            "a failed run changed something",
        )?;
        let told = after
            .values()
            .any(|bytes| contains(bytes, SECRET.as_bytes()));
        claim(!told, "the secret is in the output")
    }
}

/// A project in a folder of its own, which holds nothing else but a secret.
struct TestProject {
    folder: tempfile::TempDir,
}

impl TestProject {
    fn new(as_yaml: bool) -> TestProject {
        let test_project = TestProject {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(test_project.folder.path().join("secret.txt"), SECRET).unwrap();
        copy(&root().join("templates"), &test_project.path(b"templates"));
        copy(&root().join("tests/samples/small"), &test_project.path(b""));
        if as_yaml {
            for (name, text) in sample() {
                test_project.write(
                    &test_project.path(NOTICE.as_bytes()).join(name),
                    text.as_bytes(),
                );
            }
            fs::remove_file(test_project.path(b"seeds/notice.txt")).unwrap();
        }
        test_project
    }

    fn path(&self, below: &[u8]) -> PathBuf {
        let project = self.folder.path().join("project");
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            project.join(std::ffi::OsStr::from_bytes(below))
        }
        #[cfg(not(unix))]
        project.join(std::str::from_utf8(below).unwrap())
    }

    /// What is there may be a link into the repository: it is replaced, not written to.
    fn write(&self, path: &Path, bytes: &[u8]) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(path);
        fs::write(path, bytes).unwrap();
    }

    fn append(&self, file: &str, line: &[u8]) {
        let path = self.path(file.as_bytes());
        let old = fs::read(&path).unwrap_or_default();
        self.write(&path, &[&old, line, b"\n"].concat());
    }

    fn change(&self, below: &[u8], rest: &str) -> Result<(), String> {
        let path = self.path(below);
        fs::create_dir_all(path.parent().ok_or("no folder")?).map_err(|e| e.to_string())?;
        let (verb, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let old = || fs::read(&path).map_err(|e| e.to_string());
        match verb {
            ":=" => self.write(&path, &text(rest)?),
            "+=" => self.write(&path, &[old()?, text(rest)?].concat()),
            "^=" => self.write(&path, &[text(rest)?, old()?].concat()),
            "~" => {
                let (words, others) = rest.split_once(" => ").ok_or("no =>")?;
                let (words, others, old) = (text(words)?, text(others)?, old()?);
                let at = find(&old, &words).ok_or("these words are not there")?;
                let rest = &old[at + words.len()..];
                self.write(&path, &[&old[..at], &others, rest].concat());
            }
            "copies" => {
                let from = self.path(rest.as_bytes());
                match from.is_dir() {
                    true => copy(&from, &path),
                    false => self.write(&path, &fs::read(from).map_err(|e| e.to_string())?),
                }
            }
            "gone" if path.is_dir() => fs::remove_dir_all(&path).map_err(|e| e.to_string())?,
            "gone" => fs::remove_file(&path).map_err(|e| e.to_string())?,
            "folder" => fs::create_dir(&path).map_err(|e| e.to_string())?,
            "size" => {
                self.write(&path, b"");
                let file = fs::File::options().write(true).open(&path);
                let size = rest.parse().map_err(|_| "no number")?;
                file.and_then(|f| f.set_len(size))
                    .map_err(|e| e.to_string())?;
            }
            #[cfg(unix)]
            "->" => std::os::unix::fs::symlink(rest, &path).map_err(|e| e.to_string())?,
            "pipe" => {
                let made = Command::new("mkfifo").arg(&path).status();
                made.is_ok_and(|s| s.success())
                    .then_some(())
                    .ok_or("no pipe")?;
            }
            _ => return Err(format!("what is {verb}?")),
        }
        Ok(())
    }

    /// The files in `content/` and `out/`, to see that a failure changes nothing.
    fn ours(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        for folder in ["content", "out", "out.next", "out.prev"] {
            let found = WalkDir::new(self.path(folder.as_bytes()))
                .follow_root_links(false)
                .into_iter()
                .flatten();
            for entry in found.filter(|e| e.file_type().is_file()) {
                let small = entry.metadata().is_ok_and(|m| m.len() < 10_000_000);
                let bytes = if small {
                    fs::read(entry.path()).unwrap()
                } else {
                    Vec::new()
                };
                files.insert(entry.into_path(), bytes);
            }
        }
        files
    }

    fn beside(&self) -> Vec<PathBuf> {
        let found = fs::read_dir(self.folder.path()).unwrap().flatten();
        let mut found: Vec<PathBuf> = found.map(|e| e.path()).collect();
        found.sort();
        found
    }
}

/// The files of the sample's notice, read once.
fn sample() -> &'static [(String, String)] {
    static SAMPLE: OnceLock<Vec<(String, String)>> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let test_project = TestProject::new(false);
        let read = Command::new(env!("CARGO_BIN_EXE_gongwen"))
            .current_dir(test_project.path(b""))
            .args(["read", "-q"])
            .status();
        assert!(read.unwrap().success());
        let files =
            crate::test_project::files_of(&test_project.path(NOTICE.as_bytes())).into_iter();
        files.map(|(file, text)| (file.to_string(), text)).collect()
    })
}

fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    if words.is_empty() {
        return Some(0);
    }
    bytes.windows(words.len()).position(|w| w == words)
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    find(bytes, words).is_some()
}

/// A text of a case as the bytes that it stands for.
fn text(written: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '⟦' => {
                let (times, after) = rest.split_once('×').ok_or("⟦ without ×")?;
                let (words, after) = after.split_once('⟧').ok_or("⟦ without ⟧")?;
                let times: usize = times.parse().map_err(|_| "⟦ without a number")?;
                bytes.extend(text(words)?.repeat(times));
                rest = after;
            }
            '\\' => {
                let c = rest.chars().next().ok_or("\\ at the end")?;
                rest = &rest[c.len_utf8()..];
                match c {
                    'n' => bytes.push(b'\n'),
                    't' => bytes.push(b'\t'),
                    'r' => bytes.push(b'\r'),
                    'e' => bytes.push(0x1b),
                    '0' => bytes.push(0),
                    '\\' | '"' => bytes.push(c as u8),
                    'x' => {
                        let digits = rest.get(..2).ok_or("\\x without digits")?;
                        bytes.push(u8::from_str_radix(digits, 16).map_err(|e| e.to_string())?);
                        rest = &rest[2..];
                    }
                    'u' => {
                        let inside = rest.strip_prefix('{').and_then(|r| r.split_once('}'));
                        let (digits, after) = inside.ok_or("\\u without {}")?;
                        let code = u32::from_str_radix(digits, 16).map_err(|e| e.to_string())?;
                        let c = char::from_u32(code).ok_or("no character")?;
                        bytes.extend(c.to_string().bytes());
                        rest = after;
                    }
                    _ => return Err(format!("what is \\{c}?")),
                }
            }
            _ => bytes.extend(c.to_string().bytes()),
        }
    }
    Ok(bytes)
}
