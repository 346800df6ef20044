//! A view → a DOCX, for whoever goes on editing. It is made from the same views as the PDF, in
//! the form of GB/T 9704 as far as a file that reflows can promise it.
//!
//! 1. paragraphs and tables are put together (`circular`, `annex`, `tasks`, `wide`);
//! 2. they are written as XML, texts as data (`paragraph`, `table`, `xml`);
//! 3. styles, settings and the foot of pages lie beside them in one package, in a fixed order
//!    and with a fixed time (`styles`, `page`, `package`).

mod annex;
mod body;
mod circular;
mod foot;
mod levels;
mod package;
mod page;
mod paragraph;
mod sheet;
mod style;
mod styles;
mod table;
mod tasks;
mod wide;
mod xml;

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::documents::document::Editable;
use crate::hash::{Digest, Key};
use crate::render::title::Titles;
use crate::view::{Paper, Title};
use crate::wording::Wording;

use body::Body;
use package::About;
pub use style::Style;

/// All that files of this kind are made with.
pub struct DocxRenderer {
    style: Style,
    wording: Arc<Wording>,
    titles: Arc<Titles>,
    seal: bool,
}

/// What a document is made with.
struct Desk<'r> {
    style: &'r Style,
    wording: &'r Wording,
    titles: &'r Titles,
    seal: bool,
}

impl Desk<'_> {
    /// A title with the breaks that it has on such paper.
    fn lines(&self, title: &Title, paper: Paper) -> String {
        self.titles.on(title, paper).join("\n")
    }
}

impl DocxRenderer {
    /// In these words, with titles broken by `titles`; with `seal` the signature leaves room
    /// for one.
    pub fn new(style: Style, wording: &Arc<Wording>, titles: &Arc<Titles>, seal: bool) -> Self {
        DocxRenderer {
            style,
            wording: Arc::clone(wording),
            titles: Arc::clone(titles),
            seal,
        }
    }

    /// A key of all that a file is made with beside its view.
    ///
    /// # Errors
    /// Never for our types; a fault of serialising comes out as text.
    pub fn key(&self) -> Result<Key, String> {
        let titles = self.titles.key();
        Digest::of_json(&(&self.style, &*self.wording, titles, self.seal))
    }

    /// The file at `path`, and what has to be said of it.
    ///
    /// # Errors
    /// Never for our views; a fault of packing comes out as text.
    pub fn file(&self, view: &Editable, path: &str) -> Result<(Vec<u8>, Vec<Diagnostic>), String> {
        let desk = Desk {
            style: &self.style,
            wording: &self.wording,
            titles: &self.titles,
            seal: self.seal,
        };
        let mut body = Body::new();
        let (notice, title) = match view {
            Editable::Notice(view) => {
                circular::circular(&mut body, view, &desk);
                for annex in view.annexes.iter().filter(|it| annex::is_bound(it)) {
                    annex::annex(&mut body, annex, annex.label(), &desk);
                }
                circular::colophon(&mut body, view, &desk);
                (&view.notice, view.notice.title.to_string())
            }
            Editable::Annex(view, at) => {
                let annex = view.annexes.get(*at).ok_or("no such annex")?;
                // Not bound with the circular, so the label carries its number (7.3.7).
                let label = match annex.label() {
                    "" => String::new(),
                    label => format!("{}{label}", view.notice.number),
                };
                annex::annex(&mut body, annex, &label, &desk);
                (&view.notice, annex.title().to_string())
            }
            Editable::Sheet(view) => {
                sheet::sheet(&mut body, view, &desk);
                (&view.notice, sheet::title(view, &desk))
            }
        };
        let (document, lost) = body.part();
        let about = About {
            title: &title,
            author: &notice.agency,
            date: &notice.date_iso,
        };
        let parts = [
            styles::part(&self.style),
            styles::settings(),
            styles::fonts(&self.style),
            foot::foot(false),
            foot::foot(true),
        ];
        let bytes = package::packed(&about, &document, parts.each_ref().map(String::as_str))?;
        let remark = Diagnostic::warning(
            "docx-characters",
            format!("{path}：有 {lost} 个字符是 DOCX 写不下的控制字符，换成了看得见的符号"),
        )
        .hint("请在 content/ 的文件里改掉这些字符，再生成");
        Ok((bytes, if lost > 0 { vec![remark] } else { Vec::new() }))
    }
}
