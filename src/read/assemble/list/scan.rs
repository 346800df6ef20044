//! The paragraphs of a list, each with its number and the statements in it, in the
//! order in which they are to be read.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diag::Diagnostic;
use crate::notice::units::Register;
use crate::read::assemble::list::fields::Statement;
use crate::read::assemble::list::pieces::Piece;
use crate::read::assemble::list::{by_unit, field_lines, pieces, run_on, siblings, subject};
use crate::read::assemble::numbering::{Level, Mark};
use crate::read::assemble::{Assembler, numbering};

/// A paragraph.
pub(super) struct Para {
    /// Its place among the paragraphs of the source.
    pub(super) index: usize,
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
    /// Its words, each with what is said behind them.
    pub(super) pieces: Vec<Said>,
    /// Brackets and labels that stand in no field, in bytes.
    pub(super) labels: Vec<Range<usize>>,
    /// What looks like a statement, but names nobody.
    suspects: Vec<Range<usize>>,
    /// Sentences on the units of several tasks.
    unclear: Vec<Range<usize>>,
    /// Its first sentence is no heading of the others.
    pub(super) is_sentence: bool,
    /// Duties in prose, beside statements.
    pub(super) beside: Vec<Range<usize>>,
    /// Where its text begins in the paragraph of the source, in bytes.
    pub(super) offset: usize,
    /// How much of the text is left out between its number and its words, in bytes.
    pub(super) skipped: usize,
    /// Words that look like a statement and are none, as a correction says.
    pub(super) prose: Vec<Range<usize>>,
}

/// Words, and what is said about them.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) statement: Option<Statement>,
}

impl Said {
    pub(super) fn of(piece: Piece, line: usize) -> Self {
        Said {
            statement: Statement::of(&piece, line),
            text: piece.text,
        }
    }

    /// Whether units are named.
    pub(super) fn names_units(&self) -> bool {
        self.statement.as_ref().is_some_and(|s| s.units.is_some())
    }
}

impl Para {
    /// Says what looks like a statement of duty and names nobody.
    pub(super) fn doubt(&self, assembler: &mut Assembler<'_>) {
        for words in &self.suspects {
            let words = &self.text[words.clone()];
            let warning = Diagnostic::warning(
                "statement-without-units",
                format!("“{words}”像是责任单位的写法，却读不出单位；照印，不落到任何单位名下"),
            ).unassigned()
            .at(assembler.place(self.line).words(words))
            .hint(
                "若确是责任单位，请改用单位的通行名称，或登记到 content/units/；若是正文，请在 corrections.yaml 里用 prose 写明",
            );
            assembler.remarks.push(warning);
        }
        for words in &self.beside {
            let words = &self.text[words.clone()];
            let warning = Diagnostic::warning(
                "duty-in-prose",
                format!("“{words}”像是分工，但别处的任务另写了责任单位；当作正文照印，不落到任何单位名下"),
            ).unassigned()
            .at(assembler.place(self.line).words(words))
            .hint("若也是任务，请在 corrections.yaml 里照别处的写法补上责任单位；若是正文，请用 prose 写明");
            assembler.remarks.push(warning);
        }
        for words in &self.unclear {
            let words = &self.text[words.clone()];
            let warning = Diagnostic::warning(
                "units-for-some",
                format!(
                    "“{words}”说的是几项任务的责任单位，不知道是哪几项；照印，不落到任何单位名下"
                ),
            )
            .unassigned()
            .at(assembler.place(self.line).words(words))
            .hint("请在 corrections.yaml 里把责任单位写到各条任务后面");
            assembler.remarks.push(warning);
        }
    }

    /// Remembers words that may state a duty.
    pub(super) fn doubt_words(&mut self, words: Range<usize>) {
        self.suspects.push(words);
    }

    /// Whether a correction says that words of it are prose.
    pub(super) fn is_prose(&self, words: &Range<usize>) -> bool {
        let meets = |prose: &Range<usize>| prose.start < words.end && words.start < prose.end;
        self.prose.iter().any(meets)
    }

    /// Where its words begin in the paragraph of the source.
    pub(super) fn words_start(&self) -> usize {
        let number = self.mark.as_ref().map_or(0, |mark| mark.start);
        self.offset + number + self.skipped
    }

    /// Whether some units are named in it.
    pub(super) fn names_units(&self) -> bool {
        self.pieces.iter().any(Said::names_units)
    }

    /// Whether it says something about a task, and has no words of its own.
    pub(super) fn is_statement(&self) -> bool {
        let bare = |said: &Said| said.text.is_empty() && said.statement.is_some();
        self.mark.is_none() && !self.pieces.is_empty() && self.pieces.iter().all(bare)
    }

    /// Whether it has no number and says nothing about a task.
    pub(super) fn is_plain(&self) -> bool {
        self.mark.is_none() && self.pieces.iter().all(|said| said.statement.is_none())
    }

    /// The words of its first piece, without the number.
    pub(super) fn words(&self) -> &str {
        let text = self.pieces.first().map_or("", |said| &said.text);
        let start = self.mark.as_ref().map_or(0, |mark| mark.start);
        text.get(start..).unwrap_or_default()
    }

    /// Whether it announces what follows it: `具体措施：`.
    pub(super) fn is_lead_in(&self) -> bool {
        self.is_plain() && self.text.ends_with('：')
    }

    /// A short line without a stop, as headings are that have no number.
    pub(super) fn looks_like_title(&self) -> bool {
        let stops = ['。', '；', '，', '：', '、', '！', '？'];
        self.is_plain()
            && self.text.chars().count() <= TITLE
            && !self.text.ends_with(stops)
            && !self.text.contains('。')
    }
}

/// The longest heading without a number, in characters.
const TITLE: usize = 30;

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
    field_lines::find(&mut paras, register);
    free_titles(&mut paras);
    let stated = paras.iter().any(Para::names_units);
    by_unit::find(&mut paras, register);
    subject::find(&mut paras, stated, register);
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
        is_sentence: false,
        beside: Vec::new(),
        offset: 0,
        skipped: 0,
        prose,
    };
    // `（2）责任单位：…`: the number counts fields, not tasks.
    let words = para.mark.as_ref().map_or(0, |mark| mark.start);
    let start = if words > 0 && pieces::begins_with_sure_label(&text[words..], register) {
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
    let cut = cut(&text[start..], &prose, register);
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

/// （人事处、财务处）: in a list in which every other paragraph states its units, brackets that
/// hold names alone state them as well.
fn take_names_alone(paras: &mut [Para], register: &Register) {
    for list in siblings::numbered(paras) {
        let (stated, rest): (Vec<usize>, Vec<usize>) =
            list.iter().partition(|at| paras[**at].names_units());
        let doubted = |at: &usize| paras[*at].suspects.len() == 1;
        if stated.len() < 2 || !rest.iter().all(doubted) {
            continue;
        }
        for at in rest {
            let para = &mut paras[at];
            let (prose, offset) = (std::mem::take(&mut para.prose), para.offset);
            let (index, line, text) = (para.index, para.line, para.text.clone());
            let mark = para.mark.take();
            let cut = pieces::cut_among_others;
            *para = paragraph(index, line, &text, mark, prose, cut, register);
            para.offset = offset;
        }
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

/// Puts statements that stand before their tasks behind them, where the whole list is
/// so: every task has a statement right before it, and the last has none behind.
pub(super) fn put_statements_behind(mut paras: Vec<Para>) -> Vec<Para> {
    if !are_before(&paras) {
        return paras;
    }
    let mut sorted: Vec<Para> = Vec::with_capacity(paras.len());
    let mut held: Vec<Para> = Vec::new();
    for para in paras.drain(..) {
        if para.is_statement() {
            held.push(para);
        } else {
            sorted.push(para);
            sorted.append(&mut held);
        }
    }
    sorted.append(&mut held);
    sorted
}

fn are_before(paras: &[Para]) -> bool {
    let numbered: Vec<usize> = (0..paras.len())
        .filter(|&at| paras[at].mark.is_some())
        .collect();
    let level = |at: usize| paras[at].mark.as_ref().map(|mark| mark.level);
    // What has nothing of a lower level under it.
    let is_leaf = |i: usize| {
        let next = numbered.get(i + 1).and_then(|&next| level(next));
        next <= level(numbered[i])
    };
    let leaves: Vec<usize> = (0..numbered.len())
        .filter(|&i| is_leaf(i))
        .map(|i| numbered[i])
        .collect();
    let tasks = if numbered.is_empty() {
        // Without numbers every paragraph is a task.
        let words = |at: &usize| !paras[*at].is_statement();
        (0..paras.len()).filter(words).collect()
    } else {
        leaves
    };
    let states = |at: Option<usize>| {
        at.and_then(|at| paras.get(at))
            .is_some_and(Para::is_statement)
    };
    let last = tasks.last().copied();
    tasks.len() > 1
        && tasks
            .iter()
            .all(|&at| states(at.checked_sub(1)) && !paras[at].names_units())
        && !last.is_some_and(|last| paras[last..].iter().any(Para::is_statement))
}

/// The levels in use, the widest first. They are as usual, unless one that is usually
/// the lower begins the list and runs on while the other begins anew under it.
pub(super) fn levels(paras: &[Para]) -> Vec<Level> {
    let marks = || paras.iter().filter_map(|p| p.mark.as_ref());
    let used: BTreeSet<Level> = marks().map(|mark| mark.level).collect();
    let marks: Vec<&Mark> = marks().collect();
    let mut levels: Vec<Level> = used.into_iter().collect();
    for at in 1..levels.len() {
        for before in 0..at {
            if is_under(&marks, levels[before], levels[at]) {
                let level = levels.remove(at);
                levels.insert(before, level);
                break;
            }
        }
    }
    levels
}

/// Whether numbers of one level begin anew under each of another, which runs on.
fn is_under(marks: &[&Mark], lower: Level, upper: Level) -> bool {
    // What was seen since the last number of the lower level.
    let (mut wider, mut between) = (false, false);
    let (mut begun, mut anew) = (false, false);
    let mut last = 0;
    for mark in marks {
        let value = mark.value().unwrap_or_default();
        if mark.level == upper {
            if value <= last {
                return false;
            }
            (last, between) = (value, true);
        } else if mark.level == lower {
            if (value == 1) != between {
                return false;
            }
            anew |= begun && !wider && value == 1;
            (begun, wider, between) = (true, false, false);
        } else if mark.level < lower {
            wider = true;
        }
    }
    anew
}
