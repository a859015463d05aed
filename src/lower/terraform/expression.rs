//! HCL expressions as values.

use crate::ir::{Entry, FunctionCall, Literal, Part, Reference, ReferenceKind, Step, Value, ValueKind};
use crate::lower::VALUE_DEPTH;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::NodeId;
use crate::syntax::hcl::{self, Kind, View};

/// Reads the values of one text.
#[derive(Clone, Copy)]
pub(super) struct Reader<'t> {
    pub(super) view: View<'t>,
    pub(super) file: FileId,
}

impl<'t> Reader<'t> {
    /// Where `id` is.
    pub(super) fn span(&self, id: NodeId) -> Span {
        self.view.range(id).in_file(self.file)
    }

    /// The expression `id` as a value.
    pub(super) fn value(&self, id: NodeId) -> Value {
        self.value_at(id, 0)
    }

    /// What the bare template `id` is; one interpolation alone is its own value.
    pub(super) fn bare_template(&self, id: NodeId) -> ValueKind {
        self.template(id, 0, true)
    }

    fn value_at(&self, id: NodeId, depth: usize) -> Value {
        let kind = if depth > VALUE_DEPTH { ValueKind::Expression(Vec::new()) } else { self.kind(id, depth) };
        Value { span: self.span(id), kind }
    }

    fn kind(&self, id: NodeId, depth: usize) -> ValueKind {
        let depth = depth + 1;
        match self.view.kind(id) {
            Kind::Number => ValueKind::Literal(Literal::Number(self.view.source(id).to_owned())),
            Kind::True => ValueKind::Literal(Literal::Bool(true)),
            Kind::False => ValueKind::Literal(Literal::Bool(false)),
            Kind::Null => ValueKind::Literal(Literal::Null),
            Kind::Template | Kind::Heredoc | Kind::BareTemplate => self.template(id, depth, false),
            Kind::Variable | Kind::Traversal => self.traversal(id, depth),
            Kind::Call => ValueKind::Call(self.call(id, depth)),
            Kind::Parens => match self.view.children(id).next() {
                Some(inner) => ValueKind::Group(Box::new(self.value_at(inner, depth))),
                None => ValueKind::Error,
            },
            Kind::Tuple => {
                ValueKind::List(self.view.children(id).map(|item| self.value_at(item, depth)).collect())
            }
            Kind::Object => {
                let entries = self.view.entries(id);
                ValueKind::Map(entries.map(|(key, value)| self.entry(key, value, depth)).collect())
            }
            Kind::Unary | Kind::Binary | Kind::Conditional | Kind::ForTuple | Kind::ForObject => {
                let is_operand =
                    |child: &NodeId| !matches!(self.view.kind(*child), Kind::Operator | Kind::Name);
                let operands = self.view.children(id).filter(is_operand);
                let operands: Vec<Value> = operands.map(|operand| self.value_at(operand, depth)).collect();
                match <Box<[Value; 3]>>::try_from(operands) {
                    Ok(three) if self.view.kind(id) == Kind::Conditional => ValueKind::Conditional(three),
                    Ok(operands) => ValueKind::Expression(Vec::from(*operands)),
                    Err(operands) => ValueKind::Expression(operands),
                }
            }
            _ => ValueKind::Error,
        }
    }

    fn entry(&self, key: NodeId, value: NodeId, depth: usize) -> Entry {
        let name = match self.view.kind(key) {
            Kind::Variable => self.view.name(key).to_owned(),
            Kind::Number => self.view.source(key).to_owned(),
            // `alicloud.beijing` in the `providers` of a call.
            Kind::Traversal => self.view.source(key).to_owned(),
            _ => self.view.string_value(key).map(|it| it.into_owned()).unwrap_or_default(),
        };
        Entry { key: name, key_span: self.span(key), value: self.value_at(value, depth) }
    }

    fn call(&self, id: NodeId, depth: usize) -> FunctionCall {
        let name_span = self.view.children(id).next().map_or_else(|| self.span(id), |name| self.span(name));
        let arguments = self.view.arguments(id).map(|argument| self.value_at(argument, depth)).collect();
        FunctionCall { name: self.view.call_name(id).to_owned(), name_span, arguments }
    }

    /// A template: a literal where nothing in it is computed. With `unwrap`, one interpolation alone is
    /// its own value, as in the strings of `.tf.json`.
    fn template(&self, id: NodeId, depth: usize, unwrap: bool) -> ValueKind {
        if let Some(text) = self.view.string_value(id) {
            return ValueKind::Literal(Literal::String(text.into_owned()));
        }
        let mut parts: Vec<Part> =
            self.view.template_parts(id).into_iter().map(|it| self.part(it, depth)).collect();
        match parts.as_mut_slice() {
            [Part::Value(only)] if unwrap => std::mem::replace(&mut only.kind, ValueKind::Error),
            _ => ValueKind::Interpolation(parts),
        }
    }

    /// An interpolation is the value inside; a directive is an expression of unknown value.
    fn part(&self, part: hcl::Part<'_>, depth: usize) -> Part {
        match part {
            hcl::Part::Literal(_, decoded) => Part::Text(decoded.value.into_owned()),
            hcl::Part::Interpolation(id) => match self.view.children(id).next() {
                Some(inner) => Part::Value(self.value_at(inner, depth)),
                None => Part::Value(Value { span: self.span(id), kind: ValueKind::Error }),
            },
            hcl::Part::Directive(id) => {
                Part::Value(Value { span: self.span(id), kind: ValueKind::Expression(Vec::new()) })
            }
        }
    }

    fn traversal(&self, id: NodeId, depth: usize) -> ValueKind {
        let Some(traversal) = self.view.traversal(id) else { return ValueKind::Error };
        match traversal.root {
            hcl::Root::Name(range) => {
                let steps =
                    traversal.steps().map(|(node, step)| (self.view.range(node), self.step(step, depth)));
                ValueKind::Ref(self.reference(range, steps.collect()))
            }
            hcl::Root::Expression(operand) => ValueKind::Expression(vec![self.value_at(operand, depth)]),
        }
    }

    fn step(&self, step: hcl::Step, depth: usize) -> Step {
        let number = |digits: &str| digits.parse().map_or(Step::Unknown, Step::Index);
        match step {
            hcl::Step::Attribute(range) => Step::Name(range.of(self.view.text).to_owned()),
            hcl::Step::LegacyIndex(range) => number(range.of(self.view.text)),
            hcl::Step::Index(index) => match self.view.kind(index) {
                Kind::Number => number(self.view.source(index)),
                Kind::Template => {
                    let text = self.view.string_value(index);
                    text.map_or_else(|| self.at(index, depth), |text| Step::Name(text.into_owned()))
                }
                _ => self.at(index, depth),
            },
            hcl::Step::AttributeSplat | hcl::Step::FullSplat => Step::Unknown,
        }
    }

    fn at(&self, index: NodeId, depth: usize) -> Step {
        Step::At(Box::new(self.value_at(index, depth)))
    }

    /// Sorts a chain of names by its first: `var.x`, `data.type.name`, `type.name`.
    fn reference(&self, root: TextRange, steps: Vec<(TextRange, Step)>) -> Reference {
        let text = root.of(self.view.text);
        let (kind, names) = match text {
            "var" => (ReferenceKind::Variable, 1),
            "local" => (ReferenceKind::Local, 1),
            "module" => (ReferenceKind::Module, 1),
            "data" => (ReferenceKind::Data, 2),
            "each" | "count" | "self" | "path" | "terraform" | "ephemeral" => (ReferenceKind::Other, 0),
            _ => (ReferenceKind::Resource, 1),
        };
        let mut name =
            if kind == ReferenceKind::Resource || names == 0 { text.to_owned() } else { String::new() };
        let mut name_range = root;
        let mut taken = 0;
        for (range, step) in steps.iter().take(names) {
            let Step::Name(part) = step else { break };
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(part);
            name_range =
                if taken == 0 && kind != ReferenceKind::Resource { *range } else { name_range.cover(*range) };
            taken += 1;
        }
        let steps = steps.into_iter().skip(taken).map(|(_, step)| step).collect();
        Reference { kind, name, name_span: name_range.in_file(self.file), steps }
    }
}
