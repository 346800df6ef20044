//! Collectives: phrases that stand for several bodies (各市、区政府, 市有关部门). They
//! are known by the register, by the table of organs, or by their words: one that says
//! several, and one at the end that says of what.

use super::tokens::Scene;
use super::words;
use crate::notice::organs;

/// Offers the collectives at `at` that reach over marks: those of the register and the
/// table that have marks in their names, and places of the same kind behind 各.
pub(super) fn across_marks(scene: &Scene<'_, '_>, at: usize, mut offer: impl FnMut(usize, u32)) {
    let rest = &scene.text[at..];
    let clean = |length: usize| scene.may_follow(at + length);
    let own = scene.register.collectives.iter().map(|c| c.name.as_str());
    for name in own.filter(|n| rest.starts_with(n) && clean(n.len())) {
        offer(at + name.len(), 10);
    }
    let known = scene.organs.collectives_with_marks();
    for name in known.filter(|n| rest.starts_with(n) && clean(n.len())) {
        offer(at + name.len(), 12);
    }
    if !begins_with_several(rest, scene) {
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
        let to = scene.end(from);
        if !is_place_kind(&scene.text[from..to], scene) {
            break;
        }
        end = to;
        offer(end, 12);
    }
}

/// Whether a name stands for several bodies.
pub(super) fn is_collective(name: &str, scene: &Scene<'_, '_>) -> bool {
    if scene.organs.collective(name).is_some() {
        return true;
    }
    let has = |w: &String| !scene.register.bare && name.contains(w.as_str());
    if scene.register.collective_words.iter().any(has) && ends_several(name, scene) {
        return true;
    }
    let plain = without_kinds(name, scene);
    let name = plain.as_str();
    // 市政府其他相关部门: what stands before the word is empty, a level, or a body.
    let starts = name.char_indices().filter(|(at, _)| {
        words::begins(&name[*at..], &scene.words.several).is_some()
            && may_precede(&name[..*at], scene)
    });
    starts.into_iter().any(|(at, _)| {
        let mut rest = &name[at..];
        while let Some(word) = words::begins(rest, &scene.words.several) {
            rest = &rest[word.len()..];
        }
        ends_several(rest, scene) && !super::names::links(scene, rest)
    })
}

fn begins_with_several(text: &str, scene: &Scene<'_, '_>) -> bool {
    words::begins(text, &scene.words.several).is_some()
}

/// Whether a text ends with the kind of what is several.
fn ends_several(text: &str, scene: &Scene<'_, '_>) -> bool {
    words::ends(text, &scene.words.several_ends).is_some()
}

/// What may stand before the word that says several: nothing, a level, a place, a body.
fn may_precede(head: &str, scene: &Scene<'_, '_>) -> bool {
    if super::names::links(scene, head) {
        return false;
    }
    head.is_empty()
        || scene.words.levels.contains_key(head)
        || words::begins(head, &scene.words.whole).is_some_and(|w| w == head)
        || organs::is_listed_place(head)
        || scene.organs.find(head).is_some()
        || head.chars().count() > 2 && super::names::ends_as_name(scene, head)
}

/// A name without brackets that hold kinds only: 各镇（街道） is 各镇.
fn without_kinds(name: &str, scene: &Scene<'_, '_>) -> String {
    let mut plain = String::new();
    let mut rest = name;
    while let Some((head, tail)) = rest.split_once('（') {
        let Some((inner, behind)) = tail.split_once('）') else {
            break;
        };
        let kinds = inner
            .split(['、', '，'])
            .all(|k| is_kind(k, scene) || ends_several(k, scene));
        plain.push_str(head);
        if !kinds {
            plain.push('（');
            plain.push_str(inner);
            plain.push('）');
        }
        rest = behind;
    }
    plain + rest
}

fn is_kind(text: &str, scene: &Scene<'_, '_>) -> bool {
    let kinds = scene
        .register
        .words
        .place_kinds
        .iter()
        .chain(&scene.words.place_kinds);
    kinds.chain(&scene.words.zones).any(|k| k == text)
}

/// 各市, 各县（市、区）: 各 and nothing but kinds of places, and what governs them.
fn is_several_places(text: &str, scene: &Scene<'_, '_>) -> bool {
    let mut rest = text;
    while let Some(word) = words::begins(rest, &scene.words.several) {
        rest = &rest[word.len()..];
    }
    rest.len() < text.len() && is_place_kind(rest, scene)
}

/// `县`, `县（市、区）人民政府`, `自治区及计划单列市`: kinds of places and what governs
/// them, nothing else.
fn is_place_kind(text: &str, scene: &Scene<'_, '_>) -> bool {
    let words = &scene.register.words;
    let mut rest = text;
    while let Some((length, _)) = words.tail(rest) {
        rest = &rest[..rest.len() - length];
    }
    if let Some(governs) = words::ends(rest, &scene.words.governs) {
        rest = &rest[..rest.len() - governs.len()];
    }
    if rest.is_empty() {
        // 各镇人民政府、街道办事处; 各开发区、管委会.
        return words::ends(text, &scene.words.place_kinds).is_some_and(|k| k == text);
    }
    let kinds = || {
        let own = words.place_kinds.iter().chain(&scene.words.place_kinds);
        own.chain(&scene.words.zones)
    };
    while !rest.is_empty() {
        let signs = ["（", "）", "、", "和", "及"];
        let kind = kinds().map(String::as_str).chain(signs);
        let Some(next) = kind
            .filter_map(|k| rest.strip_prefix(k))
            .min_by_key(|r| r.len())
        else {
            return false;
        };
        rest = next;
    }
    !text.starts_with(['和', '及'])
}
