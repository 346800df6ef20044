//! Files by name: a project's own, and beneath them those that are built into the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::builtin;
use crate::diag::Diagnostic;
use crate::project::files;
use crate::project::files::Kind;
use crate::project::limits::Limits;

/// Where a file comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// It lies on the disk.
    Own(PathBuf),
    /// It came with the program.
    Builtin(&'static builtin::File),
}

impl Origin {
    /// Whether it came with the program.
    pub fn is_builtin(&self) -> bool {
        matches!(self, Origin::Builtin(_))
    }

    /// Its bytes; `shown` is its name in messages.
    ///
    /// # Errors
    /// As for [`files::read`].
    pub fn read(
        &self,
        shown: &str,
        kind: Kind,
        limits: &Limits,
    ) -> Result<Cow<'static, [u8]>, Diagnostic> {
        match self {
            Origin::Own(path) => files::read(path, shown, kind, limits).map(Cow::Owned),
            Origin::Builtin(file) => Ok(Cow::Borrowed(file.bytes)),
        }
    }

    /// Its text.
    ///
    /// # Errors
    /// As for [`files::read_text`].
    pub fn text(&self, shown: &str, kind: Kind, limits: &Limits) -> Result<String, Diagnostic> {
        match self {
            Origin::Own(path) => files::read_text(path, shown, kind, limits),
            Origin::Builtin(file) => Ok(file.text().to_owned()),
        }
    }
}

/// The files below `folder`, by their names with `/`, to a depth of `depth` folders, over
/// those that are built in below `builtin` (where one is named).
///
/// # Errors
/// As for [`files::list`].
pub fn list(
    folder: &Path,
    builtin: Option<&str>,
    depth: usize,
    kind: Kind,
    limits: &Limits,
    wanted: impl Fn(&Path) -> bool,
) -> Result<BTreeMap<String, Origin>, Diagnostic> {
    let given = builtin.into_iter().flat_map(builtin::below);
    let given =
        given.filter(|(name, _)| name.split('/').count() <= depth && wanted(Path::new(name)));
    let mut found: BTreeMap<String, Origin> = given
        .map(|(name, file)| (name.to_owned(), Origin::Builtin(file)))
        .collect();
    for path in files::list(folder, depth, kind, limits, &wanted)? {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let parts = below.iter().map(|part| part.to_string_lossy());
        let name = parts.collect::<Vec<_>>().join("/");
        found.insert(name, Origin::Own(path));
    }
    Ok(found)
}
