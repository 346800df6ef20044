//! The annex of tasks: parts, sections, items, and a row for each task. An item's
//! number and name stand in its first row only.

use super::numbering::{self, Level};
use super::{Annex, Desk, shorten, title};
use crate::diag::Diagnostic;
use crate::notice::phrase::{self, Meaning, Phrase, Slip};
use crate::notice::{Item, Part, Responsible, Section, Task, TaskTable};
use crate::read::account::{Debris, Fate, Form};
use crate::read::table::{Row, Slot};
use crate::read::text::Chunk;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Columns {
    number: usize,
    name: usize,
    task: usize,
    /// 责任单位, or 牵头单位 and 配合单位.
    responsible: Option<usize>,
    lead: Option<usize>,
    join: Option<usize>,
    count: usize,
}

/// A task whose row may go on after a page break.
struct Draft {
    line: usize,
    text: Chunk,
    responsible: Chunk,
    lead: Chunk,
    join: Chunk,
}

#[derive(Default)]
struct Builder {
    parts: Vec<Part>,
    /// The task that is not closed yet, and whether it belongs to the last item.
    draft: Option<Draft>,
}

/// Reads the table; `None` when it has no columns to go by.
pub(super) fn read(desk: &mut Desk<'_>, annex: Annex) -> Option<TaskTable> {
    let title = title(desk, &annex);
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
        let page_ends = annex
            .rows
            .get(index + 1)
            .is_some_and(|next| next.after_break || find_columns(desk, next).is_some());
        let page_begins = row.after_break
            || index
                .checked_sub(1)
                .is_some_and(|i| find_columns(desk, &annex.rows[i]).is_some());
        read_row(desk, &mut builder, row, columns, page_begins, page_ends);
    }
    close_task(desk, &mut builder);
    columns.map(|_| TaskTable {
        title,
        parts: builder.parts,
    })
}

fn find_columns(desk: &Desk<'_>, row: &Row) -> Option<Columns> {
    let headings = &desk.register.headings;
    let find = |words: &[String]| row.written().find(|&i| words.contains(&row.text(i)));
    let task = find(&headings.task)?;
    let columns = Columns {
        number: find(&headings.number).unwrap_or(0),
        name: find(&headings.name)?,
        task,
        responsible: find(&headings.responsible),
        lead: find(&headings.lead),
        join: find(&headings.join),
        count: row.slots.len(),
    };
    (columns.responsible.is_some() || columns.lead.is_some()).then_some(columns)
}

fn read_row(
    desk: &mut Desk<'_>,
    builder: &mut Builder,
    row: &Row,
    columns: &Columns,
    page_begins: bool,
    page_ends: bool,
) {
    let written: Vec<usize> = row.written().collect();
    if let [only] = written[..]
        && only == 0
        && let Some(heading) = numbering::heading(&row.text(0))
    {
        close_task(desk, builder);
        spend(desk, row, Fate::Kept);
        // What `spend` books as kept is normalised all the same; book it truly.
        add_heading(builder, heading, row.line);
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
    if !number.is_empty() || !name.is_empty() {
        close_task(desk, builder);
        if !begin_item(desk, builder, row, columns, &number, &name) {
            spend_rest(desk, row, columns);
            return;
        }
    }
    let draft = Draft {
        line: row.line,
        text: chunk(row, Some(columns.task)),
        responsible: chunk(row, columns.responsible),
        lead: chunk(row, columns.lead),
        join: chunk(row, columns.join),
    };
    let continues = number.is_empty() && name.is_empty();
    add_row(desk, builder, draft, continues, page_begins, page_ends);
}

/// A row is a task; but one that a page cut in two is one task all the same.
fn add_row(
    desk: &mut Desk<'_>,
    builder: &mut Builder,
    mut draft: Draft,
    continues: bool,
    page_begins: bool,
    page_ends: bool,
) {
    let no_units = draft.responsible.is_blank() && draft.lead.is_blank() && draft.join.is_blank();
    if continues && let Some(open) = &mut builder.draft {
        let open_units = open.responsible.text();
        let cut_above = page_begins
            && (no_units
                || draft.text.is_blank()
                || open_units.ends_with(['、', '，'])
                || (open.responsible.is_blank() && open.lead.is_blank()));
        if cut_above {
            let note = Diagnostic::warning(
                "row-over-page",
                "这一行读作上一行换页后的下半截，已接到上一行后面",
            )
            .at(desk.place(draft.line))
            .hint("若它本是另一条任务，请补上缺的单元格");
            desk.remarks.push(note);
            open.text.join(draft.text);
            open.responsible.join(draft.responsible);
            open.lead.join(draft.lead);
            open.join.join(draft.join);
            return;
        }
    }
    close_task(desk, builder);
    let has_item = last_item(builder).is_some();
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
    if no_units && !page_ends {
        desk.error(
            draft.line,
            "row-without-units",
            "这一行没有责任单位".into(),
            "请补上责任单位",
        );
    }
    if !has_item {
        for chunk in [&draft.text, &draft.responsible, &draft.lead, &draft.join] {
            desk.take(chunk);
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
    let section = last_section(builder);
    section.items.push(Item {
        number: parsed.unwrap_or_default(),
        name: name.to_owned(),
        tasks: Vec::new(),
    });
    true
}

fn add_heading(builder: &mut Builder, heading: numbering::Heading, line: usize) {
    let section = |heading: Option<numbering::Heading>, line| {
        let (number, title, count) = match heading {
            Some(h) => (Some(h.number), Some(h.title), h.count),
            None => (None, None, None),
        };
        Section {
            number,
            title,
            stated_count: count,
            line,
            items: Vec::new(),
        }
    };
    match heading.level {
        Level::Part => builder.parts.push(Part {
            number: Some(heading.number),
            title: Some(heading.title),
            stated_count: heading.count,
            line: Some(line),
            sections: Vec::new(),
        }),
        Level::Section => last_part(builder)
            .sections
            .push(section(Some(heading), Some(line))),
    }
}

fn last_part(builder: &mut Builder) -> &mut Part {
    if builder.parts.is_empty() {
        builder.parts.push(Part {
            number: None,
            title: None,
            stated_count: None,
            line: None,
            sections: Vec::new(),
        });
    }
    let last = builder.parts.len() - 1;
    &mut builder.parts[last]
}

/// The section that an item goes to; one without a heading where there is none.
fn last_section(builder: &mut Builder) -> &mut Section {
    let part = last_part(builder);
    if part.sections.is_empty() {
        part.sections.push(Section {
            number: None,
            title: None,
            stated_count: None,
            line: None,
            items: Vec::new(),
        });
    }
    let last = part.sections.len() - 1;
    &mut part.sections[last]
}

fn last_item(builder: &mut Builder) -> Option<&mut Item> {
    builder
        .parts
        .last_mut()?
        .sections
        .last_mut()?
        .items
        .last_mut()
}

/// Turns the open row into a task of the last item.
fn close_task(desk: &mut Desk<'_>, builder: &mut Builder) {
    let Some(draft) = builder.draft.take() else {
        return;
    };
    let text = desk.take(&draft.text);
    let responsible = responsible(desk, &draft);
    if let Some(item) = last_item(builder) {
        item.tasks.push(Task {
            text,
            line: Some(draft.line),
            responsible,
        });
    }
}

fn responsible(desk: &mut Desk<'_>, draft: &Draft) -> Responsible {
    let texts = [&draft.responsible, &draft.lead, &draft.join].map(|c| desk.take(&c.clone()));
    let phrases = texts
        .clone()
        .map(|text| phrase::resolve(&text, desk.register));
    for (text, phrase) in texts.iter().zip(&phrases) {
        remark_on(desk, draft.line, text, phrase);
    }
    let [all, lead, join] = phrases;
    let mut units = Vec::new();
    let mut collectives = Vec::new();
    for phrase in [&lead, &all, &join] {
        units.extend(phrase.units());
        collectives.extend(phrase.collectives());
    }
    dedup(&mut units);
    dedup(&mut collectives);
    let names = [&lead, &all, &join].into_iter().flat_map(|p| &p.names);
    let qualifiers = names.filter_map(|name| match (&name.meaning, &name.qualifier) {
        (Meaning::Unit(unit) | Meaning::Unknown(unit), Some(q)) => Some((unit.clone(), q.clone())),
        _ => None,
    });
    let [all_text, lead_text, join_text] = texts;
    let printed: Vec<String> = [lead_text, all_text, join_text]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect();
    Responsible {
        text: printed.join("；"),
        qualifiers: qualifiers.collect(),
        lead: lead.units(),
        join: join.units(),
        units,
        collectives,
    }
}

fn dedup(names: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
}

/// Says where the register had to help, and which names it does not have.
fn remark_on(desk: &mut Desk<'_>, line: usize, text: &str, phrase: &Phrase) {
    for name in &phrase.names {
        let printed = &name.printed;
        let place = desk.place(line).words(printed);
        let remark = match (&name.meaning, &name.slip) {
            (Meaning::Unknown(_), _) => Diagnostic::warning(
                "unknown-unit",
                format!("登记册里没有“{printed}”；照原样给它一份任务单"),
            )
            .hint("若是写错了，请在 corrections.yaml 里更正；若确有此单位，请登记到 content/units/；若是别名，请写进 aliases"),
            (_, Some(Slip::NewCollective)) => Diagnostic::warning(
                "unknown-collective",
                format!("“{printed}”像是统称，登记册里没有；按成员不明处理"),
            )
            .hint("请在 content/units/ 的 collectives 里登记它"),
            (Meaning::Unit(unit), Some(Slip::Alias)) => Diagnostic::note(
                "unit-alias",
                format!("“{printed}”按登记册的别名读作“{unit}”"),
            ),
            (Meaning::Unit(unit), Some(Slip::PrefixFromBefore)) => Diagnostic::note(
                "unit-prefix",
                format!("“{printed}”读作“{unit}”：前面的逗号应是顿号"),
            ),
            (_, Some(Slip::Twice)) => {
                Diagnostic::warning("unit-twice", format!("“{printed}”在同一条责任单位里出现了两次"))
            }
            _ => continue,
        };
        desk.remarks.push(remark.at(place));
    }
    if phrase.names.is_empty() && !text.is_empty() {
        desk.error(
            line,
            "row-without-units",
            format!("责任单位“{text}”里读不出单位"),
            "请核对这一格",
        );
    }
}

fn chunk(row: &Row, at: Option<usize>) -> Chunk {
    match at.and_then(|i| row.slots.get(i)) {
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
