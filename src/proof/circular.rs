//! Where the parts of a circular stand. They are known by their places, and not by their
//! words alone: what is printed wrongly has to be measured too.

use std::ops::Range;

use crate::proof::Doc;
use crate::proof::lines::{Line, across, squeezed};
use crate::render::pdf::measure::Stroke;

/// The longest title has so many lines.
const TITLE_LINES: usize = 6;

/// Whether two texts begin with the same four characters.
fn begin_alike(a: &str, b: &str) -> bool {
    !b.is_empty() && a.chars().take(4).eq(b.chars().take(4))
}

/// The parts of a circular, by the numbers of their lines in [`Doc::text`].
pub(super) struct Circular<'d> {
    /// What stands above the number.
    pub(super) masthead: Range<usize>,
    /// 发文字号.
    pub(super) number: Option<usize>,
    /// The red line under it.
    pub(super) red: Option<&'d Stroke>,
    /// The title.
    pub(super) title: Range<usize>,
    /// 主送机关.
    pub(super) addressees: Range<usize>,
    /// The paragraphs of the body; none where one is not printed as it should be.
    pub(super) paragraphs: Vec<Option<Range<usize>>>,
    /// What stands between body and signature: the list of attachments.
    pub(super) list: Range<usize>,
    /// 署名; the line behind it is the date.
    pub(super) name: Option<Range<usize>>,
}

impl<'d> Circular<'d> {
    pub(super) fn of(doc: &Doc<'d>) -> Self {
        let first = doc.on(1);
        let red = doc.pages.first().and_then(|page| {
            let mut lines = across(page).into_iter();
            lines.find(|s| s.colour.is_red())
        });
        let above = |line: &&Line<'_>| red.is_some_and(|s| line.base() < s.y0);
        let above = first.iter().take_while(above).count();
        // Without the red line, the number is the second of the page.
        let head = if above > 1 { above } else { 2.min(first.len()) };
        let number = head.checked_sub(1).filter(|at| *at > 0);
        let masthead = 0..number.unwrap_or(head);

        let body: Vec<&str> = doc.list("/body").filter_map(|v| v.as_str()).collect();
        let addressees = squeezed(doc.str("/addressees").unwrap_or_default());
        let opening = squeezed(body.first().copied().unwrap_or_default());
        let is_title = |line: &&Line<'_>| {
            !begin_alike(&line.words, &addressees) && !begin_alike(&line.words, &opening)
        };
        let lines = first.get(head..).unwrap_or_default();
        let title = lines.iter().take(TITLE_LINES).take_while(is_title).count();
        let title = head..head + title;

        // Without a body nothing is addressed either.
        let opening = doc.find(title.end, body.first().copied().unwrap_or_default());
        let addressees = title.end..opening.map_or(title.end, |o| o.start);
        let mut end = addressees.end;
        let mut paragraphs = Vec::new();
        for words in body {
            let found = doc.find(end, words);
            end = found.as_ref().map_or(end, |f| f.end);
            paragraphs.push(found);
        }
        let name = doc.find(end, doc.str("/notice/agency").unwrap_or_default());
        let list = end..name.as_ref().map_or(end, |n| n.start);
        Circular {
            masthead,
            number,
            red,
            title,
            addressees,
            paragraphs,
            list,
            name,
        }
    }

    /// The lines of the body on a page.
    pub(super) fn body_on<'a>(
        &self,
        doc: &'a Doc<'d>,
        page: usize,
    ) -> impl DoubleEndedIterator<Item = &'a Line<'d>> {
        let lines = self.paragraphs.iter().flatten().cloned().flatten();
        let lines: Vec<&Line<'_>> = lines.filter_map(|i| doc.text.get(i)).collect();
        lines.into_iter().filter(move |l| l.page == page)
    }

    /// The date under the signature.
    pub(super) fn day<'a>(&self, doc: &'a Doc<'d>) -> Option<&'a Line<'d>> {
        doc.text.get(self.name.as_ref()?.end)
    }

    /// The first line behind the circular: where annexes begin.
    pub(super) fn end(&self) -> usize {
        self.name.as_ref().map_or(self.list.end, |n| n.end + 1)
    }
}
