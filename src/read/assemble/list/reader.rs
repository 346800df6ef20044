//! Paragraphs → parts, sections, items and tasks, as the plan says.

use std::ops::Range;

use super::fields::Statement;
use super::item::{self, Open};
use super::plan::{self, Node, Place, Plan, Role};
use super::scan::{Para, Said};
use crate::notice::{Paragraph, Part, phrase};
use crate::read::assemble::numbering::{self, Heading, Level};
use crate::read::assemble::outline::Outline;
use crate::read::assemble::{Desk, responsible};

/// What reading came to.
pub(super) struct Read {
    pub(super) parts: Vec<Part>,
    /// By paragraph of the source: stops of headings, which print leaves out, in bytes.
    pub(super) stops: Vec<(usize, Range<usize>)>,
}

/// What a heading says for all that is under it.
struct Held {
    /// One more than the rank of the heading; 0 for one without a number.
    level: usize,
    /// It stands above the whole list.
    is_root: bool,
    statement: Statement,
}

pub(super) struct Reader<'d, 's, 'p> {
    desk: &'d mut Desk<'s>,
    plan: &'p Plan,
    outline: Outline,
    /// The item that is being gathered.
    open: Option<Open>,
    count: u32,
    held: Vec<Held>,
    /// Lines of their own about the same words, not yet given to them.
    said: Option<Statement>,
    /// The numbered paragraph that was read last, with whether nothing but statements
    /// came after it.
    last: Option<(&'p Node, bool)>,
    stops: Vec<(usize, Range<usize>)>,
    has_titles: bool,
    closed: bool,
}

impl<'d, 's, 'p> Reader<'d, 's, 'p> {
    pub(super) fn new(desk: &'d mut Desk<'s>, plan: &'p Plan) -> Self {
        Reader {
            desk,
            plan,
            outline: Outline::default(),
            open: None,
            count: 0,
            held: Vec::new(),
            said: None,
            last: None,
            stops: Vec::new(),
            has_titles: false,
            closed: false,
        }
    }

    /// Reads the paragraphs that the plan was made for.
    pub(super) fn read(mut self, paras: &[Para]) -> Read {
        for (at, para) in paras.iter().enumerate() {
            if para.is_statement() {
                self.gather(para);
                continue;
            }
            self.give_said();
            let stated_next = paras.get(at + 1).is_some_and(Para::is_statement);
            match self.plan.node(at) {
                Some(node) => self.numbered(para, node),
                None => self.unnumbered(at, para, stated_next),
            }
        }
        self.give_said();
        self.close_item();
        Read {
            parts: self.outline.parts,
            stops: self.stops,
        }
    }

    fn gather(&mut self, para: &Para) {
        for said in &para.pieces {
            let Some(statement) = said.statement.clone() else {
                continue;
            };
            match &mut self.said {
                Some(before) => before.add(statement),
                None => self.said = Some(statement),
            }
        }
    }

    fn numbered(&mut self, para: &Para, node: &'p Node) {
        if node.role != Role::Words {
            self.close_item();
        }
        self.held.retain(|held| held.level <= node.rank);
        self.last = Some((node, true));
        match node.role {
            Role::Heading(place) => self.heading(para, node, place),
            Role::Item(apart) => self.item(para, node, apart),
            Role::Words => self.words(para, node),
        }
    }

    /// A part or a section.
    fn heading(&mut self, para: &Para, node: &Node, place: Place) {
        let words = para.words();
        let run_in = plan::run_in(words);
        let end = run_in.unwrap_or(words.len());
        let title = words[..end].trim_end_matches(['。', '；', '，', '、']);
        let (title, count) = numbering::split_count(title);
        let start = para.mark.as_ref().map_or(0, |mark| mark.start);
        let stop = words[..end]
            .trim_end_matches(['。', '；', '，', '、'])
            .len();
        self.stops.push((para.index, start + stop..start + end));
        let number = para.mark.as_ref().map(|mark| mark.number.clone());
        let heading = Heading {
            level: match place {
                Place::Part => Level::Part,
                Place::Section => Level::Section,
            },
            number: number.unwrap_or_default(),
            title: title.to_owned(),
            count,
        };
        self.outline.add_heading(heading, para.line);
        let mut pieces = para.pieces.iter();
        if let Some(first) = pieces.next() {
            match (run_in, &first.statement) {
                (Some(from), _) => {
                    let rest = words.get(from..).unwrap_or_default();
                    self.piece(para.line, rest.to_owned(), first);
                }
                (None, Some(statement)) => {
                    let statement = statement.clone();
                    self.heading_says(node, para.line, words.to_owned(), statement);
                }
                (None, None) => {}
            }
            if let (true, Some(statement), Some(_)) = (node.holds, &first.statement, run_in) {
                self.hold(node, statement.clone());
            }
        }
        for said in pieces {
            self.piece(para.line, said.text.clone(), said);
        }
    }

    /// What is said behind a heading holds for what is under it, and where it is a task
    /// itself it gives an item of its own.
    fn heading_says(&mut self, node: &Node, line: usize, words: String, statement: Statement) {
        self.hold(node, statement.clone());
        if node.is_task {
            self.open_for_heading();
            self.draft(line, words, Some(statement));
        }
    }

    fn hold(&mut self, node: &Node, statement: Statement) {
        let level = node.rank + 1;
        self.held.retain(|held| held.level < level);
        self.held.push(Held {
            level,
            is_root: false,
            statement,
        });
    }

    /// What the headings above say.
    fn above(&self) -> Option<Statement> {
        let mut held = self.held.iter().rev();
        let first = held.next()?.statement.clone();
        Some(held.fold(first, |all, held| all.or_from(&held.statement)))
    }

    fn item(&mut self, para: &Para, node: &Node, apart: Option<Place>) {
        self.outline.set_apart(apart);
        let words = para.words().to_owned();
        let run_in = plan::run_in(&words);
        let start = para.mark.as_ref().map_or(0, |mark| mark.start);
        // A long sentence is no heading of what follows it.
        let head = run_in.filter(|&from| words[..from].chars().count() <= HEAD);
        let name = &words[..run_in.unwrap_or(words.len())];
        let name = name
            .trim_end_matches(['。', '；', '，', '、', '！'])
            .to_owned();
        let label = para.mark.as_ref().map(|mark| mark.number.clone());
        if let Some(from) = head {
            let stop = start + from - '。'.len_utf8();
            self.stops.push((para.index, stop..start + from));
        }
        self.open_item(label, name, para.line);
        let mut pieces = para.pieces.iter();
        if let Some(first) = pieces.next() {
            if node.is_title {
                if let Some(statement) = &first.statement {
                    self.title_says(node, para.line, statement.clone());
                }
            } else {
                let text = words[head.unwrap_or(0)..].to_owned();
                if let (true, Some(statement)) = (node.holds, &first.statement) {
                    self.hold(node, statement.clone());
                }
                self.own_words(para.line, text, first);
            }
        }
        for said in pieces {
            self.piece(para.line, said.text.clone(), said);
        }
    }

    /// What is said behind the title of an item is about what follows.
    fn title_says(&mut self, node: &Node, line: usize, statement: Statement) {
        self.hold(node, statement.clone());
        let Some(open) = &mut self.open else { return };
        open.title_states = true;
        if node.has_children && node.is_task {
            let name = open.item.name.clone();
            self.draft(line, name, Some(statement));
        }
    }

    /// A numbered paragraph below an item.
    fn words(&mut self, para: &Para, node: &Node) {
        let mut pieces = para.pieces.iter();
        if let Some(first) = pieces.next() {
            let text = without_glue(para, &first.text);
            match &first.statement {
                Some(statement) => {
                    if node.holds {
                        self.hold(node, statement.clone());
                    }
                    if node.holds && !node.is_task {
                        self.intro(para.line, text);
                    } else {
                        self.draft(para.line, text, Some(statement.clone()));
                    }
                }
                // It heads what is under it.
                None if node.has_children && !node.holds => self.intro(para.line, text),
                None => self.own_words(para.line, text, first),
            }
        }
        for said in pieces {
            self.piece(para.line, said.text.clone(), said);
        }
    }

    fn unnumbered(&mut self, at: usize, para: &Para, stated_next: bool) {
        if let Some((_, fresh)) = &mut self.last {
            *fresh = false;
        }
        if let Some(place) = self.plan.title(at) {
            self.close_item();
            self.last = None;
            self.held.retain(|held| held.is_root);
            self.has_titles = true;
            self.outline.add_title(place, para.text.clone(), para.line);
            return;
        }
        if para.is_plain() {
            self.rule(para.line, &para.text);
        }
        if self.plan.is_closing(at) {
            self.close_item();
            if !self.closed {
                self.closed = true;
                self.outline.add_unnamed_part();
            }
            self.intro(para.line, para.text.clone());
        } else if para.is_lead_in() {
            self.intro(para.line, para.text.clone());
        } else if self.open.is_none() || self.open.as_ref().is_some_and(|open| open.is_loose) {
            // Words without a number are a task where something is said about them.
            if para.names_units() || stated_next {
                self.open_for_words(para);
            }
            for said in &para.pieces {
                self.piece(para.line, said.text.clone(), said);
            }
        } else {
            for said in &para.pieces {
                self.piece(para.line, said.text.clone(), said);
            }
        }
    }

    /// A piece of a paragraph, with these words.
    fn piece(&mut self, line: usize, text: String, said: &Said) {
        if said.statement.is_some() {
            if self.open.is_none() {
                self.open_for_heading();
            }
            if text.is_empty() {
                // A second bracket behind the same words.
                self.said.clone_from(&said.statement);
                self.give_said();
            } else {
                self.draft(line, text, said.statement.clone());
            }
        } else if let Some(open) = &mut self.open {
            open.wait(line, text);
        } else {
            self.intro(line, text);
        }
    }

    /// The words of a numbered paragraph: where they name no unit, the headings above
    /// do.
    fn own_words(&mut self, line: usize, text: String, said: &Said) {
        if said.statement.is_some() {
            self.draft(line, text, said.statement.clone());
            return;
        }
        let above = self.above();
        if let Some(open) = &mut self.open {
            open.wait_numbered(line, text, above);
        }
    }

    fn draft(&mut self, line: usize, text: String, statement: Option<Statement>) {
        if let Some(open) = &mut self.open {
            open.draft(line, text, statement.unwrap_or_default());
        }
    }

    /// Gives lines of their own to the words that they are about.
    fn give_said(&mut self) {
        let Some(statement) = self.said.take() else {
            return;
        };
        let heads = self.last.filter(|(_, fresh)| *fresh).map(|last| last.0);
        match (heads, &mut self.open) {
            (None, None) if self.last.is_none() => self.held.push(Held {
                level: 0,
                is_root: !self.has_titles,
                statement,
            }),
            (Some(node), None) => {
                let name = self.outline.last_title().unwrap_or_default();
                self.heading_says(node, statement.line, name, statement);
            }
            (None, None) => {
                self.open_for_heading();
                let name = self.open.as_ref().map(|open| open.item.name.clone());
                self.draft(statement.line, name.unwrap_or_default(), Some(statement));
            }
            (Some(node), Some(open)) if node.role == Role::Words && !node.is_task && node.holds => {
                open.last_is_heading();
                self.hold(node, statement);
            }
            (Some(node), Some(open)) if node.is_title && open.has_no_words() => {
                let line = open.line;
                self.title_says(node, line, statement);
            }
            (heads, Some(open)) => {
                let several = open.say(&statement);
                if several > 1 {
                    item::units_for_several(self.desk, statement.line, several);
                }
                if let Some(node) = heads.filter(|node| node.holds) {
                    let mut whole = statement;
                    if let Some(held) = self.held.iter().find(|h| h.level == node.rank + 1) {
                        whole = whole.or_from(&held.statement);
                    }
                    self.hold(node, whole);
                }
            }
        }
    }

    fn open_item(&mut self, label: Option<String>, name: String, line: usize) {
        self.count += 1;
        self.open = Some(Open::new(self.count, label, name, line));
    }

    /// An item under a heading that has none of its own: it takes the heading's name.
    fn open_for_heading(&mut self) {
        self.close_item();
        let line = self.outline.last_line().unwrap_or(1);
        let name = self.outline.last_title().unwrap_or_default();
        self.open_item(None, name, line);
    }

    /// An item for words without a number: under a heading it takes its name, without
    /// one their first sentence.
    fn open_for_words(&mut self, para: &Para) {
        if self.outline.last_title().is_some() {
            if self.open.is_none() {
                self.open_for_heading();
                if let Some(open) = &mut self.open {
                    open.is_loose = true;
                }
            }
            return;
        }
        self.close_item();
        let words = para.words();
        let name = &words[..plan::run_in(words).unwrap_or(words.len())];
        let name = name.trim_end_matches(['。', '；', '，', '、', '！']);
        self.open_item(None, name.to_owned(), para.line);
        if let Some(open) = &mut self.open {
            open.is_loose = true;
        }
    }

    /// A paragraph that is no task.
    fn intro(&mut self, line: usize, text: String) {
        let paragraph = Paragraph {
            text,
            line: Some(line),
        };
        match &mut self.open {
            Some(open) => open.item.intro.push(paragraph),
            None => self.outline.add_intro(paragraph),
        }
    }

    /// A rule of the notice that the first-named unit leads stays a paragraph, and is
    /// recorded with its line.
    fn rule(&mut self, line: usize, text: &str) {
        if let Some(words) = phrase::first_leads(text) {
            responsible::first_leads(self.desk, line, text[words].to_owned());
        }
    }

    fn close_item(&mut self) {
        let above = self.above();
        if let Some(open) = self.open.take() {
            let item = open.close(self.desk, above);
            self.outline.add_item(item);
        }
    }
}

/// The longest heading that runs into its text, in characters.
const HEAD: usize = 40;

/// The words without stops too many in their number.
fn without_glue(para: &Para, text: &str) -> String {
    let mut text = text.to_owned();
    let glue = para.mark.iter().flat_map(|mark| mark.glue.iter());
    for range in glue.rev() {
        if text.get(range.clone()).is_some() {
            text.replace_range(range.clone(), "");
        }
    }
    text
}
