//! Notice → files: which documents exist, what templates may see, typst and
//! tera, and publishing. This floor never looks at sources.

pub mod document;
pub mod pdf;
pub mod title;
pub mod view;
