//! The head of a circular: marks, masthead, document number, title, addressees.

use std::collections::VecDeque;

use crate::blocks::account::{Change, Fate, Form};
use crate::blocks::text::Chunk;
use crate::diag::Place;
use crate::grammar::circular::CircularWords;
use crate::notice::{Date, DocumentNumber, number};
use crate::read::assemble::circular::{Assembler, Line, cut, signature};
use crate::read::assemble::divide;
use crate::read::given::{Field, Given};

/// The document number stands among the first lines.
pub(super) const FIRST_LINES: usize = 200;

/// So many lines a title takes at most, and addressees.
const TITLE_LINES: usize = 8;
const ADDRESSEES_LINES: usize = 12;

/// What the source itself says in the head.
#[derive(Default)]
pub(super) struct Head {
    pub(super) marks: Vec<String>,
    pub(super) masthead: Option<String>,
    pub(super) number: Option<DocumentNumber>,
    pub(super) title: Option<String>,
    pub(super) addressees: Option<String>,
    /// A date under the title, not booked yet.
    pub(super) date: Option<(Date, Line)>,
    /// A line that looks like a document number and cannot be read as one.
    pub(super) odd_number: Option<Place>,
    /// Where to point when something is missing.
    pub(super) near: Option<Place>,
}

/// Takes the head off the lines of the circular.
pub(super) fn read(
    assembler: &mut Assembler<'_>,
    rest: &mut VecDeque<Line>,
    given: &Given,
) -> Head {
    let mut head = Head {
        near: rest.front().map(|(line, c)| words(assembler, *line, c)),
        ..Head::default()
    };
    let numbered = |(_, c): &Line| number::find(&c.text()).is_some();
    match rest.iter().take(FIRST_LINES).position(numbered) {
        Some(at) => above(assembler, rest, at, &mut head),
        None => {
            let odd = |(_, c): &&Line| number::is_odd(&c.text());
            let odd = rest.iter().take(FIRST_LINES).find(odd);
            head.odd_number = odd.map(|(line, c)| words(assembler, *line, c));
            head.take_marks(assembler, rest);
            let heads = |(_, c): &Line| is_masthead(&c.text());
            if rest.front().is_some_and(heads)
                && let Some((_, chunk)) = rest.pop_front()
            {
                head.masthead = Some(assembler.take(&chunk));
            }
        }
    }
    head.take_marks(assembler, rest);
    if head.title.is_none() {
        head.title = title(assembler, rest).or_else(|| given_title(assembler, rest, given));
    }
    date_below(rest, &mut head);
    head.take_marks(assembler, rest);
    head.addressees = addressees(assembler, rest);
    head
}

/// A place with the words of a line, so that it can be found on a page of one line.
fn words(assembler: &Assembler<'_>, line: usize, chunk: &Chunk) -> Place {
    let words: String = chunk.text().chars().take(30).collect();
    assembler.place(line).words(words)
}

impl Head {
    fn take_marks(&mut self, assembler: &mut Assembler<'_>, rest: &mut VecDeque<Line>) {
        while let Some((_, chunk)) = rest.front()
            && CircularWords::get().is_mark(&chunk.text())
        {
            let chunk = chunk.clone();
            self.marks.push(assembler.take(&chunk));
            rest.pop_front();
        }
    }
}

/// Everything up to the line `at`, which has the document number.
fn above(assembler: &mut Assembler<'_>, rest: &mut VecDeque<Line>, at: usize, head: &mut Head) {
    let mut lines: Vec<Line> = rest.drain(..at).collect();
    let is_mark = |(_, c): &Line| CircularWords::get().is_mark(&c.text());
    while let Some(at) = lines.iter().position(is_mark) {
        let (_, chunk) = lines.remove(at);
        head.marks.push(assembler.take(&chunk));
    }
    let mut own = None;
    if let Some((line, chunk)) = rest.pop_front()
        && let Some(found) = number::find(&chunk.text())
    {
        head.near = Some(assembler.place(line).words(&found.number.text));
        own = number_line(assembler, &chunk, found, head);
    }
    if let Some(whole) = title_above(&mut lines) {
        head.title = Some(assembler.take(&whole));
    }
    head.masthead = own.or_else(|| masthead(assembler, &mut lines));
    for (line, chunk) in lines {
        assembler.unplaced(line, &chunk);
    }
}

/// Books the line of the document number; gives the masthead that stands in it.
fn number_line(
    assembler: &mut Assembler<'_>,
    chunk: &Chunk,
    found: number::Found,
    head: &mut Head,
) -> Option<String> {
    let text = chunk.text();
    let (before, rest) = cut(chunk, &text[..found.span.start]);
    let (own, behind) = cut(&rest, text[found.span.clone()].trim_end());
    own.take_as(assembler.account, &found.number.text, Change::Bracket);
    let mark = text[found.span.end..].trim();
    head.number = Some(found.number);
    if !mark.is_empty() && mark != "）" {
        let mark = assembler.take(&behind);
        head.marks.push(mark);
    } else {
        behind.spend(assembler.account, Fate::Structure(Form::Label));
    }
    if found.masthead.is_some() {
        return Some(assembler.take(&before));
    }
    assembler.label(&before);
    None
}

/// The title, where it stands over the document number, as on the pages of web
/// sites: 某机关关于某事的某文种, up to a masthead that may stand over it.
fn title_above(lines: &mut Vec<Line>) -> Option<Chunk> {
    let first = lines
        .iter()
        .rposition(|(_, c)| is_masthead(&c.text()))
        .map_or(0, |at| at + 1);
    let mut whole = Chunk::default();
    for (_, chunk) in &lines[first..] {
        whole.join(chunk.clone());
    }
    let text = whole.text();
    (text.contains("关于") && kind_of(&text).is_some()).then(|| {
        lines.truncate(first);
        whole
    })
}

fn is_masthead(text: &str) -> bool {
    text.ends_with("文件") && !text.contains("关于")
}

/// The masthead over the document number, with the other names of a joint one.
fn masthead(assembler: &mut Assembler<'_>, lines: &mut Vec<Line>) -> Option<String> {
    let (_, last) = lines.pop()?;
    let mut names = vec![assembler.take(&last)];
    let register = assembler.register;
    let plain = names[0].trim_end_matches("文件");
    // 文件 may stand behind the names in a line of its own.
    if plain.is_empty() || signature::is_name(plain, register) {
        while let Some((_, chunk)) = lines.last()
            && signature::is_name(&chunk.text(), register)
        {
            names.insert(0, assembler.take(&chunk.clone()));
            lines.pop();
        }
    }
    if names.len() > 1 && names.last().is_some_and(|n| n == "文件") {
        names.pop();
        return Some(names.join("\u{3000}") + "文件");
    }
    Some(names.join("\u{3000}"))
}

/// The kind of document that a title ends with; brackets may follow it: （摘录）.
pub(super) fn kind_of(title: &str) -> Option<&'static str> {
    let plain = match title.strip_suffix('）') {
        Some(open) => open.rsplit_once('（').map_or(title, |(head, _)| head),
        None => title,
    };
    CircularWords::get().kind_of(plain)
}

/// The title may run over lines; it ends with a kind of document.
fn title(assembler: &mut Assembler<'_>, rest: &mut VecDeque<Line>) -> Option<String> {
    let texts: Vec<String> = rest.iter().take(TITLE_LINES).map(|l| l.1.text()).collect();
    let ends = |text: &&String| text.contains('。') || text.ends_with('：');
    let upto = texts.iter().position(|t| ends(&t)).unwrap_or(texts.len());
    let goes_on = |at: usize| {
        let next = texts[..upto].get(at + 1);
        next.is_some_and(|next| next.starts_with(['的', '》', '）']) && kind_of(next).is_some())
    };
    let is_cut = |at: usize| {
        let next = texts[..upto].get(at + 1);
        next.is_some_and(|next| divide::is_cut(&texts[..=at].concat(), next))
    };
    let ends = |at: &usize| kind_of(&texts[*at]).is_some() && !goes_on(*at) && !is_cut(*at);
    let last = (0..upto).find(ends)?;
    let mut whole = Chunk::default();
    for (_, chunk) in rest.drain(..=last) {
        whole.join(chunk);
    }
    Some(assembler.take(&whole))
}

/// The first lines, where they say the title that the office gave.
fn given_title(
    assembler: &mut Assembler<'_>,
    rest: &mut VecDeque<Line>,
    given: &Given,
) -> Option<String> {
    let wanted = given.get(Field::Title)?;
    let mut whole = Chunk::default();
    for at in 0..rest.len().min(TITLE_LINES) {
        whole.join(rest[at].1.clone());
        if whole.text() == wanted {
            rest.drain(..=at);
            return Some(assembler.take(&whole));
        }
    }
    None
}

/// A date alone under the title, in brackets or not, with a text behind it.
fn date_below(rest: &mut VecDeque<Line>, head: &mut Head) {
    let Some((_, chunk)) = rest.front() else {
        return;
    };
    let text = chunk.text();
    let plain = text.trim_start_matches('（').trim_end_matches('）');
    let text_behind = rest.iter().skip(1).any(|(_, c)| c.text().contains('。'));
    if let Some(date) = Date::read(plain).filter(|_| text_behind) {
        head.date = rest.pop_front().map(|line| (date, line));
    }
}

/// 主送机关: the lines right behind the title up to one that ends with a colon, unless
/// they are the first paragraph of the body.
fn addressees(assembler: &mut Assembler<'_>, rest: &mut VecDeque<Line>) -> Option<String> {
    let ends = |(_, c): &Line| c.text().ends_with('：');
    let last = rest.iter().take(ADDRESSEES_LINES).position(ends)?;
    let mut whole = Chunk::default();
    for (_, chunk) in rest.iter().take(last + 1) {
        whole.join(chunk.clone());
    }
    let fits = CircularWords::get().may_be_addressees(&whole.text());
    fits.then(|| {
        rest.drain(..=last);
        assembler.take(&whole)
    })
}
