//! What the circular asks to be reported: its own words, when, and to whom. It is read once,
//! when a notice is checked. The words by which it asks are in `grammar.yaml`.

mod times;

use serde::{Deserialize, Serialize};

use crate::diag::locus::Line;
use crate::grammar::Grammar;
use crate::grammar::sections::ReportWords;
use crate::grammar::words::Words;
use crate::notice::Paragraph;

/// All that a circular asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// What is plain.
    pub report: Option<Report>,
    /// Sentences that seem to ask, and do not say all.
    pub unclear: Vec<Unclear>,
}

/// What a circular asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The sentences that ask, as printed.
    pub quote: String,
    /// When: `7月初`, `每月5日前`.
    pub times: Vec<String>,
    /// To whom the result goes first: `市发改委`.
    pub to: Option<String>,
    /// Whether it speaks of 自查.
    pub checks: bool,
}

/// A sentence that seems to ask, and does not say all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// The sentence.
    pub sentence: String,
    /// Line of its paragraph.
    pub line: Option<Line>,
    /// What cannot be told.
    pub lacks: Lack,
}

/// What a sentence that asks does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// No time.
    Time,
    /// Nobody who gets it.
    Recipient,
    /// It asks one body alone.
    Others,
}

/// Reads what the paragraphs of a circular ask for.
pub fn asked(body: &[Paragraph]) -> Asked {
    let sentences: Vec<Sentence<'_>> = sentences(body).collect();
    Asked {
        report: report(&sentences),
        unclear: sentences.iter().filter_map(unclear).collect(),
    }
}

/// None where nothing tells a time and nothing speaks of 自查.
fn report(sentences: &[Sentence<'_>]) -> Option<Report> {
    let words = &Grammar::get().reports;
    let asking = || sentences.iter().filter(|s| s.counts());
    let quote: String = asking().map(|s| s.text).collect();
    if quote.is_empty() {
        return None;
    }
    let mut times = Vec::new();
    for time in asking().flat_map(|s| &s.times) {
        if !times.contains(time) {
            times.push(time.clone());
        }
    }
    let checks = words.check.iter().any(|word| quote.contains(word.as_str()));
    Some(Report {
        times,
        to: asking().find_map(|s| s.to.clone()),
        checks,
        quote,
    })
}

/// A sentence that seems to ask for a report, and does not say when or to whom.
fn unclear(sentence: &Sentence<'_>) -> Option<Unclear> {
    let lacks = match (sentence.times.is_empty(), &sentence.to) {
        _ if sentence.alone => Lack::Others,
        // Words that are often nouns ask only where a name stands beside them.
        (true, to) if sentence.checks || to.is_some() => Lack::Time,
        (false, None) => Lack::Recipient,
        _ => return None,
    };
    Some(Unclear {
        sentence: sentence.text.to_owned(),
        line: sentence.line,
        lacks,
    })
}

/// A sentence with a word that asks.
struct Sentence<'p> {
    text: &'p str,
    line: Option<Line>,
    checks: bool,
    /// It is said to one body by its name.
    alone: bool,
    times: Vec<String>,
    to: Option<String>,
}

impl Sentence<'_> {
    /// Whether it asks everybody to report, at a time that is told.
    fn counts(&self) -> bool {
        !self.alone && (self.checks || !self.times.is_empty())
    }
}

fn sentences(body: &[Paragraph]) -> impl Iterator<Item = Sentence<'_>> {
    let prose = body.iter().filter(|p| !states_duty(&p.text));
    let parts = prose.flat_map(|p| p.text.split_inclusive('。').map(move |s| (s, p.line)));
    parts.filter_map(|(text, line)| sentence(text, line))
}

fn sentence(text: &str, line: Option<Line>) -> Option<Sentence<'_>> {
    let grammar = Grammar::get();
    let words = &grammar.reports;
    let checks = words.check.iter().any(|word| text.contains(word.as_str()));
    let own = words.own.iter().any(|word| text.contains(word.as_str()));
    let clauses: Vec<&str> = text.split(['，', '；', '。']).collect();
    let asks = |clause: &&&str| {
        let check = words
            .check
            .iter()
            .any(|word| clause.contains(word.as_str()));
        check || words.asks(clause, &grammar.words)
    };
    let asking: Vec<&str> = clauses.iter().filter(asks).copied().collect();
    if asking.is_empty() || own && !checks {
        return None;
    }
    let mut times: Vec<String> = asking.iter().flat_map(|c| words.times_of(c)).collect();
    if times.is_empty() {
        times = clauses.iter().flat_map(|c| words.times_of(c)).collect();
    }
    // 由某机关汇总 may stand in a clause of its own.
    let to = asking
        .iter()
        .chain(&clauses)
        .find_map(|c| words.recipient(c, &grammar.words));
    Some(Sentence {
        text,
        line,
        checks,
        alone: !checks && words.asks_one(text, &grammar.words),
        times,
        to,
    })
}

/// Whether a paragraph is a task that names its units at its end: what it says is
/// asked of them alone.
fn states_duty(text: &str) -> bool {
    let words = &Grammar::get().words;
    let text = text.trim_end_matches('。');
    let inner = text.strip_suffix('）').and_then(|t| t.rsplit_once('（'));
    inner.is_some_and(|(_, inner)| {
        let label = inner.split('：').next().unwrap_or_default();
        words.tail(inner).is_some() || words.label(label).is_some()
    })
}

impl ReportWords {
    /// Whether a clause has a verb that asks for a report.
    fn asks(&self, clause: &str, words: &Words) -> bool {
        let mut plain = clause.to_owned();
        for word in &self.not_asked {
            plain = plain.replace(word.as_str(), "□");
        }
        let sends = self.send.iter().any(|word| {
            let mut at = plain.match_indices(word.as_str());
            let one = word.chars().count() == 1;
            at.any(|(at, _)| !one || name_at(&plain[at + word.len()..], self, words).is_some())
        });
        let tells = self.tell.iter().any(|word| {
            plain.match_indices(word.as_str()).any(|(at, _)| {
                let (head, tail) = (&plain[..at], &plain[at + word.len()..]);
                self.before.iter().any(|w| head.ends_with(w.as_str()))
                    || self.behind.iter().any(|w| tail.starts_with(w.as_str()))
                    || name_at(tail, self, words).is_some()
                    || toward(head, self, words).is_some()
            })
        });
        sends || tells
    }

    /// Who gets the result: the first name behind `报`, `至`, or between `向` and a verb.
    fn recipient(&self, clause: &str, words: &Words) -> Option<String> {
        let mut found: Vec<(usize, String)> = Vec::new();
        for (at, _) in clause.char_indices() {
            // Of words that fit at one place the longest counts: 报送至.
            let fits = self
                .to
                .iter()
                .filter(|w| clause[at..].starts_with(w.as_str()));
            let behind = fits.map(|w| at + w.len()).max();
            if let Some(name) = behind.and_then(|b| name_at(&clause[b..], self, words)) {
                found.push((at, name));
            }
        }
        for word in self.send.iter().chain(&self.tell) {
            for (at, _) in clause.match_indices(word.as_str()) {
                if let Some(name) = toward(&clause[..at], self, words) {
                    found.push((at, name));
                }
            }
        }
        // 由市发改委汇总
        for word in &self.toward {
            for (at, _) in clause.match_indices(word.as_str()) {
                let tail = &clause[at + word.len()..];
                if let Some(name) = name_at(tail, self, words)
                    && self
                        .stops
                        .iter()
                        .any(|s| tail[name.len()..].starts_with(s.as_str()))
                {
                    found.push((at, name));
                }
            }
        }
        found.into_iter().min_by_key(|f| f.0).map(|f| f.1)
    }

    /// Whether a sentence begins with the name of one body that it asks: `市发改委要……`.
    fn asks_one(&self, text: &str, words: &Words) -> bool {
        let at = self
            .subjects
            .iter()
            .filter_map(|w| text.find(w.as_str()))
            .min();
        at.is_some_and(|at| {
            let head = &text[..at];
            let head = head.rsplit(['，', '由', '、']).next().unwrap_or(head);
            let many = Grammar::get()
                .collective_words
                .iter()
                .any(|w| head.contains(w.as_str()));
            let role = words.label(head).is_some();
            !many && !role && head.chars().count() >= 3 && is_name(head, words)
        })
    }
}

/// The name of a body at the head of a text: the longest that ends as names do, up to
/// a word over which no name goes on.
fn name_at(text: &str, report: &ReportWords, words: &Words) -> Option<String> {
    let mut end = text.find(|c| !is_han(c)).unwrap_or(text.len());
    for stop in &report.stops {
        if let Some(at) = text[..end].find(stop.as_str()) {
            end = at;
        }
    }
    let whole = &text[..end];
    let mut cuts = whole.char_indices().map(|(at, c)| at + c.len_utf8());
    let name = cuts.rfind(|at| is_name(&whole[..*at], words));
    name.map(|at| whole[..at].to_owned())
}

/// The name between `向` and the end of a text: `每季度向市政府`.
fn toward(head: &str, report: &ReportWords, words: &Words) -> Option<String> {
    let at = report
        .toward
        .iter()
        .filter_map(|w| Some(head.rfind(w.as_str())? + w.len()));
    let tail = &head[at.max()?..];
    is_name(tail, words).then(|| tail.to_owned())
}

/// Whether a text can be the name of a body: 2 to 20 Han characters that end as names do.
fn is_name(text: &str, words: &Words) -> bool {
    let count = text.chars().count();
    (2..=20).contains(&count)
        && text.chars().all(is_han)
        && words
            .endings
            .iter()
            .any(|ending| text.ends_with(ending.as_str()))
}

fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0x20000..=0x323af)
}
