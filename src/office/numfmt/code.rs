//! The code of a number format as tokens, section by section.

/// A piece of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Literal(String),
    /// The place of a digit: `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// A power of ten follows; whether its plus is shown.
    Power(bool),
    /// A part of a date or a time, and how often its letter stands: `y`, `o` of months, `d`,
    /// `a` of weekdays, `h`, `i` of minutes, `s`.
    Date(char, usize),
    /// Hours, minutes or seconds in all.
    Elapsed(char, usize),
    /// What is said before noon and behind it.
    Noon(String, String),
    General,
    Text,
}

/// For which values a section is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    /// It holds below, at and above the bound.
    below: bool,
    at: bool,
    above: bool,
    bound: f64,
}

impl Condition {
    fn of(text: &str) -> Option<Self> {
        let end = text.find(|c| !matches!(c, '<' | '>' | '='))?;
        let (below, at, above) = match &text[..end] {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            ">" => (false, false, true),
            ">=" => (false, true, true),
            "=" => (false, true, false),
            "<>" => (true, false, true),
            _ => return None,
        };
        let bound = text[end..].trim().parse().ok()?;
        Some(Condition {
            below,
            at,
            above,
            bound,
        })
    }

    pub(super) fn holds(self, value: f64) -> bool {
        let Condition { bound, .. } = self;
        value < bound && self.below || value == bound && self.at || value > bound && self.above
    }
}

/// A section of a code.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Section {
    pub(super) tokens: Vec<Token>,
    pub(super) condition: Option<Condition>,
    /// Digits are Chinese numerals: 1 plain, 2 as on cheques.
    pub(super) numerals: Option<u8>,
}

impl Section {
    pub(super) fn is_date(&self) -> bool {
        let is = |t: &Token| matches!(t, Token::Date(..) | Token::Elapsed(..) | Token::Noon(..));
        self.tokens.iter().any(is)
    }

    pub(super) fn has_digits(&self) -> bool {
        self.tokens.iter().any(|t| matches!(t, Token::Digit(_)))
    }
}

/// The sections of a code; none where something in it is not known.
pub(super) fn sections(code: &str) -> Option<Vec<Section>> {
    let mut done = Vec::new();
    let mut section = Section::default();
    let chars: Vec<char> = code.chars().collect();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let rest = &chars[at..];
        if let Some((token, length)) = word(rest) {
            section.tokens.push(token);
            at += length;
            continue;
        }
        at += 1;
        match c {
            ';' => done.push(minutes(std::mem::take(&mut section))),
            '"' => {
                let length = chars[at..].iter().position(|c| *c == '"')?;
                section.say(&chars[at..at + length]);
                at += length + 1;
            }
            '\\' | '!' => {
                section.say(&[*chars.get(at)?]);
                at += 1;
            }
            // A gap as wide as a character, or one that fills the cell.
            '_' | '*' => at += 1,
            '[' => {
                let length = chars[at..].iter().position(|c| *c == ']')?;
                let inner: String = chars[at..at + length].iter().collect();
                section.bracket(&inner)?;
                at += length + 1;
            }
            '0' | '#' | '?' => section.tokens.push(Token::Digit(c)),
            '.' => section.tokens.push(Token::Point),
            ',' => section.tokens.push(Token::Comma),
            '%' => section.tokens.push(Token::Percent),
            '@' => section.tokens.push(Token::Text),
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'a' => {
                let same = |other: &&char| other.eq_ignore_ascii_case(&c);
                let count = rest.iter().take_while(same).count();
                let letter = match c.to_ascii_lowercase() {
                    'm' => 'o',
                    letter => letter,
                };
                let is_known = match letter {
                    'y' => count == 2 || count == 4,
                    'a' => count == 3 || count == 4,
                    _ => count <= 2,
                };
                section.tokens.push(Token::Date(letter, count));
                is_known.then_some(())?;
                at += count - 1;
            }
            'e' | 'E' if matches!(chars.get(at), Some('+' | '-')) => {
                section.tokens.push(Token::Power(chars[at] == '+'));
                at += 1;
            }
            'e' => section.tokens.push(Token::Date('y', 4)),
            _ if c.is_ascii_alphabetic() => return None,
            _ => section.say(&[c]),
        }
    }
    done.push(minutes(section));
    Some(done)
}

/// A token that is a word.
fn word(rest: &[char]) -> Option<(Token, usize)> {
    const WORDS: [&str; 5] = ["General", "G/通用格式", "AM/PM", "A/P", "上午/下午"];
    let starts = |word: &&&str| {
        let mut rest = rest.iter();
        word.chars()
            .all(|c| rest.next().is_some_and(|r| r.eq_ignore_ascii_case(&c)))
    };
    let found = WORDS.iter().find(starts)?;
    let token = match found.split_once('/') {
        Some((before, behind)) if before != "G" => Token::Noon(before.into(), behind.into()),
        _ => Token::General,
    };
    Some((token, found.chars().count()))
}

/// `m` behind hours or before seconds is minutes.
fn minutes(mut section: Section) -> Section {
    let parts: Vec<usize> = (0..section.tokens.len())
        .filter(|&at| matches!(section.tokens[at], Token::Date(..) | Token::Elapsed(..)))
        .collect();
    for (n, &at) in parts.iter().enumerate() {
        let is = |other: Option<&usize>, letter: char| {
            let token = other.and_then(|at| section.tokens.get(*at));
            matches!(token, Some(Token::Date(l, _) | Token::Elapsed(l, _)) if *l == letter)
        };
        let before = n.checked_sub(1).and_then(|n| parts.get(n));
        let is_minute = is(before, 'h') || is(parts.get(n + 1), 's');
        if let (Token::Date('o', count), true) = (&section.tokens[at], is_minute) {
            section.tokens[at] = Token::Date('i', *count);
        }
    }
    section
}

impl Section {
    fn say(&mut self, words: &[char]) {
        match self.tokens.last_mut() {
            Some(Token::Literal(last)) => last.extend(words),
            _ => self.tokens.push(Token::Literal(words.iter().collect())),
        }
    }

    /// What stands in brackets: money and language, a colour, a condition, numerals, time.
    fn bracket(&mut self, inner: &str) -> Option<()> {
        const COLOURS: [&str; 8] = [
            "black", "blue", "cyan", "green", "magenta", "red", "white", "yellow",
        ];
        let lower = inner.to_lowercase();
        if let Some(money) = inner.strip_prefix('$') {
            let sign = money.split('-').next().unwrap_or_default();
            let sign: Vec<char> = sign.chars().collect();
            if !sign.is_empty() {
                self.say(&sign);
            }
        } else if let Some(n) = lower.strip_prefix("dbnum") {
            self.numerals = Some(n.parse().ok().filter(|n| matches!(n, 1 | 2))?);
        } else if inner.starts_with(['<', '>', '=']) {
            self.condition = Some(Condition::of(inner)?);
        } else if let Some(letter) = lower.chars().next().filter(|c| "hms".contains(*c))
            && lower.chars().all(|c| c == letter)
        {
            self.tokens.push(Token::Elapsed(letter, lower.len()));
        } else {
            let is_colour = lower.starts_with("color")
                || COLOURS.contains(&lower.as_str())
                || matches!(
                    inner,
                    "黑色" | "蓝色" | "青色" | "绿色" | "洋红" | "红色" | "白色" | "黄色"
                );
            is_colour.then_some(())?;
        }
        Some(())
    }
}
