//! What stands behind a value: a literal, a constant by way of other places, or something that only the
//! deployment knows.

use crate::ir::{TemplateId, Unit, Value};
use crate::source::Span;

/// What kind of thing stands at a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A static string literal.
    Literal,
    /// A ROS parameter.
    Parameter,
    /// A function of ROS or Terraform.
    Function,
    /// A Terraform variable.
    Variable,
    /// A local.
    Local,
    /// A Terraform data source.
    Data,
    /// A reference to anything else: a resource, a module, `each`.
    Reference,
    /// A string with values in it.
    Interpolation,
    /// A conditional, operator, `for` or other expression.
    Expression,
    /// A number, boolean, list or map.
    NotAString,
    /// Null, or nothing.
    Null,
    /// Text that could not be read.
    Error,
}

impl Class {
    /// The class's name in machine-readable output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Class::Literal => "literal",
            Class::Parameter => "parameter",
            Class::Function => "function",
            Class::Variable => "variable",
            Class::Local => "local",
            Class::Data => "data",
            Class::Reference => "reference",
            Class::Interpolation => "interpolation",
            Class::Expression => "expression",
            Class::NotAString => "not-a-string",
            Class::Null => "null",
            Class::Error => "error",
        }
    }
}

/// One place on the way from a slot to its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The place.
    pub span: Span,
    /// What it is: "parameter `ImageId`", "default".
    pub what: String,
}

/// What a value is, and what it is in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// What stands at the value's own place.
    pub class: Class,
    /// The string that the value is, where that is known without deploying.
    pub constant: Option<String>,
    /// Where the constant stands.
    pub constant_span: Option<Span>,
    /// Whether a deployment can give another value (a parameter's default, a variable's default).
    pub overridable: bool,
    /// The places between, the nearest first.
    pub via: Vec<Hop>,
}

/// What `value`, which stands in `template`, is.
#[must_use]
pub fn resolve(_unit: &Unit, _template: TemplateId, _value: &Value) -> Resolution {
    Resolution {
        class: Class::Error,
        constant: None,
        constant_span: None,
        overridable: false,
        via: Vec::new(),
    }
}
