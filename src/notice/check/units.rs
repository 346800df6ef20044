//! Responsible units: lists against phrases, names against names.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::locus::Line;
use crate::grammar::words::Role;
use crate::notice::check::Auditor;
use crate::notice::{File, Task};
use crate::units::phrase::{Meaning, Phrase, Slip};
use crate::units::register::Register;

impl<'n> Auditor<'n> {
    /// Every task with the file of its table and what its phrase says.
    fn tasks(&self) -> impl Iterator<Item = (File, &'n Task, &'n Phrase)> {
        let phrases = self.phrases.iter();
        { self.notice.tasks().zip(phrases) }.map(|((file, _, task), phrase)| (file, task, phrase))
    }

    /// `units-mismatch`: the units listed are those that the phrase names.
    pub(super) fn units(&mut self) {
        let mut wrong = Vec::new();
        for (file, task, phrase) in self.tasks() {
            let responsible = &task.responsible;
            let (mut listed, mut named) = (responsible.units.clone(), phrase.units());
            let (mut groups, mut named_groups) =
                (responsible.collectives.clone(), phrase.collectives());
            for names in [&mut listed, &mut named, &mut groups, &mut named_groups] {
                names.sort_unstable();
            }
            let roles = [
                (Role::Lead, &responsible.lead),
                (Role::Join, &responsible.join),
                (Role::Guide, &responsible.guide),
            ];
            let differ = difference(&listed, &named)
                .or(difference(&groups, &named_groups))
                .or(roles
                    .into_iter()
                    .find_map(|(role, listed)| difference(listed, &phrase.with_role(role))));
            if let Some(differ) = differ {
                let place = self.place(task.line, file, &responsible.text);
                wrong.push((differ, place));
            }
        }
        for (differ, place) in wrong {
            self.error(
                "units-mismatch",
                format!("责任单位的名单和原文对不上：{differ}"),
                place,
                "若登记册改过，请重新运行 gongwen read；若名单是手写的，请改成原文点到的单位",
            );
        }
    }

    /// `unit-twice`, `unit-two-names`, `unit-lookalike`.
    pub(super) fn names(&mut self) {
        // Canonical name → the names that are printed for it, with their places.
        type Places = Vec<(Option<Line>, File)>;
        let mut printed: BTreeMap<String, BTreeMap<String, Places>> = BTreeMap::new();
        // Names that nobody knows, with the file that has them first.
        let mut unknown: BTreeMap<String, File> = BTreeMap::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut twice = Vec::new();
        for (file, task, phrase) in self.tasks() {
            for name in &phrase.names {
                if name.slip == Some(Slip::Twice) {
                    twice.push((name.printed.clone(), task.line, file));
                }
                match &name.meaning {
                    Meaning::Unit(unit) => {
                        if name.slip == Some(Slip::Alias) {
                            let forms = printed.entry(unit.clone()).or_default();
                            let places = forms.entry(name.printed.clone()).or_default();
                            places.push((task.line, file));
                        } else {
                            known.insert(unit.clone());
                        }
                    }
                    Meaning::Unknown(unit) => {
                        unknown.entry(unit.clone()).or_insert(file);
                    }
                    Meaning::Collective(_) => {}
                }
            }
        }
        for (name, line, file) in twice {
            let place = self.place(line, file, &name);
            self.warning(
                "unit-twice",
                format!("“{name}”在同一条责任单位里出现了两次"),
                place,
                "多写了就删去一个；若本是另一个单位，请改正",
            );
        }
        for (unit, forms) in &printed {
            if !known.contains(unit) && forms.len() < 2 {
                continue;
            }
            let names: Vec<String> = forms.keys().map(|n| format!("“{n}”")).collect();
            // The lowest line; without any, the first file.
            let places = forms.values().flatten();
            let first =
                places.min_by_key(|(line, file)| (line.map_or(usize::MAX, |l| l.number), *file));
            let (line, file) = first.copied().unwrap_or((None, File::Tasks(1)));
            let place = self.place(line, file, forms.keys().next().map_or("", |n| n));
            let message = format!("同一个单位有几种叫法：“{unit}”又写作{}", names.join("、"));
            self.note("unit-two-names", message, place);
        }
        let all: Vec<&String> = unknown.keys().chain(&known).collect();
        let mut alike = Vec::new();
        for (name, file) in &unknown {
            for other in &all {
                // Two unknown names meet twice; once is enough.
                let first = known.contains(*other) || name < *other;
                if first
                    && (looks_like(name, other)
                        || looks_like(other, name)
                        || lacks_level(name, other)
                        || lacks_level(other, name))
                {
                    alike.push((name.clone(), (*other).clone(), *file));
                }
            }
        }
        for (short, long, file) in alike {
            let place = self.place(None, file, &short);
            self.warning(
                "unit-lookalike",
                format!("“{short}”和“{long}”像是同一个单位的两种叫法"),
                place,
                "若是同一个单位，请在登记册里把一个写进另一个的 aliases",
            );
        }
    }

    /// `collective-open`, `collective-empty`: who stands behind a collective.
    pub(super) fn collectives(&mut self, register: &Register) {
        let mut tasks: BTreeMap<&str, (usize, Option<Line>, File)> = BTreeMap::new();
        for (file, task, _) in self.tasks() {
            for name in &task.responsible.collectives {
                let entry = tasks.entry(name).or_insert((0, task.line, file));
                entry.0 += 1;
            }
        }
        for (name, (count, line, file)) in tasks {
            let collective = register.collective(name);
            let closed =
                collective.is_some_and(|c| !c.members.is_empty() || c.members_of_kind.is_some());
            let empty = collective.is_none_or(|c| register.members(c).is_empty());
            let place = self.place(line, file, name);
            if closed && empty {
                self.warning(
                    "collective-empty",
                    format!("统称“{name}”在登记册里是封闭的，却一个成员也没有"),
                    place,
                    "请在登记册里给它的类别登记单位，或写明成员",
                );
            } else if empty {
                let message = format!("统称“{name}”成员不明：{count} 条任务不落到任何单位名下");
                self.note("collective-open", message, place);
            }
        }
    }
}

/// Whether one name is the other without the word of its level: 财政厅, 省财政厅.
fn lacks_level(short: &str, long: &str) -> bool {
    let level = long.strip_suffix(short);
    level.is_some_and(|l| {
        crate::grammar::phrase::PhraseWords::get()
            .levels
            .contains_key(l)
    })
}

/// Whether one name is the other with characters left out, between the same first
/// and last: 市交通局, 市交通运输局.
pub(in crate::notice) fn looks_like(short: &str, long: &str) -> bool {
    let (s, l) = (short.chars().count(), long.chars().count());
    if s < 4 || s >= l || l > s * 3 {
        return false;
    }
    let ends = short.chars().next() == long.chars().next()
        && short.chars().next_back() == long.chars().next_back();
    let mut rest = long.chars();
    ends && short.chars().all(|c| rest.any(|x| x == c))
}

fn difference(listed: &[String], named: &[String]) -> Option<String> {
    if let Some(extra) = listed.iter().find(|n| !named.contains(n)) {
        return Some(format!("名单里的“{extra}”原文没有点到"));
    }
    let missing = named.iter().find(|n| !listed.contains(n))?;
    Some(format!("原文点到的“{missing}”名单里没有"))
}
