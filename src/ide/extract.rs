//! A literal taken out of a resource: into a parameter of ROS, into a variable or local of Terraform.

use super::View;
use super::action::{Action, Kind};
use super::names::slot_at;
use crate::diagnostic::Edit;
use crate::grammar;
use crate::ir::{Dialect, Resource, SymbolKind, Template};
use crate::manifest::edit::insertion;
use crate::source::{Format, TextRange};
use crate::syntax::hcl::{self, Kind as Node};
use crate::syntax::yaml::{self, Scalar};
use crate::syntax::{Item, Language, NodeId, Parse, Plain, map_edit};
use crate::text;

/// Arguments whose values Terraform must know before anything else.
const FIXED: [&str; 6] = ["source", "version", "providers", "provider", "depends_on", "lifecycle"];

/// What can be extracted at byte `at` of the file. An image ID is not: a build replaces literals only.
pub(super) fn extract<'v>(view: &View<'v>, at: u32) -> Vec<Action<'v>> {
    let (file, inner) = view.innermost(at);
    if slot_at(view, at).is_some() {
        return Vec::new();
    }
    let Some(parse) = view.sources().parse(file) else { return Vec::new() };
    let Some(unit) = view.unit else { return Vec::new() };
    let mut templates = unit.iter().map(|(_, template)| template);
    let Some(template) = templates.find(|it| it.files.contains(&file)) else { return Vec::new() };
    let here = Here { view, template, parse, at: inner };
    match (template.dialect, parse.hcl()) {
        (Dialect::Ros, None) => here.parameter(file).into_iter().collect(),
        (Dialect::Terraform, Some(hcl)) if here.is_file(file) => here.variable_or_local(file, hcl),
        _ => Vec::new(),
    }
}

struct Here<'h, 'v> {
    view: &'h View<'v>,
    template: &'h Template,
    parse: &'h Parse,
    at: u32,
}

impl<'v> Here<'_, 'v> {
    fn is_file(&self, file: crate::source::FileId) -> bool {
        self.view.sources().get(file).is_some_and(|it| it.format == Format::Hcl)
    }

    fn action(
        &self,
        file: crate::source::FileId,
        splices: Vec<(TextRange, String)>,
        title: crate::diagnostic::Text,
    ) -> Option<Action<'v>> {
        let edit = |(range, text): (TextRange, String)| {
            let (span, text) = map_edit(self.view.sources(), range.in_file(file), text)?;
            Some(Edit { span, text })
        };
        let mut edits: Vec<Edit> = splices.into_iter().map(edit).collect::<Option<_>>()?;
        edits.sort_by_key(|edit| edit.span);
        // What goes to one place goes there in one piece.
        edits.dedup_by(|next, edit| {
            let is_same = next.span == edit.span;
            if is_same {
                edit.text.push_str(&next.text);
            }
            is_same
        });
        Some(Action { title, kind: Kind::Extract, edits, findings: Vec::new(), is_safe: false })
    }

    /// `name`, or that with a number, so that nothing else is called so.
    fn free_name(&self, name: &str, kinds: &[SymbolKind]) -> String {
        let is_taken = |name: &str| self.template.symbols.find(name, kinds).is_some();
        let mut numbered = (2..).map(|number| format!("{name}{number}"));
        match is_taken(name) {
            true => numbered.find(|name| !is_taken(name)).unwrap_or_default(),
            false => name.to_owned(),
        }
    }

    fn parameter(&self, file: crate::source::FileId) -> Option<Action<'v>> {
        let yaml = self.parse.yaml()?;
        let id = self.parse.node_at(self.at);
        let holds =
            |it: &&Resource| it.body.file == file && it.span.start <= self.at && self.at <= it.span.end;
        let resource = self.template.resources.iter().find(holds)?;
        let key = property_around(yaml, self.parse, id, resource)?;
        let (kind, default) = literal(yaml, id)?;
        let kinds = [SymbolKind::Parameter, SymbolKind::Resource, SymbolKind::Local];
        let name = self.free_name(&key, &kinds);
        let reference = match self.parse.language {
            Language::Json => format!("{{\"Ref\": \"{name}\"}}"),
            _ => format!("!Ref {name}"),
        };
        let section = self.template.sections.first().filter(|it| it.body.file == file)?.body;
        let root = self.parse.parent(section.id)?;
        let parameter = Item::map([("Type", Item::string(kind)), ("Default", default)]);
        let mut splices = insertion(yaml, root, &["Parameters", &name], &parameter)?;
        splices.push((yaml.range(id), reference));
        let title = text!(en: "extract to parameter `{name}`", zh: "提取为参数 `{name}`", name);
        self.action(file, splices, title)
    }

    fn variable_or_local(&self, file: crate::source::FileId, hcl: hcl::View<'_>) -> Vec<Action<'v>> {
        let Some((id, name)) = self.hcl_literal(hcl) else { return Vec::new() };
        let kind = match hcl.kind(id) {
            Node::Number => "number",
            Node::True | Node::False => "bool",
            _ => "string",
        };
        let (text, literal) = (&*self.parse.text, hcl.source(id));
        let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let end = text.trim_end_matches(['\n', '\r', ' ']).len() as u32;
        let tail = TextRange::empty(end);
        let variable = self.free_name(&name, &[SymbolKind::Variable]);
        let local = self.free_name(&name, &[SymbolKind::Local]);
        let blocks = [
            (
                format!("var.{variable}"),
                format!("variable \"{variable}\" {{\n  type    = {kind}\n  default = {literal}\n}}"),
                text!(en: "extract to variable `{name}`", zh: "提取为变量 `{name}`", name = variable),
            ),
            (
                format!("local.{local}"),
                format!("locals {{\n  {local} = {literal}\n}}"),
                text!(en: "extract to local `{name}`", zh: "提取为局部变量 `{name}`", name = local),
            ),
        ];
        let actions = blocks.into_iter().filter_map(|(reference, block, title)| {
            let block = format!("\n\n{block}").replace('\n', line_break);
            self.action(file, vec![(hcl.range(id), reference), (tail, block)], title)
        });
        actions.collect()
    }

    /// The literal at the place, and what the argument is called that has it.
    fn hcl_literal(&self, hcl: hcl::View<'_>) -> Option<(NodeId, String)> {
        let chain = || std::iter::successors(Some(self.parse.node_at(self.at)), |&id| self.parse.parent(id));
        let id = chain().find(|&id| {
            matches!(hcl.kind(id), Node::Number | Node::True | Node::False)
                || hcl.kind(id) == Node::Template && hcl.children(id).next().is_none()
        })?;
        let parent = self.parse.parent(id)?;
        if matches!(hcl.kind(parent), Node::Block | Node::Index | Node::Traversal) || hcl.source(id) == "\"\""
        {
            return None;
        }
        let named = chain().find(|&id| hcl.kind(id) == Node::Attribute)?;
        let blocks: Vec<NodeId> = chain().filter(|&id| hcl.kind(id) == Node::Block).collect();
        let outermost = hcl.name(*blocks.last()?);
        let names = blocks.iter().map(|&id| hcl.name(id)).chain([hcl.name(named)]);
        let is_free = matches!(outermost, "resource" | "data" | "module" | "provider");
        let is_key = hcl.kind(parent) == Node::Object && hcl.entries(parent).any(|(key, _)| key == id);
        let fits = is_free && !is_key && !names.into_iter().any(|it| FIXED.contains(&it));
        fits.then(|| (id, hcl.name(named).to_owned()))
    }
}

/// The property of `resource` whose value, or a part of it, `id` is; `None` inside of functions.
fn property_around(yaml: yaml::View<'_>, parse: &Parse, id: NodeId, resource: &Resource) -> Option<String> {
    let mut path: Vec<String> = Vec::new();
    let mut inner = id;
    while inner != resource.body.id {
        if yaml.tag(inner).is_some() || yaml.anchor(inner).is_some() {
            return None;
        }
        let parent = parse.parent(inner)?;
        if let Some((key, _)) = yaml.entries(parent).find(|(key, value)| *key == inner || *value == inner) {
            if key == inner {
                return None;
            }
            path.push(yaml.text(key).into_owned());
        }
        inner = parent;
    }
    let is_function = |key: &String| grammar::function_by_name(key).is_some();
    let is_property = path.len() > 1 && path.last().is_some_and(|it| it == "Properties");
    let name: String = path.first()?.chars().filter(char::is_ascii_alphanumeric).collect();
    (is_property && !path.iter().any(is_function) && !name.is_empty()).then_some(name)
}

/// The type of the parameter that has the value of the scalar `id`, and that value.
fn literal(yaml: yaml::View<'_>, id: NodeId) -> Option<(&'static str, Item)> {
    if !yaml.is_scalar(id) || yaml.kind(id) == yaml::Kind::Alias {
        return None;
    }
    let text = yaml.text(id).into_owned();
    match yaml.scalar(id) {
        Scalar::Str(_) if !text.is_empty() && !text.contains(char::is_control) && !text.contains("{{") => {
            Some(("String", Item::string(text)))
        }
        Scalar::Bool(value) => Some(("Boolean", Item::bool(value))),
        Scalar::Int(_) => Some(("Number", Item { range: TextRange::empty(0), value: Plain::Other(text) })),
        _ => None,
    }
}
