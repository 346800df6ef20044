//! From a view to bytes: PDFs by typst, pages by tera, data files; and how titles are broken
//! into lines.

pub mod archive;
pub mod data;
pub mod docx;
pub mod form;
pub mod html;
pub mod pdf;
pub mod title;
