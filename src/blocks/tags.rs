//! The tags of a piece of HTML, with where they stand and what their attributes say
//! that matters for reading: spans of cells, what is hidden, links, names of regions.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as HtmlSpan, Tokenizer};

/// The most rows and columns that a cell may claim to cover (as browsers do).
const MOST_SPAN: usize = 1000;

/// One tag, or one comment.
pub(crate) struct Tag {
    pub(crate) span: std::ops::Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) attributes: Attributes,
}

/// What a tag is.
pub(crate) enum Kind {
    Open(String),
    Close(String),
    Comment,
    /// A doctype.
    Other,
}

/// What the attributes of an opening tag say.
#[derive(Debug, Clone)]
pub(crate) struct Attributes {
    /// Columns and rows that a cell covers.
    pub(crate) spans: (usize, usize),
    /// A browser does not show the element.
    pub(crate) hidden: bool,
    /// It has an address to go to.
    pub(crate) link: bool,
    /// Its classes and its id.
    pub(crate) names: String,
    /// Where a numbered list begins, or the number of its item.
    pub(crate) start: Option<u32>,
    /// How a list counts.
    pub(crate) marker: Marker,
}

/// What a browser draws before the items of a numbered list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    /// 1. 2. 3.
    Decimal,
    /// 一、 二、 三、
    Han,
    /// Nothing, or what this program does not count with.
    None,
}

impl Default for Attributes {
    fn default() -> Self {
        Attributes {
            spans: (1, 1),
            hidden: false,
            link: false,
            names: String::new(),
            start: None,
            marker: Marker::Decimal,
        }
    }
}

impl Attributes {
    fn name(&mut self, name: &str) {
        self.hidden |= name == "hidden";
    }

    fn value(&mut self, name: &str, value: &str) {
        let span = || std::cmp::Ord::clamp(value.trim().parse().unwrap_or(1), 1, MOST_SPAN);
        match name {
            "colspan" => self.spans.0 = span(),
            "rowspan" => self.spans.1 = span(),
            "href" => self.link = true,
            "class" | "id" => {
                self.names.push(' ');
                self.names.push_str(&value.to_ascii_lowercase());
            }
            "start" | "value" => self.start = value.trim().parse().ok(),
            "type" if !matches!(value.trim(), "1" | "") => self.marker = Marker::None,
            "style" => self.style(value),
            _ => {}
        }
    }

    fn style(&mut self, style: &str) {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        for rule in style.to_ascii_lowercase().split(';') {
            let (name, value) = rule.split_once(':').unwrap_or_default();
            let value = value.trim_end_matches("!important");
            self.hidden |= match name {
                "display" => value == "none",
                "visibility" => matches!(value, "hidden" | "collapse"),
                "mso-hide" => value == "all",
                "font-size" => matches!(value, "0" | "0px" | "0pt" | "0em"),
                "opacity" => value.parse() == Ok(0.0),
                _ => false,
            };
            if matches!(name, "list-style" | "list-style-type") {
                self.marker = match value {
                    "none" => Marker::None,
                    "cjk-ideographic" | "simp-chinese-informal" => Marker::Han,
                    _ => Marker::Decimal,
                };
            }
        }
    }
}

/// The tags of a text with where they stand; everything between them is text.
pub(crate) fn tags(text: &str) -> Vec<Tag> {
    let mut found: Vec<Tag> = Vec::new();
    let mut attribute = String::new();
    // A closing tag may carry attributes, which say nothing.
    let mut opening = false;
    let mut emitter = CallbackEmitter::<_, std::convert::Infallible, usize>::new(
        |event: CallbackEvent<'_>, span: HtmlSpan<usize>| {
            let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let range = span.start..span.end;
            let mut push = |kind| {
                let span = range.clone();
                let attributes = Attributes::default();
                found.push(Tag {
                    span,
                    kind,
                    attributes,
                });
            };
            match event {
                CallbackEvent::OpenStartTag { name: n } => {
                    push(Kind::Open(name(n)));
                    opening = true;
                }
                CallbackEvent::EndTag { name: n } => push(Kind::Close(name(n))),
                CallbackEvent::Comment { .. } => push(Kind::Comment),
                CallbackEvent::Doctype { .. } => push(Kind::Other),
                CallbackEvent::AttributeName { name: n } => {
                    attribute = name(n);
                    if let (true, Some(tag)) = (opening, found.last_mut()) {
                        tag.attributes.name(&attribute);
                    }
                }
                CallbackEvent::AttributeValue { value } => {
                    if let (true, Some(tag)) = (opening, found.last_mut()) {
                        tag.attributes.value(&attribute, &name(value));
                    }
                }
                CallbackEvent::CloseStartTag { .. } => {
                    opening = false;
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

/// The most elements inside one another, and the byte where that is. Elements that
/// are never closed (`br`) or need not be (`p`, `li`, `td`) do not count.
pub(crate) fn deepest(text: &str) -> (usize, usize) {
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
