//! Pages that people write (`content/pages/*.md`) → a tree that templates print.
//! Markdown is parsed once; HTML in it is text like any other, but a comment of its own is
//! for whoever writes the page, and left out.

use std::collections::BTreeMap;

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};
use serde::Serialize;

/// A page as its template sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Prose {
    /// Name of the file without ending, and of the page: `about`.
    pub name: String,
    /// The first heading of the first level, or the name.
    pub title: String,
    /// The first paragraph as plain text.
    pub summary: String,
    /// What follows the title.
    pub blocks: Vec<Node>,
    /// Footnotes in the order of their numbers.
    pub notes: Vec<Note>,
}

/// A footnote.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    /// From 1, in the order in which the text first refers to them.
    pub number: usize,
    /// What it says.
    pub children: Vec<Node>,
}

/// A piece of a page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Node {
    /// `heading`, `paragraph`, `list`, `numbers`, `item`, `quote`, `code-block`, `table`,
    /// `row`, `cell`, `rule`; inside lines `text`, `emphasis`, `strong`, `code`,
    /// `link`, `break`, `note`.
    pub kind: &'static str,
    /// The words of a leaf.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Where a link leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Level of a heading, first number of a list, number of a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Whether a cell is of the head of its table.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub head: bool,
    /// `left`, `center`, `right`, where a column says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<&'static str>,
    /// What is inside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Node>,
}

impl Node {
    fn leaf(kind: &'static str, text: &str) -> Node {
        Node {
            kind,
            text: text.to_owned(),
            ..Node::default()
        }
    }

    fn words(&self) -> String {
        let inside: String = self.children.iter().map(Node::words).collect();
        format!("{}{inside}", self.text)
    }
}

/// Parses one page; `name` is the name of its file without ending.
///
/// # Errors
/// How deep it is where that is more than `nesting`: a template that prints it goes
/// as deep.
pub fn parse(name: &str, markdown: &str, nesting: usize) -> Result<Prose, usize> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let (mut depth, mut most) = (0usize, 0);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    if most > nesting {
        return Err(most);
    }
    let mut reader = Reader::default();
    for event in Parser::new_ext(markdown, options) {
        reader.take(event);
    }
    Ok(reader.finish(name))
}

#[derive(Default)]
struct Reader {
    /// What is open, outermost first.
    open: Vec<Node>,
    done: Vec<Node>,
    aligns: Vec<Option<&'static str>>,
    head: bool,
    /// Numbers of footnotes by label, as they are first referred to.
    numbers: BTreeMap<String, usize>,
    /// Bodies of footnotes by label.
    bodies: BTreeMap<String, Vec<Node>>,
    /// Labels of the footnotes that are open.
    labels: Vec<String>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.add(Node::leaf("text", &text));
            }
            Event::Code(text) => self.add(Node::leaf("code", &text)),
            Event::SoftBreak => self.add(Node::leaf("text", "\n")),
            Event::HardBreak => self.add(Node::leaf("break", "")),
            Event::Rule => self.add(Node::leaf("rule", "")),
            Event::FootnoteReference(label) => {
                let next = self.numbers.len() + 1;
                let number = *self.numbers.entry(label.to_string()).or_insert(next);
                self.add(Node {
                    kind: "note",
                    number: u64::try_from(number).ok(),
                    ..Node::default()
                });
            }
            // Options that are not on.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let mut node = Node::default();
        match tag {
            Tag::Heading { level, .. } => {
                node.kind = "heading";
                node.number = Some(level as u64);
            }
            Tag::BlockQuote(_) => node.kind = "quote",
            Tag::CodeBlock(_) => node.kind = "code-block",
            Tag::List(None) => node.kind = "list",
            Tag::List(Some(first)) => {
                node.kind = "numbers";
                node.number = Some(first);
            }
            Tag::Item => node.kind = "item",
            Tag::FootnoteDefinition(label) => {
                self.labels.push(label.to_string());
                node.kind = "footnote";
            }
            Tag::Table(aligns) => {
                node.kind = "table";
                self.aligns = aligns.into_iter().map(align).collect();
            }
            Tag::TableHead => {
                self.head = true;
                node.kind = "row";
            }
            Tag::TableRow => node.kind = "row",
            Tag::TableCell => {
                let at = self.open.last().map_or(0, |row| row.children.len());
                node.kind = "cell";
                node.head = self.head;
                node.align = self.aligns.get(at).copied().flatten();
            }
            Tag::Emphasis => node.kind = "emphasis",
            Tag::Strong => node.kind = "strong",
            Tag::Link { dest_url, .. } => {
                node.kind = "link";
                node.href = is_harmless(&dest_url).then(|| dest_url.to_string());
            }
            // A picture would be a file of its own; its words stand for it.
            _ => node.kind = "paragraph",
        }
        self.open.push(node);
    }

    fn end(&mut self, end: TagEnd) {
        let Some(node) = self.open.pop() else { return };
        match end {
            TagEnd::TableHead => self.head = false,
            TagEnd::HtmlBlock if is_comment(&node.words()) => return,
            TagEnd::FootnoteDefinition => {
                if let Some(label) = self.labels.pop() {
                    self.bodies.insert(label, node.children);
                }
                return;
            }
            _ => {}
        }
        self.add(node);
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => self.done.push(node),
        }
    }

    fn finish(mut self, name: &str) -> Prose {
        let is_title = |n: &Node| n.kind == "heading" && n.number == Some(1);
        let title = match self.done.first() {
            Some(first) if is_title(first) => self.done.remove(0).words(),
            _ => name.to_owned(),
        };
        let first = self.done.iter().find(|n| n.kind == "paragraph");
        let mut notes: Vec<Note> = Vec::new();
        for (label, &number) in &self.numbers {
            notes.push(Note {
                number,
                children: self.bodies.remove(label).unwrap_or_default(),
            });
        }
        notes.sort_by_key(|note| note.number);
        Prose {
            name: name.to_owned(),
            title,
            summary: first.map(Node::words).unwrap_or_default(),
            blocks: self.done,
            notes,
        }
    }
}

/// Whether a piece of HTML is one comment and nothing else.
fn is_comment(words: &str) -> bool {
    let inside = words.trim().strip_prefix("<!--");
    let inside = inside.and_then(|rest| rest.strip_suffix("-->"));
    inside.is_some_and(|inside| !inside.contains("-->"))
}

fn align(alignment: Alignment) -> Option<&'static str> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some("left"),
        Alignment::Center => Some("center"),
        Alignment::Right => Some("right"),
    }
}

/// Whether a link leads to a page, and does not run anything.
fn is_harmless(href: &str) -> bool {
    // Browsers take `/\host` and `\\host` for `//host`, and drop tabs and line ends.
    let href: String = href.chars().filter(|c| !c.is_control()).collect();
    let href = href.trim().replace('\\', "/");
    let scheme = href.split(['/', '?', '#']).next().unwrap_or_default();
    match scheme.split_once(':') {
        Some((scheme, _)) => matches!(
            scheme.to_ascii_lowercase().as_str(),
            "http" | "https" | "mailto" | "tel"
        ),
        None => !href.starts_with("//"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_for_the_writer_and_other_html_is_text() {
        let page = |text: &str| parse("a", text, 100).expect("not deep");
        let read = page("<!-- 改这一页\n的说明 -->\n\n# 题\n\n话<!-- 里面 -->话。\n");
        assert_eq!((read.title.as_str(), read.blocks.len()), ("题", 1));
        assert_eq!(read.summary, "话<!-- 里面 -->话。");
        for text in ["<b>x</b>", "<!-- a --> <b>x</b> <!-- b -->", "<!-- 没有完"] {
            let read = page(&format!("<div>\n{text}\n</div>\n"));
            assert!(
                read.blocks.iter().any(|b| b.words().contains(text)),
                "{text}"
            );
        }
    }

    #[test]
    fn html_is_text_and_scripts_are_no_links() {
        let page = parse(
            "x",
            "# 标题\n\n<b>粗</b> [点](javascript:alert(1)) [看](a.html)",
            9,
        )
        .expect("not too deep");
        let line = &page.blocks[0].children;
        assert_eq!(line[0].text, "<b>");
        let links: Vec<_> = line
            .iter()
            .filter(|n| n.kind == "link")
            .map(|n| n.href.as_deref())
            .collect();
        assert_eq!(links, [None, Some("a.html")]);
        assert_eq!(page.title, "标题");
    }

    #[test]
    fn depth_is_bounded() {
        assert!(parse("x", &">".repeat(8), 9).is_ok());
        assert_eq!(
            parse("x", &format!("{} 深", ">".repeat(50_000)), 9).err(),
            Some(50_001)
        );
    }

    #[test]
    fn footnotes_are_numbered_as_they_are_met() {
        let page = parse("x", "甲[^b]乙[^a]\n\n[^a]: 后\n\n[^b]: 先\n", 9).expect("not too deep");
        let notes: Vec<_> = page
            .notes
            .iter()
            .map(|n| (n.number, n.children[0].words()))
            .collect();
        assert_eq!(notes, [(1, "先".to_owned()), (2, "后".to_owned())]);
    }

    #[test]
    fn tables_keep_heads_and_alignment() {
        let page = parse("x", "| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n", 9).expect("not too deep");
        let rows = &page.blocks[0].children;
        assert!(rows[0].children[0].head && !rows[1].children[0].head);
        assert_eq!(rows[1].children[1].align, Some("right"));
    }
}
