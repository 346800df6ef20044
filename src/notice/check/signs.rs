//! `control-character`, `turning-character`, `invisible-character`: signs that no
//! reader sees, in any text of the notice.

use super::super::signs;
use super::super::yaml;
use super::Auditor;

impl Auditor<'_> {
    /// Looks at the notice as data, so that no field can be forgotten.
    pub(super) fn signs(&mut self) {
        let notice = self.notice;
        let files = [
            (yaml::LETTER, serde_json::to_value(&notice.letter)),
            (yaml::INDICATORS, serde_json::to_value(&notice.indicators)),
            (yaml::TASKS, serde_json::to_value(&notice.tasks)),
        ];
        for (file, value) in files {
            for found in signs::find(&value.unwrap_or_default()) {
                let place = self.place(found.line, file, &found.words);
                self.remarks.push(found.remark().at(place));
            }
        }
    }
}
