//! What else reads the maps that the values at slots come from.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Walk, map_name};
use crate::ir::{Keys, Lookup, Step, ValueKind};
use crate::lower::placeholder;
use crate::lower::terraform::expression::Reader;
use crate::syntax::hcl::Kind;
use crate::syntax::{NodeId, yaml};

impl Walk<'_> {
    /// Every place of the module that reads a local or a variable.
    pub(super) fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = Vec::new();
        let sources = self.cx.sources;
        for &file in &self.template.files {
            let Some(parse) = sources.parse(file) else { continue };
            if let Some(view) = parse.hcl() {
                self.read_in(Reader { view, file }, &mut lookups);
                continue;
            }
            let Some(view) = parse.yaml() else { continue };
            let is_template = |&id: &NodeId| {
                view.kind(id) == yaml::Kind::DoubleQuoted
                    && ["${", "%{"].iter().any(|it| view.text(id).contains(it))
            };
            for id in view.tree.ids().filter(is_template) {
                let file = placeholder::embed_template(sources, view, file, id);
                if let Some(view) = sources.parse(file).and_then(|parse| parse.hcl()) {
                    self.read_in(Reader { view, file }, &mut lookups);
                }
            }
        }
        lookups
    }

    fn read_in(&self, reader: Reader<'_>, lookups: &mut Vec<Lookup>) {
        let view = reader.view;
        // These read no value of the map.
        let blind = view
            .tree
            .ids()
            .filter(|&id| view.kind(id) == Kind::Call && matches!(view.call_name(id), "keys" | "length"));
        let blind: HashSet<NodeId> = blind.flat_map(|id| view.arguments(id)).collect();
        let is_read =
            |&id: &NodeId| matches!(view.kind(id), Kind::Traversal | Kind::Variable) && !blind.contains(&id);
        for id in view.tree.ids().filter(is_read) {
            let ValueKind::Ref(reference) = reader.value(id).kind else { continue };
            let Some(map) = map_name(&reference) else { continue };
            let keys = |place: usize| match reference.steps.get(place) {
                Some(Step::Name(name)) => Keys::Among(Arc::from([name.clone()])),
                Some(Step::Index(index)) => Keys::Among(Arc::from([index.to_string()])),
                Some(Step::At(index)) => self.keys(index),
                Some(Step::Unknown) | None => Keys::Any,
            };
            lookups.push(Lookup {
                span: reference.name_span,
                readers: Arc::default(),
                map: Some(map),
                first: keys(0),
                // A map of one level has no second key.
                second: if reference.steps.len() < 2 { Keys::Any } else { keys(1) },
            });
        }
    }
}
