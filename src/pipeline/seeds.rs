//! Seeds → notices, and what of them stands in `content/` otherwise.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::blocks::amend;
use crate::diag::{Diagnostic, Place, Texts};
use crate::notice::{Notice, keys};
use crate::pipeline::run::Run;
use crate::project::Project;
use crate::project::folder::{Difference, NoticeFolder};
use crate::project::seeds::{self, Seeds};
use crate::read;
use crate::read::Reading;
use crate::read::given::Given;
use crate::source::Source;
use crate::units::register::Register;

/// So many seeds are read before any is handed on.
const BATCH: usize = 8;

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

impl Run {
    /// Reads every seed, and hands on what it came to before it reads many more: an
    /// archive has hundreds. The texts that no remark shows are forgotten by then.
    pub fn read<'r>(
        &mut self,
        project: &Project,
        registers: &'r [Register],
        mut take: impl FnMut(&mut Run, FromSeed<'r>),
    ) {
        let found = project.seeds().map_err(|e| vec![e]);
        let found = self.keep(found).unwrap_or_default();
        let Seeds {
            paths,
            mut workbooks,
            remarks,
        } = found;
        self.remarks.extend(remarks);
        // What a notice holds that was not read is not known.
        let mut all_read = true;
        // The ids that there are, with the seed of each.
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        for batch in paths.chunks(BATCH) {
            for (result, remarks, texts) in read_all(project, batch, registers) {
                self.remarks.extend(remarks);
                self.texts.merge(texts);
                let Some(one) = result else {
                    all_read = false;
                    continue;
                };
                let own = &one.source.workbooks;
                workbooks.retain(|path| own.iter().all(|b| b.file != project.shown(path)));
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
            self.forget_texts();
        }
        if all_read {
            let unread = |path: &PathBuf| seeds::unread(path, &project.shown(path));
            self.remarks.extend(workbooks.iter().map(unread));
        }
    }

    /// Compares what was read with what stands in `content/`, and says whether it
    /// differs. A file that a person has edited is never overwritten; with `strict`, any
    /// difference is an error.
    pub fn compare(&mut self, one: &mut FromSeed<'_>, strict: bool) -> bool {
        let differences = match differences(one) {
            Ok(differences) => differences,
            Err(error) => {
                self.remarks.extend(error);
                return false;
            }
        };
        for difference in differences.iter().filter(|difference| !difference.head) {
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
}

/// Where what was read differs from `content/`; its rows keep the keys that they have there.
///
/// # Errors
/// None where there is nothing to compare; what is wrong with a file.
fn differences(one: &mut FromSeed<'_>) -> Result<Vec<Difference>, Option<Diagnostic>> {
    let compared = |one: &FromSeed<'_>| {
        let notice = one.reading.notice.as_ref().ok_or(None)?;
        let files = notice.to_yaml().map_err(|_| None)?;
        one.folder.compare(&files).map_err(Some)
    };
    let differences = compared(one)?;
    // What is as it was has the keys that it had; what cannot be loaded is spoken of where it
    // is compared.
    let old = (!differences.is_empty()).then(|| one.folder.load(&mut Texts::default()));
    match (old, &mut one.reading.notice) {
        (Some(Ok(old)), Some(notice)) => {
            keys::carry(&old, notice);
            compared(one)
        }
        _ => Ok(differences),
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
    let given = match given(project, path, &mut texts) {
        Ok(given) => given,
        Err(error) => return (None, vec![error], texts),
    };
    let books = given.workbooks.as_deref();
    let source = match project.with_workbooks(source, path, books) {
        Ok(source) => source,
        Err(error) => return (None, vec![error], texts),
    };
    let located = source.located().to_vec();
    texts.add_located(source.file.clone(), source.text.clone(), located);
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
    let corrections = match corrections(&folder, &mut texts) {
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

/// What the office gives beside the seed at `path`.
fn given(project: &Project, path: &Path, texts: &mut Texts) -> Result<Given, Diagnostic> {
    let (file, text) = project.given(path)?;
    let Some(text) = text else {
        return Ok(Given::none(&file));
    };
    let given = Given::from_yaml(&file, &text);
    texts.add(file, text);
    given
}

/// The corrections that people have written for a notice.
fn corrections(
    folder: &NoticeFolder,
    texts: &mut Texts,
) -> Result<Vec<amend::Correction>, Diagnostic> {
    let Some(text) = folder.corrections()? else {
        return Ok(Vec::new());
    };
    let file = folder.corrections_file();
    let corrections = amend::from_yaml(&file, &text);
    texts.add(file, text);
    corrections
}
