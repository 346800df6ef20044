//! What a run was asked for, decided once.

use std::path::PathBuf;

use crate::documents::address::Address;
use crate::render::pdf::Profile;

/// How documents are made, and where they go.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the output.
    pub out: PathBuf,
    /// How many documents are rendered at a time.
    pub jobs: usize,
    /// Colours for a monitor, or inks.
    pub profile: Profile,
    /// Whether a ring stands where the seal goes.
    pub seal_placeholder: bool,
    /// Folders of fonts that are preferred to the shipped ones.
    pub fonts: Vec<PathBuf>,
    /// A folder whose templates take the place of the project's.
    pub templates: Option<PathBuf>,
    /// Where the site will stand on the web.
    pub address: Option<Address>,
}

/// Where notices come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// From `seeds/`, and those that `content/` has besides.
    Seeds {
        /// A notice that differs from `content/` is an error.
        strict: bool,
    },
    /// From `content/` alone.
    Content,
}

impl Options {
    /// The usual ones, for an output in `out`: as many jobs as there are processors.
    pub fn usual(out: PathBuf) -> Self {
        Options {
            out,
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
            profile: Profile::default(),
            seal_placeholder: false,
            fonts: Vec::new(),
            templates: None,
            address: None,
        }
    }
}
