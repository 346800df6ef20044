//! The words by which the reader of phrases tells names, collectives, times and persons:
//! the section `phrase` of `grammar.yaml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::grammar::Grammar;

/// The levels of the state, the highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The centre.
    Central,
    /// 省, 自治区, 直辖市.
    Province,
    /// 地级市, 自治州, 盟, 地区.
    City,
    /// 县, 市辖区, 县级市, 旗.
    County,
    /// 镇, 乡, 街道.
    Town,
}

/// `phrase.manner` of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manner {
    /// How it begins: `按照`.
    pub begins: Vec<String>,
    /// How it ends: `要求`.
    pub ends: Vec<String>,
}

/// The section of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseWords {
    /// Words of a level before the name of a kind: `市`, with the levels that it may mean.
    pub levels: BTreeMap<String, Vec<Level>>,
    /// Ends of names of zones: `高新区`.
    pub zones: Vec<String>,
    /// Characters that stand in no name of a place, unless the gazetteer has it.
    pub no_place: String,
    /// Before a time: `于`2024年6月底前.
    #[serde(default)]
    pub time_heads: Vec<String>,
    /// Verbs that begin a sentence and no name: `推进`.
    pub verbs: Vec<String>,
    /// Characters that begin no name of a place.
    pub never_first: String,
    /// What governs a place: `人民政府`, `管委会`.
    pub governs: Vec<String>,
    /// Of these, those that govern zones: `管委会`.
    pub zone_governs: Vec<String>,
    /// Committees of the party: 党委.
    pub committees: Vec<String>,
    /// Bodies of a place that stand side by side: `委`, `政府`.
    pub leading: Vec<String>,
    /// Of these, those that are offices: `政府办`.
    pub offices: Vec<String>,
    /// Ends of names that are plainly names.
    pub plain_endings: Vec<String>,
    /// Parts of bodies: `分局`.
    pub branches: Vec<String>,
    /// Words with which a name of a body may end, beside those of the register.
    pub endings: Vec<String>,
    /// Words that end like a name and are none.
    pub no_endings: Vec<String>,
    /// Words that make a collective: `各`, `有关`.
    pub several: Vec<String>,
    /// What is meant, where the word is not 各: `部门`.
    pub several_ends: Vec<String>,
    /// Characters that end no collective.
    pub never_last: String,
    /// Words of a kind that stand for several with one of the next: `市直`.
    pub groups: Vec<String>,
    /// `部门`, behind a word of a kind.
    pub group_ends: Vec<String>,
    /// The same behind 直 and 属 only: `学校`.
    pub group_schools: Vec<String>,
    /// Regions of several places, whose number may follow: `珠三角`九市.
    pub regions: Vec<String>,
    /// Words that begin like a level and are none: `市场`.
    pub no_levels: Vec<String>,
    /// What brackets hold that belongs to the name before them: `集团`.
    pub in_names: Vec<String>,
    /// How brackets begin that explain what stands before them: `含`, `包括`.
    pub explains: Vec<String>,
    /// What stands behind 各 where no bodies are meant: `项` of 各项措施.
    pub things: Vec<String>,
    /// Words of a level that alone make a name of what follows them.
    pub guesses: Vec<String>,
    /// What may stand before them: `全市`.
    pub whole: Vec<String>,
    /// Kinds of places that stand beside others in a collective, besides those of the
    /// register.
    pub place_kinds: Vec<String>,
    /// Words behind names that state no role.
    pub tails: Vec<String>,
    /// How a duty is done: `按照…要求`.
    pub manner: Manner,
    /// The party's own bodies inside another: `党组` of 县卫健局党组.
    pub party_groups: Vec<String>,
    /// Marks before names that say something of them: `★`.
    pub name_marks: String,
    /// Kinds of the smallest places: `社区`.
    pub villages: Vec<String>,
    /// Words that say how many places were named: `两` of 甲、乙两县.
    pub counts: String,
    /// What names nobody: `无`.
    pub nothing: Vec<String>,
    /// Every character that is a surname.
    pub surnames: String,
    /// Words with which a time begins.
    pub times: Vec<String>,
    /// Units of time behind a number.
    pub time_units: Vec<String>,
    /// Words that go on with a time.
    pub time_words: Vec<String>,
}

impl PhraseWords {
    /// Whether a text begins with a word of a level: `市`.
    pub fn begins_with_level(&self, text: &str) -> bool {
        let mut levels = self.levels.keys();
        levels.any(|level| text.starts_with(level.as_str()))
    }

    /// Whether words that several are told of end as those of bodies or places do.
    pub fn ends_as_bodies(&self, text: &str) -> bool {
        let ends = [
            &self.several_ends,
            &self.group_ends,
            &self.place_kinds,
            &self.plain_endings,
            &self.governs,
            &self.committees,
        ];
        ends.into_iter()
            .flatten()
            .any(|w| text.ends_with(w.as_str()))
    }

    /// Those that the program carries.
    pub fn get() -> &'static PhraseWords {
        &Grammar::get().phrase
    }
}

/// The longest of `words` that `text` begins with.
pub fn begins<'w>(text: &str, words: &'w [String]) -> Option<&'w str> {
    let fits = words.iter().filter(|w| text.starts_with(w.as_str()));
    fits.max_by_key(|w| w.len()).map(String::as_str)
}

/// The longest of `words` that `text` ends with.
pub fn ends<'w>(text: &str, words: &'w [String]) -> Option<&'w str> {
    let fits = words.iter().filter(|w| text.ends_with(w.as_str()));
    fits.max_by_key(|w| w.len()).map(String::as_str)
}
