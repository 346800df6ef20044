//! What a name means: the register decides, then what is known of bodies in general,
//! then the grammar.

use crate::grammar::phrase as phrase_words;
use crate::grammar::phrase::PhraseWords;
use crate::units::organs;
use crate::units::organs::{Level, Organ, Organs};
use crate::units::phrase::place_names::{
    bare_suffix, committee_place, is_sure, is_zone, kind_behind, leading_place, place_suffix, rank,
};
use crate::units::phrase::tokens::Trust;
use crate::units::phrase::{How, Meaning, Slip};
use crate::units::register::{Known, Register};

/// A name before its meaning is known, as it stands in its group.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    /// Without spaces and brackets.
    pub(super) text: String,
    pub(super) collective: bool,
    pub(super) trust: Trust,
    /// It is the first behind 会同.
    pub(super) behind_with: bool,
}

/// What the first name of a group lends: the register's prefixes that it begins with,
/// longest first, and what it is known to stand behind.
#[derive(Debug, Clone, Default)]
pub(super) struct Lent {
    prefixes: Vec<String>,
    head: Option<Head>,
    /// There is a level among it: without a register a place alone is none.
    has_level: bool,
}

impl Lent {
    /// Whether there is no level that could be lent.
    pub(super) fn is_nothing(&self) -> bool {
        !self.has_level
    }
}

/// What a known name stands behind.
#[derive(Debug, Clone)]
struct Head {
    /// `市`, `苏州`, `白马区`.
    word: String,
    levels: Vec<Level>,
    /// The name is one of a body of the party: 市委组织部.
    party: bool,
    /// The committee of the party is called 党委: 自治区党委.
    committee: bool,
    /// It is a place without a word of its level: 苏州海关.
    place: bool,
}

impl Head {
    /// 镇, 街道.
    fn is_town(&self) -> bool {
        self.levels == [Level::Town] && PhraseWords::get().levels.contains_key(&self.word)
    }
}

/// What one name comes to.
pub(super) struct Meant {
    pub(super) meaning: Meaning,
    pub(super) how: How,
    pub(super) slip: Option<Slip>,
}

impl Meant {
    fn unit(name: String, how: How) -> Self {
        Meant {
            meaning: Meaning::Unit(name),
            how,
            slip: None,
        }
    }
}

/// What a name lends to those behind it in its group.
pub(super) fn lends(first: &str, register: &Register) -> Lent {
    let prefixes = prefixes_of(first, register);
    let head = if register.bare { head_of(first) } else { None };
    let has_level = match register.bare {
        true => head.as_ref().is_some_and(|head| !head.place),
        false => !prefixes.is_empty(),
    };
    Lent {
        prefixes,
        head,
        has_level,
    }
}

/// Whether none of the names before another is of a place that may have it: 供电公司 before
/// 税务局; or no place below a province has it: 昆明市人民政府 before 水利厅.
pub(super) fn has_no_owner(earlier: &[Raw], name: &str) -> bool {
    let organs = Organs::get();
    let below = organs.local(name, &[Level::City, Level::County]);
    let placeless = |raw: &Raw| {
        let text = raw.text.as_str();
        let governs = phrase_words::ends(text, &PhraseWords::get().governs).is_some();
        let known = organs.find(text).is_some_and(|k| !k.head.is_empty());
        !raw.collective && !governs && !known && !organs::is_listed_place(text)
    };
    below.is_none() || earlier.iter().all(placeless)
}

/// What one name means, by the order of trust: as it stands in the register, with the
/// prefix of its group, with the suffix of a later name, as an alias, with the prefix of
/// an earlier group; then by what is known in general.
pub(super) fn resolve(
    raw: &Raw,
    lent: &Lent,
    around: Around<'_>,
    lent_before: &Lent,
    register: &Register,
) -> Meant {
    let name = raw.text.as_str();
    let later = around.later;
    if raw.collective {
        let known = register.collective(name).is_some();
        return Meant {
            meaning: Meaning::Collective(name.to_owned()),
            how: if known { How::Registered } else { How::Known },
            slip: (!known && !register.bare).then_some(Slip::NewCollective),
        };
    }
    // 昆明市委、市政府
    if let Some(place) = leading_place(around.earlier, name, register) {
        let full = format!("{place}{name}");
        return by_register(&full, register).unwrap_or_else(|| unknown(full, How::Lent));
    }
    if let Some(meant) = registered(name, lent, later, lent_before, register) {
        return meant;
    }
    if !register.bare {
        // 吴中、姑苏区政府
        let full = bare_suffix(name, later).map(|suffix| format!("{name}{suffix}"));
        if let Some(meant) = full.and_then(|full| by_register(&full, register)) {
            return meant;
        }
        // Print the name as it stands: a prefix that no register confirms is a guess.
        return Meant {
            meaning: Meaning::Unknown(name.to_owned()),
            how: how(raw.trust),
            slip: None,
        };
    }
    general(raw, lent, around)
}

/// The names of a group before and behind one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'n> {
    pub(super) earlier: &'n [Raw],
    pub(super) later: &'n [Raw],
}

fn unknown(text: String, how: How) -> Meant {
    Meant {
        meaning: Meaning::Unknown(text),
        how,
        slip: None,
    }
}

/// A name with what its group lends it, where the register has that.
fn by_register(full: &str, register: &Register) -> Option<Meant> {
    let known = register.lookup(full)?;
    Some(Meant::unit(known.unit().name.clone(), How::Lent))
}

fn how(trust: Trust) -> How {
    match trust {
        Trust::Registered => How::Registered,
        Trust::Known => How::Known,
        Trust::Plain => How::Plain,
        Trust::Formed => How::Formed,
        Trust::Guessed => How::Guessed,
    }
}

/// What the register says.
fn registered(
    name: &str,
    lent: &Lent,
    later: &[Raw],
    lent_before: &Lent,
    register: &Register,
) -> Option<Meant> {
    let canonical = |full: &String| matches!(register.lookup(full), Some(Known::Unit(_)));
    let named = |known: Known<'_>| known.unit().name.clone();
    if canonical(&name.to_owned()) {
        return Some(Meant::unit(name.to_owned(), How::Registered));
    }
    let with_lent = |lent: &Lent| -> Vec<String> {
        lent.prefixes.iter().map(|p| format!("{p}{name}")).collect()
    };
    let forms = with_lent(lent);
    if let Some(full) = forms.iter().find(|f| canonical(f)) {
        return Some(Meant::unit(full.clone(), How::Lent));
    }
    let suffix = later.iter().find_map(|l| suffix_of(&l.text, register));
    if let Some(full) = suffix.map(|s| format!("{name}{s}")).filter(canonical) {
        return Some(Meant::unit(full, How::Lent));
    }
    let settled = |known, slip| Meant {
        slip: Some(slip),
        ..Meant::unit(named(known), How::Registered)
    };
    let mut all = std::iter::once(name.to_owned()).chain(forms);
    if let Some(known) = all.find_map(|form| register.lookup(&form)) {
        return Some(settled(known, Slip::Alias));
    }
    let before = with_lent(lent_before);
    let known = before.iter().find_map(|form| register.lookup(form))?;
    Some(settled(known, Slip::PrefixFromBefore))
}

/// Without a register: what is known of bodies in general. Lending gives a name only
/// where that body exists.
fn general(raw: &Raw, lent: &Lent, around: Around<'_>) -> Meant {
    let name = raw.text.as_str();
    let later = around.later;
    if let Some(place) = around
        .earlier
        .last()
        .and_then(|b| committee_place(&b.text, name))
    {
        return unknown(format!("{place}{name}"), How::Lent);
    }
    if let Some(suffix) = place_suffix(name, later) {
        return unknown(format!("{name}{suffix}"), How::Lent);
    }
    if let Some(suffix) = bare_suffix(name, later) {
        let full = format!("{name}{suffix}");
        let sure = is_sure(&full);
        return unknown(full, if sure { How::Lent } else { How::Guessed });
    }
    // 蒙山、临港经济开发区管委会: nobody says of what kind it is.
    if kind_behind(name, later).is_some() {
        return unknown(name.to_owned(), How::Guessed);
    }
    let lent = lent.head.as_ref().and_then(|head| lend(name, head));
    // What the first has not, the nearest before it lends: a place (市发改委、舟山海关、海事局),
    // or a body with its level (省企联会同省委编办、统战部).
    let of_nearest = |place: bool| {
        let units = around.earlier.iter().rev().filter(|e| !e.collective);
        let mut heads = units.filter_map(|e| head_of(&e.text));
        heads.find_map(|head| {
            let fits = head.place == place && (!place || organs::is_listed_place(&head.word));
            fits.then(|| lend(name, &head)).flatten()
        })
    };
    let plain = level_at_head(name).is_none();
    let nearest = || {
        let found = of_nearest(true).or_else(|| of_nearest(false));
        found.filter(|_| plain)
    };
    match lent.or_else(nearest) {
        Some(full) => unknown(full, How::Lent),
        None => unknown(name.to_owned(), how(raw.trust)),
    }
}

/// A name with what the first of its group stands behind, where that is a body.
fn lend(name: &str, head: &Head) -> Option<String> {
    // 市科技局、高新区管委会: a zone has a name of its own.
    if is_zone(name) {
        return None;
    }
    let organs = Organs::get();
    let known = organs.find(name);
    if known.is_some_and(|k| !k.head.is_empty()) || organs::is_listed_place(name) {
        return None;
    }
    // 市委宣传部、市直机关工委
    if known.is_some_and(|k| carries_level(name, k.organ)) {
        return None;
    }
    let word = &head.word;
    if head.place {
        // 苏州海关、出入境检验检疫局
        let organ = organs.local(name, &head.levels)?;
        let takes = organ.own_place && !organ.own_level && organ.kind != "企业";
        return takes.then(|| format!("{word}{name}"));
    }
    let party = format!("委{name}");
    let of_party = organs.local(&party, &head.levels).is_some();
    let government = organs.local(name, &head.levels);
    // 税务总局, 人民银行: a body of the centre is not one of this level; 贸促会 is one of each.
    let central = organs
        .central(name)
        .is_some_and(|organ| organ.kind != "群团");
    // 银监局 is one of a province: of a city there are 银监分局.
    let above = |o: &Organ| {
        o.kind == "垂直管理"
            && o.level == Some(Level::Province)
            && head.levels.first() != Some(&Level::Province)
    };
    let takes = |o: &Organ| o.takes_level() || o.is_office_of_town() && head.is_town();
    let taken =
        government.is_some_and(|o| !above(o) && takes(o) && !(central && o.full.contains('*')));
    if head.party && of_party && government.is_none_or(|o| o.kind != "政府工作部门") {
        let committee = if head.committee { "党委" } else { "委" };
        return Some(format!("{word}{committee}{name}"));
    }
    let joined = || government.is_none() && organs.joins_two(name, &head.levels);
    (taken || joined()).then(|| format!("{word}{name}"))
}

/// What a known name stands behind: 市 of 市发改委, 白马区 of 白马区教育局. A government
/// is no department, and lends nothing.
fn head_of(name: &str) -> Option<Head> {
    let words = PhraseWords::get();
    let governs = phrase_words::ends(name, &words.governs).is_some();
    let organs = Organs::get();
    if let Some(known) = organs.find(name) {
        // 东湖新区 is a place itself; 县高新区 is the county's.
        let place = rank(name).is_some() && organs::level_of_head(known.head).is_none();
        if known.head.is_empty() && !carries_level(name, known.organ) || place {
            return None;
        }
        if known.head.is_empty() {
            return head(level_at_head(name)?, "");
        }
        // 县新区管委会 and 青禾县开发区管委会 are of the county; 白马区政府 is a government
        // itself.
        let level = words.levels.contains_key(known.head);
        let zone = organs::level_of_head(known.head).is_some()
            && !words.governs.iter().any(|g| *g == name[known.head.len()..]);
        if governs && !level && !zone {
            return None;
        }
        let rest = &name[known.head.len()..];
        let word = known.head.trim_start_matches("中共");
        return head(word, rest);
    }
    if governs || organs.central(name).is_some() {
        return None;
    }
    // A name that nobody knows begins with a word of its level all the same.
    let word = level_at_head(name)?;
    head(word, &name[word.len()..])
}

/// The word of a level that a name begins with.
fn level_at_head(name: &str) -> Option<&'static str> {
    let words = PhraseWords::get();
    if phrase_words::begins(name, &words.no_levels).is_some() {
        return None;
    }
    let levels = words.levels.keys();
    let word = levels.filter(|l| name.starts_with(l.as_str()) && name.len() > l.len() + 3);
    word.max_by_key(|l| l.len()).map(String::as_str)
}

/// Whether a body that takes no word of a level begins with one: 市直机关工委.
fn carries_level(name: &str, organ: &Organ) -> bool {
    organ.own_level && organ.level != Some(Level::Central) && level_at_head(name).is_some()
}

fn head(word: &str, rest: &str) -> Option<Head> {
    let levels = organs::level_of_head(word).map(<[Level]>::to_vec);
    let place = levels.is_none()
        && !PhraseWords::get()
            .zones
            .iter()
            .any(|z| word.ends_with(z.as_str()));
    Some(Head {
        word: word.to_owned(),
        levels: levels.unwrap_or_else(|| {
            if place {
                vec![Level::City, Level::County, Level::Province]
            } else {
                vec![Level::County, Level::Town]
            }
        }),
        party: rest.starts_with('委') || rest.starts_with("党委"),
        committee: rest.starts_with("党委"),
        place,
    })
}

/// The register's prefixes that a name begins with, longest first.
fn prefixes_of(name: &str, register: &Register) -> Vec<String> {
    let begins = |p: &&String| name.len() > p.len() && name.starts_with(p.as_str());
    let mut found: Vec<String> = register.prefixes.iter().filter(begins).cloned().collect();
    found.sort_by_key(|p| std::cmp::Reverse(p.len()));
    found
}

fn suffix_of<'r>(name: &str, register: &'r Register) -> Option<&'r str> {
    let mut suffixes = register.suffixes.iter().map(String::as_str);
    suffixes.find(|s| name.len() > s.len() && name.ends_with(s))
}
