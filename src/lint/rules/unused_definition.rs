//! ## What it does
//! Finds a parameter, condition, mapping or local of a ROS template, and a variable, local or data source of Terraform,
//! that nothing uses. A name that only the deployment knows, as in `Ref` of a function, may be any. A parameter counts
//! as used where the metadata or the form of another parameter names it. A data source that opens a service, such as
//! `alicloud_oss_service`, is there for what it does.
//!
//! ## Why is this bad
//! Who deploys the template is asked for a value that changes nothing, and who maintains it reads what has no effect.
//! Often the name is misspelled where it was meant to be used, or its use was removed. See `AssociationPropertyMetadata` of
//! <https://www.alibabacloud.com/help/en/ros/user-guide/parameters> for how forms name parameters.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   VpcId:
//!     Type: String
//!   Zone:
//!     Type: String
//! Resources:
//!   Switch:
//!     Type: ALIYUN::ECS::VSwitch
//!     Properties:
//!       VpcId:
//!         Ref: VpcId
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   VpcId:
//!     Type: String
//! Resources:
//!   Switch:
//!     Type: ALIYUN::ECS::VSwitch
//!     Properties:
//!       VpcId:
//!         Ref: VpcId
//! ```
//!
//! ## Fix
//! Unsafe: removes the definition, where it has its lines for itself and nothing sets its value.
//!
//! ## Since
//! 0.1.0

use std::collections::HashSet;

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::ir::{Definition, DefinitionId, SymbolKind, Target, Use, UseKind};
use crate::lint::{Check, Pass, Rule, Sink, reference, rule};
use crate::source::Span;
use crate::syntax::Language;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnusedDefinition, "unused_definition", Pass::Unit(check));

/// Names without a definition that are looked at to see whether an unused one was meant.
const MOST: usize = 64;

fn check(check: &Check<'_>, sink: &mut Sink) {
    let references = check.cx().references();
    let readable = reference::Readable::new(check.unit);
    let undefined = references.uses().iter().filter(|it| it.target == Target::Undefined);
    let undefined: Vec<&Use> = undefined.take(MOST).collect();
    let any = |it: &&Use| it.name.is_empty() && it.target == Target::Elsewhere;
    let any: Vec<&Use> = references.uses().iter().filter(any).collect();
    let may_be_used = |definition: &Definition| {
        let scope =
            |it: &&Use| it.scope.template == definition.template && it.scope.kinds.contains(&definition.kind);
        any.iter().any(scope)
    };
    let mut definitions: Vec<(DefinitionId, &Definition)> =
        references.definitions().filter(|(_, it)| is_judged(it.kind) && !opens_service(it)).collect();
    // Of equal names the last one has the uses; the others are duplicates.
    let mut seen = HashSet::new();
    definitions.reverse();
    definitions.retain(|(_, it)| seen.insert((it.template, it.kind, it.name.as_str())));
    for (id, definition) in definitions.into_iter().rev() {
        let counts = readable.has(check.unit, definition.template)
            && !may_be_used(definition)
            && !references.uses_of(id).any(|it| is_use(it, id))
            && !undefined.iter().any(|it| is_meant(it, definition));
        if counts {
            sink.push(finding(check, id, definition));
        }
    }
}

/// Whether something of that kind is there only to be used.
const fn is_judged(kind: SymbolKind) -> bool {
    match kind {
        SymbolKind::Parameter
        | SymbolKind::Variable
        | SymbolKind::Local
        | SymbolKind::Mapping
        | SymbolKind::Condition
        | SymbolKind::DataSource => true,
        SymbolKind::Resource
        | SymbolKind::Module
        | SymbolKind::Output
        | SymbolKind::MappingKey
        | SymbolKind::Rule
        | SymbolKind::Provider => false,
    }
}

/// Whether a data source is there for what it does: it opens a service of Alibaba Cloud, `alicloud_oss_service`.
fn opens_service(definition: &Definition) -> bool {
    let kind = definition.name.split('.').next().unwrap_or_default();
    definition.kind == SymbolKind::DataSource && kind.starts_with("alicloud_") && kind.ends_with("_service")
}

/// Whether `it` reads the definition `id`, and does not merely set its value.
fn is_use(it: &Use, id: DefinitionId) -> bool {
    it.kind != UseKind::Argument && it.within != Some(id)
}

/// Whether `it` names nothing because the name of `definition` is misspelled there or here: that is one finding already.
fn is_meant(it: &Use, definition: &Definition) -> bool {
    it.scope.template == definition.template
        && it.scope.kinds.contains(&definition.kind)
        && crate::grammar::nearest([definition.name.as_str()], &it.name).is_some()
}

fn finding(check: &Check<'_>, id: DefinitionId, definition: &Definition) -> Diagnostic {
    let (kind, name) = (definition.kind.noun(), &definition.name);
    let message = text!(en: "{kind} `{name}` is never used", zh: "{kind} `{name}` 从未被使用", kind, name)
        .proposing(name);
    let finding = RULE
        .finding(definition.name_span, message)
        .label(text!(en: "nothing reads this", zh: "没有任何内容引用它"))
        .at(reference::path(check, Some(id)))
        .help(text!(en: "remove it, or use it", zh: "请删除它，或在需要的地方引用它"));
    let is_set = check.cx().references().uses_of(id).next().is_some();
    match removal(check, definition).filter(|_| !is_set) {
        Some(span) => finding.fix(Applicability::Unsafe, vec![Edit { span, text: String::new() }]),
        None => finding,
    }
}

/// The lines of the definition, where nothing else is on them. Entries of JSON hang together by commas.
fn removal(check: &Check<'_>, definition: &Definition) -> Option<Span> {
    let entry = reference::entry(check, definition)?;
    let source = check.sources.get(entry.file)?;
    let text = source.text.as_ref();
    let quoted = text.get(..entry.start as usize)?.trim_end_matches(['"', '\'']);
    let start = quoted.rfind('\n').map_or(0, |at| at + 1);
    let before = quoted.get(start..)?;
    let whole = text.get(entry.start as usize..entry.end as usize)?;
    let end = entry.start as usize + whole.trim_end().len();
    let after = text.get(end..)?;
    let line = after.find('\n').map_or(after.len(), |at| at + 1);
    let language = check.sources.parse(entry.file)?.language;
    let is_alone = before.trim().is_empty() && after.get(..line)?.trim().is_empty();
    (is_alone && language != Language::Json).then(|| Span {
        start: start as u32,
        end: (end + line) as u32,
        ..entry
    })
}
