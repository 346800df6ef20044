//! What was measured, by rule: gathered over documents.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::proof::rules::{Ask, Rule};
use crate::proof::{Spot, rules};
use crate::render::pdf::StandIn;

/// Of so many places where a rule fails it says which they are.
const PLACES: usize = 20;

/// How a rule came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Measured, and within the tolerance everywhere.
    Pass,
    /// Measured, and outside somewhere.
    Fail,
    /// Not measured; the result says why.
    NotApplicable,
}

/// One rule's result.
#[derive(Debug, Clone, Serialize)]
pub struct RuleResult {
    /// `H-06`.
    pub rule: String,
    /// Clause of the standard.
    pub clause: String,
    /// What it asks.
    pub what: String,
    /// The values asked for, with their tolerances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
    /// Pass, fail or not applicable.
    pub status: Status,
    /// What was measured and how often, or why nothing was.
    pub measured: String,
    /// How many times it was measured.
    pub times: usize,
    /// The same for each thing that was measured.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<AskResult>,
    /// Where it fails: document, page, value. The first twenty of each measure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<String>,
    /// The reading of an open clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
}

/// What came of one thing that a rule measures.
#[derive(Debug, Clone, Serialize)]
pub struct AskResult {
    /// `偏离正中`.
    pub name: String,
    /// `偏离正中 ≤ 1.5 pt`.
    pub need: String,
    /// How many times it was measured.
    pub times: usize,
    /// How many of them were not right.
    pub failed: usize,
    /// The least and the most that was measured, where it is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// As above, the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// Its unit: `mm`, `pt`, `字`, `行` ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What was found: one that is not right, if there is any.
    pub found: String,
}

impl AskResult {
    /// `偏离正中 0～0.3 pt，2 次`.
    fn describe(&self) -> String {
        let times = self.times;
        if times == 0 {
            return format!("{} 没有这一项", self.name);
        }
        let unit = self.unit.as_deref().unwrap_or_default();
        let amount = match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => format!("{least} {unit}"),
            (Some(least), Some(most)) => format!("{least}～{most} {unit}"),
            _ => self.found.clone(),
        };
        let failed = match self.failed {
            0 => String::new(),
            failed => format!("，不合 {failed} 次"),
        };
        format!("{} {}，{times} 次{failed}", self.name, amount.trim_end())
    }
}

#[derive(Debug, Default)]
struct Tally {
    times: usize,
    failed: usize,
    range: Option<(f64, f64)>,
    found: String,
    /// Whether `found` is not right.
    wrong: bool,
    places: Vec<String>,
}

impl Tally {
    fn add(&mut self, at: Spot<'_>, ok: bool, value: Option<f64>, found: String) {
        self.times += 1;
        if let Some(value) = value {
            let (least, most) = self.range.unwrap_or((value, value));
            self.range = Some((least.min(value), most.max(value)));
        }
        if !ok {
            self.failed += 1;
            if self.places.len() < PLACES {
                let place = format!("{} 第 {} 页：{found}", at.path, at.page);
                self.places.push(place);
            }
        }
        if self.found.is_empty() || !ok && !self.wrong {
            (self.found, self.wrong) = (found, !ok);
        }
    }

    fn merge(&mut self, other: Tally) {
        self.times += other.times;
        self.failed += other.failed;
        self.range = match (self.range, other.range) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        if self.found.is_empty() || other.wrong && !self.wrong {
            (self.found, self.wrong) = (other.found, other.wrong);
        }
        self.places.extend(other.places);
        self.places.truncate(PLACES);
    }
}

/// Measures gathered over documents.
#[derive(Debug, Default)]
pub struct Report {
    tallies: BTreeMap<(&'static str, &'static str), Tally>,
    pub(super) documents: usize,
    pub(super) pages: usize,
    pub(super) stand_ins: Vec<StandIn>,
}

impl Report {
    /// A number, in the unit that `rules.yaml` has for it under this rule and name. It is
    /// compared as it is shown: with two decimals.
    pub(super) fn measure(
        &mut self,
        rule: &'static str,
        name: &'static str,
        at: Spot<'_>,
        value: f64,
    ) {
        // Adding zero makes a zero of a minus zero.
        let value = (value * 100.0).round() / 100.0 + 0.0;
        let ask = rules::ask(rule, name);
        let ok = ask.is_some_and(|ask| ask.takes(value));
        let unit = ask.and_then(|ask| ask.unit.as_deref()).unwrap_or_default();
        let found = format!("{name} {value} {unit}");
        let tally = self.tallies.entry((rule, name)).or_default();
        tally.add(at, ok, Some(value), found.trim_end().to_owned());
    }

    /// Something that is so or is not. Under a name that `rules.yaml` lacks, or has as a
    /// number, nothing is right.
    pub(super) fn holds(
        &mut self,
        rule: &'static str,
        name: &'static str,
        at: Spot<'_>,
        ok: bool,
        found: impl Into<String>,
    ) {
        let known = rules::ask(rule, name).is_some_and(|ask| !ask.is_number());
        let tally = self.tallies.entry((rule, name)).or_default();
        tally.add(at, ok && known, None, found.into());
    }

    /// Counts a document.
    pub(super) fn count(&mut self, pages: usize) {
        self.documents += 1;
        self.pages += pages;
    }

    /// Takes in the measures of another report.
    pub(super) fn merge(&mut self, other: Report) {
        self.documents += other.documents;
        self.pages += other.pages;
        for (key, tally) in other.tallies {
            self.tallies.entry(key).or_default().merge(tally);
        }
    }

    /// One result for each rule, in the order of `rules.yaml`.
    pub fn results(&self) -> Vec<RuleResult> {
        rules::all().iter().map(|rule| self.result(rule)).collect()
    }

    fn result(&self, rule: &'static Rule) -> RuleResult {
        let tally = |ask: &'static Ask| self.tallies.get(&(rule.id.as_str(), ask.name.as_str()));
        let asks: Vec<AskResult> = rule
            .asks
            .iter()
            .map(|ask| {
                let tally = tally(ask);
                let range = tally.and_then(|t| t.range);
                AskResult {
                    name: ask.name.clone(),
                    need: ask.need(),
                    times: tally.map_or(0, |t| t.times),
                    failed: tally.map_or(0, |t| t.failed),
                    least: range.map(|r| r.0),
                    most: range.map(|r| r.1),
                    unit: ask.unit.clone(),
                    found: tally.map(|t| t.found.clone()).unwrap_or_default(),
                }
            })
            .collect();
        let times = asks.iter().map(|a| a.times).sum();
        let status = match times {
            0 => Status::NotApplicable,
            _ if asks.iter().any(|a| a.failed > 0) => Status::Fail,
            _ => Status::Pass,
        };
        let measured = match (&rule.absent, status) {
            (Some(reason), _) => reason.clone(),
            (None, Status::NotApplicable) => "这次的文件里没有这一项".to_owned(),
            _ => {
                let told: Vec<String> = asks.iter().map(AskResult::describe).collect();
                told.join("；")
            }
        };
        let tallies = rule.asks.iter().filter_map(tally);
        RuleResult {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            what: rule.what.clone(),
            need: rule.need(),
            status,
            measured,
            times,
            failures: tallies.flat_map(|t| t.places.clone()).collect(),
            asks,
            reading: rule.reading.clone(),
        }
    }

    /// Whether any rule fails.
    pub fn fails(&self) -> bool {
        self.tallies.values().any(|t| t.failed > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Status};
    use crate::proof::Spot;

    fn result(report: &Report, rule: &str) -> super::RuleResult {
        let mut results = report.results().into_iter();
        results.find(|r| r.rule == rule).unwrap()
    }

    const AT: Spot<'_> = Spot {
        path: "a.pdf",
        page: 1,
    };

    #[test]
    fn a_rule_says_what_was_measured_and_how_often() {
        let mut report = Report::default();
        report.measure("N-03", "一字线距版心", AT, 7.0);
        report.measure("N-03", "一字线距版心", AT, 6.004);
        let n03 = result(&report, "N-03");
        assert_eq!((n03.status, n03.times), (Status::Pass, 2));
        assert_eq!(n03.measured, "一字线距版心 6～7 mm，2 次");
        report.measure("N-03", "一字线距版心", AT, 11.0);
        let n03 = result(&report, "N-03");
        assert_eq!(n03.status, Status::Fail);
        assert_eq!(n03.measured, "一字线距版心 6～11 mm，3 次，不合 1 次");
        assert_eq!(n03.failures, ["a.pdf 第 1 页：一字线距版心 11 mm"]);
    }

    #[test]
    fn what_nobody_states_is_not_right() {
        let mut report = Report::default();
        report.measure("N-03", "没有的", AT, 7.0);
        assert!(report.fails());
        // A number is not said to be so, nor words measured.
        let mut report = Report::default();
        report.holds("N-03", "一字线距版心", AT, true, "");
        assert!(report.fails());
        let mut report = Report::default();
        report.measure("N-02", "写法", AT, 0.0);
        assert!(report.fails());
    }

    #[test]
    fn what_was_not_measured_has_not_passed() {
        let report = Report::default();
        assert_eq!(result(&report, "N-03").status, Status::NotApplicable);
    }
}
