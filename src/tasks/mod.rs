//! Tables and lists of tasks → tasks with their duties. What both share stands beside them:
//! numbers, headings of columns, paragraphs, phrases of units.

pub(crate) mod annex;
pub(crate) mod assembler;
pub(crate) mod columns;
pub(crate) mod list;
pub(crate) mod numbering;
pub(crate) mod outline;
pub(crate) mod paragraphs;
pub(crate) mod responsible;
pub(crate) mod table;
