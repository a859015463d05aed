//! ## What it does
//! Finds a resource whose type is not in the schemas that nestc knows: a type of ROS, or a resource or data source of the
//! Terraform provider `aliyun/alicloud`. It is an error if the name is close to a known one, and otherwise a warning, since
//! the type may be newer than the schema. `Custom::` types and modules of your own are not judged.
//!
//! ## Why is this bad
//! ROS and Terraform refuse a template with a type that they do not know
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/resources>). Names are case-sensitive.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Net:
//!     Type: ALIYUN::ECS::Vpc
//!     Properties:
//!       CidrBlock: 192.168.0.0/16
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Net:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       CidrBlock: 192.168.0.0/16
//! ```
//!
//! ## Fix
//! Safe if one known name is a letter away and no other is; otherwise unsafe. None if no name is close.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, RuleId, Severity, Text, did_you_mean};
use crate::ir::Resource;
use crate::lint::conformance::{Meant, meant, of_rule, with_respelling};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::schema::{Schema, TypeKind};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(UnknownResourceType, "unknown_resource_type", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    of_rule(check, RuleId::UnknownResourceType, sink);
}

/// What is said of the type of `resource`, which is not known; what may be meant is only looked for if `searches`.
pub(in crate::lint) fn finding(
    check: &Check<'_>,
    resource: &Resource,
    kind: TypeKind,
    searches: bool,
) -> Option<Diagnostic> {
    let name = resource.resource_type.as_str();
    let own = name.rsplit_once("::").map_or(name, |(_, own)| own);
    let limit = (own.chars().count() / 3).clamp(1, 5);
    let names: Vec<&str> = if searches { check.schema.names(kind).collect() } else { Vec::new() };
    let other = other(kind).filter(|&other| check.schema.resource_type(other, name).is_some());
    let meant = meant(names.iter().copied(), name, limit).filter(|_| other.is_none());
    // Modules are made by users, too.
    if name.starts_with("MODULE::") && !meant.is_some_and(|it| it.is_near) {
        return None;
    }
    let noun = match kind {
        TypeKind::Data => text!(en: "data source", zh: "数据源"),
        TypeKind::Ros | TypeKind::Resource => text!(en: "resource type", zh: "资源类型"),
    };
    let message = match meant {
        Some(Meant { name: meant, .. }) => text!(
            en: "unknown {noun} `{name}`; {question}",
            zh: "未知{noun} `{name}`，{question}",
            noun, name, question = did_you_mean(meant),
        ),
        None => text!(en: "unknown {noun} `{name}`", zh: "未知{noun} `{name}`", noun, name),
    };
    let finding = RULE.finding(resource.type_span, message).label(label(kind)).help(help(other, name, meant));
    let finding = finding.at(format!("{}.Type", resource.name));
    Some(match meant {
        Some(meant) => {
            let mut finding = with_respelling(check.sources, finding, (resource.type_span, name), meant);
            if !meant.is_near {
                finding.severity = Severity::Warning;
            }
            finding
        }
        None if other.is_some() => finding,
        None => Diagnostic { severity: Severity::Warning, ..finding },
    })
}

/// What Terraform has besides that.
const fn other(kind: TypeKind) -> Option<TypeKind> {
    match kind {
        TypeKind::Resource => Some(TypeKind::Data),
        TypeKind::Data => Some(TypeKind::Resource),
        TypeKind::Ros => None,
    }
}

fn label(kind: TypeKind) -> Text {
    let date = Schema::date(kind);
    match kind {
        TypeKind::Ros => {
            text!(en: "not in the schema of {date}", zh: "{date} 的资源类型定义中没有", date)
        }
        TypeKind::Resource | TypeKind::Data => {
            let version = Schema::provider_version();
            text!(
                en: "not in provider aliyun/alicloud {version} of {date}",
                zh: "{date} 的 provider aliyun/alicloud {version} 中没有",
                version, date,
            )
        }
    }
}

/// What to do; `other` is what else has that name.
fn help(other: Option<TypeKind>, name: &str, meant: Option<Meant<'_>>) -> Text {
    match other {
        Some(TypeKind::Resource) => {
            return text!(en: "`{name}` is a resource: write `resource`", zh: "`{name}` 是资源，请写 `resource`", name);
        }
        Some(_) => {
            return text!(en: "`{name}` is a data source: write `data`", zh: "`{name}` 是数据源，请写 `data`", name);
        }
        None => {}
    }
    match meant {
        Some(meant) => text!(en: "write `{name}`", zh: "请写 `{name}`", name = meant.name),
        None => text!(
            en: "check the name; a newer type can be made known with `schema:` in `nestc.yaml` or with `--schema`",
            zh: "请检查名称；较新的类型可通过 `nestc.yaml` 的 `schema:` 或 `--schema` 加入",
        ),
    }
}
