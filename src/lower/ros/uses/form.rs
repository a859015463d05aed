//! Parameters that the console's form uses: in the metadata, and in what parameters say of their inputs.

use super::{PARAMETER, Walk};
use crate::ir::{SymbolKind, UseKind};
use crate::syntax::NodeId;
use crate::syntax::yaml::Kind;

impl Walk<'_, '_> {
    /// The parameters that `ParameterGroups` of the metadata lists, and those that it mentions elsewhere.
    pub(super) fn metadata(&mut self, metadata: NodeId) {
        let reader = &self.reader;
        let interface = reader.find(metadata, "ALIYUN::ROS::Interface");
        let groups = interface.and_then(|it| reader.find(it.value, "ParameterGroups"));
        let groups = groups.into_iter().flat_map(|groups| reader.view.items(groups.value));
        let lists = groups.filter_map(|group| Some(reader.find(group, "Parameters")?.value));
        let members: Vec<NodeId> = lists.flat_map(|list| reader.view.items(list)).collect();
        for member in members {
            self.seen.insert(self.reader.view.deref(member));
            self.scalar(UseKind::Form, member, PARAMETER);
        }
        self.form_in(metadata);
        self.all(metadata);
    }

    /// The parameters that the form of a parameter depends on: `${name}`, or in older templates the bare name.
    pub(super) fn form(&mut self, parameter: NodeId) {
        if let Some(found) = self.reader.find(parameter, "AssociationPropertyMetadata") {
            self.form_in(found.value);
        }
    }

    /// The parameters that strings below `root` mention; texts that people read are left out.
    fn form_in(&mut self, root: NodeId) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let view = self.reader.view;
            match view.kind(node) {
                Kind::Mapping => {
                    let is_read = |key| {
                        matches!(&*view.text(key), "Label" | "Description" | "default" | "en" | "zh-cn")
                    };
                    let entries =
                        view.entries(node).filter(|&(key, _)| !(view.is_scalar(key) && is_read(key)));
                    open.extend(entries.map(|(_, value)| value));
                }
                Kind::Sequence => open.extend(view.items(node)),
                _ if view.is_scalar(node) && view.kind(node) != Kind::Alias && !self.seen.contains(&node) => {
                    self.form_value(node);
                }
                _ => {}
            }
        }
    }

    fn form_value(&mut self, node: NodeId) {
        let text = self.reader.view.text(node);
        let is_known = |name: &str| self.index.find(self.id, SymbolKind::Parameter, name).is_some();
        if is_known(&text) {
            return self.scalar(UseKind::Form, node, PARAMETER);
        }
        if text.contains("${") {
            for (name, span) in self.substituted(node) {
                if self.index.find(self.id, SymbolKind::Parameter, &name).is_some() {
                    self.push(UseKind::Form, name, span, None, PARAMETER);
                }
            }
        }
    }
}
