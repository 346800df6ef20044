//! The foot of a page with its number (GB/T 9704 7.5).

use crate::render::docx::page::{NAMESPACES, characters};
use crate::render::docx::paragraph::{Indent, Paragraph, Props, StyleId};
use crate::render::docx::xml::Xml;

/// The foot of odd or of even pages: — 1 —, outside and one character in.
pub(super) fn foot(even: bool) -> String {
    let mut xml = Xml::new();
    xml.open("w:ftr", &NAMESPACES);
    let one = characters(1.0);
    let (align, indent) = match even {
        true => ("left", Indent::left(one)),
        false => ("right", Indent::right(one)),
    };
    let props = Props {
        style: Some(StyleId::PageNumber),
        indent: Some(indent),
        align: Some(align),
        ..Props::default()
    };
    xml.open("w:p", &[]);
    props.write(&mut xml, None);
    Paragraph::run(&mut xml, "— ", None);
    xml.open("w:fldSimple", &[("w:instr", " PAGE ")]);
    Paragraph::run(&mut xml, "1", None);
    xml.close();
    Paragraph::run(&mut xml, " —", None);
    xml.close();
    xml.finish()
}
