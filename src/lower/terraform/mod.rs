//! Terraform modules: all files of a folder as one, with the local modules that they call.

mod alternatives;
mod block;
pub(crate) mod downloaded;
mod expression;
mod functions;
mod json;
mod module;
mod overriding;
mod reads;
mod remarks;
mod roots;
mod shape;
mod slot;
mod uses;
mod variable_type;
mod variables;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

pub(crate) use self::overriding::is_override;
pub(crate) use self::reads::file_reads;
pub(crate) use self::roots::{reach, roots};

use self::block::Body;
use self::block::JsonReader;
use self::expression::Reader;
use crate::diagnostic::{Diagnostic, RuleId, Text};
use crate::ir::{
    CallId, ModuleCall, NodeRef, Parent, Properties, Property, Relation, Resource, Template, TemplateId,
    Unit, Value, ValueKind,
};
use crate::source::{FileId, join_names};
use crate::syntax::{SourceMap, budget};
use crate::text;

pub(super) use uses::uses;

/// Where local modules are looked up.
pub trait Folders {
    /// The module in the folder `folder`, a path with `/` relative to the root module, `.` and `..` already
    /// taken: `""` for the root module, `modules/net`, `../net`. `None` where there is no such folder, or it has
    /// no Terraform files.
    fn module(&self, folder: &str) -> Option<Arc<Module>>;

    /// The folder of the remote module that the chain of calls `key` leads to, where Terraform has downloaded it:
    /// `network.subnets` for the call `subnets` in the module that the root calls `network`.
    fn downloaded(&self, _key: &str) -> Option<String> {
        None
    }
}

/// Folders whose texts are all at hand.
#[derive(Debug)]
pub struct Texts<'s> {
    sources: &'s SourceMap,
    /// By folder.
    files: HashMap<String, Vec<FileId>>,
    /// The folders of downloaded modules by the calls that lead to them.
    downloaded: HashMap<String, String>,
}

impl<'s> Texts<'s> {
    /// No texts yet; those to come are of `sources`.
    #[must_use]
    pub fn new(sources: &'s SourceMap) -> Self {
        Texts { sources, files: HashMap::new(), downloaded: HashMap::new() }
    }

    /// A root module of the one text `file`.
    #[must_use]
    pub fn alone(sources: &'s SourceMap, file: FileId) -> Self {
        let mut texts = Texts::new(sources);
        texts.add("", file);
        texts
    }

    /// Adds the text `file` to `folder`, which is written as for [`Folders::module`].
    pub fn add(&mut self, folder: &str, file: FileId) {
        self.files.entry(folder.to_owned()).or_default().push(file);
    }

    /// Sets the folders of downloaded modules, by the calls that lead to them.
    pub(crate) fn set_downloaded(&mut self, folders: HashMap<String, String>) {
        self.downloaded = folders;
    }
}

impl Folders for Texts<'_> {
    fn module(&self, folder: &str) -> Option<Arc<Module>> {
        Some(Arc::new(Module::lower(self.sources, self.files.get(folder)?)))
    }

    fn downloaded(&self, key: &str) -> Option<String> {
        self.downloaded.get(key).filter(|folder| self.files.contains_key(*folder)).cloned()
    }
}

/// One folder of Terraform, lowered for itself, so that all roots and calls share it.
#[derive(Debug)]
pub struct Module {
    template: Arc<Template>,
    /// Files that give values to the variables of a root module.
    values: Vec<FileId>,
}

impl Module {
    /// Lowers the folder whose texts are `files`.
    #[must_use]
    pub fn lower(sources: &SourceMap, files: &[FileId]) -> Self {
        let (values, mut files): (Vec<FileId>, Vec<FileId>) =
            files.iter().partition(|&&file| is_values_file(module::file_name(sources, file)));
        let names: HashSet<&str> = files.iter().map(|&file| module::file_name(sources, file)).collect();
        files.retain(|&file| !is_replaced(module::file_name(sources, file), &names));
        Module { template: Arc::new(module::lower(sources, files)), values }
    }

    /// The folders of the local modules that it calls, as seen from its own: `../net`.
    pub fn local_calls(&self) -> impl Iterator<Item = String> {
        self.template.calls.iter().filter_map(|call| local_folder("", call))
    }

    /// The template of a root module, whose variables have the values that files give them.
    fn as_root(&self, sources: &SourceMap) -> Arc<Template> {
        if self.values.is_empty() {
            return Arc::clone(&self.template);
        }
        let mut template = Template::clone(&self.template);
        variables::assign(sources, &mut template, &self.values);
        Arc::new(template)
    }
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
    let first = unit.templates.len();
    let Some(root) = folders.module("") else { return };
    let parent = parent.map(|template| Parent { template, relation: Relation::Workspace });
    let id = unit.add(root.as_root(sources), parent);
    // Several names may lead to one folder, which then is one module.
    let mut named = HashMap::from([(String::new(), id)]);
    let mut known = HashMap::from([(Arc::as_ptr(&root), (id, root))]);
    // Folders by their distance from the root, so that each is reached by the shortest way.
    let mut waiting = VecDeque::from([(String::new(), id, 0, String::new())]);
    while let Some((folder, caller, depth, key)) = waiting.pop_front() {
        let Some(template) = unit.templates.get(caller.0 as usize).map(Arc::clone) else { continue };
        for (call, place) in template.calls.iter().zip(0..) {
            let key = if key.is_empty() { call.name.clone() } else { format!("{key}.{}", call.name) };
            let local = local_folder(&folder, call);
            let is_downloaded = local.is_none() || unit.is_downloaded(caller);
            let Some(target) = local.or_else(|| folders.downloaded(&key)) else { continue };
            let id = CallId { caller, call: place };
            if let Some(&module) = named.get(&target) {
                unit.add_call(module, id);
                continue;
            }
            if depth == budget::MODULE_DEPTH {
                unit.problems.push(too_deep(call));
                break;
            }
            let Some(module) = folders.module(&target) else {
                // What is not there yet is downloaded before it is deployed.
                if !is_downloaded {
                    unit.missing.push(id);
                }
                continue;
            };
            if let Some(&(module, _)) = known.get(&Arc::as_ptr(&module)) {
                unit.add_call(module, id);
                named.insert(target, module);
                continue;
            }
            let relation = Relation::Module { calls: vec![id] };
            let parent = Parent { template: caller, relation };
            let added = unit.add(Arc::clone(&module.template), Some(parent));
            known.insert(Arc::as_ptr(&module), (added, module));
            named.insert(target.clone(), added);
            if is_downloaded {
                unit.add_downloaded(added);
            }
            waiting.push_back((target, added, depth + 1, key));
        }
    }
    alternatives::add(unit, sources, first);
}

/// Says that `call` is one too many on its way from the root.
fn too_deep(call: &ModuleCall) -> Diagnostic {
    let depth = budget::MODULE_DEPTH;
    let message = text!(
        en: "modules call each other more than {depth} levels deep",
        zh: "模块调用超过 {depth} 层",
        depth
    );
    RuleId::BudgetExceeded
        .finding(call.source_span, message)
        .label(text!(
            en: "this module and those that it calls are not looked at",
            zh: "不检查该模块及其调用的模块"
        ))
        .help(text!(en: "call it from a module nearer to the root", zh: "请从更靠近根模块的模块中调用它"))
}

/// What is said of each local module that `unit` calls and that is not there.
pub(crate) fn missing_modules(sources: &SourceMap, unit: &Unit) -> impl Iterator<Item = Text> {
    unit.missing.iter().filter_map(|&call| unit.call(call)).map(|call| {
        text!(
            en: "`{file}` calls the module `{source}`, which has no Terraform files",
            zh: "`{file}` 调用的模块 `{source}` 中没有 Terraform 文件",
            file = sources.name(sources.host(call.span.file)), source = call.source,
        )
    })
}

/// The folder that `call` names, seen from `folder`; `None` for registry and remote sources.
fn local_folder(folder: &str, call: &ModuleCall) -> Option<String> {
    call.is_local().then(|| join_names(folder, &call.source))
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

/// Whether OpenTofu reads another of the files called `names` in the place of the one called `name`: `x.tofu` in that of
/// `x.tf`. <https://opentofu.org/docs/language/files/>
fn is_replaced(name: &str, names: &HashSet<&str>) -> bool {
    let stem = |end| name.strip_suffix(end);
    let other = match (stem(".tf"), stem(".tf.json")) {
        (Some(stem), _) => format!("{stem}.tofu"),
        (_, Some(stem)) => format!("{stem}.tofu.json"),
        _ => return false,
    };
    names.contains(other.as_str())
}

/// Whether Terraform takes values of root variables from the file called `name` by itself.
#[must_use]
pub fn is_values_file(name: &str) -> bool {
    matches!(name, "terraform.tfvars" | "terraform.tfvars.json")
        || name.ends_with(".auto.tfvars")
        || name.ends_with(".auto.tfvars.json")
}
