//! ## What it does
//! Finds an image ID that is not a static string literal where Compute Nest would replace it: a parameter, a
//! function, a variable, a local, a data source, or a string with values inserted in it. The finding shows step by
//! step where the value comes from, and the value itself if it is constant. What finds the right image in every region
//! by itself, such as an image that the same stack makes, is a note of `deploy-time-image-id` instead. In a project of
//! computenest-cli without a `nestc.yaml`, a choice between literals by `Fn::FindInMap` or `Fn::If` is a warning:
//! computenest-cli looks through these functions.
//!
//! ## Why is this bad
//! Compute Nest finds the image ID in the text of the template and replaces it with the image of the target region.
//! "The image ID value must be a static string literal. You cannot supply this value from an input parameter or a
//! built-in function." (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Template
//! requirements".) Anything else is left as it is. The deployment then fails in every region that does not have
//! that image, or starts an image other than that of the package.
//!
//! If the manifest lists `Fn::FindInMap`, `Fn::If` or `Fn::Select` under `also-through`, the values that the
//! function can return count instead: each literal is a slot of its own, and only a value that is not a literal is
//! reported. For Terraform these are `lookup`, `index` (of a map) and `conditional`.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Image:
//!     Type: String
//!     Default: centos_7
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId:
//!         Ref: Image
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: centos_7
//! ```
//!
//! ## Fix
//! Replaces the expression with its value, if that is constant. Unsafe if a deployment could set another value, as
//! with the default of a parameter; safe if it could not, as with a local.
//!
//! ## Since
//! 0.1.0

use crate::binding::Found;
use crate::diagnostic::{Applicability, Diagnostic, Severity, Text};
use crate::ir::{ReferenceKind, Value, ValueKind};
use crate::lint::{Check, Pass, Rule, Sink, Slot, quick_fix, reference, rule};
use crate::manifest::Manifest;
use crate::resolve::Class;
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(DynamicImageId, "dynamic_image_id", Pass::Unit(check)).once_a_value();

/// Places on the way that are shown at most.
const SHOWN_HOPS: usize = 5;

fn check(check: &Check<'_>, sink: &mut Sink) {
    let mut undefined = None;
    for slot in check.supported_slots() {
        let Some(what) = describe(slot).filter(|_| !matches!(slot.found, Found::By(..))) else { continue };
        // That a name is defined nowhere is a finding of its own.
        let undefined = undefined.get_or_insert_with(|| reference::undefined_values(check));
        if holds_one(check.sources.on_disk(slot.slot.value.span), undefined) {
            continue;
        }
        let stands_in = check.manifest.is_some_and(Manifest::is_stand_in);
        match slot.is_looked_through(check) {
            true if stands_in => sink.push(looked_through_by_cli(check, slot, &what)),
            true => {}
            false => sink.push(finding(check, slot, &what)),
        }
    }
}

/// Whether one of `spans`, which are sorted, is in `span`.
fn holds_one(span: Span, spans: &[Span]) -> bool {
    let first = spans.partition_point(|it| (it.file, it.start) < (span.file, span.start));
    spans.get(first).is_some_and(|it| it.file == span.file && it.end <= span.end)
}

/// A choice of literals that computenest-cli looks through, in a project without a manifest that decides about
/// it.
fn looked_through_by_cli(check: &Check<'_>, slot: &Slot<'_>, what: &Text) -> Diagnostic {
    let mut finding = finding(check, slot, what);
    finding.severity = Severity::Warning;
    if slot.resolution.overridable || slot.resolution.constant.is_none() {
        finding.fix = None;
        finding.help = Some(text!(
            en: "write a literal, or list the function under `also-through` in `nestc.yaml`",
            zh: "请写成字面量，或在 `nestc.yaml` 的 `also-through` 中列出该函数",
        ));
    }
    finding.note(text!(
        en: "computenest-cli looks through this function, but Compute Nest's documentation does not say so",
        zh: "computenest-cli 能识别该函数，但计算巢文档并未提及",
    ))
}

/// What is at the slot, to follow "it "; `None` for a literal, for what is absent, or for what another rule reports.
fn describe(slot: &Slot<'_>) -> Option<Text> {
    if slot.slot.value.is_absent(slot.template.dialect) {
        return None;
    }
    let name = reference_name(&slot.slot.value);
    let named = |noun: Text| match name {
        Some(name) => text!(en: "it comes from {noun} `{name}`", zh: "其值来自{noun} `{name}`", noun, name),
        None => text!(en: "it comes from a {noun}", zh: "其值来自{noun}", noun),
    };
    Some(match slot.resolution.class {
        Class::Literal | Class::NotAString | Class::Null | Class::Error => return None,
        Class::Parameter => named(text!(en: "parameter", zh: "参数")),
        Class::Variable => named(text!(en: "variable", zh: "变量")),
        Class::Local => named(text!(en: "local", zh: "局部变量")),
        Class::Data => named(text!(en: "data source", zh: "数据源")),
        Class::Reference => match name {
            Some(name) => text!(en: "it comes from `{name}`", zh: "其值来自 `{name}`", name),
            None => text!(en: "it is a reference", zh: "它是一个引用"),
        },
        Class::Function => match &slot.slot.value.kind {
            ValueKind::Call(call) => {
                text!(en: "it comes from function `{name}`", zh: "其值来自函数 `{name}`", name = call.name)
            }
            _ => text!(en: "it comes from a function", zh: "其值来自函数"),
        },
        Class::Interpolation => text!(en: "it is a string with values in it", zh: "字符串中嵌有其他值"),
        Class::Expression => text!(en: "it is an expression", zh: "它是一个表达式"),
    })
}

fn reference_name(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Ref(reference) => Some(&reference.name),
        _ => None,
    }
}

/// The name by which `also-through` would list the function that `value` is.
fn function_name(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Call(call) => Some(&call.name),
        ValueKind::Conditional(_) => Some("conditional"),
        ValueKind::Ref(reference) if !reference.steps.is_empty() => match reference.kind {
            ReferenceKind::Local | ReferenceKind::Variable => Some("index"),
            _ => None,
        },
        ValueKind::Group(inner) => function_name(inner),
        _ => None,
    }
}

fn finding(check: &Check<'_>, slot: &Slot<'_>, what: &Text) -> Diagnostic {
    let (property, resource) = (slot.property(), &slot.resource.name);
    let finding = slot.finding(
        &RULE,
        text!(
            en: "`{property}` of `{resource}` must be a string literal; {what}",
            zh: "`{resource}` 的 `{property}` 必须是字符串字面量，{what}",
            property, resource, what,
        ),
    );
    let finding =
        finding.label(text!(en: "expected an image ID as a string", zh: "此处应直接写镜像 ID 字符串"));
    let constant = slot.resolution.constant.as_deref().filter(|text| !text.trim().is_empty());
    let mut finding = way_to_the_value(finding, slot, constant);
    if slot.resolution.overridable && constant.is_some() {
        finding = finding.note(text!(
            en: "a deployment can set another value; a literal cannot be changed at deployment",
            zh: "部署时可以传入其他值；写成字面量后则不能",
        ));
    }
    finding = finding.note(text!(
        en: "Compute Nest replaces string literals only, not parameters or functions",
        zh: "计算巢只会把字符串字面量替换为各地域的镜像，不会替换参数或函数",
    ));
    if let Some(name) = function_name(&slot.slot.value)
        && check.manifest.is_some_and(|it| it.also_through.iter().any(|listed| listed.value == name))
    {
        finding = finding.note(text!(
            en: "`also-through` lists `{name}`, but not every value it can return here is in the template",
            zh: "`also-through` 列出了 `{name}`，但它在此处可能返回的值并未全部写在模板中",
            name,
        ));
    }
    if let Found::Lacking(span, regions) = &slot.found {
        finding = finding.also(
            *span,
            text!(
                en: "no image for {regions}",
                zh: "没有 {regions} 的镜像",
                regions = Text::list(regions.iter().map(|it| format!("`{it}`"))),
            ),
        );
    }
    let Some(text) = constant else {
        return finding.help(text!(
            en: "write an image ID, or any name, and associate it with a deployment package",
            zh: "请写镜像 ID 或任意名称，并将其关联到部署物",
        ));
    };
    let spelled = quick_fix::string(check.sources, slot.slot.value.span.file, text);
    let applicability = if slot.resolution.overridable { Applicability::Unsafe } else { Applicability::Safe };
    let edit = quick_fix::value(check.sources, slot.slot, text);
    finding
        .help(text!(en: "write `{spelled}` here", zh: "请在此处写 `{spelled}`", spelled))
        .fix(applicability, edit.into_iter().collect())
}

/// The finding with the places between the slot and its value, and with the value where it is known.
fn way_to_the_value(mut finding: Diagnostic, slot: &Slot<'_>, constant: Option<&str>) -> Diagnostic {
    let resolution = &slot.resolution;
    let mut hops = resolution.via.iter().filter(|hop| hop.span != slot.slot.value.span).peekable();
    let mut step = 0;
    while let Some(hop) = hops.next() {
        step += 1;
        if step > SHOWN_HOPS {
            finding = finding.note(text!(
                en: "the value passes through {count} more places",
                zh: "该值还经过另外 {count} 处",
                count = hops.count() + 1,
            ));
            break;
        }
        let alone = step == 1 && hops.peek().is_none();
        let number = if alone { String::new() } else { format!("{step}. ") };
        finding = finding
            .also(hop.span, text!(en: "{number}{what}", zh: "{number}{what}", number, what = hop.what));
    }
    if let (Some(text), Some(span)) = (constant, resolution.constant_span) {
        finding = finding.also(
            span,
            match resolution.overridable {
                true => text!(en: "the default is `{text}`", zh: "默认值是 `{text}`", text),
                false => text!(en: "the value is `{text}`", zh: "值是 `{text}`", text),
            },
        );
    }
    finding
}
