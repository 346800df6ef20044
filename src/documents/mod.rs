//! Which documents there are, for whom, and under which path: the PDFs of a notice, what is
//! bound or listed for the printer, and the pages of the site with their data. Nothing is
//! printed here: each document holds its view and the name of its template.

pub mod address;
pub mod artifact;
pub mod batches;
pub mod copies;
pub mod deferred;
pub mod document;
pub mod editable;
pub mod form_table;
pub mod forms;
pub mod kind;
pub mod pdfs;
pub mod prose;
pub mod rollup;
pub mod round;
pub mod site;
pub mod table;
pub mod web;
