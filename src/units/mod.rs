//! Who the units are: the registers of places, what is known of bodies in general, and how a
//! phrase becomes the units that it names.

mod memory;
pub mod named;
pub mod organs;
pub mod phrase;
pub mod places;
pub mod register;
pub mod slug;
