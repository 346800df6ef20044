//! `control-character`, `turning-character`, `invisible-character`: signs that no
//! reader sees, in any text of the notice.

use crate::notice::check::Auditor;
use crate::notice::{Content, File, invisible_chars};

impl Auditor<'_> {
    /// Looks at the notice as data, so that no field can be forgotten.
    pub(super) fn signs(&mut self) {
        let notice = self.notice;
        let circular = (File::Circular, serde_json::to_value(&notice.circular));
        let annexes = notice.annexes.iter().map(|annex| {
            let value = match &annex.content {
                Content::Indicators(table) => serde_json::to_value(table),
                Content::Tasks(table) => serde_json::to_value(table),
                Content::Other(other) => serde_json::to_value(other),
            };
            (annex.file, value)
        });
        for (file, value) in std::iter::once(circular).chain(annexes) {
            for found in invisible_chars::find(&value.unwrap_or_default()) {
                let place = self.place(found.line, file, &found.words);
                self.remarks.push(found.remark().at(place));
            }
        }
    }
}
