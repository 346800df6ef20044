//! The annex of tasks: parts, sections, items, and a row for each task. An item's
//! number and name stand in its first row only.

use super::outline::Outline;
use super::{Annex, Desk, numbering, responsible, shorten, title};
use crate::diag::Diagnostic;
use crate::notice::goal;
use crate::notice::{Item, Task, TaskTable};
use crate::read::account::{Debris, Fate, Form};
use crate::read::table::{Row, Slot};
use crate::read::text::Chunk;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Columns {
    number: usize,
    name: usize,
    task: usize,
    /// 责任单位, or 牵头单位 and 配合单位: each column with its heading.
    units: Vec<(usize, String)>,
    count: usize,
}

/// A task whose row may go on after a page break.
struct Draft {
    line: usize,
    text: Chunk,
    /// A cell for each column of units, with the heading of the column.
    units: Vec<Units>,
}

/// What a column of units says about a task.
struct Units {
    heading: String,
    chunk: Chunk,
    /// The words of a cell merged downwards, which were booked with the row above.
    from_above: String,
}

impl Units {
    fn is_blank(&self) -> bool {
        self.chunk.is_blank() && self.from_above.is_empty()
    }
}

#[derive(Default)]
struct Builder {
    outline: Outline,
    /// The task that is not closed yet; it belongs to the last item.
    draft: Option<Draft>,
}

/// Reads the table; `None` when it has no columns to go by.
pub(super) fn read(desk: &mut Desk<'_>, annex: Annex) -> Option<TaskTable> {
    let title = title(desk, annex.label_line, &annex.title);
    let mut columns: Option<Columns> = None;
    let mut builder = Builder::default();
    for (index, row) in annex.rows.iter().enumerate() {
        if let Some(found) = find_columns(desk, row) {
            let fate = if columns.is_none() {
                Fate::Structure(Form::Heading)
            } else {
                Fate::Debris(Debris::RepeatedHeading)
            };
            spend(desk, row, fate);
            columns = Some(found);
            continue;
        }
        let Some(columns) = &columns else {
            unplaced(desk, row);
            continue;
        };
        let heads = |row: Option<&Row>| row.is_some_and(|r| find_columns(desk, r).is_some());
        let next = annex.rows.get(index + 1);
        let edge = Edge {
            begins: row.after_break || index > 0 && heads(annex.rows.get(index - 1)),
            ends: next.is_some_and(|next| next.after_break) || heads(next),
        };
        read_row(desk, &mut builder, &annex.rows, index, columns, edge);
    }
    close_task(desk, &mut builder);
    columns.map(|_| TaskTable {
        title,
        parts: builder.outline.parts,
    })
}

/// Whether a page may begin or end at a row.
#[derive(Clone, Copy)]
struct Edge {
    begins: bool,
    ends: bool,
}

fn find_columns(desk: &Desk<'_>, row: &Row) -> Option<Columns> {
    let headings = &desk.register.headings;
    let find = |words: &[String]| row.written().find(|&i| words.contains(&row.text(i)));
    let task = find(&headings.task)?;
    let roles = [&headings.lead, &headings.responsible, &headings.join];
    let mut units: Vec<(usize, String)> = roles
        .into_iter()
        .filter_map(|words| find(words))
        .map(|at| (at, row.text(at)))
        .collect();
    units.sort_unstable();
    (!units.is_empty()).then_some(())?;
    Some(Columns {
        number: find(&headings.number).unwrap_or(0),
        name: find(&headings.name)?,
        task,
        units,
        count: row.slots.len(),
    })
}

fn read_row(
    desk: &mut Desk<'_>,
    builder: &mut Builder,
    rows: &[Row],
    index: usize,
    columns: &Columns,
    edge: Edge,
) {
    let row = &rows[index];
    let written: Vec<usize> = row.written().collect();
    if let [only] = written[..]
        && only == 0
        && let Some(heading) = numbering::heading(&row.text(0))
    {
        close_task(desk, builder);
        spend(desk, row, Fate::Kept);
        builder.outline.add_heading(heading, row.line);
        return;
    }
    if row.slots.len() != columns.count {
        desk.error(
            row.line,
            "column-count",
            format!(
                "这一行有 {} 列，表头有 {} 列",
                row.slots.len(),
                columns.count
            ),
            "请核对这一行的单元格；章节标题要写成“一、……”或“（一）……”",
        );
        spend(desk, row, Fate::Kept);
        return;
    }
    let (number, name) = (row.text(columns.number), row.text(columns.name));
    let mut continues = number.is_empty() && name.is_empty();
    if !continues && repeats(builder, &number, &name) {
        for at in [columns.number, columns.name] {
            chunk(row, at).spend(desk.account, Fate::Debris(Debris::RepeatedCell));
        }
        continues = true;
    } else if !continues {
        close_task(desk, builder);
        if !begin_item(desk, builder, row, columns, &number, &name) {
            spend_rest(desk, row, columns);
            return;
        }
    }
    let units = columns.units.iter().map(|(at, heading)| Units {
        heading: heading.clone(),
        chunk: chunk(row, *at),
        from_above: match row.slots.get(*at) {
            Some(Slot::Covered(r, c)) => rows[*r].text(*c),
            _ => String::new(),
        },
    });
    let draft = Draft {
        line: row.line,
        text: chunk(row, columns.task),
        units: units.collect(),
    };
    add_row(desk, builder, draft, continues, edge);
}

/// Whether number and name are those of the item that is open, which some
/// converters write into every row, and some tables again on a new page.
fn repeats(builder: &mut Builder, number: &str, name: &str) -> bool {
    let name = name.strip_suffix("（续）").unwrap_or(name);
    let number = number.parse::<u32>().ok();
    builder
        .outline
        .last_item()
        .is_some_and(|item| Some(item.number) == number && item.name == name)
}

/// A row is a task; but one that a page cut in two is one task all the same.
fn add_row(
    desk: &mut Desk<'_>,
    builder: &mut Builder,
    mut draft: Draft,
    continues: bool,
    edge: Edge,
) {
    let no_units = draft.units.iter().all(Units::is_blank);
    if continues && let Some(open) = &mut builder.draft {
        let open_ends = |u: &Units| u.chunk.text().ends_with(['、', '，']);
        let cut_above = edge.begins
            && (no_units
                || draft.text.is_blank()
                || open.units.iter().any(open_ends)
                || open.units.iter().all(Units::is_blank));
        if cut_above {
            let note = Diagnostic::warning(
                "row-over-page",
                "这一行读作上一行换页后的下半截，已接到上一行后面",
            )
            .at(desk.place(draft.line))
            .hint("若它本是另一条任务，请补上缺的单元格");
            desk.remarks.push(note);
            open.text.join(draft.text);
            for (open, more) in open.units.iter_mut().zip(draft.units) {
                open.chunk.join(more.chunk);
            }
            return;
        }
    }
    close_task(desk, builder);
    let has_item = builder.outline.last_item().is_some();
    if !has_item {
        desk.error(
            draft.line,
            "row-without-number",
            "这一行没有序号和名称，上面也没有可以接的任务".into(),
            "一项任务的第一行要有序号和名称，以后各行可以空着",
        );
    }
    if draft.text.is_blank() {
        desk.error(
            draft.line,
            "row-without-task",
            "这一行没有写工作任务".into(),
            "请补上任务；若是上一行换页后的下半截，请接到上一行",
        );
    }
    if no_units && !edge.ends {
        desk.error(
            draft.line,
            "row-without-units",
            "这一行没有责任单位".into(),
            "请补上责任单位",
        );
    }
    if !has_item {
        desk.take(&draft.text);
        for units in &draft.units {
            desk.take(&units.chunk);
        }
        return;
    }
    draft.line = draft.line.max(1);
    builder.draft = Some(draft);
}

fn begin_item(
    desk: &mut Desk<'_>,
    builder: &mut Builder,
    row: &Row,
    columns: &Columns,
    number: &str,
    name: &str,
) -> bool {
    let parsed = number.parse::<u32>();
    let problem = match (&parsed, name.is_empty()) {
        (Ok(_), false) => None,
        (Ok(_), true) => Some(("row-without-name", format!("第 {number} 项没有名称"))),
        (Err(_), _) if number.is_empty() => Some((
            "row-without-number",
            format!("“{}”这一项没有序号", shorten(name)),
        )),
        (Err(_), _) => Some((
            "row-without-number",
            format!("序号“{}”不是数字", shorten(number)),
        )),
    };
    for at in [columns.number, columns.name] {
        if let Some(Slot::Cell(chunk)) = row.slots.get(at) {
            desk.take(&chunk.clone());
        }
    }
    if let Some((rule, message)) = problem {
        desk.error(
            row.line,
            rule,
            message,
            "一项任务的第一行要有序号和名称，以后各行两格都空着",
        );
        return false;
    }
    builder.outline.add_item(Item {
        number: parsed.unwrap_or_default(),
        label: None,
        name: name.to_owned(),
        intro: Vec::new(),
        tasks: Vec::new(),
    });
    true
}

/// Turns the open row into a task of the last item.
fn close_task(desk: &mut Desk<'_>, builder: &mut Builder) {
    let Some(draft) = builder.draft.take() else {
        return;
    };
    let text = desk.take(&draft.text);
    let units = units_text(desk, &draft);
    let responsible = responsible::read(desk, draft.line, units);
    builder.outline.add_task(Task {
        goals: goal::goals(&text),
        text,
        line: Some(draft.line),
        responsible,
    });
}

/// The phrase of a row: its cell, or, of a table with a column for each role, the
/// cells behind the headings of their columns.
fn units_text(desk: &mut Desk<'_>, draft: &Draft) -> String {
    let mut written = Vec::new();
    for units in &draft.units {
        let own = desk.take(&units.chunk);
        let text = if own.is_empty() {
            units.from_above.clone()
        } else {
            own
        };
        if !text.is_empty() {
            written.push((&units.heading, text));
        }
    }
    if draft.units.len() == 1 {
        return written.pop().map(|w| w.1).unwrap_or_default();
    }
    let labelled = written
        .iter()
        .map(|(heading, text)| format!("{heading}：{text}"));
    labelled.collect::<Vec<_>>().join("；")
}

fn chunk(row: &Row, at: usize) -> Chunk {
    match row.slots.get(at) {
        Some(Slot::Cell(chunk)) => chunk.clone(),
        _ => Chunk::default(),
    }
}

fn spend(desk: &mut Desk<'_>, row: &Row, fate: Fate) {
    for slot in &row.slots {
        if let Slot::Cell(chunk) = slot {
            if fate == Fate::Kept {
                chunk.take(desk.account);
            } else {
                chunk.spend(desk.account, fate);
            }
        }
    }
}

/// Books the cells of a row whose item could not be begun.
fn spend_rest(desk: &mut Desk<'_>, row: &Row, columns: &Columns) {
    for (i, slot) in row.slots.iter().enumerate() {
        if let Slot::Cell(chunk) = slot
            && i != columns.number
            && i != columns.name
        {
            chunk.take(desk.account);
        }
    }
}

fn unplaced(desk: &mut Desk<'_>, row: &Row) {
    for slot in &row.slots {
        if let Slot::Cell(chunk) = slot {
            desk.unplaced(row.line, &chunk.clone());
        }
    }
}
