//! The table that sites put over a text: 索引号, 发文字号, 成文日期 and so on, as rows,
//! as lines, or several in one line.

mod glued;

use crate::blocks::block::{Kind, Piece};
use crate::blocks::text::Chunk;
use crate::grammar::Grammar;

/// What of that table a notice may lack.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) number: Option<Chunk>,
    pub(super) date: Option<Chunk>,
    pub(super) agency: Option<Chunk>,
    pub(super) title: Option<Chunk>,
    /// How many fields there are.
    pub(super) count: usize,
    /// One of them is of no use but on a page.
    pub(super) certain: bool,
    /// One of them holds the name of an agency.
    pub(super) named: bool,
}

/// A field of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Number,
    Date,
    Agency,
    Title,
    Body,
    Other,
}

impl Fields {
    fn add(&mut self, label: &Label, value: Chunk) {
        self.count += 1;
        self.certain |= label.length >= 3;
        self.named |= matches!(label.field, Field::Agency | Field::Body);
        let place = match label.field {
            Field::Number => &mut self.number,
            Field::Date => &mut self.date,
            Field::Agency => &mut self.agency,
            Field::Title => &mut self.title,
            Field::Body | Field::Other => return,
        };
        if place.is_none() && !value.is_blank() {
            *place = Some(value);
        }
    }

    /// Takes in what comes from elsewhere on the page, where there is nothing yet.
    pub(super) fn merge(&mut self, other: Fields) {
        self.number = self.number.take().or(other.number);
        self.date = self.date.take().or(other.date);
        self.agency = self.agency.take().or(other.agency);
        self.title = self.title.take().or(other.title);
        self.count += other.count;
    }
}

/// A label found in a text.
#[derive(Debug)]
struct Label {
    field: Field,
    /// Characters of its word.
    length: usize,
    /// Glyphs from where it begins to where its value does.
    start: usize,
    end: usize,
    /// A colon stands behind it.
    colon: bool,
}

/// The fields of a run of rows; `None` where it is no such table.
pub(super) fn of_rows(rows: &[Piece]) -> Option<Fields> {
    let mut fields = Fields::default();
    for piece in rows {
        let Kind::Row(cells) = &piece.block.kind else {
            continue;
        };
        let mut open: Option<Label> = None;
        for cell in cells {
            if cell.chunk.is_blank() {
                // A value that is not given.
                if let Some(label) = open.take() {
                    fields.add(&label, Chunk::default());
                }
                continue;
            }
            let mut labels = labels(&cell.chunk);
            let is_label = labels.first().is_some_and(|l| {
                let alone = || cell.chunk.split_at(l.end).1.is_blank();
                l.start == 0 && (l.colon || l.length >= 3 || alone())
            });
            if !is_label {
                let label = open.take()?;
                fields.add(&label, cell.chunk.clone());
                continue;
            }
            if let Some(label) = open.take() {
                fields.add(&label, Chunk::default());
            }
            let last = labels.pop()?;
            for (label, value) in values(&cell.chunk, &labels, last.start) {
                fields.add(label, value);
            }
            let value = cell.chunk.split_at(last.end).1;
            if value.is_blank() {
                open = Some(last);
            } else {
                fields.add(&last, value);
            }
        }
        if let Some(label) = open {
            fields.add(&label, Chunk::default());
        }
    }
    (fields.certain && (fields.count >= 2 || fields.number.is_some())).then_some(fields)
}

/// The fields of a line, which begins with one: `索引号：… 发文字号：…`.
pub(super) fn of_line(chunk: &Chunk) -> Option<Fields> {
    let mut labels = labels(chunk);
    if let Some(glued) = glued::labels(chunk).filter(|glued| glued.len() > labels.len()) {
        labels = glued;
    }
    let first = labels.first().filter(|l| l.start == 0)?;
    let (value, number) = (chunk.split_at(first.end).1, first.field == Field::Number);
    // `文号 东政发〔2024〕6号` has no colon; other words might be text.
    let plain = number && crate::notice::number::document_number(&value.text()).is_some();
    if !first.colon && !plain && labels.len() < 2 && !glued::says(first.field, &value) {
        return None;
    }
    let mut fields = Fields::default();
    for (label, value) in values(chunk, &labels, chunk.0.len()) {
        fields.add(label, value);
    }
    Some(fields)
}

/// Whether a line is the name of a field and nothing else; its value is the next.
pub(super) fn is_label(chunk: &Chunk) -> bool {
    let labels = labels(chunk);
    let whole = |l: &Label| l.start == 0 && chunk.split_at(l.end).1.is_blank();
    labels.first().is_some_and(whole)
}

/// The field whose name is one line and whose value the next.
pub(super) fn of_pair(label: &Chunk, value: &Chunk) -> Fields {
    let mut fields = Fields::default();
    if let Some(label) = labels(label).first() {
        fields.add(label, value.clone());
    }
    fields
}

fn values<'l>(
    chunk: &Chunk,
    labels: &'l [Label],
    end: usize,
) -> impl Iterator<Item = (&'l Label, Chunk)> {
    labels.iter().enumerate().map(move |(i, label)| {
        let next = labels.get(i + 1).map_or(end, |l| l.start);
        let value = chunk.split_at(next.max(label.end)).0.split_at(label.end).1;
        (label, value)
    })
}

/// A text with more characters is none of fields.
const LONGEST: usize = 2000;

/// The labels of a text, from left to right; 发 文 字 号 may be set wide.
fn labels(chunk: &Chunk) -> Vec<Label> {
    if chunk.0.len() > LONGEST {
        return Vec::new();
    }
    let glyphs: Vec<(usize, char)> = chunk
        .0
        .iter()
        .enumerate()
        .filter(|(_, g)| !g.c.is_whitespace())
        .map(|(i, g)| (i, if g.c == ':' { '：' } else { g.c }))
        .collect();
    let mut found: Vec<Label> = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        let apart = match at.checked_sub(1).map(|i| glyphs[i]) {
            None => true,
            Some((i, c)) => glyphs[at].0 > i + 1 || "|｜；;【】[]".contains(c),
        };
        match label_at(&glyphs[at..], apart) {
            Some((field, length, colon)) => {
                let taken = length + usize::from(colon);
                let end = glyphs.get(at + taken).map_or(chunk.0.len(), |g| g.0);
                let start = if found.is_empty() && at == 0 {
                    0
                } else {
                    glyphs[at].0
                };
                found.push(Label {
                    field,
                    length,
                    start,
                    end,
                    colon,
                });
                at += taken;
            }
            None => at += 1,
        }
    }
    found
}

/// What fields are called.
fn names() -> impl Iterator<Item = (Field, &'static String)> {
    let page = &Grammar::get().page;
    let lists = [
        (Field::Number, &page.number),
        (Field::Date, &page.date),
        (Field::Agency, &page.agency),
        (Field::Title, &page.title),
        (Field::Body, &page.bodies),
        (Field::Other, &page.fields),
    ];
    let lists = lists.into_iter();
    lists.flat_map(|(field, words)| words.iter().map(move |word| (field, word)))
}

/// The longest label at the head of `glyphs`: its field, its length, whether a colon
/// stands behind it. One in the middle of words needs its colon, and three characters.
fn label_at(glyphs: &[(usize, char)], apart: bool) -> Option<(Field, usize, bool)> {
    let mut best: Option<(Field, usize, bool)> = None;
    for (field, word) in names() {
        let length = word.chars().count();
        let fits = glyphs.len() >= length && word.chars().eq(glyphs[..length].iter().map(|g| g.1));
        if !fits || best.is_some_and(|b| b.1 >= length) {
            continue;
        }
        let colon = glyphs.get(length).is_some_and(|g| g.1 == '：');
        let gap = glyphs
            .get(length)
            .is_none_or(|next| next.0 > glyphs[length - 1].0 + 1);
        if colon && (apart || length >= 3) || apart && gap {
            best = Some((field, length, colon));
        }
    }
    best
}
