//! The whole way, on one screen: seeds → notices → checked → files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::build::Made;
use crate::build::shard::Shard;
use crate::diag::Diagnostic;
use crate::pipeline::concerns::Concerns;
use crate::pipeline::doctor::{self, Health};
use crate::pipeline::drafts::RegisterDraft;
use crate::pipeline::glyphs;
use crate::pipeline::lone;
use crate::pipeline::notices::CheckedNotices;
use crate::pipeline::options::{From, Options};
use crate::pipeline::printing::{Part, Printing};
use crate::pipeline::rounds::{self, Drafted};
use crate::pipeline::run::Run;
use crate::pipeline::seeds::FromSeed;
use crate::progress::Progress;
use crate::project::Project;
use crate::project::bundles::Bundles;
use crate::project::limits;
use crate::project::site::{self, SiteSettings};
use crate::project::spool::NoticeSpool;
use crate::proof::{Proof, Report};
use crate::publish;
use crate::units::register::Register;
use crate::wording::Wording;

/// Why a run stopped; what is wrong is in its remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// The input has errors.
    Errors,
    /// The run itself failed.
    Failed,
}

/// What the seeds of a new project come to.
#[derive(Debug, Default)]
pub struct Begun {
    /// The folders of their notices: `content/suf-2017-15`.
    pub folders: Vec<String>,
    /// The registers that they need: names below the project, and texts.
    pub registers: Vec<(String, String)>,
}

/// A run over a project.
pub struct Pipeline<'p> {
    project: Project,
    registers: Vec<Register>,
    wording: Arc<Wording>,
    site: Arc<SiteSettings>,
    options: &'p Options,
    progress: &'p Progress,
    run: &'p mut Run,
}

impl<'p> Pipeline<'p> {
    /// Opens the project in the folder `root`, with its registers and its words.
    ///
    /// # Errors
    /// When it is no project, or a register or a file of words is wrong.
    pub fn open(
        root: &Path,
        options: &'p Options,
        progress: &'p Progress,
        run: &'p mut Run,
    ) -> Result<Self, Stopped> {
        let opened = Project::open(root).map_err(|e| vec![lone::advised(e, root)]);
        let project = failing(run, opened).map_err(|stopped| {
            // A file of the office's own is wrong, as registers may be.
            let of_limits =
                |d: &Diagnostic| d.place.as_ref().is_some_and(|p| p.file == limits::FILE);
            match run.remarks.iter().any(of_limits) {
                true => Stopped::Errors,
                false => stopped,
            }
        })?;
        let remarks = failing(run, project.ejected().map_err(|e| vec![e]))?;
        run.remarks.extend(remarks);
        let (registers, wording) = (run.registers(&project), run.wording(&project));
        let site = run.site(&project);
        let (registers, wording) = registers.zip(wording).ok_or(Stopped::Errors)?;
        let site = site.ok_or(Stopped::Errors)?;
        Ok(Pipeline {
            project,
            registers,
            wording,
            site,
            options,
            progress,
            run,
        })
    }

    /// Takes in why the program could not do what a verb is for.
    pub fn refuse(&mut self, error: Diagnostic) -> Stopped {
        self.run.remarks.push(error);
        Stopped::Failed
    }

    /// Seeds → `content/`. Each notice is shown to `look` as it was read.
    ///
    /// # Errors
    /// When a notice breaks a rule, or `content/` cannot be written.
    pub fn read(&mut self, look: &mut dyn FnMut(&FromSeed<'_>)) -> Result<(), Stopped> {
        let notices = self.checked(From::Seeds { strict: false }, look, &std::env::temp_dir())?;
        self.write(&notices)?;
        self.run.bundles(&self.project).ok_or(Stopped::Errors)?;
        Ok(())
    }

    /// Reads and checks all, and changes nothing. What differs from `content/` is an error.
    ///
    /// # Errors
    /// When a notice breaks a rule.
    pub fn check(&mut self) -> Result<(), Stopped> {
        self.checked(
            From::Seeds { strict: true },
            &mut |_| {},
            &std::env::temp_dir(),
        )?;
        self.run.bundles(&self.project).ok_or(Stopped::Errors)?;
        Ok(())
    }

    /// Seeds → `content/` → the output.
    ///
    /// # Errors
    /// When a notice breaks a rule, or a document cannot be made: nothing is published then.
    pub fn build(&mut self) -> Result<Made, Stopped> {
        self.build_told(None)
    }

    /// The same, and says which pages show what of which seeds.
    ///
    /// # Errors
    /// As for [`Pipeline::build`].
    pub fn build_told(&mut self, concerns: Option<&mut Concerns>) -> Result<Made, Stopped> {
        let notices = self.checked(
            From::Seeds { strict: false },
            &mut |_| {},
            &self.beside_out(),
        )?;
        self.write(&notices)?;
        self.refuse_classified(&notices)?;
        if let Some(concerns) = concerns {
            // What the disk does not give back now, the documents will miss, and say so.
            { notices.notices.notices() }
                .flatten()
                .for_each(|notice| concerns.add(&notice));
        }
        self.print(&notices, &Part::Whole)
    }

    /// `content/` → the output, or one shard of it.
    ///
    /// # Errors
    /// As for [`Pipeline::build`].
    pub fn make(&mut self, shard: Option<Shard>) -> Result<Made, Stopped> {
        let notices = self.checked(From::Content, &mut |_| {}, &self.beside_out())?;
        self.refuse_classified(&notices)?;
        self.print(&notices, &shard.map_or(Part::Whole, Part::ShardRecord))
    }

    /// The shards in these folders → the output.
    ///
    /// # Errors
    /// As for [`Pipeline::build`], and when the shards do not belong together.
    pub fn gather(&mut self, shards: Vec<PathBuf>) -> Result<Made, Stopped> {
        let notices = self.checked(From::Content, &mut |_| {}, &self.beside_out())?;
        self.refuse_classified(&notices)?;
        self.print(&notices, &Part::Rest(shards))
    }

    /// The notices of `content/`, for whoever looks at what comes of them.
    ///
    /// # Errors
    /// When a notice breaks a rule.
    pub fn notices(&mut self) -> Result<NoticeSpool, Stopped> {
        let spool = std::env::temp_dir();
        Ok(self.checked(From::Content, &mut |_| {}, &spool)?.notices)
    }

    /// Lays out the documents that have `only` in their paths, and measures their pages.
    ///
    /// # Errors
    /// When a notice breaks a rule, or a document cannot be laid out.
    pub fn proof(&mut self, only: &str) -> Result<Report, Stopped> {
        let notices = self.checked(From::Content, &mut |_| {}, &std::env::temp_dir())?;
        let bundles = self.run.bundles(&self.project).ok_or(Stopped::Errors)?;
        let report = self.measured(&notices, &bundles, only);
        failing(self.run, report)
    }

    fn measured(
        &mut self,
        notices: &CheckedNotices,
        bundles: &Bundles,
        only: &str,
    ) -> Result<Report, Vec<Diagnostic>> {
        let printing = self.printing(notices, bundles);
        let (plain, sealed) = (printing.pdfs(false)?, printing.pdfs(true)?);
        let proof = Proof {
            notices: &notices.notices,
            rounds: &notices.rounds,
            bundles,
            wording: &self.wording,
            plain: &plain,
            sealed: &sealed,
            jobs: self.options.jobs,
            progress: self.progress,
        };
        let report = proof.report(only);
        for (name, text) in plain.texts() {
            self.run.texts.add(name, text);
        }
        report
    }

    /// Drafts of registers that seeds and notices need and nobody has written.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn drafts(&mut self) -> Vec<RegisterDraft> {
        let mut found = Vec::new();
        let (project, registers) = (&self.project, &self.registers);
        let read = || self.run.read(project, registers, |_, one| found.push(one));
        self.progress.time("读来件", read);
        self.run.drafts(project, &found, registers)
    }

    /// What the seeds of a new project come to.
    ///
    /// # Errors
    /// When one of them cannot be read as a notice.
    pub fn begun(&mut self) -> Result<Begun, Stopped> {
        let mut found = Vec::new();
        let (project, registers) = (&self.project, &self.registers);
        let read = || self.run.read(project, registers, |_, one| found.push(one));
        self.progress.time("读来件", read);
        let mut begun = Begun::default();
        for one in &found {
            let Some(notice) = &one.reading.notice else {
                return Err(Stopped::Errors);
            };
            begun.folders.push(one.folder.shown.clone());
            let code = &notice.circular.document_number.agency;
            if let Some(general) = project.general_register(code) {
                let register = (general.name.to_owned(), general.text().to_owned());
                begun.registers.push(register);
            }
        }
        let drafts = self.run.drafts(project, &found, registers);
        let drafts = drafts.into_iter().filter(|draft| !draft.register_exists);
        let drafts = drafts.map(|d| (format!("content/units/{}.yaml", d.slug), d.text));
        begun.registers.extend(drafts);
        match found.is_empty() {
            true => Err(Stopped::Errors),
            false => Ok(begun),
        }
    }

    /// Drafts the file of a round of self-checks for a notice, which need not be named where
    /// there is one alone; returns its name and what was drafted. One that is there is never
    /// touched.
    ///
    /// # Errors
    /// When it is not plain which notice is meant, the id cannot be a name, or the file cannot
    /// be written.
    pub fn round(&mut self, id: &str, notice: Option<&str>) -> Result<Drafted, Stopped> {
        let spool = std::env::temp_dir();
        let notices = self.checked(From::Seeds { strict: false }, &mut |_| {}, &spool)?;
        let drafted = rounds::draft(&self.project, &notices.notices, id, notice);
        failing(self.run, drafted.map_err(|e| vec![e]))
    }

    /// Writes a draft as a new register; returns its path as messages show it, and none where
    /// it cannot be written.
    pub fn write_register(&mut self, draft: &RegisterDraft) -> Option<String> {
        let written = self.project.write_register(&draft.slug, &draft.text);
        self.run.keep(written.map_err(|e| vec![e]))
    }

    /// Looks at everything and changes nothing; what is wrong, and what may be tidied up, is in
    /// the remarks.
    pub fn doctor(&mut self) -> Health {
        let notices = CheckedNotices::of(
            self.run,
            (&self.project, self.registers.as_slice()),
            From::Seeds { strict: false },
            &std::env::temp_dir(),
            self.progress,
            &mut |_| {},
        );
        self.run.bundles(&self.project);
        doctor::look(
            self.run,
            &self.project,
            self.options,
            self.progress,
            &notices,
        )
    }

    /// How the run has gone so far.
    ///
    /// # Errors
    /// When anything said so far is an error.
    pub fn end(&self) -> Result<(), Stopped> {
        match self.run.stopped() {
            true => Err(Stopped::Errors),
            false => Ok(()),
        }
    }

    /// The notices that pass every rule; none may break one.
    fn checked(
        &mut self,
        from: From,
        look: &mut dyn FnMut(&FromSeed<'_>),
        spool: &Path,
    ) -> Result<CheckedNotices, Stopped> {
        let inputs = (&self.project, self.registers.as_slice());
        let notices = CheckedNotices::of(self.run, inputs, from, spool, self.progress, look);
        if self.run.stopped() {
            return Err(Stopped::Errors);
        }
        if notices.notices.is_empty() {
            self.run.remarks.push(
                Diagnostic::error("no-notice", "没有通知可做：seeds/ 和 content/ 里都没有")
                    .hint("请把通知全文存成 .txt 或 .md，放进 seeds/"),
            );
            return Err(Stopped::Errors);
        }
        self.run.remarks.extend(self.project.strays());
        let known = |id: &str| notices.ids.contains(id);
        self.run.remarks.extend(self.site.unknown(known));
        for summary in &notices.summaries {
            self.progress.say(summary);
        }
        Ok(notices)
    }

    /// Stops before the output where a notice has a 密级, unless the office says that the
    /// output is not published.
    fn refuse_classified(&mut self, notices: &CheckedNotices) -> Result<(), Stopped> {
        let allowed = &self.site.classified;
        let open = notices.classified.iter();
        let open = open.filter(|(folder, _)| !allowed.contains(&folder.id));
        let errors = open.map(|(folder, words)| site::classified(&folder.id, &folder.shown, words));
        let errors: Vec<_> = errors.collect();
        if errors.is_empty() {
            return Ok(());
        }
        self.run.remarks.extend(errors);
        Err(Stopped::Errors)
    }

    /// Where notices lie until their documents are made: beside the output, where there is
    /// such a folder.
    fn beside_out(&self) -> PathBuf {
        let folder = publish::folder_of(&self.options.out);
        match folder.is_dir() {
            true => folder.to_owned(),
            false => std::env::temp_dir(),
        }
    }

    /// Writes into `content/` what the seeds say otherwise.
    fn write(&mut self, notices: &CheckedNotices) -> Result<(), Stopped> {
        let written = notices.write(self.run);
        if self.run.stopped() {
            return Err(Stopped::Failed);
        }
        self.progress.say(&match written {
            0 => "content/ 没有变化".to_owned(),
            n => format!("content/ 写了 {n} 个文件，请看过改动再提交"),
        });
        Ok(())
    }

    fn print(&mut self, notices: &CheckedNotices, part: &Part) -> Result<Made, Stopped> {
        let bundles = self.run.bundles(&self.project).ok_or(Stopped::Errors)?;
        let mut texts = std::mem::take(&mut self.run.texts);
        let made = self.printing(notices, &bundles).print(&mut texts, part);
        self.run.texts = texts;
        let made =
            made.map_err(|errors| glyphs::in_seeds(self.run, &self.project, notices, errors));
        failing(self.run, made)
    }

    /// What documents are made from, and how.
    fn printing<'a>(&'a self, notices: &'a CheckedNotices, bundles: &'a Bundles) -> Printing<'a> {
        Printing {
            project: &self.project,
            options: self.options,
            notices: &notices.notices,
            rounds: &notices.rounds,
            bundles,
            wording: &self.wording,
            site: &self.site,
            progress: self.progress,
        }
    }
}

/// Takes the errors of a step into the remarks: the run itself failed.
fn failing<T>(run: &mut Run, result: Result<T, Vec<Diagnostic>>) -> Result<T, Stopped> {
    result.map_err(|errors| {
        run.remarks.extend(errors);
        Stopped::Failed
    })
}
