//! The registry of rules: by what names something is said, how grave it may be, and what it is
//! about. `rules.yaml` has them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Severity;

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// How grave: one, or several where it depends.
    pub severities: Vec<Severity>,
    /// What it is about, in Chinese.
    pub about: String,
}

/// Every rule by its name.
pub fn all() -> &'static BTreeMap<String, Rule> {
    static RULES: OnceLock<BTreeMap<String, Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        // A test reads it, so that it cannot be shipped broken.
        let rows: BTreeMap<String, (String, String)> =
            serde_yaml::from_str(include_str!("rules.yaml")).unwrap_or_default();
        let rule = |(name, (grave, about)): (String, (String, String))| {
            let severities = grave.chars().filter_map(severity).collect();
            (name, Rule { severities, about })
        };
        rows.into_iter().map(rule).collect()
    })
}

fn severity(letter: char) -> Option<Severity> {
    match letter {
        'E' => Some(Severity::Error),
        'W' => Some(Severity::Warning),
        'N' => Some(Severity::Note),
        _ => None,
    }
}

/// Whether something may be said under this name, as gravely.
pub fn allows(name: &str, severity: Severity) -> bool {
    all()
        .get(name)
        .is_some_and(|rule| rule.severities.contains(&severity))
}
