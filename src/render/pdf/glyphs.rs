//! Looks for characters that no font of the stack has. typst prints a box for
//! such a character and says nothing; an official document must not.

use std::collections::BTreeSet;

use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::diag::{Diagnostic, Place};

/// An error for each character of the laid-out document `name` without a glyph.
/// What is looked at is what will be printed, words of templates included.
pub(super) fn missing(document: &PagedDocument, name: &str) -> Vec<Diagnostic> {
    let mut found = BTreeSet::new();
    for page in document.pages() {
        in_frame(&page.frame, &mut found);
    }
    found
        .into_iter()
        .map(|c| {
            Diagnostic::error(
                "glyph-missing",
                format!("所有字体都没有“{c}”（U+{:04X}）这个字", u32::from(c)),
            )
            .at(Place::file(name))
            .hint("请用 --font-path 指定一个有这个字的字体的文件夹，或核对原文是否有错字")
        })
        .collect()
}

fn in_frame(frame: &Frame, found: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => in_frame(&group.frame, found),
            FrameItem::Text(text) => in_text(text, found),
            _ => {}
        }
    }
}

fn in_text(item: &TextItem, found: &mut BTreeSet<char>) {
    for glyph in item.glyphs.iter().filter(|glyph| glyph.id == 0) {
        let range = usize::from(glyph.range.start)..usize::from(glyph.range.end);
        let chars = item.text.get(range).unwrap_or_default().chars();
        found.extend(chars.filter(|c| !c.is_control()));
    }
}
