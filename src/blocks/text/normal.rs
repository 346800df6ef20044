//! What a printer does to a typescript before setting it: no spaces beside Han
//! characters, full-width brackets and commas in Han text, half-width digits
//! (GB/T 15834, GB/T 15835). Every change is kept with the character it was made to.

use crate::blocks::account::{Account, Change, Fate};
use crate::blocks::text::Chunk;
use crate::source::Span;
pub use crate::source::is_han;

/// A text after normalising: each source character with what came of it.
#[derive(Debug, Clone, Default)]
pub struct Normal(Vec<Mark>);

#[derive(Debug, Clone)]
struct Mark {
    span: Span,
    /// What is printed, `None` when nothing is.
    out: Option<char>,
    change: Option<Change>,
}

impl Normal {
    /// The text that is printed.
    pub fn raw_kept(&self) -> String {
        self.0.iter().filter_map(|m| m.out).collect()
    }

    /// Books each character under its fate.
    pub fn book(&self, account: &mut Account) {
        for mark in &self.0 {
            let fate = mark.change.map_or(Fate::Kept, Fate::Normalised);
            account.book(mark.span.clone(), fate);
        }
    }

    /// Books it, but what stands at `labels` (bytes of the printed text) as the
    /// form of the YAML, which says the same.
    pub fn book_with_labels(&self, account: &mut Account, labels: &[std::ops::Range<usize>]) {
        let mut at = 0;
        for mark in &self.0 {
            let label = mark.out.is_some() && labels.iter().any(|l| l.contains(&at));
            let fate = match mark.change {
                _ if label => Fate::Structure(crate::blocks::account::Form::Label),
                Some(change) => Fate::Normalised(change),
                None => Fate::Kept,
            };
            account.book(mark.span.clone(), fate);
            at += mark.out.map_or(0, char::len_utf8);
        }
    }

    fn set(&mut self, at: usize, out: Option<char>, change: Change) {
        let mark = &mut self.0[at];
        if mark.out != out {
            mark.out = out;
            mark.change = Some(change);
        }
    }

    /// Whether what follows the spaces at `at` is a telephone number: 李四 0000-1234567.
    fn is_number(&self, at: usize) -> bool {
        let behind = self.0[at..].iter().filter_map(|m| m.out);
        let number = behind.skip_while(|c| *c == ' ');
        let digits = number
            .take_while(|c| is_digit(*c) || *c == '-')
            .filter(|c| is_digit(*c));
        digits.count() >= TELEPHONE
    }

    /// Drops the spaces at whose place in the printed text (bytes) nothing is parted.
    pub fn close_gaps(&mut self, parting: &[usize]) {
        let mut at = 0;
        for mark in &mut self.0 {
            let Some(c) = mark.out else { continue };
            if c == ' ' && !parting.contains(&at) {
                mark.out = None;
                mark.change = Some(Change::Space);
            }
            at += c.len_utf8();
        }
    }

    /// The nearest character before (`step` -1) or behind (`step` 1) that is no space.
    fn neighbour(&self, at: usize, step: isize) -> Option<char> {
        let mut i = at.checked_add_signed(step)?;
        loop {
            match self.0.get(i)?.out {
                Some(c) if c != ' ' => return Some(c),
                _ => i = i.checked_add_signed(step)?,
            }
        }
    }
}

/// Which spaces beside Han characters stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gaps {
    /// None: a printer sets none.
    Drop,
    /// One where two words meet that no mark parts: it may part two names.
    Keep,
}

/// Normalises a chunk. Doing it twice is the same as doing it once.
pub fn normalise(chunk: &Chunk) -> Normal {
    normalise_with(chunk, Gaps::Drop)
}

/// The same, where spaces may part names.
pub fn normalise_with(chunk: &Chunk, gaps: Gaps) -> Normal {
    let mut text = Normal(
        chunk
            .0
            .iter()
            .map(|g| Mark {
                span: g.span.clone(),
                out: Some(g.c),
                change: g.change,
            })
            .collect(),
    );
    narrow_letters(&mut text);
    // A bracket that was widened can be what makes a comma stand in Han text, and
    // the other way round; each pass widens at least one sign or is the last.
    loop {
        let before = text.raw_kept();
        widen_brackets(&mut text);
        widen_punctuation(&mut text);
        if text.raw_kept() == before {
            break;
        }
    }
    drop_spaces(&mut text, gaps);
    text
}

/// The same for a plain string, as the register and people write it.
pub fn normalise_str(text: &str) -> String {
    let chunk = Chunk(
        text.char_indices()
            .map(|(i, c)| crate::blocks::text::Glyph {
                c,
                span: i..i + c.len_utf8(),
                change: None,
            })
            .collect(),
    );
    normalise(&chunk).raw_kept()
}

fn narrow_letters(text: &mut Normal) {
    for i in 0..text.0.len() {
        let Some(c) = text.0[i].out else { continue };
        let narrow = match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '～' | '＋' | '＆' => {
                char::from_u32(c as u32 - 0xfee0)
            }
            '．' if text.neighbour(i, -1).is_some_and(is_digit) => Some('.'),
            _ if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}') => Some(' '),
            _ => continue,
        };
        let change = if narrow == Some(' ') {
            Change::Space
        } else {
            Change::Width
        };
        text.set(i, narrow, change);
    }
}

fn widen_brackets(text: &mut Normal) {
    let mut open: Vec<usize> = Vec::new();
    for i in 0..text.0.len() {
        match text.0[i].out {
            Some('(' | '（') => open.push(i),
            Some(')' | '）') => {
                let Some(start) = open.pop() else { continue };
                let han_inside = text.0[start..i].iter().any(|m| m.out.is_some_and(is_han));
                let beside = [text.neighbour(start, -1), text.neighbour(i, 1)];
                let han_beside = beside.into_iter().flatten().any(is_cjk);
                let mixed = text.0[start].out == Some('（') || text.0[i].out == Some('）');
                // `50%（提高1个百分点）`, `增幅（%）`, `（R&D）经费`
                if han_inside || han_beside || mixed {
                    text.set(start, Some('（'), Change::Bracket);
                    text.set(i, Some('）'), Change::Bracket);
                }
            }
            _ => {}
        }
    }
}

fn widen_punctuation(text: &mut Normal) {
    for i in 0..text.0.len() {
        let wide = match text.0[i].out {
            Some(',') => '，',
            Some(';') => '；',
            Some(':') => '：',
            Some('?') => '？',
            Some('!') => '！',
            _ => continue,
        };
        let (before, behind) = (text.neighbour(i, -1), text.neighbour(i, 1));
        // A thousands comma and a clock's colon stand between digits.
        let between_digits = before.is_some_and(is_digit) && behind.is_some_and(is_digit);
        let in_han = before.is_some_and(is_cjk) || behind.is_some_and(is_cjk);
        if in_han && !between_digits {
            text.set(i, Some(wide), Change::Punctuation);
        }
    }
}

fn drop_spaces(text: &mut Normal, gaps: Gaps) {
    for i in 0..text.0.len() {
        if text.0[i].out != Some(' ') {
            continue;
        }
        let (before, behind) = (text.neighbour(i, -1), text.neighbour(i, 1));
        // One space stays between two words of Latin text.
        let latin = |c: char| c.is_ascii_graphic();
        let first = !matches!(
            text.0[..i].iter().rev().find_map(|m| m.out),
            None | Some(' ')
        );
        let between_words = match (before, behind) {
            (Some(a), Some(b)) => {
                latin(a) && latin(b) && b != '%' && !(is_digit(a) && b == '~') && a != '~'
                    || gaps == Gaps::Keep && is_word(a) && a != '（' && is_word(b) && !is_bracket(b)
                    || is_han(a) && is_digit(b) && text.is_number(i)
            }
            _ => false,
        };
        if !(between_words && first) {
            text.set(i, None, Change::Space);
        }
    }
}

/// What a name may consist of. A space before a bracket parts no names: 市住建局 （牵头）.
fn is_word(c: char) -> bool {
    is_han(c) || c.is_ascii_alphanumeric() || is_bracket(c)
}

fn is_bracket(c: char) -> bool {
    matches!(c, '（' | '）')
}

/// The shortest number that is one to call, in digits.
const TELEPHONE: usize = 7;

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// A Han character, or a sign that is set as wide as one.
fn is_cjk(c: char) -> bool {
    is_han(c)
        || matches!(
            c,
            '、' | '。'
                | '，'
                | '；'
                | '：'
                | '？'
                | '！'
                | '（'
                | '）'
                | '《'
                | '》'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '〔'
                | '〕'
                | '—'
                | '…'
                | '·'
        )
}
