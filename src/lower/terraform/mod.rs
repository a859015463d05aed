//! Terraform modules: all files of a folder as one, with the local modules that they call.

mod block;
mod expression;
mod json;
mod module;
mod overriding;
mod slot;
mod uses;
mod variables;

use std::collections::HashMap;

use self::block::Body;
use self::expression::Reader;
use self::json::JsonReader;
use crate::ir::{
    NodeRef, Parent, Properties, Property, Relation, Resource, TemplateId, Unit, Value, ValueKind,
};
use crate::source::{FileId, join_names};
use crate::syntax::SourceMap;

pub(super) use uses::uses;

/// Where local modules are looked up.
pub trait Folders {
    /// The texts of the folder `folder`, a path with `/` relative to the root module, `.` and `..` already
    /// taken: `""` for the root module, `modules/net`, `../net`. Empty where there is no such folder.
    fn files(&self, folder: &str) -> Vec<FileId>;
}

/// Compiles the root module that `folders` returns for `""`, and all local modules that it calls.
#[must_use]
pub fn compile(sources: &SourceMap, folders: &dyn Folders) -> Unit {
    let mut unit = Unit::default();
    add_modules(&mut unit, sources, folders, None);
    unit
}

/// Adds the root module of `folders` and its local modules to `unit`, below `parent`.
pub(crate) fn add_modules(
    unit: &mut Unit,
    sources: &SourceMap,
    folders: &dyn Folders,
    parent: Option<TemplateId>,
) {
    let root = parent.map(|template| Parent { template, relation: Relation::Workspace });
    // Folders that are lowered or wait for it; where a module waits, its callers are gathered.
    let mut waiting = vec![String::new()];
    let mut known = HashMap::from([(String::new(), Known::Waiting(root))]);
    while let Some(folder) = waiting.pop() {
        let id = TemplateId(unit.templates.len() as u32);
        let (mut template, calls) = module::lower(sources, &folders.files(&folder), id, folder.is_empty());
        if let Some(Known::Waiting(parent)) = known.insert(folder.clone(), Known::Lowered(id)) {
            template.parent = parent;
        }
        unit.templates.push(template);
        for (source, call) in calls {
            let Some(target) = local_folder(&folder, &source) else { continue };
            let parent = match known.get_mut(&target) {
                Some(Known::Lowered(id)) => {
                    unit.templates.get_mut(id.0 as usize).and_then(|template| template.parent.as_mut())
                }
                Some(Known::Waiting(parent)) => parent.as_mut(),
                None if folders.files(&target).is_empty() => None,
                None => {
                    let relation = Relation::Module { calls: vec![call] };
                    known.insert(target.clone(), Known::Waiting(Some(Parent { template: id, relation })));
                    waiting.push(target);
                    continue;
                }
            };
            if let Some(Relation::Module { calls }) = parent.map(|parent| &mut parent.relation) {
                calls.push(call);
            }
        }
    }
}

/// What is known of a folder that somebody calls.
enum Known {
    /// It is to be lowered, as the module of that parent.
    Waiting(Option<Parent>),
    Lowered(TemplateId),
}

/// The folder that the local module source `source` names, seen from `folder`; `None` for registry and
/// remote sources. <https://developer.hashicorp.com/terraform/language/modules/sources#local-paths>
fn local_folder(folder: &str, source: &str) -> Option<String> {
    if !(source.starts_with("./") || source.starts_with("../") || source == "." || source == "..") {
        return None;
    }
    Some(join_names(folder, source))
}

/// What stands at `node`: a value, or the attribute or block that holds it.
pub(super) fn value(sources: &SourceMap, node: NodeRef) -> Option<Value> {
    Some(match body_of(sources, node)? {
        Body::Hcl(reader, id) => reader.lowered(id),
        Body::Json(reader, id) => reader.lowered(id),
    })
}

/// The argument `name` of the body at `node`.
pub(super) fn field(sources: &SourceMap, node: NodeRef, name: &str) -> Option<Value> {
    Some(body_of(sources, node)?.argument(name)?.value)
}

/// The blocks at `nodes`, of one type, as a list.
pub(super) fn blocks(sources: &SourceMap, nodes: &[NodeRef]) -> Option<Value> {
    let block = |node: &NodeRef| match body_of(sources, *node)? {
        Body::Hcl(reader, id) => Some(reader.nested(id, 0)),
        Body::Json(reader, id) => Some(reader.lowered(id)),
    };
    let blocks: Vec<Value> = nodes.iter().filter_map(block).collect();
    let span = blocks.first()?.span;
    Some(Value { span, kind: ValueKind::List(blocks) })
}

/// The arguments and blocks of `resource`, those of override files in the place of others.
pub(super) fn properties(sources: &SourceMap, resource: &Resource) -> Properties {
    let of = |node: NodeRef| body_of(sources, node).map(|body| body.properties()).unwrap_or_default();
    let mut properties: Vec<Property> = of(resource.body);
    for &node in &resource.overrides {
        overriding::replace(&mut properties, of(node), |property| &property.key);
    }
    Properties::Written(properties)
}

fn body_of(sources: &SourceMap, node: NodeRef) -> Option<Body<'_>> {
    let parse = sources.parse(node.file)?;
    Some(match parse.hcl() {
        Some(view) => Body::Hcl(Reader { view, file: node.file }, node.id),
        None => Body::Json(JsonReader::new(sources, parse.yaml()?, node.file), node.id),
    })
}

/// Whether Terraform reads the file called `name` as part of its folder's module.
#[must_use]
pub fn is_module_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|ending| name.ends_with(ending))
}

/// Whether Terraform takes values of root variables from the file called `name` by itself.
#[must_use]
pub fn is_values_file(name: &str) -> bool {
    matches!(name, "terraform.tfvars" | "terraform.tfvars.json")
        || name.ends_with(".auto.tfvars")
        || name.ends_with(".auto.tfvars.json")
}
