//! The last day of a time as a notice words it (2024年6月底前, 年底前), where the words
//! leave no doubt of it.

use crate::grammar::Grammar;
use crate::notice::Date;

/// The last day that a time names; `year` is the one that the notice is about, for times
/// that name none. `None` where several days are named, or none can be told.
pub fn last_day(text: &str, year: Option<u16>) -> Option<Date> {
    let text = text.trim();
    let (own, rest) = match text.split_once('年') {
        Some((head, rest)) if head.len() == 4 => (head.parse().ok(), rest),
        _ => (None, text),
    };
    let year = own.or(year)?;
    if let Some((month, rest)) = rest.split_once('月') {
        return in_month(year, month.parse().ok()?, rest);
    }
    let words = &Grammar::get().due;
    let months = [
        (&words.year, 12),
        (&words.half, 6),
        (&words.first_quarter, 3),
        (&words.third_quarter, 9),
    ];
    let (_, month) = months.into_iter().find(|(list, _)| begins(rest, list))?;
    last_of(year, month)
}

/// `底前`, `31日前`, `前`: what of a month is meant. 6月前 is May's end or June's: nobody
/// can tell.
fn in_month(year: u16, month: u8, rest: &str) -> Option<Date> {
    if rest.contains('月') {
        return None;
    }
    if let Some((day, _)) = rest.split_once('日') {
        return Date::new(year, month, day.parse().ok()?);
    }
    let whole = rest.is_empty() || begins(rest, &Grammar::get().due.month);
    whole.then(|| last_of(year, month)).flatten()
}

fn begins(text: &str, words: &[String]) -> bool {
    words.iter().any(|w| text.starts_with(w.as_str()))
}

fn last_of(year: u16, month: u8) -> Option<Date> {
    (28..=31).rev().find_map(|day| Date::new(year, month, day))
}

/// The only year that a title names: `2024年重点工作任务分解`.
pub fn year_of(title: &str) -> Option<u16> {
    let mut years = title.match_indices('年').filter_map(|(at, _)| {
        let head = &title[..at];
        let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        (digits == 4)
            .then(|| head[head.len() - 4..].parse::<u16>().ok())
            .flatten()
    });
    let first = years.next()?;
    years.all(|y| y == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_days() {
        for (text, day) in [
            ("2024年6月底前", Some("2024-06-30")),
            ("6月底前完成", Some("2023-06-30")),
            ("10月31日前", Some("2023-10-31")),
            ("2024年12月", Some("2024-12-31")),
            ("年底前建成", Some("2023-12-31")),
            ("2024年底前", Some("2024-12-31")),
            ("2月底", Some("2023-02-28")),
            ("上半年", Some("2023-06-30")),
            ("6月前", None),
            ("6月至8月", None),
            ("全年持续推进", None),
            ("长期", None),
            ("13月底", None),
        ] {
            let found = last_day(text, Some(2023)).map(|d| d.to_string());
            assert_eq!(found.as_deref(), day, "{text}");
        }
        assert_eq!(last_day("6月底前", None), None);
        assert_eq!(year_of("关于2024年重点工作的通知"), Some(2024));
        assert_eq!(year_of("2023年总结和2024年计划"), None);
    }
}
