//! The second form of task list: no table; numbered headings, and paragraphs that
//! end in their units. The deepest level of headings are the items; the levels
//! above are parts and sections.

mod pieces;
mod statement;

pub(super) use pieces::begins_with_label;

use std::collections::BTreeSet;
use std::ops::Range;

use super::numbering::{self, Heading, Level};
use super::outline::Outline;
use super::{Desk, responsible};
use crate::diag::Diagnostic;
use crate::notice::goal;
use crate::notice::units::Register;
use crate::notice::{Item, Paragraph, Part, Task};

/// What a list came to.
pub(super) struct List {
    pub(super) parts: Vec<Part>,
    /// By paragraph: brackets and labels that stand in no field, in bytes.
    pub(super) labels: Vec<Vec<Range<usize>>>,
}

/// Whether some paragraph names its units, so that this is a list of tasks.
pub(super) fn is_list(paragraphs: &[(usize, String)], register: &Register) -> bool {
    let names = |(_, text): &(usize, String)| {
        let cut = pieces::cut(text, register);
        cut.pieces.iter().any(|p| p.units.is_some())
    };
    paragraphs.iter().any(names)
}

/// Reads a list from normalised paragraphs with their lines.
pub(super) fn read(desk: &mut Desk<'_>, paragraphs: &[(usize, String)]) -> List {
    let levels: BTreeSet<Level> = paragraphs
        .iter()
        .filter_map(|(_, text)| numbering::split_number(text).map(|n| n.0))
        .collect();
    let mut reader = Reader {
        desk,
        outline: Outline::default(),
        places: places(&levels),
        item: None,
        count: 0,
    };
    let mut labels = Vec::new();
    for (line, text) in paragraphs {
        labels.push(reader.paragraph(*line, text));
    }
    reader.close_item();
    List {
        parts: reader.outline.parts,
        labels,
    }
}

/// What a level of numbers stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Part,
    Section,
    Item,
    /// Below the items: the number is part of the task's words.
    Words,
}

/// The deepest of up to three levels in use are the items.
fn places(levels: &BTreeSet<Level>) -> Vec<(Level, Place)> {
    let used: Vec<Level> = levels.iter().copied().collect();
    let places: &[Place] = match used.len() {
        0 | 1 => &[Place::Item],
        2 => &[Place::Part, Place::Item],
        _ => &[Place::Part, Place::Section, Place::Item, Place::Words],
    };
    let mut found: Vec<(Level, Place)> = used.into_iter().zip(places.iter().copied()).collect();
    // （一） and 1. without 一、: sections, so that they are printed as such.
    if let [(Level::Section, place), _] = &mut found[..] {
        *place = Place::Section;
    }
    // （1） is below the items wherever 1. or anything else is above it.
    if let [.., (_, above), (Level::Point, place)] = &mut found[..] {
        *place = Place::Words;
        *above = Place::Item;
    }
    found
}

/// The item that is being gathered.
struct Open {
    item: Item,
    line: usize,
    /// Paragraphs that have no units yet.
    pending: Vec<(usize, String)>,
    /// Units that stand in the heading: they hold for what follows it.
    units: Option<String>,
}

struct Reader<'d, 's> {
    desk: &'d mut Desk<'s>,
    outline: Outline,
    places: Vec<(Level, Place)>,
    item: Option<Open>,
    count: u32,
}

impl Reader<'_, '_> {
    /// Reads one paragraph; returns its labels.
    fn paragraph(&mut self, line: usize, text: &str) -> Vec<Range<usize>> {
        let cut = pieces::cut(text, self.desk.register);
        let mut labels = cut.labels;
        let mut pieces = cut.pieces;
        let place = numbering::split_number(text)
            .and_then(|(level, ..)| self.places.iter().find(|p| p.0 == level))
            .map(|p| p.1);
        if let (Some(place), Some(first)) = (place, pieces.first_mut())
            && place != Place::Words
            && let Some((heading, rest)) = split_heading(&first.text)
        {
            let whole = rest.is_none();
            if let Some((from, _)) = &rest {
                // The stop between a run-in heading and its text.
                labels.push(from - '。'.len_utf8()..*from);
            }
            self.begin(place, heading, line);
            let ends_as_sentence = first.text.ends_with(['。', '；', '，', '、', '！']);
            match rest {
                Some((_, rest)) => first.text = rest,
                // A title alone; units behind it hold for what follows.
                None if !ends_as_sentence => {
                    let units = first.units.take();
                    pieces.remove(0);
                    self.heading_units(place, line, units);
                }
                // A sentence is its own title.
                None => first.text = without_number(&first.text).to_owned(),
            }
            if whole && !ends_as_sentence && pieces.is_empty() {
                return labels;
            }
        }
        for piece in pieces {
            self.piece(line, piece);
        }
        labels
    }

    fn begin(&mut self, place: Place, heading: Heading, line: usize) {
        self.close_item();
        match place {
            Place::Part => self.outline.add_heading(
                Heading {
                    level: Level::Part,
                    ..heading
                },
                line,
            ),
            Place::Section => self.outline.add_heading(
                Heading {
                    level: Level::Section,
                    ..heading
                },
                line,
            ),
            Place::Item | Place::Words => self.open(Some(heading.number), heading.title, line),
        }
    }

    fn open(&mut self, label: Option<String>, name: String, line: usize) {
        self.count += 1;
        let running = self.count.to_string();
        self.item = Some(Open {
            item: Item {
                number: self.count,
                label: label.filter(|l| *l != running),
                name,
                intro: Vec::new(),
                tasks: Vec::new(),
            },
            line,
            pending: Vec::new(),
            units: None,
        });
    }

    /// Units behind the title of an item hold for it; behind that of a part or a
    /// section they make it an item of its own.
    fn heading_units(&mut self, place: Place, line: usize, units: Option<String>) {
        if units.is_some() && place != Place::Item {
            self.open_for_heading(line);
        }
        if let Some(open) = &mut self.item {
            open.units = units;
        }
    }

    /// An item under a heading that has none of its own: it takes the heading's name.
    fn open_for_heading(&mut self, line: usize) {
        let name = self
            .outline
            .parts
            .last()
            .map(|part| match part.sections.last() {
                Some(section) if section.title.is_some() => section.title.clone(),
                _ => part.title.clone(),
            });
        match name.flatten() {
            Some(name) => self.open(None, name, line),
            None => {
                self.desk.error(
                    line,
                    "task-without-heading",
                    "这一段写了责任单位，上面却没有带序号的标题".into(),
                    "任务前面要有“一、”“（一）”“1.”这样的标题",
                );
                self.open(None, "（无标题）".into(), line);
            }
        }
    }

    fn piece(&mut self, line: usize, piece: pieces::Piece) {
        let Some(units) = piece.units.clone() else {
            self.plain(line, piece.text);
            return;
        };
        if self.item.is_none() {
            self.open_for_heading(line);
        }
        let Some(open) = &mut self.item else { return };
        if !piece.text.is_empty() {
            self.task(line, piece.text, units);
            return;
        }
        if open.pending.is_empty() {
            if let Some(last) = open.item.tasks.last_mut() {
                let whole = piece.behind(Some(&last.responsible.text));
                let stated = responsible::read(self.desk, line, whole);
                last.responsible = stated.responsible;
                last.deadline = last.deadline.take().or(stated.deadline);
            } else {
                open.units = Some(piece.behind(open.units.as_deref()));
            }
            return;
        }
        let pending = std::mem::take(&mut open.pending);
        if pending.len() > 1 {
            let warning = Diagnostic::warning(
                "units-for-several",
                format!("这一行责任单位读作管上面 {} 段", pending.len()),
            )
            .at(self.desk.place(line))
            .hint("若只管其中一段，请在 corrections.yaml 里把责任单位写到各段末尾");
            self.desk.remarks.push(warning);
        }
        for (line, text) in pending {
            self.task(line, text, units.clone());
        }
    }

    /// A paragraph that names no unit, so far.
    fn plain(&mut self, line: usize, text: String) {
        match &mut self.item {
            Some(open) => open.pending.push((line, text)),
            None => {
                let part = self.outline.last_part();
                let paragraph = Paragraph {
                    text,
                    line: Some(line),
                };
                match part.sections.last_mut() {
                    Some(section) => section.intro.push(paragraph),
                    None => part.intro.push(paragraph),
                }
            }
        }
    }

    fn task(&mut self, line: usize, text: String, units: String) {
        let stated = responsible::read(self.desk, line, units);
        if let Some(open) = &mut self.item {
            open.item.tasks.push(Task {
                goals: goal::goals(&text),
                text,
                line: Some(line),
                more: Vec::new(),
                deadline: stated.deadline,
                responsible: stated.responsible,
            });
        }
    }

    fn close_item(&mut self) {
        let Some(open) = &mut self.item else { return };
        let mut pending = std::mem::take(&mut open.pending);
        if let Some(units) = open.units.take() {
            if pending.is_empty() && open.item.tasks.is_empty() {
                pending.push((open.line, open.item.name.clone()));
            }
            for (line, text) in std::mem::take(&mut pending) {
                self.task(line, text, units.clone());
            }
        }
        let Some(mut open) = self.item.take() else {
            return;
        };
        for (line, text) in pending {
            if !open.item.tasks.is_empty() {
                let warning = Diagnostic::warning(
                    "paragraph-without-units",
                    "这一段没有写责任单位；照印，但不落到任何单位名下",
                )
                .at(self.desk.place(line).words(first_words(&text)))
                .hint("若漏了责任单位，请补上");
                self.desk.remarks.push(warning);
            }
            open.item.intro.push(Paragraph {
                text,
                line: Some(line),
            });
        }
        if open.item.tasks.is_empty() {
            let note = Diagnostic::note(
                "item-without-units",
                format!(
                    "“{}”没有责任单位，只作正文印出",
                    first_words(&open.item.name)
                ),
            );
            self.desk.remarks.push(note.at(self.desk.place(open.line)));
        }
        self.outline.add_item(open.item);
    }
}

/// A numbered paragraph: its heading, and, where the heading runs into its text,
/// where that begins and what it is.
#[allow(clippy::type_complexity)]
fn split_heading(text: &str) -> Option<(Heading, Option<(usize, String)>)> {
    let mut heading = numbering::any(text)?;
    let stop = text.find('。');
    let run_in = stop.filter(|at| at + '。'.len_utf8() < text.len());
    if let Some(at) = run_in {
        let head = numbering::any(&text[..at])?;
        let from = at + '。'.len_utf8();
        return Some((head, Some((from, text[from..].to_owned()))));
    }
    heading.title = heading
        .title
        .trim_end_matches(['。', '；', '，', '、', '！'])
        .to_owned();
    Some((heading, None))
}

fn without_number(text: &str) -> &str {
    numbering::split_number(text).map_or(text, |n| n.2)
}

fn first_words(text: &str) -> String {
    text.chars().take(16).collect()
}
