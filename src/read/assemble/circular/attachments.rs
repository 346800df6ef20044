//! 附件说明: the list of attachments, a line each or several in one.

use crate::blocks::account::{Account, Change, Debris, Fate};
use crate::blocks::text::Chunk;
use crate::grammar::circular::CircularWords;
use crate::notice::Attachment;
use crate::read::assemble::circular::{Assembler, Line};

/// How a line of the list begins.
pub(super) struct Label {
    /// Characters of a list mark that a converter has put before it.
    mark: usize,
    /// Characters of the label, with its number and colon.
    length: usize,
    /// `附件2：`
    number: Option<u32>,
}

/// `附件：`, `附件1：` at the head of a line, after a list mark.
pub(super) fn label(raw: &str) -> Option<Label> {
    let chars: Vec<char> = raw.chars().collect();
    let is_mark = |c: &&char| c.is_whitespace() || matches!(**c, '-' | '*' | '•' | '·');
    let mark = chars.iter().take_while(is_mark).count();
    let spaces = |at: usize| {
        let rest = chars[at..].iter();
        rest.take_while(|c| c.is_whitespace()).count()
    };
    let mut words = CircularWords::get().list.iter();
    words.find_map(|word| {
        let mut at = mark;
        // Typists set it wide: `附　件：`.
        for wanted in word.chars() {
            if *chars.get(at)? != wanted {
                return None;
            }
            at += 1;
            at += spaces(at);
        }
        let digits = digits(&chars[at..]);
        at += digits.chars().count();
        at += spaces(at);
        let colon = matches!(chars.get(at)?, '：' | ':');
        let number = digits.parse().ok();
        // `附件1：` alone heads an annex, not a line of the list.
        let says = chars[at + 1..].iter().any(|c| !c.is_whitespace());
        let point = number.is_some() && matches!(chars[at], '.' | '．' | '、');
        (number.is_none() && colon || says && (colon || point)).then_some(Label {
            mark,
            length: at + 1 - mark,
            number,
        })
    })
}

/// Whether a line begins an item of the list.
pub(super) fn is_item(chunk: &Chunk) -> bool {
    split_number(chunk).is_some() || label(&chunk.raw()).is_some()
}

#[derive(Default)]
struct List {
    /// Number and title, and whether the number is printed.
    items: Vec<(u32, Chunk, bool)>,
}

/// Reads the lines of the list.
pub(super) fn read(assembler: &mut Assembler<'_>, lines: Vec<Line>) -> Vec<Attachment> {
    let mut list = List::default();
    for (at, (_, chunk)) in lines.into_iter().enumerate() {
        let found = label(&chunk.raw()).filter(|l| at == 0 || l.number.is_some());
        let Some(found) = found else {
            list.add(assembler, chunk);
            continue;
        };
        let (head, rest) = chunk.split_at(found.mark);
        book_mark(assembler.account, &head);
        let (head, rest) = rest.split_at(found.length);
        assembler.label(&head);
        if let Some(number) = found.number {
            list.items.push((number, Chunk::default(), true));
        }
        list.add(assembler, rest);
    }
    let mut found = Vec::new();
    for (number, chunk, _) in list.items {
        let (own, stop) = chunk.split_at(without_stop(&chunk));
        assembler.label(&stop);
        let title = assembler.take(&own);
        found.push(Attachment {
            number,
            title,
            file: None,
        });
    }
    found
}

impl List {
    /// Adds what a line says: an item, several, or the rest of the last one.
    fn add(&mut self, assembler: &mut Assembler<'_>, mut chunk: Chunk) {
        loop {
            if let Some((number, head, rest)) = split_number(&chunk) {
                assembler.label(&head);
                self.items.push((number, Chunk::default(), true));
                chunk = rest;
            }
            let next = self.items.last().filter(|item| item.2);
            let next = next.and_then(|item| next_item(&chunk, item.0.saturating_add(1)));
            let (own, rest) = chunk.split_at(next.unwrap_or(chunk.0.len()));
            match self.items.last_mut() {
                Some((_, last, _)) => last.join(own),
                None if own.is_blank() => assembler.label(&own),
                None => self.items.push((1, own, false)),
            }
            if next.is_none() {
                return;
            }
            chunk = rest;
        }
    }
}

fn book_mark(account: &mut Account, mark: &Chunk) {
    for glyph in &mark.0 {
        let fate = if glyph.c.is_whitespace() {
            Fate::Normalised(Change::Space)
        } else {
            Fate::Debris(Debris::ListMark)
        };
        account.book(glyph.span.clone(), fate);
    }
}

/// Characters of a title up to a stop that only parts it from the next.
fn without_stop(chunk: &Chunk) -> usize {
    let blank = chunk
        .0
        .iter()
        .rev()
        .take_while(|g| g.c.is_whitespace())
        .count();
    let end = chunk.0.len() - blank;
    match chunk.0[..end].last() {
        Some(glyph) if matches!(glyph.c, '；' | ';' | '。') => end - 1,
        _ => chunk.0.len(),
    }
}

/// The digits at the head, in half width.
fn digits(chars: &[char]) -> String {
    let narrow = |c: &char| match c {
        '０'..='９' => char::from_u32(*c as u32 - 0xfee0).unwrap_or(*c),
        _ => *c,
    };
    chars
        .iter()
        .map(narrow)
        .take_while(char::is_ascii_digit)
        .collect()
}

/// `1. 标题` → 1, `1. `, `标题`. A year is no number of an attachment.
fn split_number(chunk: &Chunk) -> Option<(u32, Chunk, Chunk)> {
    let chars: Vec<char> = chunk.0.iter().map(|g| g.c).collect();
    let spaces = chars.iter().take_while(|c| c.is_whitespace()).count();
    let digits = digits(&chars[spaces..]);
    let length = spaces + digits.len();
    let mark = chars.get(length)?;
    if digits.is_empty() || digits.len() > 2 || !matches!(mark, '.' | '．' | '、') {
        return None;
    }
    let (head, rest) = chunk.split_at(length + 1);
    Some((digits.parse().ok()?, head, rest))
}

/// Where in the same line the item with the next number begins.
fn next_item(chunk: &Chunk, number: u32) -> Option<usize> {
    let chars: Vec<char> = chunk.0.iter().map(|g| g.c).collect();
    let wanted = number.to_string();
    (1..chars.len()).find(|&at| {
        let before = chars[at - 1];
        let parted = !before.is_ascii_alphanumeric() && !matches!(before, '.' | '-' | '~' | '第');
        let behind = at + wanted.len();
        let mark = chars
            .get(behind)
            .is_some_and(|c| matches!(c, '.' | '．' | '、'));
        let title = chars.get(behind + 1).is_some_and(|c| !c.is_ascii_digit());
        parted && mark && title && digits(&chars[at..]) == wanted
    })
}
