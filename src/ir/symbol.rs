//! What references can name.

use std::collections::HashMap;

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

impl SymbolKind {
    /// The kind as messages name it.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            SymbolKind::Parameter => "parameter",
            SymbolKind::Variable => "variable",
            SymbolKind::Local => "local",
            SymbolKind::Mapping => "mapping",
            SymbolKind::Condition => "condition",
            SymbolKind::DataSource => "data source",
            SymbolKind::Resource => "resource",
            SymbolKind::Module => "module",
            SymbolKind::Output => "output",
        }
    }
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

/// The symbols of one template, by kind and name.
#[derive(Debug, Default)]
pub struct Symbols {
    all: Vec<Symbol>,
    by_name: HashMap<String, Vec<u32>>,
}

impl Symbols {
    /// Adds a symbol. Of two with the same kind and name the later one is found, as ROS takes the last.
    pub fn add(&mut self, symbol: Symbol) {
        let index = self.all.len() as u32;
        self.by_name.entry(symbol.name.clone()).or_default().push(index);
        self.all.push(symbol);
    }

    /// The symbol called `name` of one of `kinds`.
    #[must_use]
    pub fn find(&self, name: &str, kinds: &[SymbolKind]) -> Option<&Symbol> {
        let places = self.by_name.get(name)?;
        let symbols = places.iter().rev().filter_map(|&place| self.all.get(place as usize));
        symbols.into_iter().find(|symbol| kinds.contains(&symbol.kind))
    }

    /// The symbol called `name` of kind `kind`, to be completed by lowering.
    pub fn find_mut(&mut self, name: &str, kind: SymbolKind) -> Option<&mut Symbol> {
        let all = &self.all;
        let places = self.by_name.get(name)?;
        let of_kind = |place: &&u32| all.get(**place as usize).is_some_and(|symbol| symbol.kind == kind);
        let place = *places.iter().rev().find(of_kind)?;
        self.all.get_mut(place as usize)
    }

    /// All symbols in source order.
    pub fn iter(&self) -> impl Iterator<Item = &Symbol> {
        self.all.iter()
    }
}
