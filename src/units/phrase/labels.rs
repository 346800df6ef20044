//! Labels before a colon, and what they say: 责任单位：, 完成时限：.

use std::borrow::Cow;

use crate::grammar::phrase as phrase_words;
use crate::grammar::words::{LONGEST_LABEL, Role};
use crate::units::phrase::collective;
use crate::units::phrase::tokens::{CLOSE, MARKS, OPEN, Scene, Token};
use crate::units::register::Register;

/// Marks that hold a label as a colon behind it does: 【责任单位】. All are as long as the marks
/// that stand for them.
const LABEL_OPEN: [char; 4] = ['【', '〔', '［', '〖'];
const LABEL_CLOSE: [char; 4] = ['】', '〕', '］', '〗'];

/// What stands for the bracket before a label where nothing needs parting.
pub(crate) const BLANK: char = '\u{2003}';

/// A text with a colon behind each label that stands in brackets of its own, as long as it was:
/// `【牵头单位】市发改委【责任单位】市工信局` is `牵头单位：市发改委；责任单位：市工信局`.
pub(crate) fn with_colons<'t>(text: &'t str, register: &Register) -> Cow<'t, str> {
    if !text.contains(LABEL_OPEN) {
        return Cow::Borrowed(text);
    }
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(LABEL_OPEN) {
        let inner = open + LABEL_OPEN[0].len_utf8();
        let close = rest[inner..].find(LABEL_CLOSE).map(|length| inner + length);
        let words = &register.words;
        let label = |close: &usize| {
            let label = rest[inner..*close].trim();
            words.label(label).is_some() || words.is_field_label(label)
        };
        let Some(close) = close.filter(label) else {
            found.push_str(&rest[..inner]);
            rest = &rest[inner..];
            continue;
        };
        found.push_str(&rest[..open]);
        let parted = found.trim_end().is_empty() || found.trim_end().ends_with(MARKS);
        found.push(if parted { BLANK } else { '；' });
        let behind = &rest[close + LABEL_CLOSE[0].len_utf8()..];
        // 【责任单位】：市教育局 has its colon.
        let colon = behind.starts_with('：');
        if colon {
            found.push(BLANK);
        }
        found.push_str(&rest[inner..close]);
        if !colon {
            found.push('：');
        }
        rest = behind;
    }
    found.push_str(rest);
    Cow::Owned(found)
}

/// How many characters the usual labels have: 配合单位.
const SHORT_LABEL: usize = 4;

/// Offers the label before the next colon of the clause.
pub(super) fn at<'t>(
    scene: &Scene<'t, '_>,
    at: usize,
    push: &mut impl FnMut(usize, u32, Token<'t>),
) {
    let end = scene.end(at);
    let text = scene.text;
    // 牵头单位市发改委配合单位市工信局
    if at > 0
        && let Some((length, role)) = parted_otherwise(scene, &text[at..end])
    {
        push(length, 5, Token::Label(role));
    }
    if let Some(length) = joined(scene, at) {
        let role = scene.register.words.label(text[at..end].trim()).flatten();
        push(length, 2, Token::Label(role));
        return;
    }
    let colon = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, '：' | ':'));
    let (Some(colon), true) = (colon, end > at) else {
        return;
    };
    let head = &text[at..end];
    let plain: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    let behind = end + colon.len_utf8();
    let words = &scene.register.words;
    // What nobody knows may end as a label that is known: 东湖实验室配合单位：; and a
    // collective before a label looks like a part of it: 有关部门配合单位：.
    let tails = || plain.char_indices().map(|(from, _)| from).skip(1);
    let mut ends = tails().filter(|&from| {
        let tail = &plain[from..];
        tail.chars().count() >= SHORT_LABEL && words.label(tail).is_some()
    });
    let listed = words.roles().iter().any(|(w, _)| w.labels.contains(&plain));
    let glued = !listed
        && tails().any(|from| {
            words.label(&plain[from..]).is_some()
                && collective::is_collective(&plain[..from], scene)
        });
    if glued {
        return;
    }
    if let Some(role) = words.label(&plain) {
        // 各县区监督单位：, 有关部门配合单位：: the shorter label leaves 区 to the name before.
        let ends_name =
            |w: &String| scene.words.levels.contains_key(w) || scene.words.several_ends.contains(w);
        let mut heads = words.label_heads.iter().filter(|w| ends_name(w));
        let long = u32::from(heads.any(|w| plain.starts_with(w.as_str())));
        push(behind - at, 2 + long, Token::Label(role));
        return;
    }
    // 责任单位及责任人： and 责任单位、责任人： are one label; 责任人 in them begins none.
    let joined = || words.joined_label(&text[..at], head).is_some();
    if is_inside_label(scene, at, end) || joined() {
        return;
    }
    if words.is_field_label(&plain) {
        let says = behind..field_end(scene, behind);
        let length = says.end - at;
        push(length, 2, Token::Field { label: head, says });
        return;
    }
    // 成员单位：, 属地单位：: whose label it is, nobody knows.
    let several = || collective::is_group(&plain, scene);
    let cost = match ends.next().is_some() {
        _ if several() => 15,
        true => 150,
        false => 50,
    };
    push(behind - at, cost, Token::UnknownLabel);
}

/// 责任单位、完成时限：: how long a label of units is with the one of times or persons behind it.
fn joined(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let text = scene.text;
    let end = scene.end(at);
    let from = end + text[end..].starts_with('、').then_some('、'.len_utf8())?;
    let second = scene.end(from);
    let colon = text[second..]
        .chars()
        .next()
        .filter(|c| matches!(c, '：' | ':'))?;
    let words = &scene.register.words;
    let start = words.joined_label(&text[..from], &text[from..second])?;
    (start == at).then_some(second + colon.len_utf8() - at)
}

/// Whether the clause that ends at `end` is a label of units, and `at` stands in its midst.
fn is_inside_label(scene: &Scene<'_, '_>, at: usize, end: usize) -> bool {
    let clause = scene.text[..end]
        .rsplit(|c| MARKS.contains(&c) || OPEN.contains(&c) || CLOSE.contains(&c))
        .next();
    let clause = clause.unwrap_or_default().trim_start();
    clause.len() > end - at && scene.register.words.label(clause.trim_end()).is_some()
}

/// The role of the label that is all of a clause before a bracket: 牵头单位（.
pub(super) fn before(text: &str, open: usize, register: &Register) -> Option<Option<Role>> {
    let clause = text[..open]
        .rsplit(|c| MARKS.contains(&c) || CLOSE.contains(&c))
        .next()?;
    let label = clause.trim();
    let long = label.chars().count() >= SHORT_LABEL;
    long.then(|| register.words.label(label)).flatten()
}

/// How long the label is before a bracket or a verb at the head of a clause, with it, and its
/// role: 责任单位为, 配合单位分别是, 牵头单位（.
pub(super) fn without_colon(scene: &Scene<'_, '_>, at: usize) -> Option<(usize, Option<Role>)> {
    let words = &scene.register.words;
    let clause = &scene.text[at..scene.end(at)];
    if let Some(open) = clause.find(OPEN)
        && let Some(sign) = clause[open..].chars().next()
        && scene.bracket(at + open).is_none()
        && let Some(role) = before(scene.text, at + open, scene.register)
    {
        return Some((open + sign.len_utf8(), role));
    }
    if let Some(found) = parted_otherwise(scene, clause) {
        return Some(found);
    }
    words.is.iter().find_map(|word| {
        let verb = clause.find(word.as_str())?;
        let head = clause[..verb].trim();
        let each = words
            .each
            .iter()
            .find_map(|w| head.strip_suffix(w.as_str()));
        let head = each.unwrap_or(head);
        // 负责是: only what names the field is a label here.
        let role = words
            .label(head)
            .filter(|_| head.chars().count() >= SHORT_LABEL)?;
        let behind = &scene.text[at + verb + word.len()..];
        let colon = behind.chars().next().filter(|c| matches!(c, '：' | ':'));
        Some((verb + word.len() + colon.map_or(0, char::len_utf8), role))
    })
}

/// 责任单位 市交通运输局, 牵头单位——市发改委: a label that a space or a dash parts from the
/// names, or that stands right before one with its level.
fn parted_otherwise(scene: &Scene<'_, '_>, clause: &str) -> Option<(usize, Option<Role>)> {
    let words = &scene.register.words;
    let ends = clause.char_indices().map(|(at, c)| at + c.len_utf8());
    let ends = ends.take(LONGEST_LABEL).skip(SHORT_LABEL - 1);
    let labels = ends.filter_map(|end| Some((end, words.label(&clause[..end])?)));
    let (end, role) = labels.take_while(|(end, _)| *end < clause.len()).last()?;
    let rest = clause[end..].trim_start_matches([' ', '—', '－', '-', '–', '─']);
    let parted = rest.len() < clause.len() - end;
    let level = scene
        .words
        .levels
        .keys()
        .any(|l| rest.starts_with(l.as_str()))
        && phrase_words::begins(rest, &scene.words.no_levels).is_none();
    // 责任单位主要负责人 is none; behind the label stands a name.
    let known = |(at, c): (usize, char)| scene.find(&rest[..at + c.len_utf8()]).is_some();
    let named = level && rest.char_indices().any(known);
    (!rest.is_empty() && (parted || named)).then_some((clause.len() - rest.len(), role))
}

/// Where what a label says ends: at a stop, or where the next label begins.
fn field_end(scene: &Scene<'_, '_>, from: usize) -> usize {
    let text = scene.text;
    let mut at = from;
    while at < text.len() {
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        if matches!(c, '；' | ';' | '。' | '\n' | '）') && !scene.inside(at) {
            return at;
        }
        let next = at + c.len_utf8();
        let parted = matches!(c, '，' | ',' | ' ' | '、') && begins(scene, next);
        // 9月底前责任单位：…: a label that no mark parts.
        if parted || at > from && begins(scene, at) {
            return at;
        }
        at = next;
    }
    text.len()
}

/// Whether a label begins at `at` that the words know.
pub(super) fn begins(scene: &Scene<'_, '_>, at: usize) -> bool {
    let end = scene.end(at);
    let colon = scene.text[end..].starts_with(['：', ':']);
    let head: String = scene.text[at..end].split_whitespace().collect();
    let words = &scene.register.words;
    colon && (words.label(&head).is_some() || words.is_field_label(&head))
}
