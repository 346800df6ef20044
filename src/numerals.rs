//! The numbers that headings and items count with: `十二`, `（三）`, `15`, `①`, `第二章`.

/// The value of a number as printed: `十二` → 12, `（三）` → 3, `15` → 15, `⑤` → 5,
/// `第二章` → 2, `专栏3` → 3, `b)` → 2. The first run of numerals counts.
pub(crate) fn value(number: &str) -> Option<u32> {
    let plain = number.trim_matches(['（', '）', '(', ')', '、', '.', '．', ' ']);
    let mut chars = plain.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        if let Some((_, value)) = sign(c) {
            return Some(value);
        }
        if c.is_ascii_alphabetic() {
            return Some(u32::from(c.to_ascii_lowercase()) - u32::from('a') + 1);
        }
    }
    let digit = |c: char| narrow(c).is_ascii_digit();
    let numeral = |c: char| digit(c) || is_han(c);
    let start = plain.find(numeral)?;
    let run = &plain[start..];
    if run.starts_with(digit) {
        let end = run.find(|c| !digit(c)).unwrap_or(run.len());
        let digits: String = run[..end].chars().map(narrow).collect();
        return digits.parse().ok();
    }
    let end = run.find(|c| !is_han(c)).unwrap_or(run.len());
    Some(of_han(&run[..end]))
}

/// What a number looks like, so that numbers of one list can be told from those of
/// another: `（三）` → `（一）`, `12` → `1`, `⑤` → `①`, `第二章` → `第一章`.
pub(crate) fn form(number: &str) -> String {
    let mut form = String::new();
    for c in number.trim().chars() {
        let one = match c {
            _ if narrow(c).is_ascii_digit() => '1',
            _ if is_han(c) => '一',
            _ if c.is_ascii_lowercase() => 'a',
            _ if c.is_ascii_uppercase() => 'A',
            _ => sign(c).map_or(c, |s| s.0),
        };
        if !(matches!(one, '1' | '一') && form.ends_with(one)) {
            form.push(one);
        }
    }
    form
}

/// A number as it stands before its title: `一` → `一、`, `第一章` → `第一章　`; one
/// with brackets is complete.
pub(crate) fn before_title(number: &str) -> String {
    let all = |is: fn(char) -> bool| number.chars().all(is);
    if number.is_empty() || number.ends_with(['）', ')', '、', '.']) {
        number.to_owned()
    } else if all(is_han) {
        format!("{number}、")
    } else if all(|c| c.is_ascii_digit()) {
        format!("{number}.")
    } else if number.chars().count() == 1 {
        number.to_owned()
    } else {
        format!("{number}\u{3000}")
    }
}

/// A numeral of the Han script.
pub(crate) fn is_han(c: char) -> bool {
    "一二三四五六七八九十百零〇两".contains(c)
}

/// A number that is one character: the first of its kind, and its value.
pub(crate) fn sign(c: char) -> Option<(char, u32)> {
    let kinds = [
        ('①', '⑳', 1),
        ('㉑', '㉟', 21),
        ('㊱', '㊿', 36),
        ('❶', '❿', 1),
        ('⑴', '⒇', 1),
        ('⒈', '⒛', 1),
        ('㈠', '㈩', 1),
        ('㊀', '㊉', 1),
    ];
    kinds.into_iter().find_map(|(first, last, value)| {
        let kind = if value > 1 { '①' } else { first };
        (first..=last)
            .contains(&c)
            .then(|| (kind, value + u32::from(c) - u32::from(first)))
    })
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn of_han(text: &str) -> u32 {
    let mut total = 0u32;
    let mut digit = 0;
    for c in text.chars() {
        if let Some(at) = "一二三四五六七八九".chars().position(|d| d == c) {
            digit = at as u32 + 1;
            continue;
        }
        let unit = match c {
            '两' => {
                digit = 2;
                continue;
            }
            '十' => 10,
            '百' => 100,
            _ => continue,
        };
        total = total.saturating_add(digit.max(1) * unit);
        digit = 0;
    }
    total.saturating_add(digit)
}

/// How a number below a hundred is counted: 12 → `十二`.
pub(crate) fn han(number: u32) -> Option<String> {
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
    #[cfg(feature = "print")]
    use super::before_title;
    use super::{form, han, value};

    #[test]
    fn han_numerals() {
        for (text, number) in [
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("（二十）", 20),
            ("一百", 100),
            ("一百零五", 105),
            ("3", 3),
            ("（12）", 12),
            ("⑫", 12),
            ("㉑", 21),
            ("⑶", 3),
            ("b)", 2),
            ("第十二章", 12),
            ("第2部分", 2),
            ("专栏3", 3),
            ("任务一", 1),
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

    #[test]
    fn forms_tell_lists_apart() {
        for (a, b) in [
            ("（三）", "（十二）"),
            ("3", "12"),
            ("②", "㉒"),
            ("第二章", "第十章"),
        ] {
            assert_eq!(form(a), form(b));
        }
        for (a, b) in [("（三）", "三"), ("（3）", "3"), ("3）", "3"), ("①", "1")] {
            assert_ne!(form(a), form(b));
        }
    }

    #[cfg(feature = "print")]
    #[test]
    fn numbers_before_titles() {
        for (number, printed) in [
            ("一", "一、"),
            ("（一）", "（一）"),
            ("3", "3."),
            ("①", "①"),
            ("第一章", "第一章\u{3000}"),
            ("专栏1", "专栏1\u{3000}"),
        ] {
            assert_eq!(before_title(number), printed);
        }
    }
}
