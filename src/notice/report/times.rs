//! Times as letters state them: `7月初`, `每季度末月25日前`, `10个工作日内`.

use crate::grammar::sections::ReportWords;

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
            return Some(every + day_of(&text[every..]));
        }
        month_at(text)
            .or_else(|| longest(&self.times).map(|at| at + before(&text[at..])))
            .or_else(|| {
                let digits =
                    text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let within = |w: &&String| digits > 0 && text[digits..].starts_with(w.as_str());
                self.within.iter().find(within).map(|w| digits + w.len())
            })
    }
}

/// `2024年`, `次年`, then `6月`, then what is said of the month: `底`, `25日`, `底前`.
fn month_at(text: &str) -> Option<usize> {
    let number = |t: &str| {
        let digit = |c: char| c.is_ascii_digit();
        let han = |c: char| "一二三四五六七八九十".contains(c);
        let arabic = t.len() - t.trim_start_matches(digit).len();
        let length = if arabic > 0 {
            arabic
        } else {
            t.len() - t.trim_start_matches(han).len()
        };
        (length > 0).then_some(length)
    };
    let year = ["次年", "明年", "今年", "当年", "本年"]
        .into_iter()
        .find(|w| text.starts_with(w))
        .map(str::len)
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
    let ends = ["上旬", "中旬", "下旬", "份", "初", "中", "底", "末"];
    let end = match ends.iter().find(|e| tail.starts_with(**e)) {
        Some(end) => end.len(),
        None => number(tail)
            .filter(|n| tail[*n..].starts_with(['日', '号']))
            .map_or(0, |n| n + '日'.len_utf8()),
    };
    Some(month + end + before(&tail[end..]))
}

/// `前`, `之前`, `以前`, in bytes.
fn before(text: &str) -> usize {
    let words = ["之前", "以前", "前"];
    words
        .iter()
        .find(|w| text.starts_with(**w))
        .map_or(0, |w| w.len())
}

/// What follows `每季度`: `末月25日前`. It ends as a time does.
fn day_of(text: &str) -> usize {
    let part = |c: char| {
        c.is_ascii_digit()
            || "月日号末底初中上下旬第一二三四五六七八九十首最后个结束工作内前之以周年季度当次"
                .contains(c)
    };
    let whole = text.len() - text.trim_start_matches(part).len();
    let text = &text[..whole];
    let end = |c: char| "月日号末底初中旬内前年季度周".contains(c);
    text.rfind(end).map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    })
}
