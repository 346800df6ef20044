//! The pipeline: seeds → notices → checked → files. Stages hand on values and
//! remarks; whether to stop is decided here and nowhere else.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Place, Texts};
use crate::notice::check::Checked;
use crate::notice::draft::Draft;
use crate::notice::units::Register;
use crate::notice::{Notice, check};
use crate::project::Project;
use crate::project::bundles::Bundles;
use crate::project::folder::NoticeFolder;
use crate::project::seeds::Seeds;
use crate::read;
use crate::read::Reading;
use crate::source::Source;

/// So many seeds are read before any is handed on.
const BATCH: usize = 8;

/// A run so far: what there is to say, and the texts it is about.
#[derive(Debug, Default)]
pub struct Run {
    /// Remarks and errors.
    pub remarks: Vec<Diagnostic>,
    /// The texts that they point into.
    pub texts: Texts,
}

/// A notice as read from a seed, before it is checked and written.
#[derive(Debug)]
pub struct FromSeed<'r> {
    /// The seed.
    pub source: Source,
    /// Its folder in `content/`.
    pub folder: NoticeFolder,
    /// The register it was read with.
    pub register: Cow<'r, Register>,
    /// What reading came to.
    pub reading: Reading,
}

/// A draft of a register, as text.
#[derive(Debug)]
pub struct RegisterDraft {
    /// The agency's name in addresses.
    pub slug: String,
    /// YAML: a whole register, or only what an existing one lacks.
    pub text: String,
    /// There is a register already, which is never written to.
    pub register_exists: bool,
}

impl Run {
    /// Takes the errors of a step into the remarks; `None` when there were some.
    fn keep<T>(&mut self, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
        result.map_err(|errors| self.remarks.extend(errors)).ok()
    }

    /// Whether anything said so far stops the run.
    pub fn stopped(&self) -> bool {
        self.remarks.iter().any(Diagnostic::is_error)
    }

    /// Loads the registers.
    pub fn registers(&mut self, project: &Project) -> Option<Vec<Register>> {
        let registers = project.registers(&mut self.texts);
        self.keep(registers)
    }

    /// Loads what is bound together for whom.
    pub fn bundles(&mut self, project: &Project) -> Option<Bundles> {
        let bundles = project.bundles(&mut self.texts).map_err(|e| vec![e]);
        self.keep(bundles)
    }

    /// Reads every seed, and hands on what it came to before it reads many more: an
    /// archive has hundreds. The texts that no remark shows are forgotten by then.
    pub fn read<'r>(
        &mut self,
        project: &Project,
        registers: &'r [Register],
        mut take: impl FnMut(&mut Run, FromSeed<'r>),
    ) {
        let seeds = project.seeds().map_err(|e| vec![e]);
        let Seeds { paths, remarks } = self.keep(seeds).unwrap_or_default();
        self.remarks.extend(remarks);
        // The ids that there are, with the seed of each.
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        for batch in paths.chunks(BATCH) {
            for (result, remarks, texts) in read_all(project, batch, registers) {
                self.remarks.extend(remarks);
                self.texts.merge(texts);
                let Some(one) = result else { continue };
                if let Some(other) = ids.get(&one.folder.id) {
                    self.remarks.push(
                        Diagnostic::error(
                            "notice-twice",
                            format!("这份来件和 {other} 是同一个文号"),
                        )
                        .at(Place::file(&one.source.file))
                        .hint("seeds/ 里一个文号只留一份来件"),
                    );
                    continue;
                }
                ids.insert(one.folder.id.clone(), one.source.file.clone());
                take(self, one);
            }
            self.put_away();
        }
    }

    /// Compares what was read with what stands in `content/`, and says whether it
    /// differs. A file that a person has edited is never overwritten; with `strict`, any
    /// difference is an error.
    pub fn compare(&mut self, one: &FromSeed<'_>, strict: bool) -> bool {
        let Some(notice) = &one.reading.notice else {
            return false;
        };
        let Ok(files) = notice.to_yaml() else {
            return false;
        };
        let differences = match one.folder.compare(&files) {
            Ok(differences) => differences,
            Err(error) => {
                self.remarks.push(error);
                return false;
            }
        };
        for difference in &differences {
            let place = Place::line(&difference.file, difference.line);
            if difference.edited {
                self.remarks.push(
                    Diagnostic::error("hand-edited", "这个文件被人改过，和来件读出的不一样")
                        .at(place)
                        .hint("请把改动写成同一文件夹里 corrections.yaml 的勘误，再把这个文件删掉重读；若要以它为准，请把来件移出 seeds/"),
                );
            } else if strict {
                let message = if difference.missing {
                    "content/ 里还没有这个文件"
                } else {
                    "这个文件和来件读出的不一样了"
                };
                self.remarks.push(
                    Diagnostic::error("content-stale", message)
                        .at(place)
                        .hint("请运行 gongwen read 重新读出，看过改动再提交"),
                );
            }
        }
        !differences.is_empty()
    }

    /// Writes what was read into `content/`; returns how many files changed.
    pub fn write(&mut self, folder: &NoticeFolder, notice: &Notice) -> usize {
        let written = notice
            .to_yaml()
            .map_err(|e| Diagnostic::error("yaml", e))
            .and_then(|files| folder.write(&files));
        written.unwrap_or_else(|error| {
            self.remarks.push(error);
            0
        })
    }

    /// Drafts of registers: one for each agency whose notices use names that no
    /// register has.
    pub fn drafts(
        &mut self,
        project: &Project,
        found: &[FromSeed<'_>],
        registers: &[Register],
    ) -> Vec<RegisterDraft> {
        let known: Vec<String> = found.iter().map(|one| one.folder.id.clone()).collect();
        let mut loaded = Vec::new();
        self.load(project, &known, |_, _, notice| loaded.push(notice));
        let read = found.iter().filter_map(|one| one.reading.notice.as_ref());
        let mut drafts: Vec<(String, Draft, Cow<'_, Register>, bool)> = Vec::new();
        for notice in read.chain(&loaded) {
            let code = &notice.letter.document_number.agency;
            let at = drafts.iter().position(|d| d.0 == *code);
            let at = at.unwrap_or_else(|| {
                let register = registers.iter().find(|r| r.issuer(code).is_some());
                let exists = register.is_some();
                let register = match register {
                    Some(register) => Cow::Borrowed(register),
                    None => Cow::Owned(Register::bare(code, &notice.letter.masthead)),
                };
                drafts.push((code.clone(), Draft::default(), register, exists));
                drafts.len() - 1
            });
            let (_, draft, register, _) = &mut drafts[at];
            draft.add(notice, register);
        }
        let wanted = drafts
            .into_iter()
            .filter(|(_, draft, _, exists)| !exists || !draft.is_empty());
        wanted
            .map(|(code, draft, register, register_exists)| RegisterDraft {
                slug: register
                    .issuer(&code)
                    .map_or_else(String::new, |i| i.slug.clone()),
                text: if register_exists {
                    draft.entries()
                } else {
                    draft.register(&register)
                },
                register_exists,
            })
            .collect()
    }

    /// Loads the notices of `content/`, and hands on each before the next; those in
    /// `known` are there already. The texts that no remark shows are forgotten by then.
    pub fn load(
        &mut self,
        project: &Project,
        known: &[String],
        mut take: impl FnMut(&mut Run, NoticeFolder, Notice),
    ) {
        for folder in project.folders() {
            if known.contains(&folder.id) {
                continue;
            }
            let notice = folder.load(&mut self.texts);
            if let Some(notice) = self.keep(notice) {
                let source = notice.letter.source.as_ref();
                if let Some(seed) = source.and_then(|s| project.seed_of(&s.file)) {
                    self.texts.add(seed.file.clone(), seed.text);
                }
                take(self, folder, notice);
            }
            self.put_away();
        }
    }

    /// What stands in for a register that nobody has written; reading the seed may
    /// have said so already.
    fn bare(&mut self, folder: &NoticeFolder, notice: &Notice) -> Register {
        let letter = &notice.letter;
        let code = &letter.document_number.agency;
        let said = |d: &Diagnostic| d.rule == "unknown-issuer" && d.message.contains(code.as_str());
        if !self.remarks.iter().any(said) {
            let place = Place::file(format!("{}/notice.yaml", folder.shown)).words(code);
            self.remarks.push(read::unknown_issuer(code, place));
        }
        Register::bare(code, &letter.masthead)
    }

    /// Forgets the texts that no remark so far shows.
    fn put_away(&mut self) {
        let places = self.remarks.iter().filter_map(|d| d.place.as_ref());
        let files = places.map(|place| place.file.as_str()).collect();
        self.texts.keep_only(&files);
    }

    /// Checks a notice; it comes back if it passes every rule. Notices of one agency
    /// share its register.
    pub fn check(
        &mut self,
        folder: &NoticeFolder,
        notice: Notice,
        registers: &[Arc<Register>],
    ) -> Option<Checked> {
        let code = &notice.letter.document_number.agency;
        let register = match registers.iter().find(|r| r.issuer(code).is_some()) {
            Some(register) => Arc::clone(register),
            None => Arc::new(self.bare(folder, &notice)),
        };
        let checked = check::check(notice, &register, &folder.shown);
        self.remarks.extend(checked.remarks);
        checked.value
    }
}

type One<'r> = (Option<FromSeed<'r>>, Vec<Diagnostic>, Texts);

fn read_all<'r>(project: &Project, paths: &[PathBuf], registers: &'r [Register]) -> Vec<One<'r>> {
    let read = |path: &PathBuf| read_one(project, path, registers);
    let read_all = || paths.par_iter().map(read).collect();
    // Threads that stay would hold on to the memory of what they have read.
    match rayon::ThreadPoolBuilder::new().build() {
        Ok(pool) => pool.install(read_all),
        Err(_) => read_all(),
    }
}

fn read_one<'r>(project: &Project, path: &Path, registers: &'r [Register]) -> One<'r> {
    let mut texts = Texts::default();
    let source = match project.seed(path) {
        Ok(source) => source,
        Err(error) => return (None, vec![error], texts),
    };
    texts.add(source.file.clone(), source.text.clone());
    let given = match project.given(path, &mut texts) {
        Ok(given) => given,
        Err(error) => return (None, vec![error], texts),
    };
    let opened = read::open(&source).with_given(given);
    let errors = opened.exceeds(project.limits());
    if !errors.is_empty() {
        return (None, errors, texts);
    }
    let identity = match opened.identify(registers) {
        Ok(found) => found,
        Err(error) => return (None, vec![opened.lacking(error)], texts),
    };
    let folder = project.folder(&identity.id);
    let corrections = match folder.corrections(&mut texts) {
        Ok(corrections) => corrections,
        Err(error) => return (None, vec![error], texts),
    };
    let register = identity.register;
    let mut read = opened.read(&register, &corrections, &folder.corrections_file());
    read.remarks.extend(identity.remark);
    let one = FromSeed {
        folder,
        register,
        reading: read.value,
        source,
    };
    (Some(one), read.remarks, texts)
}
