//! Secrets in YAML and JSON: ROS templates, manifests, and Terraform written as JSON.

use std::collections::HashSet;

use super::name::names_secret;
use super::named::Hints;
use super::value::is_reference;
use super::{Given, NESTING, PARAMETERS, Scan, Secret, is_naming_key, is_on, is_terraform, is_valued_key};
use crate::source::{TextRange, join_names};
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, Scalar, View};

/// Functions whose arguments are names of other things.
const NAMING: [&str; 8] = [
    "Ref",
    "Fn::GetAtt",
    "Fn::FindInMap",
    "Fn::GetStackOutput",
    "Condition",
    "Fn::GetAZs",
    "Fn::ResourceFacade",
    "Fn::GetJsonValue",
];

/// Their tags.
const NAMING_TAGS: [&str; 7] =
    ["!Ref", "!GetAtt", "!FindInMap", "!GetStackOutput", "!Condition", "!GetAZs", "!ResourceFacade"];

/// Keys of what declares a value and is none.
const DECLARING: [&str; 4] = ["Type", "Description", "Default", "Value"];

/// The setting that makes a ROS parameter secret.
const NO_ECHO: &str = "NoEcho";

/// A tree whose secrets are looked for.
#[derive(Clone, Copy)]
pub(super) struct Reader<'t> {
    pub(super) view: View<'t>,
    /// The folder that Terraform's variables belong to.
    pub(super) scope: &'t str,
    /// How many templates this one stands in; no more are looked into from [`NESTING`] on.
    pub(super) depth: usize,
}

impl Reader<'_> {
    /// Adds the secrets of the tree; of a file of `values` each entry is given to a variable.
    pub(super) fn scan(&self, scan: &mut Scan, values: bool) {
        let hints = Hints::of(self.view.text);
        let mut carried = HashSet::new();
        for (id, node) in self.view.tree.nodes() {
            if node.kind == Kind::Mapping {
                self.mapping(id, scan, &mut carried);
            }
        }
        if let (true, Some(root)) = (values, self.view.root()) {
            self.give(root, self.scope, true, scan);
        }
        for (id, node) in self.view.tree.nodes() {
            match node.kind {
                Kind::Plain | Kind::SingleQuoted | Kind::DoubleQuoted | Kind::Literal | Kind::Folded
                    if (hints.are_in(node.range()) || self.has_escapes(id)) && !carried.contains(&id) =>
                {
                    self.script(id, scan);
                }
                Kind::Error if hints.are_in(node.range()) => scan.script(self.view.text, node.range()),
                _ => {}
            }
        }
        for comment in self.view.tree.comments.iter().filter(|it| hints.are_in(**it)) {
            scan.script(self.view.text, *comment);
        }
    }

    /// Whether the string `id` may be written in other characters than it has.
    fn has_escapes(&self, id: NodeId) -> bool {
        self.view.kind(id) == Kind::DoubleQuoted && self.view.range(id).of(self.view.text).contains('\\')
    }

    /// Adds what stands in the string `id` as in a script.
    fn script(&self, id: NodeId, scan: &mut Scan) {
        let range = self.view.range(id);
        if range.len() < 6 {
            return;
        }
        if self.view.verbatim(id).is_some() {
            return scan.script(self.view.text, range);
        }
        let (text, pieces) = self.view.embedded(id);
        let mut inner = Scan::default();
        inner.script(&text, TextRange::new(0, text.len() as u32));
        scan.absorb(inner, &pieces);
    }

    fn mapping(&self, id: NodeId, scan: &mut Scan, carried: &mut HashSet<NodeId>) {
        let (mut hidden, mut named, mut source) = (false, false, None);
        for (key, value) in self.view.entries(id) {
            if !self.view.is_scalar(key) {
                continue;
            }
            let name = self.view.text(key);
            if names_secret(&name) {
                self.literals(value, scan);
            }
            let is_scalar = self.view.is_scalar(value);
            match &*name {
                "Parameters" if !is_scalar => self.give(value, PARAMETERS, false, scan),
                "Workspace" if !is_scalar => self.workspace(value, scan, carried),
                "TemplateBody" if is_scalar => self.carried(value, scan, carried),
                "source" if is_scalar => {
                    source = Some(self.view.text(value)).filter(|text| text.starts_with('.'));
                }
                "variable" if !is_scalar => {
                    let names = self.view.entries(value).map(|(key, _)| self.view.text(key).into_owned());
                    scan.variables.extend(names.map(|name| (self.scope.to_owned(), name)));
                }
                _ if !is_scalar => {
                    if let Some(scope) = self.hiding_scope(value) {
                        scan.declared.push((scope.to_owned(), name.into_owned()));
                    }
                }
                _ if is_mark(&name) => hidden |= is_on(&self.view.text(value)),
                _ if is_naming_key(&name) => named |= names_secret(&self.view.text(value)),
                _ => {}
            }
        }
        if let Some(source) = source {
            self.give(id, &join_names(self.scope, &source), false, scan);
        }
        if hidden || named {
            self.values(id, scan);
        }
    }

    /// Where values are given to the parameter or variable `id`, if it says that it is secret.
    fn hiding_scope(&self, id: NodeId) -> Option<&str> {
        let body = match self.view.kind(id) {
            Kind::Sequence => self.view.items(id).next()?,
            _ => id,
        };
        let mark = self.view.entries(body).find(|&(key, value)| {
            self.view.is_scalar(key) && is_mark(&self.view.text(key)) && is_on(&self.view.text(value))
        });
        let (key, _) = mark?;
        Some(if self.view.text(key).eq_ignore_ascii_case(NO_ECHO) { PARAMETERS } else { self.scope })
    }

    /// Adds what the parameter, variable or pair `id` has for a value.
    fn values(&self, id: NodeId, scan: &mut Scan) {
        for (key, value) in self.view.entries(id).filter(|&(key, _)| self.view.is_scalar(key)) {
            let key = self.view.text(key);
            if is_valued_key(&key) || key == "AllowedValues" {
                self.literals(value, scan);
            }
        }
    }

    /// Adds the literals of the mapping `id` as given to the parameters or variables that its keys name.
    fn give(&self, id: NodeId, scope: &str, from_above: bool, scan: &mut Scan) {
        for (key, value) in self.view.entries(id).filter(|&(key, _)| self.view.is_scalar(key)) {
            let mut inner = Scan::default();
            let is_declaration = self.view.entries(value).any(|(key, _)| self.view.text(key) == "Type");
            if !is_declaration {
                self.literals(value, &mut inner);
            }
            let name = self.view.text(key);
            let given =
                |secret| Given { scope: scope.to_owned(), name: name.to_string(), secret, from_above };
            scan.given.extend(inner.found.into_iter().map(given));
        }
    }

    /// Adds what the Terraform files of a `Workspace` hold.
    fn workspace(&self, id: NodeId, scan: &mut Scan, carried: &mut HashSet<NodeId>) {
        for (key, value) in self.view.entries(id) {
            let path = self.view.text(key);
            let path = path.trim_start_matches("./");
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
            let value = self.view.deref(value);
            if !self.view.is_scalar(value) || !is_terraform(file) {
                continue;
            }
            let (text, pieces) = self.view.embedded(value);
            let inner = Scan::of_embedded(&join_names(self.scope, folder), file, text, self.depth + 1);
            scan.absorb(inner, &pieces);
            carried.insert(value);
        }
    }

    /// Adds what the template holds that the string `id` carries.
    fn carried(&self, id: NodeId, scan: &mut Scan, carried: &mut HashSet<NodeId>) {
        let id = self.view.deref(id);
        if self.depth >= NESTING || !carried.insert(id) {
            return;
        }
        let (text, pieces) = self.view.embedded(id);
        scan.absorb(Scan::of_embedded(self.scope, "", text, self.depth + 1), &pieces);
    }

    /// Adds every literal in the value `id`. Of parameters, outputs and resources only what is their value.
    fn literals(&self, id: NodeId, scan: &mut Scan) {
        let mut seen = HashSet::new();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let id = self.view.deref(id);
            let names = self.view.tag(id).is_some_and(|(_, tag)| NAMING_TAGS.contains(&tag));
            if names || !seen.insert(id) {
                continue;
            }
            match self.view.kind(id) {
                Kind::Sequence => waiting.extend(self.view.items(id)),
                Kind::Mapping => waiting.extend(self.held(id)),
                Kind::Plain | Kind::SingleQuoted | Kind::DoubleQuoted | Kind::Literal | Kind::Folded => {
                    scan.found.extend(self.literal(id));
                }
                _ => {}
            }
        }
    }

    /// The values of the mapping `id` that a secret can stand in.
    fn held(&self, id: NodeId) -> Vec<NodeId> {
        let entries: Vec<_> = self.view.entries(id).filter(|&(key, _)| self.view.is_scalar(key)).collect();
        let declares = entries.iter().any(|&(key, _)| {
            let key = self.view.text(key);
            DECLARING.iter().any(|it| key.eq_ignore_ascii_case(it)) || is_mark(&key)
        });
        let holds = |key: NodeId| {
            let key = self.view.text(key);
            if declares { is_valued_key(&key) || key == "AllowedValues" } else { !NAMING.contains(&&*key) }
        };
        entries.into_iter().filter(|&(key, _)| holds(key)).map(|(_, value)| value).collect()
    }

    /// The scalar `id` as a secret, where it is a literal.
    fn literal(&self, id: NodeId) -> Option<Secret> {
        let text = self.view.text(id);
        let is_value = !matches!(self.view.scalar(id), Scalar::Null | Scalar::Bool(_));
        let range = self.view.range(id);
        let range = match self.view.kind(id) {
            Kind::SingleQuoted | Kind::DoubleQuoted => {
                let whole = range.of(self.view.text);
                let quote = whole.chars().next()?;
                let closed = whole.len() > 1 && whole.ends_with(quote);
                TextRange::new(range.start + 1, range.end - u32::from(closed))
            }
            Kind::Literal | Kind::Folded => {
                let header = range.of(self.view.text).find('\n')? as u32 + 1;
                TextRange::new(range.start + header, range.end)
            }
            _ => range,
        };
        (is_value && !is_reference(&text)).then(|| Secret { range, value: text.into_owned() })
    }
}

/// Whether `key` is the setting that makes a parameter or variable secret.
fn is_mark(key: &str) -> bool {
    key.eq_ignore_ascii_case(NO_ECHO) || key == "sensitive" || key == "ephemeral"
}
