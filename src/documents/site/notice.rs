//! The pages of one notice, and what can be found on them.

use crate::documents::document::{Document, Json};
use crate::documents::site::local::{Local, own};
use crate::documents::site::page::{Frame, by_name};
use crate::documents::site::search::{Entry, Found};
use crate::documents::site::views::{AttachmentLine, CircularPage, Unlisted, UnlistedLine};
use crate::documents::site::{annexes, chart, grid, people, rounds};
use crate::view::{AnnexView, TableView};

impl Local<'_> {
    /// Every page of the notice with its data files.
    pub(super) fn pages(&self, frame: &Frame) -> Result<Vec<Document>, String> {
        let annexes = || annexes::pages(self, frame);
        let people = || people::pages(self, frame);
        let (annexes, people) = rayon::join(annexes, people);
        let mut made = self.circular(frame)?;
        made.extend(annexes?);
        made.extend(people?);
        made.extend(rounds::pages(self, frame)?);
        Ok(made)
    }

    /// The circular to read. Its annexes have pages of their own.
    fn circular(&self, frame: &Frame) -> Result<Vec<Document>, String> {
        let view = &self.views.circular;
        let attachments = view.attachments.iter().map(|line| AttachmentLine {
            label: &line.label,
            number: line.number,
            page: self.annex(&line.label),
            title: &line.title,
        });
        let data = CircularPage {
            addressees: &view.addressees,
            attachments: attachments.collect(),
            body: &view.body,
            copies_to: view.copies_to.as_deref(),
            masthead: &view.masthead,
            notice: &view.notice,
            printed_by: view.printed_by.as_deref(),
            printed_on: view.printed_on.as_deref(),
            printed_on_iso: view.printed_on_iso.as_deref(),
            publicity: view.publicity.as_deref(),
        };
        // The circular does not say that it has these.
        let listed = |annex: &&AnnexView| {
            let mut attachments = view.attachments.iter();
            attachments.any(|a| a.label == annex.label())
        };
        let is_body = |annex: &AnnexView| match &annex.table {
            TableView::Tasks(table) => table.in_body,
            _ => false,
        };
        let others = view.annexes.iter().filter(|a| !listed(a) && !is_body(a));
        let others = others.map(|annex| UnlistedLine {
            label: annex.label(),
            title: annex.title(),
            page: format!("{}.html", annex.stem),
        });
        let others = others.collect();
        let seen = Json::joined(&data, &Unlisted { others })?;
        let mut page = self.page("notice", "notice", &view.notice.title, seen);
        page.crumbs.clear();
        page.pdf = Some(self.whole_notice());
        page.docx = Some(self.docx("notice"));
        let date = &view.notice.date_iso;
        page.with_data(
            frame,
            &self.shared("notice"),
            &by_name(&data)?,
            grid::circular(view, &self.wording.columns),
            date,
        )
    }

    /// What the search box finds.
    pub(super) fn found(&self) -> Found<'_> {
        let notice = &self.views.circular.notice;
        Found {
            number: &notice.number,
            year: notice.date_iso.split('-').next().unwrap_or_default(),
            entries: self.entries(),
        }
    }

    fn entries(&self) -> Vec<Entry<'_>> {
        let circular = &self.views.circular;
        let number = &circular.notice.number;
        let words = &self.wording.found;
        let count_of_tasks = |count: usize| {
            let count = count.to_string();
            words.count_of_tasks.with([("count", &count)])
        };
        let mut found = vec![Entry::new(
            &words.notice,
            &circular.notice.title,
            // Its own words too: what it orders stands there and nowhere else.
            [number, &circular.notice.agency]
                .into_iter()
                .chain(&circular.body)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join("　"),
            self.path("notice.html"),
        )];
        for sheet in &self.views.sheets {
            let unit = &sheet.unit;
            let full = unit.full.as_ref().filter(|f| **f != unit.name);
            let text = format!(
                "{}{}",
                full.map(|f| format!("{f}　")).unwrap_or_default(),
                count_of_tasks(own(sheet).count())
            );
            let path = self.path(&format!("units/{}.html", unit.slug));
            found.push(Entry::new(&words.unit, &unit.name, text, path));
        }
        for packet in &self.views.packets {
            if let Some(slug) = &packet.area.slug {
                let targets = packet.targets.iter();
                let targets = targets.map(|t| format!("{} {}", t.name, t.text));
                let count = packet.targets.len().to_string();
                let filled = [("count", count.as_str()), ("targets", &listed(targets))];
                let text = words.count_of_targets.with(filled);
                let path = self.path(&format!("areas/{slug}.html"));
                found.push(Entry::new(&words.area, &packet.area.full, text, path));
            }
        }
        for (annex, table) in circular.indicator_tables() {
            for (row, cells) in table.rows.iter().zip(chart::by_area(table)) {
                let group = row.group.as_ref().map(|g| format!("{g}　"));
                let targets = table.areas.iter().zip(cells);
                let targets =
                    targets.filter_map(|(area, c)| Some(format!("{} {}", area.full, c?.text)));
                let text = format!(
                    "{}{}：{}",
                    group.unwrap_or_default(),
                    row.unit,
                    listed(targets)
                );
                let path = self.path(&format!("{}/{}.html", annex.pages, row.key));
                found.push(Entry::new(&words.indicator, &row.name, text, path));
            }
        }
        for at in self.items() {
            let tasks = at.item.tasks.iter().map(|t| match t.responsible.as_str() {
                "" => t.text.clone(),
                responsible => format!("{}（{responsible}）", t.text),
            });
            let more = at.item.tasks.iter().flat_map(|t| &t.more);
            let tasks = tasks.chain(more.map(|m| format!("{}：{}", m.heading, m.text)));
            let text = tasks.collect::<Vec<_>>().join("　");
            let title = format!("{} {}", at.item.number, at.item.name);
            let path = self.path(&format!("{}/{}.html", at.annex.pages, at.item.key));
            found.push(Entry::new(&words.task, &title, text, path));
        }
        for annex in &circular.annexes {
            if let TableView::Annex(other) = &annex.table {
                let path = self.path(&format!("{}.html", annex.stem));
                found.push(Entry::new(&words.annex, &other.title, other.words(), path));
            }
        }
        for collective in &self.views.collectives {
            let text = count_of_tasks(collective.rows.len());
            let path = format!(
                "collectives/{}.html",
                self.collectives[collective.name.as_str()]
            );
            found.push(Entry::new(
                &words.collective,
                &collective.name,
                text,
                self.path(&path),
            ));
        }
        found
    }
}

/// Targets in one line, so that an area with an indicator finds what is asked of it.
fn listed(targets: impl Iterator<Item = String>) -> String {
    targets.collect::<Vec<_>>().join("；")
}
