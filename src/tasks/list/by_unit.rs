//! Lists by unit: `14.市卫生局：负责医院周边秩序的整治。` Each item begins with a unit, or
//! several, and a colon, and the task stands behind it; or it is a heading of names, and
//! the tasks stand below.

use std::ops::Range;

use crate::grammar::Grammar;
use crate::grammar::words::Role;
use crate::tasks::list::certain::Names;
use crate::tasks::list::fields::Statement;
use crate::tasks::list::para::{Para, Said};
use crate::tasks::list::piece::Piece;
use crate::tasks::list::pieces::Pieces;
use crate::tasks::list::{certain, pieces, siblings, subject};
use crate::tasks::numbering;
use crate::units::phrase;
use crate::units::phrase::{How, Meaning};
use crate::units::register::Register;

/// An item of such a list.
struct Item {
    at: usize,
    /// The names, in bytes of the paragraph.
    units: Range<usize>,
    names: Names,
    /// Its words begin as those of tasks do.
    acts: bool,
    /// It says that what is below are their tasks: 市发改委牵头的任务.
    says_so: bool,
    /// What stands behind the colon, cut; `None` where the tasks stand below.
    task: Option<Pieces>,
}

/// So many items make a list.
const LEAST: usize = 3;

/// The longest stretch of names before a colon, in characters.
const NAMES: usize = 80;

/// The shortest task, in characters.
const TASK: usize = 4;

/// The shortest number that is one to call, in digits.
const TELEPHONE: usize = 7;

/// Makes tasks of the items of such lists.
pub(super) fn find(paras: &mut [Para], register: &Register) {
    let mut found = Vec::new();
    let mut left = Vec::new();
    for list in siblings::numbered(paras) {
        let items = |read: &dyn Fn(usize) -> Option<Item>| {
            let items: Vec<Item> = list.iter().filter_map(|&at| read(at)).collect();
            is_list(&items, list.len()).then_some(items)
        };
        let own = items(&|at| item(&paras[at], at, register));
        let below = || items(&|at| heading(paras, at, register));
        let items = own.or_else(below).unwrap_or_default();
        if !items.is_empty() {
            let is_item = |at: &usize| items.iter().any(|item| item.at == *at);
            left.extend(list.into_iter().filter(|at| !is_item(at)));
        }
        found.extend(items);
    }
    for run in siblings::plain(paras) {
        // Words before and behind the list stand in the run as well.
        let mut rest = &run[..];
        while !rest.is_empty() {
            let item = |at: &usize| item(&paras[*at], *at, register);
            let items: Vec<Item> = rest.iter().map_while(item).collect();
            rest = &rest[items.len().max(1)..];
            if is_list(&items, items.len()) {
                found.extend(items);
            }
        }
    }
    find_headings(paras, register);
    for at in left {
        doubt_heading(&mut paras[at], register);
    }
    for item in found {
        give_units(&mut paras[item.at], item.units, item.task, register);
    }
}

/// Says of a heading among those that name units that it names some as well, but is not read as
/// one of them.
fn doubt_heading(para: &mut Para, register: &Register) {
    let start = para.mark.as_ref().map_or(0, |mark| mark.start);
    let words = start..para.text.trim_end_matches(['：', '。']).len();
    let names = para.text.get(words.clone());
    let names = names.and_then(|names| sound_names(names, false, register));
    if names.is_some() && !para.is_prose(&words) && !para.names_units() {
        para.doubt_words(words);
    }
}

/// Whether items of a list of `all` make it one by unit: nearly all are so, most name bodies
/// that are known, and most say what they do. Of two there is no doubt about any.
fn is_list(items: &[Item], all: usize) -> bool {
    let known = items.iter().filter(|i| i.names == Names::Certain).count();
    let acts = items.iter().filter(|i| i.acts).count();
    let both = items.len() + 1 == LEAST && items.len() == all && known == all && acts == all;
    let all_say_so = !items.is_empty() && items.iter().all(|item| item.says_so);
    if all_say_so && items.len() == all {
        return true;
    }
    (items.len() >= LEAST || both)
        && (all - items.len()) * 4 <= all
        && known * 2 > items.len()
        && acts * 3 >= items.len() * 2
}

/// The item that a paragraph is, if it has the form of one.
fn item(para: &Para, at: usize, register: &Register) -> Option<Item> {
    if para.is_statement() {
        return None;
    }
    let start = para.mark.as_ref().map_or(0, |mark| mark.start);
    let text = para.text.as_str();
    let colon = start + outer_colon(&text[start..])?;
    let task = &text[colon + '：'.len_utf8()..];
    if pieces::begins_with_label(&text[start..], register)
        || !may_be_task(task)
        || para.is_prose(&(start..colon))
    {
        return None;
    }
    let names = sound_names(&text[start..colon], false, register)?;
    // Who else is named behind it has a statement of its own.
    let cut = pieces::cut(task, &[], register);
    let stated = |piece: &Piece| piece.units.is_some() && !piece.joins;
    let stated = cut.pieces.iter().any(stated);
    (!stated && cut.unclear.is_empty()).then_some(Item {
        at,
        units: start..colon,
        names,
        acts: acts(task),
        says_so: false,
        task: Some(cut),
    })
}

/// The heading that a paragraph of a list is, if it is names and nothing else, and tasks
/// stand below it: `（一）市教育局`, `1.落实…`.
fn heading(paras: &[Para], at: usize, register: &Register) -> Option<Item> {
    let para = &paras[at];
    let mark = para.mark.as_ref()?;
    let start = mark.start;
    let is_wider = |p: &Para| p.mark.as_ref().is_some_and(|m| m.level <= mark.level);
    let length = paras[at + 1..].iter().position(is_wider);
    let below = &paras[at + 1..][..length.unwrap_or(paras.len() - at - 1)];
    let may_be = |p: &Para| may_be_task(p.words());
    // Behind the last task of a list stand words to all.
    let open = |p: &&Para| p.mark.is_none() && !may_be(p);
    let behind = below.iter().rev().take_while(open).count();
    let below = match length.is_none() && behind < below.len() {
        true => &below[..below.len() - behind],
        false => below,
    };
    let stated = below.iter().all(Para::names_units);
    let words = para.text.trim_end_matches(['：', '。']);
    let whole = words.len();
    let words = &words[..start + without_duty_noun(words.get(start..)?, register).len()];
    let says_so = words.len() < whole;
    let words_at = start..words.len();
    let own = para.pieces.len() == 1 && !para.names_units() && !para.is_prose(&words_at);
    let leads = register.words.tail(words).and_then(|t| t.1) == Some(Role::Lead);
    if !own || stated && !leads || !below.iter().all(may_be) {
        return None;
    }
    Some(Item {
        at,
        units: start..words.len(),
        names: sound_names(words.get(start..)?, says_so, register)?,
        acts: below.iter().any(|p| acts(p.words())),
        says_so,
        task: None,
    })
}

/// A heading without what it calls the tasks of those whom it names: `市发改委牵头` of
/// `市发改委牵头的任务（8项）`. It must say what duty they have.
fn without_duty_noun<'t>(words: &'t str, register: &Register) -> &'t str {
    let counted = numbering::split_count(words).0;
    let nouns = &Grammar::get().forms.duty_nouns;
    let heads = nouns
        .iter()
        .filter_map(|n| counted.strip_suffix(n.as_str()));
    let Some(head) = heads.min_by_key(|head| head.len()) else {
        return words;
    };
    let head = head.strip_suffix('的').unwrap_or(head);
    match register.words.states_duty(head) {
        true => head,
        false => words,
    }
}

/// Headings without numbers that are names and nothing else, over the tasks of those whom they
/// name: 市教育局：, ★市教育局（3项）. From the first on there is nothing but these and tasks of
/// which nothing else is said.
fn find_headings(paras: &mut [Para], register: &Register) {
    let heads: Vec<(usize, Range<usize>, Names)> = (0..paras.len())
        .filter_map(|at| {
            let (words, names) = heading_of_names(&paras[at], register)?;
            Some((at, words, names))
        })
        .collect();
    let Some(first) = heads.first().map(|head| head.0) else {
        return;
    };
    let is_head = |at: &usize| heads.iter().any(|head| head.0 == *at);
    let tasks: Vec<usize> = (first..paras.len()).filter(|at| !is_head(at)).collect();
    let over = |(at, ..): &(usize, Range<usize>, Names)| tasks.contains(&(at + 1));
    let known = heads.iter().filter(|head| head.2 == Names::Certain).count();
    let acting = tasks.iter().filter(|at| acts(paras[**at].words())).count();
    let plain = |at: &usize| {
        let para = &paras[*at];
        !para.names_units() && !para.is_statement() && may_be_task(para.words())
    };
    if heads.len() < 2
        || known * 2 <= heads.len()
        || acting * 3 < tasks.len() * 2
        || !heads.iter().all(over)
        || !tasks.iter().all(plain)
    {
        return;
    }
    for (at, words, _) in heads {
        let para = &mut paras[at];
        let piece = Piece {
            units: Some(para.text[words.clone()].to_owned()),
            ..Piece::default()
        };
        para.pieces = vec![Said {
            text: para.text[words.clone()].to_owned(),
            statement: Statement::of(&piece, para.line),
        }];
        para.labels = [0..words.start, words.end..para.text.len()].into();
        para.labels.retain(|l| !l.is_empty());
        para.heads_units = true;
    }
}

/// The names that a paragraph without a number consists of.
fn heading_of_names(para: &Para, register: &Register) -> Option<(Range<usize>, Names)> {
    let own = para.mark.is_none() && para.is_plain() && para.pieces.len() == 1;
    if !own || para.is_prose(&(0..para.text.len())) {
        return None;
    }
    let head = para.text.trim_start_matches(BULLETS);
    let start = para.text.len() - head.len();
    let words = numbering::split_count(head.trim_end_matches('：')).0;
    let words = words.trim_end_matches('：');
    let names = sound_names(words, false, register).filter(|names| *names > Names::Doubtful)?;
    Some((start..start + words.len(), names))
}

/// Signs before a heading.
const BULLETS: [char; 8] = ['★', '☆', '●', '◆', '■', '▲', '※', ' '];

/// How certain names are that stand before a colon; `None` where not all is one. What `says_so` says
/// itself that they are some.
fn sound_names(words: &str, says_so: bool, register: &Register) -> Option<Names> {
    if words.chars().count() > NAMES {
        return None;
    }
    let phrase = phrase::resolve(words, register);
    let odd = |n: &phrase::Name| match n.meaning {
        Meaning::Collective(_) => !certain::is_collective(n),
        _ => n.how == How::Guessed && !says_so,
    };
    let formed = phrase.unread.is_empty() && !phrase.names.iter().any(odd);
    let names = match certain::names(&phrase) {
        Names::None if says_so && !phrase.names.is_empty() => Names::Doubtful,
        names => names,
    };
    (formed && names != Names::None).then_some(names)
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

/// Whether words may say what is to be done: not who is to be called, how things stand, or
/// what was done.
fn may_be_task(words: &str) -> bool {
    let forms = &Grammar::get().forms;
    let numbers = words.split(|c: char| !c.is_ascii_digit() && c != '-');
    let telephone = numbers.map(str::len).max().unwrap_or(0) >= TELEPHONE;
    words.chars().count() >= TASK
        && !telephone
        && !forms.tells_of_past(words)
        && !forms.reports.iter().any(|w| words.contains(w.as_str()))
}

/// Whether words hold a verb of what units do.
fn acts(words: &str) -> bool {
    let grammar = Grammar::get();
    let roles = [
        &grammar.words.lead,
        &grammar.words.join,
        &grammar.words.guide,
    ];
    let roles = roles.into_iter().flat_map(|role| &role.stems);
    let verbs = grammar.phrase.verbs.iter().chain(&grammar.forms.acts);
    let mut words_of_duty = verbs.chain(&grammar.forms.duties).chain(roles);
    words_of_duty.any(|w| words.contains(w.as_str()))
}

/// The names become the units of what stands behind them, or below.
fn give_units(para: &mut Para, units: Range<usize>, task: Option<Pieces>, register: &Register) {
    let names = phrase::resolve(&para.text[units.clone()], register).names;
    let piece = Piece {
        units: Some(para.text[units.clone()].to_owned()),
        leads: names.iter().any(|n| n.role == Some(Role::Lead)),
        ..Piece::default()
    };
    let statement = Statement::of(&piece, para.line);
    let Some(cut) = task else {
        if let Some(said) = para.pieces.first_mut() {
            said.statement = statement;
            said.text.truncate(units.end);
            para.labels.push(units.end..para.text.len());
        }
        return;
    };
    let colon = units.end..units.end + '：'.len_utf8();
    let number = para.text[..units.start].to_owned();
    let behind = |r: &Range<usize>| colon.end + r.start..colon.end + r.end;
    para.labels = cut.labels.iter().map(behind).collect();
    para.labels.push(colon.clone());
    let glue = para.mark.iter().flat_map(|mark| &mark.glue).cloned();
    para.labels.extend(glue);
    para.labels.sort_by_key(|l| l.start);
    for words in cut.suspects.iter().map(behind) {
        para.doubt_words(words);
    }
    para.pieces = cut
        .pieces
        .into_iter()
        .map(|p| Said::of(p, para.line))
        .collect();
    for said in &mut para.pieces {
        let own = said.statement.take();
        said.statement.clone_from(&statement);
        if let (Some(all), Some(own)) = (&mut said.statement, own) {
            all.add(own);
        }
    }
    if let Some(first) = para.pieces.first_mut() {
        first.text.insert_str(0, &number);
    }
    para.is_sentence = true;
    para.skipped = colon.end - units.start;
    // 县教育局：落实责任。县公安局负责…: said of another in its midst.
    let others = subject::others(&para.text, colon.end, register);
    let others = others.into_iter().filter(|words| !para.is_prose(words));
    para.beside = others.collect();
}
