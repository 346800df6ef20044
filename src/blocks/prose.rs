//! Words that look like a statement of duty, and of which a correction says that they
//! are prose.

use std::ops::Range;

use crate::blocks::amend::{Correction, Repair};
use crate::blocks::places::Numbered;
use crate::blocks::text::normal;
use crate::source::Source;

/// All such words of a source.
#[derive(Debug, Default)]
pub(crate) struct Prose(Vec<Words>);

#[derive(Debug)]
struct Words {
    /// The lines on which they may stand: of a page, every block of the line.
    lines: Vec<usize>,
    /// As they stand in a normalised text.
    text: String,
}

impl Prose {
    /// What corrections say; `numbered` where the blocks have numbers for lines.
    pub(crate) fn of(
        source: &Source,
        corrections: &[Correction],
        numbered: Option<&Numbered>,
    ) -> Self {
        let words = corrections.iter().filter_map(|correction| {
            let Repair::Prose(words) = &correction.repair else {
                return None;
            };
            Some(Words {
                lines: match numbered {
                    Some(numbered) => {
                        let lines = correction.at.aim(source).lines.into_iter();
                        lines.flat_map(|line| numbered.numbers_of(line)).collect()
                    }
                    None => correction.at.aim(source).lines,
                },
                text: normal::normalise_str(words),
            })
        });
        Prose(words.collect())
    }

    /// Where such words stand in a text that takes up these lines, in bytes.
    pub(crate) fn find(&self, text: &str, lines: &Range<usize>) -> Vec<Range<usize>> {
        let here = |words: &&Words| words.lines.iter().any(|line| lines.contains(line));
        let words = self.0.iter().filter(here).filter(|w| !w.text.is_empty());
        let found = words.flat_map(|words| {
            let starts = text.match_indices(&words.text);
            starts.map(|(at, found)| at..at + found.len())
        });
        found.collect()
    }
}
