//! Findings as text: one file a format. Every format gives the same findings at the same places; none knows
//! where its output goes.

mod edits;
mod place;
mod view;

pub mod human;
pub mod inspect;
pub mod json;
pub mod short;

pub use edits::on_disk;
pub use place::Place;
