//! What a run has to say so far, and the texts that it is about. Stages hand on values and
//! remarks; whether to stop is decided here and nowhere else.

use std::sync::Arc;

use crate::diag::{Diagnostic, Texts};
use crate::project::Project;
use crate::project::bundles::Bundles;
use crate::project::site::SiteSettings;
use crate::units::register::Register;
use crate::wording::Wording;

/// A run so far: what there is to say, and the texts it is about.
#[derive(Debug, Default)]
pub struct Run {
    /// Remarks and errors.
    pub remarks: Vec<Diagnostic>,
    /// The texts that they point into.
    pub texts: Texts,
}

impl Run {
    /// Takes the errors of a step into the remarks; `None` when there were some.
    pub(super) fn keep<T>(&mut self, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
        result.map_err(|errors| self.remarks.extend(errors)).ok()
    }

    /// Whether anything said so far stops the run.
    pub fn stopped(&self) -> bool {
        self.remarks.iter().any(Diagnostic::is_error)
    }

    /// Loads the words by which the project reads, and its registers.
    pub fn registers(&mut self, project: &Project) -> Option<Vec<Register>> {
        let grammar = project.take_grammar(&mut self.texts);
        self.keep(grammar)?;
        let registers = project.registers(&mut self.texts);
        self.keep(registers)
    }

    /// Loads what is bound together for whom.
    pub fn bundles(&mut self, project: &Project) -> Option<Bundles> {
        let bundles = project.bundles(&mut self.texts).map_err(|e| vec![e]);
        self.keep(bundles)
    }

    /// Loads the words that documents are printed in.
    pub fn wording(&mut self, project: &Project) -> Option<Arc<Wording>> {
        let wording = project.wording(&mut self.texts);
        self.keep(wording).map(Arc::new)
    }

    /// Loads what the office says of its website.
    pub fn site(&mut self, project: &Project) -> Option<Arc<SiteSettings>> {
        let settings = project.site(&mut self.texts);
        self.keep(settings).map(Arc::new)
    }

    /// Forgets the texts that no remark so far shows.
    pub(super) fn forget_texts(&mut self) {
        let places = self.remarks.iter().filter_map(|d| d.place.as_ref());
        let files = places.map(|place| place.file.as_str()).collect();
        self.texts.keep_only(&files);
    }
}
