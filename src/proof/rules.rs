//! The rules as `rules.yaml` states them: what each asks, with numbers and units. What is
//! shown to people is written from the same numbers that are compared with.

use std::sync::LazyLock;

use serde::Deserialize;

/// A rule of the standard.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// `H-06`.
    pub(super) id: String,
    /// Clause of GB/T 9704-2012.
    pub(super) clause: String,
    /// What it is about.
    pub(super) what: String,
    /// What is measured, and what has to come out.
    #[serde(default)]
    pub(super) asks: Vec<Ask>,
    /// Which reading of an open clause is taken.
    #[serde(default)]
    pub(super) reading: Option<String>,
    /// Why it is never measured.
    #[serde(default)]
    pub(super) absent: Option<String>,
}

/// One thing that is measured for a rule: a number within bounds, or words that hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    /// `偏离正中`.
    pub(super) name: String,
    /// What has to be so, where it is no number.
    #[serde(default)]
    so: Option<String>,
    /// The number wanted, in `unit`.
    #[serde(default)]
    is: Option<f64>,
    /// How far it may be from `is`.
    #[serde(default)]
    within: f64,
    /// The least that is right.
    #[serde(default)]
    from: Option<f64>,
    /// The most that is right.
    #[serde(default)]
    to: Option<f64>,
    /// `mm`, `pt`, `字` (3号), `行`, `处` ….
    #[serde(default)]
    pub(super) unit: Option<String>,
}

impl Ask {
    /// Whether it asks for a number.
    pub(super) fn is_number(&self) -> bool {
        self.is.is_some() || self.from.is_some() || self.to.is_some()
    }

    /// Whether a number is right.
    pub(super) fn takes(&self, value: f64) -> bool {
        // Sums of decimals are not exact.
        const EXACT: f64 = 1e-9;
        self.is_number()
            && self
                .is
                .is_none_or(|is| (value - is).abs() <= self.within + EXACT)
            && self.from.is_none_or(|from| value >= from - EXACT)
            && self.to.is_none_or(|to| value <= to + EXACT)
    }

    /// `偏离正中 ≤ 1.5 pt`.
    pub(super) fn need(&self) -> String {
        let unit = self.unit.as_deref().unwrap_or_default();
        let amount = match (self.is, self.from, self.to) {
            (Some(is), ..) if self.within > 0.0 => format!("{is}±{} {unit}", self.within),
            (Some(is), ..) => format!("{is} {unit}"),
            (_, Some(from), Some(to)) => format!("{from}～{to} {unit}"),
            (_, Some(from), None) => format!("≥ {from} {unit}"),
            (_, None, Some(to)) if to > 0.0 => format!("≤ {to} {unit}"),
            (_, None, Some(to)) => format!("{to} {unit}"),
            (None, None, None) => self.so.clone().unwrap_or_default(),
        };
        format!("{} {}", self.name, amount.trim_end())
    }
}

impl Rule {
    /// What it asks in all, in words.
    pub(super) fn need(&self) -> Option<String> {
        let needs: Vec<String> = self.asks.iter().map(Ask::need).collect();
        (!needs.is_empty()).then(|| needs.join("；"))
    }
}

/// Every rule, in the order of the file.
pub(super) fn all() -> &'static [Rule] {
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        // A test reads it, so that it cannot be shipped broken.
        serde_yaml::from_str(include_str!("rules.yaml")).unwrap_or_default()
    });
    &RULES
}

/// What is asked under a rule and a name.
pub(super) fn ask(rule: &str, name: &str) -> Option<&'static Ask> {
    let rule = all().iter().find(|r| r.id == rule)?;
    rule.asks.iter().find(|a| a.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Ask, Rule};

    fn rules() -> Vec<Rule> {
        serde_yaml::from_str(include_str!("rules.yaml")).unwrap()
    }

    fn ask(yaml: &str) -> Ask {
        serde_yaml::from_str(yaml).unwrap()
    }

    #[test]
    fn a_rule_is_measured_or_says_why_not() {
        let rules = rules();
        let ids: BTreeSet<&str> = rules.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(ids.len(), rules.len(), "an id stands twice");
        for rule in &rules {
            assert_ne!(rule.asks.is_empty(), rule.absent.is_none(), "{rule:?}");
            let names: BTreeSet<&str> = rule.asks.iter().map(|a| a.name.as_str()).collect();
            assert_eq!(names.len(), rule.asks.len(), "{rule:?}");
        }
    }

    #[test]
    fn an_ask_is_words_or_a_number_with_a_unit() {
        for ask in rules().iter().flat_map(|r| &r.asks) {
            assert_ne!(ask.is_number(), ask.so.is_some(), "{ask:?}");
            assert_eq!(ask.is_number(), ask.unit.is_some(), "{ask:?}");
            assert!(ask.is.is_none() || ask.from.or(ask.to).is_none(), "{ask:?}");
            assert!(ask.within == 0.0 || ask.is.is_some(), "{ask:?}");
            if let (Some(from), Some(to)) = (ask.from, ask.to) {
                assert!(from < to, "{ask:?}");
            }
        }
    }

    /// The figures in the words of a rule are those it compares with.
    #[test]
    fn words_and_numbers_agree() {
        for rule in rules().iter().filter(|r| r.absent.is_none()) {
            let words = rule.what.replace("A4", "");
            let mut rest = words.as_str();
            while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
                let figure = &rest[at..];
                let end = figure.find(|c: char| !c.is_ascii_digit() && c != '.');
                let (figure, behind) = figure.split_at(end.unwrap_or(figure.len()));
                let value: f64 = figure.trim_end_matches('.').parse().unwrap();
                let agrees = if behind.starts_with(" 号") {
                    // Sizes by their names.
                    let points = [(2.0, 22.0), (3.0, 16.0), (4.0, 14.0)];
                    let size = points.iter().find(|p| p.0 == value).unwrap().1;
                    let sizes = rule.asks.iter().filter(|a| a.name.contains("字号"));
                    sizes.clone().count() > 0 && sizes.clone().all(|a| a.takes(size))
                } else {
                    let numbers = rule.asks.iter();
                    numbers
                        .clone()
                        .any(|a| [a.is, a.from, a.to].contains(&Some(value)))
                };
                assert!(
                    agrees,
                    "{} says {figure}, and asks {:?}",
                    rule.id,
                    rule.need()
                );
                rest = behind;
            }
        }
    }

    #[test]
    fn bounds_are_shown_as_they_are_compared() {
        let cases = [
            (
                "{ name: 宽, is: 156, within: 0.35, unit: mm }",
                "宽 156±0.35 mm",
            ),
            (
                "{ name: 行距, from: 28.9, to: 29.7, unit: pt }",
                "行距 28.9～29.7 pt",
            ),
            ("{ name: 超出, to: 1, unit: pt }", "超出 ≤ 1 pt"),
            ("{ name: 空格, to: 0, unit: 处 }", "空格 0 处"),
            ("{ name: 正文, from: 1, unit: 行 }", "正文 ≥ 1 行"),
            ("{ name: 字体, so: 小标宋 }", "字体 小标宋"),
        ];
        for (yaml, words) in cases {
            assert_eq!(ask(yaml).need(), words);
        }
        let width = ask(cases[0].0);
        assert!(width.takes(155.65) && width.takes(156.35));
        assert!(!width.takes(155.64) && !width.takes(156.36));
        let pitch = ask(cases[1].0);
        assert!(pitch.takes(28.9) && pitch.takes(29.7));
        assert!(!pitch.takes(28.89) && !pitch.takes(29.71));
        // Words take no number.
        assert!(!ask(cases[5].0).takes(0.0));
    }
}
