//! The words around the parts of a circular, from `grammar.yaml`.

use serde::Deserialize;

use crate::grammar::Grammar;

/// Labels and marks by which the parts of a circular are told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircularWords {
    /// `通知`: the kinds of documents, the last word of a title.
    pub kinds: Vec<String>,
    /// `人民政府`: what stands behind the place in the name of who issues a document.
    pub issuer_ends: Vec<String>,
    /// 密级, 紧急程度, 签发人 and what else stands over the masthead.
    pub marks: Vec<String>,
    /// Of these, the 密级: `机密`.
    pub classified: Vec<String>,
    /// `文号`, before a colon.
    pub number_labels: Vec<String>,
    /// `附件`, before a colon.
    pub list: Vec<String>,
    /// `抄送`, before a colon.
    pub copies: Vec<String>,
    /// `抄报`, `分送`, before a colon.
    pub other_copies: Vec<String>,
    /// `印发`, behind a date.
    pub printed: Vec<String>,
    /// `特此通知`: stands over the date and signs nothing.
    pub closings: Vec<String>,
    /// `联系人`: begins a note behind the date.
    pub notes: Vec<String>,
    /// `公开`: in a note on who may read it.
    pub public: Vec<String>,
    /// Words that addressees do not have.
    pub no_addressees: Vec<String>,
    /// How titles of texts end that a circular issues.
    #[serde(default)]
    pub issued_ends: Vec<String>,
    /// In the title of an annex: it is meant to be divided among units or areas.
    #[serde(default)]
    pub divided: Vec<String>,
    /// Kinds of documents that have no addressees.
    pub to_nobody: Vec<String>,
}

impl CircularWords {
    /// Those of the program.
    pub fn get() -> &'static CircularWords {
        &Grammar::get().circular
    }

    /// The kind of document that a title ends with.
    pub fn kind_of(&self, title: &str) -> Option<&str> {
        let mut kinds = self.kinds.iter().map(String::as_str);
        kinds.find(|kind| title.ends_with(kind))
    }

    /// Whether a line is a mark such as `特急`, `机密★1年`, `签发人：李四`, `000012`, or
    /// several of them.
    pub fn is_mark(&self, text: &str) -> bool {
        let rest = text.trim_start_matches("No.").trim_start_matches('№');
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 6 || digits > 0 && rest.len() < text.len() {
            return rest.len() == digits || self.is_mark(&rest[digits..]);
        }
        self.marks.iter().any(|mark| {
            text.strip_prefix(mark.as_str()).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(['★', '☆', '：', ':']) || self.is_mark(rest)
            })
        })
    }

    /// Whether a note says who may read the document.
    pub fn is_public(&self, note: &str) -> bool {
        self.public.iter().any(|word| note.contains(word.as_str()))
    }

    /// Whether a line behind the date is a note though it has no brackets.
    pub fn is_note(&self, text: &str) -> bool {
        let begins = |word: &String| text.starts_with(word.as_str());
        self.notes.iter().any(begins) || label(text, &self.other_copies).is_some()
    }

    /// Whether a text in front of the body can be its addressees.
    pub fn may_be_addressees(&self, text: &str) -> bool {
        !self
            .no_addressees
            .iter()
            .any(|word| text.contains(word.as_str()))
    }
}

/// Characters that one of `labels` takes at the head of a text, with its colon; spaces
/// may stand before and between.
pub fn label(text: &str, labels: &[String]) -> Option<usize> {
    let chars: Vec<char> = text.chars().collect();
    labels.iter().find_map(|label| {
        let mut at = 0;
        for wanted in label.chars().chain(['：']) {
            while chars.get(at)?.is_whitespace() {
                at += 1;
            }
            let found = if chars[at] == ':' { '：' } else { chars[at] };
            if found != wanted {
                return None;
            }
            at += 1;
        }
        Some(at)
    })
}
