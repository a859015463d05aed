//! The functions whose value the arguments alone decide, as far as image IDs are built with them.

use std::borrow::Cow;

use super::known::{Evaluation, Hop, Known};
use crate::ir::{Entry, FunctionCall, Literal, SymbolKind, TemplateId, Value, ValueKind};
use crate::text;

/// What `call` returns; `None` where its value is not known or the function is not one of these.
pub(super) fn call<'a>(
    cx: &mut Evaluation<'a>,
    template: TemplateId,
    call: &'a FunctionCall,
) -> Option<Known<'a>> {
    let arguments = call.arguments.as_slice();
    match call.name.as_str() {
        "Fn::FindInMap" => find_in_map(cx, template, arguments),
        "Fn::Sub" => substitute(cx, template, arguments),
        "Fn::Join" | "join" => match arguments {
            [separator, list] => join(cx, template, separator, list),
            _ => None,
        },
        "Fn::Select" => match arguments {
            [index, list, ..] => element(cx, template, list, index, false),
            _ => None,
        },
        "Fn::Split" | "split" => match arguments {
            [separator, text] => split(cx, template, separator, text),
            _ => None,
        },
        "Fn::If" => match arguments {
            [condition, yes, no] => either(cx, template, [condition, yes, no]),
            _ => None,
        },
        "Fn::Str" | "tostring" => {
            let text = cx.value(template, arguments.first()?)?.into_fragment()?;
            Some(Known::Text(text, None))
        }
        "toset" | "tolist" | "tomap" => match arguments {
            [only] => cx.value(template, only),
            _ => None,
        },
        "keys" => match cx.value(template, arguments.first()?)? {
            Known::Node(_, Value { kind: ValueKind::Map(entries), .. }) => {
                let key = |entry: &'a Entry| Known::Text(Cow::Borrowed(&entry.key), Some(entry.key_span));
                Some(Known::List(entries.iter().map(key).collect()))
            }
            _ => None,
        },
        "lookup" => lookup(cx, template, arguments),
        "element" => match arguments {
            [list, index] => element(cx, template, list, index, true),
            _ => None,
        },
        "coalesce" => coalesce(cx, template, arguments),
        "lower" => map_text(cx, template, arguments, |text| text.to_lowercase()),
        "upper" => map_text(cx, template, arguments, |text| text.to_uppercase()),
        "trimspace" => map_text(cx, template, arguments, |text| text.trim().to_owned()),
        _ => None,
    }
}

fn map_text<'a>(
    cx: &mut Evaluation<'a>,
    template: TemplateId,
    arguments: &'a [Value],
    change: fn(&str) -> String,
) -> Option<Known<'a>> {
    match arguments {
        [only] => {
            let text = cx.text(template, only)?;
            Some(Known::Text(Cow::Owned(change(&text)), None))
        }
        _ => None,
    }
}

/// `Fn::FindInMap: [map, top key, second key]`, all three constant.
fn find_in_map<'a>(
    cx: &mut Evaluation<'a>,
    template: TemplateId,
    arguments: &'a [Value],
) -> Option<Known<'a>> {
    let [map, top, second] = arguments else { return None };
    let name = cx.text(template, map)?;
    let top = cx.selecting(|cx| cx.value(template, top))?.into_fragment()?;
    let second = cx.selecting(|cx| cx.value(template, second))?.into_fragment()?;
    let mapping = cx.template(template)?.symbols.find(&name, &[SymbolKind::Mapping])?;
    cx.hops.push(Hop {
        span: mapping.name_span,
        what: text!(en: "mapping `{name}`", zh: "映射 `{name}`", name),
    });
    let found = cx.definition_of(mapping)?.get(&top)?.get(&second)?;
    cx.value(template, found)
}

/// `Fn::Sub`: `${name}` stands for the map's entry or else for what `Ref` returns, `${!x}` for `${x}`.
fn substitute<'a>(
    cx: &mut Evaluation<'a>,
    template: TemplateId,
    arguments: &'a [Value],
) -> Option<Known<'a>> {
    let pattern = cx.text(template, arguments.first()?)?;
    let map = arguments.get(1);
    let mut whole = String::new();
    let mut rest: &str = &pattern;
    while let Some((before, from)) = rest.split_once("${") {
        whole.push_str(before);
        let Some((name, after)) = from.split_once('}') else {
            whole.push_str("${");
            rest = from;
            continue;
        };
        rest = after;
        let name = name.trim();
        if let Some(escaped) = name.strip_prefix('!') {
            whole.push_str("${");
            whole.push_str(escaped);
            whole.push('}');
            continue;
        }
        let known = match map.and_then(|map| map.get(name)) {
            Some(value) => cx.value(template, value)?,
            None => match cx.region_called(name) {
                Some(region) => region,
                None => parameter(cx, template, name)?,
            },
        };
        whole.push_str(&known.into_fragment()?);
    }
    whole.push_str(rest);
    Some(Known::Text(Cow::Owned(whole), None))
}

/// The default of the parameter `name`; locals are not visible in `${}` (ROS, "Locals").
fn parameter<'a>(cx: &mut Evaluation<'a>, template: TemplateId, name: &str) -> Option<Known<'a>> {
    let symbol = cx.template(template)?.symbols.find(name, &[SymbolKind::Parameter])?;
    cx.hops.push(Hop {
        span: symbol.name_span,
        what: text!(en: "parameter `{name}`", zh: "参数 `{name}`", name),
    });
    cx.overridable = true;
    cx.value_of(template, symbol)
}

fn join<'a>(
    cx: &mut Evaluation<'a>,
    template: TemplateId,
    separator: &'a Value,
    list: &'a Value,
) -> Option<Known<'a>> {
    let separator = cx.text(template, separator)?;
    let mut parts = Vec::new();
    for item in items(cx, template, list)? {
        parts.push(item.into_fragment()?);
    }
    Some(Known::Text(Cow::Owned(parts.join(&separator)), None))
}

fn split<'a>(
    cx: &mut Evaluation<'a>,
    template: TemplateId,
    separator: &'a Value,
    text: &'a Value,
) -> Option<Known<'a>> {
    let separator = cx.text(template, separator)?;
    let text = cx.text(template, text)?;
    if separator.is_empty() {
        return None;
    }
    let part = |part: &str| Known::Text(Cow::Owned(part.to_owned()), None);
    Some(Known::List(text.split(&*separator).map(part).collect()))
}

/// The items of a list whose items are all known.
fn items<'a>(cx: &mut Evaluation<'a>, template: TemplateId, list: &'a Value) -> Option<Vec<Known<'a>>> {
    match cx.value(template, list)? {
        Known::List(items) => Some(items),
        Known::Node(home, value) => match &value.kind {
            ValueKind::List(values) => values.iter().map(|item| cx.value(home, item)).collect(),
            _ => None,
        },
        Known::Text(..) => None,
    }
}

/// The item of a list at a constant index; Terraform's `element` wraps around.
fn element<'a>(
    cx: &mut Evaluation<'a>,
    template: TemplateId,
    list: &'a Value,
    index: &'a Value,
    wrap: bool,
) -> Option<Known<'a>> {
    let index = cx.selecting(|cx| cx.value(template, index))?.into_fragment()?;
    let known = cx.value(template, list)?;
    if let Known::Node(home, value) = &known
        && let ValueKind::Map(_) = &value.kind
    {
        let home = *home;
        return cx.value(home, value.get(&index)?);
    }
    let index: usize = index.parse().ok()?;
    match known {
        Known::List(items) => {
            let index = if wrap { index.checked_rem(items.len())? } else { index };
            items.into_iter().nth(index)
        }
        Known::Node(home, value) => match &value.kind {
            ValueKind::List(values) => {
                let index = if wrap { index.checked_rem(values.len())? } else { index };
                cx.value(home, values.get(index)?)
            }
            _ => None,
        },
        Known::Text(..) => None,
    }
}

/// `Fn::If` whose branches are the same string, or whose condition the region decides.
fn either<'a>(
    cx: &mut Evaluation<'a>,
    template: TemplateId,
    [condition, yes, no]: [&'a Value; 3],
) -> Option<Known<'a>> {
    if let Some(holds) = cx.condition(template, condition) {
        return cx.value(template, if holds { yes } else { no });
    }
    let yes = cx.text(template, yes)?;
    let no = cx.text(template, no)?;
    (yes == no).then_some(Known::Text(yes, None))
}

/// Terraform's `lookup(map, key, default)`.
fn lookup<'a>(cx: &mut Evaluation<'a>, template: TemplateId, arguments: &'a [Value]) -> Option<Known<'a>> {
    let [map, key, rest @ ..] = arguments else { return None };
    let key = cx.selecting(|cx| cx.text(template, key))?;
    let Known::Node(home, map) = cx.value(template, map)? else { return None };
    match map.get(&key) {
        Some(value) => cx.value(home, value),
        None => cx.value(template, rest.first()?),
    }
}

/// Terraform's `coalesce`: the first argument that is neither null nor empty.
fn coalesce<'a>(cx: &mut Evaluation<'a>, template: TemplateId, arguments: &'a [Value]) -> Option<Known<'a>> {
    for argument in arguments {
        match cx.value(template, argument)? {
            Known::Text(text, _) if text.is_empty() => {}
            Known::Node(_, value) if matches!(value.kind, ValueKind::Literal(Literal::Null)) => {}
            known => return Some(known),
        }
    }
    None
}
