//! What a scalar means: YAML 1.1 types as PyYAML's safe loader gives them.

use std::borrow::Cow;

/// The value of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'t> {
    /// `~`, `null`, nothing.
    Null,
    /// `true`, in YAML also `yes`, `on` and the like.
    Bool(bool),
    /// An integer that fits 128 bits.
    Int(i128),
    /// An integer beyond 128 bits, as it is written.
    BigInt(Cow<'t, str>),
    /// A number with a point, an infinity or not a number.
    Float(f64),
    /// A string. Time stamps and scalars with a local tag (`!Ref`) are strings, too.
    Str(Cow<'t, str>),
    /// What `!!binary` decodes to.
    Binary(Vec<u8>),
}
