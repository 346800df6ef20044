//! Names of bodies, with what each may do in a group: lend its level, borrow it, or
//! neither.

use super::dice::Dice;
use super::organs::{Row, Table};
use super::registered;
use super::world::World;

/// What a name may do in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A body of the government: lends its level, and may borrow it.
    Government,
    /// A body of the party: lends 市委 to bodies of the party, 市 to others.
    Party,
    /// Carries its level, or has a name of its own: 团市委, 东湖实验室, 司法部.
    Own,
}

/// A body.
#[derive(Debug, Clone)]
pub struct Name {
    /// The whole name.
    pub text: String,
    /// The level or place at its head, where it lends one.
    pub prefix: String,
    /// The name without its level, as it stands behind one that lends: `财政局`, `宣传部`.
    pub short: Option<String>,
    pub sort: Sort,
}

impl Name {
    /// What the name is when it stands without its level behind `first`, or nothing where
    /// it cannot.
    pub fn behind(&self, first: &Name, world: &World) -> Option<String> {
        let short = self.short.as_ref()?;
        match (first.sort, self.sort) {
            (Sort::Party, Sort::Party) => {
                let party = world.party.trim_start_matches(world.word);
                Some(format!("{}{party}{short}", first.prefix))
            }
            (Sort::Government | Sort::Party, Sort::Government) => {
                Some(format!("{}{short}", first.prefix))
            }
            _ => None,
        }
    }
}

/// Kinds of bodies, as often as lists name them.
const KINDS: &[(&str, usize)] = &[
    ("政府工作部门", 40),
    ("党委部门", 10),
    ("群团", 6),
    ("人大政协两院", 4),
    ("事业单位", 6),
    ("议事协调机构", 4),
    ("垂直管理", 5),
    ("纪检监察机关", 1),
    ("派出机构", 2),
];
const KINDS_OF_THE_CENTRE: &[(&str, usize)] = &[
    ("国务院组成部门", 30),
    ("国务院直属机构", 14),
    ("部委管理的国家局", 8),
    ("党中央部门", 8),
    ("国务院直属事业单位", 4),
    ("国务院办事机构", 3),
    ("全国人大政协两院", 2),
    ("群团", 4),
    ("中央企业", 4),
    ("中央金融机构", 3),
    ("部委挂牌机构", 2),
    ("议事协调机构", 1),
];
const KINDS_OF_A_TOWN: &[(&str, usize)] = &[("乡镇机构", 20), ("派出机构", 4), ("群团", 1)];

/// Names of which every reader knows them, and that are hard all the same.
const HARD: &[&str] = &[
    "政协办",
    "人大办",
    "政府办",
    "市场监管局",
    "市场监督管理局",
    "文化和旅游局",
    "发展和改革委员会",
    "人力资源和社会保障局",
    "住房和城乡建设局",
    "自然资源和规划局",
    "市容市政局",
    "司法局",
    "委编办",
    "委政法委",
    "委统战部",
    "政府办公室",
    "妇联",
    "残联",
    "总工会",
];

/// Bodies with names of their own; `%` stands for the place without its kind, `*` for the
/// whole place.
const OWN: &[&str] = &[
    "国网%供电公司",
    "%海关",
    "人民银行*分行",
    "国家税务总局*税务局",
    "%军分区",
    "中国电信%分公司",
    "中国移动%分公司",
    "中国铁塔%分公司",
    "%农商银行",
    "国家统计局%调查队",
    "%大学",
    "%水务集团",
    "%文旅集团",
    "%联合水务集团",
    "%配合饲料有限公司",
    "%协同创新研究院",
    "东湖实验室",
    "东湖科学城",
    "武警%支队",
    "%机场集团",
    "中石化%石油分公司",
    "%银保监分局",
];

/// A name of a body of the issuer's own level.
pub fn body(world: &World, prefix: &str, dice: &mut Dice) -> Name {
    if world.register != "none" {
        return registered::body(world, dice);
    }
    if world.level == "central" {
        return of_kind(world, prefix, dice, KINDS_OF_THE_CENTRE);
    }
    if world.level == "town" {
        return of_kind(world, prefix, dice, KINDS_OF_A_TOWN);
    }
    match dice.roll(20) {
        0..=2 => {
            let stem = hard(world, dice);
            name(world, prefix, stem)
        }
        3 => own(world, dice),
        4 if dice.one_in(2) => league(world),
        _ => of_kind(world, prefix, dice, KINDS),
    }
}

/// A name that is hard to tell from words, of a kind that the level has.
fn hard(world: &World, dice: &mut Dice) -> &'static str {
    let table = Table::get();
    loop {
        let stem = dice.pick(HARD);
        if table.named(stem).any(|row| row.level == world.level) {
            return stem;
        }
    }
}

/// 团市委: its level is inside.
fn league(world: &World) -> Name {
    let text = match world.word {
        "自治区" => "自治区团委".to_owned(),
        word => format!("团{word}委"),
    };
    Name {
        text,
        prefix: String::new(),
        short: None,
        sort: Sort::Own,
    }
}

fn own(world: &World, dice: &mut Dice) -> Name {
    let text = dice.pick(OWN);
    Name {
        text: text.replace('%', world.stem).replace('*', world.place),
        prefix: String::new(),
        short: None,
        sort: Sort::Own,
    }
}

fn of_kind(world: &World, prefix: &str, dice: &mut Dice, kinds: &[(&'static str, usize)]) -> Name {
    let table = Table::get();
    loop {
        let all: usize = kinds.iter().map(|k| k.1).sum();
        let mut roll = dice.roll(all);
        let kind = kinds.iter().find(|k| {
            let hit = roll < k.1;
            roll = roll.saturating_sub(k.1);
            hit
        });
        let rows = table.of(world.level, kind.unwrap().0);
        if rows.is_empty() {
            continue;
        }
        let row = &table.rows[*dice.of(rows)];
        // Short names are the usual ones.
        let which = match dice.roll(4) {
            0 => 0,
            _ => 1 + dice.roll(row.names.len().saturating_sub(1)),
        };
        let stem = row.names.get(which).unwrap_or(&row.names[0]);
        if is_for(world, row, stem) {
            return name(world, prefix, stem);
        }
    }
}

/// Whether an office of this world would print the name.
fn is_for(world: &World, row: &Row, stem: &str) -> bool {
    // Names with a place inside, and those that a register would have to explain.
    let odd = stem.contains(['*', '（', '、']) || row.note.contains("兵团");
    // What is named without its kind (体育, 税务) is no name of a body in a list.
    let short = stem.chars().count() < 2 || matches!(stem, "党委" | "地委" | "盟委");
    // A stem that has the word of another level in it: 区委, 县直机关工委.
    let others = ["省", "县", "旗", "州", "盟", "自治区"];
    let stray = |w: &str| w != world.word && stem.starts_with(w);
    let stray = !world.word.is_empty() && others.iter().any(|w| stray(w));
    // Of the party, in an autonomous region, only what stands behind 党委.
    let party = stem.strip_prefix("党委").is_some();
    !(odd || short || stray || party)
}

/// The word of the level, or now and then the whole place: 东陵市财政局.
pub fn prefix(world: &World, dice: &mut Dice) -> &'static str {
    match world.word {
        "" => "",
        word if world.register != "none" => word,
        _ if dice.one_in(25) => world.place,
        word => word,
    }
}

/// The body of the kind `stem` behind a prefix.
fn name(world: &World, prefix: &str, stem: &str) -> Name {
    let party = stem.starts_with('委') && !stem.starts_with("委员");
    if prefix.is_empty() {
        return Name {
            text: stem.to_owned(),
            prefix: String::new(),
            short: None,
            sort: Sort::Own,
        };
    }
    if party {
        let behind = &stem['委'.len_utf8()..];
        let text = match world.word {
            "自治区" => format!("{prefix}党委{behind}"),
            _ => format!("{prefix}{stem}"),
        };
        return Name {
            text,
            prefix: prefix.to_owned(),
            short: Some(behind.to_owned()).filter(|s| of_the_party_alone(s)),
            sort: Sort::Party,
        };
    }
    Name {
        text: format!("{prefix}{stem}"),
        prefix: prefix.to_owned(),
        short: Some(stem.to_owned()).filter(|s| of_the_government(s)),
        sort: Sort::Government,
    }
}

/// Whether a name without its level can be told to be the party's: 宣传部. 改革办 may be
/// the government's as well, which nobody can know from the list.
fn of_the_party_alone(short: &str) -> bool {
    short.chars().count() > 1 && Table::get().named(short).next().is_none()
}

/// Whether a name without its level can be told to be a body of the issuer's: not 党校,
/// which is 市委党校 as well, nor 外汇局, which is the centre's.
fn of_the_government(stem: &str) -> bool {
    let table = Table::get();
    // A zone has a name of its own: 市科技局、农业园区管委会.
    let zone = ["管委会", "管理委员会"]
        .iter()
        .find_map(|w| stem.strip_suffix(w));
    if zone.unwrap_or(stem).ends_with(['区', '城', '园']) {
        return false;
    }
    let party = table.named(&format!("委{stem}")).next().is_some();
    let central = table.named(stem).any(|row| row.level == "central");
    let department = table.named(stem).any(|row| row.kind == "政府工作部门");
    let kept = |row: &Row| {
        matches!(
            row.kind.as_str(),
            "企业" | "民主党派" | "军事机关" | "基层组织" | "乡镇机构"
        ) || row.names[0].contains('*')
            || row.note.contains("carries its own level")
            || row.note.contains("takes no prefix")
            || row.note.contains("takes the place's own name")
    };
    let own = table.named(stem).any(kept);
    !party && !own && (!central || department)
}

/// What governs a place, and what it may be as well.
pub type Place = (String, Option<String>);

/// A government, a committee or an office of places below, several of one kind behind
/// each other with one word for all: 白马区、和平区人民政府. What is printed, and
/// the names, with what each may be as well.
pub fn below(world: &World, dice: &mut Dice) -> Option<(String, Vec<Place>)> {
    if world.below.is_empty() {
        return None;
    }
    let (governs, places) = dice.of(world.below);
    let governs = dice.pick(governs);
    let count = [1, 1, 1, 2, 2, 3][dice.roll(6)].min(places.len());
    let mut chosen: Vec<&str> = Vec::new();
    while chosen.len() < count {
        let place = dice.pick(places);
        if !chosen.contains(&place) {
            chosen.push(place);
        }
    }
    // 东湖街道、联合街道办: what reaches back is 街道办 without the kind of the place.
    let (kind, rest) = match governs.strip_prefix("街道") {
        Some(rest) => ("街道", rest),
        None => ("", governs),
    };
    let bare = dice.one_in(4) && !kind.is_empty();
    let full: Vec<String> = chosen.iter().map(|p| format!("{p}{kind}")).collect();
    if bare {
        let names = full.iter().map(|name| (name.clone(), None)).collect();
        return Some((full.join("、"), names));
    }
    let printed = format!("{}{rest}", full.join("、"));
    let last = full.len() - 1;
    let name = |(at, place): (usize, &String)| {
        let also = match kind {
            "街道" if at < last => Some(place.clone()),
            _ => None,
        };
        (format!("{place}{rest}"), also)
    };
    Some((printed, full.iter().enumerate().map(name).collect()))
}
