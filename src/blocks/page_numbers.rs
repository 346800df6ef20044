//! Numbers of pages that were copied with the text: `— 3 —`, `— — — 2 —`, `·2·`, `第2页 共5页`,
//! on a line of their own or glued to the line before.

use crate::blocks::account::{Account, Debris, Fate};
use crate::blocks::block::{Block, Kind};

/// Drops them; a page may end where one stands alone.
pub(crate) fn drop(mut blocks: Vec<Block>, account: &mut Account) -> Vec<Block> {
    for block in &mut blocks {
        let Kind::Line(chunk) = &block.kind else {
            continue;
        };
        let chars: Vec<char> = chunk.0.iter().map(|g| g.c).collect();
        let Some(start) = begin(&chars) else { continue };
        let (text, number) = chunk.split_at(start);
        number.spend(account, Fate::Debris(Debris::PageNumber));
        block.kind = match start {
            0 => Kind::Break,
            _ => Kind::Line(text),
        };
    }
    blocks
}

/// Where in a line the number of a page begins that ends it.
fn begin(line: &[char]) -> Option<usize> {
    let filled = |&at: &usize| !line[at].is_whitespace();
    let first = (0..line.len()).find(filled)?;
    let start = between_marks(line).or_else(|| counted(line))?;
    if start <= first {
        return Some(0);
    }
    // 1990-91-: a figure of the text.
    let before = line[start - 1];
    (!before.is_ascii_alphanumeric() || before.is_whitespace()).then_some(start)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '－' | '─' | '―')
}

/// `— 2 —`, `·2·`: dots count only alone on their line.
fn between_marks(line: &[char]) -> Option<usize> {
    let is_dot = |c: char| matches!(c, '·' | '•' | '∙' | '‧');
    let edge = |c: char| is_dash(c) || is_dot(c) || c.is_whitespace();
    let end = line.iter().rposition(|&c| !edge(c))? + 1;
    let digits = line[..end].iter().rev().take_while(|c| c.is_ascii_digit());
    let from = end - digits.count();
    let start = line[..from]
        .iter()
        .rposition(|&c| !edge(c))
        .map_or(0, |at| at + 1);
    let (before, behind) = (&line[start..from], &line[end..]);
    let dashed = [before, behind]
        .iter()
        .all(|m| m.iter().any(|&c| is_dash(c)));
    let dotted = [before, behind]
        .iter()
        .all(|m| m.iter().any(|&c| is_dot(c)));
    let alone = start == 0 && (dashed || dotted) && end - from <= 4;
    let glued = dashed && !before.iter().chain(behind).any(|&c| is_dot(c)) && end - from <= 3;
    // The spaces before it go with it.
    (from < end && (alone || glued)).then_some(start)
}

/// `第2页 共5页`, `共5页，第2页`; `第2页` only alone on its line.
fn counted(line: &[char]) -> Option<usize> {
    let filled: Vec<usize> = (0..line.len())
        .filter(|&at| !line[at].is_whitespace() && !matches!(line[at], '，' | ',' | '/'))
        .collect();
    let mut rest = &filled[..];
    let mut counts = 0;
    while let [before @ .., last] = rest
        && line[*last] == '页'
    {
        let digits = before
            .iter()
            .rev()
            .take_while(|&&at| line[at].is_ascii_digit());
        let length = digits.count();
        let head = &before[..before.len() - length];
        match head.last() {
            Some(&at) if length > 0 && matches!(line[at], '第' | '共') => {
                rest = &head[..head.len() - 1];
                counts += 1;
            }
            _ => break,
        }
    }
    let begin = filled.get(rest.len()).copied()?;
    (counts == 2 || counts == 1 && rest.is_empty() && line[begin] == '第').then_some(begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_alone_and_glued() {
        for (line, begins) in [
            ("— 3 —", Some(0)),
            ("— — — 2 —", Some(0)),
            ("-12-", Some(0)),
            ("·2·", Some(0)),
            ("第2页 共5页", Some(0)),
            ("第 2 页", Some(0)),
            ("共5页，第2页", Some(0)),
            ("各街道党工委 — — — 3 —", Some(6)),
            ("市财政局—4—", Some(4)),
            ("各村。 第2页 共5页", Some(4)),
            ("2010—2020—", None),
            ("见报告第2页", None),
            ("增长8-9", None),
            ("——", None),
            ("12", None),
            ("代号A-3-", None),
            ("三·八节", None),
        ] {
            let chars: Vec<char> = line.chars().collect();
            assert_eq!(begin(&chars), begins, "{line}");
        }
    }
}
