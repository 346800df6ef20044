//! Automatic numbers: which list a paragraph is in, at which level, and what its number
//! is. The number stands in no run of the document; lists, their levels and what overrides
//! them stand in `numbering.xml`, and styles may put a paragraph into a list.

use std::collections::{BTreeMap, BTreeSet};

use crate::office::docx::formats;
use crate::office::docx::styles::Styles;
use crate::office::xml::{Element, Space};

/// Levels that a list has.
const LEVELS: usize = 9;

/// The text of a level has no more characters; Word allows fewer.
const LONGEST_TEXT: usize = 255;

/// A list goes by others to its levels; so many may stand between.
const MOST_LINKS: usize = 8;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: i64,
    format: String,
    /// The pattern of a format of one's own.
    own: Option<String>,
    text: String,
    /// The level, counted from 1, whose numbers make this one begin anew; 0 for none.
    restart: Option<i64>,
    /// All numbers in its text are digits.
    is_legal: bool,
    /// What stands behind the number: `tab`, `space`, `nothing`.
    behind: String,
    /// The style whose paragraphs have this level.
    style: Option<String>,
}

/// A list as it is defined.
#[derive(Debug, Clone, Default)]
struct Definition {
    levels: BTreeMap<usize, Level>,
    /// The style that holds its levels instead.
    link: Option<String>,
}

/// A list as it is used.
#[derive(Debug, Clone, Default)]
struct Instance {
    definition: i64,
    starts: BTreeMap<usize, i64>,
    levels: BTreeMap<usize, Level>,
}

/// All lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<i64, Definition>,
    instances: BTreeMap<i64, Instance>,
    /// By definition: lists that are used in several ways go on counting.
    counters: BTreeMap<i64, [Option<i64>; LEVELS]>,
    /// Lists and levels that began anew once, as an override says.
    begun: BTreeSet<(i64, usize)>,
}

/// What a paragraph's number is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// As it is printed, with what stands behind it.
    Text(String),
    /// A sign that counts nothing.
    Bullet,
    /// In a format that is not known, by its name.
    Unknown(String),
}

impl Level {
    fn of(element: &Element) -> Self {
        let (format, own) = format_of(element);
        Level {
            start: element.number("start").unwrap_or(0),
            format,
            own,
            text: element.value("lvlText").unwrap_or_default().to_owned(),
            restart: element.number("lvlRestart"),
            is_legal: element.has("isLgl"),
            behind: element.value("suff").unwrap_or("tab").to_owned(),
            style: element.value("pStyle").map(str::to_owned),
        }
    }

    fn count(&self, n: i64, is_legal: bool) -> Result<String, String> {
        if is_legal {
            return Ok(n.to_string());
        }
        let own = self.own.as_deref();
        let found = match own {
            Some(pattern) => formats::padded(pattern, n),
            None => formats::number(&self.format, n),
        };
        found.ok_or_else(|| own.unwrap_or(&self.format).to_owned())
    }
}

/// The format of a level; one that only newer programs know comes with one that all know.
fn format_of(level: &Element) -> (String, Option<String>) {
    let named = |e: &Element| e.attribute("val").unwrap_or("decimal").to_owned();
    if let Some(own) = level.child("numFmt") {
        let pattern = own.attribute("format").map(str::to_owned);
        return (named(own), pattern);
    }
    let choices = level.elements().filter(|e| e.space == Space::Compatibility);
    for choice in choices.flat_map(Element::elements) {
        if let Some(own) = choice.child("numFmt") {
            return (named(own), own.attribute("format").map(str::to_owned));
        }
    }
    ("decimal".to_owned(), None)
}

fn id(element: &Element, name: &str) -> Option<i64> {
    element.attribute(name)?.trim().parse().ok()
}

fn level_of(element: &Element) -> Option<usize> {
    let at = usize::try_from(id(element, "ilvl")?).ok()?;
    (at < LEVELS).then_some(at)
}

impl Numbering {
    /// The lists of `numbering.xml`.
    pub(super) fn of(tree: &Element) -> Self {
        let mut numbering = Numbering::default();
        for element in tree.elements() {
            if element.is("abstractNum") {
                let levels = element.elements().filter(|e| e.is("lvl"));
                let levels = levels.filter_map(|e| Some((level_of(e)?, Level::of(e))));
                let definition = Definition {
                    levels: levels.collect(),
                    link: element.value("numStyleLink").map(str::to_owned),
                };
                let id = id(element, "abstractNumId");
                numbering.definitions.extend(id.map(|id| (id, definition)));
            } else if element.is("num") {
                let mut instance = Instance {
                    definition: element.number("abstractNumId").unwrap_or(-1),
                    ..Instance::default()
                };
                for change in element.elements().filter(|e| e.is("lvlOverride")) {
                    let Some(level) = level_of(change) else {
                        continue;
                    };
                    let start = change.number("startOverride");
                    instance.starts.extend(start.map(|start| (level, start)));
                    let own = change.child("lvl").map(Level::of);
                    instance.levels.extend(own.map(|own| (level, own)));
                }
                let id = id(element, "numId");
                numbering.instances.extend(id.map(|id| (id, instance)));
            }
        }
        numbering
    }

    /// The number of a paragraph with these properties, in the order of the document; every
    /// call counts. None where the paragraph is in no list.
    pub(super) fn next(&mut self, properties: Option<&Element>, styles: &Styles) -> Option<Mark> {
        let (list, at) = self.place(properties, styles)?;
        let instance = self.instances.get(&list)?;
        let definition = self.definition(instance.definition, styles);
        let defined = self.definitions.get(&definition);
        let level = |at: usize| {
            let own = instance.levels.get(&at);
            own.or_else(|| defined?.levels.get(&at))
        };
        let here = level(at)?;
        let start = |at: usize| {
            let own = instance.starts.get(&at).copied();
            own.unwrap_or_else(|| level(at).map_or(1, |l| l.start))
        };
        let counters = self.counters.entry(definition).or_default();
        // An override begins anew where its list is used for the first time.
        for (&over, &from) in &instance.starts {
            if over <= at && self.begun.insert((list, over)) {
                counters[over] = (over < at).then_some(from);
                counters[over + 1..].fill(None);
            }
        }
        // A level that never came has come all the same when one under it does.
        for (above, counter) in counters.iter_mut().enumerate().take(at) {
            counter.get_or_insert_with(|| start(above));
        }
        counters[at] = Some(counters[at].map_or(start(at), |n| n.saturating_add(1)));
        for (deeper, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            let restart = level(deeper).and_then(|l| l.restart);
            let anew = restart.is_none_or(|by| i64::try_from(at).is_ok_and(|at| at < by));
            if anew {
                *counter = None;
            }
        }
        let counters = *counters;
        if here.format == "bullet" {
            return Some(Mark::Bullet);
        }
        if here.text.chars().nth(LONGEST_TEXT).is_some() {
            let shown = here.text.chars().take(12).collect();
            return Some(Mark::Unknown(shown));
        }
        let mut text = String::new();
        let mut rest = here.text.chars().peekable();
        while let Some(c) = rest.next() {
            let of = rest
                .peek()
                .and_then(|c| c.to_digit(10))
                .filter(|_| c == '%');
            let Some(of) = of.and_then(|n| (n as usize).checked_sub(1)) else {
                text.push(c);
                continue;
            };
            rest.next();
            let Some(level) = level(of) else {
                continue;
            };
            let n = counters[of].unwrap_or_else(|| start(of));
            match level.count(n, here.is_legal) {
                Ok(number) => text.push_str(&number),
                Err(format) => return Some(Mark::Unknown(format)),
            }
        }
        if text.trim().is_empty() {
            return None;
        }
        Some(Mark::Text(spaced(text, &here.behind)))
    }

    /// The list and the level of a paragraph.
    fn place(&self, properties: Option<&Element>, styles: &Styles) -> Option<(i64, usize)> {
        let own = properties.and_then(|p| p.child("numPr"));
        let style = styles.paragraph(properties.and_then(|p| p.value("pStyle")));
        let inherited = style.map(|style| styles.numbers(style));
        let list = own.and_then(|n| n.number("numId"));
        let list = list.or_else(|| inherited.as_ref().and_then(|i| i.list));
        let list = list.filter(|list| *list != 0)?;
        let level = own.and_then(|n| n.number("ilvl"));
        let level = level
            .or_else(|| {
                // The level of a style is the one that names it.
                let found = self.level_of_style(list, style?, styles)?;
                i64::try_from(found).ok()
            })
            .or_else(|| inherited.as_ref().and_then(|i| i.level))
            .unwrap_or(0);
        let level = usize::try_from(level).ok().filter(|l| *l < LEVELS)?;
        Some((list, level))
    }

    fn level_of_style(&self, list: i64, style: &str, styles: &Styles) -> Option<usize> {
        let instance = self.instances.get(&list)?;
        let definition = self.definition(instance.definition, styles);
        let levels = &self.definitions.get(&definition)?.levels;
        // A style that is based on such a one has its level.
        styles.chain(style).find_map(|style| {
            let named = |(_, level): &(&usize, &Level)| level.style.as_deref() == Some(style);
            let own = instance.levels.iter().find(named);
            own.or_else(|| levels.iter().find(named)).map(|(at, _)| *at)
        })
    }

    /// The definition that has the levels: a style may hold them.
    fn definition(&self, id: i64, styles: &Styles) -> i64 {
        let mut id = id;
        for _ in 0..MOST_LINKS {
            let link = self.definitions.get(&id).and_then(|d| d.link.as_deref());
            let list = link.and_then(|link| styles.numbers(link).list);
            let next = list.and_then(|list| self.instances.get(&list));
            match next {
                Some(next) if next.definition != id => id = next.definition,
                _ => break,
            }
        }
        id
    }
}

/// The number with a space where the document has a gap and the text would run into it.
fn spaced(mut text: String, behind: &str) -> String {
    let closed = |c: char| "、.．。)）]】〕，,：:".contains(c) || c.is_whitespace();
    if behind != "nothing" && !text.ends_with(closed) {
        text.push(' ');
    }
    text
}
