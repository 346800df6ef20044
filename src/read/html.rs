//! HTML, as converters from PDF and Word write it: tags are told from text by
//! html5gum, and only what parts lines, rows and cells is understood. A whole file
//! is read here; `markdown` hands over what stands between its own lines.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as HtmlSpan, Tokenizer};

use super::account::{Account, Change};
use super::blocks::Block;
use super::flow::Flow;
use super::text::{Chunk, Glyph};
use crate::source::{Source, Span};

/// The most rows and columns that a cell may claim to cover (as browsers do).
const MOST_SPAN: usize = 1000;

/// Cuts an HTML file into blocks and books its markup.
pub fn blocks(source: &Source, account: &mut Account) -> Vec<Block> {
    let mut flow = Flow::new(source);
    feed(&mut flow, source, 0..source.text.len());
    flow.close(account)
}

/// Hands a stretch of HTML to the flow.
pub(super) fn feed(flow: &mut Flow<'_>, source: &Source, span: Span) {
    let mut at = span.start;
    for tag in tags(source.slice(&span)) {
        let (start, end) = (span.start + tag.span.start, span.start + tag.span.end);
        if start < at || end > span.end {
            continue;
        }
        flow.text(text(source, at..start));
        at = end;
        match tag.kind {
            Kind::Open(name) => open(flow, &name, start, tag.spans),
            Kind::Close(name) => close(flow, &name),
            Kind::Other => {}
        }
    }
    flow.text(text(source, at..span.end));
}

fn open(flow: &mut Flow<'_>, name: &str, at: usize, spans: (usize, usize)) {
    match name {
        "tr" => flow.begin_row(at),
        "td" | "th" => flow.begin_cell(at, spans),
        "table" => flow.page_may_end(at),
        "br" => flow.end_line(),
        "head" | "script" | "style" | "template" => flow.hide(name),
        _ if is_block(name) => {
            flow.end_line();
            flow.page_may_end(at);
        }
        _ => {}
    }
}

fn close(flow: &mut Flow<'_>, name: &str) {
    match name {
        "tr" | "table" | "thead" | "tbody" | "tfoot" => flow.end_row(),
        "td" | "th" => flow.end_cell(),
        "head" | "script" | "style" | "template" => flow.unhide(name),
        _ if is_block(name) => flow.end_line(),
        _ => {}
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "body"
            | "hr"
            | "caption"
            | "blockquote"
            | "pre"
            | "dl"
            | "dt"
            | "dd"
            | "center"
    )
}

/// The most elements inside one another, and the byte where that is. Elements that
/// are never closed (`br`) or need not be (`p`, `li`, `td`) do not count.
pub(super) fn deepest(text: &str) -> (usize, usize) {
    let counts = |name: &str| {
        matches!(
            name,
            "table"
                | "div"
                | "span"
                | "ul"
                | "ol"
                | "section"
                | "article"
                | "blockquote"
                | "b"
                | "i"
                | "font"
                | "center"
                | "dl"
        )
    };
    let (mut depth, mut most, mut at) = (0usize, 0, 0);
    for tag in tags(text) {
        match &tag.kind {
            Kind::Open(name) if counts(name) => depth += 1,
            Kind::Close(name) if counts(name) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            (most, at) = (depth, tag.span.start);
        }
    }
    (most, at)
}

struct Tag {
    span: std::ops::Range<usize>,
    kind: Kind,
    /// Columns and rows that a cell covers.
    spans: (usize, usize),
}

enum Kind {
    Open(String),
    Close(String),
    /// Comments and the like.
    Other,
}

/// The tags of a text with where they stand; everything between them is text.
fn tags(text: &str) -> Vec<Tag> {
    let mut found: Vec<Tag> = Vec::new();
    let mut attribute = String::new();
    let mut emitter = CallbackEmitter::<_, std::convert::Infallible, usize>::new(
        |event: CallbackEvent<'_>, span: HtmlSpan<usize>| {
            let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let range = span.start..span.end;
            let mut push = |kind| {
                let spans = (1, 1);
                let span = range.clone();
                found.push(Tag { span, kind, spans });
            };
            match event {
                CallbackEvent::OpenStartTag { name: n } => push(Kind::Open(name(n))),
                CallbackEvent::EndTag { name: n } => push(Kind::Close(name(n))),
                CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => push(Kind::Other),
                CallbackEvent::AttributeName { name: n } => attribute = name(n),
                CallbackEvent::AttributeValue { value } => {
                    let number = name(value).trim().parse().unwrap_or(1);
                    let number: usize = std::cmp::Ord::clamp(number, 1, MOST_SPAN);
                    if let Some(tag) = found.last_mut() {
                        match attribute.as_str() {
                            "colspan" => tag.spans.0 = number,
                            "rowspan" => tag.spans.1 = number,
                            _ => {}
                        }
                    }
                }
                CallbackEvent::CloseStartTag { .. } => {
                    if let Some(tag) = found.last_mut() {
                        tag.span.end = span.end;
                    }
                }
                CallbackEvent::String { .. } | CallbackEvent::Error(_) => {}
            }
            None
        },
    );
    emitter.naively_switch_states(true);
    // It never yields: everything goes through the callback.
    for _ in Tokenizer::new_with_emitter(text, emitter) {}
    found
}

/// Text between tags: an entity is one character that stands for its whole stretch.
fn text(source: &Source, span: Span) -> Chunk {
    let mut glyphs = Vec::new();
    let mut at = span.start;
    while at < span.end {
        let rest = &source.text[at..span.end];
        let plain = rest.find('&').unwrap_or(rest.len());
        glyphs.extend(Chunk::of(source, at..at + plain).0);
        at += plain;
        let rest = &source.text[at..span.end];
        let Some(length) = rest.find(';').map(|i| i + 1).filter(|&l| l <= 32) else {
            let one = rest.chars().next().map_or(0, char::len_utf8);
            glyphs.extend(Chunk::of(source, at..at + one).0);
            at += one;
            continue;
        };
        let raw = &rest[..length];
        let decoded = decode(raw);
        if decoded == raw {
            glyphs.extend(Chunk::of(source, at..at + 1).0);
            at += 1;
            continue;
        }
        glyphs.extend(Chunk::escaped(&decoded, at..at + length).0);
        at += length;
    }
    Chunk(glyphs)
}

/// What an entity stands for; the same text where it is none.
fn decode(entity: &str) -> String {
    let mut out = String::new();
    let emitter = CallbackEmitter::<_, std::convert::Infallible, ()>::new(
        |event: CallbackEvent<'_>, _: HtmlSpan<()>| {
            if let CallbackEvent::String { value } = event {
                out.push_str(&String::from_utf8_lossy(value));
            }
            None
        },
    );
    for _ in Tokenizer::new_with_emitter(entity, emitter) {}
    out
}

impl Chunk {
    /// Text that the source writes in another way: the first character stands for
    /// the whole stretch.
    pub(super) fn escaped(text: &str, span: Span) -> Chunk {
        let mut whole = Some(span.clone());
        let glyphs = text.chars().map(|c| Glyph {
            c,
            span: whole.take().unwrap_or(span.end..span.end),
            change: Some(Change::Escape),
        });
        Chunk(glyphs.collect())
    }
}
