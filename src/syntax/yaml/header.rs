//! The header of a block scalar, chapter 8.1.1 of the specification.

use super::cursor::Cursor;

/// How a block scalar treats the line breaks at its end, `c-chomping-indicator(t) [164]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chomping {
    Strip,
    Clip,
    Keep,
}

/// The header of a block scalar, `c-b-block-header(m,t) [162]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) chomping: Chomping,
    /// The indentation indicator.
    pub(super) indent: Option<i32>,
    /// Behind the indicators.
    pub(super) end: usize,
}

/// Reads the header of the block scalar that begins at `start`.
pub(super) fn read_header(cur: &Cursor<'_>, start: usize) -> Header {
    let mut header = Header { chomping: Chomping::Clip, indent: None, end: start + 1 };
    let (mut chomped, mut indented) = (false, false);
    loop {
        match cur.byte_at(header.end) {
            sign @ (b'+' | b'-') if !chomped => {
                header.chomping = if sign == b'+' { Chomping::Keep } else { Chomping::Strip };
                chomped = true;
            }
            digit @ b'1'..=b'9' if !indented => {
                header.indent = Some(i32::from(digit - b'0'));
                indented = true;
            }
            _ => return header,
        }
        header.end += 1;
    }
}
