//! The grammar that holds: the one that the program carries, with what an office says
//! otherwise in `content/grammar.yaml`.

use std::sync::OnceLock;

use crate::diag::Diagnostic;
use crate::grammar::{Grammar, SHIPPED};
use crate::overlay::Overlay;

/// Where an office says what it wants otherwise, below the project.
const FILE: &str = "content/grammar.yaml";

/// A grammar that holds, or held until the next: readers keep references to its words for as
/// long as the program runs, so none is ever dropped. A project has one; another comes only
/// where an office changes its file while the output is watched.
struct Holding {
    grammar: OnceLock<Grammar>,
    /// The office's own text that it is made from.
    own: OnceLock<String>,
    next: OnceLock<Box<Holding>>,
}

impl Holding {
    const fn none() -> Holding {
        Holding {
            grammar: OnceLock::new(),
            own: OnceLock::new(),
            next: OnceLock::new(),
        }
    }
}

static FIRST: Holding = Holding::none();

/// The one that holds now.
fn latest() -> &'static Holding {
    let mut latest = &FIRST;
    while let Some(next) = latest.next.get() {
        latest = next;
    }
    latest
}

impl Grammar {
    /// Where an office says what it wants otherwise, below the project.
    pub const FILE: &'static str = FILE;

    /// Sections that take names of an office's own.
    pub const OPEN: [&'static str; 1] = ["phrase.levels"];

    /// The grammar that holds.
    pub fn get() -> &'static Grammar {
        latest().grammar.get_or_init(Grammar::shipped)
    }

    /// Lets the grammar of an office hold from now on, whose `content/grammar.yaml` is
    /// `text`; empty where it has none. Registers take words from it when they are read, so it
    /// comes before them.
    ///
    /// # Errors
    /// All that is wrong in the text, each with its line; then the last one still holds.
    pub fn take(text: &str) -> Result<(), Vec<Diagnostic>> {
        let now = latest();
        let _ = now.grammar.get_or_init(Grammar::shipped);
        if now.own.get().map_or("", String::as_str) == text {
            return Ok(());
        }
        let grammar = match text.is_empty() {
            true => Grammar::shipped(),
            false => of_office(text)?,
        };
        let next = Holding::none();
        let _ = next.grammar.set(grammar);
        let _ = next.own.set(text.to_owned());
        // Whoever came first has set it; a program has one project.
        let _ = now.next.set(Box::new(next));
        Ok(())
    }
}

/// The grammar of an office.
fn of_office(text: &str) -> Result<Grammar, Vec<Diagnostic>> {
    let overlay = Overlay {
        file: FILE,
        rule: "grammar-yaml",
        hint: "每条写“章节、名字: [词]”，只写要添的；名字和写法见使用说明",
        open: &Grammar::OPEN,
        text: |new, _| new.trim().is_empty().then(|| "不能是空的".to_owned()),
    };
    overlay.laid(SHIPPED, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> Grammar {
        of_office(text).unwrap_or_else(|e| panic!("{text}: {e:?}"))
    }

    #[test]
    fn an_office_adds_and_replaces_words() {
        let grammar = own("words: {plain: {labels: [承担科室]}}");
        assert_eq!(grammar.words.label("承担科室"), Some(None));
        assert_eq!(grammar.words.label("责任单位"), Some(None));
        assert!(own("measures: {units: [标方]}").measures.has("万标方"));
        let few = own("circular: {marks: {only: [特急]}}").circular.marks;
        assert_eq!(few, ["特急"]);
        let levels = own("phrase:\n  levels:\n    新区: [county]\n")
            .phrase
            .levels;
        assert!(levels.contains_key("新区") && levels.contains_key("县"));
    }

    #[test]
    fn what_is_no_grammar_is_refused_with_its_line() {
        for (text, line) in [
            ("words:\n  plain:\n    lables: [甲]\n", 3),
            ("words:\n  plain: [甲]\n", 2),
            ("measures:\n  units: 标方\n", 2),
            ("measures:\n  scales: [十万]\n", 2),
            ("phrase:\n  levels:\n    新区: [village]\n", 3),
            ("targets:\n  # 甲\n  assigned: [乙]\n", 3),
            ("kinds:\n  - { kind: 甲, end: [乙] }\n", 1),
            ("cells: {none: ['']}\n", 1),
        ] {
            let errors = of_office(text).expect_err(text);
            let place = errors[0].place.as_ref().expect("a place");
            assert_eq!(place.line, Some(line), "{text}: {errors:?}");
        }
    }
}
