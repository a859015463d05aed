//! What a template means, whatever language it is written in.
//!
//! Every node carries the span that it was read from. Nothing here knows YAML, JSON or HCL.

mod lazy;
mod placeholder;
mod references;
mod resource;
mod slot;
mod symbol;
mod through;
mod value;

use crate::diagnostic::Diagnostic;
use std::sync::OnceLock;

use crate::source::{FileId, Span};

pub use lazy::{Lazy, NodeRef, Place, Properties, Property};
pub use placeholder::{Holder, Placeholder, PlaceholderFamily, PlaceholderName, Reading};
pub use references::{Definition, DefinitionId, Named, References, Target, Use, UseKind};
pub use resource::{Provider, Resource};
pub use slot::{AliasReader, ImageSlot, LiteralText, Site, SlotId, SlotShape, Stray, StrayKind, Support};
pub use symbol::{Symbol, SymbolKind, Symbols};
pub use through::{CHOOSING, Keys, Lookup, MapEntry, Through};
pub use value::{Entry, FunctionCall, Literal, Part, Reference, ReferenceKind, Step, Value, ValueKind};

/// The language that a template is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// A template of Resource Orchestration Service, in YAML or JSON.
    Ros,
    /// A Terraform module, in HCL or JSON.
    Terraform,
}

impl Dialect {
    /// The dialect's name in machine-readable output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::Ros => "ros",
            Dialect::Terraform => "terraform",
        }
    }
}

/// A template of a [`Unit`], by its place in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateId(pub u32);

/// All that is compiled together: a ROS template with the templates carried in it, or a Terraform root
/// module with the local modules that it calls. The root comes first.
#[derive(Debug, Default)]
pub struct Unit {
    /// The templates, the root first, each after its parent.
    pub templates: Vec<Template>,
    /// Names with both ends; found when somebody asks.
    pub(crate) references: OnceLock<References>,
}

impl Unit {
    /// The template `id`.
    #[must_use]
    pub fn template(&self, id: TemplateId) -> Option<&Template> {
        self.templates.get(id.0 as usize)
    }

    /// The templates with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (TemplateId, &Template)> {
        self.templates.iter().enumerate().map(|(index, template)| (TemplateId(index as u32), template))
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

/// One ROS template, or all files of one folder of Terraform.
#[derive(Debug)]
pub struct Template {
    /// The language that the template is written in.
    pub dialect: Dialect,
    /// Its texts: one for ROS, every `.tf` and `.tf.json` of the folder for Terraform.
    pub files: Vec<FileId>,
    /// Where it hangs: `None` for the root.
    pub parent: Option<Parent>,
    /// Its sections (ROS) or its blocks without a name of their own, such as `terraform` and `moved`.
    pub sections: Vec<Section>,
    /// What its values can refer to.
    pub symbols: Symbols,
    /// Its resources of every type, and Terraform's data sources, in the order of the text.
    pub resources: Vec<Resource>,
    /// Its image slots in source order.
    pub slots: Vec<ImageSlot>,
    /// What the functions at slots can yield, each as a slot of its own that says through what it is reached.
    /// Only those count whose functions the manifest looks through; see [`Template::slots_through`].
    pub choices: Vec<ImageSlot>,
    /// Every `Fn::FindInMap` of the template, where a choice is in `Mappings`.
    pub lookups: Vec<Lookup>,
    /// Image keys where there is no slot.
    pub strays: Vec<Stray>,
    /// The placeholders of deployment packages in its texts, by place in each text.
    pub placeholders: Vec<Placeholder>,
    /// Terraform provider configurations.
    pub providers: Vec<Provider>,
    /// What could not be read, or not as its author may think.
    pub problems: Vec<Diagnostic>,
    /// Comments that speak to nestc: those that hold `nestc:`, in source order.
    pub remarks: Vec<Span>,
}

impl Template {
    /// An empty template.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Template {
            dialect,
            files: Vec::new(),
            parent: None,
            sections: Vec::new(),
            symbols: Symbols::default(),
            resources: Vec::new(),
            slots: Vec::new(),
            choices: Vec::new(),
            lookups: Vec::new(),
            strays: Vec::new(),
            placeholders: Vec::new(),
            providers: Vec::new(),
            problems: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// The slots, and after them what the functions at them can return as far as `looks_through` says so of
    /// every function on the way; each with its place among all slots and choices.
    pub fn slots_through(
        &self,
        looks_through: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = (usize, &ImageSlot)> {
        let counts = move |slot: &ImageSlot| match &slot.through {
            Some(through) => through.calls.iter().all(|(function, _)| looks_through(function)),
            None => true,
        };
        self.slots.iter().chain(&self.choices).enumerate().filter(move |(_, slot)| counts(slot))
    }

    /// The resource that `slot` belongs to.
    #[must_use]
    pub fn resource_of(&self, slot: &ImageSlot) -> Option<&Resource> {
        self.resources.get(slot.resource)
    }
}

/// A section of a ROS template, or a block of Terraform that has no name of its own.
#[derive(Clone, Debug)]
pub struct Section {
    /// `Parameters`, `Metadata`, `terraform`, …
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// What stands in it.
    pub body: NodeRef,
}

/// How a template hangs in its parent.
#[derive(Clone, Debug)]
pub struct Parent {
    /// The template that carries or calls it.
    pub template: TemplateId,
    /// What it is to its parent.
    pub relation: Relation,
}

/// What a template is to its parent.
#[derive(Clone, Debug)]
pub enum Relation {
    /// `TemplateBody` of the `ALIYUN::ROS::Stack` resource of that name.
    NestedStack {
        /// The resource's name.
        resource: String,
        /// The `Parameters` that the parent passes, as far as they are written out.
        arguments: Vec<Entry>,
    },
    /// The Terraform files of `Workspace`.
    Workspace,
    /// A local Terraform module; the parent is the first that calls it.
    Module {
        /// Every call of the module in the unit.
        calls: Vec<ModuleCall>,
    },
}

/// One `module` block that calls a local module.
#[derive(Clone, Debug)]
pub struct ModuleCall {
    /// The template that the call is in.
    pub caller: TemplateId,
    /// The call's name.
    pub name: String,
    /// The whole block.
    pub span: Span,
    /// The arguments, `source` and other meta-arguments included.
    pub arguments: Vec<Entry>,
}
