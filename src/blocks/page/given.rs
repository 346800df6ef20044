//! Where the document on a page begins, and what the table over its text gives it:
//! a number, a title, a date that the text itself does not have.

use std::collections::BTreeSet;

use crate::blocks::account::{Account, Change, Fate, Form};
use crate::blocks::block::{Block, Kind, Piece};
use crate::blocks::marks;
use crate::blocks::page::fields::Fields;
use crate::blocks::page::{Page, fields, words};
use crate::blocks::text::{Chunk, Glyph};
use crate::grammar::Grammar;
use crate::notice::number::document_number;

impl Page {
    /// A number in brackets, or behind the title on one line, gets a line of its own.
    pub(super) fn free_number(&mut self, front: usize, account: &mut Account) {
        for at in 0..front {
            let Kind::Line(chunk) = &self.pieces[at].block.kind else {
                continue;
            };
            if self.is_field[at] || document_number(&self.texts[at]).is_some() {
                continue;
            }
            let line = self.pieces[at].block.line;
            if let Some((number, fields)) = split_fields(chunk) {
                let piece = |chunk| {
                    let kind = Kind::Line(chunk);
                    Piece::plain(Block { line, kind })
                };
                self.set(at, piece(number));
                self.insert(at + 1, piece(fields));
                self.is_field[at + 1] = true;
                return;
            }
            let Some((title, number)) = split_number(chunk, account) else {
                continue;
            };
            let below = Piece::plain(Block {
                line,
                kind: Kind::Line(number),
            });
            if title.is_blank() {
                self.set(at, below);
            } else {
                self.set(
                    at,
                    Piece::plain(Block {
                        line,
                        kind: Kind::Line(title),
                    }),
                );
                self.insert(at + 1, below);
            }
            return;
        }
    }

    fn set(&mut self, at: usize, piece: Piece) {
        if let Kind::Line(chunk) = &piece.block.kind {
            self.texts[at] = chunk.text();
        }
        self.pieces[at] = piece;
    }

    fn insert(&mut self, at: usize, piece: Piece) {
        let text = match &piece.block.kind {
            Kind::Line(chunk) => chunk.text(),
            _ => String::new(),
        };
        self.pieces.insert(at, piece);
        self.texts.insert(at, text);
        self.dropped.insert(at, false);
        self.is_field.insert(at, false);
        self.is_data.insert(at, false);
    }

    /// The lines before `front` that say something, from the last up.
    fn lines_up(&self, front: usize) -> impl Iterator<Item = usize> + '_ {
        (0..front)
            .rev()
            .filter(|&at| matches!(self.pieces[at].block.kind, Kind::Line(_)) && !self.is_field[at])
    }

    /// Where the document begins, if its number or its title says so.
    pub(super) fn start(&self, front: usize, fields: &Fields) -> Option<usize> {
        let own = self.own_number(front, fields);
        let title = self.title(own.unwrap_or(front), front);
        let Some(number) = own else {
            let title = title?;
            return Some(self.masthead_over(title.0).unwrap_or(title.0));
        };
        if let Some(masthead) = self.masthead_over(number) {
            return Some(masthead);
        }
        // A title over the number, unless it stands below once more.
        match title {
            Some((first, _)) if !self.repeats(first, number, front) => {
                Some(self.masthead_over(first).unwrap_or(first))
            }
            _ => Some(self.agency_over(number).unwrap_or(number)),
        }
    }

    /// The document number that the circular has on a line of its own.
    fn own_number(&self, front: usize, fields: &Fields) -> Option<usize> {
        let known = fields.number.as_ref();
        let known = known.and_then(|chunk| document_number(&chunk.text()));
        (0..front).find(|&at| {
            let found = document_number(&self.texts[at]);
            !self.is_field[at]
                && found.is_some_and(|n| known.as_ref().is_none_or(|k| k.text == n.text))
        })
    }

    /// The title that ends last above `below`: its first and its last line. It has at
    /// most three.
    fn title(&self, below: usize, front: usize) -> Option<(usize, usize)> {
        let lines: Vec<usize> = self.lines_up(below.min(front)).collect();
        for (i, &last) in lines.iter().enumerate() {
            if !marks::ends_in_kind(&self.texts[last]) || self.pieces[last].linked {
                continue;
            }
            let mut whole = String::new();
            for &first in lines[i..].iter().take(3) {
                if words::is_furniture(&self.texts[first]) || self.pieces[first].linked {
                    break;
                }
                whole.insert_str(0, &self.texts[first]);
                if marks::is_title(&whole) {
                    // Whose title it is may stand on a line of its own.
                    let above = lines.iter().find(|&&at| at < first);
                    let named = above
                        .filter(|&&at| whole.starts_with("关于") && is_agency(&self.texts[at]));
                    return Some((named.copied().unwrap_or(first), last));
                }
            }
        }
        None
    }

    /// Whether the title that begins at `first` stands below the number as well.
    fn repeats(&self, first: usize, number: usize, front: usize) -> bool {
        let said = |from: usize, to: usize| -> String {
            let lines = (from..to).filter(|&at| !self.is_field[at]);
            let lines = lines.filter(|&at| !words::is_furniture(&self.texts[at]));
            lines.map(|at| self.texts[at].as_str()).collect()
        };
        let above = said(first, number);
        let start: String = above.chars().take(12).collect();
        !start.is_empty() && said(number + 1, front).contains(&start)
    }

    /// The masthead that stands over a line, with nothing between but what the page
    /// has put there.
    fn masthead_over(&self, below: usize) -> Option<usize> {
        let mut above = self.lines_up(below).filter(|&at| !self.is_furniture(at));
        above
            .next()
            .filter(|&at| marks::is_masthead(&self.texts[at]))
    }

    /// The name of an agency over the number, which is a masthead without 文件.
    fn agency_over(&self, below: usize) -> Option<usize> {
        let mut above = self.lines_up(below).filter(|&at| !self.is_furniture(at));
        above.next().filter(|&at| is_agency(&self.texts[at]))
    }
}

/// Gives the circular what the table over the text has and the text has not. Returns
/// where the characters stand that it uses.
pub(super) fn give(
    page: &mut Page,
    fields: Fields,
    start: Option<usize>,
    front: usize,
    end: usize,
) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    let mut take = |page: &mut Page, at: usize, chunk: Chunk| {
        let Some(first) = chunk.0.iter().find(|g| !g.c.is_whitespace()) else {
            return;
        };
        used.extend(chunk.0.iter().map(|g| g.span.start));
        let line = page
            .pieces
            .iter()
            .find(|p| holds(p, first))
            .map_or(1, |p| p.block.line);
        page.insert(
            at,
            Piece::plain(Block {
                line,
                kind: Kind::Line(chunk),
            }),
        );
    };
    // From the end to the beginning, so that no place moves.
    let kept = |page: &Page, at: usize| !page.dropped[at];
    let dated = (front..end).any(|at| kept(page, at) && ends_in_date(&page.texts[at]));
    if let (false, Some(date)) = (dated, fields.date.as_ref().and_then(date_line)) {
        let at = signature(page, front, end);
        let signed = (front..at).rev().find(|&i| !page.texts[i].is_empty());
        let signed = signed.is_some_and(|i| is_agency(&page.texts[i]));
        let agency = fields.agency.filter(|a| is_agency(&a.text()));
        if signed || agency.is_some() {
            take(page, at, date);
            if let (false, Some(agency)) = (signed, agency) {
                take(page, at, agency);
            }
        }
    }
    let own = (0..front).any(|at| kept(page, at) && document_number(&page.texts[at]).is_some());
    let number = fields
        .number
        .filter(|n| document_number(&n.text()).is_some());
    let title = page
        .title(front, front)
        .filter(|t| kept(page, t.0) && kept(page, t.1));
    let behind = title.map(|t| t.1 + 1);
    let over = title
        .and_then(|t| page.masthead_over(t.0))
        .filter(|&at| kept(page, at));
    let at = over.map(|at| at + 1).or(behind).or(start).unwrap_or(front);
    if let (false, Some(number)) = (own, number) {
        take(page, at, number);
    }
    if let (None, Some(title)) = (title, fields.title.filter(|t| marks::is_title(&t.text()))) {
        take(page, at, title);
    }
    used
}

fn holds(piece: &Piece, glyph: &Glyph) -> bool {
    let within = |chunk: &Chunk| {
        let (first, last) = (chunk.0.first(), chunk.0.last());
        first.is_some_and(|f| f.span.start <= glyph.span.start)
            && last.is_some_and(|l| l.span.end >= glyph.span.end)
    };
    match &piece.block.kind {
        Kind::Break => false,
        Kind::Line(chunk) => within(chunk),
        Kind::Row(cells) => cells.iter().any(|c| within(&c.chunk)),
    }
}

/// Where a circular is signed: before its first annex, the text it issues, its note in
/// brackets or its colophon; at its end where there is none of them.
fn signature(page: &Page, front: usize, end: usize) -> usize {
    let circular: Vec<&str> = page.texts[..front].iter().map(String::as_str).collect();
    let mut said = circular.concat();
    for at in front..end {
        let text = page.texts[at].as_str();
        let note = text.starts_with('（') && text.ends_with('）') && text.contains("公开");
        let issued = text.chars().count() >= 6
            && text.chars().count() <= 60
            && said.contains(&format!("《{text}》"));
        if marks::is_annex_label(text) || marks::is_colophon(text) || note || issued {
            return at;
        }
        said.push_str(text);
    }
    end
}

/// A date, perhaps behind the name of who signs.
fn ends_in_date(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| {
        !crate::blocks::text::normal::is_han(c) || "年月日".contains(c)
    });
    let at = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(name.len());
    marks::is_date(text) || is_agency(&text[..at]) && marks::is_date(&text[at..])
}

/// A name of an agency and nothing else.
pub(super) fn is_agency(text: &str) -> bool {
    let grammar = Grammar::get();
    let mut endings = grammar.words.endings.iter().chain(&grammar.suffixes);
    (4..=30).contains(&text.chars().count())
        && text.chars().all(crate::blocks::text::normal::is_han)
        && endings.any(|ending| text.ends_with(ending.as_str()))
}

/// The date of a field as a circular prints it: `2024-03-05` has other marks.
fn date_line(chunk: &Chunk) -> Option<Chunk> {
    let text: String = chunk.text();
    if !marks::is_date(&text) {
        return None;
    }
    if text.ends_with('日') {
        return Some(chunk.clone());
    }
    let mut marks = ['年', '月'].into_iter();
    let mut date = Chunk::default();
    for glyph in &chunk.0 {
        let mut glyph = glyph.clone();
        if matches!(glyph.c, '.' | '-' | '/') {
            glyph.c = marks.next()?;
            glyph.change = Some(Change::Date);
        }
        date.0.push(glyph);
    }
    let end = date.0.last()?.span.end;
    date.join(Chunk::drawn("日", end));
    Some(date)
}

/// A line with a title and a number has no more characters.
const LONGEST_HEAD: usize = 200;

/// `某政发〔2024〕6号　发布日期：…　来源：…`: the number, and what only a page says.
fn split_fields(chunk: &Chunk) -> Option<(Chunk, Chunk)> {
    let end = 1 + chunk.0.iter().position(|g| g.c == '号')?;
    let (number, rest) = chunk.split_at(end);
    let of_page = || fields::of_line(&rest).is_some() || words::is_head(rest.text().trim());
    let fits = document_number(&number.text()).is_some() && !rest.is_blank() && of_page();
    fits.then_some((number, rest))
}

/// `（某政发〔2024〕6号）`, or the same behind a title: the title, and the number without
/// its brackets, which are booked.
fn split_number(chunk: &Chunk, account: &mut Account) -> Option<(Chunk, Chunk)> {
    let raw: Vec<char> = chunk.0.iter().map(|g| g.c).collect();
    if raw.len() > LONGEST_HEAD || !raw.contains(&'号') {
        return None;
    }
    let filled: Vec<usize> = (0..raw.len())
        .filter(|&i| !raw[i].is_whitespace())
        .collect();
    // The number begins behind the title, and has at least 8 characters.
    let starts = filled.iter().copied().filter(|&i| {
        let head: String = raw[..i].iter().collect();
        let head = crate::blocks::text::normal::normalise_str(&head);
        head.is_empty() || marks::is_title(&head)
    });
    for start in starts.collect::<Vec<_>>() {
        let (title, rest) = chunk.split_at(start);
        if document_number(&rest.text()).is_some() {
            return Some((title, rest));
        }
        let last = *filled.last()?;
        let bracketed = matches!(raw[start], '（' | '(') && matches!(raw[last], '）' | ')');
        let (inner, _) = chunk.split_at(last);
        let (_, inner) = inner.split_at(start + 1);
        if bracketed && document_number(&inner.text()).is_some() {
            for at in [start, last] {
                account.book(chunk.0[at].span.clone(), Fate::Structure(Form::Label));
            }
            let (_, edge) = chunk.split_at(last + 1);
            edge.spend(account, Fate::Structure(Form::Line));
            return Some((title, inner));
        }
    }
    None
}
