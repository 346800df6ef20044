//! A title that a page prints twice: over its tools, and over the text. The upper one is
//! the page's, and the name of the site between them.

use crate::blocks::block::Kind;
use crate::blocks::marks;
use crate::blocks::page::{Page, words};

/// The most lines over which the lower one may run.
const TITLE_LINES: usize = 4;

impl Page {
    /// Marks titles over the text that stand again below, and are not of the document.
    pub(super) fn mark_repeats(&mut self, front: usize) {
        let kept =
            |&at: &usize| matches!(self.pieces[at].block.kind, Kind::Line(_)) && !self.dropped[at];
        let lines: Vec<usize> = (0..front).filter(kept).collect();
        for (i, &at) in lines.iter().enumerate() {
            let title = self.texts[at].as_str();
            let again = (i + 1..lines.len()).find(|&from| {
                let below = lines[from..].iter().take(TITLE_LINES);
                let mut joined = String::new();
                let mut titles = below.map(|&at| {
                    joined.push_str(&self.texts[at]);
                    joined == title
                });
                titles.any(|same| same)
            });
            if let Some(again) = again.filter(|_| marks::is_title(title)) {
                self.dropped[at] = true;
                for &between in &lines[i + 1..again] {
                    self.dropped[between] |= words::is_site(&self.texts[between]);
                }
            }
        }
    }
}
