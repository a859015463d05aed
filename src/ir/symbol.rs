//! What references can name.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

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
    /// For the hash of a name the last symbol that has it, and for each symbol the one before it with the
    /// same hash; `0` for none, so places count from 1. Names are kept once, in the symbols.
    last: HashMap<u64, u32>,
    before: Vec<u32>,
    hasher: RandomState,
}

impl Symbols {
    /// Adds a symbol. Of two with the same kind and name the later one is found, as ROS takes the last.
    pub fn add(&mut self, symbol: Symbol) {
        let hash = self.hasher.hash_one(symbol.name.as_str());
        self.all.push(symbol);
        let before = self.last.insert(hash, self.all.len() as u32);
        self.before.push(before.unwrap_or(0));
    }

    /// The symbol called `name` of one of `kinds`.
    #[must_use]
    pub fn find(&self, name: &str, kinds: &[SymbolKind]) -> Option<&Symbol> {
        self.all.get(self.place(name, kinds)?)
    }

    /// The symbol called `name` of kind `kind`, to be completed by lowering.
    pub fn find_mut(&mut self, name: &str, kind: SymbolKind) -> Option<&mut Symbol> {
        let place = self.place(name, &[kind])?;
        self.all.get_mut(place)
    }

    fn place(&self, name: &str, kinds: &[SymbolKind]) -> Option<usize> {
        let mut at = self.last.get(&self.hasher.hash_one(name)).copied()?;
        while let Some(place) = (at as usize).checked_sub(1) {
            let symbol = self.all.get(place)?;
            if symbol.name == name && kinds.contains(&symbol.kind) {
                return Some(place);
            }
            at = self.before.get(place).copied()?;
        }
        None
    }

    /// All symbols in source order.
    pub fn iter(&self) -> impl Iterator<Item = &Symbol> {
        self.all.iter()
    }
}
