//! How a number is shown in a cell: the format code of its style and a value → 7%, 1,234,
//! 2024年3月5日, 一百二十. A code that is not known is refused and not guessed.

use crate::office::calendar::{Day, day};
use crate::office::docx::formats;

mod code;
mod digits;

use code::{Section, Token};
use digits::Decimal;

/// The code that says nothing.
pub(super) const GENERAL: &str = "General";

/// What the code of a format by number is, as a Chinese office sees it; none where the
/// number means nothing.
pub(super) fn built_in(id: u32) -> Option<&'static str> {
    Some(match id {
        0 => GENERAL,
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 => "¥#,##0;¥-#,##0",
        6 => "¥#,##0;[Red]¥-#,##0",
        7 => "¥#,##0.00;¥-#,##0.00",
        8 => "¥#,##0.00;[Red]¥-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        14 => "yyyy/m/d",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy年m月",
        28 | 29 | 51 | 53 | 54 | 58 => "m月d日",
        30 => "m-d-yy",
        31 => "yyyy年m月d日",
        32 => "h时mm分",
        33 => "h时mm分ss秒",
        34 | 55 => "上午/下午h时mm分",
        35 | 56 => "上午/下午h时mm分ss秒",
        37 => "#,##0;-#,##0",
        38 => "#,##0;[Red]-#,##0",
        39 => "#,##0.00;-#,##0.00",
        40 => "#,##0.00;[Red]-#,##0.00",
        41 => "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ",
        42 => "_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* \"-\"_ ;_ @_ ",
        43 => "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
        44 => "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

/// A number as `format` shows it; none where the format is not known, or has no such number.
pub(super) fn number(value: f64, format: &str, from_1904: bool) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let sections = code::sections(format)?;
    let (section, signed) = chosen(&sections, value)?;
    let magnitude = if signed { value } else { value.abs() };
    if section.is_date() {
        return dated(section, value, from_1904);
    }
    let text = if section.tokens.iter().any(|t| matches!(t, Token::Text)) {
        // A code for text shows a number as it is.
        plain(section, &general(magnitude))
    } else if section.tokens.contains(&Token::General) {
        let number = match section.numerals {
            None => general(magnitude.abs()),
            Some(how) => counted(how, magnitude.abs())?,
        };
        let sign = if magnitude < 0.0 { "-" } else { "" };
        format!("{sign}{}", plain(section, &number))
    } else if section.has_digits() {
        let decimal = Decimal::of(magnitude.abs());
        let shown = digits::shown(&section.tokens, decimal)?;
        let is_nothing = !shown.contains(|c: char| matches!(c, '1'..='9'));
        let sign = if magnitude < 0.0 && !is_nothing {
            "-"
        } else {
            ""
        };
        let shown = match section.numerals {
            None => shown,
            Some(how) => shown.chars().map(|c| numeral(how, c)).collect(),
        };
        format!("{sign}{shown}")
    } else {
        plain(section, "")
    };
    Some(text.trim().to_owned())
}

/// Words as `format` shows them.
pub(super) fn words(words: &str, format: &str) -> Option<String> {
    let sections = code::sections(format)?;
    let has_text = |s: &&Section| s.tokens.contains(&Token::Text);
    match sections.iter().find(has_text).or(sections.get(3)) {
        Some(section) => Some(plain(section, words)),
        None => Some(words.to_owned()),
    }
}

/// The section for a value, and whether it shows the sign itself.
fn chosen(sections: &[Section], value: f64) -> Option<(&Section, bool)> {
    if sections.iter().any(|s| s.condition.is_some()) {
        let holds = |s: &&Section| s.condition.is_none_or(|c| c.holds(value));
        return Some((sections.iter().find(holds)?, true));
    }
    let numbers = &sections[..sections.len().min(3)];
    Some(match numbers {
        [only] => (only, true),
        [_, negative, ..] if value < 0.0 => (negative, false),
        [_, _, zero] if value == 0.0 => (zero, true),
        [first, ..] => (first, true),
        [] => return None,
    })
}

/// The literal words of a section with something in the place of the value.
fn plain(section: &Section, value: &str) -> String {
    let tokens = section.tokens.iter().map(|token| match token {
        Token::Literal(words) => words.as_str(),
        Token::General | Token::Text => value,
        Token::Percent => "%",
        Token::Comma => ",",
        Token::Point => ".",
        _ => "",
    });
    tokens.collect()
}

/// A number in a cell that has no format: eleven characters at most.
pub(super) fn general(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    let decimal = Decimal::of(value.abs());
    let text = if value != 0.0 && !(1e-4..1e11).contains(&value.abs()) {
        decimal.scientific(5)
    } else {
        let whole = decimal.whole_digits().max(1);
        decimal.rounded(10usize.saturating_sub(whole)).plain()
    };
    format!("{sign}{text}")
}

/// A whole number in Chinese numerals.
fn counted(how: u8, value: f64) -> Option<String> {
    let whole = value.fract() == 0.0 && value < 1e8;
    let format = match how {
        1 => "chineseCountingThousand",
        2 => "chineseLegalSimplified",
        _ => return None,
    };
    let n: i64 = whole.then(|| general(value))?.parse().ok()?;
    formats::number(format, n)
}

/// A digit as one Chinese numeral.
fn numeral(how: u8, c: char) -> char {
    let digits = if how == 2 {
        "零壹贰叁肆伍陆柒捌玖"
    } else {
        "〇一二三四五六七八九"
    };
    let digit = c.to_digit(10).and_then(|d| digits.chars().nth(d as usize));
    digit.unwrap_or(c)
}

/// A day and a time of day.
fn dated(section: &Section, value: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    // Times are whole seconds; the last half second belongs to the next day.
    let seconds = (value * 86_400.0).round() as i64;
    let (days, clock) = (seconds / 86_400, seconds % 86_400);
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    let afternoon = section.tokens.iter().any(|t| matches!(t, Token::Noon(..)));
    let hour_shown = match (afternoon, hour % 12) {
        (false, _) => hour,
        (true, 0) => 12,
        (true, hour) => hour,
    };
    let on = || day(days, from_1904);
    let digits = |n: i64, width: usize| match section.numerals {
        None => Some(format!("{n:0width$}")),
        Some(how) if width > 2 => Some(n.to_string().chars().map(|c| numeral(how, c)).collect()),
        Some(how) => counted(how, n as f64),
    };
    let mut text = String::new();
    for token in &section.tokens {
        let part = match token {
            Token::Literal(words) => words.clone(),
            Token::Point => ".".into(),
            Token::Comma => ",".into(),
            Token::Date('y', n) => {
                let Day { year, .. } = on()?;
                if *n > 2 {
                    digits(year, 4)?
                } else {
                    digits(year % 100, 2)?
                }
            }
            Token::Date('o', n @ 1..=2) => digits(on()?.month, *n)?,
            Token::Date('d', n @ 1..=2) => digits(on()?.day, *n)?,
            Token::Date('a', n) => {
                let of_week = "日一二三四五六".chars().nth(on()?.of_week)?;
                let before = if *n > 3 { "星期" } else { "" };
                format!("{before}{of_week}")
            }
            Token::Date('h', n @ 1..=2) => digits(hour_shown, *n)?,
            Token::Date('i', n @ 1..=2) => digits(minute, *n)?,
            Token::Date('s', n @ 1..=2) => digits(second, *n)?,
            Token::Elapsed('h', n) => digits(seconds / 3600, *n)?,
            Token::Elapsed('m', n) => digits(seconds / 60, *n)?,
            Token::Elapsed('s', n) => digits(seconds, *n)?,
            Token::Noon(before, behind) => {
                if hour < 12 {
                    before.clone()
                } else {
                    behind.clone()
                }
            }
            _ => return None,
        };
        text.push_str(&part);
    }
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{general, number, words};

    #[test]
    fn numbers_as_they_are_shown() {
        for (value, format, shown) in [
            (0.07, "0%", "7%"),
            (0.075, "0.0%", "7.5%"),
            (0.125, "0.00", "0.13"),
            (1.005, "0.00", "1.01"),
            (2.5, "0", "3"),
            (7.0, "0.0", "7.0"),
            (1234.0, "#,##0", "1,234"),
            (1_234_567.891, "#,##0.00", "1,234,567.89"),
            (12.0, "#,##0", "12"),
            (-1234.5, "#,##0.00", "-1,234.50"),
            (-0.001, "0.0", "0.0"),
            (-5.0, "0;(0)", "(5)"),
            (-5.0, "#,##0_);(#,##0)", "(5)"),
            (0.0, "0;-0;\"—\"", "—"),
            (0.0, "0;-0;;@", ""),
            (5.0, ";;;", ""),
            (1_234_567.0, "0.0,", "1234.6"),
            (12_345_678.0, "0.00,,\"百万\"", "12.35百万"),
            (0.5, "#.##", ".5"),
            (5.0, "#.##", "5."),
            (3.0, "000", "003"),
            (2150.0, "0\"元\"", "2150元"),
            (2150.0, "0元", "2150元"),
            (12.0, "\"第\"0\"号\"", "第12号"),
            (8.0, "0.0\"%左右\"", "8.0%左右"),
            (1500.0, "[$¥-804]#,##0.00", "¥1,500.00"),
            (1500.0, "[Red]0;[Blue]-0", "1500"),
            (0.3, "[>=1]0;0.0", "0.3"),
            (3.0, "[>=1]0;0.0", "3"),
            (120.0, "[DBNum1][$-804]General", "一百二十"),
            (105.0, "[DBNum2]G/通用格式", "壹佰零伍"),
            (123.0, "[DBNum1]0", "一二三"),
            (12345.0, "0.00E+00", "1.23E+04"),
            (5.0, "General", "5"),
            (5.0, "General\"项\"", "5项"),
            (5.0, "@", "5"),
            (-5.0, "General", "-5"),
        ] {
            assert_eq!(
                number(value, format, false).as_deref(),
                Some(shown),
                "{value} {format}"
            );
        }
        for format in [
            "# ?/?",
            "0.0k",
            "mmm d",
            "[$-804]dddd",
            "0\"",
            "[x]0",
            "gge",
            "[DBNum3]0",
        ] {
            assert_eq!(number(1.5, format, false), None, "{format}");
        }
        assert_eq!(number(1.5, "[DBNum1]General", false), None);
        assert_eq!(number(f64::NAN, "0", false), None);
    }

    #[test]
    fn numbers_without_a_format() {
        for (value, shown) in [
            (0.0, "0"),
            (7.5, "7.5"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333"),
            (98_765_432_109.0, "98765432109"),
            (123_456_789.123_456, "123456789.1"),
            (1.23e20, "1.23E+20"),
            (-0.000_012, "-1.2E-05"),
            (2024.0, "2024"),
        ] {
            assert_eq!(general(value), shown);
        }
    }

    #[test]
    fn days_and_times() {
        for (value, format, shown) in [
            (45356.0, "yyyy/m/d", "2024/3/5"),
            (45356.0, "yyyy\"年\"m\"月\"d\"日\"", "2024年3月5日"),
            (45356.0, "yyyy年mm月dd日", "2024年03月05日"),
            (45356.0, "yyyy-mm-dd", "2024-03-05"),
            (45356.0, "yyyy\\-m\\-d;@", "2024-3-5"),
            (45356.0, "[$-804]yyyy.m", "2024.3"),
            (45356.0, "yy/m/d aaaa", "24/3/5 星期二"),
            (45356.0, "[DBNum1][$-804]yyyy年m月d日", "二〇二四年三月五日"),
            (45356.75, "yyyy/m/d h:mm", "2024/3/5 18:00"),
            (45356.75, "h:mm AM/PM", "6:00 PM"),
            (45356.25, "上午/下午h时mm分", "上午6时00分"),
            (0.5, "h:mm:ss", "12:00:00"),
            (1.5, "[h]:mm", "36:00"),
            (59.0, "yyyy/m/d", "1900/2/28"),
            (61.0, "yyyy/m/d", "1900/3/1"),
        ] {
            assert_eq!(
                number(value, format, false).as_deref(),
                Some(shown),
                "{value} {format}"
            );
        }
        assert_eq!(
            number(43894.0, "yyyy/m/d", true).as_deref(),
            Some("2024/3/5")
        );
        // The day that never was, and days before all.
        assert_eq!(number(60.0, "yyyy/m/d", false), None);
        assert_eq!(number(-1.0, "yyyy/m/d", false), None);
    }

    #[test]
    fn words_in_a_format() {
        assert_eq!(words("甲", "0").as_deref(), Some("甲"));
        assert_eq!(words("甲", "@").as_deref(), Some("甲"));
        assert_eq!(
            words("甲", "0;0;0;\"第\"@\"号\"").as_deref(),
            Some("第甲号")
        );
        assert_eq!(words("甲", "General").as_deref(), Some("甲"));
        assert_eq!(words("甲", ";;;").as_deref(), Some(""));
    }
}
