//! What takes the text that a scalar stands for, with or without the places of its parts.

use crate::source::{Piece, Pieces, TextRange};

/// What takes a decoded text, run by run.
pub(super) trait Sink {
    /// Tells that about `length` bytes will come.
    fn expect(&mut self, length: usize);
    /// The run of the host from `at` on, as it is.
    fn verbatim(&mut self, at: usize, text: &str);
    /// Text that the run `outer` of the host stands for.
    fn made(&mut self, outer: (usize, usize), text: &str);
}

impl Sink for String {
    fn expect(&mut self, length: usize) {
        self.reserve(length);
    }

    fn verbatim(&mut self, _: usize, text: &str) {
        self.push_str(text);
    }

    fn made(&mut self, _: (usize, usize), text: &str) {
        self.push_str(text);
    }
}

/// Bytes in an ordinary line.
const LINE: usize = 32;

/// A decoded text with its origins.
#[derive(Debug, Default)]
pub(super) struct Traced {
    pub(super) text: String,
    pub(super) pieces: Pieces,
}

impl Traced {
    fn add(&mut self, start: usize, end: usize, text: &str, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let inner = TextRange::new(self.text.len() as u32, (self.text.len() + text.len()) as u32);
        let outer = TextRange::new(start as u32, end as u32);
        self.text.push_str(text);
        if let Some(last) = self.pieces.0.last_mut()
            && verbatim
            && last.verbatim
            && last.outer.end == outer.start
        {
            last.inner.end = inner.end;
            last.outer.end = outer.end;
            return;
        }
        self.pieces.0.push(Piece { inner, outer, verbatim });
    }
}

impl Sink for Traced {
    fn expect(&mut self, length: usize) {
        self.text.reserve(length);
        self.pieces.0.reserve(length / LINE);
    }

    fn verbatim(&mut self, at: usize, text: &str) {
        self.add(at, at + text.len(), text, true);
    }

    fn made(&mut self, outer: (usize, usize), text: &str) {
        self.add(outer.0, outer.1, text, false);
    }
}
