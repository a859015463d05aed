//! What references can name.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

use super::{Lazy, NodeRef, Place};
use crate::diagnostic::Text;
use crate::source::Span;
use crate::text;

/// Bytes in an ordinary name.
const NAME: usize = 16;

/// So many symbols are looked through faster than an index of them is made.
const FEW: usize = 128;

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
    /// An output.
    Output,
    /// A key of a ROS mapping.
    MappingKey,
    /// A ROS rule.
    Rule,
    /// A Terraform provider configuration, `alicloud` or `alicloud.alias`.
    Provider,
}

impl SymbolKind {
    /// The kind as messages name it.
    #[must_use]
    pub const fn noun(self) -> Text {
        match self {
            SymbolKind::Parameter => text!(en: "parameter", zh: "参数"),
            SymbolKind::Variable => text!(en: "variable", zh: "变量"),
            SymbolKind::Local => text!(en: "local", zh: "局部变量"),
            SymbolKind::Mapping => text!(en: "mapping", zh: "映射"),
            SymbolKind::Condition => text!(en: "condition", zh: "条件"),
            SymbolKind::DataSource => text!(en: "data source", zh: "数据源"),
            SymbolKind::Resource => text!(en: "resource", zh: "资源"),
            SymbolKind::Module => text!(en: "module", zh: "模块"),
            SymbolKind::Output => text!(en: "output", zh: "输出"),
            SymbolKind::MappingKey => text!(en: "key", zh: "键"),
            SymbolKind::Rule => text!(en: "rule", zh: "规则"),
            SymbolKind::Provider => text!(en: "provider", zh: "provider"),
        }
    }
}

/// Something with a name that values can refer to.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// Where its name ends among the names of all symbols, and how long it is.
    name: (u32, u32),
    /// Where the name is.
    pub name_span: Span,
    /// All that defines it: a mapping, block, object or attribute.
    pub body: NodeRef,
    /// The default of a parameter or variable, the value of a local, mapping, condition or output; `None` for
    /// what has no value of its own.
    pub value: Option<Lazy>,
}

/// The symbols of one template, by kind and name.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    all: Vec<Symbol>,
    /// Their names one after the other, so that none of them is allocated for itself.
    names: String,
    /// Made when a name is looked up among many: most templates have more names than references.
    index: OnceLock<Index>,
}

/// The places of symbols by the hashes of their names.
#[derive(Clone, Debug)]
struct Index {
    /// For a hash the last symbol that has it.
    last: HashMap<u64, u32>,
    /// For each symbol the one before it with the same hash.
    before: Vec<Option<u32>>,
    hasher: RandomState,
}

impl Index {
    fn of(symbols: &Symbols) -> Self {
        let hasher = RandomState::new();
        let mut last = HashMap::with_capacity(symbols.all.len());
        let places = symbols.all.iter().zip(0..);
        let before = places.map(|(symbol, place)| last.insert(hasher.hash_one(symbols.name(symbol)), place));
        Index { before: before.collect(), last, hasher }
    }
}

impl Symbols {
    /// Makes room for `count` more symbols with names of ordinary length.
    pub fn reserve(&mut self, count: usize) {
        self.all.reserve(count);
        self.names.reserve(count * NAME);
    }

    /// Adds a symbol whose name is the parts `name` joined: `type.name` for Terraform data sources and
    /// resources. Of two with the same kind and name the later one is found, as ROS takes the last.
    pub fn add(
        &mut self,
        kind: SymbolKind,
        name: &[&str],
        name_span: Span,
        body: NodeRef,
        value: Option<Place>,
    ) {
        name.iter().for_each(|part| self.names.push_str(part));
        let length: usize = name.iter().map(|part| part.len()).sum();
        let name = (self.names.len() as u32, length as u32);
        self.all.push(Symbol { kind, name, name_span, body, value: value.map(Lazy::new) });
        let _ = self.index.take();
    }

    /// The name of `symbol`, which is one of these.
    #[must_use]
    pub fn name(&self, symbol: &Symbol) -> &str {
        let (end, length) = symbol.name;
        self.names.get((end - length) as usize..end as usize).unwrap_or_default()
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
        let is_meant = |it: &Symbol| {
            it.name.1 as usize == name.len() && kinds.contains(&it.kind) && self.name(it) == name
        };
        if self.all.len() <= FEW {
            return self.all.iter().rposition(is_meant);
        }
        let index = self.index.get_or_init(|| Index::of(self));
        let mut next = index.last.get(&index.hasher.hash_one(name)).copied();
        while let Some(place) = next {
            let symbol = self.all.get(place as usize)?;
            if is_meant(symbol) {
                return Some(place as usize);
            }
            next = index.before.get(place as usize).copied()?;
        }
        None
    }

    /// All symbols in source order.
    pub fn iter(&self) -> impl Iterator<Item = &Symbol> {
        self.all.iter()
    }
}
