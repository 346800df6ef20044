//! Rows of a table of indicators, and what of them is for one area.

use crate::notice::keys::Keys;
use crate::notice::{File, Indicator, IndicatorTable};
use crate::view::from_notice::Viewer;
use crate::view::from_notice::fit::{Cell, LANDSCAPE, Table};
use crate::view::{AnnexRef, CellView, FitView, IndicatorRow, PacketTarget, ValueView};
use crate::wording::Columns;

/// The space on both sides of what a cell says, in points: 0.8 mm, as the template has it.
const INSET: f64 = 4.6;

/// In the first row of each group how many rows it has, and 0 in the others. A group whose
/// name comes again below another one is another group.
fn group_rows(table: &IndicatorTable) -> Vec<u32> {
    let runs = table.indicators.chunk_by(|a, b| a.group == b.group);
    let counts = runs.flat_map(|run| {
        let count = run[0].group.as_ref().map_or(0, |_| run.len());
        let first = u32::try_from(count).unwrap_or(u32::MAX);
        std::iter::once(first).chain(std::iter::repeat_n(0, run.len() - 1))
    });
    counts.collect()
}

pub(super) fn indicator_rows(keys: &Keys, file: File, table: &IndicatorTable) -> Vec<IndicatorRow> {
    let rows = table.indicators.iter().zip(group_rows(table));
    rows.map(|(indicator, group_rows)| IndicatorRow {
        number: indicator.number,
        key: keys.indicator(file, indicator.number),
        name: indicator.name.clone(),
        group: indicator.group.clone(),
        group_rows,
        unit: indicator.unit.clone(),
        cells: cells(indicator, false),
    })
    .collect()
}

/// The cells of a row; with `covered`, also those that an earlier row draws.
fn cells(indicator: &Indicator, covered: bool) -> Vec<CellView> {
    let shown = indicator
        .targets
        .iter()
        .filter(|t| covered || t.from.is_none());
    shown
        .map(|target| CellView {
            text: target.text.clone(),
            areas: target.areas.clone(),
            colspan: u32::try_from(target.areas.len()).unwrap_or(1),
            rowspan: target.rows.unwrap_or(1),
            value: target.value.as_ref().map(ValueView::from),
        })
        .collect()
}

/// How the table fits landscape pages: number, group and name, and unit stand before the
/// areas, and are repeated where these are parted.
pub(super) fn fit(table: &IndicatorTable, words: &Columns) -> Option<FitView> {
    let grouped = table.indicators.iter().any(|i| i.group.is_some());
    let names = if grouped { 2 } else { 1 };
    let (name, unit) = (names, names + 1);
    let heads = unit + 1;
    let cell = |row, column, colspan, text| Cell {
        row,
        column,
        colspan,
        rowspan: 1,
        text,
        heading: row == 0,
    };
    let mut cells = vec![
        cell(0, 0, 1, &words.number),
        cell(0, 1, names, &words.indicator),
        cell(0, unit, 1, &words.measure),
    ];
    let areas = table.areas.iter().enumerate();
    cells.extend(areas.map(|(at, area)| cell(0, heads + at, 1, area)));
    let numbers: Vec<String> = { table.indicators.iter() }
        .map(|i| i.number.to_string())
        .collect();
    let all = table.indicators.iter().zip(group_rows(table)).zip(&numbers);
    for (row, ((indicator, group_rows), number)) in (1..).zip(all) {
        cells.push(cell(row, 0, 1, number));
        match &indicator.group {
            Some(group) => {
                // It is shown once.
                if group_rows > 0 {
                    let cell = cell(row, 1, 1, group);
                    let rowspan = group_rows as usize;
                    cells.push(Cell { rowspan, ..cell });
                }
                cells.push(cell(row, name, 1, &indicator.name));
            }
            None => cells.push(cell(row, 1, names, &indicator.name)),
        }
        cells.push(cell(row, unit, 1, &indicator.unit));
        for target in indicator.targets.iter().filter(|t| t.from.is_none()) {
            let first = target.areas.first();
            let at = first.and_then(|f| table.areas.iter().position(|a| a == f));
            if let Some(at) = at {
                let cell = cell(row, heads + at, target.areas.len(), &target.text);
                let rowspan = target.rows.map_or(1, |rows| rows as usize);
                cells.push(Cell { rowspan, ..cell });
            }
        }
    }
    let table = Table {
        columns: heads + table.areas.len(),
        heads,
        rows: table.indicators.len() + 1,
        cells,
        inset: INSET,
    };
    Some(table.fit(LANDSCAPE))
}

pub(super) fn targets(
    (file, table): (File, &IndicatorTable),
    area: &str,
    viewer: &Viewer<'_>,
    annex: Option<AnnexRef>,
) -> Vec<PacketTarget> {
    let whole = table.areas.iter().find(|a| viewer.area(a).whole);
    let rows = table.indicators.iter().filter_map(|indicator| {
        let of = |name: &str| {
            indicator
                .targets
                .iter()
                .find(|t| t.areas.iter().any(|a| a == name))
        };
        let own = of(area)?;
        let city = whole.and_then(|w| of(w));
        Some(PacketTarget {
            annex: annex.clone(),
            number: indicator.number,
            key: viewer.keys.indicator(file, indicator.number),
            name: indicator.name.clone(),
            group: indicator.group.clone(),
            unit: indicator.unit.clone(),
            text: own.text.clone(),
            value: own.value.as_ref().map(ValueView::from),
            shared_with: own.areas.iter().filter(|a| *a != area).cloned().collect(),
            city: city.map(|t| t.text.clone()).unwrap_or_default(),
            city_value: city.and_then(|t| t.value.as_ref()).map(ValueView::from),
            all: cells(indicator, true),
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::notice::{Indicator, IndicatorTable};
    use crate::view::FitView;
    use crate::wording::Wording;

    fn fitted(groups: &[&str]) -> FitView {
        let indicator = |(number, group): (u32, &&str)| Indicator {
            key: None,
            number,
            name: "规模以上工业增加值".into(),
            group: Some((*group).into()),
            unit: "%".into(),
            line: None,
            targets: Vec::new(),
        };
        let table = IndicatorTable {
            title: "分解表".into(),
            areas: (1..=12).map(|at| format!("第{at}区")).collect(),
            indicators: (1..).zip(groups).map(indicator).collect(),
            notes: Vec::new(),
        };
        fit(&table, &Wording::default().columns).unwrap()
    }

    /// A group that comes again is another one: it has the room of its own rows.
    #[test]
    fn groups_of_one_name_are_counted_apart() {
        for (again, apart) in [
            (
                ["经济发展质量效益提升", "民生", "经济发展质量效益提升"],
                ["经济发展质量效益提升", "民生", "经济发展效益质量提升"],
            ),
            (
                ["甲乙丙丁戊己庚辛", "经济", "甲乙丙丁戊己庚辛"],
                ["甲乙丙丁戊己庚辛", "经济", "甲乙丙丁戊己辛庚"],
            ),
            (
                ["生态环境保护修复治理", "甲", "生态环境保护修复治理"],
                ["生态环境保护修复治理", "甲", "生态环境保护治理修复"],
            ),
        ] {
            assert_eq!(fitted(&again), fitted(&apart));
        }
    }
}
