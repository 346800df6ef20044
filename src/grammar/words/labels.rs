//! Labels before a colon that name no units: times, persons, and what else is said of a
//! task.

use crate::grammar::words::Words;

impl Words {
    /// Whether a label names no units but times, persons, or what else is said of a task.
    pub fn is_field_label(&self, text: &str) -> bool {
        self.is_sure_field_label(text) || self.is_other_field_label(text)
    }

    /// Whether a label is one of times or persons, wherever it stands.
    pub fn is_sure_field_label(&self, text: &str) -> bool {
        self.is_time_label(text) || self.is_person_label(text)
    }

    /// 责任单位、完成时限：: where in `before` the label of units begins that a pause mark parts
    /// from the label of times or persons behind it.
    pub fn joined_label(&self, before: &str, label: &str) -> Option<usize> {
        let head = before.strip_suffix('、')?;
        if !self.is_sure_field_label(label.trim()) {
            return None;
        }
        let ends = |c: char| "。；，、：（【〔！？;: \n".contains(c);
        let units = head.rsplit(ends).next()?;
        self.label(units)?;
        Some(head.len() - units.len())
    }

    /// Whether a label is one of times.
    pub fn is_time_label(&self, text: &str) -> bool {
        self.deadline_labels.iter().any(|l| l == text)
    }

    /// Whether a label is one of persons: one that is listed, or one of a form such as
    /// 包抓领导 or 项目责任人.
    fn is_person_label(&self, text: &str) -> bool {
        if self.person_labels.iter().any(|l| l == text) {
            return true;
        }
        if !is_short_label(text) || self.no_person.iter().any(|w| text.contains(w.as_str())) {
            return false;
        }
        let ends = |end: &&String| text.ends_with(end.as_str());
        if self.person_ends.iter().any(|end| ends(&end)) {
            return true;
        }
        self.person_tails.iter().filter(ends).any(|end| {
            let mut rest = &text[..text.len() - end.len()];
            let named = !rest.is_empty();
            while let Some(behind) = self
                .person_heads
                .iter()
                .find_map(|w| rest.strip_prefix(w.as_str()))
            {
                rest = behind;
            }
            named && rest.is_empty()
        })
    }

    /// Whether a label is one of what else is said of a task: 资金来源. Beside a statement
    /// of units it is a field; elsewhere such words belong to the text.
    pub fn is_other_field_label(&self, text: &str) -> bool {
        self.field_labels.iter().any(|l| l == text)
            || is_short_label(text)
                && self.label(text).is_none()
                && self.field_ends.iter().any(|e| text.ends_with(e.as_str()))
    }
}

/// The longest label that is told by its form, in characters.
const LABEL: usize = 8;

/// A few Han characters and nothing else.
fn is_short_label(text: &str) -> bool {
    text.chars().count() <= LABEL && text.chars().all(crate::source::is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_by_their_form() {
        let words = Words::default();
        for label in [
            "包抓领导",
            "项目责任人",
            "责任校领导",
            "联系县领导",
            "主要责任人",
            "分管同志",
        ] {
            assert!(words.is_sure_field_label(label), "{label}");
        }
        for label in [
            "加强组织领导",
            "明确责任人",
            "举报电话",
            "责任单位",
            "领导小组",
            "联系群众",
        ] {
            assert!(!words.is_field_label(label), "{label}");
        }
        for label in ["资金来源", "计划投资", "总体目标", "选址地点"] {
            assert!(words.is_other_field_label(label), "{label}");
            assert!(!words.is_sure_field_label(label), "{label}");
        }
    }
}
