//! Names with both ends: where something is defined, and every place that uses it.

use super::{NodeRef, SymbolKind, TemplateId};
use crate::source::{FileId, Span};

/// A definition of a unit, by its place among all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionId(pub u32);

/// Something that has a name.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The template that it is defined in, whose names are a scope of their own.
    pub template: TemplateId,
    /// What it is.
    pub kind: SymbolKind,
    /// Its name; `type.name` for Terraform resources and data sources.
    pub name: String,
    /// The characters that are changed when it is renamed, without quotes.
    pub name_span: Span,
    /// All that defines it.
    pub body: NodeRef,
    /// For a key of a mapping the mapping, or the key above it.
    pub owner: Option<DefinitionId>,
}

/// In what way a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UseKind {
    /// `Ref`, or a reference of Terraform.
    Value,
    /// `Fn::GetAtt`.
    Attribute,
    /// `${name}` in the pattern of `Fn::Sub`.
    Substitution,
    /// `DependsOn` or `depends_on`.
    Dependency,
    /// `Condition`, or an argument of `Fn::If`, `Fn::And`, `Fn::Or` or `Fn::Not`.
    Condition,
    /// The map of `Fn::FindInMap`.
    Mapping,
    /// A key of `Fn::FindInMap`.
    Key,
    /// A member of `ParameterGroups`, or `${name}` in a form of the console: not needed to deploy.
    Form,
    /// What a nested stack or a module is given, by the name that it has there.
    Argument,
    /// An output of a nested stack or module.
    Output,
    /// A Terraform variable that gets the value of the parameter of its name.
    Passed,
    /// `provider` and `providers`.
    Provider,
}

impl UseKind {
    /// The kind's name in tests and machine formats.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            UseKind::Value => "value",
            UseKind::Attribute => "attribute",
            UseKind::Substitution => "substitution",
            UseKind::Dependency => "dependency",
            UseKind::Condition => "condition",
            UseKind::Mapping => "mapping",
            UseKind::Key => "key",
            UseKind::Form => "form",
            UseKind::Argument => "argument",
            UseKind::Output => "output",
            UseKind::Passed => "passed",
            UseKind::Provider => "provider",
        }
    }
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// This definition.
    Definition(DefinitionId),
    /// What the language itself knows: a pseudo parameter, `each`, a name that a `for` binds.
    BuiltIn,
    /// Something that is not in the unit, such as an output of a module that is not here.
    Elsewhere,
    /// Nothing.
    Undefined,
}

/// Where a name is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The template whose definitions count: for an output or an argument that of the module or nested stack.
    pub template: TemplateId,
    /// What the name can be; nothing where the language itself knows it.
    pub kinds: &'static [SymbolKind],
    /// For a key of a mapping the mapping, or the key above it.
    pub owner: Option<DefinitionId>,
}

/// A place where a name is used.
#[derive(Clone, Debug)]
pub struct Use {
    /// The template that it is in.
    pub template: TemplateId,
    /// In what way.
    pub kind: UseKind,
    /// The name.
    pub name: String,
    /// The characters of the name, without quotes.
    pub span: Span,
    /// What is taken out of the named thing first, and where that is written.
    pub attribute: Option<(String, Span)>,
    /// The definition that the use is part of.
    pub within: Option<DefinitionId>,
    /// Where the name is looked up.
    pub scope: Scope,
    /// What the name means.
    pub target: Target,
}

/// A name at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// Where it is defined.
    Definition(DefinitionId),
    /// The use at that place among all uses.
    Use(usize),
}

/// The names of a unit with both ends.
#[derive(Debug, Default)]
pub struct References {
    definitions: Vec<Definition>,
    uses: Vec<Use>,
    /// For each definition its uses.
    of: Vec<Vec<usize>>,
    /// Every name by its place.
    places: Vec<(Span, Named)>,
}

impl References {
    pub(crate) fn new(definitions: Vec<Definition>, mut uses: Vec<Use>) -> Self {
        uses.sort_by_key(|it| (it.template, it.span));
        let mut of = vec![Vec::new(); definitions.len()];
        for (index, it) in uses.iter().enumerate() {
            if let Target::Definition(id) = it.target
                && let Some(of) = of.get_mut(id.0 as usize)
            {
                of.push(index);
            }
        }
        let defined =
            definitions.iter().zip(0..).map(|(it, id)| (it.name_span, Named::Definition(DefinitionId(id))));
        let used = uses.iter().enumerate().map(|(index, it)| (it.span, Named::Use(index)));
        let mut places: Vec<(Span, Named)> = defined.chain(used).collect();
        places.sort_unstable();
        References { definitions, uses, of, places }
    }

    /// The definition `id`.
    #[must_use]
    pub fn definition(&self, id: DefinitionId) -> Option<&Definition> {
        self.definitions.get(id.0 as usize)
    }

    /// All definitions, by template and place.
    pub fn definitions(&self) -> impl Iterator<Item = (DefinitionId, &Definition)> {
        self.definitions.iter().zip(0..).map(|(it, id)| (DefinitionId(id), it))
    }

    /// All uses, by template and place.
    #[must_use]
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The uses of the definition `id`.
    pub fn uses_of(&self, id: DefinitionId) -> impl Iterator<Item = &Use> {
        let indices = self.of.get(id.0 as usize).map(Vec::as_slice).unwrap_or_default();
        indices.iter().filter_map(|&index| self.uses.get(index))
    }

    /// The names at byte `at` of text `file`; the place right after a name counts. There are several where one name
    /// says two things: a Terraform variable that is also a use of a parameter.
    pub fn at(&self, file: FileId, at: u32) -> impl Iterator<Item = Named> {
        let begun = self.places.partition_point(|(span, _)| (span.file, span.start) <= (file, at));
        let before = self.places.get(..begun).unwrap_or_default().iter().rev();
        let mut first = None;
        before
            .take_while(move |(span, _)| span.file == file && *first.get_or_insert(span.start) == span.start)
            .filter(move |(span, _)| at <= span.end)
            .map(|&(_, named)| named)
    }

    /// What `named` means: the definition itself, or that which the use names.
    #[must_use]
    pub fn meant(&self, named: Named) -> Option<DefinitionId> {
        match named {
            Named::Definition(id) => Some(id),
            Named::Use(index) => match self.uses.get(index)?.target {
                Target::Definition(id) => Some(id),
                Target::BuiltIn | Target::Elsewhere | Target::Undefined => None,
            },
        }
    }
}
