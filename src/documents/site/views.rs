//! What the templates of pages see beside the views that PDFs share. A struct that is also
//! handed out as data has its fields in the order of their names, as those files have.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::chart::{Bars, Points};
use super::choices::Choices;
use super::marks::{Marks, RoundLink, ValueMark};
use super::page::WithData;
use crate::view::{
    AreaRef, ItemView, NoticeRef, PacketTarget, Piece, SheetView, TasksView, UnitRef, ValueView,
};

/// What every page of a notice sees beside its own view.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shared<'a> {
    /// The entry of the notice's own navigation that the page belongs to.
    pub section: String,
    /// Names in addresses by the names of collectives.
    pub collectives: &'a BTreeMap<&'a str, String>,
    /// The pages of the annexes.
    pub annexes: Vec<AnnexLink<'a>>,
    /// Which kinds of pages there are.
    pub has: Has,
    /// The rounds of self-checks.
    pub rounds: Vec<RoundLink<'a>>,
    /// Where the data files of the page are, below `out/` and without ending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

/// A link to the page of an annex.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AnnexLink<'a> {
    pub stem: &'a str,
    pub name: String,
}

/// Which kinds of pages a notice has.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Has {
    pub tasks: bool,
    pub units: bool,
    pub areas: bool,
    pub collectives: bool,
}

/// What a page of no notice sees beside its own view.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Bare {
    /// As of [`Shared`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

impl WithData for Shared<'_> {
    fn with_data(&self, stem: &str) -> Self {
        Shared {
            data: Some(stem.to_owned()),
            ..self.clone()
        }
    }
}

impl WithData for Bare {
    fn with_data(&self, stem: &str) -> Self {
        Bare {
            data: Some(stem.to_owned()),
        }
    }
}

/// Whom a task reaches, by name or as members of a closed collective.
#[derive(Debug, Default, Serialize)]
pub(super) struct Reached<'a> {
    /// Sheets of the units.
    pub units: BTreeSet<&'a str>,
    /// Pages of the areas whose governments are among them.
    pub areas: BTreeSet<&'a str>,
}

/// The front page.
#[derive(Debug, Serialize)]
pub(super) struct NoticesPage<'a, N: Serialize> {
    pub notices: Vec<&'a N>,
}

/// What the front page says of a notice.
#[derive(Debug, Serialize)]
pub(super) struct Summary<'a> {
    pub areas: usize,
    pub collectives: usize,
    pub indicators: usize,
    pub items: usize,
    pub notice: &'a NoticeRef,
    pub publicity: Option<&'a str>,
    pub tasks: usize,
    pub units: usize,
}

/// The circular to read: its annexes have pages of their own.
#[derive(Debug, Serialize)]
pub(super) struct CircularPage<'a> {
    pub addressees: &'a str,
    pub attachments: Vec<AttachmentLine<'a>>,
    pub body: &'a [String],
    pub copies_to: Option<&'a str>,
    pub masthead: &'a str,
    pub notice: &'a NoticeRef,
    pub printed_by: Option<&'a str>,
    pub printed_on: Option<&'a str>,
    pub printed_on_iso: Option<&'a str>,
    pub publicity: Option<&'a str>,
}

/// A line of the list of attachments, with the page of the annex where there is one.
#[derive(Debug, Serialize)]
pub(super) struct AttachmentLine<'a> {
    pub label: &'a str,
    pub number: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    pub title: &'a str,
}

/// Annexes that the circular does not list.
#[derive(Debug, Serialize)]
pub(super) struct Unlisted<'a> {
    pub others: Vec<UnlistedLine<'a>>,
}

/// One of them.
#[derive(Debug, Serialize)]
pub(super) struct UnlistedLine<'a> {
    pub label: &'a str,
    pub title: &'a str,
    pub page: String,
}

/// A page that only leads to another.
#[derive(Debug, Serialize)]
pub(super) struct MovedPage<'a> {
    pub title: &'a str,
    pub to: String,
}

/// What the page of a table of indicators sees beside the table.
#[derive(Debug, Serialize)]
pub(super) struct IndicatorPages<'a> {
    /// Where the pages of its indicators are.
    pub pages: &'a str,
}

/// An indicator with its targets.
#[derive(Debug, Serialize)]
pub(super) struct IndicatorData<'a> {
    pub group: Option<&'a str>,
    pub name: &'a str,
    pub number: u32,
    pub targets: Vec<TargetLine<'a>>,
    pub unit: &'a str,
}

/// A target of an area.
#[derive(Debug, Serialize)]
pub(super) struct TargetLine<'a> {
    pub area: &'a AreaRef,
    pub text: &'a str,
    pub value: Option<&'a ValueView>,
}

/// What the page of an indicator sees beside it.
#[derive(Debug, Serialize)]
pub(super) struct IndicatorPage {
    pub chart: Bars,
    pub previous: Option<Neighbour>,
    pub next: Option<Neighbour>,
}

/// The page before or behind another.
#[derive(Debug, Serialize)]
pub(super) struct Neighbour {
    /// Below the folder of the notice.
    pub path: String,
    pub name: String,
}

/// The page of a table of tasks.
#[derive(Debug, Serialize)]
pub(super) struct TasksPage<'a> {
    pub table: &'a TasksView,
    /// Where the pages of its items are.
    pub pages: &'a str,
    /// Whom each task reaches, by its id.
    pub reach: &'a BTreeMap<&'a str, Reached<'a>>,
    pub units: Vec<&'a UnitRef>,
    pub areas: Vec<&'a AreaRef>,
    /// How many tasks there are.
    pub count: usize,
    /// What rounds say of them.
    pub marks: Marks<'a>,
    /// What the filters offer.
    #[serde(flatten)]
    pub choices: Choices<'a>,
}

/// An item with the headings that it stands under and the units that it names.
#[derive(Debug, Serialize)]
pub(super) struct ItemData<'a> {
    pub item: &'a ItemView,
    pub part: Option<&'a str>,
    pub section: Option<&'a str>,
    pub units: Vec<&'a UnitRef>,
}

/// What the page of an item sees beside it.
#[derive(Debug, Serialize)]
pub(super) struct ItemPage<'a> {
    /// The page of its table.
    pub table: &'a str,
    pub previous: Option<Neighbour>,
    pub next: Option<Neighbour>,
    pub collectives: Vec<&'a Piece>,
    /// What rounds say of its tasks.
    pub marks: Marks<'a>,
}

/// How many tasks each unit has in each section.
#[derive(Debug, Serialize)]
pub(super) struct MatrixData<'a> {
    pub sections: Vec<&'a str>,
    pub units: Vec<MatrixLine<'a>>,
}

/// The tasks of one unit.
#[derive(Debug, Serialize)]
pub(super) struct MatrixLine<'a> {
    pub counts: &'a [usize],
    pub name: &'a str,
    pub total: usize,
}

/// The list of units, by their kinds.
#[derive(Debug, Serialize)]
pub(super) struct UnitsPage<'a> {
    pub kinds: Vec<KindOfUnits<'a>>,
}

/// Units of one kind.
#[derive(Debug, Serialize)]
pub(super) struct KindOfUnits<'a> {
    pub kind: &'a str,
    pub units: Vec<UnitLine<'a>>,
}

/// A unit with how many tasks it has.
#[derive(Debug, Serialize)]
pub(super) struct UnitLine<'a> {
    pub named: usize,
    pub possible: usize,
    pub shared: usize,
    pub through: usize,
    pub unit: &'a UnitRef,
}

/// What the page of a unit sees beside its sheet.
#[derive(Debug, Serialize)]
pub(super) struct UnitPage<'a> {
    pub partners: Vec<Partner<'a>>,
    /// Tasks that name others too.
    pub shared: usize,
    /// What the unit says of its tasks in rounds.
    pub marks: Marks<'a>,
}

/// A unit that stands beside another, and how often.
#[derive(Debug, Serialize)]
pub(super) struct Partner<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub count: usize,
}

/// The list of areas.
#[derive(Debug, Serialize)]
pub(super) struct AreasPage<'a> {
    pub areas: Vec<AreaLine<'a>>,
}

/// An area with how much is asked of it.
#[derive(Debug, Serialize)]
pub(super) struct AreaLine<'a> {
    pub area: &'a AreaRef,
    pub government: Option<&'a UnitRef>,
    pub named: usize,
    pub possible: usize,
    pub targets: usize,
    pub through: usize,
}

/// An area with its targets. Its tasks have a page of their own.
#[derive(Debug, Serialize)]
pub(super) struct AreaData<'a> {
    pub area: &'a AreaRef,
    pub government: Option<&'a UnitRef>,
    pub targets: &'a [PacketTarget],
}

/// What the page of an area sees beside it.
#[derive(Debug, Serialize)]
pub(super) struct AreaPage<'a> {
    /// The column of the whole city.
    pub city: Option<&'a AreaRef>,
    pub chart: Points,
    pub sheet: Option<&'a SheetView>,
    /// What its government says of its tasks in rounds.
    pub marks: Marks<'a>,
    /// What it says of the targets, by the keys of their indicators.
    pub values: BTreeMap<&'a str, Vec<ValueMark<'a>>>,
}

/// The list of collectives.
#[derive(Debug, Serialize)]
pub(super) struct CollectivesPage<'a> {
    pub collectives: Vec<CollectiveLine<'a>>,
}

/// A collective with how many tasks name it.
#[derive(Debug, Serialize)]
pub(super) struct CollectiveLine<'a> {
    pub members: &'a [UnitRef],
    pub name: &'a str,
    pub open: bool,
    pub tasks: usize,
}

/// What the page of a collective sees beside it.
#[derive(Debug, Serialize)]
pub(super) struct CollectivePage<'a> {
    /// Members that have sheets, by their names in addresses.
    pub sheets: Vec<&'a str>,
    /// What rounds say of the tasks that name it.
    pub marks: Marks<'a>,
}
