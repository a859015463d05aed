//! What can stand in Terraform that is written as JSON: <https://developer.hashicorp.com/terraform/language/syntax/json>.

use super::place::{Place, place};
use super::terraform::{BLOCKS, Block, Here, without_dynamic};
use super::{Item, Kind, names, template_of};
use crate::ide::View;
use crate::ir::SymbolKind;
use crate::schema::TypeKind;
use crate::source::{FileId, TextRange};

/// What can stand at byte `at` of text `file`.
pub(super) fn complete(view: &View<'_>, file: FileId, at: u32) -> Option<(TextRange, Vec<Item>)> {
    let text = view.sources().text(file);
    let place = place(text, at)?;
    let (template, _) = template_of(view, file)?;
    let here = Here { view, template };
    let mut items = match place.is_key {
        true => keys(&here, &place),
        false => values(&here, &place),
    };
    for item in &mut items {
        item.insert = match (place.quote, place.is_key && !place.has_value) {
            (Some(_), _) => None,
            (None, true) => Some(format!("\"{}\": ", item.label)),
            (None, false) if is_bare(&item.label) => None,
            (None, false) => Some(format!("\"{}\"", item.label)),
        };
    }
    Some((place.word, items))
}

fn is_bare(label: &str) -> bool {
    label == "true" || label == "false" || label.parse::<f64>().is_ok()
}

/// The names that a key can be.
fn keys(here: &Here<'_, '_>, place: &Place) -> Vec<Item> {
    let keys = place.keys();
    match keys.as_slice() {
        [] => BLOCKS.iter().map(|(name, _)| Item::new(*name, Kind::Keyword)).collect(),
        ["resource"] => here.types(TypeKind::Resource),
        ["data"] => here.types(TypeKind::Data),
        ["provider"] => vec![Item::new("alicloud", Kind::Value)],
        _ => {
            let around = blocks(&keys);
            here.arguments(&around, &place.siblings).into_iter().map(|(item, _)| item).collect()
        }
    }
}

/// What a string can be.
fn values(here: &Here<'_, '_>, place: &Place) -> Vec<Item> {
    let keys = place.keys();
    let Some((name, above)) = keys.split_last() else { return Vec::new() };
    match *name {
        "depends_on" => {
            let kinds = [SymbolKind::Resource, SymbolKind::DataSource];
            let all = names(here.view, here.template, &kinds);
            all.into_iter().filter(|it| !place.items.contains(&it.label)).collect()
        }
        name => here.allowed(&blocks(above), Some(name)),
    }
}

/// The blocks that the keys `keys` lead through: in JSON a label is a key like any other.
fn blocks(keys: &[&str]) -> Vec<Block> {
    let Some((kind, rest)) = keys.split_first() else { return Vec::new() };
    let labels = match *kind {
        "resource" | "data" => 2,
        "variable" | "output" | "module" | "provider" => 1,
        _ => 0,
    };
    let Some((labels, rest)) = rest.split_at_checked(labels) else { return Vec::new() };
    let block = |kind: &str, labels: &[&str]| Block {
        kind: kind.to_owned(),
        labels: labels.iter().map(|&it| it.to_owned()).collect(),
    };
    let mut found = vec![block(kind, labels)];
    let mut rest = rest.iter();
    while let Some(&name) = rest.next() {
        let labels: Vec<&str> =
            if name == "dynamic" { rest.next().copied().into_iter().collect() } else { Vec::new() };
        found.push(block(name, &labels));
    }
    without_dynamic(found)
}
