//! Texts and places in them: the one room that turns bytes into lines and columns.

mod format;
mod line_index;
mod map;
mod name;
mod origin;
mod quoting;
mod span;

pub(crate) use format::Format;
pub use line_index::ColumnUnit;
pub(crate) use line_index::{LineColumn, LineIndex};
pub use map::Origin;
pub(crate) use map::{Source, Texts};
pub(crate) use name::join_names;
pub use origin::{Piece, Pieces};
pub use quoting::Quoting;
pub use span::{FileId, Span, TextRange};
