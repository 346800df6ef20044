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

/// Runs of so many letters and figures are broken, as `cut` in `style.typ` does it: behind
/// signs that join figures; what is still as long, after every fourth letter. A figure is
/// never broken: its halves would be two figures. So many digits without a mark are none.
const UNBROKEN: usize = 24;
const BROKEN: usize = 4;
const JOINING: &str = "~/-";

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
        let pieces = pieces(line, heading);
        found.whole = found.whole.max(pieces.iter().map(|piece| piece.wide).sum());
        found.piece = pieces.iter().map(|p| p.wide).fold(found.piece, f64::max);
    }
    found
}

/// How many lines a text takes in a cell that is `room` em wide.
pub(super) fn lines(text: &str, heading: bool, room: f64) -> usize {
    let of = |line: &str| {
        let (mut count, mut filled) = (1, 0.0);
        for Piece { wide, blank } in pieces(line, heading) {
            // A space at the end of a line takes no room.
            if filled > 0.0 && !blank && filled + wide > room + 0.01 {
                count += 1;
                filled = 0.0;
            }
            if filled > 0.0 || !blank {
                filled += wide;
            }
        }
        count
    };
    text.lines().map(of).sum::<usize>().max(1)
}

/// A piece of a line that is never broken.
struct Piece {
    wide: f64,
    blank: bool,
}

fn pieces(line: &str, heading: bool) -> Vec<Piece> {
    let chars: Vec<char> = line.chars().collect();
    let mut long = vec![false; chars.len()];
    let mut ends = vec![false; chars.len() + 1];
    let mut from = 0;
    for run in chars.chunk_by(|a, b| a.is_ascii_graphic() == b.is_ascii_graphic()) {
        let to = from + run.len();
        if run.len() >= UNBROKEN && run[0].is_ascii_graphic() {
            long[from..to].fill(true);
            cuts(run).for_each(|at| ends[from + at] = true);
        }
        from = to;
    }
    for at in 1..chars.len() {
        // Inside a run that is broken, nothing else is.
        let whole = long[at - 1] && long[at] || holds(chars[at - 1], chars[at]);
        ends[at] |= !whole;
    }
    ends[chars.len()] = true;
    let mut pieces = Vec::new();
    let mut from = 0;
    for to in 1..=chars.len() {
        if ends[to] {
            let piece = &chars[from..to];
            pieces.push(Piece {
                wide: piece.iter().map(|c| one(*c, heading)).sum(),
                blank: piece.iter().all(|c| c.is_whitespace()),
            });
            from = to;
        }
    }
    pieces
}

/// Where a run is broken that no line holds.
fn cuts(run: &[char]) -> impl Iterator<Item = usize> {
    let joins = |c: char| JOINING.contains(c);
    let mut found = Vec::new();
    let mut from = 0;
    for to in 1..=run.len() {
        // A sign behind another one is a minus, which belongs to its figure.
        let ends = to == run.len() || joins(run[to - 1]) && to - from > 1;
        if !ends {
            continue;
        }
        if to - from >= UNBROKEN {
            found.extend(within(&run[from..to]).map(|at| from + at));
            // The piece ends there anyway.
            found.pop();
        }
        found.push(to);
        from = to;
    }
    found.into_iter()
}

/// Where a piece is broken that no sign parts.
fn within(piece: &[char]) -> impl Iterator<Item = usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < piece.len() {
        let figure = figure(&piece[at..]);
        let bare = piece[at..at + figure].iter().all(char::is_ascii_digit);
        let end = if figure == 0 {
            let letters = piece[at..].iter().take_while(|c| !c.is_ascii_digit());
            at + letters.take(BROKEN).count()
        } else {
            at + figure
        };
        let step = if bare && figure >= UNBROKEN {
            BROKEN
        } else {
            end - at
        };
        found.extend((at + step..end).step_by(step.max(1)));
        found.push(end);
        at = end;
    }
    found.into_iter()
}

/// How long the figure is that begins here: digits, with marks between them.
fn figure(chars: &[char]) -> usize {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut end = 0;
    while digit(end) || end > 0 && matches!(chars.get(end), Some('.' | ',')) && digit(end + 1) {
        end += 1;
    }
    end + usize::from(end > 0 && chars.get(end) == Some(&'%'))
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
    use super::{UNBROKEN, cuts, lines, width};

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
    fn figures_stay_whole_where_a_run_is_broken() {
        let cases = [
            (
                "12,345,678.90~98,765,432.10",
                "12,345,678.90~|98,765,432.10",
            ),
            (
                "-12,345,678.90~-98,765,432.10",
                "-12,345,678.90~|-98,765,432.10",
            ),
            (
                "1234567.25/1234568.75/1234569",
                "1234567.25/|1234568.75/|1234569",
            ),
            (
                "123,456,789,012,345,678,901.25%",
                "123,456,789,012,345,678,901.25%",
            ),
            (
                "abcdefghijk1,234,567.5lmnopq",
                "abcd|efgh|ijk|1,234,567.5|lmno|pq",
            ),
            (
                "20170126-20170228-2017033112",
                "20170126-|20170228-|2017033112",
            ),
        ];
        for (run, parts) in cases {
            let chars: Vec<char> = run.chars().collect();
            assert!(chars.len() >= UNBROKEN, "{run}");
            let mut from = 0;
            let found = cuts(&chars).map(|to| {
                let part: String = chars[from..to].iter().collect();
                from = to;
                part
            });
            assert_eq!(found.collect::<Vec<_>>().join("|"), parts);
        }
        // The template has the same number.
        let style = include_str!("../../../templates/pdf/style.typ");
        assert!(style.contains(&format!("#let long = {UNBROKEN}\n")));
    }

    #[test]
    fn lines_are_filled_piece_by_piece() {
        let cases = [
            ("地区生产总值", 3.0, 2),
            ("地区生产总值", 2.9, 3),
            ("12345.67、12345.67", 5.0, 2),
            ("增长 12345.67 左右", 4.0, 3),
            ("与上年\n持平", 9.0, 2),
            ("", 4.0, 1),
        ];
        for (text, room, count) in cases {
            assert_eq!(lines(text, false, room), count, "{text} {room}");
        }
    }

    #[test]
    fn letters_are_wider_in_headings() {
        assert!(width("GDP", true).piece > width("GDP", false).piece);
        assert_eq!(width("单位", true), width("单位", false));
    }
}
