//! What holds for any text.

use gongwen::notice::phrase;
use gongwen::notice::units::Register;
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
    fn a_phrase_loses_no_character(
        text in "([市委局各区政府苏州吴中、，；。：]|（人才办）|（牵头）|牵头单位：|配合|负责|等部门|等|会同|和|市财政局|各市、区政府){0,12}",
        bare in any::<bool>(),
    ) {
        let register = if bare { Register::bare("苏府", "苏州市人民政府文件") } else { register() };
        let text = normalise_str(&text);
        let phrase = phrase::resolve(&text, &register);
        // Names, their qualifiers, and words of roles stand side by side in order;
        // between them are only marks.
        let mut held = vec![false; text.len()];
        let mut hold = |span: std::ops::Range<usize>| {
            for at in span {
                prop_assert!(!held[at], "held twice: {text}");
                held[at] = true;
            }
            Ok(())
        };
        for name in &phrase.names {
            prop_assert_eq!(&text[name.span.clone()], name.printed.as_str());
            hold(name.span.clone())?;
            if let Some(qualifier) = &name.qualifier {
                let rest = &text[name.span.end..];
                let whole = format!("（{qualifier}）");
                prop_assert!(rest.starts_with(&whole), "{}", text);
                hold(name.span.end..name.span.end + whole.len())?;
            }
        }
        for span in phrase.words.iter().chain(&phrase.unread) {
            hold(span.clone())?;
        }
        let left: String = text.char_indices().filter(|(at, _)| !held[*at]).map(|x| x.1).collect();
        prop_assert!(left.chars().all(|c| "、，；。：（）".contains(c)), "{text}: {left}");
    }
}
