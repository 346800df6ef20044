//! The whole way, on one screen: seeds → notices → checked → files, over a project and
//! decided options. Stages hand on values and remarks; whether to stop is decided here.

mod content;
mod drafts;
#[cfg(feature = "print")]
mod notices;
#[cfg(feature = "print")]
pub mod options;
#[cfg(feature = "print")]
mod printing;
pub mod run;
pub mod seeds;
#[cfg(feature = "print")]
mod whole;

pub use drafts::RegisterDraft;
pub use run::Run;
pub use seeds::FromSeed;
#[cfg(feature = "print")]
pub use whole::{Pipeline, Stopped};
