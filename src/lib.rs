//! A notice becomes its documents in three moves: [`read`] turns the text into a
//! [`notice::Notice`], [`notice::check`] vouches for it, and [`make`] turns a
//! vouched notice into files. [`run`] is the pipeline on one screen; [`serve`] shows
//! what came of it while people work.

pub mod bundle;
#[cfg(feature = "print")]
pub mod cli;
pub mod diag;
pub mod explain;
pub mod files;
pub mod folder;
pub mod format;
pub mod limits;
#[cfg(feature = "print")]
pub mod make;
pub mod notice;
#[cfg(feature = "print")]
pub mod progress;
pub mod project;
pub mod read;
pub mod run;
pub mod seeds;
#[cfg(feature = "print")]
pub mod serve;
pub mod source;
#[cfg(feature = "print")]
pub mod timing;
