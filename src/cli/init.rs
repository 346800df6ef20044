//! `gongwen init`: a new project, and on request a register drafted from its first notice.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cli::args::Flags;
use crate::cli::report::report;
use crate::cli::{attempt, exit, refused};
use crate::diag::format::Format;
use crate::diag::{Diagnostic, visible};
use crate::pipeline::{Begun, Stopped};
use crate::progress::Progress;
use crate::project::fresh;
use crate::project::layout::Layout;
use crate::project::made;
use crate::project::schemas;
use crate::schema;

pub(super) fn init(flags: &Flags, folder: Option<PathBuf>, from: Option<&Path>) -> ExitCode {
    let root = folder.unwrap_or_else(|| flags.project().to_owned());
    let mut layout = Layout::below(&root);
    if let Err(error) = lay(&mut layout, from) {
        layout.undo();
        return refused(flags, error);
    }
    let flags = Flags {
        project: Some(root.clone()),
        ..flags.clone()
    };
    let mut written = Vec::new();
    if from.is_some() {
        let mut begun = Begun::default();
        let (mut run, end) = attempt(&flags, true, |job| {
            begun = job.pipeline.begun()?;
            Ok(())
        });
        if end.is_err() {
            layout.undo();
            return report(&mut run, flags.quiet, Format::Human, end);
        }
        match of_notice(&mut layout, &begun) {
            Ok(names) => written = names,
            Err(error) => {
                layout.undo();
                return refused(&flags, error);
            }
        }
    }
    told(&Progress::new(flags.quiet), &root, from, &written);
    exit(Ok::<(), Stopped>(()))
}

/// What every new project has, and the notice.
fn lay(layout: &mut Layout, from: Option<&Path>) -> Result<(), Diagnostic> {
    let files = fresh::files();
    let copies = from.map_or_else(|| Ok(Vec::new()), made::copies_of)?;
    let names = files.iter().map(|(name, _)| *name);
    layout.free(fresh::FOLDERS.into_iter().chain(names))?;
    layout.folder("seeds")?;
    for (name, text) in schema::all() {
        layout.write(&format!("{}/{name}", schemas::FOLDER), text.as_bytes())?;
    }
    for (name, bytes) in files {
        layout.write(name, &[head(name).as_bytes(), bytes].concat())?;
    }
    for (name, bytes) in copies {
        layout.write(&name, &bytes)?;
    }
    Ok(())
}

/// The registers that the notice needs, and its corrections.
fn of_notice(layout: &mut Layout, begun: &Begun) -> Result<Vec<String>, Diagnostic> {
    let mut written = Vec::new();
    for (name, text) in &begun.registers {
        layout.write(name, format!("{}{text}", head(name)).as_bytes())?;
        written.push(name.clone());
    }
    for folder in &begun.folders {
        let name = format!("{folder}/corrections.yaml");
        let text = format!("{}{}", head(&name), fresh::CORRECTIONS);
        layout.write(&name, text.as_bytes())?;
        written.push(name);
    }
    Ok(written)
}

/// The line for editors, of a file that has a schema.
fn head(name: &str) -> String {
    schemas::line_for(name).unwrap_or_default()
}

fn told(progress: &Progress, root: &Path, from: Option<&Path>, written: &[String]) {
    let shown = root.display().to_string();
    let shown = visible(&shown);
    progress.say(&format!("项目建好了：{shown}；里面的 说明.md 说各是什么"));
    for name in written {
        progress.say(&format!("写好了 {name}，请逐条核对"));
    }
    let there = match root == Path::new(".") {
        true => String::new(),
        false => format!("到 {shown} 里"),
    };
    progress.say(&match from {
        Some(_) => format!("下一步：{there}运行 gongwen"),
        None => format!("下一步：把通知放进 seeds/，{there}运行 gongwen"),
    });
}
