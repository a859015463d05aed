//! ## What it does
//! Finds an image ID that is not a static string literal where Compute Nest would replace it: a parameter, a
//! function, a variable, a local, a data source, or a string with values inserted in it. The finding shows step by
//! step where the value comes from, and the value itself if it is constant. In a project of computenest-cli without
//! a `nestc.yaml`, a choice between literals by `Fn::FindInMap` or `Fn::If` is a warning: computenest-cli looks
//! through these functions.
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
//! reported.
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

use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::ir::{Value, ValueKind};
use crate::lint::{Check, Look, Rule, Sink, Slot, rule, write};
use crate::manifest::Manifest;
use crate::resolve::Class;

pub(in crate::lint) static RULE: Rule =
    rule!(DynamicImageId, "dynamic_image_id", Look::Unit(check)).once_a_value();

/// Places on the way that are shown at most.
const SHOWN_HOPS: usize = 5;

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.supported_slots() {
        let Some(what) = describe(slot) else { continue };
        let stands_in = check.manifest.is_some_and(Manifest::is_stand_in);
        match slot.is_looked_through(check) {
            true if stands_in => sink.push(looked_through_by_cli(check, slot, &what)),
            true => {}
            false => sink.push(finding(check, slot, &what)),
        }
    }
}

/// A choice of literals that computenest-cli looks through, in a project without a manifest that decides about
/// it.
fn looked_through_by_cli(check: &Check<'_>, slot: &Slot<'_>, what: &str) -> Diagnostic {
    let mut finding = finding(check, slot, what);
    finding.severity = Severity::Warning;
    if slot.resolution.overridable || slot.resolution.constant.is_none() {
        finding.fix = None;
        finding.help =
            Some("write a literal, or list the function under `also-through` in `nestc.yaml`".into());
    }
    finding.note("computenest-cli looks through this function, which the documentation does not provide for")
}

/// What is at the slot, to follow "it "; `None` for a literal, or for what another rule reports.
fn describe(slot: &Slot<'_>) -> Option<String> {
    let named = |noun: &str| match reference_name(&slot.slot.value) {
        Some(name) => format!("comes from {noun} `{name}`"),
        None => format!("comes from a {noun}"),
    };
    Some(match slot.resolution.class {
        Class::Literal | Class::NotAString | Class::Null | Class::Error => return None,
        Class::Parameter => named("parameter"),
        Class::Variable => named("variable"),
        Class::Local => named("local"),
        Class::Data => named("data source"),
        Class::Reference => match reference_name(&slot.slot.value) {
            Some(name) => format!("comes from `{name}`"),
            None => "is a reference".to_owned(),
        },
        Class::Function => match &slot.slot.value.kind {
            ValueKind::Call(call) => format!("comes from function `{}`", call.name),
            _ => "comes from a function".to_owned(),
        },
        Class::Interpolation => "is a string with values in it".to_owned(),
        Class::Expression => "is an expression".to_owned(),
    })
}

fn reference_name(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Ref(reference) => Some(&reference.name),
        _ => None,
    }
}

fn finding(check: &Check<'_>, slot: &Slot<'_>, what: &str) -> Diagnostic {
    let (property, resource) = (slot.property(), &slot.resource.name);
    let message = format!("`{property}` of `{resource}` is no string literal: it {what}");
    let mut finding = slot.finding(&RULE, message);
    finding = finding.label("expected the image ID itself, as a string");

    let resolution = &slot.resolution;
    let mut hops = resolution.via.iter().filter(|hop| hop.span != slot.slot.value.span).peekable();
    let mut step = 0;
    while let Some(hop) = hops.next() {
        step += 1;
        if step > SHOWN_HOPS {
            let left = hops.count() + 1;
            finding = finding.note(format!("{left} more places stand between these and the value"));
            break;
        }
        let alone = step == 1 && hops.peek().is_none();
        let number = if alone { String::new() } else { format!("{step}. ") };
        finding = finding.also(hop.span, format!("{number}{}", hop.what));
    }

    let constant = resolution.constant.as_deref().filter(|text| !text.trim().is_empty());
    if let (Some(text), Some(span)) = (constant, resolution.constant_span) {
        let role = if resolution.overridable { "by default" } else { "in the end" };
        finding = finding.also(span, format!("{role} it is `{text}`"));
    }
    if resolution.overridable && constant.is_some() {
        finding = finding.note("a deployment can give another value, which a literal takes away");
    }
    finding = finding.note(
        "Compute Nest puts the image of each region in the place of a string literal only, not of a parameter or function",
    );
    if let ValueKind::Call(call) = &slot.slot.value.kind
        && check.manifest.is_some_and(|it| it.also_through.iter().any(|listed| listed.value == call.name))
    {
        finding = finding.note(format!(
            "`also-through` lists `{}`, but not all that it can yield here stands in the template",
            call.name
        ));
    }
    match constant {
        Some(text) => {
            let spelled = write::string(check.sources, slot.slot.value.span.file, text);
            let applicability = match resolution.overridable {
                true => Applicability::Unsafe,
                false => Applicability::Safe,
            };
            let edit = write::value(check.sources, slot, text);
            finding.help(format!("write `{spelled}` here")).fix(applicability, edit.into_iter().collect())
        }
        None => {
            finding.help("write an image ID or a free name here, and associate it with a deployment package")
        }
    }
}
