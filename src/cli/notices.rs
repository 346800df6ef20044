//! The notices of a run. Each is read, compared with `content/`, checked and put away
//! before the next, so that an archive of hundreds takes little more memory than one.

use std::path::Path;
use std::sync::Arc;

use crate::cli::args::Verb;
use crate::notice::Notice;
use crate::notice::check::Checked;
use crate::notice::units::Register;
use crate::pipeline::{FromSeed, Run};
use crate::progress::Progress;
use crate::project::Project;
use crate::project::folder::NoticeFolder;
use crate::project::spool::Archive;
use crate::publish;
use crate::read::explain;

/// Notices that have passed every rule.
#[derive(Debug)]
pub(super) struct Stock {
    /// The notices, those from seeds first.
    pub(super) notices: Archive,
    /// What is said of each.
    pub(super) summaries: Vec<String>,
    /// The numbers of those whose seed says something else than `content/`, with their
    /// folders there.
    stale: Vec<(usize, NoticeFolder)>,
}

impl Stock {
    /// Takes in what `verb` asks for: the seeds, and what `content/` has besides. What is
    /// put away lies in `folder`. What is wrong is in the remarks of `run`.
    pub(super) fn of(
        run: &mut Run,
        project: &Project,
        registers: &[Register],
        verb: &Verb,
        folder: &Path,
        progress: &Progress,
    ) -> Stock {
        let shared: Vec<Arc<Register>> = registers.iter().cloned().map(Arc::new).collect();
        let mut stock = Stock {
            notices: Archive::beside(folder),
            summaries: Vec::new(),
            stale: Vec::new(),
        };
        let mut known = Vec::new();
        let from_content = matches!(
            verb,
            Verb::Make { .. } | Verb::Gather { .. } | Verb::Proof { .. }
        );
        if !from_content {
            let strict = matches!(verb, Verb::Check { .. });
            progress.time("读来件，连同比对和检查", || {
                run.read(project, registers, |run, one| {
                    show(verb, &one);
                    known.push(one.folder.id.clone());
                    let differs =
                        progress.time("和 content/ 比对", || run.compare(&one, strict));
                    let FromSeed {
                        folder, reading, ..
                    } = one;
                    let Some(notice) = reading.notice else { return };
                    let check = || stock.check(run, &folder, notice, &shared, differs);
                    progress.time("检查", check);
                });
            });
        }
        progress.time("读 content/，连同检查", || {
            run.load(project, &known, |run, folder, notice| {
                let check = || stock.check(run, &folder, notice, &shared, false);
                progress.time("检查", check);
            });
        });
        stock
    }

    fn check(
        &mut self,
        run: &mut Run,
        folder: &NoticeFolder,
        notice: Notice,
        registers: &[Arc<Register>],
        differs: bool,
    ) {
        let Some(checked) = run.check(folder, notice, registers) else {
            return;
        };
        self.summaries.push(summary(&checked));
        if differs {
            self.stale.push((self.notices.len(), folder.clone()));
        }
        if let Err(error) = self.notices.add(checked) {
            run.remarks.push(publish::unlisted(&error));
        }
    }

    /// Writes into `content/` what the seeds say otherwise; returns how many files
    /// changed.
    pub(super) fn write(&self, run: &mut Run) -> usize {
        let mut written = 0;
        for (number, folder) in &self.stale {
            match self.notices.get(*number) {
                Ok(Some(checked)) => written += run.write(folder, checked.notice()),
                Ok(None) => {}
                Err(error) => run.remarks.push(publish::unlisted(&error)),
            }
        }
        written
    }
}

/// Shows how a seed was read, where that is asked for.
fn show(verb: &Verb, one: &FromSeed<'_>) {
    if let Verb::Read { explain, show } = verb {
        if show.is_some() {
            println!("{}", explain::blocks(&one.source));
        }
        if *explain {
            println!("{}", explain::explain(&one.source, &one.reading.account));
            if let Some(notice) = &one.reading.notice {
                let tables: Vec<_> = notice.task_tables().map(|(_, table)| table).collect();
                println!("{}", explain::names(&tables, &one.register));
            }
        }
    }
}

fn summary(checked: &Checked) -> String {
    let notice = checked.notice();
    let indicators: usize = { notice.indicator_tables() }
        .map(|(_, table)| table.indicators.len())
        .sum();
    let items: usize = notice.task_tables().map(|(_, t)| t.items().count()).sum();
    let tasks = notice.tasks().count();
    format!(
        "{}《{}》：指标 {indicators} 项，任务 {items} 项 {tasks} 条，责任单位 {} 个",
        notice.letter.document_number.text,
        notice.letter.title,
        checked.duties().units.len()
    )
}
