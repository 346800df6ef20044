//! A document with its pages, as the rules look at it.

use std::ops::Range;
use std::sync::LazyLock;

use serde_json::Value;

use crate::documents::kind::DocumentKind;
use crate::proof::lines::{Line, colophon_rules, squeezed, text_and_number};
use crate::render::pdf::measure::{Char, Page};
use crate::render::pdf::{Faces, Role, StandIn};
use crate::wording::{Standard, Wording};

/// The words that the standard prescribes: those that the program carries. What an office
/// says instead is not what the standard says.
pub(super) fn standard() -> &'static Standard {
    static STANDARD: LazyLock<Standard> = LazyLock::new(|| Wording::shipped().standard);
    &STANDARD
}

/// One document with all its pages.
pub(super) struct Doc<'d> {
    /// The path below `out/`.
    pub(super) path: &'d str,
    /// Which template laid it out: `notice`, `sheet`, `packet` ….
    pub(super) kind: DocumentKind,
    /// The view.
    pub(super) data: &'d Value,
    /// Its pages.
    pub(super) pages: &'d [Page],
    /// Faces that stand in for those that the standard names.
    pub(super) stand_ins: &'d [StandIn],
    /// A ring stands where the seal goes.
    pub(super) sealed: bool,
    /// The lines of all pages but the page numbers.
    pub(super) text: Vec<Line<'d>>,
    /// The page numbers.
    pub(super) numbers: Vec<Line<'d>>,
}

/// Where something was measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    /// The document.
    pub(super) path: &'a str,
    /// The page, from 1.
    pub(super) page: usize,
}

impl<'d> Doc<'d> {
    pub(super) fn new(
        (path, kind): (&'d str, DocumentKind),
        data: &'d Value,
        pages: &'d [Page],
        stand_ins: &'d [StandIn],
        sealed: bool,
    ) -> Self {
        let (mut text, mut numbers) = (Vec::new(), Vec::new());
        for page in pages {
            let (lines, number) = text_and_number(page);
            text.extend(lines);
            numbers.extend(number);
        }
        Doc {
            path,
            kind,
            data,
            pages,
            stand_ins,
            sealed,
            text,
            numbers,
        }
    }

    pub(super) fn at(&self, page: usize) -> Spot<'_> {
        Spot {
            path: self.path,
            page,
        }
    }

    /// A text of the view.
    pub(super) fn str(&self, pointer: &str) -> Option<&'d str> {
        self.data.pointer(pointer).and_then(|v| v.as_str())
    }

    /// The members of a list of the view.
    pub(super) fn list(&self, pointer: &str) -> impl Iterator<Item = &'d Value> + use<'d> {
        let values = self.data.pointer(pointer).and_then(|v| v.as_array());
        values.into_iter().flatten()
    }

    /// The page of a line.
    pub(super) fn page_of(&self, line: &Line<'_>) -> Option<&'d Page> {
        self.pages.get(line.page.wrapping_sub(1))
    }

    /// The text of a page.
    pub(super) fn on(&self, page: usize) -> &[Line<'d>] {
        let from = self.text.partition_point(|l| l.page < page);
        let to = self.text.partition_point(|l| l.page <= page);
        &self.text[from..to]
    }

    /// The number that a page bears.
    pub(super) fn number_on(&self, page: usize) -> Option<&Line<'d>> {
        self.numbers.iter().find(|l| l.page == page)
    }

    /// The lines that `text` is set in, looked for from the line `start` on.
    pub(super) fn find(&self, start: usize, text: &str) -> Option<Range<usize>> {
        let wanted = squeezed(text);
        if wanted.is_empty() {
            return None;
        }
        (start..self.text.len()).find_map(|from| {
            let mut rest = wanted.as_str();
            for (i, line) in self.text[from..].iter().enumerate() {
                rest = rest.strip_prefix(line.words.as_str())?;
                if rest.is_empty() {
                    return Some(from..from + i + 1);
                }
            }
            None
        })
    }

    /// Whether nothing is on a page, but perhaps its number.
    pub(super) fn is_blank(&self, page: &Page) -> bool {
        self.on(page.number).is_empty() && page.strokes.is_empty() && page.images == 0
    }

    /// Whether nothing but 版记 is on a page.
    pub(super) fn is_colophon(&self, page: &Page) -> bool {
        let first = colophon_rules(page).first().map(|s| s.y0);
        let lines = self.on(page.number);
        first.is_some_and(|top| !lines.is_empty() && lines.iter().all(|l| l.base() > top))
    }

    /// Whether a page is the cover of a packet: it begins with its title.
    pub(super) fn is_cover(&self, page: &Page) -> bool {
        let title = squeezed(self.str("/title").unwrap_or_default());
        let first = self.on(page.number).first();
        self.kind == DocumentKind::Packet && first.is_some_and(|l| title.starts_with(&l.words))
    }

    /// Whether a page begins with the masthead, which stands lower than other text.
    pub(super) fn is_first_of_circular(&self, page: &Page) -> bool {
        let masthead = self
            .str("/masthead")
            .or_else(|| self.str("/circular/masthead"));
        let first = self.on(page.number).first();
        let masthead = masthead.map(squeezed);
        // Of several agencies the first alone is on the line.
        let begins = first
            .zip(masthead)
            .is_some_and(|(l, m)| m.starts_with(&l.words));
        begins || self.kind == DocumentKind::Notice && page.number == 1
    }

    /// Whether a character is of the face that plays `role`; digits and Latin letters
    /// may be of the Latin face, and rare characters of the supplement.
    pub(super) fn is_face(&self, c: &Char, role: Role) -> bool {
        let stand_in = self.stand_ins.iter().find(|s| s.role == role);
        let own = stand_in.is_some_and(|s| s.family.starts_with(c.family.as_str()));
        let heavy = role != Role::Biaosong || c.weight >= 600 || c.c.is_ascii() || !own;
        own && heavy
            || c.c.is_ascii() && c.family == Faces::get().latin
            || c.family == Faces::get().rare
    }

    /// Whether all of a line is of that face.
    pub(super) fn is_set_in(&self, line: &Line<'_>, role: Role) -> bool {
        line.visible().all(|c| self.is_face(c, role))
    }

    /// Whether a family is one of those that are told to the reader of the report.
    pub(super) fn is_declared(&self, family: &str) -> bool {
        let mut stand_ins = self.stand_ins.iter();
        let faces = Faces::get();
        family == faces.latin
            || family == faces.rare
            || stand_ins.any(|s| s.family.starts_with(family))
    }
}

/// The family in which a line is set, for messages.
pub(super) fn family(line: &Line<'_>) -> String {
    line.visible()
        .next()
        .map(|c| c.family.clone())
        .unwrap_or_default()
}
