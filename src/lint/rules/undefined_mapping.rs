//! ## What it does
//! Finds a `Fn::FindInMap` of a mapping that is not in the section `Mappings`, or of a constant key that the mapping does
//! not have.
//!
//! ## Why is this bad
//! ROS refuses the template if a name or key is not in `Mappings`
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/mappings>). A key that only the deployment knows, such as that
//! of the region, is not judged.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Mappings:
//!   Sizes:
//!     small: {Type: ecs.g7.large}
//! Resources:
//!   Group:
//!     Type: ALIYUN::ECS::SecurityGroup
//!     Properties:
//!       SecurityGroupName:
//!         Fn::FindInMap: [Sizes, smal, Type]
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Mappings:
//!   Sizes:
//!     small: {Type: ecs.g7.large}
//! Resources:
//!   Group:
//!     Type: ALIYUN::ECS::SecurityGroup
//!     Properties:
//!       SecurityGroupName:
//!         Fn::FindInMap: [Sizes, small, Type]
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest name, which may not be the one that was meant.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::Text;
use crate::ir::{SymbolKind, Use, UseKind};
use crate::lint::{Check, Pass, Rule, Sink, reference, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UndefinedMapping, "undefined_mapping", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    reference::report(check, &RULE, sink, |it| {
        let name = &it.name;
        match it.kind {
            UseKind::Mapping => {
                Some(text!(en: "there is no mapping `{name}`", zh: "没有名为 `{name}` 的映射", name))
            }
            UseKind::Key => Some(no_key(check, it)),
            _ => None,
        }
    });
}

/// That what `it` looks into has no such key.
fn no_key(check: &Check<'_>, it: &Use) -> Text {
    let name = &it.name;
    let owner = it.scope.owner.and_then(|id| check.cx().references().definition(id));
    let Some(owner) = owner else {
        return text!(en: "there is no key `{name}`", zh: "没有键 `{name}`", name);
    };
    let above = &owner.name;
    match owner.kind {
        SymbolKind::Mapping => {
            text!(en: "mapping `{above}` has no key `{name}`", zh: "映射 `{above}` 没有键 `{name}`", above, name)
        }
        _ => text!(en: "`{above}` has no key `{name}`", zh: "`{above}` 没有键 `{name}`", above, name),
    }
}
