//! Pictures as data: what is drawn where. Templates print them as SVG whose
//! widths are percents and whose heights are pixels, so that the words in it stay
//! as large as those around it on any screen.

use serde::Serialize;

use crate::documents::site::scale::{Mark, Scale};
use crate::documents::site::sizes::{MATRIX, MatrixSizes, ROWS, RowSizes};
use crate::view::{CellView, CircularView, IndicatorsView, PacketTarget, ValueKind, ValueView};
use crate::wording::Notes;

/// The areas' targets for one indicator as bars, against the city's.
#[derive(Debug, Serialize)]
pub(super) struct Bars {
    /// What the picture says, in words.
    pub words: String,
    /// In pixels.
    pub height: u32,
    /// One for each area but the city.
    pub rows: Vec<Row>,
    /// The city's target as printed.
    pub city_text: Option<String>,
    /// The city's line, where it fits on the axis.
    pub city: Option<Mark>,
    /// Which signs the key explains.
    pub signs: Vec<&'static str>,
    /// How large it all is.
    pub sizes: RowSizes,
}

/// One row of a picture.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// What stands at the left.
    pub name: String,
    /// What stands at the right, as printed.
    pub text: String,
    /// Its upper edge, in pixels.
    pub y: u32,
    /// What is drawn, in this order.
    pub marks: Vec<Mark>,
    /// Points of the others, where they are shown.
    pub others: Vec<Mark>,
    /// The city's line in this row, where rows have axes of their own.
    pub city: Option<Mark>,
}

/// The cell of every area in one row of the annex; a merged cell stands for each
/// area and each row that it covers.
pub(super) fn by_area(table: &IndicatorsView) -> Vec<Vec<Option<&CellView>>> {
    let mut reaching: Vec<Option<(&CellView, u32)>> = vec![None; table.areas.len()];
    let rows = table.rows.iter().map(|row| {
        for cell in &row.cells {
            for (at, area) in table.areas.iter().enumerate() {
                if cell.areas.contains(&area.name) {
                    reaching[at] = Some((cell, cell.rowspan));
                }
            }
        }
        let cells = reaching.iter_mut().map(|place| {
            let (cell, left) = place.as_mut().filter(|(_, left)| *left > 0)?;
            *left -= 1;
            Some(*cell)
        });
        cells.collect()
    });
    rows.collect()
}

/// Bars for one row of the annex; `cells` are of the table's areas, in order.
pub(super) fn bars(table: &IndicatorsView, cells: &[Option<&CellView>]) -> Bars {
    let value = |cell: &Option<&'_ CellView>| -> Option<ValueView> { cell.as_ref()?.value.clone() };
    let of = |whole: bool| {
        let places = table.areas.iter().zip(cells);
        places.filter(move |(area, _)| area.whole == whole)
    };
    let city = of(true).find_map(|(_, cell)| *cell);
    let city_value = city.and_then(|c| c.value.as_ref());
    let values: Vec<ValueView> = of(false).filter_map(|(_, cell)| value(cell)).collect();
    let (scale, fits) = Scale::new(&values.iter().collect::<Vec<_>>(), city_value, true);
    let rows: Vec<Row> = (0..)
        .zip(of(false))
        .map(|(at, (area, cell))| Row {
            name: area.name.clone(),
            text: cell.map(|c| short(&c.text)).unwrap_or_default(),
            y: at * ROWS.row,
            marks: scale.bar(cell.and_then(|c| c.value.as_ref())),
            others: Vec::new(),
            city: None,
        })
        .collect();
    let said = table.areas.iter().zip(cells);
    let said =
        said.filter_map(|(area, cell)| Some(format!("{} {}", area.name, cell.as_ref()?.text)));
    let mut signs: Vec<&'static str> = rows
        .iter()
        .flat_map(|r| &r.marks)
        .map(|m| m.shape)
        .collect();
    let city_mark = city_value.filter(|_| fits).map(|v| scale.city(v));
    signs.extend(city_mark.as_ref().map(|m| m.shape));
    Bars {
        words: said.collect::<Vec<_>>().join("；") + "。",
        height: u32::try_from(rows.len()).unwrap_or(0) * ROWS.row,
        rows,
        city_text: city.map(|c| c.text.clone()),
        city: city_mark,
        signs: in_order(&signs),
        sizes: ROWS,
    }
}

/// The targets of one area as points among those of the others.
#[derive(Debug, Serialize)]
pub(super) struct Points {
    /// How large it all is.
    pub sizes: RowSizes,
    /// In pixels.
    pub height: u32,
    /// One for each indicator.
    pub rows: Vec<Row>,
    /// What the picture says, in words.
    pub words: String,
}

/// Each target of an area on an axis of its own, with those of the others.
pub(super) fn points(
    area: &str,
    city: Option<&str>,
    targets: &[PacketTarget],
    words: &Notes,
) -> Points {
    let rows: Vec<Row> = (0..)
        .zip(targets)
        .map(|(at, target)| {
            let others = target.all.iter().filter(|cell| {
                let is = |name: &str| cell.areas.iter().any(|a| a == name);
                !is(area) && !city.is_some_and(is)
            });
            let others: Vec<&ValueView> = others.filter_map(|c| c.value.as_ref()).collect();
            let areas: Vec<&ValueView> = others.iter().copied().chain(&target.value).collect();
            let (scale, fits) = Scale::new(&areas, target.city_value.as_ref(), false);
            let mut marks = scale.point(target.value.as_ref());
            if marks.is_empty()
                && target
                    .value
                    .as_ref()
                    .is_some_and(|v| v.kind == ValueKind::NotApplicable)
            {
                marks.push(Mark::new("none", 0.0, 100.0));
            }
            Row {
                name: target.name.clone(),
                text: short(&target.text),
                y: at * ROWS.row,
                marks,
                others: others
                    .iter()
                    .flat_map(|v| scale.point(Some(v)))
                    .filter(|m| m.shape == "dot")
                    .collect(),
                city: target
                    .city_value
                    .as_ref()
                    .filter(|_| fits)
                    .map(|v| scale.city(v)),
            }
        })
        .collect();
    let said = targets.iter().map(|t| {
        let filled = [
            ("name", t.name.as_str()),
            ("target", &t.text),
            ("city", &t.city),
        ];
        words.target_and_city.with(filled)
    });
    Points {
        sizes: ROWS,
        height: u32::try_from(rows.len()).unwrap_or(0) * ROWS.row,
        rows,
        words: said.collect::<Vec<_>>().join("；") + "。",
    }
}

/// How many tasks each unit has in each section.
#[derive(Debug, Serialize)]
pub(super) struct Matrix {
    /// How large it all is.
    pub sizes: MatrixSizes,
    /// The sections.
    pub columns: Vec<MatrixColumn>,
    /// The units.
    pub rows: Vec<MatrixRow>,
    /// In pixels.
    pub height: u32,
}

/// One section of the matrix.
#[derive(Debug, Serialize)]
pub(super) struct MatrixColumn {
    /// Its number among the columns: headings are too long for a narrow screen.
    pub label: String,
    /// Its heading.
    pub title: String,
    /// The page of the table of tasks: `tasks.html`.
    pub page: String,
    /// The place in that table: `2-1`.
    pub key: String,
    /// The middle of the column, in percent.
    pub x: f64,
}

/// One unit of the matrix.
#[derive(Debug, Serialize)]
pub(super) struct MatrixRow {
    /// The unit.
    pub name: String,
    /// Its sheet: `units/<slug>`.
    pub slug: String,
    /// Its upper edge, in pixels.
    pub y: u32,
    /// Tasks in each section.
    pub counts: Vec<usize>,
    /// Their sum.
    pub total: usize,
    /// The squares that are drawn.
    pub squares: Vec<Square>,
}

/// One square of the matrix.
#[derive(Debug, Serialize)]
pub(super) struct Square {
    /// Left edge and width, in percent.
    pub x: f64,
    /// As above.
    pub width: f64,
    /// Tasks.
    pub count: usize,
    /// How strong its tint is, 1 to 4.
    pub tint: usize,
}

/// `units` are name, slug and the ids of their tasks.
pub(super) fn matrix(circular: &CircularView, units: &[(&str, &str, Vec<&str>)]) -> Matrix {
    let mut columns = Vec::new();
    let mut column_of = std::collections::BTreeMap::new();
    let parts = circular.task_tables().flat_map(|(annex, table)| {
        (1..)
            .zip(&table.parts)
            .map(move |(p, part)| (annex, p, part))
    });
    for (annex, p, part) in parts {
        for (s, section) in (1..).zip(&part.sections) {
            let tasks = section.items.iter().flat_map(|item| &item.tasks);
            column_of.extend(tasks.map(|task| (task.id.as_str(), columns.len())));
            let titles = section.title.as_ref().or(part.title.as_ref());
            columns.push(MatrixColumn {
                label: (columns.len() + 1).to_string(),
                title: titles.cloned().unwrap_or_default(),
                page: format!("{}.html", annex.stem),
                key: format!("{p}-{s}"),
                x: 0.0,
            });
        }
    }
    let width = (100.0 - MATRIX.names) / columns.len().max(1) as f64;
    for (at, column) in columns.iter_mut().enumerate() {
        column.x = Mark::new("", MATRIX.names + width * (at as f64 + 0.5), 0.0).x;
    }
    let rows = (1..).zip(units).map(|(line, (name, slug, tasks))| {
        let mut counts = vec![0; columns.len()];
        for column in tasks.iter().filter_map(|id| column_of.get(id)) {
            counts[*column] += 1;
        }
        let drawn = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        MatrixRow {
            name: (*name).to_owned(),
            slug: (*slug).to_owned(),
            y: line * MATRIX.row,
            squares: drawn
                .map(|(at, &count)| {
                    let place = Mark::new(
                        "",
                        MATRIX.names + width * at as f64 + MATRIX.beside,
                        width - 2.0 * MATRIX.beside,
                    );
                    let tint = match count {
                        1 => 1,
                        2 => 2,
                        3..=4 => 3,
                        _ => 4,
                    };
                    Square {
                        x: place.x,
                        width: place.width,
                        count,
                        tint,
                    }
                })
                .collect(),
            total: counts.iter().sum(),
            counts,
        }
    });
    let rows: Vec<MatrixRow> = rows.collect();
    Matrix {
        sizes: MATRIX,
        height: (u32::try_from(rows.len()).unwrap_or(0) + 1) * MATRIX.row,
        columns,
        rows,
    }
}

/// Without what brackets add, which the table below tells.
fn short(text: &str) -> String {
    let text = text.split('（').next().unwrap_or(text);
    text.to_owned()
}

/// Each sign once, in the order of the key.
fn in_order(found: &[&'static str]) -> Vec<&'static str> {
    let key = [
        "solid", "range", "about", "more", "upto", "none", "words", "city", "band",
    ];
    key.into_iter()
        .filter(|sign| found.contains(sign))
        .collect()
}
