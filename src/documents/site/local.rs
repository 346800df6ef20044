//! A notice with what all its pages share: paths, links, names in addresses, whom tasks reach.

use std::collections::{BTreeMap, HashSet};

use crate::documents::document::Json;
use crate::documents::editable;
use crate::documents::round::RoundViews;
use crate::documents::site::marks::Rounds;
use crate::documents::site::page::{Crumb, Page};
use crate::documents::site::views::{AnnexLink, Has, Reached, Shared, Summary};
use crate::units::slug::slug;
use crate::view::{
    AnnexView, ItemView, NoticeViews, PartView, SectionView, SheetRow, TableView, TasksView,
    UnitRef,
};
use crate::wording::Wording;

/// A notice with what its pages share.
#[derive(Debug)]
pub(super) struct Local<'a> {
    pub views: &'a NoticeViews,
    pub wording: &'a Wording,
    /// Its rounds of self-checks.
    pub rounds: Rounds<'a>,
    /// Names in addresses by the names of collectives.
    pub collectives: BTreeMap<&'a str, String>,
    /// Whom each task reaches, by the task's id.
    pub reach: BTreeMap<&'a str, Reached<'a>>,
}

/// An item with the headings that it stands under.
pub(super) struct ItemAt<'a> {
    pub annex: &'a AnnexView,
    pub part: &'a PartView,
    pub section: &'a SectionView,
    pub item: &'a ItemView,
}

impl<'a> ItemAt<'a> {
    /// Every item of a table, in printed order.
    pub(super) fn of(annex: &'a AnnexView, table: &'a TasksView) -> impl Iterator<Item = Self> {
        table.parts.iter().flat_map(move |part| {
            part.sections.iter().flat_map(move |section| {
                let items = section.items.iter();
                items.map(move |item| ItemAt {
                    annex,
                    part,
                    section,
                    item,
                })
            })
        })
    }
}

impl<'a> Local<'a> {
    pub(super) fn new(
        views: &'a NoticeViews,
        rounds: &'a [RoundViews],
        wording: &'a Wording,
    ) -> Self {
        let mut taken = HashSet::from(["index".to_owned()]);
        let named = views.collectives.iter();
        let collectives = named
            .map(|c| (c.name.as_str(), slug(&c.name, &mut taken)))
            .collect();
        let mut reach: BTreeMap<&str, Reached<'_>> = BTreeMap::new();
        for sheet in &views.sheets {
            let governs = |p: &&crate::view::PacketView| {
                p.government
                    .as_ref()
                    .is_some_and(|g| g.name == sheet.unit.name)
            };
            let area = views.packets.iter().find(governs);
            let area = area.and_then(|p| p.area.slug.as_deref());
            for row in own(sheet) {
                let reached = reach.entry(&row.task.id).or_default();
                reached.units.insert(&sheet.unit.slug);
                reached.areas.extend(area);
            }
        }
        Local {
            views,
            wording,
            rounds: Rounds::of(rounds),
            collectives,
            reach,
        }
    }

    /// A path of this notice below `out/`.
    pub(super) fn path(&self, below: &str) -> String {
        format!("{}/{below}", self.views.circular.notice.id)
    }

    /// The page of the annex that the circular lists under this label.
    pub(super) fn annex(&self, label: &str) -> Option<String> {
        let mut annexes = self.views.circular.annexes.iter();
        let annex = annexes.find(|annex| annex.label() == label)?;
        Some(format!("{}.html", annex.stem))
    }

    /// What links call an annex: its kind, and where there are several, its label.
    pub(super) fn name(&self, annex: &AnnexView) -> String {
        let words = &self.wording.pages;
        let kind = match annex.table {
            TableView::Indicators(_) => words.indicators.as_str(),
            TableView::Tasks(_) => &words.tasks,
            TableView::Annex(_) => "",
        };
        let alike = self.views.circular.annexes.iter();
        let alone = alike.filter(|other| other.kind() == annex.kind()).count() == 1;
        match (kind, annex.label()) {
            ("", "") => words.other.clone(),
            ("", label) => label.to_owned(),
            (kind, label) if alone || label.is_empty() => kind.to_owned(),
            (kind, label) => format!("{kind}（{label}）"),
        }
    }

    /// The way to the page of an annex.
    pub(super) fn crumb(&self, annex: &AnnexView) -> Crumb {
        let page = format!("{}.html", annex.stem);
        Crumb::new(self.path(&page), self.name(annex))
    }

    /// The PDF of an annex.
    pub(super) fn pdf(&self, annex: &AnnexView) -> Crumb {
        let file = format!("{}.pdf", annex.stem);
        Crumb::new(self.path(&file), annex.title().to_string())
    }

    /// The file of that name that can be edited.
    pub(super) fn docx(&self, stem: &str) -> String {
        self.path(&format!("{stem}.{}", editable::ENDING))
    }

    /// The PDF that holds all tasks: that of their table, or of several the notice.
    pub(super) fn tasks_pdf(&self) -> Option<Crumb> {
        let mut tables = self.views.circular.task_tables().map(|(annex, _)| annex);
        match (tables.next(), tables.next()) {
            (None, _) => None,
            (Some(only), None) => Some(self.pdf(only)),
            _ => Some(self.whole_notice()),
        }
    }

    /// The PDF of the notice.
    pub(super) fn whole_notice(&self) -> Crumb {
        Crumb::new(self.path("notice.pdf"), &self.wording.pages.whole_notice)
    }

    /// Every item with its headings, in printed order.
    pub(super) fn items(&self) -> impl Iterator<Item = ItemAt<'a>> {
        let tables = self.views.circular.task_tables();
        tables.flat_map(|(annex, table)| ItemAt::of(annex, table))
    }

    /// Numbers of indicators, items, tasks and units.
    pub(super) fn figures(&self) -> [usize; 4] {
        let circular = &self.views.circular;
        [
            circular.indicator_tables().map(|(_, t)| t.rows.len()).sum(),
            self.items().count(),
            self.items().map(|i| i.item.tasks.len()).sum(),
            self.views.sheets.len(),
        ]
    }

    /// What the front page says of it.
    pub(super) fn summary(&self) -> Summary<'_> {
        let circular = &self.views.circular;
        let [indicators, items, tasks, units] = self.figures();
        Summary {
            areas: self.views.packets.len(),
            collectives: self.views.collectives.len(),
            indicators,
            items,
            notice: &circular.notice,
            publicity: circular.publicity.as_deref(),
            tasks,
            units,
        }
    }

    /// A page of this notice. Fields that most pages have alike can be changed
    /// before it is finished.
    pub(super) fn page(
        &self,
        below: &str,
        template: &'static str,
        title: &str,
        view: Json,
    ) -> Page<'a> {
        let notice = &self.views.circular.notice;
        Page {
            stem: self.path(below),
            template,
            title: title.to_owned(),
            summary: format!("{}{}：{title}", notice.number, notice.cited),
            audience: None,
            notice: Some(notice),
            crumbs: vec![Crumb::new(self.path("notice.html"), &notice.number)],
            pdf: None,
            docx: None,
            view,
        }
    }

    /// What every page of the notice sees beside its view; `section` is the entry
    /// of the notice's own navigation that it belongs to.
    pub(super) fn shared(&self, section: &str) -> Shared<'_> {
        let circular = &self.views.circular;
        let annexes = circular.annexes.iter();
        let links = annexes.map(|annex| AnnexLink {
            stem: &annex.stem,
            name: self.name(annex),
        });
        Shared {
            section: section.to_owned(),
            collectives: &self.collectives,
            annexes: links.collect(),
            has: Has {
                tasks: circular.task_tables().next().is_some(),
                units: !self.views.sheets.is_empty(),
                areas: !self.views.packets.is_empty(),
                collectives: !self.collectives.is_empty(),
            },
            rounds: self.rounds.links(),
            data: None,
        }
    }
}

/// The tasks that are a unit's own: named, or through a closed collective.
pub(super) fn own(sheet: &crate::view::SheetView) -> impl Iterator<Item = &SheetRow> {
    sheet.named.iter().chain(&sheet.through)
}

/// A unit with its full name, where that says more.
pub(super) fn full_name(unit: &UnitRef) -> &str {
    unit.full.as_deref().unwrap_or(&unit.name)
}
