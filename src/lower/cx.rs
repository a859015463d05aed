//! What can be asked of a unit: values are lowered when somebody asks for them.

use super::{ros, terraform};
use crate::ir::{Lazy, NodeRef, Place, Properties, Resource, Unit, Value};
use crate::source::Format;
use crate::syntax::SourceMap;

/// A unit with the texts that it was compiled from.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'a> {
    /// The texts.
    pub sources: &'a SourceMap,
    /// The unit.
    pub unit: &'a Unit,
}

impl<'a> Cx<'a> {
    /// A unit with its texts.
    #[must_use]
    pub const fn new(sources: &'a SourceMap, unit: &'a Unit) -> Self {
        Cx { sources, unit }
    }

    /// The value that is at the place of `lazy`; `None` where nothing is there.
    #[must_use]
    pub fn value(self, lazy: &'a Lazy) -> Option<&'a Value> {
        value(self.sources, lazy)
    }

    /// What `resource` says of its properties.
    #[must_use]
    pub fn properties(self, resource: &'a Resource) -> &'a Properties {
        properties(self.sources, resource)
    }

    /// The property `name` of `resource`, where it is written out; the last one where it occurs twice.
    #[must_use]
    pub fn property(self, resource: &'a Resource, name: &str) -> Option<&'a Value> {
        self.value(&self.properties(resource).find(name)?.value)
    }

    /// The field `name` of what is at `node`: of a parameter, an output, a variable, a section, …
    #[must_use]
    pub fn field(self, node: NodeRef, name: &str) -> Option<Value> {
        field(self.sources, node, name)
    }
}

/// As [`Cx::value`].
pub(super) fn value<'a>(sources: &SourceMap, lazy: &'a Lazy) -> Option<&'a Value> {
    lazy.get(|place| match place {
        Place::Node(node) => at(sources, *node),
        Place::Field(node, name) => field(sources, *node, name),
        Place::Blocks(nodes) => terraform::blocks(sources, nodes),
    })
}

/// As [`Cx::properties`].
pub(super) fn properties<'a>(sources: &SourceMap, resource: &'a Resource) -> &'a Properties {
    resource.properties.get_or_init(|| match is_terraform(sources, resource.body) {
        true => terraform::properties(sources, resource),
        false => ros::properties(sources, resource.body).unwrap_or(Properties::Missing),
    })
}

fn field(sources: &SourceMap, node: NodeRef, name: &str) -> Option<Value> {
    match is_terraform(sources, node) {
        true => terraform::field(sources, node, name),
        false => ros::field(sources, node, name),
    }
}

/// The value that is at `node`.
fn at(sources: &SourceMap, node: NodeRef) -> Option<Value> {
    match is_terraform(sources, node) {
        true => terraform::value(sources, node),
        false => ros::value(sources, node),
    }
}

fn is_terraform(sources: &SourceMap, node: NodeRef) -> bool {
    sources.get(node.file).is_some_and(|source| source.format != Format::JsonOrYaml)
}
