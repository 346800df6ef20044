//! A notice becomes its documents in three moves: [`read`] turns the text into a
//! [`notice::Notice`], [`notice::check`] vouches for it, and [`make`] turns a
//! vouched notice into files.

pub mod diag;
pub mod make;
pub mod notice;
pub mod read;
pub mod source;
