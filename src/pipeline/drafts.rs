//! Drafts of registers, for agencies whose notices use names that no register has.

use std::borrow::Cow;

use crate::notice::draft::Draft;
use crate::pipeline::run::Run;
use crate::pipeline::seeds::FromSeed;
use crate::project::Project;
use crate::units::register::Register;

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
            let code = &notice.circular.document_number.agency;
            let at = drafts.iter().position(|d| d.0 == *code);
            let at = at.unwrap_or_else(|| {
                let register = registers.iter().find(|r| r.issuer(code).is_some());
                let exists = register.is_some();
                let register = match register {
                    Some(register) => Cow::Borrowed(register),
                    None => Cow::Owned(Register::bare(code, &notice.circular.masthead)),
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
}
