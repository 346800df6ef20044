//! How an automatic number is written: `w:numFmt` and a count → 十二, （甲）, ⑫, xii. The
//! names are those of the standard; one that is not here is refused and not guessed.

/// Characters that are numbers one by one, in their order.
const TEN: &str = "甲乙丙丁戊己庚辛壬癸";
const TWELVE: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Digits with a round sign for nought.
const ROUND_NOUGHT: &str = "○一二三四五六七八九";

/// How numbers are made of digits and the names of tens, hundreds and thousands.
struct Counting {
    digits: &'static str,
    tens: &'static str,
    ten_thousand: char,
    /// What stands for noughts between digits; none where nothing does.
    nought: Option<char>,
    /// 十 and not 一十, for 10 to 19.
    bare_ten: bool,
    /// 百 and not 一百.
    bare_hundred: bool,
}

const HAN: Counting = Counting {
    digits: "〇一二三四五六七八九",
    tens: "十百千",
    ten_thousand: '万',
    nought: Some('〇'),
    bare_ten: true,
    bare_hundred: false,
};

/// A count as `format` writes it; none where the format is not known, or has no such number.
pub(in crate::office) fn number(format: &str, n: i64) -> Option<String> {
    let n = usize::try_from(n).ok()?;
    let lower = |text: String| text.to_lowercase();
    match format {
        "decimal" | "decimalHalfWidth" => Some(n.to_string()),
        "decimalZero" => Some(format!("{n:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(digits(n, "０１２３４５６７８９")),
        "numberInDash" => Some(format!("- {n} -")),
        "hex" => Some(format!("{n:X}")),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).map(lower),
        "upperLetter" => letters(n),
        "lowerLetter" => letters(n).map(lower),
        // Digits one by one from a hundred on.
        "chineseCounting" | "taiwaneseCounting" if n > 99 => Some(digits(n, ROUND_NOUGHT)),
        "chineseCounting" | "taiwaneseCounting" => Some(counted(n, &HAN)),
        "chineseCountingThousand" => Some(counted(n, &HAN)),
        "taiwaneseCountingThousand" => Some(counted(
            n,
            &Counting {
                ten_thousand: '萬',
                ..HAN
            },
        )),
        "japaneseCounting" => Some(counted(
            n,
            &Counting {
                nought: None,
                bare_hundred: true,
                ..HAN
            },
        )),
        "chineseLegalSimplified" => Some(counted(
            n,
            &Counting {
                digits: "零壹贰叁肆伍陆柒捌玖",
                tens: "拾佰仟",
                ten_thousand: '萬',
                nought: Some('零'),
                bare_ten: false,
                bare_hundred: false,
            },
        )),
        "ideographLegalTraditional" => Some(counted(
            n,
            &Counting {
                digits: "零壹貳參肆伍陸柒捌玖",
                tens: "拾佰仟",
                ten_thousand: '萬',
                nought: Some('零'),
                bare_ten: false,
                bare_hundred: false,
            },
        )),
        "japaneseLegal" => Some(counted(
            n,
            &Counting {
                digits: "〇壱弐参四伍六七八九",
                tens: "拾百阡",
                ten_thousand: '萬',
                nought: None,
                bare_ten: false,
                bare_hundred: false,
            },
        )),
        "ideographDigital" | "japaneseDigitalTenThousand" => {
            Some(digits(n, "〇一二三四五六七八九"))
        }
        "taiwaneseDigital" => Some(digits(n, ROUND_NOUGHT)),
        "ideographTraditional" => within(n, TEN),
        "ideographZodiac" => within(n, TWELVE),
        "ideographZodiacTraditional" => {
            let at = |of: &str, length: usize| of.chars().nth((n.checked_sub(1)?) % length);
            (1..=60).contains(&n).then_some(())?;
            Some([at(TEN, 10)?, at(TWELVE, 12)?].iter().collect())
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            enclosed(n, &[('①', 1, 20), ('㉑', 21, 35), ('㊱', 36, 50)])
        }
        "decimalEnclosedFullstop" => enclosed(n, &[('⒈', 1, 20)]),
        "decimalEnclosedParen" => enclosed(n, &[('⑴', 1, 20)]),
        "ideographEnclosedCircle" => enclosed(n, &[('㊀', 1, 10)]),
        "ordinal" => Some(ordinal(n)),
        "none" | "bullet" => Some(String::new()),
        _ => None,
    }
}

/// A number of digits with noughts before it, as a format of one's own has them: `001, 002`.
pub(super) fn padded(format: &str, n: i64) -> Option<String> {
    let first = format.split(',').next()?.trim();
    let plain = !first.is_empty() && first.chars().all(|c| c.is_ascii_digit());
    plain.then(|| format!("{n:0width$}", width = first.len()))
}

fn digits(n: usize, digits: &str) -> String {
    let digit = |c: char| digits.chars().nth(c.to_digit(10).unwrap_or(0) as usize);
    n.to_string().chars().filter_map(digit).collect()
}

fn within(n: usize, signs: &str) -> Option<String> {
    Some(signs.chars().nth(n.checked_sub(1)?)?.to_string())
}

/// Numbers in a circle: stretches of characters, each with its first and last number.
/// Behind the last the number stands plain.
fn enclosed(n: usize, stretches: &[(char, usize, usize)]) -> Option<String> {
    let found = stretches.iter().find(|s| (s.1..=s.2).contains(&n));
    match found {
        Some((first, from, _)) => {
            let code = u32::from(*first) + u32::try_from(n - from).ok()?;
            Some(char::from_u32(code)?.to_string())
        }
        None => Some(n.to_string()),
    }
}

/// A to Z, then AA to ZZ, as Word counts.
fn letters(n: usize) -> Option<String> {
    let at = n.checked_sub(1)?;
    let letter = u8::try_from(at % 26).ok()?;
    (at < 26 * 30).then(|| char::from(b'A' + letter).to_string().repeat(at / 26 + 1))
}

fn roman(n: usize) -> Option<String> {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(n).filter(|n| (1..4000).contains(n))?;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

fn counted(n: usize, counting: &Counting) -> String {
    let digit = |d: usize| counting.digits.chars().nth(d).unwrap_or('?');
    if n == 0 {
        return digit(0).to_string();
    }
    if n >= 100_000_000 {
        return digits(n, counting.digits);
    }
    let mut text = String::new();
    let (high, low) = (n / 10_000, n % 10_000);
    if high > 0 {
        text.push_str(&below_ten_thousand(high, counting, false));
        text.push(counting.ten_thousand);
    }
    if low > 0 {
        text.push_str(&below_ten_thousand(low, counting, high > 0));
    }
    text
}

/// Up to four digits with the names of their places; `behind` where higher ones stand before.
fn below_ten_thousand(n: usize, counting: &Counting, behind: bool) -> String {
    let mut text = String::new();
    let mut gap = false;
    let mut begun = behind;
    for (place, value) in [(2, 1000), (1, 100), (0, 10)] {
        let d = n / value % 10;
        if d == 0 {
            gap = begun;
            continue;
        }
        text.extend(counting.nought.filter(|_| gap));
        gap = false;
        let bare = match value {
            10 => counting.bare_ten && !begun || counting.bare_hundred,
            _ => counting.bare_hundred,
        };
        if d > 1 || !bare {
            text.extend(counting.digits.chars().nth(d));
        }
        text.extend(counting.tens.chars().nth(place));
        begun = true;
    }
    if !n.is_multiple_of(10) {
        text.extend(counting.nought.filter(|_| gap));
        text.extend(counting.digits.chars().nth(n % 10));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{number, padded};

    #[test]
    fn every_format_counts() {
        for (format, counts) in [
            ("decimal", "1=1 10=10 100=100"),
            ("decimalZero", "1=01 10=10 100=100"),
            ("decimalFullWidth", "1=１ 10=１０ 23=２３"),
            ("decimalHalfWidth", "7=7"),
            ("numberInDash", "3=-_3_-"),
            (
                "upperRoman",
                "1=I 4=IV 9=IX 14=XIV 40=XL 1999=MCMXCIX 4000=?",
            ),
            ("lowerRoman", "3=iii 8=viii 0=?"),
            ("upperLetter", "1=A 26=Z 27=AA 53=AAA 0=?"),
            ("lowerLetter", "2=b 28=bb"),
            (
                "chineseCounting",
                "1=一 10=十 11=十一 20=二十 99=九十九 100=一○○ 105=一○五",
            ),
            ("taiwaneseCounting", "12=十二 110=一一○"),
            (
                "chineseCountingThousand",
                "1=一 10=十 19=十九 21=二十一 100=一百 101=一百〇一 110=一百一十 111=一百一十一 \
                 1005=一千〇五 1050=一千〇五十 10000=一万 10010=一万〇一十",
            ),
            ("taiwaneseCountingThousand", "10=十 20000=二萬"),
            (
                "japaneseCounting",
                "10=十 11=十一 20=二十 100=百 101=百一 110=百十 1000=千",
            ),
            (
                "chineseLegalSimplified",
                "1=壹 10=壹拾 12=壹拾贰 101=壹佰零壹",
            ),
            ("ideographLegalTraditional", "3=參 20=貳拾"),
            ("japaneseLegal", "1=壱 20=弐拾"),
            ("ideographDigital", "0=〇 1=一 10=一〇 12=一二"),
            ("japaneseDigitalTenThousand", "10=一〇"),
            ("taiwaneseDigital", "10=一○"),
            ("ideographTraditional", "1=甲 10=癸 11=?"),
            ("ideographZodiac", "1=子 12=亥 13=?"),
            (
                "ideographZodiacTraditional",
                "1=甲子 2=乙丑 11=甲戌 13=丙子 60=癸亥 61=?",
            ),
            ("decimalEnclosedCircle", "1=① 20=⑳ 21=㉑ 36=㊱ 50=㊿ 51=51"),
            ("decimalEnclosedCircleChinese", "3=③"),
            ("decimalEnclosedFullstop", "2=⒉ 20=⒛"),
            ("decimalEnclosedParen", "2=⑵ 20=⒇"),
            ("ideographEnclosedCircle", "1=㊀ 10=㊉"),
            ("ordinal", "1=1st 2=2nd 3=3rd 11=11th 22=22nd"),
            ("none", "5="),
            ("bullet", "5="),
            ("hebrew1", "1=?"),
            ("koreanCounting", "1=?"),
            ("", "1=?"),
        ] {
            for count in counts.split_whitespace() {
                let (n, text) = count.split_once('=').expect(count);
                let found = number(format, n.parse().expect(count));
                let found = found.map_or("?".into(), |f| f.replace(' ', "_"));
                assert_eq!(found, text, "{format} {n}");
            }
        }
        assert_eq!(number("decimal", -1), None);
    }

    #[test]
    fn noughts_before_a_number() {
        assert_eq!(padded("001, 002, 003, ...", 7).as_deref(), Some("007"));
        assert_eq!(padded("a, b", 7), None);
    }
}
