//! Resources of a ROS template, and the image slots in them.

use std::sync::OnceLock;

use super::tree::Reader;
use crate::grammar;
use crate::ir::{Dialect, ImageSlot, Resource, SlotShape, StrayKind, Template, ValueKind};
use crate::lower::spelling;
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml::Kind;
use crate::text;

/// A resource whose `TemplateBody` is a template: its key and its body.
pub(super) type Stack = (NodeId, NodeId);

/// A slot whose value is a function: its place among the slots, and the value.
pub(super) type Call = (usize, NodeId);

/// What was found beside the slots.
#[derive(Default)]
pub(super) struct Added {
    pub(super) stacks: Vec<Stack>,
    pub(super) calls: Vec<Call>,
}

/// Adds the resources of the template whose top mapping is `root`, and the image slots in them.
pub(super) fn add(reader: &Reader<'_>, root: NodeId, template: &mut Template) -> Added {
    let mut added = Added::default();
    let Some(section) = reader.section(root, "Resources") else { return added };
    let shared = reader.alias_of(section.value);
    for (key, body) in reader.view.entries(section.value) {
        if reader.view.kind(reader.view.deref(body)) == Kind::Mapping {
            let kind = reader.resource_field(body, "Type");
            let resource_type = kind.map(|found| reader.view.text(found.value)).unwrap_or_default();
            let shapes = grammar::slots_of(Dialect::Ros, &resource_type);
            if STACKS.contains(&&*resource_type) {
                added.stacks.push((key, body));
            }
            let type_span = kind.map_or_else(|| reader.span(key), |kind| reader.span(kind.value));
            template.resources.push(Resource {
                name: reader.view.text(key).into_owned(),
                name_span: reader.span(key),
                resource_type: resource_type.into_owned(),
                type_span,
                span: Span { end: reader.span(body).end, ..reader.span(key) },
                is_data: false,
                shapes,
                body: reader.node(body),
                overrides: Vec::new(),
                provider: None,
                properties: OnceLock::new(),
            });
            if !shapes.is_empty() {
                add_slots(reader, template, &Named { body, shapes, shared }, &mut added.calls);
            }
        } else if reader.view.text(key) == "ImageId" {
            let kind = StrayKind::Misplaced {
                place: text!(en: "in `Resources`, outside any resource", zh: "位于 `Resources` 中，不在任何资源内"),
            };
            let stray = reader.stray(kind, key, body, None, "Resources.ImageId".to_owned());
            template.strays.push(stray);
        }
    }
    added
}

/// The resource types whose `TemplateBody` is a template.
const STACKS: [&str; 2] = ["ALIYUN::ROS::Stack", "ALIYUN::ROS::StackGroup"];

/// A resource that can hold an image.
struct Named {
    body: NodeId,
    shapes: &'static [SlotShape],
    /// The alias that the whole section is.
    shared: Option<Span>,
}

/// Adds the slots of the last resource of `template`, and what is nearly one.
fn add_slots(reader: &Reader<'_>, template: &mut Template, named: &Named, calls: &mut Vec<Call>) {
    let Named { body, shapes, shared } = *named;
    let index = template.resources.len().saturating_sub(1);
    beside_properties(reader, template, index, body);
    let Some(properties) = reader.resource_field(body, "Properties") else { return };
    let shared = shared.or_else(|| reader.alias_of(body)).or_else(|| reader.detour(&properties));
    for shape in shapes {
        let mut walk = Walk { reader, template, index, shape, calls };
        let way = Way { path: String::new(), shared };
        walk.step(properties.value, shape.path, way);
    }
}

/// `ImageId` on the level of `Type` and `Properties`.
fn beside_properties(reader: &Reader<'_>, template: &mut Template, index: usize, body: NodeId) {
    for (key, value) in reader.view.entries(body) {
        let name = reader.view.text(key);
        if name == "ImageId" || spelling::is_misspelling(&name, "ImageId") {
            let kind = StrayKind::Misplaced {
                place: text!(en: "beside `Properties`", zh: "与 `Properties` 同级"),
            };
            let path = template.resources.get(index).map(|it| format!("Resources.{}.{name}", it.name));
            let stray = reader.stray(kind, key, value, Some(index), path.unwrap_or_default());
            template.strays.push(stray);
        }
    }
}

/// What is known of the way from a resource's properties to a slot.
#[derive(Clone)]
struct Way {
    path: String,
    /// The outermost alias on the way.
    shared: Option<Span>,
}

/// The way down one shape's path.
struct Walk<'a, 't> {
    reader: &'a Reader<'t>,
    template: &'a mut Template,
    index: usize,
    shape: &'static SlotShape,
    calls: &'a mut Vec<Call>,
}

impl Walk<'_, '_> {
    fn step(&mut self, mapping: NodeId, path: &'static str, way: Way) {
        if self.reader.view.kind(self.reader.view.deref(mapping)) != Kind::Mapping {
            return;
        }
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let (name, list) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
        let Some(rest) = rest else { return self.leaf(mapping, name, way) };
        let Some(found) = self.reader.find(mapping, name) else { return };
        let shared = way.shared.or_else(|| self.reader.detour(&found));
        if !list {
            let path = format!("{}{name}.", way.path);
            return self.step(found.value, rest, Way { path, shared });
        }
        for (place, item) in self.reader.view.items(found.value).enumerate() {
            let path = format!("{}{name}[{place}].", way.path);
            let shared = shared.or_else(|| self.reader.alias_of(item));
            self.step(item, rest, Way { path, shared });
        }
    }

    fn leaf(&mut self, mapping: NodeId, name: &'static str, way: Way) {
        let path = format!("{}{name}", way.path);
        let resource = self.template.resources.get(self.index).map(|it| it.name.clone()).unwrap_or_default();
        if let Some(found) = self.reader.find(mapping, name) {
            let site = self.reader.site(mapping, &found, way.shared);
            let value = self.reader.value(found.value);
            if let ValueKind::Call(_) = value.kind {
                self.calls.push((self.template.slots.len(), found.value));
            }
            self.template.slots.push(ImageSlot {
                resource: self.index,
                shape: self.shape,
                logical_path: format!("Resources.{resource}.Properties.{path}"),
                path,
                key_span: self.reader.span(found.key),
                literal: self.reader.literal_text(found.value, &value),
                value,
                site,
                expands: None,
                through: None,
            });
            return;
        }
        for (key, value) in self.reader.view.entries(mapping) {
            let key_text = self.reader.view.text(key);
            if spelling::is_misspelling(&key_text, name) {
                let logical = format!("Resources.{resource}.Properties.{}{key_text}", way.path);
                let kind = StrayKind::Misspelled { meant: name };
                let stray = self.reader.stray(kind, key, value, Some(self.index), logical);
                self.template.strays.push(stray);
            }
        }
    }
}
