//! The text that a cell shows: a number with its format, a day that a program took for a
//! number. Digits are those that the program shows, fifteen of them.

use calamine::{DataRef, ExcelDateTime};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// Words, or a number as it is shown.
    Text(String),
    /// A day, which a program made of what was typed.
    Day(String),
    /// What a program shows where a formula fails: `#REF!`.
    Fault(String),
    /// Nothing.
    Nothing,
}

/// What is shown of a value in a format.
pub(super) fn shown(value: &DataRef<'_>, format: Option<&str>) -> Shown {
    let text = match value {
        DataRef::Empty => return Shown::Nothing,
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number_in(*number as f64, format),
        DataRef::Float(number) => number_in(*number, format),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => return day(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => return Shown::Day(text.clone()),
        DataRef::Error(fault) => return Shown::Fault(fault.to_string()),
    };
    // Line ends as they are everywhere else.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    match text.trim().is_empty() {
        true => Shown::Nothing,
        false => Shown::Text(text),
    }
}

/// A number as it is shown: of formats only per cent and fixed places matter here.
fn number_in(number: f64, format: Option<&str>) -> String {
    let format = format.unwrap_or_default();
    let first = format.split(';').next().unwrap_or_default();
    // What stands in quotes, and colours in brackets, are no places.
    let plain = first.split('"').step_by(2).collect::<String>();
    let percent = plain.contains('%');
    let number = if percent { number * 100.0 } else { number };
    let places = plain.split_once('.').map_or(0, |(_, tail)| {
        tail.chars()
            .take_while(|c| matches!(c, '0' | '#' | '?'))
            .count()
    });
    let fixed = plain.contains('0') && !plain.to_lowercase().contains('e');
    let text = match fixed && (percent || places > 0) {
        true => format!("{number:.places$}"),
        false => digits(number),
    };
    match percent {
        true => format!("{text}%"),
        false => text,
    }
}

/// A number with at most fifteen digits that count, without zeros that do not.
fn digits(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return "0".to_owned();
    }
    let exact = format!("{number:.14e}");
    match exact.parse::<f64>() {
        Ok(rounded) => format!("{rounded}"),
        Err(_) => format!("{number}"),
    }
}

/// A day as `2017-06-30`, with the time where it says one.
fn day(moment: &ExcelDateTime) -> Shown {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let value = moment.as_f64();
    if moment.is_duration() || !(1.0..2_958_466.0).contains(&value) {
        return Shown::Text(digits(value));
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    Shown::Day(match (hour, minute, second) {
        (0, 0, 0) => date,
        (_, _, 0) => format!("{date} {hour:02}:{minute:02}"),
        _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_are_as_they_are_shown() {
        for (number, format, wanted) in [
            (7.0, None, "7"),
            (7.5, Some("General"), "7.5"),
            (0.1 + 0.2, None, "0.3"),
            (2.3 + 5.2, None, "7.5"),
            (0.07, Some("0%"), "7%"),
            (0.0725, Some("0.0%"), "7.2%"),
            (0.0725, Some("0.00%"), "7.25%"),
            (1858.0, Some("0.00"), "1858.00"),
            (1e12, None, "1000000000000"),
            (-3.0, Some("0_ ;[Red]\\-0"), "-3"),
            (0.0, None, "0"),
            (12.0, Some("0\"项\""), "12"),
        ] {
            assert_eq!(number_in(number, format), wanted, "{number} {format:?}");
        }
    }

    #[test]
    fn days_are_days() {
        let moment = |value| ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
        let shown = |value| super::shown(&DataRef::DateTime(moment(value)), None);
        assert_eq!(shown(42916.0), Shown::Day("2017-06-30".to_owned()));
        assert_eq!(shown(42916.5), Shown::Day("2017-06-30 12:00".to_owned()));
        assert_eq!(shown(-5.0), Shown::Text("-5".to_owned()));
        assert_eq!(shown(4e9), Shown::Text("4000000000".to_owned()));
    }
}
