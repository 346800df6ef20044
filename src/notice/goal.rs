//! Goals: what a short task asks for in figures (`地区生产总值增长7%~7.5%`), as a
//! subject and a value.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::grammar::Grammar;
use crate::notice::target::Value;

/// The longest task that is read as goals, in characters. A goal is a line of a
/// table; longer texts speak of much else.
const LONGEST: usize = 80;

/// The shortest subject, in characters: `办好3个展会` is no goal.
const SHORTEST: usize = 4;

/// One goal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// What is to reach the value: `地区生产总值`.
    #[schemars(description = "什么要达到：地区生产总值。")]
    pub subject: String,
    /// The rest, as printed: `增长7%~7.5%`.
    #[schemars(description = "其余的字，照印的写：增长7%~7.5%。")]
    pub text: String,
    /// The value, in the unit that is printed.
    #[serde(with = "serde_yaml::with::singleton_map_recursive")]
    #[schemars(with = "Value")]
    #[schemars(description = "从 text 读出的值，数用印着的计量单位。")]
    pub value: Value,
}

/// The goals of a task: those of its clauses that are one, whatever the others say.
pub fn goals(text: &str) -> Vec<Goal> {
    if text.chars().count() > LONGEST {
        return Vec::new();
    }
    let clauses = text.split(['，', '；', '。']);
    clauses.filter_map(goals_of_clause).flatten().collect()
}

/// The goals of a clause, where each of its members is one: in `教育、文化投入3亿元` the
/// figure is not that of the last alone.
fn goals_of_clause(clause: &str) -> Option<Vec<Goal>> {
    clause.split('、').map(goal).collect()
}

/// `主语 + 动词 + 数`: the earliest place from which the rest is a value, if what stands
/// before it can have one.
fn goal(clause: &str) -> Option<Goal> {
    let verbs = &Grammar::get().goal_verbs;
    let starts = clause.char_indices().skip(SHORTEST).map(|(at, _)| at);
    for at in starts {
        let (subject, rest) = clause.split_at(at);
        // Inside a number, or behind the letters of a name: 10|00千伏, G3|12.
        let figure = |c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '－' | '+');
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',');
        if rest.starts_with(figure) && subject.ends_with(inside) {
            continue;
        }
        let verb = verbs.iter().filter_map(|v| rest.strip_prefix(v.as_str()));
        // A change keeps its verb: 提高0.5个百分点.
        let forms = std::iter::once(rest).chain(verb);
        let mut found = forms.filter_map(|f| Some((f, Value::parse(f).0?)));
        if let Some((form, value)) = found.next() {
            let stated =
                has_value(subject) && !is_name(form, rest) && value != Value::NotApplicable;
            return stated.then(|| Goal {
                subject: subject.to_owned(),
                text: rest.to_owned(),
                value,
            });
        }
    }
    None
}

/// Whether a figure behind these words can be the value of what they name: behind a
/// time (`6月底前`), a word of order (`第`) or `电话` it is something else.
fn has_value(subject: &str) -> bool {
    let grammar = Grammar::get();
    let ends = |words: &[String]| words.iter().any(|w| subject.ends_with(w.as_str()));
    let holds = |words: &[String]| words.iter().any(|w| subject.contains(w.as_str()));
    let han = subject.chars().filter(|c| !c.is_ascii()).count() >= 2;
    han && !subject.contains('。')
        && !ends(&grammar.no_subjects.ends)
        && !holds(&grammar.no_subjects.holds)
}

/// Whether a figure names something: one without a unit, and without a verb before it
/// (`邮政编码215000`), or a year or two.
fn is_name(form: &str, rest: &str) -> bool {
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let year = |t: &str| t.len() == 4 && (t.starts_with("19") || t.starts_with("20")) && digits(t);
    let mut parts = form.split(['-', '~', '～', '—', '–', '－']);
    form.len() == rest.len() && digits(&form.replace(['.', ','], "")) || parts.all(year)
}

/// A name without what different tables write differently: brackets, 增幅, GDP.
pub fn plain_name(name: &str) -> String {
    let grammar = Grammar::get();
    let mut plain = String::new();
    let mut depth = 0usize;
    for c in name.chars() {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    for [from, to] in &grammar.synonyms {
        plain = plain.replace(from.as_str(), to);
    }
    for word in &grammar.measure_words {
        if let Some(rest) = plain.strip_suffix(word.as_str())
            && !rest.is_empty()
        {
            plain = rest.to_owned();
        }
    }
    plain
}
