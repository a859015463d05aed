//! What references can name.

use super::Value;
use crate::source::Span;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// A ROS parameter.
    Parameter,
    /// A Terraform variable.
    Variable,
    /// A ROS or Terraform local.
    Local,
    /// A ROS mapping.
    Mapping,
    /// A ROS condition.
    Condition,
    /// A Terraform data source (`type.name`), or a ROS `DATASOURCE::` resource.
    DataSource,
    /// A resource (Terraform: `type.name`).
    Resource,
    /// A Terraform module call.
    Module,
    /// A Terraform output.
    Output,
}

/// Something with a name that values can refer to.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// Its name; `type.name` for Terraform data sources and resources.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The default of a parameter or variable, the value of a local, mapping or output. Only lowered
    /// where an image slot leads to it.
    pub value: Option<Value>,
    /// Values that a parameter allows, where it lists them and an image slot leads to it.
    pub allowed: Vec<Value>,
}
