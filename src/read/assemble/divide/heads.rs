//! Where annexes begin: at 附件 in all its writings, or, where the circular only issues a
//! text, at the title of that text.

use crate::blocks::block::{Block, Kind};
use crate::grammar::circular::CircularWords;
use crate::numerals;
use crate::read::assemble::circular;
use crate::tasks::numbering;
use crate::units::register::Register;

/// What an annex begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// 附件, and its number; the title may stand behind it.
    Label(Option<u32>),
    /// Its title, of so many lines: a circular that only issues it does not call it an
    /// annex. `false` where the circular does not name it.
    Title(usize, bool),
    /// The title, of so many lines, of the only table, which nothing calls an annex.
    Table(usize),
}

/// A line that begins with 附件.
pub(super) struct Label<'t> {
    pub(super) number: Option<u32>,
    /// Up to the title, without its number of characters.
    pub(super) head: &'t str,
    /// What stands behind it.
    pub(super) title: &'t str,
    has_colon: bool,
}

/// The heads of all annexes, with the blocks at which they stand.
pub(super) fn find(blocks: &[Block], register: &Register) -> Vec<(usize, Head)> {
    let texts: Vec<Option<String>> = blocks.iter().map(line).collect();
    let signed = signed(&texts, register);
    let mut heads: Vec<(usize, Head)> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let Some(label) = text.as_deref().and_then(label) else {
            continue;
        };
        let behind = signed.is_some_and(|signed| at > signed);
        let alone = label.title.is_empty() && (!label.has_colon || label.number.is_some());
        let heads_some = || (at + 1..blocks.len()).any(|i| is_content(&blocks[i], &texts[i]));
        if alone || behind && heads_some() && !is_list(&texts, at, &label) {
            heads.push((at, Head::Label(label.number)));
        }
    }
    let first = heads.first().map_or(blocks.len(), |head| head.0);
    if let Some(signed) = signed.filter(|signed| *signed < first) {
        let issued = named(&texts[..first], signed, register);
        let issued = issued.or_else(|| unnamed(&blocks[..first], &texts, signed, register));
        heads.splice(0..0, issued);
    }
    heads
}

fn line(block: &Block) -> Option<String> {
    match &block.kind {
        Kind::Line(chunk) => Some(chunk.text()),
        _ => None,
    }
}

/// The line of the date under the signature: one under the title has no text before it.
fn signed(texts: &[Option<String>], register: &Register) -> Option<usize> {
    let dated = |at: &usize| {
        let text = texts[*at].as_deref();
        text.is_some_and(|text| circular::is_dated(text, register))
    };
    let first = texts
        .iter()
        .flatten()
        .position(|t| t.ends_with(['。', '：']));
    let lines: Vec<usize> = (0..texts.len()).filter(|&at| texts[at].is_some()).collect();
    let body = first.and_then(|at| lines.get(at)).copied().unwrap_or(0);
    (body..texts.len())
        .find(dated)
        .or_else(|| (0..texts.len()).find(dated))
}

/// The longest title behind a label, in characters.
const TITLE: usize = 45;

/// `附件`, `附件1`, `附件一：标题`, `附：` at the head of a line that says nothing else.
pub(super) fn label(text: &str) -> Option<Label<'_>> {
    let mut words = CircularWords::get().list.iter();
    words.find_map(|word| {
        let rest = text.strip_prefix(word.as_str())?;
        let counts = |c: char| c.is_ascii_digit() || numerals::is_han(c);
        let digits = rest.len() - rest.trim_start_matches(counts).len();
        let number = numerals::value(&rest[..digits]);
        let behind = &rest[digits..];
        let title = behind.trim_start_matches(['：', ':', '.', '．', '、']);
        let has_colon = title.len() < behind.len();
        // 附件1标题: only a figure parts them without a mark.
        let figure = rest[..digits].bytes().all(|b| b.is_ascii_digit()) && digits > 0;
        let parted = has_colon || behind.is_empty() || figure && word.chars().count() > 1;
        let short = title.chars().count() <= TITLE
            && !title.contains('。')
            && !title.ends_with(['；', '，', '：', ';']);
        (parted && short).then_some(Label {
            number,
            head: &text[..text.len() - title.len()],
            title,
            has_colon,
        })
    })
}

/// Whether a block is more than the end of a circular.
fn is_content(block: &Block, text: &Option<String>) -> bool {
    let closes = |text: &str| circular::ends_circular(text) || is_note(text);
    matches!(block.kind, Kind::Row(_)) || text.as_deref().is_some_and(|text| !closes(text))
}

/// Whether a line stands in brackets.
fn is_note(text: &str) -> bool {
    text.starts_with('（') && text.ends_with('）') && !numbering::has_number(text)
}

/// Whether a label behind the date begins the list of attachments: the next line, or an
/// annex further down, has one too, or the title stands again as that of the annex.
fn is_list(texts: &[Option<String>], at: usize, own: &Label<'_>) -> bool {
    let mut below = texts[at + 1..].iter().flatten();
    if !own.title.is_empty() && below.clone().any(|text| plain(text) == plain(own.title)) {
        return true;
    }
    if below.clone().next().is_some_and(|next| {
        let next = label(next);
        next.is_some_and(|next| !own.title.is_empty() && !next.title.is_empty())
    }) {
        return true;
    }
    below.any(|text| {
        let again = label(text).filter(|again| again.title.is_empty() || own.title.is_empty());
        again.is_some_and(|again| again.number == own.number || own.number.is_none())
    })
}

/// A title has at least as many characters; shorter lines may stand in the circular by
/// chance.
const MIN_TITLE: usize = 6;

/// Where a text begins that the circular names (关于印发《某方案》的通知).
fn named(texts: &[Option<String>], signed: usize, register: &Register) -> Option<(usize, Head)> {
    let circular: String = texts[..signed].iter().flatten().map(|t| plain(t)).collect();
    let behind = (signed + 1..texts.len()).filter(|&at| texts[at].is_some());
    let lines: Vec<(usize, &String)> = behind
        .filter_map(|at| Some((at, texts[at].as_ref()?)))
        .collect();
    lines.iter().enumerate().find_map(|(i, (at, text))| {
        if circular::is_name(text, register) {
            return None;
        }
        // A line may be the beginning of another title: the longest counts.
        let mut title = String::new();
        let mut count = 0;
        for (length, (_, text)) in (1..=TITLE_LINES).zip(&lines[i..]) {
            title += &plain(text);
            if title.chars().count() >= MIN_TITLE && circular.contains(&title) {
                count = length;
            }
        }
        // The line above it may be cut inside the name of a document.
        let above = i.checked_sub(1).map(|above| lines[above]);
        match above.filter(|(_, above)| count > 0 && is_cut(above, text)) {
            Some((above, _)) => Some((above, Head::Title(count + 1, true))),
            None => (count > 0).then_some((*at, Head::Title(count, true))),
        }
    })
}

/// Whether a line is cut inside the name of a document, or a bracket, that ends in the next.
pub(crate) fn is_cut(line: &str, next: &str) -> bool {
    let is_open = |text: &str, (open, close): &(char, char)| {
        text.matches(*open).count() > text.matches(*close).count()
    };
    let both = format!("{line}{next}");
    let pairs = [('《', '》'), ('〈', '〉'), ('（', '）')];
    pairs.iter().any(|p| is_open(line, p)) && !pairs.iter().any(|p| is_open(&both, p))
}

/// A title as it is compared: without the marks around names of documents.
pub(crate) fn plain(title: &str) -> String {
    let marks = |c: &char| !"《》〈〉<>“”‘’ \u{3000}".contains(*c);
    title.chars().filter(marks).collect()
}

/// The most lines of a title, and the longest of them, in characters.
const TITLE_LINES: usize = 4;

/// Where a text begins that the circular does not name: behind the signature, the notes
/// and the colophon stand a few short lines without a stop, and then numbers or a table.
fn unnamed(
    blocks: &[Block],
    texts: &[Option<String>],
    signed: usize,
    register: &Register,
) -> Option<(usize, Head)> {
    let closing = |text: &str| {
        circular::ends_circular(text)
            || circular::is_dated(text, register)
            || circular::is_name(text, register)
            || is_note(text)
    };
    let is_line = |at: &usize| texts[*at].as_deref().is_some_and(|t| !closing(t));
    let start = (signed + 1..blocks.len()).find(is_line)?;
    let mut lines = 0;
    let mut paragraphs = 0;
    let mut is_whole = false;
    let mut title = String::new();
    for (block, text) in blocks[start..].iter().zip(&texts[start..]) {
        let text = match (&block.kind, text) {
            (Kind::Row(_), _) => return (lines > 0).then_some((start, Head::Title(lines, false))),
            (_, None) => continue,
            (_, Some(text)) => text,
        };
        if numbering::has_number(text) {
            return (lines > 0).then_some((start, Head::Title(lines, false)));
        }
        let is_short = text.chars().count() <= TITLE && !text.contains(['。', '；', '：']);
        // Behind a whole title stand headings, not more of it, but for a line in brackets.
        let goes_on = match is_whole {
            _ if is_cut(&title, text) => true,
            true => text.starts_with('（') && text.ends_with('）'),
            false => !text.ends_with(['，', '、']),
        };
        if is_short && paragraphs == 0 && goes_on {
            let mut ends = CircularWords::get().issued_ends.iter();
            lines += 1;
            title.push_str(text);
            is_whole |= ends.any(|end| text.ends_with(end.as_str()));
            if lines > TITLE_LINES {
                return None;
            }
        } else {
            paragraphs += 1;
        }
        if lines == 0 || paragraphs > TITLE_LINES {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_all_writings() {
        for (text, number, title) in [
            ("附件", None, ""),
            ("附件1", Some(1), ""),
            ("附件2：", Some(2), ""),
            ("附件一", Some(1), ""),
            ("附件：", None, ""),
            ("附：", None, ""),
            ("附", None, ""),
            ("附表1", Some(1), ""),
            ("附件1：任务分解表", Some(1), "任务分解表"),
            ("附件：甲州市任务分解表", None, "甲州市任务分解表"),
            ("附件2任务分解表", Some(2), "任务分解表"),
        ] {
            let label = label(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((label.number, label.title), (number, title), "{text}");
        }
        for text in [
            "附近的公园",
            "附件所列任务",
            "附件1所列任务要按时完成。",
            "附一般材料",
        ] {
            assert!(label(text).is_none(), "{text}");
        }
    }
}
