//! What was measured, by rule: gathered over documents, and shown.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::Doc;
use crate::make::pdf::StandIn;

/// A rule, as `rules.yaml` has it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    clause: String,
    what: String,
    /// What is asked, with its tolerance.
    #[serde(default)]
    need: Option<String>,
    /// Which reading of an open clause is taken.
    #[serde(default)]
    reading: Option<String>,
    /// Why it is never measured.
    #[serde(default)]
    absent: Option<String>,
}

fn rules() -> Vec<Rule> {
    // A test reads it, so that it cannot be shipped broken.
    serde_yaml::from_str(include_str!("rules.yaml")).unwrap_or_default()
}

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
    /// The value asked for, with its tolerance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
    /// Pass, fail or not applicable.
    pub status: Status,
    /// The worst value that was measured, or why none was.
    pub measured: String,
    /// How many times it was measured.
    pub times: usize,
    /// Where it fails: document, page, value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<String>,
    /// The reading of an open clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
}

#[derive(Debug, Default)]
struct Tally {
    times: usize,
    /// The measure that strays most, as far as it can be told, and its words.
    worst: Option<(f64, String)>,
    failures: Vec<String>,
}

/// Measures gathered over documents.
#[derive(Debug, Default)]
pub struct Report {
    tallies: BTreeMap<&'static str, Tally>,
    documents: usize,
    pages: usize,
    pub(super) stand_ins: Vec<StandIn>,
}

impl Report {
    /// A measure that has to lie within `slack` of `wanted`.
    pub(super) fn near(
        &mut self,
        rule: &'static str,
        doc: &Doc<'_>,
        page: usize,
        measured: f64,
        wanted: f64,
        slack: f64,
    ) {
        let stray = (measured - wanted).abs();
        let words = format!("{measured:.2}");
        self.add(rule, doc, page, stray <= slack, stray, words);
    }

    /// A measure that has to lie between two bounds.
    pub(super) fn between(
        &mut self,
        rule: &'static str,
        doc: &Doc<'_>,
        page: usize,
        measured: f64,
        bounds: (f64, f64),
    ) {
        let middle = (bounds.0 + bounds.1) / 2.0;
        let ok = (bounds.0..=bounds.1).contains(&measured);
        let words = format!("{measured:.2}");
        self.add(rule, doc, page, ok, (measured - middle).abs(), words);
    }

    /// Something that is so or is not.
    pub(super) fn holds(
        &mut self,
        rule: &'static str,
        doc: &Doc<'_>,
        page: usize,
        ok: bool,
        found: impl Into<String>,
    ) {
        let stray = if ok { 0.0 } else { f64::INFINITY };
        self.add(rule, doc, page, ok, stray, found.into());
    }

    fn add(
        &mut self,
        rule: &'static str,
        doc: &Doc<'_>,
        page: usize,
        ok: bool,
        stray: f64,
        words: String,
    ) {
        let tally = self.tallies.entry(rule).or_default();
        tally.times += 1;
        if !ok {
            let place = format!("{} 第 {page} 页：{words}", doc.path);
            tally.failures.push(place);
        }
        if tally.worst.as_ref().is_none_or(|(most, _)| stray > *most) {
            tally.worst = Some((stray, words));
        }
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
        for (rule, tally) in other.tallies {
            let own = self.tallies.entry(rule).or_default();
            own.times += tally.times;
            own.failures.extend(tally.failures);
            let most = own.worst.as_ref().map_or(-1.0, |w| w.0);
            if let Some(worst) = tally.worst.filter(|w| w.0 > most) {
                own.worst = Some(worst);
            }
        }
    }

    /// One result for each rule, in the order of `rules.yaml`.
    pub fn results(&self) -> Vec<RuleResult> {
        let result = |rule: Rule| {
            let tally = self.tallies.get(rule.id.as_str());
            let (status, measured) = match (tally, &rule.absent) {
                (Some(tally), _) if !tally.failures.is_empty() => {
                    (Status::Fail, tally.failures[0].clone())
                }
                (Some(tally), _) => {
                    let words = tally.worst.as_ref().map(|w| w.1.clone());
                    (Status::Pass, words.unwrap_or_default())
                }
                (None, Some(reason)) => (Status::NotApplicable, reason.clone()),
                (None, None) => (Status::NotApplicable, "这次的文件里没有这一项".to_owned()),
            };
            RuleResult {
                rule: rule.id,
                clause: rule.clause,
                what: rule.what,
                need: rule.need,
                status,
                measured,
                times: tally.map_or(0, |t| t.times),
                failures: tally.map(|t| t.failures.clone()).unwrap_or_default(),
                reading: rule.reading,
            }
        };
        rules().into_iter().map(result).collect()
    }

    /// Whether any rule fails.
    pub fn fails(&self) -> bool {
        self.tallies.values().any(|t| !t.failures.is_empty())
    }
}

/// The report as a table for a person.
pub fn human(report: &Report) -> String {
    let mut text = format!(
        "按 GB/T 9704-2012 测量了 {} 份文件、{} 页\n\n",
        report.documents, report.pages
    );
    let mut counts = [0usize; 3];
    for result in report.results() {
        let (mark, at) = match result.status {
            Status::Pass => ("合格　", 0),
            Status::Fail => ("不合格", 1),
            Status::NotApplicable => ("不适用", 2),
        };
        counts[at] += 1;
        let need = result.need.as_deref().unwrap_or("");
        let _ = match result.status {
            Status::NotApplicable => {
                writeln!(
                    text,
                    "{} {mark} {}：{}",
                    result.rule, result.what, result.measured
                )
            }
            Status::Pass => writeln!(
                text,
                "{} {mark} {}：要求 {need}；量得 {}（{} 处）",
                result.rule, result.what, result.measured, result.times
            ),
            Status::Fail => writeln!(
                text,
                "{} {mark} {}：要求 {need}；{} 处不合，如 {}",
                result.rule,
                result.what,
                result.failures.len(),
                result
                    .failures
                    .iter()
                    .take(3)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("；")
            ),
        };
        if let Some(reading) = &result.reading {
            let _ = writeln!(text, "            采用的理解：{reading}");
        }
    }
    text += "\n字体\n";
    for stand_in in &report.stand_ins {
        let _ = writeln!(text, "  {}", stand_in.describe());
    }
    let _ = writeln!(
        text,
        "\n合格 {} 条，不合格 {} 条，不适用 {} 条",
        counts[0], counts[1], counts[2]
    );
    text
}

/// The report as JSON.
pub fn json(report: &Report) -> String {
    let value = serde_json::json!({
        "standard": "GB/T 9704-2012",
        "documents": report.documents,
        "pages": report.pages,
        "stand_ins": report.stand_ins,
        "rules": report.results(),
    });
    // Strings and numbers always serialise.
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_rules_can_be_read() {
        let rules: Result<Vec<super::Rule>, _> = serde_yaml::from_str(include_str!("rules.yaml"));
        assert!(rules.as_ref().is_ok_and(|r| r.len() > 80), "{rules:?}");
    }
}
