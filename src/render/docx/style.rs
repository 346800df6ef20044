//! How a DOCX looks: faces, sizes, the red, the names of styles (`style.yaml`).

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::wording::Pattern;

/// The file that the program carries.
pub(super) const SHIPPED: &str = include_str!("style.yaml");

/// The whole file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Families by what GB/T 9704 calls for; the first is written into runs, the others
    /// stand as its other names.
    pub(super) faces: Faces,
    /// Sizes in points.
    pub(super) sizes: Sizes,
    /// As six hexadecimal digits.
    pub(super) red: String,
    /// What editors show in the list of styles.
    pub(super) names: Names,
    /// What only a DOCX says.
    pub(super) words: Words,
    /// What only a sheet says.
    pub(super) sheet: Sheet,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub issued: String,
    pub continued: String,
    pub part: Pattern,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Faces {
    pub biaosong: Vec<String>,
    pub fang: Vec<String>,
    pub hei: Vec<String>,
    pub kai: Vec<String>,
    pub song: Vec<String>,
    pub latin: Vec<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sizes {
    pub masthead: f64,
    pub title: f64,
    pub body: f64,
    pub colophon: f64,
    pub table: f64,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub masthead: String,
    pub number: String,
    pub title: String,
    pub addressees: String,
    pub attachments: String,
    pub signatory: String,
    pub date: String,
    pub note: String,
    pub annex_label: String,
    pub annex_title: String,
    pub copies: String,
    pub printed: String,
    pub rule: String,
    pub table_head: String,
    pub table_text: String,
    pub table_part: String,
    pub page_number: String,
    pub hei: String,
    pub kai: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sheet {
    pub title: Pattern,
    pub basis: String,
    pub number: String,
    pub called: Pattern,
    pub first_leads: String,
    pub first_leads_said: Pattern,
    pub role: Pattern,
    pub named: String,
    pub through: String,
    pub through_note: Pattern,
    pub possible: String,
    pub possible_note: Pattern,
    pub group: Pattern,
    pub only_group: Pattern,
    pub numbers: Vec<String>,
    pub responsible: Pattern,
    pub form: Pattern,
    pub form_quote: Pattern,
    pub form_content: Pattern,
    pub form_rows: Vec<String>,
    pub form_lines: Vec<String>,
    pub form_to: Pattern,
    pub form_many: String,
}

impl Style {
    /// That of the program.
    pub fn shipped() -> Style {
        static STYLE: LazyLock<Style> = LazyLock::new(|| {
            // A test reads it, so that it cannot be shipped broken.
            serde_yaml::from_str(SHIPPED).unwrap_or_default()
        });
        STYLE.clone()
    }
}

impl Faces {
    /// Every face that a file may name.
    pub(super) fn all(&self) -> [&[String]; 6] {
        [
            &self.biaosong,
            &self.fang,
            &self.hei,
            &self.kai,
            &self.song,
            &self.latin,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_style_can_be_read() {
        let style: Style = serde_yaml::from_str(SHIPPED).expect("style.yaml");
        assert!(style.faces.all().iter().all(|names| !names.is_empty()));
    }
}
