//! Names that nobody knows: whether words have the form of one, and what speaks against it.

use crate::grammar::phrase as phrase_words;
use crate::grammar::words::Role;
use crate::units::organs;
use crate::units::organs::Level;
use crate::units::phrase::names::{governed, registered};
use crate::units::phrase::tokens::{Scene, Trust};

/// The longest name that is one by its form alone, in characters.
const LONGEST_FORMED: usize = 30;

/// What a name costs that has only the form of one.
pub(super) fn formed(scene: &Scene<'_, '_>, name: &str, to: usize) -> Option<(u32, Trust)> {
    let count = name.chars().count();
    if !(2..=LONGEST_FORMED).contains(&count) || name.starts_with('各') {
        return None;
    }
    // 州市 behind 和: words of levels, and no name among them.
    if level_words_alone(scene, name) {
        return None;
    }
    let shape = scene.organs().has_ending(name);
    let prefixed = has_level(scene, name);
    let ends = ends_as_name(scene, name);
    let (mut cost, mut trust) = match (shape, ends, prefixed) {
        (true, ..) => (36, Trust::Formed),
        (_, true, true) => (40, Trust::Formed),
        (_, true, false) => (48, Trust::Formed),
        (_, false, true) if scene.closes(to) && may_be_guessed(scene, name) => (70, Trust::Guessed),
        _ => return None,
    };
    let odd = oddities(scene, name);
    cost += odd;
    let plain = phrase_words::ends(name, &scene.words.plain_endings);
    let whole = plain.is_some_and(|e| e.len() < name.len()) || shape;
    // 市公安部, 县教育厅: the kind exists, but at another level.
    let elsewhere = prefixed && of_other_level(scene, name);
    // 市房产局·市建委: nobody knows what the mark parts.
    if elsewhere || counts_places(scene, name) || name.contains('·') {
        trust = Trust::Guessed;
    }
    if trust == Trust::Formed && odd == 0 && whole && count > 2 {
        trust = Trust::Plain;
    }
    // 由…牵头
    if scene
        .register
        .words
        .by
        .iter()
        .any(|w| name.starts_with(w.as_str()))
    {
        // More than two bodies behind each other cost (由公安部交管局).
        cost += 40;
    }
    // 会同石桥饲料公司; 会同里街道 is a place.
    let with = scene.register.words.with.iter();
    let mut behind = with.filter_map(|w| name.strip_prefix(w.as_str()));
    if behind.any(|rest| ends_as_name(scene, rest) && organs::level_word(rest).is_none()) {
        cost += 15;
    }
    // 日报社会办: a word of a role at the end, behind what ends as names do.
    let roles = scene.register.words.roles();
    let tails = roles.iter().filter(|(_, role)| role.is_some());
    let mut heads = tails
        .flat_map(|(words, _)| &words.tails)
        .filter_map(|tail| name.strip_suffix(tail.as_str()));
    if heads.any(|head| ends_as_name(scene, head)) {
        cost += 40;
    }
    // A name that is hardly more than its ending.
    if stem_length(scene, name) < 2 && !prefixed {
        cost += 8;
    }
    cost += u32::try_from(count.saturating_sub(12)).unwrap_or(0);
    Some((cost, trust))
}

/// Whether a name is made of words of levels.
fn level_words_alone(scene: &Scene<'_, '_>, name: &str) -> bool {
    let mut rest = name;
    let level = |rest: &str| {
        let levels = scene.words.levels.keys();
        let fits = levels.filter(|level| rest.starts_with(level.as_str()));
        fits.map(|level| level.len()).max()
    };
    while let Some(length) = level(rest) {
        rest = &rest[length..];
    }
    rest.is_empty()
}

/// Whether a name says how many places are meant: 从化两市政府 behind another place.
pub(super) fn counts_places(scene: &Scene<'_, '_>, name: &str) -> bool {
    let governs = phrase_words::ends(name, &scene.words.governs);
    let place = &name[..name.len() - governs.map_or(0, str::len)];
    let Some((level, _)) = organs::level_word(place) else {
        return false;
    };
    let stem = &place[..place.len() - level.len()];
    let counted = stem.ends_with(|c| scene.words.counts.contains(c));
    counted && stem.chars().count() > 2 && !organs::is_listed_place(place)
}

/// Whether the kind behind a word of a level is known, but not at that level.
fn of_other_level(scene: &Scene<'_, '_>, name: &str) -> bool {
    let levels = scene.words.levels.keys();
    let stem = levels
        .into_iter()
        .filter_map(|l| name.strip_prefix(l.as_str()));
    let stem = stem.min_by_key(|s| s.len());
    stem.is_some_and(|stem| scene.organs().anywhere(stem).is_some())
}

/// Whether a word of a level is enough to hold the rest for a name: nothing that is known
/// stands at its head (市财政局保障).
fn may_be_guessed(scene: &Scene<'_, '_>, name: &str) -> bool {
    let guesses = scene.words.guesses.iter().chain(&scene.register.prefixes);
    let begins = |w: &String| name.starts_with(w.as_str());
    let known = |(at, _): (usize, char)| {
        let head = &name[..at];
        head.chars().count() > 2
            && (registered(scene, head).is_some() || scene.find(head).is_some())
    };
    name.chars().count() > 3 && guesses.into_iter().any(begins) && !name.char_indices().any(known)
}

/// Whether a name begins with a word of a level or one of the register's prefixes.
pub(super) fn has_level(scene: &Scene<'_, '_>, name: &str) -> bool {
    if phrase_words::begins(name, &scene.words.no_levels).is_some() {
        return false;
    }
    let levels = scene.words.levels.keys().chain(&scene.register.prefixes);
    let fits = |p: &String| name.len() > p.len() && name.starts_with(p.as_str());
    levels.into_iter().any(fits)
}

/// Whether a name ends as names of bodies do.
pub(super) fn ends_as_name(scene: &Scene<'_, '_>, name: &str) -> bool {
    let plain = phrase_words::ends(name, &scene.words.endings).or_else(|| {
        let own = &scene.register.words.endings;
        phrase_words::ends(name, own)
    });
    plain.is_some_and(|e| name.len() > e.len())
        && phrase_words::ends(name, &scene.words.no_endings).is_none()
}

/// How many characters stand before the ending of a name.
fn stem_length(scene: &Scene<'_, '_>, name: &str) -> usize {
    let ending = phrase_words::ends(name, &scene.words.endings).map_or(1, |e| e.chars().count());
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
    // 市教育局市财政局: two names, or more.
    let known = |text: &str| scene.find(text).is_some_and(|k| !k.head.is_empty());
    let begins = |at: usize| known(&name[at..]) || starts_known(scene, &name[at..]);
    let places = name.char_indices().map(|(at, _)| at).skip(2);
    let glued = places
        .filter(|&at| ends_as_name(scene, &name[..at]) && begins(at) && !is_place_inside(name, at));
    cost += 40 * u32::try_from(glued.count()).unwrap_or(0);
    // 派出所工商质监所: a kind that is known, and something else.
    let places = name.char_indices().map(|(at, _)| at).skip(3);
    let followed = places.into_iter().any(|at| {
        let (head, rest) = name.split_at(at);
        rest.chars().count() > 2
            && scene.find(head).is_some()
            && phrase_words::ends(rest, &scene.words.branches).is_none()
            && ends_as_name(scene, head)
    });
    if followed {
        cost += 15;
    }
    // 推进一网通办: a verb, and what it does something to.
    if phrase_words::begins(name, &scene.words.verbs).is_some_and(|v| v.len() < name.len()) {
        cost += 40;
    }
    // 资金由市财政局
    let by = words.by.iter().filter(|w| inside(w)).count();
    cost += 40 * u32::try_from(by).unwrap_or(0);
    // 和平区人民政府及平等街道, 国家矿山安监局及药监局: a name, and what is joined to it.
    let central = |head: &str| scene.organs().central(head).is_some();
    let joined = words.and.iter().chain(&words.with).any(|w| {
        let places = name.match_indices(w.as_str()).map(|(at, _)| at);
        let mut heads = places.map(|at| &name[..at]);
        heads.any(|head| known(head) || central(head) || governed(scene, head).is_some())
    });
    if joined {
        cost += 30;
    }
    // 石桥农商银行及及第镇人民政府, 社院与城关镇: a place is joined to it.
    let place = |text: &str| {
        organs::is_place(text) && organs::level_word(text).is_some()
            || governed(scene, text).is_some()
    };
    let place_behind = words.and.iter().chain(&words.with).any(|w| {
        let mut places = name.match_indices(w.as_str()).map(|(at, _)| at);
        places.any(|at| at > 0 && place(&name[at + w.len()..]))
    });
    if place_behind {
        cost += 50;
    }
    // 安全司会同科技司: what stands before the word ends as a name does, and what stands behind.
    let two = words.with.iter().any(|w| {
        let places = name.match_indices(w.as_str()).map(|(at, _)| at);
        let mut cuts = places.map(|at| (&name[..at], &name[at + w.len()..]));
        cuts.any(|(one, other)| ends_as_name(scene, one) && ends_as_name(scene, other))
    });
    if two {
        cost += 60;
    }
    // 市政府督查室: hardly more than an ending stands behind the word.
    let stated = |w: &String| {
        inside(w)
            && name
                .rsplit_once(w.as_str())
                .is_some_and(|(_, rest)| rest.chars().count() > 2)
    };
    // 会同 before 石桥配合饲料公司 is rather the word than the county.
    let with = |head: &str| words.with.iter().any(|w| w == head);
    let place = organs::heads(name)
        .iter()
        .any(|(at, _)| organs::is_listed_place(&name[..*at]) && !with(&name[..*at]));
    // 东陵联合水务集团
    let place = place && scene.organs().has_ending(name);
    let roles = words.roles();
    let inside_of = |guides: bool| {
        let mut fits = roles
            .iter()
            .filter(|(_, role)| (*role == Some(Role::Guide)) == guides);
        !place && fits.any(|(w, _)| w.tails.iter().any(stated))
    };
    // 县委督查考核办: what watches over others is in many names.
    cost += match (inside_of(false), inside_of(true)) {
        (true, _) => 25,
        (_, true) => 8,
        _ => 0,
    };
    if words.and.iter().chain(&words.with).any(inside) {
        cost += 10;
    }
    // 民政部等有关部门
    if words.others.iter().chain(&scene.words.several).any(inside) {
        cost += 30;
    }
    if name.chars().any(|c| "“”《》".contains(c)) {
        cost += 5;
    }
    cost
}

/// Whether a place stands before `at`, and behind it one inside it that leaves out its own
/// kind: 青岛市崂山规划局.
fn is_place_inside(name: &str, at: usize) -> bool {
    let (outer, rest) = name.split_at(at);
    let wide = organs::level_word(outer).is_some_and(|(_, levels)| !levels.contains(&Level::Town));
    wide && organs::is_place(outer) && organs::stem_at_head(rest).is_some()
}

/// Whether a text begins with a name that is known, behind a word of a level.
fn starts_known(scene: &Scene<'_, '_>, text: &str) -> bool {
    if !scene.words.begins_with_level(text) {
        return false;
    }
    let mut ends = text.char_indices().map(|(at, _)| at).skip(3);
    ends.any(|at| scene.find(&text[..at]).is_some_and(|k| !k.head.is_empty()))
}
