//! The grammar proper: a phrase cut into groups of names, with the words around
//! them that state roles. It knows where names begin and end, not what they mean.

use super::super::units::{Known, Register};
use super::super::words::Role;
use crate::source::Span;

/// One name as the grammar cuts it, before the register is asked.
#[derive(Debug, Clone)]
pub(super) struct Raw<'t> {
    pub(super) span: Span,
    pub(super) text: &'t str,
    pub(super) qualifier: Option<&'t str>,
    pub(super) collective: bool,
    pub(super) role: Option<Role>,
}

/// A phrase, cut.
#[derive(Debug, Default)]
pub(super) struct Cut<'t> {
    /// Names that stand between two commas.
    pub(super) groups: Vec<Vec<Raw<'t>>>,
    /// Labels, roles, 等 and the like.
    pub(super) words: Vec<Span>,
    /// What the grammar cannot read.
    pub(super) unread: Vec<Span>,
    /// It says 等: there are others, whom it does not name.
    pub(super) others: bool,
}

/// The marks between groups.
const GROUPS: [char; 5] = ['，', '；', '。', ',', ';'];

/// Cuts a normalised phrase.
pub(super) fn cut<'t>(text: &'t str, register: &Register) -> Cut<'t> {
    let mut cut = Cut::default();
    let mut label: Option<Role> = None;
    let mut led = false;
    let mut at = 0;
    for (group, mark) in split(text, &GROUPS) {
        let mut start = at;
        let end = at + group.len();
        at = end + mark.map_or(0, char::len_utf8);
        if let Some(found) = label_of(group, register) {
            let span = start..start + found.at;
            match found.said {
                Some(role) => {
                    label = role;
                    cut.words.push(span);
                }
                None => cut.unread.push(span),
            }
            start += found.behind;
        }
        let names = group_names(&mut cut, text, start..end, label, led, register);
        led |= names.iter().any(|n| n.role == Some(Role::Lead));
        if !names.is_empty() {
            cut.groups.push(names);
        }
        if matches!(mark, Some('；' | '。' | ';')) {
            label = None;
            led = false;
        }
    }
    cut
}

/// A label before a colon outside brackets.
struct Label {
    /// What it says; `None` when nobody knows it.
    said: Option<Option<Role>>,
    /// Where the colon stands, and what follows it: a colon has one byte or three.
    at: usize,
    behind: usize,
}

fn label_of(group: &str, register: &Register) -> Option<Label> {
    let pieces = split(group, &['：', ':']).into_iter();
    let (head, colon) = pieces
        .filter_map(|(head, mark)| Some((head, mark?)))
        .next()?;
    Some(Label {
        said: register.words.label(head.trim()),
        at: head.len(),
        behind: head.len() + colon.len_utf8(),
    })
}

fn group_names<'t>(
    cut: &mut Cut<'t>,
    text: &'t str,
    group: Span,
    label: Option<Role>,
    led: bool,
    register: &Register,
) -> Vec<Raw<'t>> {
    let mut names: Vec<Raw<'t>> = Vec::new();
    // The first name that no role words have closed off yet.
    let mut open = 0;
    // 会同 after a unit that leads: those behind it join in.
    let mut with_lead = led && label.is_none();
    let mut joined = false;
    let mut at = group.start;
    while at < group.end {
        let rest = &text[at..group.end];
        let (length, collective) = piece(rest, register);
        let mut span = at..at + length;
        at += length;
        at += text[at..group.end].chars().next().map_or(0, char::len_utf8);
        let headed = strip_head(cut, text, &mut span, register);
        let tail = if collective {
            strip_collective_tail(cut, text, &mut span, register)
        } else {
            strip_tail(cut, text, &mut span, register)
        };
        let whole = &text[span.clone()];
        joined |= headed && with_lead;
        if !whole.is_empty() {
            let parts = if collective {
                vec![Part::whole(span.clone())]
            } else {
                split_with(cut, text, span.clone(), register)
            };
            for part in parts {
                let known = register.collective(&text[part.span.clone()]).is_some();
                let mut raw = raw(cut, text, part.span, collective || known, register);
                joined |= part.with && with_lead;
                raw.role = raw.role.or(part.role);
                raw.role = raw.role.or(if joined { Some(Role::Join) } else { label });
                with_lead |= raw.role == Some(Role::Lead) && label.is_none();
                names.push(raw);
            }
        }
        if let Some(role) = tail {
            if let Some(role) = role {
                for name in &mut names[open..] {
                    name.role = Some(role);
                }
                with_lead = role == Role::Lead;
            }
            open = names.len();
        }
    }
    names
}

/// The next piece of a group: up to the next 、, but a collective stays whole.
fn piece(rest: &str, register: &Register) -> (usize, bool) {
    let plain = |text: &str| split(text, &['、']).first().map_or(0, |(t, _)| t.len());
    let bare_end = |text: &str| {
        let mut text = &text[..plain(text)];
        while let Some(length) = tail_length(text, register) {
            text = &text[..text.len() - length];
        }
        text.is_empty()
    };
    let known = register.collectives.iter().map(|c| c.name.as_str());
    let known = known
        .filter(|name| rest.strip_prefix(name).is_some_and(bare_end))
        .max_by_key(|name| name.len());
    if let Some(name) = known {
        return (name.len() + plain(&rest[name.len()..]), true);
    }
    // 各市、县（市、区）人民政府: places of the same kind go with the first.
    let mut length = plain(rest);
    if rest.starts_with('各') {
        while let Some(next) = rest[length..].strip_prefix('、') {
            let more = plain(next);
            if !is_place_kind(&next[..more], register) {
                break;
            }
            length += '、'.len_utf8() + more;
        }
    }
    (length, false)
}

/// `县`, `县（市、区）人民政府`: kinds of places and what governs them, nothing else.
fn is_place_kind(text: &str, register: &Register) -> bool {
    let mut rest = text;
    while let Some(length) = tail_length(rest, register) {
        rest = &rest[..rest.len() - length];
    }
    let suffix = register
        .suffixes
        .iter()
        .find_map(|s| rest.strip_suffix(s.as_str()));
    rest = suffix.unwrap_or(rest);
    if rest.is_empty() || !text.starts_with(|c| c != '各') {
        return false;
    }
    while !rest.is_empty() {
        let kinds = register
            .words
            .place_kinds
            .iter()
            .map(String::as_str)
            .chain(["（", "）", "、"]);
        let Some(next) = kinds
            .filter_map(|k| rest.strip_prefix(k))
            .min_by_key(|r| r.len())
        else {
            return false;
        };
        rest = next;
    }
    true
}

/// 由, 会同 and the like before a name; `true` for those that mean "with".
fn strip_head(cut: &mut Cut<'_>, text: &str, span: &mut Span, register: &Register) -> bool {
    let whole = &text[span.clone()];
    if is_known(whole, register) {
        return false;
    }
    let heads = register.words.with.iter().chain(&register.words.by);
    let Some(head) = heads
        .filter(|w| whole.starts_with(w.as_str()) && whole.len() > w.len())
        .max_by_key(|w| w.len())
    else {
        return false;
    };
    cut.words.push(span.start..span.start + head.len());
    span.start += head.len();
    register.words.with.contains(head)
}

/// Roles and 等 behind a name: the role, if words of that sort stand there at all.
fn strip_tail(
    cut: &mut Cut<'_>,
    text: &str,
    span: &mut Span,
    register: &Register,
) -> Option<Option<Role>> {
    let mut found = None;
    let whole = &text[span.clone()];
    if is_known(whole, register) {
        return None;
    }
    if let Some((length, role)) = register.words.tail(whole) {
        cut.words.push(span.end - length..span.end);
        span.end -= length;
        found = Some(role);
    }
    let whole = &text[span.clone()];
    if !is_known(whole, register)
        && let Some(length) = register.words.others(whole)
    {
        cut.words.push(span.end - length..span.end);
        cut.others = true;
        span.end -= length;
        found = found.or(Some(None));
    }
    found
}

/// The same behind a collective of the register, whose own end is certain.
fn strip_collective_tail(
    cut: &mut Cut<'_>,
    text: &str,
    span: &mut Span,
    register: &Register,
) -> Option<Option<Role>> {
    let mut found = None;
    while register.collective(&text[span.clone()]).is_none() {
        let role = strip_tail(cut, text, span, register)?;
        found = found.or(Some(role));
    }
    found
}

fn tail_length(text: &str, register: &Register) -> Option<usize> {
    let words = &register.words;
    words.tail(text).map(|t| t.0).or_else(|| words.others(text))
}

/// One name of several that no mark parts.
struct Part {
    span: Span,
    /// 会同 stands before it.
    with: bool,
    /// The role that stands between it and the next.
    role: Option<Role>,
}

impl Part {
    fn whole(span: Span) -> Self {
        Part {
            span,
            with: false,
            role: None,
        }
    }
}

/// `市财政局和市人社局`: two names, where the words between them cannot be part of
/// one; each with whether it joins the one before it.
fn split_with(cut: &mut Cut<'_>, text: &str, span: Span, register: &Register) -> Vec<Part> {
    let whole = &text[span.clone()];
    if is_known(whole, register) || whole.contains('（') {
        return vec![Part::whole(span)];
    }
    let words = &register.words;
    let between = words.with.iter().map(|w| (w, true));
    for (word, with) in between.chain(words.and.iter().map(|w| (w, false))) {
        for (at, _) in whole.match_indices(word.as_str()) {
            let (left, right) = (&whole[..at], &whole[at + word.len()..]);
            // 海关总署等部门和相关省级人民政府; 市商务局牵头会同市财政局
            let others = words.others(left).unwrap_or(0);
            let left = &left[..left.len() - others];
            let (tail, role) = words.tail(left).filter(|_| with).unwrap_or_default();
            let left = &left[..left.len() - tail];
            if left.is_empty() || !parts_names(left, right, others > 0, register) {
                continue;
            }
            let middle = span.start + at;
            let end = span.start + left.len();
            cut.words.push(end..middle + word.len());
            cut.others |= others > 0;
            let mut parts = vec![Part {
                role,
                ..Part::whole(span.start..end)
            }];
            let mut rest = split_with(cut, text, middle + word.len()..span.end, register);
            rest[0].with = with;
            parts.extend(rest);
            return parts;
        }
    }
    vec![Part::whole(span)]
}

/// Whether words between `left` and `right` part two names: the register has both,
/// or both look like names; behind 等 any name or collective goes.
fn parts_names(left: &str, right: &str, others: bool, register: &Register) -> bool {
    let begins = |words: &[String]| words.iter().any(|w| right.starts_with(w.as_str()));
    let looks =
        ends_as_unit(left, register) && begins(&register.prefixes) && ends_as_unit(right, register);
    let behind_others = others && (is_known(right, register) || begins(&register.collective_words));
    behind_others || looks || is_known(left, register) && is_known(right, register)
}

fn ends_as_unit(name: &str, register: &Register) -> bool {
    let mut endings = register.words.endings.iter();
    name.chars().count() > 2 && endings.any(|e| name.ends_with(e.as_str()))
}

fn is_known(name: &str, register: &Register) -> bool {
    let name = name.split_once('（').map_or(name, |(head, _)| head);
    let found = register.lookup(name);
    matches!(found, Some(Known::Unit(_) | Known::Alias(_))) || register.collective(name).is_some()
}

/// Parts a name from what stands in brackets behind it.
fn raw<'t>(
    cut: &mut Cut<'_>,
    text: &'t str,
    span: Span,
    collective: bool,
    register: &Register,
) -> Raw<'t> {
    let whole = &text[span.clone()];
    let plain = |role| Raw {
        span: span.clone(),
        text: whole,
        qualifier: None,
        collective,
        role,
    };
    // Brackets inside a name, as in 各县（市、区）人民政府, are its own.
    let (Some(open), true) = (whole.find('（'), !collective && whole.ends_with('）')) else {
        return plain(None);
    };
    if open == 0 {
        return plain(None);
    }
    let inner = &whole[open + '（'.len_utf8()..whole.len() - '）'.len_utf8()];
    // 各镇（街道）: the kinds in brackets go with the first.
    let places = &register.words.place_kinds;
    if whole.starts_with('各')
        && inner
            .split('、')
            .all(|kind| places.iter().any(|k| k == kind))
    {
        return plain(None);
    }
    let role = register.words.mark(inner);
    let marked = role.is_some();
    if marked {
        cut.words.push(span.start + open..span.end);
    }
    Raw {
        span: span.start..span.start + open,
        text: &whole[..open],
        qualifier: (!marked).then_some(inner),
        collective,
        role,
    }
}

/// Splits at any of `marks` that does not stand inside brackets; each piece with
/// the mark behind it.
fn split<'t>(text: &'t str, marks: &[char]) -> Vec<(&'t str, Option<char>)> {
    let mut pieces = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 && marks.contains(&c) => {
                pieces.push((&text[start..at], Some(c)));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push((&text[start..], None));
    pieces
}
