//! What units and areas are handed: sheets, packets, and the collectives that are named.

use crate::notice::duty::{Duty, Reach, TaskAt};
use crate::project::bundles::{Bundles, Condition, Packet, Show};
use crate::units::phrase::Meaning;
use crate::units::register::Unit;
use crate::view::from_notice::indicators::targets;
use crate::view::from_notice::{Viewer, label_of, part_heading, section_heading, with_annexes};
use crate::view::*;

impl Viewer<'_> {
    pub(super) fn sheets(&self) -> Vec<SheetView> {
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
    pub(super) fn first_leads(&self) -> Option<String> {
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
        let mut row = self.row(duty.task, &at, Some(unit));
        match &duty.reach {
            Reach::Named { first } => row.first = *first,
            Reach::Through(name) | Reach::MayConcern(name) => row.via = Some(name.clone()),
        }
        let of = |list: &[String]| {
            let via = row.via.as_deref().unwrap_or(unit);
            list.iter().any(|name| name == unit || name.as_str() == via)
        };
        let responsible = &at.task.responsible;
        let roles = &self.wording.roles;
        let roles = [
            (&responsible.lead, &roles.lead),
            (&responsible.join, &roles.join),
            (&responsible.guide, &roles.guide),
        ];
        let role = roles.into_iter().find(|(units, _)| of(units));
        row.role = role.map(|(_, word)| word.clone());
        row.qualifier = at.task.responsible.qualifiers.get(unit).cloned();
        Some(row)
    }

    fn row(&self, number: usize, at: &TaskAt<'_>, unit: Option<&str>) -> SheetRow {
        let others = self
            .names(number)
            .iter()
            .filter(|name| match &name.meaning {
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
            item_key: self.keys.item(at.file, at.item.number),
            label: label_of(at.item),
            role: None,
            name: at.item.short_name().into_owned(),
            part: part_heading(at.part, None),
            section: section_heading(at.section, None),
            task: self.task(at.file, (at.item.number, at.ordinal), number, at.task),
            first: false,
            qualifier: None,
            via: None,
            with: with.collect(),
        }
    }

    pub(super) fn packets(
        &self,
        bundles: &Bundles,
        circular: &CircularView,
        sheets: &[SheetView],
    ) -> Vec<PacketView> {
        let mut columns: Vec<&String> = Vec::new();
        for (_, table) in self.checked.notice().indicator_tables() {
            let new = table.areas.iter().filter(|area| !columns.contains(area));
            columns.extend(new.collect::<Vec<_>>());
        }
        let of_areas = bundles.packets().find(|plan| plan.audiences.areas);
        let wanted = columns.iter().filter(|_| of_areas.is_some());
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
        let of_areas = of_areas.unwrap_or(&bundles.packet);
        let districts = districts.iter().cloned();
        let districts = districts.map(|(area, government)| (of_areas, area, government));
        // Units that no column of the annex stands for.
        let units = sheets.iter().map(|sheet| &sheet.unit);
        let others = units.filter(|unit| !governs(unit)).filter_map(|unit| {
            let meant = |plan: &&Packet| plan.audiences.kinds.contains(&unit.kind);
            let area = AreaRef {
                name: unit.name.clone(),
                full: unit.full.clone().unwrap_or_else(|| unit.name.clone()),
                slug: Some(unit.slug.clone()),
                whole: false,
            };
            Some((
                bundles.packets().find(meant)?,
                area,
                self.register.unit(&unit.name),
            ))
        });
        let all = districts.chain(others);
        all.map(|(plan, area, government)| self.packet(plan, circular, sheets, area, government))
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
        let notice = self.checked.notice();
        let targets: Vec<PacketTarget> = { notice.indicator_tables() }
            .flat_map(|(file, t)| targets((file, t), &area.name, self, self.annex_ref(file)))
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
        let mut members = plan.members(&met);
        let holds = |condition| met.contains(&condition);
        let (mut indicators, mut tasks) = (notice.indicator_tables(), notice.task_tables());
        // What there is nothing of cannot be bound in, whatever the list says.
        members.retain(|show| match show {
            Show::Cover | Show::Circular => true,
            Show::Targets => holds(Condition::HasTargets),
            Show::Tasks => holds(Condition::HasTasks),
            Show::ReportForm => holds(Condition::AsksReport),
            Show::Indicators => indicators.next().is_some(),
            Show::AllTasks => tasks.next().is_some(),
        });
        // A cover says what is in it; else whoever gets a packet gets the circular at least.
        if members.iter().all(|show| *show == Show::Cover) {
            members.push(Show::Circular);
        }
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

    pub(super) fn collectives(&self) -> Vec<CollectiveView> {
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
                        .filter_map(|&t| Some(self.row(t, &self.task_at(t)?, None)))
                        .collect(),
                }
            })
            .collect()
    }

    fn member(&self, unit: &Unit) -> UnitRef {
        self.unit(&unit.name, &unit.slug)
    }
}
