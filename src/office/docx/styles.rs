//! Styles, as far as they decide what is read: which list a paragraph is in, and whether
//! its words are shown.

use std::collections::BTreeMap;

use crate::office::xml::Element;

/// A chain of styles has no more links.
const LONGEST_CHAIN: usize = 32;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<i64>,
    level: Option<i64>,
    hidden: Option<bool>,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

/// The list that a style puts its paragraphs into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) list: Option<i64>,
    pub(super) level: Option<i64>,
}

impl Styles {
    /// The styles of `styles.xml`.
    pub(super) fn of(tree: &Element) -> Self {
        let mut styles = Styles::default();
        for element in tree.elements().filter(|e| e.is("style")) {
            let Some(id) = element.attribute("styleId") else {
                continue;
            };
            let list = element.find(&["pPr", "numPr"]);
            let style = Style {
                based_on: element.value("basedOn").map(str::to_owned),
                list: list.and_then(|l| l.number("numId")),
                level: list.and_then(|l| l.number("ilvl")),
                hidden: element.child("rPr").and_then(|r| r.switch("vanish")),
            };
            let is_usual = matches!(element.attribute("default"), Some("1" | "true" | "on"));
            if is_usual && element.attribute("type") == Some("paragraph") {
                styles.usual = Some(id.to_owned());
            }
            styles.styles.insert(id.to_owned(), style);
        }
        styles
    }

    /// The style of a paragraph that names this one, or none.
    pub(super) fn paragraph<'s>(&'s self, named: Option<&'s str>) -> Option<&'s str> {
        named.or(self.usual.as_deref())
    }

    /// A style, the one that it is based on, and so forth.
    pub(super) fn chain<'s>(&'s self, style: &'s str) -> impl Iterator<Item = &'s str> {
        let next = |id: &&'s str| self.styles.get(*id)?.based_on.as_deref();
        std::iter::successors(Some(style), next).take(LONGEST_CHAIN)
    }

    /// Which list a style puts paragraphs into, by itself or by what it is based on.
    pub(super) fn numbers(&self, style: &str) -> Listed {
        let mut listed = Listed::default();
        for style in self.chain(style).filter_map(|id| self.styles.get(id)) {
            listed.list = listed.list.or(style.list);
            listed.level = listed.level.or(style.level);
        }
        listed
    }

    /// Whether the words of a style are hidden.
    pub(super) fn hides(&self, style: &str) -> bool {
        let mut chain = self.chain(style).filter_map(|id| self.styles.get(id));
        chain.find_map(|style| style.hidden).unwrap_or(false)
    }
}
