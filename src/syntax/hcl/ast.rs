//! What the nodes of a tree mean, read from the tree and its text.

use super::identifier::identifier_len;
use super::kind::{BinaryOperator, Kind, flags};
use crate::source::TextRange;
use crate::syntax::{Children, Node, NodeId, Tree};

/// A tree and the text it was made from.
#[derive(Clone, Copy, Debug)]
pub struct View<'t> {
    /// The tree.
    pub tree: &'t Tree<Kind>,
    /// The text that was parsed.
    pub text: &'t str,
}

/// Where a traversal starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// A variable; the range of its name.
    Name(TextRange),
    /// Any other operand.
    Expression(NodeId),
}

/// One step of a traversal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`; the range of the name.
    Attribute(TextRange),
    /// `[expression]`; the expression.
    Index(NodeId),
    /// `.0`; the range of the digits.
    LegacyIndex(TextRange),
    /// `.*`
    AttributeSplat,
    /// `[*]`
    FullSplat,
}

/// A variable or an operand, and the steps after it.
#[derive(Clone, Debug)]
pub struct Traversal<'t> {
    view: View<'t>,
    /// Where it starts.
    pub root: Root,
    steps: Option<NodeId>,
}

/// The parts of a `for` expression or of a [`Kind::ForMarker`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ForParts {
    /// The key variable's name, where it is declared.
    pub key_name: Option<NodeId>,
    /// The value variable's name.
    pub value_name: Option<NodeId>,
    /// What is iterated over.
    pub collection: Option<NodeId>,
    /// The key of each round; for objects.
    pub key: Option<NodeId>,
    /// The value of each round; for tuples and objects.
    pub value: Option<NodeId>,
    /// The condition after `if`.
    pub condition: Option<NodeId>,
}

impl<'t> View<'t> {
    /// `tree` must have been made from `text`.
    #[must_use]
    pub const fn new(tree: &'t Tree<Kind>, text: &'t str) -> Self {
        View { tree, text }
    }

    /// The root: the file's body, the bare template, or the parentheses around a lone expression.
    #[must_use]
    pub const fn root(&self) -> NodeId {
        NodeId::ROOT
    }

    /// The node `id`.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &'t Node<Kind> {
        self.tree.node(id)
    }

    /// What `id` is.
    #[must_use]
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// Where `id` is.
    #[must_use]
    pub fn range(&self, id: NodeId) -> TextRange {
        self.node(id).range()
    }

    /// The text of `id`, as written.
    #[must_use]
    pub fn source(&self, id: NodeId) -> &'t str {
        self.range(id).of(self.text)
    }

    /// All children of `id`.
    #[must_use]
    pub fn children(&self, id: NodeId) -> Children<'t, Kind> {
        self.tree.children(id)
    }

    /// The attributes and blocks of the body `id`, in source order; of a block, those of its body.
    pub fn items(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'t> {
        let view = *self;
        let body = if self.kind(id) == Kind::Block { self.body(id) } else { Some(id) };
        body.into_iter()
            .flat_map(move |body| view.children(body))
            .filter(move |&item| matches!(view.kind(item), Kind::Attribute | Kind::Block))
    }

    /// The range of the name that starts `id`: of an attribute, of a block (its type), of a traversal
    /// rooted in a variable, of a [`Kind::Variable`] or a [`Kind::Name`].
    #[must_use]
    pub fn name_range(&self, id: NodeId) -> TextRange {
        let node = self.node(id);
        let end = match node.kind {
            Kind::Attribute | Kind::Block | Kind::Traversal => {
                node.start + identifier_len(self.source(id).as_bytes()) as u32
            }
            _ => node.end,
        };
        TextRange::new(node.start, end)
    }

    /// The text of [`View::name_range`].
    #[must_use]
    pub fn name(&self, id: NodeId) -> &'t str {
        self.name_range(id).of(self.text)
    }

    /// The expression of the attribute `id`.
    #[must_use]
    pub fn value(&self, id: NodeId) -> Option<NodeId> {
        self.tree.first_child(id)
    }

    /// The labels of the block `id`: [`Kind::Name`] or [`Kind::Template`] nodes. Read them with
    /// [`View::string_value`].
    pub fn labels(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'t> {
        let view = *self;
        self.children(id).take_while(move |&child| matches!(view.kind(child), Kind::Name | Kind::Template))
    }

    /// The body of the block `id`; `None` where the text has no brace.
    #[must_use]
    pub fn body(&self, id: NodeId) -> Option<NodeId> {
        self.children(id).find(|&child| self.kind(child) == Kind::Body)
    }

    /// The traversal `id`; also of a [`Kind::Variable`], which has no steps. `None` for other kinds.
    #[must_use]
    pub fn traversal(&self, id: NodeId) -> Option<Traversal<'t>> {
        let node = self.node(id);
        let first = self.tree.first_child(id);
        match node.kind {
            Kind::Variable => Some(Traversal { view: *self, root: Root::Name(node.range()), steps: None }),
            Kind::Traversal if node.flags & flags::ROOT_NAME != 0 => {
                Some(Traversal { view: *self, root: Root::Name(self.name_range(id)), steps: first })
            }
            Kind::Traversal => {
                let operand = first?;
                let steps = self.tree.next_sibling(operand);
                Some(Traversal { view: *self, root: Root::Expression(operand), steps })
            }
            _ => None,
        }
    }

    /// The name of the call `id`, with its namespaces.
    #[must_use]
    pub fn call_name(&self, id: NodeId) -> &'t str {
        self.tree.first_child(id).map_or("", |name| self.source(name))
    }

    /// The arguments of the call `id`.
    pub fn arguments(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'t> {
        self.children(id).skip(1)
    }

    /// Whether `...` follows the last argument of the call `id`.
    #[must_use]
    pub fn expands(&self, id: NodeId) -> bool {
        self.kind(id) == Kind::Call && self.node(id).flags & flags::EXPAND != 0
    }

    /// The keys and values of the object `id`.
    pub fn entries(&self, id: NodeId) -> impl Iterator<Item = (NodeId, NodeId)> + use<'t> {
        let mut children = self.children(id);
        std::iter::from_fn(move || Some((children.next()?, children.next()?)))
    }

    /// What the [`Kind::Operator`] `id` does.
    #[must_use]
    pub fn operator(&self, id: NodeId) -> BinaryOperator {
        BinaryOperator::from_flags(self.node(id).flags)
    }

    /// The parts of the `for` expression or [`Kind::ForMarker`] `id`.
    #[must_use]
    pub fn for_parts(&self, id: NodeId) -> ForParts {
        let node = self.node(id);
        let mut children = self.children(id);
        let key_name = if node.flags & flags::FOR_KEY != 0 { children.next() } else { None };
        let value_name = children.next();
        let collection = children.next();
        let key = if node.kind == Kind::ForObject { children.next() } else { None };
        let value = if node.kind == Kind::ForMarker { None } else { children.next() };
        let condition = if node.flags & flags::FOR_IF != 0 { children.next() } else { None };
        ForParts { key_name, value_name, collection, key, value, condition }
    }
}

impl<'t> Traversal<'t> {
    /// The steps in source order, with the node of each.
    pub fn steps(&self) -> impl Iterator<Item = (NodeId, Step)> + use<'t> {
        let view = self.view;
        let mut next = self.steps;
        std::iter::from_fn(move || {
            let id = next?;
            next = view.tree.next_sibling(id);
            let node = view.node(id);
            let step = match node.kind {
                Kind::GetAttr => Step::Attribute(node.range()),
                Kind::LegacyIndex => Step::LegacyIndex(node.range()),
                Kind::AttrSplat => Step::AttributeSplat,
                Kind::FullSplat => Step::FullSplat,
                _ => Step::Index(view.tree.first_child(id)?),
            };
            Some((id, step))
        })
    }

    /// The name of the variable it starts with.
    #[must_use]
    pub fn root_name(&self) -> Option<&'t str> {
        match self.root {
            Root::Name(range) => Some(range.of(self.view.text)),
            Root::Expression(_) => None,
        }
    }
}
