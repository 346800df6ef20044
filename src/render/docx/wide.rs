//! Tables of many columns, as the program fits them to their pages: `FitView` says how wide
//! the columns are, and over which parts they are divided where no page holds them all.

use crate::render::docx::Desk;
use crate::render::docx::body::Body;
use crate::render::docx::page::{mm, type_width};
use crate::render::docx::paragraph::{Paragraph, StyleId};
use crate::render::docx::table::{Cell, Row, Table, shared_out};
use crate::view::{FitPart, FitView, IndicatorsView, Paper, PlainCellView};

/// A cell of such a table.
struct Wide<'v> {
    column: usize,
    colspan: usize,
    rowspan: usize,
    text: &'v str,
    left: bool,
}

/// The annex of indicators: number, group and name, and unit stand before the areas.
pub(super) fn indicators(body: &mut Body, view: &IndicatorsView, desk: &Desk<'_>) {
    let Some(fit) = &view.fit else { return };
    let names = if view.grouped { 2 } else { 1 };
    let heads = names + 2;
    let numbers: Vec<String> = view.rows.iter().map(|row| row.number.to_string()).collect();
    let one = |column, text| Wide {
        column,
        colspan: 1,
        rowspan: 1,
        text,
        left: false,
    };
    let columns = &desk.wording.columns;
    let mut heading = vec![
        one(0, &columns.number),
        Wide {
            colspan: names,
            ..one(1, &columns.indicator)
        },
        one(heads - 1, &columns.measure),
    ];
    let areas = view.areas.iter().enumerate();
    heading.extend(areas.map(|(at, area)| one(heads + at, &area.name)));
    let place = |areas: &[String]| {
        let first = areas.first()?;
        view.areas.iter().position(|area| area.name == *first)
    };
    let rows = view.rows.iter().zip(&numbers).map(|(row, number)| {
        let mut cells = vec![one(0, number)];
        if let Some(group) = row.group.as_deref().filter(|_| row.group_rows > 0) {
            cells.push(Wide {
                rowspan: row.group_rows as usize,
                ..one(1, group)
            });
        }
        let (column, colspan) = match row.group {
            None => (1, names),
            Some(_) => (2, 1),
        };
        cells.push(Wide {
            colspan,
            left: true,
            ..one(column, &row.name)
        });
        cells.push(one(heads - 1, &row.unit));
        cells.extend(row.cells.iter().filter_map(|cell| {
            Some(Wide {
                colspan: cell.colspan as usize,
                rowspan: cell.rowspan as usize,
                ..one(heads + place(&cell.areas)?, &cell.text)
            })
        }));
        cells
    });
    let rows: Vec<Vec<Wide<'_>>> = rows.collect();
    fitted(
        body,
        fit,
        &[heading],
        &rows,
        mm(0.8),
        Paper::Landscape,
        desk,
    );
}

/// A table as the source has it.
pub(super) fn plain(
    body: &mut Body,
    fit: &FitView,
    head: &[Vec<PlainCellView>],
    rows: &[Vec<PlainCellView>],
    paper: Paper,
    desk: &Desk<'_>,
) {
    fitted(body, fit, &cells(head), &cells(rows), mm(1.0), paper, desk);
}

fn cells(rows: &[Vec<PlainCellView>]) -> Vec<Vec<Wide<'_>>> {
    { rows.iter() }
        .map(|row| row.iter().map(Wide::from).collect())
        .collect()
}

impl<'v> From<&'v PlainCellView> for Wide<'v> {
    fn from(cell: &'v PlainCellView) -> Self {
        Wide {
            column: cell.column,
            colspan: cell.colspan,
            rowspan: cell.rowspan,
            text: &cell.text,
            left: true,
        }
    }
}

/// One table, or one for each part with a line over it.
fn fitted(
    body: &mut Body,
    fit: &FitView,
    heading: &[Vec<Wide<'_>>],
    rows: &[Vec<Wide<'_>>],
    inset: u32,
    paper: Paper,
    desk: &Desk<'_>,
) {
    let words = &desk.style.words;
    let many = fit.parts.len() > 1;
    let size = match fit.size {
        "xiao5" => 18,
        _ => 21,
    };
    for (number, part) in (1..).zip(&fit.parts) {
        if many {
            let (parts, part) = (fit.parts.len().to_string(), i32::to_string(&number));
            let line = words.part.with([("parts", &parts), ("part", &part)]);
            body.push(Paragraph::new(StyleId::TablePart, line));
        }
        let row = |cells: &Vec<Wide<'_>>, head: bool| Row {
            cells: { cells.iter() }
                .filter_map(|cell| placed(cell, fit, part, many, &words.continued, head))
                .collect(),
            head,
            height: 0,
        };
        let heads = heading.iter().map(|cells| row(cells, true));
        let rows = rows.iter().map(|cells| row(cells, false));
        body.table(Table {
            columns: shared_out(&part.columns, type_width(paper)),
            rows: heads.chain(rows).collect(),
            size: Some(size),
            inset,
        });
    }
}

/// What of a cell stands in a part, at its place there.
fn placed(
    cell: &Wide<'_>,
    fit: &FitView,
    part: &FitPart,
    many: bool,
    continued: &str,
    head: bool,
) -> Option<Cell> {
    let mut text = cell.text.to_owned();
    let (mut column, mut colspan) = (cell.column, cell.colspan);
    if many {
        let (from, to) = (fit.heads + part.from, fit.heads + part.to);
        let end = cell.column + cell.colspan;
        if cell.column < fit.heads {
            // A cell that reaches out of the heads goes on over the first columns.
            let beyond = end.min(to).saturating_sub(from);
            colspan = end.min(fit.heads) - cell.column + beyond;
        } else if cell.column < to && from < end {
            let begins = cell.column.max(from);
            if cell.column < from && !text.is_empty() {
                text.push_str(continued);
            }
            column = fit.heads + begins - from;
            colspan = end.min(to) - begins;
        } else {
            return None;
        }
    }
    let style = if head {
        StyleId::TableHead
    } else {
        StyleId::TableText
    };
    let made = Cell::new(column, Paragraph::new(style, text)).over(colspan, cell.rowspan);
    Some(if head || !cell.left {
        made.centred()
    } else {
        made
    })
}
