//! The command line, described once: help, guide, completions and manual pages say the same.

use std::fs;
use std::process::Command;

use crate::test_project::{TestProject, root, run_in};

/// Every verb, as the help of the program lists them.
fn verbs() -> Vec<String> {
    let help = run_in(&root(), &["--help"]).ends(0).stdout();
    let list = help.split("\n命令\n").nth(1).unwrap();
    let lines = list.lines().take_while(|line| !line.is_empty());
    let words = lines.filter_map(|line| line.split_whitespace().next());
    let verbs: Vec<String> = words
        .filter(|word| word.is_ascii())
        .map(str::to_owned)
        .collect();
    assert!(verbs.len() >= 13, "{verbs:?}");
    verbs
}

/// The options in a text: every word that begins with two dashes.
fn options(text: &str) -> Vec<String> {
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    let mut found: Vec<String> = { text.split(word) }
        .filter(|w| w.starts_with("--") && w.len() > 2)
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The options that the list of a help explains.
fn explained(help: &str) -> Vec<String> {
    let lines = help.lines().filter(|l| l.starts_with("  -"));
    options(
        &lines
            .filter_map(|l| l.split("  ").nth(1))
            .collect::<Vec<_>>()
            .join(" "),
    )
}

#[test]
fn the_guide_shows_the_help_of_every_verb() {
    let guide = fs::read_to_string(root().join("README.zh-CN.md")).unwrap();
    let mut all = vec![Vec::new()];
    all.extend(verbs().into_iter().map(|verb| vec![verb]));
    for mut words in all {
        words.push("--help".to_owned());
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let help = run_in(&root(), &words).ends(0).stdout();
        assert!(
            guide.contains(help.trim()),
            "not in README.zh-CN.md:\n{help}"
        );
    }
}

#[test]
fn each_verb_has_a_help_of_its_own() {
    let mut seen = Vec::new();
    for verb in verbs() {
        let help = run_in(&root(), &[&verb, "-h"]).ends(0).stdout();
        assert!(help.contains(&format!("用法：gongwen {verb}")), "{help}");
        assert!(
            !help.contains("--font-path"),
            "{verb} repeats what all have"
        );
        for line in help.lines() {
            let columns: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            assert!(columns <= 110, "{line}");
        }
        seen.push(help);
    }
    seen.sort();
    let all = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), all);
    let of = |verb: &str| explained(&run_in(&root(), &[verb, "-h"]).stdout());
    assert_eq!(of("serve"), ["--listen", "--open", "--port"]);
    assert_eq!(of("check"), ["--format", "--strict"]);
    assert_eq!(of("eject"), ["--seen", "--to"]);
    assert_eq!(of("build"), Vec::<String>::new());
}

#[test]
fn completions_and_manual_pages_know_every_verb_and_option() {
    let whole = explained(&run_in(&root(), &["--help"]).stdout());
    assert!(whole.len() >= 10, "{whole:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = run_in(&root(), &["completions", shell]).ends(0).stdout();
        for verb in verbs() {
            assert!(text.contains(&verb), "{shell}: {verb}");
        }
        for option in &whole {
            let name = option.trim_start_matches('-');
            assert!(text.contains(name), "{shell}: {option}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), &["man", "man1"]).ends(0);
    let page = |name: &str| {
        let path = folder.path().join("man1").join(name);
        let text = fs::read_to_string(path).unwrap();
        assert!(
            text.contains(".SH 名称\n") && text.contains(".SH 选项\n"),
            "{name}"
        );
        assert!(
            !text.contains(".SH NAME") && !text.contains("[default"),
            "{name}"
        );
        text.replace("\\-", "-")
    };
    let main = page("gongwen.1");
    for option in &whole {
        assert!(main.contains(option), "{option}");
    }
    for verb in verbs() {
        let own = explained(&run_in(&root(), &[&verb, "--help"]).stdout());
        let page = page(&format!("gongwen-{verb}.1"));
        assert!(main.contains(&format!("gongwen-{verb}")), "{verb}");
        for option in own {
            assert!(page.contains(&option), "{verb}: {option}");
        }
    }
    // What is there is not overwritten, and nothing is half done.
    run_in(folder.path(), &["man", "man1"])
        .ends(2)
        .says("layout-exists");
    fs::remove_file(folder.path().join("man1/gongwen.1")).unwrap();
    run_in(folder.path(), &["man", "man1"])
        .ends(2)
        .says("layout-exists");
    assert!(!folder.path().join("man1/gongwen.1").exists());
}

#[test]
fn what_is_no_command_is_said_with_what_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    for (words, said) in [
        (&["buid"][..], "是不是“build”？"),
        (&["ejct"], "是不是“eject”？"),
        (&["docter"], "是不是“doctor”？"),
        (
            &["完全不是"],
            "没有“完全不是”这个命令，也没有叫这个名字的文件\n",
        ),
        (&["completions", "tcsh"], "可以写 bash"),
        (&["completions"], "还要写"),
        (&["man"], "还要写"),
        (&["eject", "x", "--seen", "--to", "y"], "不能和别的一起写"),
        (&["a.txt", "check"], "不能写在一起"),
        (&["build", "extra"], "多写了“extra”\n"),
        (&["-j", "1", "build", "-j", "2"], "“--jobs <数>”写了两次"),
        (&["build", "--out"], "“--out <目录>”后面要写一个值"),
        (&["help"], "gongwen --help"),
        (&["man", "/proc/没有"], "没有这个文件或文件夹"),
    ] {
        run_in(folder.path(), words).ends(2).says(said);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_written_out_is_no_success() {
    let test_project = TestProject::of_sample(&root().join("samples/small"));
    test_project.run(&["read"]).ends(0);
    for words in [
        &["check", "--format", "json"][..],
        &["check", "--format", "gitlab"],
        &["read", "--explain"],
        &["read", "--show", "blocks"],
        &["proof", "--only", "通知.pdf"],
        &["doctor"],
        &["eject"],
        &["completions", "bash"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full");
        let ran = Command::new(env!("CARGO_BIN_EXE_gongwen"))
            .args(["--project", &test_project.path("").display().to_string()])
            .args(words)
            .stdout(full.unwrap())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{words:?}: {told}");
        assert!(told.contains("output-lost"), "{words:?}: {told}");
        assert!(told.contains("磁盘满了"), "{words:?}: {told}");
    }
}
