//! Numbers as decimal digits: a workbook shows fifteen of them at most, and rounds what it
//! shows and not what it has.

use super::code::Token;

/// A number that is not negative: its digits, and how many of them stand before the point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: Vec<u8>,
    whole: i32,
}

impl Decimal {
    pub(super) fn of(value: f64) -> Self {
        // One digit, a point, fourteen digits, and the power of ten.
        let text = format!("{value:.14e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = digits.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0');
        let mut decimal = Decimal {
            digits: digits.collect(),
            whole: power.parse::<i32>().unwrap_or(0) + 1,
        };
        decimal.trim();
        decimal
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.whole = 0;
        }
    }

    fn shifted(mut self, by: i32) -> Self {
        if !self.digits.is_empty() {
            self.whole += by;
        }
        self
    }

    /// How many digits stand before the point.
    pub(super) fn whole_digits(&self) -> usize {
        usize::try_from(self.whole).unwrap_or(0)
    }

    /// The digit at a place: 0 is the last before the point, -1 the first behind it.
    fn digit(&self, place: i32) -> u8 {
        let at = usize::try_from(self.whole - 1 - place).ok();
        at.and_then(|at| self.digits.get(at)).copied().unwrap_or(0)
    }

    /// Rounded to so many digits behind the point, halves up.
    pub(super) fn rounded(mut self, places: usize) -> Self {
        let kept = self.whole + i32::try_from(places).unwrap_or(i32::MAX / 2);
        let Ok(kept) = usize::try_from(kept) else {
            return Decimal {
                digits: Vec::new(),
                whole: 0,
            };
        };
        if kept >= self.digits.len() {
            return self;
        }
        let up = self.digits[kept] >= 5;
        self.digits.truncate(kept);
        if up {
            let nines = self.digits.iter().rev().take_while(|d| **d == 9).count();
            let length = self.digits.len() - nines;
            self.digits.truncate(length);
            match self.digits.last_mut() {
                Some(last) => *last += 1,
                None => {
                    self.digits.push(1);
                    self.whole += 1;
                }
            }
        }
        self.trim();
        self
    }

    /// The digits before the point, without noughts before them.
    fn before_point(&self) -> Vec<u8> {
        (0..self.whole.max(0))
            .rev()
            .map(|place| self.digit(place))
            .collect()
    }

    /// So many digits behind the point.
    fn behind_point(&self, places: usize) -> Vec<u8> {
        (1..=places as i32)
            .map(|place| self.digit(-place))
            .collect()
    }

    /// As it is, without noughts at its end.
    pub(super) fn plain(&self) -> String {
        let sign = |d: &u8| char::from(b'0' + d);
        let mut text: String = self.before_point().iter().map(sign).collect();
        if text.is_empty() {
            text.push('0');
        }
        let behind = self.digits.len() as i32 - self.whole;
        if behind > 0 {
            text.push('.');
            text.extend(self.behind_point(behind as usize).iter().map(sign));
        }
        text
    }

    /// With one digit before the point, so many behind it at most, and a power of ten.
    pub(super) fn scientific(&self, places: usize) -> String {
        let power = self.whole - 1;
        let mut mantissa = self.clone().shifted(-power).rounded(places);
        let power = power + mantissa.whole - 1;
        mantissa.whole = 1;
        let sign = if power < 0 { '-' } else { '+' };
        format!("{}E{sign}{:02}", mantissa.plain(), power.abs())
    }
}

/// A number in the places that a section has for its digits; none of forms that are not
/// known, such as fractions.
pub(super) fn shown(tokens: &[Token], number: Decimal) -> Option<String> {
    let is_digit = |t: &Token| matches!(t, Token::Digit(_));
    let first = tokens.iter().position(is_digit)?;
    let end = tokens.iter().position(|t| matches!(t, Token::Power(_)));
    let point = tokens.iter().position(|t| *t == Token::Point);
    let point = point.unwrap_or(end.unwrap_or(tokens.len()));
    let end = end.unwrap_or(tokens.len());
    let last = tokens[..end].iter().rposition(is_digit)?;
    // Digits on both sides of a stroke are a fraction.
    let is_stroke = |t: &Token| matches!(t, Token::Literal(words) if words.contains('/'));
    if tokens[first..=last].iter().any(is_stroke) || tokens[..end].contains(&Token::General) {
        return None;
    }
    let percents = tokens.iter().filter(|t| **t == Token::Percent).count();
    let last_whole = tokens[..point.min(end)].iter().rposition(is_digit);
    // Commas behind the last digit, or the last before the point, leave out three digits each.
    let commas = |behind: usize| {
        let rest = tokens[behind + 1..].iter();
        rest.take_while(|t| **t == Token::Comma).count()
    };
    let others = last_whole.filter(|whole| *whole != last).map_or(0, commas);
    let scales = commas(last) + others;
    let grouped = last_whole.is_some_and(|last| tokens[first..last].contains(&Token::Comma));
    let places = tokens[point.min(end)..end]
        .iter()
        .filter(|t| is_digit(t))
        .count();
    let number = number.shifted(2 * percents as i32 - 3 * scales as i32);
    let (number, power) = match end < tokens.len() {
        false => (number.rounded(places), None),
        true => {
            let wholes = tokens[..point.min(end)]
                .iter()
                .filter(|t| is_digit(t))
                .count();
            (wholes == 1).then_some(())?;
            let power = if number.digits.is_empty() {
                0
            } else {
                number.whole - 1
            };
            let mut mantissa = number.shifted(-power).rounded(places);
            let more = (mantissa.whole - 1).max(0);
            mantissa.whole -= more;
            (mantissa, Some(power + more))
        }
    };
    let mut text = whole_part(&tokens[..point.min(end)], &number.before_point(), grouped);
    let mut behind = number.behind_point(places).into_iter().peekable();
    let mut left: Vec<u8> = behind.clone().collect();
    for token in &tokens[point.min(end)..end] {
        match token {
            Token::Point => text.push('.'),
            Token::Digit(place) => {
                let digit = behind.next().unwrap_or(0);
                // What is left of the number is nothing but noughts.
                let rest = left.iter().any(|d| *d > 0);
                left.remove(0);
                match place {
                    '0' => text.push(char::from(b'0' + digit)),
                    _ if rest => text.push(char::from(b'0' + digit)),
                    _ => {}
                }
            }
            other => text.push_str(&said(other)),
        }
    }
    if let (Some(power), Some(Token::Power(plus))) = (power, tokens.get(end)) {
        text.push('E');
        match power < 0 {
            true => text.push('-'),
            false if *plus => text.push('+'),
            false => {}
        }
        let width = tokens[end..].iter().filter(|t| is_digit(t)).count();
        text.push_str(&format!("{:0width$}", power.abs()));
        let rest = tokens[end + 1..].iter().filter(|t| !is_digit(t));
        rest.for_each(|token| text.push_str(&said(token)));
    }
    Some(text)
}

fn said(token: &Token) -> String {
    match token {
        Token::Literal(words) => words.clone(),
        Token::Percent => "%".into(),
        _ => String::new(),
    }
}

/// The digits before the point, from the last to the first.
fn whole_part(tokens: &[Token], digits: &[u8], grouped: bool) -> String {
    let is_digit = |t: &Token| matches!(t, Token::Digit(_));
    let first = tokens.iter().position(is_digit);
    let mut left = digits.iter().rev();
    let mut done: Vec<char> = Vec::new();
    let mut count = 0;
    let mut put = |digit: u8, done: &mut Vec<char>| {
        if grouped && count > 0 && count % 3 == 0 {
            done.push(',');
        }
        done.push(char::from(b'0' + digit));
        count += 1;
    };
    for (at, token) in tokens.iter().enumerate().rev() {
        if let Token::Digit(place) = token {
            match left.next() {
                Some(digit) => put(*digit, &mut done),
                None if *place == '0' => put(0, &mut done),
                None => {}
            }
            if first == Some(at) {
                left.by_ref().for_each(|digit| put(*digit, &mut done));
            }
        } else {
            done.extend(said(token).chars().rev());
        }
    }
    done.iter().rev().collect()
}
