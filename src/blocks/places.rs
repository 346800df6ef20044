//! Where remarks point in a page: many of its blocks may stand on one line of the
//! file, or one block on many. While a notice is assembled each block has a number
//! instead of its line; afterwards the lines come back, and every remark gets the
//! stretch of the file that it means.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use crate::blocks::block::{Block, Kind};
use crate::blocks::text::{Chunk, Glyph};
use crate::diag::locus::Line;
use crate::diag::{Diagnostic, narrow};
use crate::notice::{Annex, Content, Notice};
use crate::source::{Shape, Source, Span};

/// The blocks by the numbers that they have instead of lines.
pub(crate) struct Numbered {
    /// Numbers begin behind the lines of the source, so that no line is taken for one.
    first: usize,
    blocks: Vec<(Line, Vec<Glyph>)>,
}

/// A sentence may go on in so many blocks.
const NEXT_BLOCKS: usize = 4;

/// So many characters are shown where no words are named.
const SHOWN: usize = 24;

impl Numbered {
    /// Numbers the blocks of a page; of other sources every line is one block.
    pub(crate) fn of(source: &Source, blocks: &mut [Block]) -> Option<Self> {
        let mut last = 0;
        let is_laid = source.laid().is_some();
        let mut shared = is_laid || source.shape == Shape::Html;
        for block in blocks.iter().filter(|b| b.kind != Kind::Break) {
            shared |= block.line == last;
            last = block.line;
        }
        if source.shape == Shape::Text && !is_laid || !shared {
            return None;
        }
        let first = source.lines() + 1;
        let mut numbered = Vec::with_capacity(blocks.len());
        for (index, block) in blocks.iter_mut().enumerate() {
            let chunks: Vec<&Chunk> = match &block.kind {
                Kind::Break => Vec::new(),
                Kind::Line(chunk) => vec![chunk],
                Kind::Row(cells) => cells.iter().map(|c| &c.chunk).collect(),
            };
            let glyphs = chunks.into_iter().flat_map(|c| &c.0);
            let written = glyphs.filter(|g| !g.c.is_whitespace() && !g.span.is_empty());
            numbered.push((source.line(block.line), written.cloned().collect()));
            block.line = first + index;
        }
        Some(Numbered {
            first,
            blocks: numbered,
        })
    }

    /// The numbers of the blocks that begin on a line of the source.
    pub(crate) fn numbers_of(&self, line: usize) -> Vec<usize> {
        let blocks = self.blocks.iter().enumerate();
        let here = blocks.filter(|(_, block)| block.0.number == line);
        here.map(|(index, _)| self.first + index).collect()
    }

    /// The block that a number means.
    fn index(&self, line: usize) -> Option<usize> {
        let index = line.checked_sub(self.first)?;
        (index < self.blocks.len()).then_some(index)
    }

    /// Points a remark at its words.
    pub(crate) fn place(&self, source: &Source, remark: &mut Diagnostic) {
        let quoted = quoted(&remark.message);
        let Some(place) = remark.place.as_mut().filter(|p| p.file == source.file) else {
            return;
        };
        let Some(index) = place.line.and_then(|line| self.index(line)) else {
            return;
        };
        let mut words = place.words.iter().map(String::as_str).chain(quoted);
        let found = words.find_map(|words| self.find(index, words));
        let span = found.or_else(|| self.head(index));
        place.bytes = span.as_ref().map(|span| (span.start, span.end));
        place.line = Some(span.map_or(self.blocks[index].0.number, |span| {
            source.line_of(span.start)
        }));
    }

    /// Where words stand in a block, or in those that follow it.
    fn find(&self, index: usize, words: &str) -> Option<Span> {
        let words = words.trim_end_matches('…').chars();
        let words: Vec<char> = words.filter(|c| !c.is_whitespace()).map(narrow).collect();
        let blocks = self.blocks[index..].iter().take(NEXT_BLOCKS);
        let glyphs: Vec<&Glyph> = blocks.flat_map(|b| &b.1).collect();
        if words.is_empty() {
            return None;
        }
        let same = |glyphs: &[&Glyph]| glyphs.iter().map(|g| narrow(g.c)).eq(words.iter().copied());
        let at = glyphs.windows(words.len()).position(same)?;
        Some(glyphs[at].span.start..glyphs[at + words.len() - 1].span.end)
    }

    /// The first words of a block.
    fn head(&self, index: usize) -> Option<Span> {
        let glyphs = &self.blocks[index].1;
        let last = glyphs[..glyphs.len().min(SHOWN)].last()?;
        Some(glyphs.first()?.span.start..last.span.end)
    }

    /// Gives a notice the lines of its source again.
    pub(crate) fn give_back(&self, notice: Notice) -> Notice {
        let annexes = notice.annexes.into_iter().map(|annex| Annex {
            content: match annex.content {
                Content::Indicators(table) => Content::Indicators(self.with_lines(table)),
                Content::Tasks(table) => Content::Tasks(self.with_lines(table)),
                Content::Other(other) => Content::Other(self.with_lines(other)),
            },
            ..annex
        });
        Notice {
            circular: self.with_lines(notice.circular),
            annexes: annexes.collect(),
        }
    }

    /// The same with every `line` in it, wherever it stands.
    fn with_lines<T: Serialize + DeserializeOwned>(&self, part: T) -> T {
        let Ok(mut value) = serde_yaml::to_value(&part) else {
            return part;
        };
        self.walk(&mut value);
        serde_yaml::from_value(value).unwrap_or(part)
    }

    fn walk(&self, value: &mut Value) {
        match value {
            Value::Sequence(values) => values.iter_mut().for_each(|v| self.walk(v)),
            Value::Mapping(fields) => {
                for (key, value) in fields.iter_mut() {
                    let line = value.as_u64().and_then(|l| usize::try_from(l).ok());
                    match line.and_then(|line| self.index(line)) {
                        Some(index) if key.as_str() == Some("line") => {
                            let line = serde_yaml::to_value(self.blocks[index].0);
                            *value = line.unwrap_or_default();
                        }
                        _ => self.walk(value),
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a message quotes.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    let parts = message.split('“').skip(1);
    parts.filter_map(|part| part.split('”').next())
}
