//! Secrets in HCL.

use super::name::names_secret;
use super::named::Hints;
use super::value::{is_address, is_reference};
use super::{Given, Scan, Secret, is_naming_key, is_on, is_valued_key};
use crate::source::join_names;
use crate::syntax::NodeId;
use crate::syntax::hcl::{Kind, View};

/// A tree whose secrets are looked for.
#[derive(Clone, Copy)]
pub(super) struct Reader<'t> {
    pub(super) view: View<'t>,
    /// The folder that variables belong to.
    pub(super) scope: &'t str,
}

impl<'t> Reader<'t> {
    /// Adds the secrets of the tree; of a file of `values` each attribute is given to a variable.
    pub(super) fn scan(&self, scan: &mut Scan, values: bool) {
        let hints = Hints::of(self.view.text);
        for (id, node) in self.view.tree.nodes() {
            match node.kind {
                Kind::Attribute if names_secret(self.view.name(id)) => self.value_of(id, scan),
                Kind::Block => self.block(id, scan),
                Kind::Object => self.object(id, scan),
                Kind::Call if matches!(self.view.call_name(id), "sensitive" | "ephemeralasnull") => {
                    self.view.arguments(id).for_each(|argument| self.literals(argument, scan));
                }
                // Of a template with sequences the text between them.
                Kind::Template | Kind::Heredoc | Kind::BareTemplate
                    if self.view.tree.first_child(id).is_some() => {}
                Kind::Template | Kind::Heredoc | Kind::BareTemplate | Kind::TemplateText | Kind::Error
                    if hints.are_in(node.range()) =>
                {
                    scan.script(self.view.text, node.range());
                }
                _ => {}
            }
        }
        if values {
            self.give(self.view.root(), self.scope, true, scan);
        }
        for comment in self.view.tree.comments.iter().filter(|it| hints.are_in(**it)) {
            scan.script(self.view.text, *comment);
        }
    }

    fn block(&self, id: NodeId, scan: &mut Scan) {
        let kind = self.view.name(id);
        if names_secret(kind) {
            self.held(id, scan);
        }
        let label = self.view.labels(id).next().and_then(|label| self.view.string_value(label));
        let declares = matches!(kind, "variable" | "output");
        if let (Some(label), "variable") = (&label, kind) {
            scan.variables.push((self.scope.to_owned(), label.to_string()));
        }
        let mut hidden = declares && label.as_deref().is_some_and(names_secret);
        let mut source = None;
        for (name, value) in self.attributes(id) {
            match name {
                "sensitive" | "ephemeral" if declares && is_on(self.view.source(value)) => {
                    hidden = true;
                    if let (Some(label), "variable") = (&label, kind) {
                        scan.declared.push((self.scope.to_owned(), label.to_string()));
                    }
                }
                "source" if kind == "module" => source = self.view.string_value(value),
                _ if is_naming_key(name) => hidden |= self.names_secret(value),
                _ => {}
            }
        }
        if let Some(source) = source.filter(|source| source.starts_with('.')) {
            self.give(id, &join_names(self.scope, &source), false, scan);
        }
        if hidden {
            let values = self.attributes(id).filter(|(name, _)| is_valued_key(name));
            values.for_each(|(_, value)| self.literals(value, scan));
        }
    }

    /// Adds every literal in the block `id`.
    fn held(&self, id: NodeId, scan: &mut Scan) {
        for item in self.view.items(id) {
            match self.view.kind(item) {
                Kind::Block => self.held(item, scan),
                _ => self.value_of(item, scan),
            }
        }
    }

    fn object(&self, id: NodeId, scan: &mut Scan) {
        let mut hidden = false;
        for (key, value) in self.view.entries(id) {
            let Some(name) = self.key(key) else { continue };
            if names_secret(&name) {
                self.literals(value, scan);
            }
            hidden |= is_naming_key(&name) && self.names_secret(value);
        }
        if hidden {
            let values =
                self.view.entries(id).filter(|&(key, _)| self.key(key).is_some_and(|it| is_valued_key(&it)));
            values.for_each(|(_, value)| self.literals(value, scan));
        }
    }

    /// The name that the key `id` of an object is.
    fn key(&self, id: NodeId) -> Option<std::borrow::Cow<'t, str>> {
        match self.view.kind(id) {
            Kind::Variable => Some(self.view.name(id).into()),
            _ => self.view.string_value(id),
        }
    }

    /// Whether the string `id` is a name of something secret.
    fn names_secret(&self, id: NodeId) -> bool {
        self.view.string_value(id).is_some_and(|it| names_secret(&it))
    }

    fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&'t str, NodeId)> + use<'t> {
        let view = self.view;
        let attributes = view.items(id).filter(move |&item| view.kind(item) == Kind::Attribute);
        attributes.filter_map(move |item| Some((view.name(item), view.value(item)?)))
    }

    fn value_of(&self, attribute: NodeId, scan: &mut Scan) {
        if let Some(value) = self.view.value(attribute) {
            self.literals(value, scan);
        }
    }

    /// Adds the literals of the attributes of `id` as given to the variables of `scope` that they name.
    fn give(&self, id: NodeId, scope: &str, from_above: bool, scan: &mut Scan) {
        for (name, value) in self.attributes(id) {
            let mut inner = Scan::default();
            self.literals(value, &mut inner);
            let given = |secret| Given { scope: scope.to_owned(), name: name.to_owned(), secret, from_above };
            scan.given.extend(inner.found.into_iter().map(given));
        }
    }

    /// Adds every literal in the expression `id`, and what stands in the place of one and is not an address.
    fn literals(&self, id: NodeId, scan: &mut Scan) {
        let mut waiting = vec![(id, false)];
        while let Some((id, in_for)) = waiting.pop() {
            let mut below =
                |ids: &mut dyn Iterator<Item = NodeId>| waiting.extend(ids.map(|id| (id, in_for)));
            match self.view.kind(id) {
                Kind::Number => scan.found.push(self.secret(id)),
                Kind::Template | Kind::Heredoc | Kind::BareTemplate => {
                    let interpolates = self.view.children(id).next().is_some();
                    let text = |it: &NodeId| self.view.kind(*it) == Kind::TemplateText;
                    if !interpolates && !is_reference(self.view.content_range(id).of(self.view.text))
                        || self.view.children(id).any(|it| text(&it))
                    {
                        scan.found.push(self.secret(id));
                    } else {
                        below(&mut self.view.children(id));
                    }
                }
                Kind::Object => below(&mut self.view.entries(id).map(|(_, value)| value)),
                Kind::Call => below(&mut self.view.arguments(id)),
                Kind::Traversal | Kind::Variable if in_for || is_address(self.view.source(id)) => {}
                Kind::Traversal | Kind::Variable => scan.found.push(self.secret(id)),
                Kind::ForTuple | Kind::ForObject => {
                    waiting.extend(self.view.children(id).map(|id| (id, true)))
                }
                _ => below(&mut self.view.children(id)),
            }
        }
    }

    /// The literal `id`, of a template what stands between its quotes or markers.
    fn secret(&self, id: NodeId) -> Secret {
        let range = match self.view.kind(id) {
            Kind::Number | Kind::Variable | Kind::Traversal => self.view.range(id),
            _ => self.view.content_range(id),
        };
        let value = self.view.string_value(id);
        let value = value.unwrap_or_else(|| range.of(self.view.text).into()).into_owned();
        Secret { range, value }
    }
}
