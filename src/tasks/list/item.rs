//! An item as it is gathered: words, and what is said about them before or behind.

use crate::diag::Diagnostic;
use crate::grammar::words::Role;
use crate::notice::{Item, Paragraph, Task, goal};
use crate::tasks::assembler::Assembler;
use crate::tasks::list::fields::{Origin, Statement};
use crate::tasks::responsible;
use crate::units::phrase;

/// Words that are a task.
pub(super) struct Draft {
    line: usize,
    text: String,
    said: Statement,
    /// What the heading above says that names those whom it joins, where it names nobody else;
    /// `None` until that is known.
    joined: Option<Option<Statement>>,
}

/// Words of which nothing is said yet.
struct Waiting {
    line: usize,
    text: String,
    /// What was said without naming a unit.
    said: Statement,
    /// What the headings above say, where it holds for these words.
    above: Option<Statement>,
    /// It holds what looks like a statement of its own.
    is_doubted: bool,
}

/// The item that is being gathered.
pub(super) struct Open {
    pub(super) item: Item,
    pub(super) line: usize,
    /// The rank of its number.
    pub(super) rank: Option<usize>,
    /// It has no number, but takes its name from a heading or from its own words.
    pub(super) is_loose: bool,
    /// What is said behind its title is about the paragraphs under it.
    pub(super) title_states: bool,
    drafts: Vec<Draft>,
    waiting: Vec<Waiting>,
    /// Where the drafts begin that were stated last.
    stated: usize,
}

impl Open {
    pub(super) fn new(number: u32, label: Option<String>, name: String, line: usize) -> Self {
        Open {
            item: Item {
                key: None,
                number,
                label: label.filter(|l| *l != number.to_string()),
                name,
                intro: Vec::new(),
                tasks: Vec::new(),
            },
            line,
            rank: None,
            is_loose: false,
            title_states: false,
            drafts: Vec::new(),
            waiting: Vec::new(),
            stated: 0,
        }
    }

    /// Whether there is nothing but its name.
    pub(super) fn has_no_words(&self) -> bool {
        self.drafts.is_empty() && self.waiting.is_empty()
    }

    /// Words with what is said behind them.
    pub(super) fn draft(&mut self, line: usize, text: String, said: Statement) {
        self.stated = self.drafts.len();
        self.drafts.push(Draft {
            line,
            text,
            said,
            joined: None,
        });
    }

    /// What was drafted and only joins somebody joins those whom the heading above names.
    pub(super) fn join(&mut self, joined: Option<&Statement>) {
        let joins = |draft: &&mut Draft| draft.said.joins && draft.joined.is_none();
        for draft in self.drafts.iter_mut().filter(joins) {
            draft.joined = Some(joined.cloned());
        }
    }

    /// A paragraph without a number of which nothing is said yet.
    pub(super) fn wait(&mut self, line: usize, text: String) {
        self.waiting.push(Waiting {
            line,
            text,
            said: Statement::default(),
            above: None,
            is_doubted: false,
        });
    }

    /// The same of a numbered one, for which the headings above may say it.
    pub(super) fn wait_numbered(&mut self, line: usize, text: String, above: Option<Statement>) {
        self.wait(line, text);
        if let Some(waiting) = self.waiting.last_mut() {
            waiting.above = above;
        }
    }

    /// The words that wait last hold what looks like a statement of their own.
    pub(super) fn doubt_last(&mut self) {
        if let Some(waiting) = self.waiting.last_mut() {
            waiting.is_doubted = true;
        }
    }

    /// The words that wait last are a heading of what follows.
    pub(super) fn last_is_heading(&mut self) {
        if let Some(waiting) = self.waiting.pop() {
            self.item.intro.push(waiting.paragraph());
        }
    }

    /// A line of its own about the words before it. Returns the paragraphs it is about that
    /// nothing was said of before.
    pub(super) fn say(&mut self, statement: &Statement) -> Vec<String> {
        if self.waiting.is_empty() {
            let start = self.stated.min(self.drafts.len());
            for draft in &mut self.drafts[start..] {
                draft.said.add(statement.clone());
            }
            return Vec::new();
        }
        if statement.units.is_none() {
            for waiting in &mut self.waiting {
                waiting.said.add(statement.clone());
            }
            return Vec::new();
        }
        self.stated = self.drafts.len();
        // What seems to say its own is not among those that share this one, nor what its
        // heading speaks for.
        let others = &self.waiting[..self.waiting.len() - 1];
        let headed = |waiting: &Waiting| {
            let above = waiting.above.as_ref();
            above.is_some_and(|above| above.units.is_some())
        };
        let own = others
            .iter()
            .rposition(|waiting| waiting.is_doubted || headed(waiting));
        let shared = self.waiting.split_off(own.map_or(0, |at| at + 1));
        let about = shared.iter().map(|waiting| waiting.text.clone()).collect();
        for mut waiting in shared {
            waiting.said.add(statement.clone());
            self.drafts.push(waiting.draft());
        }
        about
    }

    /// Closes it; `above` is what the headings above and its own title say, `leader` what they
    /// say of who leads tasks that name their units themselves, and `terms` what of it holds for
    /// such tasks too. Returns what was used beside it.
    pub(super) fn close(
        mut self,
        assembler: &mut Assembler<'_>,
        above: Option<Statement>,
        leader: Option<&Statement>,
        terms: &Statement,
    ) -> (Item, Vec<Origin>) {
        let takes_above = self.title_states || self.drafts.is_empty();
        if let (true, Some(above)) = (self.has_no_words(), &above)
            && above.units.is_some()
        {
            let name = self.item.name.clone();
            self.draft(self.line, name, above.clone());
        }
        let mut left = Vec::new();
        for mut waiting in std::mem::take(&mut self.waiting) {
            let own = waiting.above.take();
            match own.or_else(|| above.clone().filter(|_| takes_above)) {
                Some(above) if above.units.is_some() => {
                    waiting.said = std::mem::take(&mut waiting.said).or_from(&above);
                    self.drafts.push(waiting.draft());
                }
                _ => left.push(waiting),
            }
        }
        self.drafts.sort_by_key(|draft| draft.line);
        let mut used = Vec::new();
        for draft in &mut self.drafts {
            if let Some(joined) = draft.joined.take().flatten().filter(|_| draft.said.joins) {
                if !leads_alone(&joined, assembler) {
                    joins_those_above(assembler, draft.line, &joined, &draft.said);
                }
                draft.said = std::mem::take(&mut draft.said).with_those_above(&joined);
            }
            let own = draft.said.units.is_some() && !draft.said.leads;
            if let Some(leader) = leader.filter(|_| own) {
                leader_left_out(assembler, draft.line, leader);
            }
            draft.said = std::mem::take(&mut draft.said).or_terms_from(terms);
            used.extend(draft.said.from.iter().copied());
        }
        for waiting in left {
            let lines = waiting.line..usize::MAX;
            let is_prose = !assembler.prose.find(&waiting.text, &lines).is_empty();
            if !self.drafts.is_empty() && !is_prose {
                without_units(assembler, waiting.line, &waiting.text);
            }
            self.item.intro.push(waiting.paragraph());
        }
        self.item.intro.sort_by_key(|paragraph| paragraph.line);
        if self.drafts.is_empty() {
            item_without_units(assembler, self.line, &self.item.name);
        }
        let drafts = std::mem::take(&mut self.drafts);
        self.item.tasks = drafts.into_iter().map(|d| d.task(assembler)).collect();
        (self.item, used)
    }
}

impl Waiting {
    fn draft(self) -> Draft {
        Draft {
            line: self.line,
            text: self.text,
            said: self.said,
            joined: None,
        }
    }

    fn paragraph(self) -> Paragraph {
        Paragraph {
            text: self.text,
            line: Some(self.line.into()),
        }
    }
}

impl Draft {
    fn task(self, assembler: &mut Assembler<'_>) -> Task {
        let units = self.said.units.unwrap_or_default();
        let line = match self.said.line {
            0 => self.line,
            line => line,
        };
        let stated = responsible::read(assembler, line, self.line, units);
        let said = self.said.deadline.map(|d| d.text);
        let own = || own_time(&self.text).filter(|_| stated.deadline.is_none());
        let deadline = said.or_else(own).map(|text| assembler.deadline(text));
        Task {
            key: None,
            goals: goal::goals(&self.text),
            text: self.text,
            line: Some(self.line.into()),
            more: self.said.more,
            deadline: deadline.or(stated.deadline),
            responsible: stated.responsible,
        }
    }
}

/// `新建学校3所。2024年8月底前完成。`: the time that is all of the last sentence.
fn own_time(words: &str) -> Option<String> {
    let sentence = words.trim_end_matches(['。', '；']);
    let (_, last) = sentence.rsplit_once('。')?;
    phrase::is_time(last).then(|| last.to_owned())
}

fn without_units(assembler: &mut Assembler<'_>, line: usize, text: &str) {
    let warning = Diagnostic::warning(
        "paragraph-without-units",
        format!(
            "“{}”这一段没有写责任单位；照印，但不落到任何单位名下",
            shorten(text)
        ),
    )
    .unassigned()
    .at(assembler.place(line).words(first_words(text)))
    .hint("若漏了责任单位，请补上；若只是正文，请在 corrections.yaml 里用 prose 写明");
    assembler.remarks.push(warning);
}

/// Says that a task names its own units under a heading that says who leads.
fn leader_left_out(assembler: &mut Assembler<'_>, line: usize, leader: &Statement) {
    let words = leader.units.as_deref().unwrap_or_default();
    let warning = Diagnostic::warning(
        "units-for-some",
        format!("上面的标题写着“{words}”，这一条另写了责任单位；没有把标题里的单位加到这一条"),
    )
    .at(assembler.place(line))
    .hint("若标题里的单位也管这一条，请在 corrections.yaml 里把它写进这一条的责任单位");
    assembler.remarks.push(warning);
}

/// Whether a heading names those who lead and nobody else: who joins them is then no question.
fn leads_alone(heading: &Statement, assembler: &Assembler<'_>) -> bool {
    let units = heading.units.as_deref().unwrap_or_default();
    let names = phrase::resolve(units, assembler.register).names;
    names.iter().all(|name| name.role == Some(Role::Lead))
}

/// Says that a task which names only those who join was read as joining whom its heading names.
fn joins_those_above(
    assembler: &mut Assembler<'_>,
    line: usize,
    heading: &Statement,
    own: &Statement,
) {
    let words = |said: &Statement| said.units.clone().unwrap_or_default();
    let warning = Diagnostic::warning(
        "units-for-some",
        format!(
            "这一条只写了“{}”配合，上面的标题写着“{}”；读作标题里的单位也管这一条",
            words(own),
            words(heading)
        ),
    )
    .at(assembler.place(line))
    .hint("若标题里的单位不管这一条，请在 corrections.yaml 里给这一条写上自己的责任单位");
    assembler.remarks.push(warning);
}

/// Says that an item reaches nobody.
pub(super) fn item_without_units(assembler: &mut Assembler<'_>, line: usize, name: &str) {
    let warning = Diagnostic::warning(
        "task-without-units",
        format!(
            "“{}”没有责任单位，只作正文印出，不落到任何单位名下",
            shorten(name)
        ),
    )
    .unassigned()
    .at(assembler.place(line).words(first_words(name)))
    .hint("若漏了责任单位，请补上");
    assembler.remarks.push(warning);
}

/// Says that a statement is about no task.
pub(super) fn said_of_nothing(assembler: &mut Assembler<'_>, line: usize, words: &str) {
    let warning = Diagnostic::warning(
        "statement-without-task",
        format!(
            "“{}”不知道管哪条任务；照印，但不落到任何任务",
            shorten(words)
        ),
    )
    .unassigned()
    .at(assembler.place(line).words(first_words(words)))
    .hint("它管的任务若各有各的写法，请核对；若管其中一条，请移到那条后面");
    assembler.remarks.push(warning);
}

/// Says that a line of units was read as being about several paragraphs.
pub(super) fn units_for_several(assembler: &mut Assembler<'_>, line: usize, about: &[String]) {
    let count = about.len();
    let words: String = about.iter().map(|t| format!("“{}”", shorten(t))).collect();
    let warning = Diagnostic::warning(
        "units-for-several",
        format!("这一行责任单位读作管上面 {count} 段：{words}"),
    )
    .at(assembler.place(line))
    .hint("若只管其中一段，请在 corrections.yaml 里把责任单位写到各段末尾");
    assembler.remarks.push(warning);
}

fn first_words(text: &str) -> String {
    text.chars().take(16).collect()
}

/// A text as a message quotes it.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if text.chars().count() > 60 {
        short.push('…');
    }
    short
}
