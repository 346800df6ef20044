//! Documents that can be made only when others are: the batches for the printer, and the list
//! of copies.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::documents::artifact::ManifestEntry;
use crate::documents::batches::{Handout, Member};
use crate::documents::copies;
use crate::documents::document::{Document, Work};
use crate::documents::kind::DocumentKind;
use crate::wording::Wording;

/// What can be made only when other documents of the notice are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferred {
    /// All sheets in one file.
    Sheets,
    /// All packets in one file.
    Packets,
    /// The list of copies.
    Copies,
}

impl Handout {
    /// What there is of it, the longest work first.
    pub fn deferred(&self) -> impl Iterator<Item = Deferred> {
        let all = [Deferred::Sheets, Deferred::Packets, Deferred::Copies];
        all.into_iter().filter(|deferred| match deferred {
            Deferred::Sheets => !self.sheets.is_empty(),
            Deferred::Packets => !self.packets.is_empty(),
            Deferred::Copies => {
                self.alone > 0 || !self.sheets.is_empty() || !self.packets.is_empty()
            }
        })
    }

    /// The paths of the documents that must be made before.
    pub fn needs(&self, deferred: Deferred) -> Vec<String> {
        let members: &[&[Member]] = match deferred {
            Deferred::Sheets => &[&self.sheets],
            Deferred::Packets => &[&self.packets],
            Deferred::Copies => &[&self.sheets, &self.packets],
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
}
