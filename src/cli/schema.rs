//! `gongwen schema`: the schemas of a project's YAML, for its people's editors.

use std::process::ExitCode;

use crate::cli::args::Flags;
use crate::cli::{exit, refused};
use crate::diag::Diagnostic;
use crate::pipeline::Stopped;
use crate::progress::Progress;
use crate::project::Project;
use crate::project::schemas;
use crate::schema;

pub(super) fn schema(flags: &Flags) -> ExitCode {
    match write(flags) {
        Ok(()) => exit(Ok::<(), Stopped>(())),
        Err(error) => refused(flags, error),
    }
}

fn write(flags: &Flags) -> Result<(), Diagnostic> {
    let progress = Progress::new(flags.quiet);
    let project = Project::open(flags.project())?;
    let all = schema::all();
    let changed = schemas::write(flags.project(), &all)?;
    progress.say(&format!(
        "{} 里有 {} 个编辑器用的说明，写了 {changed} 个",
        schemas::FOLDER,
        all.len()
    ));
    let bare = project.without_line();
    if !bare.is_empty() {
        progress.say("下面这些文件由人写，请在第一行前面各添一行，编辑器就认得了：");
    }
    for (name, line) in bare {
        progress.say(&format!("  {name}\n    {}", line.trim_end()));
    }
    progress.say("程序写的文件，下一次 gongwen read 起开头都有这一行");
    Ok(())
}
