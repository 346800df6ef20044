//! A text that was taken from a document: how it is laid out, its source says. Tables that
//! somebody made with TABs are tables here too.

use crate::blocks::account::{Account, Debris, Fate, Form};
use crate::blocks::block::{Cell, Kind, Piece};
use crate::blocks::flow::{Flow, Gathered};
use crate::blocks::text::Chunk;
use crate::numerals;
use crate::source::Source;
use crate::source::laid::{Beside, Laid, Part};

/// Makes blocks of it, and books what is not in the document. What stands before byte `from`
/// is a text that others read.
pub(crate) fn pieces(source: &Source, from: usize, laid: &Laid, account: &mut Account) -> Gathered {
    let mut flow = Flow::behind(source, from);
    for part in &laid.parts {
        match part {
            Part::Words(span) => flow.text(Chunk::of(source, span.clone())),
            Part::Beside(span, why) => {
                flow.beside(Chunk::of(source, span.clone()), Fate::Debris(debris(*why)));
            }
            Part::LineEnd => flow.end_line(),
            Part::PageEnd(at) => flow.page_may_end(*at),
            Part::TableStart(at) => flow.begin_table(*at),
            Part::RowStart(at) => flow.begin_row(*at),
            Part::CellStart(at, spans) => flow.begin_cell(*at, *spans),
            Part::CellEnd => flow.end_cell(),
            Part::TableEnd => flow.end_table(),
        }
    }
    let mut gathered = flow.close(account);
    gathered.pieces = with_tabbed_rows(gathered.pieces, account);
    gathered
}

/// Two cells between TABs are laid out so in a line; in so many lines they are a table.
const FEWEST_ROWS: usize = 2;

/// So many are a row of one by themselves.
const CELLS_OF_ROW: usize = 3;

/// Takes lines of words between TABs for rows, as a table is that was
/// pasted into a document as text. One TAB alone lays out a line.
fn with_tabbed_rows(pieces: Vec<Piece>, account: &mut Account) -> Vec<Piece> {
    let mut done = Vec::with_capacity(pieces.len());
    let mut run: Vec<Piece> = Vec::new();
    for piece in pieces {
        if cells(&piece).len() > 1 {
            run.push(piece);
            continue;
        }
        flush(&mut run, &mut done, account);
        done.push(piece);
    }
    flush(&mut run, &mut done, account);
    done
}

fn flush(run: &mut Vec<Piece>, done: &mut Vec<Piece>, account: &mut Account) {
    let written = |piece: &Piece| -> Vec<String> {
        let texts = cells(piece).into_iter().map(|c| c.raw().trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    };
    let rows: Vec<Vec<String>> = run.iter().map(written).collect();
    let parted = rows.iter().filter(|row| row.len() > 1).count();
    let are_labels = parted > 0 && are_labels(&rows);
    let is_table = (rows.iter().any(|row| row.len() >= CELLS_OF_ROW) || parted >= FEWEST_ROWS)
        && !is_contents(&rows);
    for mut piece in run.drain(..) {
        if !is_table && !are_labels {
            done.push(piece);
            continue;
        }
        let found = cells(&piece);
        if let Kind::Line(chunk) = &piece.block.kind {
            for tab in chunk.0.iter().filter(|g| g.c == '\t') {
                account.book(tab.span.clone(), Fate::Structure(Form::Cell));
            }
        }
        if are_labels {
            // What each of them says is a line.
            done.extend(found.into_iter().map(|chunk| piece.with_line(chunk)));
        } else {
            piece.block.kind = Kind::Row(found.into_iter().map(Cell::plain).collect());
            done.push(piece);
        }
    }
}

/// So long is a label before its colon.
const LONGEST_LABEL: usize = 8;

/// Lines such as `联系人：某某⇥电话：…`, which TABs only lay out.
fn are_labels(rows: &[Vec<String>]) -> bool {
    let is_label = |text: &String| {
        let colon = text.chars().position(|c| matches!(c, '：' | ':'));
        colon.is_some_and(|at| (1..=LONGEST_LABEL).contains(&at))
    };
    rows.iter().flatten().all(is_label)
}

/// A list of contents: titles, each with its page; the pages go up, and titles begin with
/// the marks that parts and sections have.
fn is_contents(rows: &[Vec<String>]) -> bool {
    let mut before = 0;
    let mut rises = |row: &Vec<String>| {
        let page = row.last().and_then(|page| page.parse::<usize>().ok());
        let rises = page.is_some_and(|page| page >= before);
        before = page.unwrap_or(before);
        rises
    };
    let shape = |row: &Vec<String>| match &row[..] {
        [title, _] => title.parse::<f64>().is_err(),
        [mark, _, _] => is_part_mark(mark),
        _ => false,
    };
    rows.iter().any(|row| is_part_mark(&row[0])) && rows.iter().all(|row| shape(row) && rises(row))
}

/// `一、…`, `（一）…`, `第一章…`.
fn is_part_mark(text: &str) -> bool {
    let text = text.trim_start_matches(['第', '（', '(']);
    let behind = text.trim_start_matches(numerals::is_han);
    behind.len() < text.len() && behind.starts_with(['、', '）', ')', '章', '节', '部', '条'])
}

/// What stands between the TABs of a line.
fn cells(piece: &Piece) -> Vec<Chunk> {
    let Kind::Line(chunk) = &piece.block.kind else {
        return Vec::new();
    };
    let cells = chunk.0.split(|glyph| glyph.c == '\t');
    cells.map(|glyphs| Chunk(glyphs.to_vec())).collect()
}

fn debris(why: Beside) -> Debris {
    match why {
        Beside::Deleted => Debris::Deleted,
        Beside::Comment => Debris::Comment,
        Beside::Header | Beside::Footer => Debris::Margin,
        Beside::Hidden => Debris::Hidden,
        Beside::Aid => Debris::Aid,
    }
}
