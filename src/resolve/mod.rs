//! Where a value comes from: a literal, a constant by way of other places, or something that only the
//! deployment knows.

mod by_region;
mod each;
mod eval;
mod function;
mod known;

use crate::ir::{Literal, ReferenceKind, SymbolKind, TemplateId, Unit, Value, ValueKind};
use crate::lower::Cx;
use crate::source::Span;
pub(crate) use by_region::{ByRegion, by_region};
pub(crate) use each::{Each, instances};
pub(crate) use eval::REF_KINDS;
use known::Evaluation;
pub(crate) use known::Hop;

/// What kind of thing is at a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
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
    pub(crate) const fn name(self) -> &'static str {
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

/// What a value is, and what it is in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolution {
    /// What is at the value's own place.
    pub class: Class,
    /// The string that the value is, where that is known without deploying.
    pub constant: Option<String>,
    /// Where the constant is, if it is in one place.
    pub constant_span: Option<Span>,
    /// Whether a deployment can set another value (a parameter's default, a variable's default).
    pub overridable: bool,
    /// The places between, the nearest first.
    pub via: Vec<Hop>,
}

/// What `value`, which is in `template`, is.
#[must_use]
pub(crate) fn resolve(cx: Cx<'_>, template: TemplateId, value: &Value) -> Resolution {
    let mut evaluation = Evaluation::new(cx);
    let known = evaluation.value(template, value);
    let (constant, constant_span) = match known.and_then(known::Known::into_text) {
        Some((text, span)) => (Some(text.into_owned()), span),
        None => (None, None),
    };
    Resolution {
        class: class(cx.unit, template, value),
        constant,
        constant_span,
        overridable: evaluation.overridable,
        via: evaluation.hops,
    }
}

/// What kind of thing `value` is at its own place.
#[must_use]
pub(crate) fn class(unit: &Unit, template: TemplateId, value: &Value) -> Class {
    match &value.kind {
        ValueKind::Literal(Literal::String(_)) => Class::Literal,
        ValueKind::Literal(Literal::Null) => Class::Null,
        ValueKind::Literal(Literal::Number(_) | Literal::Bool(_))
        | ValueKind::List(_)
        | ValueKind::Map(_) => Class::NotAString,
        ValueKind::Call(_) => Class::Function,
        ValueKind::Interpolation(_) => Class::Interpolation,
        ValueKind::Group(_) | ValueKind::Conditional(_) | ValueKind::Expression(_) => Class::Expression,
        ValueKind::Error => Class::Error,
        ValueKind::Ref(reference) => match reference.kind {
            ReferenceKind::Ros => {
                let named =
                    unit.template(template).and_then(|it| it.symbols.find(&reference.name, eval::REF_KINDS));
                match named.map(|symbol| symbol.kind) {
                    Some(SymbolKind::Parameter) => Class::Parameter,
                    Some(SymbolKind::Local) => Class::Local,
                    _ => Class::Reference,
                }
            }
            ReferenceKind::Variable => Class::Variable,
            ReferenceKind::Local => Class::Local,
            ReferenceKind::Data => Class::Data,
            ReferenceKind::Module | ReferenceKind::Resource | ReferenceKind::Other => Class::Reference,
        },
    }
}
