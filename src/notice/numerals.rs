//! Han numerals, as headings count with them.

/// The value of a number as printed: `十二` → 12, `（三）` → 3, `15` → 15.
pub fn value(number: &str) -> Option<u32> {
    let plain = number.trim_matches(['（', '）', '、', '.', '．']);
    if let Ok(number) = plain.parse() {
        return Some(number);
    }
    let mut total = 0;
    let mut digit = 0;
    for c in plain.chars() {
        match "一二三四五六七八九".chars().position(|d| d == c) {
            Some(at) => digit = at as u32 + 1,
            None => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => return None,
                };
                total += digit.max(1) * unit;
                digit = 0;
            }
        }
    }
    (!plain.is_empty()).then_some(total + digit)
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn han_numerals() {
        for (text, number) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("（二十）", 20),
            ("一百零".trim_end_matches('零'), 100),
            ("3", 3),
        ] {
            assert_eq!(value(text), Some(number), "{text}");
        }
        assert_eq!(value("（甲）"), None);
        assert_eq!(value(""), None);
    }
}
