//! What templates may see. PDF and HTML of a document are made from the same
//! view, so they cannot disagree; the model can change without the templates.
//!
//! Everything here is plain data: text is text, never markup. Cells that a
//! merged cell covers are left out, as `rowspan` and `colspan` want it.

mod circular;
mod fit;
pub mod from_notice;
mod indicators;
mod other;
mod report;
mod sheet;
mod tasks;
mod title;

use serde::Serialize;

pub use circular::{AnnexView, AttachmentView, CircularView, TableView};
pub use fit::{FitPart, FitView};
pub use indicators::{CellView, IndicatorRow, IndicatorsView, ValueKind, ValueView};
pub use other::{BlockView, OtherView, PlainCellView};
pub use sheet::{CollectiveView, PacketTarget, PacketView, SheetRow, SheetView};
pub use tasks::{ItemView, MoreView, PartView, Piece, SectionView, TaskView, TasksView};
pub use title::{Paper, SetTitle, SetsTitles, Title};

/// How other documents speak of a notice.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeRef {
    /// Folder of its pages: `suf-2017-15`.
    pub id: String,
    /// `苏府〔2017〕15号`
    pub number: String,
    /// Its title.
    pub title: Title,
    /// The title in marks, as others cite it: 《…〈…〉…》.
    pub cited: String,
    /// 发文机关署名.
    pub agency: String,
    /// `2017年1月26日`
    pub date: String,
    /// `2017-01-26`
    pub date_iso: String,
    /// What the circular says about reporting back, where it says it.
    pub report: Option<ReportView>,
}

/// What the circular asks to be reported, in its own words.
#[derive(Debug, Clone, Serialize)]
pub struct ReportView {
    /// The sentences that speak of it.
    pub quote: String,
    /// When: `7月初`, `12月初`.
    pub times: Vec<String>,
    /// To whom the result goes: `市发改委`.
    pub to: Option<String>,
    /// What it is called: 自查, or 报送 where the circular speaks of no 自查.
    pub what: String,
}

/// An annex, as what comes from it speaks of it where there are several of its kind.
#[derive(Debug, Clone, Serialize)]
pub struct AnnexRef {
    /// `附件2`, or its title where it has no number.
    pub label: String,
    /// Its title.
    pub title: String,
    /// The name of its page: `tasks-2`.
    pub stem: String,
    /// Where the pages of its items or indicators are: `items-2`.
    pub pages: String,
}

/// An area, as others speak of it.
#[derive(Debug, Clone, Serialize)]
pub struct AreaRef {
    /// The name of its column.
    pub name: String,
    /// Its full name, or the same.
    pub full: String,
    /// Where its packet is: `areas/<slug>`; the whole city has none.
    pub slug: Option<String>,
    /// Whether it is the issuing city itself.
    pub whole: bool,
}

/// A unit, as others speak of it.
#[derive(Debug, Clone, Serialize)]
pub struct UnitRef {
    /// Canonical name.
    pub name: String,
    /// Full name, where known.
    pub full: Option<String>,
    /// Its kind, or `未登记`.
    pub kind: String,
    /// Where its sheet is: `units/<slug>`.
    pub slug: String,
}

/// Every view of one notice.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeViews {
    /// The circular with its annexes.
    pub circular: CircularView,
    /// A sheet for each unit, in the order of kinds and of the register.
    pub sheets: Vec<SheetView>,
    /// A packet for each district.
    pub packets: Vec<PacketView>,
    /// Collectives, in the order in which they are first named.
    pub collectives: Vec<CollectiveView>,
}

/// A title in marks; those that it has itself become the inner ones (GB/T 15834, 4.15).
pub fn cited(title: &str) -> String {
    format!("《{}》", within_marks(title))
}

/// A title as it stands inside 《》: its own marks are the inner ones, 〈〉.
pub fn within_marks(title: &str) -> String {
    // Marks within marks within marks are the outer ones again.
    let mut depth = 1;
    let mark = |c: char| match c {
        '《' | '〈' => {
            depth += 1;
            if depth % 2 == 0 { '〈' } else { '《' }
        }
        '》' | '〉' => {
            let mark = if depth % 2 == 0 { '〉' } else { '》' };
            depth = (depth - 1).max(1);
            mark
        }
        other => other,
    };
    title.chars().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::cited;

    #[test]
    fn marks_within_marks_are_the_inner_ones() {
        let cases = [
            ("关于下达任务的通知", "《关于下达任务的通知》"),
            ("关于印发《清单》的通知", "《关于印发〈清单〉的通知》"),
            (
                "转发《关于印发〈清单〉的通知》的通知",
                "《转发〈关于印发《清单》的通知〉的通知》",
            ),
        ];
        for (title, wanted) in cases {
            assert_eq!(cited(title), wanted);
        }
    }
}
