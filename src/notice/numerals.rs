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

/// How a number below a hundred is counted: 12 → `十二`.
pub fn han(number: u32) -> Option<String> {
    let digit = |n: u32| "零一二三四五六七八九".chars().nth(n as usize);
    let (tens, ones) = (number / 10, number % 10);
    let mut text = String::new();
    match tens {
        0 => {}
        1 => text.push('十'),
        2..=9 => text.extend(digit(tens).into_iter().chain(['十'])),
        _ => return None,
    }
    if ones > 0 {
        text.extend(digit(ones));
    }
    (number > 0).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{han, value};

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
        for number in 1..100 {
            assert_eq!(han(number).and_then(|n| value(&n)), Some(number));
        }
        assert_eq!(han(0), None);
        assert_eq!(value("（甲）"), None);
        assert_eq!(value(""), None);
    }
}
