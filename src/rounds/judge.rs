//! A value that a unit gave beside its target: where it stands, how far away, and whether that
//! decides anything. Digits are compared as they are written; what is not surely the same
//! measure is shown and not judged.

use serde::Serialize;

use crate::notice::Value;
use crate::notice::figure::{Decimal, Figure};

/// How a value stands to its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The target is reached.
    Reached,
    /// It is below the target, or below the least of it.
    Below(Gap),
    /// It is above the most that the target allows.
    Over(Gap),
    /// Both are shown, and it is for people to judge, for this reason.
    Shown(Why),
}

/// How far a value is from its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The number, without a sign: `0.9`.
    pub by: String,
    /// The unit in which both are: `%`; empty where neither has one.
    pub unit: String,
}

/// Why a value is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The target has no bound: 左右, 持平, 高于GDP增幅, 完成省下达任务.
    Target,
    /// What was written is no single figure.
    Written,
    /// It is written in another unit than the target, or with other words before it.
    Measure,
    /// The value is above a plain number, which does not say whether that is wanted.
    Direction,
}

/// Compares what was written with a target; `measure` is the unit of the target's row, empty
/// where the target says it itself, and `target` its words as printed.
pub fn judge(written: &str, measure: &str, target: &str, value: Option<&Value>) -> Standing {
    let Some(bounds) = value.and_then(Bounds::of) else {
        return Standing::Shown(Why::Target);
    };
    let Some(figure) = Figure::parse(written) else {
        return Standing::Shown(Why::Written);
    };
    let unit = unit_of(measure, target);
    if !is_of(&figure, unit, target) {
        return Standing::Shown(Why::Measure);
    }
    let number = figure.number;
    let gap = |bound: Decimal| Gap {
        by: number.distance(bound).to_string(),
        unit: unit.to_owned(),
    };
    match bounds {
        Bounds {
            least: Some(least),
            excludes,
            ..
        } if number < least || excludes && number == least => Standing::Below(gap(least)),
        Bounds {
            most: Some(most),
            is_limit,
            ..
        } if number > most => match is_limit {
            true => Standing::Over(gap(most)),
            false => Standing::Shown(Why::Direction),
        },
        _ => Standing::Reached,
    }
}

/// What a target allows.
struct Bounds {
    least: Option<Decimal>,
    most: Option<Decimal>,
    /// The least itself is not enough.
    excludes: bool,
    /// To be above the most is to miss the target.
    is_limit: bool,
}

impl Bounds {
    /// Of a target that has some. Of a plain number or a range nothing says whether more is
    /// better.
    fn of(value: &Value) -> Option<Bounds> {
        // Numbers are written the shortest way, which has the digits that are printed.
        let decimal = |n: &crate::notice::target::Number| Decimal::parse(&n.0.to_string());
        let (least, most, excludes, is_limit) = match value {
            Value::Number(n) => (Some(decimal(n)?), Some(decimal(n)?), false, false),
            Value::Range(low, high) => (Some(decimal(low)?), Some(decimal(high)?), false, false),
            Value::AtLeast(n) => (Some(decimal(n)?), None, false, false),
            Value::MoreThan(n) => (Some(decimal(n)?), None, true, false),
            Value::AtMost(n) => (None, Some(decimal(n)?), false, true),
            _ => return None,
        };
        Some(Bounds {
            least,
            most,
            excludes,
            is_limit,
        })
    }
}

/// Whether a figure is surely of the target's measure: it has the words before its number and
/// the unit behind it that the target has, or leaves them out.
fn is_of(figure: &Figure<'_>, unit: &str, target: &str) -> bool {
    let begins = figure.words.is_empty() || target.trim_start().starts_with(figure.words);
    begins && (figure.unit.is_empty() || figure.unit == unit)
}

/// The unit of a row: `%` of `增幅（%）`; where no measure is printed, that of the target.
fn unit_of<'t>(measure: &'t str, target: &'t str) -> &'t str {
    let within = measure.strip_suffix('）').and_then(|m| m.split_once('（'));
    let within = within.map(|(_, unit)| unit).filter(|unit| is_unit(unit));
    match measure {
        "" => unit_in(target),
        _ => within.unwrap_or(measure),
    }
}

/// The unit behind the last digit of a target; empty where none is.
fn unit_in(target: &str) -> &str {
    let behind = target.rfind(|c: char| c.is_ascii_digit());
    let rest = behind.map_or("", |at| &target[at + 1..]);
    let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut units = ends.map(|end| &rest[..end]).filter(|unit| is_unit(unit));
    units.next_back().unwrap_or_default()
}

/// Whether a text is a unit that the program knows.
fn is_unit(text: &str) -> bool {
    let one = format!("1{text}");
    Figure::parse(&one).is_some_and(|figure| figure.unit == text)
}

#[cfg(test)]
mod tests {
    use super::{Gap, Standing, Why, judge};
    use crate::notice::Value;

    fn of(written: &str, measure: &str, target: &str) -> Standing {
        judge(written, measure, target, Value::parse(target).0.as_ref())
    }

    fn gap(by: &str, unit: &str) -> Gap {
        let (by, unit) = (by.to_owned(), unit.to_owned());
        Gap { by, unit }
    }

    fn below(by: &str, unit: &str) -> Standing {
        Standing::Below(gap(by, unit))
    }

    #[test]
    fn what_is_below_lags_by_exact_digits() {
        assert_eq!(of("6.1", "%", "7"), below("0.9", "%"));
        assert_eq!(of("6.1%", "%", "7~7.5"), below("0.9", "%"));
        assert_eq!(of("17.95", "%", "18以上"), below("0.05", "%"));
        assert_eq!(of("50%", "", "超过50%"), below("0", "%"));
        assert_eq!(of("-0.3", "%", "0.1"), below("0.4", "%"));
        assert_eq!(of("59亿美元", "", "60亿美元"), below("1", "亿美元"));
        assert_eq!(of("6.1", "", "增长7%~7.5%"), Standing::Shown(Why::Target));
        assert_eq!(of("6.1", "", "7%~7.5%"), below("0.9", "%"));
        assert_eq!(of("6.1", "增幅（%）", "7"), below("0.9", "%"));
        assert_eq!(of("6.1%", "增幅（%）", "7"), below("0.9", "%"));
        assert_eq!(
            of("9.5", "吨标准煤/万元（折）", "10"),
            below("0.5", "吨标准煤/万元（折）")
        );
    }

    #[test]
    fn what_is_reached_is_reached() {
        for (written, measure, target) in [
            ("7", "%", "7"),
            ("7.00%", "%", "7"),
            ("7.2", "%", "7~7.5"),
            ("18", "%", "18以上"),
            ("50.01%", "", "超过50%"),
            ("2.99", "%", "3以内"),
        ] {
            assert_eq!(of(written, measure, target), Standing::Reached, "{written}");
        }
    }

    #[test]
    fn a_limit_is_exceeded_and_a_plain_number_only_shown() {
        assert_eq!(of("3.2", "%", "3以内"), Standing::Over(gap("0.2", "%")));
        assert_eq!(of("8", "%", "7"), Standing::Shown(Why::Direction));
        assert_eq!(of("8", "%", "7~7.5"), Standing::Shown(Why::Direction));
    }

    #[test]
    fn what_is_in_doubt_is_shown() {
        for target in [
            "10左右",
            "持平",
            "高于GDP增幅",
            "完成省下达任务",
            "—",
            "尽力而为",
        ] {
            assert_eq!(
                of("9", "%", target),
                Standing::Shown(Why::Target),
                "{target}"
            );
        }
        for written in ["年度统计", "6.1%，较上年同期高0.2", "约6到7", ""] {
            let stands = of(written, "%", "7");
            assert_eq!(stands, Standing::Shown(Why::Written), "{written}");
        }
        for (written, measure, target) in [
            ("下降6.1%", "%", "7"),
            ("600000万美元", "", "60亿美元"),
            ("60亿", "", "60亿美元"),
            ("6.1亿元", "%", "7"),
        ] {
            let stands = of(written, measure, target);
            assert_eq!(stands, Standing::Shown(Why::Measure), "{written}");
        }
    }
}
