//! Phrases are put into notices, many into one, and what each came to is compared. What
//! is wrong among others is tried again alone, since one bad phrase may spoil the rest.

use std::path::{Path, PathBuf};

use gongwen::diag::Severity;

use crate::compare::{self, plain, show};
use crate::format::{self, Context, Phrase};
use crate::run::{self, ItemFields, Run, TaskFields};
use crate::{Outcome, wanted};

/// The lines above the tasks.
const HEAD: &str = "{name}文件

{code}〔2024〕3号

{name}关于印发2024年重点工作任务分解的通知

各有关单位：

现将《2024年重点工作任务分解》印发给你们，请认真贯彻执行。

附件：2024年重点工作任务分解

{name}
2024年2月1日

附件

2024年重点工作任务分解
";

/// The files of phrases in a folder, in the order of their names.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    paths
}

/// Tries the phrases of a file.
pub fn run(file: &Path) -> Vec<Outcome> {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.file_name().unwrap().to_string_lossy();
    outcomes(&name, &text).unwrap_or_else(|error| panic!("{name}:{error}"))
}

/// Tries phrases that are written in `text`; `file` is its name.
///
/// # Errors
/// A line that cannot be read.
pub fn outcomes(file: &str, text: &str) -> Result<Vec<Outcome>, String> {
    let title = |case: &Phrase| format!("{file}:{} {}", case.number, case.phrase);
    let mut cases = format::phrases(text)?;
    cases.retain(|case| wanted(&title(case)));
    let mut differences: Vec<Vec<String>> = vec![Vec::new(); cases.len()];
    for group in groups(&cases) {
        let members: Vec<&Phrase> = group.iter().map(|&i| &cases[i]).collect();
        for (&i, found) in group.iter().zip(together(&members)) {
            // One bad phrase may spoil the others.
            let again = group.len() > 1 && !found.is_empty();
            differences[i] = if again {
                together(&[&cases[i]]).remove(0)
            } else {
                found
            };
        }
    }
    let outcomes = cases.iter().zip(differences);
    let outcome = |(case, differences): (&Phrase, _)| Outcome {
        kind: case.kind.clone(),
        name: title(case),
        differences,
    };
    Ok(outcomes.map(outcome).collect())
}

/// The numbers of the cases that go into one notice: those that stand in the same place.
/// Those that ask for a remark go alone, so that nothing else can be meant by it.
fn groups(cases: &[Phrase]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(&Context, Vec<usize>)> = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        let alone = |case: &Phrase| case.context.alone || case.remark.is_some();
        let fits = |(context, group): &&mut (&Context, Vec<usize>)| {
            *context == &case.context && !alone(&cases[group[0]])
        };
        match groups.iter_mut().find(fits) {
            Some((_, group)) if !alone(case) => group.push(i),
            _ => groups.push((&case.context, vec![i])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn together(cases: &[&Phrase]) -> Vec<Vec<String>> {
    let (text, lines) = wrap(cases);
    let run = Run::new(
        "notice.txt",
        text.as_bytes(),
        &cases[0].context.register,
        "",
    );
    let numbered = (1..).zip(cases.iter().zip(&lines));
    numbered
        .map(|(n, (case, lines))| judge(case, n, lines, &run))
        .collect()
}

fn words_of(n: usize) -> String {
    format!("办好第{n}件实事")
}

/// A notice with an item for each case, and one more; the lines of each case.
pub fn wrap(cases: &[&Phrase]) -> (String, Vec<Vec<usize>>) {
    let context = &cases[0].context;
    let registered = (context.register != "none").then(|| run::load(&context.register));
    let (name, code) = match &registered {
        Some(register) => (
            register.issuers[0].name.as_str(),
            register.issuers[0].code.as_str(),
        ),
        None => context.issuer.split_once(' ').expect("@ issuer: name code"),
    };
    let head = HEAD.replace("{name}", name).replace("{code}", code.trim());
    let mut lines: Vec<String> = head.split('\n').map(str::to_owned).collect();
    let cell = context.place == "cell";
    let last = if cell {
        "教育局"
    } else {
        "（责任单位：教育局）"
    };
    if cell {
        lines.push("序号\t工作任务\t责任单位".into());
    }
    let mut places = Vec::new();
    let phrases = cases.iter().map(|c| c.phrase.as_str()).chain([last]);
    for (n, phrase) in (1..).zip(phrases) {
        let words = words_of(n);
        let from = lines.len() + 1;
        if cell {
            lines.push(format!("{n}\t{words}。\t{phrase}"));
        } else {
            let task = format!("{n}.{words}。{phrase}");
            lines.extend(task.split('⏎').map(str::to_owned));
            lines.push(String::new());
        }
        places.push((from..=lines.len()).collect());
    }
    (lines.join("\n") + "\n", places)
}

/// The differences of one case within a notice.
fn judge(case: &Phrase, n: usize, lines: &[usize], run: &Run) -> Vec<String> {
    let Some(items) = &run.items else {
        return vec![run.first_error()];
    };
    let words = plain(&words_of(n));
    let has = |text: &str| plain(text).contains(&words);
    let found = |item: &&ItemFields| has(&item.name) || item.tasks.iter().any(|t| has(&t.text));
    let tasks: Vec<&TaskFields> = items.iter().filter(found).flat_map(|i| &i.tasks).collect();
    if tasks.len() > 1 {
        return vec![format!("{} tasks instead of one", tasks.len())];
    }
    let nothing = TaskFields::default();
    let got = tasks.first().copied().unwrap_or(&nothing);
    let mut out = compare::task(&case.want, got, case.remark.is_some());
    out.extend(compare::forbidden(&case.bans, tasks.iter().copied()));
    if let Some(words) = &case.remark
        && !run.says(Severity::Warning, words, Some(lines))
    {
        out.push(match words.as_slice() {
            [] => "no remark".into(),
            words => format!("no remark that quotes {}", show(words)),
        });
    }
    out
}
