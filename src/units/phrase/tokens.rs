//! What may stand in a phrase beside names: marks, labels, words of roles, times,
//! persons. Every reading of a place is offered; the lattice chooses.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::grammar::phrase as phrase_words;
use crate::grammar::phrase::PhraseWords;
use crate::grammar::words::{Role, Words};
use crate::source::Span;
use crate::units::organs::{Known, Organ, Organs};
use crate::units::phrase::names::Candidate;
use crate::units::phrase::{labels, number, persons, rule, standing, time};
use crate::units::register::Register;

/// A stretch of a phrase.
#[derive(Debug, Clone)]
pub(super) enum Token<'t> {
    /// A mark between names.
    Mark(char),
    /// A number that counts the names.
    Number,
    /// A mark before a name: ★.
    Sign,
    /// A label with its colon, and the role that it states.
    Label(Option<Role>),
    /// Words before a colon that nobody knows.
    UnknownLabel,
    /// A label that names no units, with what it says.
    Field { label: &'t str, says: Span },
    /// A name.
    Name(Found),
    /// Words in brackets; what is inside.
    Bracket(Span),
    /// A word behind names, and the role that it states.
    Role(Option<Role>),
    /// 等.
    Others,
    /// 会同; whether those behind it join whoever leads or not.
    With(bool),
    /// 和.
    And,
    /// 由.
    By,
    /// By when.
    Time,
    /// That the first-named leads.
    Rule,
    /// That some have to do all that follows.
    Standing,
    /// A person's name.
    Person,
    /// A telephone number.
    Phone,
    /// 无.
    Nothing,
    /// What cannot be read, a character.
    Unread,
}

/// How far a name is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// The register has it, as it stands or with what its group lends.
    Registered,
    /// A body that is known in general.
    Known,
    /// It is plainly a name: it ends as such names do, and nothing in it is odd.
    Plain,
    /// It has the form of a name.
    Formed,
    /// Only a word of a level before it says so.
    Guessed,
}

/// A name as found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) trust: Trust,
    pub(super) collective: bool,
    /// It begins with a word that states a role or links names.
    pub(super) begins_with_word: bool,
}

/// A body, and how long what stands before the kind is.
type KnownAs = (&'static Organ, usize);

/// What all readers of one phrase share.
pub(super) struct Scene<'t, 'r> {
    pub(super) text: &'t str,
    pub(super) register: &'r Register,
    pub(super) words: &'static PhraseWords,
    /// For every byte at which a character begins: where the clause of that character
    /// ends, at the next mark outside brackets.
    ends: Vec<usize>,
    /// The brackets outside others: where each opens and what is behind it.
    brackets: Vec<Span>,
    /// What stands inside quotes.
    quotes: Vec<Span>,
    /// What names are known as, with the length of what stands before the kind: the same
    /// words are looked at from many sides.
    known: RefCell<HashMap<Box<str>, Option<KnownAs>>>,
}

/// Brackets: inside round ones others stand, as in 各县〔市、区〕人民政府.
pub(super) const OPEN: [char; 6] = ['（', '〔', '［', '[', '〈', '‹'];
pub(super) const CLOSE: [char; 6] = ['）', '〕', '］', ']', '〉', '›'];

/// Whether a bracket closes the one that is open at `at`.
fn pairs(text: &str, at: Option<&usize>, close: char) -> bool {
    let open = at.and_then(|&at| text[at..].chars().next());
    let pair = open.and_then(|open| OPEN.iter().position(|o| *o == open));
    pair.is_some_and(|pair| CLOSE[pair] == close)
}

/// What stands inside the quotes of a text: “双随机、一公开”.
fn quotes(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('“') {
        let start = from + open + '“'.len_utf8();
        let Some(length) = text[start..].find('”') else {
            break;
        };
        found.push(start..start + length);
        from = start + length;
    }
    found
}

/// Marks between names.
pub(super) const MARKS: [char; 14] = [
    '、', '，', ',', '；', ';', '。', '：', ':', '/', '／', '|', '｜', '\n', '！',
];

impl<'t, 'r> Scene<'t, 'r> {
    pub(super) fn new(text: &'t str, register: &'r Register, words: &'static PhraseWords) -> Self {
        let mut brackets: Vec<Span> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (at, c) in text.char_indices() {
            match c {
                _ if OPEN.contains(&c) => open.push(at),
                _ if CLOSE.contains(&c) && pairs(text, open.last(), c) => {
                    // 牵头单位（市发改委）: what a label holds is no bracket. 责任单位（部门）：
                    // is a label as a whole.
                    let colon = text[at + c.len_utf8()..].starts_with(['：', ':']);
                    let start = open.pop();
                    let labelled =
                        |start: &usize| !colon && labels::before(text, *start, register).is_some();
                    // 责任单位：（市审计局、市国资委）: what all of the phrase stands in.
                    let whole = |start: &usize| {
                        let before = text[..*start].trim_end();
                        let after = &text[at + c.len_utf8()..];
                        (before.is_empty() || before.ends_with(['：', ':']))
                            && after.trim_matches(['。', ' ']).is_empty()
                    };
                    if let Some(start) = start.filter(|start| !labelled(start) && !whole(start)) {
                        brackets.retain(|b| b.start < start);
                        brackets.push(start..at + c.len_utf8());
                    }
                }
                _ => {}
            }
        }
        let mut ends = vec![text.len(); text.len() + 1];
        let mut end = text.len();
        let quotes = quotes(text);
        for (at, c) in text.char_indices().rev() {
            if let Some(bracket) = brackets.iter().find(|b| b.contains(&at)) {
                // Inside brackets the clause is what the bracket holds.
                ends[at] = if at == bracket.start {
                    end
                } else {
                    bracket.end
                };
                continue;
            }
            if MARKS.contains(&c) && !quotes.iter().any(|q| q.contains(&at)) {
                end = at;
            }
            ends[at] = end;
        }
        Scene {
            text,
            register,
            words,
            ends,
            brackets,
            quotes,
            known: RefCell::default(),
        }
    }

    /// The table of organs; who asks for it first waits until it is read.
    pub(super) fn organs(&self) -> &'static Organs {
        Organs::get()
    }

    /// What a name is known as in general.
    pub(super) fn find<'n>(&self, name: &'n str) -> Option<Known<'n>> {
        let mut known = self.known.borrow_mut();
        let found = match known.get(name) {
            Some(found) => *found,
            None => {
                let found = Organs::get().find(name).map(|k| (k.organ, k.head.len()));
                known.insert(name.into(), found);
                found
            }
        };
        found.map(|(organ, length)| Known {
            organ,
            head: &name[..length],
        })
    }

    /// Where the clause at `at` ends.
    pub(super) fn end(&self, at: usize) -> usize {
        self.ends[at]
    }

    /// The bracket that opens at `at`.
    pub(super) fn bracket(&self, at: usize) -> Option<&Span> {
        self.brackets.iter().find(|b| b.start == at)
    }

    /// The bracket that `at` stands inside of.
    pub(super) fn inside(&self, at: usize) -> bool {
        self.brackets.iter().any(|b| b.start < at && at < b.end)
    }

    /// Whether `at` stands inside quotes, where marks part nothing.
    fn quoted(&self, at: usize) -> bool {
        self.quotes.iter().any(|q| q.contains(&at))
    }

    /// Whether a clause may end at `at`: a mark, a space or a bracket is there, or nothing.
    pub(super) fn closes(&self, at: usize) -> bool {
        if self.quoted(at) {
            return false;
        }
        let next = self.text[at..].chars().next();
        next.is_none_or(|c| {
            MARKS.contains(&c) || c == ' ' || OPEN.contains(&c) || CLOSE.contains(&c)
        })
    }
}

impl Scene<'_, '_> {
    /// Whether what stands at `at` may follow a name: an end, words that go on behind
    /// names, or another name that begins with its level.
    pub(super) fn may_follow(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let words = &self.register.words;
        let tails = words.roles().into_iter().flat_map(|(w, _)| &w.tails);
        // 等 in 高等 begins nothing.
        let before = self.text[..at].chars().next_back();
        let part = before.is_some_and(|c| words.never_others.contains(c));
        let others = words.others.iter().filter(|_| !part);
        let links = words.and.iter().chain(&words.with).chain(others);
        let more = self.words.tails.iter().chain(self.words.levels.keys());
        let more = more.chain(&self.words.manner.begins);
        let begins = |w: &String| rest.starts_with(w.as_str());
        let numbered = || number::length(rest, false).is_some();
        self.closes(at)
            || numbered()
            || words.meets.joins(self.text, at)
            || tails.chain(links).chain(more).any(begins)
            || labels::begins(self, at)
    }
}

/// What stands at the head of a clause and can be nothing else, whatever name it may seem
/// to begin: a number before a name, or a label with its verb or bracket.
pub(super) fn head<'t>(scene: &Scene<'t, '_>, at: usize) -> Vec<Candidate<'t>> {
    let before = scene.text[..at].chars().next_back();
    let parted = before
        .is_none_or(|c| MARKS.contains(&c) || c == ' ' || OPEN.contains(&c) || CLOSE.contains(&c));
    if !parted || scene.quoted(at) {
        return Vec::new();
    }
    let number = number::length(&scene.text[at..], true).map(|length| (length, Token::Number));
    let label = || {
        let (length, role) = labels::without_colon(scene, at)?;
        Some((length, Token::Label(role)))
    };
    let found = number.or_else(label).map(|(length, token)| Candidate {
        end: at + length,
        cost: 2,
        token,
    });
    found.into_iter().collect()
}

/// Every token but names that may begin at `at`.
pub(super) fn at<'t>(scene: &Scene<'t, '_>, at: usize) -> Vec<Candidate<'t>> {
    let mut found = Vec::new();
    let text = scene.text;
    let rest = &text[at..];
    let Some(c) = rest.chars().next() else {
        return found;
    };
    let mut push = |length: usize, cost: u32, token| {
        found.push(Candidate {
            end: at + length,
            cost,
            token,
        });
    };
    let is_mark = (MARKS.contains(&c) || c == ' ') && !scene.quoted(at);
    let stray = OPEN.contains(&c) || CLOSE.contains(&c) || matches!(c, '：' | ':');
    if is_mark || stray {
        let cost = if stray { 30 } else { u32::from(c == ' ') * 3 };
        push(c.len_utf8(), cost, Token::Mark(c));
    }
    if let Some(bracket) = scene.bracket(at) {
        let close = text[..bracket.end].chars().next_back();
        let close = close.map_or(0, char::len_utf8);
        let inner = bracket.start + c.len_utf8()..bracket.end - close;
        push(bracket.len(), 3, Token::Bracket(inner));
    }
    if let Some(length) = number::length(rest, false) {
        push(length, 2, Token::Number);
    }
    labels::at(scene, at, &mut push);
    let words = &scene.register.words;
    for (length, role) in roles(words, scene.words, rest) {
        // 县委督查考核办: such words part two names only where a level begins the second.
        let next = &rest[length..];
        let parts = scene.closes(at + length)
            || role != Some(Role::Guide)
            || scene.words.begins_with_level(next);
        push(length, if parts { 4 } else { 30 }, Token::Role(role));
    }
    // ★市住建局: a mark before a name, which the notice explains somewhere.
    if scene.words.name_marks.contains(c) {
        push(c.len_utf8(), 1, Token::Sign);
    }
    if let Some(length) = manner(scene.words, &text[at..scene.end(at)]) {
        push(length, 5, Token::Role(None));
    }
    let before = text[..at].chars().next_back();
    let part = before.is_some_and(|c| words.never_others.contains(c));
    let others = words.others.iter().filter(|_| !part);
    for word in others.filter(|w| rest.starts_with(w.as_str())) {
        push(word.len(), 3, Token::Others);
    }
    for word in words.with.iter().filter(|w| rest.starts_with(w.as_str())) {
        // 会同 says who joins; 联合 that both do it.
        push(word.len(), 6, Token::With(!words.together.contains(word)));
    }
    if words.meets.joins(text, at) {
        push(words.meets.word.len(), 6, Token::With(true));
    }
    for word in words.and.iter().filter(|w| rest.starts_with(w.as_str())) {
        push(word.len(), 6, Token::And);
    }
    for word in words.by.iter().filter(|w| rest.starts_with(w.as_str())) {
        push(word.len(), 4, Token::By);
    }
    let end = scene.end(at);
    for length in time::lengths(&text[at..end], scene.words) {
        push(length, 8, Token::Time);
    }
    // 2024/6/30: its marks part nothing.
    if let Some(length) = time::date(rest).filter(|length| at + length > end) {
        push(length, 8, Token::Time);
    }
    if let Some(length) = rule::length(rest) {
        push(length, 2, Token::Rule);
    }
    if let Some(length) = standing::length(rest) {
        push(length, 2, Token::Standing);
    }
    if let Some(word) = phrase_words::begins(rest, &scene.words.nothing)
        && scene.closes(at + word.len())
    {
        push(word.len(), 3, Token::Nothing);
    }
    if let Some(length) = persons::at(scene, at) {
        push(length, 16, Token::Person);
    }
    if let Some(length) = persons::phone(rest) {
        push(length, 8, Token::Phone);
    }
    if !is_mark {
        push(c.len_utf8(), 14, Token::Unread);
    }
    found
}

/// The longest words between the two of a manner, in characters.
const LONGEST_MANNER: usize = 16;

/// How long words are at the head of a clause that say how a duty is done: 按照“三管三必须”要求.
fn manner(words: &PhraseWords, clause: &str) -> Option<usize> {
    let begins = phrase_words::begins(clause, &words.manner.begins)?;
    let rest = &clause[begins.len()..];
    let ends = words.manner.ends.iter();
    let ends = ends.filter_map(|end| Some((rest.find(end.as_str())?, end.len())));
    let (at, length) = ends.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))?;
    let between = rest[..at].chars().count();
    (1..=LONGEST_MANNER)
        .contains(&between)
        .then_some(begins.len() + at + length)
}

/// Words that state roles, and those that state none, at the head of a text.
fn roles<'w>(words: &'w Words, more: &'w PhraseWords, text: &str) -> Vec<(usize, Option<Role>)> {
    let plain = more.tails.iter().map(|t| (t, None));
    let stated = words
        .roles()
        .into_iter()
        .flat_map(|(w, role)| w.tails.iter().map(move |t| (t, role)));
    let mut found: Vec<(usize, Option<Role>)> = stated
        .chain(plain)
        .filter(|(tail, _)| text.starts_with(tail.as_str()))
        .map(|(tail, role)| (tail.len(), role))
        .collect();
    found.sort_by_key(|(length, role)| (*length, role.is_none()));
    found.dedup_by_key(|(length, _)| *length);
    found
}
