//! What follows the date: notes in brackets, 抄送 and 印发 (GB/T 9704 7.3.6, 7.4).

use crate::blocks::account::{Change, Fate};
use crate::grammar::circular::{CircularWords, label};
use crate::notice::Date;
use crate::read::assemble::circular::{Assembler, Line, cut};

#[derive(Default)]
pub(super) struct Closing {
    pub(super) publicity: Option<String>,
    pub(super) copies_to: Option<String>,
    pub(super) printed_by: Option<String>,
    pub(super) printed_on: Option<Date>,
    pub(super) notes: Vec<String>,
}

/// Reads the lines behind the date; what none of them can be is an error.
pub(super) fn read(assembler: &mut Assembler<'_>, lines: Vec<Line>) -> Closing {
    let mut closing = Closing::default();
    let mut lines: Vec<Line> = lines.into_iter().flat_map(part_line).collect();
    printed(assembler, &mut lines, &mut closing);
    copies(assembler, &mut lines, &mut closing);
    let mut lines = lines.into_iter().peekable();
    while let Some((line, mut chunk)) = lines.next() {
        // A note in brackets may run over lines.
        while is_open(&chunk.text())
            && let Some((_, next)) = lines.next_if(|(_, next)| !next.text().contains('（'))
        {
            chunk.join(next);
        }
        let text = chunk.text();
        let words = CircularWords::get();
        match note_of(&text) {
            Some(note) if closing.publicity.is_none() && !words.is_note(note) => {
                closing.publicity = Some(note.to_owned());
                assembler.take(&chunk);
            }
            Some(note) => {
                // Who may read it goes before what else was said in brackets.
                let other = closing.publicity.as_mut();
                let other = other.filter(|p| words.is_public(note) && !words.is_public(p));
                let note = match other {
                    Some(other) => std::mem::replace(other, note.to_owned()),
                    None => note.to_owned(),
                };
                closing.notes.push(note);
                assembler.take(&chunk);
            }
            None if words.is_note(&text) => closing.notes.push(assembler.take(&chunk)),
            None => assembler.unplaced(line, &chunk),
        }
    }
    closing
}

fn printed(assembler: &mut Assembler<'_>, lines: &mut Vec<Line>, closing: &mut Closing) {
    let found = lines
        .iter()
        .enumerate()
        .find_map(|(at, (_, c))| Some((at, printed_date(&c.text())?)));
    let Some((at, (end, date))) = found else {
        return;
    };
    let (line, chunk) = lines.remove(at);
    closing.printed_on = Some(date);
    if end > 0 {
        // One line holds both.
        let (head, tail) = cut(&chunk, &chunk.text()[..end]);
        if copies_label(&head.text()).is_some() {
            lines.insert(at, (line, head));
        } else {
            closing.printed_by = Some(assembler.take(&head));
        }
        tail.spend(assembler.account, Fate::Normalised(Change::Date));
        return;
    }
    chunk.spend(assembler.account, Fate::Normalised(Change::Date));
    let is_agency = |text: &str| {
        copies_label(text).is_none()
            && note_of(text).is_none()
            && !CircularWords::get().is_note(text)
    };
    let above = at.checked_sub(1).filter(|&i| is_agency(&lines[i].1.text()));
    if let Some(i) = above {
        closing.printed_by = Some(assembler.take(&lines.remove(i).1));
    }
}

fn copies(assembler: &mut Assembler<'_>, lines: &mut Vec<Line>, closing: &mut Closing) {
    let at = lines
        .iter()
        .position(|(_, c)| copies_label(&c.raw()).is_some());
    let Some(at) = at else { return };
    let mut copies = lines.split_off(at).into_iter();
    let Some((_, first)) = copies.next() else {
        return;
    };
    let (head, mut whole) = first.split_at(copies_label(&first.raw()).unwrap_or(0));
    assembler.label(&head);
    for (line, chunk) in copies {
        let text = chunk.text();
        let other = text.starts_with('（') || CircularWords::get().is_note(&text);
        if other || whole.text().ends_with('。') {
            lines.push((line, chunk));
        } else {
            whole.join(chunk);
        }
    }
    closing.copies_to = Some(assembler.take(&whole));
}

/// A colophon in one line, `抄送：……。某办公室2017年2月7日印发`, as two.
fn part_line((line, chunk): Line) -> Vec<Line> {
    let text = chunk.text();
    let parts = copies_label(&text).and_then(|_| {
        let (end, _) = printed_date(&text)?;
        if let Some(stop) = text[..end].rfind('。') {
            return Some(cut(&chunk, &text[..stop + '。'.len_utf8()]));
        }
        // Without a stop the spaces before the agency part them.
        let raw = chunk.raw();
        let upto = cut(&chunk, &text[..end]).0.raw();
        let upto = upto.trim_end();
        let space = upto.rfind(char::is_whitespace)?;
        let at = raw[..space].chars().count();
        (copies_label(&raw[..space])? < at).then(|| chunk.split_at(at))
    });
    match parts {
        Some((head, tail)) => vec![(line, head), (line, tail)],
        None => vec![(line, chunk)],
    }
}

/// Whether a line is the first of the colophon. Labels of one character (`报：`) say so
/// only behind the date.
pub(super) fn begins(text: &str) -> bool {
    let words = CircularWords::get();
    let other = || label(text, &words.other_copies).is_some_and(|length| length > 2);
    copies_label(text).is_some() || other() || printed_date(text).is_some()
}

/// Whether a line ends the circular where no date does: it begins the colophon, or is a
/// note that cannot be anything else.
pub(super) fn ends_circular(text: &str) -> bool {
    let words = CircularWords::get();
    begins(text) || note_of(text).is_some_and(|note| words.is_public(note) || words.is_note(note))
}

/// A line that is one note in brackets, without them.
fn note_of(text: &str) -> Option<&str> {
    let note = text.strip_prefix('（')?.strip_suffix('）')?;
    // `（一）……（……）` is none.
    let mut depth = 0i32;
    let closed = note.chars().any(|c| {
        depth += i32::from(c == '（') - i32::from(c == '）');
        depth < 0
    });
    (!closed).then_some(note)
}

/// Whether a line begins a note in brackets and does not end it.
fn is_open(text: &str) -> bool {
    text.starts_with('（') && !text.contains('）')
}

/// `抄送：` at the head of a line: how many characters it takes.
fn copies_label(text: &str) -> Option<usize> {
    label(text, &CircularWords::get().copies)
}

/// `苏州市人民政府办公室2017年2月7日印发` → where the agency ends, and the date.
fn printed_date(text: &str) -> Option<(usize, Date)> {
    let words = &CircularWords::get().printed;
    let head = words.iter().find_map(|w| text.strip_suffix(w.as_str()))?;
    let (at, date) = Date::at_end(head)?;
    let agency = head[..at].trim_end();
    let named =
        |c: char| crate::blocks::text::normal::is_han(c) || matches!(c, '、' | '（' | '）' | ' ');
    let plain = copies_label(agency).is_some() || agency.chars().all(named);
    (plain && !agency.ends_with(['于', '在', '日'])).then_some((agency.len(), date))
}
