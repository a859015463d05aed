//! Names that lead nowhere, as the rules about references report them.

use std::collections::{HashMap, HashSet};

use super::{Check, Rule, Sink, conformance};
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Severity, Text, did_you_mean};
use crate::grammar::{self, nearest_within};
use crate::ir::{
    Definition, DefinitionId, Dialect, Parent, Relation, SymbolKind, Target, TemplateId, Unit, Use, UseKind,
};
use crate::source::{FileId, Span};
use crate::text;

/// The templates of a unit that could be read as a whole: in another one, what a name means may be in the part that
/// could not be read.
pub(super) struct Readable(HashSet<FileId>);

impl Readable {
    pub(super) fn new(unit: &Unit) -> Self {
        let problems = unit.templates.iter().flat_map(|it| &it.problems);
        let unread = problems.filter(|it| matches!(it.rule, RuleId::SyntaxError | RuleId::BudgetExceeded));
        Readable(unread.map(|it| it.primary.span.file).collect())
    }

    /// Whether all of `template` could be read.
    pub(super) fn has(&self, unit: &Unit, template: TemplateId) -> bool {
        let files = unit.template(template).map(|it| it.files.as_slice()).unwrap_or_default();
        files.iter().all(|file| !self.0.contains(file))
    }
}

/// The uses in `check` that name nothing at all.
fn undefined<'a>(check: &Check<'a>) -> Vec<&'a Use> {
    let uses = check.cx().references().uses().iter();
    let mut undefined: Vec<&Use> = uses.filter(|it| it.target == Target::Undefined).collect();
    if !undefined.is_empty() {
        let readable = Readable::new(check.unit);
        let misspelled = misspelled_types(check);
        undefined.retain(|it| {
            readable.has(check.unit, it.template)
                && readable.has(check.unit, it.scope.template)
                && !is_of_misspelled(it, &misspelled)
        });
    }
    undefined
}

/// The types of Terraform resources that nobody knows, by template, whether they are data, and name.
type Misspelled<'a> = HashMap<(TemplateId, bool, &'a str), Vec<&'a str>>;

fn misspelled_types<'a>(check: &Check<'a>) -> Misspelled<'a> {
    let mut misspelled: Misspelled<'a> = HashMap::new();
    for (id, template) in check.templates().filter(|(_, it)| it.dialect == Dialect::Terraform) {
        for it in &template.resources {
            if let Some((_, None)) = conformance::type_of(check.schema, template, it) {
                misspelled.entry((id, it.is_data, &it.name)).or_default().push(&it.resource_type);
            }
        }
    }
    misspelled
}

/// Whether `it` names a resource whose type is misspelled where it is defined: `unknown-resource-type` says so there.
fn is_of_misspelled(it: &Use, misspelled: &Misspelled<'_>) -> bool {
    let is_data = it.scope.kinds.contains(&SymbolKind::DataSource);
    let Some((kind, name)) = it.name.rsplit_once('.') else { return false };
    let types = misspelled.get(&(it.template, is_data, name));
    types.is_some_and(|types| nearest_within(types.iter().copied(), kind, 2).is_some())
}

/// Where the names on disk are that `check` uses for values and that name nothing, sorted.
pub(super) fn undefined_values(check: &Check<'_>) -> Vec<Span> {
    let is_value = |it: &&Use| !matches!(it.kind, UseKind::Condition | UseKind::Form | UseKind::Provider);
    let uses = undefined(check).into_iter().filter(is_value);
    let mut spans: Vec<Span> = uses.map(|it| check.sources.on_disk(it.span)).collect();
    spans.sort_unstable();
    spans
}

/// Reports under `rule` the uses that name nothing and of which `message` has something to say.
pub(super) fn report(
    check: &Check<'_>,
    rule: &Rule,
    sink: &mut Sink,
    message: impl Fn(&Use) -> Option<Text>,
) {
    let undefined = undefined(check);
    let mut names = None;
    for it in undefined {
        if let Some(message) = message(it) {
            let names = names.get_or_insert_with(|| Names::new(check));
            sink.push(names.finding(rule, it, message));
        }
    }
}

/// What names could be meant, by what they are.
struct Names<'a> {
    check: &'a Check<'a>,
    by_kind: HashMap<(TemplateId, SymbolKind, Option<DefinitionId>), Vec<&'a Definition>>,
    by_name: HashMap<(TemplateId, &'a str), &'a Definition>,
    /// The Terraform that a template carries, whose variables are its parameters.
    carried: HashMap<TemplateId, TemplateId>,
}

impl<'a> Names<'a> {
    fn new(check: &'a Check<'a>) -> Self {
        let mut names =
            Names { check, by_kind: HashMap::new(), by_name: HashMap::new(), carried: HashMap::new() };
        for (_, it) in check.cx().references().definitions() {
            names.by_kind.entry((it.template, it.kind, it.owner)).or_default().push(it);
            if it.owner.is_none() && !matches!(it.kind, SymbolKind::Output | SymbolKind::Rule) {
                names.by_name.insert((it.template, &it.name), it);
            }
        }
        for (id, _) in check.unit.iter() {
            if let Some(Parent { template, relation: Relation::Workspace }) = check.unit.parent(id) {
                names.carried.insert(*template, id);
            }
        }
        names
    }

    /// The finding of `rule` that `it` names nothing, which `message` says, with the name that was probably meant.
    fn finding(&self, rule: &Rule, it: &Use, message: Text) -> Diagnostic {
        let finding = rule.finding(it.span, message).label(text!(en: "not defined", zh: "未定义"));
        let mut finding = finding.at(path(self.check, it.within));
        // Terraform, too, only warns of a value that no variable takes.
        if it.kind == UseKind::Argument && it.within.is_none() {
            finding.severity = finding.severity.min(Severity::Warning);
        }
        let namesake = self.by_name.get(&(it.scope.template, it.name.as_str()));
        if let Some(other) = namesake.filter(|_| it.scope.owner.is_none()) {
            let (kind, name) = (other.kind.noun(), &other.name);
            let what = text!(en: "`{name}` is a {kind}", zh: "`{name}` 是{kind}", name, kind);
            finding = finding.also(other.name_span, what);
        }
        let Some(near) = self.nearest(it) else { return finding };
        let help = finding.help(did_you_mean(&near));
        let Some(edit) = renamed(self.check, it, &near) else { return help };
        help.fix(Applicability::Unsafe, vec![edit])
    }

    /// The names that could be meant at `it`.
    fn candidates(&self, it: &Use) -> Vec<&'a str> {
        let scope = it.scope;
        let own = scope.kinds.iter().map(|&kind| (scope.template, kind, scope.owner));
        let carried = self.carried.get(&scope.template);
        let carried = carried.filter(|_| scope.kinds.contains(&SymbolKind::Parameter));
        let carried = carried.map(|&module| (module, SymbolKind::Variable, None));
        let groups = own.chain(carried).filter_map(|group| self.by_kind.get(&group));
        let names = groups.flatten().map(|definition| definition.name.as_str());
        if it.kind != UseKind::Argument {
            return names.collect();
        }
        // What is set there already was not meant.
        let beside = |other: &&Use| {
            (other.kind, other.template, other.within) == (it.kind, it.template, it.within)
                && other.span.file == it.span.file
        };
        let uses = self.check.cx().references().uses();
        let set: HashSet<&str> = uses.iter().filter(beside).map(|it| it.name.as_str()).collect();
        names.filter(|name| !set.contains(name)).collect()
    }

    /// The name that was probably meant at `it`.
    fn nearest(&self, it: &Use) -> Option<String> {
        // Any other letter is near to a single one.
        it.name.chars().nth(1)?;
        let names = self.candidates(it);
        let unit = self.check.unit;
        let is_ros = unit.template(it.template).is_some_and(|it| it.dialect == Dialect::Ros);
        let words: &[&str] = match it.scope.kinds {
            [SymbolKind::Parameter, ..] if is_ros => grammar::pseudo_parameters(),
            [] if !is_ros => &["true", "false", "null"],
            _ => &[],
        };
        // Of Terraform's resources first those of the same type, whose name alone is misspelled.
        let (kind, short) = it.name.rsplit_once('.').filter(|_| !is_ros).unwrap_or(("", &it.name));
        let of_kind = |name: &&'a str| name.strip_prefix(kind)?.strip_prefix('.');
        let same: Vec<&str> = names.iter().filter_map(of_kind).filter(|_| !kind.is_empty()).collect();
        match grammar::nearest(same, short) {
            Some(near) => Some(format!("{kind}.{near}")),
            None => {
                let all = names.into_iter().chain(words.iter().copied());
                grammar::nearest(all, &it.name).map(str::to_owned)
            }
        }
    }
}

/// The edit after which `near` is at `it`, where the text there is the name itself.
fn renamed(check: &Check<'_>, it: &Use, near: &str) -> Option<Edit> {
    let written = check.sources.slice(it.span);
    let (from, to) = match it.name.rsplit_once('.') {
        // Of `type.name` only the name is at the span.
        Some((kind, name)) if written == name => (name, near.strip_prefix(kind)?.strip_prefix('.')?),
        _ => (it.name.as_str(), near),
    };
    (written == from).then(|| Edit { span: it.span, text: to.to_owned() })
}

/// The path of the definition `id`: `Resources.Web`, `alicloud_instance.web`.
pub(super) fn path(check: &Check<'_>, id: Option<DefinitionId>) -> String {
    let definition = id.and_then(|id| check.cx().references().definition(id));
    let Some(definition) = definition else { return String::new() };
    let is_ros = check.unit.template(definition.template).is_some_and(|it| it.dialect == Dialect::Ros);
    let section = match (definition.kind, is_ros) {
        (SymbolKind::Parameter, _) => "Parameters",
        (SymbolKind::Local, true) => "Locals",
        (SymbolKind::Local, false) => "local",
        (SymbolKind::Mapping, _) => "Mappings",
        (SymbolKind::Condition, _) => "Conditions",
        (SymbolKind::Rule, _) => "Rules",
        (SymbolKind::Output, true) => "Outputs",
        (SymbolKind::Output, false) => "output",
        (SymbolKind::Resource, true) => "Resources",
        (SymbolKind::DataSource, _) => "data",
        (SymbolKind::Variable, _) => "var",
        (SymbolKind::Module, _) => "module",
        (SymbolKind::Provider, _) => "provider",
        (SymbolKind::Resource, false) | (SymbolKind::MappingKey, _) => return definition.name.clone(),
    };
    format!("{section}.{}", definition.name)
}

/// The whole entry, attribute or block that `definition` is.
pub(super) fn entry(check: &Check<'_>, definition: &Definition) -> Option<Span> {
    let parse = check.sources.parse(definition.body.file)?;
    let name = definition.name_span;
    if let Some(view) = parse.yaml() {
        let value = view.range(definition.body.id).in_file(definition.body.file);
        return (value.file == name.file && value.start >= name.end)
            .then_some(Span { start: name.start, ..value });
    }
    let view = parse.hcl()?;
    let own = view.range(definition.body.id);
    let whole = match own.start <= name.start {
        true => own,
        false => view.range(parse.parent(definition.body.id)?),
    };
    Some(whole.in_file(definition.body.file))
}
