//! Files of the output → one ZIP file of it.

use crate::build::builder::Builder;
use crate::diag::Diagnostic;
use crate::documents::artifact::ManifestEntry;
use crate::documents::document::{Document, Packed};
use crate::render::archive;

impl Builder<'_> {
    /// Packs files straight into the output: an archive of the whole site is as large as it.
    ///
    /// # Errors
    /// When one cannot be read, or the disk fails.
    pub(super) fn pack(
        &self,
        document: &Document,
        date: &str,
        members: &[Packed],
    ) -> Result<ManifestEntry, Vec<Diagnostic>> {
        let mut lost = Vec::new();
        let write = |file| {
            let members = members.iter().map_while(|member| {
                let read = self.publisher.read(&member.path);
                let bytes = read.map_err(|e| lost.push(e)).ok()?;
                Some((member.name.as_str(), bytes))
            });
            archive::write(file, date, members)
        };
        let written = self.publisher.put_written(&document.path, write);
        if !lost.is_empty() {
            return Err(lost);
        }
        let (bytes, blake3) = written.map_err(|e| vec![e])?;
        Ok(ManifestEntry {
            path: document.path.as_str().into(),
            kind: document.kind,
            audience: document.audience.clone(),
            pages: None,
            bytes,
            blake3,
        })
    }
}
