//! Markdown with pipe tables or HTML tables, as the same blocks as plain text.

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::blocks::account::Account;
use crate::blocks::flow::{Flow, Gathered};
use crate::blocks::html;
use crate::blocks::text::Chunk;
use crate::source::{Source, Span};

/// What of Markdown is understood.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
}

/// Cuts a Markdown source into blocks and books its markup.
pub(crate) fn pieces(source: &Source, account: &mut Account) -> Gathered {
    let mut reader = Reader {
        source,
        flow: Flow::new(source),
        mark: None,
        html: None,
        is_code: false,
        image: 0,
    };
    for (event, span) in Parser::new_ext(&source.text, options()).into_offset_iter() {
        reader.take(event, span);
    }
    reader.feed_html();
    reader.flow.close(account)
}

struct Reader<'s> {
    source: &'s Source,
    flow: Flow<'s>,
    /// Where a list item began: its number belongs to the line.
    mark: Option<usize>,
    /// HTML that has come so far; a tag may run over events.
    html: Option<Span>,
    /// Indented or fenced lines, which are lines all the same.
    is_code: bool,
    /// Images inside one another: what is written for them is not shown.
    image: usize,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        if let Event::Html(_) | Event::InlineHtml(_) = event {
            self.give_mark(span.start);
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
            Event::SoftBreak if flow.is_in_cell() => flow.text(Chunk::drawn(" ", span.start)),
            Event::SoftBreak | Event::HardBreak => flow.end_line(),
            Event::Start(Tag::Item) => {
                self.give_mark(span.start);
                self.flow.end_line();
                self.mark = Some(span.start);
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => flow.begin_row(span.start),
            Event::Start(Tag::TableCell) => flow.begin_cell(span.start, (1, 1)),
            Event::End(TagEnd::TableCell) => flow.end_cell(),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => flow.end_row(),
            Event::Start(Tag::Table(_)) => flow.begin_table(span.start),
            Event::End(TagEnd::Table) => flow.end_table(),
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) => flow.page_may_end(span.start),
            Event::Start(Tag::CodeBlock(_)) => {
                self.is_code = true;
                self.flow.page_may_end(span.start);
            }
            Event::End(TagEnd::CodeBlock) => {
                self.is_code = false;
                self.flow.end_line();
            }
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => {
                self.is_code = true;
                let fields = is_metadata(self.source.slice(&span));
                flow.elements.set_aside(fields);
            }
            Event::End(TagEnd::MetadataBlock(_)) => {
                self.is_code = false;
                flow.end_line();
                flow.elements.set_aside(false);
            }
            Event::Start(Tag::Link { .. }) => flow.elements.set_link(true),
            Event::End(TagEnd::Link) => flow.elements.set_link(false),
            Event::Start(Tag::Image { .. }) => self.image += 1,
            Event::End(TagEnd::Image) => self.image = self.image.saturating_sub(1),
            Event::End(TagEnd::Item) => {
                self.give_mark(span.end);
                self.flow.end_line();
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => flow.end_line(),
            _ => {}
        }
    }

    fn feed_html(&mut self) {
        if let Some(span) = self.html.take() {
            html::feed(&mut self.flow, self.source, span);
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.image > 0 {
            return;
        }
        self.give_mark(span.start);
        let line_ends = self.is_code && text.ends_with('\n');
        let chunk = if self.source.slice(&span) == text {
            Chunk::of(self.source, span)
        } else {
            Chunk::escaped(text, span)
        };
        if self.is_code {
            return self.lines(chunk, line_ends);
        }
        self.flow.text(without_strong(chunk, self.source));
    }

    /// Lines that Markdown hands over as they are.
    fn lines(&mut self, chunk: Chunk, ends: bool) {
        let lines: Vec<Chunk> = chunk
            .0
            .split(|g| g.c == '\n')
            .map(|glyphs| Chunk(glyphs.to_vec()))
            .collect();
        let last = lines.len().saturating_sub(1);
        for (i, line) in lines.into_iter().enumerate() {
            self.flow.text(line);
            if i < last || ends {
                self.flow.end_line();
            }
        }
    }

    /// The number of a list item begins its line; a bullet says nothing. `before` is
    /// where its text begins.
    fn give_mark(&mut self, before: usize) {
        let Some(start) = self.mark.take() else {
            return;
        };
        let text = &self.source.text[start..before.max(start)];
        let indent = text.len() - text.trim_start().len();
        let digits = text[indent..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let length = if digits > 0 { digits + 1 } else { 1 };
        let mark = start + indent..start + indent + length;
        if mark.end > before {
            return;
        }
        if digits == 0 {
            return;
        }
        // `1. 2024年` is no figure.
        let gap = Chunk::drawn(" ", mark.end);
        self.flow.text(Chunk::of(self.source, mark));
        self.flow.text(gap);
    }
}

/// A text without the marks of bold type that Markdown left in it: between `：` and a Han
/// character `**` opens and closes nothing, though whoever wrote it meant so.
fn without_strong(mut chunk: Chunk, source: &Source) -> Chunk {
    let double = |span: &Span| {
        let (before, after) = (&source.text[..span.start], &source.text[span.end..]);
        before.ends_with('*') || after.starts_with('*')
    };
    chunk
        .0
        .retain(|glyph| glyph.c != '*' || !double(&glyph.span));
    chunk
}

/// Whether front matter is fields, `title: …`, and not a text between two rules.
fn is_metadata(text: &str) -> bool {
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|l| !l.is_empty() && !l.starts_with("---"));
    lines.all(|l| l.contains(':') || l.starts_with(['-', '#']))
}
