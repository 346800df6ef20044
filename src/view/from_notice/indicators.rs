//! Rows of a table of indicators, and what of them is for one area.

use crate::notice::{Indicator, IndicatorTable};
use crate::view::from_notice::Viewer;
use crate::view::{AnnexRef, CellView, IndicatorRow, PacketTarget, ValueView};

pub(super) fn indicator_rows(table: &IndicatorTable) -> Vec<IndicatorRow> {
    let mut rows: Vec<IndicatorRow> = Vec::new();
    for (i, indicator) in table.indicators.iter().enumerate() {
        let begins = i == 0 || table.indicators[i - 1].group != indicator.group;
        let same = table.indicators[i..]
            .iter()
            .take_while(|n| n.group == indicator.group);
        let group_rows = match &indicator.group {
            Some(_) if begins => u32::try_from(same.count()).unwrap_or(1),
            _ => 0,
        };
        rows.push(IndicatorRow {
            number: indicator.number,
            name: indicator.name.clone(),
            group: indicator.group.clone(),
            group_rows,
            unit: indicator.unit.clone(),
            cells: cells(indicator, false),
        });
    }
    rows
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

pub(super) fn targets(
    table: &IndicatorTable,
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
