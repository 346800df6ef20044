//! The register of units: `content/units/<jurisdiction>.yaml`, kept by people.
//!
//! It says what a name means: canonical name, full name, kind, aliases, areas
//! with their governments, and collectives with their members. It also holds the
//! words that the office's notices use, so that another city is another file.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::grammar::Grammar;
use crate::grammar::circular::CircularWords;
use crate::grammar::headings::Headings;
use crate::grammar::words::Words;
use crate::overlay;
use crate::units::memory::Memory;
use crate::units::named::Phrase;
use crate::units::places;
use crate::units::slug::{self, is_slug};

/// The register of one jurisdiction.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Whose register it is: `苏州市`.
    #[schemars(description = "这是哪里的登记册：苏州市。")]
    pub jurisdiction: String,
    /// The agencies whose notices it is for.
    #[schemars(description = "管哪些机关的通知。")]
    pub issuers: Vec<Issuer>,
    /// Prefixes that the first name of a group lends to the others; longest first.
    #[serde(default)]
    #[schemars(
        description = "一组单位里，第一个单位的前缀可以借给后面的，长的在前：市科技局、经信委 → 市科技局、市经信委。"
    )]
    pub prefixes: Vec<String>,
    /// Suffixes that a later name of a group lends to earlier ones.
    #[serde(default)]
    #[schemars(
        description = "后面单位的后缀可以借给前面的：张家港市、常熟市政府 → 张家港市政府、常熟市政府。"
    )]
    pub suffixes: Vec<String>,
    /// Words that show that a name which the register does not have is a
    /// collective (`各`, `其他成员单位`).
    #[serde(default)]
    #[schemars(description = "登记册里没有、但带这些字的名称，当作成员不明的统称。")]
    pub collective_words: Vec<String>,
    /// Kinds of units in the order in which lists show them.
    #[schemars(description = "单位的类别，按清单里的次序。")]
    pub kinds: Vec<String>,
    /// The units.
    #[schemars(description = "单位，按清单里的次序；一个名称只登记一次，别名不能指两个单位。")]
    pub units: Vec<Unit>,
    /// The areas, in the order of the annex of indicators.
    #[serde(default)]
    #[schemars(description = "指标表的各列，按次序；没有指标表的不写。")]
    pub areas: Vec<Area>,
    /// The collectives.
    #[serde(default)]
    #[schemars(description = "统称。")]
    pub collectives: Vec<Collective>,
    /// The headings that tables of this jurisdiction use.
    #[serde(default)]
    #[schemars(description = "表头的说法；没有写的列，照程序自带的。")]
    pub headings: Headings,
    /// The words around the names of a phrase, where they are not the usual ones.
    #[serde(default, skip_serializing)]
    #[schemars(
        description = "单位名称前后的话，和程序自带的不一样才写；写了就整个代替自带的，不是添。"
    )]
    pub words: Words,
    /// There is no register: the grammar alone reads the phrases.
    #[serde(skip)]
    pub bare: bool,
    #[serde(skip)]
    index: Index,
    #[serde(skip)]
    memory: Memory,
}

/// An agency that issues notices.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// 机关代字: `苏府`.
    #[schemars(description = "机关代字：苏府。")]
    pub code: String,
    /// The same for addresses: `suf`.
    #[schemars(schema_with = "slug::schema")]
    #[schemars(description = "网址和文件夹名里的写法：只用小写字母、数字和连字符。")]
    pub slug: String,
    /// Full name.
    #[schemars(description = "全称：苏州市人民政府。")]
    pub name: String,
}

/// One unit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Canonical name, as most notices print it: `市发改委`.
    #[schemars(description = "规范名，公文里最常用的叫法：市发改委。")]
    pub name: String,
    /// Full name, where known.
    #[serde(default)]
    #[schemars(description = "全称；不确知的不写。")]
    pub full: Option<String>,
    /// One of the register's kinds.
    #[schemars(description = "类别，必须是 kinds 里的一类。")]
    pub kind: String,
    /// The name in addresses: `shi-fagaiwei`; unique.
    #[schemars(schema_with = "slug::schema")]
    #[schemars(description = "网址和文件名里的写法：只用小写字母、数字和连字符；各单位不能一样。")]
    pub slug: String,
    /// Other names for the same body. A name found this way is remarked on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(description = "同一单位的别的叫法；按别名读出的都会提示。")]
    pub aliases: Vec<String>,
}

/// One area of the annex of indicators, and who governs it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The name of its column: `工业园区`.
    #[schemars(description = "指标表里那一列的名称：工业园区。")]
    pub name: String,
    /// Full name: `苏州工业园区`.
    #[serde(default)]
    #[schemars(description = "全称：苏州工业园区。")]
    pub full: Option<String>,
    /// The name in addresses.
    #[schemars(schema_with = "slug::schema")]
    #[schemars(description = "网址里的写法：只用小写字母、数字和连字符；各地区不能一样。")]
    pub slug: String,
    /// The unit that governs it; the issuing city itself has none.
    #[serde(default)]
    #[schemars(description = "管这个地区的单位，必须在 units 里；全市一列不写。")]
    pub government: Option<String>,
    /// Whether it is the whole of which the others are parts.
    #[serde(default)]
    #[schemars(description = "写 true 的是全市，别的地区是它的一部分。")]
    pub whole: bool,
}

/// A name that stands for several units.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Collective {
    /// As printed: `各市、区政府`.
    #[schemars(description = "照印的写：各市、区政府。")]
    pub name: String,
    /// Its members, where it is closed.
    #[serde(default)]
    #[schemars(description = "成员，必须在 units 里；写明成员的，任务落到每个成员。")]
    pub members: Vec<String>,
    /// Every unit of this kind is a member, where it is closed by kind.
    #[serde(default)]
    #[schemars(description = "这一类的单位都是成员。")]
    pub members_of_kind: Option<String>,
    /// Units that an open collective may concern.
    #[serde(default)]
    #[schemars(description = "成员不明时，可能涉及的单位。")]
    pub may_concern: Vec<String>,
    /// Every unit of this kind may be concerned.
    #[serde(default)]
    #[schemars(description = "成员不明时，这一类的单位都可能涉及。")]
    pub may_concern_kind: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Index {
    names: HashMap<String, usize>,
    aliases: HashMap<String, usize>,
    collectives: HashMap<String, usize>,
}

/// What the register makes of a name.
#[derive(Debug, Clone, Copy)]
pub enum Known<'r> {
    /// The canonical name of a unit.
    Unit(&'r Unit),
    /// Another name of a unit.
    Alias(&'r Unit),
}

impl<'r> Known<'r> {
    /// The unit, whichever of its names was used.
    pub fn unit(self) -> &'r Unit {
        match self {
            Known::Unit(unit) | Known::Alias(unit) => unit,
        }
    }
}

/// What is wrong with a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub message: String,
    /// The line of the YAML, where that is known.
    pub line: Option<usize>,
    /// The words that it is about.
    pub words: Option<String>,
}

impl Fault {
    fn of(words: &str, message: String) -> Self {
        Fault {
            message,
            line: None,
            words: Some(words.to_owned()),
        }
    }
}

impl Register {
    /// What takes the place of a register that nobody has written yet, for the
    /// notices of one agency: the grammar alone. `masthead` tells whose they are.
    pub fn bare(code: &str, masthead: &str) -> Self {
        let grammar = Grammar::get();
        let jurisdiction = jurisdiction_of(masthead);
        let mut prefixes = grammar.prefixes.clone();
        // 苏州市 lends 苏州: 苏州海关、出入境检验检疫局.
        let place = jurisdiction.strip_suffix(places::KINDS);
        prefixes.extend(place.filter(|p| !p.is_empty()).map(str::to_owned));
        Register {
            issuers: vec![Issuer {
                code: code.to_owned(),
                slug: crate::units::slug::slug(code, &mut Default::default()),
                name: masthead.trim_end_matches("文件").to_owned(),
            }],
            jurisdiction,
            prefixes,
            suffixes: grammar.suffixes.clone(),
            collective_words: grammar.collective_words.clone(),
            bare: true,
            memory: Memory::new(),
            ..Register::default()
        }
    }

    /// Reads a register and makes it ready for look-ups.
    ///
    /// # Errors
    /// The YAML error, with line and column; or what is inconsistent in it: a
    /// name given twice, a member that is no unit, a kind that is not listed.
    pub fn from_yaml(text: &str) -> Result<Self, Fault> {
        let mut register: Register = serde_yaml::from_str(text).map_err(|error| Fault {
            message: overlay::said(&error),
            line: overlay::line_of_error(text, &error),
            words: None,
        })?;
        register.index = register.build_index()?;
        register.memory = Memory::new();
        register.check_references()?;
        Ok(register)
    }

    fn build_index(&self) -> Result<Index, Fault> {
        let mut index = Index::default();
        let mut slugs: HashMap<&str, &str> = HashMap::new();
        for (i, unit) in self.units.iter().enumerate() {
            if index.names.insert(unit.name.clone(), i).is_some() {
                return Err(Fault::of(
                    &unit.name,
                    format!("单位“{}”登记了两次", unit.name),
                ));
            }
            if let Some(other) = slugs.insert(&unit.slug, &unit.name) {
                return Err(Fault::of(
                    &unit.name,
                    format!("单位“{other}”和“{}”的 slug 都是 {}", unit.name, unit.slug),
                ));
            }
        }
        for (i, unit) in self.units.iter().enumerate() {
            for alias in &unit.aliases {
                let taken = index.aliases.insert(alias.clone(), i).is_some();
                if taken || index.names.contains_key(alias) {
                    return Err(Fault::of(alias, format!("别名“{alias}”指向了两个单位")));
                }
            }
        }
        // A full name is another name, and so is it from 市 on, as the jurisdiction
        // itself writes it; unless that is some unit's canonical one.
        for (i, unit) in self.units.iter().enumerate() {
            let Some(full) = &unit.full else { continue };
            let kind = self.jurisdiction.chars().next_back();
            let rest = full.strip_prefix(&self.jurisdiction);
            let at_home = rest.zip(kind).map(|(rest, kind)| format!("{kind}{rest}"));
            for name in std::iter::once(full.clone()).chain(at_home) {
                if !index.names.contains_key(&name) {
                    index.aliases.entry(name).or_insert(i);
                }
            }
        }
        for (i, collective) in self.collectives.iter().enumerate() {
            if index
                .collectives
                .insert(collective.name.clone(), i)
                .is_some()
            {
                return Err(Fault::of(
                    &collective.name,
                    format!("统称“{}”登记了两次", collective.name),
                ));
            }
        }
        Ok(index)
    }

    fn check_references(&self) -> Result<(), Fault> {
        let unknown_unit = |name: &String| !self.index.names.contains_key(name);
        let unknown_kind = |kind: &String| !self.kinds.contains(kind);
        for unit in &self.units {
            if unknown_kind(&unit.kind) {
                return Err(Fault::of(
                    &unit.name,
                    format!("单位“{}”的类别“{}”不在 kinds 里", unit.name, unit.kind),
                ));
            }
            if !is_slug(&unit.slug) {
                return Err(Fault::of(
                    &unit.name,
                    format!(
                        "单位“{}”的 slug“{}”只能用小写字母、数字和连字符",
                        unit.name, unit.slug
                    ),
                ));
            }
        }
        let mut areas: HashMap<&str, &str> = HashMap::new();
        for area in &self.areas {
            if let Some(other) = areas.insert(&area.slug, &area.name) {
                return Err(Fault::of(
                    &area.name,
                    format!("地区“{other}”和“{}”的 slug 都是 {}", area.name, area.slug),
                ));
            }
            if !is_slug(&area.slug) {
                return Err(Fault::of(
                    &area.name,
                    format!(
                        "地区“{}”的 slug“{}”只能用小写字母、数字和连字符",
                        area.name, area.slug
                    ),
                ));
            }
            if let Some(government) = area.government.as_ref().filter(|g| unknown_unit(g)) {
                return Err(Fault::of(
                    &area.name,
                    format!(
                        "地区“{}”的 government“{government}”不在 units 里",
                        area.name
                    ),
                ));
            }
        }
        for issuer in &self.issuers {
            if !is_slug(&issuer.slug) {
                return Err(Fault::of(
                    &issuer.name,
                    format!(
                        "发文机关“{}”的 slug“{}”只能用小写字母、数字和连字符",
                        issuer.name, issuer.slug
                    ),
                ));
            }
        }
        for collective in &self.collectives {
            let named = collective.members.iter().chain(&collective.may_concern);
            if let Some(name) = named.into_iter().find(|n| unknown_unit(n)) {
                return Err(Fault::of(
                    &collective.name,
                    format!("统称“{}”的成员“{name}”不在 units 里", collective.name),
                ));
            }
            let kinds = [&collective.members_of_kind, &collective.may_concern_kind];
            if let Some(kind) = kinds.into_iter().flatten().find(|k| unknown_kind(k)) {
                return Err(Fault::of(
                    &collective.name,
                    format!("统称“{}”所指的类别“{kind}”不在 kinds 里", collective.name),
                ));
            }
        }
        Ok(())
    }

    /// What a phrase says: as it was read before, or as `read` reads it.
    pub(super) fn remembered(&self, text: &str, read: impl FnOnce() -> Phrase) -> Phrase {
        self.memory.get(text, read)
    }

    /// Whether both stand in for the register of one agency.
    pub fn stands_in_as(&self, other: &Register) -> bool {
        let agencies = |r: &Register| -> Vec<_> {
            let issuers = r.issuers.iter();
            issuers.map(|i| (i.code.clone(), i.name.clone())).collect()
        };
        let both = self.bare && other.bare && self.jurisdiction == other.jurisdiction;
        both && agencies(self) == agencies(other)
    }

    /// What a whole name means, if the register has it.
    pub fn lookup(&self, name: &str) -> Option<Known<'_>> {
        if let Some(&i) = self.index.names.get(name) {
            return Some(Known::Unit(&self.units[i]));
        }
        let &i = self.index.aliases.get(name)?;
        Some(Known::Alias(&self.units[i]))
    }

    /// A unit by its canonical name.
    pub fn unit(&self, name: &str) -> Option<&Unit> {
        self.index.names.get(name).map(|&i| &self.units[i])
    }

    /// A collective by its printed name.
    pub fn collective(&self, name: &str) -> Option<&Collective> {
        self.index
            .collectives
            .get(name)
            .map(|&i| &self.collectives[i])
    }

    /// The agency that a 机关代字 belongs to.
    pub fn issuer(&self, code: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|i| i.code == code)
    }

    /// An area by the name of its column.
    pub fn area(&self, name: &str) -> Option<&Area> {
        self.areas.iter().find(|a| a.name == name)
    }

    /// The members of a closed collective, in the order of the register; none
    /// for an open one.
    pub fn members<'r>(&'r self, collective: &'r Collective) -> Vec<&'r Unit> {
        self.pick(&collective.members, collective.members_of_kind.as_deref())
    }

    /// The units that an open collective may concern, in the order of the register.
    pub fn may_concern<'r>(&'r self, collective: &'r Collective) -> Vec<&'r Unit> {
        self.pick(
            &collective.may_concern,
            collective.may_concern_kind.as_deref(),
        )
    }

    fn pick<'r>(&'r self, names: &'r [String], kind: Option<&str>) -> Vec<&'r Unit> {
        let of_kind = self.units.iter().filter(|u| Some(u.kind.as_str()) == kind);
        names
            .iter()
            .filter_map(|n| self.unit(n))
            .chain(of_kind)
            .collect()
    }

    /// Every name that the register has, of units, areas and agencies.
    pub fn names(&self) -> Vec<String> {
        let units = self.units.iter().flat_map(|unit| {
            let others = unit.aliases.iter().chain(&unit.full);
            std::iter::once(&unit.name).chain(others).cloned()
        });
        let areas = self.areas.iter().flat_map(|a| {
            let full = a.full.iter().cloned();
            std::iter::once(a.name.clone()).chain(full)
        });
        let issuers = self.issuers.iter().map(|i| i.name.clone());
        units.chain(areas).chain(issuers).collect()
    }

    /// Units by kind, in the order of `kinds` and of the register.
    pub fn by_kind(&self) -> BTreeMap<usize, Vec<&Unit>> {
        let mut groups: BTreeMap<usize, Vec<&Unit>> = BTreeMap::new();
        for unit in &self.units {
            let at = self.kinds.iter().position(|k| *k == unit.kind);
            groups
                .entry(at.unwrap_or(self.kinds.len()))
                .or_default()
                .push(unit);
        }
        groups
    }
}

/// Whose document a masthead heads: `苏州市人民政府文件` → `苏州市`.
fn jurisdiction_of(masthead: &str) -> String {
    let ends = CircularWords::get().issuer_ends.iter();
    let cut = ends.filter_map(|e| masthead.find(e.as_str())).min();
    let place = masthead[..cut.unwrap_or(masthead.len())].trim_end_matches("文件");
    place.trim_start_matches("中共").to_owned()
}
