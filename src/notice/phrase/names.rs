//! What may be a name at some place of a phrase, with what it costs to hold it for one.
//! A name of the register costs least, one of a body that is known in general a little
//! more; a name that has only the form of one costs as much as it looks unlikely.

use super::collective;
use super::tokens::{Found, Scene, Token, Trust};
use super::words;
use crate::notice::organs;
use crate::notice::units::Known;

/// A token that may begin at some place: where it ends, and what it costs.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'t> {
    pub(super) end: usize,
    pub(super) cost: u32,
    pub(super) token: Token<'t>,
}

/// The longest name, in characters.
const LONGEST: usize = 40;

/// The longest name that is one by its form alone, in characters.
const LONGEST_FORMED: usize = 30;

/// Every name that may begin at `at`.
pub(super) fn at(scene: &Scene<'_, '_>, at: usize, found: &mut Vec<Candidate<'_>>) {
    let text = scene.text;
    let end = scene.end(at);
    let Some(first) = text[at..end].chars().next() else {
        return;
    };
    if first.is_whitespace() || matches!(first, '（' | '）') {
        return;
    }
    collective::across_marks(scene, at, |end, cost| {
        found.push(name(end, cost, Trust::Registered, true, false));
    });
    // Most clauses are a name of the register and nothing else.
    let whole = squeeze(&text[at..end]);
    if let Some((cost, collective)) = registered(scene, &whole) {
        found.push(name(end, cost, Trust::Registered, collective, false));
        return;
    }
    let worded = begins_with_word(scene, &text[at..end]);
    let mut depth = 0usize;
    for (offset, c) in text[at..end].char_indices().take(LONGEST) {
        depth = match c {
            '（' => depth + 1,
            '）' => depth.saturating_sub(1),
            _ => depth,
        };
        if depth > 0 || c.is_whitespace() {
            continue;
        }
        let to = at + offset + c.len_utf8();
        let printed = &text[at..to];
        let plain = squeeze(printed);
        let gaps = 4 * u32::from(plain.len() < printed.len());
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
        let worded = worded && !judged.certain;
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
    if let Some((cost, collective)) = registered(scene, name) {
        return Some(Judged {
            collective,
            trust: Trust::Registered,
            ..known(cost, true)
        });
    }
    let several = |cost| Judged {
        collective: true,
        ..known(cost, false)
    };
    if collective::is_collective(name, scene) {
        return Some(several(20));
    }
    if let Some(found) = scene.organs.find(name) {
        let alone = found.head.is_empty();
        // A place that nobody lists may begin with a word: 会同街道党工委.
        let certain =
            alone || found.head.chars().count() < 3 || organs::is_listed_place(found.head);
        return Some(known(if alone { 16 } else { 14 }, certain));
    }
    if let Some(place) = governed(scene, name) {
        let listed = organs::is_listed_place(place);
        return Some(known(if listed { 15 } else { 24 }, listed));
    }
    if collective::is_group(name, scene) {
        return Some(several(22));
    }
    if organs::is_listed_place(name) {
        // 苏州 alone is seldom meant as one of those responsible.
        let kind = organs::level_word(name).is_some();
        return Some(known(if kind { 18 } else { 45 }, true));
    }
    let (cost, trust) = formed(scene, name, to)?;
    Some(Judged {
        cost,
        trust,
        collective: false,
        certain: false,
    })
}

/// What the register has: the name as it stands, or with a prefix or suffix that a group
/// may lend; the cost, and whether it is a collective.
fn registered(scene: &Scene<'_, '_>, name: &str) -> Option<(u32, bool)> {
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

/// The place of a name that is one with what governs it: 会同县人民政府, 城关镇政府.
fn governed<'n>(scene: &Scene<'_, '_>, name: &'n str) -> Option<&'n str> {
    let governs = words::ends(name, &scene.words.governs)?;
    let place = &name[..name.len() - governs.len()];
    (organs::is_place(place) && !links(scene, place)).then_some(place)
}

/// Whether words that link names or say several stand inside.
pub(super) fn links(scene: &Scene<'_, '_>, name: &str) -> bool {
    let words = &scene.register.words;
    let links = words.and.iter().chain(&words.with).chain(&words.others);
    let inside = |w: &String| name.find(w.as_str()).is_some_and(|at| at > 0);
    name.contains('各') || !organs::is_listed_place(name) && links.into_iter().any(inside)
}

/// What a name costs that has only the form of one.
fn formed(scene: &Scene<'_, '_>, name: &str, to: usize) -> Option<(u32, Trust)> {
    let count = name.chars().count();
    if !(2..=LONGEST_FORMED).contains(&count) || name.starts_with('各') {
        return None;
    }
    let shape = scene.organs.has_ending(name);
    let prefixed = has_level(scene, name);
    let ends = ends_as_name(scene, name);
    let (mut cost, trust) = match (shape, ends, prefixed) {
        (true, ..) => (36, Trust::Formed),
        (_, true, true) => (40, Trust::Formed),
        (_, true, false) => (48, Trust::Formed),
        (_, false, true) if scene.closes(to) && may_be_guessed(scene, name) => (70, Trust::Guessed),
        _ => return None,
    };
    cost += oddities(scene, name);
    // 由…牵头
    if scene
        .register
        .words
        .by
        .iter()
        .any(|w| name.starts_with(w.as_str()))
    {
        cost += 12;
    }
    // A name that is hardly more than its ending.
    if stem_length(scene, name) < 2 && !prefixed {
        cost += 8;
    }
    cost += u32::try_from(count.saturating_sub(12)).unwrap_or(0);
    Some((cost, trust))
}

/// Whether a word of a level is enough to hold the rest for a name: nothing that is known
/// stands at its head (市财政局保障).
fn may_be_guessed(scene: &Scene<'_, '_>, name: &str) -> bool {
    let guesses = scene.words.guesses.iter().chain(&scene.register.prefixes);
    let begins = |w: &String| name.starts_with(w.as_str());
    let known = |(at, _): (usize, char)| {
        let head = &name[..at];
        head.chars().count() > 2
            && (registered(scene, head).is_some() || scene.organs.find(head).is_some())
    };
    name.chars().count() > 3 && guesses.into_iter().any(begins) && !name.char_indices().any(known)
}

/// Whether a name begins with a word of a level or one of the register's prefixes.
pub(super) fn has_level(scene: &Scene<'_, '_>, name: &str) -> bool {
    if words::begins(name, &scene.words.no_levels).is_some() {
        return false;
    }
    let levels = scene.words.levels.keys().chain(&scene.register.prefixes);
    let fits = |p: &String| name.len() > p.len() && name.starts_with(p.as_str());
    levels.into_iter().any(fits)
}

/// Whether a name ends as names of bodies do.
pub(super) fn ends_as_name(scene: &Scene<'_, '_>, name: &str) -> bool {
    let plain = words::ends(name, &scene.words.endings).or_else(|| {
        let own = &scene.register.words.endings;
        words::ends(name, own)
    });
    plain.is_some_and(|e| name.len() > e.len())
        && words::ends(name, &scene.words.no_endings).is_none()
}

/// How many characters stand before the ending of a name.
fn stem_length(scene: &Scene<'_, '_>, name: &str) -> usize {
    let ending = words::ends(name, &scene.words.endings).map_or(1, |e| e.chars().count());
    name.chars().count().saturating_sub(ending)
}

/// What inside a name speaks against its being one.
fn oddities(scene: &Scene<'_, '_>, name: &str) -> u32 {
    let words = &scene.register.words;
    let inside = |w: &String| {
        name.char_indices().skip(1).any(|(at, _)| {
            let rest = &name[at..];
            rest.starts_with(w.as_str()) && rest.len() > w.len()
        })
    };
    let mut cost = 0;
    // 市教育局市财政局: two names.
    let known = |text: &str| scene.organs.find(text).is_some_and(|k| !k.head.is_empty());
    let mut places = name.char_indices().map(|(at, _)| at).skip(2);
    if places.any(|at| known(&name[at..]) && ends_as_name(scene, &name[..at])) {
        cost += 30;
    }
    // 和平区人民政府及平等街道: a name, and what is joined to it.
    let joined = words.and.iter().chain(&words.with).any(|w| {
        let mut places = name.match_indices(w.as_str()).map(|(at, _)| at);
        places.any(|at| known(&name[..at]) || governed(scene, &name[..at]).is_some())
    });
    if joined {
        cost += 30;
    }
    // 市政府督查室: hardly more than an ending stands behind the word.
    let stated = |w: &String| {
        inside(w)
            && name
                .rsplit_once(w.as_str())
                .is_some_and(|(_, rest)| rest.chars().count() > 2)
    };
    let place = organs::heads(name)
        .iter()
        .any(|(at, _)| organs::is_listed_place(&name[..*at]));
    let roles = words.roles();
    if !place && roles.iter().any(|(w, _)| w.tails.iter().any(stated)) {
        cost += 25;
    }
    if words.and.iter().chain(&words.with).any(inside) {
        cost += 10;
    }
    // 民政部等有关部门
    if words.others.iter().chain(&scene.words.several).any(inside) {
        cost += 20;
    }
    if name.chars().any(|c| "“”《》".contains(c)) {
        cost += 5;
    }
    cost
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
