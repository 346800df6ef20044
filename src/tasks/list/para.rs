//! A paragraph of a list, with its number and what is said in it.

use std::ops::Range;

use super::fields::Statement;
use super::piece::Piece;
use crate::diag::Diagnostic;
use crate::tasks::assembler::Assembler;
use crate::tasks::numbering::Mark;

/// A paragraph.
pub(super) struct Para {
    /// Its place among the paragraphs of the source.
    pub(super) index: usize,
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
    /// Its words, each with what is said behind them.
    pub(super) pieces: Vec<Said>,
    /// Brackets and labels that stand in no field, in bytes.
    pub(super) labels: Vec<Range<usize>>,
    /// What looks like a statement, but names nobody.
    pub(super) suspects: Vec<Range<usize>>,
    /// Sentences on the units of several tasks.
    pub(super) unclear: Vec<Range<usize>>,
    /// It is a heading without a number that names those whose tasks are below.
    pub(super) heads_units: bool,
    /// Its first sentence is no heading of the others.
    pub(super) is_sentence: bool,
    /// Duties in prose, beside statements.
    pub(super) beside: Vec<Range<usize>>,
    /// Where its text begins in the paragraph of the source, in bytes.
    pub(super) offset: usize,
    /// How much of the text is left out between its number and its words, in bytes.
    pub(super) skipped: usize,
    /// Words that look like a statement and are none, as a correction says.
    pub(super) prose: Vec<Range<usize>>,
}

/// Words, and what is said about them.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) statement: Option<Statement>,
}

impl Said {
    pub(super) fn of(piece: Piece, line: usize) -> Self {
        Said {
            statement: Statement::of(&piece, line),
            text: piece.text,
        }
    }

    /// Whether units are named.
    pub(super) fn names_units(&self) -> bool {
        self.statement.as_ref().is_some_and(|s| s.units.is_some())
    }
}

impl Para {
    /// Says what looks like a statement of duty and names nobody.
    pub(super) fn doubt(&self, assembler: &mut Assembler<'_>) {
        for words in &self.suspects {
            let words = &self.text[words.clone()];
            let warning = Diagnostic::warning(
                "statement-without-units",
                format!("“{words}”像是责任单位的写法，却读不出单位；照印，不落到任何单位名下"),
            ).unassigned()
            .at(assembler.place(self.line).words(words))
            .hint(
                "若确是责任单位，请改用单位的通行名称，或登记到 content/units/；若是正文，请在 corrections.yaml 里用 prose 写明",
            );
            assembler.remarks.push(warning);
        }
        for words in &self.beside {
            let words = &self.text[words.clone()];
            let warning = Diagnostic::warning(
                "duty-in-prose",
                format!("“{words}”像是分工，但别处的任务另写了责任单位；当作正文照印，不落到任何单位名下"),
            ).unassigned()
            .at(assembler.place(self.line).words(words))
            .hint("若也是任务，请在 corrections.yaml 里照别处的写法补上责任单位；若是正文，请用 prose 写明");
            assembler.remarks.push(warning);
        }
        for words in &self.unclear {
            let words = &self.text[words.clone()];
            let warning = Diagnostic::warning(
                "units-for-some",
                format!(
                    "“{words}”说的是几项任务的责任单位，不知道是哪几项；照印，不落到任何单位名下"
                ),
            )
            .unassigned()
            .at(assembler.place(self.line).words(words))
            .hint("请在 corrections.yaml 里把责任单位写到各条任务后面");
            assembler.remarks.push(warning);
        }
    }

    /// Remembers words that may state a duty.
    pub(super) fn doubt_words(&mut self, words: Range<usize>) {
        self.suspects.push(words);
    }

    /// Whether a correction says that words of it are prose.
    pub(super) fn is_prose(&self, words: &Range<usize>) -> bool {
        let meets = |prose: &Range<usize>| prose.start < words.end && words.start < prose.end;
        self.prose.iter().any(meets)
    }

    /// Where its words begin in the paragraph of the source.
    pub(super) fn words_start(&self) -> usize {
        let number = self.mark.as_ref().map_or(0, |mark| mark.start);
        self.offset + number + self.skipped
    }

    /// Whether some units are named in it.
    pub(super) fn names_units(&self) -> bool {
        self.pieces.iter().any(Said::names_units)
    }

    /// Whether all units that are named in it join somebody else.
    pub(super) fn only_joins(&self) -> bool {
        let said = self
            .pieces
            .iter()
            .filter_map(|said| said.statement.as_ref());
        let mut said = said.filter(|said| said.units.is_some());
        said.all(|said| said.joins)
    }

    /// Whether it says something about a task, and has no words of its own.
    pub(super) fn is_statement(&self) -> bool {
        let bare = |said: &Said| said.text.is_empty() && said.statement.is_some();
        self.mark.is_none() && !self.pieces.is_empty() && self.pieces.iter().all(bare)
    }

    /// Whether it has no number and says nothing about a task.
    pub(super) fn is_plain(&self) -> bool {
        self.mark.is_none() && self.pieces.iter().all(|said| said.statement.is_none())
    }

    /// The words of its first piece, without the number.
    pub(super) fn words(&self) -> &str {
        let text = self.pieces.first().map_or("", |said| &said.text);
        let start = self.mark.as_ref().map_or(0, |mark| mark.start);
        text.get(start..).unwrap_or_default()
    }

    /// Whether it announces what follows it: `具体措施：`.
    pub(super) fn is_lead_in(&self) -> bool {
        self.is_plain() && self.text.ends_with('：')
    }

    /// A short line without a stop, as headings are that have no number.
    pub(super) fn looks_like_title(&self) -> bool {
        let stops = ['。', '；', '，', '：', '、', '！', '？'];
        self.is_plain()
            && self.text.chars().count() <= TITLE
            && !self.text.ends_with(stops)
            && !self.text.contains('。')
    }
}

/// The longest heading without a number, in characters.
const TITLE: usize = 30;
