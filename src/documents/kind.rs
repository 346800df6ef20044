//! What a document is: the manifest says it, and for PDFs it names the template.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The kind of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentKind {
    /// The circular with its annexes.
    Notice,
    /// A table of indicators.
    Indicators,
    /// A table of tasks.
    Tasks,
    /// An annex that is printed as the source has it.
    Annex,
    /// The sheet of a unit.
    Sheet,
    /// The packet of an area.
    Packet,
    /// All sheets in one file.
    Sheets,
    /// All packets in one file.
    Packets,
    /// The list of copies.
    Copies,
    /// A page of the site.
    Page,
    /// The data of a page.
    Data,
    /// The form of a unit in a round of self-checks.
    Form,
    /// The roll-up of a round of self-checks.
    RollUp,
    /// What reminds a unit of what it has not sent in a round.
    Reminder,
    /// What others can go on editing.
    Docx,
    /// What pages refer to.
    Asset,
    /// What only a site on the web needs.
    Web,
    /// Files packed into one.
    Archive,
}

impl DocumentKind {
    /// Its name: `sheet`.
    pub fn name(self) -> &'static str {
        match self {
            DocumentKind::Notice => "notice",
            DocumentKind::Indicators => "indicators",
            DocumentKind::Tasks => "tasks",
            DocumentKind::Annex => "annex",
            DocumentKind::Sheet => "sheet",
            DocumentKind::Packet => "packet",
            DocumentKind::Sheets => "sheets",
            DocumentKind::Packets => "packets",
            DocumentKind::Copies => "copies",
            DocumentKind::Page => "page",
            DocumentKind::Data => "data",
            DocumentKind::Form => "form",
            DocumentKind::RollUp => "rollup",
            DocumentKind::Reminder => "reminder",
            DocumentKind::Docx => "docx",
            DocumentKind::Asset => "asset",
            DocumentKind::Web => "web",
            DocumentKind::Archive => "archive",
        }
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
