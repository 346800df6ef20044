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
