//! Annexes: their heads, and what they hold by their kinds.

use crate::render::docx::body::Body;
use crate::render::docx::paragraph::{Paragraph, Props, StyleId};
use crate::render::docx::{Desk, levels, tasks, wide};
use crate::view::{AnnexView, BlockView, OtherView, Paper, TableView};

/// An annex behind the circular, or alone (`label` is then another).
pub(super) fn annex(body: &mut Body, view: &AnnexView, label: &str, desk: &Desk<'_>) {
    let paper = view.paper();
    let mut new_page = body.turn(paper);
    if !label.is_empty() {
        let props = Props {
            new_page,
            ..Props::of(StyleId::AnnexLabel)
        };
        body.push(Paragraph::with(props, label));
        new_page = false;
    }
    let props = Props {
        new_page,
        ..Props::of(StyleId::AnnexTitle)
    };
    body.push(Paragraph::with(props, desk.lines(view.title(), paper)));
    match &view.table {
        TableView::Indicators(view) => {
            wide::indicators(body, view, desk);
            for note in &view.notes {
                body.push(Paragraph::new(StyleId::Normal, note));
            }
        }
        TableView::Tasks(view) => tasks::table(body, view, desk),
        TableView::Annex(view) => other(body, view, paper, desk),
    }
}

/// Tasks that stand in the body of the circular are no annex.
pub(super) fn is_bound(annex: &AnnexView) -> bool {
    !matches!(&annex.table, TableView::Tasks(view) if view.in_body)
}

/// Paragraphs and tables as the source has them.
fn other(body: &mut Body, view: &OtherView, paper: Paper, desk: &Desk<'_>) {
    let texts: Vec<&str> = { view.blocks.iter() }
        .filter_map(|block| match block {
            BlockView::Text { text } => Some(text.as_str()),
            BlockView::Table { .. } => None,
        })
        .collect();
    let mut headed = levels::headed(&texts).into_iter();
    for block in &view.blocks {
        match block {
            BlockView::Text { text } => {
                let headed = headed.next().unwrap_or_default();
                body.push(levels::paragraph(text, headed));
            }
            BlockView::Table { fit, head, rows } => {
                wide::plain(body, fit, head, rows, paper, desk);
            }
        }
    }
}
