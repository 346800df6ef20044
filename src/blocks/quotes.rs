//! Quotation marks that were typed as on a keyboard for Latin text.

use crate::blocks::block::{Block, Kind};
use crate::blocks::text::Chunk;
use crate::blocks::text::normal::is_han;
use crate::diag::{Diagnostic, Place};
use crate::source::Source;

/// Says that Han text has `"` where it should have “ or ”: nobody can tell for certain
/// which of them is meant, so they are printed as they stand.
pub(crate) fn ascii(source: &Source, blocks: &[Block]) -> Option<Diagnostic> {
    let chunks = blocks.iter().flat_map(|block| match &block.kind {
        Kind::Line(chunk) => vec![chunk],
        Kind::Row(cells) => cells.iter().map(|cell| &cell.chunk).collect(),
        Kind::Break => Vec::new(),
    });
    let mut found = chunks.flat_map(|chunk| marks(chunk).map(move |at| (chunk, at)));
    let (chunk, at) = found.next()?;
    let count = 1 + found.count();
    let quoted: String = chunk.0[at..].iter().map(|g| g.c).collect();
    let end = quoted[1..].find('"').map_or(quoted.len(), |end| end + 2);
    let words = &quoted[..end];
    let place = Place::line(&source.file, source.line_of(chunk.0[at].span.start));
    let message = format!("汉字中间的引号是半角的（共 {count} 个），照原样印：{words}");
    let hint = "公文用全角引号“”；要改，请在 corrections.yaml 里更正";
    let warning = Diagnostic::warning("ascii-quotes", message);
    Some(warning.at(place.words(words)).hint(hint))
}

/// Where such marks stand beside a Han character.
fn marks(chunk: &Chunk) -> impl Iterator<Item = usize> + '_ {
    let is_beside = |at: Option<usize>| {
        let glyph = at.and_then(|at| chunk.0.get(at));
        glyph.is_some_and(|g| is_han(g.c))
    };
    let beside = move |at: usize| is_beside(at.checked_sub(1)) || is_beside(Some(at + 1));
    (0..chunk.0.len()).filter(move |&at| chunk.0[at].c == '"' && beside(at))
}
