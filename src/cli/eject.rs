//! `gongwen eject`: built-in files by name, written into the project to be changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::builtin;
use crate::cli::args::Flags;
use crate::cli::nearest::nearest;
use crate::cli::{exit, output, refused};
use crate::diag::Diagnostic;
use crate::pipeline::Stopped;
use crate::progress::Progress;
use crate::project::Project;
use crate::project::ejected::Ejected;
use crate::project::layout::Layout;

/// Where samples are: to look at, not to change.
const SAMPLES: &str = "samples/";

pub(super) fn eject(flags: &Flags, names: &[String], to: Option<&Path>, seen: bool) -> ExitCode {
    let done = match names.is_empty() {
        true => output::put(list()),
        false => write(flags, names, to, seen),
    };
    match done {
        Ok(()) => exit(Ok::<(), Stopped>(())),
        Err(error) => refused(flags, error),
    }
}

/// All that can be ejected, a line each.
fn list() -> String {
    let widest = builtin::choices().map(|(name, _)| name.len()).max();
    let lines = builtin::choices().map(|(name, words)| {
        let gap = " ".repeat(widest.unwrap_or(0) - name.len());
        format!("{name}{gap}  {words}\n")
    });
    lines.collect()
}

fn write(flags: &Flags, names: &[String], to: Option<&Path>, seen: bool) -> Result<(), Diagnostic> {
    let progress = Progress::new(flags.quiet);
    let mut files = Vec::new();
    for name in names {
        files.extend(meant(name)?);
    }
    // A folder and a file in it may both be named.
    let mut known = BTreeSet::new();
    files.retain(|file| known.insert(file.name));
    let project = match to {
        Some(_) => None,
        None => Some(Project::open(flags.project())?),
    };
    let root = to.unwrap_or(flags.project());
    let mut ejected = match &project {
        Some(project) => Ejected::load(root, project.limits())?,
        None => Ejected::default(),
    };
    let mut layout = Layout::below(root);
    if seen {
        for file in &files {
            ejected.take(file);
        }
        ejected.save(root)?;
        progress.say(&format!("记下了 {} 个文件现在的版本", files.len()));
        return Ok(());
    }
    let written = lay(&mut layout, &files, project.as_ref()).and_then(|()| {
        let own = files.iter().filter(|file| !file.name.starts_with(SAMPLES));
        let mut own = own.peekable();
        if project.is_none() || own.peek().is_none() {
            return Ok(());
        }
        own.for_each(|file| ejected.take(file));
        ejected.save(root)
    });
    if let Err(error) = written {
        layout.undo();
        return Err(error);
    }
    for file in &files {
        progress.say(&format!("写好了 {}", shown(root, file.name).display()));
    }
    Ok(())
}

/// Into a project a file comes with the line for editors, where its schema is there.
fn lay(
    layout: &mut Layout,
    files: &[&builtin::File],
    project: Option<&Project>,
) -> Result<(), Diagnostic> {
    layout.free(files.iter().map(|file| file.name))?;
    files.iter().try_for_each(|file| {
        let head = project.map(|project| project.headed(file.name, ""));
        let head = head.unwrap_or_default();
        layout.write(file.name, &[head.as_bytes(), file.bytes].concat())
    })
}

/// The built-in files that a name means: one, or all in a folder.
fn meant(name: &str) -> Result<Vec<&'static builtin::File>, Diagnostic> {
    let plain = name.replace('\\', "/");
    let plain = plain.trim_start_matches("./").trim_end_matches('/');
    let mut found: Vec<_> = builtin::find(plain).into_iter().collect();
    if found.is_empty() && !plain.is_empty() {
        found = builtin::below(plain).map(|(_, file)| file).collect();
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let all = builtin::all().iter().map(|file| file.name);
    let choices = builtin::choices().map(|(name, _)| name);
    let hint = match nearest(plain, choices.chain(all)) {
        Some(near) => format!("是不是“{near}”？全部名字见 gongwen eject"),
        None => "全部名字见 gongwen eject".to_owned(),
    };
    Err(Diagnostic::error("eject-unknown", format!("程序里没有“{name}”这个文件")).hint(hint))
}

fn shown(root: &Path, name: &str) -> PathBuf {
    match root == Path::new(".") {
        true => PathBuf::from(name),
        false => root.join(name),
    }
}
