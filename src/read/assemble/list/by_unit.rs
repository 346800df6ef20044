//! Lists by unit: `14.市卫生局：负责医院周边秩序的整治。` Each item begins with a unit, or
//! several, and a colon; the task stands behind it.

use std::ops::Range;

use super::certain::{self, Names};
use super::fields::Statement;
use super::pieces::{self, Piece};
use super::scan::Para;
use super::siblings;
use crate::notice::phrase;
use crate::notice::units::Register;
use crate::notice::words::Grammar;

/// An item of such a list.
struct Item {
    at: usize,
    /// The names before the colon, in bytes of the paragraph.
    units: Range<usize>,
    names: Names,
}

/// So many items make a list.
const LEAST: usize = 3;

/// The longest stretch of names before a colon, in characters.
const NAMES: usize = 80;

/// The shortest task, in characters.
const TASK: usize = 6;

/// The shortest number that is one to call, in digits.
const TELEPHONE: usize = 7;

/// Makes tasks of the items of such lists.
pub(super) fn find(paras: &mut [Para], register: &Register) {
    let numbered = siblings::numbered(paras);
    let plain = siblings::plain(paras);
    let mut found = Vec::new();
    for list in &numbered {
        let items: Vec<Item> = items(paras, list, register);
        if is_list(&items, list.len()) {
            found.extend(items);
        }
    }
    for run in &plain {
        // Words before and behind the list stand in the run as well.
        let mut rest = &run[..];
        while !rest.is_empty() {
            let item = |at: &usize| item(paras, *at, register);
            let items: Vec<Item> = rest.iter().map_while(item).collect();
            rest = &rest[items.len().max(1)..];
            if is_list(&items, items.len()) {
                found.extend(items);
            }
        }
    }
    for item in found {
        give_units(&mut paras[item.at], item.units);
    }
}

fn items(paras: &[Para], list: &[usize], register: &Register) -> Vec<Item> {
    let item = |at: &usize| item(paras, *at, register);
    list.iter().filter_map(item).collect()
}

/// Whether items of a list of `all` make it one by unit: nearly all are so, and most name
/// bodies that are known.
fn is_list(items: &[Item], all: usize) -> bool {
    let known = items.iter().filter(|i| i.names == Names::Certain).count();
    items.len() >= LEAST && (all - items.len()) * 4 <= all && known * 2 > items.len()
}

/// The item that a paragraph is, if it has the form of one.
fn item(paras: &[Para], at: usize, register: &Register) -> Option<Item> {
    let para = &paras[at];
    let [said] = &para.pieces[..] else {
        return None;
    };
    let start = para.mark.as_ref().map_or(0, |mark| mark.start);
    let text = para.text.as_str();
    if said.statement.is_some() || said.text != text {
        return None;
    }
    let colon = start + outer_colon(&text[start..])?;
    let (units, task) = (&text[start..colon], &text[colon + '：'.len_utf8()..]);
    let is_label = || pieces::begins_with_label(&text[start..], register);
    if units.chars().count() > NAMES || is_label() || !is_task(task) {
        return None;
    }
    let names = certain::of(units, register);
    let formed = || {
        let phrase = phrase::resolve(units, register);
        let guessed = |n: &phrase::Name| n.how == phrase::How::Guessed;
        phrase.unread.is_empty() && !phrase.names.iter().any(guessed)
    };
    (names > Names::Doubtful || names == Names::Doubtful && formed()).then_some(Item {
        at,
        units: start..colon,
        names,
    })
}

/// The first colon outside of brackets.
fn outer_colon(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (c == '：' && depth == 0).then_some(at)
    })
}

/// Whether words say what is to be done, not who is to be called or how things stand.
fn is_task(words: &str) -> bool {
    let grammar = Grammar::get();
    let has = |w: &String| words.contains(w.as_str());
    let roles = [
        &grammar.words.lead,
        &grammar.words.join,
        &grammar.words.guide,
    ];
    let mut roles = roles.into_iter().flat_map(|role| &role.stems);
    let mut verbs = grammar.phrase.verbs.iter().chain(&grammar.forms.duties);
    let telephone = words.split(|c: char| !c.is_ascii_digit() && c != '-');
    let telephone = telephone.map(str::len).max().unwrap_or(0) >= TELEPHONE;
    words.chars().count() >= TASK
        && !telephone
        && !grammar.forms.tells_of_past(words)
        && (verbs.any(has) || roles.any(has))
        && !grammar.forms.reports.iter().any(has)
}

/// The words before the colon become the units, what is behind it the task.
fn give_units(para: &mut Para, units: Range<usize>) {
    let Some(said) = para.pieces.first_mut() else {
        return;
    };
    let piece = Piece {
        units: Some(para.text[units.clone()].to_owned()),
        ..Piece::default()
    };
    let colon = units.end..units.end + '：'.len_utf8();
    said.statement = Statement::of(&piece, para.line);
    said.text.replace_range(units.start..colon.end, "");
    para.is_sentence = true;
    para.skipped = colon.end - units.start;
    para.labels.push(colon);
    para.labels.sort_by_key(|l| l.start);
}
