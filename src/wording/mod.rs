//! The words that the program prints: headings, labels, names of documents. `wording.yaml`
//! has them, explained by groups; an office replaces single ones in `content/wording.yaml`.
//! Templates get the same words under the same names.

mod pattern;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::overlay::Overlay;

pub use pattern::{Pattern, places};

/// Where an office says what it wants otherwise, below the project.
pub const FILE: &str = "content/wording.yaml";

/// What an office gets that has written no file of its own; also the file's manual.
const SHIPPED: &str = include_str!("wording.yaml");

/// The whole file. What each entry is for stands in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Wording {
    pub standard: Standard,
    pub columns: Columns,
    pub described: Described,
    pub ways: Ways,
    pub roles: Roles,
    pub reports: Reports,
    pub pages: Pages,
    pub found: Found,
    pub notes: Notes,
    pub rounds: Rounds,
}

/// Words that GB/T 9704 prescribes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Standard {
    pub annex: String,
    pub numbered_annex: Pattern,
    pub attachments: String,
    pub copies: String,
    pub printed: String,
}

/// Headings of tables, and labels of rows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Columns {
    pub what: String,
    pub content: String,
    pub title: String,
    pub agency: String,
    pub document_number: String,
    pub date: String,
    pub printed_on: String,
    pub publicity: String,
    pub index_number: String,
    pub subjects: String,
    pub validity: String,
    pub published: String,
    pub copies_to: String,
    pub printed_by: String,
    pub addressees: String,
    pub body: String,
    pub number: String,
    pub group: String,
    pub indicator: String,
    pub measure: String,
    pub city: String,
    pub same_cell: String,
    pub area: String,
    pub target: String,
    pub low: String,
    pub high: String,
    pub id: String,
    pub part: String,
    pub section: String,
    pub name: String,
    pub task: String,
    pub responsible: String,
    pub how: String,
    pub beside: String,
    pub annex: String,
    pub deadline: String,
    pub kind: String,
    pub unit: String,
    pub full_name: String,
    pub shared: String,
    pub government: String,
    pub collective: String,
    pub members: String,
    pub member_count: String,
    pub indicators: String,
    pub tasks: String,
    pub items: String,
    pub units: String,
    pub total: String,
}

/// What is in each column of the data files; `other` is of a column that is headed by words of
/// the notice.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Described {
    pub what: String,
    pub content: String,
    pub title: String,
    pub agency: String,
    pub document_number: String,
    pub date: String,
    pub publicity: String,
    pub number: String,
    pub group: String,
    pub indicator: String,
    pub measure: String,
    pub city: String,
    pub same_cell: String,
    pub area: String,
    pub target: String,
    pub low: String,
    pub high: String,
    pub id: String,
    pub part: String,
    pub section: String,
    pub name: String,
    pub task: String,
    pub responsible: String,
    pub how: String,
    pub beside: String,
    pub annex: String,
    pub kind: String,
    pub unit: String,
    pub full_name: String,
    pub shared: String,
    pub government: String,
    pub collective: String,
    pub members: String,
    pub member_count: String,
    pub indicators: String,
    pub tasks: String,
    pub items: String,
    pub units: String,
    pub total: String,
    pub named: String,
    pub through: String,
    pub possible: String,
    pub other: String,
}

/// How a task reaches a unit.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Ways {
    pub named: String,
    pub through: String,
    pub possible: String,
}

/// Roles that a notice states.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Roles {
    pub lead: String,
    pub join: String,
    pub guide: String,
}

/// What reporting back is called.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Reports {
    pub check: String,
    pub send: String,
}

/// Names of pages, PDFs and tables of data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Pages {
    pub site: Pattern,
    pub site_of_several: String,
    pub site_summary: Pattern,
    pub notices: String,
    pub search: String,
    pub not_found: String,
    pub notice: String,
    pub indicators: String,
    pub tasks: String,
    pub other: String,
    pub units: String,
    pub areas: String,
    pub collectives: String,
    pub collectives_title: String,
    pub matrix: String,
    pub matrix_data: String,
    pub sheet: Pattern,
    pub targets: Pattern,
    pub tasks_of_body: Pattern,
    pub whole_notice: String,
    pub all_sheets: String,
    pub all_packets: String,
    pub sheets: String,
    pub packets: String,
    pub copies_notice: String,
    pub copies_sheet: String,
    pub copies_packet: String,
    pub copies_alone: String,
    pub unnamed_data: String,
}

/// What the search box finds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Found {
    pub notice: String,
    pub unit: String,
    pub area: String,
    pub indicator: String,
    pub task: String,
    pub annex: String,
    pub collective: String,
    pub count_of_tasks: Pattern,
    pub count_of_targets: Pattern,
}

/// Notes beside what the notice says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Notes {
    pub stated_count: Pattern,
    pub unregistered: String,
    pub known_members: String,
    pub unknown_members: String,
    pub target_and_city: Pattern,
}

/// What is printed on the forms of rounds of self-checks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Rounds {
    pub tasks_sheet: String,
    pub values_sheet: String,
    pub lists_sheet: String,
    pub notice: Pattern,
    pub unit: Pattern,
    pub as_of: Pattern,
    pub due: Pattern,
    pub said: Pattern,
    pub mark: Pattern,
    pub page: Pattern,
    pub values_title: Pattern,
    pub answered: String,
    pub missing: String,
    pub standing: String,
    pub reached: String,
    pub below: Pattern,
    pub over: Pattern,
    pub points: String,
    pub shown: String,
    pub report_title: Pattern,
    pub table_title: Pattern,
    pub reminder_title: Pattern,
    pub asked: Pattern,
    pub place: Pattern,
    pub overall: String,
    pub by_target: String,
    pub lagging: String,
    pub finished: String,
    pub silent: String,
    pub partial: String,
    pub whole_table: String,
    pub counted: String,
    pub share: String,
    pub counted_how: String,
    pub no_status: String,
    pub undecided: String,
    pub lacks_tasks: Pattern,
    pub lacks_values: Pattern,
    pub first_named: Pattern,
    pub nothing: String,
    pub nothing_yet: String,
    pub by_section: String,
    pub by_unit: String,
}

impl Wording {
    /// What the program carries.
    pub fn shipped() -> Wording {
        // A test reads it, so that it cannot be shipped broken.
        serde_yaml::from_str(SHIPPED).unwrap_or_else(|_| Wording {
            standard: Standard::default(),
            columns: Columns::default(),
            described: Described::default(),
            ways: Ways::default(),
            roles: Roles::default(),
            reports: Reports::default(),
            pages: Pages::default(),
            found: Found::default(),
            notes: Notes::default(),
            rounds: Rounds::default(),
        })
    }

    /// The words of an office whose `content/wording.yaml` is `text`.
    ///
    /// # Errors
    /// All that is wrong in it, each with its line.
    pub fn of_office(text: &str) -> Result<Wording, Vec<Diagnostic>> {
        let overlay = Overlay {
            file: FILE,
            rule: "wording-yaml",
            hint: "每条写“章节、名字: 字”，只写要换的；有哪些、花括号里是什么，见使用说明",
            open: &[],
            text: fault,
        };
        overlay.laid(SHIPPED, text)
    }
}

impl Default for Wording {
    fn default() -> Self {
        Wording::shipped()
    }
}

/// What is wrong with a text of an office in the place of `ours`.
fn fault(text: &str, ours: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some("不能是空的".to_owned());
    }
    if text.contains(['\n', '\r']) {
        return Some("只能写一行".to_owned());
    }
    pattern::fault(text, ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_wording_can_be_read_and_every_section_is_explained() {
        let read: Result<Wording, _> = serde_yaml::from_str(SHIPPED);
        assert!(read.is_ok(), "{read:?}");
        // A comment over the first entry of a section, or over the section.
        let mut before = "";
        for line in SHIPPED.lines() {
            let section = !line.is_empty() && !line.starts_with([' ', '#']);
            assert!(!section || before.starts_with('#'), "{line}");
            before = line;
        }
    }

    #[test]
    fn an_office_changes_single_words() {
        let own = "columns: {responsible: 承办单位}\npages:\n  sheet: 交{unit}办\n";
        let wording = Wording::of_office(own).expect("sound");
        assert_eq!(wording.columns.responsible, "承办单位");
        assert_eq!(wording.columns.number, Wording::shipped().columns.number);
        assert_eq!(wording.pages.sheet.with([("unit", "甲局")]), "交甲局办");
    }

    #[test]
    fn what_an_office_may_not_write_is_refused() {
        for (own, words) in [
            (
                "column:\n  number: 号\n",
                "没有“column”这一项；是不是“columns”？",
            ),
            ("pages:\n  sheet: 任务单\n", "“pages.sheet”里要有 {unit}"),
            (
                "pages:\n  sheet: '{unit}{area}任务单'\n",
                "“pages.sheet”里不能有 {area}",
            ),
            (
                "pages:\n  search: '{unit}'\n",
                "“pages.search”里不能有 {unit}",
            ),
            (
                "pages:\n  search: 查}找\n",
                "“pages.search”里的花括号不成对",
            ),
            ("roles:\n  lead: ' '\n", "“roles.lead”不能是空的"),
            ("roles:\n  lead: \"甲\\n乙\"\n", "“roles.lead”只能写一行"),
            ("roles:\n  lead: 1\n", "“roles.lead”要写一段文字"),
        ] {
            let errors = Wording::of_office(own).expect_err(own);
            assert!(errors[0].message.contains(words), "{own}: {errors:?}");
        }
    }
}
