//! A checked notice → the views that templates print.

mod indicators;
mod other;

use std::cell::RefCell;
use std::collections::HashMap;
use std::mem::discriminant;
use std::rc::Rc;

use crate::notice::check::Checked;
use crate::notice::duty::{Duty, Reach, TaskAt};
use crate::notice::{
    Annex, Content, File, IndicatorTable, Item, Paragraph, Part, Section, Task, TaskTable,
};
use crate::numerals;
use crate::project::bundles::{Bundles, Condition, Packet, Show};
use crate::units::phrase;
use crate::units::phrase::{Meaning, Phrase};
use crate::units::register::{Register, Unit};
use crate::view::from_notice::indicators::{indicator_rows, targets};
use crate::view::report::report;
use crate::view::*;

/// The circular with the rows of those annexes that `members` bind in whole. Of the others
/// only the head is printed; a change in their rows is none of the packet.
fn with_annexes(circular: &CircularView, members: &[Show]) -> CircularView {
    let mut circular = circular.clone();
    let has = |member: Show| members.contains(&member);
    for annex in &mut circular.annexes {
        match &mut annex.table {
            TableView::Indicators(table) if !has(Show::Indicators) => table.rows.clear(),
            TableView::Tasks(table) if !has(Show::AllTasks) => table.parts.clear(),
            TableView::Annex(other) => other.blocks.clear(),
            _ => {}
        }
    }
    circular
}

/// Makes every view of a notice.
pub fn views(checked: &Checked, bundles: &Bundles) -> NoticeViews {
    let viewer = Viewer::new(checked);
    let circular = viewer.circular();
    let sheets: Vec<SheetView> = viewer.sheets();
    let packets = viewer.packets(&bundles.packet, &circular, &sheets);
    NoticeViews {
        collectives: viewer.collectives(),
        circular,
        sheets,
        packets,
    }
}

struct Viewer<'c> {
    checked: &'c Checked,
    register: &'c Register,
    notice: NoticeRef,
    /// Sheets by the unit's name.
    slugs: HashMap<&'c str, &'c str>,
    /// Phrases by their text: a task is shown to every unit that it names.
    phrases: RefCell<HashMap<String, Rc<Phrase>>>,
}

impl<'c> Viewer<'c> {
    fn new(checked: &'c Checked) -> Self {
        let circular = &checked.notice().circular;
        let units = &checked.duties().units;
        Viewer {
            checked,
            register: checked.register(),
            notice: NoticeRef {
                id: circular.id.clone(),
                number: circular.document_number.text.clone(),
                title: circular.title.clone(),
                agency: circular.signatory.clone(),
                date: circular.date.han(),
                date_iso: circular.date.to_string(),
                report: report(&circular.body),
            },
            slugs: units
                .iter()
                .map(|u| (u.name.as_str(), u.slug.as_str()))
                .collect(),
            phrases: RefCell::default(),
        }
    }

    fn phrase(&self, text: &str) -> Rc<Phrase> {
        let mut phrases = self.phrases.borrow_mut();
        if let Some(known) = phrases.get(text) {
            return Rc::clone(known);
        }
        let phrase = Rc::new(phrase::resolve(text, self.register));
        phrases.insert(text.to_owned(), Rc::clone(&phrase));
        phrase
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
            annexes: notice.annexes.iter().map(|a| self.annex(a)).collect(),
        }
    }

    /// `附件1`; a lone one is plain `附件` (GB/T 9704 7.3.7). Empty without a number.
    fn label(&self, number: Option<u32>) -> String {
        match number {
            None => String::new(),
            Some(_) if self.checked.notice().numbered() == 1 => "附件".to_owned(),
            Some(number) => format!("附件{number}"),
        }
    }

    fn annex(&self, annex: &Annex) -> AnnexView {
        let label = self.label(annex.number);
        let table = match &annex.content {
            Content::Indicators(table) => TableView::Indicators(self.indicators(table, label)),
            Content::Tasks(table) => {
                let in_body = self.checked.notice().is_body(annex);
                TableView::Tasks(self.tasks(annex.file, table, label, in_body))
            }
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
            label: label.unwrap_or_else(|| format!("《{title}》")),
            title: title.to_owned(),
            stem: file.stem(),
            pages: pages_of(file),
        })
    }

    fn indicators(&self, table: &IndicatorTable, label: String) -> IndicatorsView {
        IndicatorsView {
            notice: self.notice.clone(),
            label,
            title: table.title.clone(),
            areas: table.areas.iter().map(|a| self.area(a)).collect(),
            grouped: table.indicators.iter().any(|i| i.group.is_some()),
            rows: indicator_rows(table),
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

    fn tasks(&self, file: File, table: &TaskTable, label: String, in_body: bool) -> TasksView {
        let parts = table.parts.iter().map(|part| PartView {
            heading: part_heading(part, true),
            title: part_heading(part, false),
            intro: texts(&part.intro),
            sections: part
                .sections
                .iter()
                .map(|s| self.section(file, s))
                .collect(),
        });
        TasksView {
            notice: self.notice.clone(),
            in_body,
            // A list in the body is no annex; the table is made from it.
            title: if in_body {
                format!("《{}》任务分解表", table.title)
            } else {
                table.title.clone()
            },
            label,
            parts: parts.collect(),
        }
    }

    fn section(&self, file: File, section: &Section) -> SectionView {
        let items = section.items.iter().map(|item| ItemView {
            number: item.number,
            label: label_of(item),
            name: item.short_name().into_owned(),
            tasks: self.rows(file, item),
        });
        SectionView {
            heading: section_heading(section, true),
            title: section_heading(section, false),
            intro: texts(&section.intro),
            items: items.collect(),
        }
    }

    /// The tasks of an item among its paragraphs that name no unit, in the order of the
    /// source where it is known.
    fn rows(&self, file: File, item: &Item) -> Vec<TaskView> {
        let words = intro_rows(file, item).zip(item.intro.iter().map(|p| p.line));
        let tasks = (1..).zip(&item.tasks);
        let tasks = tasks.map(|(n, task)| (self.task(file, item.number, n, task), task.line));
        let mut rows: Vec<(TaskView, Option<usize>)> = words.chain(tasks).collect();
        if rows.iter().all(|(_, line)| line.is_some()) && !item.intro.is_empty() {
            rows.sort_by_key(|(_, line)| *line);
        }
        rows.into_iter().map(|(row, _)| row).collect()
    }

    fn task(&self, file: File, item: u32, ordinal: usize, task: &Task) -> TaskView {
        TaskView {
            id: format!("{}{item}-{ordinal}", before_id(file)),
            text: task.text.clone(),
            more: task.remarks().iter().map(MoreView::from).collect(),
            deadline: task.deadline.as_ref().map(|d| d.text.clone()),
            responsible: task.responsible.text.clone(),
            pieces: self.pieces(&task.responsible.text),
        }
    }

    /// The phrase cut where names begin and end; joined it is the phrase again.
    fn pieces(&self, text: &str) -> Vec<Piece> {
        let plain = |text: &str| Piece {
            text: text.to_owned(),
            unit: None,
            collective: false,
        };
        let mut pieces = Vec::new();
        let mut at = 0;
        for name in &self.phrase(text).names {
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
            kind: unit.map_or("未登记", |u| &u.kind).to_owned(),
            slug: slug.to_owned(),
        }
    }

    fn sheets(&self) -> Vec<SheetView> {
        let units = &self.checked.duties().units;
        let sheet = |u: &crate::notice::duty::UnitDuties| {
            let rows = |wanted: fn(&Reach) -> bool| -> Vec<SheetRow> {
                let duties = u.duties.iter().filter(|d| wanted(&d.reach));
                duties.filter_map(|d| self.duty_row(&u.name, d)).collect()
            };
            SheetView {
                notice: self.notice.clone(),
                unit: self.unit(&u.name, &u.slug),
                named: rows(|r| matches!(r, Reach::Named { .. })),
                through: rows(|r| matches!(r, Reach::Through(_))),
                possible: rows(|r| matches!(r, Reach::MayConcern(_))),
                first_leads: self.first_leads(),
            }
        };
        units.iter().map(sheet).collect()
    }

    /// The notice's own words that the first-named leads.
    fn first_leads(&self) -> Option<String> {
        let tables = self.checked.notice().task_tables();
        let mut rules: Vec<&str> = Vec::new();
        for rule in tables.filter_map(|(_, table)| table.first_leads.as_ref()) {
            if !rules.contains(&rule.text.as_str()) {
                rules.push(&rule.text);
            }
        }
        (!rules.is_empty()).then(|| rules.join("；"))
    }

    fn task_at(&self, index: usize) -> Option<TaskAt<'_>> {
        self.checked
            .duties()
            .tasks
            .get(index)?
            .of(self.checked.notice())
    }

    fn duty_row(&self, unit: &str, duty: &Duty) -> Option<SheetRow> {
        let at = self.task_at(duty.task)?;
        let mut row = self.row(&at, Some(unit));
        match &duty.reach {
            Reach::Named { first } => row.first = *first,
            Reach::Through(name) | Reach::MayConcern(name) => row.via = Some(name.clone()),
        }
        let of = |list: &[String]| {
            let via = row.via.as_deref().unwrap_or(unit);
            list.iter().any(|name| name == unit || name.as_str() == via)
        };
        row.role = if of(&at.task.responsible.lead) {
            Some("牵头")
        } else if of(&at.task.responsible.join) {
            Some("配合")
        } else if of(&at.task.responsible.guide) {
            Some("指导")
        } else {
            None
        };
        row.qualifier = at.task.responsible.qualifiers.get(unit).cloned();
        Some(row)
    }

    fn row(&self, at: &TaskAt<'_>, unit: Option<&str>) -> SheetRow {
        let phrase = self.phrase(&at.task.responsible.text);
        let others = phrase.names.iter().filter(|name| match &name.meaning {
            Meaning::Unit(n) | Meaning::Unknown(n) => Some(n.as_str()) != unit,
            Meaning::Collective(_) => true,
        });
        let with = others.map(|name| {
            let canonical = match &name.meaning {
                Meaning::Unit(n) | Meaning::Unknown(n) | Meaning::Collective(n) => n,
            };
            let mut piece = self.piece(canonical, &name.meaning);
            if let Some(qualifier) = &name.qualifier {
                piece.text = format!("{}（{qualifier}）", piece.text);
            }
            piece
        });
        SheetRow {
            annex: self.annex_ref(at.file),
            item: at.item.number,
            label: label_of(at.item),
            role: None,
            name: at.item.short_name().into_owned(),
            part: part_heading(at.part, false),
            section: section_heading(at.section, false),
            task: self.task(at.file, at.item.number, at.ordinal, at.task),
            first: false,
            qualifier: None,
            via: None,
            with: with.collect(),
        }
    }

    fn packets(
        &self,
        plan: &Packet,
        circular: &CircularView,
        sheets: &[SheetView],
    ) -> Vec<PacketView> {
        let mut columns: Vec<&String> = Vec::new();
        for (_, table) in self.checked.notice().indicator_tables() {
            let new = table.areas.iter().filter(|area| !columns.contains(area));
            columns.extend(new.collect::<Vec<_>>());
        }
        let wanted = columns.iter().filter(|_| plan.audiences.areas);
        let districts: Vec<(AreaRef, Option<&Unit>)> = wanted
            .map(|name| self.area(name))
            .filter(|area| !area.whole)
            .map(|area| {
                let known = self.register.area(&area.name);
                let government = known.and_then(|a| self.register.unit(a.government.as_deref()?));
                (area, government)
            })
            .collect();
        let governs = |unit: &UnitRef| {
            let mut governments = districts.iter().filter_map(|(_, government)| *government);
            governments.any(|g| g.name == unit.name)
        };
        // Units that no column of the annex stands for.
        let others = sheets
            .iter()
            .map(|sheet| &sheet.unit)
            .filter(|unit| plan.audiences.kinds.contains(&unit.kind) && !governs(unit))
            .map(|unit| {
                let area = AreaRef {
                    name: unit.name.clone(),
                    full: unit.full.clone().unwrap_or_else(|| unit.name.clone()),
                    slug: Some(unit.slug.clone()),
                    whole: false,
                };
                (area, self.register.unit(&unit.name))
            });
        let all = districts.iter().cloned().chain(others);
        all.map(|(area, government)| self.packet(plan, circular, sheets, area, government))
            .collect()
    }

    fn packet(
        &self,
        plan: &Packet,
        circular: &CircularView,
        sheets: &[SheetView],
        area: AreaRef,
        government: Option<&Unit>,
    ) -> PacketView {
        let tables = self.checked.notice().indicator_tables();
        let targets: Vec<PacketTarget> = tables
            .flat_map(|(file, t)| targets(t, &area.name, self, self.annex_ref(file)))
            .collect();
        let sheet = government.and_then(|unit| sheets.iter().find(|s| s.unit.name == unit.name));
        let met: Vec<Condition> = [
            (Condition::HasTargets, !targets.is_empty()),
            (Condition::HasTasks, sheet.is_some()),
            (Condition::AsksReport, self.notice.report.is_some()),
        ]
        .into_iter()
        .filter_map(|(condition, holds)| holds.then_some(condition))
        .collect();
        let members = plan.members(&met);
        PacketView {
            title: plan.title(&area.full),
            circular: with_annexes(circular, &members),
            members,
            targets,
            government: government.map(|u| self.unit(&u.name, &u.slug)),
            sheet: sheet.cloned(),
            area,
        }
    }

    fn collectives(&self) -> Vec<CollectiveView> {
        let named = self.checked.duties().collectives.iter();
        named
            .map(|(name, tasks)| {
                let collective = self.register.collective(name);
                let members = collective
                    .map(|c| self.register.members(c))
                    .unwrap_or_default();
                let open = members.is_empty();
                let concerned = match collective {
                    Some(c) if open => self.register.may_concern(c),
                    _ => members,
                };
                CollectiveView {
                    name: name.clone(),
                    open,
                    members: concerned.into_iter().map(|u| self.member(u)).collect(),
                    rows: tasks
                        .iter()
                        .filter_map(|&t| Some(self.row(&self.task_at(t)?, None)))
                        .collect(),
                }
            })
            .collect()
    }

    fn member(&self, unit: &Unit) -> UnitRef {
        self.unit(&unit.name, &unit.slug)
    }
}

/// Where the pages of the items or indicators of an annex are: `items-2` beside
/// `tasks-2`.
fn pages_of(file: File) -> String {
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
fn intro_rows(file: File, item: &Item) -> impl Iterator<Item = TaskView> {
    let before = before_id(file);
    (1..).zip(&item.intro).map(move |(n, paragraph)| TaskView {
        id: format!("{before}{}-0-{n}", item.number),
        text: paragraph.text.clone(),
        more: Vec::new(),
        deadline: None,
        responsible: String::new(),
        pieces: Vec::new(),
    })
}

fn part_heading(part: &Part, with_count: bool) -> Option<String> {
    let title = part.title.as_ref()?;
    let number = part.number.as_deref().unwrap_or_default();
    let number = numerals::before_title(number);
    Some(format!(
        "{number}{title}{}",
        count(part.stated_count, with_count)
    ))
}

fn section_heading(section: &Section, with_count: bool) -> Option<String> {
    let title = section.title.as_ref()?;
    let number = section.number.as_deref().unwrap_or_default();
    let number = numerals::before_title(number);
    Some(format!(
        "{number}{title}{}",
        count(section.stated_count, with_count)
    ))
}

fn count(stated: Option<u32>, wanted: bool) -> String {
    match stated {
        Some(n) if wanted => format!("（{n}项）"),
        _ => String::new(),
    }
}
