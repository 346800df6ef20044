//! A checked notice → the views that templates print.

mod fit;
mod handed_out;
mod indicators;
mod measure;
mod other;

use std::collections::HashMap;
use std::mem::discriminant;
use std::ops::Range;

use crate::notice::check::Checked;
use crate::notice::keys::Keys;
use crate::notice::{
    Annex, Content, File, IndicatorTable, Item, Paragraph, Part, Section, Task, TaskTable,
};
use crate::numerals;
use crate::project::bundles::{Bundles, Show};
use crate::units::phrase::{Meaning, Name};
use crate::units::register::Register;
use crate::view::from_notice::indicators::indicator_rows;
use crate::view::report::report;
use crate::view::*;
use crate::wording::{Notes, Wording};

/// The circular with the rows of those annexes that `members` bind in whole. Of the others
/// only the head is printed; a change in their rows is none of the packet.
fn with_annexes(circular: &CircularView, members: &[Show]) -> CircularView {
    let mut circular = circular.clone();
    let has = |member: Show| members.contains(&member);
    for annex in &mut circular.annexes {
        match &mut annex.table {
            TableView::Indicators(table) if !has(Show::Indicators) => {
                table.rows.clear();
                table.fit = None;
            }
            TableView::Tasks(table) if !has(Show::AllTasks) => table.parts.clear(),
            TableView::Annex(other) => other.blocks.clear(),
            _ => {}
        }
    }
    circular
}

/// Makes every view of a notice, in the words of `wording`.
pub fn views(checked: &Checked, bundles: &Bundles, wording: &Wording) -> NoticeViews {
    let viewer = Viewer::new(checked, wording);
    let circular = viewer.circular();
    let sheets: Vec<SheetView> = viewer.sheets();
    let packets = viewer.packets(bundles, &circular, &sheets);
    NoticeViews {
        collectives: viewer.collectives(),
        circular,
        sheets,
        packets,
    }
}

struct Viewer<'c> {
    checked: &'c Checked,
    wording: &'c Wording,
    register: &'c Register,
    notice: NoticeRef,
    keys: Keys,
    /// Sheets by the unit's name.
    slugs: HashMap<&'c str, &'c str>,
}

impl<'c> Viewer<'c> {
    fn new(checked: &'c Checked, wording: &'c Wording) -> Self {
        let circular = &checked.notice().circular;
        let units = &checked.duties().units;
        Viewer {
            checked,
            wording,
            register: checked.register(),
            keys: Keys::of(checked.notice()),
            notice: NoticeRef {
                id: circular.id.clone(),
                number: circular.document_number.text.clone(),
                title: Title::new(&circular.title),
                cited: cited(&circular.title),
                agency: circular.signatory.clone(),
                date: circular.date.han(),
                date_iso: circular.date.to_string(),
                report: checked
                    .report()
                    .map(|found| report(found, &wording.reports)),
            },
            slugs: units
                .iter()
                .map(|u| (u.name.as_str(), u.slug.as_str()))
                .collect(),
        }
    }

    fn circular(&self) -> CircularView {
        let notice = self.checked.notice();
        let circular = &notice.circular;
        CircularView {
            notice: self.notice.clone(),
            masthead: circular.masthead.clone(),
            addressees: circular.addressees.clone(),
            body: circular.body.iter().map(|p| p.text.clone()).collect(),
            attachments: circular
                .attachments
                .iter()
                .map(|a| AttachmentView {
                    number: a.number,
                    label: self.label(Some(a.number)),
                    title: a.title.clone(),
                })
                .collect(),
            publicity: circular.publicity.clone(),
            copies_to: circular.copies_to.clone(),
            printed_by: circular.printed_by.clone(),
            printed_on: circular.printed_on.map(|d| d.han()),
            printed_on_iso: circular.printed_on.map(|d| d.to_string()),
            annexes: (0..)
                .zip(&notice.annexes)
                .map(|(at, a)| self.annex(at, a))
                .collect(),
        }
    }

    /// `附件1`; a lone one is plain `附件` (GB/T 9704 7.3.7). Empty without a number.
    fn label(&self, number: Option<u32>) -> String {
        let words = &self.wording.standard;
        match number {
            None => String::new(),
            Some(_) if self.checked.notice().numbered() == 1 => words.annex.clone(),
            Some(number) => words.numbered_annex.with([("number", &number.to_string())]),
        }
    }

    /// The annex that came so many after the first.
    fn annex(&self, at: usize, annex: &Annex) -> AnnexView {
        let label = self.label(annex.number);
        let table = match &annex.content {
            Content::Indicators(table) => {
                TableView::Indicators(self.indicators(annex.file, table, label))
            }
            Content::Tasks(table) => TableView::Tasks(self.tasks((at, annex), table, label)),
            Content::Other(other) => TableView::Annex(other::view(other, &self.notice, label)),
        };
        AnnexView {
            stem: annex.file.stem(),
            pages: pages_of(annex.file),
            table,
        }
    }

    /// The annex with this file, where it is not the only one of its kind.
    fn annex_ref(&self, file: File) -> Option<AnnexRef> {
        let annexes = &self.checked.notice().annexes;
        let kind = |annex: &&Annex| discriminant(&annex.file) == discriminant(&file);
        if annexes.iter().filter(kind).count() < 2 {
            return None;
        }
        let annex = annexes.iter().find(|annex| annex.file == file)?;
        let title = annex.content.title();
        let label = Some(self.label(annex.number)).filter(|label| !label.is_empty());
        Some(AnnexRef {
            label: label.unwrap_or_else(|| cited(title)),
            title: title.to_owned(),
            stem: file.stem(),
            pages: pages_of(file),
        })
    }

    fn indicators(&self, file: File, table: &IndicatorTable, label: String) -> IndicatorsView {
        IndicatorsView {
            notice: self.notice.clone(),
            label,
            title: Title::new(&table.title),
            areas: table.areas.iter().map(|a| self.area(a)).collect(),
            grouped: table.indicators.iter().any(|i| i.group.is_some()),
            rows: indicator_rows(&self.keys, file, table),
            fit: indicators::fit(table, &self.wording.columns),
            notes: texts(&table.notes),
        }
    }

    fn area(&self, name: &str) -> AreaRef {
        let area = self.register.area(name);
        let whole = area.is_some_and(|a| a.whole);
        AreaRef {
            name: name.to_owned(),
            full: area
                .and_then(|a| a.full.clone())
                .unwrap_or_else(|| name.to_owned()),
            slug: area.filter(|_| !whole).map(|a| a.slug.clone()),
            whole,
        }
    }

    fn tasks(&self, (at, annex): (usize, &Annex), table: &TaskTable, label: String) -> TasksView {
        let in_body = self.checked.notice().is_body(annex);
        let part = |(p, part): (usize, &Part)| {
            let sections = (0..).zip(&part.sections);
            PartView {
                heading: part_heading(part, Some(&self.wording.notes)),
                title: part_heading(part, None),
                intro: texts(&part.intro),
                sections: sections
                    .map(|(s, section)| self.section(annex.file, [at, p, s], section))
                    .collect(),
            }
        };
        TasksView {
            notice: self.notice.clone(),
            in_body,
            // A list in the body is no annex; the table is made from it.
            title: if in_body {
                let pattern = &self.wording.pages.tasks_of_body;
                Title::new(pattern.with([("title", &within_marks(&table.title))]))
            } else {
                Title::new(&table.title)
            },
            label,
            parts: (0..).zip(&table.parts).map(part).collect(),
        }
    }

    fn section(&self, file: File, [a, p, s]: [usize; 3], section: &Section) -> SectionView {
        let item = |(i, item): (usize, &Item)| ItemView {
            number: item.number,
            key: self.keys.item(file, item.number),
            label: label_of(item),
            name: item.short_name().into_owned(),
            tasks: self.rows(file, self.checked.duties().of_item([a, p, s, i]), item),
        };
        SectionView {
            heading: section_heading(section, Some(&self.wording.notes)),
            title: section_heading(section, None),
            intro: texts(&section.intro),
            items: (0..).zip(&section.items).map(item).collect(),
        }
    }

    /// The tasks of an item, with their numbers among all, among its paragraphs that name
    /// no unit, in the order of the source where it is known.
    fn rows(&self, file: File, numbers: Range<usize>, item: &Item) -> Vec<TaskView> {
        let key = self.keys.item(file, item.number);
        let lines = item.intro.iter().map(|p| p.line.map(|l| l.number));
        let words = intro_rows(file, item, &key).zip(lines);
        let tasks = (1..)
            .zip(numbers)
            .zip(&item.tasks)
            .map(|((n, number), task)| {
                let row = self.task(file, (item.number, n), number, task);
                (row, task.line.map(|l| l.number))
            });
        let mut rows: Vec<(TaskView, Option<usize>)> = words.chain(tasks).collect();
        if rows.iter().all(|(_, line)| line.is_some()) && !item.intro.is_empty() {
            rows.sort_by_key(|(_, line)| *line);
        }
        rows.into_iter().map(|(row, _)| row).collect()
    }

    /// The task with this number among all, which is that `ordinal` of its item.
    fn task(
        &self,
        file: File,
        (item, ordinal): (u32, usize),
        number: usize,
        task: &Task,
    ) -> TaskView {
        TaskView {
            id: format!("{}{item}-{ordinal}", before_id(file)),
            key: self.keys.tasks.get(number).cloned().unwrap_or_default(),
            text: task.text.clone(),
            more: task.remarks().iter().map(MoreView::from).collect(),
            deadline: task.deadline.as_ref().map(|d| d.text.clone()),
            responsible: task.responsible.text.clone(),
            pieces: self.pieces(&task.responsible.text, self.names(number)),
        }
    }

    /// The names in the phrase of the task with this number.
    fn names(&self, number: usize) -> &'c [Name] {
        let phrase = self.checked.phrases().get(number);
        phrase.map_or(&[], |phrase| &phrase.names)
    }

    /// The phrase cut where names begin and end; joined it is the phrase again.
    fn pieces(&self, text: &str, names: &[Name]) -> Vec<Piece> {
        let plain = |text: &str| Piece {
            text: text.to_owned(),
            unit: None,
            collective: false,
        };
        let mut pieces = Vec::new();
        let mut at = 0;
        for name in names {
            if name.span.start > at {
                pieces.push(plain(&text[at..name.span.start]));
            }
            at = name.span.end;
            pieces.push(self.piece(&name.printed, &name.meaning));
        }
        if at < text.len() {
            pieces.push(plain(&text[at..]));
        }
        pieces
    }

    fn piece(&self, printed: &str, meaning: &Meaning) -> Piece {
        let unit = match meaning {
            Meaning::Unit(unit) | Meaning::Unknown(unit) => {
                self.slugs.get(unit.as_str()).map(|&slug| slug.to_owned())
            }
            Meaning::Collective(_) => None,
        };
        Piece {
            text: printed.to_owned(),
            unit,
            collective: matches!(meaning, Meaning::Collective(_)),
        }
    }

    fn unit(&self, name: &str, slug: &str) -> UnitRef {
        let unit = self.register.unit(name);
        UnitRef {
            name: name.to_owned(),
            full: unit.and_then(|u| u.full.clone()),
            kind: unit
                .map_or(&self.wording.notes.unregistered, |u| &u.kind)
                .clone(),
            slug: slug.to_owned(),
        }
    }
}

/// Where the pages of the items or indicators of an annex are: `items-2` beside
/// `tasks-2`.
pub fn pages_of(file: File) -> String {
    match file {
        File::Tasks(_) => file.stem().replacen("tasks", "items", 1),
        _ => file.stem(),
    }
}

/// What stands before the ids of the tasks of any table but the first.
fn before_id(file: File) -> String {
    match file {
        File::Tasks(number) if number > 1 => format!("{number}."),
        _ => String::new(),
    }
}

fn texts(paragraphs: &[Paragraph]) -> Vec<String> {
    paragraphs.iter().map(|p| p.text.clone()).collect()
}

/// The number of an item as printed: `（三）` is its own, others run through.
fn label_of(item: &Item) -> String {
    item.label
        .clone()
        .filter(|label| !label.is_empty())
        .unwrap_or_else(|| item.number.to_string())
}

/// Paragraphs of an item that name no unit: rows of its table without one.
fn intro_rows(file: File, item: &Item, key: &str) -> impl Iterator<Item = TaskView> {
    let before = before_id(file);
    (1..).zip(&item.intro).map(move |(n, paragraph)| TaskView {
        id: format!("{before}{}-0-{n}", item.number),
        key: format!("{key}-{n}"),
        text: paragraph.text.clone(),
        more: Vec::new(),
        deadline: None,
        responsible: String::new(),
        pieces: Vec::new(),
    })
}

fn part_heading(part: &Part, with_count: Option<&Notes>) -> Option<String> {
    let title = part.title.as_ref()?;
    let number = part.number.as_deref().unwrap_or_default();
    let number = numerals::before_title(number);
    Some(format!(
        "{number}{title}{}",
        count(part.stated_count, with_count)
    ))
}

fn section_heading(section: &Section, with_count: Option<&Notes>) -> Option<String> {
    let title = section.title.as_ref()?;
    let number = section.number.as_deref().unwrap_or_default();
    let number = numerals::before_title(number);
    Some(format!(
        "{number}{title}{}",
        count(section.stated_count, with_count)
    ))
}

/// How many items a heading says that there are, where that is wanted.
fn count(stated: Option<u32>, wanted: Option<&Notes>) -> String {
    match (stated, wanted) {
        (Some(n), Some(notes)) => notes.stated_count.with([("count", &n.to_string())]),
        _ => String::new(),
    }
}
