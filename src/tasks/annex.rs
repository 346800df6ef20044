//! An annex as it stands in the source, before it is known what it holds.

use super::assembler::Assembler;
use crate::blocks::table::Row;
use crate::blocks::text::Chunk;

/// An annex as it stands in the source: label, title lines, rows; or, where it has
/// no table, all its lines.
pub(crate) struct Annex {
    pub(crate) label_line: usize,
    pub(crate) number: Option<u32>,
    /// The circular issues it, and does not call it an annex.
    pub(crate) issued: bool,
    /// It is the only table, and no line says where it begins.
    pub(crate) alone: bool,
    pub(crate) title: Vec<(usize, Chunk)>,
    pub(crate) rows: Vec<Row>,
    /// Remarks right below the table: `注：…`.
    pub(crate) notes: Vec<(usize, Chunk)>,
    /// Text that follows the table: other parts of the annex, closing words.
    pub(crate) closing: Vec<(usize, Chunk)>,
    /// How many lines its title has, where its head tells.
    pub(crate) title_lines: Option<usize>,
}

/// The title of an annex: its lines, joined; the only table may have that of the circular.
pub(crate) fn title(
    assembler: &mut Assembler<'_>,
    label_line: usize,
    lines: &[(usize, Chunk)],
) -> String {
    let mut whole = Chunk::default();
    for (_, chunk) in lines {
        whole.join(chunk.clone());
    }
    if whole.is_blank() {
        if let Some(title) = &assembler.title {
            return title.clone();
        }
        assembler.error(
            label_line,
            "annex-title",
            "这个附件没有标题".into(),
            "附件标题写在“附件”和正文（表格）之间，单独成行",
        );
    }
    assembler.take(&whole)
}
