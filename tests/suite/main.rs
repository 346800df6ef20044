//! The suite: cases are text files, goldens are files, one helper a feature.
//! `GONGWEN_BLESS=1 cargo test --release` writes the goldens anew.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used
)]

mod again;
mod alone;
mod annexes;
mod archive;
mod begin;
mod broken;
mod browser;
#[path = "../shared/lines.rs"]
mod cases;
mod checks;
mod client;
mod commands;
mod damages;
mod doctor;
mod docx;
mod faults;
mod features;
mod fields;
mod filled;
mod fuzzed;
mod hostile;
mod house;
#[allow(dead_code, clippy::duplicate_mod)]
#[path = "../shared/docx.rs"]
mod make_docx;
#[allow(dead_code, clippy::duplicate_mod)]
#[path = "../shared/xlsx.rs"]
mod make_xlsx;
mod pdf;
mod proof;
mod properties;
mod publicity;
mod publishing;
mod real;
mod releases;
mod rollup;
mod rollup_pdf;
mod rollup_site;
mod rooms;
mod rounds;
mod rounds_odd;
mod rounds_people;
mod samples;
mod schemas;
mod serve;
mod shapes;
mod site;
mod tall;
mod test_project;
mod unassigned;
mod ways;
mod web;
mod words;
mod workbooks;
