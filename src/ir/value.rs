//! Values: what follows a key, in shapes that ROS and Terraform share.

use super::Dialect;
use crate::source::Span;

/// A value and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The value's own text, quotes included.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// The shapes of values.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// Known from the text alone.
    Literal(Literal),
    /// `Ref`, `Fn::GetAtt`, or a Terraform reference such as `var.image`.
    Ref(Reference),
    /// A function: `Fn::Join`, `lookup(…)`.
    Call(FunctionCall),
    /// Text with values in it: `"a${var.b}"`. (`Fn::Sub` is a call.)
    Interpolation(Vec<Part>),
    /// A Terraform expression in parentheses.
    Group(Box<Value>),
    /// A Terraform conditional: the condition, and what it chooses between.
    Conditional(Box<[Value; 3]>),
    /// A Terraform operator, `for` or other expression; the operands it was made of.
    Expression(Vec<Value>),
    /// A list.
    List(Vec<Value>),
    /// A map.
    Map(Vec<Entry>),
    /// Text that could not be read.
    Error,
}

/// A value that the text alone determines.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A string, decoded.
    String(String),
    /// A number, as written.
    Number(String),
    /// A boolean.
    Bool(bool),
    /// Null, or nothing at all.
    Null,
}

/// One entry of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, decoded.
    pub key: String,
    /// The key's text.
    pub key_span: Span,
    /// The value.
    pub value: Value,
}

/// What a reference names first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// ROS `Ref` or `Fn::GetAtt`: a parameter, local, resource or pseudo parameter.
    Ros,
    /// `var.x`
    Variable,
    /// `local.x`
    Local,
    /// `data.type.name`
    Data,
    /// `module.x`
    Module,
    /// `type.name`
    Resource,
    /// `each`, `count`, `self`, `path`, `terraform`, or a name bound by `for`.
    Other,
}

/// A reference to something named.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// What namespace the name is of.
    pub kind: ReferenceKind,
    /// The name: `x` of `var.x`, `type.name` of data and resources, the argument of `Ref`.
    pub name: String,
    /// Where the name is.
    pub name_span: Span,
    /// What is taken out of the named thing, in order.
    pub steps: Vec<Step>,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// `.name`, or an index by a constant string.
    Name(String),
    /// An index by a constant number.
    Index(u64),
    /// An index by another expression.
    At(Box<Value>),
    /// A splat.
    Unknown,
}

/// A function with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionCall {
    /// The name: `Fn::Join`, `lookup`.
    pub name: String,
    /// Where the name is (for a short tag: the tag).
    pub name_span: Span,
    /// The arguments. A ROS function over one list has the list's items as arguments.
    pub arguments: Vec<Value>,
}

/// A part of an interpolated string.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Text, decoded.
    Text(String),
    /// A value.
    Value(Value),
}

impl Value {
    /// The decoded string, where the value is a string literal.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Literal(Literal::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The value of `key`, where this is a map; the last one where the key occurs twice.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match &self.kind {
            ValueKind::Map(entries) => entries.iter().rev().find(|it| it.key == key).map(|it| &it.value),
            _ => None,
        }
    }

    /// Whether the value leaves its property out: Terraform's null, `Ref: ALIYUN::NoValue` of ROS.
    #[must_use]
    pub fn is_absent(&self, dialect: Dialect) -> bool {
        match (&self.kind, dialect) {
            (ValueKind::Group(inner), _) => inner.is_absent(dialect),
            (_, Dialect::Terraform) => self.is_null(),
            (ValueKind::Ref(reference), Dialect::Ros) => {
                reference.kind == ReferenceKind::Ros && reference.name == "ALIYUN::NoValue"
            }
            (_, Dialect::Ros) => false,
        }
    }

    /// Whether the value is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.kind, ValueKind::Literal(Literal::Null))
    }
}
