//! A phrase of responsible units → the units it names.
//!
//! The grammar proposes, the register disposes: `，` parts groups and `、` parts
//! names; the first name of a group lends its prefix, a later one its suffix; a
//! name counts when the register has it. Nothing is dropped: a name that nobody
//! knows stays a name, with a warning.

use crate::source::Span;

use super::units::{Known, Register};

/// A phrase, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrase {
    /// The names in printed order.
    pub names: Vec<Name>,
}

/// One name of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Where it stands in the phrase, in bytes, without its qualifier.
    pub span: Span,
    /// As printed, without the qualifier.
    pub printed: String,
    /// The words in brackets behind it (`人才办`).
    pub qualifier: Option<String>,
    /// What it means.
    pub meaning: Meaning,
    /// What the register had to settle, where the phrase slipped.
    pub slip: Option<Slip>,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A unit, by its canonical name.
    Unit(String),
    /// A collective, by its printed name.
    Collective(String),
    /// A name that the register does not have; the most complete form of it.
    Unknown(String),
}

/// How a phrase slipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// An alias stands for the canonical name.
    Alias,
    /// The prefix had to be taken from an earlier group: a comma stands where a
    /// pause mark belongs.
    PrefixFromBefore,
    /// It has the form of a collective, but the register does not have it.
    NewCollective,
    /// The same unit is named twice in the phrase.
    Twice,
}

impl Phrase {
    /// The canonical names of the units, each once, in printed order; unknown
    /// names in the form that is closest to print.
    pub fn units(&self) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        for name in &self.names {
            if let Meaning::Unit(unit) | Meaning::Unknown(unit) = &name.meaning
                && !units.contains(unit)
            {
                units.push(unit.clone());
            }
        }
        units
    }

    /// The collectives, in printed order.
    pub fn collectives(&self) -> Vec<String> {
        let named = self.names.iter().filter_map(|n| match &n.meaning {
            Meaning::Collective(name) => Some(name.clone()),
            _ => None,
        });
        named.collect()
    }
}

/// One name as the grammar cuts it, before the register is asked.
struct Raw<'t> {
    span: Span,
    text: &'t str,
    qualifier: Option<&'t str>,
    collective: bool,
}

/// Takes a phrase apart; `text` is normalised.
pub fn resolve(text: &str, register: &Register) -> Phrase {
    let mut phrase = Phrase::default();
    let mut lent_before: Vec<&str> = Vec::new();
    let mut start = 0;
    for group in split_outside_brackets(text, &['，', '；', '。']) {
        let names = cut_names(text, start..start + group.len(), register);
        start += group.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
        let lent: Vec<&str> = names
            .iter()
            .find(|n| !n.collective)
            .map(|first| prefixes_of(first.text, register))
            .unwrap_or_default();
        for (i, raw) in names.iter().enumerate() {
            let (meaning, slip) = if raw.collective {
                (Meaning::Collective(raw.text.to_owned()), None)
            } else {
                mean(raw.text, &lent, &names[i + 1..], &lent_before, register)
            };
            phrase.names.push(Name {
                span: raw.span.clone(),
                printed: raw.text.to_owned(),
                qualifier: raw.qualifier.map(str::to_owned),
                meaning,
                slip,
            });
        }
        if !lent.is_empty() {
            lent_before = lent;
        }
    }
    mark_repeats(&mut phrase);
    phrase
}

/// What one name means, by the order of trust: as it stands, with the prefix of
/// its group, with the suffix of a later name, as an alias, with the prefix of an
/// earlier group.
fn mean(
    name: &str,
    lent: &[&str],
    later: &[Raw<'_>],
    lent_before: &[&str],
    register: &Register,
) -> (Meaning, Option<Slip>) {
    let with_prefix = |prefix: &&str| format!("{prefix}{name}");
    let unit = |known: Known<'_>| Meaning::Unit(known.unit().name.clone());
    let canonical = |full: &String| matches!(register.lookup(full), Some(Known::Unit(_)));

    if canonical(&name.to_owned()) {
        return (Meaning::Unit(name.to_owned()), None);
    }
    if let Some(full) = lent.iter().map(with_prefix).find(canonical) {
        return (Meaning::Unit(full), None);
    }
    let suffix = later.iter().find_map(|l| suffix_of(l.text, register));
    if let Some(full) = suffix.map(|s| format!("{name}{s}")).filter(canonical) {
        return (Meaning::Unit(full), None);
    }
    let mut forms = std::iter::once(name.to_owned()).chain(lent.iter().map(with_prefix));
    if let Some(known) = forms.find_map(|form| register.lookup(&form)) {
        return (unit(known), Some(Slip::Alias));
    }
    let mut before = lent_before.iter().map(with_prefix);
    if let Some(known) = before.find_map(|form| register.lookup(&form)) {
        return (unit(known), Some(Slip::PrefixFromBefore));
    }
    let has_word = |w: &String| name.contains(w.as_str());
    if register.collective_words.iter().any(has_word) {
        return (
            Meaning::Collective(name.to_owned()),
            Some(Slip::NewCollective),
        );
    }
    // Print the name as it stands: a prefix that no register confirms is a guess.
    (Meaning::Unknown(name.to_owned()), None)
}

/// Cuts a group at `、`, but keeps the collectives that contain one whole.
fn cut_names<'t>(text: &'t str, group: Span, register: &Register) -> Vec<Raw<'t>> {
    let mut names = Vec::new();
    let mut at = group.start;
    while at < group.end {
        let rest = &text[at..group.end];
        let collective = register
            .collectives
            .iter()
            .map(|c| c.name.as_str())
            .filter(|c| {
                rest.strip_prefix(c)
                    .is_some_and(|r| r.is_empty() || r.starts_with('、'))
            })
            .max_by_key(|c| c.len());
        let len = collective.map_or_else(
            || {
                split_outside_brackets(rest, &['、'])
                    .next()
                    .map_or(0, str::len)
            },
            str::len,
        );
        let whole = &text[at..at + len];
        let (name, qualifier) = split_qualifier(whole);
        if !name.is_empty() {
            names.push(Raw {
                span: at..at + name.len(),
                text: name,
                qualifier,
                collective: collective.is_some(),
            });
        }
        at += len;
        if at < group.end {
            at += '、'.len_utf8();
        }
    }
    names
}

fn split_qualifier(name: &str) -> (&str, Option<&str>) {
    match name.split_once('（') {
        Some((head, tail)) if !head.is_empty() => {
            (head, Some(tail.strip_suffix('）').unwrap_or(tail)))
        }
        _ => (name, None),
    }
}

/// The prefixes that a name begins with, longest first.
fn prefixes_of<'r>(name: &str, register: &'r Register) -> Vec<&'r str> {
    let begins = |p: &&str| name.len() > p.len() && name.starts_with(p);
    let mut found: Vec<&str> = register
        .prefixes
        .iter()
        .map(String::as_str)
        .filter(begins)
        .collect();
    found.sort_by_key(|p| std::cmp::Reverse(p.len()));
    found
}

fn suffix_of<'r>(name: &str, register: &'r Register) -> Option<&'r str> {
    let mut suffixes = register.suffixes.iter().map(String::as_str);
    suffixes.find(|s| name.len() > s.len() && name.ends_with(s))
}

/// Splits at any of `marks` that does not stand inside brackets.
fn split_outside_brackets<'t>(
    text: &'t str,
    marks: &'static [char],
) -> impl Iterator<Item = &'t str> {
    let mut depth = 0usize;
    text.split(move |c| {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && marks.contains(&c)
    })
}

fn mark_repeats(phrase: &mut Phrase) {
    let mut seen: Vec<Meaning> = Vec::new();
    for name in &mut phrase.names {
        if seen.contains(&name.meaning) {
            name.slip = Some(Slip::Twice);
        }
        seen.push(name.meaning.clone());
    }
}
