//! Templates that are compiled together, and how they hang together.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::{Entry, ImageSlot, Placeholder, References, Template, TemplateId};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// All that is compiled together: a ROS template with the templates carried in it, or a Terraform root
/// module with the local modules that it calls. The root comes first.
#[derive(Debug, Default)]
pub struct Unit {
    /// The templates, the root first, each after its parent. Units share the modules that they call.
    pub templates: Vec<Arc<Template>>,
    /// What is wrong with the way in which the templates hang together.
    pub problems: Vec<Diagnostic>,
    /// Calls of local modules whose folders are not there, or have no Terraform files.
    pub missing: Vec<CallId>,
    /// How each template hangs in another: `None` for the root.
    parents: Vec<Option<Parent>>,
    /// Modules that Terraform downloaded: nobody edits or copies them.
    downloaded: HashSet<TemplateId>,
    /// The modules behind the calls.
    called: HashMap<CallId, TemplateId>,
    /// Names with both ends; found when somebody asks.
    pub(crate) references: OnceLock<References>,
}

impl Unit {
    /// Adds a template below `parent`.
    pub fn add(&mut self, template: impl Into<Arc<Template>>, parent: Option<Parent>) -> TemplateId {
        let id = TemplateId(self.templates.len() as u32);
        self.templates.push(template.into());
        if let Some(Parent { relation: Relation::Module { calls }, .. }) = &parent {
            self.called.extend(calls.iter().map(|&call| (call, id)));
        }
        self.parents.push(parent);
        id
    }

    /// Says that `call` calls the module `template`, which another call brought in.
    pub fn add_call(&mut self, template: TemplateId, call: CallId) {
        if let Some(Some(parent)) = self.parents.get_mut(template.0 as usize)
            && let Relation::Module { calls } = &mut parent.relation
        {
            calls.push(call);
        }
        self.called.insert(call, template);
    }

    /// Says that Terraform downloaded the module `id`.
    pub(crate) fn add_downloaded(&mut self, id: TemplateId) {
        self.downloaded.insert(id);
    }

    /// Whether Terraform downloaded the module `id`: its texts are nobody's to edit, and are not copied.
    #[must_use]
    pub fn is_downloaded(&self, id: TemplateId) -> bool {
        self.downloaded.contains(&id)
    }

    /// The template `id`.
    #[must_use]
    pub fn template(&self, id: TemplateId) -> Option<&Template> {
        self.templates.get(id.0 as usize).map(AsRef::as_ref)
    }

    /// The template `id`, to be completed by lowering; a copy of its own where other units share it.
    pub fn template_mut(&mut self, id: TemplateId) -> Option<&mut Template> {
        self.templates.get_mut(id.0 as usize).map(Arc::make_mut)
    }

    /// Where the template `id` hangs; `None` for the root.
    #[must_use]
    pub fn parent(&self, id: TemplateId) -> Option<&Parent> {
        self.parents.get(id.0 as usize)?.as_ref()
    }

    /// The calls of the module `id`; none for what is no called module.
    #[must_use]
    pub fn calls_of(&self, id: TemplateId) -> &[CallId] {
        match self.parent(id).map(|parent| &parent.relation) {
            Some(Relation::Module { calls }) => calls,
            _ => &[],
        }
    }

    /// The call `id`.
    #[must_use]
    pub fn call(&self, id: CallId) -> Option<&ModuleCall> {
        self.template(id.caller)?.calls.get(id.call as usize)
    }

    /// The module that `call` calls, where it is here.
    #[must_use]
    pub fn called(&self, call: CallId) -> Option<TemplateId> {
        self.called.get(&call).copied()
    }

    /// The templates with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (TemplateId, &Template)> {
        self.templates.iter().enumerate().map(|(index, template)| (TemplateId(index as u32), &**template))
    }

    /// Whether the template of the nested stack `resource` of template `id` is part of the unit.
    #[must_use]
    pub fn has_stack(&self, id: TemplateId, resource: &str) -> bool {
        self.parents.iter().flatten().any(|parent| {
            let named =
                matches!(&parent.relation, Relation::NestedStack { resource: name, .. } if name == resource);
            named && parent.template == id
        })
    }

    /// Every placeholder of a deployment package.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.templates.iter().flat_map(|template| &template.placeholders)
    }

    /// Every image slot with its template.
    pub fn slots(&self) -> impl Iterator<Item = (TemplateId, &Template, &ImageSlot)> {
        self.iter().flat_map(|(id, template)| template.slots.iter().map(move |slot| (id, template, slot)))
    }
}

/// How a template hangs in its parent.
#[derive(Clone, Debug)]
pub struct Parent {
    /// The template that carries it, or is the first that calls it.
    pub template: TemplateId,
    /// What it is to its parent.
    pub relation: Relation,
}

/// What a template is to its parent.
#[derive(Clone, Debug)]
pub enum Relation {
    /// `TemplateBody` of the `ALIYUN::ROS::Stack` or `ALIYUN::ROS::StackGroup` of that name.
    NestedStack {
        /// The resource's name.
        resource: String,
        /// The `Parameters` that the parent gives, as far as they are written out.
        arguments: Vec<Entry>,
    },
    /// The Terraform files of `Workspace`.
    Workspace,
    /// A Terraform module that is here.
    Module {
        /// Every call of the module in the unit.
        calls: Vec<CallId>,
    },
}

/// A call of a Terraform module in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId {
    /// The template that the call stands in.
    pub caller: TemplateId,
    /// Its place among the calls of that template.
    pub call: u32,
}

/// One `module` block.
#[derive(Clone, Debug)]
pub struct ModuleCall {
    /// The call's name.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole block.
    pub span: Span,
    /// Where the module comes from, as written.
    pub source: String,
    /// Where that stands.
    pub source_span: Span,
    /// The arguments, `source` and other meta-arguments included.
    pub arguments: Vec<Entry>,
}

impl ModuleCall {
    /// Whether the source is a path.
    /// <https://developer.hashicorp.com/terraform/language/modules/sources#local-paths>
    #[must_use]
    pub fn is_local(&self) -> bool {
        let source = self.source.as_str();
        source.starts_with("./") || source.starts_with("../") || source == "." || source == ".."
    }

    /// The argument called `name`; the last one where it stands twice.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&Entry> {
        self.arguments.iter().rev().find(|entry| entry.key == name)
    }
}
