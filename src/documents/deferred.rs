//! Documents that can be made only when others are: the batches for the printer, and the list
//! of copies.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::documents::artifact::ManifestEntry;
use crate::documents::batches::{Handout, Member};
use crate::documents::copies;
use crate::documents::document::{Document, Packed, Work};
use crate::documents::kind::DocumentKind;
use crate::wording::Wording;

/// Where the whole site lies as one file.
pub const WHOLE_SITE: &str = "site.zip";

/// What can be made only when other documents of the notice are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferred {
    /// All sheets in one file.
    Sheets,
    /// All packets in one file.
    Packets,
    /// The list of copies.
    Copies,
    /// The papers of the unit with this number, as one file.
    Papers(usize),
}

impl Handout {
    /// What there is of it, the longest work first.
    pub fn deferred(&self) -> impl Iterator<Item = Deferred> {
        let all = [Deferred::Sheets, Deferred::Packets, Deferred::Copies];
        all.into_iter().filter(|deferred| match deferred {
            Deferred::Papers(_) => false,
            Deferred::Sheets => !self.sheets.is_empty(),
            Deferred::Packets => !self.packets.is_empty(),
            Deferred::Copies => {
                self.alone > 0 || !self.sheets.is_empty() || !self.packets.is_empty()
            }
        })
    }

    /// The papers of each unit, which need what is deferred, and data files.
    pub fn packed(&self) -> impl Iterator<Item = Deferred> {
        (0..self.papers.len()).map(Deferred::Papers)
    }

    /// The paths of the documents that must be made before.
    pub fn needs(&self, deferred: Deferred) -> Vec<String> {
        let members: &[&[Member]] = match deferred {
            Deferred::Sheets => &[&self.sheets],
            Deferred::Packets => &[&self.packets],
            Deferred::Copies => &[&self.sheets, &self.packets],
            Deferred::Papers(number) => {
                let files = self.papers.get(number).map(|papers| &papers.files);
                let files = files.into_iter().flatten();
                return files.map(|(path, _)| path.clone()).collect();
            }
        };
        let members = members.iter().copied().flatten().map(|m| m.path.clone());
        let circular = (deferred == Deferred::Copies).then(|| copies::circular(&self.notice.id));
        members.chain(circular).collect()
    }

    /// One of these, in the words of `wording`; `made` are the documents that it needs, by
    /// their paths.
    ///
    /// # Errors
    /// When one is not there: a batch that lacks one would be handed out as whole.
    pub fn document(
        &self,
        deferred: Deferred,
        made: &BTreeMap<Arc<str>, ManifestEntry>,
        wording: &Wording,
    ) -> Result<Document, String> {
        let mut members = Vec::new();
        for path in self.needs(deferred) {
            members.push(
                made.get(path.as_str())
                    .ok_or_else(|| format!("没有做出 {path}"))?,
            );
        }
        let (kind, what) = match deferred {
            Deferred::Sheets => (DocumentKind::Sheets, &wording.pages.sheets),
            Deferred::Packets => (DocumentKind::Packets, &wording.pages.packets),
            Deferred::Copies => return copies::document(self, made, &wording.pages),
            Deferred::Papers(number) => return Ok(self.archive(number, &members)),
        };
        Ok(Document {
            path: format!("{}/print/{kind}.pdf", self.notice.id),
            kind,
            audience: None,
            work: Work::Bound {
                title: format!("{}：{what}", self.notice.title),
                size: members.iter().map(|e| e.bytes).sum(),
                members: members
                    .iter()
                    .map(|e| (Arc::clone(&e.path), e.blake3))
                    .collect(),
            },
        })
    }

    /// The papers of a unit, of which `members` are the files.
    fn archive(&self, number: usize, members: &[&ManifestEntry]) -> Document {
        let papers = &self.papers[number];
        let files = papers.files.iter().zip(members);
        let packed = files.map(|((_, name), entry)| Packed::of(entry, name.clone()));
        Document {
            path: format!("{}/units/{}.zip", self.notice.id, papers.unit.slug),
            kind: DocumentKind::Archive,
            audience: Some(papers.unit.name.clone()),
            work: Work::Archive {
                date: self.notice.date_iso.clone(),
                members: packed.collect(),
            },
        }
    }
}

impl Packed {
    /// A file that is made, under a name in which no system sees a folder.
    fn of(entry: &ManifestEntry, name: String) -> Packed {
        Packed {
            path: Arc::clone(&entry.path),
            blake3: entry.blake3,
            name: name.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "_"),
        }
    }
}

/// The whole site as one file, of `files`; `date` is the day that they bear.
pub fn whole_site<'f>(files: impl Iterator<Item = &'f ManifestEntry>, date: &str) -> Document {
    let packed = files.map(|entry| Packed {
        path: Arc::clone(&entry.path),
        blake3: entry.blake3,
        name: entry.path.to_string(),
    });
    Document {
        path: WHOLE_SITE.to_owned(),
        kind: DocumentKind::Archive,
        audience: None,
        work: Work::Archive {
            date: date.to_owned(),
            members: packed.collect(),
        },
    }
}
