//! What Terraform knows, however it is written: blocks, arguments, names and attributes.

use super::{Item, Kind, images, names, shape};
use crate::grammar;
use crate::ide::View;
use crate::ir::{Dialect, SymbolKind, TemplateId};
use crate::schema::{self, TypeKind};

/// The blocks of a file: <https://developer.hashicorp.com/terraform/language/syntax/configuration>.
pub(super) const BLOCKS: [(&str, &str); 12] = [
    ("resource", "resource \"$1\" \"$2\" {\n  $0\n}"),
    ("data", "data \"$1\" \"$2\" {\n  $0\n}"),
    ("variable", "variable \"$1\" {\n  type = $0\n}"),
    ("output", "output \"$1\" {\n  value = $0\n}"),
    ("locals", "locals {\n  $0\n}"),
    ("module", "module \"$1\" {\n  source = \"$0\"\n}"),
    ("provider", "provider \"$1\" {\n  $0\n}"),
    ("terraform", "terraform {\n  $0\n}"),
    ("moved", "moved {\n  from = $1\n  to   = $0\n}"),
    ("import", "import {\n  to = $1\n  id = $0\n}"),
    ("removed", "removed {\n  from = $0\n}"),
    ("check", "check \"$1\" {\n  $0\n}"),
];

/// Arguments that all blocks of a type have: <https://developer.hashicorp.com/terraform/language/meta-arguments>.
const META: [&str; 6] = ["count", "for_each", "depends_on", "provider", "lifecycle", "provisioner"];
const VARIABLE: [&str; 7] =
    ["type", "default", "description", "sensitive", "nullable", "validation", "ephemeral"];
const OUTPUT: [&str; 5] = ["value", "description", "sensitive", "depends_on", "precondition"];
const MODULE: [&str; 6] = ["source", "version", "providers", "count", "for_each", "depends_on"];
const PROVIDER: [&str; 2] = ["alias", "region"];
const TERRAFORM: [&str; 4] = ["required_version", "required_providers", "backend", "cloud"];

/// A block around a place: its type and labels.
pub(super) struct Block {
    pub(super) kind: String,
    pub(super) labels: Vec<String>,
}

/// What is written after a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Block,
    Text,
    Other,
}

/// The blocks `around` without those of `dynamic`: what it makes is a block of the type that its label names.
pub(super) fn without_dynamic(mut blocks: Vec<Block>) -> Vec<Block> {
    let content = blocks.iter().rposition(|it| it.kind == "content");
    if let Some(at) = content.filter(|&at| at > 0) {
        blocks.remove(at);
        if let Some(dynamic) = blocks.get_mut(at - 1)
            && let Some(label) = dynamic.labels.first().cloned()
        {
            dynamic.kind = label;
        }
    }
    blocks
}

/// A module in which something is written.
pub(super) struct Here<'h, 'v> {
    pub(super) view: &'h View<'v>,
    pub(super) template: TemplateId,
}

impl Here<'_, '_> {
    /// The types of resources or data sources, those of the module first.
    pub(super) fn types(&self, kind: TypeKind) -> Vec<Item> {
        let template = self.view.unit.and_then(|unit| unit.template(self.template));
        let resources = template.iter().flat_map(|it| &it.resources);
        let own = resources.filter(|it| it.is_data == (kind == TypeKind::Data));
        shape::types(self.view.schema, kind, &own.map(|it| &*it.resource_type).collect::<Vec<_>>())
    }

    /// What can follow the dot at the end of `before`.
    pub(super) fn steps(&self, before: &str) -> Vec<Item> {
        let steps = chain(before);
        let of = |kinds: &[SymbolKind]| names(self.view, self.template, kinds);
        match steps.as_slice() {
            ["var"] => of(&[SymbolKind::Variable]),
            ["local"] => of(&[SymbolKind::Local]),
            ["module"] => of(&[SymbolKind::Module]),
            ["module", name] => self.outputs(name),
            ["each"] => words(&["key", "value"]),
            ["count"] => words(&["index"]),
            ["path"] => words(&["module", "root", "cwd"]),
            ["terraform"] => words(&["workspace"]),
            ["data"] => self.parts(&of(&[SymbolKind::DataSource]), None),
            ["data", kind] => self.parts(&of(&[SymbolKind::DataSource]), Some(kind)),
            ["data", kind, _, below @ ..] => inner(self.view.schema, TypeKind::Data, kind, below),
            [kind] => self.parts(&of(&[SymbolKind::Resource]), Some(kind)),
            [kind, _, below @ ..] => inner(self.view.schema, TypeKind::Resource, kind, below),
            [] => Vec::new(),
        }
    }

    /// The types among the addresses `all`, or the names of those of type `kind`.
    pub(super) fn parts(&self, all: &[Item], kind: Option<&str>) -> Vec<Item> {
        let split = all.iter().filter_map(|item| item.label.split_once('.'));
        match kind {
            Some(kind) => split
                .filter(|(own, _)| *own == kind)
                .map(|(_, name)| Item::new(name, Kind::Resource))
                .collect(),
            None => split.map(|(kind, _)| Item::new(kind, Kind::Type)).collect(),
        }
    }

    fn outputs(&self, module: &str) -> Vec<Item> {
        self.called(module).map(|id| names(self.view, id, &[SymbolKind::Output])).unwrap_or_default()
    }

    /// The module that the call `name` calls.
    fn called(&self, name: &str) -> Option<TemplateId> {
        let unit = self.view.unit?;
        let calls = &unit.template(self.template)?.calls;
        let call = calls.iter().position(|call| call.name == name)?;
        unit.called(crate::ir::CallId { caller: self.template, call: call as u32 })
    }

    /// The arguments and blocks that can be in the innermost of the blocks `around`, without those that are `there`.
    pub(super) fn arguments(&self, around: &[Block], there: &[String]) -> Vec<(Item, Shape)> {
        let Some((first, rest)) = around.split_first() else { return Vec::new() };
        let plain = |names: &[&str], rank: u16| -> Vec<(Item, Shape)> {
            let missing = names.iter().filter(|name| !there.iter().any(|it| it == *name));
            missing.map(|name| (Item::new(*name, Kind::Key).rank(rank), Shape::Other)).collect()
        };
        match (first.kind.as_str(), rest) {
            ("resource" | "data", _) => {
                let kind = if first.kind == "data" { TypeKind::Data } else { TypeKind::Resource };
                let below: Vec<&str> = rest.iter().map(|it| it.kind.as_str()).collect();
                let of = first.labels.first().and_then(|name| self.view.schema.resource_type(kind, name));
                let known = of.map(|of| shape::properties(of, &below, there)).unwrap_or_default();
                let mut items: Vec<(Item, Shape)> = known
                    .into_iter()
                    .map(|(item, property)| {
                        let is_text =
                            property.kind == schema::Kind::String && property.allowed_values.is_empty();
                        let shape = match property.is_block {
                            true => Shape::Block,
                            false if is_text => Shape::Text,
                            false => Shape::Other,
                        };
                        (item, shape)
                    })
                    .collect();
                if below.is_empty() {
                    items.extend(plain(&META, 4));
                }
                items
            }
            ("variable", []) => plain(&VARIABLE, 0),
            ("output", []) => plain(&OUTPUT, 0),
            ("module", []) => {
                let called = first.labels.first().and_then(|name| self.called(name));
                let variables =
                    called.map(|id| names(self.view, id, &[SymbolKind::Variable])).unwrap_or_default();
                let missing = variables.into_iter().filter(|it| !there.contains(&it.label));
                missing.map(|it| (it, Shape::Other)).chain(plain(&MODULE, 1)).collect()
            }
            ("provider", []) => plain(&PROVIDER, 0),
            ("terraform", []) => plain(&TERRAFORM, 0),
            _ => Vec::new(),
        }
    }

    /// The values that the schema allows for the argument `name`.
    pub(super) fn allowed(&self, around: &[Block], name: Option<&str>) -> Vec<Item> {
        let (Some((first, rest)), Some(name)) = (around.split_first(), name) else { return Vec::new() };
        let kind = match first.kind.as_str() {
            "resource" => TypeKind::Resource,
            "data" => TypeKind::Data,
            "provider" if name == "region" && rest.is_empty() => {
                return grammar::regions().iter().map(|it| Item::new(it.id, Kind::Value)).collect();
            }
            _ => return Vec::new(),
        };
        let Some(of) = first.labels.first().and_then(|name| self.view.schema.resource_type(kind, name))
        else {
            return Vec::new();
        };
        let below: Vec<&str> = rest.iter().map(|it| it.kind.as_str()).chain([name]).collect();
        let mut items = images(self.view, Dialect::Terraform, &of.name, &below);
        items.extend(shape::values(of, &below));
        items
    }
}

/// The names of the reference that ends with the dot at the end of `before`; indices and splats are left out.
fn chain(before: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = before;
    while let Some(step) = rest.strip_suffix('.') {
        rest = step;
        while let Some(open) = rest.strip_suffix(']').and_then(opening) {
            rest = rest.get(..open).unwrap_or_default();
        }
        if let Some(step) = rest.strip_suffix('*') {
            rest = step;
            continue;
        }
        let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-');
        let start = rest.trim_end_matches(is_part).len();
        let name = rest.get(start..).unwrap_or_default();
        if name.is_empty() {
            return Vec::new();
        }
        // `list.0.name` is an older way to write an index.
        if name.parse::<u32>().is_err() {
            names.push(name);
        }
        rest = rest.get(..start).unwrap_or_default();
    }
    names.reverse();
    names
}

/// Where the bracket is that is closed right after `inside`.
fn opening(inside: &str) -> Option<usize> {
    let mut depth = 0_u32;
    inside.char_indices().rev().find_map(|(at, it)| {
        match it {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
        None
    })
}

/// What can be taken from a resource, or out of what was taken from it.
fn inner(schema: &schema::Schema, kind: TypeKind, name: &str, below: &[&str]) -> Vec<Item> {
    if below.is_empty() {
        return shape::attributes(schema, kind, name);
    }
    let found = schema.resource_type(kind, name).and_then(|of| of.property(&below.join(".")));
    let properties = found.and_then(|it| it.object()).into_iter().flatten();
    properties.map(|(name, _)| Item::new(name.as_str(), Kind::Attribute)).collect()
}

fn words(words: &[&str]) -> Vec<Item> {
    words.iter().map(|word| Item::new(*word, Kind::Attribute)).collect()
}
