//! What holds for any text.

use gongwen::notice::phrase;
use gongwen::read::normal::normalise_str;
use proptest::prelude::*;

use crate::cases::register;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalising_twice_is_normalising_once(text in "[市委局（）(),，、。 　0-9０-９a-z%~:;“”]{0,30}") {
        let once = normalise_str(&text);
        prop_assert_eq!(normalise_str(&once), once);
    }

    #[test]
    fn a_phrase_loses_no_character(text in "[市委局各区政府、，（）苏州吴中]{0,30}") {
        let register = register();
        let text = normalise_str(&text);
        let phrase = phrase::resolve(&text, &register);
        let mut left = text.clone();
        for name in phrase.names.iter().rev() {
            prop_assert_eq!(&text[name.span.clone()], name.printed.as_str());
            let end = name.span.end + name.qualifier.as_ref().map_or(0, String::len);
            left.replace_range(name.span.start..end.min(left.len()).max(name.span.end), "");
        }
        // Only marks are left: every other character is in a name or a qualifier.
        let marks = |c: char| matches!(c, '、' | '，' | '；' | '。' | '（' | '）');
        let names: String = phrase.names.iter().map(|n| n.printed.clone() + n.qualifier.as_deref().unwrap_or("")).collect();
        let words = |t: &str| t.chars().filter(|c| !marks(*c)).collect::<String>();
        // A collective keeps its own marks, so only words are compared.
        prop_assert_eq!(words(&names), words(&text));
    }
}
