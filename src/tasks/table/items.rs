//! Where an item begins: its number and its name.

use crate::blocks::account::{Debris, Fate};
use crate::blocks::table::Slot;
use crate::diag::Diagnostic;
use crate::grammar::Grammar;
use crate::notice::{Item, Paragraph, Responsible, Task, goal};
use crate::tasks::assembler::shorten;
use crate::tasks::columns::Columns;
use crate::tasks::table::cells::At;
use crate::tasks::table::{Reader, chunk_of, numbers};

/// What a row does to the items.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Began {
    /// It begins one, or has a name of its own under the number of the last.
    Item,
    /// It goes on with the last.
    GoesOn,
    /// It should begin one, and says too little.
    Nothing,
}

/// The most characters of a name that is printed whole; a longer one over measures is a
/// task in its own words, and a paragraph of the item besides.
const LONGEST_NAME: usize = 180;
/// How far below the next number is looked for.
const LOOK: usize = 50;

impl Reader<'_, '_, '_> {
    /// Begins an item where the row has a number or a name of its own.
    pub(super) fn begin(&mut self, place: At<'_>, columns: &Columns) -> Began {
        let row = place.row;
        let number = columns.number.map(|at| row.text(at)).unwrap_or_default();
        let mut name = columns.name.map(|at| row.text(at)).unwrap_or_default();
        let same = Grammar::get().cells.above.contains(&name);
        if number.is_empty() && (name.is_empty() || same) {
            let no_columns = columns.number.is_none() && columns.name.is_none();
            if !no_columns || row.text(columns.task).is_empty() {
                self.spend_of_item(place, columns);
                return Began::GoesOn;
            }
        }
        let repeated = name.strip_suffix("（续）").unwrap_or(&name);
        if columns.name.is_some()
            && repeated == self.item_text
            && number == self.item_number
            && self.outline.last_item().is_some()
        {
            self.spend_of_item(place, columns);
            return Began::GoesOn;
        }
        if number.is_empty()
            && let Some(at) = columns.number
            && self.outline.last_item().is_some()
            && (place.covered(at) || self.goes_on_below(place.index, at))
        {
            self.second_name(place, columns, name);
            return Began::Item;
        }
        self.close_item();
        let inherits = name.is_empty() || same;
        if inherits && columns.name.is_some() && !self.item_text.is_empty() {
            self.name_from_above(place, columns, &number);
            name.clone_from(&self.item_text);
        }
        self.begin_item(place, columns, (number, name))
    }

    /// Books the cells of an item that say again what stands above.
    fn spend_of_item(&mut self, place: At<'_>, columns: &Columns) {
        for at in columns.of_item() {
            let fate = Fate::Debris(Debris::RepeatedCell);
            place.chunk(at).spend(self.assembler.account, fate);
        }
    }

    /// Whether the next number below follows the last, so that none is missing here.
    fn goes_on_below(&self, index: usize, at: usize) -> bool {
        let below = self.rows[index + 1..].iter().take(LOOK);
        let next = below
            .map(|row| row.text(at))
            .find_map(|text| numbers::printed(&text)?.value);
        next.is_none_or(|value| value == 1 || self.numbers.follows(value))
    }

    /// A name of its own under the number of the last item: it stays with its tasks.
    fn second_name(&mut self, place: At<'_>, columns: &Columns, name: String) {
        if !columns.number.is_some_and(|at| place.covered(at)) {
            let warning = Diagnostic::warning(
                "row-without-number",
                format!("“{}”没有序号，读作上一项的", shorten(&name)),
            )
            .at(self.assembler.place(place.row.line).words(&name))
            .hint("若它是另一项，请补上序号");
            self.assembler.remarks.push(warning);
        }
        if let Some(at) = columns.name {
            self.assembler.take(&place.chunk(at));
        }
        self.item_text.clone_from(&name);
        self.inner_name = Some(name);
    }

    /// A number of its own under the name of the item above.
    fn name_from_above(&mut self, place: At<'_>, columns: &Columns, number: &str) {
        // One remark on the table says so of all groups.
        let said = columns.group.is_some() || columns.name.is_some_and(|at| place.covered(at));
        if !said {
            let warning = Diagnostic::warning(
                "name-from-above",
                format!(
                    "第 {number} 项的名称空着，读作与上一项相同：“{}”",
                    shorten(&self.item_text)
                ),
            )
            .at(self.assembler.place(place.row.line))
            .hint("若漏了名称，请补上");
            self.assembler.remarks.push(warning);
        }
    }

    fn begin_item(&mut self, place: At<'_>, columns: &Columns, said: (String, String)) -> Began {
        let (number, name) = said;
        let row = place.row;
        let printed = numbers::printed(&number);
        // Without a column of names the task is its own title, up to its first stop.
        let own_title = columns.name.is_none();
        let problem = match (&printed, columns.number) {
            (None, Some(_)) if number.is_empty() => Some((
                "row-without-number",
                format!("“{}”这一项没有序号", shorten(&name)),
            )),
            (None, Some(_)) => Some((
                "row-without-number",
                format!("序号“{}”不是数字", shorten(&number)),
            )),
            _ if name.is_empty() && !own_title => {
                Some(("row-without-name", format!("第 {number} 项没有名称")))
            }
            _ => None,
        };
        for at in columns.of_item() {
            if let Some(Slot::Cell(chunk)) = row.slots.get(at) {
                let words = &Grammar::get().cells.above;
                if words.contains(&chunk.text()) {
                    chunk.spend(self.assembler.account, Fate::Debris(Debris::RepeatedCell));
                } else {
                    self.assembler.take(&chunk.clone());
                }
            }
        }
        if let Some((rule, message)) = problem {
            self.assembler.error(
                row.line,
                rule,
                message,
                "一项任务的第一行要有序号和名称，以后各行两格都空着",
            );
            return Began::Nothing;
        }
        let text = if own_title {
            chunk_of(row, columns.task).text()
        } else {
            name
        };
        let value = printed.as_ref().and_then(|p| p.value);
        let running = self.numbers.next(value);
        let label = printed.filter(|p| !p.plain || p.value != Some(running));
        let label = label.map(|p| match p.value {
            Some(value) if p.plain => value.to_string(),
            _ => number.clone(),
        });
        let mut intro = std::mem::take(&mut self.waiting);
        let long = columns.measures && !own_title && text.chars().count() > LONGEST_NAME;
        if long {
            intro.push(Paragraph {
                text: text.clone(),
                line: Some(row.line.into()),
            });
        }
        self.outline.add_item(Item {
            key: None,
            number: running,
            label,
            name: if own_title {
                title_of(&text).to_owned()
            } else {
                text.clone()
            },
            intro,
            tasks: Vec::new(),
        });
        self.item_line = row.line;
        self.item_number = number;
        self.item_text = text;
        self.inner_name = None;
        Began::Item
    }

    /// Closes the item: one that has no tasks below it is its own.
    pub(super) fn close_item(&mut self) {
        self.close_task();
        let Some(item) = self.outline.last_item() else {
            return;
        };
        if !item.tasks.is_empty() {
            return;
        }
        let text = self.item_text.clone();
        item.tasks.push(Task {
            key: None,
            goals: goal::goals(&text),
            text: text.clone(),
            line: Some(self.item_line.into()),
            more: Vec::new(),
            deadline: None,
            responsible: Responsible::default(),
        });
        self.nobody(self.item_line, &text);
    }
}

/// The title of a text: up to its first stop.
fn title_of(text: &str) -> &str {
    let head = text.split('。').next().unwrap_or_default();
    head.trim_end_matches(['；', '，', '！'])
}
