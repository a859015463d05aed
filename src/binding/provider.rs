//! The provider configuration of each Terraform resource, and the region that it deploys to.
//! <https://developer.hashicorp.com/terraform/language/meta-arguments/module-providers>

use std::collections::{HashMap, HashSet};

use super::places::{Hop, Place, Places};
use crate::diagnostic::Text;
use crate::grammar;
use crate::ir::{
    CallId, Dialect, ModuleCall, Provider, ProviderRef, Resource, Template, TemplateId, Unit, Value,
};
use crate::lower::Cx;
use crate::resolve::{self, Each};
use crate::source::Span;
use crate::text;

/// Where the resources of a unit are deployed.
#[derive(Debug, Default)]
pub(super) struct Providers {
    /// By template and resource, where that is not the target region.
    placed: HashMap<(TemplateId, usize), Places>,
}

impl Providers {
    /// Looks up the provider of every resource of `unit` that has an image slot, or that finds images for one.
    #[must_use]
    pub(super) fn of(cx: Cx<'_>) -> Self {
        let unit = cx.unit;
        let mut providers = Providers::default();
        if !unit.templates.iter().any(|it| names_a_configuration(it)) {
            return providers;
        }
        let mut search = Search { cx, unit, known: HashMap::new() };
        for (id, template) in unit.iter().filter(|(_, it)| it.dialect == Dialect::Terraform) {
            let of_slots = template.slots.iter().chain(&template.choices).map(|slot| slot.resource);
            let finders = template.resources.iter().enumerate();
            let finders = finders.filter(|(_, it)| finder(template, it).is_some());
            let used: HashSet<usize> = of_slots.chain(finders.map(|(index, _)| index)).collect();
            for index in used {
                let Some(resource) = template.resources.get(index) else { continue };
                let implied = || ProviderRef::implied(&resource.resource_type, resource.type_span);
                let reference = resource.provider.clone().unwrap_or_else(implied);
                let rounds = cx.property(resource, "for_each");
                let places = search.named(id, &reference, rounds);
                if places.single() != Some(&Place::Target) {
                    providers.placed.insert((id, index), places);
                }
            }
        }
        providers
    }

    /// Where the resource `resource` of `template` is deployed; `None` for the target region.
    #[must_use]
    pub(super) fn places(&self, template: TemplateId, resource: usize) -> Option<&Places> {
        self.placed.get(&(template, resource))
    }
}

/// The region of the default provider configuration of the root module of `unit`, where that is constant, with the
/// place that sets it: whatever region a copy is made for, it deploys there.
#[must_use]
pub(crate) fn default_region(cx: Cx<'_>) -> Option<(String, Span)> {
    let unit = cx.unit;
    let roots = unit.iter().filter(|&(id, it)| it.dialect == Dialect::Terraform && is_root(unit, id));
    for (id, template) in roots {
        let is_default = |it: &&Provider| it.alias.is_none() && family(template, &it.name) == "alicloud";
        let Some(provider) = template.providers.iter().find(is_default) else { continue };
        let Some(region) = &provider.region else { continue };
        let (constant, _) = constant(cx, id, region);
        if let Some(constant) = constant.filter(|it| !it.trim().is_empty()) {
            return Some((constant, region.span));
        }
    }
    None
}

/// Whether no call brings the module `id` in.
fn is_root(unit: &Unit, id: TemplateId) -> bool {
    unit.calls_of(id).is_empty()
}

/// The string that `value` is, unless a deployment can give another one; and what to say where it can.
fn constant(cx: Cx<'_>, template: TemplateId, value: &Value) -> (Option<String>, Text) {
    let resolution = resolve::resolve(cx, template, value);
    match resolution.constant {
        Some(text) if resolution.overridable => (
            None,
            text!(en: "`{text}` by default, but a deployment can change it", zh: "默认为 `{text}`，但部署时可以更改", text),
        ),
        Some(text) => (Some(text), Text::default()),
        None => (None, text!(en: "expected a constant region", zh: "此处应为固定的地域")),
    }
}

/// The provider that a module calls `name`, whatever other modules call it: the type in its source,
/// `alicloud` of `aliyun/alicloud`.
fn family<'t>(template: &'t Template, name: &'t str) -> &'t str {
    let source = template.provider_sources.iter().find(|(local, _)| local == name);
    source.map_or(name, |(_, source)| source.rsplit('/').next().unwrap_or(source))
}

/// A configuration of a provider in a module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    template: TemplateId,
    name: String,
    alias: Option<String>,
    /// Which of those that `for_each` makes.
    each: Option<String>,
}

/// What is known of the configurations so far.
struct Search<'u> {
    cx: Cx<'u>,
    unit: &'u Unit,
    /// `None` while it is looked for, so that modules in a circle come to an end.
    known: HashMap<Key, Option<Places>>,
}

/// What must be known first.
type Missing = Vec<Key>;

impl Search<'_> {
    /// The places of what `reference` names in `template`, in all rounds of the `for_each` around it.
    fn named(&mut self, template: TemplateId, reference: &ProviderRef, rounds: Option<&Value>) -> Places {
        let mut places = Places::default();
        match self.keys(template, reference, rounds) {
            Ok(keys) => keys.into_iter().for_each(|key| {
                let found = self.find(key);
                places.add(&found, reference_hop(reference));
            }),
            Err(unknown) => places.add(&unknown, None),
        }
        places
    }

    /// The configurations that `reference` names: one, or one for each round.
    fn keys(
        &self,
        template: TemplateId,
        reference: &ProviderRef,
        rounds: Option<&Value>,
    ) -> Result<Vec<Key>, Places> {
        let key = |each: Option<String>| Key {
            template,
            name: reference.name.clone(),
            alias: reference.alias.clone(),
            each,
        };
        let Some(index) = &reference.key else { return Ok(vec![key(None)]) };
        let unknown =
            || Places::unknown(index.span, text!(en: "expected a constant key", zh: "此处应为常量键"));
        let each = rounds.and_then(|rounds| resolve::instances(self.cx, template, rounds));
        let indices = match &each {
            Some(each) => each.iter().map(|each| each.put_into(index)).collect(),
            None => vec![index.clone()],
        };
        let constant = |index: &Value| constant(self.cx, template, index).0.map(|it| key(Some(it)));
        indices.iter().map(constant).collect::<Option<Vec<Key>>>().ok_or_else(unknown)
    }

    /// The places of `key`; all that it depends on is looked up first, without recursion.
    fn find(&mut self, key: Key) -> Places {
        let mut waiting = vec![key.clone()];
        while let Some(next) = waiting.last() {
            if matches!(self.known.get(next), Some(Some(_))) {
                waiting.pop();
                continue;
            }
            match self.places_of(next) {
                Ok(places) => {
                    self.known.insert(next.clone(), Some(places));
                }
                Err(missing) => {
                    self.known.insert(next.clone(), None);
                    waiting.extend(missing);
                }
            }
        }
        self.known.get(&key).cloned().flatten().unwrap_or_default()
    }

    /// The places of `key`, where all that it depends on is known.
    fn places_of(&self, key: &Key) -> Result<Places, Missing> {
        let Some(template) = self.unit.template(key.template) else { return Ok(Places::default()) };
        let mut own = template.providers.iter().filter(|it| it.name == key.name && it.alias == key.alias);
        let own = own.next();
        let calls = self.unit.calls_of(key.template);
        if let Some(provider) = own.filter(|it| it.region.is_some() || calls.is_empty()) {
            return Ok(self.written(key, provider));
        }
        if calls.is_empty() {
            let place = if is_declared(template, key) { Place::Target } else { Place::Unknown };
            return Ok(Places::one(place, Vec::new()));
        }
        let (mut places, mut missing) = (Places::default(), Vec::new());
        for &id in calls {
            let Some(call) = self.unit.call(id) else { continue };
            match self.handed_down(key, template, id, call, own) {
                Handed::Keys(keys, hop) => {
                    for key in keys {
                        match self.known.get(&key) {
                            Some(Some(found)) => places.add(found, Some(hop.clone())),
                            // A circle of calls adds no place.
                            Some(None) => {}
                            None => missing.push(key),
                        }
                    }
                }
                Handed::Places(found) => places.add(&found, None),
            }
        }
        if missing.is_empty() { Ok(places) } else { Err(missing) }
    }

    /// What the call `id` gives the module for `key`; `own` is what the module itself says without a region.
    fn handed_down(
        &self,
        key: &Key,
        template: &Template,
        id: CallId,
        call: &ModuleCall,
        own: Option<&Provider>,
    ) -> Handed {
        let asked =
            ProviderRef { name: key.name.clone(), alias: key.alias.clone(), key: None, span: call.span };
        let providers = call.argument("providers").and_then(|entry| match &entry.value.kind {
            crate::ir::ValueKind::Map(entries) => Some(entries),
            _ => None,
        });
        let given = providers.and_then(|entries| entries.iter().find(|it| asked.is_named(&it.key)));
        if let Some(given) = given {
            let Some(reference) = ProviderRef::of(&given.value) else {
                return Handed::Places(Places::unknown(
                    given.value.span,
                    text!(en: "expected a provider configuration", zh: "此处应为 provider 配置"),
                ));
            };
            let rounds = call.argument("for_each").map(|entry| &entry.value);
            let name = &call.name;
            let hop = (
                given.value.span,
                text!(en: "module `{name}` gets this provider", zh: "模块 `{name}` 使用该 provider", name),
            );
            return match self.keys(id.caller, &reference, rounds) {
                Ok(keys) => Handed::Keys(keys, hop),
                Err(unknown) => Handed::Places(unknown),
            };
        }
        // An empty block of its own that no call fills; an alias is never inherited.
        if own.is_some() {
            return Handed::Places(Places::one(Place::Target, Vec::new()));
        }
        if key.alias.is_some() {
            return Handed::Places(Places::unknown(
                call.name_span,
                text!(
                    en: "module `{name}` does not get this provider",
                    zh: "模块 `{name}` 没有得到该 provider",
                    name = &call.name,
                ),
            ));
        }
        let family = family(template, &key.name);
        let name = self.unit.template(id.caller).map_or(family, |caller| local_name(caller, family));
        let module = &call.name;
        let inherited = Key { template: id.caller, name: name.to_owned(), alias: None, each: None };
        Handed::Keys(
            vec![inherited],
            (
                call.name_span,
                text!(en: "module `{module}` inherits the provider", zh: "模块 `{module}` 继承该 provider", module),
            ),
        )
    }

    /// The places of a configuration that a module writes out.
    fn written(&self, key: &Key, provider: &Provider) -> Places {
        let is_default = key.alias.is_none() && is_root(self.unit, key.template);
        let Some(region) = &provider.region else { return Places::one(Place::Target, Vec::new()) };
        let Some(rounds) = &provider.for_each else { return self.region(key.template, region, is_default) };
        let Some(rounds) = resolve::instances(self.cx, key.template, rounds) else {
            return Places::unknown(rounds.span, text!(en: "expected constant keys", zh: "此处应为常量键"));
        };
        let mut places = Places::default();
        let is_meant = |each: &&Each| key.each.as_ref().is_none_or(|key| *key == each.key);
        for each in rounds.iter().filter(is_meant) {
            places.add(&self.region(key.template, &each.put_into(region), is_default), None);
        }
        if places.is_empty() {
            return Places::unknown(
                region.span,
                text!(en: "no configuration has this key", zh: "没有使用该键的配置"),
            );
        }
        places
    }

    /// The places that the value `region` of `template` means.
    fn region(&self, template: TemplateId, region: &Value, is_default: bool) -> Places {
        if region.is_null() {
            return Places::one(Place::Target, Vec::new());
        }
        let (found, problem) = constant(self.cx, template, region);
        match found {
            Some(text) if text.trim().is_empty() => Places::one(Place::Target, Vec::new()),
            Some(text) => {
                let hop = (
                    region.span,
                    text!(en: "this provider is in `{text}`", zh: "该 provider 位于 `{text}`", text = &text),
                );
                Places::one(Place::Region(text), vec![hop])
            }
            // The deployment configures the default provider for the region that it deploys to.
            None if is_default => Places::one(Place::Target, Vec::new()),
            None => self.by_calls(template, region).unwrap_or_else(|| Places::unknown(region.span, problem)),
        }
    }

    /// The places of a region that is a variable, which the calls of the module set each in its own way.
    fn by_calls(&self, template: TemplateId, region: &Value) -> Option<Places> {
        let crate::ir::ValueKind::Ref(reference) = &region.kind else { return None };
        let is_variable = reference.kind == crate::ir::ReferenceKind::Variable && reference.steps.is_empty();
        let calls = self.unit.calls_of(template);
        if !is_variable || calls.len() < 2 {
            return None;
        }
        let mut places = Places::default();
        for &id in calls {
            let Some(entry) = self.unit.call(id)?.argument(&reference.name) else {
                let symbols = &self.unit.template(template)?.symbols;
                let default =
                    symbols.find(&reference.name, &[crate::ir::SymbolKind::Variable])?.value.as_ref()?;
                let default = self.cx.value(default)?;
                places.add(&self.given(template, default), None);
                continue;
            };
            places.add(&self.given(id.caller, &entry.value), None);
        }
        Some(places)
    }

    /// The place that `value`, which a call gives for a region, means.
    fn given(&self, template: TemplateId, value: &Value) -> Places {
        let (found, problem) = constant(self.cx, template, value);
        match found {
            Some(text) => {
                let hop = (
                    value.span,
                    text!(en: "the provider is in `{text}` here", zh: "此处 provider 位于 `{text}`", text = &text),
                );
                Places::one(Place::Region(text), vec![hop])
            }
            None => Places::unknown(value.span, problem),
        }
    }
}

/// What a call gives for a configuration.
enum Handed {
    /// Configurations of the caller, by way of that hop.
    Keys(Vec<Key>, Hop),
    Places(Places),
}

/// Whether `template` has or names any provider configuration but the default.
fn names_a_configuration(template: &Template) -> bool {
    let is_alias = |it: &Option<ProviderRef>| it.as_ref().is_some_and(|it| it.alias.is_some());
    !template.providers.is_empty()
        || template.resources.iter().any(|it| is_alias(&it.provider))
        || template.calls.iter().any(|it| it.argument("providers").is_some())
}

/// Whether the module, which nobody calls here, is given the configuration `key` where it is called: the default, or one
/// of its `configuration_aliases`. Any other alias is nowhere.
fn is_declared(template: &Template, key: &Key) -> bool {
    key.alias.is_none()
        || template.provider_aliases.iter().any(|it| it.name == key.name && it.alias == key.alias)
}

/// The name that `template` gives the provider of that family: the one that it configures, if it has several.
fn local_name<'t>(template: &'t Template, family_name: &'t str) -> &'t str {
    let configured = template.providers.iter().filter(|it| it.alias.is_none()).map(|it| it.name.as_str());
    let declared = template.provider_sources.iter().map(|(name, _)| name.as_str());
    let mut names = configured.chain(declared).filter(|name| family(template, name) == family_name);
    names.next().unwrap_or(family_name)
}

/// The `provider` argument as a hop; none for the provider that the type implies.
fn reference_hop(reference: &ProviderRef) -> Option<Hop> {
    let (name, alias) = (&reference.name, reference.alias.as_ref()?);
    Some((
        reference.span,
        text!(en: "provider `{name}.{alias}` sets the region", zh: "地域由 provider `{name}.{alias}` 决定", name, alias),
    ))
}

/// What `resource` finds or makes, if it does.
pub(super) fn finder(template: &Template, resource: &Resource) -> Option<&'static grammar::ImageFinder> {
    match resource.is_data {
        true => grammar::image_finder(template.dialect, &format!("data.{}", resource.resource_type)),
        false => grammar::image_finder(template.dialect, &resource.resource_type),
    }
}
