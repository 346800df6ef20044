//! Sections of `grammar.yaml` that are lists of words and little else.

use serde::Deserialize;

/// Words that make a number of what they stand beside, in headings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberWords {
    /// Behind `第一`: `第一章`, `第二部分`; the wider first.
    #[serde(default)]
    pub divisions: Vec<String>,
    /// Before the number, of a heading: `专栏1`.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Before the number and a colon: `任务一：`.
    #[serde(default)]
    pub named: Vec<String>,
}

/// The words of duty in sentences that have neither a label nor brackets.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormWords {
    /// Between the units that are the subject and what they do: `负责`.
    pub duties: Vec<String>,
    /// Verbs of what units do, beside those that begin a sentence: `查处`.
    pub acts: Vec<String>,
    /// What makes a noun of a word of `duties` that stands before it: 负责`同志`.
    pub no_duties: Vec<String>,
    /// What a heading calls the tasks of those whom it names: 市发改委牵头的`任务`.
    #[serde(default)]
    pub duty_nouns: Vec<String>,
    /// What is said behind a unit and a colon of how things stand, not of what is to be
    /// done: `进度滞后`.
    pub reports: Vec<String>,
    /// Words with 了 that do not say that something was done: `为了`.
    pub not_done: Vec<String>,
}

impl FormWords {
    /// Whether words say what was done, not what is to be done.
    pub fn tells_of_past(&self, words: &str) -> bool {
        let kept = |text: String, w: &String| text.replace(w.as_str(), "");
        self.not_done
            .iter()
            .fold(words.to_owned(), kept)
            .contains('了')
    }
}

/// How `gongwen units` tells a kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWords {
    /// The kind.
    pub kind: String,
    /// How a name of it begins.
    #[serde(default)]
    pub begins: Vec<String>,
    /// How a name of it ends.
    #[serde(default)]
    pub ends: Vec<String>,
}

/// The words of web pages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageWords {
    /// Fields of the table over a text that hold the document number.
    pub number: Vec<String>,
    /// Those that hold the date of the document.
    pub date: Vec<String>,
    /// Those that hold the agency.
    pub agency: Vec<String>,
    /// Those that hold the title.
    pub title: Vec<String>,
    /// Those that hold an agency which need not be the one that signs.
    pub bodies: Vec<String>,
    /// All other fields.
    pub fields: Vec<String>,
    /// What a line of a page begins with, before a colon, wherever it stands.
    pub labels: Vec<String>,
    /// The same, over the text only.
    pub head_labels: Vec<String>,
    /// The same, under the text, where a line of the page follows.
    pub beside: Vec<String>,
    /// Words of which a line of a page may consist.
    pub words: Vec<String>,
    /// What only the foot of a site says.
    pub foot: Vec<String>,
    /// The same, but a sentence of a notice may say it too.
    pub foot_or_text: Vec<String>,
    /// What such a sentence says where it speaks of a site.
    pub site: Vec<String>,
    /// How names of sites end.
    pub site_ends: Vec<String>,
    /// How a line beside such a one begins.
    pub beside_foot: Vec<String>,
    /// The same, where the name behind it is one of `owners`.
    pub owner_labels: Vec<String>,
    /// Words in the names of those who have sites.
    pub owners: Vec<String>,
    /// Classes by which a page calls what is not its text.
    pub regions: Vec<String>,
    /// Endings of files that a page hands out.
    pub files: Vec<String>,
    /// What may stand above a masthead.
    pub above: Vec<String>,
}

/// The words that make whoever is named first the leader of a task: the section
/// `first_leads` of `grammar.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleWords {
    /// That one is named first: `第一位`.
    pub first: Vec<String>,
    /// That this one leads: `牵头`.
    pub leads: Vec<String>,
    /// What the sentence with this rule begins with, where it is one of several clauses.
    pub begins: Vec<String>,
    /// That all lead where a statement ends so, if the rule says it: `分别负责`.
    pub each: Vec<String>,
    /// That it holds from there on: `下同`.
    pub onward: Vec<String>,
    /// How a clause on all the others begins: `其余`为配合单位.
    pub rest: Vec<String>,
}

/// The words that give units a part in all tasks that follow: the section `standing` of
/// `grammar.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingWords {
    /// What follows: `以下`.
    pub begins: Vec<String>,
    /// All of it: `均需`.
    pub all: Vec<String>,
}

/// What has no value in figures, as data.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoSubjects {
    /// Words at the end of what stands before the figure.
    pub ends: Vec<String>,
    /// Words anywhere in it.
    pub holds: Vec<String>,
}

/// Units of measure, as data: what may stand behind a figure.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// `万`, `亿`: before a unit, any number of them.
    pub scales: Vec<char>,
    /// `元`, `公里`, `个百分点`.
    pub units: Vec<String>,
}

impl Measures {
    /// Whether a text is a unit: `亿美元`, `微克/立方米`, `万`.
    pub fn has(&self, text: &str) -> bool {
        let one = |text: &str| {
            let plain = text.trim_start_matches(&self.scales[..]);
            text.len() > plain.len() && plain.is_empty() || self.units.iter().any(|u| u == plain)
        };
        text.split('/').all(one)
    }
}

/// The words by which letters ask for reports.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportWords {
    /// `自查`: counts wherever it stands.
    pub check: Vec<String>,
    /// Verbs: `报送`.
    pub send: Vec<String>,
    /// Verbs that are nouns too: `报告`.
    pub tell: Vec<String>,
    /// What stands before a verb of `tell`.
    pub before: Vec<String>,
    /// What stands behind a verb of `tell`.
    pub behind: Vec<String>,
    /// Longer words that hold a verb: `工作报告`.
    pub not_asked: Vec<String>,
    /// `将向`: the issuer speaks of itself.
    pub own: Vec<String>,
    /// Words that a recipient stands behind.
    pub to: Vec<String>,
    /// Words before a recipient that the verb follows: `向`.
    pub toward: Vec<String>,
    /// Words over which the name of a recipient does not go on.
    pub stops: Vec<String>,
    /// `每季度`, before what it says of the day.
    pub every: Vec<String>,
    /// `年底前`.
    pub times: Vec<String>,
    /// `个工作日内`, behind a number.
    pub within: Vec<String>,
    /// `次年`, before a month.
    pub years: Vec<String>,
    /// `底`, behind a month.
    pub of_month: Vec<String>,
    /// `日`, behind the number of a day.
    pub days: Vec<String>,
    /// `前`, behind a time.
    pub until: Vec<String>,
    /// The characters, beside digits, of what is said of the day behind `每季度`.
    pub of_period: String,
    /// Those of them with which it may end.
    pub ends_period: String,
    /// Words behind the body that is asked.
    pub subjects: Vec<String>,
}

/// What a target says beside its figure.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetWords {
    /// There is no target: `—`.
    pub none: Vec<String>,
    /// `持平`
    pub unchanged: Vec<String>,
    /// `正增长`
    pub positive: Vec<String>,
    /// `完成` and `下达任务`, with whoever assigns it between.
    pub assigned: [String; 2],
    /// `提高`
    pub up: Vec<String>,
    /// `降低`
    pub down: Vec<String>,
    /// Behind the figure of a change: `个百分点`.
    pub points: Vec<String>,
    /// Before a figure: `不超过`.
    pub at_most: Vec<String>,
    /// Before a figure: `不低于`.
    pub at_least: Vec<String>,
    /// Before a figure: `超过`.
    pub more_than: Vec<String>,
    /// Of these, those that what is no figure may follow: `高于`GDP增幅.
    pub above: Vec<String>,
    /// Behind a figure: `以上`.
    pub or_more: Vec<String>,
    /// Behind a figure: `以内`.
    pub or_less: Vec<String>,
    /// Behind a figure: `左右`.
    pub about: Vec<String>,
    /// For which ground a bound holds: `市区`3以内.
    pub scopes: Vec<String>,
}

/// Words of times whose last day can be told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueWords {
    /// `年底前`: in December.
    pub year: Vec<String>,
    /// `上半年`: in June.
    pub half: Vec<String>,
    /// `一季度末`: in March.
    pub first_quarter: Vec<String>,
    /// `三季度末`: in September.
    pub third_quarter: Vec<String>,
    /// `底`, behind a month of which all is meant.
    pub month: Vec<String>,
}

/// Words of targets that can be added up over areas.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SumWords {
    /// `亿`: how the unit of measure of an amount begins.
    pub units: Vec<String>,
    /// `人均`: in the name of an indicator that is no amount.
    pub never: Vec<String>,
}

/// Words by which a title may be broken into lines or not.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleWords {
    /// No line ends with one of these: `关于`.
    pub leading: Vec<String>,
    /// No line begins with one of these: `的`.
    pub trailing: Vec<String>,
    /// What is not parted from a number before it: `年`.
    pub behind_numbers: Vec<String>,
}
