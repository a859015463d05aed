//! ## What it does
//! Finds a resource, data source, variable, local, output, module or provider configuration that a Terraform module
//! defines twice, in one file or in two. In a ROS template it finds a name that a parameter, a local or a resource
//! shares with another one of these.
//!
//! ## Why is this bad
//! Terraform refuses the module: "Each resource must have a unique name"
//! (<https://developer.hashicorp.com/terraform/language/block/resource>). In ROS, parameters, locals and resources share
//! their names, and `Ref` could mean either. Files whose names end in `_override.tf` change definitions and do not count.
//!
//! ## Example
//! ```hcl main.tf
//! variable "zone" {
//!   type = string
//! }
//!
//! data "alicloud_vswitches" "all" {
//!   zone_id = var.zone
//! }
//!
//! output "ids" {
//!   value = data.alicloud_vswitches.all.ids
//! }
//! ```
//! ```hcl variables.tf
//! variable "zone" {
//!   type = string
//! }
//! ```
//!
//! ## Use instead
//! ```hcl main.tf
//! data "alicloud_vswitches" "all" {
//!   zone_id = var.zone
//! }
//!
//! output "ids" {
//!   value = data.alicloud_vswitches.all.ids
//! }
//! ```
//! ```hcl variables.tf
//! variable "zone" {
//!   type = string
//! }
//! ```
//!
//! ## Fix
//! None: only the author knows which of the two counts.
//!
//! ## Since
//! 0.1.0

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::ir::{Definition, DefinitionId, Dialect, SymbolKind, TemplateId};
use crate::lint::{Check, Pass, Rule, Sink, reference, rule};
use crate::lower::terraform;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(DuplicateDefinition, "duplicate_definition", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    let mut first: HashMap<(TemplateId, Option<SymbolKind>, &str), &Definition> = HashMap::new();
    for (id, definition) in check.cx().references().definitions() {
        let Some(dialect) = check.unit.template(definition.template).map(|it| it.dialect) else { continue };
        let kind = match (dialect, definition.kind) {
            (_, SymbolKind::MappingKey) => continue,
            (Dialect::Terraform, kind) => {
                if changes_others(check, definition) {
                    continue;
                }
                Some(kind)
            }
            (Dialect::Ros, SymbolKind::Parameter | SymbolKind::Local | SymbolKind::Resource) => None,
            (Dialect::Ros, _) => continue,
        };
        match first.get(&(definition.template, kind, definition.name.as_str())) {
            None => _ = first.insert((definition.template, kind, &definition.name), definition),
            // A key that occurs twice in one section is `duplicate-key`'s to report.
            Some(other) if dialect == Dialect::Ros && other.kind == definition.kind => {}
            Some(other) => sink.push(finding(check, other, (id, definition))),
        }
    }
}

/// Whether the definition is in an override file.
fn changes_others(check: &Check<'_>, definition: &Definition) -> bool {
    let name = check.sources.name(definition.body.file);
    terraform::is_override(name.rsplit('/').next().unwrap_or(name))
}

fn finding(check: &Check<'_>, first: &Definition, (id, second): (DefinitionId, &Definition)) -> Diagnostic {
    let (kind, name) = (second.kind.noun(), &second.name);
    let other = first.kind.noun();
    let message = match first.kind == second.kind {
        true => text!(en: "{kind} `{name}` is defined twice", zh: "{kind} `{name}` 被定义了两次", kind, name),
        false => text!(
            en: "{kind} `{name}` has the name of a {other}",
            zh: "{kind} `{name}` 与{other}重名",
            kind, name, other,
        ),
    };
    RULE.finding(second.name_span, message)
        .label(text!(en: "defined again", zh: "再次定义"))
        .also(first.name_span, text!(en: "first defined here", zh: "首次定义于此"))
        .at(reference::path(check, Some(id)))
        .help(text!(en: "remove one of the two, or rename it", zh: "请删除其中一个，或为其改名"))
}
