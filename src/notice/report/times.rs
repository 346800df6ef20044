//! Times as letters state them: `7月初`, `每季度末月25日前`, `10个工作日内`.

use crate::grammar::sections::ReportWords;
use crate::numerals;

impl ReportWords {
    /// The times that a clause tells, as printed.
    pub(super) fn times_of(&self, clause: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(rest) = clause.get(at..).filter(|rest| !rest.is_empty()) {
            match self.time_at(rest) {
                Some(length) => {
                    found.push(rest[..length].to_owned());
                    at += length;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        found
    }

    /// How much of a text is a time that stands at its head.
    fn time_at(&self, text: &str) -> Option<usize> {
        let longest = |list: &[String]| {
            let fits = list.iter().filter(|w| text.starts_with(w.as_str()));
            fits.map(String::len).max()
        };
        if let Some(every) = longest(&self.every) {
            return Some(every + self.day_of(&text[every..]));
        }
        self.month_at(text)
            .or_else(|| longest(&self.times).map(|at| at + self.before_at(&text[at..])))
            .or_else(|| {
                let digits =
                    text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let within = |w: &&String| digits > 0 && text[digits..].starts_with(w.as_str());
                self.within.iter().find(within).map(|w| digits + w.len())
            })
    }

    /// `2024年`, `次年`, then `6月`, then what is said of the month: `底`, `25日`, `底前`.
    fn month_at(&self, text: &str) -> Option<usize> {
        let year = first(&self.years, text)
            .or_else(|| {
                let digits = number(text).filter(|n| *n == 4)?;
                text[digits..]
                    .starts_with('年')
                    .then_some(digits + '年'.len_utf8())
            })
            .unwrap_or(0);
        let month = year + number(&text[year..])?;
        let tail = text[month..].strip_prefix('月')?;
        let month = month + '月'.len_utf8();
        let end = first(&self.of_month, tail).unwrap_or_else(|| {
            let day = |n: usize| Some(n + first(&self.days, &tail[n..])?);
            number(tail).and_then(day).unwrap_or(0)
        });
        Some(month + end + self.before_at(&tail[end..]))
    }

    /// `前`, `之前`, `以前`, in bytes.
    fn before_at(&self, text: &str) -> usize {
        first(&self.until, text).unwrap_or(0)
    }

    /// What follows `每季度`: `末月25日前`. It ends as a time does.
    fn day_of(&self, text: &str) -> usize {
        let part = |c: char| c.is_ascii_digit() || self.of_period.contains(c);
        let whole = text.len() - text.trim_start_matches(part).len();
        let text = &text[..whole];
        let end = |c: char| self.ends_period.contains(c);
        text.rfind(end).map_or(0, |at| {
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        })
    }
}

/// The first of some words that a text begins with, in bytes.
fn first(words: &[String], text: &str) -> Option<usize> {
    let found = words.iter().find(|w| text.starts_with(w.as_str()));
    found.map(String::len)
}

/// The number that a text begins with, in bytes.
fn number(text: &str) -> Option<usize> {
    let digit = |c: char| c.is_ascii_digit();
    let arabic = text.len() - text.trim_start_matches(digit).len();
    let length = if arabic > 0 {
        arabic
    } else {
        text.len() - text.trim_start_matches(numerals::is_han).len()
    };
    (length > 0).then_some(length)
}
