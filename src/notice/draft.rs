//! A first register for a person to finish: the names that notices use, with
//! guessed kinds and likely aliases, each with where it was seen.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use crate::grammar::Grammar;
use crate::grammar::phrase::PhraseWords;
use crate::notice::Notice;
use crate::notice::check::looks_like;
use crate::notice::phrases::Phrases;
use crate::units::phrase::Meaning;
use crate::units::register::Register;
use crate::units::slug;

/// A name with where it was seen: `苏府〔2017〕15号 第64行`.
type Seen = BTreeMap<String, Vec<String>>;

/// What notices name that their register does not have.
#[derive(Debug, Default)]
pub struct Draft {
    units: Seen,
    collectives: Seen,
    areas: Vec<String>,
}

impl Draft {
    /// Gathers the names of one notice.
    pub fn add(&mut self, notice: &Notice, register: &Register) {
        let number = &notice.circular.document_number.text;
        let phrases = Phrases::of(notice, register);
        for ((_, _, task), phrase) in notice.tasks().zip(phrases.iter()) {
            let place = match task.line {
                Some(line) => format!("{number} {}", line.to_string().replace(' ', "")),
                None => number.clone(),
            };
            for name in &phrase.names {
                let list = match &name.meaning {
                    Meaning::Unit(_) => continue,
                    Meaning::Collective(c) if register.collective(c).is_some() => continue,
                    Meaning::Collective(_) => &mut self.collectives,
                    Meaning::Unknown(_) => &mut self.units,
                };
                let (Meaning::Unit(name) | Meaning::Unknown(name) | Meaning::Collective(name)) =
                    &name.meaning;
                list.entry(name.clone()).or_default().push(place.clone());
            }
        }
        let columns = notice.indicator_tables().flat_map(|(_, t)| &t.areas);
        for area in columns.filter(|a| register.area(a).is_none()) {
            if !self.areas.contains(area) {
                self.areas.push(area.clone());
            }
        }
    }

    /// Whether there is nothing to add to the register.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty() && self.collectives.is_empty() && self.areas.is_empty()
    }

    /// How many units it names.
    pub fn units(&self) -> usize {
        self.units.len()
    }

    /// A whole register for the agency that `bare` stands in for.
    pub fn register(&self, bare: &Register) -> String {
        let mut text = String::from(
            "# 登记册初稿，由 gongwen units 照来件里的叫法列出。请逐条核对：规范名、全称（full）、类别、别名。\n\
             # “见于”是这个叫法出现的地方；核对完可以删去这些注释。程序不会再改动这个文件。\n\
             # - units：name 规范名，full 全称，slug 网址里的写法，kind 必须是 kinds 里的一类，aliases 别的叫法。\n\
             # - collectives：统称；写明成员（members、members_of_kind）的，任务落到每个成员，别的不落到任何单位。\n\
             # - prefixes、suffixes：一组单位里可以借给前后的字；collective_words：带这些字的当作统称。\n",
        );
        let _ = writeln!(text, "jurisdiction: {}", quote(&bare.jurisdiction));
        text += "issuers:\n";
        for issuer in &bare.issuers {
            let _ = writeln!(
                text,
                "  - {{ code: {}, slug: {}, name: {} }}",
                quote(&issuer.code),
                issuer.slug,
                quote(&issuer.name)
            );
        }
        let list = |words: &[String]| {
            let words: Vec<String> = words.iter().map(|w| quote(w)).collect();
            format!("[{}]", words.join(", "))
        };
        let used = |prefix: &&String| self.units.keys().any(|u| u.starts_with(prefix.as_str()));
        let prefixes: Vec<String> = bare.prefixes.iter().filter(used).cloned().collect();
        let _ = writeln!(text, "prefixes: {}", list(&prefixes));
        let _ = writeln!(text, "suffixes: {}", list(&bare.suffixes));
        let _ = writeln!(text, "collective_words: {}", list(&bare.collective_words));
        let kinds: Vec<String> = self.by_kind().into_iter().map(|k| k.0).collect();
        let _ = writeln!(text, "kinds: {}", list(&kinds));
        text += &self.entries();
        text
    }

    /// The entries alone, to be copied into a register that exists.
    pub fn entries(&self) -> String {
        let mut text = String::new();
        let mut taken = HashSet::new();
        if !self.areas.is_empty() {
            text += "\n# 指标表的各列；government 写管它的单位，全市那一列写 whole: true\nareas:\n";
        }
        for (i, area) in self.areas.iter().enumerate() {
            let slug = slug::slug(area, &mut taken);
            let _ = write!(text, "  - {{ name: {}, slug: {slug}", quote(area));
            let governs = |unit: &&String| {
                let rest = unit.strip_prefix(area.as_str());
                rest.is_some_and(|rest| PhraseWords::get().governs.iter().any(|g| g == rest))
            };
            if let Some(unit) = self.units.keys().find(governs) {
                let _ = write!(text, ", government: {}", quote(unit));
            } else if i == 0 {
                text += ", whole: true";
            }
            text += " }\n";
        }
        text += "\n# 统称：成员写 members 或 members_of_kind；不写成员，任务就不落到任何单位名下\n";
        if self.collectives.is_empty() {
            text += "collectives: []\n";
        } else {
            text += "collectives:\n";
        }
        for (name, seen) in &self.collectives {
            let _ = writeln!(
                text,
                "  - {{ name: {} }} # 见于 {}",
                quote(name),
                places(seen)
            );
        }
        text += "\nunits:\n";
        let mut taken = HashSet::new();
        for (kind, units) in self.by_kind() {
            let _ = writeln!(text, "  # {kind}（猜的，请核对）");
            for name in units {
                let _ = write!(
                    text,
                    "  - {{ name: {}, kind: {}, slug: {} }}",
                    quote(name),
                    quote(&kind),
                    slug::slug(name, &mut taken)
                );
                let seen = self.units.get(name).map(|s| places(s)).unwrap_or_default();
                let _ = write!(text, " # 见于 {seen}");
                let alike: Vec<&str> = self
                    .units
                    .keys()
                    .filter(|other| looks_like(name, other) || looks_like(other, name))
                    .map(String::as_str)
                    .collect();
                if !alike.is_empty() {
                    let _ = write!(text, "；和“{}”是同一个单位？", alike.join("”“"));
                }
                text.push('\n');
            }
        }
        text
    }

    /// Names by guessed kind, in the order of the grammar's kinds.
    fn by_kind(&self) -> Vec<(String, Vec<&String>)> {
        let grammar = Grammar::get();
        let mut kinds: Vec<(String, Vec<&String>)> = Vec::new();
        // Departments first, as in every register; what fits nothing last.
        let order = grammar.kinds.iter().rev().map(|k| &k.kind);
        for kind in order.chain(std::iter::once(&grammar.other_kind)) {
            let of_kind = |n: &&String| grammar.kind_of(n) == kind;
            let names: Vec<&String> = self.units.keys().filter(of_kind).collect();
            if !names.is_empty() {
                kinds.push((kind.clone(), names));
            }
        }
        kinds
    }
}

/// The first places, and how many more.
fn places(seen: &[String]) -> String {
    let shown = seen.iter().take(3).cloned().collect::<Vec<_>>().join("、");
    match seen.len() {
        0..=3 => shown,
        n => format!("{shown} 等 {n} 处"),
    }
}

/// A name as a YAML scalar: quoted where it needs to be.
fn quote(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric());
    if plain {
        name.to_owned()
    } else {
        serde_json::to_string(name).unwrap_or_default()
    }
}
