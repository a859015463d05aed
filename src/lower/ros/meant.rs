//! Keys of sections, resources and their like, and what a misspelled one was meant to be.

use super::tree::Reader;
use crate::grammar;
use crate::syntax::NodeId;
use crate::syntax::yaml::MergedEntry;

/// The one of `known` that `key` is, or is most likely misspelled for.
pub(super) fn meant(known: &[&'static str], key: &str) -> Option<&'static str> {
    let all = || known.iter().copied();
    all().find(|it| *it == key).or_else(|| grammar::nearest(all(), key)).or_else(|| {
        // A singular, or a word that breaks off: `Property`, `Prop`.
        let folded = key.to_ascii_lowercase();
        all().find(|it| {
            let stem = it.bytes().zip(folded.bytes()).take_while(|(a, b)| a.to_ascii_lowercase() == *b);
            let stem = stem.count();
            stem >= 4 && stem + 1 >= key.len() && stem * 3 >= it.len() * 2
        })
    })
}

impl Reader<'_> {
    /// The entry of `mapping` called `name`, which is one of `known`, or else the one that is misspelled for it.
    pub(super) fn find_meant(
        &self,
        mapping: NodeId,
        name: &'static str,
        known: &[&'static str],
    ) -> Option<MergedEntry> {
        self.find(mapping, name).or_else(|| {
            let is_meant = |key: NodeId| {
                let text = self.view.is_scalar(key).then(|| self.view.text(key));
                text.is_some_and(|text| !known.contains(&&*text) && meant(known, &text) == Some(name))
            };
            let (key, value) = self.view.entries(mapping).find(|&(key, _)| is_meant(key))?;
            Some(MergedEntry { key, value, merge: None })
        })
    }

    /// What is in the section `name` of the template whose top mapping is `root`, though the name be misspelled.
    pub(super) fn section(&self, root: NodeId, name: &'static str) -> Option<MergedEntry> {
        self.find_meant(root, name, grammar::sections())
    }

    /// The field `name` of a resource, though the name be misspelled.
    pub(super) fn resource_field(&self, resource: NodeId, name: &'static str) -> Option<MergedEntry> {
        self.find_meant(resource, name, grammar::resource_fields())
    }

    /// The whole resources among the entries of `resource`, which are indented too far.
    pub(super) fn inner_resources(&self, resource: NodeId) -> Vec<(NodeId, NodeId)> {
        let is_field = |key| grammar::resource_fields().contains(&&*self.view.text(key));
        let is_name = |key| self.view.is_scalar(key) && !self.view.is_merge_key(key) && !is_field(key);
        self.view.entries(resource).filter(|&(key, value)| is_name(key) && self.is_resource(value)).collect()
    }

    /// Whether `node` is a whole resource: a mapping whose type has the form of one.
    pub(super) fn is_resource(&self, node: NodeId) -> bool {
        self.find(node, "Type").is_some_and(|found| {
            self.view.is_scalar(found.value) && self.view.text(found.value).contains("::")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_keys_are_known() {
        let sections = grammar::sections();
        for (key, name) in [
            ("Resource", "Resources"),
            ("resources", "Resources"),
            ("Ressources", "Resources"),
            ("Conditon", "Conditions"),
            ("Parmeters", "Parameters"),
            ("Outputs", "Outputs"),
        ] {
            assert_eq!(meant(sections, key), Some(name), "{key}");
        }
        let fields = grammar::resource_fields();
        for (key, name) in
            [("Propertes", "Properties"), ("Property", "Properties"), ("DepensOn", "DependsOn")]
        {
            assert_eq!(meant(fields, key), Some(name), "{key}");
        }
        for key in ["Spec", "Name", "InstanceType", "App", "x-common", "P", ""] {
            assert_eq!(meant(fields, key), None, "{key}");
            assert_eq!(meant(sections, key), None, "{key}");
        }
    }
}
