//! From an official notice to everything that an office hands out. [`pipeline`] is the whole
//! way on one screen:
//!
//! 1. [`project`] finds the files, [`read`] turns a source into a [`notice::Notice`], with
//!    remarks ([`diag`]);
//! 2. [`notice::check`] vouches for it, or says why it cannot;
//! 3. [`view`] says what templates may see of it, [`documents`] which documents there are,
//!    [`render`] prints them;
//! 4. [`build`] decides which are made again, and [`publish`] puts them in place as a whole;
//!    [`proof`] measures their pages.
//!
//! [`cli`] and [`serve`] stand over all of it. CONTRIBUTING.md draws the rooms.

pub mod blocks;
#[cfg(feature = "print")]
pub mod build;
pub mod builtin;
#[cfg(feature = "print")]
pub mod cli;
pub mod diag;
#[cfg(feature = "print")]
pub mod documents;
pub mod grammar;
#[cfg(feature = "print")]
pub mod hash;
pub mod interrupt;
pub mod notice;
mod numerals;
pub mod office;
pub mod overlay;
#[cfg(feature = "print")]
pub mod parallel;
pub mod pipeline;
#[cfg(feature = "print")]
pub mod progress;
pub mod project;
#[cfg(feature = "print")]
pub mod proof;
#[cfg(feature = "print")]
pub mod publish;
pub mod read;
#[cfg(feature = "print")]
pub mod render;
pub mod rounds;
#[cfg(feature = "print")]
pub mod schema;
#[cfg(feature = "print")]
pub mod serve;
pub mod source;
pub mod tasks;
#[cfg(feature = "print")]
pub mod timing;
pub mod units;
#[cfg(feature = "print")]
pub mod view;
pub mod wording;
