//! Which elements of a page are open, as far as it matters for its text: what nobody
//! sees, what is set apart from the text, links, and lists that a browser counts.

use crate::blocks::tags::{Attributes, Marker};
use crate::grammar::Grammar;

/// Why text is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unseen {
    /// It is for the browser: a script, a style, the title of the window.
    Machine,
    /// The page hides it.
    Hidden,
}

/// The elements that are open.
#[derive(Debug, Default)]
pub(crate) struct Elements {
    unseen: Option<(Unseen, Within)>,
    aside: Option<Within>,
    pre: Option<Within>,
    link: bool,
    lists: Vec<List>,
    /// The number of a list item whose line has not come yet.
    number: Option<(Marker, u32)>,
}

/// A list that is open: how it is counted, and the number of its next item.
#[derive(Debug)]
struct List {
    marker: Marker,
    next: u32,
}

/// So many lists inside one another are counted.
const MOST_LISTS: usize = 32;

/// An element, and how many of its name are open inside it.
#[derive(Debug)]
struct Within {
    name: String,
    same: usize,
    /// Lists and tables that are open inside it.
    inner: usize,
}

impl Elements {
    /// Why the text that comes now is not shown.
    pub(crate) fn unseen(&self) -> Option<Unseen> {
        self.unseen.as_ref().map(|u| u.0)
    }

    /// Whether it stands in a part of the page that is set apart from the text.
    pub(crate) fn is_aside(&self) -> bool {
        self.aside.is_some()
    }

    /// Whether it is a link.
    pub(crate) fn is_link(&self) -> bool {
        self.link
    }

    /// Whether the line ends of the file are line ends.
    pub(crate) fn is_pre(&self) -> bool {
        self.pre.is_some()
    }

    /// The number that the browser draws before the line that comes now.
    pub(crate) fn take_number(&mut self) -> Option<(Marker, u32)> {
        self.number.take()
    }

    /// Sets the text that comes apart, or no longer: the front matter of Markdown.
    pub(crate) fn set_aside(&mut self, aside: bool) {
        self.aside = aside.then(|| Within::new("---"));
    }

    /// Sets whether the text that comes is a link, which Markdown tells by itself.
    pub(crate) fn set_link(&mut self, link: bool) {
        self.link = link;
    }

    /// An element begins; `block` is whether it begins a line.
    pub(crate) fn open(&mut self, name: &str, attributes: &Attributes, block: bool) {
        for within in [&mut self.aside, &mut self.pre] {
            within.take_if(|w| w.ends_before(name, block));
        }
        self.unseen.take_if(|(_, w)| w.ends_before(name, block));
        if is_void(name) {
            return;
        }
        let unseen = match name {
            "title" | "script" | "style" | "template" | "iframe" | "object" | "svg" => {
                Some(Unseen::Machine)
            }
            _ if attributes.hidden => Some(Unseen::Hidden),
            _ => None,
        };
        if let (Some(unseen), None) = (unseen, &self.unseen) {
            self.unseen = Some((unseen, Within::new(name)));
        }
        if self.aside.is_none() && is_set_apart(name, attributes) {
            self.aside = Some(Within::new(name));
        }
        match name {
            "pre" | "xmp" if self.pre.is_none() => self.pre = Some(Within::new(name)),
            "a" => self.link = attributes.link,
            "ol" | "ul" if self.lists.len() < MOST_LISTS => self.lists.push(List {
                marker: if name == "ol" {
                    attributes.marker
                } else {
                    Marker::None
                },
                next: attributes.start.unwrap_or(1),
            }),
            "li" => self.item(attributes),
            _ => {}
        }
    }

    fn item(&mut self, attributes: &Attributes) {
        self.number = None;
        if let Some(list) = self.lists.last_mut() {
            let number = attributes.start.unwrap_or(list.next);
            list.next = number.saturating_add(1);
            if list.marker != Marker::None && attributes.marker != Marker::None {
                self.number = Some((list.marker, number));
            }
        }
    }

    /// An element ends.
    pub(crate) fn close(&mut self, name: &str, block: bool) {
        for within in [&mut self.aside, &mut self.pre] {
            within.take_if(|w| w.ends_at(name, block));
        }
        self.unseen.take_if(|(_, w)| w.ends_at(name, block));
        match name {
            "a" => self.link = false,
            "li" => self.number = None,
            "ol" | "ul" => {
                self.number = None;
                self.lists.pop();
            }
            _ => {}
        }
    }
}

impl Within {
    fn new(name: &str) -> Self {
        Within {
            name: name.to_owned(),
            same: 0,
            inner: 0,
        }
    }

    /// Whether the element ends because another begins, which HTML allows for some.
    fn ends_before(&mut self, name: &str, block: bool) -> bool {
        let ends = match self.name.as_str() {
            "p" => block,
            "li" => name == "li" && self.inner == 0,
            "td" | "th" => matches!(name, "td" | "th" | "tr") && self.inner == 0,
            "tr" => name == "tr" && self.inner == 0,
            "option" => matches!(name, "option" | "optgroup"),
            "dt" | "dd" => matches!(name, "dt" | "dd"),
            _ => false,
        };
        self.same += usize::from(name == self.name && !is_void(name));
        self.inner += usize::from(matches!(name, "table" | "ul" | "ol"));
        ends
    }

    /// Whether the element ends with the end of `name`.
    fn ends_at(&mut self, name: &str, block: bool) -> bool {
        if name == self.name {
            let ends = self.same == 0;
            self.same = self.same.saturating_sub(1);
            return ends;
        }
        if matches!(name, "table" | "ul" | "ol") && self.inner > 0 {
            self.inner -= 1;
            return false;
        }
        match self.name.as_str() {
            "p" => block,
            "li" => matches!(name, "ul" | "ol"),
            "td" | "th" => matches!(name, "tr" | "tbody" | "thead" | "tfoot" | "table"),
            "tr" => matches!(name, "tbody" | "thead" | "tfoot" | "table"),
            "option" => name == "select",
            _ => false,
        }
    }
}

/// Elements that have no content.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element holds what goes with the page and not with its text, by its
/// name or by what the page calls it (`class="footer"`).
fn is_set_apart(name: &str, attributes: &Attributes) -> bool {
    matches!(
        name,
        "nav" | "footer" | "aside" | "select" | "button" | "textarea" | "noscript"
    ) || {
        let regions = &Grammar::get().page.regions;
        let mut names = attributes
            .names
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|n| !n.is_empty());
        names.any(|n| regions.iter().any(|r| r == n))
    }
}
