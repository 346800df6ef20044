//! Pages of those who are asked: units, areas, collectives.

use std::collections::BTreeMap;

use crate::documents::document::{Document, Json};
use crate::documents::site::local::{Local, full_name, own};
use crate::documents::site::marks::Marks;
use crate::documents::site::page::{Crumb, Frame, by_name};
use crate::documents::site::views::{
    AreaData, AreaLine, AreaPage, AreasPage, CollectiveLine, CollectivePage, CollectivesPage,
    KindOfUnits, Partner, UnitLine, UnitPage, UnitsPage,
};
use crate::documents::site::{chart, grid};
use crate::documents::table::{Grid, count, text};
use crate::view::{PacketView, SheetView};

/// How many other units the page of a unit names first.
const PARTNERS: usize = 8;

/// The pages with their data files.
pub(super) fn pages(local: &Local<'_>, frame: &Frame) -> Result<Vec<Document>, String> {
    let mut made = Vec::new();
    if !local.views.sheets.is_empty() {
        made.extend(units(local, frame)?);
    }
    if !local.views.packets.is_empty() {
        made.extend(areas(local, frame)?);
    }
    if !local.views.collectives.is_empty() {
        made.extend(collectives(local, frame)?);
    }
    Ok(made)
}

fn units(local: &Local<'_>, frame: &Frame) -> Result<Vec<Document>, String> {
    let sheets = &local.views.sheets;
    let date = &local.views.circular.notice.date_iso;
    let shared = local.shared("units");
    let view = UnitsPage {
        kinds: by_kind(sheets),
    };
    let (words, columns) = (&local.wording.pages, &local.wording.columns);
    let ways = &local.wording.ways;
    let head = [
        text(&columns.kind),
        text(&columns.unit),
        text(&columns.full_name),
        count(&ways.named),
        count(&ways.through),
        count(&ways.possible),
        count(&columns.shared),
    ];
    let mut rows = Grid::new(&words.units, head);
    for sheet in sheets {
        let counts = [
            sheet.named.len(),
            sheet.through.len(),
            sheet.possible.len(),
            shared_tasks(sheet),
        ];
        let counts = counts.map(|n| n.to_string());
        let unit = &sheet.unit;
        let names = [unit.kind.as_str(), &unit.name, full_name(unit)];
        rows.push(names.into_iter().chain(counts.iter().map(String::as_str)));
    }
    let mut page = local.page("units/index", "units", &words.units, Json::of(&view)?);
    page.pdf = Some(Crumb::new(
        local.path("print/sheets.pdf"),
        &words.all_sheets,
    ));
    let mut made = page.with_data(frame, &shared, &by_name(&view)?, rows, date)?;
    let parent = Crumb::new(local.path("units/index.html"), &words.units);
    for sheet in sheets {
        let more = UnitPage {
            partners: partners(sheet),
            shared: shared_tasks(sheet),
            marks: marks(local, sheet),
        };
        let view = Json::joined(sheet, &more)?;
        let below = format!("units/{}", sheet.unit.slug);
        let title = words.sheet.with([("unit", &sheet.unit.name)]);
        let mut page = local.page(&below, "sheet", &title, view);
        page.audience = Some(&sheet.unit.name);
        page.crumbs.push(parent.clone());
        page.pdf = Some(Crumb::new(local.path(&format!("{below}.pdf")), &title));
        page.docx = Some(local.docx(&below));
        made.extend(page.with_data(
            frame,
            &shared,
            sheet,
            grid::sheet(sheet, local.wording),
            date,
        )?);
    }
    Ok(made)
}

/// Sheets by the kind of their units, in the order in which the kinds come.
fn by_kind(sheets: &[SheetView]) -> Vec<KindOfUnits<'_>> {
    let mut kinds: Vec<KindOfUnits<'_>> = Vec::new();
    for sheet in sheets {
        let line = UnitLine {
            named: sheet.named.len(),
            possible: sheet.possible.len(),
            shared: shared_tasks(sheet),
            through: sheet.through.len(),
            unit: &sheet.unit,
        };
        match kinds.last_mut() {
            Some(last) if last.kind == sheet.unit.kind => last.units.push(line),
            _ => kinds.push(KindOfUnits {
                kind: &sheet.unit.kind,
                units: vec![line],
            }),
        }
    }
    kinds
}

/// How many of the tasks that name a unit name others too.
fn shared_tasks(sheet: &SheetView) -> usize {
    sheet
        .named
        .iter()
        .filter(|row| !row.with.is_empty())
        .count()
}

/// The units that stand beside a unit most often, with how often.
fn partners(sheet: &SheetView) -> Vec<Partner<'_>> {
    let mut counts: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for piece in sheet.named.iter().flat_map(|row| &row.with) {
        if let Some(slug) = &piece.unit {
            let name = piece.text.split('（').next().unwrap_or_default();
            counts.entry(slug).or_insert((name, 0)).1 += 1;
        }
    }
    let mut order: Vec<(&str, (&str, usize))> = counts.into_iter().collect();
    order.sort_by_key(|(slug, (_, count))| (std::cmp::Reverse(*count), *slug));
    let first = order.into_iter().take(PARTNERS);
    first
        .map(|(slug, (name, count))| Partner { slug, name, count })
        .collect()
}

fn areas(local: &Local<'_>, frame: &Frame) -> Result<Vec<Document>, String> {
    let packets = &local.views.packets;
    let date = &local.views.circular.notice.date_iso;
    let shared = local.shared("areas");
    let view = AreasPage {
        areas: packets.iter().map(area_line).collect(),
    };
    let (words, columns) = (&local.wording.pages, &local.wording.columns);
    let head = [
        text(&columns.area),
        text(&columns.full_name),
        text(&columns.government),
        count(&columns.indicators),
        count(&local.wording.ways.named),
        count(&local.wording.ways.through),
    ];
    let mut rows = Grid::new(&words.areas, head);
    for packet in packets {
        let sheet = packet.sheet.as_ref();
        let counts = [
            packet.targets.len(),
            sheet.map_or(0, |s| s.named.len()),
            sheet.map_or(0, |s| s.through.len()),
        ];
        let counts = counts.map(|n| n.to_string());
        let government = packet.government.as_ref().map_or("", |g| &g.name);
        let names = [packet.area.name.as_str(), &packet.area.full, government];
        rows.push(names.into_iter().chain(counts.iter().map(String::as_str)));
    }
    let mut page = local.page("areas/index", "areas", &words.areas, Json::of(&view)?);
    page.pdf = Some(Crumb::new(
        local.path("print/packets.pdf"),
        &words.all_packets,
    ));
    let mut made = page.with_data(frame, &shared, &by_name(&view)?, rows, date)?;
    let parent = Crumb::new(local.path("areas/index.html"), &words.areas);
    let mut tables = local.views.circular.indicator_tables();
    let city = tables.find_map(|(_, t)| t.areas.iter().find(|a| a.whole));
    for packet in packets {
        let Some(slug) = &packet.area.slug else {
            continue;
        };
        let area = &packet.area;
        // The circular and its annexes have pages of their own, as the tasks have.
        let data = AreaData {
            area,
            government: packet.government.as_ref(),
            targets: &packet.targets,
        };
        let more = AreaPage {
            city,
            chart: chart::points(
                &area.name,
                city.map(|c| c.name.as_str()),
                &packet.targets,
                &local.wording.notes,
            ),
            sheet: packet.sheet.as_ref(),
            marks: { packet.sheet.as_ref() }
                .map_or_else(Marks::default, |sheet| marks(local, sheet)),
            values: local.rounds.values(&area.name, &packet.targets),
        };
        let view = Json::joined(&data, &more)?;
        let below = format!("areas/{slug}");
        let title = &packet.title;
        let mut page = local.page(&below, "packet", title, view);
        page.audience = Some(&area.full);
        page.crumbs.push(parent.clone());
        page.pdf = Some(Crumb::new(local.path(&format!("{below}.pdf")), title));
        let rows = grid::targets(&area.name, &packet.targets, local.wording);
        made.extend(page.with_data(frame, &shared, &by_name(&data)?, rows, date)?);
    }
    Ok(made)
}

/// What a unit says of its tasks in rounds.
fn marks<'a>(local: &Local<'a>, sheet: &SheetView) -> Marks<'a> {
    let tasks = own(sheet).map(|row| row.task.id.as_str());
    local.rounds.marks(tasks, Some(&sheet.unit.name))
}

fn area_line(packet: &PacketView) -> AreaLine<'_> {
    let sheet = packet.sheet.as_ref();
    AreaLine {
        area: &packet.area,
        government: packet.government.as_ref(),
        named: sheet.map_or(0, |s| s.named.len()),
        possible: sheet.map_or(0, |s| s.possible.len()),
        targets: packet.targets.len(),
        through: sheet.map_or(0, |s| s.through.len()),
    }
}

fn collectives(local: &Local<'_>, frame: &Frame) -> Result<Vec<Document>, String> {
    let named = &local.views.collectives;
    let date = &local.views.circular.notice.date_iso;
    let shared = local.shared("collectives");
    let pdf = local.tasks_pdf();
    let lines = named.iter().map(|c| CollectiveLine {
        members: &c.members,
        name: &c.name,
        open: c.open,
        tasks: c.rows.len(),
    });
    let view = CollectivesPage {
        collectives: lines.collect(),
    };
    let (words, columns) = (&local.wording.pages, &local.wording.columns);
    let head = [
        text(&columns.collective),
        text(&columns.members),
        count(&columns.member_count),
        count(&columns.tasks),
    ];
    let mut rows = Grid::new(&words.collectives, head);
    for c in named {
        let known = match c.open {
            true => &local.wording.notes.unknown_members,
            false => &local.wording.notes.known_members,
        };
        let counts = [c.members.len(), c.rows.len()].map(|n| n.to_string());
        rows.push([c.name.as_str(), known, &counts[0], &counts[1]]);
    }
    let mut page = local.page(
        "collectives/index",
        "collectives",
        &words.collectives_title,
        Json::of(&view)?,
    );
    page.pdf.clone_from(&pdf);
    let mut made = page.with_data(frame, &shared, &by_name(&view)?, rows, date)?;
    let parent = Crumb::new(local.path("collectives/index.html"), &words.collectives);
    for c in named {
        let below = format!("collectives/{}", local.collectives[c.name.as_str()]);
        // A member that has no task of its own has no page to link to.
        let has_sheet = |slug: &str| local.views.sheets.iter().any(|s| s.unit.slug == slug);
        let members = c.members.iter().map(|u| u.slug.as_str());
        let sheets: Vec<&str> = members.filter(|slug| has_sheet(slug)).collect();
        let tasks = c.rows.iter().map(|row| row.task.id.as_str());
        let marks = local.rounds.marks(tasks, None);
        let view = Json::joined(c, &CollectivePage { sheets, marks })?;
        let mut page = local.page(&below, "collective", &c.name, view);
        page.crumbs.push(parent.clone());
        page.pdf.clone_from(&pdf);
        made.extend(page.with_data(frame, &shared, c, grid::collective(c, columns), date)?);
    }
    Ok(made)
}
