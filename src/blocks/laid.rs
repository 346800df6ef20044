//! A text that was taken from a document: how it is laid out, its source says. Tables that
//! somebody made with TABs are tables here too.

use crate::blocks::account::{Account, Debris, Fate, Form};
use crate::blocks::block::{Cell, Kind, Piece};
use crate::blocks::flow::{Flow, Gathered};
use crate::blocks::text::Chunk;
use crate::source::Source;
use crate::source::laid::{Beside, Laid, Part};

/// Makes blocks of it, and books what is not in the document.
pub(crate) fn pieces(source: &Source, laid: &Laid, account: &mut Account) -> Gathered {
    let mut flow = Flow::new(source);
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
    let written = |piece: &Piece| cells(piece).iter().filter(|c| !c.is_blank()).count();
    let is_table = run.iter().any(|p| written(p) >= CELLS_OF_ROW)
        || run.iter().filter(|p| written(p) > 1).count() >= FEWEST_ROWS;
    for mut piece in run.drain(..) {
        if is_table {
            let found = cells(&piece);
            if let Kind::Line(chunk) = &piece.block.kind {
                for tab in chunk.0.iter().filter(|g| g.c == '\t') {
                    account.book(tab.span.clone(), Fate::Structure(Form::Cell));
                }
            }
            piece.block.kind = Kind::Row(found.into_iter().map(Cell::plain).collect());
        }
        done.push(piece);
    }
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
