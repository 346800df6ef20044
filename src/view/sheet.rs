//! What units and areas are handed: sheets and packets; and who is named together.

use serde::Serialize;

use super::title::{Paper, SetTitle, SetsTitles, each_once};
use super::{
    AnnexRef, AreaRef, CellView, CircularView, NoticeRef, Piece, TaskView, UnitRef, ValueView,
};
use crate::project::bundles::Show;

/// The sheet of one unit.
#[derive(Debug, Clone, Serialize)]
pub struct SheetView {
    /// The notice it comes from.
    pub notice: NoticeRef,
    /// Whose it is.
    pub unit: UnitRef,
    /// Tasks that name the unit itself.
    pub named: Vec<SheetRow>,
    /// Tasks of a closed collective that it is a member of.
    pub through: Vec<SheetRow>,
    /// Tasks of an open collective, which may concern it (可能涉及).
    pub possible: Vec<SheetRow>,
    /// The notice's own rule of who leads, in its words, where it states one.
    pub first_leads: Option<String>,
}

/// One task on a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct SheetRow {
    /// The annex that it stands in, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annex: Option<AnnexRef>,
    /// Number of the item.
    pub item: u32,
    /// Its key, by which its page is found.
    pub item_key: String,
    /// The number of the item as the notice prints it.
    pub label: String,
    /// The word for its role, 牵头, 配合 or 指导, where the notice states it of this unit.
    pub role: Option<String>,
    /// Name of the item.
    pub name: String,
    /// Headings of the part and section, without the counts.
    pub part: Option<String>,
    /// As above, of the section.
    pub section: Option<String>,
    /// The task.
    pub task: TaskView,
    /// Whether the unit is the first that the phrase names. The notice does not
    /// say who leads, so this is a matter of printed order only.
    pub first: bool,
    /// The qualifier printed with its name: `人才办`.
    pub qualifier: Option<String>,
    /// The collective by which the task reaches the unit, as printed.
    pub via: Option<String>,
    /// The other units named, and the collectives, in printed order.
    pub with: Vec<Piece>,
}

/// The packet of one district.
#[derive(Debug, Clone, Serialize)]
pub struct PacketView {
    /// The title on its cover.
    pub title: String,
    /// What is bound in it, in order.
    pub members: Vec<Show>,
    /// The circular, with its annexes.
    pub circular: CircularView,
    /// Whose it is.
    pub area: AreaRef,
    /// Who governs it.
    pub government: Option<UnitRef>,
    /// Its targets, beside the city's.
    pub targets: Vec<PacketTarget>,
    /// Its tasks, as on the sheet of its government.
    pub sheet: Option<SheetView>,
}

impl SetsTitles for SheetView {
    /// Its own title is the name of its unit.
    fn titles(&self) -> Vec<SetTitle> {
        Vec::new()
    }
}

impl SetsTitles for PacketView {
    fn titles(&self) -> Vec<SetTitle> {
        // What is taken out of an annex stands on pages of text, however the annex lies.
        let annexes = self.circular.annexes.iter();
        let extracts = annexes.map(|annex| annex.title().on(Paper::Portrait));
        each_once(self.circular.titles().into_iter().chain(extracts))
    }
}

/// One target of a district.
#[derive(Debug, Clone, Serialize)]
pub struct PacketTarget {
    /// The annex that it stands in, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annex: Option<AnnexRef>,
    /// 序号
    pub number: u32,
    /// Its key, by which its page is found.
    pub key: String,
    /// 指标名称
    pub name: String,
    /// The name of its group.
    pub group: Option<String>,
    /// 单位
    pub unit: String,
    /// Its own, as printed.
    pub text: String,
    /// Its value.
    pub value: Option<ValueView>,
    /// The other areas that share the cell.
    pub shared_with: Vec<String>,
    /// The city's, as printed.
    pub city: String,
    /// The city's value.
    pub city_value: Option<ValueView>,
    /// Every area's cell, in the order of the columns, for a chart.
    pub all: Vec<CellView>,
}

/// A collective that the notice names, on the page of collectives.
#[derive(Debug, Clone, Serialize)]
pub struct CollectiveView {
    /// As printed.
    pub name: String,
    /// Whether its members are not known.
    pub open: bool,
    /// The members of a closed one, or those that an open one may concern.
    pub members: Vec<UnitRef>,
    /// The tasks that name it.
    pub rows: Vec<SheetRow>,
}
