//! ## What it does
//! Finds local modules of Terraform that call each other in a circle, or one that calls itself.
//!
//! ## Why is this bad
//! Terraform expands every call of a module into the resources of that module
//! (<https://developer.hashicorp.com/terraform/language/modules/syntax>). A circle never ends, so `terraform init`
//! cannot finish.
//!
//! ## Example
//! ```hcl main.tf
//! module "net" {
//!   source = "./net"
//! }
//! ```
//! ```hcl net/main.tf
//! module "root" {
//!   source = "../"
//! }
//! ```
//!
//! ## Use instead
//! ```hcl main.tf
//! module "net" {
//!   source = "./net"
//! }
//! ```
//! ```hcl net/main.tf
//! output "name" {
//!   value = "net"
//! }
//! ```
//!
//! ## Fix
//! None. Put what both modules need into a third one that calls neither.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::Diagnostic;
use crate::ir::{CallId, TemplateId, Unit};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(ModuleCycle, "module_cycle", Pass::Unit(check));

/// Calls of a circle that are shown at most.
const SHOWN_CALLS: usize = 8;

fn check(check: &Check<'_>, sink: &mut Sink) {
    sink.push_all(circles(check.unit).iter().filter_map(|circle| finding(check.unit, circle)));
}

/// The circles that calls close, each as its calls in their order; one for each call that closes any.
fn circles(unit: &Unit) -> Vec<Vec<CallId>> {
    let mut circles = Vec::new();
    let mut done = vec![false; unit.templates.len()];
    for (start, _) in unit.iter() {
        if done.get(start.0 as usize).is_some_and(|done| !done) {
            walk(unit, start, &mut done, &mut circles);
        }
    }
    circles
}

/// Follows all calls from `start` on, depth first, without recursion.
fn walk(unit: &Unit, start: TemplateId, done: &mut [bool], circles: &mut Vec<Vec<CallId>>) {
    // The modules on the way, each with the call that is looked at next, and the call that led to the next.
    let mut way = vec![(start, 0)];
    let mut calls: Vec<CallId> = Vec::new();
    let mut place = vec![None; unit.templates.len()];
    set(&mut place, start, Some(0));
    while let Some((caller, next)) = way.last_mut() {
        let id = CallId { caller: *caller, call: *next };
        if unit.call(id).is_none() {
            set(done, *caller, true);
            set(&mut place, *caller, None);
            way.pop();
            calls.pop();
            continue;
        }
        *next += 1;
        let Some(callee) = unit.called(id) else { continue };
        let index = callee.0 as usize;
        match place.get(index).copied().flatten() {
            Some(at) => {
                let mut circle: Vec<CallId> = calls.get(at..).unwrap_or_default().to_vec();
                circle.push(id);
                circles.push(circle);
            }
            None if done.get(index).is_some_and(|done| !done) => {
                set(&mut place, callee, Some(way.len()));
                calls.push(id);
                way.push((callee, 0));
            }
            None => {}
        }
    }
}

/// Marks the module `of`.
fn set<T>(marks: &mut [T], of: TemplateId, mark: T) {
    if let Some(it) = marks.get_mut(of.0 as usize) {
        *it = mark;
    }
}

fn finding(unit: &Unit, circle: &[CallId]) -> Option<Diagnostic> {
    let (last, rest) = circle.split_last()?;
    let closing = unit.call(*last)?;
    let message = match rest {
        [] => text!(en: "this module calls itself", zh: "该模块调用了自身"),
        _ => text!(en: "these modules call each other in a circle", zh: "这些模块互相调用形成了循环"),
    };
    let finding = RULE.finding(closing.source_span, message).at(format!("module.{}", closing.name));
    let mut finding = finding.label(match rest {
        [] => text!(en: "Terraform would never come to an end", zh: "Terraform 会无限展开"),
        _ => text!(en: "this call closes the circle", zh: "此调用使循环闭合"),
    });
    for id in rest.iter().take(SHOWN_CALLS) {
        let call = unit.call(*id)?;
        let name = &call.name;
        finding = finding
            .also(call.source_span, text!(en: "`{name}` is called here", zh: "此处调用 `{name}`", name));
    }
    if let Some(more) = rest.len().checked_sub(SHOWN_CALLS).filter(|more| *more > 0) {
        finding = finding
            .note(text!(en: "{more} more calls belong to the circle", zh: "循环中还有 {more} 个调用", more));
    }
    Some(finding.help(text!(
        en: "put what both need into a third module that calls neither",
        zh: "请把双方都需要的内容放进第三个模块，并且该模块不调用它们"
    )))
}
