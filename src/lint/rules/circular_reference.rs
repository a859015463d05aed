//! ## What it does
//! Finds resources, locals and conditions that need each other, or themselves. The finding shows the whole circle.
//!
//! ## Why is this bad
//! Each waits for the other, so none can ever be created or evaluated. ROS refuses the template, and Terraform the module
//! ("Cycle", <https://developer.hashicorp.com/terraform/internals/graph>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   First:
//!     Type: ALIYUN::ECS::SecurityGroup
//!     Properties:
//!       VpcId: vpc-example
//!       SecurityGroupName:
//!         Ref: Second
//!   Second:
//!     Type: ALIYUN::ECS::SecurityGroup
//!     DependsOn: First
//!     Properties:
//!       VpcId: vpc-example
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   First:
//!     Type: ALIYUN::ECS::SecurityGroup
//!     Properties:
//!       VpcId: vpc-example
//!   Second:
//!     Type: ALIYUN::ECS::SecurityGroup
//!     DependsOn: First
//!     Properties:
//!       VpcId: vpc-example
//! ```
//!
//! ## Fix
//! None: only the author knows which of the references is not needed.
//!
//! ## Since
//! 0.1.0

use std::collections::{HashMap, VecDeque};

use crate::diagnostic::Diagnostic;
use crate::ir::{Definition, DefinitionId, References, SymbolKind, Target, Use, UseKind};
use crate::lint::{Check, Pass, Rule, Sink, reference, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(CircularReference, "circular_reference", Pass::Unit(check));

/// References of a circle that are shown at most.
const SHOWN: usize = 8;

/// What a definition needs, each with the place that says so.
type Needs<'a> = HashMap<DefinitionId, Vec<(DefinitionId, &'a Use)>>;

fn check(check: &Check<'_>, sink: &mut Sink) {
    let references = check.cx().references();
    let needs = needs(references);
    let mut ids: Vec<DefinitionId> = needs.keys().copied().collect();
    ids.sort_unstable();
    for circle in circles(&ids, &needs) {
        sink.push_all(finding(check, references, &circle));
    }
}

fn needs(references: &References) -> Needs<'_> {
    let mut needs = Needs::new();
    for it in references.uses().iter().filter(|it| is_need(it.kind)) {
        let (Some(from), Target::Definition(to)) = (it.within, it.target) else { continue };
        let kind = |id| references.definition(id).filter(|it| can_circle(it)).map(|it| it.kind);
        let (Some(user), Some(used)) = (kind(from), kind(to)) else { continue };
        // A resource's condition, and what it says, is known before any resource.
        if (user == SymbolKind::Condition) == (used == SymbolKind::Condition) {
            needs.entry(from).or_default().push((to, it));
        }
    }
    needs
}

const fn is_need(kind: UseKind) -> bool {
    matches!(
        kind,
        UseKind::Value
            | UseKind::Attribute
            | UseKind::Substitution
            | UseKind::Dependency
            | UseKind::Condition
    )
}

const fn can_circle(definition: &Definition) -> bool {
    matches!(
        definition.kind,
        SymbolKind::Resource | SymbolKind::DataSource | SymbolKind::Local | SymbolKind::Condition
    )
}

/// One circle for each group of definitions that need each other: a shortest one, from the first of them on.
fn circles<'a>(ids: &[DefinitionId], needs: &Needs<'a>) -> Vec<Vec<(DefinitionId, &'a Use)>> {
    let mut circles: Vec<Vec<(DefinitionId, &Use)>> = Vec::new();
    // What leads to no circle, and what is in one that was found.
    let mut done: HashMap<DefinitionId, ()> = HashMap::new();
    for &start in &candidates(ids, needs) {
        if done.contains_key(&start) {
            continue;
        }
        let Some(circle) = shortest(start, needs) else { continue };
        // Whatever else is in the circle is told with it.
        done.extend(circle.iter().map(|&(id, _)| (id, ())));
        circles.push(circle);
    }
    circles
}

/// Those of `ids` that a circle may lead through: what is left once all that needs nothing, or only such, is taken away.
fn candidates(ids: &[DefinitionId], needs: &Needs<'_>) -> Vec<DefinitionId> {
    let mut users: HashMap<DefinitionId, Vec<DefinitionId>> = HashMap::new();
    let mut open: HashMap<DefinitionId, usize> = HashMap::new();
    let mut free: Vec<DefinitionId> = Vec::new();
    for (&from, targets) in needs {
        open.insert(from, targets.len());
        for &(to, _) in targets {
            users.entry(to).or_default().push(from);
            if !needs.contains_key(&to) {
                free.push(to);
            }
        }
    }
    free.sort_unstable();
    free.dedup();
    while let Some(id) = free.pop() {
        for user in users.remove(&id).into_iter().flatten() {
            if let Some(count) = open.get_mut(&user) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    free.push(user);
                }
            }
        }
    }
    ids.iter().copied().filter(|id| open.get(id).is_some_and(|count| *count > 0)).collect()
}

/// A shortest way from `start` back to it.
fn shortest<'a>(start: DefinitionId, needs: &Needs<'a>) -> Option<Vec<(DefinitionId, &'a Use)>> {
    let mut came: HashMap<DefinitionId, (DefinitionId, &Use)> = HashMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(id) = waiting.pop_front() {
        for &(to, it) in needs.get(&id).into_iter().flatten() {
            if to == start {
                let mut way = vec![(id, it)];
                let mut at = id;
                while let Some(&(before, it)) = came.get(&at) {
                    way.push((before, it));
                    at = before;
                }
                way.reverse();
                return Some(way);
            }
            if let std::collections::hash_map::Entry::Vacant(new) = came.entry(to) {
                new.insert((id, it));
                waiting.push_back(to);
            }
        }
    }
    None
}

fn finding(
    check: &Check<'_>,
    references: &References,
    circle: &[(DefinitionId, &Use)],
) -> Option<Diagnostic> {
    let (&(first, place), rest) = circle.split_first()?;
    let name = |id| references.definition(id).map(|it| format!("`{}`", it.name)).unwrap_or_default();
    let way: Vec<String> =
        circle.iter().map(|&(id, _)| name(id)).chain([name(first)]).take(SHOWN + 1).collect();
    let way = way.join(" → ");
    let message = match rest {
        [] => text!(en: "{name} needs itself", zh: "{name} 引用了自身", name = name(first)),
        _ => text!(en: "these need each other in a circle: {way}", zh: "循环引用：{way}", way),
    };
    let finding = RULE.finding(place.span, message).at(reference::path(check, Some(first)));
    let needs = |id, it: &Use| text!(en: "{user} needs `{used}` here", zh: "{user} 在此处引用 `{used}`", user = name(id), used = it.name);
    let mut finding = finding.label(needs(first, place));
    for &(id, it) in rest.iter().take(SHOWN) {
        finding = finding.also(it.span, needs(id, it));
    }
    if let Some(more) = rest.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        finding = finding
            .note(text!(en: "the circle has {more} more references", zh: "循环中还有 {more} 处引用", more));
    }
    Some(finding.help(text!(en: "remove one of the references", zh: "请去掉其中一处引用")))
}
