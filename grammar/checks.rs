//! What every table must hold: sources, an order, known words.

use std::error::Error;

/// Refuses an entry that nothing vouches for.
pub(crate) fn vouched<'a>(what: &str, source: &'a str) -> Result<&'a str, Box<dyn Error>> {
    if source.trim().is_empty() { Err(format!("{what} has no source").into()) } else { Ok(source) }
}

/// Refuses a key that occurs twice, or before one that must come first.
pub(crate) fn in_order<T: Ord + std::fmt::Debug>(what: &str, keys: &[T]) -> Result<(), Box<dyn Error>> {
    for (before, after) in keys.iter().zip(keys.iter().skip(1)) {
        if before >= after {
            return Err(format!("{what}: {after:?} must come before {before:?}").into());
        }
    }
    Ok(())
}

/// Refuses a value that is none of `allowed`.
pub(crate) fn one_of<'a>(what: &str, value: &'a str, allowed: &[&str]) -> Result<&'a str, Box<dyn Error>> {
    if allowed.contains(&value) {
        Ok(value)
    } else {
        Err(format!("{what}: {value:?} is none of {allowed:?}").into())
    }
}

/// The variant of `crate::ir::Dialect` with that name.
pub(crate) fn dialect(name: &str) -> Result<&'static str, Box<dyn Error>> {
    match name {
        "ros" => Ok("Dialect::Ros"),
        "terraform" => Ok("Dialect::Terraform"),
        other => Err(format!("{other:?} is not a dialect").into()),
    }
}

/// The variant of `crate::grammar::Architecture` with that name.
pub(crate) fn architecture(what: &str, name: &str) -> Result<&'static str, Box<dyn Error>> {
    match name {
        "i386" => Ok("Architecture::I386"),
        "x86_64" => Ok("Architecture::X86_64"),
        "arm64" => Ok("Architecture::Arm64"),
        other => Err(format!("{what}: {other:?} is not an architecture").into()),
    }
}
