//! Characters that no face has: where they came from, which is a seed as a rule.

use crate::diag::{Diagnostic, Place};
use crate::pipeline::notices::CheckedNotices;
use crate::pipeline::run::Run;
use crate::project::Project;

/// Errors with those about characters at the lines of the seeds that have them. What came
/// from elsewhere stays where it is.
pub(super) fn in_seeds(
    run: &mut Run,
    project: &Project,
    notices: &CheckedNotices,
    mut errors: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    for error in errors.iter_mut().filter(|e| e.rule == "glyph-missing") {
        let Some(c) = error.message.split(['“', '”']).nth(1) else {
            continue;
        };
        let sources = notices.notices.notices().flatten();
        let seeds = sources.filter_map(|notice| {
            let source = notice.notice().circular.source.clone()?;
            Some((source.file.clone(), project.seed_of(&source)?))
        });
        let found = seeds.into_iter().find_map(|(file, seed)| {
            let line = seed.text.lines().position(|line| line.contains(c))?;
            Some((file, line + 1, seed.text.clone()))
        });
        if let Some((file, line, text)) = found {
            error.place = Some(Place::line(file.clone(), line).words(c));
            run.texts.add(file, text);
        }
    }
    errors
}
