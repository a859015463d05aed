//! What can stand in HCL.

use super::place::DUMMY;
use super::terraform::{BLOCKS, Block, Here, Shape, without_dynamic};
use super::{Item, Kind, names, template_of, word};
use crate::grammar;
use crate::ide::View;
use crate::ir::SymbolKind;
use crate::schema::TypeKind;
use crate::source::{FileId, Format, TextRange};
use crate::syntax::hcl::{self, Kind as Node};
use crate::syntax::{NodeId, Parse};

/// What can stand at byte `at` of text `file`.
pub(super) fn complete(view: &View<'_>, file: FileId, at: u32) -> Option<(TextRange, Vec<Item>)> {
    let source = view.sources().get(file)?;
    let text = &*source.text;
    let range = word(text, at, |it| it.is_alphanumeric() || matches!(it, '_' | '-'));
    let (template, _) = template_of(view, file).or_else(|| template_of(view, view.sources().host(file)))?;
    let before = text.get(..range.start as usize)?;
    let here = Here { view, template };
    if let Some(items) = label(&here, before) {
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
        true => arguments(&here, &parse, hcl, id, &around, has_value),
        false => values(&here, &around, &parse, hcl, id, before),
    };
    Some((range, items))
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
    without_dynamic(blocks)
}

/// The types that can be the first label of a block whose header ends with `before`.
fn label(here: &Here<'_, '_>, before: &str) -> Option<Vec<Item>> {
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default().trim_start();
    let head = line.strip_suffix('"')?.trim_end();
    match head {
        "resource" => Some(here.types(TypeKind::Resource)),
        "data" => Some(here.types(TypeKind::Data)),
        "provider" => Some(vec![Item::new("alicloud", Kind::Value)]),
        _ => None,
    }
}

/// The arguments and blocks that can be where `id` is, as they are written.
fn arguments(
    here: &Here<'_, '_>,
    parse: &Parse,
    hcl: hcl::View<'_>,
    id: NodeId,
    around: &[Block],
    has_value: bool,
) -> Vec<Item> {
    let body = std::iter::successors(Some(id), |&id| parse.parent(id)).find(|&id| hcl.kind(id) == Node::Body);
    let items = body.into_iter().flat_map(|body| hcl.items(body));
    let attributes = items.filter(|&it| hcl.kind(it) == Node::Attribute);
    let there: Vec<String> = attributes.map(|it| hcl.name(it).to_owned()).collect();
    let found = here.arguments(around, &there).into_iter().map(|(item, shape)| {
        let label = &item.label;
        let insert = match shape {
            _ if has_value => return item,
            Shape::Block => format!("{label} {{\n  $0\n}}"),
            Shape::Text => format!("{label} = \"$0\""),
            Shape::Other => format!("{label} = "),
        };
        item.insert(insert)
    });
    found.collect()
}

/// What can be an expression, in the innermost of the blocks `around`.
fn values(
    here: &Here<'_, '_>,
    around: &[Block],
    parse: &Parse,
    hcl: hcl::View<'_>,
    id: NodeId,
    before: &str,
) -> Vec<Item> {
    let nodes = || std::iter::successors(Some(id), |&id| parse.parent(id));
    let attribute = nodes().find(|&it| hcl.kind(it) == Node::Attribute);
    let mut items = here.allowed(around, attribute.map(|it| hcl.name(it)));
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
    let of = |kinds: &[SymbolKind]| names(here.view, here.template, kinds);
    let known =
        [(SymbolKind::Variable, "var."), (SymbolKind::Local, "local."), (SymbolKind::Module, "module.")];
    for (kind, root) in known {
        items.extend(of(&[kind]).into_iter().map(|mut it| {
            it.label = format!("{root}{}", it.label);
            it.rank(1)
        }));
    }
    items.extend(here.parts(&of(&[SymbolKind::Resource]), None).into_iter().map(|it| it.rank(1)));
    let functions = grammar::terraform_functions().iter().map(|it| it.name);
    items.extend(functions.map(|it| Item::new(it, Kind::Function).insert(format!("{it}($0)")).rank(3)));
    items.extend(["true", "false", "null"].into_iter().map(|it| Item::new(it, Kind::Keyword).rank(2)));
    items
}
