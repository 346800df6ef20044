//! The whole way, on one screen: seeds → notices → checked → files, over a project and
//! decided options. Stages hand on values and remarks; whether to stop is decided here.

#[cfg(feature = "print")]
mod concerns;
mod content;
#[cfg(feature = "print")]
mod doctor;
mod drafts;
#[cfg(feature = "print")]
mod glyphs;
#[cfg(feature = "print")]
mod lone;
#[cfg(feature = "print")]
mod notices;
#[cfg(feature = "print")]
pub mod options;
#[cfg(feature = "print")]
mod printing;
#[cfg(feature = "print")]
mod rounds;
pub mod run;
pub mod seeds;
#[cfg(feature = "print")]
mod whole;

#[cfg(feature = "print")]
pub use concerns::Concerns;
#[cfg(feature = "print")]
pub use doctor::Health;
pub use drafts::RegisterDraft;
#[cfg(feature = "print")]
pub use rounds::Drafted;
pub use run::Run;
pub use seeds::FromSeed;
#[cfg(feature = "print")]
pub use whole::{Begun, Pipeline, Stopped};
