//! The annex of tasks: parts, sections, items, and a row for each task. An item's
//! number and name stand in its first row only.

use super::columns::Columns;
use super::outline::Outline;
use super::{Annex, Desk, Unheaded, numbering, responsible, shorten, title};
use crate::diag::Diagnostic;
use crate::notice::goal;
use crate::notice::{Item, Remark, Task, TaskTable};
use crate::read::account::{Debris, Fate, Form};
use crate::read::table::{Row, Slot};
use crate::read::text::Chunk;

/// A task whose row may go on after a page break.
struct Draft {
    line: usize,
    text: Chunk,
    /// A cell for each column of units.
    units: Vec<Labelled>,
    /// A cell for each column that the program has no name for.
    more: Vec<Labelled>,
}

/// What a column says about a task, under its heading.
struct Labelled {
    heading: String,
    chunk: Chunk,
    /// The words of a cell merged downwards, which were booked with the row above.
    from_above: String,
}

impl Labelled {
    fn of(rows: &[Row], index: usize, at: usize, heading: &str) -> Self {
        Labelled {
            heading: heading.to_owned(),
            chunk: chunk(&rows[index], at),
            from_above: match rows[index].slots.get(at) {
                Some(Slot::Covered(r, c)) => rows[*r].text(*c),
                _ => String::new(),
            },
        }
    }

    fn is_blank(&self) -> bool {
        self.chunk.is_blank() && self.from_above.is_empty()
    }

    fn take(&self, desk: &mut Desk<'_>) -> String {
        let own = desk.take(&self.chunk);
        if own.is_empty() {
            self.from_above.clone()
        } else {
            own
        }
    }
}

#[derive(Default)]
struct Builder {
    outline: Outline,
    /// The task that is not closed yet; it belongs to the last item.
    draft: Option<Draft>,
    unheaded: Unheaded,
}

/// Reads the table; `None` when it has no columns to go by.
pub(super) fn read(desk: &mut Desk<'_>, annex: Annex) -> Option<TaskTable> {
    let title = title(desk, annex.label_line, &annex.title);
    let mut columns: Option<Columns> = None;
    let mut builder = Builder::default();
    for (index, row) in annex.rows.iter().enumerate() {
        if let Some(found) = Columns::of(row, &desk.register.headings) {
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
        let heads = |row: Option<&Row>| {
            row.is_some_and(|r| Columns::of(r, &desk.register.headings).is_some())
        };
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
        first_leads: None,
        parts: builder.outline.parts,
    })
}

/// Whether a page may begin or end at a row.
#[derive(Clone, Copy)]
struct Edge {
    begins: bool,
    ends: bool,
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
    let number = columns.number.map(|at| row.text(at)).unwrap_or_default();
    let name = columns.name.map(|at| row.text(at)).unwrap_or_default();
    let mut continues = number.is_empty() && name.is_empty();
    if !continues && repeats(builder, &number, &name) {
        for at in columns.of_item() {
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
    builder.unheaded.check(desk, row, |at| columns.has(at));
    let cells = |columns: &[(usize, String)]| -> Vec<Labelled> {
        let cells = columns.iter();
        cells
            .map(|(at, heading)| Labelled::of(rows, index, *at, heading))
            .collect()
    };
    let draft = Draft {
        line: row.line,
        text: chunk(row, columns.task),
        units: cells(&columns.units),
        more: cells(&columns.more),
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
    let no_units = draft.units.iter().all(Labelled::is_blank);
    if continues && let Some(open) = &mut builder.draft {
        let open_ends = |u: &Labelled| u.chunk.text().ends_with(['、', '，']);
        let cut_above = edge.begins
            && (no_units
                || draft.text.is_blank()
                || open.units.iter().any(open_ends)
                || open.units.iter().all(Labelled::is_blank));
        if cut_above {
            let note = Diagnostic::warning(
                "row-over-page",
                "这一行读作上一行换页后的下半截，已接到上一行后面",
            )
            .at(desk.place(draft.line))
            .hint("若它本是另一条任务，请补上缺的单元格");
            desk.remarks.push(note);
            open.text.join(draft.text);
            let cells = open.units.iter_mut().chain(&mut open.more);
            for (open, more) in cells.zip(draft.units.into_iter().chain(draft.more)) {
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
        for cell in draft.units.iter().chain(&draft.more) {
            desk.take(&cell.chunk);
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
    let items = builder.outline.parts.iter().flat_map(|p| &p.sections);
    let running = items.map(|s| s.items.len()).sum::<usize>() + 1;
    let parsed = match columns.number {
        Some(_) => number.parse::<u32>().ok(),
        None => u32::try_from(running).ok(),
    };
    // Without a column of names the task is its own title, up to its first stop.
    let own_title = columns.name.is_none().then(|| row.text(columns.task));
    let name = own_title.as_deref().map_or(name, |task| {
        let head = task.split('。').next().unwrap_or_default();
        head.trim_end_matches(['；', '，', '！'])
    });
    let problem = match (parsed, name.is_empty()) {
        (Some(_), false) => None,
        (Some(_), true) => Some(("row-without-name", format!("第 {number} 项没有名称"))),
        (None, _) if number.is_empty() => Some((
            "row-without-number",
            format!("“{}”这一项没有序号", shorten(name)),
        )),
        (None, _) => Some((
            "row-without-number",
            format!("序号“{}”不是数字", shorten(number)),
        )),
    };
    for at in columns.of_item() {
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
    let more = draft.more.iter().map(|cell| Remark {
        heading: cell.heading.clone(),
        text: cell.take(desk),
    });
    let more = more.filter(|remark| !remark.text.is_empty()).collect();
    let stated = responsible::read(desk, draft.line, units);
    builder.outline.add_task(Task {
        goals: goal::goals(&text),
        text,
        line: Some(draft.line),
        more,
        deadline: stated.deadline,
        responsible: stated.responsible,
    });
}

/// The phrase of a row: its cell, or, of a table with a column for each role, the
/// cells behind the headings of their columns.
fn units_text(desk: &mut Desk<'_>, draft: &Draft) -> String {
    let mut written = Vec::new();
    for units in &draft.units {
        let text = units.take(desk);
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
            && !columns.of_item().any(|at| at == i)
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
