//! Days as workbooks count them: from the end of 1899, with a day that never was, or from
//! 1904.

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    /// 0 is Sunday.
    pub(super) of_week: usize,
}

/// Days from 1899-12-31 and from 1904-01-01 to 1970-01-01.
const FROM_1899: i64 = 25_568;
const FROM_1904: i64 = 24_107;

/// The day of this number; none of the 29th of February 1900.
pub(super) fn day(serial: i64, from_1904: bool) -> Option<Day> {
    let days = match (from_1904, serial) {
        (true, _) => serial - FROM_1904,
        (false, 60) => return None,
        (false, ..60) => serial - FROM_1899,
        (false, _) => serial - 1 - FROM_1899,
    };
    let of_week = usize::try_from((days + 4).rem_euclid(7)).ok()?;
    // Whole cycles of 400 years first, then year by year and month by month.
    let mut year = 1970 + days.div_euclid(146_097) * 400;
    let mut left = days.rem_euclid(146_097);
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if left < length {
            break;
        }
        left -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    Some(Day {
        year,
        month,
        day: left + 1,
        of_week,
    })
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_by_their_numbers() {
        for (serial, from_1904, shown) in [
            (1, false, "1900-1-1"),
            (59, false, "1900-2-28"),
            (61, false, "1900-3-1"),
            (25_569, false, "1970-1-1"),
            (45_351, false, "2024-2-29"),
            (45_657, false, "2024-12-31"),
            (2_958_465, false, "9999-12-31"),
            (0, true, "1904-1-1"),
            (43_894, true, "2024-3-5"),
        ] {
            let found = day(serial, from_1904);
            let found = found.map(|d| format!("{}-{}-{}", d.year, d.month, d.day));
            assert_eq!(found.as_deref(), Some(shown));
        }
        assert_eq!(day(60, false), None);
        // A Tuesday.
        assert_eq!(day(45_356, false).map(|d| d.of_week), Some(2));
    }
}
