//! The output against whatever may happen while it is made: two builds at once, what a
//! killed one has left, no permission, files that come and go.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::Value;
use walkdir::WalkDir;

use crate::test_project::Built;

/// Every file is what the manifest says, and there is no other.
fn is_whole(out: &Path) {
    let manifest = fs::read(out.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let mut listed = BTreeSet::from(["manifest.json".to_owned()]);
    for file in manifest["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        let bytes = fs::read(out.join(path)).unwrap();
        let hash = blake3::hash(&bytes).to_hex();
        assert_eq!(file["blake3"].as_str(), Some(&*hash.to_string()), "{path}");
        listed.insert(path.to_owned());
    }
    let found = WalkDir::new(out).into_iter().flatten();
    let found = found.filter(|e| e.file_type().is_file());
    let found: BTreeSet<String> = found
        .map(|e| {
            let parts = e.path().strip_prefix(out).unwrap().iter();
            let parts: Vec<_> = parts.map(|p| p.to_string_lossy()).collect();
            parts.join("/")
        })
        .collect();
    assert_eq!(found, listed);
}

#[test]
fn a_second_build_does_not_mix_with_the_first() {
    let test_project = Built::Small.copy();
    let lock = File::options()
        .write(true)
        .open(test_project.path("out.lock"))
        .unwrap();
    lock.lock().unwrap();
    test_project
        .run(&["build"])
        .ends(2)
        .says("out-busy")
        .says("等它完成再试");
    is_whole(&test_project.path("out"));
    drop(lock);
    test_project.run(&["build"]).ends(0);
}

#[test]
fn builds_that_race_leave_one_of_their_outputs() {
    let test_project = Built::Small.copy();
    let good = fs::read_to_string(test_project.path("templates/html/index.html")).unwrap();
    for round in 0..8 {
        // Every page of the front changes, so that each build has something to do.
        let changed = good.replace("</h1>", &format!(" {round}</h1>"));
        test_project.write("templates/html/index.html", &changed);
        let builds: Vec<Child> = (0..3)
            .map(|_| {
                Command::new(env!("CARGO_BIN_EXE_gongwen"))
                    .args(["make", "-q", "--project"])
                    .arg(test_project.path(""))
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let mut done = 0;
        for build in builds {
            let output = build.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            match output.status.code() {
                Some(0) => done += 1,
                Some(2) => assert!(said.contains("out-busy"), "{said}"),
                other => panic!("{other:?}: {said}"),
            }
        }
        assert!(done >= 1);
        is_whole(&test_project.path("out"));
        let front = fs::read_to_string(test_project.path("out/index.html")).unwrap();
        assert!(front.contains(&format!(" {round}</h1>")));
    }
    assert!(!test_project.path("out.next").exists());
}

#[test]
fn what_a_killed_build_has_left_is_cleaned_up() {
    let test_project = Built::Small.copy();
    test_project.write("out.next/half.html", "<p>半");
    test_project.write("content/wufu-2018-7/.tasks.yaml.next", "half: ");
    test_project.run(&["build", "-q"]).ends(0);
    is_whole(&test_project.path("out"));
    assert!(!test_project.path("out.next").exists());
    // Killed before anything was marked as written, and now there is nothing to write.
    let half = "content/wufu-2018-7/.tasks.yaml.next";
    test_project.write(half, "half: ");
    test_project.run(&["build", "-q"]).ends(0);
    assert!(!test_project.path(half).exists());
    // Killed between two renames, where a system cannot exchange folders in one step:
    // the old output stands beside its place, and comes back even if nothing new does.
    fs::rename(test_project.path("out"), test_project.path("out.prev")).unwrap();
    test_project.write("out.next/half.html", "<p>半");
    let template = "templates/pdf/notice.typ";
    let good = fs::read_to_string(test_project.path(template)).unwrap();
    test_project.write(template, &format!("{good}\n#nonsense()\n"));
    test_project.run(&["build", "-q"]).ends(2);
    is_whole(&test_project.path("out"));
    for left in ["out.next", "out.prev"] {
        assert!(!test_project.path(left).exists(), "{left}");
    }
}

/// What a kill has left anywhere in `content/` goes with the next run: beside the answers of
/// a round, beside schemas, and a folder in which nothing else ever was.
#[test]
fn what_a_killed_run_has_left_in_content_goes_with_the_next() {
    let test_project = Built::Small.copy();
    let left = [
        "content/wufu-2018-7/rounds/.2018-07.answers.yaml.next",
        "content/schemas/tasks.json.next",
        "content/wufu-2018-9/.notice.yaml.next",
    ];
    for path in left {
        test_project.write(path, "half: ");
    }
    test_project.run(&["check", "-q"]).ends(0);
    for path in left {
        assert!(!test_project.path(path).exists(), "{path}");
    }
    assert!(!test_project.path("content/wufu-2018-9").exists());
    // What people keep is theirs, however it is called.
    let own = ["content/wufu-2018-7/rounds/.2018-07.txt", "content/x/.next"];
    for path in own {
        test_project.write(path, "own");
        test_project.run(&["check", "-q"]).ends(0);
        assert!(test_project.path(path).exists(), "{path}");
    }
}

/// Addresses that no longer lead anywhere are named.
#[test]
fn pages_that_are_gone_are_named() {
    let test_project = Built::Small.copy();
    let seed = fs::read_to_string(test_project.path("seeds/notice.txt")).unwrap();
    let pages = || -> BTreeSet<String> {
        let units = fs::read_dir(test_project.path("out/wufu-2018-7/units")).unwrap();
        let names = units
            .flatten()
            .map(|e| e.file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".html")).collect()
    };
    let before = pages();
    let changed = seed.replace("市科技局、发改委", "市发改委");
    test_project.write("seeds/notice.txt", &changed);
    let said = test_project.run(&["build"]).ends(0).stderr();
    let after = pages();
    let gone: Vec<_> = before.difference(&after).collect();
    assert_eq!(gone.len(), 1, "{before:?} {after:?}");
    let line = "删去的网页，原来的网址打不开了：";
    assert!(
        said.contains(&format!("{line}wufu-2018-7/units/{}", gone[0])),
        "{said}"
    );
    let said = test_project.run(&["build"]).ends(0).stderr();
    assert!(!said.contains(line), "{said}");
}

/// Told to end by a person or by the system, each verb ends, and nothing half made is left.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_leaves_nothing_half_made() {
    let test_project = Built::Real.copy();
    // Every sheet is to be made again, so that there is time to be stopped.
    let template = "templates/pdf/style.typ";
    let good = fs::read_to_string(test_project.path(template)).unwrap();
    test_project.write(template, &format!("{good}\n// Again.\n"));
    let signals = [("HUP", 129), ("INT", 130), ("TERM", 143)];
    let verbs = ["build", "make", "proof"];
    for (verb, (signal, code)) in verbs.into_iter().zip(signals).cycle().take(6) {
        // Whoever started this test may have told it to ignore some.
        let mut build = Command::new("env")
            .arg("--default-signal=HUP,INT,TERM")
            .arg(env!("CARGO_BIN_EXE_gongwen"))
            .args([verb, "--project"])
            .arg(test_project.path(""))
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let half = test_project.path("out.next/suf-2017-15");
        let begun = || verb == "proof" || half.exists();
        while !begun() && build.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(300));
        tell(&build, signal);
        let output = build.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{verb}: {said}");
        assert!(said.contains(&format!("停了（SIG{signal}）")), "{said}");
        is_whole(&test_project.path("out"));
        for left in ["out.next", "out.prev", "out.cache~"] {
            assert!(!test_project.path(left).exists(), "{verb}: {left}");
        }
        let content = WalkDir::new(test_project.path("content"));
        let names = content.into_iter().flatten();
        let mut names = names.map(|e| e.file_name().to_string_lossy().into_owned());
        assert_eq!(names.find(|name| name.starts_with('.')), None, "{verb}");
    }
    test_project.run(&["build", "-q"]).ends(0);
    is_whole(&test_project.path("out"));
}

#[cfg(target_os = "linux")]
fn tell(process: &Child, signal: &str) {
    let mut kill = Command::new("kill");
    kill.args([&format!("-{signal}"), &process.id().to_string()]);
    kill.status().unwrap();
}

/// A new project that is broken off leaves no half of one.
#[cfg(target_os = "linux")]
#[test]
fn a_new_project_that_is_broken_off_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("notice.txt");
    fs::write(&seed, crate::test_project::seed_text()).unwrap();
    let mut gone = 0;
    for pause in [0, 5, 20, 60, 120, 250] {
        let project = folder.path().join(pause.to_string());
        let mut init = Command::new("env")
            .arg("--default-signal=TERM")
            .arg(env!("CARGO_BIN_EXE_gongwen"))
            .args(["init", "-q"])
            .arg(&project)
            .arg("--from")
            .arg(&seed)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !project.exists() && init.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(pause));
        tell(&init, "TERM");
        match init.wait().unwrap().code() {
            Some(0) => assert!(project.join("说明.md").exists()),
            code => {
                assert_eq!(code, Some(143));
                assert!(!project.exists(), "after {pause} ms");
                gone += 1;
            }
        }
    }
    assert!(gone > 0, "it was never broken off");
}

/// A seed that comes and goes while it is read is read or said to be gone.
#[test]
fn a_file_that_vanishes_is_said() {
    let test_project = Built::Small.copy();
    let (seed, away) = (
        test_project.path("seeds/notice.txt"),
        test_project.path("away.txt"),
    );
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // However this ends, the thread does.
        let _end = OnDrop(|| ended.store(true, Ordering::Relaxed));
        scope.spawn(|| {
            // As long away as there, and without a processor for itself.
            let pause = || std::thread::sleep(Duration::from_micros(100));
            while !ended.load(Ordering::Relaxed) {
                let _ = fs::rename(&seed, &away);
                pause();
                let _ = fs::rename(&away, &seed);
                pause();
            }
        });
        for _ in 0..60 {
            let ran = test_project.run(&["check"]);
            let said = ran.stderr();
            assert!([0, 1].contains(&ran.code()), "{said}");
            assert!(!said.contains("程序自己出了错"), "{said}");
            let gone = said.contains("seed-unreadable") && said.contains("文件不见了");
            assert!(ran.code() == 0 || gone, "{said}");
        }
    });
}

/// Does something when it goes out of scope.
struct OnDrop<F: Fn()>(F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Somebody who may not: root may everything, so the program is run as nobody.
#[cfg(unix)]
#[test]
fn no_permission_is_said_and_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    const NOBODY: [&str; 4] = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    let test_project = Built::Small.copy();
    let program = env!("CARGO_BIN_EXE_gongwen");
    let mode = |path: &str, mode: u32| {
        fs::set_permissions(test_project.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("", 0o755);
    let run = |verb: &str| {
        let mut command = Command::new(NOBODY[0]);
        command.args(&NOBODY[1..]).arg(program).arg(verb);
        command.args(["-q", "--project"]).arg(test_project.path(""));
        command.output()
    };
    // Where there is no such tool, or its user cannot even reach the program.
    let able = run("check").is_ok_and(|o| o.status.code() == Some(0));
    if !able {
        return println!("skipped: setpriv needs root, and a program that everybody may run");
    }
    let refused = |verb: &str, code: i32, words: [&str; 2]| {
        let output = run(verb).unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{verb}: {said}");
        for words in words {
            assert!(said.contains(words), "{verb}: {words} is not in {said}");
        }
        is_whole(&test_project.path("out"));
    };
    // What an earlier run has left, protected as its output was: only that it is whose
    // it is counts.
    let own = tempfile::tempdir().unwrap();
    let out = own.path().join("out");
    let next = own.path().join("out.next");
    let owned_by_nobody = |path: &Path| {
        std::os::unix::fs::chown(path, Some(65534), Some(65534)).unwrap();
    };
    let protected = |path: &Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(0o555)).unwrap();
    };
    let make = || {
        let mut command = Command::new(NOBODY[0]);
        command.args(&NOBODY[1..]).arg(program);
        command
            .args(["make", "-q", "--project"])
            .arg(test_project.path(""));
        command.arg("--out").arg(&out).output().unwrap()
    };
    fs::create_dir_all(next.join("a/b")).unwrap();
    fs::write(next.join("a/b/half.html"), "half").unwrap();
    owned_by_nobody(own.path());
    for folder in [&next.join("a/b"), &next.join("a"), &next] {
        owned_by_nobody(folder);
        protected(folder);
    }
    let made = make();
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert_eq!(made.status.code(), Some(0), "{said}");
    is_whole(&out);
    assert!(!next.exists());
    // Somebody else's: what to do is said.
    fs::create_dir_all(next.join("a/b")).unwrap();
    let made = make();
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert_eq!(made.status.code(), Some(2), "{said}");
    assert!(
        said.contains("out.next 是上一次没有做完的") && said.contains("请把它删去"),
        "{said}"
    );
    is_whole(&out);
    // The folder around `out/` is root's.
    refused("make", 2, ["out-write", "没有写的权限"]);
    mode("seeds/notice.txt", 0);
    refused("check", 1, ["seed-unreadable", "没有读的权限"]);
    mode("seeds/notice.txt", 0o644);
    mode("content/units/wuzhou.yaml", 0);
    refused("check", 1, ["错误[unreadable]", "没有读的权限"]);
    mode("content/units/wuzhou.yaml", 0o644);
    let seed = fs::read_to_string(test_project.path("seeds/notice.txt")).unwrap();
    test_project.write("seeds/notice.txt", &seed.replace("就业援助", "就业援助月"));
    refused("read", 2, ["content-write", "权限"]);
}
