//! SHA-256 digests of files.

use std::fmt;
use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

/// The SHA-256 digest of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Digest(Sha256::digest(bytes).into())
    }

    /// The digest that `text` writes in hexadecimal digits; `None` where it does not.
    #[must_use]
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Digest(bytes))
    }

    /// Copies `from` to `to`, and tells the digest of what was copied.
    pub(crate) fn copying(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<Self> {
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = match from.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            let Some(bytes) = buffer.get(..read).filter(|it| !it.is_empty()) else {
                return Ok(Digest(hasher.finalize().into()));
            };
            hasher.update(bytes);
            to.write_all(bytes)?;
        }
    }

    /// Whether `bytes` have this digest, or would have it with the other kind of line ends: git may change those.
    pub(crate) fn is_of(&self, bytes: &[u8]) -> bool {
        let alone = |keep_return: bool| {
            let mut text = Vec::with_capacity(bytes.len());
            for (at, &byte) in bytes.iter().enumerate() {
                let before = at.checked_sub(1).and_then(|at| bytes.get(at));
                match byte {
                    b'\r' if bytes.get(at + 1) == Some(&b'\n') && !keep_return => {}
                    b'\n' if keep_return && before != Some(&b'\r') => text.extend(b"\r\n"),
                    _ => text.push(byte),
                }
            }
            text
        };
        *self == Digest::of(bytes)
            || (memchr::memchr2(b'\r', b'\n', bytes).is_some()
                && !bytes.contains(&0)
                && (*self == Digest::of(&alone(false)) || *self == Digest::of(&alone(true))))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_and_read() {
        let digest = Digest::of(b"");
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(digest.to_string(), text);
        assert_eq!(Digest::from_hex(text), Some(digest));
        for other in ["", "e3", &text.replace('e', "g"), &format!("{text}0"), &"é".repeat(32)] {
            assert_eq!(Digest::from_hex(other), None, "{other}");
        }
        let mut copy = Vec::new();
        assert_eq!(Digest::copying(&mut &b"abc"[..], &mut copy).unwrap(), Digest::of(b"abc"));
        assert_eq!(copy, b"abc");
    }

    #[test]
    fn line_ends_are_no_difference() {
        let (unix, dos) = (Digest::of(b"a\nb\n"), Digest::of(b"a\r\nb\r\n"));
        for digest in [unix, dos] {
            assert!(digest.is_of(b"a\nb\n") && digest.is_of(b"a\r\nb\r\n"));
            assert!(!digest.is_of(b"a\nb") && !digest.is_of(b"a\n\nb\n") && !digest.is_of(b"ab"));
        }
        assert!(!Digest::of(b"\0\n").is_of(b"\0\r\n"), "what is not a text is compared byte for byte");
    }
}
