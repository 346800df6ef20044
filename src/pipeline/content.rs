//! The notices of `content/`, and the check that vouches for a notice.

use std::sync::Arc;

use crate::diag::{Diagnostic, Place};
use crate::notice::check::Checked;
use crate::notice::{Notice, check};
use crate::pipeline::run::Run;
use crate::project::Project;
use crate::project::folder::NoticeFolder;
use crate::read;
use crate::units::register::Register;

impl Run {
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
                let source = notice.circular.source.as_ref();
                if let Some(seed) = source.and_then(|s| project.seed_of(s)) {
                    let located = seed.located().to_vec();
                    self.texts
                        .add_located(seed.file.clone(), seed.text, located);
                }
                take(self, folder, notice);
            }
            self.forget_texts();
        }
    }

    /// What stands in for a register that nobody has written; reading the seed may
    /// have said so already. Where the notice was read with the same, it is that, which
    /// remembers the phrases.
    fn bare(
        &mut self,
        folder: &NoticeFolder,
        notice: &Notice,
        read_with: Option<&Register>,
    ) -> Register {
        let circular = &notice.circular;
        let code = &circular.document_number.agency;
        let said = |d: &Diagnostic| d.rule == "unknown-issuer" && d.message.contains(code.as_str());
        if !self.remarks.iter().any(said) {
            let place = Place::file(format!("{}/notice.yaml", folder.shown)).words(code);
            self.remarks.push(read::unknown_issuer(code, place));
        }
        let register = Register::bare(code, &circular.masthead);
        let same = read_with.filter(|read_with| read_with.stands_in_as(&register));
        same.cloned().unwrap_or(register)
    }

    /// Checks a notice; it comes back if it passes every rule. Notices of one agency
    /// share its register; `read_with` is that by which a source was read.
    pub fn check(
        &mut self,
        folder: &NoticeFolder,
        notice: Notice,
        registers: &[Arc<Register>],
        read_with: Option<&Register>,
    ) -> Option<Checked> {
        let code = &notice.circular.document_number.agency;
        let register = match registers.iter().find(|r| r.issuer(code).is_some()) {
            Some(register) => Arc::clone(register),
            None => Arc::new(self.bare(folder, &notice, read_with)),
        };
        let checked = check::check(notice, &register, &folder.shown);
        self.remarks.extend(checked.remarks);
        checked.value
    }
}
