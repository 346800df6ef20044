//! HTML, as converters and web sites write it: tags are told from text by
//! html5gum, and only what parts lines, rows and cells is understood. A whole file
//! is read here; `markdown` hands over what stands between its own lines.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as HtmlSpan, Tokenizer};

use crate::blocks::account::{Account, Change};
use crate::blocks::elements::Unseen;
use crate::blocks::flow::{Flow, Gathered};
use crate::blocks::tags::{Attributes, Kind, tags};
use crate::blocks::text::normal::is_han;
use crate::blocks::text::{Chunk, Glyph};
use crate::source::{Source, Span};

/// Cuts an HTML file into blocks and books its markup.
pub(crate) fn pieces(source: &Source, account: &mut Account) -> Gathered {
    let mut flow = Flow::new(source);
    feed(&mut flow, source, 0..source.text.len());
    flow.close(account)
}

/// Hands a stretch of HTML to the flow.
pub(crate) fn feed(flow: &mut Flow<'_>, source: &Source, span: Span) {
    let mut at = span.start;
    for tag in tags(source.slice(&span)) {
        let (start, end) = (span.start + tag.span.start, span.start + tag.span.end);
        if start < at || end > span.end {
            continue;
        }
        text(flow, source, at..start);
        at = end;
        match tag.kind {
            Kind::Open(name) => open(flow, &name, start, &tag.attributes),
            Kind::Close(name) => close(flow, &name),
            Kind::Comment => comment(flow, source, start..end),
            Kind::Other => {}
        }
    }
    text(flow, source, at..span.end);
}

fn open(flow: &mut Flow<'_>, name: &str, at: usize, attributes: &Attributes) {
    // What is not shown ends no line, but may hold the ends of rows and cells.
    let shown = flow.elements.unseen() != Some(Unseen::Machine);
    flow.elements.open(name, attributes, is_block(name));
    match name {
        _ if !shown => {}
        "table" => flow.begin_table(at),
        "tr" => flow.begin_row(at),
        "td" | "th" => flow.begin_cell(at, attributes.spans),
        "br" => flow.end_line(),
        _ if is_block(name) => flow.page_may_end(at),
        _ => {}
    }
}

fn close(flow: &mut Flow<'_>, name: &str) {
    let shown = flow.elements.unseen() != Some(Unseen::Machine);
    flow.elements.close(name, is_block(name));
    match name {
        _ if !shown => {}
        "table" => flow.end_table(),
        "tr" | "thead" | "tbody" | "tfoot" => flow.end_row(),
        "td" | "th" => flow.end_cell(),
        _ if is_block(name) => flow.end_line(),
        _ => {}
    }
}

/// Elements that begin and end a line.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 42] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noscript",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "textarea",
        "ul",
    ];
    BLOCKS.binary_search(&name).is_ok() || name == "table"
}

/// So many Han characters in a comment are a text that somebody took out; fewer are a
/// mark of the people who made the page (`正文开始`).
const TEXT_IN_COMMENT: usize = 10;

fn comment(flow: &mut Flow<'_>, source: &Source, span: Span) {
    if source.slice(&span).chars().filter(|&c| is_han(c)).count() >= TEXT_IN_COMMENT {
        flow.hide_comment(Chunk::of(source, span));
    }
}

/// Text between tags: an entity is one character that stands for its whole stretch.
fn text(flow: &mut Flow<'_>, source: &Source, span: Span) {
    if span.is_empty() || flow.elements.unseen() == Some(Unseen::Machine) {
        return;
    }
    if !flow.elements.is_pre() {
        return flow.text(decoded(source, span));
    }
    let mut at = span.start;
    for line in source.slice(&span).split_inclusive('\n') {
        flow.text(decoded(source, at..at + line.len()));
        at += line.len();
        if line.ends_with('\n') {
            flow.end_line();
        }
    }
}

fn decoded(source: &Source, span: Span) -> Chunk {
    let mut glyphs = Vec::new();
    let mut at = span.start;
    while at < span.end {
        let rest = &source.text[at..span.end];
        let plain = rest.find('&').unwrap_or(rest.len());
        glyphs.extend(
            Chunk::of(source, at..at + plain)
                .0
                .into_iter()
                .map(laid_out),
        );
        at += plain;
        let rest = &source.text[at..span.end];
        if rest.is_empty() {
            break;
        }
        let (length, meaning) = entity(rest).unwrap_or((1, "&".into()));
        if length == 1 {
            glyphs.extend(Chunk::of(source, at..at + 1).0);
        } else {
            glyphs.extend(Chunk::escaped(&meaning, at..at + length).0);
        }
        at += length;
    }
    Chunk(glyphs)
}

/// A line end of the file is a space, and spaces only lay out the markup.
fn laid_out(glyph: Glyph) -> Glyph {
    match glyph.c {
        ' ' | '\t' | '\n' | '\r' | '\u{c}' => Glyph {
            c: ' ',
            change: Some(Change::Space),
            ..glyph
        },
        _ => glyph,
    }
}

/// The longest entity.
const LONGEST_ENTITY: usize = 32;

/// The entity that `text` begins with: its length, and what it stands for. Old pages
/// leave out its semicolon.
fn entity(text: &str) -> Option<(usize, String)> {
    let name = text[1..]
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'))
        .map_or(text.len(), |i| i + 1);
    if name > LONGEST_ENTITY {
        return None;
    }
    let length = name + usize::from(text[name..].starts_with(';'));
    let raw = &text[..length];
    let decoded = decode(raw);
    if decoded == raw {
        return None;
    }
    if raw.ends_with(';') && !decoded.ends_with(';') {
        return Some((length, space(decoded)));
    }
    // What follows the name of an entity without a semicolon is text.
    let first = decoded.chars().next()?;
    let behind = decoded.len() - first.len_utf8();
    Some((length.checked_sub(behind)?, space(first.into())))
}

/// Spaces that have names are those that a typist would use.
fn space(text: String) -> String {
    match text.as_str() {
        "\u{a0}" | "\u{2002}" => " ".into(),
        "\u{2003}" => "\u{3000}".into(),
        _ => text,
    }
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
    pub(crate) fn escaped(text: &str, span: Span) -> Chunk {
        let mut whole = Some(span.clone());
        let glyphs = text.chars().map(|c| Glyph {
            c,
            span: whole.take().unwrap_or(span.end..span.end),
            change: Some(Change::Escape),
        });
        Chunk(glyphs.collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::blocks::block::Kind;
    use crate::read::open;
    use crate::source::Source;

    /// The blocks of a page, cells parted by `|`, the lines of a cell by `/`.
    fn blocks(html: &str) -> Vec<String> {
        let source = Source::from_bytes("page.html", html.as_bytes());
        let Ok(source) = source else {
            return Vec::new();
        };
        let lines = |raw: String| raw.trim().replace('\n', "/");
        let blocks = open(&source).blocks.into_iter();
        blocks
            .filter_map(|block| match block.kind {
                Kind::Break => None,
                Kind::Line(chunk) => Some(lines(chunk.raw())),
                Kind::Row(cells) => {
                    let cells = cells.iter().map(|c| lines(c.chunk.raw()));
                    Some(cells.collect::<Vec<_>>().join("|"))
                }
            })
            .collect()
    }

    #[test]
    fn lines_of_a_cell_are_kept_apart() {
        let html = "<table><tr><td>甲</td><td>乙<br>丙<p>丁</p></td></tr></table>";
        assert_eq!(blocks(html), ["甲|乙/丙/丁"]);
        // A line end of the file is none of the page.
        let html = "<table><tr><td>甲</td><td>\n 乙\n丙 </td></tr></table>";
        assert_eq!(blocks(html), ["甲|乙 丙"]);
    }

    #[test]
    fn a_table_that_lays_out_is_taken_apart() {
        let inner = "<table><tr><td>甲</td><td>乙</td></tr></table>";
        let html = format!("<table><tr><td>题</td><td>{inner}</td></tr></table>");
        assert_eq!(blocks(&html), ["题", "甲|乙"]);
        assert_eq!(
            blocks("<table><tr><td>甲<br>乙</td></tr></table>"),
            ["甲", "乙"]
        );
    }

    #[test]
    fn blank_rows_shorten_what_reaches_into_them() {
        let html = "<table><tr><td rowspan=3>甲</td><td>乙</td></tr><tr><td>&nbsp;</td></tr>\
                    <tr><td>丙</td></tr></table>";
        assert_eq!(blocks(html), ["甲|乙", "丙"]);
    }

    #[test]
    fn what_is_not_shown_is_not_read() {
        let html = "<p>甲</p><p hidden>乙<p>丙<div style='display: none'><div>丁</div></div>戊";
        assert_eq!(blocks(html), ["甲", "丙", "戊"]);
        assert_eq!(blocks("<head><title>甲</title><p>乙"), ["乙"]);
    }

    #[test]
    fn lists_are_counted_as_browsers_count_them() {
        let html = "<ol start=3><li>甲<li>2024年<li>9.乙</ol><ul><li>丙</ul>";
        assert_eq!(blocks(html), ["3.甲", "4. 2024年", "9.乙", "丙"]);
    }

    #[test]
    fn entities_need_no_semicolon() {
        assert_eq!(
            blocks("<p>甲&amp;乙&ltR&D&gt;&nbsp&#20057;"),
            ["甲&乙<R&D> 乙"]
        );
    }
}
