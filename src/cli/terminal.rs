//! What a terminal can show.

use supports_hyperlinks::Stream;
use terminal_size::{Width, terminal_size};

/// Columns that texts are wrapped to at least, and at most: longer lines are hard to read.
const LEAST: usize = 20;
const MOST: usize = 120;

/// The columns that texts on the terminal are wrapped to: those that `COLUMNS` says, or else those that the terminal has.
pub(super) fn width() -> Option<usize> {
    let named = std::env::var("COLUMNS").ok().and_then(|it| it.trim().parse().ok()).filter(|it| *it > 0);
    let own = || terminal_size().map(|(Width(width), _)| usize::from(width)).filter(|it| *it > 0);
    named.or_else(own).map(|it: usize| it.clamp(LEAST, MOST))
}

/// Whether the terminal at the standard output shows links.
pub(super) fn shows_links() -> bool {
    supports_hyperlinks::on(Stream::Stdout)
}
