//! The numbers of items, as tables print them.

use crate::numerals;

/// A number as its cell prints it.
pub(super) struct Printed {
    /// Its value; numbers such as 1.2 have none.
    pub(super) value: Option<u32>,
    /// Whether it is digits alone, or with the stop that belongs to a number.
    pub(super) plain: bool,
}

/// Reads the cell of a number: `12`, `12.`, `（12）`, `十二`, `⑫`, `第12项`, `1.2`.
pub(super) fn printed(text: &str) -> Option<Printed> {
    let body = text.trim_end_matches(['.', '．', '、', '。', '，', ',']);
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if digits(body) {
        let value = body.parse().ok()?;
        let plain = !body.starts_with('0') || value == 0;
        return Some(Printed {
            value: Some(value),
            plain,
        });
    }
    let counted = body
        .strip_prefix('第')
        .and_then(|t| t.strip_suffix(['项', '条', '号', '件']));
    let inner = counted.unwrap_or(body);
    let inner = inner.trim_matches(['（', '）', '(', ')']);
    let mut chars = inner.chars();
    let one = chars.next().filter(|_| chars.next().is_none());
    let is_number = digits(inner)
        || inner.chars().all(numerals::is_han)
        || one.is_some_and(|c| numerals::sign(c).is_some());
    let value = is_number.then(|| numerals::value(inner)).flatten();
    if let Some(value) = value.filter(|v| *v > 0) {
        return Some(Printed {
            value: Some(value),
            plain: false,
        });
    }
    let mut levels = body.split(['.', '．', '-', '－', '—', '–']);
    levels.all(digits).then_some(Printed {
        value: None,
        plain: false,
    })
}

/// Gives items numbers that run through a table whose sections count anew.
#[derive(Default)]
pub(super) struct Numbers {
    /// The number and what was printed for it.
    last: Option<(u32, u32)>,
    offset: u32,
    /// A heading stands between the last item and the next.
    between: bool,
    /// Some number had no value: from there on items are counted.
    counted: bool,
}

impl Numbers {
    /// A section begins.
    pub(super) fn heading(&mut self) {
        self.between = true;
    }

    /// The number of the next item; what is printed is its value where they differ.
    pub(super) fn next(&mut self, value: Option<u32>) -> u32 {
        let running = self.last.map_or(1, |(number, _)| number.saturating_add(1));
        let between = std::mem::take(&mut self.between);
        let Some(value) = value else {
            self.counted = true;
            self.last = Some((running, 0));
            return running;
        };
        if let Some((last, printed)) = self.last {
            if between && value == 1 && printed >= 1 {
                self.offset = last;
            } else if self.counted && value.saturating_add(self.offset) <= last {
                self.offset = running.saturating_sub(value);
            }
        }
        let number = value.saturating_add(self.offset);
        self.last = Some((number, value));
        number
    }

    /// Whether an item that prints `value` would follow the last one.
    pub(super) fn follows(&self, value: u32) -> bool {
        self.last.is_some_and(|(_, printed)| value == printed + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_shape() {
        for (text, value, plain) in [
            ("12", Some(12), true),
            ("12.", Some(12), true),
            ("12、", Some(12), true),
            ("01", Some(1), false),
            ("（3）", Some(3), false),
            ("十二", Some(12), false),
            ("（二）", Some(2), false),
            ("⑫", Some(12), false),
            ("第5项", Some(5), false),
            ("1.2", None, false),
            ("3-1", None, false),
        ] {
            let found = printed(text).map(|p| (p.value, p.plain));
            assert_eq!(found, Some((value, plain)), "{text}");
        }
        for text in [
            "4X",
            "",
            "合计",
            "甲",
            "99999999999",
            "第二",
            "2024年任务表",
        ] {
            assert!(printed(text).is_none(), "{text}");
        }
    }

    #[test]
    fn sections_that_count_anew_run_through() {
        let mut numbers = Numbers::default();
        assert_eq!(numbers.next(Some(1)), 1);
        assert_eq!(numbers.next(Some(2)), 2);
        numbers.heading();
        assert_eq!(numbers.next(Some(1)), 3);
        assert_eq!(numbers.next(Some(2)), 4);
        // Twice in one section is a fault, which is left for the check to find.
        assert_eq!(numbers.next(Some(2)), 4);
    }
}
