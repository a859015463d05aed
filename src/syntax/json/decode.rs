//! What JSON strings and words stand for.

use std::borrow::Cow;

use crate::syntax::Node;
use crate::syntax::escape::utf16_escape;
use crate::syntax::sink::Sink;
use crate::syntax::yaml::{Kind, Scalar, flags};

/// Decodes the scalar `node` of the JSON text `text` into `sink`.
pub(in crate::syntax) fn decode(text: &str, node: &Node<Kind>, sink: &mut impl Sink) {
    let (start, end) = (node.start as usize, node.end as usize);
    let slice = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    if node.kind != Kind::DoubleQuoted {
        return sink.verbatim(start, slice(start, end));
    }
    let closed = node.flags & flags::UNCLOSED == 0;
    let end = if closed { end.saturating_sub(1) } else { end };
    let mut from = start + 1;
    while let Some(found) = memchr::memchr(b'\\', slice(from, end).as_bytes()) {
        let at = from + found;
        sink.verbatim(from, slice(from, at));
        from = escape(text, at, end, sink);
    }
    sink.verbatim(from, slice(from, end));
}

/// Decodes the escape at `at`; returns the place after it.
fn escape(text: &str, at: usize, end: usize, sink: &mut impl Sink) -> usize {
    let made = match text.as_bytes().get(at + 1) {
        Some(b'"') => "\"",
        Some(b'\\') => "\\",
        Some(b'/') => "/",
        Some(b'b') => "\u{8}",
        Some(b'f') => "\u{c}",
        Some(b'n') => "\n",
        Some(b'r') => "\r",
        Some(b't') => "\t",
        Some(b'u') => {
            if let Some((letter, length)) = utf16_escape(text.get(at..end).unwrap_or_default()) {
                let mut buffer = [0; 4];
                sink.made((at, at + length), letter.encode_utf8(&mut buffer));
                return at + length;
            }
            ""
        }
        _ => "",
    };
    if made.is_empty() || at + 2 > end {
        // No escape at all, which was reported: the backslash stands for itself.
        sink.verbatim(at, "\\");
        return at + 1;
    }
    sink.made((at, at + 2), made);
    at + 2
}

/// The value of a JSON scalar whose decoded text is `text`.
pub(in crate::syntax) fn scalar(kind: Kind, text: Cow<'_, str>) -> Scalar<'_> {
    if kind != Kind::Plain {
        return if kind == Kind::Empty { Scalar::Null } else { Scalar::Str(text) };
    }
    match text.as_ref() {
        "null" => Scalar::Null,
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        "NaN" => Scalar::Float(f64::NAN),
        "Infinity" => Scalar::Float(f64::INFINITY),
        "-Infinity" => Scalar::Float(f64::NEG_INFINITY),
        word if word.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) => {
            word.parse().map(Scalar::Float).unwrap_or(Scalar::Str(text))
        }
        word => match word.parse() {
            Ok(value) => Scalar::Int(value),
            Err(_) if word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => Scalar::BigInt(text),
            Err(_) => Scalar::Str(text),
        },
    }
}
