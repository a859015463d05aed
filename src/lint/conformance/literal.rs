//! Literals compared with what a property can have, as ROS and Terraform convert them.

use crate::ir::{Dialect, Literal};
use crate::schema::{Kind, Property, Scalar};
use crate::source::Span;

/// Why a literal does not fit a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Misfit {
    /// It cannot be what the property is.
    Type,
    /// It is none of the allowed values.
    Value,
    /// It is too small or too great.
    Range,
    /// It is too short or too long.
    Length,
    /// It does not match the pattern.
    Pattern,
}

/// Why `literal` does not fit `property`; `None` where it does, or nobody can say.
pub(super) fn misfit(dialect: Dialect, property: &Property, literal: &Literal) -> Option<Misfit> {
    let text = text_of(literal)?;
    let is_open =
        text.contains("{{") || (dialect == Dialect::Ros && (text.contains("${") || text.is_empty()));
    if is_open || property.kind == Kind::Any {
        return None;
    }
    if !is_of_kind(dialect, property.kind, literal) {
        return Some(Misfit::Type);
    }
    if !matches!(property.kind, Kind::String | Kind::Number | Kind::Boolean) {
        return None;
    }
    if !property.allowed_values.is_empty()
        && !property.allowed_values.iter().any(|it| is(it, literal, property))
    {
        return Some(Misfit::Value);
    }
    if property.kind == Kind::Number {
        let number: f64 = text.trim().parse().ok()?;
        return (!property.range.allow(number)).then_some(Misfit::Range);
    }
    if property.kind == Kind::String {
        let length = if dialect == Dialect::Ros { text.chars().count() } else { text.len() };
        if !property.length.allow(length as f64) {
            return Some(Misfit::Length);
        }
        if property.pattern.as_ref().is_some_and(|it| !it.matches(text)) {
            return Some(Misfit::Pattern);
        }
    }
    None
}

/// The characters of a literal; `None` for null.
pub(in crate::lint) fn text_of(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::String(text) | Literal::Number(text) => Some(text),
        Literal::Bool(true) => Some("true"),
        Literal::Bool(false) => Some("false"),
        Literal::Null => None,
    }
}

/// Whether `literal` is, or is converted to, what `kind` says.
fn is_of_kind(dialect: Dialect, kind: Kind, literal: &Literal) -> bool {
    let is_ros = dialect == Dialect::Ros;
    match (kind, literal) {
        (Kind::Any, _) | (_, Literal::Null) => true,
        (Kind::String, _) | (Kind::Number, Literal::Number(_)) | (Kind::Boolean, Literal::Bool(_)) => true,
        (Kind::Number, Literal::String(text)) => text.trim().parse::<f64>().is_ok(),
        (Kind::Number, Literal::Bool(_)) => false,
        (Kind::Boolean, Literal::String(text)) if is_ros => flag(text).is_some(),
        (Kind::Boolean, Literal::String(text)) => matches!(text.as_str(), "true" | "false" | "1" | "0"),
        (Kind::Boolean, Literal::Number(text)) => is_ros && matches!(text.as_str(), "0" | "1"),
        // ROS takes lists with commas and JSON.
        (Kind::List, Literal::String(_)) => is_ros,
        (Kind::Map | Kind::Object | Kind::Tag, Literal::String(text)) => {
            is_ros && text.trim_start().starts_with(['{', '['])
        }
        (Kind::List | Kind::Map | Kind::Object | Kind::Tag, Literal::Number(_) | Literal::Bool(_)) => false,
    }
}

/// What ROS takes for true and false.
fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// Whether `literal` is the allowed value `allowed`.
fn is(allowed: &Scalar, literal: &Literal, property: &Property) -> bool {
    let Some(text) = text_of(literal) else { return true };
    match allowed {
        Scalar::String(allowed) if property.ignores_case || matches!(literal, Literal::Bool(_)) => {
            allowed.eq_ignore_ascii_case(text)
        }
        Scalar::String(allowed) => allowed == text || same_number(allowed, text, literal),
        Scalar::Number(allowed) => text.trim().parse::<f64>().is_ok_and(|it| it == *allowed),
        Scalar::Bool(allowed) => flag(text) == Some(*allowed),
    }
}

/// Whether a number is meant that is only written in another way: `1.0` for `1`.
fn same_number(allowed: &str, text: &str, literal: &Literal) -> bool {
    let number = |it: &str| it.parse::<f64>().ok();
    matches!(literal, Literal::Number(_)) && number(allowed).is_some() && number(allowed) == number(text)
}

/// The place of a list or map: itself where it is on the line of its key, or else the key.
pub(super) fn start(value: Span, key: Span) -> Span {
    if value.file == key.file && value.start > key.end + 2 { key } else { value }
}
