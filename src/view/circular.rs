//! The circular with its annexes.

use serde::Serialize;

use super::title::{Paper, SetTitle, SetsTitles, Title, each_once};
use super::{IndicatorsView, NoticeRef, OtherView, TasksView};

/// The circular.
#[derive(Debug, Clone, Serialize)]
pub struct CircularView {
    /// How others speak of it.
    pub notice: NoticeRef,
    /// `苏州市人民政府文件`
    pub masthead: String,
    /// With the closing colon.
    pub addressees: String,
    /// Paragraphs.
    pub body: Vec<String>,
    /// The list of attachments.
    pub attachments: Vec<AttachmentView>,
    /// 附注, without brackets.
    pub publicity: Option<String>,
    /// 抄送, without the label.
    pub copies_to: Option<String>,
    /// 印发机关.
    pub printed_by: Option<String>,
    /// `2017年2月7日`
    pub printed_on: Option<String>,
    /// `2017-02-07`
    pub printed_on_iso: Option<String>,
    /// Its annexes, printed behind it, and the table of the tasks that stand in itself.
    pub annexes: Vec<AnnexView>,
}

/// An annex, or the table of the tasks that stand in the circular, with what its documents
/// are called.
#[derive(Debug, Clone, Serialize)]
pub struct AnnexView {
    /// The name of its page and its PDF: `tasks-2`.
    pub stem: String,
    /// Where the pages of its items or indicators are: `items-2`.
    pub pages: String,
    /// What it is.
    #[serde(flatten)]
    pub table: TableView,
}

/// What an annex is.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", content = "view", rename_all = "lowercase")]
pub enum TableView {
    /// A table of indicators.
    Indicators(IndicatorsView),
    /// A table of tasks.
    Tasks(TasksView),
    /// It is printed as the source has it.
    Annex(OtherView),
}

impl AnnexView {
    /// `附件2`; empty where it is not called an annex.
    pub fn label(&self) -> &str {
        match &self.table {
            TableView::Indicators(view) => &view.label,
            TableView::Tasks(view) => &view.label,
            TableView::Annex(view) => &view.label,
        }
    }

    /// Its title.
    pub fn title(&self) -> &Title {
        match &self.table {
            TableView::Indicators(view) => &view.title,
            TableView::Tasks(view) => &view.title,
            TableView::Annex(view) => &view.title,
        }
    }

    /// How the paper lies that it is printed on.
    pub fn paper(&self) -> Paper {
        match &self.table {
            TableView::Indicators(_) => Paper::Landscape,
            TableView::Annex(view) if view.wide => Paper::Landscape,
            TableView::Tasks(_) | TableView::Annex(_) => Paper::Portrait,
        }
    }

    /// The word for its kind; it also names the template.
    pub fn kind(&self) -> &'static str {
        match &self.table {
            TableView::Indicators(_) => "indicators",
            TableView::Tasks(_) => "tasks",
            TableView::Annex(_) => "annex",
        }
    }
}

impl CircularView {
    /// The tables of indicators.
    pub fn indicator_tables(&self) -> impl Iterator<Item = (&AnnexView, &IndicatorsView)> {
        self.annexes.iter().filter_map(|annex| match &annex.table {
            TableView::Indicators(view) => Some((annex, view)),
            _ => None,
        })
    }

    /// The tables of tasks.
    pub fn task_tables(&self) -> impl Iterator<Item = (&AnnexView, &TasksView)> {
        self.annexes.iter().filter_map(|annex| match &annex.table {
            TableView::Tasks(view) => Some((annex, view)),
            _ => None,
        })
    }
}

impl SetsTitles for AnnexView {
    fn titles(&self) -> Vec<SetTitle> {
        vec![self.title().on(self.paper())]
    }
}

impl SetsTitles for CircularView {
    fn titles(&self) -> Vec<SetTitle> {
        let annexes = self.annexes.iter().flat_map(AnnexView::titles);
        each_once(std::iter::once(self.notice.title.on(Paper::Portrait)).chain(annexes))
    }
}

/// One line of the list of attachments.
#[derive(Debug, Clone, Serialize)]
pub struct AttachmentView {
    /// Its number.
    pub number: u32,
    /// `附件1`, or `附件` for a lone one (GB/T 9704 7.3.7).
    pub label: String,
    /// Its title.
    pub title: String,
}
