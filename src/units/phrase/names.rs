//! What may be a name at some place of a phrase, with what it costs to hold it for one.
//! A name of the register costs least, one of a body that is known in general a little
//! more; a name that has only the form of one costs as much as it looks unlikely.

use crate::grammar::phrase as phrase_words;
use crate::units::organs;
use crate::units::phrase::form::{counts_places, formed};
use crate::units::phrase::tokens::{CLOSE, Found, MARKS, OPEN, Scene, Token, Trust};
use crate::units::phrase::{collective, persons, place_names};
use crate::units::register::Known;

/// A token that may begin at some place: where it ends, and what it costs.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'t> {
    pub(super) end: usize,
    pub(super) cost: u32,
    pub(super) token: Token<'t>,
}

/// The longest name, in characters.
const LONGEST: usize = 40;

/// The shortest label that is no name, in characters.
const SHORTEST_LABEL: usize = 4;

/// The names that a clause is as a whole, where it is one that the register or general
/// knowledge has: with collectives that go on behind its mark.
pub(super) fn whole<'t>(scene: &Scene<'t, '_>, at: usize) -> Vec<Candidate<'t>> {
    let clause = &scene.text[at..scene.end(at)];
    // In the middle of a clause words that link names may stand.
    let before = scene.text[..at].chars().next_back();
    let begins = before.is_none_or(|c| MARKS.contains(&c) || c == ' ');
    let fits = begins && !clause.is_empty() && clause.chars().count() <= LONGEST;
    if !fits || begins_with_word(scene, clause) {
        return Vec::new();
    }
    let end = scene.end(at);
    let plain = squeeze(clause);
    let known = || {
        let found = scene.find(&plain)?;
        let certain = found.head.is_empty() || organs::is_listed_place(found.head);
        let level = scene.words.levels.contains_key(found.head);
        (certain || level).then_some((14, Trust::Known, false))
    };
    let found = registered(scene, &plain).map(|(cost, c)| (cost, Trust::Registered, c));
    let bare = scene.register.bare;
    let Some((cost, trust, is_collective)) = found.or_else(|| known().filter(|_| bare)) else {
        return Vec::new();
    };
    let mut all = vec![name(end, cost, trust, is_collective, false)];
    collective::across_marks(scene, at, |end, cost| {
        all.push(name(end, cost, Trust::Registered, true, false));
    });
    all
}

/// Every name that may begin at `at`.
pub(super) fn at(scene: &Scene<'_, '_>, at: usize, found: &mut Vec<Candidate<'_>>) {
    let text = scene.text;
    let end = scene.end(at);
    let Some(first) = text[at..end].chars().next() else {
        return;
    };
    if first.is_whitespace() || OPEN.contains(&first) || CLOSE.contains(&first) {
        return;
    }
    collective::across_marks(scene, at, |end, cost| {
        found.push(name(end, cost, Trust::Registered, true, false));
    });
    if is_bare_place(scene, at) {
        found.push(name(end, 60, Trust::Guessed, false, false));
    }
    if let Some(length) = group_behind_others(scene, at) {
        found.push(name(at + length, 24, Trust::Known, true, false));
    }
    let worded = begins_with_word(scene, &text[at..end]);
    let mut depth = 0usize;
    for (offset, c) in text[at..end].char_indices().take(LONGEST) {
        depth = match c {
            _ if OPEN.contains(&c) => depth + 1,
            _ if CLOSE.contains(&c) => depth.saturating_sub(1),
            _ => depth,
        };
        if depth > 0 || c.is_whitespace() {
            continue;
        }
        let to = at + offset + c.len_utf8();
        let printed = &text[at..to];
        let plain = squeeze(printed);
        let gaps = 4 * u32::from(plain.len() < printed.len());
        // 李华 市城投集团: a person, and the next body.
        let head = printed.split(char::is_whitespace).next();
        if gaps > 0 && head.is_some_and(|head| persons::is_person(head, scene)) {
            continue;
        }
        let Some(judged) = judge(scene, &plain, to) else {
            continue;
        };
        let follows = scene.may_follow(to);
        // Only a name that is known may have spaces inside, or words behind it that
        // nobody can read.
        let known = judged.trust <= Trust::Known && !judged.collective;
        if !known && (gaps > 0 || !follows) {
            continue;
        }
        // 司法部 is not in 司法部门.
        let left = text[to..end].chars().count();
        let cut_off = match (follows, left) {
            (true, _) => 0,
            (_, 0..=1) => 60,
            _ => 25,
        };
        let cost = judged.cost + gaps + cut_off;
        // 会同县人防局: a name of that county, or 县人防局 behind 会同.
        let worded = worded && (!judged.certain || names_behind_link(scene, &plain));
        found.push(name(to, cost, judged.trust, judged.collective, worded));
    }
}

fn name<'t>(
    end: usize,
    cost: u32,
    trust: Trust,
    collective: bool,
    begins_with_word: bool,
) -> Candidate<'t> {
    Candidate {
        end,
        cost,
        token: Token::Name(Found {
            trust,
            collective,
            begins_with_word,
        }),
    }
}

/// Whether a clause may be a place without its kind, because a later one has it, alone or
/// with what governs it: 艾山、里辛、辛庄街道办事处, 兰山、河东区.
fn is_bare_place(scene: &Scene<'_, '_>, at: usize) -> bool {
    let text = scene.text;
    let bare = |clause: &str| place_names::may_be_bare(clause);
    let mut end = scene.end(at);
    let first = &text[at..end];
    if !text[end..].starts_with('、') || !bare(first) {
        return false;
    }
    while text[end..].starts_with('、') {
        let from = end + '、'.len_utf8();
        end = scene.end(from);
        let clause = &text[from..end];
        // 丽江、红河等州市人民政府 says of none of them what kind it is.
        let others = collective::places_and_others(clause, scene).is_some();
        let mut ends = clause.char_indices().map(|(to, c)| to + c.len_utf8());
        let whole = ends.any(|to| {
            place_names::kind_of_place(&clause[..to]).is_some() && scene.may_follow(from + to)
        });
        if whole && !others {
            return true;
        }
        if others || !bare(clause) {
            return false;
        }
    }
    false
}

/// 上海交通大学等高校, 沭阳县等县区人民政府: how long the kind is of those others whom the
/// phrase does not name.
fn group_behind_others(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let mut others = scene.register.words.others.iter();
    if !others.any(|w| scene.text[..at].ends_with(w.as_str())) {
        return None;
    }
    let clause = &scene.text[at..scene.end(at)];
    let kind = scene.words.group_ends.iter().any(|g| g == clause);
    let places = || collective::kinds_of_places(clause, scene);
    kind.then_some(clause.len()).or_else(places)
}

/// A name without the spaces that some tables put between its characters.
pub(super) fn squeeze(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What a stretch of words comes to as a name.
struct Judged {
    cost: u32,
    trust: Trust,
    collective: bool,
    /// Whoever knows it has the whole name, so that no word at its head counts.
    certain: bool,
}

/// What a stretch of words comes to as a name; `None` where it cannot be one. `to` is
/// where it ends.
fn judge(scene: &Scene<'_, '_>, name: &str, to: usize) -> Option<Judged> {
    let known = |cost, certain| Judged {
        cost,
        trust: Trust::Known,
        collective: false,
        certain,
    };
    let level = scene.words.levels.contains_key(name);
    if let Some((cost, collective)) = registered(scene, name) {
        return Some(Judged {
            collective,
            trust: Trust::Registered,
            ..known(cost, true)
        });
    }
    // 责任单位 behind a name is a word of a role.
    let roles = scene.register.words.roles();
    let mut labels = roles.iter().flat_map(|(words, _)| &words.labels);
    let before = to.checked_sub(name.len());
    let before = before.and_then(|at| scene.text.get(..at));
    let inside = before.is_some_and(|before| !before.is_empty() && !before.ends_with(MARKS));
    if inside && name.chars().count() >= SHORTEST_LABEL && labels.any(|label| label == name) {
        return None;
    }
    // 平等街道和各乡镇 is a street and a collective.
    if collective::joins_several(name, scene) {
        return None;
    }
    let several = |cost| Judged {
        collective: true,
        ..known(cost, false)
    };
    // 街道 alone is no name of one.
    let found = scene.find(name).filter(|_| !level);
    // 市对口支援办公室 is a body, though 对口 may say that several are meant.
    let own = found.as_ref().is_some_and(|f| {
        let kind = &name[f.head.len()..];
        let level = scene.words.levels.contains_key(f.head);
        // 青禾县对口支援办 as well, but not 珠三角九市政府.
        let placed = || organs::level_of_head(f.head).is_some();
        f.head.is_empty() || level || placed() && !scene.words.governs.iter().any(|g| g == kind)
    });
    if !own && collective::is_collective(name, scene) {
        return Some(match collective::ends_as_bodies(name, scene) {
            true => several(20),
            // 各样本校卫生室样本校名单如下
            false => Judged {
                trust: Trust::Guessed,
                ..several(45)
            },
        });
    }
    let place = governed(scene, name);
    // 试点城市政府 is the government of no place.
    let listed = place.is_some_and(organs::is_listed_place);
    if !own && !listed && collective::is_group(name, scene) {
        return Some(several(if place.is_some() { 13 } else { 22 }));
    }
    if let Some(found) = found {
        let alone = found.head.is_empty();
        // 里街道办 behind 会同; 会同 alone is rather the word than the county.
        let linked = || links_alone(scene, name) || governs_behind_link(scene, name);
        if is_odd_head(scene, found.head) || !alone && linked() {
            return Some(known(50, false));
        }
        // 街道办 behind 联合: what governs, and nothing before it.
        if scene.words.governs.iter().any(|g| g == name) {
            return Some(known(40, false));
        }
        // A place that nobody lists may begin with a word: 会同街道党工委.
        let certain =
            alone || found.head.chars().count() < 3 || organs::is_listed_place(found.head);
        return Some(known(if alone { 16 } else { 14 }, certain));
    }
    // 市安委会办: what ends so is no name behind which 会办 stands.
    let office = name.strip_suffix('办').filter(|n| n.ends_with('会'));
    if office.is_some_and(|body| scene.find(body).is_some_and(|k| !k.head.is_empty())) {
        return Some(known(14, true));
    }
    if let Some(place) = place.filter(|_| !counts_places(scene, name)) {
        let listed = organs::is_listed_place(place);
        let cost = match (listed, is_short_place(place)) {
            (true, _) => 15,
            (_, false) if !governs_behind_link(scene, name) => 24,
            _ => 50,
        };
        return Some(known(cost, listed));
    }
    if organs::is_listed_place(name) {
        // 苏州 alone is seldom meant as one of those responsible.
        let kind = organs::level_word(name).is_some();
        return Some(known(if kind { 18 } else { 45 }, true));
    }
    // 宣传处会办公室
    if scene.register.words.meets.is_inside(name) {
        return None;
    }
    let (cost, trust) = formed(scene, name, to)?;
    Some(Judged {
        cost,
        trust,
        collective: false,
        certain: false,
    })
}

/// Whether what stands before a kind is hardly a place: one character, or a word that links
/// names and is only by chance the name of one.
fn is_odd_head(scene: &Scene<'_, '_>, head: &str) -> bool {
    let words = &scene.register.words;
    let one = head.chars().count() == 1 && !scene.words.levels.contains_key(head);
    one && !organs::is_listed_place(head) || words.with.iter().any(|w| w == head)
}

/// Whether a name is a word that links names, and behind it one that needs nothing before
/// it: 会同团市委.
fn links_alone(scene: &Scene<'_, '_>, name: &str) -> bool {
    let words = scene.register.words.with.iter();
    let mut rest = words.filter_map(|w| name.strip_prefix(w.as_str()));
    rest.any(|rest| {
        // 联合街道办
        let governs = scene.words.governs.iter().any(|g| g == rest);
        !governs && scene.find(rest).is_some_and(|known| known.head.is_empty())
    })
}

/// What the register has: the name as it stands, or with a prefix or suffix that a group
/// may lend; the cost, and whether it is a collective.
pub(super) fn registered(scene: &Scene<'_, '_>, name: &str) -> Option<(u32, bool)> {
    let register = scene.register;
    if register.collective(name).is_some() {
        return Some((10, true));
    }
    if let Some(Known::Unit(_) | Known::Alias(_)) = register.lookup(name) {
        return Some((10, false));
    }
    if register.bare {
        return None;
    }
    let lent = |p: &String| register.lookup(&format!("{p}{name}")).is_some();
    let before = name.chars().count() > 1 && register.prefixes.iter().any(lent);
    let lends = |s: &String| register.unit(&format!("{name}{s}")).is_some();
    let behind = before || register.suffixes.iter().any(lends);
    behind.then_some((11, false))
}

/// Whether a place has one character before its kind: 里街道 behind 会同.
fn is_short_place(place: &str) -> bool {
    let kind = organs::level_word(place).map_or(0, |(word, _)| word.chars().count());
    place.chars().count() < kind + 2
}

/// Whether a word that links names stands before one that is whole without it:
/// 和联合街道办.
fn governs_behind_link(scene: &Scene<'_, '_>, name: &str) -> bool {
    let words = &scene.register.words;
    let links = words.with.iter().chain(&words.and);
    let mut rest = links.filter_map(|w| name.strip_prefix(w.as_str()));
    rest.any(|rest| governed(scene, rest).is_some_and(|place| !is_short_place(place)))
}

const STREET: &str = "街道";

/// The place of a name that is one with what governs it: 会同县人民政府, 城关镇政府.
pub(super) fn governed<'n>(scene: &Scene<'_, '_>, name: &'n str) -> Option<&'n str> {
    let governs = phrase_words::ends(name, &scene.words.governs)?;
    // 联合街道办: the kind of the place is part of the word.
    let kind = if governs.starts_with(STREET) {
        STREET.len()
    } else {
        0
    };
    let place = &name[..name.len() - governs.len() + kind];
    (organs::is_place(place) && !links(scene, place)).then_some(place)
}

/// Whether words that link names or say several stand inside.
pub(super) fn links(scene: &Scene<'_, '_>, name: &str) -> bool {
    let words = &scene.register.words;
    let links = words.and.iter().chain(&words.with).chain(&words.others);
    // 宜和市: one character before it is no name.
    let inside = |w: &String| {
        let mut places = name.match_indices(w.as_str());
        places.any(|(at, _)| name[..at].chars().count() > 1)
    };
    name.contains('各') || !organs::is_listed_place(name) && links.into_iter().any(inside)
}

/// Whether what stands behind a word of linking is a name that is known, with its level.
fn names_behind_link(scene: &Scene<'_, '_>, name: &str) -> bool {
    let words = &scene.register.words;
    let links = words.with.iter().chain(&words.and);
    let rest = links.filter_map(|w| name.strip_prefix(w.as_str()));
    rest.into_iter().any(|rest| {
        let known = scene.find(rest);
        // In a city's notice 会同县政府 is one of its counties.
        let issuer = &scene.register.jurisdiction;
        let own = |head: &str| !scene.register.bare || issuer.ends_with(head);
        known.is_some_and(|k| scene.words.levels.contains_key(k.head) && own(k.head))
    })
}

/// Whether words begin with one that states a role or links names.
fn begins_with_word(scene: &Scene<'_, '_>, text: &str) -> bool {
    let words = &scene.register.words;
    let tails = words.roles().into_iter().flat_map(|(w, _)| &w.tails);
    let links = words.with.iter().chain(&words.and).chain(&words.by);
    tails
        .chain(links)
        .chain(&words.others)
        .any(|w| text.starts_with(w.as_str()))
}
