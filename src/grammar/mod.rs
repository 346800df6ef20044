//! The words that decide how a text is read: `grammar.yaml`, a section for each reader. It is
//! what can be read without a register, and what a register that says nothing of them uses.
//! An office adds words or replaces them in `content/grammar.yaml`.
//!
//! One grammar holds for the whole program: a project sets its own before anything is read
//! ([`Grammar::take`]), and every reader asks for it where it needs it.

pub mod circular;
pub mod headings;
mod office;
pub mod phrase;
pub mod sections;
pub mod words;

use serde::Deserialize;

use circular::CircularWords;
use headings::{CellWords, HeadingParts, Headings};
use phrase::PhraseWords;
use sections::{
    DueWords, FormWords, KindWords, Measures, NoSubjects, NumberWords, PageWords, ReportWords,
    RuleWords, StandingWords, SumWords, TargetWords, TitleWords,
};
use words::Words;

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    /// Prefixes that are lent where there is no register.
    pub prefixes: Vec<String>,
    /// Suffixes that are lent where there is no register.
    pub suffixes: Vec<String>,
    /// Words of collectives where there is no register.
    pub collective_words: Vec<String>,
    /// The words around the names.
    pub words: Words,
    /// How the rule that the first-named leads is told.
    pub first_leads: RuleWords,
    /// How a statement says that some have to do all that follows.
    pub standing: StandingWords,
    /// What the reader of phrases knows besides.
    pub phrase: PhraseWords,
    /// Words of duty in sentences.
    #[serde(default)]
    pub forms: FormWords,
    /// Words in the numbers of headings.
    #[serde(default)]
    pub numbers: NumberWords,
    /// Headings of tables.
    pub headings: Headings,
    /// What other headings of tables are made of.
    pub heading_parts: HeadingParts,
    /// What cells of tables say beside text of their own.
    pub cells: CellWords,
    /// Kinds, in the order of trust.
    pub kinds: Vec<KindWords>,
    /// The kind of a name that none of them fits.
    pub other_kind: String,
    /// Verbs between the subject of a goal and its figure.
    pub goal_verbs: Vec<String>,
    /// Words before a figure that make it no value of a goal.
    pub no_subjects: NoSubjects,
    /// What a target says beside its figure.
    pub targets: TargetWords,
    /// Units of measure, which may stand behind a figure.
    pub measures: Measures,
    /// How a circular asks for reports.
    pub reports: ReportWords,
    /// The words around the parts of a circular.
    pub circular: CircularWords,
    /// Words that one table adds to the name of a measure and another leaves out.
    pub measure_words: Vec<String>,
    /// Words that mean the same: the first is read as the second.
    pub synonyms: Vec<[String; 2]>,
    /// What stands on a web page and is not the document.
    pub page: PageWords,
    /// How titles are broken into lines.
    pub titles: TitleWords,
    /// Times whose last day can be told.
    pub due: DueWords,
    /// Targets that can be added up over areas.
    pub sums: SumWords,
}

/// What an office gets that has written no file of its own; also the file's manual.
const SHIPPED: &str = include_str!("grammar.yaml");

impl Grammar {
    /// The grammar that the program carries.
    fn shipped() -> Grammar {
        // A test reads it, so that it cannot be shipped broken.
        serde_yaml::from_str(SHIPPED).unwrap_or_else(|_| Grammar {
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            collective_words: Vec::new(),
            words: Words::empty(),
            first_leads: RuleWords::default(),
            standing: StandingWords::default(),
            phrase: PhraseWords::default(),
            forms: FormWords::default(),
            numbers: NumberWords::default(),
            headings: Headings::default(),
            heading_parts: HeadingParts::default(),
            cells: CellWords::default(),
            kinds: Vec::new(),
            other_kind: String::new(),
            goal_verbs: Vec::new(),
            no_subjects: Default::default(),
            targets: TargetWords::default(),
            measures: Default::default(),
            reports: Default::default(),
            circular: Default::default(),
            measure_words: Vec::new(),
            synonyms: Vec::new(),
            page: PageWords::default(),
            titles: TitleWords::default(),
            due: DueWords::default(),
            sums: SumWords::default(),
        })
    }

    /// The kind that a name looks like.
    pub fn kind_of(&self, name: &str) -> &str {
        let fits = |k: &&KindWords| {
            k.begins.iter().any(|w| name.starts_with(w.as_str()))
                || k.ends.iter().any(|w| name.ends_with(w.as_str()))
        };
        let found = self.kinds.iter().find(fits);
        found.map_or(&self.other_kind, |k| &k.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_grammar_can_be_read() {
        let grammar: Result<Grammar, _> = serde_yaml::from_str(SHIPPED);
        let grammar = grammar.unwrap_or_else(|e| panic!("{e}"));
        // What an office changes is laid over the values: each must be what it looks like.
        let values: serde_yaml::Value = serde_yaml::from_str(SHIPPED).expect("YAML");
        let laid: Grammar = serde_yaml::from_value(values).expect("the same grammar");
        assert_eq!(format!("{grammar:?}"), format!("{laid:?}"));
    }
}
