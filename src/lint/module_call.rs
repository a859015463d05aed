//! Calls of Terraform modules beside the variables that the modules have.

use std::collections::{HashMap, HashSet};

use super::reference::{self, Readable};
use super::{Check, Rule, Sink};
use crate::diagnostic::Diagnostic;
use crate::grammar;
use crate::ir::{CallId, DefinitionId, ModuleCall, SymbolKind, Target, TemplateId, Use, UseKind};
use crate::text;

/// Reports under `rule` what calls give that the modules do not have, and what these need that calls do not give.
pub(super) fn report(check: &Check<'_>, rule: &Rule, sink: &mut Sink) {
    let modules: HashMap<DefinitionId, &str> = modules(check);
    if modules.is_empty() {
        return;
    }
    let module = |it: &Use| modules.get(&it.within.filter(|_| it.kind == UseKind::Argument)?).copied();
    reference::report(check, rule, sink, |it| {
        let (module, name) = (module(it)?, &it.name);
        Some(text!(
            en: "module `{module}` has no variable `{name}`",
            zh: "模块 `{module}` 没有变量 `{name}`",
            module, name,
        ))
    });
    let mut unknown: HashSet<(TemplateId, &str, &str)> = HashSet::new();
    for it in check.cx().references().uses().iter().filter(|it| it.target == Target::Undefined) {
        unknown.extend(module(it).map(|module| (it.template, module, it.name.as_str())));
    }
    let readable = Readable::new(check.unit);
    for (caller, template) in check.templates().filter(|(_, it)| !it.calls.is_empty()) {
        for (call, at) in template.calls.iter().zip(0..) {
            if let Some(span) = call.argument("version").filter(|_| call.is_local()).map(|it| it.key_span) {
                let message = text!(en: "a local module has no `version`", zh: "本地模块不能设置 `version`");
                let finding = rule.finding(span, message).at(format!("module.{}", call.name));
                let label = text!(en: "Terraform refuses this", zh: "Terraform 会拒绝此处");
                let help = text!(en: "remove it", zh: "请将其删除");
                sink.push(finding.label(label).help(help).also(call.source_span, local()));
            }
            let Some(module) = check.unit.called(CallId { caller, call: at }) else { continue };
            if readable.has(check.unit, caller) && readable.has(check.unit, module) {
                let given = |name: &str| unknown.contains(&(caller, call.name.as_str(), name));
                missing(check, rule, (call, module), given, sink);
            }
        }
    }
}

fn local() -> crate::diagnostic::Text {
    text!(en: "a path, not the address of a registry", zh: "这是路径，而不是 registry 地址")
}

/// The calls of modules by their definitions.
fn modules<'a>(check: &Check<'a>) -> HashMap<DefinitionId, &'a str> {
    let definitions = check.cx().references().definitions();
    let modules = definitions.filter(|(_, it)| it.kind == SymbolKind::Module);
    modules.map(|(id, it)| (id, it.name.as_str())).collect()
}

/// Reports each variable without a default that `call` does not set, unless an unknown argument was meant for it.
fn missing(
    check: &Check<'_>,
    rule: &Rule,
    (call, module): (&ModuleCall, TemplateId),
    is_unknown: impl Fn(&str) -> bool,
    sink: &mut Sink,
) {
    let Some(template) = check.unit.template(module) else { return };
    let variables = || template.symbols.iter().filter(|it| it.kind == SymbolKind::Variable);
    let names = || variables().map(|it| template.symbols.name(it));
    let misspelled = call.arguments.iter().filter(|it| is_unknown(&it.key));
    let meant: Vec<&str> = misspelled.filter_map(|it| grammar::nearest(names(), &it.key)).collect();
    for variable in variables() {
        let name = template.symbols.name(variable);
        let default = variable.value.as_ref().and_then(|it| check.cx().value(it));
        if default.is_some() || call.argument(name).is_some() || meant.contains(&name) {
            continue;
        }
        sink.push(
            unset(rule, call, name).also(variable.name_span, text!(en: "has no default", zh: "没有默认值")),
        );
    }
}

fn unset(rule: &Rule, call: &ModuleCall, name: &str) -> Diagnostic {
    let module = &call.name;
    let message = text!(
        en: "module `{module}` needs the variable `{name}`",
        zh: "调用模块 `{module}` 时必须设置变量 `{name}`",
        module, name,
    );
    rule.finding(call.name_span, message)
        .label(text!(en: "does not set `{name}`", zh: "没有设置 `{name}`", name))
        .at(format!("module.{module}"))
        .help(text!(en: "add `{name} = …`", zh: "请添加 `{name} = …`", name))
}
