//! The annex of indicators: rows are indicators, columns are areas. Cells may be
//! merged across (one target for several areas) and down (for several indicators).

use crate::blocks::account::{Debris, Fate, Form};
use crate::blocks::table::{Row, Slot};
use crate::grammar::headings::Column;
use crate::notice::target::{Target, Value};
use crate::notice::{Indicator, IndicatorTable};
use crate::read::assemble::groups::{self, Draft, Place};
use crate::tasks::annex::{Annex, title};
use crate::tasks::assembler::{Assembler, Unheaded};

/// Where the columns are; a page may lay them out anew.
#[derive(Debug, Clone)]
struct Columns {
    /// Without it the rows are counted.
    number: Option<usize>,
    names: std::ops::Range<usize>,
    unit: usize,
    areas: std::ops::Range<usize>,
}

impl Columns {
    fn has(&self, at: usize) -> bool {
        self.number == Some(at) || self.names.start <= at && at < self.areas.end
    }
}

/// Reads the table; `None` when it has no columns to go by.
pub(super) fn read(assembler: &mut Assembler<'_>, annex: Annex) -> Option<IndicatorTable> {
    let title = title(assembler, annex.label_line, &annex.title);
    if !annex
        .rows
        .iter()
        .any(|row| find_columns(assembler, row).is_some())
    {
        no_columns(assembler, &annex);
        return None;
    }
    let mut columns: Option<Columns> = None;
    let mut areas: Vec<String> = Vec::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut unheaded = Unheaded::default();
    for (index, row) in annex.rows.iter().enumerate() {
        if let Some(found) = find_columns(assembler, row) {
            heading(assembler, row, &found, &mut areas);
            columns = Some(found);
            continue;
        }
        let Some(columns) = &columns else {
            unplaced(assembler, row);
            continue;
        };
        if let Some(draft) = read_row(assembler, &annex.rows, index, columns, &areas, &drafts) {
            unheaded.check(assembler, row, |at| columns.has(at));
            drafts.push(draft);
        }
    }
    let mut indicators = groups::gather(assembler, drafts);
    count_rows(&mut indicators);
    columns.map(|_| IndicatorTable {
        title,
        areas,
        indicators,
        notes: Vec::new(),
    })
}

/// Says once that the headings stand in an order that cannot be read.
fn no_columns(assembler: &mut Assembler<'_>, annex: &Annex) {
    let line = annex.rows.first().map_or(annex.label_line, |row| row.line);
    assembler.error(
        line,
        "indicator-headings",
        "这张指标表的表头读不懂".into(),
        "表头从左到右写“序号”“指标名称”“单位”和各地区，每个地区一列",
    );
    for row in &annex.rows {
        spend_row(assembler, row);
    }
}

fn unplaced(assembler: &mut Assembler<'_>, row: &Row) {
    for slot in &row.slots {
        if let Slot::Cell(chunk) = slot {
            assembler.unplaced(row.line, chunk);
        }
    }
}

fn find_columns(assembler: &Assembler<'_>, row: &Row) -> Option<Columns> {
    let headings = &assembler.register.headings;
    let find = |column: Column| {
        let words = headings.words(column);
        row.written().find(|&i| words.contains(&row.text(i)))
    };
    let name = find(Column::Indicator)?;
    let unit = find(Column::Unit)?;
    // A column before the names that has no heading is that of numbers; one with another
    // heading groups them.
    let blank = || (name > 0 && row.text(0).is_empty()).then_some(0);
    let number = find(Column::Number).or_else(blank);
    let first = number.map_or(0, |at| at + 1);
    (name < unit && first <= name).then(|| Columns {
        number,
        names: first..unit,
        unit,
        areas: unit + 1..row.slots.len(),
    })
}

/// Takes the names of the areas from the first heading; later ones are debris and
/// must say the same.
fn heading(assembler: &mut Assembler<'_>, row: &Row, columns: &Columns, areas: &mut Vec<String>) {
    let first = areas.is_empty();
    let mut found = Vec::new();
    for (i, slot) in row.slots.iter().enumerate() {
        let Slot::Cell(chunk) = slot else {
            if columns.areas.contains(&i) {
                found.push(String::new());
            }
            continue;
        };
        if columns.areas.contains(&i) {
            let text = if first {
                assembler.take(chunk)
            } else {
                chunk.spend(assembler.account, Fate::Debris(Debris::RepeatedHeading))
            };
            found.push(text);
        } else {
            let fate = if first {
                Fate::Structure(Form::Heading)
            } else {
                Fate::Debris(Debris::RepeatedHeading)
            };
            chunk.spend(assembler.account, fate);
        }
    }
    if first {
        if let Some(at) = found.iter().position(String::is_empty) {
            assembler.error(
                row.line,
                "area-heading",
                format!("表头里“单位”后面第 {} 列没有地区名称", at + 1),
                "每个地区一列，列名不能空",
            );
        }
        *areas = found;
    } else if *areas != found {
        let differ = areas.iter().zip(&found).find(|(a, b)| a != b);
        let detail = match differ {
            Some((a, b)) => format!("前面是“{a}”，这里是“{b}”"),
            None => format!("前面有 {} 个地区，这里有 {} 个", areas.len(), found.len()),
        };
        assembler.error(
            row.line,
            "area-heading",
            format!("换页后的表头和前面的不一致：{detail}"),
            "同一张表各页的地区和次序必须相同",
        );
    }
}

fn read_row(
    assembler: &mut Assembler<'_>,
    rows: &[Row],
    index: usize,
    columns: &Columns,
    areas: &[String],
    drafts: &[Draft],
) -> Option<Draft> {
    let row = &rows[index];
    let (have, want) = (row.slots.len(), columns.areas.end);
    if have != want {
        assembler.error(
            row.line,
            "column-count",
            format!("这一行有 {have} 列，表头有 {want} 列"),
            "请核对这一行的单元格：少了的补上，多了的去掉；合并的单元格在文本里要留空",
        );
        spend_row(assembler, row);
        return None;
    }
    let number_text = columns.number.map(|at| row.text(at));
    let number = match &number_text {
        Some(text) => text.parse::<u32>(),
        None => Ok(u32::try_from(drafts.len() + 1).unwrap_or(u32::MAX)),
    };
    let Ok(number) = number else {
        let number_text = number_text.unwrap_or_default();
        assembler.error(
            row.line,
            "row-without-number",
            if number_text.is_empty() {
                "这一行没有序号".into()
            } else {
                format!("序号“{number_text}”不是数字")
            },
            "指标表每一行都要有序号",
        );
        spend_row(assembler, row);
        return None;
    };
    if let Some(at) = columns.number {
        take_slot(assembler, row, at);
    }
    let unit = take_slot(assembler, row, columns.unit);
    let (place, name) = read_names(assembler, row, columns);
    if name.is_empty() {
        assembler.error(
            row.line,
            "row-without-name",
            format!("第 {number} 项没有指标名称"),
            "请补上指标名称",
        );
    }
    let targets = read_targets(assembler, rows, index, columns, areas, drafts);
    Some(Draft {
        indicator: Indicator {
            key: None,
            number,
            name,
            group: None,
            unit,
            line: Some(row.line.into()),
            targets,
        },
        place,
    })
}

fn spend_row(assembler: &mut Assembler<'_>, row: &Row) {
    for slot in &row.slots {
        if let Slot::Cell(chunk) = slot {
            assembler.take(chunk);
        }
    }
}

fn take_slot(assembler: &mut Assembler<'_>, row: &Row, at: usize) -> String {
    match row.slots.get(at) {
        Some(Slot::Cell(chunk)) => assembler.take(&chunk.clone()),
        _ => String::new(),
    }
}

/// One name column, or two of which the first is the group's.
fn read_names(assembler: &mut Assembler<'_>, row: &Row, columns: &Columns) -> (Place, String) {
    let written: Vec<usize> = columns
        .names
        .clone()
        .filter(|&i| matches!(row.slots[i], Slot::Cell(_)))
        .collect();
    let first = columns.names.start;
    match written[..] {
        [only] if only == first => (Place::None, take_slot(assembler, row, only)),
        // The group's cell began above: said by the source, or left blank by it.
        [only] => {
            let place = match row.slots[first] {
                Slot::Covered(..) => Place::Covered,
                _ => Place::Blank,
            };
            (place, take_slot(assembler, row, only))
        }
        [group, name] => {
            let place = match &row.slots[group] {
                Slot::Cell(chunk) => Place::Cell(chunk.clone()),
                _ => Place::None,
            };
            (place, take_slot(assembler, row, name))
        }
        _ => {
            for i in written {
                take_slot(assembler, row, i);
            }
            (Place::None, String::new())
        }
    }
}

fn read_targets(
    assembler: &mut Assembler<'_>,
    rows: &[Row],
    index: usize,
    columns: &Columns,
    areas: &[String],
    drafts: &[Draft],
) -> Vec<Target> {
    let row = &rows[index];
    let cells = columns.areas.clone().map(|i| &row.slots[i]);
    if cells.clone().all(|slot| matches!(slot, Slot::Blank)) {
        return covered_by_above(assembler, row.line, drafts);
    }
    let mut targets: Vec<Target> = Vec::new();
    // Where the cell of the last target begins, if it began in this row.
    let mut origin: Option<(usize, usize)> = None;
    for (slot, area) in cells.zip(areas) {
        let at = targets.len();
        match slot {
            Slot::Cell(chunk) => {
                let text = assembler.take(&chunk.clone());
                let (value, also) = Value::parse(&text);
                origin = Some((
                    index,
                    columns.areas.start + targets.iter().map(|t| t.areas.len()).sum::<usize>(),
                ));
                targets.push(Target {
                    areas: vec![area.clone()],
                    text,
                    value,
                    also,
                    rows: None,
                    from: None,
                });
            }
            Slot::Covered(r, c) if at > 0 && origin == Some((*r, *c)) => {
                targets[at - 1].areas.push(area.clone());
            }
            Slot::Covered(r, c) => {
                let above = drafts
                    .iter()
                    .find(|d| d.indicator.line == Some(rows[*r].line.into()))
                    .and_then(|d| {
                        let owner = &areas[c - columns.areas.start];
                        let target = d
                            .indicator
                            .targets
                            .iter()
                            .find(|t| t.areas.contains(owner))?;
                        Some((d.indicator.number, target))
                    });
                if let Some((number, target)) = above {
                    targets.push(Target {
                        areas: vec![area.clone()],
                        rows: None,
                        from: Some(target.from.unwrap_or(number)),
                        ..target.clone()
                    });
                    origin = Some((*r, *c));
                }
            }
            Slot::Blank if at > 0 => {
                origin = None;
                targets[at - 1].areas.push(area.clone());
            }
            Slot::Blank => {
                assembler.error(
                    row.line,
                    "blank-cell",
                    format!("“{area}”一格是空的，左边没有可以合并的格"),
                    "没有目标的格请写“—”",
                );
            }
        }
    }
    remark_merges(assembler, row, columns, &targets);
    targets
}

/// A row without targets of its own is covered by the cells of the row above.
fn covered_by_above(assembler: &mut Assembler<'_>, line: usize, drafts: &[Draft]) -> Vec<Target> {
    let Some(above) = drafts.last().map(|d| &d.indicator) else {
        assembler.error(
            line,
            "blank-cell",
            "这一行没有目标，上面也没有可以合并的行".into(),
            "没有目标的格请写“—”",
        );
        return Vec::new();
    };
    let covered = above.targets.iter().map(|target| Target {
        from: Some(target.from.unwrap_or(above.number)),
        rows: None,
        ..target.clone()
    });
    covered.collect()
}

/// Where the source only leaves cells blank, that they are merged is a reading;
/// a person should see it. A plain number for several areas is hardly one.
fn remark_merges(assembler: &mut Assembler<'_>, row: &Row, columns: &Columns, targets: &[Target]) {
    let said_by_source = columns
        .areas
        .clone()
        .all(|i| !matches!(row.slots[i], Slot::Blank));
    if said_by_source {
        return;
    }
    let last = targets.len().saturating_sub(1);
    for (i, target) in targets
        .iter()
        .enumerate()
        .filter(|(_, t)| t.areas.len() > 1)
    {
        let areas = target.areas.join("、");
        if i < last || matches!(target.value, Some(Value::Number(_))) {
            assembler.error(
                row.line,
                "blank-cell",
                format!("“{}”右边有空格：是它合并到{areas}，还是漏了数？", target.text),
                "漏了就补上；没有目标写“—”；确是合并的，请在 corrections.yaml 里把同样的内容填进每一格",
            );
        } else {
            let note = crate::diag::Diagnostic::note(
                "merged-cell",
                format!("“{}”读作合并单元格，管{areas}", target.text),
            )
            .at(assembler.place(row.line).words(&target.text));
            assembler.remarks.push(note);
        }
    }
}

/// Gives the first cells the count of their rows.
fn count_rows(indicators: &mut [Indicator]) {
    let covered: Vec<(u32, String)> = indicators
        .iter()
        .flat_map(|i| &i.targets)
        .filter_map(|t| Some((t.from?, t.areas.first()?.clone())))
        .collect();
    for indicator in indicators {
        let number = indicator.number;
        for target in indicator.targets.iter_mut().filter(|t| t.from.is_none()) {
            let below = covered
                .iter()
                .filter(|(from, area)| *from == number && target.areas.contains(area))
                .count();
            if below > 0 {
                target.rows = u32::try_from(below + 1).ok();
            }
        }
    }
}
