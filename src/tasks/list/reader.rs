//! Paragraphs → parts, sections, items and tasks, as the plan says.

use std::ops::Range;

use crate::notice::{Paragraph, Part};
use crate::tasks::assembler::Assembler;
use crate::tasks::list::fields::Statement;
use crate::tasks::list::held::HeldStatements;
use crate::tasks::list::item::Open;
use crate::tasks::list::para::{Para, Said};
use crate::tasks::list::plan::{Node, Place, Plan, Role};
use crate::tasks::list::{item, plan};
use crate::tasks::numbering;
use crate::tasks::numbering::{Heading, Level};
use crate::tasks::outline::Outline;
use crate::units::phrase;

/// What reading came to.
pub(super) struct Read {
    pub(super) parts: Vec<Part>,
    /// By paragraph of the source: stops of headings, which print leaves out, in bytes.
    pub(super) stops: Vec<(usize, Range<usize>)>,
}

pub(super) struct Reader<'d, 's, 'p> {
    pub(super) assembler: &'d mut Assembler<'s>,
    pub(super) plan: &'p Plan,
    pub(super) outline: Outline,
    /// The item that is being gathered.
    pub(super) open: Option<Open>,
    pub(super) count: u32,
    pub(super) held: HeldStatements,
    /// Lines of their own about the same words, not yet given to them.
    pub(super) said: Option<Statement>,
    /// The numbered paragraph that was read last, with whether nothing but statements
    /// came after it.
    pub(super) last: Option<(&'p Node, bool)>,
    pub(super) stops: Vec<(usize, Range<usize>)>,
    pub(super) closed: bool,
}

impl<'d, 's, 'p> Reader<'d, 's, 'p> {
    pub(super) fn new(assembler: &'d mut Assembler<'s>, plan: &'p Plan) -> Self {
        Reader {
            assembler,
            plan,
            outline: Outline::default(),
            open: None,
            count: 0,
            held: HeldStatements::default(),
            said: None,
            last: None,
            stops: Vec::new(),
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
        self.keep_unused();
        Read {
            parts: self.outline.parts,
            stops: self.stops,
        }
    }

    fn gather(&mut self, para: &Para) {
        self.held.remember(para.line, &para.text);
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
        if node.ends_titles {
            self.held.leave_titles();
        }
        self.held.leave(node.rank);
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
        let start = para.words_start();
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
        if node.is_missed {
            item::item_without_units(self.assembler, para.line, words);
        }
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
        let is_task = node.is_task && !node.is_title;
        self.hold_at(node.rank + 1, is_task, node.is_task, statement);
    }

    pub(super) fn hold_at(
        &mut self,
        level: usize,
        is_task: bool,
        gives_task: bool,
        statement: Statement,
    ) {
        let at = self.outline.last_place();
        self.held.hold(level, is_task, gives_task, statement, at);
    }

    fn item(&mut self, para: &Para, node: &Node, apart: Option<Place>) {
        self.outline.set_apart(apart);
        let words = para.words().to_owned();
        let run_in = plan::run_in(&words);
        let start = para.words_start();
        // A long sentence is no heading of what follows it.
        let is_head = |from: &usize| !para.is_sentence && words[..*from].chars().count() <= HEAD;
        // 2024年8月底前完成。 behind it says by when.
        let is_time = |from: &usize| phrase::is_time(words[*from..].trim_end_matches(STOPS));
        let head = run_in.filter(is_head).filter(|from| !is_time(from));
        let name = &words[..run_in.unwrap_or(words.len())];
        let name = name
            .trim_end_matches(['。', '；', '，', '、', '！'])
            .to_owned();
        let label = para.mark.as_ref().map(|mark| mark.number.clone());
        if let Some(end) = head.or_else(|| node.is_title.then_some(words.len())) {
            let kept = words[..end].trim_end_matches(STOPS).len();
            self.stops.push((para.index, start + kept..start + end));
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
                None if (node.has_children || node.has_words && node.is_title) && !node.holds => {
                    self.intro(para.line, text)
                }
                None => {
                    self.own_words(para.line, text, first);
                    if let (false, Some(open)) = (para.suspects.is_empty(), &mut self.open) {
                        open.doubt_last();
                    }
                }
            }
        }
        for said in pieces {
            self.piece(para.line, said.text.clone(), said);
        }
    }

    /// A piece of a paragraph, with these words.
    pub(super) fn piece(&mut self, line: usize, text: String, said: &Said) {
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
        let above = self.held.above();
        if let Some(open) = &mut self.open {
            open.wait_numbered(line, text, above);
        }
    }

    fn draft(&mut self, line: usize, text: String, statement: Option<Statement>) {
        if let Some(open) = &mut self.open {
            open.draft(line, text, statement.unwrap_or_default());
            open.join(self.held.joined());
        }
    }

    /// Gives lines of their own to the words that they are about.
    fn give_said(&mut self) {
        let Some(statement) = self.said.take() else {
            return;
        };
        self.held.watch(&statement, self.outline.last_place());
        let heads = self.last.filter(|(_, fresh)| *fresh).map(|last| last.0);
        match (heads, &mut self.open) {
            (None, None) if self.last.is_none() => self.hold_at(0, false, false, statement),
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
            (_, Some(open)) if open.has_no_words() => {
                open.title_states = true;
                let level = open.rank.map_or(0, |rank| rank + 1);
                self.hold_at(level, false, false, statement);
            }
            (heads, Some(open)) => {
                let about = open.say(&statement);
                open.join(self.held.joined());
                if about.len() > 1 {
                    item::units_for_several(self.assembler, statement.line, &about);
                }
                if let Some(node) = heads.filter(|node| node.holds) {
                    self.hold(node, statement);
                }
            }
        }
    }

    pub(super) fn open_item(&mut self, label: Option<String>, name: String, line: usize) {
        self.count += 1;
        // Beside printed numbers one that is not printed is none of them.
        let label = label.or_else(|| (!self.plan.nodes.is_empty()).then(String::new));
        self.open = Some(Open::new(self.count, label, name, line));
        if let (Some(open), Some((node, _))) = (&mut self.open, self.last) {
            open.rank = Some(node.rank);
        }
    }

    /// An item under a heading that has none of its own: it takes the heading's name.
    pub(super) fn open_for_heading(&mut self) {
        self.close_item();
        let line = self.outline.last_line().unwrap_or(1);
        let name = self.outline.last_title().unwrap_or_default();
        self.open_item(None, name, line);
    }

    /// A paragraph that is no task.
    pub(super) fn intro(&mut self, line: usize, text: String) {
        let paragraph = Paragraph {
            text,
            line: Some(line.into()),
        };
        match &mut self.open {
            Some(open) => open.item.intro.push(paragraph),
            None => self.outline.add_intro(paragraph),
        }
    }

    pub(super) fn close_item(&mut self) {
        let Some(open) = self.open.take() else { return };
        let above = self.held.above();
        let terms = self.held.terms();
        let leader = self.held.leader();
        let (item, used) = open.close(self.assembler, above, leader, &terms);
        self.held.take(used);
        self.outline.add_item(item);
    }

    /// What was said above tasks that all say it themselves stays as a paragraph.
    fn keep_unused(&mut self) {
        for unused in self.held.left() {
            let line = unused.line();
            item::said_of_nothing(self.assembler, line, &unused.words);
            let paragraph = Paragraph {
                text: unused.words,
                line: Some(line.into()),
            };
            self.outline.add_intro_at(unused.at, paragraph);
        }
    }
}

/// Stops at the end of a sentence that names leave out.
pub(super) const STOPS: [char; 5] = ['。', '；', '，', '、', '！'];

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
