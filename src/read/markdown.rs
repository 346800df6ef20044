//! Markdown with pipe tables or HTML tables, as the same blocks as plain text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::account::Account;
use super::blocks::Block;
use super::flow::Flow;
use super::html;
use super::text::Chunk;
use crate::source::{Source, Span};

/// Cuts a Markdown source into blocks and books its markup.
pub fn blocks(source: &Source, account: &mut Account) -> Vec<Block> {
    let mut reader = Reader {
        source,
        flow: Flow::new(source),
        mark: None,
        html: None,
    };
    for (event, span) in Parser::new_ext(&source.text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.take(event, span);
    }
    reader.feed_html();
    reader.flow.close(account)
}

struct Reader<'s> {
    source: &'s Source,
    flow: Flow<'s>,
    /// Where a list item began: its number or bullet belongs to the line.
    mark: Option<usize>,
    /// HTML that has come so far; a tag may run over events.
    html: Option<Span>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        if let Event::Html(_) | Event::InlineHtml(_) = event {
            match &mut self.html {
                Some(held) if held.end == span.start => held.end = span.end,
                _ => {
                    self.feed_html();
                    self.html = Some(span);
                }
            }
            return;
        }
        self.feed_html();
        let flow = &mut self.flow;
        match event {
            Event::Text(text) | Event::Code(text) => self.text(&text, span),
            // Inside an HTML cell that holds Markdown the line end is a space.
            Event::SoftBreak | Event::HardBreak => flow.end_line(),
            Event::Start(Tag::Item) => {
                flow.end_line();
                self.mark = Some(span.start);
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => flow.begin_row(span.start),
            Event::Start(Tag::TableCell) => flow.begin_cell(span.start, (1, 1)),
            Event::End(TagEnd::TableCell) => flow.end_cell(),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => flow.end_row(),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_)) => {
                flow.page_may_end(span.start);
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => flow.end_line(),
            _ => {}
        }
    }

    fn feed_html(&mut self) {
        if let Some(span) = self.html.take() {
            html::feed(&mut self.flow, self.source, span);
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if let Some(start) = self.mark.take() {
            self.flow.text(Chunk::of(self.source, start..span.start));
        }
        let chunk = if self.source.slice(&span) == text {
            Chunk::of(self.source, span)
        } else {
            Chunk::escaped(text, span)
        };
        self.flow.text(chunk);
    }
}
