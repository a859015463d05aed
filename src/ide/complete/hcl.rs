//! What can stand in HCL.

use super::place::DUMMY;
use super::{Item, Kind, names, shape, template_of, word};
use crate::diagnostic::Lang;
use crate::ide::View;
use crate::ir::{SymbolKind, TemplateId};
use crate::schema::{self, TypeKind};
use crate::source::{FileId, Format, TextRange};
use crate::syntax::hcl::{self, Kind as Node};
use crate::syntax::{NodeId, Parse};

/// The blocks of a file: <https://developer.hashicorp.com/terraform/language/syntax/configuration>.
const BLOCKS: [(&str, &str); 12] = [
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

/// Functions: <https://developer.hashicorp.com/terraform/language/functions>.
const FUNCTIONS: &str = "abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 \
    basename can ceil chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat \
    contains csvdecode dirname distinct element endswith file filebase64 fileexists fileset flatten floor format \
    formatdate formatlist indent index join jsondecode jsonencode keys length log lookup lower map matchkeys max md5 \
    merge min nonsensitive one parseint pathexpand plantimestamp pow range regex regexall replace reverse rsadecrypt \
    sensitive setintersection setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith \
    strcontains strrev substr sum templatefile templatestring timeadd timecmp timestamp title tobool tolist tomap \
    tonumber toset tostring transpose trim trimprefix trimspace trimsuffix try upper urlencode uuid uuidv5 values \
    yamldecode yamlencode zipmap";

/// What can stand at byte `at` of text `file`.
pub(super) fn complete(view: &View<'_>, file: FileId, at: u32) -> Option<(TextRange, Vec<Item>)> {
    let source = view.sources().get(file)?;
    let text = &*source.text;
    let range = word(text, at, |it| it.is_alphanumeric() || matches!(it, '_' | '-'));
    let (template, _) = template_of(view, file).or_else(|| template_of(view, view.sources().host(file)))?;
    let before = text.get(..range.start as usize)?;
    let here = Here { view, template };
    if let Some(items) = here.label(before) {
        return Some((range, items));
    }
    if before.ends_with('.') {
        return Some((range, here.steps(before)));
    }
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let is_line = source.format == Format::Hcl && line.trim_matches([' ', '\t', '\u{feff}']).is_empty();
    let after = text.get(range.end as usize..)?;
    let tail = after.split(['\n', '\r']).next().unwrap_or_default().trim_start();
    let has_value = tail.starts_with(['=', '{', '"']);
    let written = if is_line && !has_value { format!("{DUMMY} = null") } else { DUMMY.to_owned() };
    let edited = format!("{before}{written}{after}");
    let parse = Parse::read(source.format, edited.into());
    let hcl = parse.hcl()?;
    let id = parse.node_at(range.start + 1);
    let around = around(&parse, hcl, id);
    let is_name = std::iter::successors(Some(id), |&id| parse.parent(id)).any(|id| {
        hcl.kind(id) == Node::Attribute && hcl.name(id).contains(DUMMY)
            || hcl.kind(id) == Node::Block && hcl.name(id).contains(DUMMY)
    });
    let items = match is_name {
        true if around.is_empty() => {
            BLOCKS.iter().map(|(name, body)| Item::new(*name, Kind::Keyword).insert(*body)).collect()
        }
        true => here.arguments(&parse, hcl, id, &around, has_value),
        false => here.values(&around, &parse, hcl, id, before),
    };
    Some((range, items))
}

/// A block around a place: its type and labels.
struct Block {
    kind: String,
    labels: Vec<String>,
}

/// The blocks around the node, the outermost first.
fn around(parse: &Parse, hcl: hcl::View<'_>, id: NodeId) -> Vec<Block> {
    let mut blocks: Vec<Block> = std::iter::successors(Some(id), |&id| parse.parent(id))
        .filter(|&id| hcl.kind(id) == Node::Block && !hcl.name(id).contains(DUMMY))
        .map(|id| Block {
            kind: hcl.name(id).to_owned(),
            labels: hcl.labels(id).map(|it| hcl.source(it).trim_matches('"').to_owned()).collect(),
        })
        .collect();
    blocks.reverse();
    // What `dynamic` makes is a block of the type that its label names.
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

struct Here<'h, 'v> {
    view: &'h View<'v>,
    template: TemplateId,
}

impl Here<'_, '_> {
    /// The types that can be the first label of a block whose header ends with `before`.
    fn label(&self, before: &str) -> Option<Vec<Item>> {
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default().trim_start();
        let head = line.strip_suffix('"')?.trim_end();
        match head {
            "resource" => Some(shape::types(TypeKind::Resource)),
            "data" => Some(shape::types(TypeKind::Data)),
            "provider" => Some(vec![Item::new("alicloud", Kind::Value)]),
            _ => None,
        }
    }

    /// What can follow the dot at the end of `before`.
    fn steps(&self, before: &str) -> Vec<Item> {
        let is_part = |it: char| it.is_alphanumeric() || "_-.[]\"*".contains(it);
        let chain = before.get(before.trim_end_matches(is_part).len()..).unwrap_or_default();
        let chain = chain.rsplit_once("${").map_or(chain, |(_, chain)| chain);
        let steps: Vec<&str> = chain
            .split('.')
            .map(|step| step.split('[').next().unwrap_or_default().trim_matches('"'))
            .filter(|step| !step.is_empty() && *step != "*" && step.parse::<u32>().is_err())
            .collect();
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
            ["data", kind, _, below @ ..] => inner(TypeKind::Data, kind, below),
            [kind] => self.parts(&of(&[SymbolKind::Resource]), Some(kind)),
            [kind, _, below @ ..] => inner(TypeKind::Resource, kind, below),
            [] => Vec::new(),
        }
    }

    /// The types among the addresses `all`, or the names of those of type `kind`.
    fn parts(&self, all: &[Item], kind: Option<&str>) -> Vec<Item> {
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

    /// The arguments and blocks that can be in the innermost of the blocks `around`.
    fn arguments(
        &self,
        parse: &Parse,
        hcl: hcl::View<'_>,
        id: NodeId,
        around: &[Block],
        has_value: bool,
    ) -> Vec<Item> {
        let body =
            std::iter::successors(Some(id), |&id| parse.parent(id)).find(|&id| hcl.kind(id) == Node::Body);
        let items = body.into_iter().flat_map(|body| hcl.items(body));
        let attributes = items.filter(|&it| hcl.kind(it) == Node::Attribute);
        let there: Vec<String> = attributes.map(|it| hcl.name(it).to_owned()).collect();
        let Some((first, rest)) = around.split_first() else { return Vec::new() };
        let plain = |names: &[&str]| -> Vec<Item> {
            let missing = names.iter().filter(|name| !there.iter().any(|it| it == *name));
            missing.map(|name| Item::new(*name, Kind::Key).insert(format!("{name} = "))).collect()
        };
        let mut found = match (first.kind.as_str(), rest) {
            ("resource" | "data", _) => {
                let kind = if first.kind == "data" { TypeKind::Data } else { TypeKind::Resource };
                let below: Vec<&str> = rest.iter().map(|it| it.kind.as_str()).collect();
                let of = first.labels.first().and_then(|name| shape::type_of(kind, name));
                let mut items: Vec<Item> = of
                    .map(|of| shape::properties(of, &below, &there, Lang::En))
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(item, property)| {
                        let label = item.label.clone();
                        let insert = if property.is_block {
                            format!("{label} {{\n  $0\n}}")
                        } else if property.kind == schema::Kind::String && property.allowed_values.is_empty()
                        {
                            format!("{label} = \"$0\"")
                        } else {
                            format!("{label} = ")
                        };
                        item.insert(insert)
                    })
                    .collect();
                if below.is_empty() {
                    items.extend(plain(&META).into_iter().map(|it| it.rank(4)));
                }
                items
            }
            ("variable", []) => plain(&VARIABLE),
            ("output", []) => plain(&OUTPUT),
            ("module", []) => {
                let mut items = plain(&MODULE).into_iter().map(|it| it.rank(1)).collect::<Vec<_>>();
                let called = first.labels.first().and_then(|name| self.called(name));
                let variables =
                    called.map(|id| names(self.view, id, &[SymbolKind::Variable])).unwrap_or_default();
                let missing = variables.into_iter().filter(|it| !there.contains(&it.label));
                items.extend(missing.map(|it| {
                    let insert = format!("{} = ", it.label);
                    it.insert(insert)
                }));
                items
            }
            ("provider", []) => plain(&PROVIDER),
            ("terraform", []) => plain(&TERRAFORM),
            _ => Vec::new(),
        };
        if has_value {
            found.iter_mut().for_each(|item| item.insert = None);
        }
        found
    }

    /// What can be an expression, in the innermost of the blocks `around`.
    fn values(
        &self,
        around: &[Block],
        parse: &Parse,
        hcl: hcl::View<'_>,
        id: NodeId,
        before: &str,
    ) -> Vec<Item> {
        let nodes = || std::iter::successors(Some(id), |&id| parse.parent(id));
        let attribute = nodes().find(|&it| hcl.kind(it) == Node::Attribute);
        let mut items = self.allowed(around, attribute.map(|it| hcl.name(it)));
        let in_text = before.ends_with('"') || nodes().any(|it| hcl.kind(it) == Node::TemplateText);
        if in_text {
            return items;
        }
        items.iter_mut().for_each(|item| {
            let is_bare = item.label == "true" || item.label == "false" || item.label.parse::<f64>().is_ok();
            if !is_bare {
                item.insert = Some(format!("\"{}\"", item.label));
            }
        });
        let roots = ["var", "local", "data", "module", "each", "count", "path"];
        items.extend(roots.into_iter().map(|it| Item::new(it, Kind::Keyword).rank(2)));
        let of = |kinds: &[SymbolKind]| names(self.view, self.template, kinds);
        let known =
            [(SymbolKind::Variable, "var."), (SymbolKind::Local, "local."), (SymbolKind::Module, "module.")];
        for (kind, root) in known {
            items.extend(of(&[kind]).into_iter().map(|mut it| {
                it.label = format!("{root}{}", it.label);
                it.rank(1)
            }));
        }
        items.extend(self.parts(&of(&[SymbolKind::Resource]), None).into_iter().map(|it| it.rank(1)));
        let functions = FUNCTIONS.split_whitespace();
        items.extend(functions.map(|it| Item::new(it, Kind::Function).insert(format!("{it}($0)")).rank(3)));
        items.extend(["true", "false", "null"].into_iter().map(|it| Item::new(it, Kind::Keyword).rank(2)));
        items
    }

    /// The values that the schema allows for the argument `name`.
    fn allowed(&self, around: &[Block], name: Option<&str>) -> Vec<Item> {
        let (Some((first, rest)), Some(name)) = (around.split_first(), name) else { return Vec::new() };
        let kind = match first.kind.as_str() {
            "resource" => TypeKind::Resource,
            "data" => TypeKind::Data,
            _ => return Vec::new(),
        };
        let Some(of) = first.labels.first().and_then(|name| shape::type_of(kind, name)) else {
            return Vec::new();
        };
        let below: Vec<&str> = rest.iter().map(|it| it.kind.as_str()).chain([name]).collect();
        shape::values(of, &below)
    }
}

/// What can be taken from a resource, or out of what was taken from it.
fn inner(kind: TypeKind, name: &str, below: &[&str]) -> Vec<Item> {
    if below.is_empty() {
        return shape::attributes(kind, name);
    }
    let found = shape::type_of(kind, name).and_then(|of| of.property(&below.join(".")));
    let properties = found.and_then(|it| it.object()).into_iter().flatten();
    properties.map(|(name, _)| Item::new(name.as_str(), Kind::Attribute)).collect()
}

fn words(words: &[&str]) -> Vec<Item> {
    words.iter().map(|word| Item::new(*word, Kind::Attribute)).collect()
}
