//! What stands in a document, from the first paragraph to the last section.

use crate::render::docx::page::{self, NAMESPACES};
use crate::render::docx::paragraph::{Paragraph, Props, Spacing, StyleId};
use crate::render::docx::table::Table;
use crate::render::docx::xml::Xml;
use crate::view::Paper;

/// Paragraphs and tables in order.
pub(super) struct Body {
    blocks: Vec<Block>,
    /// The paper of the section that is being written.
    paper: Paper,
}

enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

impl Body {
    pub(super) fn new() -> Body {
        Body {
            blocks: Vec::new(),
            paper: Paper::Portrait,
        }
    }

    pub(super) fn push(&mut self, paragraph: Paragraph) {
        self.blocks.push(Block::Paragraph(paragraph));
    }

    pub(super) fn table(&mut self, table: Table) {
        // Two tables with nothing between them would be one.
        if matches!(self.blocks.last(), Some(Block::Table(_))) {
            self.push(between());
        }
        self.blocks.push(Block::Table(table));
    }

    /// Goes on on a new page of this paper. Whether what follows must ask for its page
    /// itself, because the section goes on.
    pub(super) fn turn(&mut self, paper: Paper) -> bool {
        if self.blocks.is_empty() || paper == self.paper {
            self.paper = paper;
            return !self.blocks.is_empty();
        }
        if !matches!(self.blocks.last(), Some(Block::Paragraph(_))) {
            self.push(between());
        }
        if let Some(Block::Paragraph(last)) = self.blocks.last_mut() {
            last.section = Some(self.paper);
        }
        self.paper = paper;
        false
    }

    /// The part with the text, and how many characters no XML can hold.
    pub(super) fn part(mut self) -> (String, usize) {
        // A body ends with a paragraph.
        if !matches!(self.blocks.last(), Some(Block::Paragraph(_))) {
            self.push(between());
        }
        let mut xml = Xml::new();
        xml.open("w:document", &NAMESPACES);
        xml.open("w:body", &[]);
        for block in &self.blocks {
            match block {
                Block::Paragraph(paragraph) => paragraph.write(&mut xml),
                Block::Table(table) => table.write(&mut xml),
            }
        }
        page::section(&mut xml, self.paper);
        let lost = xml.lost;
        (xml.finish(), lost)
    }
}

/// A paragraph that takes nearly no room.
fn between() -> Paragraph {
    let props = Props {
        snap: Some(false),
        spacing: Some(Spacing {
            line: Some(20),
            ..Spacing::default()
        }),
        ..Props::of(StyleId::TableText)
    };
    Paragraph::with(props, "")
}
