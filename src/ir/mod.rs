//! What a template means, whatever language it is written in.
//!
//! Every node carries the span that it was read from. Nothing here knows YAML, JSON or HCL.

mod lazy;
mod placeholder;
mod references;
mod remark;
mod resource;
mod slot;
mod symbol;
mod template_id;
mod through;
mod unit;
mod value;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

pub(crate) use lazy::{Lazy, NodeRef, Place, Properties, Property};
pub(crate) use placeholder::{Holder, Placeholder, PlaceholderFamily, PlaceholderName, Reading};
pub(crate) use references::{Definition, DefinitionId, Scope, Use, UseKind};
pub use references::{Named, References, Target};
pub use remark::Remark;
pub(crate) use remark::{About, RemarkForm};
pub(crate) use resource::{Provider, ProviderRef, Resource};
pub use slot::{ImageSlot, Site, SlotId};
pub(crate) use slot::{LiteralText, SlotShape, Stray, StrayKind, Support};
pub(crate) use symbol::{Symbol, SymbolKind, Symbols};
pub(crate) use template_id::TemplateId;
pub(crate) use through::{AliasReader, CHOOSING, HANDED, Keys, Lookup, MapEntry, Through};
pub use unit::Unit;
pub(crate) use unit::{CallId, ModuleCall, Parent, Relation};
pub use value::ValueKind;
pub(crate) use value::{Entry, FunctionCall, Literal, Part, Reference, ReferenceKind, Step, Value};

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

/// One ROS template, or all files of one folder of Terraform.
#[derive(Clone, Debug)]
pub struct Template {
    /// The language that the template is written in.
    pub dialect: Dialect,
    /// Its texts: one for ROS, every `.tf` and `.tf.json` of the folder for Terraform.
    pub files: Vec<FileId>,
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
    /// Everything that reads mappings of the template, where a choice is in one of them.
    pub lookups: Vec<Lookup>,
    /// Image keys where there is no slot.
    pub strays: Vec<Stray>,
    /// The placeholders of deployment packages in its texts, by place in each text.
    pub placeholders: Vec<Placeholder>,
    /// Terraform provider configurations.
    pub providers: Vec<Provider>,
    /// The sources of its Terraform providers by the names that it gives them: `required_providers`.
    pub provider_sources: Vec<(String, String)>,
    /// The provider configurations that calls must give it: `configuration_aliases`.
    pub provider_aliases: Vec<ProviderRef>,
    /// Its calls of Terraform modules, whether these are here or not.
    pub calls: Vec<ModuleCall>,
    /// What could not be read, or not as its author may think.
    pub problems: Vec<Diagnostic>,
    /// What in it speaks to nestc: comments that hold `nestc:`, and what stands for them, text by text.
    pub remarks: Vec<Remark>,
}

impl Template {
    /// An empty template.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Template {
            dialect,
            files: Vec::new(),
            sections: Vec::new(),
            symbols: Symbols::default(),
            resources: Vec::new(),
            slots: Vec::new(),
            choices: Vec::new(),
            lookups: Vec::new(),
            strays: Vec::new(),
            placeholders: Vec::new(),
            providers: Vec::new(),
            provider_sources: Vec::new(),
            provider_aliases: Vec::new(),
            calls: Vec::new(),
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
            Some(through) => {
                through.calls.iter().all(|&(function, _)| function == HANDED || looks_through(function))
            }
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
