//! ## What it does
//! Finds a reference to something that is not defined: in ROS templates by `Ref`, `Fn::GetAtt`, `${…}` of `Fn::Sub` and
//! `DependsOn`, in Terraform by `var.`, `local.`, `data.`, `module.`, the address of a resource, `depends_on`, the
//! parameters that a nested stack is given, and the outputs of modules and nested stacks. A variable that a file of
//! values sets and that is not defined is a warning, as it is to Terraform.
//!
//! ## Why is this bad
//! ROS refuses the template, and Terraform the module: nothing can be deployed. Each template has its own names, also
//! one in `TemplateBody`. Locals are not visible in `${…}`
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/local-variables-locals>), and where ROS has no resources yet, in
//! conditions, rules and `Count`, a `Ref` can name parameters and locals only.
//!
//! ## Example
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
//!         Ref: VpcID
//!       CidrBlock:
//!         Ref: Block
//! Outputs:
//!   Vpc:
//!     Value:
//!       Ref: VpcId
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   VpcId:
//!     Type: String
//!   Block:
//!     Type: String
//! Resources:
//!   Switch:
//!     Type: ALIYUN::ECS::VSwitch
//!     Properties:
//!       VpcId:
//!         Ref: VpcId
//!       CidrBlock:
//!         Ref: Block
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest name, which may not be the one that was meant.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::Text;
use crate::ir::{Relation, SymbolKind, TemplateId, Use, UseKind};
use crate::lint::{Check, Pass, Rule, Sink, reference, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UndefinedReference, "undefined_reference", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    reference::report(check, &RULE, sink, |it| match it.kind {
        UseKind::Value | UseKind::Attribute | UseKind::Substitution | UseKind::Dependency => Some(named(it)),
        UseKind::Argument => argument(check, it),
        UseKind::Output => Some(output(check, it)),
        UseKind::Condition | UseKind::Mapping | UseKind::Key | UseKind::Form => None,
        UseKind::Passed | UseKind::Provider => None,
    });
}

/// That there is nothing of the name that `it` has.
fn named(it: &Use) -> Text {
    let name = it.name.as_str();
    if name.is_empty() {
        return text!(en: "this reference names nothing", zh: "该引用没有写名称");
    }
    if it.scope.kinds.is_empty() {
        return match name.contains("::") {
            true => text!(
                en: "`{name}` has no value here: the resource has no `Count`",
                zh: "`{name}` 在此处没有值：该资源没有 `Count`",
                name,
            ),
            false => text!(en: "`{name}` is not a reference", zh: "`{name}` 不是引用", name),
        };
    }
    let kinds = kinds(it.scope.kinds);
    text!(en: "there is no {kinds} `{name}`", zh: "没有名为 `{name}` 的{kinds}", kinds, name)
}

/// `parameter, local or resource`.
fn kinds(kinds: &[SymbolKind]) -> Text {
    let mut all = kinds.iter().map(|kind| kind.noun());
    let Some(first) = all.next() else { return Text::default() };
    let last = kinds.len().saturating_sub(1);
    let more = all.zip(1..);
    more.fold(first, |before, (kind, at)| match at == last {
        true => text!(en: "{before} or {kind}", zh: "{before}或{kind}", before, kind),
        false => text!(en: "{before}, {kind}", zh: "{before}、{kind}", before, kind),
    })
}

/// That a nested stack has no such parameter, or a root module no such variable. The calls of modules are
/// `conflicting-arguments`' to judge.
fn argument(check: &Check<'_>, it: &Use) -> Option<Text> {
    let name = &it.name;
    let Some(owner) = it.within else {
        return Some(text!(
            en: "there is no variable `{name}` to set",
            zh: "没有可设置的变量 `{name}`",
            name,
        ));
    };
    let owner = check.cx().references().definition(owner)?;
    let target = &owner.name;
    (owner.kind != SymbolKind::Module).then(|| {
        text!(
            en: "the template of nested stack `{target}` has no parameter `{name}`",
            zh: "嵌套资源栈 `{target}` 的模板没有参数 `{name}`",
            target, name,
        )
    })
}

/// That a module or nested stack has no such output.
fn output(check: &Check<'_>, it: &Use) -> Text {
    let name = &it.name;
    match called(check, it.scope.template) {
        Some((true, stack)) => text!(
            en: "nested stack `{stack}` has no output `{name}`",
            zh: "嵌套资源栈 `{stack}` 没有输出 `{name}`",
            stack, name,
        ),
        Some((false, module)) => {
            text!(en: "module `{module}` has no output `{name}`", zh: "模块 `{module}` 没有输出 `{name}`", module, name)
        }
        None => text!(en: "there is no output `{name}`", zh: "没有名为 `{name}` 的输出", name),
    }
}

/// Whether the template `id` is a nested stack, and its name in the template that it hangs in.
fn called<'a>(check: &Check<'a>, id: TemplateId) -> Option<(bool, &'a str)> {
    match &check.unit.parent(id)?.relation {
        Relation::NestedStack { resource, .. } => Some((true, resource)),
        Relation::Module { calls } => Some((false, &check.unit.call(*calls.first()?)?.name)),
        Relation::Workspace => None,
    }
}
