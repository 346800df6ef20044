//! Collectives: phrases that stand for several bodies (各市、区政府, 市有关部门). They
//! are known by the register, by the table of organs, or by their words: one that says
//! several, and one at the end that says of what.

use crate::grammar::phrase as phrase_words;
use crate::numerals;
use crate::units::organs;
use crate::units::phrase::tokens::{CLOSE, MARKS, OPEN, Scene};
use crate::units::phrase::{labels, place_names};

/// Offers the collectives at `at` that reach over marks: those of the register and the
/// table that have marks in their names, and places of the same kind behind 各.
pub(super) fn across_marks(scene: &Scene<'_, '_>, at: usize, mut offer: impl FnMut(usize, u32)) {
    let rest = &scene.text[at..];
    let clean = |length: usize| scene.may_follow(at + length);
    let own = scene.register.collectives.iter().map(|c| c.name.as_str());
    for name in own.filter(|n| rest.starts_with(n) && clean(n.len())) {
        offer(at + name.len(), 10);
    }
    if let Some(length) = places_with_others(scene, at) {
        offer(at + length, 20);
    }
    if !begins_with_several(rest, scene) && !scene.register.bare {
        return;
    }
    let known = scene.organs().collectives_with_marks();
    for name in known.filter(|n| rest.starts_with(n) && clean(n.len())) {
        offer(at + name.len(), 12);
    }
    kinds_behind(scene, at, &mut offer);
    bodies_behind(scene, at, &mut offer);
    if !begins_with_several(rest, scene) && counted(rest).is_none() {
        return;
    }
    // 各市、县（市、区）人民政府: places of the same kind go with the first.
    let first = &scene.text[at..scene.end(at)];
    if !is_several_places(first, scene) {
        return;
    }
    let mut end = scene.end(at);
    while let Some(next) = scene.text[end..].strip_prefix('、') {
        let from = scene.text.len() - next.len();
        let whole = from..scene.end(from);
        // 各村、社区责任单位：: a label that no mark parts; it may seem to begin with 区.
        let inside = scene.text[whole.clone()]
            .char_indices()
            .map(|(at, _)| from + at);
        let ends = inside.skip(1).filter(|at| labels::begins(scene, *at));
        let fitting = ends.chain([whole.end]).find_map(|to| {
            let plain = without_tails(scene.text[from..to].trim_end(), scene);
            // 市高新区管委会 is one body.
            let own = scene.words.levels.keys().any(|level| {
                let zone = plain.strip_prefix(level.as_str());
                zone.is_some_and(place_names::is_zone)
            });
            (!own && is_place_kind(plain, scene)).then_some((to, plain))
        });
        let Some((to, plain)) = fitting else {
            break;
        };
        end = to;
        offer(from + plain.len(), 12);
    }
}

/// How long a list of places is that lack their kinds and say 等 before it:
/// 大理、丽江、红河等州市人民政府 is a collective, for nobody says which kind is whose.
fn places_with_others(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    // 由昆明、大理等州市人民政府
    if phrase_words::begins(&scene.text[at..], &scene.register.words.by).is_some() {
        return None;
    }
    let mut from = at;
    loop {
        let end = scene.end(from);
        let clause = &scene.text[from..end];
        if let Some(length) = places_and_others(clause, scene) {
            // 及平等街道, 集团和平等区: one place alone is one only where a clause begins.
            let fresh = scene.text[..at].chars().next_back();
            let fresh = fresh.is_none_or(|c| MARKS.contains(&c) || OPEN.contains(&c));
            let governed = phrase_words::ends(&clause[..length], &scene.words.governs).is_some();
            return (from > at || fresh && governed).then_some(from + length - at);
        }
        let next = scene.text[end..].strip_prefix('、')?;
        if !place_names::may_be_bare(clause) {
            return None;
        }
        from = scene.text.len() - next.len();
    }
}

/// How long the last of them is, with 等 and the kinds: 红河等州市人民政府.
pub(super) fn places_and_others(clause: &str, scene: &Scene<'_, '_>) -> Option<usize> {
    let (place, kinds) = clause.split_once('等')?;
    let words = &scene.register.words;
    let mut links = words.and.iter().chain(&words.with);
    let linked = links.any(|w| place.starts_with(w.as_str())) && !organs::is_listed_place(place);
    if linked || !place_names::may_be_bare(place) {
        return None;
    }
    let plain = without_tails(kinds, scene);
    let fits = !plain.is_empty() && is_place_kind(plain, scene);
    fits.then(|| clause.len() - kinds.len() + plain.len())
}

/// How long the kinds of places are that a clause is, without words of roles behind them.
pub(super) fn kinds_of_places(clause: &str, scene: &Scene<'_, '_>) -> Option<usize> {
    let plain = without_tails(clause, scene);
    let governed =
        phrase_words::ends(plain, &scene.words.governs).is_some_and(|g| g.len() < plain.len());
    (governed && is_place_kind(plain, scene)).then_some(plain.len())
}

/// 市直有关部门、单位: what stands behind a collective is the kind of more that it means,
/// and no name.
fn kinds_behind(scene: &Scene<'_, '_>, at: usize, offer: &mut impl FnMut(usize, u32)) {
    let mut end = scene.end(at);
    let first = &scene.text[at..end];
    // 会同各村、社区
    let with = phrase_words::begins(first, &scene.register.words.with).is_some();
    let mut found = Vec::new();
    while let Some(next) = scene.text[end..].strip_prefix('、') {
        let from = scene.text.len() - next.len();
        end = scene.end(from);
        let plain = without_tails(&scene.text[from..end], scene);
        if !scene.words.several_ends.iter().any(|kind| kind == plain) {
            break;
        }
        found.push(from + plain.len());
    }
    // What costs most is looked at last.
    if !found.is_empty() && !with && is_collective(first, scene) {
        found.into_iter().for_each(|end| offer(end, 12));
    }
}

/// 各区法院、检察院: bodies of several places, and what stands behind them without a place of
/// its own is of the same places.
fn bodies_behind(scene: &Scene<'_, '_>, at: usize, offer: &mut impl FnMut(usize, u32)) {
    let mut end = scene.end(at);
    if !scene.register.bare || !is_body_of_places(&scene.text[at..end], scene) {
        return;
    }
    while let Some(next) = scene.text[end..].strip_prefix('、') {
        let from = scene.text.len() - next.len();
        end = scene.end(from);
        let plain = without_tails(&scene.text[from..end], scene);
        if !is_local_body(plain, scene) {
            break;
        }
        offer(from + plain.len(), 12);
    }
}

/// 各区法院, 各县（市、区）公安局: several places, and one of their bodies.
fn is_body_of_places(text: &str, scene: &Scene<'_, '_>) -> bool {
    let mut rest = text;
    while let Some(word) = phrase_words::begins(rest, &scene.words.several) {
        rest = &rest[word.len()..];
    }
    let mut cuts = rest.char_indices().map(|(at, _)| at).skip(1);
    rest.len() < text.len()
        && cuts.any(|cut| is_place_kind(&rest[..cut], scene) && is_local_body(&rest[cut..], scene))
}

/// Whether a name is that of a body that every county has, without a place before it.
fn is_local_body(name: &str, scene: &Scene<'_, '_>) -> bool {
    let governs = scene.words.governs.iter().any(|g| g == name);
    let organ = || scene.organs().local(name, &[organs::Level::County]);
    !governs && organ().is_some_and(|organ| organ.takes_level())
}

/// Whether inside a text a word that links names stands before one that says several, or
/// between two names.
pub(super) fn joins_several(text: &str, scene: &Scene<'_, '_>) -> bool {
    let words = &scene.register.words;
    let mut links = words.and.iter().chain(&words.others).chain(&words.with);
    links.any(|link| {
        text.match_indices(link.as_str()).any(|(at, _)| {
            let behind = &text[at + link.len()..];
            // 平等街道及县行政服务局
            let of_level = || {
                let known = scene.find(behind);
                known.is_some_and(|k| scene.words.levels.contains_key(k.head))
            };
            let several = phrase_words::begins(behind, &scene.words.several).is_some();
            at > 0 && (several || of_level() && super::form::ends_as_name(scene, &text[..at]))
        })
    })
}

/// Whether a name stands for several bodies: a word says so (各, 有关), and what is meant
/// follows it.
pub(super) fn is_collective(name: &str, scene: &Scene<'_, '_>) -> bool {
    if scene.organs().collective(name).is_some() {
        return true;
    }
    // 各区政府配合: the words of the role are no part of it.
    if without_tails(name, scene).len() < name.len() || scene.register.words.others(name).is_some()
    {
        return false;
    }
    let plain = without_brackets(name, scene);
    let Some(name) = plain.as_deref() else {
        return false;
    };
    let mut places = name.char_indices().map(|(at, _)| at);
    places.any(|at| says_several(&name[..at], &name[at..], scene))
}

/// Whether a collective ends with what it means several of.
pub(super) fn ends_as_bodies(name: &str, scene: &Scene<'_, '_>) -> bool {
    let plain = without_brackets(name, scene);
    let plain = plain.as_deref().unwrap_or(name);
    let whole = scene.organs().collective(name).is_some();
    whole || scene.words.ends_as_bodies(plain) || ends_several(plain, scene)
}

/// A text without the words of roles at its end.
fn without_tails<'t>(text: &'t str, scene: &Scene<'_, '_>) -> &'t str {
    let mut rest = text;
    loop {
        let role = scene.register.words.tail(rest).map(|t| t.0);
        let plain = phrase_words::ends(rest, &scene.words.tails).map(str::len);
        let Some(length) = role.max(plain).filter(|l| *l < rest.len()) else {
            return rest;
        };
        // 群团组织: the end of what is meant is no word of duty.
        // 负责查处: a longer word of duty is one all the same.
        let several = phrase_words::ends(rest, &scene.words.several_ends).map_or(0, str::len);
        if several >= length {
            return rest;
        }
        rest = &rest[..rest.len() - length];
    }
}

/// Whether a word that says several begins `rest`, with what may stand before it, and
/// what is meant behind it.
fn says_several(head: &str, rest: &str, scene: &Scene<'_, '_>) -> bool {
    // 13个街道, 六县（市）, 珠三角九市
    if (head.is_empty() || scene.words.regions.iter().any(|r| r == head))
        && let Some(counted) = counted(rest)
    {
        let meant = &rest[counted..];
        return is_place_kind(meant, scene)
            || phrase_words::ends(meant, &scene.words.group_ends) == Some(meant);
    }
    let Some(first) = phrase_words::begins(rest, &scene.words.several) else {
        return false;
    };
    let mut meant = rest;
    while let Some(word) = phrase_words::begins(meant, &scene.words.several) {
        meant = &meant[word.len()..];
    }
    let words = &scene.register.words;
    // 各项目牵头单位: those who have a role, and no word of a role behind a name.
    let stem = without_label(meant, scene);
    let states = |w: &String| stem.find(w.as_str()).is_some_and(|at| at > 0);
    // 有关部门指导长春市: the word of a role parts two names.
    let parted = words
        .roles()
        .iter()
        .any(|(w, role)| role.is_some() && w.tails.iter().any(states));
    // 各区政府负责辖区内
    let inside = |w: &String| {
        let at = stem.find(w.as_str());
        at.is_some_and(|at| at > 0 && at + w.len() < stem.len())
    };
    let acts = words.plain.tails.iter().any(inside);
    if meant.is_empty() || acts || parted || !may_precede(head, scene) || joins_bodies(meant, scene)
    {
        return false;
    }
    // 各项措施, 相关保障: there are several, but not of bodies.
    let things = phrase_words::begins(meant, &scene.words.things).is_some();
    let any = first == "各" && !things || scene.words.ends_as_bodies(meant);
    let cut = meant.ends_with(|c| scene.words.never_last.contains(c));
    any && !cut && meant.chars().count() <= LONGEST_MEANT || ends_several(meant, scene)
}

/// A text without the label of a role at its end: 项目 of 项目牵头单位.
fn without_label<'t>(text: &'t str, scene: &Scene<'_, '_>) -> &'t str {
    let words = &scene.register.words;
    let roles = words.roles().into_iter().flat_map(|(w, _)| &w.labels);
    let whole = roles.filter(|l| phrase_words::ends(l, &words.label_ends).is_some());
    let stems = whole.filter_map(|label| text.strip_suffix(label.as_str()));
    stems.min_by_key(|stem| stem.len()).unwrap_or(text)
}

/// How long the number is that a text begins with, with its 个.
fn counted(text: &str) -> Option<usize> {
    let digit = |c: char| c.is_ascii_digit() || numerals::is_han(c);
    let number = text.find(|c| !digit(c))?;
    let more = if text[number..].starts_with('个') {
        '个'.len_utf8()
    } else {
        0
    };
    let plain = text[..number].bytes().all(|b| b.is_ascii_digit());
    (number > 0 && (more > 0 || !plain)).then_some(number + more)
}

/// Behind 各 anything may be meant, up to so many characters.
const LONGEST_MEANT: usize = 20;

/// Whether words are a group of a kind: 市直部门, 行业主管部门, 国有企业.
pub(super) fn is_group(name: &str, scene: &Scene<'_, '_>) -> bool {
    // 市安委会成员单位; 武汉铁路局驻潜单位
    let members = name.strip_suffix("成员单位");
    if members.is_some_and(|head| {
        head.chars().count() > 1 && !crate::units::phrase::names::links(scene, head)
    }) {
        return true;
    }
    // 区直学校; 驻马店中学 and 建设小学 are names of their own.
    let schools = phrase_words::ends(name, &scene.words.group_schools);
    let directly = |kind: &str| {
        let known =
            phrase_words::ends(kind, &scene.words.groups).filter(|k| k.ends_with(['直', '属']));
        known.is_some_and(|k| may_precede(&kind[..kind.len() - k.len()], scene))
    };
    if schools.is_some_and(|end| directly(&name[..name.len() - end.len()])) {
        return true;
    }
    let ends = phrase_words::ends(name, &scene.words.group_ends);
    ends.is_some_and(|end| {
        let kind = &name[..name.len() - end.len()];
        let placed = |word: char| {
            let (head, place) = kind.rsplit_once(word)?;
            ((1..=3).contains(&place.chars().count()) && may_precede(head, scene)).then_some(())
        };
        if placed('驻').or_else(|| placed('在')).is_some() {
            return true;
        }
        let known = phrase_words::ends(kind, &scene.words.groups);
        known.is_some_and(|k| may_precede(&kind[..kind.len() - k.len()], scene))
    })
}

fn begins_with_several(text: &str, scene: &Scene<'_, '_>) -> bool {
    phrase_words::begins(text, &scene.words.several).is_some()
}

/// Whether a text ends with the kind of what is several.
fn ends_several(text: &str, scene: &Scene<'_, '_>) -> bool {
    phrase_words::ends(text, &scene.words.several_ends).is_some()
}

/// What may stand before the word that says several: nothing, a level, a place, a body,
/// or a few words such as 沿江 and 驻镇.
fn may_precede(head: &str, scene: &Scene<'_, '_>) -> bool {
    let by = scene.register.words.by.iter();
    if crate::units::phrase::names::links(scene, head)
        || phrase_words::begins(head, &scene.words.verbs).is_some()
        || by.into_iter().any(|w| head.starts_with(w.as_str()))
        || scene
            .words
            .several
            .iter()
            .any(|w| head.contains(w.as_str()))
    {
        return false;
    }
    let count = head.chars().count();
    head.is_empty()
        || scene.words.levels.contains_key(head)
        || phrase_words::begins(head, &scene.words.whole).is_some_and(|w| w == head)
        || organs::is_listed_place(head)
        || scene.find(head).is_some()
        // 全区经济运行各专班
        || phrase_words::begins(head, &scene.words.whole).is_some() && count <= LONGEST_WHOLE
        || count > 2 && crate::units::phrase::form::ends_as_name(scene, head)
        || (2..=4).contains(&count) && phrase_words::ends(head, &scene.register.words.endings).is_none()
}

/// The longest text before the word that says several, in characters, that begins with
/// a word of the whole.
const LONGEST_WHOLE: usize = 8;

/// 各区政府和市财政局: what is joined is a body of its own; 各部门和单位 is one phrase.
fn joins_bodies(meant: &str, scene: &Scene<'_, '_>) -> bool {
    let words = &scene.register.words;
    let links = words.and.iter().chain(&words.with).chain(&words.others);
    links.into_iter().any(|word| {
        let mut places = meant.match_indices(word.as_str()).map(|(at, _)| at);
        places.any(|at| {
            let behind = &meant[at + word.len()..];
            let kind = |k: &String| k == behind;
            let part = meant[..at].ends_with(|c| words.never_others.contains(c));
            at > 0
                && !part
                && !scene.words.several_ends.iter().any(kind)
                && !scene.words.governs.iter().any(kind)
        })
    })
}

/// A name without brackets that hold kinds only: 各镇（街道） is 各镇. `None` where a
/// bracket says something else.
fn without_brackets(name: &str, scene: &Scene<'_, '_>) -> Option<String> {
    let mut plain = String::new();
    let mut rest = name;
    while let Some((head, tail)) = rest.split_once(OPEN) {
        let (inner, behind) = tail.split_once(CLOSE)?;
        let short = |k: &str| k.chars().count() <= LONGEST_KIND;
        let kinds = (inner.split(['、', '，']).all(short) || inner.starts_with(['含', '除']))
            && !scene.register.words.states_duty(inner);
        if !kinds || inner.is_empty() || scene.register.words.mark(inner).is_some() {
            return None;
        }
        plain.push_str(head);
        rest = behind;
    }
    Some(plain + rest)
}

/// The longest word in brackets that is a kind, in characters: 县级市.
const LONGEST_KIND: usize = 6;

/// 各市, 各县（市、区）, 各涉农区, 13个街道: several places, with what governs them.
fn is_several_places(text: &str, scene: &Scene<'_, '_>) -> bool {
    if let Some(counted) = counted(text) {
        return is_place_kind(&text[counted..], scene);
    }
    let mut rest = text;
    while let Some(word) = phrase_words::begins(rest, &scene.words.several) {
        rest = &rest[word.len()..];
    }
    let kinds = scene
        .register
        .words
        .place_kinds
        .iter()
        .chain(&scene.words.place_kinds);
    let ends = kinds
        .chain(&scene.words.committees)
        .any(|k| rest.ends_with(k.as_str()));
    rest.len() < text.len() && (ends || is_place_kind(rest, scene))
}

/// `县`, `县（市、区）人民政府`, `自治区及计划单列市`: kinds of places and what governs
/// them, nothing else.
fn is_place_kind(text: &str, scene: &Scene<'_, '_>) -> bool {
    let words = &scene.register.words;
    let mut rest = text;
    // 县、区人民政府（管委会）
    if let Some((head, inner)) = rest.strip_suffix(CLOSE).and_then(|t| t.rsplit_once(OPEN))
        && scene.words.governs.iter().any(|governs| governs == inner)
    {
        rest = head;
    }
    if let Some(governs) = phrase_words::ends(rest, &scene.words.governs) {
        rest = &rest[..rest.len() - governs.len()];
    }
    if rest.is_empty() {
        // 各镇人民政府、街道办事处; 各开发区、管委会.
        let whole = |list: &[String]| list.iter().any(|k| k == text);
        return whole(&scene.words.place_kinds) || whole(&scene.words.governs);
    }
    let kinds = || {
        let own = words.place_kinds.iter().chain(&scene.words.place_kinds);
        own.chain(&scene.words.zones)
    };
    while !rest.is_empty() {
        let sign =
            |c: char| OPEN.contains(&c) || CLOSE.contains(&c) || matches!(c, '、' | '和' | '及');
        let kind = kinds().filter_map(|k| rest.strip_prefix(k.as_str()));
        let Some(next) = kind.chain(rest.strip_prefix(sign)).min_by_key(|r| r.len()) else {
            return false;
        };
        rest = next;
    }
    !text.starts_with(['和', '及'])
}
