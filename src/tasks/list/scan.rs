//! The paragraphs of a list, each with its number and the statements in it, in the
//! order in which they are to be read.

use std::ops::Range;

use crate::tasks::assembler::Assembler;
use crate::tasks::list::fields::Statement;
use crate::tasks::list::para::{Para, Said};
use crate::tasks::list::pieces::Among;
use crate::tasks::list::{
    by_unit, field_lines, more_names, pieces, places, run_on, siblings, statement, subject,
};
use crate::tasks::numbering;
use crate::tasks::numbering::{Level, Mark};
use crate::units::phrase;
use crate::units::register::Register;

/// Reads the paragraphs of a list, given with their lines.
pub(super) fn scan(paragraphs: &[(usize, String)], assembler: &Assembler<'_>) -> Vec<Para> {
    let register = assembler.register;
    let mut paras: Vec<Para> = Vec::with_capacity(paragraphs.len());
    for (index, (line, text)) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(index + 1);
        let lines = *line..next.map_or(usize::MAX, |next| next.0);
        let starts = run_on::starts(text, register);
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        for (&offset, end) in starts.iter().zip(ends) {
            let text = &text[offset..end];
            let prose = assembler.prose.find(text, &lines);
            let mark = numbering::mark(text);
            let mut para = paragraph(index, *line, text, mark, prose, pieces::cut, register);
            para.offset = offset;
            paras.push(para);
        }
    }
    find_figures(&mut paras, register);
    take_names_alone(&mut paras, register);
    take_lines_of_names(&mut paras, register);
    more_names::take(&mut paras, register);
    take_sentences(&mut paras, register);
    field_lines::find(&mut paras, register);
    free_titles(&mut paras);
    let stated = paras.iter().any(Para::names_units);
    by_unit::find(&mut paras, register);
    subject::find(&mut paras, stated, register);
    find_statements_of_several(&mut paras, register);
    subject::doubt_others(&mut paras, register);
    subject::doubt_clauses(&mut paras, register);
    more_names::doubt(&mut paras, register);
    paras
}

fn paragraph(
    index: usize,
    line: usize,
    text: &str,
    mark: Option<Mark>,
    prose: Vec<Range<usize>>,
    cut: impl Fn(&str, &[Range<usize>], &Register) -> pieces::Pieces,
    register: &Register,
) -> Para {
    let mut para = Para {
        index,
        line,
        text: text.to_owned(),
        mark,
        pieces: Vec::new(),
        labels: Vec::new(),
        suspects: Vec::new(),
        unclear: Vec::new(),
        heads_units: false,
        is_sentence: false,
        beside: Vec::new(),
        offset: 0,
        skipped: 0,
        prose,
    };
    let marked = phrase::with_colons(text, register);
    // `（2）责任单位：…`: the number counts fields, not tasks.
    let words = para.mark.as_ref().map_or(0, |mark| mark.start);
    let start = if words > 0 && pieces::begins_with_sure_label(&marked[words..], register) {
        para.mark = None;
        para.labels.push(0..words);
        words
    } else {
        0
    };
    let behind = |range: Range<usize>| range.start + start..range.end + start;
    let prose = para.prose.iter();
    let prose: Vec<_> = prose
        .map(|r| r.start.saturating_sub(start)..r.end.saturating_sub(start))
        .collect();
    let cut = cut(&marked[start..], &prose, register);
    para.labels.extend(cut.labels.into_iter().map(behind));
    let said = cut.pieces.into_iter().map(|piece| Said::of(piece, line));
    para.pieces = said.collect();
    para.suspects = cut.suspects.into_iter().map(behind).collect();
    para.unclear = cut.unclear.into_iter().map(behind).collect();
    join_statement_before(&mut para);
    if let Some(mark) = &para.mark {
        para.labels.extend(mark.glue.iter().cloned());
    }
    para
}

/// （人事处、财务处）: in a list in which most others state their units, or all have such
/// brackets, those that hold names alone state them as well. A list may be short: what stands
/// on its level in the other lists tells as well.
fn take_names_alone(paras: &mut [Para], register: &Register) {
    let stated = paras.iter().any(Para::names_units);
    for list in siblings::numbered(paras) {
        let level = list.first().and_then(|at| paras[*at].mark.as_ref());
        let level = level.map(|mark| mark.level);
        let fellows =
            (0..paras.len()).filter(|at| paras[*at].mark.as_ref().map(|mark| mark.level) == level);
        let most =
            mostly_stated(paras, &list) || mostly_stated(paras, &fellows.collect::<Vec<_>>());
        let alone = !stated && names_alone(paras, &list, register);
        if !most && !alone {
            continue;
        }
        let among = Among {
            names: true,
            sentences: false,
        };
        for at in list {
            if !paras[at].names_units() && paras[at].suspects.len() == 1 {
                cut_again(&mut paras[at], among, register);
            }
        }
    }
}

/// Whether several paragraphs of a list state their units, and hardly any has nothing that
/// looks so.
fn mostly_stated(paras: &[Para], list: &[usize]) -> bool {
    let stated = list.iter().filter(|at| paras[**at].names_units()).count();
    let doubted = |at: &&usize| !paras[**at].names_units() && paras[**at].suspects.len() == 1;
    let doubted = list.iter().filter(doubted).count();
    stated >= 2 && (list.len() - stated - doubted) * 4 <= stated
}

/// The same where the brackets stand on lines of their own: behind every number of the list
/// that has nothing under it.
fn take_lines_of_names(paras: &mut [Para], register: &Register) {
    let is_line = |para: &Para| {
        let whole = para.suspects.first() == Some(&(0..para.text.len()));
        para.mark.is_none() && whole && statement::names_in(&para.text, register) > 0
    };
    let lines: Vec<usize> = (0..paras.len()).filter(|&at| is_line(&paras[at])).collect();
    let behind = |at: usize| paras.get(at + 1).is_some_and(is_line);
    let level = paras
        .iter()
        .filter_map(|p| p.mark.as_ref())
        .map(|m| m.level)
        .max();
    let lowest = |at: &usize| paras[*at].mark.as_ref().map(|m| m.level) == level;
    let mut numbers = (0..paras.len()).filter(|at| level.is_some() && lowest(at));
    if lines.len() < 2 || paras.iter().any(Para::names_units) || !numbers.all(behind) {
        return;
    }
    let among = Among {
        names: true,
        sentences: false,
    };
    for at in lines {
        cut_again(&mut paras[at], among, register);
    }
}

/// Whether each paragraph of a list that nothing else is said of ends with brackets of names:
/// a single one, with several.
fn names_alone(paras: &[Para], list: &[usize], register: &Register) -> bool {
    let ends = |at: &usize| {
        let para = &paras[*at];
        let found = para.suspects.first()?;
        let last = para.text[found.end..]
            .trim_matches(['。', '；', '，'])
            .is_empty();
        last.then(|| statement::names_in(&para.text[found.clone()], register))
    };
    let counts: Vec<Option<usize>> = list.iter().map(ends).collect();
    let least = if counts.len() > 1 { 1 } else { 2 };
    counts.iter().all(|names| names.is_some_and(|n| n >= least))
}

/// Reads a paragraph again, as others tell.
fn cut_again(para: &mut Para, among: Among, register: &Register) {
    let (prose, offset) = (std::mem::take(&mut para.prose), para.offset);
    let (index, line, text) = (para.index, para.line, para.text.clone());
    let mark = para.mark.take();
    let cut = |text: &str, prose: &[Range<usize>], register: &Register| {
        pieces::cut_among(text, among, prose, register)
    };
    *para = paragraph(index, line, &text, mark, prose, cut, register);
    para.offset = offset;
}

/// 新建学校3所，由市教育局负责。 in paragraphs without numbers: a list where most of them are so;
/// elsewhere it may be prose, and is said to look like a duty.
fn take_sentences(paras: &mut [Para], register: &Register) {
    let among = Among {
        names: false,
        sentences: true,
    };
    for run in siblings::plain(paras) {
        let stated = run.iter().filter(|at| paras[**at].names_units()).count();
        let open = run.iter().filter(|at| !paras[**at].names_units());
        let stating: Vec<(usize, Vec<Range<usize>>)> = open
            .filter_map(|&at| {
                let para = &paras[at];
                let found = places::duties(&para.text, register);
                let own = |r: &Range<usize>| !para.is_prose(r);
                let found: Vec<_> = found.into_iter().filter(own).collect();
                (!found.is_empty()).then_some((at, found))
            })
            .collect();
        let most = stated + stating.len() > 1 && (stated + stating.len()) * 3 >= run.len() * 2;
        for (at, found) in stating {
            match most {
                true => cut_again(&mut paras[at], among, register),
                false => paras[at].beside.extend(found),
            }
        }
    }
}

/// （以上任务由市发改委牵头）: nobody can tell for sure how far back it goes.
fn find_statements_of_several(paras: &mut [Para], register: &Register) {
    let above = &register.words.above;
    for at in 1..paras.len() {
        let text = paras[at].text.trim_start_matches(places::OPEN);
        let begins = above.iter().any(|w| text.starts_with(w.as_str()));
        if !begins || !paras[at].is_statement() {
            continue;
        }
        let before = paras[..at].iter().rev().find_map(|p| p.mark.as_ref());
        if before.and_then(Mark::value) == Some(1) {
            continue;
        }
        let para = &mut paras[at];
        let whole = 0..para.text.len();
        para.pieces = vec![Said {
            text: para.text.clone(),
            statement: None,
        }];
        para.labels.clear();
        para.unclear = vec![whole];
    }
}

/// `1.（市商务局负责）改造市场。`: what stands before all words is about them.
fn join_statement_before(para: &mut Para) {
    let number = para.mark.as_ref().map_or(0, |mark| mark.start);
    if let [before, words] = &mut para.pieces[..]
        && before.text.len() <= number
        && before.statement.is_some()
        && words.statement.is_none()
    {
        before.text.push_str(&words.text);
        para.pieces.pop();
    }
}

/// Numbers before words that begin with a figure (`2.5G基站`, `1.2建设…`): only what
/// stands before them tells them from figures.
fn find_figures(paras: &mut [Para], register: &Register) {
    // The last number of an item, and the last below it.
    let (mut item, mut below) = (0, 0);
    for at in 0..paras.len() {
        let next = paras[at + 1..].iter().find_map(|p| p.mark.as_ref());
        let next = next.filter(|m| m.level == Level::Item);
        let next = next.and_then(Mark::value);
        let para = &mut paras[at];
        if para.mark.is_none() && is_percentage(&para.text) {
            continue;
        }
        if let Some(mark) = &para.mark {
            match mark.level {
                Level::Item => (item, below) = (mark.value().unwrap_or(item), 0),
                level if level < Level::Item => (item, below) = (0, 0),
                _ => {}
            }
            continue;
        }
        let due = |mark: &Mark| {
            let value = mark.value();
            value == Some(item + 1) && next != value && (item > 0 || next == Some(2))
        };
        let found = match numbering::mark_before_figure(&para.text).filter(due) {
            Some(mark) => {
                (item, below) = (mark.value().unwrap_or(item), 0);
                Some(mark)
            }
            None => numbering::decimal(&para.text)
                .filter(|(above, mark)| *above == item && mark.value() == Some(below + 1))
                .map(|(_, mark)| {
                    below += 1;
                    mark
                }),
        };
        if found.is_some() {
            let offset = para.offset;
            let prose = std::mem::take(&mut para.prose);
            let (index, line, text) = (para.index, para.line, para.text.clone());
            *para = paragraph(index, line, &text, found, prose, pieces::cut, register);
            para.offset = offset;
        }
    }
}

/// A title over the list that ends with the year it is for (`…分解（2023年）`) is no task.
fn free_titles(paras: &mut [Para]) {
    let first = paras.iter().position(|p| p.mark.is_some());
    for para in &mut paras[..first.unwrap_or(0)] {
        let [said] = &mut para.pieces[..] else {
            continue;
        };
        let only_time = |s: &Statement| s.units.is_none() && s.more.is_empty();
        let titled = !said.text.is_empty() && !said.text.contains(['。', '；', '，', '：']);
        if titled && said.statement.as_ref().is_some_and(only_time) {
            said.statement = None;
            said.text.clone_from(&para.text);
            para.labels.clear();
        }
    }
}

/// `2.75%以上`
fn is_percentage(text: &str) -> bool {
    let figure = |c: char| c.is_ascii_digit() || c == '.';
    text.trim_start_matches(figure).starts_with(['%', '‰'])
}
