//! What words of a file are: for colours.

use super::View;
use crate::grammar;
use crate::ir::{Named, SymbolKind, Target};
use crate::source::{FileId, Span};
use crate::syntax::{hcl, yaml};

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Function,
    Parameter,
    Variable,
    Resource,
    Type,
    Property,
    Keyword,
}

/// The kinds in the order in which they are numbered, by the names that editors have for them.
pub(crate) const KINDS: [&str; 7] =
    ["function", "parameter", "variable", "class", "type", "property", "keyword"];

/// A word of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// Whether the word is defined there.
    pub(crate) is_definition: bool,
}

/// The words of the file that are more than text, in their order; none overlap.
pub(crate) fn tokens(view: &View<'_>) -> Vec<Token> {
    let mut tokens = names(view);
    for file in view.texts() {
        let Some(parse) = view.sources().parse(file) else { continue };
        if let Some(yaml) = parse.yaml() {
            functions(view, file, yaml, &mut tokens);
        } else if let Some(hcl) = parse.hcl() {
            words(view, file, hcl, &mut tokens);
        }
    }
    let is_word = |token: &Token| !view.sources().slice(token.span).contains(['\n', '\r']);
    tokens.retain(|token| token.span.start < token.span.end && is_word(token));
    tokens.sort_by_key(|it| (it.span.start, it.span.end));
    let mut end = 0;
    tokens.retain(|token| {
        let is_clear = token.span.start >= end;
        if is_clear {
            end = token.span.end;
        }
        is_clear
    });
    tokens
}

fn names(view: &View<'_>) -> Vec<Token> {
    let Some(cx) = view.cx() else { return Vec::new() };
    let references = cx.references();
    let kind_of = |kind: SymbolKind| match kind {
        SymbolKind::Parameter | SymbolKind::Variable => Kind::Parameter,
        SymbolKind::Resource | SymbolKind::DataSource | SymbolKind::Module => Kind::Resource,
        _ => Kind::Variable,
    };
    let mut tokens = Vec::new();
    let mut add = |span: Span, kind: Kind, is_definition: bool| {
        if view.is_here(span) {
            let span = view.sources().on_disk(span);
            tokens.push(Token { span, kind, is_definition });
        }
    };
    for (_, definition) in references.definitions() {
        add(definition.name_span, kind_of(definition.kind), true);
    }
    for (index, it) in references.uses().iter().enumerate() {
        let meant = references.meant(Named::Use(index)).and_then(|id| references.definition(id));
        match (meant, it.target) {
            (Some(definition), _) => add(it.span, kind_of(definition.kind), false),
            (None, Target::BuiltIn) => add(it.span, Kind::Variable, false),
            _ => {}
        }
    }
    for resource in cx.unit.templates.iter().flat_map(|template| &template.resources) {
        if resource.type_span != resource.name_span {
            add(resource.type_span, Kind::Type, false);
        }
    }
    tokens
}

/// Short tags, and the keys that are functions.
fn functions(view: &View<'_>, file: FileId, yaml: yaml::View<'_>, tokens: &mut Vec<Token>) {
    let mut add = |range: crate::source::TextRange| {
        let span = view.sources().on_disk(range.in_file(file));
        tokens.push(Token { span, kind: Kind::Function, is_definition: false });
    };
    for (id, node) in yaml.tree.nodes() {
        if node.kind == yaml::Kind::Alias {
            continue;
        }
        if node.props < node.start
            && let Some((range, tag)) = yaml.tag(id)
            && (grammar::function_by_tag(tag).is_some() || tag == "!Condition")
        {
            add(range);
        }
        if node.kind == yaml::Kind::Mapping {
            let keys = yaml.entries(id).map(|(key, _)| key);
            for key in keys.filter(|&key| grammar::function_by_name(&yaml.text(key)).is_some()) {
                add(yaml.range(key));
            }
        }
    }
}

/// Block types, attributes and functions of HCL.
fn words(view: &View<'_>, file: FileId, hcl: hcl::View<'_>, tokens: &mut Vec<Token>) {
    for id in hcl.tree.ids() {
        let (range, kind) = match hcl.kind(id) {
            hcl::Kind::Block => (hcl.name_range(id), Kind::Keyword),
            hcl::Kind::Attribute => (hcl.name_range(id), Kind::Property),
            hcl::Kind::Call => match hcl.tree.first_child(id) {
                Some(name) => (hcl.range(name), Kind::Function),
                None => continue,
            },
            _ => continue,
        };
        let span = view.sources().on_disk(range.in_file(file));
        tokens.push(Token { span, kind, is_definition: false });
    }
}
