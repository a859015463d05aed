//! Functions: their arguments, and where they can be.

use super::Shape;
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Text, counted, did_you_mean};
use crate::grammar::{self, ArgumentKind, Function};
use crate::lower::ros::value::Called;
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, Scalar};
use crate::text;

/// Where a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// In a property or an output.
    Value,
    /// In a local, which may be written into either.
    Local,
    /// In a condition or a rule.
    Condition,
    /// In `Count`.
    Count,
    /// In `Mappings`, where everything is data.
    Data,
}

/// The functions that a condition as a whole can be.
const ROOTS: [&str; 6] = ["Fn::And", "Fn::Equals", "Fn::FindInMap", "Fn::Not", "Fn::Or", "Ref"];

impl Shape<'_, '_> {
    /// The functions below `root`, which is in `context`.
    pub(super) fn functions(&mut self, root: NodeId, context: Context) {
        let reader = self.reader;
        let view = reader.view;
        let mut open = vec![(root, context)];
        while let Some((node, context)) = open.pop() {
            match view.kind(node) {
                Kind::Alias => continue,
                Kind::Mapping | Kind::Sequence => {}
                _ if view.tag(node).is_none() => continue,
                _ => {}
            }
            if let Some(called) = reader.function_at(node) {
                self.function(node, called, context, &mut open);
                continue;
            }
            match view.kind(node) {
                Kind::Mapping => {
                    let entries: Vec<(NodeId, NodeId)> = view.entries(node).collect();
                    if let [(key, _)] = *entries.as_slice() {
                        self.unknown_function(key);
                    }
                    let is_scope = |&(key, value): &(NodeId, NodeId)| {
                        view.text(key) == "TemplateBody" && view.kind(view.deref(value)) == Kind::Mapping
                    };
                    open.extend(
                        entries.into_iter().filter(|it| !is_scope(it)).map(|(_, value)| (value, context)),
                    );
                }
                Kind::Sequence => open.extend(view.items(node).map(|item| (item, context))),
                _ => {}
            }
        }
    }

    /// Whether the condition at `node` is one as a whole.
    pub(super) fn condition_root(&mut self, node: NodeId) {
        let Some(called) = self.reader.function_at(node) else {
            return self.not_a_condition(node);
        };
        if !ROOTS.contains(&called.name)
            && grammar::function_by_name(called.name).is_some_and(|it| it.in_conditions)
        {
            let name = called.name;
            let message = text!(
                en: "`{name}` cannot be a condition by itself",
                zh: "`{name}` 不能单独作为条件",
                name,
            );
            let finding = RuleId::InvalidFunction.finding(called.name_span, message);
            let finding = finding.label(text!(en: "not a condition", zh: "不是条件"));
            let list = Text::list(ROOTS.iter().map(|name| format!("`{name}`")));
            self.push(finding.note(text!(en: "a condition is one of {list}", zh: "条件可以是 {list}", list)));
        }
    }

    /// Reports a condition that is not even a function.
    fn not_a_condition(&mut self, node: NodeId) {
        let view = self.reader.view;
        let node = view.deref(node);
        let is_named = self.reader.find(node, "Condition").is_some();
        let may_be_one = match view.kind(node) {
            Kind::Mapping => is_named || view.entries(node).any(|(key, _)| view.text(key).contains(':')),
            Kind::Sequence => false,
            // A name alone stands for another condition.
            _ => true,
        };
        if !may_be_one && view.meant_tag(node).is_none() {
            let message = text!(en: "a condition must be a function", zh: "条件必须是函数");
            let finding = RuleId::InvalidFunction.finding(self.reader.first_line(node), message);
            let finding = finding.label(text!(en: "not a condition", zh: "不是条件"));
            let list = Text::list(ROOTS.iter().map(|name| format!("`{name}`")));
            self.push(finding.note(text!(en: "a condition is one of {list}", zh: "条件可以是 {list}", list)));
        }
    }

    /// The function `called` at `node`; its arguments are left to be looked at.
    fn function(
        &mut self,
        node: NodeId,
        called: Called,
        context: Context,
        open: &mut Vec<(NodeId, Context)>,
    ) {
        let Some(function) = grammar::function_by_name(called.name) else { return };
        let allowed = match context {
            Context::Value => function.in_values,
            Context::Local => true,
            Context::Condition => function.in_conditions,
            Context::Count => function.in_conditions && function.in_values,
            Context::Data => false,
        };
        if !allowed {
            self.push(misplaced(&called, context));
        } else if let Some(finding) = self.arguments(function, &called) {
            self.push(finding);
        }
        let view = self.reader.view;
        let argument = called.argument;
        // A short tag hides the function that the tagged mapping is.
        let is_tagged = argument == node;
        let inner = if is_tagged { self.reader.long_form(argument) } else { None };
        if let Some(inner) = inner {
            return self.function(argument, inner, context, open);
        }
        let condition = match context {
            Context::Value => Context::Condition,
            other => other,
        };
        match view.kind(argument) {
            Kind::Sequence => {
                for (item, at) in view.items(argument).zip(0..) {
                    let is_condition = called.name == "Fn::If" && at == 0;
                    open.push((item, if is_condition { condition } else { context }));
                }
            }
            Kind::Mapping if is_tagged => {
                open.extend(view.entries(argument).map(|(_, value)| (value, context)));
            }
            _ if is_tagged => {}
            _ => open.push((argument, context)),
        }
    }

    /// What is wrong with the number or the kinds of the arguments.
    fn arguments(&self, function: &Function, called: &Called) -> Option<Diagnostic> {
        let view = self.reader.view;
        let argument = view.deref(called.argument);
        let is_tagged = view.tag(argument).is_some();
        let is_function = if is_tagged && argument == called.argument {
            self.reader.long_form(argument).is_some()
        } else {
            self.reader.function_at(argument).is_some()
        };
        if is_function || matches!(view.kind(argument), Kind::Error) {
            return None;
        }
        let items: Vec<NodeId> = match view.kind(argument) {
            Kind::Sequence => view.items(argument).collect(),
            _ => {
                let fits = function.alone.is_some_and(|kind| self.is(argument, kind, !is_tagged));
                let is_null =
                    view.is_scalar(argument) && matches!(view.scalar(argument), Scalar::Null) && !is_tagged;
                return (!fits && !is_null).then(|| shape(function, called));
            }
        };
        let Some((least, most)) = function.items else {
            let takes_lists = function.alone.is_some_and(|kind| kind == ArgumentKind::Any);
            return (!takes_lists).then(|| shape(function, called));
        };
        let count = items.len();
        if count < usize::from(least) || (most < u8::MAX && count > usize::from(most)) {
            return Some(wrong_count(function, called, count, (least, most)));
        }
        let kinds = function.kinds.iter().chain(std::iter::repeat_n(function.kinds.last()?, count));
        let mut wrong =
            items.iter().zip(kinds).zip(1..).filter(|((item, kind), _)| !self.is(**item, **kind, true));
        let ((&item, &kind), place) = wrong.next()?;
        let (name, what) = (function.name, kind_text(kind));
        let message = text!(
            en: "argument {place} of `{name}` must be {what}",
            zh: "`{name}` 的第 {place} 个参数必须是{what}",
            place, name, what,
        );
        let finding = RuleId::InvalidFunction.finding(self.reader.first_line(item), message);
        Some(expected(finding, function))
    }

    /// Whether `node` can be of that kind; a function can be of any, if `node` may be one.
    fn is(&self, node: NodeId, kind: ArgumentKind, may_call: bool) -> bool {
        let view = self.reader.view;
        let node = view.deref(node);
        if may_call && (self.reader.function_at(node).is_some() || view.meant_tag(node).is_some()) {
            return true;
        }
        let (is_scalar, is_null) = match view.is_scalar(node) {
            true => (true, matches!(view.scalar(node), Scalar::Null)),
            false => (false, false),
        };
        let of = view.kind(node);
        match kind {
            ArgumentKind::Any => true,
            _ if is_null || of == Kind::Error => true,
            ArgumentKind::Scalar => is_scalar,
            ArgumentKind::List => of == Kind::Sequence || (is_scalar && self.is_json(node, &['['])),
            ArgumentKind::Map => of == Kind::Mapping || (is_scalar && self.is_json(node, &['{'])),
            ArgumentKind::Collection => {
                matches!(of, Kind::Sequence | Kind::Mapping) || (is_scalar && self.is_json(node, &['[', '{']))
            }
            ArgumentKind::Condition => is_scalar || matches!(of, Kind::Mapping | Kind::Sequence),
        }
    }

    /// Whether the string `node` may hold JSON, or a value that the deployment puts there.
    fn is_json(&self, node: NodeId, opens: &[char]) -> bool {
        let text = self.reader.view.text(node);
        text.trim_start().starts_with(opens) || text.contains("{{")
    }

    /// Reports the only key of a mapping where it looks like a function.
    fn unknown_function(&mut self, key: NodeId) {
        let view = self.reader.view;
        if !view.is_scalar(key) {
            return;
        }
        let name = view.text(key);
        let Some(near) = grammar::meant_function(&name) else { return };
        let message = text!(en: "there is no function `{name}`", zh: "没有函数 `{name}`", name);
        let span = self.reader.span(key);
        let finding = RuleId::InvalidFunction.finding(span, message);
        let finding =
            finding.label(text!(en: "not one of the 43 ROS functions", zh: "不是 ROS 的 43 个函数之一"));
        let finding = match near {
            Some(near) => {
                let inner = view.range(key).in_file(self.reader.file);
                let written = inner.range().of(view.text);
                let edit = Edit { span, text: written.replacen(&*name, near, 1) };
                finding.help(did_you_mean(near)).fix(Applicability::Unsafe, vec![edit])
            }
            None => finding,
        };
        self.push(finding);
    }
}

fn misplaced(called: &Called, context: Context) -> Diagnostic {
    let name = called.name;
    let message = match context {
        Context::Value | Context::Local => text!(
            en: "`{name}` can be used in `Conditions` and in the condition of `Fn::If` only",
            zh: "`{name}` 只能用在 `Conditions` 和 `Fn::If` 的条件中",
            name,
        ),
        Context::Condition => {
            text!(en: "`{name}` cannot be used in a condition", zh: "`{name}` 不能用在条件中", name)
        }
        Context::Count => {
            text!(en: "`{name}` cannot be used in `Count`", zh: "`{name}` 不能用在 `Count` 中", name)
        }
        Context::Data => {
            text!(en: "`{name}` cannot be used in `Mappings`", zh: "`{name}` 不能用在 `Mappings` 中", name)
        }
    };
    let label = text!(en: "not allowed here", zh: "此处不允许");
    RuleId::InvalidFunction.finding(called.name_span, message).label(label)
}

fn wrong_count(function: &Function, called: &Called, count: usize, (least, most): (u8, u8)) -> Diagnostic {
    let name = function.name;
    let wanted = match (least, most) {
        (least, most) if least == most => counted(usize::from(least), "argument", "arguments", "个参数"),
        (least, u8::MAX) => text!(en: "{least} or more arguments", zh: "至少 {least} 个参数", least),
        (least, most) => {
            text!(en: "{least} to {most} arguments", zh: "{least} 到 {most} 个参数", least, most)
        }
    };
    let message = text!(
        en: "`{name}` takes {wanted}, not {count}",
        zh: "`{name}` 需要 {wanted}，而不是 {count} 个",
        name, wanted, count,
    );
    expected(RuleId::InvalidFunction.finding(called.name_span, message), function)
}

/// That the argument as a whole has another form.
fn shape(function: &Function, called: &Called) -> Diagnostic {
    let name = function.name;
    let message = match function.items {
        Some(_) => text!(en: "`{name}` takes a list of arguments", zh: "`{name}` 的参数必须是列表", name),
        None => text!(en: "`{name}` takes one value", zh: "`{name}` 的参数必须是单个值", name),
    };
    expected(RuleId::InvalidFunction.finding(called.name_span, message), function)
}

fn expected(finding: Diagnostic, function: &Function) -> Diagnostic {
    let arguments = function.arguments;
    let label = text!(en: "wrong arguments", zh: "参数有误");
    finding.label(label).help(text!(en: "write `{arguments}`", zh: "请写 `{arguments}`", arguments))
}

fn kind_text(kind: ArgumentKind) -> Text {
    match kind {
        ArgumentKind::Any => text!(en: "a value", zh: "值"),
        ArgumentKind::Scalar => text!(en: "one value", zh: "单个值"),
        ArgumentKind::List => text!(en: "a list", zh: "列表"),
        ArgumentKind::Map => text!(en: "a mapping", zh: "映射"),
        ArgumentKind::Collection => text!(en: "a list or a mapping", zh: "列表或映射"),
        ArgumentKind::Condition => text!(en: "a condition", zh: "条件"),
    }
}
