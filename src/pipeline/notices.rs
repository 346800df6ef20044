//! The notices of a run. Each is read, compared with `content/`, checked and written to the
//! spool before the next, so that hundreds take little more memory than one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::diag::{Diagnostic, Place};
use crate::notice::Notice;
use crate::notice::check::Checked;
use crate::pipeline::options::From;
use crate::pipeline::rounds::NewAnswers;
use crate::pipeline::run::Run;
use crate::pipeline::seeds::FromSeed;
use crate::progress::Progress;
use crate::project::Project;
use crate::project::folder::NoticeFolder;
use crate::project::spool::NoticeSpool;
use crate::publish;
use crate::rounds::Rounds;
use crate::units::register::Register;
use crate::view::cited;

/// Notices that have passed every rule.
#[derive(Debug)]
pub(super) struct CheckedNotices {
    /// The notices, those from seeds first.
    pub(super) notices: NoticeSpool,
    /// What is said of each.
    pub(super) summaries: Vec<String>,
    /// The folders of all, whether they pass or not: `suf-2017-15`.
    pub(super) ids: BTreeSet<String>,
    /// The folders by the seeds that they were read from.
    sources: BTreeMap<String, String>,
    /// Their rounds of self-checks.
    pub(super) rounds: Rounds,
    /// The numbers of those whose seed says something else than `content/`, with their
    /// folders there.
    stale: Vec<(usize, NoticeFolder)>,
    /// What workbooks say otherwise than `content/`.
    answers: Vec<NewAnswers>,
    /// The notices with a 密级: their folders, and the words.
    pub(super) classified: Vec<(NoticeFolder, String)>,
}

impl CheckedNotices {
    /// Takes in the notices; each from a seed is shown to `look`. The spool lies in
    /// `folder`. What is wrong is in the remarks of `run`.
    pub(super) fn of(
        run: &mut Run,
        (project, registers): (&Project, &[Register]),
        from: From,
        folder: &Path,
        progress: &Progress,
        look: &mut dyn FnMut(&FromSeed<'_>),
    ) -> CheckedNotices {
        let shared: Vec<Arc<Register>> = registers.iter().cloned().map(Arc::new).collect();
        let mut checked = CheckedNotices {
            notices: NoticeSpool::beside(folder),
            summaries: Vec::new(),
            ids: BTreeSet::new(),
            sources: BTreeMap::new(),
            rounds: Rounds::new(),
            stale: Vec::new(),
            answers: Vec::new(),
            classified: Vec::new(),
        };
        let given = (project, from);
        let mut known = Vec::new();
        if let From::Seeds { strict } = from {
            progress.time("读来件，连同比对和检查", || {
                run.read(project, registers, |run, mut one| {
                    look(&one);
                    known.push(one.folder.id.clone());
                    let differs =
                        progress.time("和 content/ 比对", || run.compare(&mut one, strict));
                    let FromSeed {
                        folder,
                        reading,
                        register,
                        ..
                    } = one;
                    let Some(notice) = reading.notice else { return };
                    let registers = (shared.as_slice(), Some(&*register));
                    let check = || checked.check(run, given, &folder, notice, registers, differs);
                    progress.time("检查", check);
                });
            });
        }
        progress.time("读 content/，连同检查", || {
            run.load(project, &known, |run, folder, notice| {
                let registers = (shared.as_slice(), None);
                let check = || checked.check(run, given, &folder, notice, registers, false);
                progress.time("检查", check);
            });
        });
        if let From::Seeds { .. } = from {
            run.stray_answers(project, &checked.rounds);
        }
        checked
    }

    fn check(
        &mut self,
        run: &mut Run,
        (project, from): (&Project, From),
        folder: &NoticeFolder,
        notice: Notice,
        (registers, read_with): (&[Arc<Register>], Option<&Register>),
        differs: bool,
    ) {
        self.ids.insert(folder.id.clone());
        if let Some(words) = notice.circular.classified() {
            self.classified.push((folder.clone(), words.to_owned()));
        }
        if let Some(source) = &notice.circular.source {
            let other = self
                .sources
                .insert(source.file.clone(), folder.shown.clone());
            // One seed is one notice: the other is what it was before its number changed.
            if let Some(other) = other {
                let message = format!("{other} 和 {} 是由同一份来件读出的", folder.shown);
                let error = Diagnostic::error("source-of-two", message);
                run.remarks.push(
                    error
                        .at(Place::file(format!("{}/notice.yaml", folder.shown))
                            .words(&source.file))
                        .hint("来件的发文字号或登记册改过了，旧的一份还留着；请把旧的文件夹移出 content/"),
                );
                return;
            }
        }
        let Some(checked) = run.check(folder, notice, registers, read_with) else {
            return;
        };
        self.summaries.push(summary(&checked));
        let (rounds, answers) = run.rounds(project, folder, &checked, from);
        if !rounds.is_empty() {
            self.rounds.insert(folder.id.clone(), rounds);
        }
        self.answers.extend(answers);
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
        for new in &self.answers {
            match new.folder.write_answers(&new.round, &new.text) {
                Ok(()) => written += 1,
                Err(error) => run.remarks.push(error),
            }
        }
        written
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
        "{}{}：指标 {indicators} 项，任务 {items} 项 {tasks} 条，责任单位 {} 个",
        notice.circular.document_number.text,
        cited(&notice.circular.title),
        checked.duties().units.len()
    )
}
