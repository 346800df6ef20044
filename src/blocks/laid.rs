//! A text that was taken from a document or a workbook: how it is laid out, its source says.

use crate::blocks::account::{Account, Debris, Fate};
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
    flow.close(account)
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
