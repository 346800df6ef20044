//! How wide text is set, in em. Han characters fill one; for letters and digits these are
//! the measures of the face that all documents have them in.

/// The widths of `!` to `~` in thousandths of an em, of the metrics of Times.
const LATIN: [u16; 94] = [
    333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, // ! to /
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, // 0 to >
    444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, // ? to M
    722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, // N to \
    333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, // ] to k
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, // l to z
    480, 200, 480, 541, // { to ~
];

/// In headings letters are from a face of even strokes, which is wider.
const HEADING: f64 = 1.25;

/// Runs of so many letters and figures are broken by `style.typ` after every fourth.
const UNBROKEN: usize = 24;
const BROKEN: usize = 4;

/// Signs that hold on to what follows them.
const OPENING: &str = "（《〈「『【〔“‘￥＄";
/// Signs that hold on to what stands before them.
const CLOSING: &str = "）》〉」』】〕”’、。，．：；！？％℃‰°…—·ー々";

/// How wide the pieces of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Width {
    /// All of it on one line; of several lines, of the longest.
    pub(super) whole: f64,
    /// The longest piece that is never broken.
    pub(super) piece: f64,
}

pub(super) fn width(text: &str, heading: bool) -> Width {
    let mut found = Width::default();
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        let of = |chars: &[char]| chars.iter().map(|c| one(*c, heading)).sum::<f64>();
        found.whole = found.whole.max(of(&chars));
        let mut from = 0;
        for at in 1..=chars.len() {
            if at < chars.len() && holds(chars[at - 1], chars[at]) {
                continue;
            }
            let piece = &chars[from..at];
            from = at;
            let cut = piece.len() >= UNBROKEN && piece.iter().all(char::is_ascii_graphic);
            let pieces = piece.chunks(if cut { BROKEN } else { piece.len() });
            found.piece = pieces.map(of).fold(found.piece, f64::max);
        }
    }
    found
}

/// One character.
fn one(c: char, heading: bool) -> f64 {
    let place = u32::from(c).checked_sub(u32::from('!'));
    let latin = place.and_then(|place| LATIN.get(place as usize));
    let width = match latin {
        Some(width) => f64::from(*width) / 1000.0,
        None if c == ' ' => 0.25,
        None => return 1.0,
    };
    if heading { width * HEADING } else { width }
}

/// Whether no line ends between two characters.
fn holds(before: char, behind: char) -> bool {
    if before.is_whitespace() || behind.is_whitespace() {
        return false;
    }
    OPENING.contains(before) || CLOSING.contains(behind) || !is_han(before) && !is_han(behind)
}

/// A character that may begin and end lines. What is not known to be one is taken to
/// hold on: a column is rather a little too wide.
fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x2fff | 0x3005..=0x3007 | 0x3040..=0x9fff | 0xac00..=0xd7af
        | 0xf900..=0xfaff | 0xff10..=0xff5a | 0x2_0000..=0x3_ffff)
        || OPENING.contains(c)
        || CLOSING.contains(c)
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn figures_are_never_broken_and_han_is() {
        let cases = [
            ("12345.67", 3.75, 3.75),
            ("地区生产总值", 6.0, 1.0),
            ("增幅（%）", 4.833, 2.833),
            ("7.5左右", 3.25, 1.25),
            ("7%~7.5%", 3.957, 3.957),
            ("与上年\n持平", 3.0, 1.0),
            ("“双十”项目", 6.0, 2.0),
            ("", 0.0, 0.0),
        ];
        for (text, whole, piece) in cases {
            let found = width(text, false);
            assert!((found.whole - whole).abs() < 0.01, "{text}: {found:?}");
            assert!((found.piece - piece).abs() < 0.01, "{text}: {found:?}");
        }
    }

    #[test]
    fn a_run_that_no_line_holds_is_broken() {
        let found = width(&"8".repeat(40), false);
        assert_eq!((found.whole, found.piece), (20.0, 2.0));
    }

    #[test]
    fn letters_are_wider_in_headings() {
        assert!(width("GDP", true).piece > width("GDP", false).piece);
        assert_eq!(width("单位", true), width("单位", false));
    }
}
