//! A figure as somebody wrote it, compared digit by digit: `增长6.1%` is the words `增长`, the
//! decimal 6.1 and the unit `%`. Nothing is rounded.

use std::cmp::Ordering;
use std::fmt;

use crate::grammar::Grammar;

/// So many digits a decimal may have in all; longer ones are no figure.
const DIGITS: usize = 18;

/// A decimal number, exact: `digits` × 10^-`places`.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

impl Decimal {
    /// Reads `6.1`, `-0.5`, `1,858`; none for what is no such number, or longer than 18 digits.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, text) = match text.strip_prefix(['-', '−', '－']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = match text.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, part)) => (whole, part),
            None => (text, ""),
        };
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|g| g.len() == 3));
        let digits = format!("{first}{}{part}", rest.concat());
        let plain = digits.bytes().all(|b| b.is_ascii_digit());
        if first.is_empty() || !grouped || !plain || digits.len() > DIGITS {
            return None;
        }
        let digits: i128 = digits.parse().ok()?;
        Some(Decimal {
            digits: if negative { -digits } else { digits },
            places: u32::try_from(part.len()).ok()?,
        })
    }

    /// How far it is from `other`, without a sign.
    pub fn distance(self, other: Decimal) -> Decimal {
        let (one, two, places) = self.with(other);
        Decimal {
            digits: (one - two).abs(),
            places,
        }
    }

    /// Both in digits of the same place. Of 18 digits at most each, neither overflows.
    fn with(self, other: Decimal) -> (i128, i128, u32) {
        let places = self.places.max(other.places);
        let raised = |n: Decimal| n.digits * 10_i128.pow(places - n.places);
        (raised(self), raised(other), places)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let (one, two, _) = self.with(*other);
        one.cmp(&two)
    }
}

impl fmt::Display for Decimal {
    /// As it is printed: `0.9`, without zeros at its end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut digits, mut places) = (self.digits.unsigned_abs(), self.places);
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        let sign = if self.digits < 0 { "-" } else { "" };
        let power = 10_u128.pow(places);
        write!(f, "{sign}{}", digits / power)?;
        match places {
            0 => Ok(()),
            _ => write!(f, ".{:0width$}", digits % power, width = places as usize),
        }
    }
}

/// A text that is one figure and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<'t> {
    /// The words before it: `增长`, mostly none.
    pub words: &'t str,
    /// The number.
    pub number: Decimal,
    /// The unit behind it, one that the program knows; empty where there is none.
    pub unit: &'t str,
}

impl<'t> Figure<'t> {
    /// Reads a text; none where it has no number, several, or more than a unit behind it.
    pub fn parse(text: &'t str) -> Option<Figure<'t>> {
        let text = text.trim();
        let is_of_number = |c: char| c.is_ascii_digit() || "-−－+".contains(c);
        let (words, rest) = text.split_at(text.find(is_of_number)?);
        let behind_sign = rest.trim_start_matches(['-', '−', '－', '+']);
        let signs = rest.len() - behind_sign.len();
        let length = behind_sign
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
            .unwrap_or(behind_sign.len());
        let (number, unit) = rest.split_at(signs + length);
        let known = unit.is_empty() || Grammar::get().measures.has(unit.trim());
        Some(Figure {
            words: words.trim(),
            number: Decimal::parse(number).filter(|_| known)?,
            unit: unit.trim(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Figure};

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).expect(text)
    }

    #[test]
    fn decimals_are_exact() {
        for (one, two, gap) in [
            ("7", "6.1", "0.9"),
            ("0.3", "0.1", "0.2"),
            ("1,858", "1858.0", "0"),
            ("-0.5", "+0.25", "0.75"),
            ("100", "99.999", "0.001"),
            ("2000", "1000", "1000"),
        ] {
            assert_eq!(decimal(one).distance(decimal(two)).to_string(), gap);
            assert_eq!(decimal(two).distance(decimal(one)).to_string(), gap);
        }
        assert!(decimal("7.0") == decimal("7") && decimal("6.95") < decimal("7"));
        assert_eq!(decimal("-0.50").to_string(), "-0.5");
        for wrong in [
            "", "-", "7.", ".5", "1,2", "1,2345", "七", "1e3", "1.2.3", "--1",
        ] {
            assert!(Decimal::parse(wrong).is_none(), "{wrong}");
        }
        assert!(Decimal::parse(&"9".repeat(18)).is_some());
        assert!(Decimal::parse(&"9".repeat(19)).is_none());
    }

    #[test]
    fn a_figure_is_one_number_with_its_unit() {
        let read = |text| Figure::parse(text).map(|f| (f.words, f.number.to_string(), f.unit));
        assert_eq!(read("6.1"), Some(("", "6.1".to_owned(), "")));
        assert_eq!(read(" 增长6.1% "), Some(("增长", "6.1".to_owned(), "%")));
        assert_eq!(read("60亿美元"), Some(("", "60".to_owned(), "亿美元")));
        for none in [
            "",
            "年度统计",
            "7%~7.5%",
            "6.1%，较上年",
            "6月底前",
            "约10到12",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
